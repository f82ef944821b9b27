import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from web.case_file.diagram.lettering import ELLIPSIS, shorten, text_width, wrap

THAI = st.text(
    alphabet=st.sampled_from("กขคงจชญดตทนบปผพมยรลวสหอฮะาำเแโใไัิีึืฺุู็่้๊๋์ํๆฯ๐๑๙ 5AaZ/-()?\n"),
    max_size=60,
)
SENTENCES = st.lists(
    st.sampled_from(
        [
            "รับเรื่องร้องเรียน",
            "ตรวจสอบข้อเท็จจริง",
            "และวิเคราะห์เนื้อหา",
            "แจ้งผู้ร้องเรียน",
            "คณะกรรมการ",
            "หนังสือและกำหนดเวลาใหม่",
            "๔ ",
            " / ",
            "Handle complaints ",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
LEANS_ON_THE_LETTER_BEFORE = re.compile(r"[ะ-ฺๅ-๎]")
LEADS_THE_LETTER_AFTER = re.compile(r"[เ-ไ]")


@settings(deadline=None)  # the first example loads the dictionary
@given(st.one_of(THAI, SENTENCES), st.integers(20, 400))
@example("เเ", 20)
@example("๑", 20)
def test_breaking_lines_loses_and_adds_nothing_but_space(text, width):
    assert "".join("".join(wrap(text, width, 15)).split()) == "".join(text.split())


@settings(deadline=None)  # the first example loads the dictionary
@given(SENTENCES, st.integers(30, 400))
def test_no_line_begins_with_a_mark_or_ends_with_a_leading_vowel(text, width):
    for line in wrap(text, width, 15):
        assert not LEANS_ON_THE_LETTER_BEFORE.match(line[0])
        assert not LEADS_THE_LETTER_AFTER.match(line[-1])


@settings(deadline=None)  # the first example loads the dictionary
@given(SENTENCES, st.integers(60, 400))
def test_no_line_is_wider_than_its_box(text, width):
    assert all(text_width(line, 15) <= width for line in wrap(text, width, 15))


@settings(deadline=None)  # the first example loads the dictionary
@given(SENTENCES, st.integers(110, 400))
def test_a_box_wide_enough_breaks_no_word_of_the_office(text, width):
    words = ["ร้องเรียน", "ข้อเท็จจริง", "คณะกรรมการ", "เนื้อหา"]
    lines = wrap(text, width, 15)
    for word in words:
        assert text.count(word) == sum(line.count(word) for line in lines)


@settings(deadline=None)  # the first example loads the dictionary
@given(SENTENCES, st.integers(60, 300), st.integers(1, 4))
def test_a_shortened_label_keeps_to_its_lines_and_shows_that_words_are_missing(text, width, most):
    lines = wrap(text, width, 13)
    kept = shorten(lines, most, width, 13)
    assert len(kept) <= most
    assert all(text_width(line, 13) <= width for line in kept)
    assert (kept[-1].endswith(ELLIPSIS) if len(lines) > most else kept == lines) or not lines
