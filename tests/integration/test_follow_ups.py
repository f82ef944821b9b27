"""What a case leads to is followed up: set, told on its day, reported on, handed over, ended."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.cases.follow_ups import FollowUpKind, follow_ups_of
from engine.cases.parties import PartyKind
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.store import tables
from engine.work.following_up import Wish, hand_follow_up, open_follow_up, report_follow_up
from engine.work.joining import Newcomer, join_later
from engine.work.leaving import leave_role
from engine.work.lists.follow_ups import count_due_follow_ups, list_follow_ups
from engine.work.respondents import add_respondent
from tests.support.story import in_unit
from tests.support.streams import check_rebuild

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register", category="service", secrecy="ordinary")
    return case


def wish(story, days=7, holder=None, text="ส่งเรื่องให้คณะกรรมการวินัย", kind=FollowUpKind.DISCIPLINE):
    return Wish(kind, text, story.today + timedelta(days=days), holder)


def follow(story, actor, case, wanted, key=None):
    in_unit(story.store, actor, open_follow_up, case, wanted, submission_key=key or uuid4())


def report(story, actor, case, text="รอผล", next_on=None, key=None):
    in_unit(
        story.store,
        actor,
        report_follow_up,
        case,
        followed(story, case)[0].id,
        text,
        next_on=next_on,
        occurred_on=story.today,
        submission_key=key or uuid4(),
    )


def followed(story, case):
    with story.reading() as uow:
        return follow_ups_of(uow, case)


def listed(story, standing):
    with story.store.reading(standing.actor) as uow:
        return list_follow_ups(uow, standing)


def told(story):
    with story.reading() as uow:
        table = tables.notice
        return list(
            uow.connection.scalars(select(table.c.person_id).where(table.c.kind == "follow_up_due"))
        )


def test_a_follow_up_is_told_on_its_day_and_goes_on_until_it_ends(story, office, case, clock):
    officer = office.standing(Role.OFFICER)
    follow(story, officer.actor, case, wish(story, holder=officer.person_id))
    (row,) = listed(story, officer)
    assert (row.case_id, row.kind) == (case, FollowUpKind.DISCIPLINE)
    clock.advance(days=6)
    story.run_worker()
    assert told(story) == []
    clock.advance(days=1)
    story.run_worker()
    assert told(story) == [officer.person_id]
    report(story, officer.actor, case, "นัดสอบพยาน", next_on=story.today + timedelta(days=30))
    (found,) = followed(story, case)
    assert (found.text, found.told) == ("ส่งเรื่องให้คณะกรรมการวินัย", "นัดสอบพยาน")
    assert found.due_on == story.today + timedelta(days=30)
    clock.advance(days=30)
    story.run_worker()
    assert told(story) == [officer.person_id] * 2
    report(story, officer.actor, case, "ลงโทษตัดเงินเดือน")
    assert listed(story, officer) == []
    assert followed(story, case)[0].ended_on == story.today
    clock.advance(days=90)
    story.run_worker()
    assert len(told(story)) == 2
    check_rebuild(story.store, story.office_id)


@ON_SQLITE
def test_what_the_archive_says_must_be_followed_up_is_followed_up_when_the_case_is_filed(
    story, office, clock
):
    officer = office.standing(Role.OFFICER)
    case = story.lodge(by=officer.actor)
    rows = [{"kind": "discipline", "due": story.day(60), "holder": str(officer.person_id)}]
    story.finish(case, archive={"follow_ups": rows})
    assert not story.case(case).is_open
    (row,) = listed(story, officer)
    assert (row.is_filed, row.due_on) == (True, story.today + timedelta(days=60))
    clock.advance(days=60)
    story.run_worker()
    assert told(story) == [officer.person_id]
    report(story, officer.actor, case, "ให้ไล่ออก")
    assert not followed(story, case)[0].is_open


@ON_SQLITE
def test_a_form_sent_twice_sets_one_follow_up_and_reports_once(story, office, case):
    officer, key = office.actor(Role.OFFICER), uuid4()
    for _ in range(2):
        follow(story, officer, case, wish(story), key)
    assert len(followed(story, case)) == 1
    key = uuid4()
    for _ in range(2):
        report(story, officer, case, key=key)
    assert story.kinds(case).count("follow_up_ended") == 1


@ON_SQLITE
def test_what_cannot_be_is_refused_and_nothing_is_written(story, office, case):
    officer = office.actor(Role.OFFICER)
    outsider = office.person(Role.UNIT_MEMBER, unit="planning").id
    before = story.kinds(case)
    for wrong, at in (
        (wish(story, days=-1), "due_on"),
        (wish(story, text="  "), "text"),
        (wish(story, text="ก" * 2001), "text"),
        (wish(story, holder=outsider), "holder"),
        (wish(story, holder=uuid4()), "holder"),
    ):
        with pytest.raises(FormInvalid) as refused:
            follow(story, officer, case, wrong)
        assert list(refused.value.messages) == [at]
    with pytest.raises(NotFound):
        follow(story, office.actor(Role.UNIT_MEMBER, unit="planning"), case, wish(story))
    with pytest.raises(NotPermitted):
        follow(story, office.actor(Role.CUSTODIAN), case, wish(story))
    assert story.kinds(case) == before
    follow(story, officer, case, wish(story))
    report(story, officer, case, "สิ้นสุด")
    with pytest.raises(InvalidTransition):
        report(story, officer, case, "อีกครั้ง")


@ON_SQLITE
def test_nobody_s_follow_up_is_listed_for_who_may_read_the_case_and_nobody_else(story, office):
    first, second = office.standing(Role.OFFICER), office.standing(Role.OFFICER, nth=1)
    secret = story.lodge(by=first.actor)
    follow(story, first.actor, secret, wish(story))
    assert [row.case_id for row in listed(story, first)] == [secret]
    assert [row.case_id for row in listed(story, office.standing(Role.MANAGER))] == [secret]
    assert listed(story, second) == []
    assert listed(story, office.standing(Role.CUSTODIAN)) == []


@ON_SQLITE
def test_who_turns_out_to_be_a_respondent_follows_nothing_up_any_more(story, office, case):
    officer, manager = office.actor(Role.OFFICER), office.standing(Role.MANAGER)
    follow(story, officer, case, wish(story, holder=manager.person_id))
    assert len(listed(story, manager)) == 1
    name = office.person(Role.MANAGER).name
    in_unit(story.store, officer, add_respondent, case, name)
    assert listed(story, manager) == []
    assert followed(story, case)[0].holder_id is None
    with pytest.raises(FormInvalid):
        in_unit(
            story.store,
            officer,
            hand_follow_up,
            case,
            followed(story, case)[0].id,
            manager.person_id,
        )
    check_rebuild(story.store, story.office_id)


@ON_SQLITE
def test_who_leaves_the_office_leaves_her_follow_ups_to_the_officers(story, office, case):
    leaving, staying = office.standing(Role.OFFICER), office.standing(Role.OFFICER, nth=1)
    follow(story, leaving.actor, case, wish(story, holder=leaving.person_id))
    assert listed(story, staying) == []
    leave_role(story.store, office.system, leaving.person_id, Role.OFFICER, order_cited="9/2570")
    assert [row.holder for row in listed(story, staying)] == [""]


@ON_SQLITE
def test_what_has_come_is_counted_and_what_is_to_come_is_not(story, office, case, clock):
    officer = office.standing(Role.OFFICER)
    for days in (0, 1, 5):
        follow(story, officer.actor, case, wish(story, days=days))
    with story.store.reading(officer.actor) as uow:
        assert count_due_follow_ups(uow, officer) == 1
    clock.advance(days=1)
    with story.store.reading(officer.actor) as uow:
        assert count_due_follow_ups(uow, officer) == 2


@ON_SQLITE
def test_a_case_sent_to_another_body_is_followed_up_by_itself(story, office):
    officer = office.standing(Role.OFFICER)
    case = story.lodge(by=officer.actor)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", order="refer_out")
    story.do(case, "refer_out")
    (row,) = listed(story, officer)
    assert row.kind is FollowUpKind.OUTSIDE_ANSWER
    assert row.due_on == story.today + timedelta(days=30)
    assert followed(story, case)[0].text == "สำนักงาน ป.ป.ช. ศน 0019/-"


@ON_SQLITE
def test_the_day_that_an_agency_set_is_followed_up_until_it_has_its_report(story, office, clock):
    officer = office.standing(Role.OFFICER)
    set_on = story.today + timedelta(days=9)
    source = {"agency": "damrongdhama", "letter_no": "ศธ 1/2569", "due_on": set_on.isoformat()}
    case = story.lodge(by=officer.actor, sources=[source, {"agency": "nacc"}])
    (row,) = listed(story, officer)
    assert (row.kind, row.due_on) == (FollowUpKind.SOURCE_REPORT, set_on)
    assert followed(story, case)[0].text.endswith(" ศธ 1/2569")
    report(story, officer.actor, case, "รายงานความคืบหน้าแล้ว", story.today + timedelta(days=20))
    clock.advance(days=20)
    story.run_worker()
    assert told(story) == [officer.person_id]
    report(story, officer.actor, case, "รายงานผลแล้ว ตาม ศธ 9/2569")
    assert listed(story, officer) == []


@ON_SQLITE
def test_an_agency_that_joins_with_a_day_that_has_passed_is_followed_up_at_once(story, office):
    officer = office.standing(Role.OFFICER)
    case = story.lodge(by=officer.actor)
    agency = Newcomer(
        PartyKind.SOURCE_AGENCY,
        story.today,
        details={"agency": "damrongdhama"},
        due_on=story.today - timedelta(days=1),
    )
    in_unit(story.store, officer.actor, join_later, case, agency, uuid4())
    story.run_worker()
    assert told(story) == [officer.person_id]


@ON_SQLITE
def test_the_day_of_nobody_s_is_told_to_the_officers_who_read_the_case(story, office, clock):
    first, second = office.standing(Role.OFFICER), office.standing(Role.OFFICER, nth=1)
    secret = story.lodge(by=first.actor)
    follow(story, first.actor, secret, wish(story, days=1))
    clock.advance(days=1)
    story.run_worker()
    assert told(story) == [first.person_id]
    ordinary = story.lodge(by=second.actor)
    story.do(ordinary, "register", category="service", secrecy="ordinary")
    follow(story, second.actor, ordinary, wish(story, days=1))
    clock.advance(days=1)
    story.run_worker()
    assert {first.person_id, second.person_id} <= set(told(story)[1:])
