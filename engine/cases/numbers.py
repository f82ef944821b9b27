"""Register numbers (เลขรับเรื่อง): without a gap, never given twice."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.office.fiscal_year import buddhist_year
from engine.office.profile_tables import NumberSeries
from engine.store import tables
from engine.store.rows import find_row
from engine.store.unit_of_work import UnitOfWork

# The two books (ทะเบียน) of an office, as its profile names them.
REGISTER, SECRET_REGISTER = "register", "secret_register"
# What the office does of itself stands in neither.
OFFICE_BUSINESS = "office_business"


@dataclass(frozen=True)
class GivenNumber:
    """A number as it is read, and its place in the book: the year is that of the series."""

    number: str
    series: str
    year: int
    ordinal: int


def take_number(
    uow: UnitOfWork, key: str, series: NumberSeries, received_on: date, case_id: UUID
) -> GivenNumber:
    """Give the case the next number of the series in the year it was received.

    The series' row stays locked until the unit ends, so a unit that is rolled
    back leaves no hole, and two that register at once wait for each other.
    """
    year = buddhist_year(received_on, series.year)
    return _keep(uow, key, series, year, _next_ordinal(uow, key, year), case_id)


def enter_number(
    uow: UnitOfWork, key: str, series: NumberSeries, year: int, ordinal: int, case_id: UUID
) -> GivenNumber:
    """Give a case the number that it had in the paper book; new ones go on behind it.

    The series' row stays locked until the unit ends.
    """
    keep_ahead(uow, key, year, ordinal)
    return _keep(uow, key, series, year, ordinal, case_id)


def _keep(
    uow: UnitOfWork, key: str, series: NumberSeries, year: int, ordinal: int, case_id: UUID
) -> GivenNumber:
    given = GivenNumber(series.render(ordinal, year), key, year, ordinal)
    uow.connection.execute(
        insert(tables.case_number).values(
            office_id=uow.actor.office_id, case_id=case_id, **vars(given)
        )
    )
    return given


def keep_ahead(uow: UnitOfWork, key: str, year: int, ordinal: int) -> None:
    """Let the next number of a series be none of those up to ``ordinal``, and lock it."""
    table = tables.number_series
    here = (
        (table.c.office_id == uow.actor.office_id)
        & (table.c.series == key)
        & (table.c.year == year)
    )
    last: int | None = uow.connection.scalar(select(table.c.last).where(here).with_for_update())
    if last is None:
        row = insert(table).values(
            office_id=uow.actor.office_id, series=key, year=year, last=ordinal
        )
        try:
            with uow.connection.begin_nested():
                uow.connection.execute(row)
        except IntegrityError:
            keep_ahead(uow, key, year, ordinal)
    elif last < ordinal:
        uow.connection.execute(update(table).where(here).values(last=ordinal))


def _next_ordinal(uow: UnitOfWork, key: str, year: int) -> int:
    table = tables.number_series
    here = (
        (table.c.office_id == uow.actor.office_id)
        & (table.c.series == key)
        & (table.c.year == year)
    )
    last: int | None = uow.connection.scalar(select(table.c.last).where(here).with_for_update())
    if last is None:
        return _first_ordinal(uow, key, year)
    uow.connection.execute(update(table).where(here).values(last=last + 1))
    return last + 1


def _first_ordinal(uow: UnitOfWork, key: str, year: int) -> int:
    row = insert(tables.number_series).values(
        office_id=uow.actor.office_id, series=key, year=year, last=1
    )
    try:
        with uow.connection.begin_nested():
            uow.connection.execute(row)
    except IntegrityError:
        # Another unit began the year while this one waited for the row.
        return _next_ordinal(uow, key, year)
    return 1


def find_case_of_number(uow: UnitOfWork, number: str) -> UUID | None:
    """Return the case that a number of this office was given to; None for a voided one."""
    row = find_row(uow.connection, tables.case_number, office_id=uow.actor.office_id, number=number)
    if row is None or row.voided_because is not None:
        return None
    case_id: UUID = row.case_id
    return case_id


def void_number(uow: UnitOfWork, number: str, reason: str) -> None:
    """Mark a number ยกเลิก: it stays in the register with its reason and is not given again."""
    table = tables.case_number
    uow.connection.execute(
        update(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.number == number)
        .values(voided_because=reason)
    )


def why_voided(uow: UnitOfWork, number: str) -> str | None:
    """Return why a number of this office was marked ยกเลิก; None for one that counts."""
    row = find_row(uow.connection, tables.case_number, office_id=uow.actor.office_id, number=number)
    because: str | None = row.voided_because if row else None
    return because
