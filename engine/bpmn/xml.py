"""Safe reading of BPMN files that anybody may have written.

The bytes are judged before any XML parser sees them, and decoded here, so that nothing depends
on which limits the installed libxml2 happens to have.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final, NoReturn

from lxml import etree
from lxml.etree import _Element as Element  # lxml's only name for the type

from engine.errors import DefinitionInvalid, Problem, Sentence, Severity

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Element", "line_of", "read_xml"]

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 100

_GZIP_MAGIC: Final = b"\x1f\x8b"
_DECLARED_ENCODING: Final = re.compile(
    rb"""\A<\?xml[ \t\r\n][^>]*?encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._-]*)["']"""
)
_ENCODINGS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "tis-620": "tis-620",
    "iso-8859-11": "iso-8859-11",
    "windows-874": "cp874",
}
_PROLOG: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def read_xml(data: bytes, source: str) -> Element:
    """Return the root element of an XML document, or refuse it with a located problem.

    ``source`` is the name people know the file by; it becomes the tree's ``docinfo.URL`` and is
    never opened. Raises DefinitionInvalid for more than MAX_BYTES, gzip, NUL, an unknown or wrong
    encoding, a DOCTYPE, XML that is not well-formed and nesting deeper than MAX_DEPTH. External
    references are never followed and entities never expanded.
    """
    text = _decoded(data)
    _refuse_doctype(text)
    root = _parsed(text, source)
    _refuse_deep_nesting(root)
    return root


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        _refuse("xml_size", 1, "แฟ้มใหญ่เกิน 2 เมกะไบต์", "The file is larger than 2 MB.")
    if not data.strip():
        _refuse("xml_empty", 1, "แฟ้มว่างเปล่า", "The file is empty.")
    if data.startswith(_GZIP_MAGIC):
        _refuse(
            "xml_gzip",
            1,
            "แฟ้มถูกบีบอัดไว้ ให้ส่งแฟ้ม BPMN ที่ไม่ได้บีบอัด",
            "The file is compressed; send plain BPMN.",
        )
    encoding, skipped = _encoding(data)
    try:
        text = data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[:skipped].count(b"\n") + data[skipped:][: error.start].count(b"\n") + 1
        _refuse(
            "xml_encoding",
            line,
            f"ตัวอักษรในแฟ้มไม่ตรงกับรหัสอักขระที่ประกาศไว้ ({encoding})",
            f"The bytes are not the encoding that the file declares ({encoding}).",
        )
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        _refuse("xml_nul", line, "แฟ้มมีอักขระ NUL", "The file contains a NUL character.")
    return text


def _encoding(data: bytes) -> tuple[str, int]:
    """Return the codec and the length of the byte order mark before the text."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return codec, len(mark)
    declared = _DECLARED_ENCODING.match(data)
    if declared is None:
        return "utf-8", 0
    name = declared[1].decode("ascii")
    codec_name = _ENCODINGS.get(name.lower())
    if codec_name is None:
        _refuse(
            "xml_encoding",
            1,
            f"ไม่รองรับรหัสอักขระ {name} ให้บันทึกแฟ้มเป็น UTF-8",
            f"The encoding {name} is not supported; save the file as UTF-8.",
        )
    return codec_name, 0


def _refuse_doctype(text: str) -> None:
    """Only what stands before the root element can be a DOCTYPE; in a comment it is just text."""
    position = 0
    while match := _PROLOG.match(text, position):
        position = match.end()
    if text.startswith("<!DOCTYPE", position):
        _refuse(
            "xml_doctype",
            text[:position].count("\n") + 1,
            "ไม่รับแฟ้มที่มี DOCTYPE",
            "A DOCTYPE is not accepted.",
        )


def _parsed(text: str, source: str) -> Element:
    parser = etree.XMLParser(
        encoding="utf-8",  # the declaration in the text may still name the encoding it came in
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser, base_url=source)
    except etree.XMLSyntaxError as error:
        # The parser cites the file, whose signs may be such as turn or hide what follows.
        said = "".join(sign for sign in error.msg or "" if sign.isprintable())
        _refuse(
            "xml_not_well_formed",
            max(error.lineno or 1, 1),
            f"ไม่ใช่ XML ที่ถูกต้อง: {said}",
            f"The XML is not well-formed: {said}",
        )


def _refuse_deep_nesting(root: Element) -> None:
    for element, depth in _with_depth(root):
        if depth > MAX_DEPTH:
            _refuse(
                "xml_depth",
                line_of(element),
                f"ซ้อนกันลึกเกิน {MAX_DEPTH} ชั้น",
                f"Elements are nested more than {MAX_DEPTH} deep.",
            )


def _with_depth(root: Element) -> Iterator[tuple[Element, int]]:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            yield element, depth


def line_of(element: Element) -> int:
    """Line of an element's start tag, counted from 1."""
    line = element.sourceline
    return line if isinstance(line, int) and line > 0 else 1


def _refuse(rule: str, line: int, th: str, en: str) -> NoReturn:
    raise DefinitionInvalid((Problem(rule, Severity.ERROR, "", line, Sentence(th, en)),))
