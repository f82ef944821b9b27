"""What stands on a line of the register: clear columns, and dates and counts beside them.

No event is opened and no workflow state loaded.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from engine.access.membership import Standing
from engine.cases.links import MERGED, SPLIT_FROM, SPLIT_INTO
from engine.cases.numbers import REGISTER, SECRET_REGISTER
from engine.cases.parties import PartyKind
from engine.cases.register import ARCHIVED, DESTROYED, ORDINARY, VOIDED
from engine.office.deadlines import DeadlineName
from engine.office.office_time import office_date
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.deadlines import OPEN_STATES
from engine.work.lists.search import readable


class Book(StrEnum):
    """Which series a number is of. A case stays in the book in which it was numbered."""

    ORDINARY = REGISTER
    SECRET = SECRET_REGISTER


class State(StrEnum):
    """CONCLUDED has its result (ยุติเรื่อง) and is not filed yet. A voided number is nothing else."""

    OPEN = "open"
    CONCLUDED = "concluded"
    FILED = "filed"
    DESTROYED = "destroyed"
    VOIDED = "voided"


class Tie(StrEnum):
    """How another case belongs to the one of a line."""

    MERGED_INTO = "merged_into"
    HOLDS_MERGED = "holds_merged"
    SPLIT_INTO = "split_into"
    SPLIT_FROM = "split_from"


@dataclass(frozen=True)
class Line:
    """A line of the book. Of the complainants it holds how many there are, and never who.

    ``is_withheld``: the case has become secret since it was numbered in the open book, which
    goes on to show its number, when it was received and filed, and nothing else. ``ties`` are
    numbers of other cases that this reader may read and this book may name. ``destroyed`` is the
    day and the order.
    """

    case_id: UUID
    number: str
    registry_number: str | None
    year: int
    ordinal: int
    received_on: date
    secrecy: str
    kind: str
    channel: str
    category: str | None
    subject: str | None
    place: str | None
    is_anonymous: bool
    complainants: int
    units: tuple[str, ...]
    due_on: date | None
    state: State
    result: str | None
    told_on: date | None
    decided_on: date | None
    closed_on: date | None
    suspended_for: str | None
    withdrawal: str | None
    ties: tuple[tuple[Tie, str], ...]
    voided_because: str | None
    destroyed: tuple[date, str] | None
    is_from_book: bool
    book_remark: str | None
    is_withheld: bool


@dataclass(frozen=True)
class _Days:
    due_on: date | None = None
    told_on: date | None = None


def read_lines(uow: UnitOfWork, standing: Standing, book: Book, rows: Sequence[Any]) -> list[Line]:
    ids = [row.id for row in rows]
    complainants = _complainants(uow, ids)
    units, days = _units(uow, ids), _days(uow, ids)
    ties = _ties(uow, standing, book, ids)
    destroyed = destroyed_of(uow, [row.id for row in rows if row.status == DESTROYED])
    voided = _voided(uow, [row.number for row in rows if row.status == VOIDED])
    return [
        _line(
            row,
            book,
            complainants.get(row.id, 0),
            units.get(row.id, ()),
            days.get(row.id, _Days()),
            ties.get(row.id, ()),
            destroyed.get(row.id),
            voided.get(row.number),
        )
        for row in rows
    ]


def _line(
    row: Any,
    book: Book,
    complainants: int,
    units: tuple[str, ...],
    days: _Days,
    ties: tuple[tuple[Tie, str], ...],
    destroyed: tuple[date, str] | None,
    voided_because: str | None,
) -> Line:
    is_withheld = book is Book.ORDINARY and row.secrecy != ORDINARY
    return Line(
        case_id=row.id,
        number=row.number,
        registry_number=None if is_withheld else row.registry_number,
        year=row.year,
        ordinal=row.ordinal,
        received_on=row.received_on,
        secrecy=row.secrecy,
        kind=row.kind,
        channel="" if is_withheld else row.channel,
        category=None if is_withheld else row.category,
        subject=None if is_withheld else row.subject,
        place=None if is_withheld else row.place,
        is_anonymous=row.is_anonymous and not is_withheld,
        complainants=0 if is_withheld else complainants,
        units=() if is_withheld else units,
        due_on=None if is_withheld else days.due_on,
        state=_state(row),
        result=None if is_withheld else row.result,
        told_on=None if is_withheld else _result_told_on(row, days),
        decided_on=None if is_withheld else row.decided_on,
        closed_on=row.closed_on,
        suspended_for=None if is_withheld else row.suspended_for,
        withdrawal=None if is_withheld else row.withdrawal,
        ties=() if is_withheld else ties,
        destroyed=None if is_withheld else destroyed,
        is_from_book=row.is_from_book and not is_withheld,
        book_remark=None if is_withheld else row.book_remark,
        voided_because=None if is_withheld else voided_because,
        is_withheld=is_withheld,
    )


def _result_told_on(row: Any, days: _Days) -> date | None:
    """Leave out that somebody was told, earlier, that the case goes on."""
    if row.decided_on is None:
        return days.told_on if row.status == ARCHIVED else None
    return days.told_on if days.told_on and days.told_on >= row.decided_on else None


def _state(row: Any) -> State:
    if row.status == VOIDED:
        return State.VOIDED
    if row.status == ARCHIVED:
        return State.FILED
    if row.status == DESTROYED:
        return State.DESTROYED
    return State.CONCLUDED if row.decided_on or row.result else State.OPEN


def destroyed_of(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, tuple[date, str]]:
    """Return of records that were destroyed on which day, and by which order."""
    if not ids:
        return {}
    table = tables.destruction
    rows = uow.connection.execute(
        select(table.c.case_id, table.c.destroyed_at, table.c.order_cited).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id.in_(ids),
            table.c.destroyed_at.is_not(None),
        )
    )
    return {row.case_id: (office_date(row.destroyed_at), row.order_cited) for row in rows}


def _voided(uow: UnitOfWork, numbers: Sequence[str]) -> dict[str, str]:
    if not numbers:
        return {}
    table = tables.case_number
    rows = uow.connection.execute(
        select(table.c.number, table.c.voided_because).where(
            table.c.office_id == uow.actor.office_id, table.c.number.in_(numbers)
        )
    )
    return {row.number: row.voided_because for row in rows}


def _complainants(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, int]:
    party = tables.case_party
    rows = uow.connection.execute(
        select(party.c.case_id, func.count())
        .where(
            party.c.office_id == uow.actor.office_id,
            party.c.case_id.in_(ids),
            party.c.kind == PartyKind.COMPLAINANT.value,
        )
        .group_by(party.c.case_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def _units(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Find the units that were asked about each case, in the order in which they were."""
    item = tables.work_item
    rows = uow.connection.execute(
        select(item.c.case_id, item.c.groups)
        .where(
            item.c.office_id == uow.actor.office_id,
            item.c.case_id.in_(ids),
            item.c.role == Role.UNIT_MEMBER.value,
        )
        .order_by(item.c.offered_at, item.c.id)
    ).all()
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    for case_id, groups in rows:
        for group in groups.split():
            kind, _, unit = group.partition(":")
            if kind == "unit":
                found[case_id][unit] = None
    return {case_id: tuple(units) for case_id, units in found.items()}


