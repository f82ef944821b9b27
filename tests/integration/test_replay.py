"""Replay within a grant: what stood when, who may see it, and that the past stays what it was."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from engine.access.membership import grant_membership
from engine.access.visibility import AccessKind, record_access
from engine.bpmn.outline import Standing as ElementStanding
from engine.cases.parties import exclude
from engine.errors import FormInvalid, NotFound, NotPermitted
from engine.history.accesses import accesses_of
from engine.history.audit_access import granted_cases
from engine.history.granting import (
    GrantTerms,
    given_grants,
    grant_audit,
    grantable_auditors,
    revoke_audit,
)
from engine.history.narration import TITLES
from engine.history.position import Position
from engine.history.proof import prove_case
from engine.history.replay import Replay, read_replay
from engine.journal.events import fold, read_stream
from engine.journal.faults import FaultKind
from engine.journal.kinds import EventKind
from engine.journal.sealer import seal
from engine.journal.signing_key import SigningKey
from engine.office.roles import Role
from engine.store import tables
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor, UnitOfWork
from engine.work.deadlines import deadlines_of
from engine.work.work_items import work_items_of

ORDER = "คำสั่งที่ 112/2569"


class RollBack(Exception):
    """Ends a unit that shall leave nothing behind."""


def terms(office: Any, **changes: Any) -> GrantTerms:
    usual = {
        "person_id": office.person(Role.AUDITOR).id,
        "purpose": "ตรวจการปฏิบัติตามกำหนดเวลา",
        "order_cited": ORDER,
        "expires_on": date(2027, 3, 31),
        "received_from": date(2026, 11, 1),
        "received_to": date(2026, 12, 31),
    }
    return GrantTerms(**(usual | changes))


def give(office: Any, *, by: Role = Role.HEAD, key: UUID | None = None, **changes: Any) -> UUID:
    with office.store.unit(office.actor(by)) as uow:
        return grant_audit(uow, key or uuid4(), terms(office, **changes))


def replay(office: Any, case_id: UUID, seq: int, *, by: Role = Role.AUDITOR) -> Replay:
    with office.store.reading(office.actor(by)) as uow:
        return read_replay(uow, office.standing(by), case_id, seq)


def played_twice_round(story: Any) -> UUID:
    """Play a case whose head sends it back into the office once."""
    case_id: UUID = story.lodge()
    for _ in range(60):
        if any(item.element == "decide" for item in story.open(case_id)):
            break
        story.complete(story.open(case_id)[0])
    story.do(case_id, "decide", decision="continue", next="inside", follow_ups=None)
    story.finish(case_id)
    return case_id


# -- What stood when ---------------------------------------------------------------------------


def test_at_every_event_a_replay_stands_where_the_rows_stood(office, story):
    case_id = played_twice_round(story)

    def fold_again(uow: UnitOfWork) -> None:
        for table in tables.CASE_PROJECTIONS:
            uow.connection.execute(delete(table).where(table.c.office_id == office.id))
        position = Position()
        for event in read_stream(uow, case_id):
            fold(uow, event)
            position.fold(event)
            assert position.items == {item.id: item for item in work_items_of(uow, case_id)}
            assert position.deadlines == {each.id: each for each in deadlines_of(uow, case_id)}
        raise RollBack

    with pytest.raises(RollBack), office.store.unit(office.system) as uow:
        fold_again(uow)


def test_what_comes_later_changes_nothing_that_was_replayed(office, story):
    case_id = story.lodge()
    give(office)
    story.do(case_id, "register", receipt_code=True)
    seq = len(story.events(case_id))
    before = replay(office, case_id, seq)
    story.finish(case_id)
    after = replay(office, case_id, seq)
    assert (after.event, after.told, after.position, after.picture) == (
        before.event,
        before.told,
        before.position,
        before.picture,
    )
    assert after.moments[:seq] == before.moments


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_picture_shows_the_path_up_to_the_event_and_no_further(office, story):
    case_id = story.lodge()
    give(office)
    story.finish(case_id)
    first, last = replay(office, case_id, 1), replay(office, case_id, len(story.events(case_id)))
    process = "complaint_provincial"
    assert not first.picture.taken
    assert first.picture.standings[process, "register"] is ElementStanding.AHEAD
    assert last.picture.standings[process, "register"] is ElementStanding.DONE
    assert ElementStanding.NOW not in last.picture.standings.values()
    sizes = [
        len(replay(office, case_id, moment.seq).picture.taken)
        for moment in last.moments
        if moment.kind is EventKind.ENGINE_RAN
    ]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_answers_stand_beside_those_of_the_round_before(office, story):
    case_id = played_twice_round(story)
    give(office)
    seq = next(
        event.seq
        for event in story.events(case_id)
        if event.kind is EventKind.WORK_ITEM_COMPLETED and event.content["round"] == 2
    )
    told = replay(office, case_id, seq)
    assert told.submitted is not None
    assert told.before is not None
    assert (told.submitted.round, told.before.round) == (2, 1)
    assert told.submitted.form_ref == told.before.form_ref
    assert told.before.seq < seq


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_identity_is_in_a_replay(office, story):
    case_id = story.lodge()
    give(office)
    told = replay(office, case_id, 1)
    assert told.submitted is not None
    party = told.submitted.answers["complainants"][0]
    assert party["name"] == {"sealed": True}


def test_every_kind_of_a_case_has_words():
    of_office = {kind for kind in EventKind if kind.value.startswith(_NOT_OF_A_CASE)}
    assert set(TITLES) == set(EventKind) - of_office


_NOT_OF_A_CASE = (
    "office_",
    "profile_",
    "membership_",
    "substitution_",
    "definition_",
    "edition_",
    "auditor_",
    "register_",
    "sign_in_",
    "record_destroyed",
)


# -- Who may -----------------------------------------------------------------------------------


def test_without_a_grant_there_is_no_such_case(office, story):
    case_id = story.lodge()
    with pytest.raises(NotFound):
        replay(office, case_id, 1)
    give(office)
    assert replay(office, case_id, 1).grant.order_cited == ORDER


@pytest.mark.parametrize(
    "outside",
    [
        {"received_from": date(2026, 1, 1), "received_to": date(2026, 11, 22)},
        {"received_from": date(2026, 11, 24), "received_to": date(2026, 12, 31)},
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_grant_covers_what_was_received_in_its_period_and_nothing_else(office, story, outside):
    case_id = story.lodge()
    give(office, **outside)
    with pytest.raises(NotFound):
        replay(office, case_id, 1)
    with office.store.reading(office.actor(Role.AUDITOR)) as uow:
        assert granted_cases(uow, office.standing(Role.AUDITOR)).rows == ()


def test_a_grant_for_one_case_opens_no_other(office, story):
    one, other = story.lodge(), story.lodge()
    give(office, case_number=story.case(one).number)
    assert replay(office, one, 1).case.id == one
    with pytest.raises(NotFound):
        replay(office, other, 1)


def test_a_grant_ends_with_its_last_day(office, story, clock):
    case_id = story.lodge()
    give(office, expires_on=date(2026, 11, 24))
    clock.advance(days=1)
    assert replay(office, case_id, 1).case.id == case_id
    clock.advance(days=1)
    with pytest.raises(NotFound):
        replay(office, case_id, 1)
    with office.store.reading(office.actor(Role.AUDITOR)) as uow:
        assert granted_cases(uow, office.standing(Role.AUDITOR)).total == 0


def test_a_grant_that_was_taken_back_opens_nothing(office, story):
    case_id = story.lodge()
    grant_id = give(office)
    with office.store.unit(office.actor(Role.HEAD)) as uow:
        revoke_audit(uow, grant_id)
    with pytest.raises(NotFound):
        replay(office, case_id, 1)


def test_an_auditor_who_is_the_respondent_finds_nothing(office, story):
    case_id = story.lodge()
    give(office)
    with office.store.unit(office.system) as uow:
        uow.hold(case_id)
        exclude(uow, case_id, [office.person(Role.AUDITOR).id])
    for look in (read_replay, prove_case):
        with (
            office.store.reading(office.actor(Role.AUDITOR)) as uow,
            pytest.raises(NotFound),
        ):
            look(uow, office.standing(Role.AUDITOR), case_id, 1)
    with office.store.reading(office.actor(Role.AUDITOR)) as uow:
        assert granted_cases(uow, office.standing(Role.AUDITOR)).rows == ()


def test_an_auditor_of_another_office_finds_nothing(other_office, story):
    case_id = story.lodge()
    other_office.add(Role.AUDITOR, "อุษา ตัวอย่าง")
    give(other_office)
    with pytest.raises(NotFound):
        replay(other_office, case_id, 1)


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_only_an_auditor_replays(office, story, role):
    case_id = story.lodge()
    with pytest.raises(NotPermitted):
        replay(office, case_id, 1, by=role)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_event_that_is_not_there_is_not_found(office, story):
    case_id = story.lodge()
    give(office)
    for seq in (0, len(story.events(case_id)) + 1):
        with pytest.raises(NotFound):
            replay(office, case_id, seq)


# -- Giving grants -----------------------------------------------------------------------------


def test_giving_and_taking_back_are_on_record(office):
    grant_id = give(office)
    with office.store.unit(office.actor(Role.ALTERNATE_HEAD)) as uow:
        revoke_audit(uow, grant_id)
    with office.store.reading(office.system) as uow:
        kinds = [event.kind for event in read_stream(uow, office.id)]
        given = given_grants(uow, office.standing(Role.HEAD))
    assert kinds[-2:] == [EventKind.AUDITOR_GRANT_GIVEN, EventKind.AUDITOR_GRANT_REVOKED]
    assert [grant.revoked_at is not None for grant in given] == [True]


def test_one_submission_gives_one_grant(office):
    key = uuid4()
    assert give(office, key=key) == give(office, key=key)
    with office.store.reading(office.actor(Role.HEAD)) as uow:
        assert len(given_grants(uow, office.standing(Role.HEAD))) == 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_only_the_head_or_the_alternate_gives_grants(office, role):
    with pytest.raises(NotPermitted):
        give(office, by=role)
    with (
        office.store.reading(office.actor(role)) as uow,
        pytest.raises(NotPermitted),
    ):
        given_grants(uow, office.standing(role))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("purpose", {"purpose": " "}),
        ("order_cited", {"order_cited": ""}),
        ("expires_on", {"expires_on": date(2026, 11, 22)}),
        ("received_to", {"received_to": date(2026, 10, 31)}),
        ("received_from", {"received_from": None}),
        ("case_number", {"case_number": "999/2570"}),
        ("person", {"person_id": uuid4()}),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_grant_that_says_too_little_is_refused_at_its_field(office, field, changes):
    with pytest.raises(FormInvalid) as refused:
        give(office, **changes)
    assert list(refused.value.messages) == [field]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_nobody_gives_a_grant_to_herself(office):
    head = office.person(Role.HEAD)
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        grant_membership(uow, head.id, Role.AUDITOR, position="ผู้ตรวจสอบ")
    with pytest.raises(FormInvalid):
        give(office, person_id=head.id)
    with office.store.reading(office.actor(Role.HEAD)) as uow:
        offered = grantable_auditors(uow, office.standing(Role.HEAD))
    assert head.id not in {each.person_id for each in offered}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_head_learns_nothing_here_of_a_case_about_her(office, story):
    case_id = story.lodge()
    number = story.case(case_id).number
    with office.store.unit(office.system) as uow:
        uow.hold(case_id)
        exclude(uow, case_id, [office.person(Role.HEAD).id])
    with pytest.raises(FormInvalid) as refused:
        give(office, case_number=number)
    assert list(refused.value.messages) == ["case_number"]


# -- Proof and readers -------------------------------------------------------------------------


def test_the_proof_says_what_is_sealed_and_finds_a_leaf_that_was_changed(office, story):
    case_id = story.lodge()
    give(office)
    standing, actor = office.standing(Role.AUDITOR), office.actor(Role.AUDITOR)
    with office.store.reading(actor) as uow:
        waiting = prove_case(uow, standing, case_id, 1)
    assert (waiting.fault, waiting.sealed) == (None, 0)
    with office.store.unit(Actor(INSTALLATION, None)) as uow:
        seal(uow, SigningKey.generate("office"))
    with office.store.reading(actor) as uow:
        sealed = prove_case(uow, standing, case_id, 1)
    assert (sealed.fault, sealed.waiting) == (None, 0)
    assert sealed.event is not None
    assert sealed.event.leaf is not None
    assert sealed.event.checkpoint_size is not None
    with office.store.unit(Actor(INSTALLATION, None)) as uow:
        leaf = tables.log_leaf
        uow.connection.execute(
            update(leaf).where(leaf.c.stream_id == case_id, leaf.c.seq == 2).values(leaf=b"\0" * 32)
        )
    with office.store.reading(actor) as uow:
        fault = prove_case(uow, standing, case_id, 1).fault
    assert fault is not None
    assert (fault.kind, fault.seq) == (FaultKind.LEAF_NOT_PROVED, 2)


def test_who_looked_and_who_was_refused_are_told_to_the_auditor(office, story):
    case_id = story.lodge()
    give(office)
    officer, owner = office.person(Role.OFFICER), office.person(Role.PROCESS_OWNER)
    with office.store.unit(office.actor(Role.OFFICER)) as uow:
        record_access(uow, officer.id, case_id, AccessKind.CASE)
        record_access(uow, owner.id, case_id, AccessKind.CASE, refused=True)
    with office.store.reading(office.actor(Role.AUDITOR)) as uow:
        found = accesses_of(uow, office.standing(Role.AUDITOR), case_id)
    assert {(each.name, each.is_refused) for each in found} == {
        (officer.name, False),
        (owner.name, True),
    }
