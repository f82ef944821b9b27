"""Office business begins by the calendar: each turn once, late ones as the profile says."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from engine.cases.register import get_case
from engine.errors import FormInvalid, NoEligibleHandler, NotFound, NotPermitted
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.reports.periods import PeriodUnclear
from engine.store import tables
from engine.work.business.schedules import due_turns, start_turn
from engine.work.business.starting import start_business
from engine.work.offices.opening import revise_profile
from engine.work.timers import RETRY_AFTER
from engine.worker import start_turns
from tests.conftest import OTHER_PEOPLE, PEOPLE, Opening, opened_office
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

EACH_MONTH = 'day = 1\ncatch_up = "each"\ncovers = "month_before"'


@pytest.fixture
def opening() -> Opening:
    return "tambon", OTHER_PEOPLE


@pytest.fixture
def tambon(office, tmp_path):
    """The tambon office, which reports each month, each half-year and each fiscal year.

    Its daily check is left out here: it has tests of its own.
    """
    story = Story(office.store, office.id, tmp_path / "blobs")
    revise(story, "[cycles.channel_check]", "[cycles.other]")
    return story


def business(story, process_id="monthly_report"):
    """Return the office's own cases of a process, the oldest first."""
    table = tables.case
    with story.reading() as uow:
        found = uow.connection.scalars(
            select(table.c.id)
            .where(table.c.office_id == story.office_id, table.c.process_id == process_id)
            .order_by(table.c.received_on)
        ).all()
        return [get_case(uow, one) for one in found]


def turns(story):
    table = tables.schedule
    with story.reading() as uow:
        rows = uow.connection.execute(
            select(table).where(table.c.office_id == story.office_id).order_by(table.c.slot_key)
        )
        return {(row.process_id, row.slot_key): row for row in rows}


def at(day, hour=9):
    """Return an instant by the office's clock, in UTC."""
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def test_nothing_begins_before_its_minute_and_a_month_once(tambon, store, clock):
    clock.now = at(date(2026, 12, 1), 8)
    assert start_turns(store) == 0
    clock.now = at(date(2026, 12, 1), 9)
    assert start_turns(store) == 1
    assert start_turns(store) == 0
    (report,) = business(tambon)
    assert report.kind == "office_business"
    assert (report.period_from, report.period_to) == (date(2026, 11, 1), date(2026, 11, 30))
    assert report.subject == "รายงานสรุปประจำเดือนพฤศจิกายน 2569"
    assert report.number == "ง 1/2570"
    assert tambon.open_elements(report.id) == ["prepare"]


@pytest.mark.usefixtures("tambon")
def test_what_fell_due_before_the_office_had_the_process_is_not_made_up_for(store):
    assert start_turns(store) == 0


def test_after_an_absence_each_month_is_reported_where_the_profile_says_each(tambon, store, clock):
    clock.now = at(date(2027, 2, 15))
    # Three months, and the yearly list of records.
    assert start_turns(store) == 4
    months = [case.period_from for case in business(tambon)]
    assert months == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert [case.received_on for case in business(tambon)] == [
        date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 1),
    ]  # fmt: skip


def test_only_the_last_is_started_where_the_profile_says_latest(tambon, store, clock):
    revise(tambon, EACH_MONTH, EACH_MONTH.replace("each", "latest"))
    clock.now = at(date(2027, 2, 15))
    start_turns(store)
    assert [case.period_from for case in business(tambon)] == [date(2027, 1, 1)]
    assert start_turns(store) == 0


def test_nothing_late_is_started_where_the_profile_says_none(tambon, store, clock):
    revise(tambon, EACH_MONTH, EACH_MONTH.replace("each", "none"))
    clock.now = at(date(2027, 2, 15))
    start_turns(store)
    assert business(tambon) == []


def revise(story, keys, others):
    """Revise the profile of the office: keys that it has, by others."""
    with story.reading() as uow:
        toml = uow.connection.scalar(
            select(tables.office_profile.c.toml)
            .where(tables.office_profile.c.office_id == story.office_id)
            .order_by(tables.office_profile.c.revision.desc())
            .limit(1)
        )
    assert keys in toml
    with story.store.unit(story.someone(Role.HEAD)) as uow:
        uow.hold(story.office_id)
        revise_profile(uow, toml.replace(keys, others), effective_on=story.today)


def test_a_memo_begins_before_its_half_year_ends_and_is_about_it(tambon, store, clock):
    clock.now = at(date(2027, 3, 24))
    start_turns(store)
    (memo,) = business(tambon, "six_month_memo")
    assert (memo.period_from, memo.period_to) == (date(2026, 10, 1), date(2027, 3, 31))
    assert memo.subject == "บันทึกรายงานรอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570"


def test_an_office_starts_nothing_that_its_profile_has_no_cycle_for(store, bundled_editions, clock):
    story = Story(store, opened_office(store, "provincial", PEOPLE, bundled_editions).id)
    clock.now = at(date(2026, 12, 1))
    start_turns(store)
    assert business(story) == []
    with pytest.raises(NotFound):
        in_unit(
            store,
            story.someone(Role.OFFICER),
            start_business,
            "complaint_provincial",
            Period(date(2026, 11, 1), date(2026, 11, 30)),
            submission_key=uuid4(),
        )


