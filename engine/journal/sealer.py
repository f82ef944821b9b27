"""Give committed events and access records their place in the log, and sign what it then holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, tuple_, update

from engine.errors import Tampered
from engine.journal.chain import access_hash
from engine.journal.checkpoint import (
    NO_PREVIOUS,
    Checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from engine.journal.merkle import EMPTY_ROOT, Frontier, leaf_hash
from engine.journal.signing_key import SigningKey
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

#: Rows a unit seals at most. The streams it seals wait for it, so it stays short.
BATCH = 1000
# PostgreSQL's advisory locks are numbers that the whole database shares.
_LOCK = 0x5EA1ED
# In log_leaf, where events count from 1.
_ACCESS_SEQ = 0


@dataclass(frozen=True)
class _Unsealed:
    """A row on its way into the log: an event, or an access record with ``seq`` 0."""

    recorded_at: datetime
    office_id: UUID
    stream_id: UUID
    seq: int
    hash: bytes

    @property
    def order(self) -> tuple[datetime, UUID, UUID, int]:
        """By time; within a stream time never runs backwards, so ``seq`` is kept."""
        return self.recorded_at, self.office_id, self.stream_id, self.seq


def seal(uow: UnitOfWork, key: SigningKey, *, batch: int = BATCH) -> Checkpoint | None:
    """Seal up to ``batch`` rows that are not in the log yet, oldest first, and sign a checkpoint.

    Returns None and writes nothing when there is nothing to seal, so call it
    until it does, each time in a unit of its own. A stream that another unit
    holds is left for the next time: nobody waits for the sealer but those whose
    rows it has in hand, and it waits for another sealer only.

    Raises
    ------
    Tampered
        The stored edge of the tree is not the one that was signed last. Nothing
        is signed on top of it.
    """
    connection = uow.connection
    _lock(connection)
    newest = find_newest_checkpoint(uow)
    frontier = _stored_frontier(connection, newest)
    rows = sorted(
        [*_unsealed_events(connection, batch), *_unsealed_accesses(connection, batch)],
        key=lambda row: row.order,
    )[:batch]
    if not rows:
        return None
    first_leaf = frontier.size
    leaves = [leaf_hash(row.hash) for row in rows]
    for leaf in leaves:
        frontier.append(leaf)
    checkpoint = sign_checkpoint(
        key,
        size=frontier.size,
        root=frontier.root(),
        previous=NO_PREVIOUS if newest is None else newest.hash,
        # A clock that was set back must not make the checkpoints look out of order.
        signed_at=uow.now if newest is None else max(uow.now, newest.signed_at),
    )
    _write_leaves(connection, rows, leaves, first_leaf)
    _mark_sealed(connection, rows, first_leaf)
    _store_frontier(connection, frontier)
    _write_checkpoint(connection, checkpoint)
    return checkpoint


def find_newest_checkpoint(uow: UnitOfWork) -> Checkpoint | None:
    """Return what was signed last, read from its note; not yet verified."""
    table = tables.checkpoint
    note = uow.connection.execute(
        select(table.c.note).order_by(table.c.size.desc()).limit(1)
    ).scalar_one_or_none()
    return None if note is None else parse_checkpoint(note)


def _lock(connection: Connection) -> None:
    # On SQLite the writing unit itself is the lock: BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _stored_frontier(connection: Connection, newest: Checkpoint | None) -> Frontier:
    size, root = (0, EMPTY_ROOT) if newest is None else (newest.size, newest.root)
    stored = connection.execute(select(tables.log_subtree)).all()
    try:
        frontier = Frontier(size, {row.level: row.root for row in stored})
    except KeyError:
        raise Tampered from None
    if frontier.root() != root:
        raise Tampered
    return frontier


def _unsealed_events(connection: Connection, batch: int) -> list[_Unsealed]:
    stream, event = tables.stream, tables.case_event
    # Each stream found has a row to seal at least, so more streams are not needed.
    grown = connection.execute(
        select(stream.c.office_id, stream.c.id)
        .where(stream.c.sealed_version < stream.c.version)
        .order_by(stream.c.last_recorded_at)
        .limit(batch)
        .with_for_update(skip_locked=True)
    ).all()
    if not grown:
        return []
    found = connection.execute(
        select(event.c.recorded_at, event.c.office_id, event.c.stream_id, event.c.seq, event.c.hash)
        .join(
            stream, (stream.c.office_id == event.c.office_id) & (stream.c.id == event.c.stream_id)
        )
        .where(
            tuple_(stream.c.office_id, stream.c.id).in_([tuple(row) for row in grown]),
            event.c.seq > stream.c.sealed_version,
            event.c.seq <= stream.c.version,
        )
        .order_by(event.c.recorded_at, event.c.office_id, event.c.stream_id, event.c.seq)
        .limit(batch)
    )
    return [_Unsealed(*row) for row in found]


def _unsealed_accesses(connection: Connection, batch: int) -> list[_Unsealed]:
    table = tables.access_event
    found = connection.execute(
        select(table.c.recorded_at, table.c.office_id, table.c.id, table.c.record)
        .where(table.c.leaf_index.is_(None))
        .order_by(table.c.recorded_at)
        .limit(batch)
    )
    return [
        _Unsealed(row.recorded_at, row.office_id, row.id, _ACCESS_SEQ, access_hash(row.record))
        for row in found
    ]


def _write_leaves(
    connection: Connection, rows: Sequence[_Unsealed], leaves: Iterable[bytes], first: int
) -> None:
    connection.execute(
        insert(tables.log_leaf),
        [
            {
                "index": index,
                "office_id": row.office_id,
                "stream_id": row.stream_id,
                "seq": row.seq,
                "leaf": leaf,
            }
            for index, (row, leaf) in enumerate(zip(rows, leaves, strict=True), start=first)
        ],
    )


def _mark_sealed(connection: Connection, rows: Sequence[_Unsealed], first: int) -> None:
    accesses: list[dict[str, Any]] = []
    versions: dict[tuple[UUID, UUID], int] = {}
    for index, row in enumerate(rows, start=first):
        if row.seq == _ACCESS_SEQ:
            accesses.append({"office": row.office_id, "row": row.stream_id, "leaf": index})
        else:
            versions[row.office_id, row.stream_id] = row.seq
    if accesses:
        access = tables.access_event
        connection.execute(
            update(access)
            .where(access.c.office_id == bindparam("office"), access.c.id == bindparam("row"))
            .values(leaf_index=bindparam("leaf")),
            accesses,
        )
    if versions:
        stream = tables.stream
        connection.execute(
            update(stream)
            .where(stream.c.office_id == bindparam("office"), stream.c.id == bindparam("row"))
            .values(sealed_version=bindparam("sealed")),
            [
                {"office": office_id, "row": stream_id, "sealed": seq}
                for (office_id, stream_id), seq in versions.items()
            ],
        )


def _store_frontier(connection: Connection, frontier: Frontier) -> None:
    connection.execute(delete(tables.log_subtree))
    connection.execute(
        insert(tables.log_subtree),
        [{"level": level, "root": root} for level, root in frontier.peaks.items()],
    )


def _write_checkpoint(connection: Connection, checkpoint: Checkpoint) -> None:
    connection.execute(
        insert(tables.checkpoint).values(
            size=checkpoint.size,
            root=checkpoint.root,
            previous=checkpoint.previous,
            signed_at=checkpoint.signed_at,
            key_id=checkpoint.key_id,
            note=checkpoint.text,
            signature=checkpoint.signature,
        )
    )
