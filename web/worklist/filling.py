"""A form being filled: shown with what is known, read from a post, its submission key."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request
from markupsafe import Markup

from engine.access.sign_in import confirm_password
from engine.definitions.reading import evaluate
from engine.errors import Sentence
from engine.forms import FormSchema, hidden_ids, initial_answers
from web import pages
from web.days_off import date_chooser
from web.design.filters import digits_in_use
from web.design.language import language
from web.form_pages import FormView, render_form, render_part
from web.uploads import Tray

Messages = Mapping[str, Sequence[Sentence]]


def show_form(
    schema: FormSchema,
    names: Mapping[str, Any],
    answers: Mapping[str, Any] | None,
    messages: Messages,
    tray: Tray,
    refresh_url: str,
    *,
    prefix: str = "",
) -> Markup:
    """Return the inside of the form. ``names`` may read the database: call it in the unit.

    ``answers`` None: the form is opened, with what the case already knows. ``refresh_url`` shows
    it again when an answer changes on which others depend. With ``prefix`` it is one of several
    forms on a page, and its fields alone are returned.
    """
    known = names.get("known", {})
    shown = initial_answers(schema, today=g.today, known=known) if answers is None else answers
    view = FormView(
        schema=schema,
        answers=shown,
        messages={path: said for path, said in messages.items() if path != "password"},
        hidden=hidden_ids(schema, shown, today=g.today, names=names, evaluate=evaluate),
        options=names.get("options", {}),
        known=known,
        uploads=tray.names,
        language=language(),
        digits=digits_in_use(),
        refresh_url=refresh_url,
        chooser=date_chooser(),
        prefix=prefix,
    )
    return render_part(view) if prefix else render_form(view)


def signs(schema: FormSchema) -> bool:
    """Tell whether the form is signed: in the system with the password, or on paper."""
    return {"way", "signed_on"} <= schema.read_keys().keys()


def has_confirmed() -> bool:
    """Tell whether the password was typed again and is right."""
    password = request.form.get("password", "")
    who = pages.myself().person_id
    return bool(password) and confirm_password(pages.store(), who, password)
