"""Whatever happened to an office, its streams are whole and its rows are what they say."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from engine.errors import NotFound
from engine.journal.events import get_event
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import reassign_work_item, release_work_item
from engine.work.respondents import add_respondent
from tests.support.answers import signed_on_paper
from tests.support.story import Story, in_unit
from tests.support.streams import (
    check_rebuild,
    check_runs_again,
    check_streams,
    check_work_items,
    fault_of_stream,
)


def check(story: Story) -> None:
    check_streams(story.store, story.office_id)
    check_work_items(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_an_office_that_has_just_opened_is_whole(story):
    check(story)


def test_an_event_that_a_history_has_not_is_not_found(story):
    case = story.lodge()
    last = story.events(case)[-1].seq
    with story.reading() as uow:
        assert get_event(uow, case, last).seq == last
        with pytest.raises(NotFound):
            get_event(uow, case, last + 1)


def test_a_finished_case_is_whole(story):
    case = story.lodge()
    story.finish(case)
    check(story)


def test_rows_of_every_kind_are_folded_again(story, office, clock):
    """Committee, scan, receipt, late clock, respondent, joined case: whatever has a row."""
    first, second = story.lodge(), story.lodge(is_anonymous=True, complainants=[])
    story.do(first, "register", occurred_on=story.day(0))
    story.do(first, "sort")
    story.do(first, "draft_letter")
    scan = story.upload(first)
    story.do(
        first,
        "sign_letter",
        order="committee",
        uploads={"u1": scan},
        **signed_on_paper(story.today, scan=["u1"]),
    )
    story.do(first, "draft_order")
    story.do(first, "sign_order")
    clock.advance(days=40)
    assert story.run_worker()
    story.do(second, "register", receipt_code=True)
    by = story.claim(story.item(second, "sort"))
    story.do(second, "sort", result="duplicate", by=by, same_case=str(first))
    item = story.item(second, "merge_case")
    in_unit(story.store, story.claim(item), release_work_item, item.id)
    in_unit(
        story.store,
        office.actor(Role.MANAGER),
        reassign_work_item,
        item.id,
        by.person_id,
        "เร่งรัด",
    )
    in_unit(
        story.store,
        office.actor(Role.MANAGER),
        add_respondent,
        first,
        office.person(Role.UNIT_MEMBER, unit="planning").name,
    )
    check(story)


def test_what_the_worker_wrote_is_folded_again(story, clock):
    case = story.lodge()
    story.do(case, "register")
    for _ in range(8):
        clock.set(clock.now + timedelta(days=2))
        story.run_worker()
    check(story)
    story.finish(case)
    check(story)


@pytest.mark.parametrize("seq", [1, 5])
def test_the_check_of_a_chain_sees_a_changed_event(story, seq, backend):
    """Not every check that passes checks something: this one fails on altered bytes."""
    case = story.lodge()
    table = tables.case_event
    with story.store.database.reading() as connection:
        header = connection.execute(
            select(table.c.header).where(table.c.stream_id == case, table.c.seq == seq)
        ).scalar_one()
    with story.store.database.writing() as connection:
        if backend == "sqlite":
            for (name,) in connection.execute(
                text(
                    "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='case_event'"
                )
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE case_event DISABLE TRIGGER USER"))
        connection.execute(
            table.update()
            .where(table.c.stream_id == case, table.c.seq == seq)
            .values(header=header.replace(b"2026", b"2025"))
        )
    fault = fault_of_stream(story.store, story.office_id, case)
    assert fault is not None
    assert fault.seq == seq
