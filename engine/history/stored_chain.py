"""The hash chain of one stream, as the rows of the database hold it."""

from typing import Any

from sqlalchemy import select

from engine.journal.chain import ChainedEvent, Head, verify_chain
from engine.journal.faults import Fault
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

# The columns that repeat the header, for queries: they must say the same.
_REPEATED = (
    "office_id",
    "stream_id",
    "seq",
    "kind",
    "element",
    "instance_id",
    "actor_id",
    "on_behalf_of",
    "recorded_at",
    "occurred_on",
)


def fault_of_chain(uow: UnitOfWork, stream: Any) -> Fault | None:
    """Return the first fault of a stream; ``stream`` is its row. No content is opened."""
    table = tables.case_event
    columns = (table.c.header, table.c.commitment, table.c.hash)
    events = uow.connection.execute(
        select(*columns, *(table.c[name] for name in _REPEATED))
        .where(table.c.office_id == stream.office_id, table.c.stream_id == stream.id)
        .order_by(table.c.seq)
    )
    return verify_chain(
        map(_chained, events),
        office_id=stream.office_id,
        stream_id=stream.id,
        head=Head(stream.version, stream.head),
    )


def _chained(row: Any) -> ChainedEvent:
    columns = {name: getattr(row, name) for name in _REPEATED}
    return ChainedEvent(row.header, row.commitment, row.hash, columns)
