from datetime import date
from itertools import pairwise

import pytest

from engine.office.fiscal_year import FiscalYear, Period, YearKind, buddhist_year


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2022, 9, 30), 2565),
        (date(2022, 10, 1), 2566),
        (date(2022, 12, 31), 2566),
        (date(2023, 1, 1), 2566),
        (date(2023, 9, 30), 2566),
    ],
)
def test_a_fiscal_year_begins_in_october_and_is_named_by_its_end(day, year):
    assert FiscalYear.of(day) == FiscalYear(year)
    assert day in FiscalYear(year)
    assert day not in FiscalYear(year).next
    assert day not in FiscalYear(year).previous


def test_a_fiscal_year_knows_its_first_and_last_day():
    year = FiscalYear(2566)
    assert (year.first_on, year.last_on) == (date(2022, 10, 1), date(2023, 9, 30))


def test_halves_are_october_to_march_and_april_to_september():
    assert FiscalYear(2566).halves == (
        Period(date(2022, 10, 1), date(2023, 3, 31)),
        Period(date(2023, 4, 1), date(2023, 9, 30)),
    )


def test_quarters_and_months_cover_the_year_without_gap():
    year = FiscalYear(2567)
    for periods, count in ((year.quarters, 4), (year.months, 12), (year.halves, 2)):
        assert len(periods) == count
        assert periods[0].first_on == year.first_on
        assert periods[-1].last_on == year.last_on
        for earlier, later in pairwise(periods):
            assert (later.first_on - earlier.last_on).days == 1


def test_february_of_a_leap_year_has_29_days():
    assert FiscalYear(2567).months[4].last_on == date(2024, 2, 29)


def test_a_fiscal_year_is_said_in_both_languages():
    assert FiscalYear(2569).title.th == "ปีงบประมาณ พ.ศ. 2569"
    assert FiscalYear(2569).title.en == "fiscal year 2026"


def test_papers_are_numbered_by_fiscal_or_calendar_year():
    assert buddhist_year(date(2026, 11, 22)) == 2569
    assert buddhist_year(date(2026, 11, 22), YearKind.FISCAL) == 2570
