"""Notes of contact and comments: who writes, who reads, what is corrected, who is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from engine.access.grants import give_grant
from engine.access.permissions import Reading
from engine.cases.notes import (
    Audience,
    NoteKind,
    comments_of,
    contacts_of,
    count_notes,
    get_contact,
)
from engine.errors import EngineError, FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.journal.folding import rebuild_cases
from engine.office.roles import Role
from engine.store import tables
from engine.work.case_file import read_case_file
from engine.work.completing import Submission
from engine.work.notes import audiences_for, mentionable, note_contact, write_comment
from engine.work.respondents import add_respondent
from tests.support.story import in_unit

WHOLE, EVERYBODY = frozenset(Audience), frozenset({Audience.EVERYBODY})
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(case_at_a_unit):
    return case_at_a_unit


def contact(story, **said):
    usual = {
        "party_kind": "complainant",
        "way": "telephone",
        "outcome": "reached",
        "occurred_on": story.day(0),
        "text": "นัดให้ข้อมูลเพิ่มวันศุกร์",
        "audience": "whole",
    }
    return Submission(uuid4(), usual | said)


def comment(**said):
    return Submission(uuid4(), {"text": "เห็นควรเร่งรัด", "audience": "whole", **said})


def contacts(story, case, audiences=WHOLE):
    with story.reading() as uow:
        return contacts_of(uow, case, audiences, limit=1000)


def comments(story, case, audiences=WHOLE):
    with story.reading() as uow:
        return comments_of(uow, case, audiences)


def notices(story, kind="mentioned"):
    table = tables.notice
    with story.reading() as uow:
        return set(uow.connection.scalars(select(table.c.person_id).where(table.c.kind == kind)))


def refused(story, actor, command, *arguments):
    before = story.kinds(arguments[0])
    with pytest.raises(EngineError) as found:
        in_unit(story.store, actor, command, *arguments)
    assert story.kinds(arguments[0]) == before
    return found.value


def test_a_contact_is_noted_with_the_day_it_happened_and_moves_nothing(story, office, case, clock):
    clock.advance(days=3)
    officer = office.actor(Role.OFFICER)
    before = story.open_elements(case), story.deadlines(case)
    in_unit(story.store, officer, note_contact, case, contact(story, occurred_on=story.day(-2)))
    (note,) = contacts(story, case)
    assert note.occurred_on == story.today - timedelta(days=2)
    assert note.text == "นัดให้ข้อมูลเพิ่มวันศุกร์"
    assert note.author_id == officer.person_id
    assert (note.party_kind, note.way, note.outcome) == ("complainant", "telephone", "reached")
    assert (story.open_elements(case), story.deadlines(case)) == before


def test_a_contact_is_neither_in_the_future_nor_before_the_case(story, office, case):
    officer = office.actor(Role.OFFICER)
    for days in (1, -400):
        told = refused(
            story, officer, note_contact, case, contact(story, occurred_on=story.day(days))
        )
        assert isinstance(told, FormInvalid)
        assert set(told.messages) == {"occurred_on"}


@pytest.mark.parametrize("missing", ["party_kind", "way", "outcome", "text", "audience"])
@ON_SQLITE
def test_a_contact_says_with_whom_how_and_what(story, office, case, missing):
    said = contact(story, **{missing: ""})
    told = refused(story, office.actor(Role.OFFICER), note_contact, case, said)
    assert set(told.messages) == {missing}


def test_the_same_form_twice_is_one_note_and_one_notice(story, office, case):
    officer, head = office.actor(Role.OFFICER), office.person(Role.HEAD)
    once, said = contact(story), comment(mentioned=[str(head.id)])
    for _ in range(2):
        in_unit(story.store, officer, note_contact, case, once)
        in_unit(story.store, officer, write_comment, case, said)
    assert len(contacts(story, case)) == len(comments(story, case)) == 1
    with story.reading() as uow:
        table = tables.notice
        assert uow.connection.scalar(
            select(func.count()).where(table.c.kind == "mentioned").select_from(table)
        ) == 1  # fmt: skip


def test_who_reads_a_part_sees_and_writes_the_redacted_thread_only(story, office, case):
    officer = office.actor(Role.OFFICER)
    unit = office.actor(Role.UNIT_MEMBER, unit="construction")
    for audience in Audience:
        said = {"text": f"สำหรับ {audience}", "audience": audience.value}
        in_unit(story.store, officer, note_contact, case, contact(story, **said))
        in_unit(story.store, officer, write_comment, case, comment(**said))
    # Whatever she posts: there is one thread for her.
    in_unit(story.store, unit, note_contact, case, contact(story, text="จากกลุ่มงาน"))
    in_unit(story.store, unit, write_comment, case, comment(text="จากกลุ่มงาน"))
    with story.store.reading(unit) as uow:
        standing = office.standing(Role.UNIT_MEMBER, unit="construction")
        file = read_case_file(uow, standing, case)
    assert file.reading is Reading.REDACTED
    assert {note.text for note in file.contacts} == {"สำหรับ everybody", "จากกลุ่มงาน"}
    assert {note.text for note in file.comments} == {"สำหรับ everybody", "จากกลุ่มงาน"}
    assert file.note_counts == {NoteKind.CONTACT: 2, NoteKind.COMMENT: 2}
    assert len(contacts(story, case)) == len(comments(story, case)) == 3
    assert all(note.audience is Audience.EVERYBODY for note in file.contacts)


def test_a_correction_is_a_later_note_and_takes_back_what_was_shown_by_mistake(story, office, case):
    officer = office.actor(Role.OFFICER)
    shown = contact(story, text="โทรหานางสมศรี", audience="everybody")
    in_unit(story.store, officer, note_contact, case, shown)
    (first,) = contacts(story, case, EVERYBODY)
    second = contact(story, text="โทรหาผู้ร้อง", audience="everybody")
    in_unit(story.store, officer, note_contact, case, second, first.id)
    newest, corrected = contacts(story, case, EVERYBODY)
    assert corrected.is_corrected
    assert newest.corrects == corrected.id
    in_unit(story.store, officer, note_contact, case, contact(story, text="ปิดไว้"), newest.id)
    assert contacts(story, case, EVERYBODY) == []
    assert len(contacts(story, case)) == 3
    again = refused(story, officer, note_contact, case, contact(story), first.id)
    assert isinstance(again, InvalidTransition)


def test_a_note_is_corrected_only_by_who_reads_it_and_in_its_own_case(story, office, case):
    officer = office.actor(Role.OFFICER)
    unit = office.actor(Role.UNIT_MEMBER, unit="construction")
    in_unit(story.store, officer, note_contact, case, contact(story))
    (whole,) = contacts(story, case)
    other = story.lodge(by=officer)
    assert isinstance(refused(story, unit, note_contact, case, contact(story), whole.id), NotFound)
    assert isinstance(
        refused(story, officer, note_contact, other, contact(story), whole.id), NotFound
    )
    with story.reading() as uow, pytest.raises(NotFound):
        get_contact(uow, case, whole.id, EVERYBODY)


def test_who_is_mentioned_is_told_and_nobody_else(story, office, case):
    head, manager = office.person(Role.HEAD), office.person(Role.MANAGER)
    said = comment(mentioned=[str(head.id), str(manager.id)])
    in_unit(story.store, office.actor(Role.OFFICER), write_comment, case, said)
    assert notices(story) == {head.id, manager.id}
    (written,) = comments(story, case)
    assert set(written.mentioned) == {head.id, manager.id}


def test_nobody_is_called_to_words_she_could_not_read(story, office, case):
    officer = office.actor(Role.OFFICER)
    unit = office.person(Role.UNIT_MEMBER, unit="construction")
    told = refused(story, officer, write_comment, case, comment(mentioned=[str(unit.id)]))
    assert set(told.messages) == {"mentioned"}
    assert unit.name in told.messages["mentioned"][0].th
    for_all = comment(mentioned=[str(unit.id)], audience="everybody")
    in_unit(story.store, officer, write_comment, case, for_all)
    assert notices(story) == {unit.id}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.PROCESS_OWNER])
def test_who_takes_no_part_in_cases_cannot_be_mentioned(story, office, case, role):
    stranger = office.person(role)
    said = comment(mentioned=[str(stranger.id)], audience="everybody")
    told = refused(story, office.actor(Role.OFFICER), write_comment, case, said)
    assert set(told.messages) == {"mentioned"}


def test_a_unit_chooses_among_those_whom_the_case_has_brought_together(story, office, case):
    unit = office.actor(Role.UNIT_MEMBER, unit="construction")
    with story.store.reading(unit) as uow:
        offered = {one.value for one in mentionable(uow, story.case(case), Reading.REDACTED)}
    assert str(office.actor(Role.OFFICER).person_id) in offered
    # Of a list of all who read every case, the one who is missing would be the respondent.
    assert str(office.person(Role.MANAGER).id) not in offered
    with story.store.reading(office.actor(Role.OFFICER)) as uow:
        offered = {one.value for one in mentionable(uow, story.case(case), Reading.WHOLE)}
    assert str(office.person(Role.MANAGER).id) in offered


def test_a_respondent_writes_reads_and_is_told_nothing(story, office, case):
    officer, manager = office.actor(Role.OFFICER), office.person(Role.MANAGER)
    told = comment(mentioned=[str(manager.id)])
    in_unit(story.store, officer, write_comment, case, told)
    assert notices(story) == {manager.id}
    in_unit(story.store, officer, add_respondent, case, manager.name)
    assert notices(story) == set()
    actor = office.actor(Role.MANAGER)
    assert isinstance(refused(story, actor, write_comment, case, comment()), NotFound)
    assert isinstance(refused(story, actor, note_contact, case, contact(story)), NotFound)
    again = refused(story, officer, write_comment, case, comment(mentioned=[str(manager.id)]))
    assert set(again.messages) == {"mentioned"}


def test_an_auditor_with_a_grant_reads_and_writes_nothing(story, office, case):
    auditor = office.actor(Role.AUDITOR)
    with story.store.unit(office.actor(Role.HEAD)) as uow:
        uow.hold(office.id)
        give_grant(
            uow,
            auditor.person_id,
            case_id=case,
            purpose="ตรวจสอบ",
            order_cited="1/2570",
            expires_on=story.today + timedelta(days=30),
        )
    for command, said in ((note_contact, contact(story)), (write_comment, comment())):
        assert isinstance(refused(story, auditor, command, case, said), NotPermitted)


def test_threads_are_paged_by_where_they_stand_in_the_history(story, office, case):
    officer = office.actor(Role.OFFICER)
    for number in range(5):
        in_unit(story.store, officer, write_comment, case, comment(text=f"ที่ {number}"))
    with story.reading() as uow:
        first = comments_of(uow, case, WHOLE, limit=2)
        second = comments_of(uow, case, WHOLE, before=first[-1].seq, limit=2)
        assert [one.text for one in [*first, *second]] == ["ที่ 4", "ที่ 3", "ที่ 2", "ที่ 1"]
        assert count_notes(uow, case, WHOLE)[NoteKind.COMMENT] == 5


@ON_SQLITE
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(list(Audience)), st.integers(0, 9)), max_size=6))
def test_rows_made_again_from_the_history_are_the_same(story, office, case, told):
    """Whatever is noted and corrected: the rows are those that the events make."""
    officer = office.actor(Role.OFFICER)
    for audience, which in told:
        found = [note for note in contacts(story, case) if not note.is_corrected]
        corrects = found[which].id if which < len(found) else None
        said = contact(story, audience=audience.value)
        in_unit(story.store, officer, note_contact, case, said, corrects)
    before = rows(story)
    with story.store.unit(office.system) as uow:
        rebuild_cases(uow)
    assert rows(story) == before
    assert {note.id for note in contacts(story, case, EVERYBODY)} <= {
        note.id for note in contacts(story, case)
    }


def rows(story):
    with story.reading() as uow:
        table = tables.case_note
        return [tuple(row) for row in uow.connection.execute(select(table).order_by(table.c.seq))]


def test_audiences_follow_the_reading():
    assert audiences_for(Reading.NOTHING) == frozenset()
    assert audiences_for(Reading.REDACTED) == EVERYBODY
    assert audiences_for(Reading.WHOLE) == WHOLE
