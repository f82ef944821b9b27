"""A BPMN file as the lint sees it: levels of nodes and flows, read once from the XML."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.rules import Place
from engine.bpmn.xml import Element, line_of
from engine.errors import Sentence

FLOW_NODES: Final[Mapping[str, Sentence]] = {
    "startEvent": Sentence("จุดเริ่ม", "start event"),
    "endEvent": Sentence("จุดจบ", "end event"),
    "boundaryEvent": Sentence("เหตุการณ์ที่ขอบ", "boundary event"),
    "intermediateCatchEvent": Sentence("จุดรอ", "waiting point"),
    "intermediateThrowEvent": Sentence("จุดผ่าน", "milestone"),
    "task": Sentence("งานไม่ระบุชนิด", "plain task"),
    "userTask": Sentence("งาน", "task"),
    "manualTask": Sentence("งานนอกระบบ", "manual task"),
    "serviceTask": Sentence("งานของระบบ", "system step"),
    "scriptTask": Sentence("ขั้นคำนวณ", "script"),
    "sendTask": Sentence("งานส่งข้อความ", "send task"),
    "receiveTask": Sentence("งานรอข้อความ", "receive task"),
    "businessRuleTask": Sentence("งานตารางตัดสินใจ", "business rule task"),
    "callActivity": Sentence("ขั้นเรียกกระบวนงาน", "call activity"),
    "subProcess": Sentence("กระบวนงานย่อย", "sub-process"),
    "transaction": Sentence("ธุรกรรม", "transaction"),
    "adHocSubProcess": Sentence("กระบวนงานย่อยไม่เรียงลำดับ", "ad hoc sub-process"),
    "exclusiveGateway": Sentence("ทางแยก", "exclusive gateway"),
    "parallelGateway": Sentence("จุดแยกหรือรวมงานคู่ขนาน", "parallel gateway"),
    "inclusiveGateway": Sentence("ทางแยกแบบเลือกได้หลายทาง", "inclusive gateway"),
    "eventBasedGateway": Sentence("จุดรอเหตุการณ์", "event-based gateway"),
    "complexGateway": Sentence("ทางแยกซับซ้อน", "complex gateway"),
}
"""Every flow node of BPMN 2.0 by its tag, with the word people use for it."""

CONTAINERS: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
GATEWAYS: Final = frozenset(tag for tag in FLOW_NODES if tag.endswith("Gateway"))

_OTHERS: Final[Mapping[str, Sentence]] = {
    "process": Sentence("กระบวนงาน", "process"),
    "lane": Sentence("ช่องผู้รับผิดชอบ", "lane"),
    "sequenceFlow": Sentence("เส้น", "flow"),
}
MAX_PROPERTIES: Final = 40

_LABEL_LENGTH: Final = 60
_BPMN_PREFIX: Final = f"{{{names.BPMN}}}"


@dataclass(frozen=True)
class Flow:
    """A sequence flow whose two ends are nodes of the same level."""

    id: str
    source: str
    target: str
    place: Place
    element: Element = field(repr=False, compare=False)

    @property
    def condition(self) -> Element | None:
        return self.element.find(names.CONDITION)


@dataclass(frozen=True)
class Node:
    """A flow node; ``level`` is the id of the process or sub-process that holds it."""

    id: str
    tag: str
    level: str
    place: Place
    element: Element = field(repr=False, compare=False)

    @property
    def is_gateway(self) -> bool:
        return self.tag in GATEWAYS

    @property
    def host(self) -> str:
        """Id of the activity on whose border this event sits; "" for everything else."""
        return self.element.get("attachedToRef", "") if self.tag == "boundaryEvent" else ""

    @property
    def interrupts(self) -> bool:
        return self.element.get("cancelActivity") != "false"

    @property
    def loop(self) -> Element | None:
        return self.element.find(names.MULTI_INSTANCE)

    @property
    def event_definitions(self) -> tuple[Element, ...]:
        return tuple(
            child for child in self.element if local_name(child).endswith("EventDefinition")
        )


@dataclass(frozen=True)
class Level:
    """The nodes and flows of a process or of one embedded sub-process."""

    id: str
    place: Place
    element: Element = field(repr=False, compare=False)
    nodes: Mapping[str, Node] = field(repr=False)
    flows: tuple[Flow, ...] = field(repr=False)
    incoming: Mapping[str, tuple[Flow, ...]] = field(repr=False)
    outgoing: Mapping[str, tuple[Flow, ...]] = field(repr=False)
    boundaries: Mapping[str, tuple[Node, ...]] = field(repr=False)

    def of_tag(self, *tags: str) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.tag in tags)


@dataclass(frozen=True)
class Diagram:
    """One BPMN file with one process; ``levels`` is keyed by id, the process itself first."""

    file: str
    root: Element = field(repr=False, compare=False)
    process: Element = field(repr=False, compare=False)
    levels: Mapping[str, Level] = field(repr=False)
    nodes: Mapping[str, Node] = field(repr=False)

    @property
    def id(self) -> str:
        return self.process.get("id", "")

    @property
    def top(self) -> Level:
        return self.levels[self.id]

    def of_tag(self, *tags: str) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.tag in tags)


def stem_of(file: str) -> str:
    """Return the file's name without folder and extension: the id its process must carry."""
    return PurePosixPath(file.replace("\\", "/")).name.split(".")[0]


