"""The bytes of a BPMN file: read safely, or refused with the rule that they break."""

from typing import Final

from engine.bpmn.lint.diagram import whole_file
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.xml import MAX_BYTES, MAX_DEPTH, Element, line_of, read_xml
from engine.errors import DefinitionInvalid, Problem, Sentence


def _rule(key: str, what: Sentence, mend: Sentence, why: str) -> Rule:
    return Rule(key, Grade.UNSAFE, what, mend, why)


SIZE = _rule(
    "xml_size",
    Sentence("แฟ้มใหญ่เกินกำหนด", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB."),
    Sentence("ลบภาพหรือข้อความยาวออกจากผัง", "Remove pictures or long texts from the diagram."),
    "A file of 52 MB was accepted and took 100 MB of memory a parse.",
)
EMPTY = _rule(
    "xml_empty",
    Sentence("แฟ้มว่างเปล่า", "The file is empty."),
    Sentence("ส่งแฟ้มใหม่", "Send the file again."),
    "There is nothing to run.",
)
GZIP = _rule(
    "xml_gzip",
    Sentence("แฟ้มถูกบีบอัด", "The file is compressed."),
    Sentence("ส่งแฟ้มที่ไม่ได้บีบอัด", "Send it uncompressed."),
    "libxml2 inflates by itself: a few kilobytes become hundreds of megabytes.",
)
ENCODING = _rule(
    "xml_encoding",
    Sentence(
        "อ่านตัวอักษรของแฟ้มไม่ได้", "The characters of the file cannot be read as it declares them."
    ),
    Sentence("บันทึกแฟ้มเป็น UTF-8", "Save the file as UTF-8."),
    "A wrong guess would turn Thai names into other letters.",
)
NUL = _rule(
    "xml_nul",
    Sentence("แฟ้มมีอักขระ NUL", "The file holds a NUL character."),
    Sentence("บันทึกแฟ้มใหม่จากโปรแกรมเขียนผัง", "Save it again in the editor."),
    "Texts are cut at a NUL by much that reads them.",
)
DOCTYPE = _rule(
    "xml_doctype",
    Sentence("แฟ้มมี DOCTYPE", "The file has a DOCTYPE."),
    Sentence("ลบบรรทัด DOCTYPE", "Remove the DOCTYPE."),
    "A DOCTYPE can read files of the server, call other hosts or expand without bound.",
)
NOT_WELL_FORMED = _rule(
    "xml_not_well_formed",
    Sentence("ไม่ใช่ XML ที่ถูกต้อง", "The XML is not well-formed."),
    Sentence("บันทึกแฟ้มใหม่จากโปรแกรมเขียนผัง", "Save it again in the editor."),
    "Nothing can read it.",
)
DEPTH = _rule(
    "xml_depth",
    Sentence(f"ซ้อนกันลึกเกิน {MAX_DEPTH} ชั้น", f"Elements are nested more than {MAX_DEPTH} deep."),
    Sentence("ลดการซ้อนกัน", "Nest less."),
    "Each level is a call inside a call; deep files exhaust the stack.",
)
MAX_ELEMENTS: Final = 30_000
MAX_CHILDREN: Final = 2_500
MAX_ATTRIBUTES: Final = 60
PARTS = _rule(
    "xml_parts",
    Sentence(
        f"มีส่วนย่อยเกิน {MAX_ELEMENTS:,} ส่วน หรือส่วนเดียวมีส่วนย่อยเกิน {MAX_CHILDREN:,} ส่วน "
        f"หรือมีค่าเกิน {MAX_ATTRIBUTES} ค่า",
        f"There are more than {MAX_ELEMENTS:,} elements, {MAX_CHILDREN:,} inside one, or "
        f"{MAX_ATTRIBUTES} attributes on one.",
    ),
    Sentence("แบ่งผังเป็นหลายกระบวนงาน", "Divide the diagram into several processes."),
    "Two megabytes of tiny elements keep a server busy for minutes.",
)
RULES: Final = (SIZE, PARTS, EMPTY, GZIP, ENCODING, NUL, DOCTYPE, NOT_WELL_FORMED, DEPTH)

_BY_KEY: Final = {rule.key: rule for rule in RULES}


def read_source(file: str, data: bytes, findings: Findings) -> Element | None:
    """Return the root element, or None after telling what is wrong with the bytes."""
    try:
        root = read_xml(data, file)
    except DefinitionInvalid as invalid:
        for problem in invalid.problems:
            findings.keep(_with_mend(problem), Grade.UNSAFE)
        return None
    for number, element in enumerate(root.iter(), 1):
        if (
            number > MAX_ELEMENTS
            or len(element) > MAX_CHILDREN
            or len(element.attrib) > MAX_ATTRIBUTES
        ):
            findings.add(PARTS, whole_file(file, line_of(element)))
            return None
    return root


def _with_mend(problem: Problem) -> Problem:
    mend = _BY_KEY[problem.rule].mend
    message = Sentence(
        f"{problem.message.th.rstrip('.')} {mend.th}",
        f"{problem.message.en.rstrip('.')}. {mend.en}",
    )
    return Problem(problem.rule, problem.severity, problem.element, problem.line, message)
