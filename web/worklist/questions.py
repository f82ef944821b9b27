"""A question that turns out to be a complaint: the ordinary form opens with what was typed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import flash, g, redirect, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check
from engine.access.visibility import AccessKind
from engine.definitions.editions import get_edition
from engine.definitions.reading import start_form_of
from engine.errors import NotFound, Sentence
from engine.forms import FormSchema, initial_answers
from engine.forms.components import TextField, TimeField
from engine.forms.reading import settled
from engine.office.profile_tables import CaseKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.keeping import clear_intake_draft, keep_intake_draft
from engine.work.answer_drafts.rows import Kept, Pen
from engine.work.case_file import read_case_file
from web import pages
from web.case_file.looking import note_access
from web.design.language import say
from web.worklist.drafting import DraftShown, keep_along, kept_words, pen
from web.worklist.entries import Entry, process_of
from web.worklist.intake import Posted, draft_urls, entry_page, start_form
from web.worklist.room import blueprint

_STORY = "narrative"
_CARRIED = Sentence(
    "นำสิ่งที่พิมพ์ไว้มาใส่แบบรับเรื่องร้องเรียนแล้ว ยังไม่ได้ลงทะเบียน",
    "What you typed is in the form of a complaint now. Nothing is registered yet.",
)


@blueprint.get("/<office_key>/question/as-complaint")
def as_complaint_address(office_key: str) -> Response:
    """Lead who reloads the changed form to its draft."""
    return redirect(url_for("worklist.intake", office_key=office_key, entry=Entry.COMPLAINT))


@blueprint.post("/<office_key>/question/as-complaint")
def as_complaint(office_key: str) -> str:
    """Open the form of a complaint with what was typed of a question; nothing is lodged yet."""
    posted, seen = Posted.read(Entry.QUESTION), pen().base

    def forget(uow: UnitOfWork) -> None:
        clear_intake_draft(uow, posted.door.process_id, seen)

    return _begin_complaint(office_key, posted.schema, posted.answers, forget)


@blueprint.post("/<office_key>/question/<uuid:case_id>/as-complaint")
def answered_as_complaint(office_key: str, case_id: UUID) -> str:
    """Open the form of a complaint with what a question said that was registered before."""
    check(pages.standing(), Command.LODGE_CASE)
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), case_id)
        schema = start_form_of(get_edition(uow, file.edition))
    if file.intake is None or schema is None or file.case.kind != CaseKind.QUESTION:
        raise NotFound
    said, columns = file.intake.answers, file.intake.case_fields
    # Of rows only marks are left where they are sealed.
    typed = {key: value for key, value in said.items() if not isinstance(value, list | dict)}
    typed |= {path: columns.get(name) for name, path in schema.case_columns.items()}
    return _begin_complaint(office_key, schema, typed)


def _begin_complaint(
    office_key: str,
    question: FormSchema,
    typed: Mapping[str, Any],
    forget: Callable[[UnitOfWork], None] = lambda _: None,
) -> str:
    """Keep what a question says as the draft of a complaint, and open that."""
    process_id = process_of(Entry.COMPLAINT)
    schema = start_form(process_id)
    answers = carried_over(question, typed, schema)
    # A form of its own: sent under the question's key it would be taken for the question again.
    window = uuid4()

    def take_over(uow: UnitOfWork) -> Kept:
        kept = keep_intake_draft(uow, process_id, answers, Pen(window, 0, 1))
        forget(uow)
        return kept

    # Where a complaint is begun already, its draft stays: what is typed is compared with it.
    kept = keep_along(take_over)
    draft = DraftShown(
        *draft_urls(office_key, Entry.COMPLAINT),
        base=kept.version if kept else 0,
        turn=2,
        said=kept_words(kept) if kept else None,
        is_pending=kept is None,
    )
    flash(say(_CARRIED))
    return entry_page(
        office_key, Entry.COMPLAINT, schema, answers, draft=draft, submission_key=window
    )


def carried_over(
    question: FormSchema, typed: Mapping[str, Any], complaint: FormSchema
) -> dict[str, Any]:
    """Return what a complaint's form says at first: what both ask for, all other text as its story.

    What is sealed goes into a field that seals it or nowhere.
    """
    asked = {field.key: field for field in complaint.fields()}
    begun = {**initial_answers(complaint, today=g.today, known={})}
    for field in question.fields():
        same = asked.get(field.key)
        if same is not None and same.kind is field.kind and typed.get(field.key):
            begun[field.key] = typed[field.key]
    if _STORY in asked:
        begun[_STORY] = "\n".join(_told(question, typed, asked))
    return begun


def _told(
    question: FormSchema, typed: Mapping[str, Any], asked: Mapping[str, Any]
) -> Iterator[str]:
    for field in question.fields():
        text = typed.get(field.key)
        if not isinstance(field, TextField | TimeField) or field.sealed is not None:
            continue
        if text and field.key not in asked:
            yield f"{say(field.label.sentence)}: {settled(field, text)}"
