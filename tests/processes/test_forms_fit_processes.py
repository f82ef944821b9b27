"""The forms and the diagrams name each other, and every value that a diagram compares exists."""

import json
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from engine.feel import compile_expression
from engine.forms import FORM_NAMES, initial_answers, parse_form
from engine.forms.vocabulary import CASE_COLUMNS, OFFICE_LISTS
from engine.office.profile_tables import ActingFor, Secrecy

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / "forms").glob("*.json"))
DIAGRAMS = sorted((ROOT / "processes").glob("*.bpmn"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"

EXPECTED = frozenset(
    {
        *(f"committee_inquiry.{task}" for task in ("draft_order", "sign_order", "inquire", "hear")),
        "committee_inquiry.report",
        *(f"complaint_provincial.{task}" for task in ("start", "register", "sort", "request_info")),
        *(f"complaint_provincial.{task}" for task in ("merge_case", "draft_letter", "sign_letter")),
        *(f"complaint_provincial.{task}" for task in ("propose_result", "decide", "refer_out")),
        *(f"complaint_provincial.{task}" for task in ("record", "archive")),
        *(f"complaint_tambon.{task}" for task in ("start", "register", "sort", "request_info")),
        *(f"complaint_tambon.{task}" for task in ("merge_case", "give_information", "memo")),
        *(f"complaint_tambon.{task}" for task in ("contact_unit", "sign_memo", "refer_out")),
        *(f"complaint_tambon.{task}" for task in ("propose_result", "decide", "record")),
        *(
            f"tip_off.{task}"
            for task in ("start", "register", "sort", "request_info", "merge_case")
        ),
        *(f"tip_off.{task}" for task in ("verify", "hear", "conclude", "decide", "refer_out")),
        "tip_off.record",
        *(f"first_notice.{task}" for task in ("draft", "sign", "dispatch")),
        "result_notice.dispatch",
        "question.start",
        "identity_access.consider",
        "withdrawal.consider",
        *(f"retaliation.{task}" for task in ("start", "register", "draft", "sign", "dispatch")),
        *(f"retaliation.{task}" for task in ("answer", "record")),
        *(f"source_report.{task}" for task in ("draft", "sign", "dispatch")),
        *(f"committee_amendment.{task}" for task in ("draft_amendment", "sign_amendment")),
        "channel_check.check_channels",
        *(f"appoint_officers.{task}" for task in ("set_up", "draft_order", "sign_order", "inform")),
        *(f"publish_document.{task}" for task in ("bring_in", "check", "allow")),
        *(f"participation_report.{task}" for task in ("prepare", "check", "allow")),
        *(f"destruction.{task}" for task in ("review", "appoint", "report", "consider")),
        *(f"destruction.{task}" for task in ("send", "answer", "order", "record")),
        *(f"publish_statistics.{task}" for task in ("review", "check", "allow")),
        *(f"publish_guideline.{task}" for task in ("review", "check", "allow")),
        *(f"readiness_check.{task}" for task in ("gather", "check", "certify", "enter")),
        *(f"monthly_report.{task}" for task in ("prepare", "check", "acknowledge")),
        *(f"fiscal_year_report.{task}" for task in ("analyse", "check", "acknowledge", "assign")),
        *(f"six_month_memo.{task}" for task in ("prepare", "check", "sign", "enter")),
        *(f"unit_action.{task}" for task in ("report", "review", "hear")),
    }
)
ANSWERS_THAT_STEER = {
    "complaint_provincial.sort": {"result": {"more_info", "duplicate"}},
    "complaint_provincial.sign_letter": {
        "decision": {"signed"},
        "order": {"committee", "not_accepted", "refer_out"},
    },
    "complaint_provincial.decide": {
        "decision": {"concluded", "continue"},
        "next": {"outside_body"},
    },
    "complaint_tambon.sort": {"result": {"accept", "more_info", "duplicate"}},
    "complaint_tambon.give_information": {"outcome": {"given", "to_send"}},
    "complaint_tambon.sign_memo": {
        "decision": {"signed"},
        "order": {"units", "not_accepted"},
    },
    "complaint_tambon.decide": {"decision": {"concluded", "continue"}},
    "tip_off.sort": {"result": {"accept", "more_info", "duplicate"}},
    "tip_off.decide": {"decision": {"concluded", "continue", "refer_out"}},
    "unit_action.review": {"result": {"complete", "hear"}},
    "first_notice.sign": {"decision": {"signed"}},
    "first_notice.dispatch": {"outcome": {"sent"}},
    "result_notice.dispatch": {"outcome": {"sent"}},
    "source_report.draft": {"outcome": {"stop"}},
    "source_report.sign": {"decision": {"signed"}},
    "source_report.dispatch": {"outcome": {"sent"}},
    "retaliation.sign": {"decision": {"signed"}},
    "retaliation.answer": {"outcome": {"answered"}},
    "committee_inquiry.sign_order": {"decision": {"signed"}},
    "committee_amendment.sign_amendment": {"decision": {"signed", "kept"}},
    "appoint_officers.sign_order": {"decision": {"signed"}},
}


def schema_of(path):
    return parse_form(path.read_bytes(), path.name)


def roots():
    return [etree.parse(path).getroot() for path in DIAGRAMS]


def references():
    return {
        element.get(f"{CAMUNDA}formRef")
        for root in roots()
        for element in root.iter(f"{BPMN}userTask", f"{BPMN}startEvent")
        if element.get(f"{CAMUNDA}formRef")
    }


def conditions():
    """Give (form, key path, literal) for each comparison of an answer in a condition."""
    for root in roots():
        tasks = {
            task.get("id"): task.get(f"{CAMUNDA}formRef") for task in root.iter(f"{BPMN}userTask")
        }
        for condition in root.iter(f"{BPMN}conditionExpression"):
            expression = compile_expression(condition.text.strip())
            for path, literal in expression.literals_compared:
                if path[0] in tasks:
                    yield tasks[path[0]], ".".join(path[1:]), literal


def test_every_form_has_its_place_and_every_place_its_form():
    provincial = {ref for ref in references() | EXPECTED if ref.split(".")[0] in PROCESSES}
    assert {path.stem for path in FORMS} >= provincial
    assert {path.stem for path in FORMS if path.stem.split(".")[0] in PROCESSES} == EXPECTED


PROCESSES = {name.split(".")[0] for name in EXPECTED}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_bundled_form_has_no_fault_and_no_warning(path):
    assert schema_of(path).warnings == ()


def test_every_value_that_a_condition_compares_is_one_the_form_offers():
    found = 0
    for form, key, literal in conditions():
        if form.split(".")[0] not in PROCESSES:
            continue
        answer = schema_of(ROOT / "forms" / f"{form}.json").read_keys()[key]
        found += 1
        assert answer.readable
        assert literal in answer.values if answer.values else isinstance(literal, bool)
    assert found > 0


@pytest.mark.parametrize("form", ANSWERS_THAT_STEER)
def test_the_answers_that_steer_the_process_are_required_and_offered(form):
    keys = schema_of(ROOT / "forms" / f"{form}.json").read_keys()
    for key, values in ANSWERS_THAT_STEER[form].items():
        assert values < set(keys[key].values)
        assert keys[key].required


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_condition_of_a_form_reads_only_what_it_can_see(path):
    for found in schema_of(path).expressions():
        reads = {read[0] for read in compile_expression(found.text).reads}
        assert reads <= found.above | FORM_NAMES


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_says_on_which_day_it_happened(path):
    assert "occurred_on" in schema_of(path).read_keys()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_person_named_by_a_form_of_text_is_sealed(path):
    keys = schema_of(path).read_keys()
    for place, key in keys.items():
        if place.startswith(("complainants.", "witnesses.")) and key.kind == "textfield":
            assert key.sealed or place == "complainants.hours"


def test_values_are_those_of_the_office():
    for path in FORMS:
        for place, key in schema_of(path).read_keys().items():
            name = place.rpartition(".")[2]
            if name == "secrecy":
                assert set(key.values) == set(Secrecy)
            if name == "acting_for":
                assert set(key.values) == {"none", *ActingFor}


def test_every_case_column_and_office_list_is_used_by_some_form():
    keys = [key for path in FORMS for key in schema_of(path).read_keys().values()]
    assert {key.case_column for key in keys if key.case_column} == set(CASE_COLUMNS)
    of_commands = {"respondents", "issues"}
    used = {key.office_list for key in keys if key.office_list}
    assert used | of_commands == set(OFFICE_LISTS)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_untouched_form_begins_with_this_day_where_it_asks_for_one(path):
    schema = schema_of(path)
    begun = initial_answers(schema, today=date(2026, 11, 19), known={})
    json.dumps(begun)
    asked = schema.read_keys()["occurred_on"]
    assert begun["occurred_on"] == ("2026-11-19" if asked.kind == "datetime" else None)


def test_no_form_says_disciplinary_investigation_for_fact_finding():
    assert not [path.name for path in FORMS if "สอบสวน" in path.read_text()]
