"""Consecutive steps of one person on one page: what she answered goes along, the next is asked.

Nothing is written before the last of them is sent. What the page shows of a step that is not
there yet comes from a unit that is given up again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.visibility import AccessKind
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import InvalidTransition, Sentence
from engine.forms import FormSchema
from engine.sealing.secret_bytes import DataKey
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.keeping import keep_answer_draft
from engine.work.completing import Completion, Submission, Upload
from engine.work.onward import MOST, NoWayOn, StepInvalid, complete_onward
from engine.work.work_items import WorkItem
from web import pages
from web.auth import check_form_owner
from web.case_file.looking import note_access
from web.design.filters import number
from web.design.language import say
from web.form_pages import bind, of_prefix, posted_pairs, with_change
from web.kept import name_fields
from web.official_papers import kept_papers
from web.uploads import Tray, kept_before, take_uploads
from web.worklist.drafting import DraftShown, keep_along, pen, shown_again
from web.worklist.filling import Messages
from web.worklist.item_drafts import draft_urls, item_url
from web.worklist.items import (
    item_again,
    next_url,
    open_item,
    page_values,
    receipt_page,
    receipts_for,
)
from web.worklist.room import blueprint

PageAnswer: TypeAlias = str | tuple[str, int] | Response

# The elements of the steps on the page, the one that is asked last.
STEP = "_step"
GO_ON = "_go_on"

_ALL_DONE = Sentence("บันทึกเสร็จแล้ว {} ขั้นตอน", "{} steps completed")
_CHANGED = Sentence(
    "ขั้นถัดไปเปลี่ยนไปจากที่หน้านี้แสดง ยังไม่มีสิ่งใดถูกบันทึก เปิดงานอีกครั้ง",
    "The next step is not the one that this page showed. Nothing is written; open the step again.",
)


@dataclass
class Along:
    """What the page carries: how many steps are answered, and the answers of the one asked."""

    first: WorkItem
    elements: list[str]
    answers: Mapping[str, Any] = field(default_factory=dict)
    tray: Tray = field(default_factory=Tray)
    # Of each step that was played, by its number: what the page says of it and carries on.
    played: dict[int, tuple[WorkItem, FormSchema, Mapping[str, Any]]] = field(default_factory=dict)
    # What the first step records, printed before the unit that completes it for good.
    papers: tuple[Upload, ...] = ()

    @property
    def at(self) -> int:
        """The number of the step that is asked."""
        return max(0, len(self.elements) - 1)

    def answer(self, at: int, item: WorkItem, schema: FormSchema) -> Submission:
        """Read what was posted for a step; refuse one that the page did not show."""
        self.check_shown(at, item)
        key = pages.submission_key()
        answers = self.answers
        if at < self.at:
            answers = bind(schema, of_prefix(request.form, _prefix(at))).answers
        self.played[at] = item, schema, answers
        return Submission(
            key=uuid5(key, str(at)) if at else key,
            answers=answers,
            uploads=self.tray.uploads,
            receipts=receipts_for(item, answers) if at == 0 else (),
        )

    def answer_for_good(self, at: int, item: WorkItem, schema: FormSchema) -> Submission:
        """Read it as :meth:`answer` does; the draft of the first step must be the one seen here."""
        submission = self.answer(at, item, schema)
        return replace(submission, pen=pen(), papers=self.papers) if at == 0 else submission

    def check_shown(self, at: int, item: WorkItem) -> None:
        if at < len(self.elements) and self.elements[at] != item.element:
            raise InvalidTransition(_CHANGED)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Give the fields by which the page carries the answers of the steps that were played."""
        for at, (_, schema, answers) in sorted(self.played.items()):
            for component in schema.components:
                for name, value in posted_pairs(component, answers):
                    yield _prefix(at) + name, value


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/onward")
def onward(office_key: str, work_item_id: UUID) -> PageAnswer:
    check_form_owner()
    first = open_item(work_item_id)
    along = Along(first, request.form.getlist(STEP)[:MOST])
    schema, data_key = _asked(along)
    name_fields(schema)
    bound = bind(schema, request.form, request.files)
    answers = dict(bound.answers)
    along.tray = take_uploads(bound.uploads, answers, first.case_id, data_key)
    along.answers = answers
    if bound.change is not None:
        along.answers = with_change(schema, answers, bound.change, today=g.today)
        return _show_again(office_key, along, along.tray.messages)
    if along.tray.messages:
        return _show_again(office_key, along, along.tray.messages), 422
    try:
        if GO_ON in request.form:
            return _show_next(office_key, along)
        return _finish(office_key, along)
    except StepInvalid as refused:
        if refused.at != along.at:
            raise
        return _show_again(office_key, along, refused.messages), 422
    except NoWayOn as refused:
        flash(say(refused.sentence))
        return _show_again(office_key, along), 409


