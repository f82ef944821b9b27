"""The tambon process by the commands of its office: five routes, each by the right people.

The office is the one of the published guideline (`processes/offices/tapamok.toml`).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.cases.follow_ups import follow_ups_of
from engine.cases.identities import open_identity
from engine.cases.issues import issues_of
from engine.cases.mailbox import messages_of
from engine.cases.parties import PartyKind, parties_of
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, NoEligibleHandler
from engine.office.profile import parse_profile
from engine.office.profile_tables import RespondentKind, Route
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.work.form_names import form_names
from engine.work.joining import UnitOrder, ask_unit
from engine.work.lodging import Door
from engine.work.offices.opening import revise_profile
from engine.work.offices.settings import settings_in_force
from tests.conftest import Office, Opening
from tests.support.answers import FORM_REFS, RESPONDENT, signed_on_paper
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

PROCESS = "complaint_tambon"
PROFILE = (bundled_dir("processes") / "offices" / "tapamok.toml").read_text(encoding="utf-8")
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

PEOPLE = (
    (Role.OFFICER, "มาลี ตัวอย่าง", "เจ้าหน้าที่ศูนย์", None),
    (Role.OFFICER, "มะลิ ตัวอย่าง", "เจ้าหน้าที่ศูนย์", None),
    (Role.UNIT_MEMBER, "กรณ์ ตัวอย่าง", "นักจัดการงานทั่วไป", "clerk_office"),
    (Role.UNIT_MEMBER, "คลัง ตัวอย่าง", "นักวิชาการเงินและบัญชี", "finance"),
    (Role.UNIT_MEMBER, "ช่าง ตัวอย่าง", "นายช่างโยธา", "public_works"),
    (Role.MANAGER, "ปรางค์ ตัวอย่าง", "ปลัดองค์การบริหารส่วนตำบล", None),
    (Role.HEAD, "ผดุง ตัวอย่าง", "นายกองค์การบริหารส่วนตำบล", None),
    (Role.ALTERNATE_HEAD, "พจน์ ตัวอย่าง", "รองปลัด", None),
    (Role.CUSTODIAN, "วิไล ตัวอย่าง", "ผู้รักษาข้อมูล", None),
    (Role.ADMINISTRATOR, "สายใจ ตัวอย่าง", "ผู้ดูแลระบบ", None),
)


@pytest.fixture
def opening() -> Opening:
    return "tapamok", PEOPLE


@pytest.fixture
def story(office, tmp_path) -> Story:
    return Story(office.store, office.id, tmp_path / "blobs")


def lodge(story: Story, **choices: Any) -> UUID:
    return story.lodge(door=Door(PROCESS), **choices)


def sorted_as(story: Story, category: str, secrecy: str = "ordinary", **choices: Any) -> UUID:
    """Lodge a case and sort it into a category: what comes next is its route's."""
    case = lodge(story, **choices)
    story.do(case, "register")
    story.do(case, "sort", category=category, secrecy=secrecy)
    return case


def steps_done(story: Story, case: UUID) -> Counter[str]:
    return Counter(e.element for e in story.events(case) if e.kind == "work_item_completed")


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


ANSWERED = {"dispatch": {"officer"}, "record": {"officer"}}
BY_THE_HEAD = {
    "memo": {"officer"},
    "sign_memo": {"head"},
    "report": {"unit_member"},
    "review": {"officer"},
    "propose_result": {"officer"},
    "decide": {"head"},
    **ANSWERED,
}
ROUTES: Mapping[str, tuple[str, dict[str, set[str]], dict[str, Any]]] = {
    Route.GIVE_INFORMATION: ("information", {"give_information": {"officer"}}, {}),
    Route.HEAD_ORDERS_UNIT: ("service", BY_THE_HEAD, {}),
    Route.CONTACT_UNIT: (
        "staff",
        {
            "contact_unit": {"officer"},
            **{step: who for step, who in BY_THE_HEAD.items() if "memo" not in step},
        },
        {"record": {"category": "staff", "result": "founded"}},
    ),
    Route.REFER_OUTSIDE: (
        "outside",
        {"memo": {"officer"}, "sign_memo": {"head"}, "refer_out": {"officer"}, **ANSWERED},
        {
            "memo": {"proposal": "refer_out"},
            "sign_memo": {"order": "refer_out"},
            "record": {"category": "outside", "result": "referred"},
        },
    ),
    Route.FIND_FACTS: (
        "office_impact",
        BY_THE_HEAD,
        {"record": {"category": "office_impact", "result": "founded"}},
    ),
}
RESULTS = {
    Route.GIVE_INFORMATION: "informed",
    Route.HEAD_ORDERS_UNIT: "solved",
    Route.CONTACT_UNIT: "founded",
    Route.REFER_OUTSIDE: "referred",
    Route.FIND_FACTS: "founded",
}


