"""Elements, attributes and extensions: only what the engine runs, and nothing it would ignore."""

from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import (
    MAX_PROPERTIES,
    local_name,
    place_of,
    printable,
    property_elements,
)
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.lint.vocabulary import (
    CAMUNDA_ATTRIBUTES,
    CHILDREN,
    ENGINE_NAMESPACES,
    IGNORED_ATTRIBUTES,
    INERT_CAMUNDA_ATTRIBUTES,
    PROPERTY_NAMES,
    REFUSED_ELEMENTS,
)
from engine.bpmn.xml import Element
from engine.errors import Sentence

ELEMENT_REFUSED = Rule(
    "element_not_supported",
    Grade.ERROR,
    Sentence("ระบบไม่เดิน {subject} ({tag})", "{subject} ({tag}) is not run."),
    Sentence("{reason}", "{reason}"),
    "The engine refuses it late, ignores it silently or runs it wrongly; each was measured.",
)
ATTRIBUTE_REFUSED = Rule(
    "attribute_not_supported",
    Grade.ERROR,
    Sentence(
        "{subject} มี {attribute} ซึ่งระบบไม่ทำตาม", "{subject} has {attribute}, which is not obeyed."
    ),
    Sentence("{reason}", "{reason}"),
    "The engine does not read it, so the diagram would promise what never happens.",
)
EXTENSION_REFUSED = Rule(
    "extension_not_supported",
    Grade.ERROR,
    Sentence(
        "ส่วนขยาย {tag} ใน {subject} ไม่มีผลในระบบนี้", "The extension {tag} in {subject} has no effect."
    ),
    Sentence("ลบออก {reason}", "Remove it. {reason}"),
    "Listeners, connectors, mappings and form data of other engines would silently do nothing.",
)
EXTENSION_DISGUISED = Rule(
    "extension_disguised",
    Grade.UNSAFE,
    Sentence(
        "ส่วนขยายใน {subject} ซ่อนส่วนของผังไว้ ({tag})",
        "An extension in {subject} hides a part of a diagram ({tag}).",
    ),
    Sentence("ลบส่วนขยายนั้น", "Remove the extension."),
    "The engine's parser finds flows and timers at any depth, so a hidden flow would be followed "
    "although no reviewer can see it.",
)
ATTRIBUTE_INERT = Rule(
    "attribute_without_effect",
    Grade.WARNING,
    Sentence(
        "{attribute} ของ {subject} ไม่มีผลในระบบนี้", "{attribute} of {subject} has no effect here."
    ),
    Sentence("ลบออกได้", "It may be removed."),
    "Camunda's editor writes it; retention and versions are set elsewhere in this system.",
)
PROPERTY_UNKNOWN = Rule(
    "property_unknown",
    Grade.WARNING,
    Sentence(
        "{subject} มีคุณสมบัติ “{name}” ที่ระบบไม่รู้จัก",
        "{subject} has the property “{name}”, which means nothing here.",
    ),
    Sentence("ตรวจตัวสะกด ที่ใช้ได้คือ {known}", "Check the spelling; known are {known}."),
    "A misspelt deadline or role would simply not exist.",
)
PROPERTY_TWICE = Rule(
    "property_twice",
    Grade.ERROR,
    Sentence("{subject} มีคุณสมบัติ “{name}” สองครั้ง", "{subject} has the property “{name}” twice."),
    Sentence("เหลือไว้ค่าเดียว", "Keep one of them."),
    "The last value wins silently, and an editor may show the first.",
)
PROPERTY_COUNT = Rule(
    "property_count",
    Grade.ERROR,
    Sentence("{subject} มีคุณสมบัติเกิน {limit} รายการ", "{subject} has more than {limit} properties."),
    Sentence("ลบคุณสมบัติที่ไม่ใช้", "Remove those that are not used."),
    "Only the first ones are read.",
)
RULES: Final = (
    PROPERTY_COUNT,
    ELEMENT_REFUSED,
    ATTRIBUTE_REFUSED,
    EXTENSION_REFUSED,
    EXTENSION_DISGUISED,
    ATTRIBUTE_INERT,
    PROPERTY_UNKNOWN,
    PROPERTY_TWICE,
)

