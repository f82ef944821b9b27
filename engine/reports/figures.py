"""The figures of a period: the one place that counts cases, for every report, page and export.

All of them come from one reading of ``case_fact``, grouped by the step of the period in which a
case was received and finished, so that totals, series and breakdowns cannot differ.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, null, or_, select

from engine.access.membership import Standing
from engine.access.permissions import Command, check
from engine.access.visibility import is_about_neither
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import CaseKind
from engine.reports.facts import KEPT, UNIT_REPORT
from engine.reports.periods import ReportPeriod
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

COMPLAINTS: Final = (CaseKind.COMPLAINT, CaseKind.TIP_OFF)
"""เรื่องร้องเรียนและเบาะแส; opinions and questions are counted beside them (U31)."""

_FACT, _CLOCK = tables.case_fact.c, tables.deadline_fact.c


class Scope(StrEnum):
    """Which complaints: all, or those whose category the profile counts as corruption."""

    ALL = "all"
    CORRUPTION = "corruption"


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
    ``beside`` holds the kinds that are no complaints.
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
    counting = _Counting(uow, profile, period, scope, seen_by)
    groups = counting.groups()
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
        deadlines=counting.deadlines(),
        units=counting.units(),
        beside=_by([g for g in groups if g.kind not in COMPLAINTS], "kind", len(steps)),
    )


class _Group(NamedTuple):
    """Cases alike. ``received`` and ``finished`` are steps: -1 before the first, n after all."""

    kind: str
    channel: str
    category: str | None
    result: str | None
    received: int
    finished: int
    size: int


@dataclass(frozen=True)
class _Counting:
    uow: UnitOfWork
    profile: OfficeProfile
    period: ReportPeriod
    scope: Scope
    seen_by: Standing | None

    @property
    def spans(self) -> tuple[tuple[date, date], ...]:
        return tuple(step.span for step in self.period.steps) or (self.period.span,)

    @property
    def corrupt(self) -> tuple[str, ...]:
        return tuple(k for k, one in self.profile.categories.items() if one.counts_as_corruption)

    def is_counted(self, group: _Group) -> bool:
        in_scope = self.scope is Scope.ALL or group.category in self.corrupt
        return group.kind in COMPLAINTS and in_scope

    def groups(self) -> list[_Group]:
        first_on, last_on = self.period.span
        received = _step_of(_FACT.received_on, self.spans)
        finished = _step_of(_FACT.finished_on, self.spans)
        # Of what is not finished in the period, the result is none of its figures.
        result = case((_FACT.finished_on <= last_on, _FACT.result), else_=null())
        columns = (_FACT.kind, _FACT.channel, _FACT.category, result, received, finished)
        statement = (
            select(*columns, func.count())
            .where(
                *self._cases(),
                _FACT.received_on <= last_on,
                or_(_FACT.finished_on.is_(None), _FACT.finished_on >= first_on),
            )
            .group_by(*columns)
        )
        return [_Group(*row) for row in self.uow.connection.execute(statement)]

    def days(self) -> Counter[int]:
        """Return how many complaints finished in the period took how many days."""
        statement = (
            select(_FACT.days_taken, func.count())
            .where(
                *self._cases(),
                *self._complaints(),
                _FACT.finished_on.between(*self.period.span),
            )
            .group_by(_FACT.days_taken)
        )
        return _counter(self.uow.connection.execute(statement))

    def deadlines(self) -> dict[str, Timeliness]:
        outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, outcome, count in self._settled(_CLOCK.name):
            outcomes[name][outcome] += count
        days: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for name, taken, count in self._met(_CLOCK.name):
            days[name][taken] += count
        return {
            name: _timeliness(outcomes[name], days[name])
            for name in self.profile.deadlines
            if outcomes[name]
        }

    def units(self) -> dict[str, UnitFigures]:
        # The officer's clock of checking a report runs once for each unit too.
        of_units = and_(_CLOCK.unit.is_not(None), _CLOCK.name == UNIT_REPORT)
        asked = Counter[str]()
        for unit, count in self._clocks(
            (_CLOCK.unit,), of_units, _CLOCK.start_on.between(*self.period.span)
        ):
            asked[unit] += count
        outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for unit, outcome, count in self._settled(_CLOCK.unit, of_units):
            outcomes[unit][outcome] += count
        days: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for unit, taken, count in self._met(_CLOCK.unit, of_units):
            days[unit][taken] += count
        known = [key for key in self.profile.units if asked[key] or outcomes[key]]
        # A unit that the office has dissolved is still told of.
        gone = sorted({*asked, *outcomes} - set(self.profile.units))
        return {
            key: UnitFigures(asked[key], _timeliness(outcomes[key], days[key]))
            for key in (*known, *gone)
        }

    def _settled(self, key: Any, *conditions: ColumnElement[bool]) -> Iterable[Any]:
        span = _CLOCK.outcome_on.between(*self.period.span)
        return self._clocks((key, _CLOCK.outcome), span, *conditions)

    def _met(self, key: Any, *conditions: ColumnElement[bool]) -> Iterable[Any]:
        span = _CLOCK.met_on.between(*self.period.span)
        return self._clocks((key, _CLOCK.days_taken), span, *conditions)

    def _clocks(self, columns: tuple[Any, ...], *conditions: ColumnElement[bool]) -> Iterable[Any]:
        statement: Select[Any] = (
            select(*columns, func.count())
            .where(_CLOCK.office_id == self.uow.actor.office_id, *conditions)
            .group_by(*columns)
        )
        if self.seen_by is not None:
            statement = statement.where(is_about_neither(self.seen_by, _CLOCK.case_id))
        if self.scope is Scope.CORRUPTION:
            statement = statement.join(
                tables.case_fact,
                and_(_FACT.office_id == _CLOCK.office_id, _FACT.case_id == _CLOCK.case_id),
            ).where(_FACT.category.in_(self.corrupt))
        return self.uow.connection.execute(statement).all()

    def _cases(self) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = [
            _FACT.office_id == self.uow.actor.office_id,
            _FACT.is_counted,
        ]
        if self.seen_by is not None:
            conditions.append(is_about_neither(self.seen_by, _FACT.case_id))
        return conditions

    def _complaints(self) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = [_FACT.kind.in_(COMPLAINTS)]
        if self.scope is Scope.CORRUPTION:
            conditions.append(_FACT.category.in_(self.corrupt))
        return conditions


def _step_of(day: Any, spans: Collection[tuple[date, date]]) -> ColumnElement[int]:
    """Return the step in which a day lies; no day at all lies after the last."""
    first_on = next(iter(spans))[0]
    return case(
        (day < first_on, -1),
        *((day <= last_on, at) for at, (_, last_on) in enumerate(spans)),
        else_=len(spans),
    )


def _whole(groups: Iterable[_Group], steps: int) -> Counts:
    carried_in = received = finished = 0
    for group in groups:
        if group.received < 0:
            carried_in += group.size
        else:
            received += group.size
        if group.finished < steps:
            finished += group.size
    return Counts(carried_in, received, finished)


def _step(groups: Iterable[_Group], at: int) -> Counts:
    carried_in = received = finished = 0
    for group in groups:
        if group.received < at <= group.finished:
            carried_in += group.size
        if group.received == at:
            received += group.size
        if group.finished == at:
            finished += group.size
    return Counts(carried_in, received, finished)


def _by(groups: Iterable[_Group], column: str, steps: int) -> dict[Any, Counts]:
    """Return the whole period by the values of a column, the most first."""
    found: defaultdict[Any, list[_Group]] = defaultdict(list)
    for group in groups:
        found[getattr(group, column)].append(group)
    counts = {value: _whole(alike, steps) for value, alike in found.items()}
    return dict(sorted(counts.items(), key=lambda one: (-one[1].total, str(one[0]))))


def _results(groups: Iterable[_Group], steps: int) -> dict[str | None, int]:
    found = Counter[str | None]()
    for group in groups:
        if group.finished < steps:
            found[group.result] += group.size
    return dict(sorted(found.items(), key=lambda one: (-one[1], str(one[0]))))


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


def _counter(rows: Iterable[Any]) -> Counter[int]:
    return Counter(dict(iter(rows)))
