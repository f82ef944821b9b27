"""The shape of the graph: starts, ends, reachability, dangling references, boundary events."""

from dataclasses import replace
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import (
    GATEWAYS,
    Diagram,
    Flow,
    Level,
    Node,
    local_name,
    place_of,
    printable,
)
from engine.bpmn.lint.graph import Graph, reachable, reversed_graph
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.xml import Element
from engine.errors import Sentence

NOT_EXECUTABLE = Rule(
    "process_not_executable",
    Grade.ERROR,
    Sentence("{subject} ไม่ได้ตั้งให้เดินงานได้", "{subject} is not marked as executable."),
    Sentence('ใส่ isExecutable="true"', 'Set isExecutable="true".'),
    "With isExecutable=false nothing starts; without the attribute each editor guesses for itself.",
)
START_COUNT = Rule(
    "start_count",
    Grade.ERROR,
    Sentence(
        "{subject} มีจุดเริ่ม {count} จุด ต้องมีหนึ่งจุดพอดี",
        "{subject} has {count} start events instead of one.",
    ),
    Sentence(
        "เหลือจุดเริ่มเดียว ถ้าเริ่มได้หลายทางให้ต่อทางแยกหลังจุดเริ่ม",
        "Keep one; where several ways in are meant, put a gateway behind it.",
    ),
    "Of two plain starts the engine takes the first in silence; without one nothing runs.",
)
START_ENTERED = Rule(
    "start_has_incoming",
    Grade.ERROR,
    Sentence("มีเส้นเข้า {subject}", "A flow leads into {subject}."),
    Sentence("ลากเส้นนั้นไปยังงานแรกแทน", "Lead it to the first task instead."),
    "A case cannot start a second time; the flow would start everything again beside itself.",
)
END_LEFT = Rule(
    "end_has_outgoing",
    Grade.ERROR,
    Sentence("มีเส้นออกจาก {subject}", "A flow leaves {subject}."),
    Sentence("ลบเส้นนั้น หรือเปลี่ยนจุดจบเป็นจุดผ่าน", "Remove it, or make the end a milestone."),
    "The engine would go on after the end.",
)
NO_OUTGOING = Rule(
    "no_outgoing_flow",
    Grade.ERROR,
    Sentence("ไม่มีเส้นออกจาก {subject}", "No flow leaves {subject}."),
    Sentence("ลากเส้นไปยังขั้นถัดไปหรือจุดจบ", "Draw a flow to the next step or to an end event."),
    "A task without an outgoing flow never lets the case finish.",
)
MANY_OUTGOING = Rule(
    "many_outgoing_flows",
    Grade.ERROR,
    Sentence("มีเส้นออกจาก {subject} {count} เส้น", "{count} flows leave {subject}."),
    Sentence(
        "ใส่ทางแยก (เลือกทางเดียว) หรือจุดแยกงานคู่ขนานไว้หลังขั้นนี้",
        "Put an exclusive or a parallel gateway behind it.",
    ),
    "The engine refuses it on a task and silently splits the case at a start event.",
)
UNREACHABLE = Rule(
    "unreachable",
    Grade.ERROR,
    Sentence("ไม่มีเส้นทางจากจุดเริ่มถึง {subject}", "No path leads from the start to {subject}."),
    Sentence("ลากเส้นเข้าหาขั้นนี้หรือลบออก", "Lead a flow to it or remove it."),
    "Unreachable steps are silently dropped from what runs.",
)
NO_WAY_OUT = Rule(
    "no_way_to_end",
    Grade.ERROR,
    Sentence("จาก {subject} ไปไม่ถึงจุดจบใด", "No path leads from {subject} to an end event."),
    Sentence("เพิ่มทางออกที่ไปถึงจุดจบ", "Add a way out that reaches an end event."),
    "The case could never be finished and filed.",
)
FLOW_DANGLING = Rule(
    "flow_dangling",
    Grade.ERROR,
    Sentence(
        "{subject} ชี้ “{reference}” ซึ่งไม่มีในระดับเดียวกันของผัง",
        "{subject} names “{reference}”, which is not an element beside it.",
    ),
    Sentence(
        "ลากเส้นใหม่ให้เชื่อมสองขั้นที่อยู่ในกระบวนงานหรือกระบวนงานย่อยเดียวกัน",
        "Draw it again between two elements of the same process or sub-process.",
    ),
    "The engine reports it misleadingly, or follows it across a border it must not cross.",
)
FLOW_TWICE = Rule(
    "flow_duplicate",
    Grade.ERROR,
    Sentence(
        "{subject} เชื่อมสองขั้นเดียวกับเส้น {other}", "{subject} joins the same two elements as {other}."
    ),
    Sentence("เหลือเส้นเดียว รวมเงื่อนไขด้วย or", "Keep one flow and join the conditions with or."),
    "The engine knows a flow by its two ends: the record could not say which one was taken.",
)
BOUNDARY_HOST = Rule(
    "boundary_host",
    Grade.ERROR,
    Sentence(
        "{subject} ไม่ได้เกาะกับงานที่รอได้ ({host})",
        "{subject} is attached to nothing that waits ({host}).",
    ),
    Sentence(
        "วางไว้บนขอบของงานของคน กระบวนงานย่อย หรือขั้นเรียกกระบวนงาน",
        "Put it on the border of a user task, a sub-process or a call activity.",
    ),
    "On a missing task it is dropped without a word, on a gateway the case stands still, and on a "
    "step that does not wait it never fires.",
)
BOUNDARY_ENTERED = Rule(
    "boundary_has_incoming",
    Grade.ERROR,
    Sentence("มีเส้นเข้า {subject}", "A flow leads into {subject}."),
    Sentence("ลบเส้นนั้น เหตุการณ์ที่ขอบเริ่มจากงานที่เกาะอยู่", "Remove it; the event starts from its host."),
    "The engine would arm the event a second time, beside its host.",
)
BRANCH_WAITS = Rule(
    "late_branch_waits",
    Grade.ERROR,
    Sentence(
        "แขนงของ {event} ซึ่งไม่หยุดงานเดิม มี {subject}",
        "The branch of {event}, which does not interrupt, holds {subject}.",
    ),
    Sentence(
        "ให้แขนงนี้มีเพียงงานของระบบแล้วจบ เช่น escalate",
        "Let the branch hold system steps and an end only, such as escalate.",
    ),
    "The main work may be done while the branch is open, and the whole case then waits for it.",
)
BRANCH_REJOINS = Rule(
    "late_branch_rejoins",
    Grade.ERROR,
    Sentence(
        "แขนงของ {event} ซึ่งไม่หยุดงานเดิม ไหลกลับเข้า {subject} ของสายหลัก",
        "The branch of {event}, which does not interrupt, flows back into {subject} of the "
        "main path.",
    ),
    Sentence("ให้แขนงมีจุดจบของตนเอง", "Give the branch an end event of its own."),
    "Everything behind that point would be done twice, once for the task and once for the timer.",
)
STALE_REFERENCE = Rule(
    "flow_reference_stale",
    Grade.WARNING,
    Sentence(
        "{subject} อ้างถึงเส้น “{reference}” ซึ่งไม่ได้เชื่อมกับขั้นนี้",
        "{subject} lists the flow “{reference}”, which does not touch it.",
    ),
    Sentence("เปิดและบันทึกผังใหม่ในโปรแกรมเขียนผัง", "Open the diagram in the editor and save it again."),
    "Editors and the engine then disagree about the drawing.",
)
RULES: Final = (
    NOT_EXECUTABLE,
    START_COUNT,
    START_ENTERED,
    END_LEFT,
    NO_OUTGOING,
    MANY_OUTGOING,
    UNREACHABLE,
    NO_WAY_OUT,
    FLOW_DANGLING,
    FLOW_TWICE,
    BOUNDARY_HOST,
    BOUNDARY_ENTERED,
    BRANCH_WAITS,
    BRANCH_REJOINS,
    STALE_REFERENCE,
)

