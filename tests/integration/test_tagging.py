"""Tags: chosen from the office's list at any step, on record, seen by who may know the case."""

from uuid import uuid4

import pytest

from engine.access.membership import standing_of
from engine.errors import FormInvalid, NotFound, NotPermitted
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.work.allocation.claiming import release_work_item
from engine.work.case_file import read_case_file
from engine.work.lists.narrowing import Narrow
from engine.work.lists.search import Sought, search
from engine.work.lists.worklist import Wish, list_work
from engine.work.offices.opening import revise_profile
from engine.work.tagging import tag_case
from engine.work.timeline import Asked, read_timeline
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
CAR, BUYING = "official_vehicles", "procurement"


def tag(story, who, case, added=(), removed=(), key=None):
    in_unit(story.store, who, tag_case, case, added, removed, submission_key=key or uuid4())


@pytest.fixture
def officer(office):
    return office.actor(Role.OFFICER)


@pytest.fixture
def case(story, officer):
    case = story.lodge(by=officer)
    story.do(case, "register", category="service", secrecy="ordinary", subject="รถยนต์ราชการ")
    return case


def rows(story, who, **narrow):
    with story.store.reading(who) as uow:
        standing = standing_of(uow, who.person_id, uow.today)
        return list_work(uow, standing, Wish(narrow=Narrow(**narrow))).rows


def told(story, who, case):
    with story.store.reading(who) as uow:
        file = read_case_file(uow, standing_of(uow, who.person_id, uow.today), case)
        entries = read_timeline(uow, file, Asked(), limit=500).entries
    return [entry.text.th for entry in entries if entry.text.th.startswith("ป้ายกำกับ")]


def test_tags_are_given_and_taken_away_at_any_step_and_stay_on_record(story, officer, case):
    tag(story, officer, case, [CAR, BUYING])
    assert story.case(case).tag_keys == (CAR, BUYING)
    story.finish(case)
    tag(story, officer, case, removed=[BUYING])
    assert story.case(case).tag_keys == (CAR,)
    assert told(story, officer, case) == [
        "ป้ายกำกับ เอา จัดซื้อจัดจ้าง ออก",
        "ป้ายกำกับ เพิ่ม การใช้รถราชการ เพิ่ม จัดซื้อจัดจ้าง",
    ]
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_two_who_tag_at_once_keep_what_the_other_gave(story, office, officer, case):
    tag(story, officer, case, [CAR])
    tag(story, office.actor(Role.MANAGER), case, [BUYING])
    assert set(story.case(case).tag_keys) == {CAR, BUYING}


def test_what_changes_nothing_is_not_written_and_a_repeat_is_done_once(story, officer, case):
    key = uuid4()
    tag(story, officer, case, [CAR], key=key)
    tag(story, officer, case, removed=[CAR])
    tag(story, officer, case, [CAR], key=key)
    tag(story, officer, case, removed=[CAR, BUYING])
    assert story.case(case).tag_keys == ()
    assert story.kinds(case).count("case_tagged") == 2


def test_only_words_of_the_offices_list_are_tags(story, officer, case):
    with pytest.raises(FormInvalid):
        tag(story, officer, case, ["นายสมชาย"])
    assert story.case(case).tag_keys == ()


@ON_SQLITE
def test_a_tag_that_the_office_drops_stays_and_can_be_taken_away(story, office, officer, case):
    tag(story, officer, case, [CAR])
    text = (bundled_dir("processes") / "offices" / "provincial.toml").read_text()
    start = text.index(f"[tags.{CAR}]")
    end = text.index("[", start + 1)
    with story.store.unit(office.system) as uow:
        uow.hold(story.office_id)
        revise_profile(uow, text[:start] + text[end:], effective_on=uow.today)
    assert story.case(case).tag_keys == (CAR,)
    with pytest.raises(FormInvalid):
        tag(story, officer, case, [CAR])
    tag(story, officer, case, removed=[CAR])
    assert story.case(case).tag_keys == ()


def test_a_list_is_narrowed_to_a_tag_and_shows_the_tags_of_each(story, officer, case):
    other = story.lodge(by=officer)
    tag(story, officer, case, [CAR])
    tag(story, officer, other, [BUYING])
    assert {(row.case_id, row.tags) for row in rows(story, officer)} == {
        (case, (CAR,)),
        (other, (BUYING,)),
    }
    assert {row.case_id for row in rows(story, officer, tag=CAR)} == {case}
    assert rows(story, officer, tag="official") == []


def test_a_secret_step_that_she_has_not_claimed_does_not_answer_to_its_tag(story, office, officer):
    secret = story.lodge(by=officer)
    story.do(secret, "register", category="corruption", secrecy="secret")
    tag(story, officer, secret, [BUYING])
    colleague = office.actor(Role.OFFICER, nth=1)
    with story.store.unit(officer) as uow:
        release_work_item(uow, story.item(secret, "sort").id)
    (hidden,) = rows(story, colleague)
    assert (hidden.case_id, hidden.tags) == (secret, ())
    assert rows(story, colleague, tag=BUYING) == []
    with pytest.raises(NotFound):
        tag(story, colleague, secret, [CAR])


def test_the_search_finds_by_tag_and_tells_units_of_none(story, office, officer, case):
    tag(story, officer, case, [CAR])
    story.do(case, "sort")
    story.do(case, "draft_letter")
    story.do(case, "sign_letter", units=["construction"])
    story.claim(story.item(case, "report"))
    unit = office.actor(Role.UNIT_MEMBER, unit="construction")
    for who, seen in ((officer, (CAR,)), (unit, ())):
        with story.store.reading(who) as uow:
            standing = standing_of(uow, who.person_id, uow.today)
            for sought in (Sought("รถยนต์"), Sought("รถยนต์", tag=CAR)):
                (found,) = search(uow, standing, sought).cases
                assert (found.id, found.tags) == (case, seen)
    with pytest.raises((NotFound, NotPermitted)):
        tag(story, unit, case, [BUYING])
