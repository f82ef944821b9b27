import json
from datetime import date

import pytest

from engine.definitions.reading import evaluate
from engine.errors import FormInvalid
from engine.forms import Label, Option, hidden_ids, parse_form, readable_answers

UNITS = {"units": (Option("u1", Label("กลุ่มงานหนึ่ง")), Option("u2", Label("กลุ่มงานสอง")))}


def form(*components):
    prepared = [
        {"id": f"F{place}", "label": "ช่อง", **component}
        for place, component in enumerate(components)
    ]
    for component in prepared:
        for place, inside in enumerate(component.get("components", ())):
            inside.setdefault("id", f"{component['id']}_{place}")
            inside.setdefault("label", "ช่องใน")
    root = {"type": "default", "id": "f", "schemaVersion": 19, "components": prepared}
    return parse_form(json.dumps(root).encode(), "")


def text(key="x", **more):
    return {"type": "textfield", "key": key, **more}


def rows(*components, **more):
    return {"type": "dynamiclist", "path": "rows", "components": list(components), **more}


def refused(judge, schema, posted, **names):
    with pytest.raises(FormInvalid) as caught:
        judge(schema, posted, **names)
    return caught.value.messages


@pytest.mark.parametrize(
    ("component", "raw", "stored"),
    [
        (text(), "  ก\r\nข\x00 ", "ก ข"),
        (text(), "นาย\u202eก\u2066ข\u2069", "นายกข"),
        (text(), "ตาก\u200bลม", "ตาก\u200bลม"),
        (text(), " \u200b\u00a0\ufeff ", None),
        ({"type": "textarea", "key": "x"}, "ก\r\nข\x0bค", "ก\nข\nค"),
        ({"type": "number", "key": "x"}, "๑,๒๓๔", 1234),
        ({"type": "number", "key": "x"}, "-7", -7),
        (
            {"type": "number", "key": "x", "decimalDigits": 2, "serializeToString": True},
            "๑๒.๕๐",
            "12.50",
        ),
        (
            {"type": "datetime", "key": "x", "subtype": "date"},
            {"day": "๕", "month": "11", "year": "๒๕๖๙"},
            "2026-11-05",
        ),
        (
            {"type": "datetime", "key": "x", "subtype": "date"},
            {"day": "5", "month": "11", "year": "2026"},
            "2026-11-05",
        ),
        ({"type": "datetime", "key": "x", "subtype": "date"}, "2026-11-05", "2026-11-05"),
        ({"type": "datetime", "key": "x", "subtype": "time"}, "๑๔.๓๐ น.", "14:30"),
        ({"type": "checkbox", "key": "x"}, None, False),
        ({"type": "checkbox", "key": "x"}, "yes", True),
        ({"type": "checklist", "key": "x", "valuesKey": "units"}, ["u2", "u1", "u2"], ["u2", "u1"]),
        ({"type": "select", "key": "x", "valuesKey": "units"}, "u1", "u1"),
        ({"type": "filepicker", "key": "x", "multiple": True}, ["b1"], ["b1"]),
        (text(validate={"pattern": "^[0-9]{3}$", "patternErrorMessage": "ผิด"}), "๑๒๓", "๑๒๓"),
        (text(validate={"validationType": "phone"}), "๐ ๕๕๐๐ ๐๑๔๒ ต่อ ๑๐", "๐ ๕๕๐๐ ๐๑๔๒ ต่อ ๑๐"),
        (text(properties={"format": "citizen_id"}), "1-1017-00207-03-0", "1101700207030"),
    ],
)
def test_what_can_be_read_is_kept_as_json(judge, component, raw, stored):
    answers = judge(form(component), {"x": raw}, options=UNITS, uploads={"b1": "ก.pdf"})
    assert answers.open == {"x": stored}
    json.dumps(answers.open)


