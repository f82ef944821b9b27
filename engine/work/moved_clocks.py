"""Clocks that stand still, go on, get more days or are led, and all that hangs on them.

The row of a deadline is the truth: its reminders, the due days of its steps and the timers of
the diagram that ask for it follow in the same unit. The day of an agency that sent the case
holds whatever the office does: a clock that it leads does not stand still, one that counts on
after a pause ends on it at the latest, and no order goes past it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.bpmn import runtime
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.runs import ArmedTimer
from engine.cases.parties import parties_of
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office import moved_deadlines
from engine.office.calendar import Calendar
from engine.office.deadlines import Reckoning, breach_instant
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.sources import source_day
from engine.work.deadlines import (
    BREACHED,
    RUNNING,
    Deadline,
    deadline_names,
    drop_timers,
    get_deadline,
    last_running_day,
    open_deadlines_of,
    open_deadlines_of_case,
    set_timers,
)
from engine.work.offices.settings import OfficeSettings
from engine.work.stepping import RUNNING as GOING_ON
from engine.work.stepping import open_step, record_run
from engine.work.system_steps import EFFECTS
from engine.work.variables import scope_key
from engine.work.work_items import WorkItem, open_items_of


def pause_clocks(uow: UnitOfWork, case_id: UUID, *, on: date) -> None:
    """Let every clock stand still that the office lets pause and that is not at its end."""
    for deadline in open_deadlines_of_case(uow, case_id):
        _pause(uow, deadline, on)
    _move_timers(uow, case_id, "suspended", on)


def resume_clocks(
    uow: UnitOfWork, case_id: UUID, *, on: date, calendar: Calendar, cited: str
) -> None:
    """Count on what was left of every clock that stands still; ``cited`` had the matter."""
    for deadline in open_deadlines_of_case(uow, case_id):
        if deadline.paused_on is None:
            continue
        moved = moved_deadlines.resume(
            deadline.reckoning,
            on=deadline.paused_on,
            until=max(on, deadline.paused_on),
            calendar=calendar,
            cited=cited,
        )
        source = source_day(parties_of(uow, case_id), deadline.scope)
        led = moved_deadlines.lead(moved, source, calendar)
        _move(uow, EventKind.DEADLINE_RESUMED, deadline, led, {}, occurred_on=on)
    _move_timers(uow, case_id, "resumed", on)


def extend_clock(
    uow: UnitOfWork, deadline: Deadline, moved: Reckoning, said: Mapping[str, str], *, on: date
) -> None:
    """Give a clock another last day by order; ``said`` is the order and why."""
    _move(uow, EventKind.DEADLINE_EXTENDED, deadline, moved, said, occurred_on=on)
    _move_timers(uow, deadline.case_id, "extended", on)


def lead_clocks(uow: UnitOfWork, case_id: UUID, *, on: date, settings: OfficeSettings) -> None:
    """Let the days lead that the agencies of a case have set by now, or lead no longer.

    One that stands still asks for them when it counts on. One that was breached stays so
    unless its new last day is still to come. What an agency led and now leads no more stands
    still with the others while the case waits for an outside body.
    """
    parties, suspended_on = parties_of(uow, case_id), get_case(uow, case_id).suspended_on
    has_moved = False
    for deadline in open_deadlines_of_case(uow, case_id):
        source = source_day(parties, deadline.scope)
        moved = moved_deadlines.lead(deadline.reckoning, source, settings.calendar)
        is_gone = deadline.status == BREACHED and moved.effective_on < uow.today
        if deadline.is_paused or is_gone or moved == deadline.reckoning:
            continue
        _move(uow, EventKind.DEADLINE_LED, deadline, moved, {}, occurred_on=on)
        if suspended_on is not None:
            _pause(uow, get_deadline(uow, deadline.id), max(suspended_on, on))
        has_moved = True
    if has_moved:
        _move_timers(uow, case_id, "led", on)


def due_of(
    armed: Iterable[ArmedTimer], stand: Mapping[tuple[str, str], date | None]
) -> dict[UUID, datetime | None]:
    """Return when armed timers are due by where their clocks stand, by name and scope word.

    None silences a timer: its clock stands still.
    """
    found: dict[UUID, datetime | None] = {}
    for timer in armed:
        key = (timer.deadline or "", scope_key(timer.scope))
        if key in stand:
            last_on = stand[key]
            found[timer.task_id] = None if last_on is None else breach_instant(last_on)
    return found


def clock_names(uow: UnitOfWork, item: WorkItem) -> tuple[str, ...]:
    """Return the names of the clocks that an open step runs under."""
    blueprint = blueprint_of(get_edition(uow, item.edition))
    return deadline_names(blueprint.processes[item.process_id].elements[item.element].properties)


def _pause(uow: UnitOfWork, deadline: Deadline, on: date) -> None:
    last_ran_on = last_running_day(deadline.reckoning, on)
    if deadline.status == RUNNING and last_ran_on is not None:
        _tell(uow, EventKind.DEADLINE_PAUSED, deadline, None, {}, occurred_on=last_ran_on)
        drop_timers(uow, deadline.id)


def _move(
    uow: UnitOfWork,
    kind: EventKind,
    deadline: Deadline,
    moved: Reckoning,
    said: Mapping[str, Any],
    *,
    occurred_on: date,
) -> None:
    content = {**said, "reckoning": moved.as_json()}
    _tell(uow, kind, deadline, moved.effective_on, content, occurred_on=occurred_on)
    drop_timers(uow, deadline.id)
    set_timers(uow, deadline.case_id, deadline.id, moved)


def _tell(
    uow: UnitOfWork,
    kind: EventKind,
    deadline: Deadline,
    last_on: date | None,
    said: Mapping[str, Any],
    *,
    occurred_on: date,
) -> None:
    append(
        uow,
        deadline.case_id,
        kind,
        {
            "deadline": str(deadline.id),
            "name": deadline.name,
            "items": _items_due(uow, deadline, last_on),
            **said,
        },
        instance_id=deadline.instance_id,
        occurred_on=occurred_on,
    )


def _items_due(
    uow: UnitOfWork, moved: Deadline, last_on: date | None
) -> list[dict[str, str | date | None]]:
    """Return the open steps under a clock, with the day each is due once the clock has moved."""
    ends = _ends(open_deadlines_of(uow, moved.instance_id))
    ends[moved.name, moved.scope] = last_on
    found: list[dict[str, str | date | None]] = []
    for item in open_items_of(uow, moved.case_id, moved.instance_id):
        names = clock_names(uow, item)
        if item.scope == moved.scope and moved.name in names:
            days = [day for name in names if (day := ends.get((name, item.scope)))]
            found.append({"work_item": str(item.id), "due_on": min(days) if days else None})
    return found


def _move_timers(uow: UnitOfWork, case_id: UUID, cause: str, happened_on: date) -> None:
    """Let the timers of the case's diagrams follow their clocks; one that rang stays as it is."""
    table = tables.instance
    ids = uow.connection.scalars(
        select(table.c.id)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.status == GOING_ON,
        )
        .order_by(table.c.started_at, table.c.id)
    ).all()
    for instance_id in ids:
        step = open_step(uow, instance_id, EFFECTS, happened_on=happened_on)
        assert step.state is not None  # noqa: S101 (open_step refuses an ended instance)
        clocks = [one for one in open_deadlines_of(uow, instance_id) if one.status != BREACHED]
        armed = runtime.rearm(step.edition, step.state, {}, uow.now).armed
        due = due_of(armed, _ends(clocks))
        if due:
            run = runtime.rearm(step.edition, step.state, due, uow.now)
            record_run(step, run, {"kind": cause})


def _ends(clocks: Iterable[Deadline]) -> dict[tuple[str, str], date | None]:
    return {
        (clock.name, clock.scope): None if clock.is_paused else clock.effective_on
        for clock in clocks
    }
