from datetime import date, time

import pytest

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.cycles import (
    CatchUp,
    Covers,
    Cycle,
    CycleEvery,
    CycleInvalid,
    covered_by,
    occurrences,
)
from engine.office.public_holidays import thai_public_holidays

CALENDAR = Calendar(thai_public_holidays([2025, 2026, 2027]))
CITED = Sentence("แนวปฏิบัติ", "guideline")


def _monthly(**changes):
    return Cycle("report", CITED, CycleEvery.MONTH, CITED, **{"day": 1} | changes)


def days(found):
    return [each.begins_on for each in found]


def test_a_check_of_every_working_day_leaves_out_holidays():
    daily = Cycle("channel_check", CITED, CycleEvery.WORKING_DAY, CITED, at=time(9))
    found = occurrences(daily, date(2026, 12, 3), date(2026, 12, 11), CALENDAR)
    assert [each.begins_on.day for each in found] == [4, 8, 9, 11]
    assert found[0].slot == "2026-12-04"


def test_a_monthly_report_moves_off_a_day_off():
    found = occurrences(_monthly(), date(2026, 10, 1), date(2027, 1, 31), CALENDAR)
    assert days(found) == [date(2026, 11, 2), date(2026, 12, 1), date(2027, 1, 4)]
    assert [each.slot for each in found] == ["2026-11", "2026-12", "2027-01"]


def test_a_memo_begins_working_days_before_its_period_ends():
    memo = _monthly(months=(3, 9), day=31, working_days_before=5)
    found = occurrences(memo, date(2025, 12, 31), date(2026, 12, 31), CALENDAR)
    assert days(found) == [date(2026, 3, 24), date(2026, 9, 23)]


def test_moving_into_the_span_from_outside_counts():
    before_new_year = _monthly(months=(1,), working_days_before=3)
    found = occurrences(before_new_year, date(2026, 12, 1), date(2026, 12, 31), CALENDAR)
    assert days(found) == [date(2026, 12, 28)]
    assert found[0].slot == "2027-01"


def test_a_cycle_catches_up_once_unless_it_says_otherwise():
    assert _monthly().catch_up is CatchUp.LATEST


@pytest.mark.parametrize(
    "changes",
    [
        {"day": None},
        {"day": 0},
        {"day": 32},
        {"months": (13,)},
        {"months": (0,)},
        {"working_days_before": -1},
        {"every": CycleEvery.WORKING_DAY},
        {"every": CycleEvery.WORKING_DAY, "day": None, "months": (1,)},
    ],
)
def test_a_cycle_that_contradicts_itself_is_refused(changes):
    keys = {"every": CycleEvery.MONTH, "day": 1} | changes
    with pytest.raises(CycleInvalid):
        Cycle(name="report", title=CITED, citation=CITED, **keys)


def test_a_slot_stays_when_the_office_moves_its_day():
    begun = occurrences(_monthly(day=1), date(2026, 10, 31), date(2026, 11, 30), CALENDAR)
    moved = occurrences(_monthly(day=20), date(2026, 10, 31), date(2026, 11, 30), CALENDAR)
    assert [each.slot for each in begun] == [each.slot for each in moved] == ["2026-11"]


@pytest.mark.parametrize(
    ("covers", "day", "first_on", "last_on"),
    [
        (Covers.DAY, date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23)),
        (Covers.MONTH_BEFORE, date(2026, 12, 1), date(2026, 11, 1), date(2026, 11, 30)),
        (Covers.MONTH_BEFORE, date(2026, 10, 1), date(2026, 9, 1), date(2026, 9, 30)),
        (Covers.MONTH_BEFORE, date(2027, 3, 31), date(2027, 2, 1), date(2027, 2, 28)),
        (Covers.QUARTER_BEFORE, date(2027, 1, 5), date(2026, 10, 1), date(2026, 12, 31)),
        (Covers.QUARTER_BEFORE, date(2026, 10, 5), date(2026, 7, 1), date(2026, 9, 30)),
        (Covers.HALF_YEAR, date(2027, 3, 31), date(2026, 10, 1), date(2027, 3, 31)),
        (Covers.HALF_YEAR, date(2026, 9, 30), date(2026, 4, 1), date(2026, 9, 30)),
        (Covers.HALF_YEAR_BEFORE, date(2027, 4, 1), date(2026, 10, 1), date(2027, 3, 31)),
        (Covers.HALF_YEAR_BEFORE, date(2027, 3, 31), date(2026, 4, 1), date(2026, 9, 30)),
        (Covers.FISCAL_YEAR, date(2027, 2, 1), date(2026, 10, 1), date(2027, 9, 30)),
        (Covers.FISCAL_YEAR_BEFORE, date(2026, 10, 1), date(2025, 10, 1), date(2026, 9, 30)),
        (Covers.CALENDAR_YEAR_BEFORE, date(2027, 1, 4), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_what_a_turn_reports_on_follows_from_its_day(covers, day, first_on, last_on):
    assert covered_by(covers, day) == (first_on, last_on)
