"""The last day of a deadline moved by a pause or an order, or led by the day of an agency.

The office's own count goes its own way, as ``own_on``: a pause and an extension move it and
nothing else. Where an agency that sent the case has set a day before it, that day holds,
whatever became of the office's own; it moves when the agency moves it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.office.calendar import Calendar, add_calendar_days
from engine.office.deadlines import (
    DayUnit,
    DeadlineRule,
    Reckoning,
    Roll,
    count_days,
    reminders_of,
)
from engine.office.moves import Lead, Move, MoveKind


@dataclass(frozen=True)
class SourceDay:
    """The day by which an agency that sent the case wants its report; ``party`` is the agency."""

    on: date
    party: str


def resume(
    reckoning: Reckoning, *, on: date, until: date, calendar: Calendar, cited: str
) -> Reckoning:
    """Count the days that were left on the evening of ``on`` anew from ``until``.

    Neither of the two days is counted: ``on`` was the last that ran, ``until`` is like a
    start, of which the first day does not count. ``on`` lies before the last day. Whoever
    led before has to be let lead again.
    """
    days = _days_left(reckoning, on, calendar)
    now_on = _last_day(reckoning.rule, until, days, calendar)
    move = Move(MoveKind.PAUSE, on, until, days, reckoning.own_on, now_on, cited)
    return _moved(reckoning, move, calendar)


def extend(
    reckoning: Reckoning, days: int, *, on: date, calendar: Calendar, cited: str
) -> Reckoning:
    """Add days of the rule's own unit to the last day; whoever led has to be let lead again."""
    now_on = _last_day(reckoning.rule, reckoning.own_on, days, calendar)
    move = Move(MoveKind.EXTENSION, on, on, days, reckoning.own_on, now_on, cited)
    return _moved(reckoning, move, calendar)


def lead(reckoning: Reckoning, source: SourceDay | None, calendar: Calendar) -> Reckoning:
    """Let the day of an agency hold where the rule lets it and it comes before the office's own.

    Without one, the office's own holds. A day that had passed when the clock began leads
    nothing: by then nobody could keep it.
    """
    own_on = reckoning.own_on
    is_first = source is not None and reckoning.start_on <= source.on < own_on
    if source is None or not (is_first and reckoning.rule.source_leads):
        return reckoning if reckoning.lead is None else _ending(reckoning, own_on, calendar)
    led = _ending(reckoning, source.on, calendar)
    return replace(led, lead=Lead(source.on, own_on, source.party))


def _days_left(reckoning: Reckoning, on: date, calendar: Calendar) -> int:
    if reckoning.rule.unit is DayUnit.CALENDAR:
        return (reckoning.own_on - on).days
    days = (on + timedelta(days=n) for n in range(1, (reckoning.own_on - on).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def _last_day(rule: DeadlineRule, start: date, days: int, calendar: Calendar) -> date:
    last = count_days(rule, start, days, calendar)
    return calendar.working_day_on_or_after(last) if rule.roll is Roll.NEXT_WORKING_DAY else last


def _moved(reckoning: Reckoning, move: Move, calendar: Calendar) -> Reckoning:
    last = move.now_on
    days_off = calendar.days_off_between(add_calendar_days(reckoning.start_on, 1), last)
    moves = (*reckoning.moves, move)
    return replace(_ending(reckoning, last, calendar), days_off=days_off, moves=moves)


def _ending(reckoning: Reckoning, last: date, calendar: Calendar) -> Reckoning:
    """Let a deadline end on a day that nobody leads, and all that is told before it with it."""
    return replace(
        reckoning,
        effective_on=last,
        warn_on=calendar.working_day_on_or_before(last),
        reminders=reminders_of(reckoning.rule, reckoning.start_on, last, calendar),
        is_provisional=calendar.known_until is not None and last > calendar.known_until,
        lead=None,
    )
