"""More time by order: the last day moves, and all that hangs on it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.errors import FormInvalid, InvalidTransition, NotPermitted
from engine.office.explanation import explain
from engine.office.roles import Role
from engine.work.extending import Extension, extend_deadline
from tests.support.clocks import clock_of, due, given_to_a_unit, suspend
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story, office):
    return given_to_a_unit(story, office)


def extend(story, office, case, days=5, key=None, by=None, name="unit_report", **changed):
    wanted = Extension(
        **{
            "days": days,
            "order_cited": "คำสั่ง 12/2570",
            "text": "พยานอยู่ต่างจังหวัด",
            "ordered_on": story.today,
            **changed,
        }
    )
    in_unit(
        story.store,
        by or office.actor(Role.OFFICER),
        extend_deadline,
        case,
        clock_of(story, case, name).id,
        wanted,
        submission_key=key or uuid4(),
    )


def test_more_time_by_order_moves_the_last_day_the_reminders_and_the_timer(
    story, office, case, clock
):
    first = clock_of(story, case, "unit_report")
    extend(story, office, case)
    moved = clock_of(story, case, "unit_report")
    assert moved.effective_on > first.effective_on
    assert due(story, case, "report") == moved.effective_on
    clock.advance(days=(first.effective_on - story.today).days + 1)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "running"
    clock.advance(days=(moved.effective_on - story.today).days + 1)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "breached"
    told = " ".join(one.th for one in explain(moved.reckoning).sentences)
    assert "ขยายเวลา 5 วันทำการ อ้างถึง คำสั่ง 12/2570" in told
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_what_is_late_is_in_time_again_once_the_head_gives_more_days(story, office, case, clock):
    last_on = clock_of(story, case, "unit_report").effective_on
    clock.advance(days=(last_on - story.today).days + 2)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "breached"
    with pytest.raises(FormInvalid):
        extend(story, office, case, days=1)
    extend(story, office, case, days=10)
    assert clock_of(story, case, "unit_report").status == "running"
    story.do(case, "report", scope="planning")
    assert clock_of(story, case, "unit_report").status == "met"
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_only_what_the_office_lets_be_extended_is_extended_and_by_order(story, office, case):
    before = story.kinds(case)
    with pytest.raises(InvalidTransition):
        extend(story, office, case, name="first_notice")
    for wrong in (
        {"days": 0},
        {"days": 181},
        {"order_cited": ""},
        {"ordered_on": story.today + timedelta(days=1)},
    ):
        with pytest.raises(FormInvalid):
            extend(story, office, case, **wrong)
    with pytest.raises(NotPermitted):
        extend(story, office, case, by=office.actor(Role.MANAGER))
    assert story.kinds(case) == before
    suspend(story, office, case)
    with pytest.raises(InvalidTransition):
        extend(story, office, case)