def _days(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, _Days]:
    deadline = tables.deadline
    rows = uow.connection.execute(
        select(
            deadline.c.case_id,
            deadline.c.name,
            deadline.c.status,
            deadline.c.effective_on,
            deadline.c.met_on,
        ).where(deadline.c.office_id == uow.actor.office_id, deadline.c.case_id.in_(ids))
    ).all()
    by_case: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return {case_id: _Days(_due_on(of), _told_on(of)) for case_id, of in by_case.items()}


def _due_on(deadlines: Sequence[Any]) -> date | None:
    """Return what is due next; None once nothing is."""
    running: list[date] = [d.effective_on for d in deadlines if d.status in OPEN_STATES]
    return min(running, default=None)


def _told_on(deadlines: Sequence[Any]) -> date | None:
    """Return when the last complainant was told the result; None while one has still to be."""
    told = [d for d in deadlines if d.name == DeadlineName.RESULT_NOTICE.value]
    if any(d.status in OPEN_STATES for d in told):
        return None
    found: list[date] = [d.met_on for d in told if d.met_on]
    return max(found, default=None)


def _ties(
    uow: UnitOfWork, standing: Standing, book: Book, ids: Sequence[UUID]
) -> dict[UUID, tuple[tuple[Tie, str], ...]]:
    link = tables.case_link
    told = _tied(uow, standing, book, link.c.case_id, link.c.other_case_id, ids, tuple(_TOLD_BY_IT))
    joined = _tied(uow, standing, book, link.c.other_case_id, link.c.case_id, ids, (MERGED,))
    found: dict[UUID, list[tuple[Tie, str]]] = defaultdict(list)
    for case_id, kind, number in told:
        found[case_id].append((_TOLD_BY_IT[kind], number))
    for case_id, _, number in joined:
        found[case_id].append((Tie.HOLDS_MERGED, number))
    return {case_id: tuple(ties) for case_id, ties in found.items()}


_TOLD_BY_IT = {
    MERGED: Tie.MERGED_INTO,
    SPLIT_INTO: Tie.SPLIT_INTO,
    SPLIT_FROM: Tie.SPLIT_FROM,
}


def _tied(
    uow: UnitOfWork,
    standing: Standing,
    book: Book,
    own: ColumnElement[UUID],
    other: ColumnElement[UUID],
    ids: Sequence[UUID],
    kinds: tuple[str, ...],
) -> Sequence[Any]:
    """Find the numbers of other cases; the open book names no secret one."""
    link, register = tables.case_link, tables.case
    query = (
        select(own, link.c.kind, register.c.number)
        .join(register, and_(register.c.office_id == link.c.office_id, register.c.id == other))
        .where(
            link.c.office_id == standing.office_id,
            own.in_(ids),
            link.c.kind.in_(kinds),
            readable(standing, register),
        )
        .order_by(link.c.since_at, register.c.lodged_at)
    )
    if book is Book.ORDINARY:
        query = query.where(register.c.secrecy == ORDINARY)
    return uow.connection.execute(query).all()
