"""One person's worklist: what she may do, waits for or has done, page by page.

No list loads workflow state or opens an event. A page is a range of an index wherever
nothing but due dates is asked; it goes on behind the row where the last one ended, so
that the thousandth page costs what the first did.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from engine.access.membership import Standing
from engine.access.permissions import reads_own_cases
from engine.access.visibility import is_about_neither, is_member
from engine.cases.register import ORDINARY
from engine.office.office_time import day_begins
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.narrowing import EVERYTHING, Narrow, Within
from engine.work.lists.rows import WorkRow, in_her_hands, in_queue, read_rows

PAGE = 50
# Beyond this a count helps nobody: the page says 999+.
MOST_COUNTED = 999
# What is counted at a glance; beyond it the words say 99+.
MOST_AT_A_GLANCE = 99


class View(StrEnum):
    """ALL is what she may do now: MINE and OFFERED together.

    WAITING is what others have open in the cases that came to her, DONE what she completed.
    """

    ALL = "all"
    MINE = "mine"
    OFFERED = "offered"
    WAITING = "waiting"
    DONE = "done"


class Order(StrEnum):
    DUE = "due"
    CASE = "case"
    STEP = "step"


@dataclass(frozen=True)
class Wish:
    """Which list is asked for."""

    view: View = View.ALL
    narrow: Narrow = EVERYTHING
    order: Order = Order.DUE


@dataclass(frozen=True)
class Cursor:
    """The row behind which a page begins, or before which it ends."""

    id: UUID
    is_back: bool = False


@dataclass(frozen=True)
class WorkPage:
    """A page of a view. ``count`` is of all pages, up to ``MOST_COUNTED`` + 1.

    It is counted with the first page of a narrowed list, and None otherwise.
    """

    rows: list[WorkRow]
    count: int | None
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True)
class Counts:
    """How much each view has, up to ``MOST_COUNTED`` + 1."""

    mine: int
    offered: int
    waiting: int
    done: int

    @property
    def all(self) -> int:
        return self.mine + self.offered


@dataclass(frozen=True)
class Glance:
    """What is late, due today, and due later this week, among what she may do now."""

    late: int
    today: int
    week: int


@dataclass(frozen=True)
class _Source:
    """Rows of which a view is made. ``is_known``: of a case that she may know."""

    rows: FromClause
    id: ColumnElement[UUID]
    case_id: ColumnElement[UUID]
    due_on: ColumnElement[Any]
    asked: tuple[ColumnElement[bool], ...]
    is_known: ColumnElement[bool]


def list_work(
    uow: UnitOfWork,
    standing: Standing,
    wish: Wish,
    *,
    cursor: Cursor | None = None,
    limit: int = PAGE,
) -> WorkPage:
    """Return a page of a view. A cursor whose row is gone begins anew."""
    sources = _sources(standing, wish.view)
    edge = _edge(uow, wish, cursor) if cursor else None
    is_back = cursor is not None and cursor.is_back and edge is not None
    is_counted = edge is None and wish.narrow != EVERYTHING
    wanted = max(limit, MOST_COUNTED) + 1 if is_counted else limit + 1
    ids = _find(uow, wish, sources, edge, wanted, is_back=is_back) if sources else []
    shown = ids[:limit]
    if is_back:
        shown.reverse()
    has_more = len(ids) > limit
    has_before = has_more if is_back else edge is not None
    has_after = True if is_back else has_more
    return WorkPage(
        rows=read_rows(uow, standing, shown),
        count=len(ids) if is_counted else None,
        previous=Cursor(shown[0], is_back=True) if shown and has_before else None,
        next=Cursor(shown[-1]) if shown and has_after else None,
    )


def my_work(uow: UnitOfWork, standing: Standing, *, limit: int = PAGE) -> list[WorkRow]:
    """Return what the person holds, the earliest due first."""
    return list_work(uow, standing, Wish(View.MINE), limit=limit).rows


def offered_work(uow: UnitOfWork, standing: Standing, *, limit: int = PAGE) -> list[WorkRow]:
    """Return what stands in the person's queues and nobody has claimed, the earliest due first."""
    return list_work(uow, standing, Wish(View.OFFERED), limit=limit).rows


def counts(uow: UnitOfWork, standing: Standing) -> Counts:
    mine, offered, waiting, done = (
        _count(uow, standing, view, EVERYTHING, MOST_COUNTED)
        for view in (View.MINE, View.OFFERED, View.WAITING, View.DONE)
    )
    return Counts(mine, offered, waiting, done)


def count_work(uow: UnitOfWork, standing: Standing, wish: Wish) -> int:
    """Count a view as it is narrowed, up to ``MOST_COUNTED`` + 1."""
    return _count(uow, standing, wish.view, wish.narrow, MOST_COUNTED)


