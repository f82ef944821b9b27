"""Several steps in one round: each by itself, once, and none says more than its own page would."""

from uuid import uuid4

import pytest

from engine.cases.parties import exclude
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.allocation.claiming import claim_work_item
from engine.work.answer_drafts.keeping import keep_answer_draft
from engine.work.answer_drafts.rows import Pen
from engine.work.completing import Submission
from engine.work.papers.signing import claim_for_paper
from engine.work.several import (
    complete_in_round,
    known_rows,
    read_brief_step,
    release_in_round,
)
from engine.work.submissions import key_in_round
from tests.support.answers import answers_for, signed_on_paper
from tests.support.story import in_unit


@pytest.fixture
def officer(office):
    return office.actor(Role.OFFICER)


@pytest.fixture
def case(story, officer):
    """An ordinary case; the first officer holds its step of sorting, the head may sign a notice."""
    case = story.lodge(by=officer)
    story.do(case, "register", category="service", secrecy="ordinary")
    story.do(case, "draft")
    return case


@pytest.fixture
def held(story, case):
    return story.item(case, "sort")


@pytest.fixture
def signing(story, office, case):
    item = story.item(case, "sign")
    story.claim(item, by=office.actor(Role.HEAD))
    return story.item(case, "sign")


def release(story, actor, item, key):
    in_unit(story.store, actor, release_in_round, item.id, key)


def complete(story, actor, item, key=None, **answers):
    confirmed = answers.pop("confirmed", True)
    submission = Submission(key or uuid4(), answers, has_confirmed_password=confirmed)
    return in_unit(story.store, actor, complete_in_round, item.id, submission)


def brief(story, office, role, item, nth=0):
    standing = office.standing(role, nth=nth)
    with story.store.reading(standing.actor) as uow:
        return read_brief_step(uow, standing, item.id)


def rows(story, office, role, *items, nth=0):
    standing = office.standing(role, nth=nth)
    with story.store.reading(standing.actor) as uow:
        return known_rows(uow, standing, [item.id for item in items])


def test_each_step_of_a_round_has_a_key_of_its_own_that_is_the_same_again():
    form, first, second = uuid4(), uuid4(), uuid4()
    assert key_in_round(form, first) == key_in_round(form, first)
    assert len({form, key_in_round(form, first), key_in_round(form, second)}) == 3
    assert key_in_round(uuid4(), first) != key_in_round(form, first)


def test_a_step_released_twice_by_one_form_is_released_once(story, officer, held):
    key = uuid4()
    release(story, officer, held, key)
    before = story.kinds(held.case_id)
    release(story, officer, held, key)
    assert story.kinds(held.case_id) == before
    assert story.item(held.case_id, "sort").assignee_id is None


def test_a_step_claimed_again_is_not_taken_back_by_an_old_form(story, officer, held):
    key = uuid4()
    release(story, officer, held, key)
    in_unit(story.store, officer, claim_work_item, held.id)
    release(story, officer, held, key)
    assert story.item(held.case_id, "sort").assignee_id == officer.person_id


def test_what_nobody_holds_is_not_released_and_says_so(story, officer, held):
    release(story, officer, held, uuid4())
    with pytest.raises(InvalidTransition, match="need not be released"):
        release(story, officer, held, uuid4())


def test_what_a_colleague_holds_is_not_released(story, office, held):
    with pytest.raises(NotPermitted, match="holds this step"):
        release(story, office.actor(Role.OFFICER, nth=1), held, uuid4())


def test_a_step_with_a_draft_is_not_released_unasked(story, officer, held):
    in_unit(
        story.store, officer, keep_answer_draft, held.id, {"proposal": "รอเอกสาร"}, Pen(uuid4())
    )
    with pytest.raises(InvalidTransition, match="draft goes along"):
        release(story, officer, held, uuid4())
    assert story.item(held.case_id, "sort").assignee_id == officer.person_id


def test_a_signature_is_asked_without_what_paper_needs(story, office, signing):
    step = brief(story, office, Role.HEAD, signing)
    assert step.signs
    assert step.schema.field("way").readonly
    assert "scan" not in step.schema.read_keys()
    assert {"decision", "return_reason", "acting_for"} <= step.schema.read_keys().keys()


