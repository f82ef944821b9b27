"""What is signed in the folder is recorded by the officer, in the paper way and in no other."""

import pytest

from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.completing import complete_work_item
from engine.work.papers.signing import claim_for_paper
from tests.support.answers import signed_on_paper
from tests.support.story import Story

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def letter(story: Story):
    """A case whose letter lies before the head, and the officer who wrote it."""
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort")
    drafted = story.item(case, "draft_letter")
    officer = story.claim(drafted)
    story.complete(drafted, by=officer)
    return story.item(case, "sign_letter"), officer


def test_the_officer_records_what_the_head_signed_on_paper(story, letter):
    item, officer = letter
    with story.store.unit(officer) as uow:
        claim_for_paper(uow, item.id)
    submission = story.submission(item, **signed_on_paper(story.today))
    with story.store.unit(officer) as uow:
        complete_work_item(uow, item.id, submission)
    [completed] = [
        event
        for event in story.events(item.case_id)
        if event.kind == "work_item_completed" and event.element == "sign_letter"
    ]
    assert completed.actor_id == officer.person_id
    assert completed.content["recorded_for"] == Role.HEAD
    assert completed.content["answers"]["signer"] == "นายทองดี ตัวอย่าง"
    assert completed.content["scan_missing"]


def test_the_officer_cannot_sign_in_the_system_for_the_head(story, letter):
    item, officer = letter
    with story.store.unit(officer) as uow:
        claim_for_paper(uow, item.id)
    with pytest.raises(FormInvalid) as refused, story.store.unit(officer) as uow:
        complete_work_item(uow, item.id, story.submission(item, way="system"))
    assert set(refused.value.messages) == {"way"}
    assert story.item(item.case_id, "sign_letter").assignee_id == officer.person_id


def test_only_an_officer_of_the_case_records(story, office, letter):
    item, _ = letter
    for role, refusal in ((Role.MANAGER, NotPermitted), (Role.UNIT_MEMBER, NotFound)):
        with pytest.raises(refusal), story.store.unit(office.actor(role)) as uow:
            claim_for_paper(uow, item.id)


def test_a_step_without_a_signature_is_not_recorded_for_others(story, letter):
    item, officer = letter
    story.complete(item, order="units", units=["planning"])
    report = story.item(item.case_id, "report")
    story.complete(report)
    review = story.item(item.case_id, "review")
    assert review.role == Role.OFFICER
    refusals = (NotPermitted, InvalidTransition)
    with pytest.raises(refusals), story.store.unit(officer) as uow:
        claim_for_paper(uow, review.id)
