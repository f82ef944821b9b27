"""Notes of contact and comments: the thread of each, and the form by which one is added."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.access.permissions import Reading, may
from engine.access.visibility import AccessKind, reading_of
from engine.cases.notes import (
    Comment,
    ContactNote,
    NoteKind,
    comments_of,
    contacts_of,
    count_notes,
    get_contact,
)
from engine.cases.register import get_case
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import Option, initial_answers
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.names import person_names
from engine.work.notes import (
    audiences_for,
    mentionable,
    note_contact,
    note_form,
    write_comment,
)
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.looking import note_access
from web.case_file.note_showing import COMMANDS, TITLES, shower, thread_url
from web.case_file.room import blueprint
from web.days_off import date_chooser
from web.design.filters import digits_in_use
from web.design.language import language, say
from web.form_pages import FormView, bind, render_form
from web.kept import name_fields
from web.whole_numbers import read_number

NOTES_A_PAGE = 20

_NOTED = Sentence("บันทึกการประสานแล้ว", "The contact is noted")
_COMMENTED = Sentence("เขียนความเห็นแล้ว", "The comment is written")
# Not asked of who reads a part: there is one thread for her.
_AUDIENCE_FIELD = frozenset({"Field_audience"})

Messages = Mapping[str, Sequence[Sentence]]


@blueprint.get("/<uuid:case_id>/contacts")
def contacts(office_key: str, case_id: UUID) -> str:
    return _page(office_key, case_id, NoteKind.CONTACT)


@blueprint.post("/<uuid:case_id>/contacts")
def add_contact(office_key: str, case_id: UUID) -> Response | tuple[str, int]:
    return _add(office_key, case_id, NoteKind.CONTACT)


@blueprint.get("/<uuid:case_id>/contacts/<uuid:note_id>/correction")
def correction(office_key: str, case_id: UUID, note_id: UUID) -> str:
    return _page(office_key, case_id, NoteKind.CONTACT, corrects=note_id)


@blueprint.post("/<uuid:case_id>/contacts/<uuid:note_id>/correction")
def correct(office_key: str, case_id: UUID, note_id: UUID) -> Response | tuple[str, int]:
    return _add(office_key, case_id, NoteKind.CONTACT, corrects=note_id)


@blueprint.get("/<uuid:case_id>/comments")
def comments(office_key: str, case_id: UUID) -> str:
    return _page(office_key, case_id, NoteKind.COMMENT)


@blueprint.post("/<uuid:case_id>/comments")
def add_comment(office_key: str, case_id: UUID) -> Response | tuple[str, int]:
    return _add(office_key, case_id, NoteKind.COMMENT)


def _add(
    office_key: str, case_id: UUID, kind: NoteKind, corrects: UUID | None = None
) -> Response | tuple[str, int]:
    schema = note_form(kind)
    name_fields(schema)
    submission = Submission(pages.submission_key(), bind(schema, request.form).answers)
    try:
        if kind is NoteKind.CONTACT:
            pages.run(lambda uow: note_contact(uow, case_id, submission, corrects))
        else:
            pages.run(lambda uow: write_comment(uow, case_id, submission))
    except FormInvalid as refused:
        answers = submission.answers
        return _page(office_key, case_id, kind, answers, refused.messages, corrects=corrects), 422
    flash(say(_NOTED if kind is NoteKind.CONTACT else _COMMENTED))
    return redirect(thread_url(kind, office_key, case_id), 303)


def _page(
    office_key: str,
    case_id: UUID,
    kind: NoteKind,
    answers: Mapping[str, Any] | None = None,
    messages: Messages | None = None,
    *,
    corrects: UUID | None = None,
) -> str:
    note_access(case_id, AccessKind.CASE)
    who = pages.standing()
    with pages.reading() as uow:
        case = get_case(uow, case_id)
        granted = reading_of(uow, who, case, uow.today)
        audiences, before = audiences_for(granted), _before()
        read = contacts_of if kind is NoteKind.CONTACT else comments_of
        found = read(uow, case_id, audiences, before=before, limit=NOTES_A_PAGE + 1)
        earlier = get_contact(uow, case_id, corrects, audiences) if corrects else None
        count = count_notes(uow, case_id, audiences)[kind]
        names = _names(uow, [*found, *([earlier] if earlier else [])])
        offered = mentionable(uow, case, granted) if kind is NoteKind.COMMENT else []
    may_write = may(who, COMMANDS[kind])
    if corrects and not may_write:
        raise NotFound
    start = answers if answers is not None else _start(earlier)
    shown = found[:NOTES_A_PAGE]
    show = shower(office_key, case_id, granted, names, may_correct=may_write)
    return render_template(
        "case_file/notes.html",
        office_key=office_key,
        case=case,
        today=g.today,
        stamp=showing.secrecy_words(case.secrecy),
        title=TITLES[kind],
        kind=kind.value,
        is_part=granted is not Reading.WHOLE,
        form=_form(kind, start, messages or {}, offered, granted) if may_write else None,
        earlier=show(earlier) if earlier else None,
        notes=[show(note) for note in shown],
        count=count,
        is_first=before is None,
        thread_url=thread_url(kind, office_key, case_id),
        older_url=thread_url(kind, office_key, case_id, before=shown[-1].seq)
        if len(found) > NOTES_A_PAGE
        else None,
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


def _start(earlier: ContactNote | None) -> Mapping[str, Any]:
    """Begin a correction with what the earlier note said."""
    if earlier is None:
        return {}
    return {
        "party_kind": earlier.party_kind,
        "way": earlier.way,
        "outcome": earlier.outcome,
        "occurred_on": earlier.occurred_on.isoformat(),
        "text": earlier.text,
        "audience": earlier.audience.value,
    }


def _form(
    kind: NoteKind,
    answers: Mapping[str, Any],
    messages: Messages,
    offered: Sequence[Option],
    granted: Reading,
) -> Markup:
    schema = note_form(kind)
    hidden = frozenset() if granted is Reading.WHOLE else _AUDIENCE_FIELD
    return render_form(
        FormView(
            schema=schema,
            answers={**initial_answers(schema, today=g.today, known={}), **answers},
            messages=messages,
            hidden=hidden if offered else hidden | {"Field_mentioned"},
            options={"members": offered},
            language=language(),
            digits=digits_in_use(),
            chooser=date_chooser(),
        )
    )


def _before() -> int | None:
    return read_number(request.args.get("before", ""))


def _names(uow: UnitOfWork, notes: Sequence[ContactNote | Comment]) -> Mapping[UUID, str]:
    people = [note.author_id for note in notes]
    told = [one for note in notes if isinstance(note, Comment) for one in note.mentioned]
    return person_names(uow, [*people, *told])
