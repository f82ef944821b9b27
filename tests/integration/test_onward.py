"""Several steps of one person in one go: each on record by itself, all of them or none (U19)."""

from uuid import uuid4

import pytest

from engine.access.membership import standing_of
from engine.errors import NotPermitted
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.work.onward import NoWayOn, StepInvalid, complete_onward, may_go_on
from tests.support.snapshots import snapshot
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ANALYST = ("register", "sort", "draft_letter")


@pytest.fixture
def officer(office):
    return office.actor(Role.OFFICER)


@pytest.fixture
def case(story, officer):
    return story.lodge(by=officer)


class Answering:
    """Answers each step as somebody would on the page; the same keys however often it is asked."""

    def __init__(self, story, **exceptions):
        self.story, self.exceptions = story, exceptions
        self.keys = [uuid4() for _ in range(5)]

    def __call__(self, at, item, _schema):
        choices = self.exceptions.get(item.element, {})
        return self.story.submission(item, key=self.keys[at], **choices)


def go(story, officer, case, count, answer):
    first = story.item(case, "register")
    return in_unit(story.store, officer, complete_onward, first.id, count, answer)


def completed(story, case):
    kind = EventKind.WORK_ITEM_COMPLETED
    return [(e.element, e.actor_id) for e in story.events(case) if e.kind == kind]


def test_each_step_is_on_record_by_itself(story, officer, case):
    done, further = go(story, officer, case, 3, Answering(story))
    assert completed(story, case) == [(each, officer.person_id) for each in ANALYST]
    assert "sign_letter" in story.open_elements(case)
    # The head's step is not hers; the notice that she drafts waited before.
    assert further is None
    assert done.case_id == case
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_a_refusal_of_a_later_step_leaves_the_earlier_unwritten(story, officer, case):
    before = snapshot(story.store.database)
    with pytest.raises(StepInvalid) as refused:
        go(story, officer, case, 2, Answering(story, sort={"result": None}))
    assert refused.value.at == 1
    assert "result" in refused.value.messages
    assert snapshot(story.store.database) == before


def test_the_same_submissions_again_change_nothing(story, officer, case):
    answer = Answering(story)
    first = go_by_id(story, officer, story.item(case, "register").id, answer)
    before = snapshot(story.store.database)
    again = go_by_id(story, officer, first[1], answer)
    assert again[0].is_repeat
    assert again[0].next_item == first[0].next_item
    assert snapshot(story.store.database) == before


def go_by_id(story, officer, item_id, answer):
    done, _ = in_unit(story.store, officer, complete_onward, item_id, 2, answer)
    return done, item_id


def test_nobody_signs_along(story, officer, case):
    before = snapshot(story.store.database)
    with pytest.raises(NoWayOn):
        go(story, officer, case, 4, Answering(story))
    assert snapshot(story.store.database) == before


def test_the_receipt_codes_of_the_first_step_are_shown_at_the_end(story, officer, case):
    done, _ = go(story, officer, case, 2, Answering(story, register={"receipt_code": True}))
    assert len(done.receipt_codes) == 1


def test_nobody_goes_on_from_a_step_that_another_holds(story, office, case):
    first = story.item(case, "register")
    other = office.actor(Role.OFFICER, nth=1)
    before = snapshot(story.store.database)
    with pytest.raises(NotPermitted):
        in_unit(story.store, other, complete_onward, first.id, 2, Answering(story))
    assert snapshot(story.store.database) == before


def test_it_is_offered_where_her_own_step_may_follow_and_not_before_a_signature(
    story, officer, case
):
    def offered(element):
        with story.reading() as uow:
            who = standing_of(uow, officer.person_id, uow.today)
            return may_go_on(uow, story.item(case, element), who)

    assert offered("register")
    story.do(case, "register", by=officer)
    assert offered("sort")
    story.do(case, "sort", by=officer)
    assert not offered("draft_letter")
    story.do(case, "draft_letter", by=officer)
    assert not offered("sign_letter")
