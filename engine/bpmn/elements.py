"""The catalogue of a process file: its elements, lanes and flows, as people and pages know them.

It is read from the XML and not from the engine's own task objects, which add synthetic nodes,
forget flows and rename the body of a multi-instance activity.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from engine.bpmn import names
from engine.bpmn.xml import Element as XmlElement
from engine.bpmn.xml import line_of
from engine.office.thai import one_line

FLOW_NODES: Final = frozenset(
    {
        names.START_EVENT,
        names.END_EVENT,
        names.BOUNDARY_EVENT,
        names.CATCH_EVENT,
        names.THROW_EVENT,
        names.TASK,
        names.USER_TASK,
        names.MANUAL_TASK,
        names.SERVICE_TASK,
        names.SCRIPT_TASK,
        names.SUB_PROCESS,
        names.CALL_ACTIVITY,
        names.EXCLUSIVE_GATEWAY,
        names.PARALLEL_GATEWAY,
        names.INCLUSIVE_GATEWAY,
        names.EVENT_BASED_GATEWAY,
    }
)


@dataclass(frozen=True)
class Element:
    """One flow node of a diagram.

    ``kind`` is the BPMN name (``userTask``, ``exclusiveGateway`` ...). ``lane_role`` is the role
    key of the innermost lane, "" outside lanes; inside a sub-process it is the sub-process's.
    ``name`` may hold one line break. ``within`` is the id of the process or sub-process that
    holds it. ``attached_to`` is the host of a boundary event. ``times`` are the texts of its
    timers, FEEL or ISO 8601.
    """

    id: str
    process_id: str
    kind: str
    name: str
    name_en: str
    lane: str
    lane_role: str
    within: str
    properties: Mapping[str, str]
    documentation: str
    line: int
    form_ref: str | None = None
    candidate_groups: str | None = None
    called_process: str | None = None
    attached_to: str | None = None
    interrupting: bool = False
    topic: str | None = None
    collection: str | None = None
    element_variable: str | None = None
    script: str | None = None
    times: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        """The step's numeral in Thai digits, "" when it has none."""
        return self.properties.get("step", "")

    @property
    def label(self) -> str:
        """The name on one line."""
        return one_line(self.name)

    @property
    def label_en(self) -> str:
        return one_line(self.name_en)


@dataclass(frozen=True)
class Flow:
    """One sequence flow. ``condition`` is FEEL; a gateway's default flow has none."""

    id: str
    process_id: str
    source: str
    target: str
    name: str
    name_en: str
    condition: str | None
    default: bool


@dataclass(frozen=True)
class Lane:
    id: str
    name: str
    name_en: str
    role: str


@dataclass(frozen=True)
class Process:
    """One process as drawn, its elements and flows in document order."""

    id: str
    name: str
    name_en: str
    documentation: str
    lanes: tuple[Lane, ...]
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]

    @cached_property
    def _flows_by_id(self) -> Mapping[str, Flow]:
        return {flow.id: flow for flow in self.flows}

    def flow(self, flow_id: str) -> Flow:
        return self._flows_by_id[flow_id]

    def flows_from(self, element_id: str) -> tuple[Flow, ...]:
        return tuple(flow for flow in self.flows if flow.source == element_id)

    def boundary_events_of(self, element_id: str) -> tuple[Element, ...]:
        return tuple(each for each in self.elements.values() if each.attached_to == element_id)


def read_process(process: XmlElement) -> Process:
    """Return the catalogue of one ``bpmn:process`` element."""
    process_id = process.get("id", "")
    lanes = {lane.id: lane for lane in _lanes(process)}
    lane_of = _lane_of_node(process)
    elements = {
        node.get("id", ""): _element(node, within, process_id, lanes, lane_of)
        for node, within in _flow_nodes(process, process_id)
    }
    return Process(
        id=process_id,
        name=process.get("name", ""),
        name_en=properties_of(process).get("name_en", ""),
        documentation=_documentation(process),
        lanes=tuple(lanes.values()),
        elements=MappingProxyType(elements),
        flows=tuple(_flows(process, process_id)),
    )


