"""A case in the hands of a command that may be given at any step."""

from datetime import date
from uuid import UUID

from engine.access.membership import Standing, standing_of
from engine.access.permissions import Command, Reading, check, check_fits, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import Case, get_case
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork


def hold_case(uow: UnitOfWork, case_id: UUID, command: Command) -> tuple[Case, Standing]:
    """Lock a case for a command of who reads the whole of it; return it, and who asks.

    Raises
    ------
    NotFound
        There is no such case, or the actor does not read the whole of it.
    NotPermitted
        None of the actor's roles may give this command.
    InvalidTransition
        It means nothing in what the office does of itself.
    """
    case, standing, _ = hold_part(uow, case_id, command, Reading.WHOLE)
    return case, standing


def hold_part(
    uow: UnitOfWork, case_id: UUID, command: Command, needed: Reading = Reading.REDACTED
) -> tuple[Case, Standing, Reading]:
    """Lock a case for a command of who may read a part of it, and tell how much that is."""
    uow.hold(case_id)
    if uow.actor.person_id is None:
        raise NotFound
    standing = standing_of(uow, uow.actor.person_id, uow.today)
    case = get_case(uow, case_id)
    granted = reading_of(uow, standing, case, uow.today)
    check_reading(granted, needed)
    check(standing, command)
    check_fits(command, case)
    return case, standing, granted


def check_open(case: Case) -> None:
    """Refuse what only a case can take that is still on its way."""
    if case.is_voided:
        raise InvalidTransition(_VOIDED)
    if not case.is_open:
        raise InvalidTransition(
            Sentence("เรื่องนี้จัดเก็บแล้ว เพิ่มอะไรไม่ได้อีก", "The case is filed; nothing joins it any more.")
        )


def check_cited(standing: Standing, order_cited: str) -> None:
    """Let an officer record only what the head has ordered on paper."""
    if not order_cited and not standing.holds(Role.HEAD, Role.ALTERNATE_HEAD):
        raise FormInvalid({"order_cited": [_CITE]})


def check_happened(uow: UnitOfWork, case: Case, key: str, day: date) -> None:
    """Refuse, at the field ``key``, a day before the case was received or in the future."""
    if not case.received_on <= day <= uow.today:
        raise FormInvalid({key: [_CANNOT_BE]})


_VOIDED = Sentence("เลขรับเรื่องนี้ยกเลิกแล้ว", "This number was voided.")
_CITE = Sentence(
    "ใส่เลขที่หรือวันที่ของคำสั่งหัวหน้าหน่วยงาน", "Cite the order of the head by its number or day."
)
_CANNOT_BE = Sentence(
    "วันที่ต้องไม่ก่อนวันรับเรื่องและไม่อยู่ในอนาคต",
    "The day cannot be before the case was received, nor in the future.",
)
