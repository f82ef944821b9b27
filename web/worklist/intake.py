"""The officer's entries: what came by word, letter or telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.definitions.adoption import get_adopted_edition
from engine.definitions.editions import get_edition
from engine.definitions.reading import start_form_of
from engine.errors import FormInvalid, NotFound
from engine.forms import FormSchema
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.keeping import drafts_of_intake, keep_intake_draft
from engine.work.answer_drafts.rows import DraftOvertaken, Kept
from engine.work.completing import Submission
from engine.work.form_names import intake_names
from engine.work.lodging import Door, lodge
from web import pages
from web.auth import check_form_owner, form_owner
from web.design.filters import office_digits
from web.design.language import say
from web.doors import DOOR, door_word, posted_door
from web.form_pages import RowChange, bind, with_change
from web.form_pages.comparing import refitted
from web.kept import carry, name_fields
from web.uploads import Tray, kept_words, take_uploads
from web.worklist.comparing import Meeting, compare_page
from web.worklist.drafting import DraftShown, keep_along, opened, pen, shown_again
from web.worklist.entries import WORDS, Entry, on_each_entry, process_of, tabs
from web.worklist.filling import Messages, show_form
from web.worklist.items import next_url


@dataclass(frozen=True)
class Posted:
    """The form of a lodging as it was posted, and the door that its files were encrypted for."""

    entry: Entry
    schema: FormSchema
    answers: dict[str, Any]
    change: RowChange | None
    tray: Tray
    door: Door

    @classmethod
    def read(cls, entry: Entry) -> "Posted":
        process_id = process_of(entry)
        schema = start_form(process_id)
        name_fields(schema)
        check_form_owner()
        bound = bind(schema, request.form, request.files)
        door = posted_door(process_id, pages.standing().office_id)
        answers = dict(bound.answers)
        tray = take_uploads(bound.uploads, answers, door.case_id, door.data_key)
        if tray.uploads and DOOR not in request.form:
            carry([(DOOR, door_word(door, pages.standing().office_id))])
        return cls(entry, schema, answers, bound.change, tray, door)

    def again(
        self,
        office_key: str,
        answers: Mapping[str, Any],
        messages: Messages | None = None,
        kept: Kept | None = None,
    ) -> str:
        """Show the form with what it says, and keep that as its draft."""
        written, process_id = pen(), self.door.process_id
        kept = kept or keep_along(lambda uow: keep_intake_draft(uow, process_id, answers, written))
        draft = shown_again(kept, *draft_urls(office_key, self.entry))
        return entry_page(office_key, self.entry, self.schema, answers, messages, self, draft)


@on_each_entry("", "GET")
def intake(office_key: str, entry: Entry) -> str:
    return entry_page(office_key, entry, start_form(process_of(entry)))


@on_each_entry("", "POST")
def take_in(office_key: str, entry: Entry) -> str | tuple[str, int] | Response:
    posted = Posted.read(entry)
    tray, door = posted.tray, posted.door
    if posted.change is not None:
        changed = with_change(posted.schema, posted.answers, posted.change, today=g.today)
        return posted.again(office_key, changed, tray.messages)
    if tray.messages:
        return posted.again(office_key, posted.answers, tray.messages), 422
    submission = Submission(pages.submission_key(), posted.answers, tray.uploads, pen=pen())
    try:
        lodged = pages.run(lambda uow: lodge(uow, door, submission))
    except FormInvalid as refused:
        return posted.again(office_key, posted.answers, refused.messages), 422
    except DraftOvertaken as overtaken:
        return compare_intake(office_key, posted, overtaken), 409
    flash(say(WORDS[entry].done).format(number=lodged.number))
    return redirect(next_url(office_key, lodged.next_item), 303)


def draft_urls(office_key: str, entry: Entry) -> tuple[str, str]:
    """Return where the draft is kept and where it is cleared."""
    return (
        url_for("worklist.keep_intake", office_key=office_key, entry=entry),
        url_for("worklist.clear_intake", office_key=office_key, entry=entry),
    )


def compare_intake(office_key: str, posted: Posted, overtaken: DraftOvertaken) -> str:
    """Show a form that was posted beside the draft that another window has kept meanwhile."""
    door = posted.door
    with pages.reading() as uow:
        meeting = Meeting(
            schema=posted.schema,
            stored=overtaken.draft,
            mine=posted.answers,
            merge_url=url_for("worklist.merge_intake", office_key=office_key, entry=posted.entry),
            back_url=url_for("worklist.intake", office_key=office_key, entry=posted.entry),
            case_id=door.case_id,
            title=office_digits(overtaken.sentence),
            door=door_word(door, pages.standing().office_id) if posted.tray.uploads else None,
        )
        return compare_page(uow, meeting, intake_names(uow, pages.office()), posted.tray)


def start_form(process_id: str) -> FormSchema:
    with pages.reading() as uow:
        schema = start_form_of(get_adopted_edition(uow, process_id))
    if schema is None:
        raise NotFound
    return schema


def _opened(
    uow: UnitOfWork, office_key: str, entry: Entry, schema: FormSchema
) -> tuple[Any, DraftShown]:
    """Return what a form says that is opened now: as it was left, also under an older edition."""
    drafts = drafts_of_intake(uow, process_of(entry), pages.standing())
    draft, urls = drafts.current, draft_urls(office_key, entry)
    if draft is None:
        return None, opened(uow, drafts, *urls)
    older = start_form_of(get_edition(uow, draft.edition)) or schema
    answers, left_over = refitted(older, schema, draft.answers)
    return answers, opened(uow, drafts, *urls, left_over=left_over)


def entry_page(
    office_key: str,
    entry: Entry,
    schema: FormSchema,
    answers: Mapping[str, Any] | None = None,
    messages: Messages | None = None,
    posted: Posted | None = None,
    draft: DraftShown | None = None,
    submission_key: UUID | None = None,
) -> str:
    """Show an entry's form: opened, or with these ``answers``."""
    kept = posted.tray if posted else Tray()
    door = posted.door if posted else None
    address = partial(url_for, office_key=office_key, entry=entry)
    with pages.reading() as uow:
        names = intake_names(uow, pages.office())
        if draft is None:
            answers, draft = _opened(uow, office_key, entry, schema)
        action = address("worklist.intake")
        form = show_form(schema, names, answers, messages or {}, kept, action)
    return render_template(
        "worklist/intake.html",
        office_key=office_key,
        words=WORDS[entry],
        tabs=tabs(office_key, entry),
        form=form,
        draft=draft,
        action=action,
        typed_url=address("worklist.typed_intake"),
        complaint_url=url_for("worklist.as_complaint", office_key=office_key)
        if entry is Entry.QUESTION
        else None,
        kept_files=kept_words(kept.uploads, door.case_id) if door else [],
        door=door_word(door, pages.standing().office_id) if door and kept.uploads else None,
        submission_key=submission_key or pages.submission_key(),
        owner=form_owner(),
        home=url_for("worklist.mine", office_key=office_key),
        blank_url=url_for(
            "worklist.blank_one",
            office_key=office_key,
            process_id=process_of(entry),
            form_ref=schema.id,
        ),
    )