def properties_of(node: XmlElement) -> dict[str, str]:
    """Return the ``camunda:properties`` of an element, in file order."""
    found: dict[str, str] = {}
    for extensions in node.iterchildren(names.EXTENSION_ELEMENTS):
        for group in extensions.iterchildren(names.PROPERTIES):
            for each in group.iterchildren(names.PROPERTY):
                found[each.get("name", "")] = each.get("value", "")
    return found


def _documentation(node: XmlElement) -> str:
    return " ".join(
        (child.text or "").strip() for child in node.iterchildren(names.DOCUMENTATION)
    ).strip()


def _lanes(process: XmlElement) -> Iterator[Lane]:
    for lane in process.iter(names.LANE):
        properties = properties_of(lane)
        yield Lane(
            id=lane.get("id", ""),
            name=lane.get("name", ""),
            name_en=properties.get("name_en", ""),
            role=properties.get("role", ""),
        )


def _lane_of_node(process: XmlElement) -> dict[str, str]:
    """Map a node to its innermost lane: nested lanes list it again further down the file."""
    return {
        (ref.text or "").strip(): lane.get("id", "")
        for lane in process.iter(names.LANE)
        for ref in lane.iterchildren(names.FLOW_NODE_REF)
    }


def _flow_nodes(container: XmlElement, within: str) -> Iterator[tuple[XmlElement, str]]:
    for node in container:
        if node.tag in FLOW_NODES:
            yield node, within
            if node.tag == names.SUB_PROCESS:
                yield from _flow_nodes(node, node.get("id", ""))


_TIMES: Final = frozenset({names.TIME_DATE, names.TIME_DURATION, names.TIME_CYCLE})


def _element(
    node: XmlElement,
    within: str,
    process_id: str,
    lanes: Mapping[str, Lane],
    lane_of: Mapping[str, str],
) -> Element:
    lane = _lane(node, lane_of)
    properties = properties_of(node)
    loop = node.find(names.MULTI_INSTANCE)
    return Element(
        id=node.get("id", ""),
        process_id=process_id,
        kind=node.tag.partition("}")[2],
        name=node.get("name", ""),
        name_en=properties.get("name_en", ""),
        lane=lane,
        lane_role=lanes[lane].role if lane in lanes else "",
        within=within,
        properties=MappingProxyType(properties),
        documentation=_documentation(node),
        line=line_of(node),
        form_ref=node.get(names.FORM_REF),
        candidate_groups=node.get(names.CANDIDATE_GROUPS),
        called_process=node.get(names.CALLED_ELEMENT),
        attached_to=node.get("attachedToRef"),
        interrupting=node.tag == names.BOUNDARY_EVENT and node.get("cancelActivity") != "false",
        topic=node.get(names.TOPIC),
        collection=None if loop is None else loop.get(names.COLLECTION),
        element_variable=None if loop is None else loop.get(names.ELEMENT_VARIABLE),
        script=node.findtext(names.SCRIPT),
        times=tuple(_times(node)),
    )


def _times(node: XmlElement) -> Iterator[str]:
    for definition in node.iterfind(names.TIMER_DEFINITION):
        for time in definition:
            if time.tag in _TIMES and (text := (time.text or "").strip()):
                yield text


def _lane(node: XmlElement, lane_of: Mapping[str, str]) -> str:
    holder: XmlElement | None = node
    while holder is not None and holder.tag != names.PROCESS:
        if found := lane_of.get(holder.get("id", "")):
            return found
        holder = holder.getparent()
    return ""


def _flows(process: XmlElement, process_id: str) -> Iterator[Flow]:
    defaults = {default for node in process.iter() if (default := node.get("default"))}
    for flow in process.iter(names.SEQUENCE_FLOW):
        condition = flow.find(names.CONDITION)
        yield Flow(
            id=flow.get("id", ""),
            process_id=process_id,
            source=flow.get("sourceRef", ""),
            target=flow.get("targetRef", ""),
            name=flow.get("name", ""),
            name_en=properties_of(flow).get("name_en", ""),
            condition=None if condition is None else (condition.text or "").strip(),
            default=flow.get("id", "") in defaults,
        )
