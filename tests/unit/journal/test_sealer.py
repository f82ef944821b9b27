from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, update

from engine.errors import Tampered
from engine.journal.canonical import canonical_bytes
from engine.journal.chain import genesis_hash
from engine.journal.checkpoint import Checkpoint, verify_checkpoint
from engine.journal.events import append
from engine.journal.evidence import Scope, access_line, checkpoint_line, event_line, scope_line
from engine.journal.kinds import EventKind
from engine.journal.merkle import root_of
from engine.journal.sealer import find_newest_checkpoint, seal
from engine.journal.signing_key import SigningKey
from engine.journal.verify import Outcome, Verdict, verify
from engine.sealing.keys import MasterKey
from engine.store import tables
from engine.store.database import Database, connect
from engine.store.unit_of_work import CASE, Actor, Store
from engine.store.vault import Vault

OFFICES = [UUID(int=1), UUID(int=2)]
UNSEALED = 10**9
KEY = SigningKey.generate("complaints.example.go.th")


@dataclass
class Log:
    """A database with a clock in hand."""

    database: Database
    time: datetime = datetime(2026, 11, 21, 2, tzinfo=UTC)
    streams: list[tuple[UUID, UUID]] = field(default_factory=list)

    def __post_init__(self) -> None:
        vault = Vault(MasterKey.generate())
        self.store = Store(self.database, vault, {}, clock=lambda: self.time)

    def tick(self) -> None:
        self.time += timedelta(seconds=1)

    def open_case(self, office_id: UUID, events: int) -> tuple[UUID, UUID]:
        stream_id = uuid4()
        with self.store.unit(Actor(office_id, None)) as uow:
            uow.open_stream(CASE, stream_id, genesis_hash(office_id, stream_id))
            self._append(uow, stream_id, events)
        self.streams.append((office_id, stream_id))
        return office_id, stream_id

    def add(self, place: tuple[UUID, UUID], events: int = 1) -> None:
        office_id, stream_id = place
        with self.store.unit(Actor(office_id, None)) as uow:
            uow.hold(stream_id)
            self._append(uow, stream_id, events)

    def _append(self, uow: Any, stream_id: UUID, events: int) -> None:
        self.tick()
        for _ in range(events):
            append(uow, stream_id, EventKind.MESSAGE_POSTED, {"text": "ข้อความ"})

    def look(self, office_id: UUID) -> None:
        self.tick()
        row_id = uuid4()
        record = {"id": row_id, "kind": "case_opened", "recorded_at": self.time}
        with self.store.unit(Actor(office_id, None)) as uow:
            uow.connection.execute(
                insert(tables.access_event).values(
                    office_id=office_id,
                    id=row_id,
                    person_id=uuid4(),
                    kind="case_opened",
                    window_at=self.time,
                    recorded_at=self.time,
                    outcome="allowed",
                    record=canonical_bytes(record),
                )
            )

    def seal(self, batch: int = 1000) -> Checkpoint | None:
        self.tick()
        with self.store.unit(Actor(tables.INSTALLATION, None)) as uow:
            return seal(uow, KEY, batch=batch)

    def seal_and_fail(self) -> None:
        with self.store.unit(Actor(tables.INSTALLATION, None)) as uow:
            assert seal(uow, KEY) is not None
            uow.connection.execute(select(1 // 0))

    def seal_all(self, batch: int = 1000) -> int:
        count = 0
        while self.seal(batch) is not None:
            count += 1
        return count

    def seal_many(self, times: int, batch: int) -> None:
        for _ in range(times):
            self.seal(batch)

    def write_and_look(self, place: tuple[UUID, UUID], times: int) -> None:
        for _ in range(times):
            self.add(place)
            self.look(place[0])

    def rows(self, query: Any) -> list[Any]:
        with self.store.reading(Actor(tables.INSTALLATION, None)) as uow:
            return list(uow.connection.execute(query))

    def evidence(self) -> list[str]:
        leaf, event, access = tables.log_leaf, tables.case_event, tables.access_event
        notes = self.rows(select(tables.checkpoint.c.note).order_by(tables.checkpoint.c.size))
        leaves = {(row.stream_id, row.seq): row.index for row in self.rows(select(leaf))}
        found = []
        for row in self.rows(select(event).order_by(event.c.stream_id, event.c.seq)):
            index = leaves.get((row.stream_id, row.seq))
            line = event_line(
                header=row.header, commitment=row.commitment, event_hash=row.hash, leaf=index
            )
            found.append((UNSEALED if index is None else index, line))
        for row in self.rows(select(access)):
            index = leaves.get((row.id, 0))
            line = access_line(record=row.record, leaf=index)
            found.append((UNSEALED if index is None else index, line))
        found.sort(key=lambda each: each[0])
        return [
            scope_line(Scope.WHOLE),
            *(checkpoint_line(row.note) for row in notes),
            *(line for _, line in found),
        ]

    def verdict(self, anchors: tuple[Checkpoint, ...] = ()) -> Verdict:
        return verify(self.evidence(), keys=[KEY.verifying_key], anchors=anchors)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    database = connect(f"sqlite:///{tmp_path / 'log.db'}")
    with database.writing() as connection:
        tables.metadata.create_all(connection)
    yield Log(database)
    database.close()


def fill(log: Log) -> None:
    places = [log.open_case(office_id, 3) for office_id in (*OFFICES, *OFFICES)]
    for place in (*places, *reversed(places)):
        log.add(place, 2)
        log.look(place[0])


def test_nothing_to_seal_writes_nothing(log: Log) -> None:
    assert log.seal() is None
    assert log.rows(select(tables.checkpoint)) == []
    assert log.rows(select(tables.log_subtree)) == []


def test_every_committed_row_gets_one_place_without_gaps(log: Log) -> None:
    fill(log)
    checkpoint = log.seal()
    assert checkpoint is not None
    verify_checkpoint(checkpoint, [KEY.verifying_key])
    leaves = log.rows(select(tables.log_leaf).order_by(tables.log_leaf.c.index))
    assert [row.index for row in leaves] == list(range(4 * 3 + 8 * 2 + 8))
    assert checkpoint.size == len(leaves)
    assert checkpoint.root == root_of([row.leaf for row in leaves])
    assert len({(row.stream_id, row.seq) for row in leaves}) == len(leaves)


def test_the_order_is_that_of_time_and_of_each_stream(log: Log) -> None:
    fill(log)
    log.seal_all(batch=5)
    leaves = log.rows(select(tables.log_leaf).order_by(tables.log_leaf.c.index))
    for _, stream_id in log.streams:
        seqs = [row.seq for row in leaves if row.stream_id == stream_id]
        assert seqs == list(range(1, 8))
    times = dict(log.rows(select(tables.access_event.c.id, tables.access_event.c.recorded_at)))
    looked = [times[row.stream_id] for row in leaves if row.seq == 0]
    assert looked == sorted(looked)


@pytest.mark.parametrize("batch", [1, 2, 3, 7, 36, 1000])
def test_what_was_sealed_in_any_number_of_steps_verifies(log: Log, batch: int) -> None:
    fill(log)
    steps = log.seal_all(batch)
    assert steps == -(-36 // batch)
    verdict = log.verdict()
    assert verdict.outcome is Outcome.WHOLE, verdict.sentence
    assert (verdict.events, verdict.accesses, verdict.checkpoints) == (28, 8, steps)
    assert verdict.unsealed == 0


def test_sealing_again_changes_nothing(log: Log) -> None:
    fill(log)
    log.seal()
    before = log.evidence()
    assert log.seal() is None
    assert log.evidence() == before


def test_what_comes_later_continues_the_same_tree(log: Log) -> None:
    fill(log)
    anchor = log.seal()
    assert anchor is not None
    for place in log.streams:
        log.add(place)
    assert log.verdict((anchor,)).unsealed == 4
    newest = log.seal()
    assert newest is not None
    assert newest.size == anchor.size + 4
    assert newest.previous == anchor.hash
    verdict = log.verdict((anchor, newest))
    assert verdict.outcome is Outcome.WHOLE, verdict.sentence


def test_a_refused_unit_seals_nothing(log: Log) -> None:
    fill(log)
    before = log.evidence()
    with pytest.raises(ZeroDivisionError):
        log.seal_and_fail()
    assert log.evidence() == before
    assert log.seal() is not None


def test_the_streams_know_what_is_sealed_of_them(log: Log) -> None:
    fill(log)
    log.seal(batch=10)
    stream, leaf = tables.stream, tables.log_leaf
    counted = dict(
        log.rows(
            select(leaf.c.stream_id, func.max(leaf.c.seq))
            .where(leaf.c.seq > 0)
            .group_by(leaf.c.stream_id)
        )
    )
    for row in log.rows(select(stream)):
        assert row.sealed_version == counted.get(row.id, 0)


def test_the_newest_checkpoint_is_read_back(log: Log) -> None:
    fill(log)
    log.seal(batch=10)
    newest = log.seal()
    with log.store.reading(Actor(tables.INSTALLATION, None)) as uow:
        assert find_newest_checkpoint(uow) == newest


def test_a_clock_that_was_set_back_leaves_the_checkpoints_in_order(log: Log) -> None:
    fill(log)
    first = log.seal(batch=10)
    log.time -= timedelta(days=1)
    second = log.seal()
    assert first is not None
    assert second is not None
    assert second.signed_at == first.signed_at
    assert log.verdict().outcome is Outcome.WHOLE


@pytest.mark.parametrize("root", [None, bytes(32)])
def test_nothing_is_signed_on_top_of_an_altered_tree(log: Log, root: bytes | None) -> None:
    fill(log)
    log.seal(batch=10)
    table = tables.log_subtree
    with log.database.writing() as connection:
        if root is None:
            connection.execute(table.delete().where(table.c.level == 1))
        else:
            connection.execute(update(table).where(table.c.level == 3).values(root=root))
    with pytest.raises(Tampered):
        log.seal()
    assert len(log.rows(select(tables.checkpoint))) == 1


def test_an_access_record_that_was_altered_after_sealing_is_seen(log: Log) -> None:
    fill(log)
    log.seal()
    access = tables.access_event
    row = log.rows(select(access))[3]
    with log.database.writing() as connection:
        connection.execute(
            update(access)
            .where(access.c.id == row.id)
            .values(record=row.record.replace(b"opened", b"closed"))
        )
    assert log.verdict().outcome is Outcome.BROKEN


def test_sealers_and_writers_at_once_leave_no_gap(log: Log) -> None:
    fill(log)
    writers = [Thread(target=log.write_and_look, args=(place, 8)) for place in log.streams]
    sealers = [Thread(target=log.seal_many, args=(8, 3)) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in (*writers, *sealers):
        thread.join()
    log.seal_all()
    verdict = log.verdict()
    assert verdict.outcome is Outcome.WHOLE, verdict.sentence
    assert (verdict.events, verdict.accesses, verdict.unsealed) == (28 + 32, 8 + 32, 0)