_HOSTS: Final = frozenset({"userTask", "subProcess", "callActivity", "manualTask", "task"})
_BRANCH: Final = frozenset(
    {"boundaryEvent", "serviceTask", "scriptTask", "endEvent", "intermediateThrowEvent"}
    | {"exclusiveGateway"}
)


def check_shape(diagram: Diagram, findings: Findings) -> None:
    if diagram.process.get("isExecutable") != "true":
        findings.add(NOT_EXECUTABLE, diagram.top.place)
    for level in diagram.levels.values():
        _check_flows(level, findings)
        _check_ends(level, findings)
        _check_reachability(level, findings)
        _check_boundaries(level, findings)


def ways_on(level: Level, *, boundaries: bool = True) -> dict[str, list[str]]:
    """Return where a token may go next, with the events on a node's border among them."""
    graph: dict[str, list[str]] = {
        node: [flow.target for flow in level.outgoing.get(node, ())] for node in level.nodes
    }
    if boundaries:
        for host, events in level.boundaries.items():
            graph[host].extend(event.id for event in events)
    return graph


def late_branches(level: Level) -> dict[str, set[str]]:
    """Return the nodes behind each event that does not interrupt, by the event's id."""
    graph = ways_on(level)
    return {
        event.id: reachable(graph, [event.id])
        for events in level.boundaries.values()
        for event in events
        if not event.interrupts
    }


