"""Once a year what is past its time is listed, considered, destroyed by order and recorded."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from engine.errors import FormInvalid
from engine.papers.contents import Order
from engine.store import tables
from engine.work.form_names import form_names
from engine.work.offices.settings import settings_in_force
from engine.work.records.destruction import destroy_records, destructions_of
from engine.work.records.lists import listed_records
from engine.worker import start_turns
from tests.integration.test_legal_holds import place
from tests.integration.test_official_papers import completed
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def cases(story) -> list[UUID]:
    """Three cases that were filed in 2026; in this office they are kept for ten years."""
    found = [story.lodge() for _ in range(3)]
    for case in found:
        story.finish(case)
    return found


@pytest.fixture
def yearly(story, clock, cases) -> UUID:
    """The procedure of the year in which their time was over."""
    assert cases
    clock.now = datetime(2037, 1, 5, 2, tzinfo=UTC)
    return begun(story)


def begun(story) -> UUID:
    start_turns(story.store)
    table = tables.case
    with story.reading() as uow:
        return uow.connection.scalars(
            select(table.c.id)
            .where(table.c.process_id == "destruction")
            .order_by(table.c.received_on.desc())
        ).first()


def known(story, yearly, element):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        found = form_names(uow, settings, story.case(yearly), story.item(yearly, element))
        names = {name: found["known"][name] for name in ("listed", "records", "destroyed")}
        return names, [each.value for each in found["options"]["records"]]


def up_to_the_order(story, yearly, chosen):
    story.do(yearly, "review", outcome="propose", records=chosen)
    story.do(yearly, "appoint")
    story.do(yearly, "report", records=chosen)
    story.do(yearly, "consider", records=chosen)
    story.do(yearly, "send")
    story.do(yearly, "answer", records=chosen)


def test_what_is_past_its_time_goes_its_way_to_the_record_of_its_destruction(story, yearly, cases):
    first, second, third = map(str, cases)
    rows, _ = known(story, yearly, "review")
    assert [row["number"] for row in rows["listed"]] == [story.case(c).number for c in cases]
    assert sorted(rows["records"]) == sorted([first, second, third])
    story.do(yearly, "review", outcome="propose", records=[first, second, third])
    story.do(yearly, "appoint")
    story.do(yearly, "report", records=[first, second], kept_reason="เรื่องที่สามมีคุณค่า ขยาย 10 ปี")
    assert sorted(known(story, yearly, "consider")[1]) == sorted([first, second])
    story.do(yearly, "consider", records=[first, second])
    story.do(yearly, "send")
    with pytest.raises(FormInvalid):
        story.do(yearly, "answer", records=[third])
    story.do(yearly, "answer", outcome="keeps_some", records=[first])
    story.do(yearly, "order", records=[first], order_cited="12/2580")
    assert story.case(cases[0]).status == "archived"
    assert destroy_records(story.store, 10) == 1
    (row,) = known(story, yearly, "record")[0]["destroyed"]
    assert row["outcome"] == "ทำลายแล้ว"
    story.do(yearly, "record")
    assert [story.case(case).status for case in (yearly, *cases)] == [
        "archived",
        "destroyed",
        "archived",
        "archived",
    ]
    with story.reading() as uow:
        (done,) = destructions_of(uow)
    assert (done.business_id, done.order_cited) == (yearly, "12/2580")
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)


def test_the_procedure_runs_again_from_its_history(story, yearly, cases):
    up_to_the_order(story, yearly, [str(cases[0])])
    story.do(yearly, "order", records=[str(cases[0])])
    story.do(yearly, "record")
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_what_is_held_is_told_in_the_list_and_a_hold_after_the_order_wins(
    story, office, yearly, cases, clock
):
    held, free, late = cases
    place(story, office, held)
    clock.now = datetime(2038, 1, 5, 2, tzinfo=UTC)
    again = begun(story)
    with story.reading() as uow:
        lines = {line.case_id: line for line in listed_records(uow, again)}
    assert again != yearly
    assert [bool(lines[each].kept) for each in cases] == [True, False, False]
    assert sorted(known(story, again, "review")[0]["records"]) == sorted(map(str, (free, late)))
    up_to_the_order(story, again, list(map(str, (free, late))))
    story.do(again, "order", records=list(map(str, (free, late))))
    place(story, office, late)
    destroy_records(story.store, 10)
    with story.reading() as uow:
        left = {one.case_id: one.left_because for one in destructions_of(uow, business_id=again)}
    assert left == {free: None, late: "held"}
    assert [story.case(each).status for each in cases] == ["archived", "destroyed", "archived"]


@ON_SQLITE
def test_nothing_is_listed_before_its_time_and_an_empty_list_ends_it(story, clock, cases):
    assert cases
    clock.now = datetime(2036, 1, 7, 2, tzinfo=UTC)
    early = begun(story)
    with story.reading() as uow:
        assert listed_records(uow, early) == []
    story.do(early, "review")
    assert story.case(early).status == "archived"


@ON_SQLITE
def test_the_archives_have_sixty_days_and_their_silence_is_told(story, yearly, cases, clock):
    chosen = [str(cases[0])]
    story.do(yearly, "review", outcome="propose", records=chosen)
    story.do(yearly, "appoint")
    story.do(yearly, "report", records=chosen)
    story.do(yearly, "consider", records=chosen)
    story.do(yearly, "send")
    clock.now += timedelta(days=60)
    story.run_worker()
    assert not [each for each in story.events(yearly) if each.kind == "case_escalated"]
    clock.now += timedelta(days=1)
    story.run_worker()
    assert [each for each in story.events(yearly) if each.kind == "case_escalated"]
    story.do(yearly, "answer", outcome="silent", records=chosen)
    assert story.open_elements(yearly) == ["order"]


@ON_SQLITE
def test_a_committee_has_three_at_least(story, yearly, cases):
    two = [{"name": "นายเอก ผู้สมมติ", "position": "นิติกร", "seat": "chair"}] * 2
    with pytest.raises(FormInvalid):
        story.do(yearly, "review", outcome="propose", records=[str(cases[0])], seats=two)


@ON_SQLITE
@pytest.mark.parametrize(("seats", "at"), [("mmm", 0), ("ccm", 1)])
def test_a_committee_has_one_chair(story, yearly, cases, seats, at):
    rows = [
        {"name": "นายเอก ผู้สมมติ", "position": "นิติกร", "seat": "chair" if seat == "c" else "member"}
        for seat in seats
    ]
    with pytest.raises(FormInvalid) as refused:
        story.do(yearly, "review", outcome="propose", records=[str(cases[0])], seats=rows)
    assert set(refused.value.messages) == {f"seats.{at}.seat"}


@ON_SQLITE
def test_the_order_that_appoints_the_committee_bears_the_number_of_its_record(story, yearly, cases):
    story.do(yearly, "review", outcome="propose", records=[str(cases[0])])
    (worded,) = completed(story, story.item(yearly, "appoint"))
    assert isinstance(worded.paper, Order)
    assert worded.paper.number == "8/2580"
