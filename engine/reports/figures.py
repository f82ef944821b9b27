"""The figures of a period: the one place that counts cases, for every report, page and export.

All of them come from one reading of ``case_fact``, grouped by the step of the period in which a
case was received and finished, so that totals, series and breakdowns cannot differ.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.access.membership import Standing
from engine.access.permissions import Command, check
from engine.office.profile import OfficeProfile
from engine.reports.counting import COMPLAINTS, Clocks, Counting, Group, Scope
from engine.reports.facts import KEPT, UNIT_REPORT
from engine.reports.periods import ReportPeriod
from engine.reports.satisfaction import NOT_ASKED, Satisfaction, count_satisfaction
from engine.store.unit_of_work import UnitOfWork

__all__ = ["Counts", "Figures", "Scope", "Timeliness", "count_figures", "see_figures"]


@dataclass(frozen=True)
class Counts:
    """ยกมา รับใหม่ แล้วเสร็จ of a span of days; the rest follows."""

    carried_in: int = 0
    received: int = 0
    finished: int = 0

    @property
    def total(self) -> int:
        return self.carried_in + self.received

    @property
    def in_progress(self) -> int:
        """คงเหลือ: on the last day of the span."""
        return self.total - self.finished


@dataclass(frozen=True)
class Timeliness:
    """Clocks that were settled in a span; of those met in it, the median of the days taken."""

    kept: int = 0
    broken: int = 0
    median_days: Decimal | None = None

    @property
    def settled(self) -> int:
        return self.kept + self.broken

    @property
    def percent_kept(self) -> int | None:
        """Rounded down: only what is wholly kept says 100. None of nothing."""
        return self.kept * 100 // self.settled if self.settled else None


@dataclass(frozen=True)
class UnitFigures:
    """What a unit was asked in a span, and how it kept its time."""

    asked: int
    timeliness: Timeliness


@dataclass(frozen=True)
class Figures:
    """``counted_on`` is the day on which they were counted: what is recorded later is not in.

    Breakdowns leave out what has only zeros. A category or result of None is not said yet.
    ``beside`` holds the kinds that are no complaints; ``from_book`` is what of the total
    came in from the paper book.
    """

    period: ReportPeriod
    scope: Scope
    counted_on: date
    total: Counts
    steps: tuple[Counts, ...]
    kinds: Mapping[str, Counts]
    channels: Mapping[str, Counts]
    categories: Mapping[str | None, Counts]
    results: Mapping[str | None, int]
    median_days: Decimal | None
    deadlines: Mapping[str, Timeliness]
    units: Mapping[str, UnitFigures]
    beside: Mapping[str, Counts]
    from_book: Counts = Counts()
    # Of all cases only; of a part of them nothing is said.
    satisfaction: Satisfaction = NOT_ASKED


def see_figures(
    uow: UnitOfWork,
    standing: Standing,
    profile: OfficeProfile,
    period: ReportPeriod,
    scope: Scope = Scope.ALL,
) -> Figures:
    """Count the figures of the office for one of its people, less the cases about her (U2).

    Raises
    ------
    NotPermitted
        None of her roles reports on the office.
    """
    check(standing, Command.SEE_FIGURES)
    return count_figures(uow, profile, period, scope, seen_by=standing)


def count_figures(
    uow: UnitOfWork,
    profile: OfficeProfile,
    period: ReportPeriod,
    scope: Scope = Scope.ALL,
    *,
    seen_by: Standing | None = None,
) -> Figures:
    """Count the cases of the actor's office, less those that are about ``seen_by`` (U2)."""
    counting = Counting(uow, profile, period, scope, seen_by)
    groups, clocks = counting.groups(), counting.clocks()
    counted = [group for group in groups if counting.is_counted(group)]
    steps = range(len(counting.spans))
    return Figures(
        period=period,
        scope=scope,
        counted_on=uow.today,
        total=_whole(counted, len(steps)),
        steps=tuple(_step(counted, at) for at in steps) if period.steps else (),
        kinds=_by(counted, "kind", len(steps)),
        channels=_by(counted, "channel", len(steps)),
        categories=_by(counted, "category", len(steps)),
        results=_results(counted, len(steps)),
        median_days=_median(counting.days()),
        deadlines=_deadlines(clocks, profile),
        units=_units(clocks, profile),
        beside=_by([g for g in groups if g.kind not in COMPLAINTS], "kind", len(steps)),
        from_book=_whole([group for group in counted if group.is_from_book], len(steps)),
        satisfaction=count_satisfaction(
            uow, period.span, profile.publication.threshold, seen_by=seen_by
        )
        if scope is Scope.ALL
        else NOT_ASKED,
    )


