from datetime import date

import pytest

from engine.office.due import DueState, standing
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