def main_path(level: Level) -> set[str]:
    """Return the nodes that the start reaches without passing an event that does not interrupt."""
    late = {
        event.id for events in level.boundaries.values() for event in events if not event.interrupts
    }
    graph: Graph = {
        node: [each for each in successors if each not in late]
        for node, successors in ways_on(level).items()
    }
    return reachable(graph, [node.id for node in level.of_tag("startEvent")])


def _check_flows(level: Level, findings: Findings) -> None:
    for child in level.element:
        if local_name(child) == "sequenceFlow":
            for end in ("sourceRef", "targetRef"):
                if child.get(end, "") not in level.nodes:
                    reference = printable(child.get(end, ""))
                    findings.add(FLOW_DANGLING, place_of(child), reference=reference)
    first: dict[tuple[str, str], Flow] = {}
    for flow in level.flows:
        other = first.setdefault((flow.source, flow.target), flow)
        if other is not flow:
            findings.add(FLOW_TWICE, flow.place, other=printable(other.id))
    for node in level.nodes.values():
        _check_references(level, node, findings)


def _check_references(level: Level, node: Node, findings: Findings) -> None:
    touching = {
        names.INCOMING: {flow.id for flow in level.incoming.get(node.id, ())},
        names.OUTGOING: {flow.id for flow in level.outgoing.get(node.id, ())},
    }
    for tag, known in touching.items():
        for child in node.element.iterchildren(tag):
            reference = _reference(child)
            if reference not in known:
                findings.add(STALE_REFERENCE, node.place, reference=printable(reference))


def _reference(element: Element) -> str:
    return (element.text or "").strip().rpartition(":")[2]


def _check_ends(level: Level, findings: Findings) -> None:
    starts = list(level.of_tag("startEvent"))
    if len(starts) != 1:
        line = starts[1].place.line if starts else level.place.line
        findings.add(START_COUNT, replace(level.place, line=line), count=len(starts))
    for node in level.nodes.values():
        outgoing = len(level.outgoing.get(node.id, ()))
        if node.tag == "endEvent":
            if outgoing:
                findings.add(END_LEFT, node.place)
        elif not outgoing:
            findings.add(NO_OUTGOING, node.place)
        elif outgoing > 1 and node.tag not in GATEWAYS:
            findings.add(MANY_OUTGOING, node.place, count=outgoing)
        if level.incoming.get(node.id):
            if node.tag == "startEvent":
                findings.add(START_ENTERED, node.place)
            elif node.tag == "boundaryEvent":
                findings.add(BOUNDARY_ENTERED, node.place)


def _check_reachability(level: Level, findings: Findings) -> None:
    graph = ways_on(level)
    starts = [node.id for node in level.of_tag("startEvent")]
    # a dead end is told at its own place, not at everything that leads there
    ends = [node for node in level.nodes if not graph[node]]
    reached = reachable(graph, starts)
    finishing = reachable(reversed_graph(graph), ends)
    if starts:
        for identity in level.nodes:
            if identity not in reached:
                findings.add(UNREACHABLE, level.nodes[identity].place)
    for identity, node in level.nodes.items():
        if identity in reached and identity not in finishing:
            findings.add(NO_WAY_OUT, node.place)


def _check_boundaries(level: Level, findings: Findings) -> None:
    for event in level.of_tag("boundaryEvent"):
        host = level.nodes.get(event.host)
        if host is None or host.tag not in _HOSTS:
            findings.add(BOUNDARY_HOST, event.place, host=printable(event.host) or "-")
    main = main_path(level)
    for late, branch in late_branches(level).items():
        label = level.nodes[late].place.label
        for identity, node in level.nodes.items():
            if identity not in branch or identity == late:
                continue
            if node.tag not in _BRANCH:
                findings.add(BRANCH_WAITS, node.place, event=label)
            elif identity in main and not _is_plain_end(node):
                findings.add(BRANCH_REJOINS, node.place, event=label)


def _is_plain_end(node: Node) -> bool:
    """Two tokens may end at one plain end event; a terminate end would stop the main work."""
    return node.tag == "endEvent" and not node.event_definitions
