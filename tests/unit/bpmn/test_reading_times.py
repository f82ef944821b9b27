"""Reading ISO 8601 times and durations."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.timers import (
    FOR_EVER,
    TimerInvalid,
    Timing,
    due_after,
    due_at,
    due_every,
    parse_duration,
)

NOW = datetime(2026, 1, 31, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("P1M", datetime(2026, 2, 28, 2, tzinfo=UTC)),
        ("P1Y", datetime(2027, 1, 31, 2, tzinfo=UTC)),
        ("P2Y1M", datetime(2028, 2, 29, 2, tzinfo=UTC)),
        ("P1W", NOW + timedelta(days=7)),
        ("P1DT2H3M4S", NOW + timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("PT90M", NOW + timedelta(minutes=90)),
        ("P100Y", None),
    ],
)
def test_a_duration_is_reckoned_on_the_calendar(text: str, after: datetime | None) -> None:
    if after is None:
        with pytest.raises(TimerInvalid):
            parse_duration(text + "5000M")
        return
    assert parse_duration(text).after(NOW) == after


@given(st.integers(0, 1_000), st.integers(0, 3_000))
def test_durations_never_go_back(months: int, days: int) -> None:
    end = parse_duration(f"P{months}M{days}D").after(NOW)
    assert end >= NOW
    assert end.tzinfo is UTC


@given(st.text(alphabet="PTYMWDHS0123456789.,-/R ", max_size=16))
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    for read in (lambda: due_after(text, NOW), lambda: due_every(text, NOW), lambda: due_at(text)):
        with suppress(TimerInvalid):
            assert isinstance(read(), Timing)


def test_a_date_means_the_beginning_of_the_day_in_the_office() -> None:
    assert due_at(date(2026, 2, 1)).due == datetime(2026, 1, 31, 17, tzinfo=UTC)
    assert due_at("2026-02-01T08:30").due == datetime(2026, 2, 1, 1, 30, tzinfo=UTC)


def test_a_cycle_counts_down_and_then_is_silent() -> None:
    timing = due_every("R2/P1D", NOW)
    assert timing == Timing(NOW + timedelta(days=1), "P1D", 2)
    assert timing.next() == Timing(NOW + timedelta(days=2), "P1D", 1)
    assert timing.next().next() == Timing(None, "P1D", 0)
    assert due_every("R0/P1D", NOW).due is None


def test_a_cycle_without_a_number_goes_on_for_ever() -> None:
    timing = due_every("R/2026-02-01T00:00:00Z/P1M", NOW)
    assert timing == Timing(datetime(2026, 2, 1, tzinfo=UTC), "P1M", FOR_EVER)
    assert timing.next() == Timing(datetime(2026, 3, 1, tzinfo=UTC), "P1M", FOR_EVER)
