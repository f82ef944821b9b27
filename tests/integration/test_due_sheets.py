"""Due work on paper for a whole role or unit: by person, for managers, without what is secret."""

import pytest
from sqlalchemy import insert

from engine.access.membership import standing_of
from engine.errors import NotFound, NotPermitted
from engine.office.roles import Role
from engine.store import tables
from engine.work.lists.sheets import sheets_of
from tests.support.story import Story


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path)


def sheets(story, who, queue):
    with story.store.reading(who) as uow:
        found = sheets_of(uow, standing_of(uow, who.person_id, uow.today), queue).sheets
    return {sheet.name: {row.case_id for row in sheet.rows} for sheet in found}


def test_everybody_of_a_role_has_a_sheet_with_what_she_holds(story, office):
    first, second = (office.actor(Role.OFFICER, nth=nth) for nth in (0, 1))
    mine, hers = story.lodge(by=first), story.lodge(by=second)
    found = sheets(story, office.actor(Role.MANAGER), "officer")
    assert found == {first.name: {mine}, second.name: {hers}}
    story.do(mine, "register", by=first)
    assert sheets(story, office.actor(Role.HEAD), "officer")[first.name] == {mine}


def test_a_unit_has_what_nobody_claimed_on_a_sheet_of_its_own(story, office):
    case = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step)
    story.do(case, "sign_letter", units=["construction", "planning"])
    manager = office.actor(Role.MANAGER)
    who = office.person(Role.UNIT_MEMBER, unit="planning")
    assert sheets(story, manager, "unit:planning") == {"": {case}, who.name: set()}
    story.claim(story.items(case)[-1])
    assert "" in sheets(story, manager, "unit:construction") or "" in sheets(
        story, manager, "unit:planning"
    )


def test_a_manager_who_is_the_respondent_prints_nothing_of_the_case(story, office):
    manager, case = office.actor(Role.MANAGER), story.lodge()
    with story.store.unit(office.system) as uow:
        uow.connection.execute(
            insert(tables.case_exclusion).values(
                office_id=office.id, person_id=manager.person_id, case_id=case, since_at=uow.now
            )
        )
    assert set().union(*sheets(story, manager, "officer").values()) == set()
    assert case in set().union(*sheets(story, office.actor(Role.HEAD), "officer").values())


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_print_their_own_sheet_only(story, office, role):
    story.lodge()
    with pytest.raises(NotPermitted):
        sheets(story, office.actor(role), "officer")


@pytest.mark.parametrize("queue", ["", "nobody", "unit:", "committee:x"])
def test_what_is_no_role_and_no_unit_is_not_found(story, office, queue):
    with pytest.raises(NotFound):
        sheets(story, office.actor(Role.MANAGER), queue)


def test_another_office_prints_its_own_people(story, other_office):
    case = story.lodge()
    neighbour = Story(other_office.store, other_office.id, story.blobs)
    found = sheets(neighbour, neighbour.someone(Role.HEAD), "officer")
    assert case not in set().union(*found.values())
