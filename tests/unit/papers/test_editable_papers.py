"""Papers as DOCX: the same words, and properties by which Word sets Thai as Thai."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from engine.papers.contents import Part
from engine.papers.editing import FACE, docx
from engine.papers.layouts import lay_out
from tests.support.printed_text import texts_of, without_spaces
from tests.support.sample_papers import MEMO, SAMPLES, TABLE_PAPER

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTY_ORDER = ("rFonts", "b", "bCs", "color", "sz", "szCs", "cs", "lang")


def parts_of(content: bytes) -> dict[str, etree._Element]:
    with ZipFile(BytesIO(content)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


def said(content: bytes) -> str:
    body = parts_of(content)["word/document.xml"]
    return without_spaces("".join(body.itertext(f"{W}t")))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_of_the_paper_is_there(name: str) -> None:
    text = said(docx(SAMPLES[name]))
    for one in texts_of(lay_out(SAMPLES[name])):
        assert without_spaces(one) in text


@pytest.mark.parametrize("name", SAMPLES)
def test_each_run_is_of_a_complex_script_in_thai_and_in_the_offices_face(name: str) -> None:
    for run in parts_of(docx(SAMPLES[name]))["word/document.xml"].iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        assert properties is not None
        names = [etree.QName(one).localname for one in properties]
        assert names == sorted(names, key=PROPERTY_ORDER.index)
        assert properties.find(f"{W}rFonts").get(f"{W}cs") == FACE
        size, complex_size = (properties.find(f"{W}{one}").get(f"{W}val") for one in ("sz", "szCs"))
        assert size == complex_size
        assert properties.find(f"{W}lang").get(f"{W}bidi") == "th-TH"
        assert {"cs", "szCs"} <= set(names)
        assert ("b" in names and properties.find(f"{W}b").get(f"{W}val") is None) == (
            "bCs" in names
        )


def test_secrecy_stands_at_the_head_and_foot_of_the_pages() -> None:
    section = Document(BytesIO(docx(MEMO))).sections[0]
    assert section.header.paragraphs[0].text == "ลับ"
    assert section.footer.paragraphs[0].text == "ลับ"


def test_a_table_has_its_rows_and_the_width_of_its_columns() -> None:
    (table,) = Document(BytesIO(docx(TABLE_PAPER))).tables
    assert len(table.rows) == 41
    assert [cell.text for cell in table.rows[1].cells] == ["ประเภทที่ ๑ การจัดซื้อจัดจ้าง", "๑", "๑,๒๓๔"]
    first, second, _ = (cell.width for cell in table.rows[1].cells)
    assert first == pytest.approx(3 * second, rel=0.01)


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    paper = replace(MEMO, parts=(Part(None, "ก่อน\x00\x0b\ud800\ufffeหลัง <w:p/> &amp;"),))
    assert "ก่อนหลัง<w:p/>&amp;" in said(docx(paper))


def test_an_emblem_of_points_is_put_in_and_one_of_lines_leaves_its_place() -> None:
    point = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
        "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
    )
    assert b"word/media/" in docx(MEMO, point)
    assert b"word/media/" not in docx(MEMO, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert b"word/media/" not in docx(MEMO)
