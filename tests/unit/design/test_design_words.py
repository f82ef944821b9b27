from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from engine.errors import Sentence
from engine.office.thai import Digits
from engine.office.thai_words import KEPT_WHOLE
from web.design.due import Urgency, due, paused
from web.design.glossary import keep, keep_words
from web.design.icons import ICON_NAMES, icon

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("days", "urgency", "words", "detail"),
    [
        (-2, Urgency.LATE, "เกินกำหนด 2 วัน", "อังคาร 17 พ.ย."),
        (0, Urgency.TODAY, "ครบกำหนดวันนี้", "ภายใน 24.00 น."),
        (1, Urgency.SOON, "พรุ่งนี้", "ศุกร์ 20 พ.ย."),
        (5, Urgency.SOON, "อีก 5 วัน", "อังคาร 24 พ.ย."),
        (7, Urgency.SOON, "อีก 7 วัน", "พฤหัสบดี 26 พ.ย."),
        (8, Urgency.FAR, "อีก 8 วัน", "ศุกร์ 27 พ.ย."),
        (60, Urgency.FAR, "อีก 60 วัน", "จันทร์ 18 ม.ค. 2570"),
    ],
)
def test_a_deadline_is_said_as_an_office_says_it(days, urgency, words, detail):
    said = due(TODAY + timedelta(days=days), TODAY)
    assert (said.urgency, said.words.th, said.detail.th) == (urgency, words, detail)


def test_a_deadline_in_thai_digits_keeps_english_in_arabic_ones():
    said = due(TODAY - timedelta(days=12), TODAY, Digits.THAI)
    assert said.words == Sentence("เกินกำหนด ๑๒ วัน", "12 days late")
    assert due(TODAY, TODAY, Digits.THAI).detail.th == "ภายใน ๒๔.๐๐ น."


def test_a_day_late_is_one_day_in_english():
    assert due(TODAY - timedelta(days=1), TODAY).words.en == "1 day late"


def test_work_without_a_deadline_and_a_stopped_clock_are_two_things():
    reason = Sentence("รอผลจาก ป.ป.ช.", "Waiting for the commission")
    assert due(None, TODAY).words.th == "ไม่มีกำหนด"
    assert paused(reason).words.th == "พักการนับ"
    assert paused(reason).detail == reason


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("แจ้งผู้ร้องเรียนทราบ", 'แจ้ง<wbr><span class="nb">ผู้ร้องเรียน</span><wbr>ทราบ'),
        ("ภายใน 15 วัน", 'ภายใน <span class="nb">15 วัน</span>'),
        ("ภายใน ๑๕ วันทำการ", 'ภายใน <span class="nb">๑๕ วันทำการ</span>'),
        ("วันที่ 19 พฤศจิกายน 2569 มี", 'วันที่ <span class="nb">19 พฤศจิกายน 2569</span> มี'),
        ("ถึง 9 มี.ค. 2570", 'ถึง <span class="nb">9 มี.ค. 2570</span>'),
        ("หลัง 17.00 น.", 'หลัง <span class="nb">17.00 น.</span>'),
        ("แก้แบบฟอร์ม", 'แก้<wbr><span class="nb">แบบฟอร์ม</span>'),
        (
            "คำสั่งแต่งตั้ง",
            '<span class="nb">คำสั่ง</span><wbr><span class="nb">แต่งตั้ง</span>',
        ),
        ("การตรวจสอบ", '<span class="nb">การตรวจสอบ</span>'),
        ("เปิดเรื่อง กลับ", "เปิดเรื่อง กลับ"),
        ("<b>&", "&lt;b&gt;&amp;"),
    ],
)
def test_words_that_browsers_cut_are_kept_whole(text, html):
    assert keep_words(text) == html


@given(st.text(alphabet=st.sampled_from("กขเาีผู้ร้องเรียนตรวจสอบ 15วัน<>&\"'"), max_size=40))
def test_keeping_words_changes_no_letter(text):
    kept = keep_words(text)
    for tag in ('<span class="nb">', "</span>", "<wbr>"):
        kept = kept.replace(Markup(tag), "")  # noqa: S704  # three fixed tags
    assert kept == escape(text)


def test_markup_is_not_cut_up():
    with pytest.raises(TypeError):
        keep_words(Markup("<b>รับเรื่อง</b>"))


def test_one_value_is_kept_whole_and_escaped():
    assert keep("ล 6/2570 <") == '<span class="nb">ล 6/2570 &lt;</span>'


def test_the_glossary_is_sorted_enough_to_find_a_word_once():
    assert len(set(KEPT_WHOLE)) == len(KEPT_WHOLE)


@pytest.mark.parametrize("name", sorted(ICON_NAMES))
def test_an_icon_is_hidden_from_readers_and_coloured_by_class(name):
    drawn = icon(name)
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn
    assert "#" not in drawn


def test_an_unknown_icon_is_a_mistake():
    with pytest.raises(KeyError):
        icon("unicorn")
