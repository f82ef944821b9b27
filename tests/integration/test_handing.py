"""A step goes from hand to hand: delegated with a reason, sent back to whoever gave it."""

from uuid import uuid4

import pytest

from engine.errors import InvalidTransition, NotFound, NotPermitted
from engine.history.position import FOLDED_KINDS
from engine.journal.folding import rebuild_cases
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import claim_work_item, reassign_work_item, release_work_item
from engine.work.allocation.handing import (
    delegate_work_item,
    giving_of,
    read_handing,
    send_back_work_item,
)
from engine.work.allocation.reassigning import reassign
from engine.work.case_file import read_case_file
from engine.work.lists.inbox import notices_of
from engine.work.lists.worklist import my_work, offered_work
from engine.work.notices import NoticeKind
from engine.work.respondents import add_respondent
from engine.work.timeline import Asked, Topic, read_timeline
from tests.support.story import in_unit


@pytest.fixture
def third(office):
    return office.add(Role.OFFICER, "คนึง ตัวอย่าง")


@pytest.fixture
def held(story, office):
    """A step of an ordinary case in the hands of the first officer."""
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case_id, "register", category="service", secrecy="ordinary")
    item = story.item(case_id, "sort")
    assert item.assignee_id == office.person(Role.OFFICER).id
    return item


def give(story, by, item, to, reason="ลาพักผ่อน", key=None):
    key = key or uuid4()
    in_unit(story.store, by, delegate_work_item, item.id, to, reason, submission_key=key)


def send_back(story, by, item, reason="ไม่ใช่งานของกลุ่มนี้", key=None):
    key = key or uuid4()
    return in_unit(story.store, by, send_back_work_item, item.id, reason, submission_key=key)


def now(story, item):
    return next(one for one in story.items(item.case_id) if one.id == item.id)


def giving(story, item):
    with story.reading() as uow:
        return giving_of(uow, now(story, item))


def notices(office, nth):
    standing = office.standing(Role.OFFICER, nth=nth)
    with office.store.reading(standing.actor) as uow:
        return [(one.kind, one.work_item_id) for one in notices_of(uow, standing)]


def test_a_delegated_step_is_the_colleagues_and_she_is_told_by_whom_and_why(story, office, held):
    second = office.person(Role.OFFICER, nth=1)
    give(story, office.actor(Role.OFFICER), held, second.id, "  ลาพักผ่อน  ")
    assert now(story, held).assignee_id == second.id
    found = giving(story, held)
    assert (found.giver, found.reason) == (office.person(Role.OFFICER).name, "ลาพักผ่อน")
    assert notices(office, 1) == [(NoticeKind.DELEGATED, held.id)]
    with office.store.reading(office.actor(Role.OFFICER, nth=1)) as uow:
        rows = my_work(uow, office.standing(Role.OFFICER, nth=1))
        file = read_case_file(uow, office.standing(Role.HEAD), held.case_id)
        entries = read_timeline(uow, file, Asked(topic=Topic.WORK)).entries
    assert [row.id for row in rows] == [held.id]
    assert entries[0].text.th.startswith("มอบหมายต่อ")


def test_the_reason_stands_nowhere_but_under_the_key_of_the_case(story, office, held):
    give(story, office.actor(Role.OFFICER), held, office.person(Role.OFFICER, nth=1).id, "เหตุลับยิ่ง")
    send_back(story, office.actor(Role.OFFICER, nth=1), held, "เหตุลับกว่า")
    with story.reading() as uow:
        for table in tables.metadata.sorted_tables:
            for row in uow.connection.execute(table.select()):
                for value in row:
                    written = value if isinstance(value, bytes) else str(value).encode()
                    assert "เหตุลับ".encode() not in written, table.name


