"""Where a line of a paper may be broken, and what of a text a paper shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.office.thai import Digits
from engine.papers.words import LONGEST_PIECE, clean, in_paper_digits, pieces
from tests.support.sample_papers import DIFFICULT, FACTS


@pytest.mark.parametrize(
    "kept",
    [
        "30 มีนาคม 2569",
        "๓๐ มี.ค. ๒๕๖๙",
        "มีนาคม ๒๕๖๙",
        "พ.ศ. ๒๕๖๙",
        "โทร. ๐ ๓๘๖๙ ๕๑๐๕ ต่อ ๑๐",
        "๐๓๘-๖๙๕๑๐๕",
        "๗ วันทำการ",
        "๔๙๘,๐๐๐ บาท",
        "เวลา ๐๙.๓๐ น.",
        "มาตรา ๖๔",
        "ลงวันที่ ๓๐ มีนาคม ๒๕๖๙",
        "ที่ รย ๐๐๑๙/ว ๑๒",
        "รย ๐๐๑๙/-",
        "นายกิตติ ตัวอย่าง",
        "ต่าง ๆ",
        "ผู้ร้องเรียน",
        "งบประมาณ",
        "ข้อเท็จจริง",
        "https://office.example/a?b=1",
    ],
)
def test_what_belongs_together_is_one_piece(kept: str) -> None:
    assert kept in pieces(f"ก่อนหน้า {kept} ต่อไป")


def test_marks_stay_with_what_they_open_and_close() -> None:
    cut = pieces('เอกสาร (สำเนา) "ต้นฉบับ" เสร็จ, แล้ว')
    assert not [piece for piece in cut if piece in {"(", ")", '"', ","}]
    assert not [piece for piece in cut if piece.startswith((")", ","))]


def test_a_word_before_a_number_is_joined_only_if_it_numbers_it() -> None:
    assert "พื้นที่" in pieces("ขุดลอกพื้นที่ ๕ ไร่")
    assert "๕ ไร่" in pieces("ขุดลอกพื้นที่ ๕ ไร่")


@pytest.mark.parametrize(
    "text", [DIFFICULT, FACTS, "#let x = [*a*]", "่" * 99, "ก" * 500, "W" * 500]
)
def test_pieces_are_the_text_again_and_each_fits_a_line(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(len(piece.strip("่")) <= LONGEST_PIECE for piece in cut)


@pytest.mark.parametrize("sign", [".", '"', "1"])
def test_a_line_of_signs_to_write_on_is_read_once_and_not_once_a_sign(sign: str) -> None:
    """It took a quarter of an hour: longer than a test may."""
    line = sign * 200_000
    assert "".join(pieces(line)) == line
    assert in_paper_digits(line, Digits.ARABIC) == line


@given(st.text(max_size=200))
def test_any_text_is_cut_without_losing_a_letter(text: str) -> None:
    for line in clean(text).split("\n"):
        assert "".join(pieces(line)) == line


@given(st.text(max_size=200))
def test_a_clean_text_has_no_sign_that_is_not_seen(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & set(
        "\x00\t\r\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2069\ufeff"
    )


def test_digits_are_the_offices_and_addresses_stay_as_typed() -> None:
    text = "ข้อ 5 ดู https://a.example/2 หรือ a1@b.example ITA 2570"
    assert (
        in_paper_digits(text, Digits.THAI) == "ข้อ ๕ ดู https://a.example/2 หรือ a1@b.example ITA ๒๕๗๐"
    )
    assert in_paper_digits("ข้อ ๕", Digits.ARABIC) == "ข้อ 5"
