"""Decisions: a default and conditions on the others, and no condition where none is read."""

from typing import Final

from engine.bpmn.lint.diagram import Diagram, Flow, Level, Node, printable
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.errors import Sentence

NO_DEFAULT = Rule(
    "gateway_without_default",
    Grade.ERROR,
    Sentence("{subject} ไม่มีทางออกปริยาย (default)", "{subject} has no default flow."),
    Sentence(
        "เลือกเส้นหนึ่งเป็นทางออกปริยาย ให้เป็นคำตอบที่ปลอดภัยที่สุด เช่น ส่งกลับแก้ไข",
        "Make one flow the default: the harmless answer, such as sending it back.",
    ),
    "When no condition holds, the engine raises an error and the case cannot move.",
)
NO_CONDITION = Rule(
    "flow_without_condition",
    Grade.ERROR,
    Sentence(
        "{subject} ออกจากทางแยกแต่ไม่มีเงื่อนไข", "{subject} leaves a decision without a condition."
    ),
    Sentence("ใส่เงื่อนไข หรือทำเป็นทางออกปริยาย", "Give it a condition, or make it the default."),
    "The engine cannot decide when to take it and refuses the process.",
)
DEFAULT_UNKNOWN = Rule(
    "default_not_own_flow",
    Grade.ERROR,
    Sentence(
        "ทางออกปริยายของ {subject} ({flow}) ไม่ใช่เส้นที่ออกจากจุดนี้",
        "The default of {subject} ({flow}) is not a flow that leaves it.",
    ),
    Sentence("เลือกทางออกปริยายใหม่", "Choose the default again."),
    "The default would not exist, although the drawing says so.",
)
DEFAULT_CONDITION = Rule(
    "default_with_condition",
    Grade.ERROR,
    Sentence("{subject} เป็นทางออกปริยายแต่มีเงื่อนไข", "{subject} is a default and has a condition."),
    Sentence("ลบเงื่อนไขออก", "Remove the condition."),
    "The condition of a default flow is never looked at.",
)
DEFAULT_ELSEWHERE = Rule(
    "default_outside_decision",
    Grade.ERROR,
    Sentence("{subject} มีทางออกปริยาย แต่ไม่ใช่ทางแยก", "{subject} has a default but is no decision."),
    Sentence("ลบ หรือใส่ทางแยกหลังขั้นนี้", "Remove it, or put a gateway behind the step."),
    "It is silently ignored there.",
)
CONDITION_ELSEWHERE = Rule(
    "condition_outside_decision",
    Grade.ERROR,
    Sentence(
        "{subject} มีเงื่อนไข แต่ไม่ได้ออกจากทางแยกที่มีหลายทางออก",
        "{subject} has a condition but does not leave a decision with several ways out.",
    ),
    Sentence(
        "ลบเงื่อนไข หรือใส่ทางแยกที่มีทางออกปริยาย",
        "Remove the condition, or put in a gateway with a default.",
    ),
    "Behind a task it is silently ignored; on the only way out it can stop the case.",
)
RULES: Final = (
    NO_DEFAULT,
    NO_CONDITION,
    DEFAULT_UNKNOWN,
    DEFAULT_CONDITION,
    DEFAULT_ELSEWHERE,
    CONDITION_ELSEWHERE,
)

DECISIONS: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check_gateways(diagram: Diagram, findings: Findings) -> None:
    for level in diagram.levels.values():
        for node in level.nodes.values():
            _check_node(level, node, findings)


def has_condition(flow: Flow) -> bool:
    condition = flow.condition
    return condition is not None and bool((condition.text or "").strip())


def _check_node(level: Level, node: Node, findings: Findings) -> None:
    outgoing = level.outgoing.get(node.id, ())
    default = node.element.get("default", "")
    decides = node.tag in DECISIONS and len(outgoing) > 1
    if default and node.tag not in DECISIONS:
        findings.add(DEFAULT_ELSEWHERE, node.place)
    elif default and default not in {flow.id for flow in outgoing}:
        findings.add(DEFAULT_UNKNOWN, node.place, flow=printable(default))
    elif not default and decides:
        findings.add(NO_DEFAULT, node.place)
    for flow in outgoing:
        if flow.id == default and node.tag in DECISIONS:
            if flow.condition is not None:
                findings.add(DEFAULT_CONDITION, flow.place)
        elif decides and not has_condition(flow):
            findings.add(NO_CONDITION, flow.place)
        elif not decides and flow.condition is not None:
            findings.add(CONDITION_ELSEWHERE, flow.place)