_CAMUNDA_PREFIX: Final = f"{{{names.CAMUNDA}}}"
_DRAWING: Final = (f"{{{names.BPMNDI}}}", f"{{{names.DC}}}", f"{{{names.DI}}}")
_EXTENSIONS: Final = frozenset({"properties", "property"})
_DISGUISES: Final = ("sequenceFlow", "boundaryEvent", "dataObjectReference", "dataStoreReference")
_NOT_TAKEN: Final = Sentence(
    "ใช้เฉพาะส่วนที่ระบุไว้ในคู่มือการเขียนผัง", "Use only what the modelling guide lists."
)
_DEADLINE: Final = Sentence(
    "กำหนดเวลามาจากข้อมูลหน่วยงาน ให้ใช้คุณสมบัติ deadline",
    "Deadlines come from the office's profile; use the property deadline.",
)
_ATTRIBUTE_REASONS: Final = {
    "assignee": Sentence(
        "ผู้รับงานมาจากบทบาทของช่อง ไม่ใช่ชื่อคนในผัง",
        "Who does the work follows from the lane's role, not from a name in the diagram.",
    ),
    "candidateUsers": Sentence(
        "ผู้รับงานมาจากบทบาทของช่อง ไม่ใช่ชื่อคนในผัง",
        "Who does the work follows from the lane's role, not from names in the diagram.",
    ),
    "formKey": Sentence(
        "ใช้ camunda:formRef ชี้แบบฟอร์มในระบบ", "Name a form of this system with camunda:formRef."
    ),
    "dueDate": _DEADLINE,
    "followUpDate": _DEADLINE,
    "class": Sentence(
        "ใช้งานของระบบแบบ external พร้อมหัวข้อที่ระบบมี",
        "Use an external system step with one of the known topics.",
    ),
    "triggeredByEvent": Sentence(
        "กระบวนงานย่อยที่เริ่มด้วยเหตุการณ์เดินผิดในระบบ ให้ใช้เหตุการณ์ที่ขอบงาน",
        "Event sub-processes run wrongly in the engine; use a boundary event.",
    ),
    "isSequential": Sentence(
        "ทำทีละรายการไม่ได้ ให้ทำพร้อมกันทุกรายการ",
        "Items cannot be done one after the other; do them in parallel.",
    ),
    "cancelActivity": Sentence("เขียนเป็น true หรือ false", "Write true or false."),
    "isForCompensation": Sentence(
        "ระบบไม่มีการชดเชย ให้เขียนงานแก้ไขเป็นขั้นตอนปกติ",
        "There is no compensation; draw the repair as ordinary steps.",
    ),
}
_REMOVE: Final = Sentence("ลบออก", "Remove it.")
_EXTENSION_REASONS: Final = {
    "formData": Sentence("ใช้ camunda:formRef แทน", "Use camunda:formRef instead."),
    "executionListener": Sentence("ใช้งานของระบบแทน", "Use a system step instead."),
    "taskListener": Sentence("ใช้งานของระบบแทน", "Use a system step instead."),
    "connector": Sentence("ใช้งานของระบบแทน", "Use a system step instead."),
    "inputOutput": Sentence(
        "คำตอบอ่านได้จาก <งาน>.<ช่อง> อยู่แล้ว", "Answers are read as <task>.<key> anyway."
    ),
    "in": Sentence(
        "กระบวนงานที่ถูกเรียกเห็นคำตอบของผู้เรียกอยู่แล้ว",
        "The called process sees the caller's answers anyway.",
    ),
    "out": Sentence("คำตอบอยู่กับเรื่องอยู่แล้ว", "Answers stay with the case anyway."),
}