@pytest.mark.parametrize("route", Route)
def test_each_of_the_five_routes_is_taken_to_its_end_by_the_right_people(story, office, route):
    category, people, answers = ROUTES[route]
    secrecy = parse_profile(PROFILE, "tapamok").categories[category].secrecy.value
    case = sorted_as(story, category, secrecy)
    story.finish(case, **answers)

    assert done_by(story, office, case) == {"register": {"officer"}, "sort": {"officer"}, **people}
    register = story.case(case)
    assert (register.status, register.result, register.category, register.closed_on) == (
        "archived",
        RESULTS[route],
        category,
        story.today,
    )
    assert (register.subject, register.place) == ("ไฟทางดับทั้งหมู่บ้าน", "หมู่ 3 บ้านสมมติ")
    check_is_whole(story)


def test_the_register_holds_what_the_paper_form_asks_and_seals_the_person(story):
    case = lodge(story, channel="facebook")
    with story.reading() as uow:
        (complainant,) = [p for p in parties_of(uow, case) if p.kind is PartyKind.COMPLAINANT]
        identity = open_identity(uow, case, complainant.id)
        row = dict(vars(story.case(case)))
    assert {"name", "address", "phone"} <= identity.keys()
    assert row["channel"] == "facebook"
    assert row["subject"] == "ไฟทางดับทั้งหมู่บ้าน"
    assert not [each for each in identity.values() if each in map(str, row.values())]


def test_taking_in_and_reporting_have_the_days_of_the_guideline(story):
    """Received on Monday: entered by Tuesday, the unit reports by Wednesday of the next week."""
    case = lodge(story)
    assert story.item(case, "register").due_on == story.today + timedelta(days=1)
    story.do(case, "register")
    story.do(case, "sort", category="staff")
    story.do(case, "contact_unit")
    assert story.item(case, "report").due_on == story.today + timedelta(days=9)


UNTIL_CONTACT = PROFILE.replace('ends_with = "registered"', 'ends_with = "unit_contacted"')


def set_in_force(story: Story, office: Office, profile: str) -> None:
    with story.store.unit(office.system) as uow:
        uow.hold(story.office_id)
        revise_profile(uow, profile, effective_on=uow.today)


def test_the_day_of_intake_ends_with_the_register_where_the_office_says_so(story):
    case = lodge(story)
    assert story.item(case, "register").due_on == story.today + timedelta(days=1)
    story.do(case, "register")
    assert story.deadlines(case) == {"intake": "met"}
    assert story.item(case, "sort").due_on is None
    check_is_whole(story)


def test_the_day_of_intake_ends_with_the_unit_that_was_contacted_where_the_office_says_so(
    story, office, clock
):
    set_in_force(story, office, UNTIL_CONTACT)
    case = lodge(story)
    tomorrow = story.today + timedelta(days=1)
    for step in ("register", "sort"):
        assert story.item(case, step).due_on == tomorrow
        story.do(case, step, **({"category": "staff"} if step == "sort" else {}))
        assert story.deadlines(case) == {"unit_contact": "running"}
    assert story.item(case, "contact_unit").due_on == tomorrow
    clock.advance(days=1)
    story.do(case, "contact_unit")
    assert story.deadlines(case)["unit_contact"] == "met"
    story.finish(case, record={"category": "staff"})
    check_is_whole(story)


def test_a_unit_that_is_contacted_a_day_late_breaches_the_day_of_intake(story, office, clock):
    set_in_force(story, office, UNTIL_CONTACT)
    case = lodge(story)
    story.do(case, "register")
    story.do(case, "sort", category="staff")
    clock.advance(days=2)
    story.run_worker()
    assert story.deadlines(case) == {"unit_contact": "breached"}
    story.do(case, "contact_unit")
    (met,) = [e for e in story.events(case) if e.kind == "deadline_met"]
    assert (met.content["name"], met.content["late"]) == ("unit_contact", True)


