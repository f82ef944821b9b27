"""Forms on paper: blank ones to write on by hand, and those that were filled in here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import g
from markupsafe import Markup

from engine.definitions.conditions import asked_when
from engine.definitions.reading import evaluate
from engine.errors import Sentence
from engine.forms import FormSchema, Option, hidden_ids
from engine.forms.components import AnyComponent, Group, Rows
from web.design.filters import digits_in_use
from web.design.language import language
from web.form_pages import FormView, render_answers, render_blank

# What only the page asks: how it is signed, why it is typed later.
_NOT_ON_PAPER: Final = frozenset({"way", "scan", "earlier_reason"})
_OFFICER: Final = "officer"


def blank_form(
    schema: FormSchema,
    options: Mapping[str, Sequence[Option]] | None = None,
    rows: int = 0,
    *,
    door: str = _OFFICER,
) -> Markup:
    """Return the form to be filled in by hand: for the folder, a power cut, who has no network.

    ``options`` are the lists of the office; they may read the database: call it in the unit.
    ``door`` says who holds the pen.
    """
    is_signed = "signed_on" in schema.read_keys()
    keys = schema.read_keys().keys() & _NOT_ON_PAPER if is_signed else ()
    # What is settled for who writes by hand: what is signed is signed on paper.
    facts, lists = {"door": door, **({"way": "paper"} if is_signed else {})}, options or {}
    asked = {
        one.id: asked_when(schema, one.hide, facts, lists)
        for one in _conditional(schema.components)
        if one.hide is not None
    }
    never = {name for name, when in asked.items() if when is False}
    return render_blank(
        FormView(
            schema=schema,
            options=lists,
            hidden=frozenset(schema.field(key).id for key in keys) | never,
            language=language(),
            digits=digits_in_use(),
        ),
        {name: when for name, when in asked.items() if isinstance(when, Sentence)},
        rows,
    )


def typed_form(
    schema: FormSchema,
    names: Mapping[str, Any],
    answers: Mapping[str, Any],
    uploads: Mapping[str, str],
) -> Markup:
    """Return a form as it is typed so far; call it in the unit.

    Identities are left out on paper, also for who typed them: a sheet is laid down and forgotten.
    """
    return render_answers(
        FormView(
            schema=schema,
            answers=answers,
            options=names["options"],
            hidden=hidden_ids(schema, answers, today=g.today, names=names, evaluate=evaluate),
            uploads=uploads,
            language=language(),
            digits=digits_in_use(),
        )
    )


def _conditional(components: Sequence[AnyComponent]) -> Iterator[AnyComponent]:
    for component in components:
        if component.hide is not None:
            yield component
        if isinstance(component, Group | Rows):
            yield from _conditional(component.components)
