"""Rows by equality of columns, through statements that are built once.

Building a statement costs SQLAlchemy five times what running it on a small table
does, and a step runs thirty. Anything more than equality is written out where it
is needed.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)


def find_row(connection: Connection, table: Table, **key: Any) -> Row[Any] | None:
    """Return the one row with these values, or None; more than one is an error."""
    statement = _selecting(table, tuple(key), for_update=False)
    return connection.execute(statement, key).one_or_none()


def find_row_locked(connection: Connection, table: Table, **key: Any) -> Row[Any] | None:
    """Return the one row and lock it until the transaction ends (PostgreSQL)."""
    statement = _selecting(table, tuple(key), for_update=True)
    return connection.execute(statement, key).one_or_none()


def find_rows(connection: Connection, table: Table, **key: Any) -> list[Row[Any]]:
    """Return the rows with these values, in no order."""
    return list(connection.execute(_selecting(table, tuple(key), for_update=False), key).all())


def find_rows_in_order(
    connection: Connection, table: Table, order: tuple[str, ...], **key: Any
) -> list[Row[Any]]:
    """Return the rows with these values by the columns that ``order`` names, upwards."""
    return list(connection.execute(_ordered(table, order, tuple(key)), key).all())


def insert_row(connection: Connection, table: Table, **values: Any) -> None:
    connection.execute(_inserting(table), values)


def insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns; nothing for no rows."""
    if rows:
        connection.execute(_inserting(table), rows)


def update_rows(
    connection: Connection, table: Table, key: Mapping[str, Any], **values: Any
) -> None:
    """Set columns of the rows whose columns have the values of *key*."""
    given = {f"key_{name}": value for name, value in key.items()}
    connection.execute(_updating(table, tuple(key), tuple(values)), {**given, **values})


def delete_rows(connection: Connection, table: Table, **key: Any) -> None:
    connection.execute(_deleting(table, tuple(key)), key)


@cache
def _selecting(table: Table, key: tuple[str, ...], *, for_update: bool) -> Select[Any]:
    statement = select(table).where(*(table.c[name] == bindparam(name) for name in key))
    return statement.with_for_update() if for_update else statement


@cache
def _ordered(table: Table, order: tuple[str, ...], key: tuple[str, ...]) -> Select[Any]:
    return _selecting(table, key, for_update=False).order_by(*(table.c[name] for name in order))


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _updating(table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> Update:
    return (
        update(table)
        .where(*(table.c[name] == bindparam(f"key_{name}") for name in key))
        .values({name: bindparam(name) for name in names})
    )


@cache
def _deleting(table: Table, key: tuple[str, ...]) -> Delete:
    return delete(table).where(*(table.c[name] == bindparam(name) for name in key))
