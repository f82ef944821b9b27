"""Register numbers (เลขรับเรื่อง): without a gap, never given twice."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NumberSeries:
    """A run of numbers that starts again at 1 each year (Buddhist era), as ``prefix``1/2570."""

    key: str
    year: int
    prefix: str

    def number(self, ordinal: int) -> str:
        return f"{self.prefix}{ordinal}/{self.year}"


def take_number(uow: UnitOfWork, series: NumberSeries, case_id: UUID) -> str:
    """Give the case the next number of the series.

    The series' row stays locked until the unit ends, so a unit that is rolled
    back leaves no hole, and two that register at once wait for each other.
    """
    number = series.number(_next_ordinal(uow, series))
    uow.connection.execute(
        insert(tables.case_number).values(
            office_id=uow.actor.office_id, number=number, case_id=case_id
        )
    )
    return number


def _next_ordinal(uow: UnitOfWork, series: NumberSeries) -> int:
    table = tables.number_series
    here = (
        (table.c.office_id == uow.actor.office_id)
        & (table.c.series == series.key)
        & (table.c.year == series.year)
    )
    last = uow.connection.scalar(select(table.c.last).where(here).with_for_update())
    if last is None:
        return _first_ordinal(uow, series)
    uow.connection.execute(update(table).where(here).values(last=last + 1))
    return last + 1


def _first_ordinal(uow: UnitOfWork, series: NumberSeries) -> int:
    row = insert(tables.number_series).values(
        office_id=uow.actor.office_id, series=series.key, year=series.year, last=1
    )
    try:
        with uow.connection.begin_nested():
            uow.connection.execute(row)
    except IntegrityError:
        # Another unit began the year while this one waited for the row.
        return _next_ordinal(uow, series)
    return 1


def void_number(uow: UnitOfWork, number: str, reason: str) -> None:
    """Mark a number ยกเลิก: it stays in the register with its reason and is not given again."""
    table = tables.case_number
    uow.connection.execute(
        update(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.number == number)
        .values(voided_because=reason)
    )
