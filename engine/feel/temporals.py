"""Dates, instants and durations: written form, properties, arithmetic.

An instant always carries a zone and is told in the zone of the office, so that ``date(x)`` is the
date on the office's wall, whatever zone the value was stored in.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from decimal import Decimal

from engine.feel.values import NUMBERS, OFFICE_ZONE, Value, YearsMonths

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_YEARS_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?")
_DAYS_TIME = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\.([0-9]{1,6}))?S)?)?"
)
_MICROSECOND = timedelta(microseconds=1)
_MOST_MONTHS = 999_999_999


def parse_date(text: str) -> date | None:
    """Read YYYY-MM-DD of the Gregorian calendar; None if that is no date."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_instant(text: str) -> datetime | None:
    """Read an ISO 8601 date and time; without an offset it is the office's time."""
    match = _INSTANT.fullmatch(text)
    if not match:
        return None
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            return instant.replace(tzinfo=OFFICE_ZONE)
        return instant.astimezone(OFFICE_ZONE)
    except (ValueError, OverflowError):
        return None


def parse_duration(text: str) -> timedelta | YearsMonths | None:
    """Read ``P1Y2M`` or ``P1DT2H3M4.5S``; the two kinds do not mix, weeks are not FEEL."""
    if match := _YEARS_MONTHS.fullmatch(text):
        sign, years, months = match.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearsMonths(-total if sign else total)
    if match := _DAYS_TIME.fullmatch(text):
        sign, days, hours, minutes, seconds, fraction = match.groups()
        try:
            span = timedelta(
                days=int(days or 0),
                hours=int(hours or 0),
                minutes=int(minutes or 0),
                seconds=int(seconds or 0),
                microseconds=int((fraction or "").ljust(6, "0")),
            )
        except OverflowError:
            return None
        return -span if sign else span
    return None


def format_instant(instant: datetime) -> str:
    text = instant.replace(microsecond=0).isoformat()
    return f"{text[:19]}{_fraction(instant.microsecond)}{text[19:]}"


def format_span(span: timedelta) -> str:
    sign, span = ("-", -span) if span < timedelta() else ("", span)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    days = f"{span.days}D" if span.days else ""
    time = f"{hours}H" if hours else ""
    time += f"{minutes}M" if minutes else ""
    time += f"{seconds}{_fraction(span.microseconds)}S" if seconds or span.microseconds else ""
    if not days and not time:
        return "PT0S"
    return f"{sign}P{days}{'T' if time else ''}{time}"


def format_years_months(duration: YearsMonths) -> str:
    years, months = divmod(abs(duration.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return f"{'-' if duration.months < 0 else ''}P{text or '0M'}"


def _fraction(microseconds: int) -> str:
    return f".{microseconds:06d}".rstrip("0") if microseconds else ""


def add_months(day: date, duration: YearsMonths) -> date:
    """Keep the day of the month, or take its last day if it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + duration.months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def months_between(start: date, end: date) -> YearsMonths:
    """Count the whole months from one date to the other; negative when ``end`` is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and add_months(start, YearsMonths(months)) > end:
        months -= 1
    elif months < 0 and add_months(start, YearsMonths(months)) < end:
        months += 1
    return YearsMonths(months)


def scale_span(span: timedelta, factor: Decimal) -> timedelta:
    return _MICROSECOND * int(NUMBERS.multiply(Decimal(span // _MICROSECOND), factor))


def divide_span(span: timedelta, divisor: Decimal) -> timedelta:
    return _MICROSECOND * int(NUMBERS.divide(Decimal(span // _MICROSECOND), divisor))


def scale_months(duration: YearsMonths, factor: Decimal) -> YearsMonths:
    return _bounded(int(NUMBERS.multiply(Decimal(duration.months), factor)))


def divide_months(duration: YearsMonths, divisor: Decimal) -> YearsMonths:
    return _bounded(int(NUMBERS.divide(Decimal(duration.months), divisor)))


def sum_months(one: YearsMonths, other: YearsMonths) -> YearsMonths:
    return _bounded(one.months + other.months)


def _bounded(months: int) -> YearsMonths:
    if abs(months) > _MOST_MONTHS:
        raise OverflowError
    return YearsMonths(months)


def _part(span: timedelta, length: int, modulus: int) -> Decimal:
    """One component of a duration; all components carry the sign of the whole."""
    seconds = abs(span) // timedelta(seconds=1) // length % modulus
    return Decimal(-seconds if span < timedelta() else seconds)


def _months_part(duration: YearsMonths) -> tuple[int, int]:
    years, months = divmod(abs(duration.months), 12)
    return (-years, -months) if duration.months < 0 else (years, months)


_DATE_PROPERTIES: Mapping[str, Callable[..., Value]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.isoweekday()),
}
_INSTANT_PROPERTIES: Mapping[str, Callable[..., Value]] = {
    **_DATE_PROPERTIES,
    "hour": lambda instant: Decimal(instant.hour),
    "minute": lambda instant: Decimal(instant.minute),
    "second": lambda instant: Decimal(instant.second),
}
_SPAN_PROPERTIES: Mapping[str, Callable[..., Value]] = {
    "days": lambda span: _part(span, 86_400, 10**10),
    "hours": lambda span: _part(span, 3_600, 24),
    "minutes": lambda span: _part(span, 60, 60),
    "seconds": lambda span: _part(span, 1, 60),
}
_MONTHS_PROPERTIES: Mapping[str, Callable[..., Value]] = {
    "years": lambda duration: Decimal(_months_part(duration)[0]),
    "months": lambda duration: Decimal(_months_part(duration)[1]),
}
PROPERTIES: Mapping[type, Mapping[str, Callable[..., Value]]] = {
    date: _DATE_PROPERTIES,
    datetime: _INSTANT_PROPERTIES,
    timedelta: _SPAN_PROPERTIES,
    YearsMonths: _MONTHS_PROPERTIES,
}
PROPERTY_NAMES = frozenset(name for names in PROPERTIES.values() for name in names)


def find_property(value: Value, name: str) -> Value:
    """``received_on.year`` and the like; None for a value or a name that has none."""
    found = PROPERTIES.get(type(value), {}).get(name)
    return found(value) if found else None
