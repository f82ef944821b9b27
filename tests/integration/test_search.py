"""Search of the register: a part of a word finds the cases that somebody may know, no others."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy import text as sql

from engine.access.membership import standing_of
from engine.bench.place import open_place
from engine.bench.worklists import fill
from engine.cases.search_words import one_spelling
from engine.errors import InvalidTransition, NotFound
from engine.journal.folding import rebuild_cases
from engine.office.roles import Role
from engine.store import tables
from engine.work.lists.search import Sought, search
from tests.support.story import Story

SUBJECT = "เบิกค่าเดินทางไปราชการซ้ำซ้อน โครงการที่ 12"


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path)


@pytest.fixture
def case(story):
    """An ordinary case of one officer with a subject."""
    case_id = story.lodge(category="service")
    story.do(case_id, "register", subject=SUBJECT)
    return case_id


def found(story, who, text, **more):
    with story.store.reading(who) as uow:
        standing = standing_of(uow, who.person_id, uow.today)
        return [each.id for each in search(uow, standing, Sought(text, **more)).cases]


@pytest.mark.parametrize(
    "text",
    ["เบิกค่า", "ค่าเดินทางไปราช", "ซ้ำซ้อน", "โครงการที่ ๑๒", "12 เดินทาง", "ทาง"],
)
def test_a_part_of_the_subject_finds_it_however_it_is_typed(story, case, text):
    assert found(story, story.someone(Role.OFFICER), text) == [case]


def test_a_number_is_found_in_thai_and_arabic_digits(story, case):
    number = story.case(case).number
    officer = story.someone(Role.OFFICER)
    assert found(story, officer, number) == [case]
    assert found(story, officer, number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))) == [
        case
    ]


@pytest.mark.parametrize("text", ["", "  ", "เ", "กข", "ก ข ค"])
def test_too_little_is_refused_with_a_sentence(story, case, text):
    with pytest.raises(InvalidTransition):
        found(story, story.someone(Role.OFFICER), text)
    assert case


@pytest.mark.parametrize(
    "text", ['"', '""" OR', "%%%", "___", "* NOT", "case_words:เบิก", "\\\\\\", "{a}[b]"]
)
def test_signs_of_the_query_language_are_text(story, case, text):
    if one_spelling(text) and max(map(len, one_spelling(text).split())) > 2:
        assert case not in found(story, story.someone(Role.OFFICER), text)


def test_conditions_narrow_what_is_found(story, case):
    officer, today = story.someone(Role.OFFICER), story.today
    channel, category = story.case(case).channel, story.case(case).category
    assert found(story, officer, "เบิกค่า", channel=channel, category=category) == [case]
    assert not found(story, officer, "เบิกค่า", category="another")
    assert not found(story, officer, "เบิกค่า", status="archived")
    assert not found(story, officer, "เบิกค่า", from_on=today + timedelta(days=1))
    assert not found(story, officer, "เบิกค่า", to_on=today - timedelta(days=365))


def test_a_secret_case_is_found_by_its_members_and_by_who_reads_all(story, office):
    lodger = office.actor(Role.OFFICER)
    secret = story.lodge(by=lodger, category="corruption")
    story.do(secret, "register", by=lodger, subject=SUBJECT)
    assert found(story, lodger, "เบิกค่า") == [secret]
    assert found(story, office.actor(Role.HEAD), "เบิกค่า") == [secret]
    assert not found(story, office.actor(Role.OFFICER, nth=1), "เบิกค่า")
    assert not found(story, office.actor(Role.OFFICER, nth=1), story.case(secret).number)


def test_a_unit_finds_only_what_came_to_it(story, office, case):
    unit = office.actor(Role.UNIT_MEMBER, unit="construction")
    assert not found(story, unit, "เบิกค่า")
    for step in ("sort", "draft_letter"):
        story.do(case, step)
    story.do(case, "sign_letter", units=["construction"])
    story.claim(story.item(case, "report"), by=unit)
    assert found(story, unit, "เบิกค่า") == [case]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.MANAGER])
def test_whoever_it_is_about_finds_nothing(story, office, case, role):
    who = office.actor(role)
    assert found(story, who, "เบิกค่า") == [case]
    with story.store.unit(office.system) as uow:
        uow.connection.execute(
            insert(tables.case_exclusion).values(
                office_id=office.id, person_id=who.person_id, case_id=case, since_at=uow.now
            )
        )
    assert not found(story, who, "เบิกค่า")
    assert not found(story, who, story.case(case).number)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_works_on_no_case_searches_nothing(story, office, case, role):
    with pytest.raises(NotFound):
        found(story, office.actor(role), "เบิกค่า")
    assert case


def test_another_office_finds_nothing(story, case, other_office):
    neighbour = Story(other_office.store, other_office.id, story.blobs)
    assert not found(neighbour, neighbour.someone(Role.HEAD), "เบิกค่า")
    assert case


def test_pages_go_on_behind_the_last_and_newest_come_first(story, monkeypatch):
    monkeypatch.setattr("engine.work.lists.search.PAGE", 2)
    officer = story.someone(Role.OFFICER)
    cases = [story.lodge(by=officer, category="service") for _ in range(5)]
    for each in cases:
        story.do(each, "register", by=officer, subject=SUBJECT)
    seen, before = [], None
    while True:
        with story.store.reading(officer) as uow:
            page = search(uow, standing_of(uow, officer.person_id, uow.today), Sought("เบิกค่า"),
                          before=before)  # fmt: skip
        seen += page.cases
        before = page.before
        if before is None:
            break
    assert {each.id for each in seen} == set(cases)
    assert len(seen) == len(cases)
    assert [each.place for each in seen] == sorted((e.place for e in seen), reverse=True)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_postgresql_takes_no_row_to_pieces_twice_though_it_has_counted_nothing(database_url):
    """By a plan that did, a search of two hundred cases took three seconds."""
    with open_place(database_url) as place:
        fill(place, 200)
        officer = place.standing(Role.OFFICER)
        with place.store.reading(officer.actor) as uow:
            uow.connection.execute(sql("SET LOCAL track_functions = 'all'"))
            assert search(uow, officer, Sought("การจัดซื้อ")).cases
            called = "SELECT calls FROM pg_stat_xact_user_functions WHERE funcname = 'case_pieces'"
            assert uow.connection.execute(sql(called)).scalar_one() <= 201


def test_rows_that_are_folded_again_are_found_again(story, office, case):
    officer = story.someone(Role.OFFICER)
    with story.store.unit(officer) as uow:
        uow.hold(office.id)
        rebuild_cases(uow)
    assert found(story, officer, "เบิกค่า") == [case]


def test_a_subject_is_found_from_the_moment_it_is_given(story):
    officer = story.someone(Role.OFFICER)
    case = story.lodge(category="service")
    assert not found(story, officer, "เบิกค่า")
    story.do(case, "register", subject=SUBJECT)
    assert found(story, officer, "เบิกค่า") == [case]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.integers(0, len(SUBJECT) - 3), length=st.integers(3, 20))
def test_every_piece_of_a_subject_finds_it(story, case, start, length):
    piece = SUBJECT[start : start + length]
    if max(map(len, piece.split()), default=0) > 2:
        assert case in found(story, story.someone(Role.OFFICER), piece)
