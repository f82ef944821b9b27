"""A command that may be given at any step of a case: a page with a form of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.parties import Party, PartyKind, parties_of
from engine.cases.register import Case, get_case
from engine.definitions.reading import evaluate
from engine.errors import FormInvalid, Sentence
from engine.forms import CheckedAnswers, FormSchema, check_answers, initial_answers, parse_form
from engine.forms.components import Group
from engine.store.unit_of_work import UnitOfWork
from engine.work.form_lists import office_lists
from engine.work.form_names import intake_names
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.command_forms import draw_command_form
from web.design.language import say
from web.form_pages import bind, with_change
from web.kept import name_fields

Messages = Mapping[str, Sequence[Sentence]]

Read = Callable[[UnitOfWork, Case], Mapping[str, Any]]

_FORMS = Path(__file__).parent


def _nothing(_uow: UnitOfWork, _case: Case) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Page:
    """A command's page: its form, who may use it, what it says of itself and when it is done.

    ``facts`` stand above the form; ``anchor`` is the part of the case file to return to;
    ``parties`` are the kinds that its list of parties names; ``known`` is what the form opens
    with, ``about`` what its conditions may know of the case. Without ``done`` the act says
    itself how it went. ``needed`` is how much of the case its user must read; ``back`` is where
    the page returns to when that is not the case file.
    """

    form: str
    command: Command
    title: Sentence
    lead: Sentence
    done: Sentence | None
    anchor: str | None = None
    facts: Sequence[tuple[Sentence, str]] = field(default=())
    parties: frozenset[PartyKind] = frozenset()
    known: Read = _nothing
    about: Read = _nothing
    needed: Reading = Reading.WHOLE
    back: str | None = None


Act = Callable[[UUID, CheckedAnswers], str | Response | None]


def answer(
    office_key: str, case_id: UUID, page: Page, act: Act
) -> str | tuple[str, int] | Response:
    """Show the form, or act on it; a page that the act returns is shown in place of the case."""
    _check(case_id, page)
    schema = _schema(page.form)
    if request.method == "GET":
        with pages.reading() as uow:
            known = page.known(uow, get_case(uow, case_id))
        opened = initial_answers(schema, today=g.today, known=known)
        return _form_page(office_key, case_id, page, opened, {})
    name_fields(schema)
    bound = bind(schema, request.form, request.files)
    if bound.change is not None:
        changed = with_change(schema, bound.answers, bound.change, today=g.today)
        return _form_page(office_key, case_id, page, changed, {})
    try:
        with pages.reading() as uow:
            names = _names(uow, get_case(uow, case_id), page)
            answers = check_answers(
                schema, bound.answers, today=g.today, names=names, evaluate=evaluate
            )
        shown = act(case_id, answers)
    except FormInvalid as refused:
        return _form_page(office_key, case_id, page, bound.answers, refused.messages), 422
    if shown is not None:
        return shown
    if page.done is not None:
        flash(say(page.done))
    return redirect(page.back or case_url(office_key, case_id, page.anchor), 303)


def case_url(office_key: str, case_id: UUID, anchor: str | None = None) -> str:
    return url_for("case_file.case", office_key=office_key, case_id=case_id, _anchor=anchor)


def day(value: date | str) -> date:
    """Return a day that a form gave, typed or already read."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _check(case_id: UUID, page: Page) -> None:
    who = pages.standing()
    with pages.reading() as uow:
        granted = reading_of(uow, who, get_case(uow, case_id), uow.today)
    check_reading(granted, page.needed)
    check(who, page.command)


@cache
def _schema(form: str) -> FormSchema:
    return parse_form((_FORMS / f"{form}.json").read_bytes(), f"case_file.{form}")


def _names(uow: UnitOfWork, case: Case, page: Page) -> dict[str, Any]:
    office = pages.office()

    def parties() -> list[Party]:
        return [party for party in parties_of(uow, case.id) if party.kind in page.parties]

    return {
        **intake_names(uow, office),
        "options": office_lists(uow, office, case, parties),
        "case": page.about(uow, case),
    }


def _form_page(
    office_key: str, case_id: UUID, page: Page, answers: Mapping[str, Any], messages: Messages
) -> str:
    with pages.reading() as uow:
        case = get_case(uow, case_id)
        form = draw_command_form(_schema(page.form), answers, messages, _names(uow, case, page))
    return render_template(
        "case_file/command.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        page=page,
        form=form,
        has_parts=any(isinstance(one, Group) for one in _schema(page.form).components),
        submission_key=pages.submission_key(),
        owner=form_owner(),
        case_url=case_url(office_key, case_id, page.anchor),
        back=page.back,
    )
