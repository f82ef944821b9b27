"""Timers: reading ISO 8601 times, and the engine's timer events on the unit's own clock.

SpiffWorkflow's own definitions read the machine's clock, fire one instant too late (``<``), loop
month by month over absurd durations and lose themselves in ``R/PT0S``. These replace them.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
)
from SpiffWorkflow.util.task import TaskState

from engine.feel.values import YearsMonths

OFFICE_TIME: Final = ZoneInfo("Asia/Bangkok")
SHORTEST_CYCLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=366 * 100)
FOR_EVER: Final = -1

ISO_LITERAL: Final = re.compile(r"(?:R\d*/.+|P[\dT].*|\d{4}-\d\d-\d\d(?:T.*)?)\Z")
"""A timer text that stands for itself; everything else is FEEL."""

_NAMED_CYCLE: Final = re.compile(r'=?\s*cycle\(\s*"([a-z][a-z0-9_]*)"\s*\)')

_DURATION: Final = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?\Z"
)
_CYCLE: Final = re.compile(r"R(\d{0,6})/(?:(\d{4}-[^/]+)/)?(P[^/]+)\Z")


def named_cycle(text: str) -> str | None:
    """Return the cycle of the office's profile that the timer of a start names."""
    found = _NAMED_CYCLE.fullmatch(text.strip())
    return found[1] if found else None


class TimerInvalid(ValueError):
    """The text or value is no time that a timer can wait for."""


@dataclass(frozen=True)
class Duration:
    """Calendar months and a fixed length; a month ends where the shorter month ends."""

    months: int
    fixed: timedelta

    def after(self, start: datetime) -> datetime:
        local = start.astimezone(OFFICE_TIME)
        years, month = divmod(local.month - 1 + self.months, 12)
        year = local.year + years
        day = min(local.day, monthrange(year, month + 1)[1])
        return (local.replace(year=year, month=month + 1, day=day) + self.fixed).astimezone(UTC)


