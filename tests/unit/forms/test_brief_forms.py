"""Which forms are decided beside others on one page, and what of them is asked there."""

import json

import pytest

from engine.forms import brief_form, parse_form
from engine.resources import bundled_dir

SIGNED = {"way": "system"}


def form(*components, **more):
    return parse_form(
        json.dumps(
            {
                "type": "default",
                "id": "p.t",
                "schemaVersion": 19,
                "components": list(components),
                "properties": {"name": "แบบ", "name_en": "Form"},
                **more,
            }
        ).encode(),
        "p.t",
    )


def field(kind, key, *, required=False, **more):
    return {
        "type": kind,
        "key": key,
        "id": f"F_{key}",
        "label": key,
        "validate": {"required": required},
        "properties": {"name_en": key},
        **more,
    }


def outcome(key="result"):
    values = [{"value": "yes", "label": "ใช่"}, {"value": "no", "label": "ไม่ใช่"}]
    return field("radio", key, required=True, values=values)


def bundled(name):
    return parse_form((bundled_dir("forms") / f"{name}.json").read_bytes(), name)


@pytest.mark.parametrize(
    ("name", "is_brief"),
    [
        ("unit_action.review", True),
        ("complaint_provincial.record", True),
        ("complaint_provincial.decide", True),
        ("complaint_provincial.sign_letter", True),
        ("first_notice.sign", True),
        ("first_notice.dispatch", True),
        ("committee_inquiry.sign_order", True),
        ("complaint_provincial.register", False),
        ("complaint_provincial.sort", False),
        ("complaint_provincial.draft_letter", False),
        ("complaint_provincial.merge_case", False),
        ("complaint_provincial.archive", False),
        ("unit_action.report", False),
        ("committee_inquiry.inquire", False),
    ],
)
def test_the_bundled_forms_are_brief_or_not(name, is_brief):
    assert (brief_form(bundled(name), SIGNED) is not None) is is_brief


def test_words_are_asked_only_where_a_choice_asks_for_them():
    reason = field("textarea", "reason", required=True)
    assert brief_form(form(outcome(), reason)) is None
    on_no = {**reason, "conditional": {"hide": '=result != "no"'}}
    assert brief_form(form(outcome(), on_no)) is not None
    assert brief_form(form(outcome(), field("textarea", "remark"))) is not None


def test_a_file_that_must_be_there_wants_a_page_and_one_that_may_is_left_out():
    assert brief_form(form(outcome(), field("filepicker", "scan", required=True))) is None
    found = brief_form(form(outcome(), field("filepicker", "scan")))
    assert found is not None
    assert set(found.read_keys()) == {"result"}


def test_rows_and_identities_want_a_page():
    rows = {
        "type": "dynamiclist",
        "path": "items",
        "id": "F_items",
        "label": "รายการ",
        "components": [field("checkbox", "yes")],
        "properties": {"name_en": "Items"},
    }
    assert brief_form(form(outcome(), rows)) is None
    name = field("textfield", "witness")
    name["properties"] = {"name_en": "Witness", "sealed": "witness.name"}
    assert brief_form(form(outcome(), name)) is None


def test_what_is_given_for_all_is_shown_as_a_fact():
    found = brief_form(form(outcome("way"), outcome()), {"way"})
    assert found is not None
    assert found.field("way").readonly
    assert not found.field("result").readonly
