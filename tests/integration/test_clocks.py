"""Deadlines of real cases: started, met, reminded of, breached, escalated and corrected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import OFFICE_TIME
from engine.work.deadlines import Deadline, deadlines_of
from engine.work.lists.inbox import notices_of
from engine.work.notices import count_unread
from engine.work.timers import RETRY_AFTER, due_instances, due_timers, fire_instance, fire_timer
from tests.support.answers import signed_on_paper
from tests.support.story import Story
from tests.support.streams import check_rebuild, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE_TIME)


def deadline(story: Story, case: UUID, name: str) -> Deadline:
    """Return the newest clock of this name."""
    with story.reading() as uow:
        return [d for d in deadlines_of(uow, case) if d.name == name][-1]


def unread(story, standing):
    with story.store.reading(standing.actor) as uow:
        listed = [one for one in notices_of(uow, standing) if one.is_unread]
        assert len(listed) == count_unread(uow, standing.person_id)
        return len(listed)


def told(story: Story, kind: str) -> list[tuple[UUID, UUID | None]]:
    table = tables.notice
    with story.reading() as uow:
        rows = uow.connection.execute(
            select(table.c.person_id, table.c.work_item_id).where(table.c.kind == kind)
        ).all()
    return [(row.person_id, row.work_item_id) for row in rows]


def order_units(story: Story, case: UUID, **order: Any) -> None:
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", **order)


def test_intake_on_the_next_working_day_is_in_time(story, clock):
    case = story.lodge()
    clock.set(at(date(2026, 11, 24), 23, 59))
    assert story.run_worker() == 0
    story.do(case, "register")
    intake = deadline(story, case, "intake")
    assert (intake.status, intake.met_on) == ("met", date(2026, 11, 24))


def test_intake_a_day_later_is_late_and_both_stay_on_record(story, clock):
    case = story.lodge()
    clock.set(at(date(2026, 11, 25)))
    assert story.run_worker() == 1
    assert deadline(story, case, "intake").status == "breached"
    story.do(case, "register")
    assert deadline(story, case, "intake").status == "met"
    kinds = [kind for kind in story.kinds(case) if kind.startswith("deadline_")]
    assert kinds[:3] == ["deadline_started", "deadline_breached", "deadline_started"]
    (met,) = [e for e in story.events(case) if e.kind == "deadline_met"]
    assert met.content["late"] is True


def test_what_happened_in_time_and_was_typed_later_is_in_time(story, clock):
    """The day it happened decides; the breach that fired meanwhile stays (design, 5)."""
    case = story.lodge()
    clock.set(at(date(2026, 11, 27), 9))
    story.run_worker()
    story.do(case, "register", occurred_on="2026-11-24")
    kinds = story.kinds(case)
    assert kinds.index("deadline_breached") < kinds.index("deadline_outcome_corrected")
    (corrected,) = [e for e in story.events(case) if e.kind == "deadline_outcome_corrected"]
    assert corrected.content["late"] is False
    assert corrected.occurred_on == date(2026, 11, 24)
    assert corrected.recorded_at == clock.now
    intake = deadline(story, case, "intake")
    assert (intake.status, intake.met_on) == ("met", date(2026, 11, 24))
    check_rebuild(story.store, story.office_id)


@ON_SQLITE
def test_a_clock_counts_from_the_day_the_complaint_was_received(story):
    case = story.lodge(received_on=story.day(-3))
    story.do(case, "register")
    assert deadline(story, case, "first_notice").effective_on == date(2026, 11, 20) + timedelta(15)


@ON_SQLITE
def test_a_units_clock_counts_from_the_day_on_the_signed_paper(story, clock):
    case = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    clock.advance(days=3)
    story.do(case, "sign_letter", units=["planning"], **signed_on_paper(date(2026, 11, 24)))
    report = deadline(story, case, "unit_report")
    assert report.reckoning.start_on == date(2026, 11, 24)
    assert report.effective_on == date(2026, 12, 3)


@ON_SQLITE
def test_the_first_notice_is_met_by_its_dispatch_and_not_before(story, clock):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "draft")
    story.do(case, "sign")
    assert deadline(story, case, "first_notice").status == "running"
    clock.advance(days=2)
    story.do(case, "dispatch", sent_on=story.day(-1))
    notice = deadline(story, case, "first_notice")
    assert (notice.status, notice.met_on) == ("met", date(2026, 11, 24))


@ON_SQLITE
def test_a_notice_sent_back_keeps_its_clock(story):
    case = story.lodge()
    story.do(case, "register")
    before = deadline(story, case, "first_notice")
    story.do(case, "draft")
    story.do(case, "sign", decision="returned")
    after = deadline(story, case, "first_notice")
    assert (after.id, after.status) == (before.id, "running")


def test_reminders_come_at_half_past_eight_and_once(story, clock):
    case = story.lodge()
    story.do(case, "register")
    story.claim(story.item(case, "draft"))
    clock.set(at(date(2026, 12, 3), 8, 29))
    story.run_worker()
    assert "reminder_given" not in story.kinds(case)
    clock.set(at(date(2026, 12, 3), 8, 30))
    assert story.run_worker() == 1
    assert story.run_worker() == 0
    (reminded,) = [e for e in story.events(case) if e.kind == "reminder_given"]
    assert reminded.content["name"] == "first_notice"
    item = story.item(case, "draft")
    assert told(story, "reminded") == [(item.assignee_id, item.id)]


@ON_SQLITE
def test_all_who_may_claim_are_reminded_of_what_nobody_has_claimed(story, clock):
    case = story.lodge()
    order_units(story, case, units=["planning"])
    clock.set(at(deadline(story, case, "unit_report").effective_on, 7))
    story.run_worker()
    item = story.item(case, "report")
    planning = [s for s in story.standings(case) if "planning" in s.units]
    assert {p for p, i in told(story, "reminded") if i == item.id} == {
        s.person_id for s in planning
    }
    assert [unread(story, standing) for standing in planning] == [1] * len(planning)
    # Done by one, it is over for the others, who could not even open it.
    story.do(case, "report")
    assert [unread(story, standing) for standing in planning] == [0] * len(planning)


@ON_SQLITE
def test_the_alternate_is_reminded_of_what_the_head_may_not_see(story, office, clock):
    case = story.lodge(respondent_kind="head", respondents=[])
    story.do(case, "register")
    story.do(case, "draft")
    clock.set(at(date(2026, 12, 3), 8, 30))
    story.run_worker()
    item = story.item(case, "sign")
    assert {p for p, i in told(story, "reminded") if i == item.id} == {
        office.person(Role.ALTERNATE_HEAD).id
    }


@ON_SQLITE
def test_nobody_is_reminded_of_what_is_done(story, clock):
    case = story.lodge()
    story.do(case, "register")
    for element in ("draft", "sign", "dispatch"):
        story.do(case, element)
    clock.set(at(date(2026, 12, 3), 8, 30))
    story.run_worker()
    assert "reminder_given" not in story.kinds(case)
    with story.reading() as uow:
        left = uow.connection.scalars(
            select(tables.timer.c.deadline_id).where(
                tables.timer.c.deadline_id == deadline(story, case, "first_notice").id
            )
        ).all()
    assert left == []


def test_a_breach_happens_at_midnight_and_escalates_once(story, clock):
    case = story.lodge()
    order_units(story, case, units=["planning", "construction"])
    last = deadline(story, case, "unit_report").effective_on
    clock.set(at(last, 23, 59))
    story.run_worker()
    kinds = story.kinds(case)
    assert "case_escalated" not in kinds
    clock.set(at(last + timedelta(days=1)))
    for _ in range(3):
        story.run_worker()
    with story.reading() as uow:
        reports = [d for d in deadlines_of(uow, case) if d.name == "unit_report"]
    assert {d.status for d in reports} == {"breached"}
    late = [e for e in story.events(case) if e.kind == "case_escalated"]
    assert sorted(e.content["scope"] for e in late) == ["units=construction", "units=planning"]
    assert {p for p, _ in told(story, "escalated")} == {
        s.person_id for s in story.standings(case) if Role.MANAGER in s.roles
    }
    clock.advance(days=30)
    story.run_worker()
    again = [
        e
        for e in story.events(case)
        if e.kind == "case_escalated" and "unit_report" in e.content["deadlines"]
    ]
    assert len(again) == 2
    assert story.open_elements(case).count("report") == 2


@ON_SQLITE
def test_a_timer_that_fires_late_counts_from_the_day_on_which_it_was_due(story, clock):
    case = story.lodge()
    order_units(story, case)
    late_on = deadline(story, case, "unit_report").effective_on + timedelta(days=1)
    clock.set(at(late_on + timedelta(days=3), 10))
    story.run_worker()
    runs = [e.content for e in story.events(case) if e.kind == "engine_ran"]
    by_timer = [run["happened_on"] for run in runs if run["cause"]["kind"] == "timer"]
    assert late_on.isoformat() in by_timer
    assert clock.now.astimezone(OFFICE_TIME).date().isoformat() not in by_timer


def test_each_step_that_is_late_under_one_clock_is_escalated_once(story, clock):
    case = story.lodge()
    story.do(case, "register")
    clock.set(at(date(2026, 12, 9), 1))
    story.run_worker()
    for _ in range(2):
        story.do(case, "draft")
        story.run_worker()
        story.do(case, "sign", decision="returned")
        story.run_worker()
    late = [
        e.content["element"]
        for e in story.events(case)
        if e.kind == "case_escalated" and e.content["deadlines"] == ["first_notice"]
    ]
    assert sorted(late) == ["draft", "sign"]


@ON_SQLITE
def test_a_report_in_a_new_round_has_a_clock_of_its_own(story, clock):
    case = story.lodge()
    order_units(story, case, units=["planning"])
    story.do(case, "report")
    clock.advance(days=10)
    story.run_worker()
    story.do(case, "review", result="incomplete")
    with story.reading() as uow:
        reports = [d for d in deadlines_of(uow, case) if d.name == "unit_report"]
    assert [(d.round, d.status) for d in reports] == [(1, "met"), (2, "running")]
    assert reports[1].reckoning.start_on == story.today


def test_each_due_thing_is_done_once_by_two_workers(story, clock):
    cases = [story.lodge() for _ in range(4)]
    for case in cases:
        order_units(story, case, units=["planning", "construction"])
    clock.advance(days=20)
    gate = Barrier(2)

    def work() -> int:
        gate.wait()
        fired = 0
        for _ in range(4):
            for due, fire in ((due_timers, fire_timer), (due_instances, fire_instance)):
                with story.store.database.reading() as connection:
                    found = due(connection, clock.now, 100)
                fired += sum(fire(story.store, one) for one in found)
        return fired

    with ThreadPoolExecutor(2) as pool:
        done = sum(pool.map(lambda _: work(), range(2)))
    kinds = [kind for case in cases for kind in story.kinds(case)]
    runs = sum(
        e.content["cause"] == {"kind": "timer"}
        for case in cases
        for e in story.events(case)
        if e.kind == "engine_ran"
    )
    assert done == runs + kinds.count("reminder_given") + kinds.count("deadline_breached")
    assert runs == len(cases)
    for case in cases:
        events = [e for e in story.events(case) if e.kind.startswith(("deadline_b", "reminder"))]
        assert len({(e.kind, e.content["deadline"]) for e in events}) == len(events)
        late = [e.content["key"] for e in story.events(case) if e.kind == "case_escalated"]
        assert len(set(late)) == len(late)
    assert story.run_worker() == 0
    check_streams(story.store, story.office_id)


def broken(story: Story, case: UUID) -> UUID:
    """Leave the case with a state that nothing can load, and return its instance."""
    table = tables.instance
    with story.store.database.writing() as connection:
        connection.execute(update(table).where(table.c.case_id == case).values(state=b"broken"))
        return connection.scalar(select(table.c.id).where(table.c.case_id == case))


def instance_row(story: Story, instance_id: UUID) -> Any:
    table = tables.instance
    with story.reading() as uow:
        return uow.connection.execute(select(table).where(table.c.id == instance_id)).one()


def test_a_run_that_fails_is_tried_later_and_later_and_then_parked(story, clock):
    case, healthy = story.lodge(), story.lodge()
    for each in (case, healthy):
        order_units(story, each, units=["planning"])
    instance_id = broken(story, case)
    before = story.kinds(case)
    clock.advance(days=30)
    story.run_worker()
    assert "case_escalated" in story.kinds(healthy)
    for failures, wait in enumerate(RETRY_AFTER, start=1):
        row = instance_row(story, instance_id)
        assert (row.failures, row.next_due) == (failures, clock.now + wait)
        clock.set(row.next_due - timedelta(seconds=1))
        story.run_worker()
        assert instance_row(story, instance_id).failures == failures
        clock.set(row.next_due)
        story.run_worker()
    row = instance_row(story, instance_id)
    assert (row.failures, row.next_due) == (len(RETRY_AFTER) + 1, None)
    with story.reading() as uow:
        (incident,) = uow.connection.execute(select(tables.incident)).all()
    assert (incident.case_id, incident.instance_id, incident.kind) == (case, instance_id, "timer")
    assert incident.resolved_at is None
    assert [k for k in story.kinds(case) if k == "engine_ran"] == [
        k for k in before if k == "engine_ran"
    ]
    assert story.run_worker() == 0


@ON_SQLITE
def test_a_reminder_that_fails_is_parked_too(story, clock):
    case = story.lodge()
    story.do(case, "register")
    table = tables.work_item
    with story.store.database.writing() as connection:
        connection.execute(update(table).values(edition="0" * 64))
    clock.set(at(date(2026, 12, 3), 8, 30))
    for wait in (*RETRY_AFTER, timedelta(0)):
        story.run_worker()
        clock.set(clock.now + wait)
    with story.reading() as uow:
        parked = uow.connection.execute(
            select(tables.timer).where(tables.timer.c.parked_at.is_not(None))
        ).all()
        incidents = uow.connection.scalars(select(tables.incident.c.kind)).all()
    assert len(parked) == 1
    assert incidents.count("reminder") == 1
    assert "reminder_given" not in story.kinds(case)
    assert case


@ON_SQLITE
def test_a_case_that_somebody_works_on_is_left_for_later(story, clock):
    """The worker asks for the lock and goes on to the next case when it is taken."""
    case = story.lodge()
    with story.store.database.reading() as connection:
        assert due_timers(connection, clock.now, 10) == []
    clock.advance(days=5)
    with story.store.database.reading() as connection:
        (due, *_rest) = due_timers(connection, clock.now, 10)
    assert due.case_id == case
    assert fire_timer(story.store, due)
    assert not fire_timer(story.store, due)


def test_a_case_that_is_locked_is_passed_over_and_its_timer_stays_as_due_as_it_was(story, clock):
    case = story.lodge()
    clock.advance(days=5)
    with story.store.database.reading() as connection:
        (due, *_rest) = due_timers(connection, clock.now, 10)
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        uow.hold(case)
        assert not fire_timer(story.store, due)
    with story.store.database.reading() as connection:
        assert due in due_timers(connection, clock.now, 10)
        timer = tables.timer.c
        assert connection.scalar(select(timer.failures).where(timer.id == due.id)) == 0
    assert fire_timer(story.store, due)
