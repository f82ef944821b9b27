"""The one place where a transaction begins and ends, and where the clock is read."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from engine.errors import ConcurrentUpdate, NotFound, RecordDestroyed
from engine.sealing.secret_bytes import DataKey
from engine.store import tables
from engine.store.database import Database
from engine.store.rows import find_row_locked, insert_row, insert_rows, update_rows
from engine.store.vault import Vault

OFFICE_TIME = ZoneInfo("Asia/Bangkok")
CASE, OFFICE = "case", "office"

Clock = Callable[[], datetime]
Value = TypeVar("Value")
# Makes rows of one event; see engine/journal. The unit of work only carries the folds.
Fold = Callable[["UnitOfWork", Any], None]


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Actor:
    """Who asks, for one office at a time. The system itself has no person."""

    office_id: UUID
    person_id: UUID | None
    name: str = ""
    on_behalf_of: UUID | None = None


@dataclass
class Stream:
    """A stream whose row this unit has locked."""

    office_id: UUID
    id: UUID
    kind: str
    data_key: DataKey
    version: int
    head: bytes
    last_recorded_at: datetime | None
    has_grown: bool = False


@dataclass
class UnitOfWork:
    """What every command is handed: a transaction, an actor, an instant, the streams it holds."""

    connection: Connection
    actor: Actor
    vault: Vault
    folds: Mapping[str, Sequence[Fold]]
    clock: Clock
    streams: dict[UUID, Stream] = field(default_factory=dict)
    event_rows: list[dict[str, Any]] = field(default_factory=list)
    # What the unit has read and will read again; whoever writes it forgets it.
    _remembered: dict[Hashable, Any] = field(default_factory=dict)
    _now: datetime | None = None

    @property
    def now(self) -> datetime:
        """The unit's one instant, read after its streams were locked.

        Never before the last event of a stream it holds: a clock that was set back
        does not bend the order of history.
        """
        if self._now is None:
            held = [s.last_recorded_at for s in self.streams.values() if s.last_recorded_at]
            self._now = max([self.clock(), *held])
        return self._now

    @property
    def today(self) -> date:
        """The day in the office, where deadlines are dates."""
        return self.now.astimezone(OFFICE_TIME).date()

    def hold(self, stream_id: UUID) -> Stream:
        """Lock a stream of the actor's office, then let anything else be read.

        Waits for whoever holds it, up to the lock time-out.

        Raises
        ------
        NotFound
            There is no such stream in this office.
        RecordDestroyed
            Its data key was destroyed with the record of the case.
        """
        if stream_id in self.streams:
            return self.streams[stream_id]
        row = find_row_locked(
            self.connection, tables.stream, office_id=self.actor.office_id, id=stream_id
        )
        if row is None:
            raise NotFound
        return self._keep(row)

    def hold_if_free(self, stream_id: UUID) -> Stream | None:
        """Lock a stream, or return None when somebody else is at work on it: for the worker."""
        table = tables.stream
        row = self.connection.execute(
            select(table)
            .where(
                table.c.office_id == self.actor.office_id,
                table.c.id == stream_id,
                table.c.wrapped_key.is_not(None),
            )
            .with_for_update(skip_locked=True)
        ).one_or_none()
        return None if row is None else self._keep(row)

    def _keep(self, row: Any) -> Stream:
        if row.wrapped_key is None:
            raise RecordDestroyed
        if row.kind == CASE and any(s.kind == CASE for s in self.streams.values()):
            # Two cases' locks in one unit can deadlock with two others taken the other way.
            raise RuntimeError("a unit of work holds one case")
        if self._now is not None:
            raise RuntimeError("hold the stream before reading the clock")
        self.streams[row.id] = Stream(
            office_id=row.office_id,
            id=row.id,
            kind=row.kind,
            data_key=self.vault.unwrap(row.wrapped_key, row.office_id, row.id),
            version=row.version,
            head=row.head,
            last_recorded_at=row.last_recorded_at,
        )
        return self.streams[row.id]

    def open_stream(
        self, kind: str, stream_id: UUID, head: bytes, data_key: DataKey | None = None
    ) -> Stream:
        """Begin a stream with a data key of its own; this unit holds it.

        ``head`` is its genesis hash. ``data_key`` was made before, when files had
        to be encrypted with it.
        """
        data_key = data_key or DataKey.generate()
        wrapped = self.vault.wrap(data_key, self.actor.office_id, stream_id)
        insert_row(
            self.connection,
            tables.stream,
            office_id=self.actor.office_id,
            id=stream_id,
            kind=kind,
            wrapped_key=wrapped,
            version=0,
            sealed_version=0,
            head=head,
        )
        stream = Stream(self.actor.office_id, stream_id, kind, data_key, 0, head, None)
        self.streams[stream_id] = stream
        return stream

    def data_key(self, stream_id: UUID) -> DataKey:
        """Return the key of a stream for reading, without locking it."""
        if stream_id in self.streams:
            return self.streams[stream_id].data_key
        return self.remember(("data_key", stream_id), lambda: self._unwrapped(stream_id))

    def fetch_data_keys(self, stream_ids: Collection[UUID]) -> None:
        """Read the keys of several streams by one question, for ``data_key`` to return."""
        table, known = tables.stream, self._remembered
        wanted = [each for each in stream_ids if ("data_key", each) not in known]
        rows = self.connection.execute(
            select(table.c.id, table.c.wrapped_key).where(
                table.c.office_id == self.actor.office_id,
                table.c.id.in_(wanted),
                table.c.wrapped_key.is_not(None),
            )
        )
        for row in rows:
            key = self.vault.unwrap(row.wrapped_key, self.actor.office_id, row.id)
            known["data_key", row.id] = key

    def _unwrapped(self, stream_id: UUID) -> DataKey:
        table = tables.stream
        wrapped = self.connection.execute(
            select(table.c.wrapped_key).where(
                table.c.office_id == self.actor.office_id, table.c.id == stream_id
            )
        ).scalar_one_or_none()
        if wrapped is None:
            raise RecordDestroyed
        return self.vault.unwrap(wrapped, self.actor.office_id, stream_id)

    def remember(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """Return what ``read`` gave the first time in this unit."""
        if key not in self._remembered:
            self._remembered[key] = read()
        value: Value = self._remembered[key]
        return value

    def forget(self, *kinds: str) -> None:
        """Drop what was remembered under keys that begin with one of these words."""
        for key in [k for k in self._remembered if isinstance(k, tuple) and k[0] in kinds]:
            del self._remembered[key]

    def flush(self) -> None:
        """Write the events and stream heads gathered so far."""
        if self.event_rows:
            insert_rows(self.connection, tables.case_event, self.event_rows)
            self.event_rows.clear()
        for stream in self.streams.values():
            if stream.has_grown:
                self._write_head(stream)

    def _write_head(self, stream: Stream) -> None:
        update_rows(
            self.connection,
            tables.stream,
            {"office_id": stream.office_id, "id": stream.id},
            version=stream.version,
            head=stream.head,
            last_recorded_at=stream.last_recorded_at,
        )
        stream.has_grown = False


@dataclass(frozen=True)
class Store:
    """The database with its keys, its folds and its clock: what units are made from."""

    database: Database
    vault: Vault
    folds: Mapping[str, Sequence[Fold]]
    clock: Clock = wall_clock

    @contextmanager
    def unit(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Open a unit that may write. It commits when the block ends and rolls back on a raise.

        Raises
        ------
        ConcurrentUpdate
            Another unit wrote the same event or submission first.
        Busy
            A lock was not to be had in time.
        """
        try:
            with self.database.writing() as connection:
                uow = UnitOfWork(connection, actor, self.vault, self.folds, self.clock)
                yield uow
                uow.flush()
        except IntegrityError as error:
            if _is_race(error):
                raise ConcurrentUpdate from error
            raise

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Open a unit for a page: the database refuses to let it write."""
        with self.database.reading() as connection:
            yield UnitOfWork(connection, actor, self.vault, self.folds, self.clock)


# What two units may write at once: the second is told, and may try again.
_RACED = ("case_event", "submission", "saved_list", "schedule", "publication")


def _is_race(error: IntegrityError) -> bool:
    text = str(error.orig)
    return any(table in text for table in _RACED)
