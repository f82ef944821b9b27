"""Who needs to know who complained asks; the custodian decides, for some days, on record."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.access.identity_requests import requests_of
from engine.access.membership import standing_of
from engine.errors import InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.identities.opening import check_may_open, shown_requests
from engine.work.identities.requests import ask_identity, end_identity_access
from engine.work.lists.inbox import notices_of
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
WHY = "ต้องโทรถามวันที่และสถานที่จ่ายเงิน"


@pytest.fixture
def officer(office):
    return office.actor(Role.OFFICER)


@pytest.fixture
def case(story, officer):
    case = story.lodge(by=officer)
    story.do(case, "register")
    return case


def ask(story, case, by, key=None):
    in_unit(story.store, by, ask_identity, case, WHY, submission_key=key or uuid4())


def may_open(story, case, actor):
    with story.store.reading(actor) as uow:
        try:
            check_may_open(uow, standing_of(uow, actor.person_id, uow.today), case)
        except (NotPermitted, NotFound):
            return False
        return True


def requests(story, case):
    with story.reading() as uow:
        return requests_of(uow, case)


def told(story, actor):
    with story.store.reading(actor) as uow:
        found = notices_of(uow, standing_of(uow, actor.person_id, uow.today))
        return {one.kind for one in found}


def test_what_the_custodian_allows_ends_by_itself_after_its_last_day(
    story, office, officer, case, clock
):
    key, before = uuid4(), story.open_elements(case)
    assert not may_open(story, case, officer)
    ask(story, case, officer, key)
    ask(story, case, officer, key)
    assert story.open_elements(case) == sorted([*before, "consider"])
    consider = story.item(case, "consider")
    assert story.queues(consider) == {"custodian"}
    assert consider.due_on is not None
    assert not may_open(story, case, officer)
    story.do(case, "consider", days=3)
    assert may_open(story, case, officer)
    assert "identity_allowed" in told(story, officer)
    assert not may_open(story, case, office.actor(Role.OFFICER, nth=1))
    (one,) = requests(story, case)
    assert one.until_on == story.today + timedelta(days=2)
    clock.advance(days=2)
    assert may_open(story, case, officer)
    clock.advance(days=1)
    assert not may_open(story, case, officer)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_what_is_refused_says_why_and_may_be_asked_again(story, officer, case):
    ask(story, case, officer)
    with pytest.raises(InvalidTransition):
        ask(story, case, officer)
    story.do(case, "consider", outcome="refused", days=None, reason="ใช้รหัสรับเรื่องถามแทน")
    assert not may_open(story, case, officer)
    assert "identity_refused" in told(story, officer)
    ask(story, case, officer)
    assert [one.outcome for one in requests(story, case)] == [None, "refused"]
    check_runs_again(story.store, story.office_id)


def test_a_right_is_taken_back_before_its_last_day(story, office, officer, case):
    ask(story, case, officer)
    story.do(case, "consider")
    (one,) = requests(story, case)
    with pytest.raises(NotPermitted):
        in_unit(story.store, officer, end_identity_access, case, one.id, submission_key=uuid4())
    custodian, key = office.actor(Role.CUSTODIAN), uuid4()
    for _ in range(2):
        in_unit(story.store, custodian, end_identity_access, case, one.id, submission_key=key)
    assert not may_open(story, case, officer)
    with pytest.raises(InvalidTransition):
        in_unit(story.store, custodian, end_identity_access, case, one.id, submission_key=uuid4())
    check_rebuild(story.store, story.office_id)


@ON_SQLITE
def test_the_case_goes_on_meanwhile_and_is_recorded_once_it_is_decided(story, officer, case):
    ask(story, case, officer)
    for _ in range(40):
        todo = [item for item in story.open(case) if item.element != "consider"]
        if not todo:
            break
        story.complete(todo[0])
    assert story.open_elements(case) == ["consider"]
    story.do(case, "consider")
    story.finish(case)
    assert not story.case(case).is_open
    with pytest.raises(InvalidTransition):
        ask(story, case, officer)


@ON_SQLITE
def test_who_keeps_identities_opens_them_without_asking_and_sees_every_request(
    story, office, officer, case
):
    custodian = office.actor(Role.CUSTODIAN)
    assert may_open(story, case, custodian)
    with pytest.raises(NotPermitted):
        ask(story, case, custodian)
    ask(story, case, officer)
    head = office.actor(Role.HEAD)
    ask(story, case, head)
    shown = {}
    for actor in (custodian, officer, head):
        with story.store.reading(actor) as uow:
            standing = standing_of(uow, actor.person_id, uow.today)
            shown[actor] = [one.person_id for one in shown_requests(uow, standing, case)]
    assert shown[custodian] == shown[head] == [head.person_id, officer.person_id]
    assert shown[officer] == [officer.person_id]


@ON_SQLITE
def test_who_reads_a_part_of_the_case_asks_for_nothing(story, office, case):
    with pytest.raises(NotFound):
        ask(story, case, office.actor(Role.UNIT_MEMBER))
