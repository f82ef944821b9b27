"""A last day that was moved, again and again: what the record says of it can be counted again."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.errors import Sentence
from engine.history.recorded_case import is_reckoned
from engine.office.calendar import Calendar
from engine.office.deadlines import (
    Basis,
    DayUnit,
    DeadlineRule,
    Reckoning,
    Roll,
    StartEvent,
    reckon,
)
from engine.office.explanation import explain
from engine.office.moved_deadlines import SourceDay, extend, lead, resume
from tests.property.test_office_days import reckonings

MONDAY = 0


@st.composite
def moved(draw):
    """A reckoning and what became of it, by the same calendar."""
    calendar, reckoned = draw(reckonings())
    leads = replace(reckoned.rule, name="conclude", source_leads=True)
    found = reckoned = replace(reckoned, rule=leads)
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            days = draw(st.integers(1, 40))
            found = extend(found, days, on=found.start_on, calendar=calendar, cited="คำสั่ง 1")
            continue
        left = (found.effective_on - found.start_on).days
        assume(left > 0)
        on = found.start_on + timedelta(days=draw(st.integers(0, left - 1)))
        until = on + timedelta(days=draw(st.integers(0, 90)))
        found = resume(found, on=on, until=until, calendar=calendar, cited="ป.ป.ช.")
    return reckoned, found, calendar


@given(moved())
def test_every_move_is_counted_again_from_what_is_recorded(case):
    _, found, _ = case
    assert is_reckoned(found)
    assert Reckoning.from_json(found.as_json()) == found


def test_no_days_from_a_day_off_are_counted_again_wherever_they_roll():
    calendar = Calendar(weekends=frozenset({MONDAY}))
    rule = DeadlineRule(
        name="conclude",
        number=0,
        unit=DayUnit.CALENDAR,
        start_event=StartEvent.RECEIVED,
        citation=Sentence("เหตุ", "reason"),
        basis=Basis.OFFICE,
        roll=Roll.NEXT_WORKING_DAY,
        roll_citation=Sentence("เหตุ", "reason"),
    )
    monday = date(2001, 1, 1)
    found = reckon(rule, monday, calendar)
    assert found.effective_on == date(2001, 1, 2)
    assert is_reckoned(found)
    assert is_reckoned(resume(found, on=monday, until=monday, calendar=calendar, cited="x"))
    assert not is_reckoned(replace(found, effective_on=date(2001, 1, 3)))


@given(moved())
def test_a_recorded_move_that_was_altered_is_found(case):
    _, found, _ = case
    last = found.moves[-1]
    later = last.now_on + timedelta(days=1)
    altered = replace(
        found, effective_on=later, moves=(*found.moves[:-1], replace(last, now_on=later))
    )
    assert not is_reckoned(altered)


@given(moved())
def test_no_move_takes_days_away_and_a_pause_of_no_time_changes_nothing(case):
    reckoned, found, calendar = case
    assert found.effective_on >= reckoned.effective_on
    left = (found.effective_on - found.start_on).days
    assume(left > 0)
    same = resume(found, on=found.start_on, until=found.start_on, calendar=calendar, cited="x")
    assert same.effective_on == found.effective_on


@given(moved())
def test_every_move_is_told_in_both_languages(case):
    _, found, _ = case
    told = explain(found, today=date(2000, 1, 1)).sentences
    assert sum("พักการนับเมื่อ" in one.th or "ขยายเวลา" in one.th for one in told) == len(found.moves)
    assert all(one.en for one in told)


@st.composite
def led(draw):
    """What became of a reckoning, led by a day of an agency, and that day."""
    _, found, calendar = draw(moved())
    source = SourceDay(found.start_on + timedelta(days=draw(st.integers(-3, 200))), "agency")
    return found, lead(found, source, calendar), source, calendar


@given(led())
def test_whichever_day_comes_first_leads_and_can_be_counted_again(case):
    own, found, source, calendar = case
    can_lead = own.start_on <= source.on
    assert found.effective_on == (min(source.on, own.effective_on) if can_lead else own.own_on)
    assert (found.own_on, found.moves) == (own.effective_on, own.moves)
    assert is_reckoned(found)
    assert Reckoning.from_json(found.as_json()) == found
    assert lead(found, source, calendar) == found
    assert lead(found, None, calendar) == own


@given(led())
def test_nobody_is_reminded_after_the_day_that_leads(case):
    _, found, _, _ = case
    assert all(found.start_on < one.date() <= found.warn_on for one in found.reminders)


@given(led())
def test_a_recorded_lead_that_was_altered_is_found(case):
    _, found, _, _ = case
    assume(found.lead is not None)
    later = replace(found.lead, on=found.lead.on + timedelta(days=1))
    assert not is_reckoned(replace(found, lead=later))
    assert not is_reckoned(replace(found, lead=None))
