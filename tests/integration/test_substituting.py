"""Somebody stands in for a person who is away: what she sees, does, and may never do (U11)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.access.permissions import Command, Reading, may
from engine.access.substitutions import acting_standings, standing_of_actor, substitutions
from engine.access.visibility import reading_of
from engine.cases.register import get_case
from engine.errors import FormInvalid, NotFound, NotPermitted
from engine.journal.kinds import EventKind
from engine.office.acting import ActingForm
from engine.office.roles import Role
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, find_visible, release_work_item
from engine.work.allocation.handing import delegate_work_item
from engine.work.allocation.reassigning import reassign
from engine.work.allocation.standing_in import standing_for_case, standing_for_item
from engine.work.answer_drafts.keeping import drafts_of_item, keep_answer_draft
from engine.work.answer_drafts.rows import Pen
from engine.work.case_file import read_case_file
from engine.work.completing import complete_work_item
from engine.work.lists.inbox import notices_of
from engine.work.lists.worklist import my_work, offered_work
from engine.work.notices import NoticeKind
from engine.work.respondents import add_respondent
from engine.work.substituting import Terms, end_substitution, seen_by, set_substitution
from engine.work.timeline import Asked, read_timeline
from engine.work.work_items import get_work_item
from tests.support.story import in_unit

ORDER = "คำสั่งที่ 12/2570 ลงวันที่ 20 พ.ย. 2569"


def keep(story, actor, item, pen, **answers):
    return in_unit(story.store, actor, keep_answer_draft, item.id, answers, pen)


def put_in_place(story, absent, substitute, *, by=None, days=(0, 4), key=None, **changes):
    terms = {
        "person_id": absent.id,
        "substitute_id": substitute.id,
        "form": ActingForm.ON_BEHALF,
        "from_on": story.today + timedelta(days=days[0]),
        "to_on": story.today + timedelta(days=days[1]),
        "order_cited": ORDER,
        **changes,
    }
    by = by or Actor(story.office_id, absent.id)
    return in_unit(story.store, by, set_substitution, key or uuid4(), Terms(**terms))


def acting(office, absent, substitute):
    """The actor that the pages make of somebody who stands in."""
    return Actor(office.id, substitute.id, substitute.name, absent.id)


def standing_in(story, substitute):
    with story.reading() as uow:
        (found,) = acting_standings(uow, substitute.id, uow.today)
    return found


def listed(story, standing):
    with story.store.reading(standing.actor) as uow:
        held = [row.id for row in my_work(uow, standing)]
        return held, [row.id for row in offered_work(uow, standing)]


def notices(office, standing):
    with office.store.reading(standing.actor) as uow:
        return [one.kind for one in notices_of(uow, standing)]


@pytest.fixture
def absent(office):
    return office.person(Role.UNIT_MEMBER, unit="planning")


@pytest.fixture
def substitute(office):
    return office.person(Role.UNIT_MEMBER, unit="construction")


@pytest.fixture
def reported(story):
    """A secret case that waits for the report of a unit, inside a call activity."""
    case_id = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case_id, element)
    story.do(case_id, "sign_letter", units=["planning"])
    return story.item(case_id, "report")


def test_she_sees_and_does_the_work_of_the_absent_in_her_name(
    story, office, absent, substitute, reported
):
    """Her queue, what she holds, a call activity, and work that arises meanwhile."""
    put_in_place(story, absent, substitute)
    standing = standing_in(story, substitute)
    assert standing.acting.th == f"{substitute.name} ปฏิบัติราชการแทน {absent.name}"
    assert listed(story, standing) == ([], [reported.id])
    by = acting(office, absent, substitute)
    in_unit(story.store, by, claim_work_item, reported.id)
    assert story.item(reported.case_id, "report").assignee_id == absent.id
    assert listed(story, standing) == ([reported.id], [])
    item = story.item(reported.case_id, "report")
    in_unit(story.store, by, complete_work_item, item.id, story.submission(item))
    event = [e for e in story.events(item.case_id) if e.kind is EventKind.WORK_ITEM_COMPLETED][-1]
    assert (event.actor_id, event.on_behalf_of) == (substitute.id, absent.id)
    head = office.standing(Role.HEAD)
    with story.store.reading(head.actor) as uow:
        file = read_case_file(uow, head, item.case_id)
        entries = read_timeline(uow, file, Asked()).entries
    both = f"{substitute.name} ปฏิบัติราชการแทน {absent.name}"
    assert both in {step.completed_by.th for step in file.steps}
    assert both in {entry.who.th for entry in entries}


def test_a_draft_stays_with_the_step_whoever_of_the_two_types(
    story, office, absent, substitute, reported
):
    """She finds what was typed for her, and her own text is there for who stands in."""
    in_unit(
        story.store, office.actor(Role.UNIT_MEMBER, unit="planning"), claim_work_item, reported.id
    )
    put_in_place(story, absent, substitute)
    hers, by = Actor(office.id, absent.id), acting(office, absent, substitute)
    in_unit(story.store, hers, claim_work_item, reported.id)
    window, other = uuid4(), uuid4()
    kept = keep(story, hers, reported, Pen(window, 0, 1), actions="เริ่มไว้")
    keep(story, by, reported, Pen(other, kept.version, 1), actions="เริ่มไว้ แล้วทำต่อ")
    for actor in (hers, by):
        with story.store.reading(actor) as uow:
            found = drafts_of_item(
                uow, get_work_item(uow, reported.id), standing_of_actor(uow)
            ).current
        assert (found.answers["actions"], found.typed_by) == ("เริ่มไว้ แล้วทำต่อ", substitute.id)


def test_the_form_named_is_the_one_of_its_day(story, office, clock):
    absent, substitute = office.person(Role.HEAD), office.person(Role.ALTERNATE_HEAD)
    case_id = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case_id, element)
    put_in_place(story, absent, substitute, days=(0, 0), form=ActingForm.IN_ABSENCE)
    sign = story.item(case_id, "sign_letter")
    in_unit(story.store, acting(office, absent, substitute), claim_work_item, sign.id)
    clock.advance(days=1)
    put_in_place(story, absent, substitute, form=ActingForm.IN_POST)
    with story.store.reading(office.actor(Role.HEAD)) as uow:
        file = read_case_file(uow, office.standing(Role.HEAD), case_id)
        entries = read_timeline(uow, file, Asked()).entries
    claimed = next(e for e in entries if "รับงาน" in e.text.th)
    assert claimed.who.th == f"{substitute.name} รักษาราชการแทน {absent.name}"


def test_it_begins_and_ends_by_itself(story, office, absent, substitute, reported, clock):
    put_in_place(story, absent, substitute, days=(1, 2))
    by = acting(office, absent, substitute)
    for day in range(4):
        in_force = day in (1, 2)
        if in_force:
            in_unit(story.store, by, claim_work_item, reported.id)
            in_unit(story.store, by, release_work_item, reported.id)
        else:
            with pytest.raises(NotFound):
                in_unit(story.store, by, claim_work_item, reported.id)
        with story.reading() as uow:
            assert bool(acting_standings(uow, substitute.id, uow.today)) is in_force
        clock.advance(days=1)


def test_it_ends_early_at_once_and_both_are_told(story, office, absent, substitute, reported):
    made = put_in_place(story, absent, substitute)
    by = acting(office, absent, substitute)
    with pytest.raises(NotPermitted):
        in_unit(story.store, Actor(office.id, substitute.id), end_substitution, made)
    in_unit(story.store, Actor(office.id, absent.id), end_substitution, made)
    with pytest.raises(NotFound):
        in_unit(story.store, by, claim_work_item, reported.id)
    for unit in ("planning", "construction"):
        told = notices(office, office.standing(Role.UNIT_MEMBER, unit=unit))
        assert sorted(told) == [NoticeKind.SUBSTITUTION_ENDED, NoticeKind.SUBSTITUTION_SET]
    with story.reading() as uow:
        (past,) = substitutions(uow)
    assert past.is_over(story.today)
    in_unit(story.store, Actor(office.id, absent.id), end_substitution, made)
    put_in_place(story, absent, substitute)


def test_it_opens_nothing_but_the_cases_whose_steps_wait(
    story, office, absent, substitute, reported
):
    other = story.lodge()
    put_in_place(story, absent, substitute)
    standing = standing_in(story, substitute)
    with story.reading() as uow:
        own = office.standing(Role.UNIT_MEMBER, unit="construction")
        case = get_case(uow, reported.case_id)
        assert reading_of(uow, own, case, uow.today) is Reading.NOTHING
        assert standing_for_item(uow, own, reported.id) == standing
        assert standing_for_case(uow, own, other) == own
        with pytest.raises(NotFound):
            find_visible(uow, story.open(other)[0].id, standing)


@pytest.mark.parametrize("respondent", ["absent", "substitute"])
def test_if_either_is_the_respondent_she_gets_nothing_through_her(
    story, office, absent, substitute, reported, respondent
):
    office.add(Role.UNIT_MEMBER, "จิตรา ตัวอย่าง", unit="planning")
    put_in_place(story, absent, substitute)
    by = acting(office, absent, substitute)
    in_unit(story.store, by, claim_work_item, reported.id)
    accused = {"absent": absent, "substitute": substitute}[respondent]
    in_unit(
        story.store, office.actor(Role.HEAD), add_respondent, reported.case_id, accused.name,
        person_id=accused.id,
    )  # fmt: skip
    standing = standing_in(story, substitute)
    assert listed(story, standing) == ([], [])
    own = office.standing(Role.UNIT_MEMBER, unit="construction")
    with story.reading() as uow:
        assert standing_for_item(uow, own, reported.id) == own
        assert standing_for_case(uow, own, reported.case_id) == own
        with pytest.raises(NotFound):
            find_visible(uow, reported.id, standing)
    own_notices = notices(office, own)
    assert all(
        kind in (NoticeKind.SUBSTITUTION_SET, NoticeKind.SUBSTITUTION_ENDED) for kind in own_notices
    )
    before = story.kinds(reported.case_id)
    for command in (claim_work_item, release_work_item):
        with pytest.raises(NotFound):
            in_unit(story.store, by, command, reported.id)
    assert story.kinds(reported.case_id) == before


def test_the_respondent_does_not_choose_who_handles_her_case(
    story, office, absent, substitute, reported
):
    """A manager puts somebody of her own in the place of who works on a case about her."""
    manager = office.person(Role.MANAGER)
    put_in_place(story, absent, substitute, by=office.actor(Role.MANAGER))
    own, standing = (
        office.standing(Role.UNIT_MEMBER, unit="construction"),
        standing_in(story, substitute),
    )
    assert listed(story, standing) == ([], [reported.id])
    in_unit(
        story.store, office.actor(Role.HEAD), add_respondent, reported.case_id, manager.name,
        person_id=manager.id,
    )  # fmt: skip
    assert listed(story, standing) == ([], [])
    with story.reading() as uow:
        assert standing_for_item(uow, own, reported.id) == own
        assert standing_for_case(uow, own, reported.case_id) == own
    with pytest.raises(NotFound):
        in_unit(story.store, acting(office, absent, substitute), claim_work_item, reported.id)
    in_unit(story.store, Actor(office.id, absent.id), claim_work_item, reported.id)
    assert set(notices(office, own)) <= {NoticeKind.SUBSTITUTION_SET}


def test_it_hands_over_work_and_no_office(story, office):
    absent, substitute = office.person(Role.MANAGER), office.person(Role.UNIT_MEMBER)
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case_id, "register", category="service", secrecy="ordinary")
    put_in_place(story, absent, substitute)
    standing = standing_in(story, substitute)
    assert not any(may(standing, command) for command in Command)
    assert standing.committees == frozenset()
    item = story.item(case_id, "sort")
    with pytest.raises((NotFound, NotPermitted)):
        in_unit(
            story.store, acting(office, absent, substitute), reassign, item.id,
            office.person(Role.OFFICER, nth=1).id, "ลา",
            from_person=item.assignee_id, submission_key=uuid4(),
        )  # fmt: skip


def test_nobody_acts_for_another_by_asking(story, office, absent, substitute, reported):
    by = acting(office, absent, substitute)
    with pytest.raises(NotFound):
        in_unit(story.store, by, claim_work_item, reported.id)
    with story.store.reading(by) as uow, pytest.raises(NotFound):
        standing_of_actor(uow)
    put_in_place(story, absent, substitute)
    third = office.person(Role.UNIT_MEMBER, unit="maintenance")
    with pytest.raises(NotFound):
        in_unit(story.store, acting(office, absent, third), claim_work_item, reported.id)


def test_nothing_is_passed_on_nor_in_circles_nor_twice(story, office, absent, substitute):
    third = office.person(Role.UNIT_MEMBER, unit="maintenance")
    put_in_place(story, absent, substitute)
    for person, stand_in in (
        (absent, third),
        (substitute, absent),
        (substitute, third),
        (third, absent),
    ):
        with pytest.raises(FormInvalid):
            put_in_place(story, person, stand_in, days=(4, 9))
    put_in_place(story, absent, third, days=(5, 9))
    with story.reading() as uow:
        assert len(substitutions(uow)) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": (3, 1)}, "to_on"),
        ({"days": (-9, -2)}, "to_on"),
        ({"order_cited": "  "}, "order_cited"),
    ],
)
def test_days_and_order_have_to_be_right(story, absent, substitute, changes, field):
    with pytest.raises(FormInvalid) as refused:
        put_in_place(story, absent, substitute, **changes)
    assert field in refused.value.messages


def test_duties_that_the_profile_keeps_apart_do_not_meet(story, office):
    """Intake officer and custodian of identities are two people."""
    officer, custodian = office.person(Role.OFFICER), office.person(Role.CUSTODIAN)
    for absent, substitute in ((officer, custodian), (custodian, officer)):
        with pytest.raises(FormInvalid) as refused:
            put_in_place(story, absent, substitute)
        assert "substitute" in refused.value.messages
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(FormInvalid):
            put_in_place(story, officer, office.person(role))


def test_everybody_sets_it_for_herself_and_managers_for_others(
    story, office, other_office, absent, substitute
):
    for role in (Role.OFFICER, Role.UNIT_MEMBER, Role.CUSTODIAN, Role.AUDITOR):
        by = office.actor(role)
        with pytest.raises(NotPermitted):
            put_in_place(story, absent, substitute, by=by)
    with pytest.raises(FormInvalid):
        put_in_place(story, absent, substitute, by=other_office.actor(Role.HEAD))
    for role in (Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.ADMINISTRATOR):
        made = put_in_place(story, absent, substitute, by=office.actor(role))
        in_unit(story.store, office.actor(role), end_substitution, made)
    key = uuid4()
    assert put_in_place(story, absent, substitute, key=key) == put_in_place(
        story, absent, substitute, key=key
    )
    manager, officer = office.standing(Role.MANAGER), office.standing(Role.OFFICER)
    with story.reading() as uow:
        assert len(seen_by(uow, manager)) == 5
        assert seen_by(uow, officer) == []


def test_notices_of_her_work_reach_both(story, office):
    absent, substitute = office.person(Role.OFFICER, nth=1), office.person(Role.UNIT_MEMBER)
    put_in_place(story, absent, substitute)
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case_id, "register", category="service", secrecy="ordinary")
    item = story.item(case_id, "sort")
    in_unit(
        story.store, office.actor(Role.OFFICER), delegate_work_item, item.id, absent.id, "ลา",
        submission_key=uuid4(),
    )  # fmt: skip
    assert NoticeKind.DELEGATED in notices(office, office.standing(Role.OFFICER, nth=1))
    assert NoticeKind.DELEGATED in notices(office, office.standing(Role.UNIT_MEMBER))


def test_the_next_step_of_the_absent_is_hers_and_not_the_substitutes(story, office):
    absent = office.person(Role.OFFICER)
    substitute = office.person(Role.UNIT_MEMBER)
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    put_in_place(story, absent, substitute)
    register = story.item(case_id, "register")
    by = acting(office, absent, substitute)
    if register.assignee_id is None:
        in_unit(story.store, by, claim_work_item, register.id)
    done = in_unit(story.store, by, complete_work_item, register.id, story.submission(register))
    assert {item.assignee_id for item in story.open(case_id)} <= {absent.id, None}
    assert done.next_item is not None
