"""The record of a case is held for who needs it, and kept while something of it is pending."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.cases.follow_ups import FollowUpKind, follow_ups_of
from engine.cases.legal_holds import HoldingBody, legal_holds_of
from engine.errors import FormInvalid, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.following_up import Wish, open_follow_up, report_follow_up
from engine.work.linking import link_case
from engine.work.records.legal_holding import (
    LetterOfHold,
    lift_legal_hold,
    place_legal_hold,
    reasons_to_keep,
)
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story):
    case_id = story.lodge()
    story.finish(case_id)
    return case_id


def letter(story, **changed):
    asked = {
        "body": HoldingBody.NACC,
        "body_name": "",
        "reference": "ปช 0012/345",
        "reason": "ไต่สวนเองและขอสำนวน",
        "placed_on": story.today,
    }
    return LetterOfHold(**{**asked, **changed})


def place(story, office, case, key=None, by=None, **changed):
    who = by or office.actor(Role.OFFICER)
    wanted = letter(story, **changed)
    in_unit(story.store, who, place_legal_hold, case, wanted, submission_key=key or uuid4())


def lift(story, office, case, hold_id, key=None, by=None, on=None):
    in_unit(
        story.store,
        by or office.actor(Role.OFFICER),
        lift_legal_hold,
        case,
        hold_id,
        "ศาลมีคำพิพากษาถึงที่สุดแล้ว",
        reference="ปช 0012/900",
        lifted_on=on or story.today,
        submission_key=key or uuid4(),
    )


def holds(story, case):
    with story.reading() as uow:
        return legal_holds_of(uow, case)


def reasons(story, case):
    with story.reading() as uow:
        return [each.said.th for each in reasons_to_keep(uow, case)]


def test_a_filed_case_is_held_for_two_bodies_and_each_lifts_its_own(story, office, case):
    assert reasons(story, case) == []
    place(story, office, case)
    place(story, office, case, body=HoldingBody.OTHER, body_name="พนักงานสอบสวน สภ.สมมติ")
    first, second = holds(story, case)
    assert [one.by.th for one in (first, second)] == ["ป.ป.ช.", "พนักงานสอบสวน สภ.สมมติ"]
    assert first.reason == "ไต่สวนเองและขอสำนวน"
    assert reasons(story, case) == [
        "ระงับการทำลายตามหนังสือของ ป.ป.ช. ปช 0012/345",
        "ระงับการทำลายตามหนังสือของ พนักงานสอบสวน สภ.สมมติ ปช 0012/345",
    ]
    lift(story, office, case, first.id)
    assert [one.id for one in holds(story, case)] == [second.id]
    with pytest.raises(NotFound):
        lift(story, office, case, first.id)
    lift(story, office, case, second.id)
    assert reasons(story, case) == []
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_form_sent_twice_places_and_lifts_one_hold(story, office, case):
    key = uuid4()
    for _ in range(2):
        place(story, office, case, key)
    (held,) = holds(story, case)
    key = uuid4()
    for _ in range(2):
        lift(story, office, case, held.id, key)
    kinds = [event.kind.value for event in story.events(case)]
    assert kinds.count("legal_hold_placed") == kinds.count("legal_hold_lifted") == 1


@ON_SQLITE
def test_a_hold_is_placed_by_who_answers_for_the_case_and_says_for_whom(story, office, case):
    for role in (Role.MANAGER, Role.HEAD):
        place(story, office, case, by=office.actor(role))
    with pytest.raises((NotFound, NotPermitted)):
        place(story, office, case, by=office.actor(Role.CUSTODIAN))
    with pytest.raises(FormInvalid) as refused:
        place(story, office, case, body=HoldingBody.OTHER)
    assert set(refused.value.messages) == {"body_name"}
    with pytest.raises(FormInvalid):
        place(story, office, case, placed_on=story.today + timedelta(days=1))


@ON_SQLITE
def test_a_hold_is_not_lifted_before_it_was_placed(story, office, case, clock):
    clock.advance(days=3)
    place(story, office, case)
    (held,) = holds(story, case)
    with pytest.raises(FormInvalid) as refused:
        lift(story, office, case, held.id, on=story.today - timedelta(days=1))
    assert set(refused.value.messages) == {"lifted_on"}


@ON_SQLITE
def test_a_case_on_its_way_is_held_and_stays_held_when_it_is_filed(story, office):
    case = story.lodge()
    place(story, office, case)
    story.finish(case)
    assert len(holds(story, case)) == 1


@ON_SQLITE
def test_what_is_still_followed_up_keeps_a_record_without_a_hold(story, office, case):
    officer = office.actor(Role.OFFICER)
    wish = Wish(FollowUpKind.OUTSIDE_ANSWER, "รอคำตอบ ป.ป.ท.", story.today, None)
    in_unit(story.store, officer, open_follow_up, case, wish, submission_key=uuid4())
    assert reasons(story, case) == ["ยังมีงานที่ต้องติดตาม"]
    with story.reading() as uow:
        (followed,) = follow_ups_of(uow, case)
    in_unit(
        story.store,
        officer,
        report_follow_up,
        case,
        followed.id,
        "ตอบแล้ว",
        next_on=None,
        occurred_on=story.today,
        submission_key=uuid4(),
    )
    assert reasons(story, case) == []


@ON_SQLITE
def test_a_case_beside_it_that_is_on_its_way_keeps_a_record_and_is_not_named(story, office, case):
    other = story.lodge()
    number = story.case(other).number
    officer = office.actor(Role.OFFICER)
    in_unit(story.store, officer, link_case, case, number, "เหตุเดียวกัน", submission_key=uuid4())
    assert reasons(story, case) == ["ยังมีเรื่องที่เกี่ยวข้องซึ่งยังไม่จัดเก็บ"]
    story.finish(other)
    assert reasons(story, case) == []