@pytest.mark.parametrize(
    ("category", "steps"),
    [
        ("information", ("give_information",)),
        ("service", ("memo", "sign_memo")),
        ("outside", ("memo", "sign_memo", "refer_out")),
    ],
)
def test_by_every_way_the_day_of_intake_ends_when_somebody_has_the_case(
    story, office, category, steps
):
    set_in_force(story, office, UNTIL_CONTACT)
    case = sorted_as(story, category)
    answers = next(each for _, (key, _, each) in ROUTES.items() if key == category)
    for step in steps:
        assert story.deadlines(case)["unit_contact"] == "running"
        story.do(case, step, **answers.get(step, {}))
    assert story.deadlines(case)["unit_contact"] == "met"


def test_what_goes_round_again_was_taken_in_once(story, office):
    set_in_force(story, office, UNTIL_CONTACT)
    case = sorted_as(story, "staff", "secret")
    for step in ("contact_unit", "report", "review", "propose_result"):
        story.do(case, step)
    story.do(case, "decide", decision="continue")
    assert story.open_elements(case) == ["memo"]
    started = [e.content["name"] for e in story.events(case) if e.kind == "deadline_started"]
    assert started.count("unit_contact") == 1
    assert story.item(case, "memo").due_on is None


@ON_SQLITE
def test_a_case_that_was_registered_keeps_its_clock_when_the_office_changes_its_mind(story, office):
    case = lodge(story)
    story.do(case, "register")
    set_in_force(story, office, UNTIL_CONTACT)
    story.do(case, "sort", category="staff")
    assert story.deadlines(case) == {"intake": "met"}
    check_runs_again(story.store, story.office_id)


def test_information_is_due_on_the_day_itself(story):
    case = sorted_as(story, "information")
    assert story.item(case, "give_information").due_on == story.today
    story.do(case, "give_information")
    assert story.deadlines(case)["information"] == "met"
    assert story.case(case).status == "archived"


def test_information_that_cannot_be_given_at_once_is_put_to_the_head(story):
    case = sorted_as(story, "information")
    story.do(case, "give_information", outcome="put_to_head")
    assert story.open_elements(case) == ["memo"]
    assert story.case(case).result is None
    story.finish(case, record={"category": "information", "result": "informed"})
    assert steps_done(story, case)["sign_memo"] == 1
    assert story.case(case).result == "informed"


def test_information_for_somebody_without_a_name_waits_in_the_mailbox(story):
    case = lodge(story, is_anonymous=True, complainants=[], respondents=[])
    story.do(case, "register", receipt_code=True)
    story.do(case, "sort", category="information", secrecy="ordinary")
    story.do(case, "give_information", outcome="to_send", result="partly_informed")
    with story.reading() as uow:
        (told,) = messages_of(uow, case)
    assert "480,000 บาท" in told.body
    assert story.case(case).result == "partly_informed"
    story.do(case, "record", category="information", result="partly_informed")
    assert story.case(case).status == "archived"


def test_several_units_are_contacted_each_with_its_own_report(story):
    case = sorted_as(story, "staff", "secret")
    story.do(case, "contact_unit", units=["public_works", "finance"])
    queues = {frozenset(story.queues(item)) for item in story.open(case)}
    assert queues == {frozenset({"unit:public_works"}), frozenset({"unit:finance"})}
    story.finish(case, record={"category": "staff", "result": "unfounded"})
    assert steps_done(story, case)["report"] == 2


def test_another_unit_is_asked_later_and_waited_for(story, office):
    case = sorted_as(story, "staff", "secret")
    story.do(case, "contact_unit")
    order = UnitOrder("finance", "สั่งการท้ายบันทึก", "เกี่ยวกับการเบิกจ่าย", story.today)
    in_unit(story.store, office.actor(Role.HEAD), ask_unit, case, order, UUID(int=1))
    assert len([item for item in story.open(case) if item.element == "report"]) == 2
    story.finish(case, record={"category": "staff"})
    assert story.case(case).status == "archived"
    check_runs_again(story.store, story.office_id)


