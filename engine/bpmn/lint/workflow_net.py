"""A workflow net: reduced as far as its faults allow, then walked marking by marking.

The reductions keep every deadlock and every doubled token (Sadiq and Orlowska reduced workflow
graphs this way); what they leave is small, and is walked within a budget.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from engine.bpmn.lint.graph import cycles

MAX_MARKINGS: Final = 8_000
_MARKINGS_AFTER_A_FAULT: Final = 1_000
_MAX_FREE_SUBSETS: Final = 6

Marking = frozenset[int]
"""The edges that hold a token."""


@dataclass
class Edge:
    """A place for one token. ``left`` and ``entered`` are the nodes at its end, as drawn.

    ``works`` tells that somebody or something works while the token is here: such a place may
    not be merged away, for two tokens in it are the same work done twice. ``is_default``: an
    inclusive split takes it only when it takes no other.
    """

    source: str
    target: str
    left: str
    entered: str
    works: bool
    is_default: bool = False


@dataclass(frozen=True)
class Stuck:
    """A join holds tokens on ``marked`` while nothing can bring one to ``missing``."""

    marked: Marking
    missing: Marking


@dataclass(frozen=True)
class DoubleToken:
    """A second token reaches an edge that holds one."""

    edge: int


@dataclass(frozen=True)
class GaveUp:
    """The budget was spent before everything was seen."""


@dataclass
class Net:
    """Nodes by kind (start, end, stop, xor, and, or) and the places between them.

    ``stop`` ends everything at once. ``reduce`` changes the net; ``walk`` looks at what it is.
    """

    kinds: dict[str, str]
    edges: dict[int, Edge] = field(default_factory=dict)
    ins: dict[str, set[int]] = field(default_factory=dict)
    outs: dict[str, set[int]] = field(default_factory=dict)

    def connect(self, edge: Edge) -> None:
        identity = len(self.edges)
        self.edges[identity] = edge
        self.outs.setdefault(edge.source, set()).add(identity)
        self.ins.setdefault(edge.target, set()).add(identity)

    # --- reduction -----------------------------------------------------------------------------

    def reduce(self) -> None:
        waiting = deque(self.kinds)
        queued = set(waiting)
        while waiting:
            node = waiting.popleft()
            queued.discard(node)
            if node not in self.kinds:
                continue
            for neighbour in self._reduce_at(node):
                if neighbour in self.kinds and neighbour not in queued:
                    queued.add(neighbour)
                    waiting.append(neighbour)
            if not waiting:
                for freed in self._drop_branches_that_only_end():
                    queued.add(freed)
                    waiting.append(freed)

    def _reduce_at(self, node: str) -> set[str]:
        """Apply the first rule that fits at a node; return the nodes to look at again."""
        kind = self.kinds[node]
        if kind == "xor" and (loop := self._self_loop(node)) is not None:
            return self._remove_self_loop(node, loop)
        if kind in {"xor", "and", "or"}:
            if len(self.ins[node]) == len(self.outs[node]) == 1:
                return self._fuse_sequence(node)
            if touched := self._merge_equal_edges(node):
                return touched
        if kind in {"xor", "and"}:
            return self._contract(node)
        return set()

    def _self_loop(self, node: str) -> int | None:
        return next((edge for edge in self.outs[node] if self.edges[edge].target == node), None)

    def _remove_self_loop(self, node: str, loop: int) -> set[str]:
        works = self.edges[loop].works
        self._remove(loop)
        if works:
            for edge in self.outs[node]:
                self.edges[edge].works = True
        return {node}

    def _fuse_sequence(self, node: str) -> set[str]:
        (entering,) = self.ins[node]
        (leaving,) = self.outs[node]
        first, second = self.edges[entering], self.edges[leaving]
        self._remove(leaving)
        self.ins[node].discard(entering)
        first.target, first.entered, first.left = second.target, second.entered, second.left
        first.works = first.works or second.works
        self.ins[second.target].add(entering)
        del self.kinds[node]
        return {first.source, first.target}

    def _merge_equal_edges(self, node: str) -> set[str]:
        """Of several edges from one node to another of its kind keep one."""
        kept: dict[str, int] = {}
        touched: set[str] = set()
        for edge in sorted(self.outs[node]):
            target = self.edges[edge].target
            if self.kinds.get(target) != self.kinds[node]:
                continue
            if target in kept:
                self.edges[kept[target]].works |= self.edges[edge].works
                self.edges[kept[target]].is_default &= self.edges[edge].is_default
                self._remove(edge)
                touched |= {node, target}
            else:
                kept[target] = edge
        return touched

    def _contract(self, node: str) -> set[str]:
        """Merge a node with the next of its kind; work between them moves to what follows."""
        for edge in sorted(self.outs[node]):
            link = self.edges[edge]
            following = link.target
            if following == node:
                continue
            same = self.kinds[following] == self.kinds[node]
            ends = self.kinds[node] == "xor" and self.kinds[following] == "end"
            only_out = len(self.outs[node]) == 1
            only_in = len(self.ins[following]) == 1
            if link.works:
                if same and only_out and only_in:
                    for out in self.outs[following]:
                        self.edges[out].works = True
                    return self._absorb(node, following, edge)
            elif only_out and (same or ends):
                return self._absorb(following, node, edge)
            elif same and only_in:
                return self._absorb(node, following, edge)
        return set()

    def _absorb(self, stays: str, goes: str, link: int) -> set[str]:
        self._remove(link)
        for edge in self.ins.pop(goes, set()):
            self.edges[edge].target = stays
            self.ins.setdefault(stays, set()).add(edge)
        for edge in self.outs.pop(goes, set()):
            self.edges[edge].source = stays
            self.outs.setdefault(stays, set()).add(edge)
        del self.kinds[goes]
        return {stays, *(self.edges[each].source for each in self.ins[stays])}

    def _drop_branches_that_only_end(self) -> set[str]:
        """Drop branches that just end: outside loops they meet nobody again."""
        graph: dict[str, list[str]] = {node: [] for node in self.kinds}
        for link in self.edges.values():
            graph[link.source].append(link.target)
        looping = {node for part in cycles(graph) for node in part}
        touched: set[str] = set()
        for node, kind in self.kinds.items():
            if kind != "and" or node in looping:
                continue
            for edge in sorted(self.outs[node]):
                if len(self.outs[node]) > 1 and self.kinds[self.edges[edge].target] == "end":
                    self._remove(edge)
                    touched.add(node)
        return touched

    def _remove(self, edge: int) -> None:
        gone = self.edges.pop(edge)
        self.outs[gone.source].discard(edge)
        self.ins[gone.target].discard(edge)

    # --- walking what is left ------------------------------------------------------------------

    def walk(self) -> Iterator[Stuck | DoubleToken | GaveUp]:
        """Yield each different fault once; ends soon after the first ones, and at the budget."""
        (start,) = (node for node, kind in self.kinds.items() if kind == "start")
        first = frozenset(self.outs[start])
        seen, waiting = {first}, deque([first])
        told: set[Stuck | DoubleToken] = set()
        while waiting and len(seen) <= (_MARKINGS_AFTER_A_FAULT if told else MAX_MARKINGS):
            marking = waiting.popleft()
            faults, following = self._step(marking)
            for fault in faults:
                if fault not in told:
                    told.add(fault)
                    yield fault
            for reached in following:
                if reached not in seen:
                    seen.add(reached)
                    waiting.append(reached)
        if waiting and not told:
            yield GaveUp()

    def _step(self, marking: Marking) -> tuple[list[Stuck | DoubleToken], list[Marking]]:
        """Return what goes wrong at a marking, and the markings that follow it."""
        faults: list[Stuck | DoubleToken] = []
        following: list[Marking] = []
        for spent, made in self._moves(marking):
            rest = marking - spent
            if double := rest & made:
                faults.append(DoubleToken(min(double)))
            else:
                following.append(rest | made)
        if marking and not faults and not following:
            faults.extend(self._stuck(marking))
        return faults, following

    def _moves(self, marking: Marking) -> Iterator[tuple[Marking, Marking]]:
        """Yield (tokens spent, tokens made) of all that can happen."""
        for node in sorted({self.edges[edge].target for edge in marking}):
            yield from self._moves_of(node, self.ins[node] & marking, marking)

    def _moves_of(
        self, node: str, here: set[int], marking: Marking
    ) -> Iterator[tuple[Marking, Marking]]:
        outs = self.outs[node]
        match self.kinds[node]:
            case "xor":
                yield from ((frozenset({edge}), frozenset({out})) for edge in here for out in outs)
            case "end":
                yield from ((frozenset({edge}), frozenset()) for edge in here)
            case "stop":
                yield marking, frozenset()
            case "and" if here == self.ins[node]:
                yield frozenset(here), frozenset(outs)
            case "or" if self._may_fire(node, here, marking):
                yield from ((frozenset(here), frozenset(some)) for some in self._choices(outs))

    def _choices(self, outs: set[int]) -> Iterator[tuple[int, ...]]:
        """Yield what an inclusive split may take: some of its flows, or the default alone."""
        defaults = {edge for edge in outs if self.edges[edge].is_default}
        yield from ((edge,) for edge in defaults)
        yield from _subsets(sorted(outs - defaults))

    def _may_fire(self, node: str, here: set[int], marking: Marking) -> bool:
        """BPMN 2.0, 13.4.3: no token elsewhere can still reach an empty incoming flow."""
        empty = self.ins[node] - here
        return not any(
            self._leads(edge, empty, node) and not self._leads(edge, here, node)
            for edge in marking - here
        )

    def _leads(self, start: int, goals: set[int], avoided: str) -> bool:
        seen, waiting = {avoided}, [start]
        while waiting:
            edge = waiting.pop()
            if edge in goals:
                return True
            target = self.edges[edge].target
            if target not in seen:
                seen.add(target)
                waiting.extend(self.outs.get(target, ()))
        return False

    def _stuck(self, marking: Marking) -> Iterator[Stuck]:
        for node in sorted({self.edges[edge].target for edge in marking}):
            here = frozenset(self.ins[node] & marking)
            missing = frozenset(self.ins[node]) - here
            if missing:
                yield Stuck(here, missing)


def _subsets(edges: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield every choice of some edges; of very many only the telling choices."""
    sizes = range(1, len(edges) + 1) if len(edges) <= _MAX_FREE_SUBSETS else (1, 2, len(edges))
    for size in sizes:
        yield from combinations(edges, size)
