"""Workbooks as an office fills them in from its paper book."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from engine.work.paper_book.lines import MOST_LINES, Column
from engine.work.paper_book.received_sheets import Row, read_sheet

FILED = {
    Column.BOOK: "ปกติ",
    Column.NUMBER: 12,
    Column.YEAR: "๒๕๖๘",
    Column.RECEIVED_ON: "๑๒ พ.ย. ๖๗",
    Column.CHANNEL: "ร้องเรียนด้วยตนเอง",
    Column.CATEGORY: None,
    Column.SUBJECT: "ถนนในหมู่บ้านชำรุด",
    Column.PLACE: "หมู่ ๓",
    Column.ABOUT: None,
    Column.RESULT: "แก้ไขปัญหาแล้ว",
    Column.RESULT_ON: "20/12/2567",
    Column.FILED_ON: "25 ธันวาคม 2567",
    Column.REMARK: "แฟ้มอยู่ตู้ ๒",
}
OPEN = {
    **FILED,
    Column.NUMBER: 13,
    Column.SUBJECT: "ไฟส่องทางดับ",
    Column.RESULT: None,
    Column.RESULT_ON: None,
    Column.FILED_ON: None,
    Column.REMARK: None,
}


def workbook_of(lines: Sequence[Mapping[Column, Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([one.heading.th for one in Column])
    for line in lines:
        sheet.append([line.get(one) for one in Column])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def rows_of(*lines: Mapping[Column, Any]) -> list[Row]:
    return read_sheet(workbook_of(lines), MOST_LINES + 1)
