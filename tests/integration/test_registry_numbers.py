"""The number of the office's own registry: typed when it is known, found by, and on record."""

from uuid import uuid4

import pytest

from engine.access.membership import standing_of
from engine.errors import FormInvalid, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.case_file import read_case_file
from engine.work.lists.register import Wanted, read_register
from engine.work.lists.search import Sought, search
from engine.work.registry_numbers import LONGEST, note_registry_number
from engine.work.timeline import Asked, read_timeline
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

NUMBER = "รย 0019/1234"


@pytest.fixture
def officer(office):
    return office.actor(Role.OFFICER)


@pytest.fixture
def case(story, officer):
    case = story.lodge(by=officer, category="service")
    story.do(case, "register", category="service", secrecy="ordinary", subject="รถยนต์ราชการ")
    return case


def note(story, who, case, number, key=None):
    in_unit(story.store, who, note_registry_number, case, number, submission_key=key or uuid4())


def found(story, who, text):
    with story.store.reading(who) as uow:
        standing = standing_of(uow, who.person_id, uow.today)
        return [each.id for each in search(uow, standing, Sought(text)).cases]


def line(story, who):
    with story.store.reading(who) as uow:
        standing = standing_of(uow, who.person_id, uow.today)
        (only,) = read_register(uow, standing, Wanted()).lines
        return only


def told(story, who, case):
    with story.store.reading(who) as uow:
        file = read_case_file(uow, standing_of(uow, who.person_id, uow.today), case)
        entries = read_timeline(uow, file, Asked(), limit=500).entries
    return [entry.text.th for entry in entries if entry.text.th.startswith("เลขทะเบียนรับ")]


def test_a_number_that_is_not_ours_is_added_when_it_is_known_and_found_by(story, officer, case):
    assert line(story, officer).registry_number is None
    story.finish(case)
    note(story, officer, case, f"  {NUMBER.replace(' ', '   ')} ")
    assert line(story, officer).registry_number == NUMBER
    assert found(story, officer, "0019/1234") == [case]
    assert found(story, officer, "๐๐๑๙/๑๒๓๔") == [case]
    assert found(story, officer, "รถยนต์") == [case]
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_it_is_changed_and_taken_away_again_each_on_record(story, officer, case):
    note(story, officer, case, NUMBER)
    note(story, officer, case, NUMBER)
    note(story, officer, case, "12/2570 ก")
    note(story, officer, case, " ")
    assert story.case(case).registry_number is None
    assert found(story, officer, "0019/1234") == []
    assert sorted(told(story, officer, case)) == [
        "เลขทะเบียนรับของหน่วยงาน 12/2570 ก",
        f"เลขทะเบียนรับของหน่วยงาน {NUMBER}",
        "เลขทะเบียนรับของหน่วยงาน เอาออก",
    ]


def test_the_same_form_sent_twice_writes_it_once(story, officer, case):
    key = uuid4()
    note(story, officer, case, NUMBER, key)
    note(story, officer, case, "อื่น", key)
    assert story.case(case).registry_number == NUMBER


def test_what_is_too_long_for_a_number_is_refused(story, officer, case):
    with pytest.raises(FormInvalid):
        note(story, officer, case, "1" * (LONGEST + 1))
    assert story.case(case).registry_number is None


@pytest.mark.parametrize("role", [Role.HEAD, Role.MANAGER, Role.CUSTODIAN])
def test_whoever_keeps_no_register_writes_none(story, office, case, role):
    with pytest.raises(NotPermitted):
        note(story, office.actor(role), case, NUMBER)


def test_of_a_case_that_one_may_not_read_one_writes_none(story, office, officer):
    secret = story.lodge(by=officer, category="corruption")
    with pytest.raises(NotFound):
        note(story, office.actor(Role.OFFICER, nth=1), secret, NUMBER)
