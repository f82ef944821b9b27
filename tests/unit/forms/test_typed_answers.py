"""What was typed into a form so far: what counts, what is cut off, and that nothing gets lost."""

from datetime import date
from pathlib import Path

import pytest

from engine.forms import initial_answers, parse_form
from engine.forms.components import Field, Rows
from engine.forms.typed import is_untouched, part_identities, typed_answers, with_identities

FORMS = sorted((Path(__file__).parents[3] / "forms").glob("*.json"))
TODAY = date(2026, 11, 19)


@pytest.fixture(params=FORMS, ids=lambda path: path.stem)
def schema(request):
    return parse_form(request.param.read_bytes(), request.param.stem)


def filled(schema):
    """Something in every field of the form, and two rows in every list."""
    answers = {}
    for found in schema.fields():
        if isinstance(found, Rows):
            row = {one.key: f"{one.key} ก" for one in found.components if isinstance(one, Field)}
            answers[found.key] = [row, {key: f"{value} ข" for key, value in row.items()}]
        else:
            answers[found.key] = f"{found.key} ก"
    return answers


def test_identities_are_cut_off_and_put_back(schema):
    typed = typed_answers(schema, filled(schema))
    opened, apart = part_identities(schema, typed)
    assert with_identities(opened, apart) == typed
    assert {".".join(p for p in path.split(".") if not p.isdigit()) for path in apart} == set(
        schema.sealed_paths
    )
    for value in apart.values():
        assert value not in str(opened)


def test_a_form_as_it_is_opened_is_untouched_and_any_word_touches_it(schema):
    opened = initial_answers(schema, today=TODAY, known={})
    typed = typed_answers(schema, opened)
    assert is_untouched(schema, typed, today=TODAY, known={})
    assert is_untouched(schema, {}, today=TODAY, known={}) is not any(
        value for value in typed.values() if not isinstance(value, list)
    )
    for key in typed_answers(schema, filled(schema)):
        if not isinstance(filled(schema)[key], list):
            assert not is_untouched(schema, {**typed, key: "คำ"}, today=TODAY, known={})


def test_what_the_form_does_not_ask_is_left_out(schema):
    typed = typed_answers(schema, {**filled(schema), "password": "x", "nothing": "x"})
    assert typed.keys().isdisjoint({"password", "nothing", "scan", "files"})
    read_only = {one.key for one in schema.fields() if isinstance(one, Field) and one.readonly}
    assert typed.keys().isdisjoint(read_only)