@pytest.mark.parametrize(
    ("component", "raw", "said"),
    [
        (text(validate={"required": True}), " ", "ยังไม่ได้กรอก"),
        (text(validate={"maxLength": 3}), "กขคง", "ยาว 4 ตัวอักษร ใส่ได้ไม่เกิน 3"),
        (text(validate={"minLength": 3}), "กข", "อย่างน้อย 3"),
        (text(validate={"validationType": "email"}), "a@b", "name@example.org"),
        (text(validate={"validationType": "phone"}), "โทรหาที", "หมายเลขโทรศัพท์"),
        (text(properties={"format": "citizen_id"}), "1101700207031", "13 หลัก"),
        (text(), {"a": 1}, "อ่านไม่ได้"),
        ({"type": "number", "key": "x"}, "1.5", "จำนวนเต็ม"),
        ({"type": "number", "key": "x"}, "1_000", "จำนวนเต็ม"),
        ({"type": "number", "key": "x", "validate": {"max": 365}}, "400", "คือ 400 ต้องไม่เกิน 365"),
        ({"type": "number", "key": "x", "validate": {"min": 1}}, "0", "คือ 0 ต้องไม่น้อยกว่า 1"),
        (
            {"type": "number", "key": "x", "decimalDigits": 1, "serializeToString": True},
            "1.25",
            "ทศนิยมได้ไม่เกิน 1",
        ),
        (
            {"type": "datetime", "key": "x", "subtype": "date"},
            {"day": "31", "month": "2", "year": "2569"},
            "ไม่มีวันที่ 31",
        ),
        (
            {"type": "datetime", "key": "x", "subtype": "date"},
            {"day": "3", "month": "2", "year": "69"},
            "สี่หลัก",
        ),
        (
            {"type": "datetime", "key": "x", "subtype": "date"},
            {"day": "3", "month": "", "year": "2569"},
            "19 พฤศจิกายน 2569",
        ),
        (
            {"type": "datetime", "key": "occurred_on", "subtype": "date"},
            "2026-11-20",
            "ต้องไม่อยู่ในอนาคต วันนี้วันที่ 19 พ.ย. 2569",
        ),
        (
            {"type": "datetime", "key": "x", "subtype": "date", "disallowPassedDates": True},
            "2026-11-18",
            "ต้องไม่ก่อนวันนี้",
        ),
        ({"type": "datetime", "key": "x", "subtype": "time"}, "25.00", "14.30"),
        ({"type": "checkbox", "key": "x", "validate": {"required": True}}, False, "ทำเครื่องหมาย"),
        ({"type": "select", "key": "x", "valuesKey": "units"}, "u9", "จากรายการ"),
        ({"type": "select", "key": "x", "valuesKey": "units"}, ["u1"], "จากรายการ"),
        ({"type": "checklist", "key": "x", "valuesKey": "units"}, ["u1", "u9"], "จากรายการ"),
        ({"type": "filepicker", "key": "x"}, ["stranger"], "แนบอีกครั้ง"),
        ({"type": "filepicker", "key": "x"}, ["b1", "b2"], "1 แฟ้ม"),
    ],
)
def test_a_message_says_what_would_be_right(judge, component, raw, said):
    found = refused(
        judge,
        form(component),
        {component["key"]: raw},
        options=UNITS,
        uploads={"b1": "ก.pdf", "b2": "ข.pdf"},
    )
    (sentence,) = found[component["key"]]
    assert said in sentence.th
    assert sentence.en


def test_all_messages_come_together_in_the_order_of_the_form(judge):
    schema = form(text("a", validate={"required": True}), text("b", validate={"required": True}))
    assert list(refused(judge, schema, {})) == ["a", "b"]


def test_a_sealed_answer_leaves_its_mark_and_goes_apart(judge):
    schema = form(
        rows(
            text("name", properties={"sealed": "complainant.name"}, validate={"required": True}),
            text("phone", properties={"sealed": "complainant.phone"}),
        )
    )
    answers = judge(schema, {"rows": [{}, {"name": "นายลับ มาก"}]})
    assert answers.open == {"rows": [{"name": {"sealed": True}, "phone": None}]}
    (sealed,) = answers.sealed
    assert (sealed.path, sealed.kind, sealed.value) == (
        "rows.0.name",
        "complainant.name",
        "นายลับ มาก",
    )
    assert "นายลับ" not in repr(answers)


def test_of_answers_that_are_not_right_yet_what_is_named_hidden_or_unreadable_is_left_out():
    schema = form(
        text("name", properties={"sealed": "witness.name"}),
        {"type": "radio", "key": "order", "values": [{"value": "one", "label": "หนึ่ง"}]},
        text("one_text", conditional={"hide": '=order != "one"'}),
        {"type": "datetime", "key": "on", "subtype": "date"},
        text("reason", validate={"required": True}),
    )
    posted = {
        "name": "พยาน",
        "one_text": "ซ่อนอยู่",
        "on": {"day": "31", "month": "2", "year": "2569"},
    }
    read = readable_answers(schema, posted, today=date(2026, 11, 19), names={}, evaluate=evaluate)
    assert read.open == {"name": {"sealed": True}, "order": None, "on": None, "reason": None}


def test_a_sealed_answer_is_judged_without_being_repeated(judge):
    schema = form(
        text(properties={"sealed": "complainant.email"}, validate={"validationType": "email"})
    )
    assert "ลับ" not in str(refused(judge, schema, {"x": "ลับ@"}))


def test_a_condition_never_sees_what_is_sealed(judge):
    schema = form(
        text("name", properties={"sealed": "witness.name"}),
        text("y", conditional={"hide": "=name != null"}),
    )
    assert judge(schema, {"name": "ใคร", "y": "ก"}).open["y"] == "ก"