def due_days(uow: UnitOfWork, standing: Standing, days: Iterable[date]) -> dict[date, int]:
    """Count what the person holds by due day, for the days ahead."""
    item = tables.work_item
    wanted = list(days)
    rows = uow.connection.execute(
        select(item.c.due_on, func.count())
        .where(*in_her_hands(standing), item.c.due_on.in_(wanted))
        .group_by(item.c.due_on)
    ).all()
    found: dict[date, int] = {row[0]: row[1] for row in rows}
    return {day: found.get(day, 0) for day in wanted}


def glance(uow: UnitOfWork, standing: Standing) -> Glance:
    """Count at a glance what she may do now, each up to ``MOST_AT_A_GLANCE`` + 1."""
    late, today, week = (
        _count(uow, standing, View.ALL, Narrow(within=within), MOST_AT_A_GLANCE)
        for within in (Within.LATE, Within.TODAY, Within.WEEK)
    )
    return Glance(late, today, week)


def may_wait(standing: Standing) -> bool:
    """Tell whether she may see what others have open: who reads only summaries may not."""
    return reads_own_cases(standing)


def _count(uow: UnitOfWork, standing: Standing, view: View, narrow: Narrow, most: int) -> int:
    found = 0
    for source in _sources(standing, view):
        query = _narrowed(source, Wish(view, narrow), uow, select(source.id))
        rows = query.limit(most + 1 - found).subquery()
        found += uow.connection.scalar(select(func.count()).select_from(rows)) or 0
        if found > most:
            break
    return found


# -- Where the rows of a view come from --------------------------------------------------------


def _sources(standing: Standing, view: View) -> list[_Source]:
    offered = [_queue(standing, queue) for queue in standing.queues]
    return {
        View.ALL: lambda: [_held(standing), *offered],
        View.MINE: lambda: [_held(standing)],
        View.OFFERED: lambda: offered,
        View.WAITING: lambda: [_waiting(standing)] if may_wait(standing) else [],
        View.DONE: lambda: [_done(standing)],
    }[view]()


def _held(standing: Standing) -> _Source:
    item = tables.work_item
    return _Source(item, item.c.id, item.c.case_id, item.c.due_on, in_her_hands(standing), true())


def _queue(standing: Standing, queue: str) -> _Source:
    candidate, register = tables.work_item_candidate, tables.case
    is_known = or_(
        register.c.secrecy == ORDINARY,
        is_member(standing.office_id, standing.person_id, candidate.c.case_id),
    )
    return _Source(
        candidate,
        candidate.c.work_item_id,
        candidate.c.case_id,
        candidate.c.due_on,
        in_queue(standing, queue),
        is_known,
    )


def _waiting(standing: Standing) -> _Source:
    """Find what others have open case by case: she has been in few beside all there are."""
    item, member, candidate = tables.work_item, tables.case_member, tables.work_item_candidate
    hers = _found_first(
        select(member.c.office_id, member.c.case_id).where(
            member.c.office_id == standing.office_id, member.c.person_id == standing.person_id
        )
    )
    rows = hers.join(
        item, and_(item.c.office_id == hers.c.office_id, item.c.case_id == hers.c.case_id)
    )
    hers_to_claim = exists(
        select(literal(1)).where(
            candidate.c.office_id == item.c.office_id,
            candidate.c.work_item_id == item.c.id,
            candidate.c.queue.in_(standing.queues),
        )
    )
    asked = (
        item.c.ended_at.is_(None),
        or_(item.c.assignee_id.is_(None), item.c.assignee_id != standing.person_id),
        ~hers_to_claim,
        is_about_neither(standing, item.c.case_id),
    )
    return _Source(rows, item.c.id, item.c.case_id, item.c.due_on, asked, true())


def _done(standing: Standing) -> _Source:
    item = tables.work_item
    asked = (
        item.c.office_id == standing.office_id,
        item.c.completed_by == standing.person_id,
        is_about_neither(standing, item.c.case_id),
    )
    return _Source(item, item.c.id, item.c.case_id, item.c.due_on, asked, true())


# -- One page ----------------------------------------------------------------------------------


def _find(
    uow: UnitOfWork,
    wish: Wish,
    sources: Sequence[_Source],
    edge: Sequence[Any] | None,
    wanted: int,
    *,
    is_back: bool,
) -> list[UUID]:
    """Return the ids of a page: each source is cut at its length before they are put together."""
    parts = [_part(uow, source, wish, edge, wanted, is_back=is_back) for source in sources]
    if len(parts) == 1:
        return [row[-1] for row in uow.connection.execute(parts[0]).all()]
    cut = [part.subquery() for part in parts]
    together = union_all(*(select(*each.c) for each in cut)).subquery()
    order = _directed(list(together.c), wish, is_back=is_back)
    query = select(*together.c).distinct().order_by(*order).limit(wanted)
    return [row[-1] for row in uow.connection.execute(query).all()]


