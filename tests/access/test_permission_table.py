"""One table of role and command: each command by each role, at home, next door, as respondent."""

from contextlib import suppress
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.access.membership import Standing, end_membership, standing_of
from engine.access.permissions import PERMITTED, Command, check, may
from engine.cases.parties import PartyKind
from engine.errors import EngineError, FormInvalid, NotFound, NotPermitted
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, reassign_work_item, release_work_item
from engine.work.allocation.handing import delegate_work_item, send_back_work_item
from engine.work.answer_drafts.keeping import keep_answer_draft, keep_intake_draft
from engine.work.answer_drafts.rows import Pen
from engine.work.completing import Submission
from engine.work.consulting import ask_for_opinion
from engine.work.joining import Newcomer, join_later
from engine.work.linking import link_case
from engine.work.lodging import Door, lodge
from engine.work.notes import note_contact, write_comment
from engine.work.papers.filing import file_paper
from engine.work.respondents import add_respondent
from engine.work.several import release_in_round
from engine.work.tagging import tag_case
from tests.support.answers import answers_for
from tests.support.story import Story, in_unit


def standing_with(*roles: Role) -> Standing:
    return Standing(uuid4(), uuid4(), "", "", frozenset(roles), frozenset(), frozenset())


def test_the_table_has_every_command():
    assert set(PERMITTED) == set(Command)
    assert all(PERMITTED.values())


@pytest.mark.parametrize(("command", "role"), list(product(Command, Role)))
def test_a_role_may_do_what_the_table_says_and_nothing_else(command, role):
    standing = standing_with(role)
    assert may(standing, command) is (role in PERMITTED[command])
    if role in PERMITTED[command]:
        check(standing, command)
        return
    with pytest.raises(NotPermitted) as refused:
        check(standing, command)
    for allowed in PERMITTED[command]:
        assert allowed.title.th in refused.value.sentence.th
        assert allowed.title.en in refused.value.sentence.en


@pytest.mark.parametrize("command", list(Command))
def test_nobody_without_a_role_may_do_anything(command):
    assert not may(standing_with(), command)


def test_who_checks_or_keeps_the_system_takes_no_part_in_a_case():
    for command in (
        Command.LODGE_CASE,
        Command.REASSIGN_WORK_ITEM,
        Command.OPEN_IDENTITY,
        Command.NOTE_CONTACT,
        Command.COMMENT,
        Command.FILE_PAPER,
        Command.LINK_CASES,
        Command.TAG_CASE,
    ):
        assert PERMITTED[command].isdisjoint({Role.AUDITOR, Role.ADMINISTRATOR})
    assert PERMITTED[Command.EDIT_DEFINITION].isdisjoint(PERMITTED[Command.APPROVE_DEFINITION])
    assert standing_with(Role.AUDITOR, Role.ADMINISTRATOR).queues == ()


# -- The commands themselves: each is tried by everybody of two offices, and by the respondent ----

ROLES = [role for role in Role if role is not Role.COMMITTEE_MEMBER]
# Asked of the actor's own office, whatever case the others are about.
OF_NO_CASE = {"lodge", "lodging draft"}
NOT_THERE, REFUSED, DONE = "not there", "refused", "done"


def outcome(story: Story, actor: Actor, command: Any, *arguments: Any) -> str:
    """Try a command and take it back, whatever it said."""

    class TakenBack(Exception):
        pass

    def attempt(uow: Any) -> None:
        command(uow, *arguments)
        raise TakenBack

    try:
        in_unit(story.store, actor, attempt)
    except TakenBack:
        return DONE
    except NotFound:
        return NOT_THERE
    except EngineError:
        return REFUSED
    raise AssertionError("an attempt ends one way or the other")


@pytest.fixture
def everybody(office, other_office):
    """A person in every role of both offices, the neighbour's the same as here."""
    for role in ROLES:
        if not any(person.role is role for person in other_office.people):
            other_office.add(role, f"คน{role} ตัวอย่าง")
    return office, other_office


@pytest.fixture
def case(story, office):
    """An open case with a claimed step (an officer's), and one that the head may claim."""
    about = office.person(Role.UNIT_MEMBER, unit="planning")
    case = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": about.name}])
    story.do(case, "register", category="service", secrecy="ordinary")
    story.do(case, "draft")
    return case


def delegating(uow: Any, work_item_id: Any, to_person: Any) -> None:
    delegate_work_item(uow, work_item_id, to_person, "ลา", submission_key=uuid4())


def sending_back(uow: Any, work_item_id: Any) -> None:
    send_back_work_item(uow, work_item_id, "ส่งคืน", submission_key=uuid4())


def asking(uow: Any, work_item_id: Any, person_id: Any) -> None:
    ask_for_opinion(uow, work_item_id, [person_id], "ถาม", submission_key=uuid4())


def linking(uow: Any, case_id: Any, number: str) -> None:
    """Link a case with itself: what the form says then is not asked here, who is refused is."""
    with suppress(FormInvalid):
        link_case(uow, case_id, number, "เรื่องเดียวกัน", submission_key=uuid4())


def tagging(uow: Any, case_id: Any) -> None:
    tag_case(uow, case_id, ["procurement"], (), submission_key=uuid4())


def filing(uow: Any, case_id: Any, upload: Any) -> None:
    file_paper(uow, case_id, upload, "evidence", "ใบเบิก", submission_key=uuid4())


COMMENT = {"text": "เห็นควรเร่งรัด", "audience": "whole"}
CONTACT = {
    "party_kind": "unit",
    "way": "telephone",
    "outcome": "reached",
    "text": "ขอเอกสารเพิ่ม",
    "audience": "everybody",
}


