"""Which period a page counts: read from its address, and offered in its form.

An address that says nothing sensible shows this fiscal year; a date that cannot be read is told
of at its field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from engine.errors import Sentence
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET, FiscalYear
from engine.office.thai import DateUnreadable, month_and_year, parse_date
from engine.reports.figures import Scope
from engine.reports.periods import (
    CALENDAR_YEAR,
    MONTHS,
    PARTS,
    YEAR,
    PeriodUnclear,
    ReportPeriod,
    free_period,
    part_of_year,
)

_YEAR = re.compile(r"\d{4}")
_FIELDS = ("from", "to")
# As far back as anybody compares.
_YEARS_OFFERED = 6


@dataclass(frozen=True)
class Asked:
    """``typed`` and ``messages`` are of the two date fields, for showing them again."""

    period: ReportPeriod
    scope: Scope
    year: int
    part: str
    is_free: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, Sentence] = field(default_factory=dict)

    @classmethod
    def of(cls, args: MultiDict[str, str], today: date) -> Self:
        scope = asked_scope(args)
        this_year = FiscalYear.of(today).buddhist_year
        year, part = _number(args.get("year", "")) or this_year, args.get("part", YEAR)
        try:
            period = part_of_year(year, part)
        except PeriodUnclear:
            year, part = this_year, YEAR
            period = part_of_year(year, part)
        typed = {name: args.get(name, "").strip()[:40] for name in _FIELDS}
        if not any(typed.values()):
            return cls(period, scope, year, part)
        free, messages = read_span(typed)
        return cls(
            free or period,
            scope,
            year,
            part,
            is_free=free is not None,
            typed=typed,
            messages=messages,
        )

    def args(self) -> dict[str, Any]:
        """Return what to put into an address that counts the same."""
        found: dict[str, Any] = {}
        if self.is_free:
            found |= {name: text for name, text in self.typed.items() if text}
        else:
            found |= {"year": self.year, "part": self.part}
        return found | ({"scope": self.scope.value} if self.scope is not Scope.ALL else {})


def years_offered(today: date, asked: int) -> list[int]:
    """Return the fiscal years to choose from, the newest first."""
    this = FiscalYear.of(today).buddhist_year
    return sorted({asked, *range(this - _YEARS_OFFERED + 1, this + 1)}, reverse=True)


def parts_offered(year: int) -> list[tuple[str, Sentence]]:
    """Return the parts of a fiscal year, its months by name, and the calendar year."""
    months = zip(MONTHS, FiscalYear(year).months, strict=True)
    return [
        *PARTS.items(),
        *((key, month_and_year(span.first_on)) for key, span in months),
        (CALENDAR_YEAR, Sentence(f"ปีปฏิทิน {year}", f"Calendar year {year - BUDDHIST_ERA_OFFSET}")),
    ]


def asked_scope(args: MultiDict[str, str]) -> Scope:
    return Scope.CORRUPTION if args.get("scope") == Scope.CORRUPTION else Scope.ALL


def read_span(typed: Mapping[str, str]) -> tuple[ReportPeriod | None, dict[str, Sentence]]:
    """Return the period between the dates typed as ``from`` and ``to``.

    Or what is wrong with them, field by field.
    """
    days: dict[str, date] = {}
    messages: dict[str, Sentence] = {}
    for name, text in typed.items():
        try:
            days[name] = parse_date(text)
        except DateUnreadable as refused:
            messages[name] = refused.sentence if text else _BOTH
    if messages:
        return None, messages
    try:
        return free_period(days["from"], days["to"]), {}
    except PeriodUnclear as refused:
        return None, {"to": refused.sentence}


def _number(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) else None


_BOTH = Sentence("ใส่วันที่ทั้งสองช่อง", "Fill in both dates.")
