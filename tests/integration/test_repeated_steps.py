"""A step that is done once for each of several says for whom, in lists and in the case file."""

from uuid import uuid4

import pytest

from engine.office.roles import Role
from engine.work.allocation.claiming import release_work_item
from engine.work.case_file import read_case_file
from engine.work.lists.worklist import my_work, offered_work
from engine.work.offices.settings import settings_in_force
from engine.work.parts import part_names
from engine.work.timeline import Asked, Topic, read_timeline

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def two_letters(story):
    """A case of two complainants: each is owed a first notice of her own."""
    people = [
        {"name": name, "address": "1 หมู่ที่ 2", "contact_wish": "letter"}
        for name in ("นางสาวหนึ่ง สมมติ", "นายสอง สมมติ")
    ]
    case_id = story.lodge(complainants=people)
    story.do(case_id, "register")
    return case_id


def test_the_letters_to_two_complainants_are_told_apart_in_the_worklist(story, office, two_letters):
    officer = office.standing(Role.OFFICER)
    with story.reading() as uow:
        rows = [*my_work(uow, officer), *offered_work(uow, officer)]
        settings = settings_in_force(uow, uow.today)
        names = part_names(uow, settings, [(row.case_id, row.scope) for row in rows if row.scope])
    assert {row.case_id for row in rows} == {two_letters}
    letters = [names[row.scope].th for row in rows if row.scope]
    assert sorted(letters) == ["ผู้ร้องเรียนรายที่ 1", "ผู้ร้องเรียนรายที่ 2"]


def test_who_may_not_know_of_a_secret_case_learns_of_no_party(story, office):
    story.do(story.lodge(), "register")
    holder, stranger = (office.standing(Role.OFFICER, nth=nth) for nth in (0, 1))
    with story.store.unit(holder.actor) as uow:
        for row in my_work(uow, holder):
            release_work_item(uow, row.id)
    with story.reading() as uow:
        offered = offered_work(uow, stranger)
    assert offered
    assert {row.scope for row in offered} == {""}


def test_a_unit_is_named_and_what_is_neither_unit_nor_party_is_left_out(story, two_letters):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        key, unit = next(iter(settings.profile.units.items()))
        scopes = [f"units={key}", f"parties={uuid4()}", "committee=x"]
        names = part_names(uow, settings, [(two_letters, scope) for scope in scopes])
    assert names == {f"units={key}": unit.name}


def test_a_line_of_the_timeline_says_which_deadline_passed_and_for_whom(
    story, office, clock, two_letters
):
    clock.advance(days=400)
    story.run_worker()
    with story.reading() as uow:
        file = read_case_file(uow, office.standing(Role.HEAD), two_letters)
        entries = read_timeline(uow, file, Asked(topic=Topic.DEADLINE)).entries
    passed = [entry for entry in entries if entry.text.th.startswith("เกินกำหนด")]
    assert passed
    assert all(entry.text.th != "เกินกำหนด" for entry in passed)
    assert len({(entry.text.th, entry.scope) for entry in passed}) == len(passed)
