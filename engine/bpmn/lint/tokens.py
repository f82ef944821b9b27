"""Splits and joins: no case waits for ever at a join, and none does a step twice at once."""

from typing import Final

from engine.bpmn.lint.diagram import Diagram, Level
from engine.bpmn.lint.graph import cycles
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.lint.shape import main_path, ways_on
from engine.bpmn.lint.vocabulary import NODES
from engine.bpmn.lint.workflow_net import DoubleToken, Edge, GaveUp, Net, Stuck
from engine.errors import Sentence

JOIN_STARVED = Rule(
    "join_never_complete",
    Grade.ERROR,
    Sentence(
        "{subject} อาจรอเส้นจาก {missing} ตลอดไป เพราะเส้นนั้นอาจไม่ถูกเลือก",
        "{subject} may wait for ever for the flow from {missing}, which need not be taken.",
    ),
    Sentence(
        "รวมทางเลือกเข้าที่งานเดียวก่อนถึงจุดรวมงานคู่ขนาน หรือใช้ทางแยกธรรมดารวมเส้น",
        "Bring alternatives together at one task before the parallel join, or merge with an "
        "exclusive gateway.",
    ),
    "A parallel join waits for every incoming flow; an alternative not taken never comes.",
)
JOIN_OUTSIDE = Rule(
    "join_fed_from_outside_loop",
    Grade.ERROR,
    Sentence(
        "{subject} อยู่ในวง แต่เส้นจาก {missing} มาจากนอกวง รอบที่สองจะรอตลอดไป",
        "{subject} lies in a loop, but the flow from {missing} comes from outside; the second "
        "round waits for ever.",
    ),
    Sentence(
        "ย้ายจุดรวมออกนอกวง หรือให้ทุกแขนงแยกและรวมภายในวงเดียวกัน",
        "Move the join out of the loop, or split and join all branches inside it.",
    ),
    "The outside branch brings its token once; the loop comes back without it.",
)
JOIN_BACK_EDGE = Rule(
    "join_waits_for_itself",
    Grade.ERROR,
    Sentence(
        "{subject} รอเส้นวนกลับจาก {missing} ซึ่งมาไม่ถึงจนกว่าจะผ่านจุดนี้ไปก่อน",
        "{subject} waits for the flow back from {missing}, which cannot come before it is passed.",
    ),
    Sentence(
        "ลากเส้นวนกลับเข้าที่งานหรือทางแยกธรรมดาก่อนจุดนี้",
        "Lead the flow back to a task or an exclusive gateway before it.",
    ),
    "A flow back into a parallel gateway deadlocks at the first arrival.",
)
DONE_TWICE = Rule(
    "step_done_twice",
    Grade.ERROR,
    Sentence(
        "{subject} อาจถูกทำซ้อนกันสองครั้งในเรื่องเดียว",
        "{subject} may be entered twice at the same time in one case.",
    ),
    Sentence(
        "รวมแขนงคู่ขนานด้วยจุดรวมงานคู่ขนานก่อนถึงจุดนี้ และอย่าให้แขนงของงานคู่ขนานวนกลับไปก่อนจุดแยก",
        "Join the parallel branches before it, and let no branch of a parallel split flow back in "
        "front of the split.",
    ),
    "Parallel branches that meet without a join do everything behind it once each; in a loop the "
    "work doubles every round.",
)
TANGLED = Rule(
    "joins_too_tangled",
    Grade.ERROR,
    Sentence(
        "แขนงคู่ขนานใน {subject} พันกันจนตรวจไม่ได้ว่าเรื่องจะค้างหรือไม่",
        "The parallel branches in {subject} are so entangled that nobody can tell whether a case "
        "would get stuck.",
    ),
    Sentence("จับคู่จุดแยกกับจุดรวมงานคู่ขนานให้ครบทีละคู่", "Pair each parallel split with its own join."),
    "Soundness could not be shown within the budget; an unproven diagram may deadlock.",
)
RULES: Final = (JOIN_STARVED, JOIN_OUTSIDE, JOIN_BACK_EDGE, DONE_TWICE, TANGLED)


def check_tokens(diagram: Diagram, findings: Findings) -> None:
    """Look at each level whose shape is right; a broken shape has been told already."""
    for level in diagram.levels.values():
        if _has_right_shape(level) and any(level.of_tag("parallelGateway", "inclusiveGateway")):
            _check_level(level, findings)


def _has_right_shape(level: Level) -> bool:
    if len(list(level.of_tag("startEvent"))) != 1:
        return False
    for node in level.nodes.values():
        outgoing = len(level.outgoing.get(node.id, ()))
        if node.tag not in NODES or (node.tag == "startEvent" and level.incoming.get(node.id)):
            return False
        if node.tag == "endEvent":
            if outgoing:
                return False
        elif outgoing == 0 or (outgoing > 1 and not node.is_gateway):
            return False
    return True


def _check_level(level: Level, findings: Findings) -> None:
    net = _net_of(level)
    net.reduce()
    doubled = set()
    for fault in net.walk():
        match fault:
            case Stuck(marked, missing):
                _tell_stuck(level, net, marked, missing, findings)
            case DoubleToken(edge):
                doubled.add(_step_at(level, net.edges[edge]))
            case GaveUp():
                findings.add(TANGLED, level.place)
    # The first as drawn: what follows it is doubled with it.
    first = next((node for node in level.nodes.values() if node.id in doubled), None)
    if first is not None:
        findings.add(DONE_TWICE, first.place)


def _step_at(level: Level, edge: Edge) -> str:
    """Return the step that a token on the edge stands for: the one that it left, if it worked."""
    return edge.left if _works(level, edge.left) else edge.entered


def _tell_stuck(
    level: Level, net: Net, marked: frozenset[int], missing: frozenset[int], findings: Findings
) -> None:
    arrived, absent = net.edges[min(marked)], net.edges[min(missing)]
    join = absent.entered
    loop = next((set(part) for part in cycles(ways_on(level)) if join in part), set())
    rule = JOIN_STARVED
    if loop and absent.left not in loop and arrived.left in loop:
        rule = JOIN_OUTSIDE
    elif loop and absent.left in loop and arrived.left not in loop:
        rule = JOIN_BACK_EDGE
    findings.add(rule, level.nodes[join].place, missing=level.nodes[absent.left].place.label)


def _net_of(level: Level) -> Net:
    main = main_path(level)
    net = Net({identity: _kind(level, identity) for identity in level.nodes if identity in main})
    for identity in net.kinds:
        net.ins[identity], net.outs[identity] = set(), set()
    for source, targets in ways_on(level).items():
        for target in targets:
            if source in main and target in main:
                works, default = _works(level, source), _is_default(level, source, target)
                net.connect(Edge(source, target, source, target, works, default))
    return net


def _is_default(level: Level, source: str, target: str) -> bool:
    default = level.nodes[source].element.get("default", "")
    return any(
        flow.id == default for flow in level.outgoing.get(source, ()) if flow.target == target
    )


def _kind(level: Level, identity: str) -> str:
    node = level.nodes[identity]
    match node.tag:
        case "startEvent":
            return "start"
        case "endEvent":
            return "stop" if node.event_definitions else "end"
        case "parallelGateway":
            return "and"
        case "inclusiveGateway":
            return "or"
    return "xor"


def _works(level: Level, source: str) -> bool:
    """Whether the token that left a node stands for work: it does, unless it is no step."""
    return level.nodes[source].tag not in {
        "startEvent",
        "boundaryEvent",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
    }