def local_name(element: Element) -> str:
    """Return the tag without its namespace if it is BPMN's, "" for any other node of the tree."""
    tag = element.tag
    return (
        tag.removeprefix(_BPMN_PREFIX)
        if isinstance(tag, str) and tag[0] == "{" and tag.startswith(_BPMN_PREFIX)
        else ""
    )


def read_diagram(file: str, root: Element, process: Element) -> Diagram:
    """Return the model of a file whose ids are present and unique."""
    levels = {level.id: level for level in _levels(process)}
    nodes = {node.id: node for level in levels.values() for node in level.nodes.values()}
    return Diagram(file, root, process, levels, nodes)


def _levels(process: Element) -> Iterator[Level]:
    waiting = [process]
    while waiting:
        container = waiting.pop()
        yield _level(container)
        waiting.extend(child for child in container if local_name(child) in CONTAINERS)


def _level(container: Element) -> Level:
    identity = container.get("id", "")
    nodes = {
        child.get("id", ""): Node(
            child.get("id", ""), local_name(child), identity, place_of(child), child
        )
        for child in container
        if local_name(child) in FLOW_NODES
    }
    flows = tuple(_flows(container, nodes))
    boundaries: dict[str, list[Node]] = {}
    for node in nodes.values():
        if node.host in nodes:
            boundaries.setdefault(node.host, []).append(node)
    return Level(
        identity,
        place_of(container),
        container,
        nodes,
        flows,
        _by(flows, "target"),
        _by(flows, "source"),
        {host: tuple(events) for host, events in boundaries.items()},
    )


def _flows(container: Element, nodes: Mapping[str, Node]) -> Iterator[Flow]:
    for child in container:
        if local_name(child) != "sequenceFlow":
            continue
        source, target = child.get("sourceRef", ""), child.get("targetRef", "")
        if source in nodes and target in nodes:
            yield Flow(child.get("id", ""), source, target, place_of(child), child)


def _by(flows: Iterable[Flow], end: str) -> Mapping[str, tuple[Flow, ...]]:
    grouped: dict[str, list[Flow]] = {}
    for flow in flows:
        grouped.setdefault(flow.source if end == "source" else flow.target, []).append(flow)
    return {node: tuple(found) for node, found in grouped.items()}


def property_elements(element: Element) -> Iterator[Element]:
    """Go through an element's camunda:property elements, to one beyond the most there may be."""
    found = (
        item
        for extensions in element.iterchildren(names.EXTENSION_ELEMENTS)
        for group in extensions.iterchildren(names.PROPERTIES)
        for item in group.iterchildren(names.PROPERTY)
    )
    return islice(found, MAX_PROPERTIES + 1)


def properties_of(element: Element) -> dict[str, str]:
    """Return the camunda:property values of an element by name."""
    return {item.get("name", ""): item.get("value", "") for item in property_elements(element)}


def place_of(element: Element) -> Place:
    """Return where an element is and what people call it, in words that are safe to print."""
    identity = element.get("id", "")
    kind = _kind(element)
    thai = printable(element.get("name", "") or _ends(element))
    english = printable(properties_of(element).get("name_en", "")) or thai
    return Place(
        printable(identity),
        line_of(element),
        Sentence(_label(kind.th, thai, identity), _label(kind.en, english, identity)),
    )


def _ends(element: Element) -> str:
    """Name a flow that has no name by what it joins."""
    if local_name(element) != "sequenceFlow":
        return ""
    return f"{element.get('sourceRef', '')} → {element.get('targetRef', '')}"


def _kind(element: Element) -> Sentence:
    local = local_name(element)
    known = FLOW_NODES.get(local) or _OTHERS.get(local)
    if known is not None:
        return known
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "?"
    return Sentence(f"<{printable(tag)}>", f"<{printable(tag)}>")


def _label(kind: str, name: str, identity: str) -> str:
    quoted = f" “{name}”" if name else ""
    return f"{kind}{quoted} ({printable(identity)})" if identity else f"{kind}{quoted}"


def whole_file(file: str, line: int = 1) -> Place:
    name = printable(PurePosixPath(file.replace("\\", "/")).name)
    return Place("", line, Sentence(f"แฟ้ม {name}", f"File {name}"))


def printable(text: str) -> str:
    """Return *text* short, on one line and without characters that reorder or hide what follows."""
    if len(text) <= _LABEL_LENGTH and text.isprintable() and "  " not in text:
        return text.strip()
    line = re.sub(r"\s+", " ", text[: _LABEL_LENGTH * 4]).strip()
    plain = "".join(
        letter for letter in line if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return plain if len(plain) <= _LABEL_LENGTH else plain[: _LABEL_LENGTH - 1] + "…"
