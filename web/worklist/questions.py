"""A question that turns out to be a complaint: the ordinary form opens with what was typed."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from flask import flash, g, redirect, url_for
from werkzeug.wrappers import Response

from engine.errors import Sentence
from engine.forms import FormSchema, initial_answers
from engine.forms.components import TextField, TimeField
from engine.forms.reading import settled
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.keeping import clear_intake_draft, keep_intake_draft
from engine.work.answer_drafts.rows import Kept, Pen
from web.design.language import say
from web.worklist.drafting import DraftShown, keep_along, pen
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
    """Lead who reloads the changed form to the one that she began with."""
    return redirect(url_for("worklist.intake", office_key=office_key, entry=Entry.QUESTION))


@blueprint.post("/<office_key>/question/as-complaint")
def as_complaint(office_key: str) -> str | Response:
    """Open the form of a complaint with what was typed of a question; nothing is lodged yet."""
    posted, process_id = Posted.read(Entry.QUESTION), process_of(Entry.COMPLAINT)
    schema = start_form(process_id)
    answers = carried_over(posted.schema, posted.answers, schema)
    # A form of its own: sent under the question's key it would be taken for the question again.
    window, seen = uuid4(), pen().base

    def take_over(uow: UnitOfWork) -> Kept:
        kept = keep_intake_draft(uow, process_id, answers, Pen(window, 0, 1))
        clear_intake_draft(uow, posted.door.process_id, seen)
        return kept

    if keep_along(take_over) is not None:
        flash(say(_CARRIED))
        address = url_for("worklist.intake", office_key=office_key, entry=Entry.COMPLAINT)
        return redirect(address, 303)
    # A complaint is begun already: its draft stays, and what is typed is compared with it.
    urls = draft_urls(office_key, Entry.COMPLAINT)
    draft = DraftShown(*urls, base=0, turn=1, is_pending=True)
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
        is_story = isinstance(field, TextField | TimeField) and field.sealed is None
        if is_story and text and field.key not in asked:
            yield f"{say(field.label.sentence)}: {settled(field, text)}"