def tries(story: Story, case: Any, office: Any) -> dict[str, tuple[Any, ...]]:
    sort, sign = story.item(case, "sort"), story.item(case, "sign")
    other = next(p.id for p in office.people if p.role is Role.OFFICER and p.id != sort.assignee_id)
    post = Submission(uuid4(), answers_for("complaint_provincial.start", story.today))
    return {
        "lodge": (lodge, Door("complaint_provincial"), post),
        "reassign": (reassign_work_item, sort.id, other, "เร่งรัด"),
        "add_respondent": (add_respondent, case, "นายเพิ่มมา ผู้สมมติ"),
        "join": (join_later, case, Newcomer(PartyKind.COMPLAINANT, story.today), uuid4()),
        "note_contact": (
            note_contact,
            case,
            Submission(uuid4(), CONTACT | {"occurred_on": story.day(0)}),
        ),
        "comment": (write_comment, case, Submission(uuid4(), COMMENT)),
        "link_cases": (linking, case, story.case(case).number),
        "tag_case": (tagging, case),
        "file_paper": (filing, case, story.upload(case)),
        "claim": (claim_work_item, sign.id),
        "release": (release_work_item, sort.id),
        "release in a round": (release_in_round, sort.id, uuid4()),
        "delegate": (delegating, sort.id, other),
        "send_back": (sending_back, sort.id),
        "ask": (asking, sort.id, next(p.id for p in office.people if p.role is Role.CUSTODIAN)),
        "draft": (keep_answer_draft, sort.id, {}, Pen(uuid4())),
        "lodging draft": (keep_intake_draft, "complaint_provincial", {}, Pen(uuid4())),
    }


def test_every_command_by_every_role_at_home(story, everybody, case):
    office, _ = everybody
    lodger = office.actor(Role.OFFICER)
    told: dict[tuple[str, Role], str] = {}
    for role in ROLES:
        who = lodger if role is Role.OFFICER else office.actor(role)
        for name, (command, *arguments) in tries(story, case, office).items():
            told[name, role] = outcome(story, who, command, *arguments)
    expected: dict[tuple[str, Role], str] = {}
    for role in ROLES:
        reads = role in {Role.OFFICER, Role.HEAD, Role.MANAGER, Role.CUSTODIAN, Role.ALTERNATE_HEAD}
        lodges = role in PERMITTED[Command.LODGE_CASE]
        expected["lodge", role] = expected["lodging draft", role] = DONE if lodges else REFUSED
        for name, permitted in (
            ("reassign", PERMITTED[Command.REASSIGN_WORK_ITEM]),
            ("join", PERMITTED[Command.JOIN_PARTY]),
            ("claim", {Role.HEAD}),
            ("release", {Role.OFFICER}),
            ("release in a round", {Role.OFFICER}),
            ("delegate", {Role.OFFICER}),
            ("ask", {Role.OFFICER}),
            ("draft", {Role.OFFICER}),
        ):
            refused = REFUSED if reads else NOT_THERE
            expected[name, role] = DONE if role in permitted else refused
        # Nobody gave this step to its holder.
        expected["send_back", role] = REFUSED if reads else NOT_THERE
        adds = role in PERMITTED[Command.ADD_RESPONDENT]
        expected["add_respondent", role] = DONE if adds else (REFUSED if reads else NOT_THERE)
        for command in (
            Command.NOTE_CONTACT,
            Command.COMMENT,
            Command.FILE_PAPER,
            Command.LINK_CASES,
            Command.TAG_CASE,
        ):
            writes = reads and role in PERMITTED[command]
            expected[command.value, role] = DONE if writes else (REFUSED if reads else NOT_THERE)
    assert told == expected


def test_every_command_by_every_role_from_next_door(story, everybody, case):
    office, neighbours = everybody
    told = {
        (name, role): outcome(story, neighbours.actor(role), command, *arguments)
        for role in ROLES
        for name, (command, *arguments) in tries(story, case, office).items()
        if name not in OF_NO_CASE
    }
    assert set(told.values()) == {NOT_THERE}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_every_command_by_every_role_as_respondent(story, everybody):
    """Whatever role somebody holds: as the respondent there is no such case."""
    office, _ = everybody
    told = {}
    for role in ROLES:
        who = office.person(role, nth=1 if role is Role.OFFICER else 0)
        case = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": who.name}])
        story.do(case, "register", category="service", secrecy="ordinary")
        story.do(case, "draft")
        actor = Actor(office.id, who.id)
        for name, (command, *arguments) in tries(story, case, office).items():
            if name not in OF_NO_CASE:
                told[name, role] = outcome(story, actor, command, *arguments)
    assert set(told.values()) == {NOT_THERE}, {k: v for k, v in told.items() if v != NOT_THERE}


def test_a_role_ends_with_its_membership(story, office, clock):
    officer = office.actor(Role.OFFICER)
    with story.reading() as uow:
        table = tables.membership
        (membership_id,) = uow.connection.scalars(
            select(table.c.id).where(table.c.person_id == officer.person_id)
        )

    def end(uow: Any) -> None:
        uow.hold(office.id)
        end_membership(uow, membership_id, last_on=uow.today, order_cited="1/2570")

    in_unit(story.store, office.system, end)
    story.lodge(by=officer)
    clock.advance(days=1)
    with pytest.raises(NotFound):
        story.lodge(by=officer)
    with story.reading() as uow, pytest.raises(NotFound):
        standing_of(uow, officer.person_id, uow.today)
