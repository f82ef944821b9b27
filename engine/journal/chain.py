"""The hash chain of a stream: each event's hash covers its header, its commitment and its past.

    genesis     = SHA-256("sucharit stream 1" ‖ office id ‖ stream id)
    event hash  = SHA-256("sucharit event 1" ‖ previous hash ‖ commitment ‖ header bytes)
    access hash = SHA-256("sucharit access 1" ‖ record bytes)

Ids are their 16 bytes; every part but the last has a fixed length, so no byte
can move from one part to its neighbour. The leading words keep a hash of one
kind from passing as another.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.errors import Tampered
from engine.journal.canonical import NotCanonical, canonical_bytes
from engine.journal.faults import Fault, FaultKind

HASH_LENGTH = 32


@dataclass(frozen=True)
class EventHeader:
    """What is clear about an event. ``seq`` counts from 1 in its stream."""

    office_id: UUID
    stream_id: UUID
    seq: int
    kind: str
    element: str | None
    instance_id: UUID | None
    actor_id: UUID | None
    on_behalf_of: UUID | None
    recorded_at: datetime
    occurred_on: date
    edition: str | None
    engine_version: str


@dataclass(frozen=True)
class ChainedEvent:
    """A stored event as the chain sees it: exact bytes, and the columns that repeat the header."""

    header: bytes
    commitment: bytes
    hash: bytes
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """Where a stream stands: its last event's ``seq`` and hash; 0 and genesis when empty."""

    seq: int
    hash: bytes


def header_bytes(header: EventHeader) -> bytes:
    """Return the canonical bytes that are stored and hashed.

    What is None is left out, so that a later release can add a field without
    changing the bytes of what is already written.
    """
    return canonical_bytes(
        {name: value for name, value in vars(header).items() if value is not None}
    )


def read_header(data: bytes) -> EventHeader:
    """Return the header; :class:`Tampered` unless these are exactly its canonical bytes."""
    try:
        found = json.loads(data)
        header = EventHeader(
            office_id=UUID(found["office_id"]),
            stream_id=UUID(found["stream_id"]),
            seq=found["seq"],
            kind=found["kind"],
            element=found.get("element"),
            instance_id=_optional_id(found.get("instance_id")),
            actor_id=_optional_id(found.get("actor_id")),
            on_behalf_of=_optional_id(found.get("on_behalf_of")),
            recorded_at=datetime.fromisoformat(found["recorded_at"]),
            occurred_on=date.fromisoformat(found["occurred_on"]),
            edition=found.get("edition"),
            engine_version=found["engine_version"],
        )
        written = header_bytes(header)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, NotCanonical) as error:
        raise Tampered from error
    if written != data:
        raise Tampered
    return header


def genesis_hash(office_id: UUID, stream_id: UUID) -> bytes:
    """Return what stands before the first event of a stream."""
    return hashlib.sha256(b"sucharit stream 1" + office_id.bytes + stream_id.bytes).digest()


def event_hash(previous_hash: bytes, header: bytes, commitment_digest: bytes) -> bytes:
    if len(previous_hash) != HASH_LENGTH or len(commitment_digest) != HASH_LENGTH:
        raise ValueError("a hash has 32 bytes")
    return hashlib.sha256(b"sucharit event 1" + previous_hash + commitment_digest + header).digest()


def access_hash(record: bytes) -> bytes:
    """Return the hash under which an access record (who looked at what) enters the log."""
    return hashlib.sha256(b"sucharit access 1" + record).digest()


def verify_chain(
    events: Iterable[ChainedEvent], *, office_id: UUID, stream_id: UUID, head: Head | None = None
) -> Fault | None:
    """Return the first fault of a stream read from its first event, None when it is whole.

    Give ``head`` from the stream's own row: without it an event missing at the
    end is not seen here, and with it only if the row was forgotten. What was cut
    knowingly is seen against a checkpoint (verify.py).
    """
    seq, previous, last = 0, genesis_hash(office_id, stream_id), None
    for event in events:
        seq += 1
        try:
            header = read_header(event.header)
        except Tampered:
            return Fault(kind=FaultKind.HEADER_ALTERED, stream_id=stream_id, seq=seq)
        kind = _fault_of(event, header, Head(seq, previous), (office_id, stream_id), last)
        if kind is not None:
            return Fault(kind=kind, stream_id=stream_id, seq=seq)
        previous, last = event.hash, header.recorded_at
    if head is not None and head != Head(seq, previous):
        return Fault(kind=FaultKind.HEAD_DIFFERS, stream_id=stream_id, seq=seq)
    return None


def _fault_of(
    event: ChainedEvent,
    header: EventHeader,
    expected: Head,
    place: tuple[UUID, UUID],
    last_recorded_at: datetime | None,
) -> FaultKind | None:
    if (header.office_id, header.stream_id) != place:
        return FaultKind.EVENT_MISPLACED
    if header.seq != expected.seq:
        return FaultKind.EVENT_MISSING if header.seq > expected.seq else FaultKind.EVENT_REPEATED
    if any(getattr(header, name) != value for name, value in event.columns.items()):
        return FaultKind.HEADER_ALTERED
    if not follows(event.hash, expected.hash, event.header, event.commitment):
        return FaultKind.CHAIN_BROKEN
    if last_recorded_at is not None and header.recorded_at < last_recorded_at:
        return FaultKind.TIME_REVERSED
    return None


def follows(claimed: bytes, previous_hash: bytes, header: bytes, commitment: bytes) -> bool:
    """Whether ``claimed`` is the hash of this event after that one."""
    if len(commitment) != HASH_LENGTH:
        return False
    return hmac.compare_digest(claimed, event_hash(previous_hash, header, commitment))


def _optional_id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
