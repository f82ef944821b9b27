"""Somebody leaves a role: on record, by order, and no step is lost with her."""

from datetime import timedelta

import pytest

from engine.access.membership import grant_membership, memberships_of, standing_of
from engine.cases.register import get_case
from engine.errors import InvalidTransition, NotFound
from engine.journal.events import read_stream
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.work.leaving import leave_role
from engine.work.lists.worklist import offered_work
from engine.work.offices.settings import settings_in_force

ORDER = "คำสั่งที่ 9/2570"


def leave(story, office, person, role, **options):
    return leave_role(story.store, office.system, person.id, role, order_cited=ORDER, **options)


def roles(story, person):
    with story.reading() as uow:
        return [(one.role, one.to_on) for one in memberships_of(uow, person.id)]


@pytest.fixture
def held(story, office):
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case_id, "register", category="service", secrecy="ordinary")
    return story.item(case_id, "sort")


def test_what_she_held_waits_for_others_and_the_order_is_on_record(story, office, held, clock):
    officer = office.person(Role.OFFICER)
    assert leave(story, office, officer, Role.OFFICER) >= 1
    item = story.item(held.case_id, "sort")
    assert (item.status, item.assignee_id) == ("offered", None)
    with story.reading() as uow:
        ended = [e for e in read_stream(uow, office.id) if e.kind is EventKind.MEMBERSHIP_ENDED]
    assert [event.content["order_cited"] for event in ended] == [ORDER]
    second = office.standing(Role.OFFICER, nth=1)
    with story.store.reading(second.actor) as uow:
        assert held.id in [row.id for row in offered_work(uow, second)]
    clock.advance(days=1)
    with story.reading() as uow, pytest.raises(NotFound):
        standing_of(uow, officer.id, uow.today)


@pytest.mark.usefixtures("held")
def test_the_same_command_once_more_ends_nothing_twice(story, office):
    officer = office.person(Role.OFFICER)
    leave(story, office, officer, Role.OFFICER)
    assert leave(story, office, officer, Role.OFFICER) == 0
    assert roles(story, officer) == [(Role.OFFICER, story.today)]


def test_what_another_role_of_hers_covers_stays_with_her(story, office, held):
    officer = office.person(Role.OFFICER)
    with story.store.unit(office.system) as uow:
        uow.hold(office.id)
        grant_membership(uow, officer.id, Role.MANAGER, position="รองผู้อำนวยการ")
    assert leave(story, office, officer, Role.MANAGER) == 0
    assert story.item(held.case_id, "sort").assignee_id == officer.id


def test_the_last_of_a_role_leaves_her_steps_to_its_alternates(story, office, held, clock):
    leave(story, office, office.person(Role.OFFICER, nth=1), Role.OFFICER)
    clock.advance(days=1)
    leave(story, office, office.person(Role.OFFICER), Role.OFFICER)
    assert story.queues(story.item(held.case_id, "sort")) == {"manager"}


def test_nobody_leaves_a_step_that_no_other_may_do(story, office, held):
    officer = office.person(Role.OFFICER)
    with story.reading() as uow:
        kind = get_case(uow, held.case_id).respondent_kind
        instead = settings_in_force(uow, uow.today).stand_ins(Role.OFFICER, kind)
    for other in office.people:
        if other.role in (Role.OFFICER, *instead) and other != officer:
            leave(story, office, other, other.role)
    before, kinds = roles(story, officer), story.kinds(held.case_id)
    # Who left today still counts today: the next day nobody is there.
    office.store.clock.advance(days=1)
    with pytest.raises(InvalidTransition):
        leave(story, office, officer, Role.OFFICER)
    assert roles(story, officer) == before
    assert story.kinds(held.case_id) == kinds


def test_a_role_ends_today_or_before_and_must_have_been_hers(story, office):
    officer = office.person(Role.OFFICER)
    with pytest.raises(InvalidTransition):
        leave(story, office, officer, Role.OFFICER, last_on=story.today + timedelta(days=1))
    with pytest.raises(InvalidTransition):
        leave(story, office, officer, Role.OFFICER, last_on=story.today - timedelta(days=900))
    with pytest.raises(NotFound):
        leave(story, office, officer, Role.HEAD)
    assert roles(story, officer) == [(Role.OFFICER, None)]


def test_the_same_role_is_not_granted_twice_in_one_period(story, office):
    unit = office.person(Role.UNIT_MEMBER, unit="planning")

    def grant(**options):
        with story.store.unit(office.system) as uow:
            uow.hold(office.id)
            grant_membership(uow, unit.id, Role.UNIT_MEMBER, position="x", **options)

    with pytest.raises(InvalidTransition):
        grant(unit="planning")
    with pytest.raises(InvalidTransition):
        grant(unit="planning", from_on=story.today + timedelta(days=400))
    grant(unit="construction")
    leave(story, office, unit, Role.UNIT_MEMBER, unit="planning")
    grant(unit="planning", from_on=story.today + timedelta(days=1))
    assert len(roles(story, unit)) == 3
