"""Many at one instant: threads of one process, and a process beside it."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from engine.errors import InvalidTransition, NotPermitted
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, reassign_work_item, release_work_item
from engine.work.completing import complete_work_item
from engine.work.lodging import Door
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_streams, check_work_items

PEOPLE = 6


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each in a thread of its own from one instant on; return results, or what was raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001  (whatever it is, the test looks at it)
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def check(story: Story) -> None:
    check_streams(story.store, story.office_id)
    check_work_items(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)


def offered(story: Story, case: UUID, element: str = "register") -> Any:
    """Return a step that nobody holds."""
    item = story.item(case, element)
    if item.assignee_id:
        in_unit(story.store, Actor(story.office_id, item.assignee_id), release_work_item, item.id)
    return story.item(case, element)


@pytest.fixture
def officers(office):
    names = [f"เจ้าหน้าที่คนที่ {number} ตัวอย่าง" for number in range(PEOPLE)]
    people = [office.add(Role.OFFICER, name) for name in names]
    return [Actor(office.id, person.id, person.name) for person in people]


def test_one_of_many_who_claim_gets_the_step(story, officers):
    item = offered(story, story.lodge())
    answers = all_at_once(
        [lambda who=who: in_unit(story.store, who, claim_work_item, item.id) for who in officers]
    )
    refused = [each for each in answers if each is not None]
    assert len(refused) == PEOPLE - 1
    assert {type(each) for each in refused} == {InvalidTransition}
    claimed = [e for e in story.events(item.case_id) if e.kind == "work_item_claimed"]
    assert len(claimed) == 1
    assert str(story.item(item.case_id, "register").assignee_id) == claimed[0].content["assignee"]
    check(story)


def test_a_step_is_completed_once_by_whoever_was_first(story):
    item = story.item(story.lodge(), "register")
    who = Actor(story.office_id, item.assignee_id)
    answers = all_at_once(
        [
            lambda: in_unit(story.store, who, complete_work_item, item.id, story.submission(item))
            for _ in range(PEOPLE)
        ]
    )
    refused = [each for each in answers if isinstance(each, Exception)]
    assert len(refused) == PEOPLE - 1
    assert {type(each) for each in refused} == {InvalidTransition}
    assert story.kinds(item.case_id).count("work_item_completed") == 1
    check(story)


def test_who_sends_a_finished_step_again_is_told_that_she_did_it_herself(story):
    item = story.item(story.lodge(), "register")
    who = Actor(story.office_id, item.assignee_id)
    in_unit(story.store, who, complete_work_item, item.id, story.submission(item))
    with pytest.raises(InvalidTransition) as refused:
        in_unit(story.store, who, complete_work_item, item.id, story.submission(item))
    assert refused.value.sentence.th.startswith("ท่านบันทึกงานนี้เสร็จก่อนแล้ว")


def test_a_form_posted_twice_is_done_once_and_answered_the_same(story):
    item = story.item(story.lodge(), "register")
    who = Actor(story.office_id, item.assignee_id)
    submission = story.submission(item)
    answers = all_at_once(
        [
            lambda: in_unit(story.store, who, complete_work_item, item.id, submission)
            for _ in range(PEOPLE)
        ]
    )
    assert not [each for each in answers if isinstance(each, Exception)]
    assert len({(each.case_id, each.next_item) for each in answers}) == 1
    assert [each.is_repeat for each in answers].count(False) == 1
    assert story.kinds(item.case_id).count("work_item_completed") == 1
    check(story)


def test_a_complaint_posted_twice_is_one_case(story, office):
    key, who = uuid4(), office.actor(Role.OFFICER)
    answers = all_at_once([lambda: story.lodged(key=key, by=who) for _ in range(4)])
    assert not [each for each in answers if isinstance(each, Exception)]
    assert len({(each.case_id, each.number) for each in answers}) == 1
    with story.reading() as uow:
        assert len(uow.connection.execute(select(tables.case.c.id)).all()) == 1
    check(story)


def test_cases_lodged_at_once_are_numbered_without_gap_or_double(story, officers):
    answers = all_at_once([lambda who=who: story.lodged(by=who) for who in officers * 2])
    assert not [each for each in answers if isinstance(each, Exception)]
    numbers = sorted(int(each.number.split()[1].split("/")[0]) for each in answers)
    assert numbers == list(range(1, 2 * PEOPLE + 1))
    check(story)


def test_each_book_is_numbered_without_gap_or_double_while_both_grow(story, officers):
    acts = [
        lambda who=who, category=category: story.lodged(by=who, category=category)
        for who in officers
        for category in ("service", "corruption", "corruption")
    ]
    answers = all_at_once(acts)
    assert not [each for each in answers if isinstance(each, Exception)]
    with story.store.database.reading() as connection:
        table = tables.case_number
        rows = connection.execute(select(table).order_by(table.c.ordinal)).all()
    for series, count in (("register", PEOPLE), ("secret_register", 2 * PEOPLE)):
        given = [row for row in rows if row.series == series]
        assert [row.ordinal for row in given] == list(range(1, count + 1))
        assert len({row.case_id for row in given}) == count
    assert {row.number for row in rows} == {each.number for each in answers}
    check(story)


def test_a_refused_complaint_leaves_no_hole_in_the_numbers(story, office):
    story.lodge()
    with pytest.raises(NotPermitted):
        story.lodge(by=office.actor(Role.HEAD))
    with story.store.database.reading() as connection:
        last = connection.scalar(select(tables.number_series.c.last))
    assert (last, story.lodged().number.split()[1].split("/")[0]) == (1, "2")


def test_release_reassign_and_complete_at_once_leave_one_truth(story, office):
    item = story.item(story.lodge(), "register")
    holder, manager = Actor(story.office_id, item.assignee_id), office.actor(Role.MANAGER)
    other = next(p.id for p in office.people if p.role is Role.OFFICER and p.id != holder.person_id)
    submission = story.submission(item)
    answers = all_at_once(
        [
            lambda: in_unit(story.store, holder, release_work_item, item.id),
            lambda: in_unit(story.store, manager, reassign_work_item, item.id, other, "เร่งรัด"),
            lambda: in_unit(story.store, holder, complete_work_item, item.id, submission),
        ]
    )
    allowed = (InvalidTransition, NotPermitted)
    assert all(isinstance(each, allowed) for each in answers if isinstance(each, Exception))
    assert not all(isinstance(each, Exception) for each in answers)
    check(story)


def test_two_branches_of_a_case_are_completed_at_once(story):
    case = story.lodge()
    story.do(case, "register")
    for element in ("sort", "draft_letter", "sign_letter"):
        story.do(case, element)
    reports = [item for item in story.open(case) if item.element == "report"]
    who = [story.claim(item) for item in reports]
    posts = [story.submission(item) for item in reports]
    answers = all_at_once(
        [
            lambda n=n: in_unit(story.store, who[n], complete_work_item, reports[n].id, posts[n])
            for n in range(len(reports))
        ]
    )
    assert not [each for each in answers if isinstance(each, Exception)]
    assert story.open_elements(case).count("review") == len(reports)
    check(story)


_LODGER = """
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from engine.sealing.keys import read_master_key_file
from engine.store.database import connect
from engine.store.unit_of_work import Actor, Store
from engine.store.vault import Vault
from engine.composition import FOLDS
from tests.support.story import Story

