"""All rows of a database, to compare before and after."""

from typing import Any

from sqlalchemy import select

from engine.store.columns import metadata
from engine.store.database import Database

Snapshot = dict[str, list[tuple[Any, ...]]]


def snapshot(database: Database) -> Snapshot:
    """Return every row of every table, each table in the order of its key."""
    with database.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }


def changed_tables(before: Snapshot, after: Snapshot) -> set[str]:
    return {name for name, rows in after.items() if rows != before[name]}
