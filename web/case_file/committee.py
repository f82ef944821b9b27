"""The committee of a case: who sits by which order, what each declared, and how that changes."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading
from engine.access.visibility import AccessKind
from engine.cases.committees import CommitteeOrder, Declaration, Seat, get_seat
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.work.committees.amending import Why, begin_amendment
from engine.work.committees.declaring import (
    Declared,
    Ground,
    declare_interest,
    remind_of_declarations,
)
from engine.work.committees.file import CommitteeFile, read_committee
from engine.work.names import person_name
from engine.work.work_items import get_work_item
from web import pages
from web.case_file import showing
from web.case_file.command_pages import Page, answer, day
from web.case_file.looking import note_access
from web.case_file.people import SEAT_WORDS
from web.case_file.room import blueprint
from web.design.language import say

_AMEND = Page(
    "amendment",
    Command.AMEND_COMMITTEE,
    Sentence("แก้ไขคำสั่งแต่งตั้งคณะกรรมการ", "Amend the committee order"),
    Sentence(
        "เปิดขั้นตอนร่างคำสั่งแก้ไขเพิ่มเติม คณะกรรมการชุดเดิมทำงานต่อจนกว่าหัวหน้าหน่วยงานลงนาม "
        "กำหนดเวลาคงเดิม ถ้าต้องขยายเวลาให้สั่งแยกต่างหาก",
        "Opens the step in which an amended order is drafted. The committee works on until the "
        "head has signed; deadlines stay, more time is an order of its own.",
    ),
    done=Sentence("เปิดขั้นตอนร่างคำสั่งแก้ไขเพิ่มเติมแล้ว", "The step to draft the order is open"),
)
_DECLARE = Page(
    "declaration",
    Command.DECLARE_INTEREST,
    Sentence("แจ้งส่วนได้เสีย", "Declare an interest"),
    Sentence(
        "กรรมการทุกคนแจ้งก่อนเริ่มตรวจสอบข้อเท็จจริง แจ้งจากเท่าที่ท่านเห็นในเรื่องนี้ ชื่อผู้ร้องเรียนปิดไว้ ไม่ต้องทราบชื่อ",
        "Every member declares before the facts are looked into, on what she may see of the case. "
        "Names of complainants stay withheld; nobody needs to know them.",
    ),
    done=Sentence("บันทึกการแจ้งส่วนได้เสียแล้ว", "The declaration is recorded"),
    needed=Reading.REDACTED,
)
_MEMBER = Sentence("กรรมการ", "Member")
_REMINDED = Sentence("ทวงกรรมการที่ยังไม่แจ้งแล้ว", "Who has not declared was reminded")
_GONE = Sentence(
    "บันทึกแล้วว่าท่านมีส่วนได้เสีย ท่านเปิดเรื่องนี้ไม่ได้อีก หัวหน้าหน่วยงานได้รับแจ้งแล้ว",
    "Recorded: you have an interest and cannot open this case any more. The head has been told.",
)
_GROUNDS = {
    Ground.COMPLAINANT: Sentence("เกี่ยวข้องกับผู้ร้องเรียน", "Related to a complainant"),
    Ground.RESPONDENT: Sentence("เกี่ยวข้องกับผู้ถูกร้องเรียน", "Related to a respondent"),
    Ground.OWN_INTEREST: Sentence("ได้หรือเสียประโยชน์จากผลของเรื่อง", "Gains or loses by the outcome"),
    Ground.EARLIER_PART: Sentence("เคยเกี่ยวข้องกับเรื่องนี้มาก่อน", "Took part in the matter before"),
    Ground.OTHER: Sentence("เหตุอื่น", "Another reason"),
}


@dataclass(frozen=True)
class ShownSeat:
    """``url`` leads to where the declaration is written down, for who may do so."""

    name: str
    kind: Sentence
    is_outside: bool
    is_missing: bool
    has_interest: bool | None
    ground: Sentence | None
    text: str
    signed_on: date | None
    recorder: str
    is_own: bool
    url: str | None


@dataclass(frozen=True)
class ShownOrder:
    """``until`` is the day of the order that took its place."""

    cited: str
    signed_on: date
    until: date | None
    is_first: bool
    seats: list[tuple[Sentence, str]]


@blueprint.get("/<uuid:case_id>/committee")
def committee(office_key: str, case_id: UUID) -> str:
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        found = read_committee(uow, pages.standing(), case_id)
    return render_template(
        "case_file/committee.html",
        office_key=office_key,
        today=g.today,
        case=found.case,
        stamp=showing.secrecy_words(found.case.secrecy),
        found=found,
        seats=[_seat(found, seat, office_key) for seat in found.seats],
        orders=_orders(found),
        has_interest=any(seat.has_interest for seat in found.seats),
    )


@blueprint.route("/<uuid:case_id>/committee/amendment", methods=["GET", "POST"])
def amendment(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    page = replace(_AMEND, back=_url(office_key, case_id))
    return answer(office_key, case_id, page, partial(_amend, office_key))


def _amend(office_key: str, case_id: UUID, answers: CheckedAnswers) -> Response | None:
    why, key = Why(answers.open["why"]), pages.submission_key()
    draft_id = pages.run(lambda uow: begin_amendment(uow, case_id, why, submission_key=key))
    with pages.reading() as uow:
        draft = get_work_item(uow, draft_id)
    if draft.assignee_id != pages.standing().person_id:
        return None
    url = url_for("worklist.item", office_key=office_key, work_item_id=draft.id)
    return redirect(url, 303)


@blueprint.route("/<uuid:case_id>/committee/<uuid:seat_id>", methods=["GET", "POST"])
def declaration(office_key: str, case_id: UUID, seat_id: UUID) -> str | tuple[str, int] | Response:
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        found = read_committee(uow, pages.standing(), case_id)
        seat = get_seat(uow, case_id, seat_id)
        name = person_name(uow, seat.person_id) if seat.person_id else seat.outside_name or ""
    is_own = found.own_seat is not None and found.own_seat.id == seat_id
    page = replace(
        _DECLARE,
        facts=[(_MEMBER, f"{name} {say(SEAT_WORDS[seat.kind])}")],
        about=lambda _uow, _case: {"is_own": is_own},
        back=_url(office_key, case_id),
    )
    return answer(office_key, case_id, page, partial(_declare, office_key, seat_id, is_own=is_own))


def _declare(
    office_key: str, seat_id: UUID, case_id: UUID, answers: CheckedAnswers, *, is_own: bool
) -> Response | None:
    said, key = answers.open, pages.submission_key()
    has_interest = said["interest"] == "some"
    wanted = Declared(
        ground=Ground(said["ground"]) if has_interest else None,
        text=(said.get("text") or "").strip() if has_interest else "",
        signed_on=g.today if is_own else day(said["signed_on"]),
    )
    pages.run(lambda uow: declare_interest(uow, case_id, seat_id, wanted, submission_key=key))
    if not (is_own and has_interest):
        return None
    # The case is hers no more: there is no page of it to return to.
    flash(say(_GONE))
    return redirect(url_for("worklist.mine", office_key=office_key), 303)


@blueprint.post("/<uuid:case_id>/committee/reminder")
def remind(office_key: str, case_id: UUID) -> Response:
    pages.run(lambda uow: remind_of_declarations(uow, case_id))
    flash(say(_REMINDED))
    return redirect(_url(office_key, case_id), 303)


def _url(office_key: str, case_id: UUID) -> str:
    return url_for("case_file.committee", office_key=office_key, case_id=case_id)


def _seat(found: CommitteeFile, seat: Seat, office_key: str) -> ShownSeat:
    told = found.declarations.get(seat.id)
    is_own = found.own_seat is not None and found.own_seat.id == seat.id
    url = url_for(
        "case_file.declaration", office_key=office_key, case_id=found.case.id, seat_id=seat.id
    )
    return ShownSeat(
        name=_name(found, seat),
        kind=SEAT_WORDS[seat.kind],
        is_outside=seat.person_id is None,
        is_missing=seat.id in found.missing,
        has_interest=seat.has_interest,
        ground=_GROUNDS[Ground(told.ground)] if told and told.ground else None,
        text=told.text if told else "",
        signed_on=told.signed_on if told else None,
        recorder=_recorder(found, told),
        is_own=is_own,
        url=url if seat.id in found.recordable else None,
    )


def _recorder(found: CommitteeFile, told: Declaration | None) -> str:
    if told is None or not told.is_recorded_for_her or told.recorded_by is None:
        return ""
    return found.names.get(told.recorded_by, "")


def _name(found: CommitteeFile, seat: Seat) -> str:
    return found.names.get(seat.person_id, "") if seat.person_id else seat.outside_name or ""


def _orders(found: CommitteeFile) -> list[ShownOrder]:
    """Return the orders with the days in which each was in force, the newest first."""
    ends = [*(order.signed_on for order in found.orders[1:]), None]
    shown = [_order(found, order, until) for order, until in zip(found.orders, ends, strict=True)]
    return shown[::-1]


def _order(found: CommitteeFile, order: CommitteeOrder, until: date | None) -> ShownOrder:
    return ShownOrder(
        cited=order.order_cited or "",
        signed_on=order.signed_on,
        until=until,
        is_first=not order.amends,
        seats=[(SEAT_WORDS[seat.kind], _name(found, seat)) for seat in order.seats],
    )
