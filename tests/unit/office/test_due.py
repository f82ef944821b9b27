from datetime import date

import pytest

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.deadlines import Basis, DayUnit, DeadlineRule, StartEvent, reckon
from engine.office.due import DueState, last_office_day, standing
from engine.office.thai import Digits

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("effective_on", "state", "th", "en"),
    [
        (date(2026, 11, 17), DueState.LATE, "เกินกำหนด 2 วัน", "2 days late"),
        (date(2026, 11, 18), DueState.LATE, "เกินกำหนด 1 วัน", "1 day late"),
        (date(2026, 11, 19), DueState.TODAY, "ครบกำหนดวันนี้", "Due today"),
        (date(2026, 11, 20), DueState.SOON, "พรุ่งนี้", "Tomorrow"),
        (date(2026, 11, 24), DueState.SOON, "อีก 5 วัน", "In 5 days"),
        (date(2026, 11, 26), DueState.SOON, "อีก 7 วัน", "In 7 days"),
        (date(2026, 11, 27), DueState.FAR, "อีก 8 วัน", "In 8 days"),
        (None, DueState.NONE, "ไม่มีกำหนด", "No deadline"),
    ],
)
def test_a_deadline_stands_in_words(effective_on, state, th, en):
    found = standing(effective_on, TODAY)
    assert found.state is state
    assert (found.words().th, found.words().en) == (th, en)


def test_only_the_thai_words_follow_the_digits_of_the_office():
    words = standing(date(2026, 11, 17), TODAY).words(Digits.THAI)
    assert (words.th, words.en) == ("เกินกำหนด ๒ วัน", "2 days late")


def test_days_left_are_calendar_days():
    assert standing(date(2026, 11, 23), TODAY).days_left == 4
    assert standing(date(2026, 11, 17), TODAY).days_left == -2
    assert standing(None, TODAY).days_left is None


NOTICE = DeadlineRule(
    name="first_notice",
    number=15,
    unit=DayUnit.CALENDAR,
    start_event=StartEvent.RECEIVED,
    citation=Sentence("แนวปฏิบัติ", "guideline"),
    basis=Basis.GUIDELINE,
)


@pytest.mark.parametrize(
    ("today", "th"),
    [
        (date(2026, 11, 18), "ส่งได้ในวันทำการถึงศุกร์ 20 พ.ย.เท่านั้น"),
        (date(2026, 11, 19), "ส่งได้ในวันทำการถึงพรุ่งนี้เท่านั้น"),
        (date(2026, 11, 20), "ส่งได้ในวันทำการถึงวันนี้เท่านั้น"),
    ],
)
def test_a_last_day_off_leaves_office_days_only_until_the_day_before(today, th):
    said = last_office_day(reckon(NOTICE, date(2026, 11, 6), Calendar()), today)
    assert said is not None
    assert said.th == th


def test_nothing_is_said_once_the_last_office_day_is_over_or_if_the_last_day_is_worked():
    ends_on_saturday = reckon(NOTICE, date(2026, 11, 6), Calendar())
    assert last_office_day(ends_on_saturday, date(2026, 11, 21)) is None
    assert last_office_day(reckon(NOTICE, date(2026, 11, 5), Calendar()), TODAY) is None
