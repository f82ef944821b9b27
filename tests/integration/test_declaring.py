"""Members of a committee declare whether they have an interest in the matter."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from engine.access.permissions import Reading
from engine.cases.committees import declarations_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.allocation.claiming import claim_work_item
from engine.work.allocation.declared import NotDeclared, undeclared
from engine.work.committees.declaring import Ground, remind_of_declarations
from engine.work.committees.drafted_orders import drafted_members
from engine.work.committees.file import read_committee
from engine.work.committees.reseating import COMMITTEE_AMENDMENT as AMENDMENT
from engine.work.lists.inbox import notices_of
from tests.support.clocks import clock_of
from tests.support.committees import (
    amend,
    declare,
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
def chair(office):
    return office.actor(Role.UNIT_MEMBER, unit="administration")


@pytest.fixture
def secretary(office):
    return office.actor(Role.UNIT_MEMBER, unit="planning")


def notices(story, office, role, unit=None):
    with story.reading() as uow:
        found = notices_of(uow, office.standing(role, unit=unit))
    return [one.kind for one in found]


def test_who_has_an_interest_sees_the_case_no_more_and_the_head_is_told(
    story, office, case, chair, secretary
):
    story.claim(story.item(case, "inquire"), by=chair)
    declare(story, case, seat_of(story, case, "chair"), chair, Ground.RESPONDENT)
    assert reading(story, case, chair.person_id) is Reading.NOTHING
    inquire = story.item(case, "inquire")
    assert inquire.assignee_id is None
    assert {one.person_id for one in story.candidates(inquire)} == {secretary.person_id}
    assert notices(story, office, Role.UNIT_MEMBER, "administration") == []
    for role in (Role.HEAD, Role.OFFICER):
        assert "interest_declared" in notices(story, office, role)
    check_work_items(story.store, story.office_id)
    with story.reading() as uow:
        seat = seat_of(story, case, "chair")
        told = declarations_of(uow, case, seats(story, case))[seat.id]
    assert (told.has_interest, told.ground, told.is_recorded_for_her) == (
        True,
        "respondent",
        False,
    )
    with story.reading() as uow:
        rows = drafted_members(uow, story.case(case), replace(inquire, process_id=AMENDMENT))
    assert (rows[0], rows[1]["person"]) == ({"seat": "chair"}, str(secretary.person_id))
    newcomer = office.person(Role.UNIT_MEMBER, unit="maintenance")
    amend(story, office, case, [row(newcomer.id, "chair"), row(secretary.person_id, "secretary")])
    assert reading(story, case, chair.person_id) is Reading.NOTHING
    story.finish(case)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_missing_declaration_keeps_nobody_else_from_work(story, office, case, chair, secretary):
    assert "declaration_due" in notices(story, office, Role.UNIT_MEMBER, "administration")
    inquire = story.item(case, "inquire")
    with pytest.raises(NotDeclared):
        in_unit(story.store, chair, claim_work_item, inquire.id)
    story.complete(inquire, by=secretary)
    with story.reading() as uow:
        assert [seat.kind for seat in undeclared(uow, case)] == ["chair", "member"]
    told = notices(story, office, Role.UNIT_MEMBER, "administration")
    in_unit(story.store, secretary, remind_of_declarations, case)
    again = notices(story, office, Role.UNIT_MEMBER, "administration")
    assert again.count("declaration_due") == told.count("declaration_due") + 1
    story.finish(case)
    assert story.case(case).status == "archived"


@ON_SQLITE
def test_the_reminder_of_the_committees_deadline_reminds_who_has_not_declared(
    story, office, case, secretary, clock
):
    story.claim(story.item(case, "inquire"), by=secretary)
    before = {
        unit: notices(story, office, Role.UNIT_MEMBER, unit).count("declaration_due")
        for unit in ("administration", "planning")
    }
    due = clock_of(story, case, "committee_report").effective_on
    clock.advance(days=(due - story.today).days)
    story.run_worker()
    for unit, is_told in (("administration", True), ("planning", False)):
        told = notices(story, office, Role.UNIT_MEMBER, unit)
        assert (told.count("declaration_due") > before[unit]) is is_told


@ON_SQLITE
def test_the_secretary_or_an_officer_records_what_was_signed_on_paper(
    story, office, case, chair, secretary, clock
):
    signed_on = story.today
    clock.advance(days=3)
    outsider = seat_of(story, case, "member")
    with pytest.raises(NotPermitted):
        declare(story, case, outsider, chair)
    with pytest.raises(NotFound):
        declare(story, case, outsider, office.actor(Role.UNIT_MEMBER, unit="construction"))
    declare(story, case, outsider, secretary, signed_on=signed_on)
    declare(story, case, seat_of(story, case, "chair"), office.actor(Role.OFFICER))
    with story.reading() as uow:
        told = declarations_of(uow, case, seats(story, case))
    found = {seat.kind: told.get(seat.id) for seat in seats(story, case)}
    assert (found["member"].signed_on, found["member"].is_recorded_for_her) == (signed_on, True)
    assert found["member"].recorded_by == secretary.person_id
    assert found["secretary"] is None


@ON_SQLITE
def test_other_members_learn_who_has_an_interest_and_nothing_of_why(story, office, case, secretary):
    outsider = seat_of(story, case, "member")
    declare(story, case, outsider, secretary, Ground.COMPLAINANT)
    with story.reading() as uow:
        hers = read_committee(uow, office.standing(Role.UNIT_MEMBER, unit="administration"), case)
        officers = read_committee(uow, office.standing(Role.OFFICER), case)
    assert [seat.has_interest for seat in hers.seats] == [None, None, True]
    assert hers.declarations == {}
    assert officers.declarations[outsider.id].ground == "complainant"
    assert (hers.may_amend, officers.may_amend) == (False, True)
    with pytest.raises(NotFound), story.reading() as uow:
        read_committee(uow, office.standing(Role.UNIT_MEMBER, unit="construction"), case)


@ON_SQLITE
def test_an_interest_may_come_later_and_what_cannot_be_is_refused(story, case, chair):
    seat = seat_of(story, case, "chair")
    for days in (-1, 1):
        with pytest.raises(FormInvalid) as refused:
            declare(story, case, seat, chair, signed_on=story.today + timedelta(days=days))
        assert list(refused.value.messages) == ["signed_on"]
    key = uuid4()
    for _ in range(2):
        declare(story, case, seat, chair, key=key)
    assert story.kinds(case).count("interest_declared") == 1
    with pytest.raises(InvalidTransition):
        declare(story, case, seat, chair)
    declare(story, case, seat, chair, Ground.OWN_INTEREST)
    with pytest.raises(NotFound):
        declare(story, case, seat, chair, Ground.OTHER)
