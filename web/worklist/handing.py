"""The holder gives her step to a colleague, or returns it to whoever gave it to her."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import EngineError, InvalidTransition, NotPermitted, Sentence
from engine.work.allocation.handing import (
    Handing,
    delegate_work_item,
    read_handing,
    send_back_work_item,
)
from engine.work.names import person_name
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.design.language import say
from web.errors import status_of
from web.worklist.room import blueprint

_CHOOSE = Sentence("เลือกผู้ที่จะรับงานนี้", "Choose who is to have this step.")
_REASON = Sentence(
    "ระบุเหตุผล เหตุผลนี้อยู่ในประวัติของเรื่อง", "Give a reason; it stays on the record of the case."
)
_DELEGATED = Sentence("มอบหมายงานต่อให้ {} แล้ว", "Delegated to {}")
_RETURNED = Sentence("ส่งงานคืน {} แล้ว", "Sent back to {}")
_OFFERED_AGAIN = Sentence(
    "ส่งงานคืนแล้ว ตอนนี้ยังไม่มีผู้รับ และแจ้งผู้มอบแล้ว",
    "Sent back; nobody holds the step now, and whoever gave it was told.",
)


@dataclass(frozen=True)
class Typed:
    """What the form carries: as it was typed, when it comes back."""

    to_person: UUID | None
    reason: str
    hands_draft: bool
    key: UUID

    @classmethod
    def read(cls) -> "Typed":
        hands_draft = request.form.get("draft", "hand") == "hand"
        return cls(
            uuid_in_form("to_person"),
            request.form.get("reason", ""),
            hands_draft,
            pages.submission_key(),
        )

    def missing(self, *, needs_person: bool) -> dict[str, Sentence]:
        found: dict[str, Sentence] = {}
        if needs_person and self.to_person is None:
            found["to_person"] = _CHOOSE
        if not self.reason.strip():
            found["reason"] = _REASON
        return found


def uuid_in_form(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/delegate")
def delegating(office_key: str, work_item_id: UUID) -> str:
    return _page("delegate", office_key, work_item_id, Typed.read())


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/delegate")
def delegate(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | Response:
    typed = Typed.read()
    missing = typed.missing(needs_person=True)
    to_person = typed.to_person
    if to_person is None or missing:
        return _page("delegate", office_key, work_item_id, typed, missing=missing), 422
    try:
        pages.run(
            lambda uow: delegate_work_item(
                uow,
                work_item_id,
                to_person,
                typed.reason,
                submission_key=typed.key,
                hands_draft=typed.hands_draft,
            )
        )
    except (NotPermitted, InvalidTransition) as refused:
        return _refused("delegate", office_key, work_item_id, typed, refused)
    flash(say(_DELEGATED).format(_name(to_person)))
    return redirect(url_for("worklist.mine", office_key=office_key), 303)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/send-back")
def sending_back(office_key: str, work_item_id: UUID) -> str:
    return _page("send_back", office_key, work_item_id, Typed.read())


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/send-back")
def send_back(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | Response:
    typed = Typed.read()
    missing = typed.missing(needs_person=False)
    if missing:
        return _page("send_back", office_key, work_item_id, typed, missing=missing), 422
    try:
        returned_to = pages.run(
            lambda uow: send_back_work_item(
                uow,
                work_item_id,
                typed.reason,
                submission_key=typed.key,
                hands_draft=typed.hands_draft,
            )
        )
    except (NotPermitted, InvalidTransition) as refused:
        return _refused("send_back", office_key, work_item_id, typed, refused)
    said = say(_RETURNED).format(_name(returned_to)) if returned_to else say(_OFFERED_AGAIN)
    flash(said)
    return redirect(url_for("worklist.mine", office_key=office_key), 303)


def _refused(
    act: str, office_key: str, work_item_id: UUID, typed: Typed, refused: EngineError
) -> tuple[str, int]:
    """Show the form again where the step is still hers; else let the refusal stand alone."""
    try:
        page = _page(act, office_key, work_item_id, typed, refused=refused)
    except EngineError:
        raise refused from None
    return page, status_of(refused)


def _page(
    act: str,
    office_key: str,
    work_item_id: UUID,
    typed: Typed,
    *,
    missing: dict[str, Sentence] | None = None,
    refused: EngineError | None = None,
) -> str:
    with pages.reading() as uow:
        found: Handing = read_handing(uow, pages.standing(), work_item_id)
    return render_template(
        f"worklist/{act}.html",
        office_key=office_key,
        item=found.item,
        case=found.case,
        step_name=showing.step_name(found.item),
        stamp=showing.secrecy_words(found.case.secrecy),
        people=[(person_id, name, "") for person_id, name in found.candidates],
        giving=found.giving,
        has_draft=found.has_draft,
        typed=typed,
        missing=missing or {},
        refused=refused.sentence if refused else None,
        owner=form_owner(),
        today=g.today,
    )


def _name(person_id: UUID) -> str:
    with pages.reading() as uow:
        return person_name(uow, person_id)
