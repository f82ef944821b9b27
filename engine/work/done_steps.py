"""What a case has been through, counted and picked by the database.

A case that went round for years has hundreds of steps, a page shows six. ``among`` are the ids
of the steps a reader may see; None is all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, select, true

from engine.access.membership import Standing
from engine.journal.events import Event, get_events
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.work_items import COMPLETED, WorkItem, from_row

Among = Collection[UUID] | None
"""The ids of the steps a reader may see; None where she may see them all."""

_ITEM = tables.work_item
_FOR_UNITS = (Role.UNIT_MEMBER, Role.COMMITTEE_MEMBER)


def steps_for_units(uow: UnitOfWork, standing: Standing, case_id: UUID) -> list[WorkItem]:
    """Return what a unit or a committee may read: the steps of its own task, whoever did them."""
    rows = uow.connection.execute(
        select(_ITEM)
        .where(_of_case(uow, case_id), _ITEM.c.role.in_([role.value for role in _FOR_UNITS]))
        .order_by(_ITEM.c.offered_at, _ITEM.c.id)
    )
    return [item for item in map(from_row, rows) if _is_own(item, standing)]


def _is_own(item: WorkItem, standing: Standing) -> bool:
    if standing.person_id in (item.completed_by, item.assignee_id):
        return True
    return not set(item.groups or (item.role,)).isdisjoint(standing.queues)


def newest_done(uow: UnitOfWork, case_id: UUID, among: Among, limit: int) -> list[WorkItem]:
    """Return the steps completed last, the oldest of them first."""
    rows = uow.connection.execute(
        select(_ITEM)
        .where(_done(uow, case_id, among))
        .order_by(_ITEM.c.completed_seq.desc())
        .limit(limit)
    ).all()
    return [from_row(row) for row in reversed(rows)]


def said_in_run(
    uow: UnitOfWork, case_id: UUID, instance_id: UUID, *, scope: str | None = None, limit: int
) -> list[tuple[WorkItem, Event]]:
    """Return the steps completed last in a run with what each said, the newest first.

    Of one ``scope`` only, where it is given.
    """
    within = true() if scope is None else _ITEM.c.scope == scope
    rows = uow.connection.execute(
        select(_ITEM)
        .where(
            _done(uow, case_id, None),
            _ITEM.c.instance_id == instance_id,
            _ITEM.c.completed_seq.is_not(None),
            within,
        )
        .order_by(_ITEM.c.completed_seq.desc())
        .limit(limit)
    )
    items = [from_row(row) for row in rows]
    events = get_events(uow, case_id, {item.completed_seq or 0 for item in items})
    return [(item, events[item.completed_seq or 0]) for item in items]


def last_done_beside(uow: UnitOfWork, item: WorkItem, among: Among) -> WorkItem | None:
    """Return the step that an item continues: the one completed last in its run and scope."""
    row = uow.connection.execute(
        select(_ITEM)
        .where(
            _done(uow, item.case_id, among),
            _ITEM.c.instance_id == item.instance_id,
            _ITEM.c.scope == item.scope,
        )
        .order_by(_ITEM.c.offered_at.desc(), _ITEM.c.id.desc())
        .limit(1)
    ).one_or_none()
    return from_row(row) if row else None


@dataclass(frozen=True)
class Been:
    """Where a case has been; ``count`` and ``elements`` are of what the reader may see.

    ``places`` are process, element and scope of every step that was ever completed,
    ``elements`` the two names of each element the case came to, in the order in which it did.
    """

    count: int
    places: frozenset[tuple[str, str, str]]
    elements: Mapping[str, tuple[str, str]]


def been(uow: UnitOfWork, case_id: UUID, among: Among) -> Been:
    where = (_ITEM.c.process_id, _ITEM.c.element, _ITEM.c.scope, _ITEM.c.name, _ITEM.c.name_en)
    is_seen, is_done = _within(among), _ITEM.c.status == COMPLETED
    rows = uow.connection.execute(
        select(
            *where,
            func.count().filter(is_seen).label("seen"),
            func.count().filter(is_done).label("done"),
            func.count().filter(is_seen, is_done).label("seen_done"),
        )
        .where(_of_case(uow, case_id))
        .group_by(*where)
        .order_by(func.min(_ITEM.c.offered_at), _ITEM.c.element)
    ).all()
    met: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row.seen:
            met.setdefault(row.element, (row.name, row.name_en))
    return Been(
        count=sum(row.seen_done for row in rows),
        places=frozenset((r.process_id, r.element, r.scope) for r in rows if r.done),
        elements=met,
    )


def done_by_officers(uow: UnitOfWork, case_id: UUID) -> list[int]:
    """Return the ``seq`` of what officers completed, the newest first."""
    key = {"office_id": uow.actor.office_id, "case_id": case_id}
    return [seq for seq in uow.connection.scalars(_BY_OFFICERS, key) if seq]


_BY_OFFICERS = (
    select(_ITEM.c.completed_seq)
    .where(
        _ITEM.c.office_id == bindparam("office_id"),
        _ITEM.c.case_id == bindparam("case_id"),
        _ITEM.c.status == COMPLETED,
        _ITEM.c.role == Role.OFFICER.value,
    )
    .order_by(_ITEM.c.offered_at.desc(), _ITEM.c.id.desc())
)


def done_in_scopes(uow: UnitOfWork, case_id: UUID, among: Among) -> list[tuple[int, str]]:
    """Return ``seq`` and scope of the steps that were completed for one unit or party of many."""
    rows = uow.connection.execute(
        select(_ITEM.c.completed_seq, _ITEM.c.scope).where(
            _done(uow, case_id, among), _ITEM.c.scope != ""
        )
    )
    return [(row.completed_seq, row.scope) for row in rows if row.completed_seq]


def _of_case(uow: UnitOfWork, case_id: UUID) -> ColumnElement[bool]:
    return and_(_ITEM.c.office_id == uow.actor.office_id, _ITEM.c.case_id == case_id)


def _done(uow: UnitOfWork, case_id: UUID, among: Among) -> ColumnElement[bool]:
    return and_(_of_case(uow, case_id), _ITEM.c.status == COMPLETED, _within(among))


def _within(among: Among) -> ColumnElement[bool]:
    return true() if among is None else _ITEM.c.id.in_(sorted(among))
