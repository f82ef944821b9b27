"""Two sets of answers to one form, side by side: all that differs is shown, nothing is lost."""

from pathlib import Path

import pytest
from markupsafe import Markup

from engine.forms import parse_form
from web.form_pages import FormView
from web.form_pages.comparing import differences, joined, refitted

FORMS = Path(__file__).parents[3] / "forms"
STORED = {
    "narrative": "เห็นรถออกกลางดึก",
    "place": "หน้าสำนักงาน",
    "evidence": ["document"],
    "witnesses": [{"name": "นางหนึ่ง", "contact": "08 1111"}],
    "received_on": "2026-11-19",
    "kind": "complaint",
}
MINE = {
    "narrative": "เห็นรถเข้าตอนเช้า",
    "place": "หลังสำนักงาน",
    "evidence": ["witness"],
    "witnesses": [{"name": "นางสอง", "contact": "08 2222"}],
    "received_on": {"day": "31", "month": "2", "year": "2569"},
    "kind": "complaint",
}


@pytest.fixture(scope="module")
def schema():
    name = "complaint_provincial.start"
    return parse_form((FORMS / f"{name}.json").read_bytes(), name)


def test_what_differs_is_shown_in_the_order_of_the_form_with_both_texts(schema):
    found = {one.key: one for one in differences(FormView(schema=schema), STORED, MINE)}
    assert list(found) == ["narrative", "place", "evidence", "witnesses", "received_on"]
    assert STORED["narrative"] in found["narrative"].stored
    assert MINE["narrative"] in found["narrative"].mine
    # Who typed a name sees it; elsewhere it would be sealed.
    assert "นางหนึ่ง" in found["witnesses"].stored
    assert found["received_on"].mine == "31 2 2569"
    assert {key for key, one in found.items() if one.may_join} == {
        "narrative",
        "evidence",
        "witnesses",
    }


def test_what_was_typed_is_no_html(schema):
    (one,) = differences(FormView(schema=schema), {}, {"place": "<b>ที่นี่</b>"})
    assert isinstance(one.mine, Markup)
    assert "<b>" not in one.mine


def test_both_texts_are_kept_where_they_can_stand_together(schema):
    answers = joined(schema, STORED, MINE, {})
    assert answers["narrative"] == "เห็นรถออกกลางดึก\n\nเห็นรถเข้าตอนเช้า"
    assert answers["witnesses"] == [*STORED["witnesses"], *MINE["witnesses"]]
    assert answers["evidence"] == ["document", "witness"]
    assert answers["place"] == MINE["place"]


def test_what_was_picked_is_taken(schema):
    picked = {"_pick:narrative": "mine", "_pick:place": "stored", "_pick:evidence": "stored"}
    answers = joined(schema, STORED, MINE, picked)
    assert answers["narrative"] == MINE["narrative"]
    assert answers["place"] == STORED["place"]
    assert answers["evidence"] == ["document"]


def test_text_that_has_grown_is_not_doubled(schema):
    longer = {"narrative": STORED["narrative"] + " และกลับมาตอนเช้า"}
    answers = joined(schema, {"narrative": STORED["narrative"]}, longer, {})
    assert answers["narrative"] == longer["narrative"]


def test_answers_to_an_older_form_find_their_places_and_the_rest_is_told(schema):
    older = (FORMS / "complaint_provincial.start.json").read_text(encoding="utf-8")
    old = parse_form(
        older.replace('"key": "place"', '"key": "landmark"').encode(), "complaint_provincial.start"
    )
    answers, left = refitted(old, schema, {**STORED, "landmark": "ใต้ต้นโพธิ์"})
    assert answers["narrative"] == STORED["narrative"]
    assert answers["witnesses"] == STORED["witnesses"]
    assert answers["received_on"] == STORED["received_on"]
    assert left == (("สถานที่เกิดเหตุ", "ใต้ต้นโพธิ์"),)
