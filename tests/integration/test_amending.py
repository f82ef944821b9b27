"""The order of a committee is amended while it works: who sits, who sees, what stays."""

from uuid import uuid4

import pytest

from engine.access.permissions import Reading
from engine.cases.committees import orders_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.committees.amending import is_being_amended
from engine.work.committees.drafted_orders import drafted_members
from engine.work.papers.signing import claim_for_paper
from engine.work.respondents import add_respondent
from tests.support.answers import signed_on_paper
from tests.support.clocks import clock_of
from tests.support.committees import (
    OUTSIDER,
    amend,
    begin,
    given_to_a_committee,
    reading,
    row,
    seat_of,
    seats,
)
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_work_items

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story, office):
    return given_to_a_committee(story, office)


@pytest.fixture
def newcomer(office):
    return office.person(Role.UNIT_MEMBER, unit="maintenance")


def test_from_the_signing_on_the_new_members_see_the_case_and_the_old_do_not(
    story, office, case, newcomer
):
    chair, secretary = seat_of(story, case, "chair"), seat_of(story, case, "secretary")
    inquire = story.item(case, "inquire")
    story.claim(inquire, by=office.actor(Role.UNIT_MEMBER, unit="administration"))
    assert story.item(case, "inquire").assignee_id == chair.person_id
    due = clock_of(story, case, "committee_report").effective_on
    begin(story, office, case)
    members = [row(newcomer.id, "chair"), row(secretary.person_id, "secretary"), OUTSIDER]
    story.do(case, "draft_amendment", members=members)
    assert reading(story, case, chair.person_id) is Reading.REDACTED
    assert reading(story, case, newcomer.id) is Reading.NOTHING
    story.do(case, "sign_amendment")
    assert reading(story, case, chair.person_id) is Reading.NOTHING
    assert reading(story, case, newcomer.id) is Reading.REDACTED
    again = story.item(case, "inquire")
    assert (again.id, again.assignee_id) == (inquire.id, None)
    assert {actor.person_id for actor in story.candidates(again)} == {
        newcomer.id,
        secretary.person_id,
    }
    assert seat_of(story, case, "secretary").id == secretary.id
    assert clock_of(story, case, "committee_report").effective_on == due
    with story.reading() as uow:
        orders = orders_of(uow, case)
    assert [(one.amends, one.order_cited) for one in orders] == [(False, None), (True, "45/2570")]
    assert orders[0].seats[0].person_id == chair.person_id
    check_work_items(story.store, story.office_id)
    story.finish(case)
    assert story.case(case).status == "archived"
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_draft_sent_back_comes_with_its_rows_and_the_head_may_leave_the_order_as_it_is(
    story, office, case, newcomer
):
    before = seats(story, case)
    begin(story, office, case)
    draft = story.item(case, "draft_amendment")
    with story.reading() as uow:
        rows = drafted_members(uow, story.case(case), draft)
    assert (rows[0].get("person"), rows[0]["seat"], rows[0]["position"]) == (
        str(before[0].person_id),
        "chair",
        "กรรมการ",
    )
    members = [row(newcomer.id, "chair")]
    story.complete(draft, members=members)
    story.do(case, "sign_amendment", decision="returned")
    with story.reading() as uow:
        rows = drafted_members(uow, story.case(case), story.item(case, "draft_amendment"))
    assert [one["person"] for one in rows] == [str(newcomer.id)]
    story.do(case, "draft_amendment", members=members)
    story.do(case, "sign_amendment", decision="kept")
    assert seats(story, case) == before
    with story.reading() as uow:
        assert not is_being_amended(uow, case)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_it_is_signed_on_paper_and_recorded_with_the_day_on_the_paper(
    story, office, case, newcomer, clock
):
    clock.advance(days=2)
    begin(story, office, case)
    story.do(case, "draft_amendment", members=[row(newcomer.id, "chair")])
    item = story.item(case, "sign_amendment")
    in_unit(story.store, office.actor(Role.OFFICER), claim_for_paper, item.id)
    clock.advance(days=1)
    signed_on = story.today
    clock.advance(days=1)
    story.do(case, "sign_amendment", **signed_on_paper(signed_on))
    with story.reading() as uow:
        assert orders_of(uow, case)[-1].signed_on == signed_on
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_the_steps_of_a_committee_of_outsiders_go_to_a_member_who_joins(story, office, newcomer):
    case = given_to_a_committee(story, office, members=[{**OUTSIDER, "seat": "chair"}])
    assert story.item(case, "inquire").assignee_id or story.queues(story.item(case, "inquire")) == {
        "officer"
    }
    amend(story, office, case, [row(newcomer.id, "chair"), OUTSIDER])
    inquire = story.item(case, "inquire")
    assert (inquire.assignee_id, story.queues(inquire)) == (None, {f"committee:{case}"})


@ON_SQLITE
def test_what_else_has_come_to_who_leaves_stays_hers(story, office, newcomer):
    """An officer of the case who sat on its committee is its officer still."""
    officer = office.person(Role.OFFICER)
    case = given_to_a_committee(story, office, members=[row(officer.id, "chair")])
    amend(story, office, case, [row(newcomer.id, "chair")])
    assert reading(story, case, officer.id) is Reading.WHOLE


@ON_SQLITE
def test_a_respondent_is_not_among_the_new_members(story, office, case, newcomer):
    in_unit(
        story.store,
        office.actor(Role.OFFICER),
        add_respondent,
        case,
        newcomer.name,
        person_id=newcomer.id,
    )
    begin(story, office, case)
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "draft_amendment", members=[row(newcomer.id, "chair")])
    assert "members.0.person" in refused.value.messages
    outside = {**OUTSIDER, "outside_name": f"นาง{newcomer.name}"}
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "draft_amendment", members=[row(office.person(Role.MANAGER).id), outside])
    assert list(refused.value.messages) == ["members.1.outside_name"]


@ON_SQLITE
def test_what_cannot_be_amended_is_refused_and_nothing_is_written(story, office, case):
    other = story.lodge(by=office.actor(Role.OFFICER))
    with pytest.raises(InvalidTransition):
        begin(story, office, other)
    chair = office.actor(Role.UNIT_MEMBER, unit="administration")
    for who in (chair, office.actor(Role.UNIT_MEMBER, unit="planning")):
        with pytest.raises((NotFound, NotPermitted)):
            begin(story, office, case, by=who)
    with pytest.raises(NotPermitted):
        begin(story, office, case, by=office.actor(Role.MANAGER))
    key = uuid4()
    drafts = {begin(story, office, case, key=key) for _ in range(2)}
    assert len(drafts) == 1
    with pytest.raises(InvalidTransition):
        begin(story, office, case)
    story.do(case, "draft_amendment", members=[{**OUTSIDER, "seat": "chair"}])
    story.do(case, "sign_amendment", decision="kept")
    for element in ("inquire", "report"):
        story.do(case, element)
    with pytest.raises(InvalidTransition):
        begin(story, office, case)
