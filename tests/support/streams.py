"""Holding a database against its own history: sequences, chains, rebuilt rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from engine.bpmn import open_items
from engine.cases.committees import seats_of
from engine.cases.issues import issues_of
from engine.cases.parties import parties_of
from engine.cases.register import DESTROYED
from engine.definitions.editions import get_edition
from engine.history.reexecution import reexecute
from engine.journal.chain import ChainedEvent, Head, verify_chain
from engine.journal.faults import Fault
from engine.journal.folding import rebuild_cases
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import Actor, Store, UnitOfWork

# Columns that hold ciphertext, which is another each time; what they say is compared instead.
CIPHERTEXT = {"details", "statement", "outside_name"}


def fault_of_stream(store: Store, office_id: UUID, stream_id: UUID) -> Fault | None:
    """Return the first fault in the chain of a stream, held against the stream's own head."""
    event, stream = tables.case_event, tables.stream
    with store.database.reading() as connection:
        rows = connection.execute(
            select(event).where(event.c.stream_id == stream_id).order_by(event.c.seq)
        ).all()
        head = connection.execute(select(stream).where(stream.c.id == stream_id)).one()
    return verify_chain(
        [_chained(row) for row in rows],
        office_id=office_id,
        stream_id=stream_id,
        head=Head(head.version, head.head),
    )


def _chained(row: Row[Any]) -> ChainedEvent:
    columns = {
        "kind": row.kind,
        "element": row.element,
        "instance_id": row.instance_id,
        "actor_id": row.actor_id,
        "on_behalf_of": row.on_behalf_of,
        "recorded_at": row.recorded_at,
        "occurred_on": row.occurred_on,
    }
    return ChainedEvent(row.header, row.commitment, row.hash, columns)


def check_streams(store: Store, office_id: UUID) -> None:
    """Assert that each stream of the office counts without a hole and that its chain holds."""
    event, stream = tables.case_event, tables.stream
    with store.database.reading() as connection:
        streams = connection.execute(select(stream).where(stream.c.office_id == office_id)).all()
        for row in streams:
            found = connection.execute(
                select(event.c.seq, event.c.recorded_at)
                .where(event.c.office_id == office_id, event.c.stream_id == row.id)
                .order_by(event.c.seq)
            ).all()
            assert [each.seq for each in found] == list(range(1, row.version + 1))
            moments = [each.recorded_at for each in found]
            assert moments == sorted(moments)
    for row in streams:
        assert fault_of_stream(store, office_id, row.id) is None


def check_work_items(store: Store, office_id: UUID) -> None:
    """Assert what holds of work items at all times.

    One assignee at most, candidates only of what is offered, and what the engine holds open is
    what people are shown.
    """
    item, candidate, instance = tables.work_item, tables.work_item_candidate, tables.instance
    with store.reading(Actor(office_id, None)) as uow:
        rows = uow.connection.execute(select(item).where(item.c.office_id == office_id)).all()
        queued = set(uow.connection.scalars(select(candidate.c.work_item_id)))
        instances = uow.connection.execute(
            select(instance).where(instance.c.office_id == office_id)
        ).all()
        for row in rows:
            assert (row.assignee_id is not None) == (row.status == "allocated") or row.ended_at
            assert (row.id in queued) == (row.status == "offered")
            assert (row.completed_seq is not None) == (row.status == "completed")
        for one in instances:
            shown = {r.id for r in rows if r.instance_id == one.id and r.ended_at is None}
            held = set()
            if one.state is not None:
                edition = get_edition(uow, one.edition)
                held = {each.id for each in open_items(edition, one.state)}
            assert shown == held


def projections(uow: UnitOfWork) -> dict[str, list[dict[str, Any]]]:
    """Return the folded rows of the office with what their ciphertexts say."""
    office_id = uow.actor.office_id
    found: dict[str, list[dict[str, Any]]] = {}
    for table in tables.CASE_PROJECTIONS:
        rows = uow.connection.execute(
            select(table).where(table.c.office_id == office_id).order_by(*table.primary_key)
        ).mappings()
        found[table.name] = [
            {name: value for name, value in row.items() if name not in CIPHERTEXT} for row in rows
        ]
    for name, read in _READERS.items():
        found[name] = [
            {"case": row["id"], "says": repr(read(uow, row["id"]))}
            for row in found["case"]
            if row["status"] != DESTROYED
        ]
    return found


_READERS: dict[str, Callable[[UnitOfWork, UUID], Any]] = {
    "parties in clear": parties_of,
    "issues in clear": issues_of,
    "seats in clear": seats_of,
}


def check_rebuild(store: Store, office_id: UUID) -> None:
    """Assert that folding all events again gives the rows that are there."""
    with store.unit(Actor(office_id, None)) as uow:
        live = projections(uow)
        cases = rebuild_cases(uow)
        rebuilt = projections(uow)
    assert cases == sum(row["status"] != DESTROYED for row in live["case"])
    for name, rows in live.items():
        assert rebuilt[name] == rows, name


def check_runs_again(store: Store, office_id: UUID) -> None:
    """Assert that every case, run again from its events alone, goes the way they say."""
    verdict = reexecute(store, office_id=office_id)
    assert verdict.fault is None, verdict.sentence.en
    with store.database.reading() as connection:
        event = tables.case_event
        runs = connection.execute(
            select(event.c.seq).where(
                event.c.office_id == office_id, event.c.kind == EventKind.ENGINE_RAN.value
            )
        ).all()
    assert verdict.runs == len(runs)