@dataclass(frozen=True)
class Timing:
    """When a timer is due next (UTC; None: never) and, for a cycle, how it goes on."""

    due: datetime | None
    every: str | None = None
    left: int = 1

    def next(self) -> "Timing":
        if self.due is None or self.every is None or self.left == 1:
            return Timing(None, self.every, 0)
        left = self.left if self.left == FOR_EVER else self.left - 1
        return Timing(parse_duration(self.every).after(self.due), self.every, left)


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration in whole numbers; raises TimerInvalid above a hundred years."""
    match = _DURATION.match(text)
    if match is None or not any(match.groups()) or text.endswith("T"):
        raise TimerInvalid(f"not an ISO 8601 duration: {text[:40]}")
    years, months, weeks, days, hours, minutes, seconds = (
        int(part or 0) for part in match.groups()
    )
    try:
        fixed = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError as error:
        raise TimerInvalid(f"longer than a hundred years: {text[:40]}") from error
    return _within_reach(Duration(years * 12 + months, fixed))


def _within_reach(duration: Duration) -> Duration:
    if abs(duration.fixed) + timedelta(days=31 * abs(duration.months)) > LONGEST:
        raise TimerInvalid("longer than a hundred years")
    return duration


def parse_instant(value: object) -> datetime:
    """Read a moment: an aware datetime, a date (00:00 in the office) or either as ISO text."""
    if isinstance(value, str):
        return parse_instant(_moment(value))
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TimerInvalid("a time without a time zone")
        return value.astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), OFFICE_TIME).astimezone(UTC)
    raise TimerInvalid(f"not a time: {value!r}"[:80])


def _moment(text: str) -> date:
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimerInvalid(f"not an ISO 8601 date: {text[:40]}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_TIME)


def due_at(value: object) -> Timing:
    return Timing(None if value is None else parse_instant(value))


def due_after(value: object, now: datetime) -> Timing:
    if value is None:
        return Timing(None)
    if isinstance(value, timedelta):
        if abs(value) > LONGEST:
            raise TimerInvalid("longer than a hundred years")
        return Timing((now + value).astimezone(UTC))
    if isinstance(value, YearsMonths):
        return Timing(_within_reach(Duration(value.months, timedelta())).after(now))
    if isinstance(value, str):
        return Timing(parse_duration(value).after(now))
    raise TimerInvalid(f"not a duration: {value!r}"[:80])


def due_every(value: object, now: datetime) -> Timing:
    if value is None:
        return Timing(None)
    match = _CYCLE.match(value) if isinstance(value, str) else None
    if match is None:
        raise TimerInvalid(f"not an ISO 8601 cycle: {value!r}"[:80])
    times, start, every = match.groups()
    first = parse_instant(start) if start else parse_duration(every).after(now)
    if parse_duration(every).after(now) - now < SHORTEST_CYCLE:
        raise TimerInvalid(f"a cycle shorter than an hour: {value}"[:80])
    if times == "0":
        return Timing(None, every, 0)
    return Timing(first, every, int(times) if times else FOR_EVER)


def timing_of(my_task: Any) -> Timing | None:
    """Return how an armed timer stands, None when it is not armed."""
    stored = my_task.internal_data.get("timer")
    if stored is None:
        return None
    due, every, left = stored
    return Timing(None if due is None else datetime.fromisoformat(due), every, left)


def set_timing(my_task: Any, timing: Timing) -> None:
    due = None if timing.due is None else timing.due.astimezone(UTC).isoformat()
    my_task.internal_data["timer"] = [due, timing.every, timing.left]


class _OwnClock:
    """What the three timer definitions share: armed once, due by the run's own ``now``."""

    expression: str

    def arm(self, my_task: Any) -> Timing:
        timing = timing_of(my_task)
        if timing is None:
            timing = my_task.workflow.script_engine.arm(my_task, self.expression, self)
            set_timing(my_task, timing)
        return timing

    def is_due(self, my_task: Any) -> bool:
        due = self.arm(my_task).due
        return due is not None and due <= my_task.workflow.script_engine.now

    def has_fired(self, my_task: Any) -> bool:
        return self.is_due(my_task)

    def reset(self, my_task: Any) -> None:
        """Nothing to reset: a fired timer's task is finished and never looked at again."""

    def read(self, value: object, now: datetime, /) -> Timing:
        raise NotImplementedError


def is_timer(spec: Any) -> bool:
    """Whether a task spec is an event that waits for a time."""
    return isinstance(getattr(spec, "event_definition", None), _OwnClock)


class DateTimer(_OwnClock, TimeDateEventDefinition):
    def read(self, value: object, _now: datetime) -> Timing:
        return due_at(value)


class DurationTimer(_OwnClock, DurationTimerEventDefinition):
    def read(self, value: object, now: datetime) -> Timing:
        return due_after(value, now)


class CycleTimer(_OwnClock, CycleTimerEventDefinition):
    """A boundary cycle: each time it is due it sends one token on and stays armed."""

    def read(self, value: object, now: datetime) -> Timing:
        return due_every(value, now)

    def has_fired(self, my_task: Any) -> bool:
        self.arm(my_task)
        return False

    def update_task(self, my_task: Any) -> None:
        if not self.is_due(my_task):
            return
        set_timing(my_task, self.arm(my_task).next())
        children = [
            my_task._add_child(output, TaskState.FUTURE)
            for output in my_task.task_spec.outputs
            # the join at the host's end waits for the host, not for each ring of the bell
            if not isinstance(output, BoundaryEventJoin)
        ]
        my_task.workflow.script_engine.completed(my_task)
        my_task.workflow.script_engine.left(my_task, children)
        for child in children:
            child.task_spec._predict(child, mask=TaskState.NOT_FINISHED_MASK)
            child.task_spec._update(child)
