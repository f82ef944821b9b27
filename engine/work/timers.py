"""What the clock does: fire the timers of diagrams, give reminders, mark breaches.

Claim and effect are one unit under the case's lock, so each happens exactly
once on however many workers. A run that fails is rolled back; a second unit
counts the failure and sets a later try, and after the third the thing is parked
as an incident for a person to look at. A database that is busy, away or full
fails no case: what is due stays due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from engine.bpmn import runtime
from engine.cases.follow_ups import get_follow_up
from engine.errors import Busy, NotFound, Unavailable
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store, UnitOfWork
from engine.work.allocation.declared import tell_undeclared
from engine.work.allocation.queues import committee_queue, members_of_queue
from engine.work.deadlines import (
    OPEN_STATES,
    REMINDER,
    RUNNING,
    Deadline,
    breach,
    get_deadline,
)
from engine.work.following_up import FOLLOW_UP, followers
from engine.work.moved_clocks import clock_names
from engine.work.notices import NoticeKind, notify
from engine.work.offices.settings import settings_in_force
from engine.work.stepping import open_step, record_run
from engine.work.system_steps import EFFECTS
from engine.work.work_items import open_items_of, queues_of

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


@dataclass(frozen=True)
class Due:
    """Something whose time has come."""

    office_id: UUID
    case_id: UUID
    id: UUID


def due_instances(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Return instances with a timer that is due, the longest overdue first."""
    table = tables.instance
    rows = connection.execute(
        select(table.c.office_id, table.c.case_id, table.c.id)
        .where(table.c.next_due <= now)
        .order_by(table.c.next_due)
        .limit(limit)
    ).all()
    return [Due(*row) for row in rows]