def check_elements(root: Element, findings: Findings) -> None:
    """Go through the tree once; what is refused is told once and not entered."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        _check_attributes(element, findings)
        waiting.extend(
            child
            for child in element
            if isinstance(child.tag, str) and _is_taken(element, child, findings)
        )


def _is_taken(parent: Element, child: Element, findings: Findings) -> bool:
    tag = local_name(child)
    if tag == "extensionElements":
        _check_extensions(parent, child, findings)
        return False
    if child.tag.startswith(_DRAWING):
        return False
    if not tag:
        findings.add(
            EXTENSION_REFUSED, place_of(parent), tag=_shown(child), reason=Sentence("", "")
        )
        return False
    if tag not in CHILDREN.get(local_name(parent), frozenset()) and not _is_text(parent, tag):
        findings.add(
            ELEMENT_REFUSED,
            place_of(child),
            tag=tag,
            reason=REFUSED_ELEMENTS.get(tag, _NOT_TAKEN),
        )
        return False
    return True


def _is_text(parent: Element, tag: str) -> bool:
    """Whether the parent is a leaf such as a condition, which may hold documentation only."""
    return local_name(parent) not in CHILDREN and tag == "documentation"


def _check_attributes(element: Element, findings: Findings) -> None:
    tag = local_name(element)
    for key, value in element.attrib.items():
        attribute = str(key)
        if attribute.startswith(_CAMUNDA_PREFIX):
            _check_camunda_attribute(element, tag, attribute, findings)
        elif _names_an_engine(attribute):
            _refuse_attribute(element, _shown_name(attribute), _REMOVE, findings)
        elif value not in IGNORED_ATTRIBUTES.get(attribute, {value}):
            reason = _ATTRIBUTE_REASONS.get(attribute, _REMOVE)
            _refuse_attribute(element, attribute, reason, findings)


def _check_camunda_attribute(
    element: Element, tag: str, attribute: str, findings: Findings
) -> None:
    name = attribute.removeprefix(_CAMUNDA_PREFIX)
    if name in CAMUNDA_ATTRIBUTES.get(tag, frozenset()):
        return
    shown = f"camunda:{printable(name)}"
    if name in INERT_CAMUNDA_ATTRIBUTES.get(tag, frozenset()):
        findings.add(ATTRIBUTE_INERT, place_of(element), attribute=shown)
    else:
        _refuse_attribute(element, shown, _ATTRIBUTE_REASONS.get(name, _REMOVE), findings)


def _refuse_attribute(element: Element, shown: str, reason: Sentence, findings: Findings) -> None:
    findings.add(ATTRIBUTE_REFUSED, place_of(element), attribute=shown, reason=reason)


def _check_extensions(owner: Element, extensions: Element, findings: Findings) -> None:
    for element in extensions.iterdescendants():
        if isinstance(element.tag, str) and (
            local_name(element) or element.tag.endswith(_DISGUISES)
        ):
            findings.add(EXTENSION_DISGUISED, place_of(owner), tag=_shown(element))
            break
    for child in extensions:
        if isinstance(child.tag, str):
            _check_extension(owner, child, findings)
    _check_properties(owner, findings)


def _check_extension(owner: Element, child: Element, findings: Findings) -> None:
    foreign = child.tag.removeprefix(_CAMUNDA_PREFIX)
    is_camunda = foreign != child.tag
    if (is_camunda and foreign != "properties") or _names_an_engine(child.tag):
        reason = _EXTENSION_REASONS.get(foreign, Sentence("", ""))
        findings.add(EXTENSION_REFUSED, place_of(owner), tag=_shown(child), reason=reason)


def _check_properties(owner: Element, findings: Findings) -> None:
    seen: set[str] = set()
    for item in property_elements(owner):
        name = item.get("name", "")
        if name in seen:
            findings.add(PROPERTY_TWICE, place_of(owner), name=printable(name))
        elif name not in PROPERTY_NAMES:
            known = ", ".join(sorted(PROPERTY_NAMES))
            findings.add(PROPERTY_UNKNOWN, place_of(owner), name=printable(name), known=known)
        seen.add(name)
    if sum(1 for _ in property_elements(owner)) > MAX_PROPERTIES:
        findings.add(PROPERTY_COUNT, place_of(owner), limit=MAX_PROPERTIES)


def _names_an_engine(tag: str) -> bool:
    namespace = tag[1:].partition("}")[0] if tag.startswith("{") else ""
    return namespace in ENGINE_NAMESPACES


def _shown(element: Element) -> str:
    return _shown_name(str(element.tag), element.prefix)


def _shown_name(tag: str, prefix: str | None = None) -> str:
    local = printable(tag.rpartition("}")[2])
    if tag.startswith(_CAMUNDA_PREFIX):
        return f"camunda:{local}"
    return f"{printable(prefix)}:{local}" if prefix else local
