"""What is asked of a database, so that a test can hold that more rows do not ask more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engine.store.database import Database


@contextmanager
def asked_of(database: Database) -> Iterator[list[str]]:
    """Collect the statements that are executed meanwhile, on whatever connection."""
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
