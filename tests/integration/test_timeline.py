"""The timeline of a case: every line once, filtered by its headers, opened a page at a time."""

from uuid import uuid4

import pytest

from engine.access.permissions import Reading
from engine.cases.notes import Audience, ContactNote
from engine.journal import events as journal
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.work.case_file import STEPS_SHOWN, read_case_file
from engine.work.completing import Submission
from engine.work.notes import note_contact, write_comment
from engine.work.timeline import KINDS, Asked, Side, Topic, read_timeline
from tests.support.statements import asked_of
from tests.support.story import in_unit

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
# Machinery, told by the diagram, the deadlines and the replay.
NOT_TOLD = {
    # The last of a chain, of whose contents none can be read.
    "case_destroyed",
    "engine_ran",
    "instance_started",
    "instance_completed",
    "work_item_offered",
    "work_item_redirected",
    "deadline_carried",
    "deadline_ended",
    "case_described",
    "party_corrected",
    "issues_stated",
    "consultation_ended",
}


@pytest.fixture
def case(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register", receipt_code=True)
    for element in ("sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["construction"])
    story.do(case, "report")
    officer = office.actor(Role.OFFICER)
    for audience in Audience:
        contact = {
            "party_kind": "complainant" if audience is Audience.WHOLE else "unit",
            "way": "telephone",
            "outcome": "reached",
            "occurred_on": story.day(0),
            "text": f"ประสาน {audience}",
            "audience": audience.value,
        }
        in_unit(story.store, officer, note_contact, case, Submission(uuid4(), contact))
        comment = {"text": f"ความเห็น {audience}", "audience": audience.value}
        in_unit(story.store, officer, write_comment, case, Submission(uuid4(), comment))
    return case


def reading(story, standing, case, asked=Asked(), **options):  # noqa: B008  (frozen)
    with story.store.reading(standing.actor) as uow:
        file = read_case_file(uow, standing, case)
        return read_timeline(uow, file, asked, **options)


def walked(story, standing, case, asked, limit):
    """Return the entries of all pages, one after the other."""
    entries, past = [], None
    for _ in range(100):
        question = Asked(**{**vars(asked), "past": past})
        page = reading(story, standing, case, question, limit=limit)
        entries += page.entries
        past = page.past
        if past is None:
            return entries
    raise AssertionError("the pages do not end")


def test_every_kind_of_a_case_is_told_or_is_machinery():
    told = {kind for kinds in KINDS.values() for kind in kinds}
    kinds = list(EventKind)
    of_cases = kinds[: kinds.index(EventKind.OFFICE_OPENED)]
    assert {kind.value for kind in of_cases if kind not in told} == NOT_TOLD
    assert sum(len(found) for found in KINDS.values()) == len(told)


@pytest.mark.parametrize("oldest_first", [False, True])
def test_pages_tell_every_line_once_and_in_order(story, office, case, oldest_first):
    officer = office.standing(Role.OFFICER)
    asked = Asked(oldest_first=oldest_first)
    whole = reading(story, officer, case, asked, limit=1000)
    seqs = [entry.seq for entry in whole.entries]
    assert whole.past is None
    assert seqs == sorted(seqs, reverse=not oldest_first)
    assert seqs == [entry.seq for entry in walked(story, officer, case, asked, 3)]
    told = {kind.value for kinds in KINDS.values() for kind in kinds}
    assert sorted(seqs) == [e.seq for e in story.events(case) if e.kind.value in told]
    assert sum(whole.counts.values()) == len(seqs)


@ON_SQLITE
def test_topics_part_the_timeline_and_are_counted(story, office, case):
    officer = office.standing(Role.OFFICER)
    whole = reading(story, officer, case, limit=1000)
    parted = {}
    for topic in Topic:
        found = reading(story, officer, case, Asked(topic=topic), limit=1000).entries
        assert {entry.topic for entry in found} <= {topic}
        assert len(found) == whole.counts[topic]
        parted |= {entry.seq: entry for entry in found}
    assert parted.keys() == {entry.seq for entry in whole.entries}
    assert whole.counts[Topic.CONTACT] == whole.counts[Topic.COMMENT] == 2


@ON_SQLITE
def test_filters_by_person_by_step_and_by_side_go_together(story, office, case):
    officer = office.standing(Role.OFFICER)
    head = office.person(Role.HEAD).id
    by_head = reading(story, officer, case, Asked(person_id=head), limit=1000).entries
    assert {entry.who.th for entry in by_head} == {office.person(Role.HEAD).name}
    signing = reading(story, officer, case, Asked(element="sign_letter"), limit=1000).entries
    assert {e.seq for e in signing} >= {e.seq for e in by_head if e.step}
    theirs = reading(story, officer, case, Asked(side=Side.COMPLAINANT), limit=1000).entries
    inside = reading(story, officer, case, Asked(side=Side.INSIDE), limit=1000).entries
    contacts = [e.note.party_kind for e in theirs if isinstance(e.note, ContactNote)]
    assert contacts == ["complainant"]
    whole = reading(story, officer, case, limit=1000).entries
    assert sorted(e.seq for e in [*theirs, *inside]) == sorted(e.seq for e in whole)
    both = Asked(person_id=head, side=Side.COMPLAINANT, topic=Topic.CONTACT)
    assert reading(story, officer, case, both).entries == ()


def test_a_unit_sees_its_own_steps_and_the_redacted_thread(story, office, case):
    unit = office.standing(Role.UNIT_MEMBER, unit="construction")
    with story.store.reading(unit.actor) as uow:
        assert read_case_file(uow, unit, case).reading is Reading.REDACTED
    found = reading(story, unit, case, limit=1000)
    assert {e.note.text for e in found.entries if e.note} == {
        "ประสาน everybody",
        "ความเห็น everybody",
    }
    assert [e.step.item.element for e in found.entries if e.step] == ["report"]
    assert len(found.entries) == sum(found.counts.values()) == 3
    # Who acted elsewhere in the case is not told either.
    assert office.person(Role.HEAD).name not in found.people.values()
    for asked in (Asked(topic=Topic.PEOPLE), Asked(side=Side.COMPLAINANT), Asked(element="sort")):
        assert reading(story, unit, case, asked).entries == ()


@ON_SQLITE
def test_only_the_contents_of_the_page_are_opened(story, office, case, monkeypatch):
    opened = []
    whole = journal.decrypt
    monkeypatch.setattr(
        journal, "decrypt", lambda *given: (opened.append(given[-1]), whole(*given))[1]
    )
    officer = office.standing(Role.OFFICER)
    with story.store.reading(officer.actor) as uow:
        file = read_case_file(uow, officer, case)
        opened.clear()
        page = read_timeline(uow, file, Asked(), limit=5)
    assert sorted(opened) == sorted(str(entry.seq) for entry in page.entries)


@ON_SQLITE
def test_a_long_case_asks_the_database_no_more_often_than_a_short_one(story, office, case):
    officer = office.standing(Role.OFFICER)

    def asked() -> int:
        with asked_of(story.store.database) as statements:
            reading(story, officer, case)
        return len(statements)

    before = asked()
    for text in range(30):
        comment = {"text": f"ที่ {text}", "audience": "whole"}
        in_unit(
            story.store,
            officer.actor,
            write_comment,
            case,
            Submission(uuid4(), comment),
        )
    assert asked() <= before


@ON_SQLITE
def test_beside_a_form_stand_the_newest_steps_and_the_one_that_it_continues(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    units = ["construction", "planning", "administration", "maintenance"]
    story.do(case, "sign_letter", units=units)
    for unit in units:
        story.do(case, "report", scope=unit)
    last = story.item(case, "review", "maintenance")
    first = story.item(case, "review", "construction")
    for unit in units[1:]:
        story.do(case, "review", scope=unit)
    officer = office.standing(Role.OFFICER)
    with story.reading() as uow:
        file = read_case_file(uow, officer, case, first)
    assert last.scope != first.scope
    assert file.done_count > len(file.steps)
    assert len(file.steps) <= STEPS_SHOWN + 1
    assert any(s.item.scope == first.scope and s.item.element == "report" for s in file.steps)
