"""What the figures of a period read: rows of the facts alike, and how many of each there are."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, null, or_, select

from engine.access.membership import Standing
from engine.access.visibility import is_about_neither
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import CaseKind
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


class Group(NamedTuple):
    """Cases alike. ``received`` and ``finished`` are steps: -1 before the first, n after all."""

    kind: str
    channel: str
    category: str | None
    result: str | None
    is_from_book: bool
    received: int
    finished: int
    size: int


class Clocks(NamedTuple):
    """Clocks alike, by name and unit.

    ``settled`` has the outcome, ``met`` the days taken, ``begun`` the units whose clock started.
    """

    settled: Counter[tuple[str, str | None, str]]
    met: Counter[tuple[str, str | None, int]]
    begun: Counter[tuple[str, str]]


@dataclass(frozen=True)
class Counting:
    """The reading of one period; ``seen_by``: whose own cases are left out."""

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

    def is_counted(self, group: Group) -> bool:
        in_scope = self.scope is Scope.ALL or group.category in self.corrupt
        return group.kind in COMPLAINTS and in_scope

    def groups(self) -> list[Group]:
        first_on, last_on = self.period.span
        received = _step_of(_FACT.received_on, self.spans)
        finished = _step_of(_FACT.finished_on, self.spans)
        # Of what is not finished in the period, the result is none of its figures.
        result = case((_FACT.finished_on <= last_on, _FACT.result), else_=null())
        columns = (
            _FACT.kind,
            _FACT.channel,
            _FACT.category,
            result,
            _FACT.is_from_book,
            received,
            finished,
        )
        statement = (
            select(*columns, func.count())
            .where(
                *self._cases(),
                _FACT.received_on <= last_on,
                or_(_FACT.finished_on.is_(None), _FACT.finished_on >= first_on),
            )
            .group_by(*columns)
        )
        return [Group(*row) for row in self.uow.connection.execute(statement)]

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
        return Counter({row[0]: row[1] for row in self.uow.connection.execute(statement)})

    def clocks(self) -> Clocks:
        span, by = self.period.span, (_CLOCK.name, _CLOCK.unit)
        settled = self._alike((*by, _CLOCK.outcome), _CLOCK.outcome_on.between(*span))
        met = self._alike((*by, _CLOCK.days_taken), _CLOCK.met_on.between(*span))
        of_units = _CLOCK.unit.is_not(None)
        return Clocks(settled, met, self._alike(by, of_units, _CLOCK.start_on.between(*span)))

    def _alike(self, columns: tuple[Any, ...], *conditions: ColumnElement[bool]) -> Counter[Any]:
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
        rows = self.uow.connection.execute(statement).all()
        return Counter({tuple(row[:-1]): row[-1] for row in rows})

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
