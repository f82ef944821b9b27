"""One unit of work: its lock, its clock, its end."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from engine.errors import KeyUnavailable, NotFound
from engine.journal.chain import genesis_hash
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, release_work_item
from tests.support.snapshots import changed_tables, snapshot
from tests.support.story import in_unit
from tests.support.streams import check_streams


def test_what_raises_leaves_nothing_behind(story):
    case = story.lodge()
    before = snapshot(story.store.database)

    def describe_and_fail(uow):
        uow.hold(case)
        append(uow, case, EventKind.CASE_DESCRIBED, {"subject": "ไม่ควรอยู่"})
        uow.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_unit(story.store, story.someone(Role.OFFICER), describe_and_fail)
    assert snapshot(story.store.database) == before


def test_an_event_is_never_earlier_than_the_one_before_it(story, clock):
    case = story.lodge()
    story.do(case, "register")
    latest = story.events(case)[-1].recorded_at
    clock.set(latest - timedelta(hours=3))
    story.do(case, "sort")
    written = [e.recorded_at for e in story.events(case)]
    assert written == sorted(written)
    assert written[-1] == latest
    check_streams(story.store, story.office_id)


def test_the_clock_is_read_once_and_after_the_lock(story, clock):
    case = story.lodge()
    with story.store.unit(Actor(story.office_id, None)) as uow:
        uow.hold(case)
        clock.advance(hours=1)
        first = uow.now
        clock.advance(hours=1)
        assert uow.now == first == clock.now - timedelta(hours=1)


def test_a_lock_after_the_clock_was_read_is_refused(story):
    case = story.lodge()

    def look_at_the_clock_first(uow):
        assert uow.now
        uow.hold(case)

    with pytest.raises(RuntimeError, match="before reading the clock"):
        in_unit(story.store, Actor(story.office_id, None), look_at_the_clock_first)


def test_a_unit_holds_one_case(story):
    one, two = story.lodge(), story.lodge()

    def hold_both(uow):
        uow.hold(one)
        uow.hold(two)

    with pytest.raises(RuntimeError, match="one case"):
        in_unit(story.store, Actor(story.office_id, None), hold_both)


def test_a_unit_may_hold_its_office_beside_a_case(story):
    case = story.lodge()
    with story.store.unit(Actor(story.office_id, None)) as uow:
        uow.hold(story.office_id)
        assert uow.hold(case) is uow.hold(case)


def test_the_case_of_another_office_is_not_there_to_be_held(story, other_office):
    case = story.lodge()
    with pytest.raises(NotFound), story.store.unit(other_office.system) as uow:
        uow.hold(case)
    with story.store.unit(other_office.system) as uow:
        assert uow.hold_if_free(case) is None


def test_an_erased_case_is_not_held(story):
    case = story.lodge()
    with story.store.database.writing() as connection:
        connection.execute(
            update(tables.stream).where(tables.stream.c.id == case).values(wrapped_key=None)
        )
    with pytest.raises(KeyUnavailable), story.store.unit(Actor(story.office_id, None)) as uow:
        uow.hold(case)
    with story.store.unit(Actor(story.office_id, None)) as uow:
        assert uow.hold_if_free(case) is None


@pytest.mark.parametrize(
    "statement",
    [
        insert(tables.person).values(id=uuid4(), name="x", name_index=b""),
        update(tables.office).values(name="x"),
        delete(tables.notice),
    ],
    ids=["insert", "update", "delete"],
)
def test_a_reading_unit_cannot_write(story, statement):
    before = snapshot(story.store.database)
    with (
        pytest.raises(DBAPIError, match=r"read-?only"),
        story.store.reading(Actor(story.office_id, None)) as uow,
    ):
        uow.connection.execute(statement)
    assert snapshot(story.store.database) == before
    story.lodge()


def test_a_reading_unit_does_not_claim(story, office):
    case = story.lodge()
    item = story.item(case, "register")
    with story.store.unit(Actor(story.office_id, item.assignee_id)) as uow:
        release_work_item(uow, item.id)

    def claim_in_a_reading_unit():
        with story.store.reading(office.actor(Role.OFFICER)) as uow:
            claim_work_item(uow, item.id)
            uow.flush()

    with pytest.raises(DBAPIError):
        claim_in_a_reading_unit()
    assert story.item(case, "register").assignee_id is None


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_event_that_is_written_cannot_be_touched(story, change):
    case = story.lodge()
    table = tables.case_event
    statement = (
        update(table).where(table.c.stream_id == case).values(kind="x")
        if change == "update"
        else delete(table).where(table.c.stream_id == case)
    )
    with pytest.raises(DBAPIError), story.store.database.writing() as connection:
        connection.execute(statement)
    assert story.events(case)


def test_a_stream_begins_at_its_genesis_and_moves_with_each_event(story):
    case = story.lodge()
    table = tables.stream
    with story.reading() as uow:
        row = uow.connection.execute(select(table).where(table.c.id == case)).one()
    assert row.version == len(story.events(case))
    assert row.head != genesis_hash(story.office_id, case)
    assert row.last_recorded_at == story.events(case)[-1].recorded_at


def test_a_moment_is_kept_to_the_microsecond_and_in_utc(story, clock):
    clock.set(datetime(2026, 11, 23, 4, 5, 6, 789012, tzinfo=UTC))
    case = story.lodge()
    (lodged,) = [e for e in story.events(case) if e.kind == "case_lodged"]
    assert lodged.recorded_at == clock.now
    assert story.case(case).lodged_at == clock.now


def test_an_unforced_error_names_what_it_changed(story):
    """The comparison itself sees a change, or every test that relies on it sees nothing."""
    before = snapshot(story.store.database)
    story.lodge()
    assert {"case", "case_event", "stream", "work_item"} <= changed_tables(
        before, snapshot(story.store.database)
    )
