"""A case that came in by the wrong door keeps its number, its days and its parties."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.access.visits import Way
from engine.cases.identities import open_identity
from engine.cases.parties import PartyKind, parties_of
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.editions import get_edition
from engine.errors import FormInvalid, InvalidTransition, NotPermitted
from engine.history.course_faults import Difference
from engine.history.reexecution import follow
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.reports.figures import Scope, count_figures
from engine.reports.periods import free_period
from engine.store import tables
from engine.work.case_file import read_case_file
from engine.work.deadlines import deadlines_of
from engine.work.identities.requests import ask_identity
from engine.work.joining import Newcomer, join_later
from engine.work.lists.search import Sought, search
from engine.work.lodging import Door
from engine.work.offices.opening import revise_profile
from engine.work.offices.settings import settings_in_force
from engine.work.public.followed_case import read_followed
from engine.work.splitting import SplitOff, split_case
from engine.work.timeline import Asked, Topic, read_timeline
from engine.work.transferring import asked_form, processes_to_choose
from engine.work.withdrawing import Way as AskedBy
from engine.work.withdrawing import Withdrawal, record_withdrawal
from tests.support.answers import COMPLAINANT, RESPONDENT
from tests.support.clocks import suspend
from tests.support.counted_by_hand import check_figures, read_case
from tests.support.doors import WRONG_DOOR, part_doors, transfer
from tests.support.story import in_unit
from tests.support.streams import (
    check_rebuild,
    check_runs_again,
    check_streams,
    check_work_items,
)

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
TAMBON, PROVINCIAL = "complaint_tambon", "complaint_provincial"


@pytest.fixture(autouse=True)
def doors_apart(story):
    part_doors(story)


def lodge_tip(story, office, **choices):
    return story.lodge(by=office.actor(Role.OFFICER), door=Door("tip_off"), **choices)


def clocks(story, case):
    """Return the clocks of a case by name: the id, the last day and how it stands."""
    with story.reading() as uow:
        return {one.name: (one.id, one.effective_on, one.status) for one in deadlines_of(uow, case)}


def check_whole(story):
    check_streams(story.store, story.office_id)
    check_work_items(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_a_tip_that_was_none_goes_over_with_number_day_parties_and_clocks(story, office, clock):
    officer = office.actor(Role.OFFICER)
    case = lodge_tip(story, office, received_on=story.day(-2))
    story.do(case, "register", receipt_code=True)
    before, ran = story.case(case), clocks(story, case)
    assert ran["intake"][2] == "met"
    assert ran["conclude"][2] == "running"
    clock.advance(days=3)
    first = transfer(story, case, TAMBON, by=officer, category="service")
    after = story.case(case)
    same = ("number", "received_on", "channel", "is_anonymous", "respondent_kind", "lodged_by")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert (after.process_id, after.category) == (TAMBON, "service")
    (item,) = story.open(case)
    assert (item.id, item.element, item.process_id) == (first, "register", TAMBON)
    # What was kept is not begun again, what both know runs on, day and row the same.
    assert clocks(story, case) == ran
    assert item.due_on is None
    story.do(case, "register")
    story.do(case, "sort", category="service", secrecy="ordinary")
    assert clocks(story, case)["conclude"] == ran["conclude"]
    story.do(case, "memo", units=["planning"])
    story.do(case, "sign_memo", units=["planning"])
    story.finish(case, record={"category": "service"})
    ended = clocks(story, case)["conclude"]
    assert ended == (*ran["conclude"][:2], "met")
    assert story.case(case).status == "archived"
    check_whole(story)
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        period = free_period(story.today - timedelta(days=90), story.today)
        found = count_figures(uow, profile, period, Scope.ALL)
    check_figures(found, [read_case(story.events(case))], profile)
    assert found.total.received == 1


def test_a_complaint_that_turns_out_secret_is_out_of_sight_at_once(story, office):
    officer, other = office.actor(Role.OFFICER), office.standing(Role.OFFICER, nth=1)
    said = {"category": "service", "kind": "complaint", "subject": "ท่อน้ำแตกในหมู่บ้าน"}
    case = story.lodge(by=officer, door=Door(TAMBON), **said)

    def seen_by_the_other():
        with story.store.reading(office.actor(Role.OFFICER, nth=1)) as uow:
            granted = reading_of(uow, other, story.case(case), uow.today)
            return granted, len(search(uow, other, Sought("ท่อน้ำแตก")).cases)

    assert seen_by_the_other() == (Reading.WHOLE, 1)
    transfer(story, case, "tip_off", by=officer)
    assert story.case(case).secrecy == "secret"
    assert seen_by_the_other() == (Reading.NOTHING, 0)
    # It stays in the book that numbered it.
    with story.reading() as uow:
        series = uow.connection.execute(tables.case_number.select()).one().series
    assert series == "register"
    check_whole(story)


@ON_SQLITE
def test_there_and_back_again_the_history_holds(story, office, clock):
    officer = office.actor(Role.OFFICER)
    case = lodge_tip(story, office)
    for process_id in (PROVINCIAL, TAMBON, "tip_off", PROVINCIAL):
        transfer(story, case, process_id, by=officer)
        story.do(case, "register")
        clock.advance(days=20)
        story.run_worker()
    story.finish(case)
    assert story.kinds(case).count("case_transferred") == 4
    statuses = [status for _, _, status in clocks(story, case).values()]
    assert "running" not in statuses
    check_whole(story)


def test_who_complained_stays_sealed_follows_by_her_code_and_the_respondent_stays_out(
    story, office
):
    about = office.person(Role.OFFICER, nth=1)
    case = lodge_tip(story, office, respondents=[{"name": about.name, "position": "นักวิชาการ"}])
    story.do(case, "register", receipt_code=True)
    with story.reading() as uow:
        before = parties_of(uow, case)
        (party,) = (one for one in before if one.kind is PartyKind.COMPLAINANT)
        sealed = open_identity(uow, case, party.id)
    assert about.id in story.excluded(case)
    transfer(story, case, TAMBON, by=office.actor(Role.OFFICER), category="service")
    with story.reading() as uow:
        assert parties_of(uow, case) == before
        assert open_identity(uow, case, party.id) == sealed
        followed = read_followed(uow, Way(case, party.id))
    assert followed.number == story.case(case).number
    assert followed.takes_messages
    assert about.id in story.excluded(case)
    assert about.id not in {one.person_id for one in story.candidates(story.item(case, "register"))}
    check_whole(story)


@ON_SQLITE
def test_only_what_the_case_does_not_hold_is_asked_and_judged_by_the_other_form(story, office):
    officer = office.actor(Role.OFFICER)
    case = lodge_tip(story, office)
    with story.reading() as uow:
        schema = asked_form(uow, story.case(case), get_adopted_edition(uow, TAMBON))
    assert {one.key for one in schema.fields()} == {"kind", "subject", "category", "place"}
    before = story.kinds(case)
    with pytest.raises(FormInvalid) as refused:
        transfer(story, case, TAMBON, by=officer, reason=" ", subject="")
    assert set(refused.value.messages) == {"subject", "transfer_reason"}
    with pytest.raises(FormInvalid):
        transfer(story, case, TAMBON, by=officer, subject="ขอซ่อมถนน", complainants=[COMPLAINANT])
    with pytest.raises(FormInvalid) as nowhere:
        transfer(story, case, "question", by=officer, subject="ขอซ่อมถนน")
    assert list(nowhere.value.messages) == [""]
    assert story.kinds(case) == before


@ON_SQLITE
def test_what_no_door_leads_to_came_in_by_none_and_goes_nowhere_else(story, office):
    part_doors(story, "tip_off")
    case = story.lodge(by=office.actor(Role.OFFICER), door=Door(TAMBON), category="service")
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        # It was a door of the office until today: what came by it may go where today's lead.
        assert processes_to_choose(uow, settings, story.case(case)) == (PROVINCIAL, "tip_off")
        elsewhere = replace(story.case(case), process_id="withdrawal")
        assert processes_to_choose(uow, settings, elsewhere) == ()


@ON_SQLITE
def test_a_class_that_was_set_otherwise_is_not_lowered(story, office):
    officer = office.actor(Role.OFFICER)
    case = story.lodge(by=officer, category="service", kind="complaint")
    story.do(case, "register", category="service", secrecy="very_secret")
    transfer(story, case, TAMBON, by=officer, category="service", subject="ขอซ่อมถนน")
    assert story.case(case).secrecy == "very_secret"
    transfer(story, case, "tip_off", by=officer)
    assert story.case(case).secrecy == "very_secret"


@ON_SQLITE
def test_it_stays_where_others_have_worked_on_it_and_while_it_waits(story, office):
    officer = office.actor(Role.OFFICER)
    cases = [story.lodge(by=officer) for _ in range(4)]
    signed, waiting, withdrawn, returned = cases
    for case in (signed, returned):
        for element in ("register", "sort", "draft_letter"):
            story.do(case, element)
    story.do(signed, "sign_letter")
    story.do(returned, "sign_letter", decision="returned")
    suspend(story, office, waiting)
    with story.reading() as uow:
        (asking, *_) = (
            one for one in parties_of(uow, withdrawn) if one.kind is PartyKind.COMPLAINANT
        )
    asked = Withdrawal(asking.id, AskedBy.LETTER, "ไม่ติดใจ", story.today)
    with story.store.unit(officer) as uow:
        record_withdrawal(uow, withdrawn, asked, submission_key=uuid4())
    for case in cases:
        before = story.kinds(case)
        with pytest.raises(InvalidTransition):
            transfer(story, case, "tip_off", by=office.actor(Role.MANAGER))
        assert story.kinds(case) == before


@ON_SQLITE
def test_who_has_it_in_hand_moves_it_or_a_manager_and_once_for_a_form(story, office):
    case = lodge_tip(story, office)
    for who in (office.actor(Role.HEAD), office.actor(Role.CUSTODIAN)):
        with pytest.raises(NotPermitted):
            transfer(story, case, PROVINCIAL, by=who)
    plain = story.lodge(by=office.actor(Role.OFFICER), door=Door(TAMBON), category="service")
    with pytest.raises(NotPermitted):
        transfer(story, plain, PROVINCIAL, by=office.actor(Role.OFFICER, nth=1))
    key = uuid4()
    for _ in range(2):
        transfer(story, case, PROVINCIAL, by=office.actor(Role.MANAGER), key=key)
    assert story.kinds(case).count("case_transferred") == 1
    # Hers is none of an officer's steps: whoever of them claims it.
    assert story.item(case, "register").assignee_id is None


@ON_SQLITE
def test_the_case_file_tells_what_the_door_and_what_the_transfer_said(story, office):
    officer = office.actor(Role.OFFICER)
    case = lodge_tip(story, office, respondents=[RESPONDENT])
    transfer(story, case, TAMBON, by=officer, category="service", subject="ขอซ่อมถนน")
    with office.store.reading(officer) as uow:
        file = read_case_file(uow, office.standing(Role.OFFICER), case)
        told = read_timeline(uow, file, Asked(topic=Topic.WORK))
        assert get_edition(uow, file.edition).process_id == TAMBON
        assert get_edition(uow, file.intake.item.edition).process_id == "tip_off"
    (entry,) = (one for one in told.entries if one.text.en.startswith("Moved to another process: "))
    assert entry.message == WRONG_DOOR
    assert entry.step.case_fields["subject"] == "ขอซ่อมถนน"


@ON_SQLITE
def test_a_matter_split_off_afterwards_goes_the_way_of_the_case(story, office):
    officer = office.actor(Role.OFFICER)
    case = lodge_tip(story, office)
    transfer(story, case, TAMBON, by=officer, category="service", subject="ขอซ่อมถนน")
    with story.reading() as uow:
        known = [one for one in parties_of(uow, case) if one.kind is PartyKind.COMPLAINANT]
    wanted = SplitOff(
        "แยก", "ข้อความ", "service", "unknown", "คนละเรื่อง", frozenset(one.id for one in known)
    )
    with story.store.unit(officer) as uow:
        new = split_case(uow, case, wanted, submission_key=uuid4())
    assert story.case(new).process_id == TAMBON
    check_whole(story)


@ON_SQLITE
def test_a_transfer_with_a_part_missing_or_twice_does_not_run_again(story, office):
    case = lodge_tip(story, office)
    story.do(case, "register", receipt_code=True)
    transfer(story, case, TAMBON, by=office.actor(Role.OFFICER), category="service")
    events = story.events(case)

    def again(told):
        with story.reading() as uow:
            return follow(told, case, lambda sha256: get_edition(uow, sha256)).fault

    assert again(events) is None
    moved = next(event for event in events if event.kind is EventKind.CASE_TRANSFERRED)
    since = [event for event in events if event.seq >= moved.seq]
    kinds = (
        EventKind.CASE_TRANSFERRED,
        EventKind.WORK_ITEM_CANCELLED,
        EventKind.DEADLINE_CARRIED,
        EventKind.INSTANCE_STARTED,
    )
    for kind in kinds:
        (event,) = (one for one in since if one.kind is kind)
        at = events.index(event)
        assert again([*events[:at], *events[at + 1 :]]) is not None, kind
        assert again([*events[:at], event, *events[at:]]) is not None, kind
    upto = events.index(next(one for one in since if one.kind is EventKind.INSTANCE_STARTED))
    assert again(events[:upto]).difference is Difference.MISSING


@ON_SQLITE
def test_what_was_begun_beside_it_for_itself_goes_on_and_what_the_process_called_ends(
    story, office
):
    officer = office.actor(Role.OFFICER)
    case = story.lodge(by=officer)
    story.do(case, "register")
    late = Newcomer(
        PartyKind.COMPLAINANT,
        story.today,
        identity={"name": "นางมาทีหลัง ผู้สมมติ", "phone": "08 1234 5678"},
        contact_wish="telephone",
    )
    in_unit(story.store, officer, join_later, case, late, uuid4())
    in_unit(story.store, officer, ask_identity, case, "ต้องโทรถามสถานที่", submission_key=uuid4())
    assert {"draft", "consider", "sort"} <= set(story.open_elements(case))
    transfer(story, case, TAMBON, by=office.actor(Role.MANAGER), category="service")
    assert story.open_elements(case) == ["consider", "register"]
    story.do(case, "consider")
    story.do(case, "register")
    story.do(case, "sort", category="information", secrecy="secret")
    given, told = {"unit": "planning"}, {"category": "information", "result": "informed"}
    story.finish(case, give_information=given, record=told)
    assert story.case(case).status == "archived"
    check_whole(story)


@ON_SQLITE
def test_a_clock_that_runs_goes_over_even_where_the_office_counts_intake_otherwise(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), received_on=story.day(-1))
    before = clocks(story, case)["intake"]
    with story.store.unit(office.system) as uow:
        uow.hold(office.id)
        toml = uow.connection.scalar(
            tables.office_profile.select()
            .with_only_columns(tables.office_profile.c.toml)
            .order_by(tables.office_profile.c.revision.desc())
        )
        changed = toml.replace('ends_with = "registered"', 'ends_with = "unit_contacted"')
        revise_profile(uow, changed, effective_on=uow.today)
    officer = office.actor(Role.OFFICER)
    transfer(story, case, TAMBON, by=officer, category="service", subject="ขอซ่อมถนน")
    (item,) = story.open(case)
    assert clocks(story, case)["intake"] == before
    assert item.due_on == before[1]
    story.do(case, "register")
    assert clocks(story, case)["intake"][2] == "met"
    check_whole(story)
