"""The first sheet of a workbook (XLSX) that anybody may have made, read as plain cells.

It is unpacked no further than to a limit whatever it says of its own size, its XML knows no
entities and fetches nothing, and no formula is computed: one is told apart from a value.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Final

from lxml import etree

from engine.errors import Sentence, UploadRejected

LARGEST_FILE: Final = 4 * 1024 * 1024
MOST_UNPACKED: Final = 12 * 1024 * 1024
MOST_PARTS: Final = 300
MOST_COLUMNS: Final = 40
LONGEST_TEXT: Final = 4_000
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_BOOK: Final = "xl/workbook.xml"
_WAYS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"
# Day 0 of a workbook; of one that was begun on an old Macintosh another.
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LAST_SERIAL: Final = 2_958_465


@dataclass(frozen=True)
class Cell:
    """``text`` as it stands; ``day`` what a number is as a date of the workbook."""

    text: str
    day: date | None = None
    is_formula: bool = False


@dataclass(frozen=True)
class Row:
    """``number`` is what a spreadsheet shows; cells that hold something, by column from 0."""

    number: int
    cells: dict[int, Cell]


def read_sheet(content: bytes, most_rows: int) -> list[Row]:
    """Return the rows of the first sheet that have anything in them, the head with them.

    Raises
    ------
    UploadRejected
        It is no workbook, larger or longer than is taken, or made to do harm.
    """
    if len(content) > LARGEST_FILE:
        raise _refused(_TOO_LARGE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return _read(_Parts(packed), most_rows)
    except UploadRejected:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        IndexError,
        ValueError,
        OverflowError,
    ) as error:
        raise _refused(_NO_WORKBOOK) from error


class _Parts:
    """The parts of a workbook, of which no more is unpacked in all than ``MOST_UNPACKED``."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        if len(packed.infolist()) > MOST_PARTS:
            raise _refused(_TOO_LARGE)
        if any(part.compress_type not in _PACKED for part in packed.infolist()):
            raise _refused(_NO_WORKBOOK)
        self._packed = packed
        self._room = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self._packed.namelist()

    def read(self, name: str) -> bytes:
        with self._packed.open(name) as part:
            content = part.read(self._room + 1)
        if len(content) > self._room:
            raise _refused(_TOO_LARGE)
        self._room -= len(content)
        # Parts are UTF-8; in another encoding a declaration of entities could hide.
        if b"\0" in content or b"<!" in content.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
            raise _refused(_NO_WORKBOOK)
        return content

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Give the elements of these tags one after the other, and forget each."""
        found = etree.iterparse(
            BytesIO(self.read(name)),
            events=("end",),
            tag=tags,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        for _, element in found:
            yield element
            element.clear(keep_tail=False)


def _read(parts: _Parts, most_rows: int) -> list[Row]:
    is_1904, sheet = False, None
    for element in parts.elements(_BOOK, f"{_MAIN}workbookPr", f"{_MAIN}sheet"):
        if element.tag == f"{_MAIN}workbookPr":
            is_1904 = element.get("date1904") in ("1", "true")
        elif sheet is None:
            sheet = element.get(f"{_OFFICE}id")
    ways = {
        str(one.get("Id")): str(one.get("Target"))
        for one in parts.elements(_WAYS, f"{_PACKAGE}Relationship")
    }
    name = _within(ways[str(sheet)])
    strings = list(_strings(parts)) if _STRINGS in parts else []
    epoch = _EPOCH_1904 if is_1904 else _EPOCH
    rows: list[Row] = []
    for number, element in enumerate(parts.elements(name, f"{_MAIN}row"), start=1):
        cells = dict(_cells(element, strings, epoch))
        if cells:
            rows.append(Row(int(element.get("r") or number), cells))
        if len(rows) > most_rows:
            raise _refused(_too_long(most_rows - 1))
    return rows


def _within(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _strings(parts: _Parts) -> Iterator[str]:
    for element in parts.elements(_STRINGS, f"{_MAIN}si"):
        yield _text_in(element)


def _text_in(element: etree._Element) -> str:
    """Put the runs of a text together, without how it is read aloud."""
    texts = [
        each.text or ""
        for each in element.iter(f"{_MAIN}t")
        if (over := each.getparent()) is None or over.tag != f"{_MAIN}rPh"
    ]
    return "".join(texts)[: LONGEST_TEXT + 1]


def _cells(row: etree._Element, strings: list[str], epoch: date) -> Iterator[tuple[int, Cell]]:
    for at, element in enumerate(row.iter(f"{_MAIN}c")):
        column = _column(element.get("r"), at)
        cell = _cell(element, strings, epoch)
        if cell is not None and column < MOST_COLUMNS:
            yield column, cell


def _column(reference: str | None, at: int) -> int:
    letters = [sign for sign in (reference or "") if "A" <= sign <= "Z"]
    if not letters:
        return at
    found = 0
    for letter in letters[:3]:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def _cell(element: etree._Element, strings: list[str], epoch: date) -> Cell | None:
    if element.find(f"{_MAIN}f") is not None:
        return Cell("", is_formula=True)
    kind = element.get("t", "n")
    said = (element.findtext(f"{_MAIN}v") or "").strip()
    if kind == "inlineStr":
        said = _text_in(element)
    elif kind == "s" and said:
        said = strings[int(said)]
    if not said.strip():
        return None
    if kind == "d":
        return Cell(said, date.fromisoformat(said[:10]))
    return _number(said, epoch) if kind == "n" else Cell(said)


def _number(said: str, epoch: date) -> Cell:
    number = float(said)
    if not 1 <= number <= _LAST_SERIAL:
        return Cell(said)
    text = str(int(number)) if number.is_integer() else said
    return Cell(text, epoch + timedelta(days=int(number)))


def _refused(why: Sentence) -> UploadRejected:
    return UploadRejected(why)


def _too_long(rows: int) -> Sentence:
    return Sentence(
        f"นำเข้าได้ครั้งละไม่เกิน {rows} บรรทัด แบ่งเป็นหลายแฟ้ม",
        f"At most {rows} lines at a time; make several files of it.",
    )


_NO_WORKBOOK: Final = Sentence(
    "อ่านแฟ้มนี้เป็นตาราง XLSX ไม่ได้ ใช้แฟ้มแบบที่ดาวน์โหลดจากหน้านี้",
    "This is no XLSX workbook that can be read. Use the template of this page.",
)
_TOO_LARGE: Final = Sentence(
    "แฟ้มใหญ่เกินไป ใช้แฟ้มแบบที่ดาวน์โหลดจากหน้านี้และวางเฉพาะข้อความ",
    "The file is too large. Use the template of this page, with nothing but text in it.",
)