def test_an_anonymous_complainant_reads_the_result_by_the_receipt_code(story):
    case = lodge(story, is_anonymous=True, complainants=[], respondents=[])
    story.do(case, "register", receipt_code=True)
    assert len(story.receipt_codes) == 1
    story.finish(case)
    with story.reading() as uow:
        (told,) = messages_of(uow, case)
    assert story.case(case).number in told.body
    assert "ตรวจสอบแล้ว จึงเรียนมาเพื่อทราบ" in told.body
    assert "dispatch" not in steps_done(story, case)


def test_a_message_tells_what_was_drafted_last_and_nothing_of_an_earlier_round(story):
    case = lodge(story, is_anonymous=True, complainants=[], respondents=[])
    story.do(case, "register", receipt_code=True)
    story.do(case, "sort", category="staff")
    for step in ("contact_unit", "report", "review"):
        story.do(case, step)
    story.do(case, "propose_result", notice_text="กำลังตรวจสอบเพิ่ม")
    story.do(case, "decide", decision="continue")
    story.do(case, "memo")
    story.do(case, "sign_memo", order="not_accepted")
    story.do(case, "refer_out", disposition="not_accepted")
    with story.reading() as uow:
        (told,) = messages_of(uow, case)
    assert "กำลังตรวจสอบเพิ่ม" not in told.body


def test_a_notice_is_drafted_signed_and_sent_and_may_be_signed_on_paper(story):
    case = sorted_as(story, "service")
    story.do(case, "memo")
    story.do(case, "sign_memo", **signed_on_paper(story.today))
    story.do(case, "report")
    story.do(case, "review")
    story.do(case, "propose_result", notice_text="ซ่อมไฟทางแล้ว จึงเรียนมาเพื่อทราบ")
    story.do(case, "decide", decision="returned")
    story.do(case, "propose_result")
    assert story.case(case).decided_on is None
    story.do(case, "decide")
    assert story.case(case).decided_on == story.today
    assert {item.element for item in story.open(case)} == {"dispatch"}
    story.finish(case)
    assert story.case(case).status == "archived"


def test_the_head_lets_the_matter_go_on_by_a_new_memo(story):
    case = sorted_as(story, "staff", "secret")
    story.do(case, "contact_unit")
    story.do(case, "report")
    story.do(case, "review")
    story.do(case, "propose_result", proposal="continue")
    story.do(case, "decide", decision="continue")
    assert story.open_elements(case) == ["memo"]
    story.do(case, "memo", units=["finance"])
    assert known(story, case, "sign_memo")["units"] == ["finance"]
    story.do(case, "sign_memo", units=["finance"])
    assert story.item(case, "report").groups == ("unit:finance",)
    story.finish(case, record={"category": "staff"})
    assert story.case(case).status == "archived"


def test_what_is_referred_outside_is_followed_up_and_the_complainant_told(story):
    case = sorted_as(story, "outside")
    story.do(case, "memo", proposal="refer_out", agency="damrongdhama")
    story.do(case, "sign_memo", order="refer_out")
    assert known(story, case, "refer_out")["agency"] == "damrongdhama"
    story.finish(case, **ROUTES[Route.REFER_OUTSIDE][2])
    with story.reading() as uow:
        (followed,) = follow_ups_of(uow, case)
    assert followed.kind == "outside_answer"
    assert steps_done(story, case)["dispatch"] == 2  # the complainant and the respondent


@ON_SQLITE
def test_the_exits_of_sorting_lead_where_they_say(story):
    first = lodge(story)
    asked = lodge(story)
    story.do(asked, "register")
    story.do(asked, "sort", result="more_info")
    story.do(asked, "request_info")
    assert story.open_elements(asked) == ["sort"]

    story.do(asked, "sort", result="duplicate")
    story.do(asked, "merge_case", main_case=str(first))
    story.finish(asked, record={"result": "merged"})
    assert (story.case(asked).merged_into, story.case(asked).result) == (first, "merged")

    story.do(first, "register")
    story.do(first, "sort", result="not_accepted", category="information")
    story.do(first, "memo", proposal="not_accepted")
    story.do(first, "sign_memo", order="not_accepted")
    story.do(first, "refer_out", disposition="not_accepted")
    story.finish(first, record={"result": "not_accepted"})
    assert story.case(first).result == "not_accepted"


