"""A telephone question: asked, answered, registered and closed in one press."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.access.membership import standing_of
from engine.cases.parties import parties_of
from engine.errors import FormInvalid, NotPermitted
from engine.office.roles import Role
from engine.store import tables
from engine.work.case_file import read_case_file
from engine.work.lists.search import Sought, search
from engine.work.lodging import Door
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ANSWER = "ขอสำเนาได้ที่กลุ่มงานพัสดุ"
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def ask(story, **choices):
    return story.lodged(door=Door("question"), **{"answer": ANSWER, **choices})


def rows(story, table):
    with story.reading() as uow:
        here = table.c.office_id == story.office_id
        return uow.connection.execute(select(table).where(here)).all()


def test_a_question_is_in_the_register_and_closed_in_one_press(story):
    yesterday = story.today - timedelta(days=1)
    complaint = story.lodge(category="service")
    asked = ask(story, received_on=yesterday.isoformat(), channel="walk_in")
    case = story.case(asked.case_id)
    assert case.number == asked.number != story.case(complaint).number
    assert (case.kind, case.secrecy, case.is_anonymous) == ("question", "ordinary", True)
    assert (case.channel, case.received_on) == ("walk_in", yesterday)
    assert (case.status, case.closed_on) == ("archived", yesterday)
    assert case.subject == "วิธีขอดูราคากลาง"
    assert asked.next_item is None
    with story.reading() as uow:
        assert parties_of(uow, asked.case_id) == ()
    assert story.open(asked.case_id) == []
    assert story.kinds(asked.case_id) == [
        "case_lodged",
        "member_admitted",
        "instance_started",
        "engine_ran",
        "instance_completed",
        "case_archived",
    ]


def test_a_question_waits_for_nothing_and_tells_nobody(story):
    before = [len(rows(story, each)) for each in (tables.deadline, tables.timer, tables.notice)]
    asked = ask(story)
    after = [len(rows(story, each)) for each in (tables.deadline, tables.timer, tables.notice)]
    assert after == before
    assert [row.next_due for row in rows(story, tables.instance)] == [None]
    assert not story.case(asked.case_id).is_open


def test_what_was_asked_and_answered_is_read_by_who_may_and_stands_nowhere_in_the_clear(
    story, office
):
    officer = office.actor(Role.OFFICER)
    asked = ask(story, answered_by=str(officer.person_id))
    with story.store.reading(officer) as uow:
        file = read_case_file(uow, standing_of(uow, officer.person_id, uow.today), asked.case_id)
    assert file.intake is not None
    said = file.intake.answers
    assert (said["asked_at"], said["answer"]) == ("10:42", ANSWER)
    assert said["answered_by"] == str(officer.person_id)
    assert all(ANSWER not in repr(row) for row in rows(story, tables.case_event))
    assert all(ANSWER not in repr(row) for row in rows(story, tables.instance))


def test_a_question_is_found_by_its_subject_and_apart_from_complaints(story):
    complaint = story.lodge(category="service")
    story.do(complaint, "register", subject="ราคากลางสูงเกินจริง", category="service")
    asked = ask(story)
    officer = story.someone(Role.OFFICER)
    with story.store.reading(officer) as uow:
        standing = standing_of(uow, officer.person_id, uow.today)
        found = {
            kind: {one.id for one in search(uow, standing, Sought("ราคากลาง", kind=kind)).cases}
            for kind in ("", "question", "complaint")
        }
    assert found == {
        "": {complaint, asked.case_id},
        "question": {asked.case_id},
        "complaint": {complaint},
    }


def test_a_question_sent_twice_is_registered_once(story):
    key = uuid4()
    first, again = ask(story, key=key), ask(story, key=key)
    assert (again.case_id, again.is_repeat) == (first.case_id, True)


def test_a_question_without_its_answer_or_in_the_future_is_refused(story):
    for wrong in ({"answer": ""}, {"received_on": story.day(1)}, {"asked_at": "25.00"}):
        with pytest.raises(FormInvalid) as refused:
            ask(story, **wrong)
        assert set(refused.value.messages) == set(wrong)
    assert rows(story, tables.case) == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.UNIT_MEMBER, Role.ADMINISTRATOR])
@ON_SQLITE
def test_only_who_takes_complaints_in_registers_a_question(story, office, role):
    with pytest.raises(NotPermitted):
        ask(story, by=office.actor(role))


def test_the_history_of_a_question_rebuilds_replays_and_runs_again(story):
    ask(story)
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)
