"""What a draft changes against an edition: by element and by field of a form, in people's words.

Files are compared as the owner knows them (names, roles, forms, conditions) and, where nothing of
that differs, by all that stands in their XML, so that no change passes unseen.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from lxml import etree

from engine.bpmn import names
from engine.bpmn.elements import Element, Flow, Lane, Process, read_process
from engine.bpmn.outline import KINDS
from engine.bpmn.xml import Element as XmlElement
from engine.bpmn.xml import read_xml
from engine.definitions.drafts import Files
from engine.errors import DefinitionInvalid, Sentence


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Detail:
    """One thing that changed of an element: "" where it was not, or is no more."""

    what: Sentence
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One element of a process, or one field of a form."""

    change: Change
    id: str
    kind: Sentence
    name: str
    name_en: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class FileDifference:
    """A process or form that differs; ``only_drawing``: shapes moved and nothing else."""

    name: str
    change: Change
    differences: tuple[Difference, ...] = ()
    only_drawing: bool = False


@dataclass(frozen=True)
class Differences:
    processes: tuple[FileDifference, ...] = ()
    forms: tuple[FileDifference, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.processes or self.forms)


def compare(old: Files, new: Files) -> Differences:
    """Return what differs; files with the same bytes are left out, so are forms nobody names."""
    return Differences(
        tuple(_files(old.sources, new.sources, _process_differences)),
        tuple(_files(old.forms, new.forms, _form_differences)),
    )


def _files(old: Mapping[str, bytes], new: Mapping[str, bytes], compare: Any) -> Any:
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if before is None:
            yield FileDifference(name, Change.ADDED)
        elif after is None:
            yield FileDifference(name, Change.REMOVED)
        else:
            found = tuple(compare(before, after))
            yield FileDifference(name, Change.CHANGED, found, only_drawing=not found)


# -- Processes ---------------------------------------------------------------------------------

_NAME: Final = Sentence("ชื่อ", "Name")
_NAME_EN: Final = Sentence("ชื่อภาษาอังกฤษ", "English name")
_LANE: Final = Sentence("ช่องผู้รับผิดชอบ", "Lane")
_ROLE: Final = Sentence("บทบาท", "Role")
_FORM: Final = Sentence("แบบฟอร์ม", "Form")
_CONDITION: Final = Sentence("เงื่อนไข", "Condition")
_OTHER: Final = Sentence("รายละเอียดอื่นของผัง", "Other details of the diagram")
_FLOW: Final = Sentence("เส้นทาง", "Flow")
_LANE_KIND: Final = Sentence("ช่องผู้รับผิดชอบ", "Lane")
_PROCESS_KIND: Final = Sentence("กระบวนงาน", "Process")
_DOCUMENTATION: Final = Sentence("คำอธิบาย", "Documentation")
_ENDS: Final = Sentence("จาก ไป", "From, to")
_DEFAULT: Final = Sentence("ทางที่ไปเมื่อไม่เข้าเงื่อนไขใด", "Default way")

_ELEMENT_PARTS: Final = (
    (_NAME, lambda e: e.label),
    (_NAME_EN, lambda e: e.name_en),
    (Sentence("ชนิด", "Kind"), lambda e: e.kind),
    (Sentence("ลำดับขั้น", "Step number"), lambda e: e.step),
    (_LANE, lambda e: e.lane),
    (_ROLE, lambda e: e.lane_role),
    (_FORM, lambda e: e.form_ref or ""),
    (Sentence("กำหนดเวลา", "Deadline"), lambda e: e.properties.get("deadline", "")),
    (Sentence("หนังสือ", "Paper"), lambda e: e.properties.get("paper", "")),
    (Sentence("กลุ่มผู้รับงาน", "Candidate groups"), lambda e: e.candidate_groups or ""),
    (Sentence("กระบวนงานที่เรียก", "Called process"), lambda e: e.called_process or ""),
    (Sentence("หัวข้อของระบบ", "Topic"), lambda e: e.topic or ""),
    (Sentence("ทำต่อรายการใน", "Once for each of"), lambda e: e.collection or ""),
    (_DOCUMENTATION, lambda e: e.documentation),
)
_FLOW_PARTS: Final = (
    (Sentence("คำตอบ", "Answer"), lambda f: f.name),
    (_NAME_EN, lambda f: f.name_en),
    (_CONDITION, lambda f: f.condition or ""),
    (_ENDS, lambda f: f"{f.source} → {f.target}"),
    (_DEFAULT, lambda f: "✓" if f.default else ""),
)
_LANE_PARTS: Final = (
    (_NAME, lambda x: x.name),
    (_NAME_EN, lambda x: x.name_en),
    (_ROLE, lambda x: x.role),
)
_PROCESS_PARTS: Final = (
    (_NAME, lambda p: p.name),
    (_NAME_EN, lambda p: p.name_en),
    (_DOCUMENTATION, lambda p: p.documentation),
)


