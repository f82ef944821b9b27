"""The process of tip-offs by the commands of its office: in confidence, within sixty days.

The office is the one of the published indicators (`processes/offices/kero.toml`).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engine.access.permissions import Reading
from engine.access.visibility import readings_of
from engine.cases.follow_ups import follow_ups_of
from engine.cases.identities import open_identity
from engine.cases.issues import issues_of
from engine.cases.mailbox import messages_of
from engine.cases.parties import PartyKind, parties_of
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, InvalidTransition, NoEligibleHandler
from engine.office.profile import parse_profile
from engine.office.profile_tables import RespondentKind
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.store import tables
from engine.store.unit_of_work import OFFICE_TIME, Actor
from engine.work.deadlines import Deadline, deadlines_of
from engine.work.joining import UnitOrder, ask_unit
from engine.work.lodging import Door
from engine.work.offices.opening import revise_profile
from engine.work.variables import last_item
from tests.conftest import Office, Opening
from tests.integration.test_joining import join
from tests.support.answers import COMPLAINANT, FORM_REFS, RESPONDENT, signed_on_paper
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

PROCESS = "tip_off"
PROFILE = (bundled_dir("processes") / "offices" / "kero.toml").read_text(encoding="utf-8")
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

PEOPLE = (
    (Role.OFFICER, "มาลี ตัวอย่าง", "นักทรัพยากรบุคคล", None),
    (Role.OFFICER, "มะลิ ตัวอย่าง", "นักทรัพยากรบุคคล", None),
    (Role.UNIT_MEMBER, "คลัง ตัวอย่าง", "นักวิชาการเงินและบัญชี", "finance"),
    (Role.UNIT_MEMBER, "ช่าง ตัวอย่าง", "นายช่างโยธา", "public_works"),
    (Role.MANAGER, "ปรางค์ ตัวอย่าง", "ปลัดองค์การบริหารส่วนตำบล", None),
    (Role.HEAD, "ผดุง ตัวอย่าง", "นายกองค์การบริหารส่วนตำบล", None),
    (Role.ALTERNATE_HEAD, "พจน์ ตัวอย่าง", "รองนายกองค์การบริหารส่วนตำบล", None),
    (Role.CUSTODIAN, "วิไล ตัวอย่าง", "ผู้รักษาข้อมูล", None),
    (Role.ADMINISTRATOR, "สายใจ ตัวอย่าง", "ผู้ดูแลระบบ", None),
)


@pytest.fixture
def opening() -> Opening:
    return "kero", PEOPLE


@pytest.fixture
def story(office, tmp_path) -> Story:
    return Story(office.store, office.id, tmp_path / "blobs")


def lodge(story: Story, **choices: Any) -> UUID:
    return story.lodge(door=Door(PROCESS), **choices)


def done_by(story: Story, office: Office, case: UUID) -> dict[str, set[str]]:
    """Return by step the roles of whoever completed it."""
    roles = {person.id: person.role.value for person in office.people}
    found: dict[str, set[str]] = {}
    for event in story.events(case):
        if event.kind == "work_item_completed":
            found.setdefault(event.element, set()).add(roles[event.actor_id])
    return found


def check_is_whole(story: Story) -> None:
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE_TIME)


def conclude_clock(story: Story, case: UUID) -> Deadline:
    with story.reading() as uow:
        return [each for each in deadlines_of(uow, case) if each.name == "conclude"][-1]


def told(story: Story, kind: str) -> set[UUID]:
    table = tables.notice
    with story.reading() as uow:
        found = uow.connection.scalars(select(table.c.person_id).where(table.c.kind == kind))
        return set(found)


OFFICER, HEAD = {"officer"}, {"head"}
USUAL: Mapping[str, set[str]] = {
    "register": OFFICER,
    "sort": OFFICER,
    "verify": OFFICER,
    "conclude": OFFICER,
    "decide": HEAD,
    "dispatch": OFFICER,
    "record": OFFICER,
}
WAYS: Mapping[str, tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, set[str]], str]] = {
    "a tip-off": ({}, {}, {}, "founded"),
    "a complaint": ({"kind": "complaint"}, {"record": {"result": "unfounded"}}, {}, "unfounded"),
    "an opinion": (
        {"kind": "opinion", "respondent_kind": "unknown", "respondents": []},
        {
            "register": {"category": "opinion"},
            "sort": {"result": "no_inquiry"},
            "record": {"category": "opinion", "result": "noted"},
        },
        {"verify": set()},
        "noted",
    ),
    "not accepted": (
        {},
        {
            "sort": {"result": "not_accepted"},
            "conclude": {"proposal": "not_accepted"},
            "record": {"result": "not_accepted"},
        },
        {"verify": set()},
        "not_accepted",
    ),
    "referred": (
        {},
        {
            "conclude": {"proposal": "refer_out"},
            "decide": {"decision": "refer_out"},
            "record": {"result": "referred"},
        },
        {"refer_out": OFFICER},
        "referred",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_taken_to_its_end_by_the_right_people(story, office, way):
    choices, answers, people, result = WAYS[way]
    case = lodge(story, **choices)
    story.finish(case, **answers)
    expected = {step: who for step, who in {**USUAL, **people}.items() if who}
    assert done_by(story, office, case) == expected
    register = story.case(case)
    assert (register.status, register.result, register.closed_on) == (
        "archived",
        result,
        story.today,
    )
    check_is_whole(story)


@pytest.mark.parametrize(
    ("kind", "number", "secrecy"),
    [
        ("complaint", "ล 1/2570", "secret"),
        ("tip_off", "ล 1/2570", "secret"),
        ("opinion", "1/2570", "ordinary"),
    ],
)
def test_what_accuses_somebody_is_secret_from_its_first_number_on(story, kind, number, secrecy):
    case = lodge(story, kind=kind)
    assert (story.case(case).kind, story.case(case).number) == (kind, number)
    story.do(case, "register", category="grievance", secrecy="ordinary")
    assert story.case(case).secrecy == secrecy


def test_an_opinion_that_accuses_somebody_after_all_becomes_secret(story, office):
    officer, other = (p for p in office.people if p.role is Role.OFFICER)
    case = lodge(story, by=Actor(office.id, officer.id), kind="opinion")
    story.do(case, "register", secrecy="secret")
    assert story.case(case).secrecy == "secret"
    with story.reading() as uow:
        readings = dict(readings_of(uow, story.case(case), uow.today))
    (found,) = (each for who, each in readings.items() if who.person_id == other.id)
    assert found is Reading.NOTHING


def test_a_tip_off_is_read_by_its_officer_and_those_above_and_by_nobody_else(story, office):
    officer, other = (p for p in office.people if p.role is Role.OFFICER)
    case = lodge(story, by=Actor(office.id, officer.id))
    story.do(case, "register")
    with story.reading() as uow:
        readings = readings_of(uow, story.case(case), uow.today)
    reading = {standing.person_id for standing, found in readings if found is not Reading.NOTHING}
    above = {Role.HEAD, Role.MANAGER, Role.CUSTODIAN}
    assert reading == {officer.id, *(p.id for p in office.people if p.role in above)}
    assert other.id not in reading


@pytest.mark.parametrize("is_staff", [True, False])
def test_staff_and_the_public_may_tell_with_a_name_or_without(story, is_staff):
    named = lodge(story, complainants=[{**COMPLAINANT, "is_staff": is_staff}])
    nameless = lodge(story, is_anonymous=True, complainants=[])
    for case in (named, nameless):
        with story.reading() as uow:
            (party,) = [p for p in parties_of(uow, case) if p.kind is PartyKind.COMPLAINANT]
            identity = open_identity(uow, case, party.id)
        assert bool(identity) is (case == named)
        story.finish(case)
        assert story.case(case).status == "archived"


def test_who_told_without_a_name_reads_the_result_by_the_receipt_code(story):
    case = lodge(story, is_anonymous=True, complainants=[], respondents=[])
    story.do(case, "register", receipt_code=True)
    assert len(story.receipt_codes) == 1
    story.finish(case, conclude={"notice_text": "ตรวจสอบแล้ว ดำเนินการทางวินัย"})
    with story.reading() as uow:
        (message,) = messages_of(uow, case)
    assert "ดำเนินการทางวินัย" in message.body
    assert story.case(case).number in message.body


def test_the_conclusion_is_due_sixty_days_from_receipt_with_two_reminders(story, clock):
    received = story.today
    case = lodge(story)
    story.do(case, "register")
    assert story.item(case, "sort").due_on == received + timedelta(days=60)
    story.do(case, "sort")
    for day, reminders in ((30, 1), (50, 2)):
        due = [each.date() for each in conclude_clock(story, case).reckoning.reminders]
        clock.set(at(due[reminders - 1], 8, 30))
        assert due[reminders - 1] <= received + timedelta(days=day)
        story.run_worker()
        assert story.kinds(case).count("reminder_given") == reminders
    (holder,) = told(story, "reminded")
    assert holder == story.item(case, "verify").assignee_id
    clock.set(at(received + timedelta(days=60), 23, 59))
    story.run_worker()
    assert conclude_clock(story, case).status == "running"
    for step in ("verify", "conclude"):
        story.do(case, step)
    clock_met = conclude_clock(story, case)
    assert (clock_met.status, clock_met.met_on) == ("met", received + timedelta(days=60))
    assert "case_escalated" not in story.kinds(case)


def test_a_conclusion_is_met_when_it_is_put_to_the_head_and_not_when_he_decides(story):
    case = lodge(story)
    for step in ("register", "sort", "verify", "conclude"):
        story.do(case, step)
    assert conclude_clock(story, case).status == "met"
    assert story.item(case, "decide").due_on is None


def test_a_late_conclusion_is_told_of_asks_why_and_stops_nothing(story, office, clock):
    received = story.today
    case = lodge(story)
    for step in ("register", "sort"):
        story.do(case, step)
    clock.set(at(received + timedelta(days=61)))
    while story.run_worker():
        pass
    assert conclude_clock(story, case).status == "breached"
    assert told(story, "escalated") == {p.id for p in office.people if p.role is Role.MANAGER}
    assert story.open_elements(case) == ["verify"]

    story.do(case, "verify")
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "conclude", late_reason="")
    assert set(refused.value.messages) == {"late_reason"}
    story.do(case, "conclude", late_reason="เอกสารของกองคลังมาถึงช้า")
    concluded = [e for e in story.events(case) if e.element == "conclude"]
    (answers,) = [e.content["answers"] for e in concluded if e.kind == "work_item_completed"]
    assert answers["late_reason"] == "เอกสารของกองคลังมาถึงช้า"
    story.finish(case)
    assert story.case(case).status == "archived"
    check_is_whole(story)


def test_a_conclusion_in_time_is_not_asked_why_even_when_it_is_typed_later(story, clock):
    received = story.today
    case = lodge(story)
    for step in ("register", "sort", "verify"):
        story.do(case, step)
    clock.set(at(received + timedelta(days=62), 9))
    story.run_worker()
    on_paper = (received + timedelta(days=60)).isoformat()
    story.do(case, "conclude", occurred_on=on_paper)
    (answers,) = [
        e.content["answers"]
        for e in story.events(case)
        if e.kind == "work_item_completed" and e.element == "conclude"
    ]
    assert "late_reason" not in answers
    assert conclude_clock(story, case).met_on == received + timedelta(days=60)


def test_the_respondent_may_explain_and_is_then_told_the_result(story):
    case = lodge(story)
    for step in ("register", "sort"):
        story.do(case, step)
    story.do(case, "verify", hear=True)
    assert story.open_elements(case) == ["hear"]
    story.do(case, "hear")
    story.do(case, "verify")
    story.do(case, "conclude", tell_respondent=True)
    story.do(case, "decide")
    with story.reading() as uow:
        kinds = {str(p.id): p.kind for p in parties_of(uow, case)}
    assert {kinds[last_item(item.scope)] for item in story.open(case)} == {
        PartyKind.COMPLAINANT,
        PartyKind.RESPONDENT,
    }


def test_a_respondent_who_was_never_asked_hears_nothing_of_it(story):
    case = lodge(story)
    for step in ("register", "sort", "verify", "conclude", "decide"):
        story.do(case, step)
    (item,) = story.open(case)
    with story.reading() as uow:
        (party,) = [p for p in parties_of(uow, case) if str(p.id) in item.scope]
    assert party.kind is PartyKind.COMPLAINANT


def test_the_head_sends_back_and_lets_it_be_looked_into_again(story):
    case = lodge(story)
    for step in ("register", "sort", "verify", "conclude"):
        story.do(case, step)
    story.do(case, "decide", decision="returned")
    story.do(case, "conclude")
    story.do(case, "decide", decision="continue")
    assert story.open_elements(case) == ["verify"]
    assert story.case(case).decided_on is None
    story.do(case, "verify")
    story.do(case, "conclude")
    story.do(case, "decide", **signed_on_paper(story.today))
    assert story.case(case).decided_on == story.today
    with story.reading() as uow:
        assert [issue.finding for issue in issues_of(uow, case)] == ["founded"]
    story.finish(case)
    check_is_whole(story)


def test_who_tells_of_it_later_is_told_the_result_too(story):
    case = lodge(story)
    for step in ("register", "sort"):
        story.do(case, step)
    later = join(story, case, channel="telephone")
    for step in ("verify", "conclude", "decide"):
        story.do(case, step)
    assert str(later) in {last_item(item.scope) for item in story.open(case)}
    assert len(story.open(case)) == 2
    story.finish(case)
    assert story.case(case).status == "archived"


@ON_SQLITE
def test_a_tip_off_is_given_to_no_unit_and_says_what_to_do_instead(story, office):
    case = lodge(story)
    story.do(case, "register")
    order = UnitOrder("finance", "สั่งการท้ายบันทึก", "ขอสำเนาบัญชีน้ำมัน", story.today)
    with pytest.raises(InvalidTransition) as refused:
        in_unit(story.store, office.actor(Role.HEAD), ask_unit, case, order, UUID(int=1))
    assert "บันทึกการประสาน" in refused.value.sentence.th


@ON_SQLITE
def test_a_tip_off_about_a_known_matter_joins_it_and_who_told_hears_so(story):
    first, again = lodge(story), lodge(story)
    story.do(again, "register")
    story.do(again, "sort", result="more_info")
    story.do(again, "request_info")
    story.do(again, "sort", result="duplicate")
    story.do(again, "merge_case", main_case=str(first))
    assert story.open_elements(again) == ["dispatch"]
    story.finish(again)
    case = story.case(again)
    assert (case.status, case.result, case.merged_into) == ("archived", "merged", first)


def test_a_tip_off_about_the_mayor_leaves_under_seal_by_who_tracks_it(story, office):
    """U1: nobody of the office judges the mayor; the custodian sends it to the district."""
    case = lodge(story, respondent_kind="head", respondents=[])
    (mayor,) = [p.id for p in office.people if p.role is Role.HEAD]
    assert story.excluded(case) == {mayor}
    story.do(case, "register")
    story.do(case, "sort", result="no_inquiry")
    story.do(case, "conclude", proposal="refer_out", agency="district")
    assert story.queues(story.item(case, "decide")) == {"custodian"}
    story.do(case, "decide", decision="refer_out")
    story.finish(case, refer_out={"agency": "district"}, record={"result": "referred"})
    assert done_by(story, office, case)["decide"] == {"custodian"}
    with story.reading() as uow:
        (followed,) = follow_ups_of(uow, case)
    assert followed.kind == "outside_answer"
    with story.reading() as uow:
        readings = {who.person_id: r for who, r in readings_of(uow, story.case(case), uow.today)}
    assert readings[mayor] is Reading.NOTHING
    check_is_whole(story)


@ON_SQLITE
def test_an_office_may_name_an_alternate_who_decides_about_the_mayor(story, office):
    named = PROFILE.replace("[alternates]\n", '[alternates]\nhead = ["alternate_head"]\n')
    with story.store.unit(office.system) as uow:
        uow.hold(story.office_id)
        revise_profile(uow, named, effective_on=uow.today)
    case = lodge(story, respondent_kind="head", respondents=[])
    story.finish(case)
    assert done_by(story, office, case)["decide"] == {"alternate_head"}


@ON_SQLITE
@pytest.mark.parametrize(
    ("kind", "told_of_it"),
    [("permanent_secretary", Role.HEAD), ("head", Role.MANAGER), ("other", Role.MANAGER)],
)
def test_somebody_whom_the_case_is_not_about_is_told_that_it_is_late(
    story, office, clock, kind, told_of_it
):
    received = story.today
    case = lodge(story, respondent_kind=kind, respondents=[])
    story.do(case, "register")
    story.do(case, "sort")
    clock.set(at(received + timedelta(days=61)))
    while story.run_worker():
        pass
    assert told(story, "escalated") == {p.id for p in office.people if p.role is told_of_it}


@ON_SQLITE
@pytest.mark.parametrize("kind", [each.value for each in RespondentKind])
@pytest.mark.parametrize("way", ["a tip-off", "referred"])
def test_whoever_it_is_about_every_step_finds_somebody_else(story, office, kind, way):
    route = parse_profile(PROFILE, "kero").route_for(RespondentKind(kind))
    case = lodge(story, respondent_kind=kind, respondents=[])
    holding = {p.id for p in office.people if p.role in route.holds}
    assert story.excluded(case) == holding
    while story.open(case):
        item = story.open(case)[0]
        if item.assignee_id is None:
            assert story.candidates(item), f"nobody may take {item.element}"
        assert item.assignee_id not in holding
        story.complete(item, **WAYS[way][1].get(item.element, {}))
    assert story.case(case).status == "archived"


@ON_SQLITE
def test_a_tip_off_about_everybody_is_refused_and_names_the_district(story, office):
    everybody = [{**RESPONDENT, "name": person.name} for person in office.people]
    with pytest.raises(NoEligibleHandler) as refused:
        lodge(story, respondent_kind="head", respondents=everybody)
    assert "นายอำเภอรามัน" in refused.value.sentence.th


@ON_SQLITE
def test_who_finds_the_facts_has_no_interest_in_them(story):
    case = lodge(story)
    for step in ("register", "sort"):
        story.do(case, step)
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "verify", no_interest=False)
    assert set(refused.value.messages) == {"no_interest"}


@ON_SQLITE
def test_every_form_of_the_process_is_answered_by_the_stories(story):
    with story.reading() as uow:
        forms = get_adopted_edition(uow, PROCESS).forms
    own = [ref for ref in forms if ref.startswith(f"{PROCESS}.")]
    assert sorted(own) == sorted(ref for ref in FORM_REFS if ref.startswith(f"{PROCESS}."))
