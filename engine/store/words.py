"""Locks that are named by a word: for what has no row yet that could be locked."""

from sqlalchemy import Connection, func, select


def hold_word(connection: Connection, word: str, *, shared: bool = False) -> None:
    """Wait until nobody else holds this word, and hold it until the transaction ends.

    Who holds it ``shared`` waits only for whoever wants it alone. On SQLite the
    writing transaction itself is the lock: BEGIN IMMEDIATE.

    Raises
    ------
    Busy
        It was not to be had within the lock time-out.
    """
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        connection.execute(select(lock(func.hashtextextended(word, 0))))
