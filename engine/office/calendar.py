"""Which days an office works, and how working days and calendar days are counted on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from engine.errors import EngineError, Sentence

WEEKDAY_NAMES = (
    Sentence("วันจันทร์", "Monday"),
    Sentence("วันอังคาร", "Tuesday"),
    Sentence("วันพุธ", "Wednesday"),
    Sentence("วันพฤหัสบดี", "Thursday"),
    Sentence("วันศุกร์", "Friday"),
    Sentence("วันเสาร์", "Saturday"),
    Sentence("วันอาทิตย์", "Sunday"),
)
SATURDAY_AND_SUNDAY = frozenset({5, 6})
MOST_DAYS_OFF_IN_A_ROW = 366
"""A calendar without a working day for longer than this is a mistake, not a holiday."""

_ONE_DAY = timedelta(days=1)


class CalendarExhausted(EngineError):
    """No working day could be found: the calendar is all holidays there, or it has ended."""

    sentence = Sentence(
        "ปฏิทินของหน่วยงานไม่มีวันทำการในช่วงที่ต้องนับ ตรวจรายการวันหยุด",
        "The office calendar has no working day where one is needed; check its holidays.",
    )


class DayOff(NamedTuple):
    """A day that is not a working day, and why."""

    on: date
    reason: Sentence


class HolidayKind(StrEnum):
    ADDED = "added"
    """The office is closed: a cabinet resolution, the governor's announcement."""
    REMOVED = "removed"
    """The public list names a holiday that this office does not keep."""
    WORKING = "working"
    """The office works although it is a weekend or a holiday."""


@dataclass(frozen=True)
class HolidayRow:
    """What one office says about one day, and the paper that says so."""

    on: date
    kind: HolidayKind
    name: Sentence
    citation: Sentence


@dataclass(frozen=True)
class Calendar:
    """The days of one office. ``working_days`` win over weekends and holidays.

    ``weekends`` holds numbers as of ``date.weekday()``: Monday is 0. After ``known_until`` only
    weekends are known, so what is reckoned beyond it may still move; None: known for ever.
    """

    holidays: Mapping[date, Sentence] = field(default_factory=dict, hash=False)
    working_days: frozenset[date] = frozenset()
    weekends: frozenset[int] = SATURDAY_AND_SUNDAY
    known_until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))

    def is_working_day(self, day: date) -> bool:
        return self.find_reason_off(day) is None

    def find_reason_off(self, day: date) -> Sentence | None:
        """Return why nobody works on *day*: the holiday's name, else the weekday's."""
        if day in self.working_days:
            return None
        if holiday := self.holidays.get(day):
            return holiday
        return WEEKDAY_NAMES[day.weekday()] if day.weekday() in self.weekends else None

    def days_off_between(self, first: date, last: date) -> tuple[DayOff, ...]:
        """Return the days off from *first* to *last*, both included, in order."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        found = ((day, self.find_reason_off(day)) for day in days)
        return tuple(DayOff(day, reason) for day, reason in found if reason is not None)

    def count_working_days(self, after: date, until: date) -> int:
        """Count the working days after *after*, up to and including *until*."""
        span = (until - after).days
        return sum(self.is_working_day(after + timedelta(days=n)) for n in range(1, span + 1))

    def add_working_days(self, start: date, number: int) -> date:
        """Return the *number*-th working day after *start*, which itself is not counted.

        A negative number counts backwards; 0 is *start* if the office works then, else
        the next working day. Raises CalendarExhausted.
        """
        if number == 0:
            return self.working_day_on_or_after(start)
        day, towards = start, 1 if number > 0 else -1
        for _ in range(abs(number)):
            day = self._nearest_working_day(_step(day, towards), towards)
        return day

    def working_day_on_or_after(self, day: date) -> date:
        """Return *day* itself or the next working day; raises CalendarExhausted."""
        return self._nearest_working_day(day, 1)

    def working_day_on_or_before(self, day: date) -> date:
        """Return *day* itself or the last working day; raises CalendarExhausted."""
        return self._nearest_working_day(day, -1)

    def _nearest_working_day(self, day: date, towards: int) -> date:
        for _ in range(MOST_DAYS_OFF_IN_A_ROW):
            if self.is_working_day(day):
                return day
            day = _step(day, towards)
        raise CalendarExhausted


def add_calendar_days(start: date, number: int) -> date:
    """Return the day *number* days after *start*, which itself is not counted.

    Raises CalendarExhausted where dates end.
    """
    try:
        return start + timedelta(days=number)
    except OverflowError as error:
        raise CalendarExhausted from error


def apply_office_rows(calendar: Calendar, rows: Iterable[HolidayRow]) -> Calendar:
    """Return *calendar* with the office's own *rows* laid over it; the last row on a day wins."""
    holidays, working_days = dict(calendar.holidays), set(calendar.working_days)
    for row in rows:
        working_days.discard(row.on)
        if row.kind is HolidayKind.ADDED:
            holidays[row.on] = row.name
        elif row.kind is HolidayKind.REMOVED:
            holidays.pop(row.on, None)
        else:
            working_days.add(row.on)
    return replace(calendar, holidays=holidays, working_days=frozenset(working_days))


def _step(day: date, towards: int) -> date:
    try:
        return day + towards * _ONE_DAY
    except OverflowError as error:
        raise CalendarExhausted from error
