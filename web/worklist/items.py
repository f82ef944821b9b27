"""The work item: what may be known before it is claimed, its form, claim, complete, release."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Reading
from engine.access.visibility import AccessKind
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import PartyKind, parties_of
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import FormInvalid, Sentence
from engine.office.roles import Role
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation import claiming
from engine.work.allocation.declared import NotDeclared
from engine.work.allocation.handing import giving_of
from engine.work.answer_drafts.keeping import drafts_of_item, keep_answer_draft
from engine.work.answer_drafts.rows import DraftOvertaken, Kept
from engine.work.case_file import CaseFile, read_case_file
from engine.work.completing import Completion, Submission, complete_work_item
from engine.work.consultations import Outcome, consultations_on
from engine.work.form_names import form_names
from engine.work.identities.opening import find_addressee
from engine.work.onward import may_go_on
from engine.work.papers import signing as paper_signing
from engine.work.timeline import Asked, read_timeline
from engine.work.work_items import ALLOCATED, CANCELLED, OFFERED, WorkItem, queues_of
from web import pages
from web.auth import form_owner
from web.case_file import showing, timeline
from web.case_file.looking import note_access
from web.case_file.views import answer_lists, file_values, scopes_of
from web.design.language import say
from web.form_pages import bind, with_change
from web.kept import name_fields
from web.official_papers import kept_papers
from web.uploads import Tray, kept_words, take_uploads
from web.worklist.drafting import DraftShown, keep_along, pen, shown_again
from web.worklist.filling import Messages, has_confirmed, show_form, signs
from web.worklist.item_drafts import (
    compare_item,
    draft_urls,
    item_url,
    left_behind,
    opened_item,
)
from web.worklist.room import blueprint

# The newest lines of the timeline stand beside the form; the case page has them all.
ENTRIES_BESIDE = 6

DONE = Sentence("บันทึกเสร็จแล้ว", "Completed")
_TO_NEXT = Sentence("ทำขั้นตอนถัดไป", "Do the next step")
_TO_LIST = Sentence("กลับไปงานของฉัน", "Back to my work")


@blueprint.get("/<office_key>/work/<uuid:work_item_id>")
def item(office_key: str, work_item_id: UUID) -> str:
    return _page(office_key, open_item(work_item_id))


@blueprint.post("/<office_key>/work/<uuid:work_item_id>")
def complete(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | Response:
    found = open_item(work_item_id)
    with pages.reading() as uow:
        schema = form_of(get_edition(uow, found.edition), found.form_ref)
        data_key = uow.data_key(found.case_id)
    name_fields(schema)
    bound = bind(schema, request.form, request.files)
    answers = dict(bound.answers)
    tray = take_uploads(bound.uploads, answers, found.case_id, data_key)
    if bound.change is not None:
        changed = with_change(schema, answers, bound.change, today=g.today)
        return item_again(office_key, found, changed, tray.messages, tray)
    if tray.messages:
        return item_again(office_key, found, answers, tray.messages, tray), 422
    may_sign = not signs(schema) or has_confirmed()
    submission = Submission(
        key=pages.submission_key(),
        answers=answers,
        uploads=tray.uploads,
        receipts=receipts_for(found, answers),
        has_confirmed_password=signs(schema) and may_sign,
        pen=pen(),
        papers=kept_papers(found, schema, answers, tray.uploads) if may_sign else (),
    )
    try:
        done = pages.run(lambda uow: complete_work_item(uow, work_item_id, submission))
    except FormInvalid as refused:
        return item_again(office_key, found, answers, refused.messages, tray), 422
    except DraftOvertaken as overtaken:
        return compare_item(found, schema, overtaken, answers, tray), 409
    if done.receipt_codes:
        return receipt_page(office_key, done)
    flash(say(DONE))
    return redirect(next_url(office_key, done.next_item), 303)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/claim")
def claim(office_key: str, work_item_id: UUID) -> Response:
    try:
        pages.run(lambda uow: claiming.claim_work_item(uow, work_item_id))
    except NotDeclared as refused:
        # Where she declares is the page that helps her on.
        flash(say(refused.sentence))
        case_id = open_item(work_item_id).case_id
        return redirect(url_for("case_file.committee", office_key=office_key, case_id=case_id), 303)
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id), 303)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/claim-for-paper")
def claim_for_paper(office_key: str, work_item_id: UUID) -> Response:
    pages.run(lambda uow: paper_signing.claim_for_paper(uow, work_item_id))
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id), 303)


def open_item(work_item_id: UUID) -> WorkItem:
    """Return the item if this person may know of it: hers, or in one of her queues."""
    with pages.reading() as uow:
        return claiming.find_visible(uow, work_item_id, pages.standing())


def next_url(office_key: str, next_item: UUID | None) -> str:
    if next_item is None:
        return url_for("worklist.mine", office_key=office_key)
    return url_for("worklist.item", office_key=office_key, work_item_id=next_item)


def item_again(
    office_key: str,
    found: WorkItem,
    answers: Mapping[str, Any],
    messages: Messages | None = None,
    tray: Tray | None = None,
    kept: Kept | None = None,
) -> str:
    """Show a form that was posted with what it says, and keep that as its draft."""
    written = pen()
    kept = kept or keep_along(lambda uow: keep_answer_draft(uow, found.id, answers, written))
    return _page(office_key, found, answers, messages, tray, shown_again(kept, *draft_urls(found)))


def _page(
    office_key: str,
    found: WorkItem,
    answers: Mapping[str, Any] | None = None,
    messages: Messages | None = None,
    tray: Tray | None = None,
    draft: DraftShown | None = None,
) -> str:
    if found.status == OFFERED:
        return _offered_page(office_key, found)
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        values = page_values(uow, office_key, found, answers, messages, tray, draft)
    return render_template("worklist/item.html", **values)


def page_values(
    uow: UnitOfWork,
    office_key: str,
    found: WorkItem,
    answers: Mapping[str, Any] | None = None,
    messages: Messages | None = None,
    tray: Tray | None = None,
    draft: DraftShown | None = None,
    *,
    refresh_url: str | None = None,
) -> dict[str, Any]:
    """Return what the page of a step shows that somebody has claimed."""
    who = pages.standing()
    is_mine = found.status == ALLOCATED and found.assignee_id == who.person_id
    said, kept = messages or {}, tray or Tray()
    file = read_case_file(uow, who, found.case_id, found)
    edition = get_edition(uow, found.edition)
    editions = {e: get_edition(uow, e) for e in showing.editions_of(file)}
    schema = form_of(edition, found.form_ref)
    names = form_names(uow, pages.office(), file.case, found)
    drafts = drafts_of_item(uow, found, who)
    if is_mine and draft is None:
        draft = opened_item(uow, found, drafts)
        answers = drafts.current.answers if drafts.current else None
    # Names read the database when the form asks for them: it is made in the unit.
    url = refresh_url or item_url(found)
    form = show_form(schema, names, answers, said, kept, url) if is_mine else None
    opinions = consultations_on(uow, found.case_id, found.id)
    newest = read_timeline(uow, file, Asked(), limit=ENTRIES_BESIDE)
    scopes = scopes_of(file)
    steps = showing.shown_steps(
        file, {**editions, found.edition: edition}, office_key, answer_lists(uow, file), scopes
    )
    return {
        **file_values(file, office_key, found),
        "entries": timeline.lines(newest.entries, scopes),
        "item": found,
        "step_name": showing.step_name(found),
        "is_mine": is_mine,
        "is_cancelled": found.status == CANCELLED,
        "holder": _holder(file, found),
        "form": form,
        "draft": draft,
        "left_behind": None if is_mine else left_behind(schema, drafts.own, names),
        "may_go_on": is_mine and may_go_on(uow, found, who),
        "signs": signs(schema),
        "password_message": next(iter(said.get("password", ())), None),
        "kept_files": kept_words(kept.uploads, found.case_id),
        "may_file_scan": found.scan_missing and _may_file_scan(found),
        "addressee": find_addressee(uow, who, found),
        "giving": giving_of(uow, found) if is_mine else None,
        "opinions": opinions if is_mine or file.reading is Reading.WHOLE else [],
        "is_asked": any(
            o.asked_id == who.person_id and o.outcome is Outcome.OPEN for o in opinions
        ),
        "steps": steps,
        "proposal": showing.proposed(steps, found) if is_mine and signs(schema) else None,
        "worded": showing.worded_papers(schema, found, office_key) if is_mine else (),
        "edition": edition,
        "drawing": showing.diagram(file, edition, focus=found, prefix="here"),
        "outlines": showing.outlines(edition),
        "submission_key": pages.submission_key(),
        "owner": form_owner(),
    }


def _holder(file: CaseFile, found: WorkItem) -> str | None:
    step = next((each for each in file.steps if each.item.id == found.id), None)
    if step is not None:
        return say(step.completed_by)
    who = found.assignee_id if found.is_open else found.completed_by
    return file.holders.get(who) if who else None


def _may_file_scan(found: WorkItem) -> bool:
    who = pages.standing()
    return found.completed_by == who.person_id or who.holds(Role.OFFICER)


def _offered_page(office_key: str, found: WorkItem) -> str:
    """Show what may be known of a step before it is claimed: number, step, due date."""
    with pages.reading() as uow:
        case = get_case(uow, found.case_id)
        who = pages.standing()
        in_queue = not queues_of(uow, found.id).isdisjoint(who.queues)
        may_record = paper_signing.may_record(uow, found, who)
    return render_template(
        "worklist/offered.html",
        office_key=office_key,
        item=found,
        step_name=showing.step_name(found),
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        today=g.today,
        may_claim=in_queue,
        absent=who.name if who.substitute_id else None,
        may_record=may_record,
    )


def receipts_for(found: WorkItem, answers: Mapping[str, Any]) -> tuple[IssuedReceipt, ...]:
    """Make the receipt codes that this step asks for, before the unit: hashing takes its time."""
    if not answers.get("receipt_code"):
        return ()
    with pages.reading() as uow:
        parties = parties_of(uow, found.case_id)
    key = pages.store().vault.receipt_key
    codes = [ReceiptCode.generate() for p in parties if p.kind is PartyKind.COMPLAINANT]
    return tuple(IssuedReceipt(code, code.lookup(key)) for code in codes)


def receipt_page(office_key: str, done: Completion) -> str:
    with pages.reading() as uow:
        case = get_case(uow, done.case_id)
    return render_template(
        "case_file/receipt.html",
        office_key=office_key,
        case=case,
        codes=list(done.receipt_codes.values()),
        next_url=next_url(office_key, done.next_item),
        next_label=_TO_LIST if done.next_item is None else _TO_NEXT,
    )
