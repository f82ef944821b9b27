"""Office business that returns by the calendar: monthly reports, half-yearly memos, checks."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from engine.errors import EngineError, Sentence
from engine.office.calendar import Calendar
from engine.office.fiscal_year import FiscalYear, Period

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


class Covers(StrEnum):
    """The span that a piece of business reports on, seen from the day of its cycle."""

    DAY = "day"
    MONTH_BEFORE = "month_before"
    QUARTER_BEFORE = "quarter_before"
    HALF_YEAR = "half_year"
    HALF_YEAR_BEFORE = "half_year_before"
    FISCAL_YEAR = "fiscal_year"
    FISCAL_YEAR_BEFORE = "fiscal_year_before"
    CALENDAR_YEAR_BEFORE = "calendar_year_before"


class CycleInvalid(EngineError):
    """The keys of a cycle contradict each other."""


@dataclass(frozen=True)
class Cycle:
    """When one kind of office business begins.

    Every working day; or on ``day`` of each of ``months`` (none given: of every month; a day
    that a month lacks is its last), moved ``working_days_before`` it and then, if the office is
    closed, to the next working day. ``at`` is the office's clock. ``covers`` is reckoned from
    the day before it is moved: a memo begun five days before the half-year ends is about it.
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
    covers: Covers = Covers.DAY

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


@dataclass(frozen=True, order=True)
class Occurrence:
    """One turn of a cycle: the day on which it begins, and its ``slot``.

    The slot is the day or month (``2026-11-23``, ``2026-11``) for which there is one turn and no
    other, however the office moves its days or its holidays meanwhile.
    """

    begins_on: date
    slot: str
    nominal_on: date


def occurrences(
    cycle: Cycle, after: date, until: date, calendar: Calendar
) -> tuple[Occurrence, ...]:
    """Return the turns that begin after *after* and up to *until*, in order."""
    if cycle.every is CycleEvery.WORKING_DAY:
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return tuple(
            Occurrence(day, day.isoformat(), day) for day in days if calendar.is_working_day(day)
        )
    found = (
        Occurrence(_moved(cycle, day, calendar), f"{day:%Y-%m}", day)
        for day in _dates(cycle, after, until)
    )
    return tuple(sorted(each for each in found if after < each.begins_on <= until))


def covered_by(covers: Covers, day: date) -> Period:
    """Return the span that a turn reports on whose day is *day*."""
    year = FiscalYear.of(day)
    spans: Mapping[Covers, Callable[[], Period]] = {
        Covers.DAY: lambda: Period(day, day),
        Covers.MONTH_BEFORE: lambda: _before(year, day, "months"),
        Covers.QUARTER_BEFORE: lambda: _before(year, day, "quarters"),
        Covers.HALF_YEAR: lambda: next(half for half in year.halves if _lies_in(day, half)),
        Covers.HALF_YEAR_BEFORE: lambda: _before(year, day, "halves"),
        Covers.FISCAL_YEAR: lambda: Period(year.first_on, year.last_on),
        Covers.FISCAL_YEAR_BEFORE: lambda: Period(year.previous.first_on, year.previous.last_on),
        Covers.CALENDAR_YEAR_BEFORE: lambda: Period(
            date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)
        ),
    }
    return spans[covers]()


def _before(year: FiscalYear, day: date, parts: str) -> Period:
    """Return the last part of the fiscal year, or of the year before it, that ended by *day*."""
    ended = [
        part
        for each in (year.previous, year)
        for part in getattr(each, parts)
        if part.last_on < day
    ]
    found: Period = ended[-1]
    return found


def _lies_in(day: date, span: Period) -> bool:
    return span.first_on <= day <= span.last_on


def _dates(cycle: Cycle, after: date, until: date) -> Iterator[date]:
    """Yield the nominal days; from a year around, since moving may carry one into the span."""
    for year in range(max(after.year - 1, date.min.year), min(until.year + 1, date.max.year) + 1):
        for month in cycle.months or _MONTHS:
            yield date(year, month, min(cycle.day or 1, monthrange(year, month)[1]))


def _moved(cycle: Cycle, day: date, calendar: Calendar) -> date:
    if cycle.working_days_before:
        return calendar.add_working_days(day, -cycle.working_days_before)
    return calendar.working_day_on_or_after(day)
