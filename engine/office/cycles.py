"""Office business that returns by the calendar: monthly reports, half-yearly memos, checks."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from engine.errors import EngineError, Sentence
from engine.office.calendar import Calendar

_MONTHS = range(1, 13)
_LAST_DAY = 31


class CycleEvery(StrEnum):
    WORKING_DAY = "working_day"
    MONTH = "month"


class CatchUp(StrEnum):
    """What is done about times that passed while nobody ran the schedule."""

    EACH = "each"
    LATEST = "latest"
    NONE = "none"


class CycleInvalid(EngineError):
    """The keys of a cycle contradict each other."""


@dataclass(frozen=True)
class Cycle:
    """When one kind of office business begins.

    Every working day; or on ``day`` of each of ``months`` (none given: of every month; a day
    that a month lacks is its last), moved ``working_days_before`` it and then, if the office is
    closed, to the next working day. ``at`` is the office's clock.
    """

    name: str = field(metadata={"table_key": True})
    title: Sentence
    every: CycleEvery
    citation: Sentence
    months: tuple[int, ...] = ()
    day: int | None = None
    working_days_before: int = 0
    at: time = time(8, 30)
    catch_up: CatchUp = CatchUp.LATEST

    def __post_init__(self) -> None:
        monthly = self.every is CycleEvery.MONTH
        dated = self.day is not None or bool(self.months) or self.working_days_before != 0
        if monthly != (self.day is not None) or (not monthly and dated):
            raise CycleInvalid(
                Sentence("day ใช้กับ every = month และต้องมี", "day goes with every = month, always.")
            )
        day_exists = self.day is None or 1 <= self.day <= _LAST_DAY
        in_range = set(self.months) <= set(_MONTHS) and day_exists
        if not in_range or not 0 <= self.working_days_before <= _LAST_DAY:
            raise CycleInvalid(
                Sentence(
                    "months มีค่า 1 ถึง 12 day 1 ถึง 31 working_days_before 0 ถึง 31",
                    "months are 1 to 12, day 1 to 31, working_days_before 0 to 31.",
                )
            )


def occurrences(cycle: Cycle, after: date, until: date, calendar: Calendar) -> tuple[date, ...]:
    """Return the days after *after* and up to *until* on which *cycle* begins, in order."""
    if cycle.every is CycleEvery.WORKING_DAY:
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return tuple(day for day in days if calendar.is_working_day(day))
    found = {_moved(cycle, day, calendar) for day in _dates(cycle, after, until)}
    return tuple(sorted(day for day in found if after < day <= until))


def _dates(cycle: Cycle, after: date, until: date) -> Iterator[date]:
    """Yield the nominal days; from a year around, since moving may carry one into the span."""
    for year in range(max(after.year - 1, date.min.year), min(until.year + 1, date.max.year) + 1):
        for month in cycle.months or _MONTHS:
            yield date(year, month, min(cycle.day or 1, monthrange(year, month)[1]))


def _moved(cycle: Cycle, day: date, calendar: Calendar) -> date:
    if cycle.working_days_before:
        return calendar.add_working_days(day, -cycle.working_days_before)
    return calendar.working_day_on_or_after(day)
