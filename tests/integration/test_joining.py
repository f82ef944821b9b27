"""Who joins a case on its way: a unit, a complainant, an agency. The case waits for all of them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.cases.identities import open_identity
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import PartyKind, parties_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.sealing.receipts import ReceiptCode
from engine.work.joining import Newcomer, UnitOrder, ask_unit, join_later
from tests.integration.test_clocks import deadline, order_units
from tests.support.snapshots import snapshot
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams, check_work_items

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def ask(story: Story, case, unit, *, by=None, key=None, cited="คำสั่งที่ 9/2570", days=0) -> None:
    order = UnitOrder(unit, cited, "พบว่าเกี่ยวข้อง", story.today + timedelta(days=days))
    by = by or story.someone(Role.OFFICER)
    in_unit(story.store, by, ask_unit, case, order, key or uuid4())


def join(story: Story, case, *, by=None, key=None, **about):
    newcomer = Newcomer(
        **{
            "kind": PartyKind.COMPLAINANT,
            "received_on": story.today,
            "channel": "walk_in",
            "identity": {"name": "นางมาทีหลัง ผู้สมมติ", "phone": "0812345678"},
            **about,
        }
    )
    by = by or story.someone(Role.OFFICER)
    return in_unit(story.store, by, join_later, case, newcomer, key or uuid4())


def given_to_units(story: Story) -> object:
    case = story.lodge()
    order_units(story, case, units=["planning"])
    return case


def check_whole(story: Story) -> None:
    check_streams(story.store, story.office_id)
    check_work_items(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_a_unit_asked_later_works_beside_the_first_with_a_clock_of_its_own(story, clock):
    case = given_to_units(story)
    clock.advance(days=2)
    ask(story, case, "construction")
    late = story.item(case, "report", "unit=construction")
    assert (late.process_id, story.queues(late)) == ("unit_action", {"unit:construction"})
    first, second = (
        story.item(case, "report", scope).due_on for scope in ("units=planning", "unit=construct")
    )
    assert first < second
    check_whole(story)


def test_the_case_is_recorded_only_when_the_unit_asked_later_has_ended(story):
    case = given_to_units(story)
    ask(story, case, "construction")
    while todo := [i for i in story.open(case) if "unit=construction" not in i.scope]:
        story.complete(todo[0])
    assert {i.scope for i in story.open(case)} == {"unit=construction"}
    check_whole(story)
    story.do(case, "report", scope="unit=construction")
    story.do(case, "review", scope="unit=construction")
    assert story.open_elements(case) == ["record"]
    check_whole(story)
    story.finish(case)
    assert story.kinds(case)[-1] == "case_archived"
    check_whole(story)


def test_a_unit_that_ends_first_holds_nothing_up(story):
    case = given_to_units(story)
    ask(story, case, "construction")
    story.do(case, "report", scope="unit=construction")
    story.do(case, "review", scope="unit=construction")
    story.finish(case)
    assert story.kinds(case)[-1] == "case_archived"
    check_whole(story)


@ON_SQLITE
def test_a_form_sent_twice_asks_the_unit_once(story):
    case, key = given_to_units(story), uuid4()
    for _ in range(2):
        ask(story, case, "construction", key=key)
    assert story.kinds(case).count("unit_asked") == 1


@ON_SQLITE
def test_what_cannot_be_asked_of_a_unit_is_refused_and_unwritten(story, office):
    fresh, case = story.lodge(), given_to_units(story)
    done = story.lodge()
    story.finish(done)
    before = snapshot(story.store.database)
    for refusal, which, unit, choices in (
        # No unit has been asked in the step of the order.
        (InvalidTransition, fresh, "construction", {}),
        # At work already.
        (InvalidTransition, case, "planning", {}),
        (InvalidTransition, done, "construction", {}),
        (FormInvalid, case, "nowhere", {}),
        (FormInvalid, case, "construction", {"cited": ""}),
        (FormInvalid, case, "construction", {"days": 1}),
        (FormInvalid, case, "construction", {"days": -40}),
        (NotFound, case, "construction", {"by": office.actor(Role.UNIT_MEMBER, unit="planning")}),
        (NotPermitted, case, "construction", {"by": office.actor(Role.MANAGER)}),
    ):
        with pytest.raises(refusal):
            ask(story, which, unit, **choices)
    assert snapshot(story.store.database) == before


@ON_SQLITE
def test_the_head_orders_a_unit_without_citing_herself(story, office):
    case = given_to_units(story)
    ask(story, case, "construction", by=office.actor(Role.HEAD), cited="")
    assert story.item(case, "report", "unit=construction")


def test_a_complainant_who_joins_later_is_told_within_fifteen_days_of_her_own(story, clock):
    case = given_to_units(story)
    clock.advance(days=7)
    party = join(story, case)
    draft = story.item(case, "draft", f"party={party}")
    assert draft.process_id == "first_notice"
    own = deadline(story, case, "first_notice")
    assert own.reckoning.start_on == story.today
    assert draft.due_on == own.effective_on
    with story.reading() as uow:
        joined = next(p for p in parties_of(uow, case) if p.id == party)
        assert (joined.ordinal, joined.is_contactable) == (2, True)
        assert open_identity(uow, case, party)["name"] == "นางมาทีหลัง ผู้สมมติ"
    assert "ผู้สมมติ" not in str(
        [e.content for e in story.events(case) if e.kind == "party_joined"][-1]
    )
    check_whole(story)
    story.finish(case)
    assert story.kinds(case)[-1] == "case_archived"
    told = [i for i in story.items(case) if i.element == "dispatch" and str(party) in i.scope]
    # Of the first notice and of the result.
    assert {i.process_id for i in told} == {"first_notice", "result_notice"}
    check_whole(story)


def test_who_joins_before_the_notices_begin_is_told_with_the_others(story):
    case = story.lodge()
    join(story, case)
    assert story.kinds(case).count("instance_started") == 1
    story.do(case, "register")
    assert len([i for i in story.open(case) if i.element == "draft"]) == 2
    check_whole(story)


@ON_SQLITE
def test_a_complainant_without_a_name_gets_her_code_and_the_message_in_its_mailbox(story):
    case = given_to_units(story)
    code = ReceiptCode.generate()
    receipt = IssuedReceipt(code, code.lookup(story.store.vault.receipt_key))
    join(story, case, identity={}, receipt=receipt)
    assert story.kinds(case)[-1] == "instance_completed"
    assert story.kinds(case).count("message_posted") == 1
    check_whole(story)


@ON_SQLITE
def test_an_agency_that_sends_the_same_matter_is_answered_too(story):
    case = given_to_units(story)
    details = {"agency": "ศูนย์ดำรงธรรม", "letter_no": "ดธ 12/2569"}
    agency = join(
        story, case, kind=PartyKind.SOURCE_AGENCY, identity={}, details=details, channel=None
    )
    assert story.item(case, "draft", str(agency))
    story.finish(case)
    check_whole(story)


@ON_SQLITE
def test_what_cannot_join_is_refused_and_unwritten(story, office):
    case, decided = given_to_units(story), given_to_units(story)
    while "decide" not in story.open_elements(decided):
        story.complete(story.open(decided)[0])
    story.do(decided, "decide")
    before = snapshot(story.store.database)
    for refusal, which, about in (
        (InvalidTransition, decided, {}),
        (FormInvalid, case, {"received_on": story.today + timedelta(days=1)}),
        (FormInvalid, case, {"received_on": story.today - timedelta(days=40)}),
        (NotPermitted, case, {"by": office.actor(Role.HEAD)}),
        (NotFound, case, {"by": office.actor(Role.UNIT_MEMBER, unit="planning")}),
    ):
        with pytest.raises(refusal):
            join(story, which, **about)
    assert snapshot(story.store.database) == before
    key = uuid4()
    assert join(story, case, key=key) is not None
    assert join(story, case, key=key) is None


@ON_SQLITE
def test_who_is_complained_about_joins_nobody_to_the_case(story, office):
    respondent = office.actor(Role.OFFICER)
    case = story.lodge(
        respondents=[{"name": respondent.name}], by=office.actor(Role.OFFICER, nth=1)
    )
    with pytest.raises(NotFound):
        join(story, case, by=respondent)
    with pytest.raises(NotFound):
        ask(story, case, "planning", by=respondent)
