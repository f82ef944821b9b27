import json

import pytest

from engine.errors import DefinitionInvalid, Severity
from engine.forms import parse_form

FORM = {
    "type": "default",
    "id": "case.step",
    "schemaVersion": 19,
    "components": [
        {
            "type": "radio",
            "id": "Field_decision",
            "key": "decision",
            "label": "ผล",
            "values": [
                {"label": "ลงนาม", "value": "signed"},
                {"label": "ส่งกลับ", "value": "returned"},
            ],
            "validate": {"required": True},
            "properties": {
                "name_en": "Decision",
                "value_signed_en": "Signed",
                "value_returned_en": "Returned",
            },
        }
    ],
}


def component(**changes):
    one = {"type": "textfield", "id": "Field_x", "key": "x", "label": "ช่อง", **changes}
    one.setdefault("properties", {}).setdefault("name_en", "Field")
    return one


def parse(*components, **root):
    form = {**FORM, "components": list(components) or FORM["components"], **root}
    return parse_form(json.dumps(form, ensure_ascii=False, indent=1).encode(), "case.step.json")


def rules_of(*components, **root):
    with pytest.raises(DefinitionInvalid) as refused:
        parse(*components, **root)
    return {
        problem.rule for problem in refused.value.problems if problem.severity is Severity.ERROR
    }


def test_a_form_tells_its_keys_their_values_and_its_id():
    schema = parse()
    key = schema.read_keys()["decision"]
    assert (schema.id, key.values, key.required) == ("case.step", ("signed", "returned"), True)
    assert schema.warnings == ()


def test_a_problem_names_the_line_of_the_fault():
    text = (
        '{"type": "default", "id": "f", "schemaVersion": 19, "components": [\n'
        ' {"type": "textfield", "id": "F1", "key": "a", "label": "ก"},\n'
        ' {"type": "iframe",\n  "id": "F2"},\n {"type": "textfield", "id": "F3",\n  "key": "a"}\n]}'
    )
    with pytest.raises(DefinitionInvalid) as refused:
        parse_form(text.encode(), "f.json")
    errors = [each for each in refused.value.problems if each.severity is Severity.ERROR]
    assert [(each.rule, each.line, each.element) for each in errors] == [
        ("form-type", 3, "F2"),
        ("form-key", 6, "F3"),
    ]


@pytest.mark.parametrize(
    "kind", ["html", "iframe", "image", "documentPreview", "taglist", "button", "invented"]
)
def test_component_types_that_are_not_taken_are_refused(kind):
    assert rules_of({"type": kind, "id": "F", "key": "x"}) == {"form-type"}


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"key": "Name"}, "form-key"),
        ({"key": "and"}, "form-key"),
        ({"key": None}, "form-key"),
        ({"id": ""}, "form-id"),
        ({"properties": {"seald": "complainant.name"}}, "form-property"),
        ({"properties": {"sealed": "complainant.nmae"}}, "form-sealed"),
        ({"properties": {"sealed": "complainant.name", "case": "subject"}}, "form-sealed"),
        ({"properties": {"sealed": "complainant.name"}, "readonly": True}, "form-sealed"),
        ({"properties": {"case": "invented"}}, "form-case"),
        ({"properties": {"case": "is_anonymous"}}, "form-case"),
        ({"disabled": True}, "form-unsupported"),
        ({"label": "=name"}, "form-unsupported"),
        ({"description": "{{name}}"}, "form-unsupported"),
        ({"label": 7}, "form-value"),
        ({"validate": {"requird": True}}, "form-value"),
        ({"validate": {"max": 3}}, "form-value"),
        ({"validate": {"maxLength": 501}}, "form-value"),
        ({"conditional": {"hide": "x"}}, "form-value"),
        ({"conditional": {"hide": "= "}}, "form-value"),
        ({"conditional": "=x"}, "form-json"),
        ({"validate": {"pattern": "^a$"}}, "form-pattern"),
        ({"validate": {"pattern": "^(a+)+$", "patternErrorMessage": "ผิด"}}, "form-pattern"),
        ({"label": "ก" * 1001}, "form-limit"),
    ],
)
def test_what_a_field_may_not_say_is_refused(changed, rule):
    assert rule in rules_of(component(**changed))


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        ({"type": "radio", "id": "F", "key": "x"}, "form-value"),
        ({"type": "radio", "id": "F", "key": "x", "valuesKey": "invented"}, "form-value"),
        ({"type": "select", "id": "F", "key": "x", "valuesExpression": "=a"}, "form-unsupported"),
        ({"type": "number", "id": "F", "key": "x", "decimalDigits": 2}, "form-value"),
        ({"type": "datetime", "id": "F", "key": "x", "subtype": "datetime"}, "form-value"),
        ({"type": "filepicker", "id": "F", "key": "x", "accept": "image/*"}, "form-value"),
        ({"type": "expression", "id": "F", "key": "x"}, "form-value"),
        ({"type": "table", "id": "F", "dataSource": "=a.b", "columns": []}, "form-value"),
        ({"type": "group", "id": "F", "path": "p", "components": []}, "form-key"),
        (
            {
                "type": "dynamiclist",
                "id": "F",
                "path": "a",
                "components": [{"type": "dynamiclist", "id": "G", "path": "b", "components": []}],
            },
            "form-type",
        ),
    ],
)
def test_components_that_cannot_be_shown_or_judged_are_refused(one, rule):
    assert rule in rules_of(one)


