"""An agency that sent the case set a day of its own: the earlier leads (U15)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.cases.follow_ups import follow_ups_of
from engine.cases.parties import PartyKind, parties_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.history.course_faults import Difference
from engine.office.explanation import explain
from engine.office.roles import Role
from engine.work.agencies.source_day import NewDay, set_source_day
from engine.work.agencies.sources import source_agencies, source_day
from engine.work.extending import Extension, extend_deadline
from engine.work.joining import Newcomer, join_later
from engine.work.suspending import resume_case
from tests.property.test_histories_run_again import History
from tests.support.clocks import clock_of, due, suspend
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def given_to_a_unit(story, office, *days):
    """Give a case to a unit today that agencies sent, each with so many days for its report."""
    sources = [
        {"agency": "damrongdhama", "letter_no": f"ศธ {n}/2569", "due_on": story.day(days)}
        for n, days in enumerate(days, 1)
    ]
    case = story.lodge(by=office.actor(Role.OFFICER), sources=sources)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["planning"])
    return case


def agency(story, case, nth=0):
    with story.reading() as uow:
        return [*source_agencies(parties_of(uow, case))][nth]


def join(story, office, case, days):
    newcomer = Newcomer(
        PartyKind.SOURCE_AGENCY,
        story.today,
        details={"agency": "nacc"},
        due_on=story.today + timedelta(days=days),
    )
    officer = office.actor(Role.OFFICER)
    in_unit(story.store, officer, join_later, case, newcomer, uuid4())


def set_day(story, office, case, days, nth=0, key=None, by=None, **changed):
    wanted = NewDay(
        **{
            "due_on": story.today + timedelta(days=days),
            "told_on": story.today,
            "letter_no": "ศธ 99/2569",
            **changed,
        }
    )
    in_unit(
        story.store,
        by or office.actor(Role.OFFICER),
        set_source_day,
        case,
        agency(story, case, nth),
        wanted,
        submission_key=key or uuid4(),
    )


def extend(story, office, case, days):
    wanted = Extension(days, "คำสั่ง 12/2570", "พยานอยู่ต่างจังหวัด", story.today)
    clock_id = clock_of(story, case, "unit_report").id
    officer = office.actor(Role.OFFICER)
    in_unit(story.store, officer, extend_deadline, case, clock_id, wanted, submission_key=uuid4())


def resume(story, office, case):
    in_unit(
        story.store,
        office.actor(Role.OFFICER),
        resume_case,
        case,
        "คืนเรื่อง",
        reference="ปช 1",
        resumed_on=story.today,
        submission_key=uuid4(),
    )


def last_days(story, case, name="unit_report"):
    """Return how many days from today a clock ends, and would end by the office's own count."""
    found = clock_of(story, case, name)
    return (found.effective_on - story.today).days, (found.reckoning.own_on - story.today).days


def check_history(story):
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_of_several_agencies_the_earliest_day_leads_what_begins_later_and_never_the_first_notice(
    story, office, clock
):
    begun = story.today
    case = given_to_a_unit(story, office, 20, 5)
    assert last_days(story, case)[0] == 5
    assert due(story, case, "report") == begun + timedelta(days=5)
    assert last_days(story, case, "first_notice") == (15, 15)
    told = " ".join(
        one.th for one in explain(clock_of(story, case, "unit_report").reckoning).sentences
    )
    assert "จึงใช้วันที่หน่วยงานที่ส่งเรื่องกำหนด" in told
    story.do(case, "report", scope="planning")
    story.do(case, "review")
    assert clock_of(story, case, "conclude").effective_on == begun + timedelta(days=5)
    assert clock_of(story, case, "conclude").reckoning.own_on == begun + timedelta(days=60)
    clock.advance(days=6)
    story.run_worker()
    assert clock_of(story, case, "conclude").status == "breached"
    assert clock_of(story, case, "first_notice").status == "running"
    story.finish(case)
    check_history(story)


def test_an_agency_that_joins_later_or_sets_another_day_moves_clocks_steps_and_the_diagram(
    story, office, clock
):
    case = given_to_a_unit(story, office)
    own = last_days(story, case)[1]
    join(story, office, case, 3)
    assert last_days(story, case) == (3, own)
    assert due(story, case, "report") == story.today + timedelta(days=3)
    join(story, office, case, 2)
    assert last_days(story, case) == (2, own)
    set_day(story, office, case, 40, nth=1)
    assert last_days(story, case) == (3, own)
    clock.advance(days=4)
    story.run_worker()
    assert clock_of(story, case, "unit_report").status == "breached"
    assert "unit_report" in str(
        [e.content for e in story.events(case) if e.kind == "case_escalated"]
    )
    set_day(story, office, case, 1)
    assert clock_of(story, case, "unit_report").status == "running"
    set_day(story, office, case, 40)
    assert last_days(story, case) == (own - 4, own - 4)
    assert clock_of(story, case, "unit_report").reckoning.lead is None
    check_history(story)


