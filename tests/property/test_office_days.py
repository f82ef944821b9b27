"""Counting days, against counting them one by one."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.cycles import Cycle, CycleEvery, occurrences
from engine.office.deadlines import (
    Basis,
    DayUnit,
    DeadlineRule,
    Reckoning,
    Reminder,
    Roll,
    StartEvent,
    breach_instant,
    reckon,
)
from engine.office.explanation import LONGEST_RULER, explain
from engine.office.fiscal_year import FiscalYear
from engine.office.office_time import OFFICE_ZONE

SAID = Sentence("เหตุ", "reason")
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
NEAR = st.integers(-40, 40)


@st.composite
def calendars(draw, around):
    holidays = {around + timedelta(days=n): SAID for n in draw(st.sets(NEAR, max_size=25))}
    working = frozenset(around + timedelta(days=n) for n in draw(st.sets(NEAR, max_size=5)))
    weekends = frozenset(draw(st.sets(st.integers(0, 6), max_size=6)))
    return Calendar(holidays, working, weekends)


@st.composite
def reckonings(draw):
    start_on = draw(DAYS)
    number = draw(st.integers(0, 40))
    unit = draw(st.sampled_from(DayUnit))
    rolls = unit is DayUnit.CALENDAR and draw(st.booleans())
    days = st.integers(1, max(number, 1))
    reminder = st.one_of(
        st.builds(Reminder, day=days), st.builds(lambda before: Reminder(before=before), days)
    )
    rule = DeadlineRule(
        name="first_notice",
        number=number,
        unit=unit,
        start_event=StartEvent.RECEIVED,
        citation=SAID,
        basis=Basis.OFFICE,
        roll=Roll.NEXT_WORKING_DAY if rolls else Roll.NONE,
        roll_citation=SAID if rolls else None,
        reminders=tuple(draw(st.lists(reminder, max_size=3))) if number else (),
    )
    calendar = draw(calendars(start_on))
    return calendar, reckon(rule, start_on, calendar)


@given(st.data(), DAYS, st.integers(-30, 60))
def test_adding_working_days_lands_on_a_working_day_with_the_right_number_in_between(
    data, start, number
):
    calendar = data.draw(calendars(start))
    landed = calendar.add_working_days(start, number)
    assert calendar.is_working_day(landed)
    if number > 0:
        assert calendar.count_working_days(start, landed) == number
    if number < 0:
        day_before = start - timedelta(days=1)
        assert calendar.count_working_days(landed - timedelta(days=1), day_before) == -number


@given(st.data(), DAYS, st.integers(0, 60))
def test_a_day_is_either_worked_or_has_a_reason_off(data, first, span):
    calendar = data.draw(calendars(first))
    last = first + timedelta(days=span)
    off = {day.on for day in calendar.days_off_between(first, last)}
    worked = calendar.count_working_days(first - timedelta(days=1), last)
    assert len(off) + worked == span + 1


@given(reckonings())
def test_a_reckoning_agrees_with_counting_day_by_day(reckoned):
    calendar, reckoning = reckoned
    day, left = reckoning.start_on, reckoning.rule.number
    while left or (reckoning.rule.unit is DayUnit.WORKING and not calendar.is_working_day(day)):
        day += timedelta(days=1)
        counts = reckoning.rule.unit is DayUnit.CALENDAR or calendar.is_working_day(day)
        left -= counts and left > 0
    assert reckoning.raw_on == day
    while reckoning.rule.roll is Roll.NEXT_WORKING_DAY and not calendar.is_working_day(day):
        day += timedelta(days=1)
    assert reckoning.effective_on == day
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    assert reckoning.warn_on == day


@given(reckonings())
def test_reminders_fall_on_office_mornings_after_the_start_and_before_it_is_too_late(reckoned):
    calendar, reckoning = reckoned
    assert list(reckoning.reminders) == sorted(set(reckoning.reminders))
    for moment in reckoning.reminders:
        assert moment.astimezone(OFFICE_ZONE).time() == time(8, 30)
        assert calendar.is_working_day(moment.date())
        assert reckoning.start_on < moment.date() <= reckoning.warn_on


@given(reckonings())
def test_a_last_day_off_is_always_warned_of_if_there_is_time(reckoned):
    calendar, reckoning = reckoned
    if not calendar.is_working_day(reckoning.effective_on) and (
        reckoning.warn_on > reckoning.start_on
    ):
        assert reckoning.reminders[-1].date() == reckoning.warn_on


@given(reckonings())
def test_a_journalled_reckoning_comes_back_equal_and_is_explained_alike(reckoned):
    _, reckoning = reckoned
    restored = Reckoning.from_json(reckoning.as_json())
    assert restored == reckoning
    assert explain(restored) == explain(reckoning)


@given(reckonings())
def test_the_ruler_ends_on_the_last_day_with_the_number_of_the_rule(reckoned):
    calendar, reckoning = reckoned
    cells = explain(reckoning).ruler
    span = (reckoning.effective_on - reckoning.start_on).days
    assert len(cells) == (span if span <= LONGEST_RULER else 0)
    for cell in cells:
        assert (
            (cell.off is None) == (cell.working_day is not None) == calendar.is_working_day(cell.on)
        )
    if cells and reckoning.rule.unit is DayUnit.WORKING and reckoning.rule.number:
        assert cells[-1].working_day == reckoning.rule.number
    if cells and reckoning.rule.roll is Roll.NONE and reckoning.rule.unit is DayUnit.CALENDAR:
        assert cells[-1].calendar_day == reckoning.rule.number


@given(DAYS, st.times(), st.timezones())
def test_a_breach_comes_after_every_moment_of_the_last_day_and_no_later(day, at, zone):
    moment = datetime.combine(day, at, tzinfo=OFFICE_ZONE).astimezone(zone)
    assert moment < breach_instant(day)
    assert breach_instant(day) - datetime.combine(day, time.max, tzinfo=OFFICE_ZONE) == timedelta(
        microseconds=1
    )


@given(DAYS)
def test_every_day_lies_in_exactly_one_month_of_its_fiscal_year(day):
    year = FiscalYear.of(day)
    assert day in year
    for periods in (year.months, year.quarters, year.halves):
        assert sum(first <= day <= last for first, last in periods) == 1


@given(st.data(), DAYS, st.integers(0, 500), st.integers(1, 31), st.integers(0, 31))
def test_a_cycle_splits_into_two_spans_without_loss_or_repetition(data, after, span, day, before):
    calendar = data.draw(calendars(after))
    cycle = Cycle("report", SAID, CycleEvery.MONTH, SAID, day=day, working_days_before=before)
    until = after + timedelta(days=span)
    middle = after + timedelta(days=span // 2)
    for one in (
        cycle,
        replace(cycle, every=CycleEvery.WORKING_DAY, day=None, working_days_before=0),
    ):
        whole = occurrences(one, after, until, calendar)
        assert whole == (
            *occurrences(one, after, middle, calendar),
            *occurrences(one, middle, until, calendar),
        )
        assert all(calendar.is_working_day(found.begins_on) for found in whole)