def test_a_step_sent_back_is_with_whoever_delegated_it_again(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    give(story, first, held, second.person_id)
    assert send_back(story, second, held) == first.person_id
    assert now(story, held).assignee_id == first.person_id
    assert (NoticeKind.SENT_BACK, held.id) in notices(office, 0)
    found = giving(story, held)
    assert found.is_return
    assert found.reason == "ไม่ใช่งานของกลุ่มนี้"
    with pytest.raises(InvalidTransition):
        send_back(story, first, held)


def test_a_step_delegated_twice_returns_to_the_last_who_gave_it(story, office, held, third):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    give(story, first, held, second.person_id)
    give(story, second, held, third.id)
    assert send_back(story, office.actor(Role.OFFICER, nth=2), held) == second.person_id


def test_a_step_that_a_manager_gave_goes_back_unclaimed_and_she_is_told(story, office, held):
    manager, second = office.actor(Role.MANAGER), office.actor(Role.OFFICER, nth=1)
    in_unit(
        story.store, manager, reassign, held.id, second.person_id, "งานล้นมือ",
        from_person=held.assignee_id, submission_key=uuid4(),
    )  # fmt: skip
    assert send_back(story, second, held) is None
    item = now(story, held)
    assert (item.status, item.assignee_id) == ("offered", None)
    standing = office.standing(Role.MANAGER)
    with office.store.reading(manager) as uow:
        assert [one.kind for one in notices_of(uow, standing)] == [NoticeKind.SENT_BACK]
        rows = offered_work(uow, office.standing(Role.OFFICER))
    assert [row.id for row in rows] == [held.id]


def test_a_giver_who_may_do_the_step_no_longer_does_not_get_it_back(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    give(story, first, held, second.person_id)
    in_unit(
        story.store,
        office.actor(Role.HEAD),
        add_respondent,
        held.case_id,
        office.person(Role.OFFICER).name,
        person_id=first.person_id,
    )
    assert send_back(story, second, held) is None
    assert now(story, held).assignee_id is None
    assert notices(office, 0) == []


def test_who_claims_a_step_anew_owes_it_to_nobody(story, office, held, clock):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    give(story, first, held, second.person_id)
    clock.advance(minutes=5)
    in_unit(story.store, second, release_work_item, held.id)
    clock.advance(minutes=5)
    in_unit(story.store, second, claim_work_item, held.id)
    assert giving(story, held) is None
    with pytest.raises(InvalidTransition):
        send_back(story, second, held)


def test_nobody_is_offered_who_may_not_do_the_step_and_the_command_refuses_her(
    story, office, held, third
):
    first = office.actor(Role.OFFICER)
    accused = office.person(Role.OFFICER, nth=1)
    in_unit(
        story.store, office.actor(Role.HEAD), add_respondent, held.case_id, accused.name,
        person_id=accused.id,
    )  # fmt: skip
    with story.store.reading(first) as uow:
        found = read_handing(uow, office.standing(Role.OFFICER), held.id)
    assert found.candidates == [(third.id, third.name)]
    before = story.kinds(held.case_id)
    unable = [accused.id, first.person_id, office.person(Role.HEAD).id, uuid4()]
    unable += [p.id for p in office.people if p.role is Role.UNIT_MEMBER]
    for person_id in unable:
        with pytest.raises(NotPermitted):
            give(story, first, held, person_id)
    assert story.kinds(held.case_id) == before


def test_a_unit_gives_its_step_to_its_own_people_only(story, office):
    case_id = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case_id, element)
    story.do(case_id, "sign_letter", units=["planning"])
    colleague = office.add(Role.UNIT_MEMBER, "จิตรา ตัวอย่าง", unit="planning")
    item = story.item(case_id, "report")
    holder = story.claim(item, by=office.actor(Role.UNIT_MEMBER, unit="planning"))
    with story.store.reading(holder) as uow:
        found = read_handing(uow, office.standing(Role.UNIT_MEMBER, unit="planning"), item.id)
    assert [person_id for person_id, _ in found.candidates] == [colleague.id]
    with pytest.raises(NotPermitted):
        give(story, holder, item, office.person(Role.UNIT_MEMBER, unit="construction").id)
    give(story, holder, item, colleague.id)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_step_changes_hands_with_a_reason_only(story, office, held, reason):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    with pytest.raises(NotPermitted):
        give(story, first, held, second.person_id, reason)
    give(story, first, held, second.person_id)
    with pytest.raises(NotPermitted):
        send_back(story, second, held, reason)
    assert now(story, held).assignee_id == second.person_id


def test_only_the_holder_gives_a_step_away(story, office, held):
    second = office.person(Role.OFFICER, nth=1)
    for role in (Role.HEAD, Role.MANAGER):
        with pytest.raises(NotPermitted):
            give(story, office.actor(role), held, second.id)
    with pytest.raises(NotFound):
        give(story, office.actor(Role.UNIT_MEMBER), held, second.id)
    with pytest.raises(NotFound):
        send_back(story, office.actor(Role.ADMINISTRATOR), held)


def test_a_form_posted_twice_gives_and_returns_the_step_once(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    given, returned = uuid4(), uuid4()
    for _ in range(2):
        give(story, first, held, second.person_id, key=given)
    for _ in range(2):
        assert send_back(story, second, held, key=returned) == first.person_id
    kinds = story.kinds(held.case_id)
    assert kinds.count(EventKind.WORK_ITEM_DELEGATED) == 1
    assert kinds.count(EventKind.WORK_ITEM_SENT_BACK) == 1


def test_the_rows_come_out_the_same_when_the_events_are_folded_again(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    give(story, first, held, second.person_id)
    send_back(story, second, held)
    give(story, first, held, second.person_id, "อีกครั้ง")
    before = story.items(held.case_id)
    with story.store.unit(office.system) as uow:
        rebuild_cases(uow)
    assert story.items(held.case_id) == before
    assert {EventKind.WORK_ITEM_DELEGATED, EventKind.WORK_ITEM_SENT_BACK} <= FOLDED_KINDS


@pytest.mark.parametrize("reason", ["\u200b\u2060", "\u202e", "ก" * 4001])
def test_what_nobody_can_see_or_read_to_its_end_is_no_reason(story, office, held, reason):
    first, second = (office.actor(Role.OFFICER, nth=nth) for nth in (0, 1))
    manager = office.actor(Role.MANAGER)
    with pytest.raises(NotPermitted):
        give(story, first, held, second.person_id, reason)
    with pytest.raises(NotPermitted):
        in_unit(story.store, manager, reassign_work_item, held.id, second.person_id, reason)
    give(story, first, held, second.person_id)
    with pytest.raises(NotPermitted):
        send_back(story, second, held, reason)
