"""Refused means unwritten: every refusal of every command leaves every table as it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from engine.access.membership import add_person, grant_membership
from engine.errors import (
    EngineError,
    FormInvalid,
    InvalidTransition,
    KeyUnavailable,
    NoEligibleHandler,
    NotFound,
    NotPermitted,
    ProcessFailed,
    ProfileInvalid,
)
from engine.office.roles import Role
from engine.store import tables
from engine.store.blobs import Blob
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, reassign_work_item, release_work_item
from engine.work.completing import Submission, complete_work_item
from engine.work.lodging import Door, lodge
from engine.work.offices.opening import revise_profile
from engine.work.papers.scans import file_scan
from engine.work.respondents import add_respondent
from tests.support.answers import RESPONDENT, answers_for
from tests.support.snapshots import changed_tables, snapshot
from tests.support.story import Story, in_unit

NO_BLOB = Blob(UUID(int=1), 1, "0", "application/pdf", "0")


@dataclass(frozen=True)
class Refusal:
    name: str
    error: type[EngineError]
    actor: Actor
    command: Callable[..., Any]
    arguments: tuple[Any, ...]


@dataclass
class Scene:
    """A case with a step that an officer holds, one that nobody holds, and one that is done."""

    story: Story
    office: Any
    other_office: Any
    case: UUID
    held: Any
    offered: Any
    done: Any

    def actor(self, role: Role, nth: int = 0) -> Actor:
        return self.office.actor(role, nth=nth)

    @property
    def holder(self) -> Actor:
        return Actor(self.story.office_id, self.held.assignee_id)

    @property
    def other_officer(self) -> Actor:
        officers = (p for p in self.office.people if p.role is Role.OFFICER)
        other = next(p for p in officers if p.id != self.held.assignee_id)
        return Actor(self.story.office_id, other.id, other.name)


@pytest.fixture
def scene(story, office, other_office):
    case = story.lodge()
    done = story.item(case, "register")
    story.do(case, "register")
    story.do(case, "draft")
    held = story.item(case, "sort")
    if held.assignee_id is None:
        story.claim(held)
    offered = story.item(case, "sign")
    return Scene(story, office, other_office, case, story.item(case, "sort"), offered, done)


def refusals(scene: Scene) -> Iterator[Refusal]:
    yield from refused_lodgings(scene)
    yield from refused_claims(scene)
    yield from refused_reassignments(scene)
    yield from refused_completions(scene)
    yield from refused_others(scene)


def refused_lodgings(scene: Scene) -> Iterator[Refusal]:
    officer, door = scene.actor(Role.OFFICER), Door("complaint_provincial")

    def post(**choices: Any) -> Submission:
        start = answers_for("complaint_provincial.start", scene.story.today, **choices)
        return Submission(uuid4(), start)

    yield Refusal("head lodges", NotPermitted, scene.actor(Role.HEAD), lodge, (door, post()))
    yield Refusal(
        "administrator lodges", NotPermitted, scene.actor(Role.ADMINISTRATOR), lodge, (door, post())
    )
    yield Refusal("nobody lodges", NotFound, scene.office.system, lodge, (door, post()))
    yield Refusal(
        "stranger lodges", NotFound, Actor(scene.office.id, uuid4()), lodge, (door, post())
    )
    yield Refusal("unknown process", NotFound, officer, lodge, (Door("nothing"), post()))
    yield Refusal("no narrative", FormInvalid, officer, lodge, (door, post(narrative="")))
    yield Refusal("received tomorrow", FormInvalid, officer, lodge,
                  (door, post(received_on=scene.story.day(1))))  # fmt: skip
    yield Refusal("unknown key", FormInvalid, officer, lodge, (door, post(surprise="x")))
    yield Refusal("unknown file", FormInvalid, officer, lodge, (door, post(files=["u9"])))
    everybody = [{**RESPONDENT, "name": person.name} for person in scene.office.people]
    yield Refusal("about everybody", NoEligibleHandler, officer, lodge,
                  (door, post(respondent_kind="head", respondents=everybody)))  # fmt: skip


def refused_claims(scene: Scene) -> Iterator[Refusal]:
    auditor = scene.actor(Role.AUDITOR)
    yield Refusal("claims what another holds", InvalidTransition, scene.other_officer,
                  claim_work_item, (scene.held.id,))  # fmt: skip
    yield Refusal("claims what is done", InvalidTransition, scene.other_officer,
                  claim_work_item, (scene.done.id,))  # fmt: skip
    yield Refusal("claims what is the head's", NotPermitted, scene.holder,
                  claim_work_item, (scene.offered.id,))  # fmt: skip
    yield Refusal("auditor claims", NotFound, auditor, claim_work_item, (scene.offered.id,))
    yield Refusal("claims nothing", NotFound, scene.holder, claim_work_item, (uuid4(),))
    yield Refusal("claims next door", NotFound, scene.other_office.actor(Role.OFFICER),
                  claim_work_item, (scene.offered.id,))  # fmt: skip
    yield Refusal("the system claims", NotFound, scene.office.system,
                  claim_work_item, (scene.offered.id,))  # fmt: skip
    yield Refusal("releases another's", NotPermitted, scene.other_officer,
                  release_work_item, (scene.held.id,))  # fmt: skip
    yield Refusal("releases what nobody holds", InvalidTransition, scene.actor(Role.HEAD),
                  release_work_item, (scene.offered.id,))  # fmt: skip
    yield Refusal("releases what is done", InvalidTransition, scene.holder,
                  release_work_item, (scene.done.id,))  # fmt: skip


def refused_reassignments(scene: Scene) -> Iterator[Refusal]:
    manager, other = scene.actor(Role.MANAGER), scene.other_officer.person_id
    head = scene.actor(Role.HEAD).person_id
    for name, error, actor, item, to, reason in (
        ("officer reassigns", NotPermitted, scene.holder, scene.held, other, "เร่งรัด"),
        ("no reason", NotPermitted, manager, scene.held, other, "  "),
        ("to the wrong role", NotPermitted, manager, scene.held, head, "เร่งรัด"),
        ("to a stranger", NotPermitted, manager, scene.held, uuid4(), "เร่งรัด"),
        ("what is done", InvalidTransition, manager, scene.done, other, "เร่งรัด"),
    ):
        yield Refusal(name, error, actor, reassign_work_item, (item.id, to, reason))


def refused_completions(scene: Scene) -> Iterator[Refusal]:
    story, held = scene.story, scene.held
    good = story.submission(held)
    head = scene.actor(Role.HEAD)
    for name, error, actor, item, post in (
        ("another's step", NotPermitted, scene.other_officer, held, good),
        ("a step nobody claimed", InvalidTransition, head, scene.offered, good),
        ("a step that is done", InvalidTransition, scene.holder, scene.done, good),
        ("next door", NotFound, scene.other_office.actor(Role.OFFICER), held, good),
        ("no result", FormInvalid, scene.holder, held, story.submission(held, result="")),
        ("an unknown result", FormInvalid, scene.holder, held, story.submission(held, result="x")),
        ("before it was received", FormInvalid, scene.holder, held,
         story.submission(held, occurred_on=story.day(-1))),
        ("in the future", FormInvalid, scene.holder, held,
         story.submission(held, occurred_on=story.day(1))),
        ("an unknown key", FormInvalid, scene.holder, held, story.submission(held, surprise=1)),
    ):  # fmt: skip
        yield Refusal(f"completes {name}", error, actor, complete_work_item, (item.id, post))


def refused_others(scene: Scene) -> Iterator[Refusal]:
    names = [person.name for person in scene.office.people]
    stranger = scene.other_office.actor(Role.HEAD)
    for name, error, actor in (
        ("auditor", NotFound, scene.actor(Role.AUDITOR)),
        ("unit member", NotFound, scene.actor(Role.UNIT_MEMBER)),
        ("custodian", NotPermitted, scene.actor(Role.CUSTODIAN)),
        ("next door", NotFound, stranger),
        ("the system", NotFound, scene.office.system),
    ):
        yield Refusal(f"{name} adds a respondent", error, actor, add_respondent,
                      (scene.case, names[0]))  # fmt: skip
    yield Refusal("a scan that nothing waits for", InvalidTransition, scene.holder, file_scan,
                  (scene.done.id, NO_BLOB, "x.pdf"))  # fmt: skip


def test_whatever_is_refused_is_unwritten(scene):
    database = scene.story.store.database
    wrong: list[str] = []
    for refusal in refusals(scene):
        before = snapshot(database)
        try:
            in_unit(scene.story.store, refusal.actor, refusal.command, *refusal.arguments)
        except EngineError as error:
            if type(error) is not refusal.error:
                wrong.append(f"{refusal.name}: {type(error).__name__}: {error}")
        else:
            wrong.append(f"{refusal.name}: not refused")
        changed = changed_tables(before, snapshot(database))
        if changed:
            wrong.append(f"{refusal.name}: wrote {sorted(changed)}")
    assert not wrong


def test_the_scene_is_one_where_the_same_commands_succeed(scene):
    story = scene.story
    in_unit(story.store, scene.actor(Role.HEAD), claim_work_item, scene.offered.id)
    other = scene.other_officer.person_id
    manager = scene.actor(Role.MANAGER)
    in_unit(story.store, manager, reassign_work_item, scene.held.id, other, "เร่งรัด")
    story.complete(story.item(scene.case, "sort"))
    in_unit(story.store, manager, add_respondent, scene.case, "นายเพิ่มภายหลัง ผู้สมมติ")


def test_a_form_without_receipts_made_in_advance_is_refused(scene):
    story = scene.story
    case = story.lodge()
    item = story.item(case, "register")
    post = replace(story.submission(item, receipt_code=True), receipts=())
    before = snapshot(story.store.database)
    with pytest.raises(EngineError):
        in_unit(
            story.store, Actor(story.office_id, item.assignee_id), complete_work_item, item.id, post
        )
    assert snapshot(story.store.database) == before


def test_a_key_that_was_used_for_another_form_is_refused(scene):
    story = scene.story
    key = uuid4()
    case = story.lodge(key=key)
    item = story.item(case, "register")
    before = snapshot(story.store.database)
    with pytest.raises(InvalidTransition):
        story.complete(item, key=key)
    assert snapshot(story.store.database) == before


def test_a_step_whose_process_fails_is_not_completed(scene):
    story = scene.story
    case = story.lodge()
    item = story.item(case, "register")
    holder = Actor(story.office_id, item.assignee_id)
    with story.store.database.writing() as connection:
        connection.execute(
            update(tables.instance)
            .where(tables.instance.c.id == item.instance_id)
            .values(state=b"broken")
        )
    before = snapshot(story.store.database)
    with pytest.raises(ProcessFailed):
        in_unit(story.store, holder, complete_work_item, item.id, story.submission(item))
    assert snapshot(story.store.database) == before


def test_a_case_whose_key_was_destroyed_refuses_everything(scene):
    story = scene.story
    with story.store.database.writing() as connection:
        connection.execute(
            update(tables.stream).where(tables.stream.c.id == scene.case).values(wrapped_key=None)
        )
    before = snapshot(story.store.database)
    for actor, command, arguments in (
        (scene.actor(Role.HEAD), claim_work_item, (scene.offered.id,)),
        (scene.holder, release_work_item, (scene.held.id,)),
        (scene.actor(Role.MANAGER), add_respondent, (scene.case, "ใคร")),
    ):
        with pytest.raises(KeyUnavailable):
            in_unit(story.store, actor, command, *arguments)
    assert snapshot(story.store.database) == before


def test_a_profile_with_faults_is_not_put_in_force(story):
    def revise(uow: Any) -> None:
        uow.hold(story.office_id)
        revise_profile(uow, "[office]\nkey = 1", effective_on=uow.today)

    before = snapshot(story.store.database)
    with pytest.raises(ProfileInvalid):
        in_unit(story.store, Actor(story.office_id, None), revise)
    assert snapshot(story.store.database) == before


def test_a_respondent_is_not_let_in_before_being_excluded(story):
    name = "นายมาใหม่ ผู้สมมติ"
    story.lodge(respondents=[{**RESPONDENT, "name": name}])
    before = snapshot(story.store.database)

    def enter(uow: Any) -> None:
        uow.hold(story.office_id)
        person_id = add_person(uow, name)
        grant_membership(uow, person_id, Role.OFFICER, position="นักวิชาการ")

    with pytest.raises(InvalidTransition):
        in_unit(story.store, Actor(story.office_id, None), enter)
    assert snapshot(story.store.database) == before
