"""Verify a whole database: every stream by itself, then all of them against what was signed.

The offline verification (journal/verify.py) sees lines of evidence only. Here the
rows around them are held against it too: the columns that repeat a header, the
heads that the streams remember, the contents against their commitments, the
stored leaves against the rows they stand for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from engine.errors import KeyUnavailable, Tampered
from engine.history.evidence_export import evidence_lines, snapshot
from engine.history.stored_chain import fault_of_chain
from engine.journal.chain import access_hash
from engine.journal.checkpoint import Checkpoint, parse_checkpoint
from engine.journal.events import read_stream
from engine.journal.faults import Fault, FaultKind
from engine.journal.merkle import leaf_hash
from engine.journal.signing_key import VerifyingKey
from engine.journal.verify import EventReceipt, Outcome, Verdict, verify
from engine.store import tables
from engine.store.unit_of_work import Actor, Store, UnitOfWork

_PAGE = 2000


def verify_database(
    store: Store,
    *,
    keys: Sequence[VerifyingKey],
    anchors: Sequence[Checkpoint] = (),
    receipts: Sequence[EventReceipt] = (),
) -> Verdict:
    """Judge everything that is stored; the first fault met is the verdict's.

    Everything is read in one transaction, as it stood when it began.
    """
    with snapshot(store.database) as connection:
        verdict = verify(evidence_lines(connection), keys=keys, anchors=anchors, receipts=receipts)
        if verdict.fault is not None:
            # Its line counts in a file that nobody has here.
            return replace(verdict, fault=replace(verdict.fault, line=None))
        fault = next(_stored_faults(store, connection), None)
    if fault is None:
        return verdict
    return replace(verdict, outcome=Outcome.BROKEN, fault=fault)


def _stored_faults(store: Store, connection: Connection) -> Iterator[Fault]:
    yield from _faults_of_checkpoints(connection)
    yield from _faults_of_leaves(connection)
    table = tables.stream
    streams = connection.execute(
        select(table.c.office_id, table.c.id).order_by(table.c.office_id, table.c.id)
    ).all()
    for office_id, stream_id in streams:
        actor = Actor(office_id, None, "verification")
        uow = UnitOfWork(connection, actor, store.vault, store.folds, store.clock)
        fault = _fault_of_stream(uow, stream_id)
        if fault is not None:
            yield fault


def _faults_of_checkpoints(connection: Connection) -> Iterator[Fault]:
    for row in connection.execute(select(tables.checkpoint)):
        note = parse_checkpoint(row.note)
        if any(getattr(note, name) != getattr(row, name) for name in _CHECKPOINT_COLUMNS):
            yield Fault(kind=FaultKind.CHECKPOINT_UNLINKED, size=row.size)


_CHECKPOINT_COLUMNS = ("size", "root", "previous", "signed_at", "key_id", "signature")


def _faults_of_leaves(connection: Connection) -> Iterator[Fault]:
    """Find stored leaves that are not the hash of the row they stand for."""
    leaf, event, access = tables.log_leaf, tables.case_event, tables.access_event
    page = (
        select(
            leaf.c.index.label("place"),
            leaf.c.leaf,
            event.c.hash,
            access.c.record,
            access.c.leaf_index,
        )
        .outerjoin(
            event,
            (event.c.office_id == leaf.c.office_id)
            & (event.c.stream_id == leaf.c.stream_id)
            & (event.c.seq == leaf.c.seq),
        )
        .outerjoin(
            access, (access.c.office_id == leaf.c.office_id) & (access.c.id == leaf.c.stream_id)
        )
        .order_by(leaf.c.index)
        .limit(_PAGE)
    )
    after = -1
    while rows := connection.execute(page.where(leaf.c.index > after)).all():
        after = rows[-1].place
        for row in rows:
            if not _is_leaf_of_its_row(row):
                yield Fault(kind=FaultKind.LEAF_NOT_PROVED, leaves=(row.place, row.place + 1))


def _is_leaf_of_its_row(row: Any) -> bool:
    if row.record is not None and row.leaf_index != row.place:
        return False
    row_hash = row.hash if row.record is None else access_hash(row.record)
    return row_hash is not None and leaf_hash(row_hash) == bytes(row.leaf)


def _fault_of_stream(uow: UnitOfWork, stream_id: UUID) -> Fault | None:
    stream = tables.stream
    row = uow.connection.execute(
        select(stream).where(stream.c.office_id == uow.actor.office_id, stream.c.id == stream_id)
    ).one()
    return (
        fault_of_chain(uow, row)
        or _fault_of_sealing(uow, row)
        or _fault_of_contents(uow, stream_id)
    )


def _fault_of_sealing(uow: UnitOfWork, stream: Any) -> Fault | None:
    """Find a stream that claims to be sealed further than it is: its rows would never be."""
    leaf = tables.log_leaf
    sealed = uow.connection.scalar(
        select(func.max(leaf.c.seq)).where(leaf.c.stream_id == stream.id)
    )
    if (sealed or 0) >= stream.sealed_version:
        return None
    return Fault(kind=FaultKind.LEAF_OUT_OF_ORDER, stream_id=stream.id, seq=stream.sealed_version)


def _fault_of_contents(uow: UnitOfWork, stream_id: UUID) -> Fault | None:
    """Open every content; an erased case has none left to open, and its chain still holds."""
    seq = 0
    try:
        for event in read_stream(uow, stream_id):
            seq = event.seq
    except KeyUnavailable:
        return None
    except Tampered:
        return Fault(kind=FaultKind.CONTENT_ALTERED, stream_id=stream_id, seq=seq + 1)
    return None
