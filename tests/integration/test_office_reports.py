"""Reports of the office: figures frozen at the start, then written, checked, signed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.access.substitutions import standing_of_actor
from engine.cases.follow_ups import FollowUpKind, follow_ups_of
from engine.cases.parties import excluded_people
from engine.errors import FormInvalid
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.papers.contents import Memo
from engine.papers.printing import printer_of
from engine.reports.counting import Scope
from engine.reports.figures import Counts, count_figures
from engine.reports.freezing import frozen_figures
from engine.reports.periods import named_period
from engine.store import tables
from engine.work.business.starting import start_business
from engine.work.form_names import form_names
from engine.work.notices import mark_read
from engine.work.offices.settings import settings_in_force
from engine.work.papers.proposed import proposed_to
from engine.work.papers.signed import papers_completed, papers_typed
from tests.support.answers import answers_for
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
NOTHING = "ไม่มีเจ้าหน้าที่ บุคคลภายนอก หรือประชาชนทั่วไป แจ้งเรื่องร้องเรียน หรือแจ้งเบาะแส หรือให้ความคิดเห็น"


@pytest.fixture
def begin(story):
    """Start a report by hand, as its office may at any time."""

    def begun(process_id="monthly_report", span=NOVEMBER):
        officer = story.someone(Role.OFFICER)
        return in_unit(
            story.store, officer, start_business, process_id, span, submission_key=uuid4()
        )

    return begun


def known(story, case, element):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        names = form_names(uow, settings, story.case(case), story.item(case, element))
        return dict(names["known"])


def frozen(story, case):
    with story.reading() as uow:
        return frozen_figures(uow, case)


def test_what_is_frozen_is_what_was_counted_and_stays_so(story, begin, clock):
    story.finish(story.lodge())
    story.do(story.lodge(is_anonymous=True, complainants=[], category="procurement"), "register")
    clock.advance(days=3)
    report = begin()
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        counted = {s: count_figures(uow, profile, named_period(NOVEMBER), s) for s in Scope}
    assert counted[Scope.ALL].total.received == 2
    assert frozen(story, report).by_scope == counted
    story.lodge()
    clock.advance(days=1)
    assert frozen(story, report).by_scope == counted


def test_a_report_that_is_counted_again_takes_other_days_and_what_came_since(story, begin):
    report = begin(span=OCTOBER)
    assert frozen(story, report).all.total == Counts()
    story.lodge()
    story.do(
        report,
        "prepare",
        counted="recount",
        period_from=NOVEMBER.first_on.isoformat(),
        period_to=NOVEMBER.last_on.isoformat(),
    )
    assert frozen(story, report).all.total == Counts(received=1)
    assert frozen(story, report).round == 2
    assert story.case(report).subject == "รายงานสรุปประจำเดือนพฤศจิกายน 2569"
    assert story.open_elements(report) == ["prepare"]


def test_a_report_cannot_be_counted_backwards(story, begin):
    report = begin()
    with pytest.raises(FormInvalid) as refused:
        story.do(
            report, "prepare", counted="recount", period_from="2026-11-30", period_to="2026-11-01"
        )
    assert "period_to" in refused.value.messages
    assert frozen(story, report).round == 1


def test_the_form_says_the_figures_in_words_and_that_there_were_none(story, begin):
    empty = known(story, begin(span=OCTOBER), "prepare")
    assert empty["facts"] == (
        f"ระหว่างวันที่ ๑ ตุลาคม ๒๕๖๙ ถึง ๓๑ ตุลาคม ๒๕๖๙ {NOTHING} (ตัวเลข ณ วันที่ ๒๓ พฤศจิกายน ๒๕๖๙)"
    )
    story.lodge()
    full = known(story, begin(), "prepare")
    assert "รับเรื่องร้องเรียนและเบาะแสใหม่ ๑ เรื่อง ยกมา ๐ เรื่อง" in full["facts"]
    assert [row["item"] for row in full["figures"]] == [
        "ยกมา", "รับใหม่", "รวม", "แล้วเสร็จ", "คงเหลือ",
    ]  # fmt: skip
    assert full["figures"][1]["all"] == "1"


@pytest.mark.parametrize("process_id", ["monthly_report", "fiscal_year_report", "six_month_memo"])
def test_a_report_goes_by_officer_manager_and_head_to_its_end(story, office, begin, process_id):
    report = begin(process_id)
    story.finish(report)
    roles = {person.id: person.role for person in office.people}
    done = [
        (event.element, roles[event.actor_id])
        for event in story.events(report)
        if event.kind == "work_item_completed"
    ]
    wanted = {
        "monthly_report": [Role.OFFICER, Role.MANAGER, Role.HEAD],
        "fiscal_year_report": [Role.OFFICER, Role.MANAGER, Role.HEAD, Role.OFFICER],
        "six_month_memo": [Role.OFFICER, Role.MANAGER, Role.HEAD, Role.OFFICER],
    }
    assert [role for _, role in done] == wanted[process_id]
    assert story.case(report).status == "archived"
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_what_the_year_taught_is_assigned_and_followed_up(story, begin):
    year = Period(date(2025, 10, 1), date(2026, 9, 30))
    report = begin("fiscal_year_report", year)
    for element in ("analyse", "check"):
        story.do(report, element)
    story.do(report, "acknowledge", order_text="ให้เผยแพร่ราคากลางก่อนสิ้นปี")
    form = known(story, report, "assign")
    proposed = answers_for("fiscal_year_report.analyse", story.today)["improvements"]
    assert form["follow_ups"] == [{"kind": "improvement", **row} for row in proposed]
    assert form["order_text"] == "ให้เผยแพร่ราคากลางก่อนสิ้นปี"
    holder = story.someone(Role.MANAGER).person_id
    rows = [{**row, "holder": str(holder)} for row in form["follow_ups"]]
    story.do(report, "assign", follow_ups=rows)
    with story.reading() as uow:
        (improvement,) = follow_ups_of(uow, report)
    assert improvement.kind is FollowUpKind.IMPROVEMENT
    assert improvement.holder_id == holder
    assert improvement.due_on == story.today + timedelta(days=60)
    assert improvement.ended_on is None


def test_the_memo_of_a_report_has_its_parts_and_the_chain_of_who_put_it_on(story, begin):
    memo = begin("six_month_memo")
    story.do(memo, "prepare", letter_no="ศน ๐๐๑๙/-", facts="ไม่มีเรื่องร้องเรียน")
    story.do(memo, "check", opinion="ตรวจกับทะเบียนแล้ว")
    sign = story.item(memo, "sign")
    actor = story.claim(sign)
    with story.store.reading(actor) as uow:
        settings, standing = settings_in_force(uow, uow.today), standing_of_actor(uow)
        (kept,) = papers_completed(uow, settings, standing, sign, story.answers(sign))
    paper = kept.paper
    assert isinstance(paper, Memo)
    assert [part.heading for part in paper.parts] == ["ต้นเรื่อง", "ข้อเท็จจริง", "ข้อเสนอ"]
    assert paper.parts[1].text == "ไม่มีเรื่องร้องเรียน"
    assert paper.number == "ศน ๐๐๑๙/-"
    drafter, manager, head = paper.signatures
    assert (manager.opinion, manager.endorses) == ("ตรวจกับทะเบียนแล้ว", True)
    assert head.in_system
    assert not head.endorses
    assert len({drafter.name, manager.name, head.name}) == 3
    printed = without_spaces(text_of(printer_of(None, None).pdf(paper)))
    assert "ตรวจและเสนอในระบบ" in printed


def test_a_memo_that_was_sent_back_bears_only_the_last_opinion(story, begin):
    memo = begin("six_month_memo")
    for opinion in ("ครั้งแรก", "ครั้งที่สอง"):
        story.do(memo, "prepare")
        story.do(memo, "check", opinion=opinion)
        sign = story.item(memo, "sign")
        if opinion == "ครั้งแรก":
            story.do(memo, "sign", decision="returned")
    with story.reading() as uow:
        proposed = proposed_to(uow, sign)
    assert [one.opinion for one in proposed.endorsed] == ["ครั้งที่สอง"]
    assert proposed.item.element == "prepare"


def overtaken(story, person_id):
    """Return the reports whose figures somebody was told to be overtaken."""
    with story.reading() as uow:
        table = tables.notice
        return list(
            uow.connection.scalars(
                select(table.c.case_id)
                .where(table.c.kind == "figures_overtaken", table.c.person_id == person_id)
                .order_by(table.c.recorded_at)
            )
        )


def test_a_complaint_of_days_already_counted_is_told_to_who_wrote_the_report(story, office, begin):
    report, other = begin(), begin(span=OCTOBER)
    story.do(report, "prepare")
    (author,) = {item.completed_by for item in story.items(report) if item.element == "prepare"}
    story.lodge()
    assert overtaken(story, author) == [report]
    story.lodge()
    assert overtaken(story, author) == [report]
    late = story.lodge(received_on=OCTOBER.last_on.isoformat())
    assert story.case(late).received_on == OCTOBER.last_on
    for one in range(2):
        assert other in overtaken(story, office.person(Role.OFFICER, nth=one).id)
    in_unit(story.store, story.someone(Role.OFFICER), mark_read, author)
    story.lodge()
    assert overtaken(story, author).count(report) == 2
    check_rebuild(story.store, story.office_id)


@ON_SQLITE
def test_whoever_the_new_case_is_about_is_told_nothing_of_it(story, office, begin):
    report = begin()
    story.do(report, "prepare")
    (author,) = {item.completed_by for item in story.items(report) if item.element == "prepare"}
    person = next(one for one in office.people if one.id == author)
    case = story.lodge(respondents=[{"name": person.name, "position": "เจ้าหน้าที่"}])
    with story.reading() as uow:
        assert author in excluded_people(uow, case)
    assert overtaken(story, author) == []


@ON_SQLITE
def test_what_amends_a_concluded_report_says_so_and_counts_anew(story, begin):
    first = begin()
    story.finish(first)
    story.lodge()
    second = begin()
    named = story.case(first).subject
    assert story.case(second).subject == f"{named} ฉบับแก้ไขครั้งที่ 1"
    assert frozen(story, second).all.total.received == frozen(story, first).all.total.received + 1
    story.finish(second)
    assert story.case(begin()).subject == f"{named} ฉบับแก้ไขครั้งที่ 2"
    assert story.case(begin(span=OCTOBER)).subject != named


def test_a_memo_begins_with_why_its_programme_asks_for_it_in_that_year(story, begin):
    half = Period(date(2026, 10, 1), date(2027, 3, 31))
    this_year = known(story, begin("six_month_memo", half), "prepare")
    assert this_year["origin"].startswith("ตามที่กรมให้หน่วยงานในสังกัด")
    assert "พ.ศ. ๒๕๗๐" in this_year["origin"]
    year_before = Period(date(2026, 4, 1), date(2026, 9, 30))
    assert known(story, begin("six_month_memo", year_before), "prepare")["origin"] is None
    assert known(story, begin("monthly_report"), "prepare")["origin"] is None


def test_the_guideline_its_channels_and_its_chart_go_along_with_a_memo_by_number(story, begin):
    half = Period(date(2026, 10, 1), date(2027, 3, 31))
    assert known(story, begin("six_month_memo", half), "prepare")["attached"] == []
    story.finish(begin("publish_guideline", half))
    memo = begin("six_month_memo", half)
    attached = known(story, memo, "prepare")["attached"]
    assert attached[0]["title"] == ("แนวปฏิบัติการจัดการเรื่องร้องเรียน ฉบับที่ ๑ เผยแพร่วันที่ ๒๓ พฤศจิกายน ๒๕๖๙")
    typed = {**answers_for("six_month_memo.prepare", story.today), "attached": attached}
    step = story.item(memo, "prepare")
    with story.store.reading(story.claim(step)) as uow:
        settings = settings_in_force(uow, uow.today)
        (worded,) = papers_typed(uow, settings, standing_of_actor(uow), step, typed)
    *_, last = worded.paper.parts
    assert last.heading == "เอกสารแนบ"
    assert [line.split(" ")[0:2] for line in last.text.splitlines()] == [
        ["1.", "แนวปฏิบัติการจัดการเรื่องร้องเรียน"],
        ["2.", "ช่องทางการรับเรื่องร้องเรียน"],
        ["3.", "ผังการจัดการเรื่องร้องเรียน"],
    ]
