"""How satisfied those are who were told a result (seed 004, indicator 2.1): counts, and a mean.

A mean of few would tell what one of them said, and so would two means of which one holds a few
more. It is therefore told of a half of a fiscal year with enough answers, and of the whole year
if neither half has too few; of no other span and of no part of the cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from engine.access.membership import Standing
from engine.access.visibility import is_about_neither
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.fiscal_year import FiscalYear, Period
from engine.store import tables
from engine.store.rows import find_row, insert_row
from engine.store.unit_of_work import Fold, UnitOfWork

SCORES: Final = (5, 4, 3, 2, 1)
"""From very satisfied to very dissatisfied."""


@dataclass(frozen=True)
class Satisfaction:
    """How many answered in a span, and what they said on average; None where it is withheld."""

    answered: int = 0
    mean: Decimal | None = None


NOT_ASKED: Final = Satisfaction()


class _Answers(NamedTuple):
    number: int
    points: int


def count_satisfaction(
    uow: UnitOfWork, span: Period, threshold: int, *, seen_by: Standing | None = None
) -> Satisfaction:
    """Count the answers of a span, less those in cases about ``seen_by`` (U2).

    Whoever would see fewer than there are is told no mean: another reader's would tell the rest.
    """
    answers = _answers(uow, span, seen_by)
    if answers != _answers(uow, span, None) or not _may_be_told(uow, span, threshold):
        return Satisfaction(answers.number)
    mean = Decimal(answers.points) / Decimal(answers.number)
    return Satisfaction(answers.number, mean.quantize(Decimal("0.1"), ROUND_HALF_UP))


def has_answered(uow: UnitOfWork, case_id: UUID, party_id: UUID) -> bool:
    """Tell whether a complainant has said how satisfied she is: it is asked once."""
    place = {"office_id": uow.actor.office_id, "case_id": case_id, "party_id": party_id}
    return find_row(uow.connection, tables.satisfaction_fact, **place) is not None


def is_asked(uow: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether a case is finished, its result told to everybody, and counted by itself."""
    place = {"office_id": uow.actor.office_id, "case_id": case_id}
    fact = find_row(uow.connection, tables.case_fact, **place)
    return fact is not None and fact.is_counted and fact.finished_on is not None


def _answers(uow: UnitOfWork, span: Period, seen_by: Standing | None) -> _Answers:
    fact = tables.satisfaction_fact.c
    statement = select(func.count(), func.coalesce(func.sum(fact.score), 0)).where(
        fact.office_id == uow.actor.office_id,
        fact.told_on.between(span.first_on, span.last_on),
    )
    if seen_by is not None:
        statement = statement.where(is_about_neither(seen_by, fact.case_id))
    number, points = uow.connection.execute(statement).one()
    return _Answers(number, int(points))


def _may_be_told(uow: UnitOfWork, span: Period, threshold: int) -> bool:
    year = FiscalYear.of(span.first_on)
    if span in year.halves:
        parts = [span]
    elif span == Period(year.first_on, year.last_on):
        parts = list(year.halves)
    else:
        return False
    numbers = [_answers(uow, part, None).number for part in parts]
    return any(numbers) and all(number == 0 or number >= threshold for number in numbers)


def _told(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.satisfaction_fact,
        office_id=event.office_id,
        case_id=event.stream_id,
        party_id=UUID(event.content["party"]),
        score=event.content["score"],
        told_on=event.occurred_on,
    )


FOLDS: Mapping[EventKind, Fold] = {EventKind.SATISFACTION_TOLD: _told}
