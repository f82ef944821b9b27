"""The register as a file: a workbook with true dates, and plain rows. No cell is ever a formula."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, Final

from xlsxwriter import Workbook

from engine.office.thai import Digits
from web.design.language import say
from web.register.wording import COLUMNS, Entry

# What a cell of a workbook holds at most; beyond it the whole cell would be left out.
_LONGEST_CELL: Final = 32_767
# What a spreadsheet that opens plain rows takes for a formula, full-width ones among them.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Days of the Buddhist era, in Thai words: in Thai digits, and in Arabic ones.
_DATE_FORMATS: Final = {
    Digits.THAI: "[$-D070000]d mmm yyyy",
    Digits.ARABIC: "[$-107041E]d mmm yyyy",
}


def workbook(title: str, sheet: str, entries: Sequence[Entry], digits: Digits) -> bytes:
    """Return the entries as XLSX: a line of heads, which each printed page repeats, and a row each.

    It is made in memory: nothing of a case lies in a temporary folder.
    """
    held = BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        day = book.add_format(
            {"num_format": _DATE_FORMATS[digits], "valign": "top", "align": "left"}
        )
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        page = book.add_worksheet(sheet)
        for at, column in enumerate(COLUMNS):
            page.set_column(at, at, column.width)
            page.write_string(0, at, say(column.title), head)
        for row, entry in enumerate(entries, start=1):
            for at, column in enumerate(COLUMNS):
                _write(page, row, at, entry.cell(column), text, day)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(entries), 1), len(COLUMNS) - 1)
        _set_paper(page, title)
    return held.getvalue()


def plain_rows(entries: Sequence[Entry]) -> bytes:
    """Return the entries as CSV in UTF-8, with the mark by which Excel knows it; dates as ISO."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([say(column.title) for column in COLUMNS])
    for entry in entries:
        rows.writerow([_plain(entry.cell(column)) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _write(page: Any, row: int, at: int, cell: str | date | None, text: Any, day: Any) -> None:
    if isinstance(cell, date):
        page.write_datetime(row, at, datetime.combine(cell, time()), day)
    elif cell:
        # Told to be a string, it is one, whatever it begins with.
        page.write_string(row, at, cell[:_LONGEST_CELL], text)


def _set_paper(page: Any, title: str) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    # In a header ``&`` begins a command.
    page.set_header("&C" + title.replace("&", "&&")[:200])
    page.set_footer("&C&P / &N")


def _plain(cell: str | date | None) -> str:
    """Write a cell in one line; what could be taken for a formula begins with an apostrophe."""
    if cell is None or isinstance(cell, date):
        return "" if cell is None else cell.isoformat()
    line = " ".join(cell.split())
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line
