"""The worklist, the work item with its form, claim and release, the intake."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.access.sign_in import confirm_password
from engine.access.visibility import AccessKind
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import PartyKind, parties_of
from engine.cases.register import get_case
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.editions import get_edition
from engine.definitions.reading import evaluate, form_of, start_form_of
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import FormSchema, hidden_ids, initial_answers
from engine.sealing.receipts import ReceiptCode
from engine.work import claiming, worklist
from engine.work.case_file import read_case_file
from engine.work.completing import Submission, complete_work_item
from engine.work.form_names import form_names, intake_names
from engine.work.lodging import Door, lodge
from engine.work.work_items import ALLOCATED, OFFERED, WorkItem, queues_of
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.views import file_values, note_access
from web.design.filters import digits_in_use
from web.design.language import language, say
from web.form_pages import Bound, FormView, bind, render_form, with_change
from web.worklist.rows import day_strip, groups, working_days
from web.worklist.uploads import keep_uploads

blueprint = Blueprint("worklist", __name__, template_folder="templates")


@blueprint.get("/home")
def home() -> AnyResponse:
    """Send everybody to the room where her day begins."""
    who, key = pages.standing(), pages.signed_in().office_key
    if who.queues:
        return redirect(url_for("worklist.mine", office_key=key))
    room = next((r.url for r in pages.frame().rooms), None)
    return redirect(room or url_for("worklist.mine", office_key=key))


@blueprint.get("/<office_key>/work")
def mine(office_key: str) -> str:
    who = pages.standing()
    with pages.reading() as uow:
        held = worklist.my_work(uow, who)
        offered = worklist.offered_work(uow, who)
        counted = worklist.counts(uow, who)
        days = worklist.due_days(uow, who, working_days(pages.office().calendar, g.today))
    chosen = request.args.get("due", "")
    if chosen:
        held = [row for row in held if row.due_on and row.due_on.isoformat() == chosen]
    return render_template(
        "worklist/mine.html",
        office_key=office_key,
        today=g.today,
        held=groups(held, g.today, office_key),
        offered=groups(offered, g.today, office_key),
        counts=counted,
        most=worklist.MOST_COUNTED,
        days=list(day_strip(days, g.today, office_key)),
        chosen=_day(chosen),
    )


@blueprint.get("/<office_key>/work/due")
def due_list(office_key: str) -> str:
    """Print the work that is due, for who has no mail (ใบแจ้งงานค้างประจำวัน)."""
    who = pages.standing()
    with pages.reading() as uow:
        held = worklist.my_work(uow, who, limit=500)
        offered = worklist.offered_work(uow, who, limit=500)
        now = uow.now
    return render_template(
        "worklist/due_list.html",
        office_key=office_key,
        today=g.today,
        now=now,
        held=groups(held, g.today, office_key),
        offered=groups(offered, g.today, office_key),
    )


@blueprint.get("/<office_key>/work/<uuid:work_item_id>")
def item(office_key: str, work_item_id: UUID) -> str:
    found = _open(work_item_id)
    return _item_page(office_key, found, answers=None, messages={})


@blueprint.post("/<office_key>/work/<uuid:work_item_id>")
def complete(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | AnyResponse:
    found = _open(work_item_id)
    with pages.reading() as uow:
        schema = form_of(get_edition(uow, found.edition), found.form_ref)
        data_key = uow.data_key(found.case_id)
    bound = bind(schema, request.form, request.files)
    if bound.change is not None:
        changed = with_change(schema, bound.answers, bound.change, today=g.today)
        return _item_page(office_key, found, answers=changed, messages={})
    answers = dict(bound.answers)
    try:
        uploads = keep_uploads(bound.uploads, answers, found.case_id, data_key)
        submission = Submission(
            key=_submission_key(),
            answers=answers,
            uploads=uploads,
            receipts=_receipts(found, answers),
            has_confirmed_password=_has_confirmed(),
        )
        done = pages.run(lambda uow: complete_work_item(uow, work_item_id, submission))
    except FormInvalid as refused:
        page = _item_page(office_key, found, answers=bound.answers, messages=refused.messages)
        return page, 422
    if done.receipt_codes:
        return _receipt_page(office_key, done.case_id, done.receipt_codes, done.next_item)
    flash(say(_DONE))
    return redirect(_next_url(office_key, done.next_item), 303)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/claim")
def claim(office_key: str, work_item_id: UUID) -> AnyResponse:
    pages.run(lambda uow: claiming.claim_work_item(uow, work_item_id))
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id), 303)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/release")
def release(office_key: str, work_item_id: UUID) -> AnyResponse:
    pages.run(lambda uow: claiming.release_work_item(uow, work_item_id))
    flash(say(_RELEASED))
    return redirect(url_for("worklist.mine", office_key=office_key), 303)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/paper")
def paper(office_key: str, work_item_id: UUID) -> str:
    """Print the step for the folder (พิมพ์เสนอแฟ้ม), with the code that leads back to it."""
    found = _open(work_item_id)
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), found.case_id, own_item=found)
        edition = get_edition(uow, found.edition)
        editions = {e: get_edition(uow, e) for e in {s.item.edition for s in file.steps}}
        now = uow.now
    schema = form_of(edition, found.form_ref)
    return render_template(
        "worklist/paper.html",
        **file_values(file, office_key),
        item=found,
        now=now,
        edition=edition,
        blank=showing.blank_form(schema),
        steps=showing.shown_steps(file, {**editions, found.edition: edition})[:3],
        qr_url=url_for("worklist.paper_code", office_key=office_key, work_item_id=work_item_id),
    )


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/paper.svg")
def paper_code(office_key: str, work_item_id: UUID) -> Response:
    """Draw the QR code of a step: its address and nothing of the case."""
    _open(work_item_id)
    address = pages.settings().base_url.rstrip("/") + url_for(
        "worklist.item", office_key=office_key, work_item_id=work_item_id
    )
    return Response(showing.qr_code(address), mimetype="image/svg+xml")


@blueprint.route("/<office_key>/intake", methods=["GET", "POST"])
def intake(office_key: str) -> str | tuple[str, int] | AnyResponse:
    process_id = pages.office().profile.doors["officer"]
    with pages.reading() as uow:
        schema = start_form_of(get_adopted_edition(uow, process_id))
        names = intake_names(uow, pages.office())
    if schema is None:
        raise NotFound
    if request.method == "GET":
        return _intake_page(office_key, schema, names, None, {})
    bound = bind(schema, request.form, request.files)
    if bound.change is not None:
        changed = with_change(schema, bound.answers, bound.change, today=g.today)
        return _intake_page(office_key, schema, names, changed, {})
    try:
        lodged = _lodge(process_id, bound)
    except FormInvalid as refused:
        return _intake_page(office_key, schema, names, bound.answers, refused.messages), 422
    flash(say(_LODGED).format(number=lodged.number))
    return redirect(_next_url(office_key, lodged.next_item), 303)


def _lodge(process_id: str, bound: Bound) -> Any:
    door = Door(process_id)
    answers = dict(bound.answers)
    uploads = keep_uploads(bound.uploads, answers, door.case_id, door.data_key)
    submission = Submission(_submission_key(), answers, uploads)
    return pages.run(lambda uow: lodge(uow, door, submission))


def _intake_page(
    office_key: str,
    schema: FormSchema,
    names: Mapping[str, Any],
    answers: Mapping[str, Any] | None,
    messages: Mapping[str, Any],
) -> str:
    return render_template(
        "worklist/intake.html",
        office_key=office_key,
        form=_form(schema, names, answers, messages),
        submission_key=_submission_key(),
        owner=form_owner(),
    )


def _open(work_item_id: UUID) -> WorkItem:
    """Return the item if this person may know of it: hers, or in one of her queues."""
    who = pages.standing()
    with pages.reading() as uow:
        return claiming.find_visible(uow, work_item_id, who)


def _item_page(
    office_key: str,
    found: WorkItem,
    *,
    answers: Mapping[str, Any] | None,
    messages: Mapping[str, Any],
) -> str:
    who = pages.standing()
    if found.status == OFFERED:
        return _offered_page(office_key, found)
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, who, found.case_id, own_item=found)
        edition = get_edition(uow, found.edition)
        editions = {
            e: get_edition(uow, e) for e in {file.edition, *(s.item.edition for s in file.steps)}
        }
        names = form_names(uow, pages.office(), file.case, found)
        holder = file.holders.get(found.assignee_id) if found.assignee_id else None
    mine_now = found.status == ALLOCATED and found.assignee_id == who.person_id
    schema = form_of(edition, found.form_ref)
    return render_template(
        "worklist/item.html",
        **file_values(file, office_key),
        item=found,
        step_name=found.name_en if language() == "en" else found.name,
        is_mine=mine_now,
        holder=holder,
        form=_form(schema, names, answers, messages) if mine_now else None,
        signs="way" in schema.read_keys(),
        password_message=next(iter(messages.get("password", ())), None),
        steps=showing.shown_steps(file, {**editions, found.edition: edition}),
        edition=edition,
        drawing=showing.diagram(file, edition, focus=found, prefix="here"),
        outlines=showing.outlines(edition),
        submission_key=_submission_key(),
        owner=form_owner(),
    )


def _offered_page(office_key: str, found: WorkItem) -> str:
    """Show what may be known of a step before it is claimed: number, step, due date."""
    with pages.reading() as uow:
        case = get_case(uow, found.case_id)
        in_queue = not queues_of(uow, found.id).isdisjoint(pages.standing().queues)
    return render_template(
        "worklist/offered.html",
        office_key=office_key,
        item=found,
        step_name=found.name_en if language() == "en" else found.name,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        today=g.today,
        may_claim=in_queue,
    )


def _form(
    schema: FormSchema,
    names: Mapping[str, Any],
    answers: Mapping[str, Any] | None,
    messages: Mapping[str, Any],
) -> Any:
    known = names.get("known", {})
    shown = initial_answers(schema, today=g.today, known=known) if answers is None else answers
    return render_form(
        FormView(
            schema=schema,
            answers=shown,
            messages={path: said for path, said in messages.items() if path != "password"},
            hidden=hidden_ids(schema, shown, today=g.today, names=names, evaluate=evaluate),
            options=names.get("options", {}),
            known=known,
            language=language(),
            digits=digits_in_use(),
            refresh_url=request.path,
        )
    )


def _receipts(found: WorkItem, answers: Mapping[str, Any]) -> tuple[IssuedReceipt, ...]:
    """Make the receipt codes that this step asks for, before the unit: hashing takes its time."""
    if not answers.get("receipt_code"):
        return ()
    with pages.reading() as uow:
        parties = parties_of(uow, found.case_id)
    key = pages.store().vault.receipt_key
    codes = [ReceiptCode.generate() for p in parties if p.kind is PartyKind.COMPLAINANT]
    return tuple(IssuedReceipt(code, code.lookup(key)) for code in codes)


def _receipt_page(
    office_key: str, case_id: UUID, codes: Mapping[UUID, str], next_item: UUID | None
) -> str:
    with pages.reading() as uow:
        case = get_case(uow, case_id)
    return render_template(
        "worklist/receipt.html",
        office_key=office_key,
        case=case,
        codes=list(codes.values()),
        next_url=_next_url(office_key, next_item),
    )


def _has_confirmed() -> bool:
    password = request.form.get("password", "")
    who = pages.standing().person_id
    return bool(password) and confirm_password(pages.store(), who, password)


def _submission_key() -> UUID:
    """Return the key that the form carries, or a new one for a form that is shown first."""
    try:
        return UUID(request.form.get("_submission", ""))
    except ValueError:
        return uuid4()


def _next_url(office_key: str, next_item: UUID | None) -> str:
    if next_item is None:
        return url_for("worklist.mine", office_key=office_key)
    return url_for("worklist.item", office_key=office_key, work_item_id=next_item)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_DONE = Sentence("บันทึกเสร็จแล้ว", "Completed")
_RELEASED = Sentence("คืนงานแล้ว ผู้อื่นในบทบาทเดียวกันรับได้", "Released for others of your role")
_LODGED = Sentence("รับเรื่องแล้ว เลขรับ {number}", "Lodged under number {number}")
