"""Cases that belong together: told both ways, and to nobody who may not know of the other."""

from uuid import uuid4

import pytest

from engine.errors import FormInvalid, NotFound, NotPermitted
from engine.journal.folding import rebuild_cases
from engine.office.roles import Role
from engine.work.linking import link_case, linked_cases
from engine.work.respondents import add_respondent
from tests.support.story import in_unit


@pytest.fixture
def cases(story, office):
    officer = office.actor(Role.OFFICER)
    return story.lodge(by=officer), story.lodge(by=officer)


def link(story, actor, case, number, reason="ผู้รับจ้างรายเดียวกัน", key=None):
    key = key or uuid4()
    in_unit(story.store, actor, link_case, case, number, reason, submission_key=key)


def linked(story, standing, case):
    with story.store.reading(standing.actor) as uow:
        return linked_cases(uow, standing, case)


def test_a_link_is_told_in_both_directions_with_its_reason(story, office, cases):
    first, second = cases
    link(story, office.actor(Role.OFFICER), first, f"  {story.case(second).number} ")
    officer = office.standing(Role.OFFICER)
    (there,), (back,) = linked(story, officer, first), linked(story, officer, second)
    assert (there.case.id, back.case.id) == (second, first)
    assert there.reason == back.reason == "ผู้รับจ้างรายเดียวกัน"


def test_thai_digits_name_the_same_case_and_a_repeat_links_once(story, office, cases):
    first, second = cases
    number = story.case(second).number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    key = uuid4()
    for _ in range(2):
        link(story, office.actor(Role.OFFICER), first, number, key=key)
    assert story.kinds(first).count("case_linked") == 1


def test_who_may_not_know_of_the_other_case_is_not_told_that_there_is_one(story, office, cases):
    first, second = cases
    officer, manager = office.actor(Role.OFFICER), office.person(Role.MANAGER)
    link(story, officer, first, story.case(second).number)
    in_unit(story.store, officer, add_respondent, second, manager.name)
    assert linked(story, office.standing(Role.MANAGER), first) == []
    assert linked(story, office.standing(Role.HEAD), first) != []


def test_what_is_wrong_is_said_without_telling_which_numbers_there_are(story, office, cases):
    first, second = cases
    officer, stranger = office.actor(Role.OFFICER), office.actor(Role.OFFICER, nth=1)
    own = story.lodge(by=stranger)
    before = story.kinds(first)
    link(story, officer, second, story.case(first).number)
    told = []
    for number in (story.case(own).number, "ไม่มี 99/2599"):
        with pytest.raises(FormInvalid) as refused:
            link(story, officer, first, number)
        told.append(refused.value.messages["number"])
    assert told[0] == told[1]
    for number, reason, wrong in (
        (story.case(first).number, "x", "number"),
        (story.case(second).number, "x", "number"),
        ("ไม่มี 99/2599", " ", "reason"),
        ("ไม่มี 99/2599", "ก" * 301, "reason"),
    ):
        with pytest.raises(FormInvalid) as refused:
            link(story, officer, first, number, reason)
        assert wrong in refused.value.messages
    assert story.kinds(first) == before


@pytest.mark.parametrize(
    ("role", "unit", "refusal"),
    [
        (Role.CUSTODIAN, None, NotPermitted),
        (Role.UNIT_MEMBER, "planning", NotFound),
        (Role.ADMINISTRATOR, None, NotFound),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_who_does_not_work_on_the_case_links_nothing(story, office, cases, role, unit, refusal):
    first, second = cases
    with pytest.raises(refusal):
        link(story, office.actor(role, unit=unit), first, story.case(second).number)


def test_links_made_again_from_the_history_are_the_same(story, office, cases):
    first, second = cases
    link(story, office.actor(Role.OFFICER), first, story.case(second).number)
    officer = office.standing(Role.OFFICER)
    before = linked(story, officer, second)
    with story.store.unit(office.system) as uow:
        rebuild_cases(uow)
    assert linked(story, officer, second) == before


def test_what_nobody_can_see_is_no_reason_for_a_link(story, office):
    officer = office.actor(Role.OFFICER)
    first, other = story.lodge(by=officer), story.lodge(by=officer)
    with pytest.raises(FormInvalid):
        link(story, officer, first, story.case(other).number, reason="\u200b \u2060")
