"""Tables as files: a workbook with true dates and numbers, and plain rows. No cell is a formula."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Final

from xlsxwriter import Workbook

from engine.office.thai import Digits

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | date | int | Decimal | None

# What a cell of a workbook holds at most; beyond it the whole cell would be left out.
_LONGEST_CELL: Final = 32_767
_LONGEST_NAME: Final = 31
# What a spreadsheet that opens plain rows takes for a formula, full-width ones among them.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# What the name of a sheet may not hold.
_NOT_IN_A_NAME: Final = str.maketrans("", "", "[]:*?/\\'")
# Days of the Buddhist era, in Thai words: in Thai digits, and in Arabic ones.
_DATE_FORMATS: Final = {
    Digits.THAI: "[$-D070000]d mmm yyyy",
    Digits.ARABIC: "[$-107041E]d mmm yyyy",
}
_A4: Final = 9


@dataclass(frozen=True)
class Head:
    """``width`` is in letters."""

    title: str
    width: int


@dataclass(frozen=True)
class Sheet:
    name: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]


def workbook(title: str, sheets: Sequence[Sheet], digits: Digits) -> bytes:
    """Return sheets as XLSX: a line of heads, which each printed page repeats, and a row each.

    It is made in memory: nothing of a case lies in a temporary folder.
    """
    held = BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        formats = _formats(book, digits)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name.translate(_NOT_IN_A_NAME)[:_LONGEST_NAME])
            for at, head in enumerate(sheet.heads):
                page.set_column(at, at, head.width)
                page.write_string(0, at, head.title, formats["head"])
            for row, cells in enumerate(sheet.rows, start=1):
                for at, cell in enumerate(cells):
                    _write(page, row, at, cell, formats)
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)
            _set_paper(page, title)
    return held.getvalue()


def plain_rows(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return rows as CSV in UTF-8, with the mark by which Excel knows it; dates as ISO."""
    text = StringIO()
    written = csv.writer(text, lineterminator="\r\n")
    written.writerow(heads)
    for row in rows:
        written.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _formats(book: Any, digits: Digits) -> dict[str, Any]:
    return {
        "text": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "number": book.add_format({"valign": "top"}),
        "day": book.add_format(
            {"num_format": _DATE_FORMATS[digits], "valign": "top", "align": "left"}
        ),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
    }


def _write(page: Any, row: int, at: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, date):
        page.write_datetime(row, at, datetime.combine(cell, time()), formats["day"])
    elif isinstance(cell, int | Decimal):
        page.write_number(row, at, cell, formats["number"])
    elif cell:
        # Told to be a string, it is one, whatever it begins with.
        page.write_string(row, at, cell[:_LONGEST_CELL], formats["text"])


def _set_paper(page: Any, title: str) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    # In a header ``&`` begins a command.
    page.set_header("&C" + title.replace("&", "&&")[:200])
    page.set_footer("&C&P / &N")


def _plain(cell: Cell) -> str:
    """Write a cell in one line; what could be taken for a formula begins with an apostrophe."""
    if cell is None or not isinstance(cell, str):
        return "" if cell is None else str(cell)
    line = " ".join(cell.split())
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line
