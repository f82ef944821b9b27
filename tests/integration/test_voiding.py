"""A number given by mistake is voided: it stays with its reason, and nothing else of the case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.access.visits import Way
from engine.cases.mailbox import post_message
from engine.cases.parties import PartyKind, parties_of
from engine.definitions.editions import get_edition
from engine.errors import FormInvalid, InvalidTransition, NotPermitted
from engine.history.course_faults import Difference
from engine.history.reexecution import follow
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.reports.figures import Scope, count_figures
from engine.reports.periods import free_period
from engine.store import tables
from engine.work.deadlines import deadlines_of
from engine.work.lists.register import Wanted, read_register
from engine.work.lists.register_lines import Book, State
from engine.work.lists.worklist import my_work, offered_work
from engine.work.offices.settings import settings_in_force
from engine.work.public.followed_case import Stage, read_followed
from engine.work.splitting import SplitOff, split_case
from engine.work.voiding import void_case
from engine.work.withdrawing import Way as AskedBy
from engine.work.withdrawing import Withdrawal, record_withdrawal
from tests.support.clocks import suspend
from tests.support.counted_by_hand import check_figures, read_case
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
WHY = "ลงรับซ้ำกับเรื่องที่รับทางโทรศัพท์เมื่อเช้า"


def void(story, office, case, *, by=Role.OFFICER, reason=WHY, key=None):
    in_unit(story.store, office.actor(by), void_case, case, reason, submission_key=key or uuid4())


def figures_of(story):
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        period = free_period(story.today - timedelta(days=90), story.today)
        found = count_figures(uow, profile, period, Scope.ALL)
        cases = uow.connection.scalars(select(tables.case.c.id)).all()
    check_figures(found, [read_case(story.events(case)) for case in cases], profile)
    return found


def lines_of(office, book=Book.SECRET, **wanted):
    with office.store.reading(office.actor(Role.HEAD)) as uow:
        page = read_register(uow, office.standing(Role.HEAD), Wanted(book, **wanted))
    return page.lines


def test_a_voided_number_keeps_its_line_with_the_reason_and_nothing_of_its_case_goes_on(
    story, office, clock
):
    kept, wrong = (story.lodge(by=office.actor(Role.OFFICER)) for _ in range(2))
    story.do(wrong, "register")
    assert len(story.open_elements(wrong)) > 1
    number = story.case(wrong).number
    void(story, office, wrong)
    assert story.open_elements(wrong) == []
    (line,) = lines_of(office, state=State.VOIDED)
    assert (line.case_id, line.number, line.voided_because) == (wrong, number, WHY)
    assert (line.due_on, line.closed_on, line.result) == (None, None, None)
    assert [each.case_id for each in lines_of(office, state=State.OPEN)] == [kept]
    with story.reading() as uow:
        # What was met before stays met in the history; no clock runs on.
        assert {each.status for each in deadlines_of(uow, wrong)} == {"met", "ended"}
        next_due = select(tables.instance.c.next_due).where(tables.instance.c.case_id == wrong)
        assert set(uow.connection.scalars(next_due)) == {None}
    assert figures_of(story).total.received == 1
    before = story.kinds(wrong)
    clock.advance(days=200)
    story.run_worker()
    assert story.kinds(wrong) == before
    third = story.lodge(by=office.actor(Role.OFFICER))
    assert story.case(third).number not in {number, story.case(kept).number}
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_clock_that_had_run_out_by_then_is_in_no_figure_either(story, office, clock):
    case = story.lodge(by=office.actor(Role.OFFICER))
    clock.advance(days=20)
    story.run_worker()
    assert "deadline_breached" in story.kinds(case)
    void(story, office, case)
    with story.reading() as uow:
        clocks = select(tables.deadline_fact.c.name).where(tables.deadline_fact.c.case_id == case)
        assert uow.connection.scalars(clocks).all() == []
    assert figures_of(story).total.received == 0
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_nobody_finds_its_steps_in_a_list(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    void(story, office, case)
    for role in (Role.OFFICER, Role.HEAD, Role.MANAGER):
        with office.store.reading(office.actor(role)) as uow:
            standing = office.standing(role)
            assert my_work(uow, standing) == []
            assert offered_work(uow, standing) == []


@ON_SQLITE
def test_who_complained_reads_the_number_and_why_and_nothing_else(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register", receipt_code=True)
    with story.store.unit(office.actor(Role.OFFICER)) as uow:
        uow.hold(case)
        parties = parties_of(uow, case)
        party = next(
            one for one in parties if one.kind is PartyKind.COMPLAINANT and one.has_receipt
        )
        post_message(uow, case, party.id, "ข้อความที่ไม่ควรค้างอยู่")
    void(story, office, case)
    with story.reading() as uow:
        seen = read_followed(uow, Way(case, party.id))
    assert (seen.number, seen.stage, seen.voided_because) == (
        story.case(case).number,
        Stage.VOIDED,
        WHY,
    )
    assert (seen.messages, seen.takes_messages, seen.first_told_by) == ((), False, None)


@ON_SQLITE
def test_what_has_gone_past_its_registration_is_not_voided(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    for element in ("register", "sort"):
        story.do(case, element)
    before = story.kinds(case)
    with pytest.raises(InvalidTransition):
        void(story, office, case)
    assert story.kinds(case) == before


@ON_SQLITE
def test_what_another_case_hangs_on_or_waits_for_is_not_voided(story, office):
    officer = office.actor(Role.OFFICER)
    divided, waiting, withdrawn = (story.lodge(by=officer) for _ in range(3))
    with story.reading() as uow:
        known = [one for one in parties_of(uow, divided) if one.kind is PartyKind.COMPLAINANT]
        (asking, *_) = (
            one for one in parties_of(uow, withdrawn) if one.kind is PartyKind.COMPLAINANT
        )
    wanted = SplitOff(
        "แยก", "ข้อความ", "corruption", "unknown", "คนละเรื่อง", frozenset(one.id for one in known)
    )
    in_unit(story.store, officer, split_case, divided, wanted, submission_key=uuid4())
    suspend(story, office, waiting)
    asked = Withdrawal(asking.id, AskedBy.LETTER, "ไม่ติดใจ", story.today)
    in_unit(story.store, officer, record_withdrawal, withdrawn, asked, submission_key=uuid4())
    for case in (divided, waiting, withdrawn):
        with pytest.raises(InvalidTransition):
            void(story, office, case)
        assert story.case(case).is_open


@ON_SQLITE
def test_only_who_keeps_or_answers_for_the_register_voids_a_number_and_says_why(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    before = story.kinds(case)
    for reason in ("", " \u200b ", "ก" * 301):
        with pytest.raises(FormInvalid) as refused:
            void(story, office, case, reason=reason)
        assert list(refused.value.messages) == ["reason"]
    with pytest.raises(NotPermitted):
        void(story, office, case, by=Role.CUSTODIAN)
    assert story.kinds(case) == before
    key = uuid4()
    for _ in range(2):
        void(story, office, case, by=Role.MANAGER, key=key)
    assert story.kinds(case).count("case_voided") == 1
    with pytest.raises(InvalidTransition):
        void(story, office, case)


@ON_SQLITE
def test_a_voiding_whose_cut_off_step_is_missing_does_not_run_again(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    void(story, office, case)
    check_runs_again(story.store, story.office_id)
    events = story.events(case)
    for left_out in (EventKind.WORK_ITEM_CANCELLED, EventKind.DEADLINE_ENDED):
        kept = [event for event in events if event.kind is not left_out]
        with story.reading() as uow:
            found = follow(kept, case, lambda sha256: get_edition(uow, sha256))
        assert found.fault is not None
        assert found.fault.difference is Difference.MISSING
    twice = [each for event in events for each in [event] * (1 + (event.kind == "case_voided"))]
    with story.reading() as uow:
        found = follow(twice, case, lambda sha256: get_edition(uow, sha256))
    assert found.fault is not None