def _part(
    uow: UnitOfWork,
    source: _Source,
    wish: Wish,
    edge: Sequence[Any] | None,
    wanted: int,
    *,
    is_back: bool,
) -> Select[Any]:
    keys = _keys(wish, source)
    query = _narrowed(
        source, wish, uow, select(*(key.label(f"k{n}") for n, key in enumerate(keys)))
    )
    if edge is not None:
        here = tuple_(*keys)
        there = tuple_(*(literal(e, k.type) for e, k in zip(edge, keys, strict=True)))
        is_later = is_back if wish.view is View.DONE else not is_back
        query = query.where(here > there if is_later else here < there)
    if wish.order is not Order.DUE:
        query = select(*_found_first(query).c)
        keys = list(query.selected_columns)
    return query.order_by(*_directed(keys, wish, is_back=is_back)).limit(wanted)


def _found_first(query: Select[Any]) -> CTE:
    """Find a small part of the office's rows before anything is put in order or joined.

    Left to itself the database walks all rows in order to save the sorting.
    """
    return query.cte().prefix_with("MATERIALIZED")


def _narrowed(source: _Source, wish: Wish, uow: UnitOfWork, query: Select[Any]) -> Select[Any]:
    """Add what is asked, joining only the tables that it is asked of."""
    item, register, narrow = tables.work_item, tables.case, wish.narrow
    rows, is_held = source.rows, source.id.table is item
    asks_step = narrow.asks_step or wish.order is Order.STEP
    if asks_step and not is_held:
        rows = rows.join(
            item,
            and_(item.c.office_id == source.rows.c.office_id, item.c.id == source.id),
        )
    if narrow.asks_case or wish.order is Order.CASE:
        rows = rows.join(
            register,
            and_(
                register.c.office_id == uow.actor.office_id,
                register.c.id == source.case_id,
            ),
        )
    # Asked of the clock only where it matters: a command may list before it takes a lock.
    bounds = narrow.within.bounds(uow.today) if narrow.within else (None, None)
    days = _on_day(narrow) if wish.view is View.DONE else narrow.on_due(source.due_on, *bounds)
    asked = [*source.asked, *days, *narrow.on_step(), *narrow.on_case(source.is_known)]
    return query.select_from(rows).where(*asked)


def _on_day(narrow: Narrow) -> list[ColumnElement[bool]]:
    """Bound the day on which done work was done."""
    ended_at = tables.work_item.c.ended_at
    asked = []
    if narrow.from_on is not None:
        asked.append(ended_at >= day_begins(narrow.from_on))
    if narrow.to_on is not None:
        asked.append(ended_at < day_begins(narrow.to_on + timedelta(days=1)))
    return asked


def _keys(wish: Wish, source: _Source) -> list[ColumnElement[Any]]:
    """Return what the rows are in order of; the id comes last and makes each place one row's."""
    item, register = tables.work_item, tables.case
    if wish.view is View.DONE:
        return [item.c.ended_at, source.id]
    return {
        Order.DUE: [source.due_on, source.id],
        # As the numbers were given, which whoever sees the row sees too.
        Order.CASE: [register.c.lodged_at, source.case_id, source.due_on, source.id],
        # ๑๐ comes after ๙.
        Order.STEP: [
            item.c.process_id,
            func.length(func.coalesce(item.c.step, "")),
            func.coalesce(item.c.step, ""),
            item.c.element,
            source.due_on,
            source.id,
        ],
    }[wish.order]


def _directed(
    keys: Sequence[ColumnElement[Any]], wish: Wish, *, is_back: bool
) -> list[ColumnElement[Any]]:
    is_descending = is_back != (wish.view is View.DONE)
    return [key.desc() if is_descending else key for key in keys]


def _edge(uow: UnitOfWork, wish: Wish, cursor: Cursor) -> Sequence[Any] | None:
    """Return the keys of the row at the edge, as they are now."""
    item, register = tables.work_item, tables.case
    source = _Source(item, item.c.id, item.c.case_id, item.c.due_on, (), true())
    row = uow.connection.execute(
        select(*_keys(wish, source))
        .join(
            register,
            and_(register.c.office_id == item.c.office_id, register.c.id == item.c.case_id),
        )
        .where(item.c.office_id == uow.actor.office_id, item.c.id == cursor.id)
    ).one_or_none()
    if row is None or any(value is None for value in row):
        return None
    return list(row)
