"""What a form asks on a condition, in words for who fills it in by hand."""

from pathlib import Path

import pytest

from engine.definitions.conditions import IF_IT_APPLIES, asked_when
from engine.forms import Label, Option, parse_form

LISTS = {"respondent_kinds": [Option("unknown", Label("ไม่ทราบ"))]}
FORMS = Path(__file__).parents[3] / "forms"


def form(name):
    return parse_form((FORMS / f"{name}.json").read_bytes(), name)


def when(name, hide, **facts):
    told = asked_when(form(name), hide, facts)
    return told if isinstance(told, bool) else told.th


SORT, DECIDE, DISPATCH = (
    "complaint_provincial.sort",
    "complaint_provincial.decide",
    "result_notice.dispatch",
)


@pytest.mark.parametrize(
    ("name", "hide", "words"),
    [
        (SORT, 'result != "duplicate"', "ผลการคัดแยก: ซ้ำกับเรื่องที่มีอยู่"),
        (
            SORT,
            'not(result in ["not_accepted", "out_of_power"])',
            "ผลการคัดแยก: ไม่รับพิจารณา หรือ ไม่อยู่ในอำนาจ",
        ),
        (SORT, "case.is_anonymous != true", "เรื่องไม่ออกนาม"),
        (
            SORT,
            "previous_on = null or occurred_on = null or occurred_on >= previous_on",
            "วันที่คัดแยกจริง ก่อน วันที่ของขั้นตอนก่อนหน้า",
        ),
        (
            DECIDE,
            'decision = "returned" or decision = null',
            "ผลการพิจารณา ไม่ใช่ ส่งกลับแก้ไข",
        ),
        ("tip_off.register", 'case.kind != "opinion"', "ชนิดเรื่อง: ความคิดเห็น"),
        (
            "tip_off.conclude",
            "due_on = null or occurred_on = null or occurred_on <= due_on",
            "วันที่เสนอจริง หลัง วันสุดท้ายของกำหนด",
        ),
        (SORT, "reason != null", "ไม่ได้ระบุเหตุ"),
        (SORT, "reason = null", "ระบุเหตุ"),
        (
            "complaint_provincial.start",
            "is_anonymous",
            "ไม่ได้เลือก “ไม่ออกนาม หรือไม่ทราบชื่อผู้ร้องเรียน”",
        ),
        (SORT, "string length(proposal) > 3", IF_IT_APPLIES.th),
        (SORT, 'result != "no such value"', IF_IT_APPLIES.th),
        (SORT, "nobody_knows", IF_IT_APPLIES.th),
    ],
)
def test_a_condition_is_said_by_the_labels_of_the_form(name, hide, words):
    assert when(name, hide) == words


def test_what_is_settled_already_is_not_said():
    assert when("complaint_provincial.start", 'door = "public"', door="officer") is True
    assert when("complaint_provincial.start", 'door = "public"', door="public") is False
    assert when(DECIDE, 'way != "paper"', way="paper") is True
    assert when(DECIDE, 'way != "paper" or decision != "returned"', way="paper") == (
        "ผลการพิจารณา: ส่งกลับแก้ไข"
    )


def test_every_condition_of_the_shipped_forms_has_words():
    for path in sorted(FORMS.glob("*.json")):
        schema = parse_form(path.read_bytes(), path.name)
        for one in schema.expressions():
            if schema_hides(schema.components, one.text):
                told = asked_when(schema, one.text, {"door": "officer"}, LISTS)
                assert told != IF_IT_APPLIES, (path.name, one.text)


def schema_hides(components, text):
    return any(
        one.hide == text or schema_hides(getattr(one, "components", ()), text) for one in components
    )