def due_timers(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Return reminders and breaches whose moment has come."""
    table = tables.timer
    rows = connection.execute(
        select(table.c.office_id, table.c.case_id, table.c.id)
        .where(table.c.due_at <= now, table.c.parked_at.is_(None))
        .order_by(table.c.due_at)
        .limit(limit)
    ).all()
    return [Due(*row) for row in rows]


def fire_instance(store: Store, due: Due) -> bool:
    """Fire the due timers of an instance; False when somebody else has it or has done it."""
    return _guarded(store, due, _fire_instance, _postpone_instance)


def fire_timer(store: Store, due: Due) -> bool:
    """Give one reminder or mark one breach; False when somebody else has it or has done it."""
    return _guarded(store, due, _fire_timer, _postpone_timer)


def _guarded(
    store: Store,
    due: Due,
    act: Callable[[UnitOfWork, Due], bool],
    postpone: Callable[[UnitOfWork, Due, str], None],
) -> bool:
    actor = Actor(due.office_id, None, "timer")
    try:
        with store.unit(actor) as uow:
            return uow.hold_if_free(due.case_id) is not None and act(uow, due)
    except Busy:
        # The database had no turn for us. Nothing was wrong with the timer: it is still due.
        return False
    except Unavailable:
        # Away or full: the same holds, and no other case would fare better.
        raise
    except Exception as error:  # noqa: BLE001 (whatever it was must not stop the other cases)
        with store.unit(actor) as uow:
            if uow.hold_if_free(due.case_id) is not None:
                postpone(uow, due, type(error).__name__)
        return False


def _fire_instance(uow: UnitOfWork, due: Due) -> bool:
    table = tables.instance
    next_due = uow.connection.scalar(
        select(table.c.next_due).where(table.c.office_id == due.office_id, table.c.id == due.id)
    )
    if next_due is None or next_due > uow.now:
        return False
    # A worker that was away comes late; what the timer starts counts from when it was due.
    fell_due_on = next_due.astimezone(OFFICE_TIME).date()
    step = open_step(uow, due.id, EFFECTS, happened_on=fell_due_on)
    step.is_by_hand = False
    if step.state is None:
        raise NotFound
    run = runtime.fire_timers(step.edition, step.state, step, uow.now)
    record_run(step, run, {"kind": "timer"})
    return True


def _fire_timer(uow: UnitOfWork, due: Due) -> bool:
    table = tables.timer
    row = uow.connection.execute(
        select(table).where(table.c.office_id == due.office_id, table.c.id == due.id)
    ).one_or_none()
    if row is None or row.due_at > uow.now:
        return False
    if row.kind == FOLLOW_UP:
        _tell_holder(uow, row.case_id, row.id)
    else:
        _ring(uow, row.kind, get_deadline(uow, row.deadline_id))
    uow.connection.execute(
        delete(table).where(table.c.office_id == due.office_id, table.c.id == due.id)
    )
    return True


def _ring(uow: UnitOfWork, kind: str, deadline: Deadline) -> None:
    if kind == REMINDER and deadline.status in OPEN_STATES:
        _remind(uow, deadline)
    elif kind != REMINDER and deadline.status == RUNNING:
        breach(uow, deadline)


def _tell_holder(uow: UnitOfWork, case_id: UUID, follow_up_id: UUID) -> None:
    """Tell who follows something up that its day has come; of nobody's, the officers who may."""
    found = get_follow_up(uow, case_id, follow_up_id)
    if not found.is_open:
        return
    told = {found.holder_id} if found.holder_id else followers(uow, case_id)
    notify(uow, told, NoticeKind.FOLLOW_UP_DUE, case_id=case_id)


def _remind(uow: UnitOfWork, deadline: Deadline) -> None:
    """Tell who works under this clock; of what nobody has claimed, all who may claim it."""
    append(
        uow,
        deadline.case_id,
        EventKind.REMINDER_GIVEN,
        {"deadline": str(deadline.id), "name": deadline.name},
        instance_id=deadline.instance_id,
    )
    settings = settings_in_force(uow, uow.today)
    for item in open_items_of(uow, deadline.case_id, deadline.instance_id):
        if item.scope != deadline.scope or deadline.name not in clock_names(uow, item):
            continue
        people: set[UUID | None] = {item.assignee_id}
        for queue in queues_of(uow, item.id):
            people |= members_of_queue(uow, settings, deadline.case_id, queue)
        told = [person_id for person_id in people if person_id]
        notify(uow, told, NoticeKind.REMINDED, case_id=deadline.case_id, work_item_id=item.id)
        if committee_queue(deadline.case_id) in item.groups:
            tell_undeclared(uow, deadline.case_id)


def _postpone_instance(uow: UnitOfWork, due: Due, message: str) -> None:
    """Put off what is still due: between the failure and this, another worker may have done it."""
    table = tables.instance
    here = (table.c.office_id == due.office_id) & (table.c.id == due.id)
    failures = uow.connection.scalar(
        select(table.c.failures).where(here, table.c.next_due <= uow.now)
    )
    if failures is None:
        return
    retry_at = _retry_at(uow, failures)
    uow.connection.execute(
        update(table).where(here).values(failures=failures + 1, next_due=retry_at)
    )
    if retry_at is None:
        record_incident(uow, due.case_id, due.id, "timer", message)


def _postpone_timer(uow: UnitOfWork, due: Due, message: str) -> None:
    table = tables.timer
    here = (table.c.office_id == due.office_id) & (table.c.id == due.id)
    failures = uow.connection.scalar(
        select(table.c.failures).where(here, table.c.due_at <= uow.now)
    )
    if failures is None:
        return
    retry_at = _retry_at(uow, failures)
    changed = {"parked_at": uow.now} if retry_at is None else {"due_at": retry_at}
    uow.connection.execute(update(table).where(here).values(failures=failures + 1, **changed))
    if retry_at is None:
        record_incident(uow, due.case_id, None, "reminder", message)


def _retry_at(uow: UnitOfWork, failures: int) -> datetime | None:
    """Return when to try again after so many earlier failures; None when it was the last try."""
    return uow.now + RETRY_AFTER[failures] if failures < len(RETRY_AFTER) else None


def record_incident(
    uow: UnitOfWork, case_id: UUID, instance_id: UUID | None, kind: str, message: str
) -> None:
    """Park something that failed where a person will see it. The message names no content."""
    uow.connection.execute(
        insert(tables.incident).values(
            office_id=uow.actor.office_id,
            id=uuid4(),
            case_id=case_id,
            instance_id=instance_id,
            kind=kind,
            message=message[:500],
            occurred_at=uow.now,
        )
    )