def _asked(along: Along) -> tuple[FormSchema, DataKey]:
    """Return the form of the step that is asked, as the answers before it lead there."""

    def look(uow: UnitOfWork) -> tuple[FormSchema, DataKey]:
        _, item = complete_onward(uow, along.first.id, along.at, along.answer)
        if item is None:
            raise InvalidTransition(_CHANGED)
        along.check_shown(along.at, item)
        schema = form_of(get_edition(uow, item.edition), item.form_ref)
        return schema, uow.data_key(item.case_id)

    along.tray = Tray(kept_before(along.first.case_id))
    return pages.try_out(look)


def _show_next(office_key: str, along: Along) -> str:
    if along.at > 0:
        return _page(office_key, along, along.at + 1, _carried_draft(along))
    answers, written = along.answers, pen()
    kept = keep_along(lambda uow: keep_answer_draft(uow, along.first.id, answers, written))
    return _page(office_key, along, 1, shown_again(kept, *draft_urls(along.first)))


def _show_again(office_key: str, along: Along, messages: Messages | None = None) -> str:
    if along.at == 0:
        return item_again(office_key, along.first, along.answers, messages, along.tray)
    draft = _carried_draft(along)
    return _page(office_key, along, along.at, draft, along.answers, messages)


def _carried_draft(along: Along) -> DraftShown:
    """Carry what this page has seen of the first step's draft; it adds nothing to it."""
    written = pen()
    return DraftShown(*draft_urls(along.first), base=written.base, turn=written.turn)


def _page(
    office_key: str,
    along: Along,
    count: int,
    draft: DraftShown,
    answers: Mapping[str, Any] | None = None,
    messages: Messages | None = None,
) -> str:
    """Show the step that so many answered ones lead to."""
    first = along.first
    url = url_for("worklist.onward", office_key=office_key, work_item_id=first.id)
    note_access(first.case_id, AccessKind.CASE)

    def look(uow: UnitOfWork) -> dict[str, Any]:
        along.played.clear()
        _, item = complete_onward(uow, first.id, count, along.answer)
        if item is None:
            raise NoWayOn
        tray = along.tray
        return page_values(uow, office_key, item, answers, messages, tray, draft, refresh_url=url)

    values = pages.try_out(look)
    ids = [item.id for _, (item, *_) in sorted(along.played.items())]
    steps = {step.meta.item.id: step for step in values["steps"]}
    values["steps"] = [step for step in values["steps"] if step.meta.item.id not in ids]
    # What is not written yet is no event.
    values["entries"] = ()
    values["may_go_on"] = values["may_go_on"] and count + 1 < MOST
    return render_template(
        "worklist/item.html",
        **values,
        onward_url=url,
        first_url=item_url(first),
        carried=[steps[each] for each in ids],
        carried_pairs=list(along.pairs()),
        elements=[*(item.element for item, *_ in along.played.values()), values["item"].element],
    )


def _finish(office_key: str, along: Along) -> Response | str:
    along.papers = _papers_of_first(along)

    def act(uow: UnitOfWork) -> Completion:
        done, _ = complete_onward(uow, along.first.id, along.at + 1, along.answer_for_good)
        return done

    done = pages.run(act)
    if done.receipt_codes:
        return receipt_page(office_key, done)
    flash(say(_ALL_DONE).format(number(along.at + 1)))
    return redirect(next_url(office_key, done.next_item), 303)


def _papers_of_first(along: Along) -> tuple[Upload, ...]:
    with pages.reading() as uow:
        schema = form_of(get_edition(uow, along.first.edition), along.first.form_ref)
    answers = along.answers
    if along.at > 0:
        answers = bind(schema, of_prefix(request.form, _prefix(0))).answers
    return kept_papers(along.first, schema, answers, along.tray.uploads)


def _prefix(at: int) -> str:
    """Return what the names of a step's carried answers begin with."""
    return f"step{at}."


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/onward")
def onward_address(office_key: str, work_item_id: UUID) -> Response:
    """Lead who reloads the page to its first step, whose draft is kept."""
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id))
