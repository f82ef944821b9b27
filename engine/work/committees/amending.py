"""The order of a committee is amended while it works: members replaced, added or let go (U17).

A process of its own drafts it and puts it to the head. The committee that sits works on until
she has signed, and from then on the new one does.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select

from engine.access.permissions import Command
from engine.cases.committees import orders_of, seats_of
from engine.cases.register import Case
from engine.definitions.adoption import get_adopted_edition
from engine.errors import InvalidTransition, Sentence
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.queues import committee_queue
from engine.work.committees.reseating import COMMITTEE_AMENDMENT
from engine.work.holding import check_open, hold_case
from engine.work.joining import start_beside
from engine.work.stepping import RUNNING
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import open_items_of_case

AMEND = "amend_committee"


class Why(StrEnum):
    """What the amendment is for; the draft says it in words."""

    INTEREST = "interest"
    LEFT = "left"
    ADDED = "added"
    OTHER = "other"


def begin_amendment(uow: UnitOfWork, case_id: UUID, why: Why, *, submission_key: UUID) -> UUID:
    """Have an amended order drafted; return the step in which that is done.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not have an order amended.
    InvalidTransition
        The case is filed, no committee is at work on it, or an amendment is on its way.
    """
    case, _ = hold_case(uow, case_id, Command.AMEND_COMMITTEE)
    first = find_result(uow, submission_key, AMEND)
    if first is not None:
        return UUID(first)
    check_open(case)
    _check_works(uow, case)
    if is_being_amended(uow, case_id):
        raise InvalidTransition(_ON_ITS_WAY)
    known = {item.id for item in open_items_of_case(uow, case_id)}
    number = len(orders_of(uow, case_id))
    edition = get_adopted_edition(uow, COMMITTEE_AMENDMENT)
    # A second amendment of the case is another item: each order has its number.
    start_beside(uow, case, edition, ("order", {"id": str(number), "why": why.value}), uow.today)
    (draft,) = (item for item in open_items_of_case(uow, case_id) if item.id not in known)
    keep_result(uow, submission_key, AMEND, str(draft.id))
    return draft.id


def _check_works(uow: UnitOfWork, case: Case) -> None:
    if not seats_of(uow, case.id):
        raise InvalidTransition(_NO_COMMITTEE)
    if not is_at_work(uow, case.id):
        raise InvalidTransition(_REPORTED)


def is_at_work(uow: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether a step of the case's committee is open."""
    queue = committee_queue(case_id)
    return any(queue in item.groups for item in open_items_of_case(uow, case_id))


def is_being_amended(uow: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether an amended order is drafted or lies before the head."""
    table = tables.instance
    return bool(
        uow.connection.scalar(
            select(func.count()).where(
                table.c.office_id == uow.actor.office_id,
                table.c.case_id == case_id,
                table.c.process_id == COMMITTEE_AMENDMENT,
                table.c.status == RUNNING,
            )
        )
    )


_NO_COMMITTEE = Sentence(
    "เรื่องนี้ยังไม่มีคณะกรรมการ แต่งตั้งในขั้นตอนร่างคำสั่งแต่งตั้ง",
    "The case has no committee yet; it is appointed in the step of the order.",
)
_REPORTED = Sentence(
    "คณะกรรมการรายงานผลแล้ว แก้ไขคำสั่งไม่ได้อีก",
    "The committee has reported; its order cannot be amended any more.",
)
_ON_ITS_WAY = Sentence(
    "มีคำสั่งแก้ไขเพิ่มเติมที่กำลังร่างหรือรอลงนามอยู่แล้ว",
    "An amended order is being drafted or waits to be signed already.",
)
