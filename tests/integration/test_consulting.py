"""The holder asks colleagues; the step stays hers, and what they say comes back to her."""

from uuid import uuid4

import pytest

from engine.access.permissions import Reading
from engine.cases.links import members_of
from engine.errors import InvalidTransition, NotFound, NotPermitted
from engine.journal.folding import rebuild_cases
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.handing import delegate_work_item
from engine.work.consultations import Outcome, asked_of, consultations_of
from engine.work.consulting import (
    ask_for_opinion,
    give_opinion,
    may_be_asked,
    read_asking,
    read_question,
)
from engine.work.lists.inbox import notices_of
from engine.work.notices import NoticeKind
from engine.work.respondents import add_respondent
from tests.support.story import in_unit


@pytest.fixture
def held(story, office):
    """A step of an ordinary case in the hands of the first officer."""
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case_id, "register", category="service", secrecy="ordinary")
    return story.item(case_id, "sort")


@pytest.fixture
def secret(story, office):
    case_id = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case_id, "register")
    return story.item(case_id, "sort")


def ask(story, by, item, *people, question="ควรส่งกลุ่มงานใด", key=None):
    key = key or uuid4()
    in_unit(story.store, by, ask_for_opinion, item.id, people, question, submission_key=key)


def say(story, by, one, text="ควรส่งกลุ่มงานแผน", key=None, **options):
    key = key or uuid4()
    in_unit(story.store, by, give_opinion, one.id, text, submission_key=key, **options)


def asked(story, item):
    with story.reading() as uow:
        return consultations_of(uow, item.case_id)


def waiting(office, role, nth=0):
    standing = office.standing(role, nth=nth)
    with office.store.reading(standing.actor) as uow:
        return [row.work_item_id for row in asked_of(uow, standing)]


def notices(office, role, nth=0):
    standing = office.standing(role, nth=nth)
    with office.store.reading(standing.actor) as uow:
        return [one.kind for one in notices_of(uow, standing)]


def colleagues(story, office, item, role):
    standing = office.standing(role)
    with story.store.reading(standing.actor) as uow:
        return {one.person_id: one.reads for one in may_be_asked(uow, item, standing)}


def test_the_step_stays_with_the_asker_and_what_is_said_returns_to_her(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    head = office.actor(Role.HEAD)
    ask(story, first, held, second.person_id, head.person_id)
    item = story.item(held.case_id, "sort")
    assert (item.assignee_id, item.due_on) == (first.person_id, held.due_on)
    assert waiting(office, Role.OFFICER, 1) == waiting(office, Role.HEAD) == [held.id]
    assert notices(office, Role.OFFICER, 1) == [NoticeKind.CONSULTED]
    to_second = next(one for one in asked(story, held) if one.asked_id == second.person_id)
    say(story, second, to_second, "  ควรส่งกลุ่มงานแผน ")
    to_head = next(one for one in asked(story, held) if one.asked_id == head.person_id)
    say(story, head, to_head, "ให้เจ้าของงานตัดสินใจ", declines=True)
    told = {one.asked_id: (one.outcome, one.answer) for one in asked(story, held)}
    assert told == {
        second.person_id: (Outcome.ANSWERED, "ควรส่งกลุ่มงานแผน"),
        head.person_id: (Outcome.DECLINED, "ให้เจ้าของงานตัดสินใจ"),
    }
    assert waiting(office, Role.OFFICER, 1) == waiting(office, Role.HEAD) == []
    assert sorted(notices(office, Role.OFFICER)) == [
        NoticeKind.OPINION_DECLINED,
        NoticeKind.OPINION_GIVEN,
    ]


def test_question_and_answer_stand_nowhere_but_under_the_key_of_the_case(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    ask(story, first, held, second.person_id, question="คำถามลับยิ่ง")
    say(story, second, asked(story, held)[0], "คำตอบลับยิ่ง")
    with story.reading() as uow:
        for table in tables.metadata.sorted_tables:
            for row in uow.connection.execute(table.select()):
                for value in row:
                    written = value if isinstance(value, bytes) else str(value).encode()
                    assert "ลับยิ่ง".encode() not in written, table.name


def test_an_officer_asks_only_who_reads_the_case_already(story, office, held, secret):
    everyone = colleagues(story, office, held, Role.OFFICER)
    reads_all = {office.person(r).id for r in (Role.HEAD, Role.MANAGER, Role.CUSTODIAN)}
    second = office.person(Role.OFFICER, nth=1).id
    assert set(everyone) == reads_all | {second, office.person(Role.ALTERNATE_HEAD).id}
    assert set(everyone.values()) == {Reading.WHOLE}
    assert set(colleagues(story, office, secret, Role.OFFICER)) == reads_all
    for outsider in (second, office.person(Role.UNIT_MEMBER).id, office.person(Role.AUDITOR).id):
        with pytest.raises(NotPermitted):
            ask(story, office.actor(Role.OFFICER), secret, outsider)
    assert asked(story, secret) == []


def test_who_may_admit_asks_anybody_who_holds_work_and_she_becomes_a_member(story, office):
    case_id = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case_id, element)
    item = story.item(case_id, "sign_letter")
    head = story.claim(item, by=office.actor(Role.HEAD))
    unit = office.person(Role.UNIT_MEMBER, unit="planning")
    found = colleagues(story, office, item, Role.HEAD)
    assert found[unit.id] is Reading.NOTHING
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.HEAD):
        assert office.person(role).id not in found
    ask(story, head, item, unit.id)
    with story.reading() as uow:
        assert unit.id in members_of(uow, case_id)
    standing = office.standing(Role.UNIT_MEMBER, unit="planning")
    with story.store.reading(standing.actor) as uow:
        assert read_question(uow, standing, item.id).question == "ควรส่งกลุ่มงานใด"