def _whole(groups: Iterable[Group], steps: int) -> Counts:
    carried_in = received = finished = 0
    for group in groups:
        if group.received < 0:
            carried_in += group.size
        else:
            received += group.size
        if group.finished < steps:
            finished += group.size
    return Counts(carried_in, received, finished)


def _step(groups: Iterable[Group], at: int) -> Counts:
    carried_in = received = finished = 0
    for group in groups:
        if group.received < at <= group.finished:
            carried_in += group.size
        if group.received == at:
            received += group.size
        if group.finished == at:
            finished += group.size
    return Counts(carried_in, received, finished)


def _by(groups: Iterable[Group], column: str, steps: int) -> dict[Any, Counts]:
    """Return the whole period by the values of a column, the most first."""
    found: defaultdict[Any, list[Group]] = defaultdict(list)
    for group in groups:
        found[getattr(group, column)].append(group)
    counts = {value: _whole(alike, steps) for value, alike in found.items()}
    return dict(sorted(counts.items(), key=lambda one: (-one[1].total, str(one[0]))))


def _results(groups: Iterable[Group], steps: int) -> dict[str | None, int]:
    found = Counter[str | None]()
    for group in groups:
        if group.finished < steps:
            found[group.result] += group.size
    return dict(sorted(found.items(), key=lambda one: (-one[1], str(one[0]))))


def _deadlines(clocks: Clocks, profile: OfficeProfile) -> dict[str, Timeliness]:
    """Return the deadlines that the office has, in the order of its profile."""
    outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (name, _, outcome), count in clocks.settled.items():
        outcomes[name][outcome] += count
    days: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for (name, _, taken), count in clocks.met.items():
        days[name][taken] += count
    return {
        name: _timeliness(outcomes[name], days[name])
        for name in profile.clock_rules
        if outcomes[name]
    }


def _units(clocks: Clocks, profile: OfficeProfile) -> dict[str, UnitFigures]:
    """Return how units answered; the officer's clock of checking that runs once for each too."""
    outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (name, unit, outcome), count in clocks.settled.items():
        if unit and name == UNIT_REPORT:
            outcomes[unit][outcome] += count
    days: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for (name, unit, taken), count in clocks.met.items():
        if unit and name == UNIT_REPORT:
            days[unit][taken] += count
    asked = {unit: count for (name, unit), count in clocks.begun.items() if name == UNIT_REPORT}
    found = {*asked, *outcomes}
    # A unit that the office has dissolved is still told of.
    ordered = [*(key for key in profile.units if key in found), *sorted(found - {*profile.units})]
    return {
        key: UnitFigures(asked.get(key, 0), _timeliness(outcomes[key], days[key]))
        for key in ordered
    }


def _timeliness(outcomes: Mapping[str, int], days: Counter[int]) -> Timeliness:
    kept = outcomes.get(KEPT, 0)
    return Timeliness(kept, sum(outcomes.values()) - kept, _median(days))


def _median(days: Counter[int]) -> Decimal | None:
    """Return the exact median; of an even number, half way between the two in the middle."""
    if not days:
        return None
    size = days.total()
    low, high = _nth(days, (size - 1) // 2), _nth(days, size // 2)
    return Decimal(low + high) / 2


def _nth(days: Counter[int], at: int) -> int:
    for taken in sorted(days):
        at -= days[taken]
        if at < 0:
            return taken
    raise LookupError("past the last")
