"""Whether the XML is one BPMN process that can be kept: root, process, ids. All of it is UNSAFE."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import (
    FLOW_NODES,
    local_name,
    place_of,
    printable,
    stem_of,
    whole_file,
)
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.xml import Element, line_of
from engine.errors import Sentence

MAX_ID_LENGTH: Final = 100

NOT_BPMN = Rule(
    "not_bpmn",
    Grade.UNSAFE,
    Sentence("{subject} ไม่ใช่ผังกระบวนงาน BPMN 2.0", "{subject} is not a BPMN 2.0 diagram."),
    Sentence(
        "ส่งแฟ้ม .bpmn ที่บันทึกจากโปรแกรมเขียนผัง",
        "Send a .bpmn file as a BPMN editor saves it.",
    ),
    "The engine finds no process in the file and accepts it as empty.",
)
PROCESS_COUNT = Rule(
    "process_count",
    Grade.UNSAFE,
    Sentence(
        "{subject} มี {count} กระบวนงาน แต่แฟ้มหนึ่งต้องมีกระบวนงานเดียว",
        "{subject} holds {count} processes, but a file holds exactly one.",
    ),
    Sentence(
        "แยกแต่ละกระบวนงานเป็นแฟ้มของตน แล้วเรียกกันด้วย call activity",
        "Put each process in a file of its own and call it by a call activity.",
    ),
    "A second process in the file would be deployed under the first one's review.",
)
PROCESS_ID = Rule(
    "process_id_not_file_name",
    Grade.UNSAFE,
    Sentence(
        "{subject} ต้องใช้รหัสเดียวกับชื่อแฟ้ม คือ {expected}",
        "{subject} must carry the file's name as its id: {expected}.",
    ),
    Sentence(
        "แก้รหัสของกระบวนงานหรือชื่อแฟ้มให้ตรงกัน",
        "Change the id of the process or the name of the file.",
    ),
    "A file could replace another office's process by carrying that process's id.",
)
ID_MISSING = Rule(
    "id_missing",
    Grade.UNSAFE,
    Sentence("{subject} ไม่มีรหัส (id)", "{subject} has no id."),
    Sentence("ใส่รหัสที่ไม่ซ้ำกับส่วนอื่น", "Give it an id that nothing else carries."),
    "Work, answers and the record of a case are kept by id; without one nothing is found again.",
)
ID_MALFORMED = Rule(
    "id_malformed",
    Grade.UNSAFE,
    Sentence("รหัสของ {subject} ใช้ไม่ได้", "The id of {subject} cannot be used."),
    Sentence(
        f"ใช้อักษรอังกฤษ ตัวเลข ขีดล่าง ขีด หรือจุด ขึ้นต้นด้วยอักษร ไม่เกิน {MAX_ID_LENGTH} ตัว",
        "Use English letters, digits, underscore, hyphen or full stop, starting with a letter, "
        f"{MAX_ID_LENGTH} at most.",
    ),
    "Ids become file names, addresses and names in expressions; '../' would leave its folder.",
)
ID_DUPLICATE = Rule(
    "id_duplicate",
    Grade.UNSAFE,
    Sentence(
        "รหัสของ {subject} ซ้ำกับส่วนอื่นในบรรทัดที่ {first_line}",
        "The id of {subject} is also used in line {first_line}.",
    ),
    Sentence("เปลี่ยนรหัสให้ไม่ซ้ำกัน", "Change one of the two ids."),
    "The engine keeps the last element of that id and loses the other without a word.",
)
NESTED_TOO_DEEP = Rule(
    "subprocess_too_deep",
    Grade.UNSAFE,
    Sentence(
        "{subject} ซ้อนอยู่ในกระบวนงานย่อยเกิน {limit} ชั้น",
        "{subject} lies more than {limit} sub-processes deep.",
    ),
    Sentence(
        "แยกส่วนในออกเป็นกระบวนงานของตนแล้วเรียกด้วย call activity",
        "Make the inner part a process of its own and call it.",
    ),
    "Each level is parsed and run inside the one above; a hundred of them take seconds a step.",
)
RULES: Final = (
    NOT_BPMN,
    PROCESS_COUNT,
    PROCESS_ID,
    ID_MISSING,
    ID_MALFORMED,
    ID_DUPLICATE,
    NESTED_TOO_DEEP,
)

MAX_SUBPROCESS_DEPTH: Final = 4
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NEEDS_ID: Final = frozenset({*FLOW_NODES, "process", "sequenceFlow", "lane"})


def find_process(file: str, root: Element, findings: Findings) -> Element | None:
    """Return the one process of the file, or None when the file cannot be read further."""
    if root.tag != names.DEFINITIONS:
        findings.add(NOT_BPMN, whole_file(file))
        return None
    processes = root.findall(names.PROCESS)
    if not processes:
        findings.add(NOT_BPMN, whole_file(file))
        return None
    if len(processes) > 1:
        findings.add(PROCESS_COUNT, place_of(processes[1]), count=len(processes))
    expected = stem_of(file)
    if processes[0].get("id", "") != expected:
        findings.add(PROCESS_ID, place_of(processes[0]), expected=printable(expected))
    _check_ids(root, findings)
    _check_depth(processes[0], findings)
    return None if findings.are_unsafe else processes[0]


def _check_ids(root: Element, findings: Findings) -> None:
    """Ids of foreign elements count too: the engine indexes whatever carries one."""
    lines: dict[str, int] = {}
    told: Counter[str] = Counter()
    for element in _elements(root):
        identity = element.get("id")
        if not identity:
            if local_name(element) in _NEEDS_ID or identity is not None:
                findings.add(ID_MISSING, place_of(element))
            continue
        if not _ID.fullmatch(identity) or len(identity) > MAX_ID_LENGTH:
            findings.add(ID_MALFORMED, place_of(element))
        if identity in lines:
            told[identity] += 1
            if told[identity] == 1:
                findings.add(ID_DUPLICATE, place_of(element), first_line=lines[identity])
        lines.setdefault(identity, line_of(element))


def _elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _check_depth(process: Element, findings: Findings) -> None:
    waiting = [(process, 0)]
    while waiting:
        container, depth = waiting.pop()
        if depth > MAX_SUBPROCESS_DEPTH:
            findings.add(NESTED_TOO_DEEP, place_of(container), limit=MAX_SUBPROCESS_DEPTH)
            continue
        waiting.extend(
            (child, depth + 1)
            for child in container
            if local_name(child) in {"subProcess", "transaction", "adHocSubProcess"}
        )
