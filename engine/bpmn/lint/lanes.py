"""Who does the work: lanes, their roles, and the groups that narrow them."""

import re
from collections.abc import Collection
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import Diagram, place_of, printable, properties_of
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.xml import Element
from engine.errors import Sentence
from engine.office.roles import Role

LANES_MISSING = Rule(
    "lanes_missing",
    Grade.ERROR,
    Sentence("{subject} มีงานของคนแต่ไม่มีช่องผู้รับผิดชอบ", "{subject} has user tasks but no lanes."),
    Sentence(
        "วาดช่องหนึ่งช่องต่อบทบาทและใส่คุณสมบัติ role",
        "Draw one lane a role and give each the property role.",
    ),
    "Without a role nobody, or everybody, may take the work.",
)
LANE_ROLE = Rule(
    "lane_role",
    Grade.ERROR,
    Sentence(
        "{subject} ไม่มีบทบาทที่ระบบรู้จัก ({role})", "{subject} has no role that is known ({role})."
    ),
    Sentence("ใส่คุณสมบัติ role เป็นหนึ่งใน {known}", "Give it the property role, one of {known}."),
    "The engine reads only the lane's name, so a renamed lane would hand the work to nobody.",
)
LANE_ROLE_TWICE = Rule(
    "lane_role_twice",
    Grade.ERROR,
    Sentence(
        "{subject} ใช้บทบาทเดียวกับช่อง {other}", "{subject} has the same role as the lane {other}."
    ),
    Sentence("รวมเป็นช่องเดียว", "Make them one lane."),
    "Two lanes that look different would be the same people.",
)
NODE_LANE = Rule(
    "lane_membership",
    Grade.ERROR,
    Sentence(
        "{subject} อยู่ใน {count} ช่อง ต้องอยู่ช่องเดียว", "{subject} lies in {count} lanes instead of one."
    ),
    Sentence("ลากขั้นนี้ไปวางในช่องเดียว", "Move it into one lane."),
    "Of several lanes the last one in the file wins; outside all lanes nobody may do the work.",
)
LANE_DANGLING = Rule(
    "lane_reference_dangling",
    Grade.ERROR,
    Sentence(
        "{subject} อ้างถึง “{reference}” ซึ่งไม่มีในผัง",
        "{subject} lists “{reference}”, which the process does not contain.",
    ),
    Sentence("เปิดและบันทึกผังใหม่ในโปรแกรมเขียนผัง", "Open the diagram in the editor and save it again."),
    "Lane and drawing disagree about who does what.",
)
GROUP_UNKNOWN = Rule(
    "candidate_group_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} ให้งานแก่กลุ่ม “{group}” ซึ่งไม่มี",
        "{subject} gives work to “{group}”, which does not exist.",
    ),
    Sentence(
        'ใช้บทบาทที่มี ({known}) หรือ = "unit:" + … หรือ = "committee:" + …',
        'Use a known role ({known}), or = "unit:" + … or = "committee:" + ….',
    ),
    "A diagram could hand work, and with it the case, to whom it likes.",
)
GROUP_EXPRESSION = Rule(
    "candidate_group_expression",
    Grade.ERROR,
    Sentence(
        "กลุ่มผู้รับงานของ {subject} ไม่ได้ขึ้นต้นด้วย unit: หรือ committee:",
        "The candidate group of {subject} does not begin with unit: or committee:.",
    ),
    Sentence(
        'เขียนเป็น = "unit:" + ชื่อตัวแปร หรือ = "committee:" + case.id',
        'Write = "unit:" + a variable, or = "committee:" + case.id.',
    ),
    "Computed groups may only narrow to a unit or to the case's committee, never name a role.",
)
RULES: Final = (
    LANES_MISSING,
    LANE_ROLE,
    LANE_ROLE_TWICE,
    NODE_LANE,
    LANE_DANGLING,
    GROUP_UNKNOWN,
    GROUP_EXPRESSION,
)

_COMPUTED_GROUP: Final = re.compile(r'=\s*"(?:unit|committee):"\s*\+\s*[^\s"].*', re.DOTALL)
_SHOWN_GROUPS: Final = 20
_QUOTED: Final = re.compile(r'"([^"]*)"')


def check_lanes(diagram: Diagram, roles: Collection[str], findings: Findings) -> None:
    lanes = list(diagram.process.iter(names.LANE))
    if not lanes:
        if any(diagram.of_tag("userTask")):
            findings.add(LANES_MISSING, diagram.top.place)
    else:
        _check_roles(lanes, working_roles(roles), findings)
        _check_membership(diagram, lanes, findings)
    for node in diagram.of_tag("userTask"):
        groups = node.element.get(names.CANDIDATE_GROUPS)
        if groups is not None:
            _check_groups(node.element, groups.strip(), roles, findings)


def working_roles(roles: Collection[str]) -> tuple[str, ...]:
    """Leave out the roles that hold no work: auditors and administrators."""
    idle = {role.value for role in Role if not role.holds_work}
    return tuple(sorted(role for role in map(str, roles) if role not in idle))


def _check_roles(lanes: list[Element], roles: Collection[str], findings: Findings) -> None:
    first: dict[str, Element] = {}
    for lane in lanes:
        role = properties_of(lane).get("role", "")
        if role not in roles:
            shown, known = printable(role) or "-", ", ".join(roles)
            findings.add(LANE_ROLE, place_of(lane), role=shown, known=known)
        elif first.setdefault(role, lane) is not lane:
            other = printable(first[role].get("name", "")) or first[role].get("id", "")
            findings.add(LANE_ROLE_TWICE, place_of(lane), other=other)


def _check_membership(diagram: Diagram, lanes: list[Element], findings: Findings) -> None:
    counts = dict.fromkeys(diagram.top.nodes, 0)
    for lane in lanes:
        for reference in lane.iterchildren(names.FLOW_NODE_REF):
            identity = (reference.text or "").strip()
            if identity in counts:
                counts[identity] += 1
            elif identity not in diagram.nodes:
                findings.add(LANE_DANGLING, place_of(lane), reference=printable(identity))
    for identity, count in counts.items():
        if count != 1:
            findings.add(NODE_LANE, diagram.nodes[identity].place, count=count)


def _check_groups(task: Element, groups: str, roles: Collection[str], findings: Findings) -> None:
    if groups.startswith("="):
        quoted = _QUOTED.findall(groups)
        if not _COMPUTED_GROUP.fullmatch(groups) or any(
            text not in {"unit:", "committee:"} for text in quoted
        ):
            findings.add(GROUP_EXPRESSION, place_of(task))
        return
    known = working_roles(roles)
    for group in groups.split(",", _SHOWN_GROUPS):
        if group.strip() not in known:
            shown = printable(group) or "-"
            findings.add(GROUP_UNKNOWN, place_of(task), group=shown, known=", ".join(known))