def test_of_several_workers_one_starts_a_turn(tambon, store, clock):
    clock.now = at(date(2026, 12, 1))
    (turn,) = due_turns(store)
    together, started = Barrier(4), []

    def work():
        together.wait()
        started.append(start_turn(store, turn))

    workers = [Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(started) == [False, False, False, True]
    assert [case.number for case in business(tambon)] == ["ง 1/2570"]


def test_what_cannot_start_is_tried_again_and_then_left_for_a_person(tambon, store, clock):
    with store.database.writing() as connection:
        connection.execute(
            update(tables.membership)
            .where(tables.membership.c.office_id == tambon.office_id)
            .values(to_on=date(2026, 11, 1))
        )
    clock.now = at(date(2026, 12, 1))
    for wait in RETRY_AFTER:
        assert start_turns(store) == 0
        assert start_turns(store) == 0, "it waits for its next try"
        clock.now += wait
    assert start_turns(store) == 0
    clock.now += timedelta(days=1)
    assert due_turns(store) == []
    row = turns(tambon)["monthly_report", "2026-12"]
    assert (row.failures, row.retry_at, row.case_id) == (len(RETRY_AFTER) + 1, None, None)
    assert business(tambon) == []


def test_what_could_not_start_at_first_starts_at_a_later_try(tambon, store, clock):
    clock.now = at(date(2026, 12, 1))
    with store.database.writing() as connection:
        held = tables.membership.c.office_id == tambon.office_id
        connection.execute(update(tables.membership).where(held).values(to_on=date(2026, 11, 1)))
    assert start_turns(store) == 0
    with store.database.writing() as connection:
        connection.execute(update(tables.membership).where(held).values(to_on=None))
    assert start_turns(store) == 0
    clock.now += RETRY_AFTER[0]
    assert start_turns(store) == 1
    assert [case.received_on for case in business(tambon)] == [date(2026, 12, 1)]


def test_a_report_begins_while_the_office_has_no_head_and_waits_for_the_next(tambon, store, clock):
    table = tables.membership
    head = table.c.role.in_([Role.HEAD, Role.ALTERNATE_HEAD])
    clock.now = at(date(2026, 12, 1))
    with store.database.writing() as connection:
        connection.execute(update(table).where(head).values(to_on=date(2026, 11, 1)))
    start_turns(store)
    (report,) = business(tambon)
    with pytest.raises(NoEligibleHandler):
        finish(tambon, report.id)
    with store.database.writing() as connection:
        connection.execute(update(table).where(head).values(to_on=None))
    finish(tambon, report.id)
    assert not business(tambon)[0].is_open


def finish(story, case):
    while story.open(case):
        story.complete(story.open(case)[0])


def test_business_is_started_by_hand_for_any_days_once_a_form(tambon):
    span, key = Period(date(2026, 8, 1), date(2026, 8, 31)), uuid4()
    officer = tambon.someone(Role.OFFICER)
    first, again = (
        in_unit(tambon.store, officer, start_business, "monthly_report", span, submission_key=key)
        for _ in range(2)
    )
    assert first == again
    (report,) = business(tambon)
    assert (report.period_from, report.period_to, report.lodged_by) == (*span, officer.person_id)


def test_who_has_no_part_in_reports_starts_none(tambon):
    span = Period(date(2026, 8, 1), date(2026, 8, 31))
    with pytest.raises(NotPermitted):
        in_unit(
            tambon.store,
            tambon.someone(Role.ADMINISTRATOR),
            start_business,
            "monthly_report",
            span,
            submission_key=uuid4(),
        )
    assert business(tambon) == []


def test_days_in_the_wrong_order_start_nothing(tambon):
    span = Period(date(2026, 8, 31), date(2026, 8, 1))
    with pytest.raises(PeriodUnclear):
        in_unit(
            tambon.store,
            tambon.someone(Role.OFFICER),
            start_business,
            "monthly_report",
            span,
            submission_key=uuid4(),
        )
    assert business(tambon) == []


def test_nothing_is_started_about_days_that_have_not_begun(tambon):
    tomorrow = tambon.today + timedelta(days=1)
    with pytest.raises(FormInvalid):
        in_unit(
            tambon.store,
            tambon.someone(Role.OFFICER),
            start_business,
            "monthly_report",
            Period(tomorrow, tomorrow),
            submission_key=uuid4(),
        )
    assert business(tambon) == []


def test_business_of_the_office_stands_in_neither_register_and_in_no_figure(tambon, store, clock):
    clock.now = at(date(2026, 12, 1))
    start_turns(store)
    (report,) = business(tambon)
    tambon.finish(report.id)
    with tambon.reading() as uow:
        for table in (tables.case_fact, tables.deadline_fact):
            found = uow.connection.execute(select(table).where(table.c.case_id == report.id))
            assert found.all() == []
        series = uow.connection.scalar(
            select(tables.case_number.c.series).where(tables.case_number.c.case_id == report.id)
        )
    assert series == "office_business"
    check_streams(store, tambon.office_id)
    check_rebuild(store, tambon.office_id)
    check_runs_again(store, tambon.office_id)