def test_a_signature_of_a_round_is_one_in_the_system_whatever_is_posted(story, office, signing):
    head = office.actor(Role.HEAD)
    answers = {"decision": "signed", **signed_on_paper(story.today)}
    complete(story, head, signing, **answers)
    (done,) = (
        e for e in story.events(signing.case_id) if e.content.get("answers") and e.element == "sign"
    )
    assert done.content["answers"]["way"] == "system"
    assert "signer" not in done.content["answers"]


def test_a_signature_without_the_password_is_refused(story, office, signing):
    answers = {"decision": "signed", "acting_for": "none"}
    with pytest.raises(FormInvalid) as refused:
        complete(story, office.actor(Role.HEAD), signing, confirmed=False, **answers)
    assert set(refused.value.messages) == {"password"}
    assert story.item(signing.case_id, "sign").is_open


def test_a_step_completed_twice_by_one_form_is_completed_once(story, office, signing):
    head, key = office.actor(Role.HEAD), uuid4()
    answers = {"decision": "signed", "acting_for": "none"}
    complete(story, head, signing, key, **answers)
    before = story.kinds(signing.case_id)
    assert complete(story, head, signing, key, **answers).is_repeat
    assert story.kinds(signing.case_id) == before


def test_a_form_that_asks_for_words_wants_its_own_page(story, office, officer, held):
    with pytest.raises(InvalidTransition, match="asks for words or files"):
        brief(story, office, Role.OFFICER, held)
    with pytest.raises(InvalidTransition, match="asks for words or files"):
        complete(story, officer, held, **answers_for("complaint_provincial.sort", story.today))
    assert story.item(held.case_id, "sort").is_open


def test_a_draft_that_was_kept_meanwhile_is_not_written_over(story, office, signing):
    head = office.actor(Role.HEAD)
    assert brief(story, office, Role.HEAD, signing).signs
    in_unit(
        story.store, head, keep_answer_draft, signing.id, {"decision": "returned"}, Pen(uuid4())
    )
    with pytest.raises(InvalidTransition, match="A draft waits"):
        complete(story, head, signing, decision="signed", acting_for="none")
    assert story.item(signing.case_id, "sign").is_open


def test_who_records_a_paper_signature_does_that_on_its_own_page(story, office, case):
    item = story.item(case, "sign")
    in_unit(story.store, office.actor(Role.OFFICER), claim_for_paper, item.id)
    with pytest.raises(InvalidTransition, match="what somebody else signed"):
        brief(story, office, Role.OFFICER, item)


def test_of_a_step_that_is_about_her_nobody_is_told_anything(story, office, held):
    colleague = office.person(Role.OFFICER, nth=1)
    assert [row.id for row in rows(story, office, Role.OFFICER, held, nth=1)] == [held.id]
    with story.store.unit(office.system) as uow:
        uow.hold(held.case_id)
        exclude(uow, held.case_id, [colleague.id])
    assert rows(story, office, Role.OFFICER, held, nth=1) == []
    for ask in (
        lambda: release(story, office.actor(Role.OFFICER, nth=1), held, uuid4()),
        lambda: complete(story, office.actor(Role.OFFICER, nth=1), held),
        lambda: brief(story, office, Role.OFFICER, held, nth=1),
    ):
        with pytest.raises(NotFound):
            ask()


def test_of_a_secret_step_that_somebody_else_took_the_row_says_what_the_list_said(story, office):
    """Number, step and due date, as while it was offered to her; the subject never."""
    secret = story.lodge()
    item = story.item(secret, "register")
    story.claim(item)
    holder = story.item(secret, "register").assignee_id
    nth = 1 if holder == office.person(Role.OFFICER).id else 0
    (row,) = rows(story, office, Role.OFFICER, item, nth=nth)
    assert (row.number, row.subject, row.is_mine) == (story.case(secret).number, None, False)
    assert rows(story, office, Role.UNIT_MEMBER, item) == []
