"""Which names an expression finds, and who gives them: the case, answers, items, scripts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.bpmn import names
from engine.bpmn.case_names import CASE_NAMES
from engine.bpmn.lint.calls import called_by, collection_of, variable_of
from engine.bpmn.lint.diagram import Diagram, Level, Node
from engine.bpmn.lint.forms import Forms, form_of
from engine.bpmn.lint.graph import reachable
from engine.bpmn.lint.shape import ways_on
from engine.bpmn.lint.sites import code_of
from engine.bpmn.lint.timers import text_of
from engine.feel import Assignment, FeelError, compile_expression, parse_script
from engine.forms.components import Kind
from engine.forms.schema import FormSchema

FUNCTIONS = frozenset({"deadline"})


@dataclass(frozen=True)
class Answers:
    """The name is a task: its form's answers. ``form`` None: the form is at fault elsewhere."""

    task: Node
    form: FormSchema | None


@dataclass(frozen=True)
class Item:
    """The name is one item of a multi-instance; ``fields`` None: an item is a single value."""

    fields: frozenset[str] | None
    known: bool = True


@dataclass(frozen=True)
class Variable:
    """The name was set by a script."""


@dataclass(frozen=True)
class NotYet:
    """Something gives the name, but not before this point, or only inside a list of items."""

    giver: Node
    inside_items: bool


Given = Answers | Item | Variable
Point = tuple[str, str]
"""A process id and the id of a node in it."""


@dataclass
class Definition:
    """All processes of a definition together, as far as names go."""

    diagrams: Mapping[str, Diagram]
    forms: Forms
    _scopes: dict[str, "_Names"] = field(default_factory=dict)

    def names_in(self, process: str) -> "_Names":
        if process not in self._scopes:
            self._scopes[process] = _Names(self.diagrams[process], self.forms)
        return self._scopes[process]

    @cached_property
    def callers(self) -> Mapping[str, tuple[Point, ...]]:
        found: dict[str, list[Point]] = {}
        for identity, diagram in self.diagrams.items():
            for node in diagram.of_tag("callActivity"):
                found.setdefault(called_by(node), []).append((identity, node.id))
        return {called: tuple(points) for called, points in found.items()}

    def find(self, name: str, process: str, node: str) -> "Search":
        """Look for a name where it is read, then outward through every caller."""
        search = Search()
        seen = {(process, node)}
        waiting: list[Point] = [(process, node)]
        while waiting:
            here, at = waiting.pop()
            given = self.names_in(here).find(name, at)
            if isinstance(given, Given):
                search.given.append(given)
                continue
            if isinstance(given, NotYet):
                search.not_yet = search.not_yet or given
            calling = [point for point in self.callers.get(here, ()) if point not in seen]
            if not self.callers.get(here):
                search.missing_at.append((here, at))
            seen.update(calling)
            waiting.extend(calling)
        return search

    def names_at(self, process: str, node: str) -> set[str]:
        """Every name that is given there or in a caller, for a hint about a misspelt one."""
        found = {"case"}
        seen = {(process, node)}
        waiting: list[Point] = [(process, node)]
        while waiting:
            here, at = waiting.pop()
            found |= self.names_in(here).all_at(at)
            for point in self.callers.get(here, ()):
                if point not in seen:
                    seen.add(point)
                    waiting.append(point)
        return found


@dataclass
class Search:
    """What was found for one name: by each way in from outside, given or missing."""

    given: list[Given] = field(default_factory=list)
    missing_at: list[Point] = field(default_factory=list)
    not_yet: NotYet | None = None


