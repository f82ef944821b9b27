"""Graph algorithms over small integer or string vertices: iterative, linear in nodes and edges."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Successors by vertex; a vertex without successors may be missing."""


def reachable(graph: Graph, starts: Iterable[str]) -> set[str]:
    """Return the starts and everything that a path leads to from them."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for successor in graph.get(waiting.pop(), ()):
            if successor not in seen:
                seen.add(successor)
                waiting.append(successor)
    return seen


def reversed_graph(graph: Graph) -> dict[str, list[str]]:
    back: dict[str, list[str]] = {}
    for vertex, successors in graph.items():
        for successor in successors:
            back.setdefault(successor, []).append(vertex)
    return back


def without(graph: Graph, removed: Iterable[str]) -> dict[str, list[str]]:
    gone = set(removed)
    return {
        vertex: [successor for successor in successors if successor not in gone]
        for vertex, successors in graph.items()
        if vertex not in gone
    }


def cycles(graph: Graph) -> list[tuple[str, ...]]:
    """Return the strongly connected parts that hold a cycle (Tarjan 1972, without recursion)."""
    return [
        part for part in _components(graph) if len(part) > 1 or part[0] in graph.get(part[0], ())
    ]


def _components(graph: Graph) -> Iterator[tuple[str, ...]]:
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for root in graph:
        if root in index:
            continue
        calls: list[tuple[str, Iterator[str]]] = [(root, iter(graph.get(root, ())))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while calls:
            vertex, successors = calls[-1]
            entered = next(
                (each for each in successors if _look(each, vertex, index, low, on_path)), None
            )
            if entered is not None:
                index[entered] = low[entered] = len(index)
                path.append(entered)
                on_path.add(entered)
                calls.append((entered, iter(graph.get(entered, ()))))
                continue
            calls.pop()
            if calls:
                caller = calls[-1][0]
                low[caller] = min(low[caller], low[vertex])
            if low[vertex] == index[vertex]:
                yield _pop_component(vertex, path, on_path)


def _look(
    successor: str, vertex: str, index: dict[str, int], low: dict[str, int], on_path: set[str]
) -> bool:
    """Whether the successor is new; an old one on the path lowers the vertex."""
    if successor not in index:
        return True
    if successor in on_path:
        low[vertex] = min(low[vertex], index[successor])
    return False


def _pop_component(vertex: str, path: list[str], on_path: set[str]) -> tuple[str, ...]:
    component: list[str] = []
    while True:
        member = path.pop()
        on_path.discard(member)
        component.append(member)
        if member == vertex:
            return tuple(reversed(component))
