"""A line of somebody's list, and which rows she holds or may claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from engine.access.membership import Standing
from engine.access.visibility import is_about_neither, is_member
from engine.cases.register import ORDINARY
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names


@dataclass(frozen=True)
class WorkRow:
    """A line of the worklist.

    ``subject`` is None for a secret case that this person has not claimed: then
    the line shows its number, step and due date only. ``scope`` tells what a repeated
    step is done for (`engine.work.parts`), to whom may know it. ``holder`` is "" where
    nobody has claimed it; then ``role`` and ``groups`` tell whose it is to claim, to whom
    may know the case.
    """

    id: UUID
    case_id: UUID
    number: str
    subject: str | None
    secrecy: str
    name: str
    name_en: str
    step: str | None
    role: str
    groups: tuple[str, ...]
    due_on: date | None
    is_mine: bool
    holder: str
    received_on: date | None
    claimed_at: datetime | None
    ended_at: datetime | None
    scan_missing: bool
    scope: str
    # The outside body whose result the case waits for, to whom may know it.
    suspended_for: str | None
    # The keys of the case's tags, to whom may know it.
    tags: tuple[str, ...]


def in_her_hands(standing: Standing) -> tuple[ColumnElement[bool], ...]:
    item = tables.work_item
    return (
        item.c.office_id == standing.office_id,
        item.c.assignee_id == standing.person_id,
        # In the words of the index: what is open and has a holder is hers to finish.
        item.c.ended_at.is_(None),
        is_about_neither(standing, item.c.case_id),
    )


def in_queue(standing: Standing, queue: str) -> tuple[ColumnElement[bool], ...]:
    candidate = tables.work_item_candidate
    return (
        candidate.c.office_id == standing.office_id,
        candidate.c.queue == queue,
        is_about_neither(standing, candidate.c.case_id),
    )


def read_rows(
    uow: UnitOfWork, standing: Standing, ids: Sequence[UUID], *, reads_whole: bool = False
) -> list[WorkRow]:
    """Return the lines of these items in this order.

    ``reads_whole``: she may read their cases already, as who signs may what is laid before her.
    """
    if not ids:
        return []
    item, register = tables.work_item, tables.case
    rows = uow.connection.execute(
        select(
            item.c.id,
            item.c.case_id,
            item.c.name,
            item.c.name_en,
            item.c.step,
            item.c.role,
            item.c.groups,
            item.c.due_on,
            item.c.assignee_id,
            item.c.completed_by,
            item.c.claimed_at,
            item.c.ended_at,
            item.c.scan_missing,
            item.c.scope,
            register.c.number,
            register.c.subject,
            register.c.secrecy,
            register.c.received_on,
            register.c.suspended_for,
            register.c.tags,
            is_member(standing.office_id, standing.person_id, item.c.case_id).label("is_member"),
        )
        .join(
            register,
            and_(register.c.office_id == item.c.office_id, register.c.id == item.c.case_id),
        )
        .where(item.c.office_id == standing.office_id, item.c.id.in_(ids))
    ).all()
    others = {row.assignee_id for row in rows} - {standing.person_id, None}
    names = person_names(uow, others) if others else {}
    found = {row.id: _work_row(row, standing, names, reads_whole=reads_whole) for row in rows}
    return [found[each] for each in ids if each in found]


def _work_row(
    row: Any, standing: Standing, names: dict[UUID, str], *, reads_whole: bool
) -> WorkRow:
    is_mine = row.ended_at is None and row.assignee_id == standing.person_id
    may_know = (
        is_mine
        or reads_whole
        or row.is_member
        or row.secrecy == ORDINARY
        or row.completed_by == standing.person_id
    )
    return WorkRow(
        id=row.id,
        case_id=row.case_id,
        number=row.number,
        subject=row.subject if may_know else None,
        secrecy=row.secrecy,
        name=row.name,
        name_en=row.name_en,
        step=row.step,
        role=row.role if may_know else "",
        groups=tuple(row.groups.split()) if may_know else (),
        due_on=None if row.due_on == tables.NO_DUE_DATE else row.due_on,
        is_mine=is_mine,
        holder=names.get(row.assignee_id, ""),
        received_on=row.received_on if may_know else None,
        claimed_at=row.claimed_at,
        ended_at=row.ended_at,
        scan_missing=row.scan_missing,
        scope=row.scope if may_know else "",
        suspended_for=row.suspended_for if may_know else None,
        tags=tuple(row.tags.split()) if may_know else (),
    )
