"""The register of complaints as a book: its lines in the order of their numbers.

There are two books, each a series of numbers. What somebody may not read is no line, in no
count and named in no remark; only the series of the numbers itself tells of it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, or_, select, tuple_

from engine.access.membership import Standing
from engine.access.permissions import Command, check
from engine.cases.numbers import REGISTER
from engine.cases.register import ARCHIVED, DESTROYED, OPEN, ORDINARY, VOIDED
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.register_lines import Book, Line, State, read_lines
from engine.work.lists.search import cases_with, readable

PAGE = 50
# So many lines are read with one statement each for what stands beside the register.
_AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """What of a book is asked for; what is None or "" narrows nothing.

    ``year`` is a Buddhist year of the book's own numbering.
    """

    book: Book = Book.ORDINARY
    year: int | None = None
    state: State | None = None
    kind: str = ""
    channel: str = ""
    category: str = ""
    from_on: date | None = None
    to_on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Cursor:
    """The line behind which a page begins, or before which it ends."""

    year: int
    ordinal: int
    is_back: bool = False


@dataclass(frozen=True)
class RegisterPage:
    """A page of the book, the newest number first."""

    lines: list[Line]
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True)
class Extract:
    """All lines that are asked for, the first number first. ``is_cut``: there are more."""

    lines: list[Line]
    is_cut: bool


def read_register(
    uow: UnitOfWork,
    standing: Standing,
    wanted: Wanted,
    *,
    cursor: Cursor | None = None,
    limit: int = PAGE,
) -> RegisterPage:
    """Return a page of the lines that the person may read.

    Raises
    ------
    NotPermitted
        Nobody of her roles keeps or reads the register.
    InvalidTransition
        The text is too short to look for, or found too often.
    """
    check(standing, Command.SEE_REGISTER)
    is_back = cursor is not None and cursor.is_back
    query = _lines(uow, standing, wanted)
    if cursor is not None:
        query = query.where(_behind(cursor, wanted.year, is_ascending=is_back))
    rows = uow.connection.execute(_ordered(query, is_ascending=is_back).limit(limit + 1)).all()
    shown = list(rows[:limit])
    if is_back:
        shown.reverse()
    has_more = len(rows) > limit
    has_before = has_more if is_back else cursor is not None
    has_after = True if is_back else has_more
    return RegisterPage(
        lines=read_lines(uow, standing, wanted.book, shown),
        previous=_at(shown[0], is_back=True) if shown and has_before else None,
        next=_at(shown[-1]) if shown and has_after else None,
    )


def extract_register(uow: UnitOfWork, standing: Standing, wanted: Wanted, most: int) -> Extract:
    """Return the lines for a paper or a file, ``most`` of them.

    Raises
    ------
    NotPermitted
        None of her roles takes the register out of the system.
    InvalidTransition
        The text is too short to look for, or found too often.
    """
    check(standing, Command.TAKE_OUT_REGISTER)
    query = _ordered(_lines(uow, standing, wanted), is_ascending=True)
    rows = uow.connection.execute(query.limit(most + 1)).all()
    lines = [
        line
        for start in range(0, min(len(rows), most), _AT_ONCE)
        for line in read_lines(
            uow, standing, wanted.book, rows[start : min(start + _AT_ONCE, most)]
        )
    ]
    return Extract(lines, is_cut=len(rows) > most)


def register_years(uow: UnitOfWork, standing: Standing) -> list[int]:
    """Return the years in which the open book has numbers, the newest first.

    The secret book offers the same: that it has a year of its own would tell of a case in it.
    """
    check(standing, Command.SEE_REGISTER)
    series = tables.number_series
    found = uow.connection.scalars(
        select(series.c.year)
        .where(series.c.office_id == standing.office_id, series.c.series == REGISTER)
        .order_by(series.c.year.desc())
    )
    return list(found)


# -- Which lines ---------------------------------------------------------------------------------


def _lines(uow: UnitOfWork, standing: Standing, wanted: Wanted) -> Select[Any]:
    register = tables.case
    query = select(
        register.c.number,
        register.c.year,
        register.c.ordinal,
        register.c.id,
        register.c.received_on,
        register.c.secrecy,
        register.c.kind,
        register.c.channel,
        register.c.category,
        register.c.subject,
        register.c.place,
        register.c.is_anonymous,
        register.c.status,
        register.c.result,
        register.c.decided_on,
        register.c.closed_on,
        register.c.suspended_for,
        register.c.withdrawal,
        register.c.registry_number,
        register.c.is_from_book,
        register.c.book_remark,
    ).where(
        register.c.office_id == standing.office_id,
        register.c.series == wanted.book.value,
        readable(standing, register),
        *_asked(wanted, is_sqlite=uow.connection.dialect.name == "sqlite"),
    )
    if wanted.text.strip():
        query = query.where(register.c.id.in_(cases_with(uow, standing, wanted.text)))
    return query


def _asked(wanted: Wanted, *, is_sqlite: bool) -> list[ColumnElement[bool]]:
    register = tables.case
    received_on = _received_on(is_sqlite=is_sqlite)
    asked: list[ColumnElement[bool]] = [
        register.c[name] == value
        for name in ("kind", "channel", "category")
        if (value := getattr(wanted, name))
    ]
    if wanted.year is not None:
        asked.append(register.c.year == wanted.year)
    if wanted.from_on is not None:
        asked.append(received_on >= wanted.from_on)
    if wanted.to_on is not None:
        asked.append(received_on <= wanted.to_on)
    if wanted.state is not None:
        asked.append(_in_state(wanted.state))
    if wanted.book is Book.ORDINARY and _asks_what_is_withheld(wanted):
        # That it is among them would tell on paper what the line withholds.
        asked.append(register.c.secrecy == ORDINARY)
    return asked


def _received_on(*, is_sqlite: bool) -> ColumnElement[date]:
    received_on: ColumnElement[date] = tables.case.c.received_on
    # Bare, SQLite goes by the index of the days and puts a hundred thousand lines in order.
    return func.coalesce(received_on, null()) if is_sqlite else received_on


def _asks_what_is_withheld(wanted: Wanted) -> bool:
    return bool(wanted.kind or wanted.channel or wanted.category or wanted.text.strip())


def _in_state(state: State) -> ColumnElement[bool]:
    register = tables.case
    has_result = or_(register.c.decided_on.is_not(None), register.c.result.is_not(None))
    found: ColumnElement[bool] = {
        State.OPEN: and_(register.c.status == OPEN, ~has_result),
        State.CONCLUDED: and_(register.c.status == OPEN, has_result),
        State.FILED: register.c.status == ARCHIVED,
        State.DESTROYED: register.c.status == DESTROYED,
        State.VOIDED: register.c.status == VOIDED,
    }[state]
    return found


def _behind(cursor: Cursor, year: int | None, *, is_ascending: bool) -> ColumnElement[bool]:
    register = tables.case
    if year == cursor.year:
        # Said of the year and the place together it is no range of the index to SQLite.
        ordinal = register.c.ordinal
        return ordinal > cursor.ordinal if is_ascending else ordinal < cursor.ordinal
    here = tuple_(register.c.year, register.c.ordinal)
    there = tuple_(literal(cursor.year), literal(cursor.ordinal))
    return here > there if is_ascending else here < there


def _ordered(query: Select[Any], *, is_ascending: bool) -> Select[Any]:
    keys = (tables.case.c.year, tables.case.c.ordinal)
    return query.order_by(*(key if is_ascending else key.desc() for key in keys))


def _at(row: Any, *, is_back: bool = False) -> Cursor:
    return Cursor(row.year, row.ordinal, is_back)