url, key_file, office_id, person_id, now, count = sys.argv[1:]
moment = datetime.fromisoformat(now)
store = Store(connect(url), Vault(read_master_key_file(Path(key_file))), FOLDS, lambda: moment)
story = Story(store, UUID(office_id))
for _ in range(int(count)):
    print(story.lodged(by=Actor(UUID(office_id), UUID(person_id))).number, flush=True)
"""


@pytest.fixture
def key_file(prepared_office, tmp_path):
    """The office's master key where a second process can read it."""
    path = tmp_path / "keys" / "master.key"
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    path.write_text(prepared_office.master.to_text(), encoding="ascii")
    return path


def test_two_processes_number_their_cases_in_one_series(
    story, office, officers, database_url, key_file, clock
):
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _LODGER,
            database_url,
            str(key_file),
            str(office.id),
            str(officers[0].person_id),
            clock.now.isoformat(),
            "6",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        first = child.stdout.readline()
        mine = [story.lodged(by=officers[1]).number for _ in range(6)]
        rest, faults = child.communicate(timeout=60)
    assert child.returncode == 0, faults
    theirs = [first.strip(), *rest.split("\n")[:-1]]
    assert len(theirs) == len(mine) == 6
    numbers = sorted(int(each.split()[1].split("/")[0]) for each in [*mine, *theirs])
    assert numbers == list(range(1, 13))
    check(story)


def test_the_key_that_was_made_before_the_unit_is_the_key_of_the_case(story):
    door = Door("complaint_provincial")
    case = story.lodge(door=door)
    with story.reading() as uow:
        assert case == door.case_id
        assert uow.data_key(case) == door.data_key