@dataclass(frozen=True)
class _Side:
    process: Process
    nodes: Mapping[str, XmlElement]


def _process_differences(before: bytes, after: bytes) -> Iterator[Difference]:
    old, new = _side(before), _side(after)
    if old is None or new is None:
        yield Difference(Change.CHANGED, "", _PROCESS_KIND, "", "", (Detail(_OTHER, "", ""),))
        return
    whole = {old.process.id: old.process}
    yield from _compare(whole, {old.process.id: new.process}, _PROCESS_PARTS, old, new)
    yield from _compare(
        {lane.id: lane for lane in old.process.lanes},
        {lane.id: lane for lane in new.process.lanes},
        _LANE_PARTS,
        old,
        new,
    )
    yield from _compare(old.process.elements, new.process.elements, _ELEMENT_PARTS, old, new)
    yield from _compare(
        {flow.id: flow for flow in old.process.flows},
        {flow.id: flow for flow in new.process.flows},
        _FLOW_PARTS,
        old,
        new,
    )


def _side(data: bytes) -> _Side | None:
    try:
        root = read_xml(data, "draft")
    except DefinitionInvalid:
        return None
    process = next(root.iter(names.PROCESS), None)
    if process is None:
        return None
    nodes = {
        identity: node
        for node in root.iter(f"{{{names.BPMN}}}*")
        if (identity := node.get("id")) is not None
    }
    return _Side(read_process(process), nodes)


_Part = Element | Flow | Lane | Process


def _compare(
    old: Mapping[str, Any], new: Mapping[str, Any], parts: Any, before: _Side, after: _Side
) -> Iterator[Difference]:
    for identity in [*old, *(each for each in new if each not in old)]:
        was, now = old.get(identity), new.get(identity)
        if was is None:
            yield _difference(Change.ADDED, new[identity], after)
            continue
        if now is None:
            yield _difference(Change.REMOVED, was, before)
            continue
        details = tuple(
            Detail(what, reading(was), reading(now))
            for what, reading in parts
            if reading(was) != reading(now)
        )
        if not details and _own_xml(before, identity) != _own_xml(after, identity):
            details = (Detail(_OTHER, "", ""),)
        if details:
            yield _difference(Change.CHANGED, now, after, details)


def _difference(
    change: Change, part: _Part, side: _Side, details: tuple[Detail, ...] = ()
) -> Difference:
    match part:
        case Element():
            kind, name, name_en = KINDS.get(part.kind, _OTHER), part.label, part.label_en
        case Flow():
            kind, name, name_en = _FLOW, *_flow_names(part, side.process)
        case Lane():
            kind, name, name_en = _LANE_KIND, part.name, part.name_en
        case _:
            kind, name, name_en = _PROCESS_KIND, part.name, part.name_en
    return Difference(change, part.id, kind, name or part.id, name_en, details)


def _flow_names(flow: Flow, process: Process) -> tuple[str, str]:
    """Call a flow by its ends: it seldom has a name of its own."""
    ends = [process.elements.get(end) for end in (flow.source, flow.target)]
    th = " → ".join(e.label or e.id if e else "?" for e in ends)
    en = " → ".join(e.label_en or e.label or e.id if e else "?" for e in ends)
    return (f"{th} ({flow.name})", f"{en} ({flow.name_en})") if flow.name else (th, en)


