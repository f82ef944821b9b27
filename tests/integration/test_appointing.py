"""An order of the head gives and ends the roles of the office (seed 000): nothing else does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from engine.access.membership import members, memberships_of, standing_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.journal.events import read_stream
from engine.journal.kinds import EventKind
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.work.allocation.claiming import claim_work_item, release_work_item
from engine.work.appointments.orders import APPOINTABLE
from engine.work.business.starting import start_business
from engine.work.form_names import form_names
from engine.work.lists.inbox import notices_of
from engine.work.notices import NoticeKind
from engine.work.offices.settings import settings_in_force
from tests.support.answers import appointee, signed_on_paper
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))


@pytest.fixture
def drafted(story):
    """Have an order drafted of these rows; return its case, which waits for the head."""

    def draft(*rows, **answers):
        case = in_unit(
            story.store,
            story.someone(Role.MANAGER),
            start_business,
            "appoint_officers",
            YEAR,
            submission_key=uuid4(),
        )
        story.do(case, "set_up")
        story.do(case, "draft_order", appointees=list(rows) or [appointee()], **answers)
        return case

    return draft


@pytest.fixture
def newcomer(office):
    """Somebody of a unit who takes in no complaints yet."""
    return office.person(Role.UNIT_MEMBER)


def named(person, **changes):
    return appointee(person=str(person.id), outside_name=None, **changes)


def actor_of(story, person):
    with story.reading() as uow:
        return standing_of(uow, person.id, uow.today).actor


def roles(story, person):
    with story.reading() as uow:
        return {one.role for one in memberships_of(uow, person.id) if one.is_on(uow.today)}


def membership(story, person, role):
    with story.reading() as uow:
        return next(one for one in memberships_of(uow, person.id) if one.role is role)


def test_who_a_signed_order_appoints_claims_the_work_of_her_new_role(
    story, office, drafted, newcomer
):
    waiting = story.lodge(by=office.actor(Role.OFFICER))
    item = story.item(waiting, "register")
    in_unit(story.store, office.actor(Role.OFFICER), release_work_item, item.id)
    with pytest.raises(NotFound):
        in_unit(story.store, actor_of(story, newcomer), claim_work_item, item.id)
    case = drafted(named(newcomer))
    assert Role.OFFICER not in roles(story, newcomer)
    story.do(case, "sign_order")
    assert Role.OFFICER in roles(story, newcomer)
    in_unit(story.store, actor_of(story, newcomer), claim_work_item, item.id)
    assert story.item(waiting, "register").assignee_id == newcomer.id
    story.do(case, "inform")
    assert story.case(case).status == "archived"
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_the_role_cites_the_order_by_its_number_and_case(story, office, drafted, newcomer):
    case = drafted(named(newcomer))
    story.do(case, "sign_order")
    number = story.case(case).number
    with story.reading() as uow:
        granted = [
            event.content
            for event in read_stream(uow, office.id, kinds=[EventKind.MEMBERSHIP_GRANTED])
            if event.content["person"] == str(newcomer.id)
        ]
    cited = f"คำสั่งที่ 12/2570 ลงวันที่ 23 พฤศจิกายน 2569 ({number})"
    assert (granted[-1]["role"], granted[-1]["order_cited"]) == ("officer", cited)
    (told,) = [e for e in story.events(case) if e.kind == EventKind.OFFICERS_APPOINTED]
    assert told.content["granted"][0]["membership"] == granted[-1]["membership"]


def test_an_order_that_is_sent_back_gives_nothing_and_begins_with_its_rows(
    story, drafted, newcomer
):
    case = drafted(named(newcomer))
    story.do(case, "sign_order", decision="returned", return_reason="ระบุหน้าที่ให้ชัด")
    assert Role.OFFICER not in roles(story, newcomer)
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        item = story.item(case, "draft_order")
        known = form_names(uow, settings, story.case(case), item)["known"]
        assert [row["person"] for row in known["appointees"]] == [str(newcomer.id)]


def test_who_an_order_releases_has_no_role_from_the_next_day_on(story, office, drafted, clock):
    second = office.person(Role.OFFICER, nth=1)
    ended = str(membership(story, second, Role.OFFICER).id)
    case = drafted(released=[{"membership": ended}])
    story.do(case, "sign_order")
    assert Role.OFFICER in roles(story, second)
    clock.advance(days=1)
    assert Role.OFFICER not in roles(story, second)
    later = story.lodge(by=office.actor(Role.OFFICER))
    item = story.item(later, "register")
    actor = office.actor(Role.OFFICER, nth=1)
    with pytest.raises((NotFound, NotPermitted)), story.store.unit(actor) as uow:
        claim_work_item(uow, item.id)


def test_nobody_is_released_while_she_holds_steps_by_the_role(story, office, drafted):
    officer = office.person(Role.OFFICER)
    story.lodge(by=office.actor(Role.OFFICER))
    ended = str(membership(story, officer, Role.OFFICER).id)
    with pytest.raises(FormInvalid) as refused:
        drafted(released=[{"membership": ended}])
    (message,) = refused.value.messages["released.0.membership"]
    assert "ยังถืองานในบทบาทนี้" in message.th


def test_what_she_took_up_since_the_draft_keeps_the_order_from_being_signed(story, office, drafted):
    second = office.person(Role.OFFICER, nth=1)
    ended = str(membership(story, second, Role.OFFICER).id)
    case = drafted(released=[{"membership": ended}])
    story.lodge(by=office.actor(Role.OFFICER, nth=1))
    with pytest.raises(InvalidTransition):
        story.do(case, "sign_order")
    assert story.open_elements(case) == ["sign_order"]
    assert membership(story, second, Role.OFFICER).to_on is None


def test_an_order_gives_no_sight_of_a_case_about_who_it_appoints(story, office, drafted, newcomer):
    about = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": newcomer.name}])
    item = story.item(about, "register")
    in_unit(story.store, office.actor(Role.OFFICER), release_work_item, item.id)
    story.do(drafted(named(newcomer)), "sign_order")
    assert Role.OFFICER in roles(story, newcomer)
    assert newcomer.id in story.excluded(about)
    with pytest.raises(NotFound):
        in_unit(story.store, actor_of(story, newcomer), claim_work_item, item.id)


def test_who_has_no_account_is_named_and_gets_no_role(story, drafted):
    case = drafted()
    with story.reading() as uow:
        before = members(uow, uow.today)
    story.do(case, "sign_order")
    with story.reading() as uow:
        assert members(uow, uow.today) == before
    (told,) = [e for e in story.events(case) if e.kind == EventKind.OFFICERS_APPOINTED]
    assert told.content["without_account"] == ["นายไม่มี บัญชีตัวอย่าง"]
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        known = form_names(uow, settings, story.case(case), story.item(case, "inform"))["known"]
        assert [row["told"] for row in known["appointed"]] == ["สำเนาคำสั่ง"]


def test_a_role_begins_on_the_day_of_the_order_or_the_later_one_it_says(
    story, office, drafted, newcomer
):
    later = story.today + timedelta(days=8)
    story.do(drafted(named(newcomer, from_on=later.isoformat())), "sign_order")
    assert membership(story, newcomer, Role.OFFICER).from_on == later
    earlier = (story.today - timedelta(days=8)).isoformat()
    manager = office.person(Role.MANAGER)
    story.do(drafted(named(manager, role="custodian", from_on=earlier)), "sign_order")
    assert membership(story, manager, Role.CUSTODIAN).from_on == story.today


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "unit_member"}, "unit"),
        ({"to_on": "2026-01-01"}, "to_on"),
        ({"duty": ""}, "duty"),
    ],
)
def test_a_row_that_could_not_be_carried_out_is_refused_while_it_is_drafted(
    drafted, newcomer, changes, field
):
    with pytest.raises(FormInvalid) as refused:
        drafted(named(newcomer, **changes))
    assert set(refused.value.messages) == {f"appointees.0.{field}"}


def test_nobody_is_given_twice_what_she_has(office, drafted, newcomer):
    officer = office.person(Role.OFFICER)
    for rows in ([named(officer)], [named(newcomer), named(newcomer)]):
        with pytest.raises(FormInvalid) as refused:
            drafted(*rows)
        assert set(refused.value.messages) == {f"appointees.{len(rows) - 1}.role"}


def test_no_order_joins_duties_that_the_office_keeps_apart(story, office, drafted, newcomer):
    officer = office.person(Role.OFFICER)
    for rows in (
        [named(officer, role="custodian")],
        [named(newcomer), named(newcomer, role="custodian")],
    ):
        with pytest.raises(FormInvalid) as refused:
            drafted(*rows)
        (message,) = refused.value.messages[f"appointees.{len(rows) - 1}.role"]
        assert "แยกกัน" in message.th
    second = office.person(Role.OFFICER, nth=1)
    released = [{"membership": str(membership(story, second, Role.OFFICER).id)}]
    tomorrow = (story.today + timedelta(days=1)).isoformat()
    case = drafted(named(second, role="custodian", from_on=tomorrow), released=released)
    story.do(case, "sign_order")
    assert membership(story, second, Role.CUSTODIAN).from_on == story.today + timedelta(days=1)


@pytest.mark.parametrize("role", sorted(set(Role) - set(APPOINTABLE)))
def test_no_order_of_this_kind_gives_another_role(drafted, newcomer, role):
    with pytest.raises(FormInvalid):
        drafted(named(newcomer, role=role.value))


def test_the_people_it_concerns_are_told_in_the_system(story, office, drafted, newcomer):
    second = office.person(Role.OFFICER, nth=1)
    ended = str(membership(story, second, Role.OFFICER).id)
    story.do(drafted(named(newcomer), released=[{"membership": ended}]), "sign_order")
    for person, kind in ((newcomer, NoticeKind.ROLE_GIVEN), (second, NoticeKind.ROLE_ENDED)):
        with story.reading() as uow:
            standing = standing_of(uow, person.id, uow.today)
            assert [one.kind for one in notices_of(uow, standing)].count(kind) == 1


def test_what_was_signed_on_paper_gives_the_roles_as_well(story, drafted, newcomer):
    case = drafted(named(newcomer))
    story.do(case, "sign_order", decision="signed", **signed_on_paper(story.today))
    assert Role.OFFICER in roles(story, newcomer)
