"""One person's worklist: what she holds and what she may claim, by what is due first.

No list loads workflow state or opens an event: a page is a few range scans.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all

from engine.access.membership import Standing
from engine.access.visibility import is_about_others, is_member
from engine.cases.register import ORDINARY
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

PAGE = 50
# Beyond this a count helps nobody: the page says 999+.
MOST_COUNTED = 999


@dataclass(frozen=True)
class WorkRow:
    """A line of the worklist.

    ``subject`` is None for a secret case that this person has not claimed: then
    the line shows its number, step and due date only. ``scope`` tells what a repeated
    step is done for (`engine.work.parts`), to whom may know it.
    """

    id: UUID
    case_id: UUID
    number: str
    subject: str | None
    secrecy: str
    name: str
    name_en: str
    step: str | None
    due_on: date | None
    is_mine: bool
    received_on: date | None
    claimed_at: datetime | None
    scan_missing: bool
    scope: str


@dataclass(frozen=True)
class Counts:
    """How much there is, up to ``MOST_COUNTED`` + 1."""

    mine: int
    offered: int


def my_work(uow: UnitOfWork, standing: Standing, *, limit: int = PAGE) -> list[WorkRow]:
    """Return what the person holds, the earliest due first."""
    item = tables.work_item
    found = (
        select(item.c.id, item.c.due_on)
        .where(
            *_in_her_hands(standing),
        )
        .order_by(item.c.due_on, item.c.id)
        .limit(limit)
    )
    return _rows(uow, standing, found, is_mine=True)


def offered_work(uow: UnitOfWork, standing: Standing, *, limit: int = PAGE) -> list[WorkRow]:
    """Return what stands in the person's queues and nobody has claimed, the earliest due first.

    Each queue is one range of the candidates' key, cut at the page's length before
    the queues are put together: the cost does not grow with what lies further down.
    """
    if not standing.queues:
        return []
    pages = [_page_of(standing, queue, limit).subquery() for queue in standing.queues]
    together = union_all(*(select(page.c.work_item_id, page.c.due_on) for page in pages)).subquery()
    found = (
        select(together.c.work_item_id.label("id"), together.c.due_on)
        .distinct()
        .order_by(together.c.due_on, together.c.work_item_id)
        .limit(limit)
    )
    return _rows(uow, standing, found, is_mine=False)


def counts(uow: UnitOfWork, standing: Standing) -> Counts:
    item, candidate = tables.work_item, tables.work_item_candidate
    mine = (
        select(item.c.id)
        .where(
            *_in_her_hands(standing),
        )
        .limit(MOST_COUNTED + 1)
    )
    offered = 0
    for queue in standing.queues:
        page = (
            select(candidate.c.work_item_id)
            .where(*_in_queue(standing, queue))
            .limit(MOST_COUNTED + 1 - offered)
        )
        offered += _count(uow, page)
        if offered > MOST_COUNTED:
            break
    return Counts(_count(uow, mine), offered)


def due_days(uow: UnitOfWork, standing: Standing, days: Iterable[date]) -> dict[date, int]:
    """Count what the person holds by due day, for the days ahead."""
    item = tables.work_item
    wanted = list(days)
    rows = uow.connection.execute(
        select(item.c.due_on, func.count())
        .where(
            *_in_her_hands(standing),
            item.c.due_on.in_(wanted),
        )
        .group_by(item.c.due_on)
    ).all()
    found: dict[date, int] = {row[0]: row[1] for row in rows}
    return {day: found.get(day, 0) for day in wanted}


def _count(uow: UnitOfWork, query: Select[tuple[UUID]]) -> int:
    return uow.connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def _page_of(standing: Standing, queue: str, limit: int) -> Select[tuple[UUID, date]]:
    candidate = tables.work_item_candidate
    return (
        select(candidate.c.work_item_id, candidate.c.due_on)
        .where(*_in_queue(standing, queue))
        .order_by(candidate.c.due_on, candidate.c.work_item_id)
        .limit(limit)
    )


def _in_queue(standing: Standing, queue: str) -> tuple[ColumnElement[bool], ...]:
    candidate = tables.work_item_candidate
    return (
        candidate.c.office_id == standing.office_id,
        candidate.c.queue == queue,
        is_about_others(standing.office_id, standing.person_id, candidate.c.case_id),
    )


def _in_her_hands(standing: Standing) -> tuple[ColumnElement[bool], ...]:
    item = tables.work_item
    return (
        item.c.office_id == standing.office_id,
        item.c.assignee_id == standing.person_id,
        # In the words of the index: what is open and has a holder is hers to finish.
        item.c.ended_at.is_(None),
        is_about_others(standing.office_id, standing.person_id, item.c.case_id),
    )


def _rows(
    uow: UnitOfWork, standing: Standing, found: Select[tuple[UUID, date]], *, is_mine: bool
) -> list[WorkRow]:
    item, case = tables.work_item, tables.case
    page = found.subquery()
    member = is_member(standing.office_id, standing.person_id, item.c.case_id)
    rows = uow.connection.execute(
        select(
            item.c.id,
            item.c.case_id,
            item.c.name,
            item.c.name_en,
            item.c.step,
            item.c.due_on,
            item.c.claimed_at,
            item.c.scan_missing,
            item.c.scope,
            case.c.number,
            case.c.subject,
            case.c.secrecy,
            case.c.received_on,
            member.label("is_member"),
        )
        .join(page, page.c.id == item.c.id)
        .join(case, and_(case.c.office_id == item.c.office_id, case.c.id == item.c.case_id))
        .where(item.c.office_id == standing.office_id)
        .order_by(item.c.due_on, item.c.id)
    ).all()
    return [
        WorkRow(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            subject=row.subject if _may_know(row, is_mine=is_mine) else None,
            secrecy=row.secrecy,
            name=row.name,
            name_en=row.name_en,
            step=row.step,
            due_on=None if row.due_on == tables.NO_DUE_DATE else row.due_on,
            is_mine=is_mine,
            received_on=row.received_on if _may_know(row, is_mine=is_mine) else None,
            claimed_at=row.claimed_at,
            scan_missing=row.scan_missing,
            scope=row.scope if _may_know(row, is_mine=is_mine) else "",
        )
        for row in rows
    ]


def _may_know(row: object, *, is_mine: bool) -> bool:
    secrecy: str = row.secrecy  # type: ignore[attr-defined]
    is_member: bool = row.is_member  # type: ignore[attr-defined]
    return is_mine or is_member or secrecy == ORDINARY
