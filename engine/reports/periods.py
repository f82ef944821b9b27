"""The periods that an office reports on: months, quarters, halves, years, any dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.errors import EngineError, Sentence
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET, FiscalYear, Period
from engine.office.thai import Digits, long_date, month_and_year, short_month

YEAR: Final = "year"
CALENDAR_YEAR: Final = "calendar"
HALVES: Final = ("h1", "h2")
QUARTERS: Final = ("q1", "q2", "q3", "q4")
# In the order of the fiscal year, each by its number in the calendar.
MONTHS: Final = tuple(f"m{month}" for month in (10, 11, 12, *range(1, 10)))

PARTS: Final[Mapping[str, Sentence]] = {
    YEAR: Sentence("ทั้งปีงบประมาณ", "Whole fiscal year"),
    "h1": Sentence("6 เดือนแรก", "First half"),
    "h2": Sentence("6 เดือนหลัง", "Second half"),
    **{
        quarter: Sentence(f"ไตรมาสที่ {number}", f"Quarter {number}")
        for number, quarter in enumerate(QUARTERS, start=1)
    },
}
"""Parts of a fiscal year that have a name of their own; months are named by the calendar."""

_ONE_DAY = timedelta(days=1)
# More columns than these are read by nobody: a longer span is told year by year.
_MOST_MONTHS = 24
_LONGEST = 30 * 366


class PeriodUnclear(EngineError):
    """No such part of a year, or a last day before the first."""

    sentence = Sentence("ไม่มีช่วงเวลานี้", "There is no such period.")


@dataclass(frozen=True)
class Step:
    """One column of a series: the days it covers, named in full and in short."""

    span: Period
    title: Sentence
    short: Sentence


@dataclass(frozen=True)
class ReportPeriod:
    """A span of days with its title, and the steps that it is shown in: none for one month."""

    span: Period
    title: Sentence
    steps: tuple[Step, ...]


def part_of_year(buddhist_year: int, part: str) -> ReportPeriod:
    """Return a part of a fiscal year: one of ``PARTS``, a month ``m10``; or a calendar year.

    Raises
    ------
    PeriodUnclear
        There is no such part or year.
    """
    if not 1 <= buddhist_year - BUDDHIST_ERA_OFFSET - 1 <= date.max.year - 1:
        raise PeriodUnclear
    year = FiscalYear(buddhist_year)
    if part == CALENDAR_YEAR:
        return _calendar_year(buddhist_year)
    if part == YEAR:
        return _months_of(Period(year.first_on, year.last_on), year.title)
    if part in HALVES:
        return _months_of(year.halves[HALVES.index(part)], _named(part, year))
    if part in QUARTERS:
        return _months_of(year.quarters[QUARTERS.index(part)], _named(part, year))
    if part in MONTHS:
        span = year.months[MONTHS.index(part)]
        return ReportPeriod(span, _month_title(span), ())
    raise PeriodUnclear


def free_period(first_on: date, last_on: date) -> ReportPeriod:
    """Return the days from the first to the last, shown by month, or a long span by fiscal year.

    Raises
    ------
    PeriodUnclear
        The last day comes before the first, or thirty years after it.
    """
    if last_on < first_on:
        raise PeriodUnclear(
            Sentence("วันสุดท้ายของช่วงต้องไม่อยู่ก่อนวันแรก", "The last day may not come before the first.")
        )
    if (last_on - first_on).days > _LONGEST:
        raise PeriodUnclear(
            Sentence("ช่วงที่รายงานยาวได้ไม่เกิน 30 ปี", "A period may have thirty years at most.")
        )
    span = Period(first_on, last_on)
    title = span_words(span)
    months = tuple(_month_steps(span))
    if len(months) > _MOST_MONTHS:
        return ReportPeriod(span, title, tuple(_year_steps(span)))
    return ReportPeriod(span, title, months if len(months) > 1 else ())


def named_period(span: Period) -> ReportPeriod:
    """Return the span by the name that it has as a part of a fiscal year, or by its dates.

    Raises
    ------
    PeriodUnclear
        As ``free_period``.
    """
    year = FiscalYear.of(span.last_on)
    for part in (YEAR, *HALVES, *QUARTERS, *MONTHS):
        known = part_of_year(year.buddhist_year, part)
        if known.span == span:
            return known
    calendar_year = _calendar_year(span.last_on.year + BUDDHIST_ERA_OFFSET)
    return calendar_year if calendar_year.span == span else free_period(*span)


def span_words(span: Period, digits: Digits = Digits.ARABIC) -> Sentence:
    """``1 ตุลาคม 2569 ถึง 31 มีนาคม 2570``; of one day its date."""
    first, last = long_date(span.first_on, digits), long_date(span.last_on, digits)
    if span.first_on == span.last_on:
        return first
    return Sentence(f"{first.th} ถึง {last.th}", f"{first.en} to {last.en}")


def _calendar_year(buddhist_year: int) -> ReportPeriod:
    year = buddhist_year - BUDDHIST_ERA_OFFSET
    title = Sentence(f"ปีปฏิทิน พ.ศ. {buddhist_year}", f"calendar year {year}")
    return _months_of(Period(date(year, 1, 1), date(year, 12, 31)), title)


def _months_of(span: Period, title: Sentence) -> ReportPeriod:
    return ReportPeriod(span, title, tuple(_month_steps(span)))


def _month_steps(span: Period) -> list[Step]:
    """Return the months that the span touches, the first and the last cut to it."""
    steps, at = [], span.first_on
    while at <= span.last_on:
        after = (at.replace(day=1) + timedelta(days=32)).replace(day=1)
        within = Period(at, min(after - _ONE_DAY, span.last_on))
        steps.append(Step(within, month_and_year(at), short_month(at)))
        at = after
    return steps


def _year_steps(span: Period) -> list[Step]:
    steps, at = [], span.first_on
    while at <= span.last_on:
        year = FiscalYear.of(at)
        within = Period(at, min(year.last_on, span.last_on))
        short = Sentence(str(year.buddhist_year), str(year.buddhist_year - BUDDHIST_ERA_OFFSET))
        steps.append(Step(within, year.title, short))
        at = year.next.first_on
    return steps


def _named(part: str, year: FiscalYear) -> Sentence:
    name, of = PARTS[part], year.title
    return Sentence(f"{name.th} {of.th}", f"{name.en}, {of.en}")


def _month_title(span: Period) -> Sentence:
    month = month_and_year(span.first_on)
    return Sentence(f"เดือน{month.th}", month.en)
