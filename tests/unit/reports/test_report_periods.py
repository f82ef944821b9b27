"""Periods that an office reports on: what days they cover and what they are called."""

from datetime import date, timedelta

import pytest

from engine.reports.periods import (
    CALENDAR_YEAR,
    MONTHS,
    PARTS,
    PeriodUnclear,
    free_period,
    part_of_year,
)


@pytest.mark.parametrize(
    ("part", "first_on", "last_on", "title", "steps"),
    [
        ("year", date(2025, 10, 1), date(2026, 9, 30), "ปีงบประมาณ พ.ศ. 2569", 12),
        ("h1", date(2025, 10, 1), date(2026, 3, 31), "6 เดือนแรก ปีงบประมาณ พ.ศ. 2569", 6),
        ("h2", date(2026, 4, 1), date(2026, 9, 30), "6 เดือนหลัง ปีงบประมาณ พ.ศ. 2569", 6),
        ("q2", date(2026, 1, 1), date(2026, 3, 31), "ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. 2569", 3),
        ("m10", date(2025, 10, 1), date(2025, 10, 31), "เดือนตุลาคม 2568", 0),
        ("m2", date(2026, 2, 1), date(2026, 2, 28), "เดือนกุมภาพันธ์ 2569", 0),
        ("calendar", date(2026, 1, 1), date(2026, 12, 31), "ปีปฏิทิน พ.ศ. 2569", 12),
    ],
)
def test_a_part_of_a_year_covers_its_days(part, first_on, last_on, title, steps):
    period = part_of_year(2569, part)
    assert period.span == (first_on, last_on)
    assert period.title.th == title
    assert len(period.steps) == steps


@pytest.mark.parametrize("part", [*PARTS, *MONTHS, CALENDAR_YEAR])
@pytest.mark.parametrize("year", [2540, 2567, 2600])
def test_the_steps_of_a_period_cover_each_day_once(year, part):
    period = part_of_year(year, part)
    check_steps(period)


@pytest.mark.parametrize("days", [0, 1, 30, 31, 364, 700, 800, 4000])
def test_the_steps_of_free_dates_cover_each_day_once(days):
    first_on = date(2026, 2, 17)
    period = free_period(first_on, first_on + timedelta(days=days))
    assert period.span == (first_on, first_on + timedelta(days=days))
    check_steps(period)
    assert len(period.steps) <= 24


def check_steps(period):
    if not period.steps:
        return
    assert period.steps[0].span.first_on == period.span.first_on
    assert period.steps[-1].span.last_on == period.span.last_on
    for before, after in zip(period.steps, period.steps[1:], strict=False):
        assert after.span.first_on == before.span.last_on + timedelta(days=1)
    assert len({step.title for step in period.steps}) == len(period.steps)


@pytest.mark.parametrize(("year", "part"), [(2569, "h3"), (2569, ""), (543, "year"), (0, "m10")])
def test_no_other_part_of_a_year_is_known(year, part):
    with pytest.raises(PeriodUnclear):
        part_of_year(year, part)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(PeriodUnclear) as refused:
        free_period(date(2026, 2, 2), date(2026, 2, 1))
    assert "ต้องไม่อยู่ก่อนวันแรก" in refused.value.sentence.th


def test_a_period_is_no_longer_than_anybody_reports_on():
    with pytest.raises(PeriodUnclear):
        free_period(date(1990, 1, 1), date(2026, 1, 1))
