"""Whether the history of one case is whole, and how much of it stands in the signed log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engine.access.membership import Standing
from engine.history.audit_access import granted_case
from engine.history.stored_chain import fault_of_chain
from engine.journal.faults import Fault, FaultKind
from engine.journal.merkle import leaf_hash
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SealedEvent:
    """One event in the log: its place, its commitment, and the checkpoint that first covers it."""

    commitment: bytes
    hash: bytes
    leaf: int | None
    checkpoint_size: int | None
    signed_at: datetime | None
    key_id: str | None


@dataclass(frozen=True)
class CaseProof:
    """``fault`` is the first thing wrong; ``sealed`` of ``events`` stand in the signed log.

    The chain and the stored leaves are verified here and now. That the log's own
    root is the one that was signed is the work of ``sucharit audit verify``.
    """

    verified_at: datetime
    events: int
    sealed: int
    fault: Fault | None
    event: SealedEvent | None

    @property
    def waiting(self) -> int:
        return self.events - self.sealed


def prove_case(uow: UnitOfWork, standing: Standing, case_id: UUID, seq: int) -> CaseProof:
    """Verify the stored rows of a case of the auditor's grant, and tell of one event.

    No content is opened, so this holds for an erased case too.

    Raises
    ------
    NotPermitted, NotFound
        As ``granted_case``.
    """
    granted_case(uow, standing, case_id, uow.today)
    table = tables.stream
    stream = uow.connection.execute(
        select(table).where(table.c.office_id == uow.actor.office_id, table.c.id == case_id)
    ).one()
    return CaseProof(
        verified_at=uow.now,
        events=stream.version,
        sealed=stream.sealed_version,
        fault=fault_of_chain(uow, stream) or _fault_of_leaves(uow, case_id, stream.sealed_version),
        event=_sealed_event(uow, case_id, seq),
    )


def _fault_of_leaves(uow: UnitOfWork, case_id: UUID, sealed_version: int) -> Fault | None:
    """Hold each sealed event against its leaf, and the number of leaves against the stream."""
    leaf, event = tables.log_leaf, tables.case_event
    rows = uow.connection.execute(
        select(leaf.c.index.label("place"), leaf.c.leaf, leaf.c.seq, event.c.hash)
        .outerjoin(
            event,
            (event.c.office_id == leaf.c.office_id)
            & (event.c.stream_id == leaf.c.stream_id)
            & (event.c.seq == leaf.c.seq),
        )
        .where(leaf.c.office_id == uow.actor.office_id, leaf.c.stream_id == case_id)
        .order_by(leaf.c.seq)
    ).all()
    for expected, row in enumerate(rows, start=1):
        if row.seq != expected:
            return Fault(kind=FaultKind.LEAF_OUT_OF_ORDER, stream_id=case_id, seq=expected)
        if row.hash is None or leaf_hash(row.hash) != bytes(row.leaf):
            place = (row.place, row.place + 1)
            return Fault(
                kind=FaultKind.LEAF_NOT_PROVED, stream_id=case_id, seq=row.seq, leaves=place
            )
    if len(rows) != sealed_version:
        return Fault(kind=FaultKind.LEAF_OUT_OF_ORDER, stream_id=case_id, seq=sealed_version)
    return None


def _sealed_event(uow: UnitOfWork, case_id: UUID, seq: int) -> SealedEvent | None:
    event, leaf, checkpoint = tables.case_event, tables.log_leaf, tables.checkpoint
    row = uow.connection.execute(
        select(event.c.commitment, event.c.hash, leaf.c.index.label("place"))
        .outerjoin(leaf, (leaf.c.stream_id == event.c.stream_id) & (leaf.c.seq == event.c.seq))
        .where(
            event.c.office_id == uow.actor.office_id,
            event.c.stream_id == case_id,
            event.c.seq == seq,
        )
    ).one_or_none()
    if row is None:
        return None
    covering = None
    if row.place is not None:
        covering = uow.connection.execute(
            select(checkpoint.c.size, checkpoint.c.signed_at, checkpoint.c.key_id)
            .where(checkpoint.c.size > row.place)
            .order_by(checkpoint.c.size)
            .limit(1)
        ).one_or_none()
    return SealedEvent(
        commitment=row.commitment,
        hash=row.hash,
        leaf=row.place,
        checkpoint_size=covering.size if covering else None,
        signed_at=covering.signed_at if covering else None,
        key_id=covering.key_id if covering else None,
    )
