"""Append one event to a stream, read a stream back, fold it into rows.

An event is written once: a clear header, its content under the stream's data
key, the commitment to that content, and the hash that chains both to what went
before. The same folds make the rows now and at every rebuild, from the same
decoded bytes, so that the two cannot differ.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from engine.errors import NotFound, Tampered
from engine.journal.canonical import canonical_bytes
from engine.journal.chain import EventHeader, event_hash, header_bytes
from engine.journal.kinds import EventKind
from engine.sealing.commitments import SALT_LENGTH, commit, matches
from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

# Whoever runs a history again must know by what it was made: our own part runs it as much.
ENGINE_VERSION = f"sucharit {version('sucharit')}, spiffworkflow {version('spiffworkflow')}"


@dataclass(frozen=True)
class Event:
    """One thing that happened, as it was written. ``content`` holds JSON values only."""

    office_id: UUID
    stream_id: UUID
    seq: int
    kind: EventKind
    element: str | None
    instance_id: UUID | None
    actor_id: UUID | None
    on_behalf_of: UUID | None
    recorded_at: datetime
    occurred_on: date
    edition: str | None
    engine_version: str
    content: Mapping[str, Any]


def append(
    uow: UnitOfWork,
    stream_id: UUID,
    kind: EventKind,
    content: Mapping[str, Any],
    *,
    element: str | None = None,
    instance_id: UUID | None = None,
    occurred_on: date | None = None,
    edition: str | None = None,
) -> Event:
    """Write an event to a stream that the unit holds, and fold it into the rows.

    ``occurred_on`` is the day it happened when that is not the day it is recorded.
    """
    stream = uow.streams[stream_id]
    header = EventHeader(
        office_id=stream.office_id,
        stream_id=stream_id,
        seq=stream.version + 1,
        kind=kind,
        element=element,
        instance_id=instance_id,
        actor_id=uow.actor.person_id,
        on_behalf_of=uow.actor.on_behalf_of,
        recorded_at=uow.now,
        occurred_on=occurred_on or uow.today,
        edition=edition,
        engine_version=ENGINE_VERSION,
    )
    written = header_bytes(header)
    plain = canonical_bytes(content)
    commitment = commit(plain)
    stream.version += 1
    stream.head = event_hash(stream.head, written, commitment.digest)
    stream.last_recorded_at = uow.now
    stream.has_grown = True
    uow.event_rows.append(
        {
            "office_id": stream.office_id,
            "stream_id": stream_id,
            "seq": header.seq,
            "kind": kind.value,
            "element": element,
            "instance_id": instance_id,
            "actor_id": header.actor_id,
            "on_behalf_of": header.on_behalf_of,
            "recorded_at": header.recorded_at,
            "occurred_on": header.occurred_on,
            "header": written,
            "content": encrypt(
                stream.data_key,
                commitment.salt + plain,
                *_place(stream.office_id, stream_id, header.seq),
            ),
            "commitment": commitment.digest,
            "hash": stream.head,
        }
    )
    event = _event(header, plain)
    fold(uow, event)
    return event


def fold(uow: UnitOfWork, event: Event) -> None:
    for one in uow.folds.get(event.kind, ()):
        one(uow, event)


def read_stream(
    uow: UnitOfWork,
    stream_id: UUID,
    *,
    after: int = 0,
    until: int | None = None,
    kinds: Collection[EventKind] | None = None,
) -> Iterator[Event]:
    """Yield the events of a stream in order, decrypted and held against their commitments.

    ``after`` and ``until`` are their ``seq``; of ``kinds`` only, when given: what is
    not asked for is not opened.

    Raises
    ------
    Tampered
        A content does not open, or is not what its commitment says.
    """
    table = tables.case_event
    which = table.c.seq > after
    if until is not None:
        which &= table.c.seq <= until
    if kinds is not None:
        which &= table.c.kind.in_([kind.value for kind in kinds])
    yield from _read(uow, stream_id, which)


def has_event(uow: UnitOfWork, stream_id: UUID, kind: EventKind) -> bool:
    """Tell whether a stream holds an event of this kind, without opening any."""
    table = tables.case_event
    found = uow.connection.scalar(
        select(table.c.seq)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.stream_id == stream_id,
            table.c.kind == kind.value,
        )
        .limit(1)
    )
    return found is not None


def get_event(uow: UnitOfWork, stream_id: UUID, seq: int) -> Event:
    """Return one event, decrypted and held against its commitment.

    Raises
    ------
    NotFound
        The stream has no event of this ``seq``.
    """
    found = next(_read(uow, stream_id, tables.case_event.c.seq == seq), None)
    if found is None:
        raise NotFound
    return found


def get_events(uow: UnitOfWork, stream_id: UUID, seqs: Collection[int]) -> dict[int, Event]:
    """Return the events of a stream with these ``seq``, all by one question."""
    uow.flush()
    uow.data_key(stream_id)  # destroyed: refused, whether anything is asked for or not
    if not seqs:
        return {}
    wanted = {"office_id": uow.actor.office_id, "stream_id": stream_id, "seqs": sorted(seqs)}
    rows = uow.connection.execute(_BY_SEQ, wanted)
    return {row.seq: _opened(uow, row) for row in rows}


def events_at(
    uow: UnitOfWork, places: Collection[tuple[UUID, int]]
) -> dict[tuple[UUID, int], Event]:
    """Return events of several streams by stream and ``seq``, however many by two questions."""
    table = tables.case_event
    uow.fetch_data_keys({stream_id for stream_id, _ in places})
    rows = _select(uow, tuple_(table.c.stream_id, table.c.seq).in_(sorted(places)))
    return {(row.stream_id, row.seq): _opened(uow, row) for row in rows}


def _read(uow: UnitOfWork, stream_id: UUID, which: Any) -> Iterator[Event]:
    uow.flush()
    # A stream whose key was destroyed is refused, whether it holds what is asked for or not.
    uow.data_key(stream_id)
    rows = _select(uow, tables.case_event.c.stream_id == stream_id, which)
    yield from (_opened(uow, row) for row in rows)


def _select(uow: UnitOfWork, *which: Any) -> Iterable[Any]:
    table = tables.case_event
    return uow.connection.execute(
        select(*_READ).where(table.c.office_id == uow.actor.office_id, *which).order_by(table.c.seq)
    )


def _opened(uow: UnitOfWork, row: Any) -> Event:
    office_id = uow.actor.office_id
    data_key = uow.data_key(row.stream_id)
    opened = decrypt(data_key, row.content, *_place(office_id, row.stream_id, row.seq))
    salt, plain = opened[:SALT_LENGTH], opened[SALT_LENGTH:]
    if not matches(plain, salt, row.commitment):
        raise Tampered
    return _event_of_row(row, plain, office_id, row.stream_id)


# Not the whole row: a case is read from its first event on, hundreds of rows for a page.
_READ = tuple(
    tables.case_event.c[name]
    for name in (
        "stream_id",
        "seq",
        "kind",
        "element",
        "instance_id",
        "actor_id",
        "on_behalf_of",
        "recorded_at",
        "occurred_on",
        "header",
        "content",
        "commitment",
    )
)

_BY_SEQ = (
    select(*_READ)
    .where(
        tables.case_event.c.office_id == bindparam("office_id"),
        tables.case_event.c.stream_id == bindparam("stream_id"),
        tables.case_event.c.seq.in_(bindparam("seqs", expanding=True)),
    )
    .order_by(tables.case_event.c.seq)
)


def _place(office_id: UUID, stream_id: UUID, seq: int) -> tuple[str, ...]:
    """Bind a content to where it stands, so that it cannot be moved to another event."""
    return ("event", str(office_id), str(stream_id), str(seq))


def _event(header: EventHeader, plain: bytes) -> Event:
    return Event(
        office_id=header.office_id,
        stream_id=header.stream_id,
        seq=header.seq,
        kind=EventKind(header.kind),
        element=header.element,
        instance_id=header.instance_id,
        actor_id=header.actor_id,
        on_behalf_of=header.on_behalf_of,
        recorded_at=header.recorded_at,
        occurred_on=header.occurred_on,
        edition=header.edition,
        engine_version=header.engine_version,
        content=json.loads(plain),
    )


def _event_of_row(row: Any, plain: bytes, office_id: UUID, stream_id: UUID) -> Event:
    header = json.loads(row.header)
    return Event(
        office_id=office_id,
        stream_id=stream_id,
        seq=row.seq,
        kind=EventKind(row.kind),
        element=row.element,
        instance_id=row.instance_id,
        actor_id=row.actor_id,
        on_behalf_of=row.on_behalf_of,
        recorded_at=row.recorded_at,
        occurred_on=row.occurred_on,
        edition=header.get("edition"),
        engine_version=header["engine_version"],
        content=json.loads(plain),
    )
