"""The page of a command that has a form of its own and is no step of a process."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request
from markupsafe import Markup

from engine.definitions.reading import evaluate
from engine.errors import Sentence
from engine.forms import FormSchema, hidden_ids
from web.days_off import date_chooser
from web.design.filters import digits_in_use
from web.design.language import language
from web.form_pages import FormView, render_form


def draw_command_form(
    schema: FormSchema,
    answers: Mapping[str, Any],
    messages: Mapping[str, Sequence[Sentence]],
    names: Mapping[str, Any],
) -> Markup:
    """Give the inside of the ``<form>``; ``names`` are those of the judging, ``options`` too.

    They may read the database: call it in the unit.
    """
    return render_form(
        FormView(
            schema=schema,
            answers=answers,
            messages=messages,
            hidden=hidden_ids(schema, answers, today=g.today, names=names, evaluate=evaluate),
            options=names["options"],
            language=language(),
            digits=digits_in_use(),
            chooser=date_chooser(),
            refresh_url=request.path,
        )
    )