def test_a_case_column_is_typed_and_stands_nowhere_else(judge):
    schema = form(
        {
            "type": "datetime",
            "key": "on",
            "subtype": "date",
            "properties": {"case": "received_on"},
        },
        {"type": "checkbox", "key": "x", "properties": {"case": "is_anonymous"}},
    )
    answers = judge(schema, {"on": "2026-11-05", "x": "yes"})
    assert answers.open == {}
    assert answers.case_fields == {"received_on": date(2026, 11, 5), "is_anonymous": True}


def test_a_hidden_field_is_dropped_whatever_was_posted(judge):
    schema = form(
        text("a"),
        text("b", conditional={"hide": '=a != "x"'}, validate={"required": True}),
        text("c", conditional={"hide": "=b = null"}, validate={"required": True}),
    )
    assert judge(schema, {"a": "y", "b": "ก", "c": "ข"}).open == {"a": "y"}
    assert list(refused(judge, schema, {"a": "x"})) == ["b"]


def test_a_hidden_group_takes_its_fields_along(judge):
    group = {
        "type": "group",
        "components": [text("a")],
        "conditional": {"hide": '=door = "public"'},
    }
    assert judge(form(group), {"a": "ก"}, door="public").open == {}
    assert judge(form(group), {"a": "ก"}, door="officer").open == {"a": "ก"}


def test_a_condition_in_a_row_sees_the_row_before_the_form(judge):
    schema = form(
        text("way"),
        rows(text("way"), text("hours", conditional={"hide": '=way != "phone"'})),
    )
    answers = judge(
        schema, {"way": "phone", "rows": [{"way": "letter", "hours": "เช้า"}, {"way": "phone"}]}
    )
    assert answers.open["rows"] == [{"way": "letter"}, {"way": "phone", "hours": None}]


def test_rows_have_limits_and_empty_ones_are_dropped(judge):
    schema = form(
        rows(text("a", validate={"required": True}), properties={"min_rows": "1", "max_rows": "2"})
    )
    assert "อย่างน้อย 1" in refused(judge, schema, {"rows": [{"a": " "}]})["rows"][0].th
    assert "ไม่เกิน 2" in refused(judge, schema, {"rows": [{"a": "1"}] * 3})["rows"][0].th
    assert judge(schema, {"rows": [{"a": ""}, {"a": "1"}]}).open == {"rows": [{"a": "1"}]}


def test_a_message_counts_rows_as_they_were_posted(judge):
    schema = form(rows(text("a", validate={"required": True}), text("b")))
    assert list(refused(judge, schema, {"rows": [{}, {"b": "ก"}]})) == ["rows.1.a"]


def test_fixed_rows_and_read_only_fields_hold_what_the_case_knows(judge):
    schema = form(
        rows(
            text("issue", readonly=True),
            text("finding", validate={"required": True}),
            allowAddRemove=False,
        )
    )
    known = {"rows": [{"issue": "ประเด็นหนึ่ง"}, {"issue": "ประเด็นสอง"}]}
    posted = {"rows": [{"finding": "ก", "issue": "ปลอม"}, {"finding": "ข"}]}
    assert judge(schema, posted, known=known).open["rows"] == [
        {"issue": "ประเด็นหนึ่ง", "finding": "ก"},
        {"issue": "ประเด็นสอง", "finding": "ข"},
    ]
    assert list(refused(judge, schema, {}, known=known)) == ["rows.0.finding", "rows.1.finding"]
    # Three were shown and one is gone: whose answer the second is cannot be told.
    posted["rows"].append({"finding": "ค"})
    assert list(refused(judge, schema, posted, known=known)) == ["rows"]


def test_a_key_without_a_field_is_refused_and_not_repeated(judge):
    found = refused(judge, form(text()), {"x": "ก", "ชื่อจริงคือสมชาย": "1"})
    assert list(found) == [""]
    assert "สมชาย" not in str(found)


def test_a_computed_answer_follows_the_answers_above_it(judge):
    schema = form(
        {"type": "datetime", "key": "on", "subtype": "date"},
        {"type": "expression", "key": "occurred_on", "expression": "=on"},
    )
    answers = judge(schema, {"on": "2026-11-05", "occurred_on": "2020-01-01"})
    assert answers.occurred_on == date(2026, 11, 5)


def test_a_condition_on_the_page_sees_what_is_read_only_though_no_page_posts_it():
    schema = form(
        text("kind", readonly=True), text("y", conditional={"hide": '=kind != "interim"'})
    )
    for known, hidden in (({"kind": "interim"}, set()), ({"kind": "final"}, {"F1"}), ({}, {"F1"})):
        names = {"known": known}
        found = hidden_ids(schema, {}, today=date(2026, 11, 23), names=names, evaluate=evaluate)
        assert found == hidden
