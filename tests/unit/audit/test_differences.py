"""What differs between two rounds is marked inside the text, and a word says so."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from web.audit.differences import Change, compare

THAI = st.text(alphabet=st.sampled_from("กขคตรงจำดีุ่้ไม่ 0123<&"), max_size=20)


def plain(marked: Markup) -> str:
    return Markup(re.sub(r"</?(ins|del)>", "", marked)).unescape()  # noqa: S704  # two fixed tags


def test_the_same_answer_is_left_alone():
    told = compare(Markup("2 คน"), Markup("2 คน"))
    assert (told.before, told.after, told.change) == ("2 คน", "2 คน", None)


def test_only_the_differing_middle_of_a_text_is_marked():
    told = compare(Markup("แนวเขตไม่ชัดเจน"), Markup("แนวเขตตรงกับหลักหมุดเดิม"))
    assert told.before == "แนวเขต<del>ไม่ชัดเจน</del>"
    assert told.after == "แนวเขต<ins>ตรงกับหลักหมุดเดิม</ins>"
    assert told.change is Change.CHANGED


def test_what_was_put_in_is_added_and_what_was_left_out_removed():
    assert compare(Markup("18 ก.ย."), Markup("18 ก.ย. และ 25 ก.ย.")).change is Change.ADDED
    assert compare(Markup("18 ก.ย. และ 25 ก.ย."), Markup("18 ก.ย.")).change is Change.REMOVED


def test_a_field_of_one_round_only_says_so():
    assert compare(None, Markup("ใหม่")).change is Change.ADDED
    assert compare(Markup("เดิม"), None).change is Change.REMOVED


def test_a_list_is_marked_as_a_whole():
    told = compare(Markup("<ul><li>ก</li></ul>"), Markup("<ul><li>ข</li></ul>"))
    assert told.before == "<del><ul><li>ก</li></ul></del>"
    assert told.after == "<ins><ul><li>ข</li></ul></ins>"


def test_a_vowel_stays_with_its_letter():
    told = compare(Markup("กี"), Markup("กำ"))
    assert told.before == "<del>กี</del>"


@given(THAI, THAI)
def test_marking_changes_no_letter(before, after):
    told = compare(escape(before), escape(after))
    assert plain(told.before) == before
    assert plain(told.after) == after
    assert (told.change is None) == (before == after)
