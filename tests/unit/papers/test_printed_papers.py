"""Papers as PDF: every letter of them, in their place, as text and nothing but text."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from engine.office.acting import ActingForm
from engine.office.thai import Digits
from engine.papers.contents import Acting, Memo, Part, Signature
from engine.papers.faces import find_face
from engine.papers.layouts import lay_out
from engine.papers.printing import Printer, printer_of
from engine.papers.words import pieces
from tests.support.printed_text import lines_of, page_text, text_of, texts_of, without_spaces
from tests.support.sample_papers import FACTS, LETTER, MARKS, MEMO, ORDER, SAMPLES, SECRET

POINTS_A_CM = 72 / 2.54
RIGHT_EDGE = (21 - 2) * POINTS_A_CM


@pytest.fixture(scope="module")
def printer() -> Printer:
    return printer_of(None, None)


def memo_of(text: str) -> Memo:
    return Memo(
        marks=replace(MARKS, digits=Digits.ARABIC),
        office="ก",
        subject="ข",
        addressee="ค",
        parts=(Part(None, text),),
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_is_tagged_and_says_what_it_is_and_in_which_language(
    printer: Printer, name: str
) -> None:
    document = pypdfium2.PdfDocument(printer.pdf(SAMPLES[name]))
    assert raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_dict()["Title"] == lay_out(SAMPLES[name]).title
    assert b"/Lang(th-TH)" in printer.pdf(SAMPLES[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_paper_has_the_same_bytes(printer: Printer, name: str) -> None:
    assert printer.pdf(SAMPLES[name]) == Printer(find_face(None)).pdf(SAMPLES[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_printed_past_the_right_margin(printer: Printer, name: str) -> None:
    assert all(right <= RIGHT_EDGE + 1 for right in right_ends(printer.pdf(SAMPLES[name])))


@pytest.mark.parametrize("text", ["W" * 3000, "ก" * 3000, "a/b." * 700, "๙" * 900])
def test_words_without_end_are_torn_at_the_margin(printer: Printer, text: str) -> None:
    assert all(right <= RIGHT_EDGE + 1 for right in right_ends(printer.pdf(memo_of(text))))


def right_ends(pdf: bytes) -> list[float]:
    document = pypdfium2.PdfDocument(pdf)
    pages = (document[n].get_textpage() for n in range(len(document)))
    return [
        page.get_charbox(n)[2]
        for page in pages
        for n in range(page.count_chars())
        if page.get_text_range(n, 1).strip()
    ]


@pytest.mark.parametrize("digits", Digits)
def test_no_line_ends_inside_a_word_a_date_or_a_number_with_its_unit(
    printer: Printer, digits: Digits
) -> None:
    paper = replace(MEMO, marks=replace(MARKS, digits=digits))
    printed = [without_spaces(line) for line in lines_of(printer.pdf(paper))]
    pairs = list(pairwise(printed))
    broken = 0
    for text in texts_of(lay_out(paper)):
        bare, ends = without_spaces(text), edges(text)
        for line, following in pairs:
            if line + following in bare:
                broken += 1
                assert bare.index(line + following) + len(line) in ends, (line, following)
    assert broken > 5


def edges(text: str) -> set[int]:
    """Return after how many letters, spaces apart, a line may end."""
    found, place = set(), 0
    for piece in pieces(text):
        place += len(without_spaces(piece))
        found.add(place)
    return found


HOSTILE = (
    '#set text(fill: red) #import "@preview/cetz:0.3.0" #read("/etc/passwd")',
    "$ x^2 $ \\ \\u{202e} *bold* _it_ `raw` = heading",
    "- list\n+ list\n/ term: x",
    "<b>&amp;</b> \"'{}[]@label // comment /* c */",
    "=1+1 %PDF-1.7 \\end{document}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_printed_as_the_text_that_it_is(printer: Printer, text: str) -> None:
    assert without_spaces(text) in text_of(printer.pdf(memo_of(text)))


def test_signs_that_are_not_seen_and_turn_text_are_left_out(printer: Printer) -> None:
    printed = text_of(printer.pdf(memo_of("ก่อน\u202eกลาง\u200f\x00\x07หลัง\ufeff")))
    assert "ก่อนกลางหลัง" in printed


def test_a_letter_that_no_face_has_leaves_a_box_and_the_paper_is_printed(printer: Printer) -> None:
    printed = text_of(printer.pdf(memo_of("ก่อน 漢字 หลัง")))
    assert "ก่อน" in printed
    assert "หลัง" in printed


def test_twenty_thousand_letters_are_all_printed(printer: Printer) -> None:
    text = ("ตรวจสอบข้อเท็จจริง" * 1200)[:20_000]
    pdf = printer.pdf(memo_of(text))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 5
    bodies = (without_spaces(page_text(document, n)) for n in range(len(document)))
    # From the second page on its number stands at its head.
    bare = "".join(body.rpartition("-")[2] if n else body for n, body in enumerate(bodies))
    assert text in bare


def test_secrecy_stands_at_the_head_and_foot_of_every_page(printer: Printer) -> None:
    paper = replace(MEMO, parts=(Part(None, "\n".join([FACTS] * 30)),))
    document = pypdfium2.PdfDocument(printer.pdf(paper))
    assert len(document) > 2
    for number in range(len(document)):
        assert page_text(document, number).count("ลับ") == 2


def test_pages_after_the_first_bear_their_number_in_the_offices_digits(printer: Printer) -> None:
    document = pypdfium2.PdfDocument(printer.pdf(SAMPLES["table_paper"]))
    assert "- ๒ -" in page_text(document, 1)
    assert "- ๑ -" not in page_text(document, 0)
    # The head of a table that goes on is there again. A page of few narrow rows is taken for
    # vertical writing by this reader, which then puts each letter on a line of its own.
    assert "คงเหลือ" in page_text(document, 1).replace("\r\n", "")


def place_of(pdf: bytes, text: str) -> tuple[float, float]:
    """Return where a text begins on the first page: cm from the left, cm from the top."""
    page = pypdfium2.PdfDocument(pdf)[0]
    found = page.get_textpage().search(text).get_next()
    assert found is not None
    left, _, _, top = page.get_textpage().get_charbox(found[0])
    return left / POINTS_A_CM, (page.get_height() - top) / POINTS_A_CM


def test_a_memo_has_the_form_of_the_regulation(printer: Printer) -> None:
    pdf = printer.pdf(MEMO)
    title, office = place_of(pdf, "บันทึกข้อความ"), place_of(pdf, "ส่วนราชการ")
    number, day = place_of(pdf, "ที่ ศน"), place_of(pdf, "วันที่")
    assert title[1] < office[1] < number[1] < place_of(pdf, "เรียน")[1]
    assert 6 < title[0] < 12
    assert office[0] == pytest.approx(3, abs=0.2)
    assert number[1] == pytest.approx(day[1], abs=0.3)
    assert day[0] > 10
    assert [line for line in lines_of(pdf) if line.strip() == "๑. ต้นเรื่อง"]


def test_a_number_that_is_not_ours_is_typed_or_left_to_be_filled_in(printer: Printer) -> None:
    assert "ที่ศน๐๐๑๙/-" in text_of(printer.pdf(MEMO))
    assert "ที่...." in text_of(printer.pdf(replace(LETTER, number=None)))
    assert "ที่ศน๐๐๑๙/๗" in text_of(printer.pdf(replace(LETTER, number="ศน 0019/7")))


@pytest.mark.parametrize("form", ActingForm)
def test_who_signs_for_somebody_signs_in_the_legal_form(printer: Printer, form: ActingForm) -> None:
    signature = Signature(
        name="นางอรุณ ตัวอย่าง",
        position="พัฒนาการจังหวัดศรีนคร",
        acting=Acting(form=form, post="ผู้ว่าราชการจังหวัดศรีนคร"),
    )
    printed = lines_of(printer.pdf(replace(LETTER, signature=signature)))
    at = printed.index("(นางอรุณ ตัวอย่าง)")
    assert printed[at + 1 : at + 3] == [
        f"พัฒนาการจังหวัดศรีนคร {form.words.th}",
        "ผู้ว่าราชการจังหวัดศรีนคร",
    ]


def test_a_paper_signed_in_the_system_says_so_and_one_for_ink_leaves_room(printer: Printer) -> None:
    assert "ลงนามในระบบ" in text_of(printer.pdf(MEMO))
    unsigned = printer.pdf(LETTER)
    closing, name = place_of(unsigned, "ขอแสดงความนับถือ"), place_of(unsigned, "(นางอรุณ")
    assert name[1] - closing[1] > 1.5


def test_what_was_signed_in_ink_on_another_sheet_says_so(printer: Printer) -> None:
    signed = replace(LETTER.signature, in_system=False, in_ink=True)
    printed = text_of(printer.pdf(replace(LETTER, signature=signed)))
    assert "ลงนามในกระดาษ" in printed
    assert "ลงนามในระบบ" not in printed


def test_an_order_names_its_committee_and_its_day_with_the_era(printer: Printer) -> None:
    printed = text_of(printer.pdf(ORDER))
    for number, seat in zip("๑๒๓", ORDER.seats, strict=True):
        assert without_spaces(f"{number}. {seat.name} {seat.position} {seat.seat}") in printed
    assert "สั่งณวันที่๓๐มีนาคมพ.ศ.๒๕๖๙" in printed


def test_an_emblem_is_printed_where_there_is_one_and_its_place_stays_blank(
    printer: Printer, tmp_path: Path
) -> None:
    emblem = tmp_path / "emblem.svg"
    emblem.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
        '<rect width="10" height="10"/></svg>',
        encoding="utf-8",
    )
    with_emblem, without = printer_of(None, emblem).pdf(LETTER), printer.pdf(LETTER)
    assert place_of(with_emblem, "ที่")[1] == pytest.approx(place_of(without, "ที่")[1], abs=0.05)
    assert dark(with_emblem) > dark(without) + 1000


def dark(pdf: bytes) -> int:
    """Count the dark places in the middle of the head of the first page."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1, grayscale=True)
    rows = bytes(picture.buffer)
    width = picture.stride
    middle = slice(width * 2 // 5, width * 3 // 5)
    return sum(
        value < 128
        for row in range(50, 170)
        for value in rows[row * width : (row + 1) * width][middle]
    )


def test_an_offices_own_typeface_comes_first(tmp_path: Path) -> None:
    bundled = find_face(None, tmp_path)
    assert bundled.name == "Sarabun"
    own = tmp_path / "own"
    own.mkdir()
    (own / "face.ttf").write_bytes(sarabun_light().read_bytes())
    assert find_face(own).name.startswith("Sarabun")
    assert find_face(own).points == 12


def sarabun_light() -> Path:
    import fontpkg_sarabun  # noqa: PLC0415  (only here)

    return Path(fontpkg_sarabun.__file__).parent / "files" / "Sarabun-Light.ttf"


def test_secrecy_and_urgency_are_red(printer: Printer) -> None:
    paper = replace(LETTER, marks=SECRET, day=date(2026, 3, 30))
    page = pypdfium2.PdfDocument(printer.pdf(paper))[0]
    picture = page.render(scale=1, rev_byteorder=True, prefer_bgrx=False)
    head = bytes(picture.buffer)[: picture.stride * 70]
    reds = sum(head[n] > 150 and head[n + 1] < 60 for n in range(0, len(head) - 2, 3))
    assert reds > 20


def test_several_threads_print_at_once(printer: Printer) -> None:
    with ThreadPoolExecutor(8) as threads:
        printed = list(threads.map(printer.pdf, [*SAMPLES.values()] * 4))
    assert printed == [printer.pdf(paper) for paper in SAMPLES.values()] * 4
