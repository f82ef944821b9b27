"""The last day of a deadline moved: by the time an outside body had the matter, or by order."""

from datetime import date, timedelta

from engine.office.calendar import Calendar, add_calendar_days
from engine.office.deadlines import (
    DayUnit,
    DeadlineRule,
    Move,
    MoveKind,
    Reckoning,
    Roll,
    count_days,
    reminders_of,
)


def resume(
    reckoning: Reckoning, *, on: date, until: date, calendar: Calendar, cited: str
) -> Reckoning:
    """Count the days that were left on the evening of ``on`` anew from ``until``.

    Neither of the two days is counted: ``on`` was the last that ran, ``until`` is like a
    start, of which the first day does not count. ``on`` lies before the last day.
    """
    days = _days_left(reckoning, on, calendar)
    now_on = _last_day(reckoning.rule, until, days, calendar)
    move = Move(MoveKind.PAUSE, on, until, days, reckoning.effective_on, now_on, cited)
    return _moved(reckoning, move, calendar)


def extend(
    reckoning: Reckoning, days: int, *, on: date, calendar: Calendar, cited: str
) -> Reckoning:
    """Add days of the rule's own unit to the last day."""
    now_on = _last_day(reckoning.rule, reckoning.effective_on, days, calendar)
    move = Move(MoveKind.EXTENSION, on, on, days, reckoning.effective_on, now_on, cited)
    return _moved(reckoning, move, calendar)


def _days_left(reckoning: Reckoning, on: date, calendar: Calendar) -> int:
    if reckoning.rule.unit is DayUnit.CALENDAR:
        return (reckoning.effective_on - on).days
    days = (on + timedelta(days=n) for n in range(1, (reckoning.effective_on - on).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def _last_day(rule: DeadlineRule, start: date, days: int, calendar: Calendar) -> date:
    last = count_days(rule, start, days, calendar)
    return calendar.working_day_on_or_after(last) if rule.roll is Roll.NEXT_WORKING_DAY else last


def _moved(reckoning: Reckoning, move: Move, calendar: Calendar) -> Reckoning:
    rule, start_on, last = reckoning.rule, reckoning.start_on, move.now_on
    return Reckoning(
        rule=rule,
        start_on=start_on,
        raw_on=reckoning.raw_on,
        effective_on=last,
        days_off=calendar.days_off_between(add_calendar_days(start_on, 1), last),
        warn_on=calendar.working_day_on_or_before(last),
        reminders=reminders_of(rule, start_on, last, calendar),
        is_provisional=calendar.known_until is not None and last > calendar.known_until,
        moves=(*reckoning.moves, move),
    )
