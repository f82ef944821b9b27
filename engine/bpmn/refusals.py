"""What does not run here: SpiffWorkflow would accept most of it and silently do something else."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from engine.bpmn import names
from engine.bpmn.elements import Flow, Process
from engine.bpmn.xml import Element as XmlElement
from engine.bpmn.xml import line_of
from engine.errors import Problem, Sentence, Severity

RUNNABLE_ELEMENTS: Final = frozenset(
    {
        names.START_EVENT,
        names.END_EVENT,
        names.BOUNDARY_EVENT,
        names.CATCH_EVENT,
        names.THROW_EVENT,
        names.USER_TASK,
        names.SERVICE_TASK,
        names.SCRIPT_TASK,
        names.SUB_PROCESS,
        names.CALL_ACTIVITY,
        names.EXCLUSIVE_GATEWAY,
        names.PARALLEL_GATEWAY,
        names.INCLUSIVE_GATEWAY,
    }
)
"""The flow nodes that run; every other one is refused."""

RUNNABLE_EVENTS: Final[Mapping[str, frozenset[str]]] = {
    names.START_EVENT: frozenset({"", names.TIMER_DEFINITION}),
    names.END_EVENT: frozenset({"", names.TERMINATE_DEFINITION}),
    names.BOUNDARY_EVENT: frozenset({names.TIMER_DEFINITION}),
    names.CATCH_EVENT: frozenset({names.TIMER_DEFINITION}),
    names.THROW_EVENT: frozenset({""}),
}
"""The event definitions that each kind of event may carry, "" for none."""

_NOT_FLOW_NODES: Final = frozenset(
    {
        names.DOCUMENTATION,
        names.EXTENSION_ELEMENTS,
        names.LANE_SET,
        names.SEQUENCE_FLOW,
        names.INCOMING,
        names.OUTGOING,
        names.MULTI_INSTANCE,
        names.bpmn("textAnnotation"),
        names.bpmn("association"),
        names.bpmn("group"),
    }
)
_ACTIVITIES: Final = frozenset(
    {
        names.USER_TASK,
        names.SERVICE_TASK,
        names.SCRIPT_TASK,
        names.SUB_PROCESS,
        names.CALL_ACTIVITY,
    }
)
_SPLITTING: Final = frozenset(
    {names.EXCLUSIVE_GATEWAY, names.PARALLEL_GATEWAY, names.INCLUSIVE_GATEWAY}
)
CHOOSING: Final = frozenset({names.EXCLUSIVE_GATEWAY, names.INCLUSIVE_GATEWAY})
_RESERVED: Final = frozenset({"Start", "End"})  # SpiffWorkflow's own first and last task


def refusals(process: XmlElement, catalogue: Process) -> tuple[Problem, ...]:
    """Return every problem that keeps a process from running as it is drawn."""
    return tuple(_problems(process, catalogue))


def _problems(process: XmlElement, catalogue: Process) -> Iterator[Problem]:
    if process.get("isExecutable") != "true":
        yield _problem(
            process, "not_executable", "กระบวนงานนี้ยังไม่ได้ตั้งให้ใช้งาน", "The process is not executable."
        )
    yield from _duplicate_ids(process)
    for container in [process, *process.iter(names.SUB_PROCESS)]:
        yield from _container_problems(container)
        for node in container:
            if isinstance(node.tag, str):
                yield from _node_problems(node, catalogue)
    yield from _flow_problems(process, catalogue)


def _duplicate_ids(process: XmlElement) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in process.iter():
        node_id = node.get("id") if isinstance(node.tag, str) else None
        if node_id is None:
            continue
        if node_id in seen or node_id in _RESERVED:
            yield _problem(node, "duplicate_id", "รหัสนี้ใช้แล้ว", "This id is already taken.")
        seen.add(node_id)


def _container_problems(container: XmlElement) -> Iterator[Problem]:
    starts = sum(1 for _ in container.iterchildren(names.START_EVENT))
    if starts != 1:
        yield _problem(
            container,
            "one_start",
            "ต้องมีจุดเริ่มจุดเดียว",
            f"There must be exactly one start event; there are {starts}.",
        )
    if container.find(names.END_EVENT) is None:
        yield _problem(container, "no_end", "ไม่มีจุดสิ้นสุด", "There is no end event.")
    if container.get("triggeredByEvent") == "true":
        yield _unsupported(container)


def _node_problems(node: XmlElement, catalogue: Process) -> Iterator[Problem]:
    if node.tag not in RUNNABLE_ELEMENTS:
        if node.tag not in _NOT_FLOW_NODES and node.tag.startswith(f"{{{names.BPMN}}}"):
            yield _unsupported(node)
        return
    if not node.get("id"):
        yield _problem(node, "no_id", "ไม่มีรหัส", "The element has no id.")
    if node.tag in RUNNABLE_EVENTS:
        yield from _event_problems(node, catalogue)
    if node.tag in _ACTIVITIES:
        yield from _activity_problems(node)
    if node.tag == names.SERVICE_TASK and not _asks_for_a_known_topic(node):
        yield _problem(
            node,
            "unknown_topic",
            "งานของระบบต้องเลือกหัวข้อจากรายการที่มี",
            f"A system step asks for one of: {', '.join(sorted(names.SYSTEM_TOPICS))}.",
        )
    if node.tag == names.SCRIPT_TASK and node.get("scriptFormat") != "feel":
        yield _problem(node, "script_format", "สคริปต์ต้องเป็น feel", "A script must be feel.")
    if node.tag == names.CALL_ACTIVITY and not node.get(names.CALLED_ELEMENT):
        yield _problem(
            node, "no_called_process", "ยังไม่ได้เลือกกระบวนงานที่เรียก", "It calls no process."
        )


def _asks_for_a_known_topic(node: XmlElement) -> bool:
    return node.get(names.TYPE) == "external" and node.get(names.TOPIC) in names.SYSTEM_TOPICS


def _event_problems(node: XmlElement, catalogue: Process) -> Iterator[Problem]:
    found = [each.tag for each in node if str(each.tag).endswith("EventDefinition")]
    kind = found[0] if found else ""
    if len(found) > 1 or kind not in RUNNABLE_EVENTS[node.tag]:
        yield _unsupported(node)
        return
    if node.tag == names.BOUNDARY_EVENT:
        host = catalogue.elements.get(node.get("attachedToRef", ""))
        if host is None or names.bpmn(host.kind) not in _ACTIVITIES:
            yield _problem(
                node,
                "boundary_host",
                "เหตุการณ์ขอบไม่ได้ติดกับขั้นตอนใด",
                "The boundary event is attached to no activity.",
            )
    if kind == names.TIMER_DEFINITION and node.tag != names.START_EVENT:
        yield from _timer_problems(node)


def _timer_problems(node: XmlElement) -> Iterator[Problem]:
    definition = node.find(names.TIMER_DEFINITION)
    times = [
        each
        for each in (() if definition is None else definition)
        if each.tag in {names.TIME_DATE, names.TIME_DURATION, names.TIME_CYCLE}
    ]
    if len(times) != 1 or not (times[0].text or "").strip():
        yield _problem(node, "timer_time", "ตัวจับเวลายังไม่มีเวลา", "The timer has no time.")
        return
    sends_tokens_beside = node.tag == names.BOUNDARY_EVENT and node.get("cancelActivity") == "false"
    if times[0].tag == names.TIME_CYCLE and not sends_tokens_beside:
        yield _problem(
            node,
            "timer_cycle",
            "รอบเวลาใช้ได้เฉพาะตัวจับเวลาขอบที่ไม่หยุดงานเดิม",
            "A cycle belongs on a boundary timer that does not interrupt.",
        )


def _activity_problems(node: XmlElement) -> Iterator[Problem]:
    if node.find(names.bpmn("standardLoopCharacteristics")) is not None:
        yield _unsupported(node)
    loop = node.find(names.MULTI_INSTANCE)
    if loop is None:
        return
    if loop.get("isSequential") == "true" or any(
        str(each.tag).endswith(("loopCardinality", "completionCondition")) for each in loop
    ):
        yield _problem(
            node,
            "multi_instance_kind",
            "งานหลายรายการต้องเดินพร้อมกัน รายการละครั้ง",
            "Only parallel multi-instance over a collection runs.",
        )
    if not loop.get(names.COLLECTION) or not loop.get(names.ELEMENT_VARIABLE):
        yield _problem(
            node,
            "multi_instance_collection",
            "งานหลายรายการต้องบอกรายการและชื่อตัวแปร",
            "A multi-instance activity names a collection and an element variable.",
        )


def _flow_problems(process: XmlElement, catalogue: Process) -> Iterator[Problem]:
    lines = {flow.get("id", ""): flow for flow in process.iter(names.SEQUENCE_FLOW)}
    pairs = Counter((flow.source, flow.target) for flow in catalogue.flows)
    for flow in catalogue.flows:
        node = lines[flow.id]
        source, target = (catalogue.elements.get(each) for each in (flow.source, flow.target))
        if source is None or target is None or source.within != target.within:
            yield _problem(
                node,
                "flow_ends",
                "เส้นนี้ไม่ได้เชื่อมขั้นตอนสองขั้นในกระบวนงานเดียวกัน",
                "The flow does not connect two elements of the same process.",
            )
        elif pairs[flow.source, flow.target] > 1:
            yield _problem(
                node,
                "flow_twice",
                "มีเส้นซ้ำระหว่างสองขั้นนี้",
                "Two flows connect the same two elements.",
            )
    yield from _exit_problems(process, catalogue)


def _exit_problems(process: XmlElement, catalogue: Process) -> Iterator[Problem]:
    outgoing: dict[str, list[Flow]] = {}
    entered = set()
    for flow in catalogue.flows:
        outgoing.setdefault(flow.source, []).append(flow)
        entered.add(flow.target)
    for node in process.iter(*RUNNABLE_ELEMENTS):
        node_id = node.get("id", "")
        flows = outgoing.get(node_id, [])
        if not flows and node.tag != names.END_EVENT:
            yield _problem(node, "no_way_on", "ขั้นนี้ไม่มีทางไปต่อ", "Nothing follows this element.")
        if flows and node.tag == names.END_EVENT:
            yield _problem(node, "flow_ends", "จุดสิ้นสุดมีเส้นออก", "A flow leaves an end event.")
        if node_id not in entered and node.tag not in {names.START_EVENT, names.BOUNDARY_EVENT}:
            yield _problem(node, "unreachable", "ไม่มีเส้นมาถึงขั้นนี้", "No flow leads here.")
        if len(flows) > 1 and node.tag not in _SPLITTING:
            yield _problem(
                node,
                "implicit_split",
                "แยกทางได้ที่เกตเวย์เท่านั้น",
                "Only a gateway may have several outgoing flows.",
            )
        if len(flows) > 1 and node.tag in CHOOSING:
            yield from _choice_problems(node, flows)


def _choice_problems(node: XmlElement, flows: list[Flow]) -> Iterator[Problem]:
    if any(not flow.default and not flow.condition for flow in flows):
        yield _problem(
            node,
            "flow_condition",
            "ทุกทางเลือกต้องมีเงื่อนไข ยกเว้นทางหลัก",
            "Every flow but the default needs a condition.",
        )


def _unsupported(node: XmlElement) -> Problem:
    return _problem(
        node,
        "unsupported_element",
        "สัญลักษณ์นี้ใช้ในระบบไม่ได้",
        f"This element does not run here: {str(node.tag).partition('}')[2]}.",
    )


def _problem(node: XmlElement, rule: str, th: str, en: str) -> Problem:
    return Problem(rule, Severity.ERROR, node.get("id", ""), line_of(node), Sentence(th, en))
