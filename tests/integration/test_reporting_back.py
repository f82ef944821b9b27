"""An agency that sent the case is reported to: drafted, signed, sent with proof, followed up."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.cases.follow_ups import follow_ups_of
from engine.cases.parties import parties_of
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.forms import initial_answers
from engine.office.roles import Role
from engine.office.thai import Digits, long_date
from engine.work.agencies.report_letters import ReportKind
from engine.work.agencies.reporting_back import report_to_source
from engine.work.agencies.sources import source_agencies
from engine.work.form_names import form_names
from engine.work.offices.settings import settings_in_force
from engine.work.respondents import add_respondent
from engine.work.work_items import WorkItem
from tests.support.answers import COMPLAINANT, signed_on_paper
from tests.support.clocks import clock_of
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(story, office):
    source = {
        "agency": "damrongdhama",
        "letter_no": "ศธ 1/2569",
        "letter_date": story.day(-3),
        "reference": "ดธ-77",
        "due_on": story.day(20),
    }
    case = story.lodge(by=office.actor(Role.OFFICER), sources=[source])
    story.do(case, "register")
    return case


def agency(story, case):
    with story.reading() as uow:
        return next(iter(source_agencies(parties_of(uow, case))))


def begin(story, office, case, kind=ReportKind.FINAL, key=None, by=None, to=None):
    return in_unit(
        story.store,
        by or office.actor(Role.OFFICER),
        report_to_source,
        case,
        to or agency(story, case),
        kind,
        submission_key=key or uuid4(),
    )


def followed(story, case):
    with story.reading() as uow:
        return follow_ups_of(uow, case)


def of_report(story, case, element) -> WorkItem:
    return story.item(case, element, f"party={agency(story, case)}")


def do(story, case, element, **choices):
    return story.complete(of_report(story, case, element), **choices)


def opened(story, item):
    """Return what the form of a step shows when it is opened."""
    with story.reading() as uow:
        edition = get_edition(uow, item.edition)
        settings = settings_in_force(uow, uow.today)
        names = form_names(uow, settings, get_case(uow, item.case_id), item)
        schema = form_of(edition, item.form_ref)
        return initial_answers(schema, today=story.today, known=names["known"])


def test_an_interim_report_asks_for_the_next_day_and_the_final_one_ends_the_follow_up(
    story, office, case, clock
):
    begin(story, office, case, ReportKind.INTERIM)
    assert of_report(story, case, "draft").process_id == "source_report"
    do(story, case, "draft")
    do(story, case, "sign", **signed_on_paper(story.today))
    scan = story.upload(case)
    next_on = story.today + timedelta(days=15)
    do(story, case, "dispatch", receipt=["u1"], uploads={"u1": scan})
    (found,) = followed(story, case)
    assert (found.due_on, found.is_open) == (next_on, True)
    assert found.told == "รายงานความคืบหน้าแล้ว ศน 0019/45 EA123456789TH"
    assert found.told_on == story.today
    clock.advance(days=2)
    begin(story, office, case)
    for element in ("draft", "sign"):
        do(story, case, element)
    do(story, case, "dispatch", sent_on=story.day(-1), way="by_hand")
    (found,) = followed(story, case)
    assert (found.ended_on, found.told) == (
        story.today - timedelta(days=1),
        "รายงานผลแล้ว ศน 0019/45",
    )
    check_rebuild(story.store, story.office_id)
    story.finish(case)
    assert not story.case(case).is_open
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_the_letter_begins_with_what_the_case_file_says_and_names_no_complainant(
    story, office, case, clock
):
    clock.advance(days=3)
    story.do(case, "sort", occurred_on=story.day(-2))
    sorted_on = long_date(story.today - timedelta(days=2), Digits.THAI).th
    begin(story, office, case, ReportKind.INTERIM)
    shown = opened(story, of_report(story, case, "draft"))
    text = shown["report_text"]
    assert shown["report_kind"] == "interim"
    assert f"- คัดแยกประเภทและวิเคราะห์เนื้อหา {sorted_on}" in text
    number = story.case(case).number
    for word in ("ศธ ๑/๒๕๖๙", "ดธ-๗๗", "ลงรับเรื่องร้องเรียน", "อยู่ระหว่าง", "จึงเรียนมาเพื่อทราบ"):
        assert word in text
    assert number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in text
    assert COMPLAINANT["name"] not in text
    assert "แจ้งเบื้องต้น" not in text
    do(story, case, "draft", report_text="ข้อความที่แก้แล้ว")
    do(story, case, "sign", decision="returned")
    assert opened(story, of_report(story, case, "draft"))["report_text"] == "ข้อความที่แก้แล้ว"


@ON_SQLITE
def test_a_final_report_says_what_was_found(story, office, case):
    for element in ("sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["planning"])
    for element in ("report", "review", "propose_result"):
        story.do(case, element)
    begin(story, office, case)
    text = opened(story, of_report(story, case, "draft"))["report_text"]
    assert "ประเด็นที่ ๑ เบิกค่าน้ำมันเกินจริง ผลการตรวจสอบ มีมูล" in text
    assert "ขณะนี้อยู่ระหว่าง" not in text


@ON_SQLITE
def test_the_notice_of_the_result_ends_the_follow_up_and_that_it_goes_on_does_not(story, case):
    for element in ("sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["planning"])
    for element in ("report", "review", "propose_result"):
        story.do(case, element)
    story.do(case, "decide", decision="continue")
    for item in [one for one in story.open(case) if one.process_id == "result_notice"]:
        story.complete(item)
    assert followed(story, case)[0].is_open
    story.finish(case)
    (found,) = followed(story, case)
    assert not found.is_open
    assert found.told == "แจ้งผลการพิจารณาแล้ว"
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_the_report_is_due_on_the_day_of_the_agency_where_that_comes_first(story, office):
    source = {"agency": "nacc", "due_on": story.day(2)}
    case = story.lodge(by=office.actor(Role.OFFICER), sources=[source])
    begin(story, office, case)
    clock_found = clock_of(story, case, "source_report")
    assert clock_found.effective_on == story.today + timedelta(days=2)
    assert clock_found.reckoning.own_on > clock_found.effective_on
    assert of_report(story, case, "draft").due_on == clock_found.effective_on
    for element in ("draft", "sign", "dispatch"):
        do(story, case, element)
    assert clock_of(story, case, "source_report").status == "met"


@ON_SQLITE
def test_a_report_that_is_no_longer_needed_leaves_the_follow_up_as_it_is(story, office, case):
    begin(story, office, case)
    do(story, case, "draft", outcome="stop")
    (found,) = followed(story, case)
    assert found.is_open
    assert found.told == found.text
    assert not [one for one in story.open(case) if one.process_id == "source_report"]
    begin(story, office, case)


@ON_SQLITE
def test_a_letter_that_must_be_mended_is_drafted_and_signed_again_before_it_goes(
    story, office, case
):
    begin(story, office, case)
    for element in ("draft", "sign"):
        do(story, case, element)
    do(story, case, "dispatch", outcome="mend")
    assert followed(story, case)[0].is_open
    for element in ("draft", "sign", "dispatch"):
        do(story, case, element)
    assert not followed(story, case)[0].is_open


@ON_SQLITE
def test_the_next_report_cannot_be_due_in_the_past(story, office, case):
    begin(story, office, case, ReportKind.INTERIM)
    for element in ("draft", "sign"):
        do(story, case, element)
    story.claim(of_report(story, case, "dispatch"))
    before = story.kinds(case)
    with pytest.raises(FormInvalid) as refused:
        do(story, case, "dispatch", next_report_on=story.day(-1))
    assert list(refused.value.messages) == ["next_report_on"]
    assert story.kinds(case) == before


@ON_SQLITE
def test_a_head_about_whom_the_case_is_signs_no_report_and_sees_none(story, office):
    head = office.person(Role.HEAD)
    source = {"agency": "nacc", "due_on": story.day(20)}
    case = story.lodge(by=office.actor(Role.OFFICER), sources=[source])
    story.do(case, "register", category="service", secrecy="ordinary")
    begin(story, office, case)
    do(story, case, "draft")
    in_unit(story.store, office.actor(Role.OFFICER), add_respondent, case, head.name)
    sign = of_report(story, case, "sign")
    people = {one.person_id for one in story.candidates(sign)}
    assert people == {office.person(Role.ALTERNATE_HEAD).id}
    with pytest.raises(NotFound):
        begin(story, office, case, by=office.actor(Role.HEAD))
    do(story, case, "sign")
    do(story, case, "dispatch")


@ON_SQLITE
def test_what_cannot_be_is_refused_and_a_form_sent_twice_begins_one_report(story, office, case):
    with pytest.raises(NotPermitted):
        begin(story, office, case, by=office.actor(Role.CUSTODIAN))
    with pytest.raises(NotFound):
        begin(story, office, case, by=office.actor(Role.UNIT_MEMBER, unit="planning"))
    with pytest.raises(NotFound):
        begin(story, office, case, to=uuid4())
    key = uuid4()
    first = begin(story, office, case, key=key)
    assert first == of_report(story, case, "draft").id
    assert begin(story, office, case, key=key) == first
    with pytest.raises(InvalidTransition):
        begin(story, office, case)
    story.finish(case)
    with pytest.raises(InvalidTransition):
        begin(story, office, case)
