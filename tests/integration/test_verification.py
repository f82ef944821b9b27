"""Whoever alters a row of the database is found, and the place is named."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update

from engine.history.evidence_export import evidence_lines, snapshot
from engine.history.verification import verify_database
from engine.journal.canonical import canonical_bytes
from engine.journal.checkpoint import Checkpoint, sign_checkpoint
from engine.journal.faults import FaultKind
from engine.journal.signing_key import SigningKey
from engine.journal.verify import Outcome, Verdict, verify
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Store
from engine.worker import seal_all

KEY = SigningKey.generate("complaints.example.go.th")


@pytest.fixture
def sealed(office, clock) -> Store:
    """An office whose history is sealed in two checkpoints, and one event after them."""
    look(office, clock)
    seal_all(office.store, KEY)
    clock.advance(hours=1)
    office.add(Role.OFFICER, "อรุณ ตัวอย่าง")
    seal_all(office.store, KEY)
    office.add(Role.OFFICER, "เอก ตัวอย่าง")
    return office.store


def look(office, clock) -> None:
    row_id = uuid4()
    record = {"id": row_id, "kind": "case_opened", "recorded_at": clock.now}
    with office.store.unit(office.system) as uow:
        uow.connection.execute(
            insert(tables.access_event).values(
                office_id=office.id,
                id=row_id,
                person_id=uuid4(),
                kind="case_opened",
                window_at=clock.now,
                recorded_at=clock.now,
                outcome="allowed",
                record=canonical_bytes(record),
            )
        )


def verdict(store: Store, anchors: tuple[Checkpoint, ...] = ()) -> Verdict:
    return verify_database(store, keys=[KEY.verifying_key], anchors=anchors)


def tamper(store: Store, change: Callable[[Connection], None]) -> None:
    """Change rows as somebody with the database's own password would: past the triggers."""
    with store.database.writing() as connection:
        if store.database.is_sqlite:
            triggers = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in triggers.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE case_event DISABLE TRIGGER ALL"))
        change(connection)


def test_an_untouched_history_is_whole(sealed: Store) -> None:
    found = verdict(sealed)
    assert found.outcome is Outcome.WHOLE, found.sentence
    assert (found.checkpoints, found.accesses, found.unsealed) == (2, 1, 1)


def test_an_empty_database_is_whole(store: Store) -> None:
    assert verdict(store).outcome is Outcome.WHOLE


def test_the_exported_lines_verify_without_the_database(sealed: Store) -> None:
    with snapshot(sealed.database) as connection:
        lines = list(evidence_lines(connection))
    found = verify(lines, keys=[KEY.verifying_key])
    assert found.outcome is Outcome.WHOLE, found.sentence
    assert found.events == verdict(sealed).events


def test_a_history_older_than_what_somebody_keeps_outside_is_told(sealed: Store, clock) -> None:
    kept = sign_checkpoint(KEY, size=10**6, root=bytes(32), previous=bytes(32), signed_at=clock.now)
    found = verdict(sealed, (kept,))
    assert found.outcome is Outcome.OLDER
    assert found.fault is not None
    assert found.fault.kind is FaultKind.ANCHOR_NEWER


def test_a_history_signed_by_a_stranger_is_not_believed(sealed: Store) -> None:
    stranger = SigningKey.generate("complaints.example.go.th")
    found = verify_database(sealed, keys=[stranger.verifying_key])
    assert found.fault is not None
    assert found.fault.kind is FaultKind.CHECKPOINT_NOT_SIGNED


def test_an_erased_stream_still_verifies(sealed: Store) -> None:
    tamper(sealed, lambda c: c.execute(update(tables.stream).values(wrapped_key=None)))
    assert verdict(sealed).outcome is Outcome.WHOLE


EVENT, STREAM, LEAF = tables.case_event, tables.stream, tables.log_leaf
CHECKPOINT = tables.checkpoint
FIRST_SIZE = select(func.min(CHECKPOINT.c.size)).scalar_subquery()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (update(EVENT).where(EVENT.c.seq == 3).values(kind="case_lodged"), "header_altered"),
        (update(EVENT).where(EVENT.c.seq == 3).values(element="sort"), "header_altered"),
        (update(EVENT).where(EVENT.c.seq == 3).values(hash=bytes(32)), "chain_broken"),
        (update(EVENT).where(EVENT.c.seq == 3).values(commitment=bytes(32)), "chain_broken"),
        (update(EVENT).where(EVENT.c.seq == 3).values(content=b"\x01" * 99), "content_altered"),
        (delete(EVENT).where(EVENT.c.seq == 3), "event_missing"),
        (update(STREAM).values(head=bytes(32)), "head_differs"),
        (update(STREAM).values(version=STREAM.c.version + 1), "head_differs"),
        (update(STREAM).values(sealed_version=STREAM.c.version), "leaf_out_of_order"),
        (update(LEAF).where(LEAF.c.index == 2).values(leaf=bytes(32)), "leaf_not_proved"),
        (delete(LEAF).where(LEAF.c.index == 2), "event_missing"),
        (update(CHECKPOINT).values(root=bytes(32)), "checkpoint_unlinked"),
        (delete(CHECKPOINT).where(CHECKPOINT.c.size == FIRST_SIZE), "checkpoint_unlinked"),
        (update(tables.access_event).values(record=b'{"recorded_at":""}'), "root_differs"),
        (update(tables.access_event).values(leaf_index=1), "leaf_not_proved"),
    ],
)
def test_what_was_altered_is_found_and_named(sealed: Store, change, kind: str) -> None:
    tamper(sealed, lambda connection: connection.execute(change))
    found = verdict(sealed)
    assert found.outcome is Outcome.BROKEN
    assert found.fault is not None
    assert found.fault.kind == kind, found.sentence
    assert found.fault.line is None


def test_a_content_moved_to_another_event_is_found_at_its_place(sealed: Store) -> None:
    def swap(connection: Connection) -> None:
        rows = connection.execute(
            select(EVENT.c.seq, EVENT.c.content).where(EVENT.c.seq.in_([4, 5]))
        ).all()
        (one, first), (two, second) = rows
        for seq, content in ((one, second), (two, first)):
            connection.execute(update(EVENT).where(EVENT.c.seq == seq).values(content=content))

    tamper(sealed, swap)
    found = verdict(sealed)
    assert found.fault is not None
    assert (found.fault.kind, found.fault.seq) == (FaultKind.CONTENT_ALTERED, 4)
