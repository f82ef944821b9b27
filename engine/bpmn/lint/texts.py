"""Names, documentation and ids as people read them, and how much of everything there may be."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import (
    FLOW_NODES,
    Diagram,
    local_name,
    place_of,
    properties_of,
)
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.xml import Element
from engine.errors import Sentence

MAX_NAME: Final = 200
MAX_DOCUMENTATION: Final = 4_000
MAX_PROPERTY: Final = 500
MAX_TASKS: Final = 300
MAX_NODES: Final = 400
MAX_FLOWS: Final = 800

NAME_CONTROL = Rule(
    "text_control_characters",
    Grade.ERROR,
    Sentence(
        "ข้อความของ {subject} มีอักขระควบคุมหรืออักขระกลับทิศทาง ({code}) คนอ่านจะเห็นไม่ตรงกับที่เขียน",
        "The text of {subject} holds a control or direction character ({code}); people would read "
        "something else than what is written.",
    ),
    Sentence("พิมพ์ข้อความนั้นใหม่", "Type the text again."),
    "A bidirectional override makes a name read as its opposite in every list and letter.",
)
TEXT_LONG = Rule(
    "text_too_long",
    Grade.ERROR,
    Sentence(
        "{what} ของ {subject} ยาว {length} ตัวอักษร เกิน {limit}",
        "{what} of {subject} has {length} characters, more than {limit}.",
    ),
    Sentence("ย่อให้สั้นลง", "Shorten it."),
    "Every list, letter and page carries it.",
)
NAME_MISSING = Rule(
    "name_missing",
    Grade.ERROR,
    Sentence("{subject} ไม่มีชื่อ", "{subject} has no name."),
    Sentence("ตั้งชื่อที่บอกว่าทำอะไร", "Give it a name that says what is done."),
    "Work lists and the case's record would show a bare id.",
)
NAME_EN_MISSING = Rule(
    "name_en_missing",
    Grade.WARNING,
    Sentence("{subject} ไม่มีชื่อภาษาอังกฤษ", "{subject} has no English name."),
    Sentence(
        "ใส่คุณสมบัติ name_en หน้าเว็บภาษาอังกฤษจะแสดงชื่อไทยแทน",
        "Add the property name_en; until then English pages show the Thai name.",
    ),
    "English pages show Thai.",
)
NAME_TEMPLATE = Rule(
    "name_template",
    Grade.WARNING,
    Sentence(
        "ชื่อของ {subject} มีเครื่องหมายแทนค่า ซึ่งระบบแสดงตามตัวอักษร",
        "The name of {subject} holds a placeholder, which is shown as it stands.",
    ),
    Sentence("เขียนเป็นข้อความธรรมดา", "Write plain words."),
    "Names are never filled in: a value in a name would show case data in lists.",
)
ID_NOT_FEEL = Rule(
    "id_not_a_name",
    Grade.ERROR,
    Sentence(
        "รหัสของ {subject} ใช้เป็นชื่อในนิพจน์ไม่ได้", "The id of {subject} cannot stand in an expression."
    ),
    Sentence(
        "ใช้ตัวพิมพ์เล็กอังกฤษ ตัวเลข และขีดล่าง ขึ้นต้นด้วยตัวอักษร ไม่ซ้ำกับคำของระบบ เช่น draft_letter",
        "Use small English letters, digits and underscores, starting with a letter and not a "
        "reserved word, such as draft_letter.",
    ),
    "An answer is read as <task id>.<key>; another id could not be read by any expression.",
)
TOO_MANY = Rule(
    "too_large",
    Grade.ERROR,
    Sentence(
        "{subject} มี{what} {count} เกิน {limit}", "{subject} has {count} {what}, more than {limit}."
    ),
    Sentence(
        "แบ่งเป็นหลายกระบวนงานแล้วเรียกกันด้วย call activity",
        "Divide it into several processes that call one another.",
    ),
    "The engine's parser goes one call deeper a step and gives up near 490; nobody can read it.",
)
RULES: Final = (
    NAME_CONTROL,
    TEXT_LONG,
    NAME_MISSING,
    NAME_EN_MISSING,
    NAME_TEMPLATE,
    ID_NOT_FEEL,
    TOO_MANY,
)

RESERVED_IDS: Final = frozenset(
    {
        *("and", "or", "not", "in", "if", "then", "else", "for", "return", "some", "every"),
        *("satisfies", "between", "true", "false", "null", "function", "instance", "of"),
        *("external", "item", "partial", "case", "deadline", "cycle"),
    }
)
_FEEL_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TEMPLATE: Final = re.compile(r"[$#]\{|\{\{|\{%")
_SHOWN_NODES: Final = frozenset({"userTask", "serviceTask", "callActivity", "scriptTask"})
_TASKS: Final = frozenset(
    tag for tag in FLOW_NODES if tag.endswith("Task") or tag in {"task", "callActivity"}
)
_JOINERS: Final = frozenset({"\u200b", "\u200c", "\u200d", "\u2060"})
_NAME: Final = Sentence("ชื่อ", "The name")
_DOCUMENTATION: Final = Sentence("คำอธิบาย", "The documentation")
_VALUE: Final = Sentence("คุณสมบัติ", "A property")


def check_texts(root: Element, findings: Findings) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = local_name(element)
        if tag == "documentation":
            _check_text(element, element.text or "", _DOCUMENTATION, MAX_DOCUMENTATION, findings)
        elif element.tag == names.PROPERTY:
            _check_text(element, element.get("value", ""), _VALUE, MAX_PROPERTY, findings)
        elif tag:
            _check_text(element, element.get("name", ""), _NAME, MAX_NAME, findings)
            if tag == "text":
                _check_text(
                    element, element.text or "", _DOCUMENTATION, MAX_DOCUMENTATION, findings
                )


def check_names(diagram: Diagram, findings: Findings) -> None:
    for node in diagram.nodes.values():
        if node.tag in _SHOWN_NODES and not node.element.get("name", "").strip():
            findings.add(NAME_MISSING, node.place)
        if not is_feel_name(node.id):
            findings.add(ID_NOT_FEEL, node.place)
        _check_name(node.element, findings)
    _check_name(diagram.process, findings)
    if not is_feel_name(diagram.id):
        findings.add(ID_NOT_FEEL, diagram.top.place)
    for level in diagram.levels.values():
        for flow in level.flows:
            _check_name(flow.element, findings)
    for lane in diagram.process.iter(names.LANE):
        _check_name(lane, findings)


def check_size(process: Element, findings: Findings) -> bool:
    """Return whether a process is small enough to be looked into further."""
    tags = Counter(local_name(element) for element in process.iter())
    counts = (
        (Sentence("งาน", "tasks"), _total(tags, _TASKS), MAX_TASKS),
        (Sentence("จุด", "elements"), _total(tags, FLOW_NODES), MAX_NODES),
        (Sentence("เส้น", "flows"), tags["sequenceFlow"], MAX_FLOWS),
        (Sentence("ช่อง", "lanes"), tags["lane"] + tags["flowNodeRef"], MAX_NODES * 2),
    )
    for what, count, limit in counts:
        if count > limit:
            findings.add(TOO_MANY, place_of(process), what=what, count=count, limit=limit)
    return all(count <= limit for _, count, limit in counts)


def _total(tags: Counter[str], wanted: Iterable[str]) -> int:
    return sum(tags[tag] for tag in wanted)


def is_feel_name(text: str) -> bool:
    return _FEEL_NAME.fullmatch(text) is not None and text not in RESERVED_IDS


def _check_name(element: Element, findings: Findings) -> None:
    name = element.get("name", "")
    if name.strip() and not properties_of(element).get("name_en", "").strip():
        findings.add(NAME_EN_MISSING, place_of(element))
    if _TEMPLATE.search(name):
        findings.add(NAME_TEMPLATE, place_of(element))


def _check_text(
    element: Element, text: str, what: Sentence, limit: int, findings: Findings
) -> None:
    if len(text) > limit:
        findings.add(TEXT_LONG, place_of(_owner(element)), what=what, length=len(text), limit=limit)
    for letter in text[: limit + 1]:
        if _misleads(letter):
            code = f"U+{ord(letter):04X}"
            findings.add(NAME_CONTROL, place_of(_owner(element)), code=code)
            return


def _owner(element: Element) -> Element:
    """Return the nearest element that people can point at: the one with an id."""
    holder = element
    while not holder.get("id"):
        parent = holder.getparent()
        if parent is None:
            return element
        holder = parent
    return holder


def _misleads(letter: str) -> bool:
    """Thai text may carry word joiners; nothing else that is invisible has a place in a name."""
    if letter in "\n\r\t" or letter in _JOINERS:
        return False
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"}