def test_a_respondent_is_neither_offered_nor_asked_and_loses_what_waited_for_her(
    story, office, held
):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    ask(story, first, held, second.person_id)
    (one,) = asked(story, held)
    name = office.person(Role.OFFICER, nth=1).name
    in_unit(
        story.store, office.actor(Role.HEAD), add_respondent, held.case_id, name,
        person_id=second.person_id,
    )  # fmt: skip
    assert asked(story, held)[0].outcome is Outcome.ENDED
    assert waiting(office, Role.OFFICER, 1) == notices(office, Role.OFFICER, 1) == []
    assert second.person_id not in colleagues(story, office, held, Role.OFFICER)
    with pytest.raises(NotPermitted):
        ask(story, first, held, second.person_id)
    with pytest.raises(NotFound):
        say(story, second, one)
    standing = office.standing(Role.OFFICER, nth=1)
    with story.store.reading(second) as uow, pytest.raises(NotFound):
        read_question(uow, standing, held.id)


def test_what_is_open_ends_with_the_step(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    ask(story, first, held, second.person_id)
    story.complete(held)
    (one,) = asked(story, held)
    assert one.outcome is Outcome.ENDED
    assert waiting(office, Role.OFFICER, 1) == []
    with pytest.raises(InvalidTransition):
        say(story, second, one)


def test_an_answer_reaches_the_asker_and_whoever_holds_the_step_by_then(story, office, held):
    third = office.add(Role.OFFICER, "คนึง ตัวอย่าง")
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    ask(story, first, held, second.person_id)
    in_unit(story.store, first, delegate_work_item, held.id, third.id, "ลา", submission_key=uuid4())
    say(story, second, asked(story, held)[0])
    assert NoticeKind.OPINION_GIVEN in notices(office, Role.OFFICER)
    assert NoticeKind.OPINION_GIVEN in notices(office, Role.OFFICER, 2)


def test_nobody_answers_for_another_nor_twice(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    key = uuid4()
    ask(story, first, held, second.person_id, key=key)
    ask(story, first, held, second.person_id, key=key)
    (one,) = asked(story, held)
    for other in (first, office.actor(Role.HEAD), office.actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            say(story, other, one)
    key = uuid4()
    say(story, second, one, key=key)
    say(story, second, one, "อย่างอื่น", key=key)
    with pytest.raises(InvalidTransition):
        say(story, second, one, "อย่างอื่น")
    assert story.kinds(held.case_id).count(EventKind.CONSULTATION_ANSWERED) == 1
    assert asked(story, held)[0].answer == "ควรส่งกลุ่มงานแผน"


def test_only_the_holder_asks_and_asks_something_of_somebody_once(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    with pytest.raises(NotPermitted):
        ask(story, second, held, first.person_id)
    with pytest.raises(NotFound):
        ask(story, office.actor(Role.UNIT_MEMBER), held, first.person_id)
    for people, question in (((), "ถาม"), ((second.person_id,), "  ")):
        with pytest.raises(NotPermitted):
            ask(story, first, held, *people, question=question)
    ask(story, first, held, second.person_id)
    with pytest.raises(NotPermitted):
        ask(story, first, held, second.person_id)
    with story.store.reading(first) as uow:
        found = read_asking(uow, office.standing(Role.OFFICER), held.id)
    assert second.person_id not in {one.person_id for one in found.colleagues}


def test_the_rows_come_out_the_same_when_the_events_are_folded_again(story, office, held):
    first, second = (office.actor(Role.OFFICER, nth=n) for n in (0, 1))
    ask(story, first, held, second.person_id, office.person(Role.HEAD).id)
    say(story, second, next(o for o in asked(story, held) if o.asked_id == second.person_id))
    before = asked(story, held)
    with story.store.unit(office.system) as uow:
        rebuild_cases(uow)
    assert asked(story, held) == before


@pytest.mark.parametrize("said", ["\u200b\u2060", "\u202e", "\r\n\x0b", "ก" * 4001])
def test_what_nobody_can_see_or_read_to_its_end_is_no_question_and_no_opinion(
    story, office, held, said
):
    officer, manager = office.actor(Role.OFFICER), office.actor(Role.MANAGER)
    with pytest.raises(NotPermitted):
        ask(story, officer, held, manager.person_id, question=said)
    ask(story, officer, held, manager.person_id)
    (one,) = asked(story, held)
    with pytest.raises(NotPermitted):
        say(story, manager, one, said)


def test_a_question_is_kept_without_signs_that_turn_it_round(story, office, held):
    longest = "ก" * 4000
    for said, kept in (("ส่ง\u202eใด\r\nดี ", "ส่งใด\nดี"), (longest, longest)):
        ask(
            story,
            office.actor(Role.OFFICER),
            held,
            office.actor(Role.MANAGER).person_id,
            question=said,
        )
        (one,) = [each for each in asked(story, held) if each.outcome is Outcome.OPEN]
        assert one.question == kept
        say(story, office.actor(Role.MANAGER), one)
