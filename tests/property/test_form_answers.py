"""Whatever is posted, a form takes it or says what is wrong; and no identity gets out."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DefinitionInvalid, FormInvalid
from engine.feel import compile_expression
from engine.forms import Label, Option, check_answers, hidden_ids, parse_form
from engine.forms.vocabulary import OFFICE_LISTS

FORMS = sorted((Path(__file__).parents[2] / "forms").glob("*.json"))
TODAY = date(2026, 11, 19)
NAMES = {
    "options": {
        name: (Option("v1", Label("ก")), Option("v2", Label("ข"))) for name in OFFICE_LISTS
    },
    "uploads": {"b1": "ก.pdf"},
    "known": {"findings": [{"issue": "ก"}], "contactable": [{"party": "v1"}]},
    "case": {"is_anonymous": True},
    "previous_on": date(2026, 11, 1),
    "door": "officer",
}
SECRET = "ZqลับสุดยอดqZ"


@cache
def schema_of(path):
    return parse_form(path.read_bytes(), path.name)


def evaluate(text, names):
    return compile_expression(text).evaluate(names).value


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.floats()
    | st.dates()
    | st.text()
    | st.binary(max_size=4)
    | st.sampled_from(["v1", "yes", "2026-11-05", "signed", "paper", "๑๒", "\ud800", "9" * 400])
)
junk = st.recursive(
    scalars,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(["day", "month", "year"]), inside)
    ),
    max_leaves=8,
)


def outcome_of(schema, posted):
    """Give what was taken and what was said; anything else that is raised fails the test."""
    try:
        return check_answers(schema, posted, today=TODAY, names=NAMES, evaluate=evaluate), {}
    except FormInvalid as refused:
        return None, refused.messages


@st.composite
def posts(draw):
    path = draw(st.sampled_from(FORMS))
    keys = [key for key in schema_of(path).read_keys() if "." not in key]
    inner = {key.split(".")[1] for key in schema_of(path).read_keys() if "." in key}
    row = st.dictionaries(st.sampled_from(sorted(inner) or ["x"]), junk, max_size=4)
    values = junk | st.lists(row, max_size=3)
    return path, draw(st.dictionaries(st.sampled_from(keys) | st.text(max_size=6), values))


@given(posts())
def test_junk_is_taken_or_refused_and_nothing_else(posted):
    path, answers = posted
    schema = schema_of(path)
    hidden_ids(schema, answers, today=TODAY, names=NAMES, evaluate=evaluate)
    checked, messages = outcome_of(schema, answers)
    assert all(said.th and said.en for all_said in messages.values() for said in all_said)
    assert (checked is None) is bool(messages)
    if checked:
        json.dumps(checked.open, ensure_ascii=False).encode("utf-8")


def sealed_posts(schema, secret):
    """Fill every sealed field with the secret, every other with something that may be wrong."""
    posted = {}
    for path, key in schema.read_keys().items():
        value = secret if key.sealed else key.values[0] if key.values else "v1"
        head, _, inner = path.partition(".")
        if key.kind == "dynamiclist":
            continue
        if inner:
            posted[head] = [{**(posted.get(head) or [{}])[0], inner: value}]
        elif path not in posted:
            posted[path] = value
    return posted


@pytest.mark.parametrize("path", [each for each in FORMS if schema_of(each).sealed_paths])
@given(rest=st.text(max_size=600))
@settings(max_examples=30)
def test_no_identity_is_in_a_message_or_in_the_open_answers(path, rest):
    schema = schema_of(path)
    posted = sealed_posts(schema, SECRET + rest)
    posted.pop("is_anonymous", None)
    checked, messages = outcome_of(schema, posted)
    assert SECRET not in str(messages)
    assert SECRET not in repr(checked)
    if checked:
        assert SECRET not in str((checked.open, checked.case_fields))


@given(posts())
def test_no_condition_is_ever_shown_an_identity(posted):
    path, answers = posted
    schema = schema_of(path)
    shown = []

    def watching(text, names):
        shown.append(repr(names))
        return evaluate(text, names)

    filled = {**answers, **sealed_posts(schema, SECRET)}
    hidden_ids(schema, filled, today=TODAY, names=NAMES, evaluate=watching)
    with pytest.raises(FormInvalid):
        check_answers(schema, {**filled, "?": 1}, today=TODAY, names=NAMES, evaluate=watching)
    assert SECRET not in "".join(shown)


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\\ntypeid01', max_size=60).map(str.encode))
def test_bytes_that_are_no_form_are_refused_with_a_line(data):
    with pytest.raises(DefinitionInvalid) as refused:
        parse_form(data, "x.json")
    assert all(problem.line >= 1 for problem in refused.value.problems)


@given(st.sampled_from(FORMS), st.data())
@settings(max_examples=60)
def test_a_form_with_one_value_replaced_is_read_or_refused(path, data):
    form = json.loads(path.read_bytes())
    where = form
    while isinstance(where, dict | list) and where:
        key = data.draw(
            st.sampled_from(sorted(where) if isinstance(where, dict) else range(len(where)))
        )
        if not isinstance(where[key], dict | list) or data.draw(st.booleans()):
            where[key] = data.draw(
                st.none()
                | st.booleans()
                | st.integers()
                | st.text(max_size=5)
                | st.lists(st.none(), max_size=2)
                | st.dictionaries(st.text(max_size=3), st.none())
            )
            break
        where = where[key]
    problems = problems_of(json.dumps(form).encode(), path.name)
    assert all(problem.message.th and problem.line >= 1 for problem in problems)


def problems_of(data, source):
    try:
        return parse_form(data, source).warnings
    except DefinitionInvalid as refused:
        return refused.problems
