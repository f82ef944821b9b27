"""Work items: rows folded from events, and how they are read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from engine.errors import NotFound
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import delete_rows, find_row, find_rows, insert_row, insert_rows, update_rows
from engine.store.unit_of_work import UnitOfWork

OFFERED, ALLOCATED, COMPLETED, CANCELLED = "offered", "allocated", "completed", "cancelled"
OPEN_STATES = (OFFERED, ALLOCATED)

_OPEN_ITEMS = (
    select(tables.work_item)
    .where(
        tables.work_item.c.office_id == bindparam("office_id"),
        tables.work_item.c.case_id == bindparam("case_id"),
        tables.work_item.c.instance_id == bindparam("instance_id"),
        # As the partial index has it: among all that a case has done, the status finds nothing.
        tables.work_item.c.ended_at.is_(None),
    )
    .order_by(tables.work_item.c.offered_at, tables.work_item.c.id)
)
_OPEN_OF_CASE = (
    select(tables.work_item)
    .where(
        tables.work_item.c.office_id == bindparam("office_id"),
        tables.work_item.c.case_id == bindparam("case_id"),
        tables.work_item.c.ended_at.is_(None),
    )
    .order_by(tables.work_item.c.offered_at, tables.work_item.c.id)
)
_OF_IDS = select(tables.work_item).where(
    tables.work_item.c.office_id == bindparam("office_id"),
    tables.work_item.c.id.in_(bindparam("ids", expanding=True)),
)


@dataclass(frozen=True)
class WorkItem:
    """One step of one case, for one person to complete."""

    id: UUID
    case_id: UUID
    instance_id: UUID
    process_id: str
    edition: str
    element: str
    scope: str
    round: int
    name: str
    name_en: str
    step: str | None
    form_ref: str
    role: str
    # What the diagram narrows the role to: ``unit:<key>``, ``committee:<case>``.
    groups: tuple[str, ...]
    status: str
    assignee_id: UUID | None
    offered_at: datetime
    claimed_at: datetime | None
    ended_at: datetime | None
    completed_by: UUID | None
    due_on: date | None
    completed_seq: int | None
    scan_missing: bool

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATES


def get_work_item(uow: UnitOfWork, work_item_id: UUID) -> WorkItem:
    """Return a work item of the actor's office.

    Raises
    ------
    NotFound
        There is none of this id in the office.
    """
    row = find_row(uow.connection, tables.work_item, office_id=uow.actor.office_id, id=work_item_id)
    if row is None:
        raise NotFound
    return from_row(row)


def work_items_of(uow: UnitOfWork, case_id: UUID) -> list[WorkItem]:
    """Return the work items of a case in the order in which they were offered."""
    table = tables.work_item
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id == case_id)
        .order_by(table.c.offered_at, table.c.id)
    ).all()
    return [from_row(row) for row in rows]


def open_items_of_case(uow: UnitOfWork, case_id: UUID) -> list[WorkItem]:
    """Return what is open in a case, whichever of its runs it belongs to."""
    rows = uow.connection.execute(
        _OPEN_OF_CASE, {"office_id": uow.actor.office_id, "case_id": case_id}
    ).all()
    return [from_row(row) for row in rows]


def find_work_items(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, WorkItem]:
    """Return those of these ids that the office has."""
    if not ids:
        return {}
    rows = uow.connection.execute(_OF_IDS, {"office_id": uow.actor.office_id, "ids": sorted(ids)})
    return {row.id: from_row(row) for row in rows}


def open_items_of(uow: UnitOfWork, case_id: UUID, instance_id: UUID) -> list[WorkItem]:
    rows = uow.connection.execute(
        _OPEN_ITEMS,
        {"office_id": uow.actor.office_id, "case_id": case_id, "instance_id": instance_id},
    ).all()
    return [from_row(row) for row in rows]


def queues_of(uow: UnitOfWork, work_item_id: UUID) -> frozenset[str]:
    """Return the queues an offered item stands in."""
    found = find_rows(
        uow.connection,
        tables.work_item_candidate,
        office_id=uow.actor.office_id,
        work_item_id=work_item_id,
    )
    return frozenset(row.queue for row in found)


def from_row(row: Any) -> WorkItem:
    return WorkItem(
        id=row.id,
        case_id=row.case_id,
        instance_id=row.instance_id,
        process_id=row.process_id,
        edition=row.edition,
        element=row.element,
        scope=row.scope,
        round=row.round,
        name=row.name,
        name_en=row.name_en,
        step=row.step,
        form_ref=row.form_ref,
        role=row.role,
        groups=tuple(row.groups.split()),
        status=row.status,
        assignee_id=row.assignee_id,
        offered_at=row.offered_at,
        claimed_at=row.claimed_at,
        ended_at=row.ended_at,
        completed_by=row.completed_by,
        due_on=None if row.due_on == tables.NO_DUE_DATE else row.due_on,
        completed_seq=row.completed_seq,
        scan_missing=row.scan_missing,
    )


def _offered(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    due_on = date.fromisoformat(content["due_on"]) if content["due_on"] else tables.NO_DUE_DATE
    item_id = UUID(content["work_item"])
    assignee = UUID(content["assignee"]) if content["assignee"] else None
    insert_row(
        uow.connection,
        tables.work_item,
        office_id=event.office_id,
        id=item_id,
        case_id=event.stream_id,
        instance_id=event.instance_id,
        process_id=content["process_id"],
        edition=event.edition,
        element=event.element,
        scope=content["scope"],
        round=content["round"],
        name=content["name"],
        name_en=content["name_en"],
        step=content["step"],
        form_ref=content["form_ref"],
        role=content["role"],
        groups=" ".join(content["groups"]),
        status=ALLOCATED if assignee else OFFERED,
        assignee_id=assignee,
        offered_at=event.recorded_at,
        claimed_at=event.recorded_at if assignee else None,
        due_on=due_on,
        scan_missing=False,
    )
    if assignee is None:
        _queue(uow, event, item_id, content["queues"], due_on)


def _claimed(uow: UnitOfWork, event: Event) -> None:
    _allocate(uow, event, event.content["assignee"])


def _reassigned(uow: UnitOfWork, event: Event) -> None:
    _allocate(uow, event, event.content["to"])


def _sent_back(uow: UnitOfWork, event: Event) -> None:
    if event.content["to"]:
        _reassigned(uow, event)
    else:
        _released(uow, event)


def _allocate(uow: UnitOfWork, event: Event, assignee: str) -> None:
    item_id = UUID(event.content["work_item"])
    _unqueue(uow, event, item_id)
    _set(
        uow,
        event,
        item_id,
        status=ALLOCATED,
        assignee_id=UUID(assignee),
        claimed_at=event.recorded_at,
    )


def _released(uow: UnitOfWork, event: Event) -> None:
    item_id = UUID(event.content["work_item"])
    _set(uow, event, item_id, status=OFFERED, assignee_id=None, claimed_at=None)
    _queue(uow, event, item_id, event.content["queues"], _due_on(uow, event, item_id))


def _redirected(uow: UnitOfWork, event: Event) -> None:
    """Move an open item to other queues: its candidates turned out to be excluded."""
    item_id = UUID(event.content["work_item"])
    _unqueue(uow, event, item_id)
    _released(uow, event)


def _completed(uow: UnitOfWork, event: Event) -> None:
    _end(
        uow,
        event,
        status=COMPLETED,
        completed_by=event.actor_id,
        completed_seq=event.seq,
        scan_missing=event.content["scan_missing"],
        recorded_for=event.content["recorded_for"],
    )


def _cancelled(uow: UnitOfWork, event: Event) -> None:
    _end(uow, event, status=CANCELLED)


def _scan_filed(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, UUID(event.content["work_item"]), scan_missing=False)


def _moved(uow: UnitOfWork, event: Event) -> None:
    """Take the days on which steps are due after their clock stood still, went on or got more."""
    for item in event.content["items"]:
        due_on = date.fromisoformat(item["due_on"]) if item["due_on"] else tables.NO_DUE_DATE
        item_id = UUID(item["work_item"])
        _set(uow, event, item_id, due_on=due_on)
        update_rows(
            uow.connection,
            tables.work_item_candidate,
            {"office_id": event.office_id, "work_item_id": item_id},
            due_on=due_on,
        )


def _end(uow: UnitOfWork, event: Event, **columns: Any) -> None:
    item_id = UUID(event.content["work_item"])
    _unqueue(uow, event, item_id)
    _set(uow, event, item_id, ended_at=event.recorded_at, **columns)


def _set(uow: UnitOfWork, event: Event, item_id: UUID, **columns: Any) -> None:
    key = {"office_id": event.office_id, "id": item_id}
    update_rows(uow.connection, tables.work_item, key, **columns)


def _queue(uow: UnitOfWork, event: Event, item_id: UUID, queues: list[str], due_on: date) -> None:
    insert_rows(
        uow.connection,
        tables.work_item_candidate,
        [
            {
                "office_id": event.office_id,
                "queue": queue,
                "due_on": due_on,
                "work_item_id": item_id,
                "case_id": event.stream_id,
            }
            for queue in queues
        ],
    )


def _unqueue(uow: UnitOfWork, event: Event, item_id: UUID) -> None:
    delete_rows(
        uow.connection,
        tables.work_item_candidate,
        office_id=event.office_id,
        work_item_id=item_id,
    )


def _due_on(uow: UnitOfWork, event: Event, item_id: UUID) -> date:
    table = tables.work_item
    due_on: date = uow.connection.execute(
        select(table.c.due_on).where(table.c.office_id == event.office_id, table.c.id == item_id)
    ).scalar_one()
    return due_on


FOLDS = {
    EventKind.WORK_ITEM_OFFERED: _offered,
    EventKind.WORK_ITEM_CLAIMED: _claimed,
    EventKind.WORK_ITEM_REASSIGNED: _reassigned,
    EventKind.WORK_ITEM_DELEGATED: _reassigned,
    EventKind.WORK_ITEM_SENT_BACK: _sent_back,
    EventKind.WORK_ITEM_RELEASED: _released,
    EventKind.WORK_ITEM_REDIRECTED: _redirected,
    EventKind.WORK_ITEM_COMPLETED: _completed,
    EventKind.WORK_ITEM_CANCELLED: _cancelled,
    EventKind.SCAN_FILED: _scan_filed,
    EventKind.DEADLINE_PAUSED: _moved,
    EventKind.DEADLINE_RESUMED: _moved,
    EventKind.DEADLINE_EXTENDED: _moved,
    EventKind.DEADLINE_LED: _moved,
}
