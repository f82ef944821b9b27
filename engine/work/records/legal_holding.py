"""Place and lift legal holds, and tell why the record of a case must be kept (U27).

What is pending elsewhere keeps a record as much as a hold does, though nobody placed one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select

from engine.access.permissions import Command
from engine.cases.legal_holds import (
    HoldingBody,
    append_legal_hold,
    get_legal_hold,
    legal_holds_of,
)
from engine.cases.register import OPEN
from engine.errors import FormInvalid, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.holding import check_happened, hold_case
from engine.work.submissions import find_result, keep_result

PLACE, LIFT = "place_legal_hold", "lift_legal_hold"
HELD, FOLLOWED_UP, LINKED = "held", "followed_up", "linked"


@dataclass(frozen=True)
class LetterOfHold:
    """What an outside body asks: ``placed_on`` is the day on its letter."""

    body: HoldingBody
    body_name: str
    reference: str
    reason: str
    placed_on: date


def place_legal_hold(
    uow: UnitOfWork, case_id: UUID, wanted: LetterOfHold, *, submission_key: UUID
) -> None:
    """Keep the record of a case, on its way or filed, until the hold is lifted.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or holds nothing.
    FormInvalid
        Another body is not named, or the day cannot be.
    """
    case, _ = hold_case(uow, case_id, Command.HOLD_RECORD)
    if find_result(uow, submission_key, PLACE) is not None:
        return
    if wanted.body is HoldingBody.OTHER and not wanted.body_name:
        raise FormInvalid({"body_name": [_WHO]})
    check_happened(uow, case, "placed_on", wanted.placed_on)
    hold_id = append_legal_hold(
        uow,
        case_id,
        wanted.body,
        wanted.body_name if wanted.body is HoldingBody.OTHER else "",
        wanted.reference,
        wanted.reason,
        wanted.placed_on,
    )
    keep_result(uow, submission_key, PLACE, str(hold_id))


def lift_legal_hold(
    uow: UnitOfWork,
    case_id: UUID,
    hold_id: UUID,
    reason: str,
    *,
    reference: str,
    lifted_on: date,
    submission_key: UUID,
) -> None:
    """End a hold: whoever asked for it needs the record no longer.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or holds nothing, or it was lifted already.
    FormInvalid
        The day is before the hold was placed, or in the future.
    """
    case, _ = hold_case(uow, case_id, Command.HOLD_RECORD)
    if find_result(uow, submission_key, LIFT) is not None:
        return
    found = get_legal_hold(uow, case_id, hold_id)
    check_happened(uow, case, "lifted_on", lifted_on)
    if lifted_on < found.placed_on:
        raise FormInvalid({"lifted_on": [_BEFORE]})
    content = {"hold": str(hold_id), "reference": reference, "reason": reason}
    append(uow, case_id, EventKind.LEGAL_HOLD_LIFTED, content, occurred_on=lifted_on)
    keep_result(uow, submission_key, LIFT, str(hold_id))


@dataclass(frozen=True)
class ReasonToKeep:
    """``kind`` is one of ``held``, ``followed_up`` and ``linked``; ``said`` names who holds it."""

    kind: str
    said: Sentence


def reasons_to_keep(uow: UnitOfWork, case_id: UUID) -> list[ReasonToKeep]:
    """Return why the record of a case may not be destroyed today, whatever its age."""
    return [*_held(uow, case_id), *_followed_up(uow, case_id), *_linked(uow, case_id)]


def _held(uow: UnitOfWork, case_id: UUID) -> Iterator[ReasonToKeep]:
    for hold in legal_holds_of(uow, case_id):
        said = f"{hold.by.th} {hold.reference}".strip(), f"{hold.by.en} {hold.reference}".strip()
        yield ReasonToKeep(
            HELD, Sentence(f"ระงับการทำลายตามหนังสือของ {said[0]}", f"Held for {said[1]}")
        )


def _followed_up(uow: UnitOfWork, case_id: UUID) -> Iterator[ReasonToKeep]:
    table = tables.follow_up
    is_open = uow.connection.scalar(
        select(table.c.id)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.ended_on.is_(None),
        )
        .limit(1)
    )
    if is_open is not None:
        yield ReasonToKeep(FOLLOWED_UP, _FOLLOWED)


def _linked(uow: UnitOfWork, case_id: UUID) -> Iterator[ReasonToKeep]:
    """Tell of a case that is on its way and belongs with this one, without naming it.

    Who reads this one may not know of the other.
    """
    link, case, office_id = tables.case_link, tables.case, uow.actor.office_id
    beside = or_(
        and_(link.c.case_id == case_id, link.c.other_case_id == case.c.id),
        and_(link.c.other_case_id == case_id, link.c.case_id == case.c.id),
    )
    is_open = uow.connection.scalar(
        select(case.c.id)
        .join(link, and_(link.c.office_id == case.c.office_id, beside))
        .where(case.c.office_id == office_id, case.c.status == OPEN)
        .limit(1)
    )
    if is_open is not None:
        yield ReasonToKeep(LINKED, _LINKED)


_WHO = Sentence("ใส่ชื่อหน่วยงาน", "Name the body.")
_BEFORE = Sentence("วันที่ต้องไม่ก่อนวันที่ระงับ", "The day cannot be before the hold was placed.")
_FOLLOWED = Sentence("ยังมีงานที่ต้องติดตาม", "Something is still followed up")
_LINKED = Sentence("ยังมีเรื่องที่เกี่ยวข้องซึ่งยังไม่จัดเก็บ", "A case that belongs with it is not filed yet")
