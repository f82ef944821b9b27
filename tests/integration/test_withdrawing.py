"""A complainant asks to withdraw: the head decides, and nothing ends because of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.cases.parties import PartyKind, parties_of
from engine.errors import FormInvalid, InvalidTransition, NotPermitted
from engine.office.roles import Role
from engine.work.papers.signing import claim_for_paper
from engine.work.withdrawing import Way, Withdrawal, record_withdrawal
from tests.support.answers import signed_on_paper
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    for element in ("register", "sort"):
        story.do(case, element)
    return case


def party(story, case, kind=PartyKind.COMPLAINANT):
    with story.reading() as uow:
        return next(one.id for one in parties_of(uow, case) if one.kind is kind)


def ask(story, office, case, key=None, by=None, **changed):
    wanted = Withdrawal(
        **{
            "party_id": party(story, case),
            "way": Way.LETTER,
            "text": "ได้รับเงินคืนแล้ว ไม่ติดใจเอาความ",
            "asked_on": story.today,
            **changed,
        }
    )
    who = by or office.actor(Role.OFFICER)
    in_unit(story.store, who, record_withdrawal, case, wanted, submission_key=key or uuid4())


def test_the_head_lets_a_case_go_on_and_it_is_recorded_only_after_she_has_decided(
    story, office, case
):
    before = set(story.open_elements(case))
    ask(story, office, case)
    assert story.case(case).withdrawal == "asked"
    assert set(story.open_elements(case)) == before | {"consider"}
    consider = story.item(case, "consider")
    assert story.queues(consider) == {"head"}
    assert consider.due_on is not None
    for element in ("draft_letter", "sign_letter"):
        story.do(case, element)
    for _ in range(40):
        todo = [item for item in story.open(case) if item.element != "consider"]
        if not todo:
            break
        story.complete(todo[0])
    assert story.open_elements(case) == ["consider"]
    story.do(case, "consider")
    assert story.case(case).withdrawal == "continues"
    assert story.open_elements(case) == ["record"]
    story.finish(case)
    assert not story.case(case).is_open
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_the_head_who_wants_it_concluded_ends_nothing_by_that(story, office, case):
    ask(story, office, case)
    consider = story.item(case, "consider")
    in_unit(story.store, office.actor(Role.OFFICER), claim_for_paper, consider.id)
    story.do(case, "consider", outcome="to_conclude", **signed_on_paper(story.today))
    found = story.case(case)
    assert (found.withdrawal, found.is_open, found.decided_on) == ("to_conclude", True, None)
    assert "draft_letter" in story.open_elements(case)


@ON_SQLITE
def test_about_the_head_it_goes_to_who_decides_in_her_place(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), respondent_kind="head")
    ask(story, office, case)
    assert "head" not in story.queues(story.item(case, "consider"))


@ON_SQLITE
def test_it_may_be_asked_again_once_decided_and_not_before(story, office, case):
    ask(story, office, case)
    with pytest.raises(InvalidTransition):
        ask(story, office, case)
    story.do(case, "consider")
    ask(story, office, case)
    assert story.case(case).withdrawal == "asked"
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_what_cannot_be_is_refused_and_nothing_is_written(story, office, case):
    before = story.kinds(case)
    for wrong, at in (
        ({"party_id": uuid4()}, "party"),
        ({"party_id": party(story, case, PartyKind.RESPONDENT)}, "party"),
        ({"asked_on": story.today + timedelta(days=1)}, "asked_on"),
        ({"asked_on": story.today - timedelta(days=1)}, "asked_on"),
    ):
        with pytest.raises(FormInvalid) as refused:
            ask(story, office, case, **wrong)
        assert list(refused.value.messages) == [at]
    with pytest.raises(NotPermitted):
        ask(story, office, case, by=office.actor(Role.HEAD))
    assert story.kinds(case) == before
    key = uuid4()
    for _ in range(2):
        ask(story, office, case, key)
    assert story.kinds(case).count("withdrawal_asked") == 1


@ON_SQLITE
def test_a_case_that_the_head_has_concluded_is_not_withdrawn(story, office, case):
    for element in ("draft_letter", "sign_letter"):
        story.do(case, element)
    while story.case(case).decided_on is None:
        story.complete(story.open(case)[0])
    with pytest.raises(InvalidTransition):
        ask(story, office, case)
