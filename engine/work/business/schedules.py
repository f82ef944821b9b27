"""Starts by the calendar (งานตามรอบ): each turn of a cycle begins once, on one of many workers.

A process whose start has the timer ``cycle("name")`` begins on the days of that cycle in the
profile of each office that runs it. The row of the turn and its case are one unit. What could
not be started is tried again after a while, and after the last try is left for a person, who
starts it by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.errors import Busy, ConcurrentUpdate, NotFound, Unavailable
from engine.office.cycles import CatchUp, Cycle, Occurrence, covered_by, occurrences
from engine.office.fiscal_year import Period
from engine.store import tables
from engine.store.rows import find_row_locked, insert_row, update_rows
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store, UnitOfWork
from engine.work.business.starting import TimedProcess, begin_business, timed_processes
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.timers import RETRY_AFTER

# After a longer absence than this nothing is made up for.
LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True)
class Turn:
    """A turn whose time has come."""

    office_id: UUID
    process_id: str
    slot: str
    begins_on: date
    due_at: datetime
    span: Period

    @property
    def id(self) -> str:
        return f"{self.process_id} {self.slot}"

    @property
    def key(self) -> dict[str, Any]:
        return {
            "office_id": self.office_id,
            "process_id": self.process_id,
            "slot_key": self.slot,
        }


def due_turns(store: Store) -> list[Turn]:
    """Return what is to be started now, in all offices."""
    with store.database.reading() as connection:
        offices = list(connection.scalars(select(tables.office.c.id)))
    return [turn for office_id in offices for turn in _due_in(store, office_id)]


def _due_in(store: Store, office_id: UUID) -> list[Turn]:
    with store.reading(Actor(office_id, None, "schedule")) as uow:
        try:
            settings = settings_in_force(uow, uow.today)
        except NotFound:
            return []
        return [
            turn
            for process in timed_processes(uow, settings)
            if process.cycle is not None and process.lacks is None
            for turn in _turns(uow, settings, process, process.cycle)
        ]


def _turns(
    uow: UnitOfWork, settings: OfficeSettings, process: TimedProcess, cycle: Cycle
) -> Iterator[Turn]:
    rows = _rows(uow, process.process_id)
    # Nothing is made up for that fell due before the office had the process.
    since = max(_first_published_on(uow, process), uow.today - LONGEST_ABSENCE)
    found = occurrences(cycle, since - timedelta(days=1), uow.today, settings.calendar)
    come = [each for each in found if _due_at(cycle, each) <= uow.now]
    for each in _caught_up(cycle, come, uow.today):
        row = rows.get(each.slot)
        if row is None or (row.retry_at is not None and row.retry_at <= uow.now):
            yield Turn(
                uow.actor.office_id,
                process.process_id,
                each.slot,
                each.begins_on,
                _due_at(cycle, each),
                covered_by(cycle.covers, each.nominal_on),
            )


def _caught_up(cycle: Cycle, come: Sequence[Occurrence], today: date) -> Sequence[Occurrence]:
    """Return which of the turns that have come are begun, should they not have begun yet."""
    if cycle.catch_up is CatchUp.EACH:
        return come
    latest = come[-1:]
    return (
        latest
        if cycle.catch_up is CatchUp.LATEST or (latest and latest[0].begins_on == today)
        else ()
    )


def _rows(uow: UnitOfWork, process_id: str) -> dict[str, Any]:
    """Return the rows of the turns of a process by slot, as far back as any is made up for."""
    table = tables.schedule
    rows = uow.connection.execute(
        select(table).where(
            table.c.office_id == uow.actor.office_id,
            table.c.process_id == process_id,
            table.c.due_at > uow.now - 2 * LONGEST_ABSENCE,
        )
    )
    return {row.slot_key: row for row in rows}


def _first_published_on(uow: UnitOfWork, process: TimedProcess) -> date:
    """Return the day on which the first edition of the process came into use."""
    table = tables.definition_edition
    first = uow.connection.scalar(
        select(table.c.published_at)
        .where(table.c.definition_id == process.adoption.definition_id)
        .order_by(table.c.number)
        .limit(1)
    )
    return first.astimezone(OFFICE_TIME).date() if first else uow.today


def _due_at(cycle: Cycle, turn: Occurrence) -> datetime:
    return datetime.combine(turn.begins_on, cycle.at, OFFICE_TIME)


def start_turn(store: Store, turn: Turn) -> bool:
    """Start one turn; False when another worker was first, or it failed."""
    actor = Actor(turn.office_id, None, "schedule")
    try:
        with store.unit(actor) as uow:
            return _begin(uow, turn)
    except (Busy, ConcurrentUpdate):
        # Another worker was first, or the database had no turn for us: it is still due.
        return False
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001 (whatever it was must not stop the other offices)
        with store.unit(actor) as uow:
            _note_failure(uow, turn)
        return False


def _begin(uow: UnitOfWork, turn: Turn) -> bool:
    # Of two workers with a new turn the second waits at this row, and is refused by its key.
    row = find_row_locked(uow.connection, tables.schedule, **turn.key)
    if row is None:
        insert_row(uow.connection, tables.schedule, **turn.key, due_at=turn.due_at, failures=0)
    elif row.retry_at is None:
        return False
    case_id = begin_business(uow, turn.process_id, turn.span, begins_on=turn.begins_on)
    update_rows(uow.connection, tables.schedule, turn.key, case_id=case_id, retry_at=None)
    return True


def _note_failure(uow: UnitOfWork, turn: Turn) -> None:
    """Set a later try; after the last of them none is left, and the turn stands as failed."""
    row = find_row_locked(uow.connection, tables.schedule, **turn.key)
    if row is not None and row.retry_at is None:
        return
    failures = (row.failures if row else 0) + 1
    is_last = failures > len(RETRY_AFTER)
    retry_at = None if is_last else uow.now + RETRY_AFTER[failures - 1]
    if row is None:
        insert_row(
            uow.connection,
            tables.schedule,
            **turn.key,
            due_at=turn.due_at,
            failures=failures,
            retry_at=retry_at,
        )
    else:
        update_rows(uow.connection, tables.schedule, turn.key, failures=failures, retry_at=retry_at)