# Flows and lanes are compared on their own, and what follows from them need not be.
_ON_THEIR_OWN: Final = frozenset(
    {
        names.INCOMING,
        names.OUTGOING,
        names.FLOW_NODE_REF,
        names.LANE,
        names.LANE_SET,
        names.SEQUENCE_FLOW,
    }
)


def _own_xml(side: _Side, identity: str) -> bytes:
    """Return an element's canonical XML without what has an id of its own inside it."""
    node = side.nodes.get(identity)
    if node is None:
        return b""
    copied = deepcopy(node)
    for child in list(copied.iter()):
        parent = child.getparent()
        if parent is None or not isinstance(child.tag, str):
            continue
        if child.tag in _ON_THEIR_OWN or child.get("id") in side.process.elements:
            parent.remove(child)
    for element in copied.iter():
        element.text = (element.text or "").strip() or None
        element.tail = None
    return etree.tostring(copied, method="c14n", exclusive=True)


# -- Forms -------------------------------------------------------------------------------------

_FIELD: Final = Sentence("ช่อง", "Field")
_FORM_HEAD: Final = Sentence("ส่วนหัวของแบบฟอร์ม", "Head of the form")
_SETTINGS: Final = Sentence("การตั้งค่าของช่อง", "Settings of the field")
_ORDER: Final = Sentence("ลำดับของช่อง", "Order of the fields")


def _form_differences(before: bytes, after: bytes) -> Iterator[Difference]:
    old, new = _form(before), _form(after)
    if old is None or new is None:
        yield Difference(Change.CHANGED, "", _FORM_HEAD, "", "")
        return
    heads = [{k: v for k, v in form.items() if k != "components"} for form in (old, new)]
    if heads[0] != heads[1]:
        yield Difference(Change.CHANGED, "", _FORM_HEAD, "", "")
    was, now = dict(_fields(old)), dict(_fields(new))
    for identity in [*was, *(each for each in now if each not in was)]:
        if identity not in now:
            yield _field_difference(Change.REMOVED, identity, was[identity])
        elif identity not in was:
            yield _field_difference(Change.ADDED, identity, now[identity])
        else:
            details = tuple(_field_details(was[identity], now[identity]))
            if details:
                yield _field_difference(Change.CHANGED, identity, now[identity], details)
    kept = [each for each in was if each in now]
    if kept != [each for each in now if each in was]:
        yield Difference(Change.CHANGED, "", _ORDER, "", "")


def _form(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _fields(parent: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    components = parent.get("components")
    for component in components if isinstance(components, list) else ():
        if isinstance(component, dict):
            yield str(component.get("id", component.get("key", ""))), component
            yield from _fields(component)


def _field_details(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Detail]:
    shown = (
        (Sentence("ป้ายชื่อ", "Label"), "label"),
        (Sentence("รหัสข้อมูล", "Key"), "key"),
        (Sentence("ชนิด", "Kind"), "type"),
        (Sentence("ข้อความ", "Text"), "text"),
    )
    found = [
        Detail(what, str(was.get(key, "")), str(now.get(key, "")))
        for what, key in shown
        if was.get(key) != now.get(key)
    ]
    yield from found
    hidden = {key for _, key in shown} | {"components"}
    if {k: v for k, v in was.items() if k not in hidden} != {
        k: v for k, v in now.items() if k not in hidden
    }:
        yield Detail(_SETTINGS, "", "")


def _field_difference(
    change: Change, identity: str, component: Mapping[str, Any], details: tuple[Detail, ...] = ()
) -> Difference:
    name = component.get("label") or component.get("text") or component.get("key") or identity
    properties = component.get("properties")
    name_en = properties.get("name_en", "") if isinstance(properties, dict) else ""
    return Difference(change, identity, _FIELD, str(name), str(name_en), details)
