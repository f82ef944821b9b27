import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.deadlines import (
    Basis,
    DayUnit,
    DeadlineName,
    DeadlineRule,
    DeadlineRuleInvalid,
    Reckoning,
    Reminder,
    Roll,
    StartEvent,
    breach_instant,
    reckon,
)
from engine.office.office_time import OFFICE_ZONE
from engine.office.public_holidays import thai_public_holidays
from engine.office.roles import Role

CALENDAR = Calendar(thai_public_holidays([2025, 2026, 2027]))
CITED = Sentence("แนวปฏิบัติ ขั้นตอนที่ ๕", "guideline, step 5")
FIRST_NOTICE = DeadlineRule(
    name="first_notice",
    number=15,
    unit=DayUnit.CALENDAR,
    start_event=StartEvent.RECEIVED,
    citation=CITED,
    basis=Basis.GUIDELINE,
    reminders=(Reminder(day=10),),
    escalate_to=Role.MANAGER,
)
UNIT_REPORT = replace(
    FIRST_NOTICE,
    name="unit_report",
    number=7,
    unit=DayUnit.WORKING,
    start_event=StartEvent.ORDERED,
    reminders=(Reminder(before=2),),
)
ROLLING = replace(FIRST_NOTICE, roll=Roll.NEXT_WORKING_DAY, roll_citation=CITED)


def _at_half_past_eight(*days):
    return tuple(datetime(*day, 8, 30, tzinfo=OFFICE_ZONE) for day in days)


def test_fifteen_days_end_on_a_saturday_and_stay_there():
    reckoning = reckon(FIRST_NOTICE, date(2026, 11, 6), CALENDAR)
    assert reckoning.raw_on == reckoning.effective_on == date(2026, 11, 21)


def test_a_last_day_that_is_off_is_warned_of_on_the_working_day_before():
    reckoning = reckon(FIRST_NOTICE, date(2026, 11, 6), CALENDAR)
    assert reckoning.warn_on == date(2026, 11, 20)
    assert reckoning.reminders == _at_half_past_eight((2026, 11, 16), (2026, 11, 20))


def test_rolling_moves_only_the_effective_day():
    reckoning = reckon(ROLLING, date(2026, 11, 6), CALENDAR)
    assert reckoning.raw_on == date(2026, 11, 21)
    assert reckoning.effective_on == reckoning.warn_on == date(2026, 11, 23)


def test_seven_working_days_leave_out_a_weekend_and_songkran():
    reckoning = reckon(UNIT_REPORT, date(2026, 4, 10), CALENDAR)
    assert reckoning.effective_on == date(2026, 4, 24)
    assert [day.on.day for day in reckoning.days_off] == [11, 12, 13, 14, 15, 18, 19]


def test_a_reminder_before_the_end_counts_in_the_days_of_the_rule():
    assert reckon(UNIT_REPORT, date(2026, 4, 10), CALENDAR).reminders == _at_half_past_eight(
        (2026, 4, 22)
    )


def test_a_reminder_on_a_day_off_comes_on_the_office_day_before():
    # The tenth day is Sunday 6 December; Saturday 5 December is a holiday as well.
    reckoning = reckon(FIRST_NOTICE, date(2026, 11, 26), CALENDAR)
    assert reckoning.reminders[0] == _at_half_past_eight((2026, 12, 4))[0]


def test_nobody_is_reminded_on_or_before_the_day_it_began():
    short = replace(FIRST_NOTICE, number=1, reminders=(Reminder(before=1),))
    reckoning = reckon(short, date(2026, 11, 20), CALENDAR)
    assert reckoning.effective_on == date(2026, 11, 21)
    assert reckoning.warn_on == date(2026, 11, 20)
    assert reckoning.reminders == ()


def test_two_reminders_on_one_office_day_are_one():
    rule = replace(FIRST_NOTICE, reminders=(Reminder(day=14), Reminder(before=1), Reminder(day=15)))
    assert reckon(rule, date(2026, 11, 6), CALENDAR).reminders == _at_half_past_eight(
        (2026, 11, 20)
    )


def test_no_days_end_on_the_day_itself_or_when_the_office_opens_again():
    at_once = replace(UNIT_REPORT, number=0, reminders=())
    assert reckon(at_once, date(2026, 11, 20), CALENDAR).effective_on == date(2026, 11, 20)
    assert reckon(at_once, date(2026, 11, 21), CALENDAR).effective_on == date(2026, 11, 23)


@pytest.mark.parametrize("name", ["first_notice", "more_info", "hearing"])
def test_no_agency_leads_the_time_of_a_complainant_or_a_respondent(name):
    with pytest.raises(DeadlineRuleInvalid):
        replace(FIRST_NOTICE, name=name, source_leads=True)


def test_a_deadline_beyond_the_known_holidays_is_provisional():
    known = replace(CALENDAR, known_until=date(2026, 12, 31))
    assert not reckon(FIRST_NOTICE, date(2026, 12, 16), known).is_provisional
    assert reckon(FIRST_NOTICE, date(2026, 12, 17), known).is_provisional


def test_a_deadline_is_breached_at_midnight_in_bangkok():
    assert breach_instant(date(2026, 11, 21)).isoformat() == "2026-11-22T00:00:00+07:00"


def test_a_rule_and_its_reckoning_come_back_from_json_as_they_were():
    for rule in (FIRST_NOTICE, UNIT_REPORT, ROLLING, replace(UNIT_REPORT, title=CITED, note=CITED)):
        reckoning = reckon(rule, date(2026, 11, 6), CALENDAR)
        stored = json.loads(json.dumps(reckoning.as_json()))
        assert Reckoning.from_json(stored) == reckoning
        assert DeadlineRule.from_json(stored["rule"]) == rule


def test_known_deadlines_are_named_and_an_office_may_rename_them():
    assert all(replace(FIRST_NOTICE, name=name).label.th for name in DeadlineName)
    assert FIRST_NOTICE.label.en == "First notice to the complainant"
    assert replace(FIRST_NOTICE, title=CITED).label == CITED
    assert replace(FIRST_NOTICE, name="site_visit").label.th == "site_visit"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": -1},
        {"number": 3651},
        {"unit": DayUnit.WORKING, "roll": Roll.NEXT_WORKING_DAY, "roll_citation": CITED},
        {"roll": Roll.NEXT_WORKING_DAY},
        {"reminders": (Reminder(day=16),)},
        {"reminders": (Reminder(before=16),)},
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(changes):
    with pytest.raises(DeadlineRuleInvalid):
        replace(FIRST_NOTICE, **changes)


@pytest.mark.parametrize(
    ("day", "before"), [(None, None), (1, 1), (0, None), (None, 0), (-1, None)]
)
def test_a_reminder_says_one_thing_and_at_least_one_day(day, before):
    with pytest.raises(DeadlineRuleInvalid):
        Reminder(day, before)
