"""The Thai fiscal year: 1 October to 30 September, named by the Buddhist year in which it ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from engine.errors import Sentence

BUDDHIST_ERA_OFFSET = 543
_OCTOBER = 10
_MONTHS_IN_A_YEAR = 12


class YearKind(StrEnum):
    """By which year an office numbers its papers."""

    FISCAL = "fiscal"
    CALENDAR = "calendar"


class Period(NamedTuple):
    """A span of days, both ends included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, order=True)
class FiscalYear:
    """ปีงบประมาณ. ``buddhist_year`` 2569 runs from 1 October 2025 to 30 September 2026."""

    buddhist_year: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year + BUDDHIST_ERA_OFFSET + (day.month >= _OCTOBER))

    @property
    def title(self) -> Sentence:
        ends_in = self.buddhist_year - BUDDHIST_ERA_OFFSET
        return Sentence(f"ปีงบประมาณ พ.ศ. {self.buddhist_year}", f"fiscal year {ends_in}")

    @property
    def first_on(self) -> date:
        return self._months_in(0, 1).first_on

    @property
    def last_on(self) -> date:
        return self._months_in(_MONTHS_IN_A_YEAR - 1, 1).last_on

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    @property
    def next(self) -> Self:
        return type(self)(self.buddhist_year + 1)

    @property
    def previous(self) -> Self:
        return type(self)(self.buddhist_year - 1)

    @property
    def halves(self) -> tuple[Period, ...]:
        """October to March, April to September."""
        return self._parts(6)

    @property
    def quarters(self) -> tuple[Period, ...]:
        return self._parts(3)

    @property
    def months(self) -> tuple[Period, ...]:
        return self._parts(1)

    def _parts(self, length: int) -> tuple[Period, ...]:
        return tuple(self._months_in(at, length) for at in range(0, _MONTHS_IN_A_YEAR, length))

    def _months_in(self, offset: int, length: int) -> Period:
        return Period(self._month_start(offset), self._month_start(offset + length) - _ONE_DAY)

    def _month_start(self, offset: int) -> date:
        """Return the first day of the month *offset* months after the year's October."""
        years, month = divmod(_OCTOBER - 1 + offset, _MONTHS_IN_A_YEAR)
        return date(self.buddhist_year - BUDDHIST_ERA_OFFSET - 1 + years, month + 1, 1)


_ONE_DAY = timedelta(days=1)


def buddhist_year(day: date, kind: YearKind = YearKind.CALENDAR) -> int:
    """Return the Buddhist year in which papers of *day* are numbered."""
    if kind is YearKind.FISCAL:
        return FiscalYear.of(day).buddhist_year
    return day.year + BUDDHIST_ERA_OFFSET
