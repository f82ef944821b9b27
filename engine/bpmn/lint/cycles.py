"""Loops: every one must pass a step that waits, and a gateway where it can be left."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import Diagram, Level, Node, local_name
from engine.bpmn.lint.graph import cycles, reachable, without
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.lint.shape import ways_on
from engine.bpmn.timers import ISO_LITERAL
from engine.errors import Sentence

NO_WAIT = Rule(
    "cycle_without_wait",
    Grade.ERROR,
    Sentence(
        "วงที่ผ่าน {subject} อาจวนโดยไม่รอสิ่งใดเลย",
        "The loop through {subject} may go round without waiting for anything.",
    ),
    Sentence(
        "ให้ทุกวงผ่านงานของคน หรือจุดรอที่มีระยะเวลาแน่นอน เช่น P1D",
        "Let every loop pass a user task or a timer with a fixed length such as P1D.",
    ),
    "The engine would go round for ever in one step; a border timer whose date has passed fires "
    "again at once in every round, and a list without items lets a multi-instance pass at once.",
)
NO_GATEWAY = Rule(
    "cycle_without_gateway",
    Grade.ERROR,
    Sentence(
        "วงที่ผ่าน {subject} ไม่มีทางแยกให้ออก",
        "The loop through {subject} has no gateway to leave it by.",
    ),
    Sentence(
        "ใส่ทางแยกที่มีทางออกจากวงไว้ในวง", "Put an exclusive gateway with a way out into the loop."
    ),
    "SpiffWorkflow fails with a RecursionError as soon as such a process starts.",
)
RULES: Final = (NO_WAIT, NO_GATEWAY)

_DECISIONS: Final = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"})


def check_cycles(
    diagram: Diagram, crossed_at_once: frozenset[tuple[str, str]], findings: Findings
) -> None:
    for level in diagram.levels.values():
        for part in cycles(_at_once(diagram, level, crossed_at_once)):
            findings.add(NO_WAIT, level.nodes[part[0]].place)
        gone = [
            node.id
            for node in level.nodes.values()
            if node.tag in _DECISIONS or node.tag == "boundaryEvent"
        ]
        for part in cycles(without(ways_on(level), gone)):
            findings.add(NO_GATEWAY, level.nodes[part[0]].place)


def levels_crossed_at_once(diagrams: Iterable[Diagram]) -> frozenset[tuple[str, str]]:
    """Return (process id, level id) of each level that can be crossed without waiting.

    The least fixed point: a process that only calls itself is never crossed, and is refused
    elsewhere.
    """
    known = list(diagrams)
    crossed: frozenset[tuple[str, str]] = frozenset()
    while True:
        found = {
            (diagram.id, level.id)
            for diagram in known
            for level in diagram.levels.values()
            if (diagram.id, level.id) in crossed or _is_crossed(diagram, level, crossed)
        }
        if len(found) == len(crossed):
            return crossed
        crossed = frozenset(found)


def _is_crossed(diagram: Diagram, level: Level, crossed: frozenset[tuple[str, str]]) -> bool:
    reached = reachable(
        _at_once(diagram, level, crossed), [node.id for node in level.of_tag("startEvent")]
    )
    return any(node.id in reached for node in level.of_tag("endEvent"))


def _at_once(
    diagram: Diagram, level: Level, crossed: frozenset[tuple[str, str]]
) -> Mapping[str, list[str]]:
    """Return the ways a token may go without waiting."""
    graph: dict[str, list[str]] = {}
    for node in level.nodes.values():
        successors = [event.id for event in level.boundaries.get(node.id, ()) if _may_be_due(event)]
        if not _waits(diagram, node, crossed):
            successors += [flow.target for flow in level.outgoing.get(node.id, ())]
        graph[node.id] = successors
    return graph


def _waits(diagram: Diagram, node: Node, crossed: frozenset[tuple[str, str]]) -> bool:
    if node.loop is not None:
        return False
    match node.tag:
        case "userTask":
            return True
        case "intermediateCatchEvent":
            return not _may_be_due(node)
        case "subProcess":
            return (diagram.id, node.id) not in crossed
        case "callActivity":
            called = node.element.get(names.CALLED_ELEMENT, "")
            return (called, called) not in crossed
    return False


def _may_be_due(event: Node) -> bool:
    """Whether the timer may fire at the moment it is armed: all but a duration written out."""
    for definition in event.event_definitions:
        for timer in definition:
            text = (timer.text or "").strip()
            if local_name(timer) in {"timeDuration", "timeCycle"} and ISO_LITERAL.match(text):
                return False
    return True