@ON_SQLITE
def test_the_result_is_confirmed_and_not_typed_again(story):
    case = sorted_as(story, "office_impact", "secret")
    story.do(case, "memo")
    story.do(case, "sign_memo")
    story.do(case, "report")
    story.do(case, "review")
    assert known(story, case, "propose_result")["findings"] == [
        {"issue": "ไฟทางดับมาสองเดือน", "finding": None}
    ]
    assert [row["from"] for row in known(story, case, "propose_result")["reports"]] == ["กองช่าง"]
    story.do(case, "propose_result")
    with story.reading() as uow:
        assert [issue.finding for issue in issues_of(uow, case)] == ["founded"]
    story.do(case, "decide")
    for item in story.open(case):
        story.complete(item)
    shown = known(story, case, "record")
    assert shown["category"] == "office_impact"
    assert shown["retention"] == "default"
    assert len(shown["summary"]) == len([i for i in story.items(case) if not i.is_open])


KNOWN = ("findings", "reports", "category", "summary", "retention", "agency", "units")


def known(story: Story, case: UUID, element: str) -> Mapping[str, Any]:
    item = story.item(case, element)
    with story.reading() as uow:
        names = form_names(uow, settings_in_force(uow, uow.today), story.case(case), item)
        return {key: names["known"][key] for key in KNOWN}


@ON_SQLITE
def test_an_office_that_wants_the_heads_order_first_says_so_by_the_route(story, office):
    """A case that was sorted before keeps its way, and runs again as it ran."""
    before = sorted_as(story, "staff", "secret")
    ordered = PROFILE.replace('route = "contact_unit"', 'route = "head_orders_unit"')
    set_in_force(story, office, ordered)
    after = sorted_as(story, "staff", "secret")
    assert story.open_elements(before) == ["contact_unit"]
    assert story.open_elements(after) == ["memo"]
    for case in (before, after):
        story.finish(case, record={"category": "staff"})
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
@pytest.mark.parametrize("kind", [each.value for each in RespondentKind])
@pytest.mark.parametrize("category", ["information", "service", "staff", "outside"])
def test_whoever_it_is_about_every_step_finds_somebody_else(story, office, kind, category):
    """U1: the mayor's cases go to his alternate, the officer's to the permanent secretary."""
    route = parse_profile(PROFILE, "tapamok").route_for(RespondentKind(kind))
    case = lodge(story, respondent_kind=kind, respondents=[])
    holding = {p.id for p in office.people if p.role in route.holds}
    assert story.excluded(case) == holding
    answers = next(each for _, (key, _, each) in ROUTES.items() if key == category)
    while story.open(case):
        item = story.open(case)[0]
        if item.assignee_id is None:
            assert story.candidates(item), f"nobody may take {item.element}"
        assert item.assignee_id not in holding
        story.complete(item, **{"sort": {"category": category}, **answers}.get(item.element, {}))
    assert story.case(case).status == "archived"


@ON_SQLITE
def test_a_complaint_about_everybody_is_refused_and_names_the_district(story, office):
    everybody = [{**RESPONDENT, "name": person.name} for person in office.people]
    with pytest.raises(NoEligibleHandler) as refused:
        lodge(story, respondent_kind="head", respondents=everybody)
    assert "นายอำเภอ" in refused.value.sentence.th


def test_a_complaint_about_the_mayor_is_decided_by_his_alternate(story, office):
    case = lodge(story, respondent_kind="head", respondents=[])
    story.finish(case, sort={"category": "office_impact", "secrecy": "secret"})
    people = done_by(story, office, case)
    assert people["sign_memo"] == people["decide"] == {"alternate_head"}


@ON_SQLITE
def test_a_matter_without_a_subject_is_not_taken_in(story):
    with pytest.raises(FormInvalid) as refused:
        lodge(story, subject="")
    assert set(refused.value.messages) == {"subject"}


@ON_SQLITE
def test_every_form_of_the_process_is_answered_by_the_stories(story):
    with story.reading() as uow:
        forms = get_adopted_edition(uow, PROCESS).forms
    own = [ref for ref in forms if ref.startswith(f"{PROCESS}.")]
    assert sorted(own) == sorted(ref for ref in FORM_REFS if ref.startswith(f"{PROCESS}."))
