"""A case waits for an outside body: its clocks stand still and count on where they stood."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from engine.cases.follow_ups import FollowUpKind, follow_ups_of
from engine.errors import FormInvalid, InvalidTransition, NotPermitted
from engine.office.explanation import explain
from engine.office.roles import Role
from engine.work.lists.worklist import my_work, offered_work
from engine.work.suspending import resume_case
from tests.support.clocks import clock_of, due, given_to_a_unit, suspend
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story, office):
    return given_to_a_unit(story, office)


def resume(story, office, case, key=None, on=None):
    in_unit(
        story.store,
        office.actor(Role.OFFICER),
        resume_case,
        case,
        "ป.ป.ช. ส่งเรื่องคืนให้ดำเนินการทางวินัย",
        reference="ปช 0012/900",
        resumed_on=on or story.today,
        submission_key=key or uuid4(),
    )


def test_a_suspended_case_breaches_nothing_and_counts_on_where_it_stood(story, office, case, clock):
    begun = story.today
    report = clock_of(story, case, "unit_report")
    clock.set(clock.now + timedelta(days=4))  # 27 November: five of seven working days are left
    left = 3
    suspend(story, office, case)
    assert clock_of(story, case, "unit_report").status == "paused"
    assert due(story, case, "report") is None
    assert clock_of(story, case, "first_notice").status == "running"
    clock.advance(days=60)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "paused"
    told = [str(e.content) for e in story.events(case) if e.kind == "case_escalated"]
    assert not any("unit_report" in each for each in told)
    resume(story, office, case)
    again = clock_of(story, case, "unit_report")
    assert again.status == "running"
    assert again.effective_on > story.today
    assert due(story, case, "report") == again.effective_on
    (move,) = again.reckoning.moves
    assert (move.was_on, move.days) == (report.effective_on, left)
    assert again.reckoning.start_on == begun
    told = " ".join(one.th for one in explain(again.reckoning).sentences)
    assert "พักการนับเมื่อ" in told
    assert "ป.ป.ช." in told
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_after_a_pause_the_last_day_is_still_breached_and_the_diagram_still_rings(
    story, office, case, clock
):
    suspend(story, office, case)
    clock.advance(days=60)
    resume(story, office, case)
    last_on = clock_of(story, case, "unit_report").effective_on
    clock.advance(days=(last_on - story.today).days)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "running"
    clock.advance(days=1)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "breached"
    late = [e for e in story.events(case) if e.kind == "case_escalated"]
    assert any("unit_report" in str(e.content) for e in late)
    story.finish(case)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_who_has_a_step_may_finish_it_while_the_case_waits_and_is_not_late(
    story, office, case, clock
):
    suspend(story, office, case)
    clock.advance(days=90)
    story.run_worker()
    story.do(case, "report", scope="planning")
    report = clock_of(story, case, "unit_report")
    assert report.status == "met"
    (met,) = [e for e in story.events(case) if e.content.get("deadline") == str(report.id)][-1:]
    assert met.content["late"] is False
    assert clock_of(story, case, "review").status == "paused"
    assert due(story, case, "review") is None
    resume(story, office, case)
    assert due(story, case, "review") == clock_of(story, case, "review").effective_on
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_the_day_on_the_paper_counts_and_not_the_day_it_was_typed(story, office, case, clock):
    clock.advance(days=3)
    suspend(story, office, case, suspended_on=story.today - timedelta(days=2))
    paused_on = clock_of(story, case, "unit_report").paused_on
    assert paused_on == story.today - timedelta(days=2)
    clock.advance(days=10)
    resume(story, office, case, on=story.today - timedelta(days=1))
    (move,) = clock_of(story, case, "unit_report").reckoning.moves
    assert (move.on, move.until) == (paused_on, story.today - timedelta(days=1))


@ON_SQLITE
def test_a_day_to_ask_the_body_is_followed_up(story, office, case):
    suspend(story, office, case)
    with story.reading() as uow:
        (found,) = follow_ups_of(uow, case)
    assert found.kind is FollowUpKind.OUTSIDE_ANSWER
    assert found.due_on == story.today + timedelta(days=30)
    assert "ปช 0012/345" in found.text


@ON_SQLITE
def test_what_cannot_be_is_refused_and_nothing_is_written(story, office, case):
    before = story.kinds(case)
    officer = office.actor(Role.OFFICER)
    for wrong, at in (
        ({"outside_body": "nobody"}, "outside_body"),
        ({"order_cited": ""}, "order_cited"),
        ({"suspended_on": story.today + timedelta(days=1)}, "suspended_on"),
        ({"suspended_on": story.today - timedelta(days=1)}, "suspended_on"),
        ({"ask_on": story.today - timedelta(days=1)}, "ask_on"),
        ({"holder_id": uuid4()}, "holder"),
    ):
        with pytest.raises(FormInvalid) as refused:
            suspend(story, office, case, **wrong)
        assert list(refused.value.messages) == [at]
    with pytest.raises(NotPermitted):
        suspend(story, office, case, by=office.actor(Role.MANAGER))
    with pytest.raises(InvalidTransition):
        resume(story, office, case)
    assert story.kinds(case) == before
    suspend(story, office, case, by=office.actor(Role.HEAD), order_cited="")
    with pytest.raises(InvalidTransition):
        suspend(story, office, case, by=officer)


@ON_SQLITE
def test_a_form_sent_twice_suspends_and_resumes_once(story, office, case):
    key = uuid4()
    for _ in range(2):
        suspend(story, office, case, key)
    key = uuid4()
    for _ in range(2):
        resume(story, office, case, key)
    kinds = story.kinds(case)
    assert (kinds.count("case_suspended"), kinds.count("case_resumed")) == (1, 1)


@ON_SQLITE
def test_the_lists_show_the_new_day_and_no_day_while_it_stands_still(story, office, case):
    unit = office.standing(Role.UNIT_MEMBER, unit="planning")

    def days():
        with story.store.reading(unit.actor) as uow:
            return [row.due_on for row in [*my_work(uow, unit), *offered_work(uow, unit)]]

    assert days() == [clock_of(story, case, "unit_report").effective_on]
    suspend(story, office, case)
    assert days() == [None]
    resume(story, office, case)
    assert days() == [clock_of(story, case, "unit_report").effective_on]
    assert days() != [date.max]


@ON_SQLITE
def test_a_clock_that_begins_while_the_case_waits_has_run_until_it_was_suspended(
    story, office, case, clock
):
    """The days for the whole case count from its receipt, whenever the step that has them opens."""
    received_on = story.today
    clock.advance(days=10)
    suspend(story, office, case)
    clock.advance(days=5)
    story.do(case, "report", scope="planning")
    story.do(case, "review")
    conclude = clock_of(story, case, "conclude")
    assert (conclude.status, conclude.reckoning.start_on) == ("paused", received_on)
    assert conclude.paused_on == received_on + timedelta(days=10)
    resume(story, office, case)
    assert clock_of(story, case, "conclude").effective_on == received_on + timedelta(days=65)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)
