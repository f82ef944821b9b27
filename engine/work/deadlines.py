"""Deadline rows: reckoned when a step opens, shown, explained, and read by the timers.

A deadline is met by the step after which nobody works under it any more: the
first notice by its dispatch, not by its draft.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, bindparam, select, text

from engine.bpmn.system_step import Scope
from engine.errors import NotFound
from engine.journal.canonical import canonical_bytes
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.office.deadlines import (
    UNIT_CONTACT,
    DeadlineRule,
    Reckoning,
    StartEvent,
    breach_instant,
    reckon,
)
from engine.office.moved_deadlines import SourceDay, lead
from engine.store import tables
from engine.store.rows import delete_rows, find_row, insert_row, insert_rows, update_rows
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings
from engine.work.variables import scope_key

RUNNING, MET, BREACHED, ENDED = "running", "met", "breached", "ended"
# Stands still while an outside body has the matter.
PAUSED = "paused"
# Still to be met, whether late or not.
OPEN_STATES = (RUNNING, BREACHED, PAUSED)

REMINDER, BREACH = "reminder", "breach"
# The status of a run that was ended where it stood.
_CUT_OFF = "cancelled"

_CLOCK = tables.deadline.c
_OPEN_CLOCKS = (
    select(tables.deadline)
    .where(
        _CLOCK.office_id == bindparam("office_id"),
        _CLOCK.instance_id == bindparam("instance_id"),
        # As the partial index has it: a parameter would keep it from being used.
        text("status IN ('running', 'breached', 'paused')"),
    )
    .order_by(_CLOCK.id)
)
_LAST_CLOCK = (
    select(tables.deadline)
    .where(
        _CLOCK.office_id == bindparam("office_id"),
        _CLOCK.instance_id == bindparam("instance_id"),
        _CLOCK.name == bindparam("name"),
        _CLOCK.scope == bindparam("scope"),
    )
    .order_by(_CLOCK.round.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Deadline:
    id: UUID
    case_id: UUID
    instance_id: UUID
    name: str
    scope: str
    round: int
    reckoning: Reckoning
    effective_on: date
    status: str
    met_on: date | None
    paused_on: date | None = None
    # Taken over from the process that the case was in before it was transferred.
    is_carried: bool = False

    @property
    def is_paused(self) -> bool:
        return self.status == PAUSED


def deadline_names(properties: dict[str, str] | Any) -> tuple[str, ...]:
    """Return the clocks that a step may run under: the ``deadline`` property lists their names.

    A step with ``until_contact`` lies before a unit has the case, or is what gives it to one.
    """
    named = tuple(properties.get("deadline", "").split())
    return (*named, UNIT_CONTACT) if properties.get("until_contact") == "true" else named


def ensure_deadline(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case_id: UUID,
    instance_id: UUID,
    scope: Scope,
    name: str,
    *,
    received_on: date,
    happened_on: date,
    suspended_on: date | None = None,
    source: SourceDay | None = None,
) -> Deadline | None:
    """Return the clock of this name that runs in the scope, started now if none does.

    None when the office has set no such deadline. ``happened_on`` is the day of
    what opened the step: a deadline counts from what happened, not from when it
    was typed. Of a case that is suspended since ``suspended_on`` one that pauses has
    run until that day. The day of an agency, ``source``, leads where it comes first.
    """
    where = scope_key(scope)
    last = _find_last(uow, instance_id, name, where)
    if last is not None and last.status in OPEN_STATES:
        return last
    rule = settings.profile.find_deadline(name)
    if rule is None or (last is None and _was_met_before(uow, case_id, rule, where)):
        return None
    start_on = received_on if rule.start_event is StartEvent.RECEIVED else happened_on
    own = reckon(rule, start_on, settings.calendar)
    reckoning = lead(own, source, settings.calendar)
    deadline_id = uuid4()
    append(
        uow,
        case_id,
        EventKind.DEADLINE_STARTED,
        {
            "deadline": str(deadline_id),
            "name": name,
            "scope": where,
            "round": last.round + 1 if last else 1,
            "reckoning": reckoning.as_json(),
        },
        instance_id=instance_id,
        occurred_on=start_on,
    )
    last_ran_on = last_running_day(reckoning, suspended_on) if suspended_on else None
    if last_ran_on is not None:
        content = {"deadline": str(deadline_id), "name": name, "items": []}
        append(
            uow,
            case_id,
            EventKind.DEADLINE_PAUSED,
            content,
            instance_id=instance_id,
            occurred_on=last_ran_on,
        )
    else:
        set_timers(uow, case_id, deadline_id, reckoning)
    return get_deadline(uow, deadline_id)


def _was_met_before(uow: UnitOfWork, case_id: UUID, rule: DeadlineRule, scope: str) -> bool:
    """Tell whether a process from which the case was transferred has met this clock for good.

    What counts from the day of receipt would begin again as it began then, and be broken now.
    """
    if rule.start_event is not StartEvent.RECEIVED:
        return False
    table = tables.instance
    found = uow.connection.scalar(
        select(_CLOCK.id)
        .join(table, and_(table.c.office_id == _CLOCK.office_id, table.c.id == _CLOCK.instance_id))
        .where(
            _of_case(uow, case_id),
            _CLOCK.name == rule.name,
            _CLOCK.scope == scope,
            _CLOCK.status == MET,
            table.c.status == _CUT_OFF,
        )
        .limit(1)
    )
    return found is not None


def last_running_day(reckoning: Reckoning, suspended_on: date) -> date | None:
    """Return the last day a clock runs when its case is suspended on a day.

    None where it goes on: the office lets it not pause, no day of it is left, or the day of
    an agency that sent the case leads it, which does not wait for the outside body.
    """
    last_on = max(suspended_on, reckoning.start_on)
    stops = reckoning.rule.pauses and reckoning.lead is None
    return last_on if stops and last_on < reckoning.effective_on else None


def set_timers(uow: UnitOfWork, case_id: UUID, deadline_id: UUID, reckoning: Reckoning) -> None:
    """Set the reminders that are still to come, and the breach."""
    moments = [(REMINDER, at) for at in reckoning.reminders if at > uow.now]
    moments.append((BREACH, breach_instant(reckoning.effective_on)))
    insert_rows(
        uow.connection,
        tables.timer,
        [
            {
                "office_id": uow.actor.office_id,
                "id": uuid4(),
                "case_id": case_id,
                "deadline_id": deadline_id,
                "kind": kind,
                "due_at": at,
                "failures": 0,
            }
            for kind, at in moments
        ],
    )


def meet_deadlines(
    uow: UnitOfWork, case_id: UUID, which: Iterable[Deadline], *, met_on: date
) -> None:
    """Stop clocks. One that was breached before the outcome was recorded may turn out kept."""
    for deadline in which:
        # What stands still runs into no last day.
        late = met_on > deadline.effective_on and not deadline.is_paused
        kind = EventKind.DEADLINE_MET
        if deadline.status == BREACHED and not late:
            kind = EventKind.DEADLINE_OUTCOME_CORRECTED
        append(
            uow,
            case_id,
            kind,
            {"deadline": str(deadline.id), "name": deadline.name, "late": late, "met_on": met_on},
            instance_id=deadline.instance_id,
            occurred_on=met_on,
        )
        drop_timers(uow, deadline.id)


def end_deadlines(uow: UnitOfWork, case_id: UUID, which: Iterable[Deadline]) -> None:
    """Stop clocks whose steps were cancelled: neither kept nor broken."""
    for deadline in which:
        append(
            uow,
            case_id,
            EventKind.DEADLINE_ENDED,
            {"deadline": str(deadline.id), "name": deadline.name},
            instance_id=deadline.instance_id,
        )
        drop_timers(uow, deadline.id)


def carry_deadlines(
    uow: UnitOfWork, case_id: UUID, instance_id: UUID, which: Iterable[Deadline]
) -> None:
    """Let clocks of another process run on, as they are, under the one that takes over."""
    for deadline in which:
        append(
            uow,
            case_id,
            EventKind.DEADLINE_CARRIED,
            {"deadline": str(deadline.id), "name": deadline.name},
            instance_id=instance_id,
        )


def breach(uow: UnitOfWork, deadline: Deadline) -> None:
    append(
        uow,
        deadline.case_id,
        EventKind.DEADLINE_BREACHED,
        {"deadline": str(deadline.id), "name": deadline.name},
        instance_id=deadline.instance_id,
    )


def drop_timers(uow: UnitOfWork, deadline_id: UUID) -> None:
    delete_rows(
        uow.connection, tables.timer, office_id=uow.actor.office_id, deadline_id=deadline_id
    )


def open_deadlines_of(uow: UnitOfWork, instance_id: UUID) -> list[Deadline]:
    """Return the clocks of an instance that are still to be met, however many it had before."""
    rows = uow.connection.execute(
        _OPEN_CLOCKS, {"office_id": uow.actor.office_id, "instance_id": instance_id}
    ).all()
    return [_deadline(row) for row in rows]


def _find_last(uow: UnitOfWork, instance_id: UUID, name: str, scope: str) -> Deadline | None:
    row = uow.connection.execute(
        _LAST_CLOCK,
        {
            "office_id": uow.actor.office_id,
            "instance_id": instance_id,
            "name": name,
            "scope": scope,
        },
    ).one_or_none()
    return _deadline(row) if row else None


def deadlines_of(uow: UnitOfWork, case_id: UUID) -> list[Deadline]:
    """Return every deadline that a case ever had, oldest first."""
    rows = uow.connection.execute(
        select(tables.deadline)
        .where(_of_case(uow, case_id))
        .order_by(_CLOCK.start_on, _CLOCK.round, _CLOCK.id)
    ).all()
    return [_deadline(row) for row in rows]


def open_deadlines_of_case(uow: UnitOfWork, case_id: UUID) -> list[Deadline]:
    """Return the clocks of a case that are still to be met, whichever of its runs they are of."""
    rows = uow.connection.execute(
        select(tables.deadline)
        .where(_of_case(uow, case_id), _CLOCK.status.in_(OPEN_STATES))
        .order_by(_CLOCK.start_on, _CLOCK.round, _CLOCK.id)
    ).all()
    return [_deadline(row) for row in rows]


def newest_past_deadlines(uow: UnitOfWork, case_id: UUID, limit: int) -> list[Deadline]:
    """Return the clocks of a case that are no longer counted, those that fell due last first."""
    rows = uow.connection.execute(
        select(tables.deadline)
        .where(_of_case(uow, case_id), _CLOCK.status.not_in(OPEN_STATES))
        .order_by(_CLOCK.effective_on.desc(), _CLOCK.start_on, _CLOCK.round, _CLOCK.id)
        .limit(limit)
    ).all()
    return [_deadline(row) for row in rows]


def find_deadlines(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Deadline]:
    """Return those of these ids that the office has."""
    if not ids:
        return {}
    rows = uow.connection.execute(
        select(tables.deadline).where(
            _CLOCK.office_id == uow.actor.office_id, _CLOCK.id.in_(sorted(ids))
        )
    )
    return {row.id: _deadline(row) for row in rows}


def _of_case(uow: UnitOfWork, case_id: UUID) -> ColumnElement[bool]:
    return and_(_CLOCK.office_id == uow.actor.office_id, _CLOCK.case_id == case_id)


def get_deadline(uow: UnitOfWork, deadline_id: UUID) -> Deadline:
    row = find_row(uow.connection, tables.deadline, office_id=uow.actor.office_id, id=deadline_id)
    if row is None:
        raise NotFound
    return _deadline(row)


def breach_moment(deadline: Deadline) -> datetime:
    return breach_instant(deadline.effective_on)


def _deadline(row: Any) -> Deadline:
    return Deadline(
        id=row.id,
        case_id=row.case_id,
        instance_id=row.instance_id,
        name=row.name,
        scope=row.scope,
        round=row.round,
        reckoning=Reckoning.from_json(json.loads(row.reckoning)),
        effective_on=row.effective_on,
        status=row.status,
        met_on=row.met_on,
        paused_on=row.paused_on,
        is_carried=row.is_carried,
    )


def _started(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    reckoning = content["reckoning"]
    insert_row(
        uow.connection,
        tables.deadline,
        office_id=event.office_id,
        id=UUID(content["deadline"]),
        case_id=event.stream_id,
        instance_id=event.instance_id,
        name=content["name"],
        scope=content["scope"],
        round=content["round"],
        start_event=reckoning["rule"]["start_event"],
        start_on=date.fromisoformat(reckoning["start_on"]),
        reckoning=canonical_bytes(reckoning),
        raw_on=date.fromisoformat(reckoning["raw_on"]),
        effective_on=date.fromisoformat(reckoning["effective_on"]),
        status=RUNNING,
        is_carried=False,
    )


def _met(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, status=MET, met_on=date.fromisoformat(event.content["met_on"]))


def _breached(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, status=BREACHED)


def _ended(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, status=ENDED)


def _carried(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, instance_id=event.instance_id, is_carried=True)


def _paused(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, status=PAUSED, paused_on=event.occurred_on)


def _moved(uow: UnitOfWork, event: Event) -> None:
    reckoning = event.content["reckoning"]
    _set(
        uow,
        event,
        status=RUNNING,
        paused_on=None,
        reckoning=canonical_bytes(reckoning),
        effective_on=date.fromisoformat(reckoning["effective_on"]),
    )


def _set(uow: UnitOfWork, event: Event, **columns: Any) -> None:
    key = {"office_id": event.office_id, "id": UUID(event.content["deadline"])}
    update_rows(uow.connection, tables.deadline, key, **columns)


FOLDS = {
    EventKind.DEADLINE_STARTED: _started,
    EventKind.DEADLINE_MET: _met,
    EventKind.DEADLINE_OUTCOME_CORRECTED: _met,
    EventKind.DEADLINE_BREACHED: _breached,
    EventKind.DEADLINE_ENDED: _ended,
    EventKind.DEADLINE_PAUSED: _paused,
    EventKind.DEADLINE_RESUMED: _moved,
    EventKind.DEADLINE_EXTENDED: _moved,
    EventKind.DEADLINE_LED: _moved,
    EventKind.DEADLINE_CARRIED: _carried,
}