def test_a_case_column_cannot_be_written_by_a_row():
    row = component(properties={"case": "subject"})
    assert "form-case" in rules_of(
        {"type": "dynamiclist", "id": "L", "path": "rows", "components": [row]}
    )


def test_a_key_may_stand_once_in_the_form_and_once_in_a_list():
    schema = parse(
        component(),
        {
            "type": "dynamiclist",
            "id": "L",
            "path": "rows",
            "components": [component(id="Field_row_x")],
        },
    )
    assert set(schema.read_keys()) == {"x", "rows", "rows.x"}
    assert schema.read_keys()["rows.x"].repeated


def test_fields_in_a_group_share_the_keys_of_the_form():
    group = {"type": "group", "id": "G", "label": "ก", "components": [component(id="Other")]}
    assert rules_of(component(), group) == {"form-key"}


def test_the_id_is_the_name_of_the_file():
    assert rules_of(id="case.other") == {"form-id"}


def test_missing_english_is_a_warning_and_no_more():
    schema = parse({"type": "textfield", "id": "F", "key": "x", "label": "ช่อง"})
    assert [each.rule for each in schema.warnings] == ["form-english"]


def test_unknown_keys_of_a_component_are_told_as_unused():
    schema = parse(component(tooltip="?"))
    assert [each.rule for each in schema.warnings] == ["form-unknown"]


def test_a_condition_is_told_with_the_keys_above_it():
    schema = parse(
        component(),
        component(id="F2", key="y", conditional={"hide": '=x = "a"'}),
        component(id="F3", key="z"),
    )
    (found,) = schema.expressions()
    assert (found.text, found.above) == ('x = "a"', frozenset({"x"}))


def test_a_sealed_answer_is_no_key_that_a_condition_sees():
    sealed = component(properties={"sealed": "complainant.name"})
    schema = parse(sealed, component(id="F2", key="y", conditional={"hide": "=x"}))
    assert schema.expressions()[0].above == frozenset()
    assert schema.sealed_paths == {"x": "complainant.name"}
    assert not schema.read_keys()["x"].readable


def test_the_part_of_one_group_is_a_form_of_its_own():
    group = {"type": "group", "id": "G", "components": [component()]}
    schema = parse(group, component(id="F2", key="y"))
    assert set(schema.part("G").read_keys()) == {"x"}
    with pytest.raises(KeyError):
        schema.part("H")


def test_a_form_with_too_many_components_is_refused_at_the_limit():
    many = [component(id=f"F{number}", key=f"k{number}") for number in range(301)]
    assert "form-limit" in rules_of(*many)


def test_a_very_large_file_is_refused_unread():
    with pytest.raises(DefinitionInvalid) as refused:
        parse_form(b" " * 300_000, "f.json")
    assert [each.rule for each in refused.value.problems] == ["form-limit"]