@ON_SQLITE
def test_the_new_day_of_an_agency_is_followed_up_and_a_form_sent_twice_sets_it_once(story, office):
    case = given_to_a_unit(story, office, 5)
    key = uuid4()
    for _ in range(2):
        set_day(story, office, case, 9, key=key)
    with story.reading() as uow:
        (found,) = follow_ups_of(uow, case)
    assert found.due_on == story.today + timedelta(days=9)
    assert "ศธ 99/2569" in found.told
    assert story.kinds(case).count("party_corrected") == 1


@ON_SQLITE
def test_no_order_goes_past_the_day_of_an_agency(story, office):
    case = given_to_a_unit(story, office, 20)
    own = last_days(story, case)[1]
    extend(story, office, case, 1)
    assert last_days(story, case)[0] > own
    before = story.kinds(case)
    with pytest.raises(FormInvalid) as refused:
        extend(story, office, case, 60)
    assert "หน่วยงานที่ส่งเรื่องกำหนด" in refused.value.messages["days"][0].th
    assert story.kinds(case) == before
    set_day(story, office, case, 150)
    extend(story, office, case, 60)
    check_history(story)


@ON_SQLITE
def test_a_clock_that_an_agency_leads_does_not_wait_for_an_outside_body(story, office, clock):
    case = given_to_a_unit(story, office, 5)
    suspend(story, office, case)
    assert clock_of(story, case, "unit_report").status == "running"
    assert due(story, case, "report") == story.today + timedelta(days=5)
    # The agency lets it wait: then it stands still with the others.
    set_day(story, office, case, 60)
    assert clock_of(story, case, "unit_report").status == "paused"
    assert due(story, case, "report") is None
    clock.advance(days=58)
    resume(story, office, case)
    assert last_days(story, case)[0] == 2
    check_history(story)


@ON_SQLITE
def test_a_day_set_while_a_clock_stands_still_holds_once_it_counts_on(story, office, clock):
    case = given_to_a_unit(story, office)
    suspend(story, office, case)
    join(story, office, case, 12)
    assert clock_of(story, case, "unit_report").status == "paused"
    clock.advance(days=10)
    resume(story, office, case)
    assert last_days(story, case)[0] == 2
    assert last_days(story, case)[1] > 2
    check_history(story)


@ON_SQLITE
def test_a_day_that_was_over_before_the_letter_came_leads_nothing(story, office, clock):
    case = given_to_a_unit(story, office)
    clock.advance(days=3)
    join(story, office, case, -1)
    days, own = last_days(story, case)
    assert days == own
    check_history(story)


@ON_SQLITE
def test_a_clock_of_one_party_knows_that_party_s_day_alone(story, office):
    case = given_to_a_unit(story, office, 20, 5)
    with story.reading() as uow:
        parties = parties_of(uow, case)
    complainant = next(p for p in parties if p.kind is PartyKind.COMPLAINANT)
    first, second = source_agencies(parties).values()
    assert source_day(parties, f"notices={complainant.id}") is None
    assert source_day(parties, f"notices={first.id}").on == first.due_on
    assert source_day(parties, "units=planning").party == str(second.id)


@ON_SQLITE
def test_what_cannot_be_is_refused_and_nothing_is_written(story, office):
    case = given_to_a_unit(story, office, 5)
    before = story.kinds(case)
    for wrong, at in (
        ({"due_on": story.today - timedelta(days=1)}, "due_on"),
        ({"told_on": story.today + timedelta(days=1)}, "told_on"),
        ({"letter_no": " "}, "letter_no"),
        ({"letter_no": "ก" * 101}, "letter_no"),
    ):
        with pytest.raises(FormInvalid) as refused:
            set_day(story, office, case, 9, **wrong)
        assert list(refused.value.messages) == [at]
    with pytest.raises(NotPermitted):
        set_day(story, office, case, 9, by=office.actor(Role.CUSTODIAN))
    other = story.lodge(by=office.actor(Role.OFFICER), sources=[{"agency": "nacc"}])
    with pytest.raises(NotFound):
        in_unit(
            story.store,
            office.actor(Role.OFFICER),
            set_source_day,
            case,
            agency(story, other),
            NewDay(story.today, story.today, "x"),
            submission_key=uuid4(),
        )
    assert story.kinds(case) == before
    story.finish(case)
    with pytest.raises(InvalidTransition):
        set_day(story, office, case, 9)


@ON_SQLITE
def test_a_lead_that_no_agency_of_the_case_set_is_found_in_the_record(story, office):
    case = given_to_a_unit(story, office, 20, 5)
    history = History.of(story, case)
    led = next(e for e in history.events if (e.content.get("reckoning") or {}).get("lead"))

    def another(content):
        content["reckoning"]["lead"]["party"] = str(agency(story, case, 0))

    def later(content):
        reckoning = content["reckoning"]
        reckoning["effective_on"] = reckoning["lead"]["on"] = story.day(6)

    def nobody(content):
        content["reckoning"]["rule"]["source_leads"] = False

    assert history.again().fault is None
    for altered in (another, later, nobody):
        found = history.again(history.altered(led, altered)).fault
        assert found is not None, altered
        assert (found.difference, found.seq) == (Difference.RECKONING, led.seq)