class _Names:
    """The names that one process gives, by the node where they are asked for."""

    def __init__(self, diagram: Diagram, forms: Forms) -> None:
        self._diagram = diagram
        self._forms = forms
        self._behind: dict[Point, set[str]] = {}
        self._givers: dict[str, list[tuple[Node, Given]]] = {}
        for node in diagram.nodes.values():
            for name, given in self._given_by(node):
                self._givers.setdefault(name, []).append((node, given))

    def find(self, name: str, at: str) -> Given | NotYet | None:
        late: NotYet | None = None
        for giver, given in self._givers.get(name, ()):
            if isinstance(given, Item):
                if self._is_inside(giver, at):
                    return given
                late = NotYet(giver, inside_items=True)
            elif self._is_hidden(giver, at):
                late = NotYet(giver, inside_items=True)
            elif self._is_before(giver, at):
                return given
            else:
                late = late or NotYet(giver, inside_items=False)
        return late

    def all_at(self, at: str) -> set[str]:
        return {name for name in self._givers if isinstance(self.find(name, at), Given)}

    def _given_by(self, node: Node) -> Iterator[tuple[str, Given]]:
        if node.tag == "userTask":
            yield node.id, Answers(node, self._forms.schemas.get(form_of(node)))
        if node.tag == "scriptTask":
            for assignment in script_of(node):
                yield assignment.target, Variable()
        if variable_of(node):
            yield variable_of(node), self._item(node)

    def _item(self, node: Node) -> Item:
        """Tell what one item holds, as far as the collection is a plain path."""
        try:
            expression = compile_expression(code_of(collection_of(node)), functions=FUNCTIONS)
        except FeelError:
            return Item(None, known=False)
        path = next(iter(expression.reads), ())
        if code_of(expression.text) != ".".join(path):
            return Item(None, known=False)
        if path[0] == "case":
            name = CASE_NAMES.get(".".join(path[1:]))
            return Item(frozenset(name.item_fields)) if name else Item(None, known=False)
        task = self._diagram.nodes.get(path[0])
        form = None if task is None else self._forms.schemas.get(form_of(task))
        key = None if form is None else form.read_keys().get(".".join(path[1:]))
        if form is None or key is None:
            return Item(None, known=False)
        if key.kind is not Kind.DYNAMICLIST:
            return Item(None)
        rows = f"{key.path}."
        return Item(
            frozenset(
                path.removeprefix(rows)
                for path, each in form.read_keys().items()
                if path.startswith(rows) and each.readable
            )
        )

    # --- where a node stands -------------------------------------------------------------------

    def _is_inside(self, activity: Node, at: str) -> bool:
        """Whether a node is the activity, an event on its border excepted, or lies within it."""
        return any(holder == activity.id for _, holder in self._chain(at))

    def _is_before(self, giver: Node, at: str) -> bool:
        """Whether a path leads from the giver to the node, out of and into sub-processes."""
        there = dict(self._chain(at))
        for level, holder in self._chain(giver.id):
            if level in there:
                return there[level] in self._after(level, holder)
        return False

    def _is_hidden(self, giver: Node, at: str) -> bool:
        """Whether the giver is done once an item and the node stands outside those items."""
        around = {holder for _, holder in self._chain(at)}
        return any(
            self._diagram.nodes[holder].loop is not None and holder not in around
            for _, holder in self._chain(giver.id)
        )

    def _chain(self, node: str) -> list[tuple[str, str]]:
        """(level, node) from the node outward to the process."""
        chain: list[tuple[str, str]] = []
        holder = node
        while holder in self._diagram.nodes:
            level = self._diagram.nodes[holder].level
            chain.append((level, holder))
            holder = level
        return chain

    def _after(self, level: str, node: str) -> set[str]:
        """Nodes of the level that a token may reach after it has left the node."""
        key = (level, node)
        if key not in self._behind:
            graph = self._graph(self._diagram.levels[level])
            self._behind[key] = reachable(graph, graph.get(node, ()))
        return self._behind[key]

    def _graph(self, level: Level) -> Mapping[str, list[str]]:
        return ways_on(level)


def script_of(node: Node) -> tuple[Assignment, ...]:
    """Return the lines of a script task that can be read, none where it cannot."""
    script = node.element.find(names.SCRIPT)
    if script is None:
        return ()
    try:
        return parse_script(text_of(script), functions=FUNCTIONS)
    except FeelError:
        return ()
