"""The whole log as lines of evidence, read in one transaction and never held in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, and_, select

from engine.journal.evidence import Scope, access_line, checkpoint_line, event_line, scope_line
from engine.store import tables
from engine.store.database import Database

_PAGE = 2000
# In log_leaf, where events count from 1.
_ACCESS_SEQ = 0


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Read the database as it stands at one moment, however long the reading takes."""
    with database.reading() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield connection


def evidence_lines(connection: Connection) -> Iterator[str]:
    """Yield the evidence of the whole log, without any content: see journal/evidence.py.

    Rows that the log points to and that are gone are left out: whoever verifies
    finds the gap. ``connection`` reads a snapshot.
    """
    yield scope_line(Scope.WHOLE)
    for note in connection.scalars(
        select(tables.checkpoint.c.note).order_by(tables.checkpoint.c.size)
    ):
        yield checkpoint_line(note)
    yield from _sealed_rows(connection)
    yield from _unsealed_events(connection)
    yield from _unsealed_accesses(connection)


def _sealed_rows(connection: Connection) -> Iterator[str]:
    leaf, event, access = tables.log_leaf, tables.case_event, tables.access_event
    page = (
        select(
            leaf.c.index.label("place"),
            leaf.c.seq,
            event.c.header,
            event.c.commitment,
            event.c.hash,
            access.c.record,
        )
        .outerjoin(
            event,
            and_(
                event.c.office_id == leaf.c.office_id,
                event.c.stream_id == leaf.c.stream_id,
                event.c.seq == leaf.c.seq,
            ),
        )
        .outerjoin(
            access, and_(access.c.office_id == leaf.c.office_id, access.c.id == leaf.c.stream_id)
        )
        .order_by(leaf.c.index)
        .limit(_PAGE)
    )
    after = -1
    while rows := connection.execute(page.where(leaf.c.index > after)).all():
        after = rows[-1].place
        yield from filter(None, map(_line_of, rows))


def _line_of(row: Any) -> str | None:
    if row.seq == _ACCESS_SEQ:
        return None if row.record is None else access_line(record=row.record, leaf=row.place)
    return None if row.header is None else _event_line(row, row.place)


def _event_line(row: Any, leaf: int | None) -> str:
    return event_line(header=row.header, commitment=row.commitment, event_hash=row.hash, leaf=leaf)


def _unsealed_events(connection: Connection) -> Iterator[str]:
    stream, event = tables.stream, tables.case_event
    grown = connection.execute(
        select(stream.c.office_id, stream.c.id, stream.c.sealed_version)
        .where(stream.c.sealed_version < stream.c.version)
        .order_by(stream.c.office_id, stream.c.id)
    ).all()
    for office_id, stream_id, sealed_version in grown:
        rows = connection.execute(
            select(event.c.header, event.c.commitment, event.c.hash)
            .where(
                event.c.office_id == office_id,
                event.c.stream_id == stream_id,
                event.c.seq > sealed_version,
            )
            .order_by(event.c.seq)
        )
        for row in rows:
            yield _event_line(row, None)


def _unsealed_accesses(connection: Connection) -> Iterator[str]:
    access = tables.access_event
    records = connection.scalars(
        select(access.c.record)
        .where(access.c.leaf_index.is_(None))
        .order_by(access.c.recorded_at, access.c.id)
    )
    for record in records:
        yield access_line(record=record, leaf=None)
