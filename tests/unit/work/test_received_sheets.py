"""A workbook that anybody may have made is read as plain cells, or refused."""

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from engine.errors import UploadRejected
from engine.office.thai import Digits
from engine.work.paper_book.received_sheets import (
    LARGEST_FILE,
    MOST_PARTS,
    MOST_UNPACKED,
    read_sheet,
)
from web.spreadsheets import Head, Sheet, workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = (
    f'<workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
)
WAYS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
)


def packed(sheet: str, others: Mapping[str, str] | None = None, method: int = 8) -> bytes:
    held = BytesIO()
    parts = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": WAYS,
        "xl/worksheets/sheet1.xml": sheet,
        **(others or {}),
    }
    with zipfile.ZipFile(held, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def sheet_of(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def refused(content: bytes, most: int = 10) -> str:
    with pytest.raises(UploadRejected) as found:
        read_sheet(content, most)
    return found.value.sentence.en


def test_cells_are_texts_and_days_and_a_formula_is_told_apart():
    book = Workbook()
    sheet = book.active
    sheet.append(["๑๒/๒๕๖๘", 12, 12.5, datetime(2025, 10, 12), None, "=A1", True])  # noqa: DTZ001
    sheet["C3"] = " \u200b"
    book.create_sheet("second").append(["not read"])
    held = BytesIO()
    book.save(held)
    (row, *_) = read_sheet(held.getvalue(), 10)
    assert [row.cells[at].text for at in (0, 1, 2)] == ["๑๒/๒๕๖๘", "12", "12.5"]
    assert row.cells[3].day == date(2025, 10, 12)
    assert 4 not in row.cells
    assert row.cells[5].is_formula


def test_a_row_keeps_the_number_that_a_spreadsheet_shows():
    content = packed(sheet_of('<row r="7"><c r="B7" t="inlineStr"><is><t>a</t></is></c></row>'))
    (row,) = read_sheet(content, 10)
    assert (row.number, list(row.cells)) == (7, [1])


def test_what_our_own_exports_write_is_read_again():
    heads = [Head("หัว", 10), Head("วัน", 10)]
    content = workbook("ชื่อ", [Sheet("ก", heads, [["ข้อความ", date(2025, 1, 2)]])], Digits.THAI)
    head, row = read_sheet(content, 10)
    assert [cell.text for cell in head.cells.values()] == ["หัว", "วัน"]
    assert (row.cells[0].text, row.cells[1].day) == ("ข้อความ", date(2025, 1, 2))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4",
        packed("<not-xml"),
        packed(sheet_of("<row><c t='s'><v>9</v></c></row>")),
        packed(sheet_of("<row><c t='n'><v>twelve</v></c></row>")),
        packed(
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
            + sheet_of("<row><c t='inlineStr'><is><t>&b;</t></is></c></row>")
        ),
        packed(
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            + sheet_of("<row><c t='inlineStr'><is><t>&a;</t></is></c></row>")
        ),
        packed(sheet_of(""), method=zipfile.ZIP_LZMA),
    ],
)
def test_what_is_no_workbook_or_declares_entities_is_refused(content):
    assert "no XLSX workbook" in refused(content)


def test_a_declaration_does_not_hide_in_another_encoding():
    sheet = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>' + sheet_of("")
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", WAYS)
        package.writestr("xl/worksheets/sheet1.xml", sheet.encode("utf-16"))
    assert "no XLSX workbook" in refused(held.getvalue())


def test_a_bomb_is_not_unpacked_to_its_end():
    assert "too large" in refused(packed(sheet_of(" " * (MOST_UNPACKED + 1))))
    two_halves = {"xl/sharedStrings.xml": f"<sst {MAIN}>{' ' * (MOST_UNPACKED // 2)}</sst>"}
    assert "too large" in refused(packed(sheet_of(" " * (MOST_UNPACKED // 2)), two_halves))
    assert "too large" in refused(b"x" * (LARGEST_FILE + 1))
    many = {f"xl/media/{number}": "" for number in range(MOST_PARTS)}
    assert "too large" in refused(packed(sheet_of(""), many))


def test_more_rows_than_are_taken_are_refused_and_empty_ones_not_counted():
    row = "<row><c t='inlineStr'><is><t>a</t></is></c></row>"
    assert len(read_sheet(packed(sheet_of(row * 3 + "<row/>" * 50)), 3)) == 3
    assert "At most 2 lines" in refused(packed(sheet_of(row * 4)), 3)
