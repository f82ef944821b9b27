"""Functions that make dates, instants and durations, and that tell their place in the calendar.

There is no now() and no today(): an expression asks the case, so that it can be evaluated again.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from engine.feel.functions.builtin import DAY, NUMBER, TEXT, Builtin
from engine.feel.temporals import months_between, parse_date, parse_duration, parse_instant
from engine.feel.values import Value, whole

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_PARTS_OF_A_DATE = 3


def _date(*given: Value) -> date | None:
    """``date(text)``, ``date(date or instant)`` or ``date(year, month, day)``."""
    if len(given) == _PARTS_OF_A_DATE:
        parts = [whole(part) for part in given if isinstance(part, Decimal)]
        numbers = [part for part in parts if part is not None]
        return date(*numbers) if len(numbers) == len(given) else None
    match given:
        case (str(text),):
            return parse_date(text)
        case (datetime() as instant,):
            return instant.date()
        case (date() as day,):
            return day
        case _:
            return None


def _day_of_year(day: date) -> Decimal:
    return Decimal(day.timetuple().tm_yday)


def _week_of_year(day: date) -> Decimal:
    return Decimal(day.isocalendar().week)


def _months_between(start: date, end: date) -> Value:
    return months_between(_plain(start), _plain(end))


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


CONSTRUCTORS = frozenset({"date", "date and time", "duration"})

TEMPORAL_FUNCTIONS: Mapping[str, Builtin] = {
    "date": Builtin((TEXT | DAY | NUMBER, NUMBER, NUMBER), _date, optional=2),
    "date and time": Builtin((TEXT,), parse_instant),
    "duration": Builtin((TEXT,), parse_duration),
    "years and months duration": Builtin((DAY, DAY), _months_between),
    "day of week": Builtin((DAY,), lambda day: _WEEKDAYS[day.weekday()]),
    "day of year": Builtin((DAY,), _day_of_year),
    "week of year": Builtin((DAY,), _week_of_year),
    "month of year": Builtin((DAY,), lambda day: _MONTHS[day.month - 1]),
}
