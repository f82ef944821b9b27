"""Each member of a committee declares whether she has an interest in the matter (ส่วนได้เสีย).

Herself; or, of an outsider and of what was signed on paper, her committee's secretary or an
officer writes it down. Who has an interest sees the case no more, and the head is told that the
order must be amended. Nobody's missing declaration keeps the others from their work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from engine.access.membership import Standing, holders
from engine.access.permissions import Command, Reading
from engine.cases.committees import SECRETARY, Seat, get_seat, orders_of, seats_of
from engine.cases.links import members_of
from engine.cases.parties import excluded_people
from engine.cases.register import Case
from engine.errors import FormInvalid, InvalidTransition, NotPermitted, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.declared import tell_undeclared
from engine.work.allocation.redirecting import INTEREST
from engine.work.holding import check_open, hold_part
from engine.work.notices import NoticeKind, notify
from engine.work.respondents import withdraw_from
from engine.work.submissions import find_result, keep_result

DECLARE = "declare_interest"


class Ground(StrEnum):
    """Why somebody has an interest; nothing says whom it concerns by name."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    OWN_INTEREST = "own_interest"
    EARLIER_PART = "earlier_part"
    OTHER = "other"


@dataclass(frozen=True)
class Declared:
    """What a member declares, and the day on which she signed it. No ``ground``: no interest."""

    ground: Ground | None
    text: str
    signed_on: date


def declare_interest(
    uow: UnitOfWork, case_id: UUID, seat_id: UUID, said: Declared, *, submission_key: UUID
) -> None:
    """Write down whether a member of the committee has an interest in the matter.

    Who has declared none may declare one later; the other way is an amended order.

    Raises
    ------
    NotFound
        There is no such case or seat, or the actor may not know of it.
    NotPermitted
        It is somebody else's seat, and the actor is neither secretary nor officer of the case.
    InvalidTransition
        The case is filed, or this was declared already.
    FormInvalid
        The day lies before the order or in the future.
    """
    case, standing, granted = hold_part(uow, case_id, Command.DECLARE_INTEREST)
    if find_result(uow, submission_key, DECLARE) is not None:
        return
    seat = get_seat(uow, case_id, seat_id)
    check_may_record(uow, case, standing, granted, seat)
    check_open(case)
    has_interest = said.ground is not None
    if seat.has_interest is not None and (seat.has_interest or not has_interest):
        raise InvalidTransition(_DECLARED)
    _check_day(uow, case_id, said.signed_on)
    append(
        uow,
        case_id,
        EventKind.INTEREST_DECLARED,
        {
            "seat": str(seat.id),
            "person": str(seat.person_id) if seat.person_id else None,
            "outside_name": seat.outside_name,
            "has_interest": has_interest,
            "ground": said.ground.value if said.ground else None,
            "text": said.text,
            "recorded_for_her": seat.person_id != standing.person_id,
        },
        occurred_on=said.signed_on,
    )
    if has_interest:
        _let_go(uow, case, seat)
    keep_result(uow, submission_key, DECLARE, str(seat.id))


def check_may_record(
    uow: UnitOfWork, case: Case, standing: Standing, granted: Reading, seat: Seat
) -> None:
    """Refuse who may not write down the declaration of this seat."""
    if not may_record(seats_of(uow, case.id), standing, granted, seat):
        raise NotPermitted(_NOT_HERS)


def may_record(seats: Iterable[Seat], standing: Standing, granted: Reading, seat: Seat) -> bool:
    """Tell whether she may write down what is declared for a seat.

    Her own; anybody's as the committee's secretary, or as an officer who reads the whole case.
    """
    if seat.person_id == standing.person_id:
        return True
    is_secretary = any(
        each.kind == SECRETARY and each.person_id == standing.person_id and not each.has_interest
        for each in seats
    )
    return is_secretary or (standing.holds(Role.OFFICER) and granted is Reading.WHOLE)


def remind_of_declarations(uow: UnitOfWork, case_id: UUID) -> None:
    """Remind, by a notice, each member with an account who has not declared yet.

    Raises
    ------
    NotFound, NotPermitted
        The actor may not know of the case, or is neither of its committee nor an officer.
    InvalidTransition
        The case is filed, or nobody with an account is missing.
    """
    case, _, _ = hold_part(uow, case_id, Command.DECLARE_INTEREST)
    check_open(case)
    if not tell_undeclared(uow, case_id):
        raise InvalidTransition(_NOBODY_MISSING)


def _check_day(uow: UnitOfWork, case_id: UUID, day: date) -> None:
    ordered_on = orders_of(uow, case_id)[0].signed_on
    if not ordered_on <= day <= uow.today:
        raise FormInvalid({"signed_on": [_DAY]})


def _let_go(uow: UnitOfWork, case: Case, seat: Seat) -> None:
    """Take the case from her, and tell who has the order amended."""
    if seat.person_id is not None:
        withdraw_from(uow, case.id, [seat.person_id], INTEREST)
    excluded = excluded_people(uow, case.id)
    heads = {one.person_id for one in holders(uow, uow.today, Role.HEAD)} - excluded
    if not heads:
        heads = {one.person_id for one in holders(uow, uow.today, Role.ALTERNATE_HEAD)}
    officers = {one.person_id for one in holders(uow, uow.today, Role.OFFICER)}
    told = heads | (officers & members_of(uow, case.id))
    notify(uow, told, NoticeKind.INTEREST_DECLARED, case_id=case.id)


_DECLARED = Sentence(
    "กรรมการท่านนี้แจ้งไว้แล้ว ดูได้ในหน้าคณะกรรมการ",
    "This member has declared already; see the page of the committee.",
)
_NOT_HERS = Sentence(
    "บันทึกแทนกรรมการท่านอื่นได้เฉพาะเลขานุการของคณะกรรมการหรือเจ้าหน้าที่ของเรื่อง",
    "Only the committee's secretary or an officer of the case may record this for another member.",
)
_NOBODY_MISSING = Sentence(
    "กรรมการที่มีบัญชีแจ้งส่วนได้เสียครบแล้ว", "Every member with an account has declared."
)
_DAY = Sentence(
    "วันที่ลงนามต้องไม่ก่อนวันที่แต่งตั้งคณะกรรมการและไม่อยู่ในอนาคต",
    "The day cannot be before the committee was appointed, nor in the future.",
)
