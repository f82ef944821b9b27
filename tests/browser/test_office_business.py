"""Business by the calendar in a real browser: listed, started by hand, written, signed."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert, select

from engine.cases.attachments import OFFICIAL_PAPER, attachments_of
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.offices.opening import revise_profile
from engine.worker import start_turns
from tests.browser.conftest import PASSWORD

MONTHLY = """
[cycles.monthly_report]
title = { th = "รายงานสรุปประจำเดือน", en = "Monthly summary" }
every = "month"
day = 1
catch_up = "each"
covers = "month_before"
citation = { th = "แนวทางปฏิบัติ การรายงานผล ข้อ ๑", en = "Guideline, reporting 1" }
"""


@pytest.fixture
def reporting(live):
    """The office with a monthly report in its profile, on the first of December."""
    toml = (bundled_dir("processes") / "offices" / "provincial.toml").read_text(encoding="utf-8")
    with live.store.unit(Actor(live.office.id, None)) as uow:
        uow.hold(live.office.id)
        kept = toml.replace("[cycles.channel_check]", "[cycles.other]")
        revise_profile(uow, kept + MONTHLY, effective_on=uow.today)
    live.story.lodge()
    live.clock.now = datetime(2026, 12, 1, 3, tzinfo=UTC)
    return live


def test_what_the_calendar_began_is_listed_written_checked_and_signed(
    reporting, browser_pages, look
):
    live, page = reporting, browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/figures"))
    page.get_by_role("link", name="งานตามรอบ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("งานตามรอบ")
    expect(page.get_by_text("ยังไม่เคยเริ่ม").first).to_be_visible()
    look(page, "business-before")
    assert start_turns(live.store) == 1
    page.reload()
    page.get_by_role("link", name="รายงานสรุปประจำเดือนพฤศจิกายน 2569").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "business-case")
    (report,) = begun(live)
    officer = live.office.person(Role.OFFICER)
    prepare = live.story.item(report, "prepare")
    live.story.claim(prepare, by=live.office.actor(Role.OFFICER))
    page.get_by_role("link", name="จัดทำรายงานสรุปประจำเดือน").first.click()
    expect(page.get_by_label("ผลการจัดการเรื่องร้องเรียน")).to_have_value(
        re.compile("รับเรื่องร้องเรียนและเบาะแสใหม่ ๑ เรื่อง")
    )
    expect(page.get_by_role("row", name="รับใหม่")).to_contain_text("1")
    look(page, "business-prepare")
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    assert live.story.item(report, "check").role == Role.MANAGER
    live.story.do(report, "check")
    acknowledge = live.story.item(report, "acknowledge")
    live.story.claim(acknowledge)
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"/provincial/work/{acknowledge.id}"))
    expect(page.get_by_role("row", name="รับใหม่")).to_contain_text("1")
    look(page, "business-acknowledge")
    page.get_by_label("รับทราบ").check()
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    with live.story.reading() as uow:
        (paper,) = attachments_of(uow, report)
    assert (paper.kind, paper.file_name) == (OFFICIAL_PAPER, "บันทึกข้อความ ง 1-2570.pdf")
    page.goto(live.at("/provincial/business"))
    expect(page.get_by_text("เสร็จแล้ว")).to_be_visible()
    look(page, "business-after")
    assert officer.id in {event.actor_id for event in live.story.events(report)}


def begun(live):
    """Return the cases that the office began of itself."""
    table = tables.case
    with live.story.reading() as uow:
        return uow.connection.scalars(
            select(table.c.id)
            .where(table.c.kind == "office_business")
            .order_by(table.c.received_on, table.c.number)
        ).all()


def test_what_is_frozen_says_what_has_changed_since(reporting, browser_pages, look):
    live = reporting
    start_turns(live.store)
    (report,) = begun(live)
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(f"/provincial/cases/{report}"))
    page.get_by_role("link", name="ตัวเลขที่ตรึงไว้").click()
    expect(page.get_by_text("ตั้งแต่ตรึงไว้")).to_have_count(0)
    expect(page.locator(".figures")).to_contain_text("ยกมา 0 รับใหม่ 1")
    live.story.lodge(received_on="2026-11-30")
    page.reload()
    expect(page.get_by_text("ตั้งแต่ตรึงไว้")).to_contain_text("รับใหม่ +1")
    expect(page.locator(".figures")).to_contain_text("ยกมา 0 รับใหม่ 1")
    look(page, "frozen")
    page.get_by_role("link", name="เฉพาะการทุจริตและประพฤติมิชอบ").click()
    expect(page.locator(".zero")).to_be_visible()
    sent = page.request.get(live.at(f"/provincial/figures/{report}.csv"))
    assert sent.status == 200
    assert "2026-11-01" in sent.text()


def test_who_wrote_a_report_is_told_of_a_later_case_and_begins_its_amendment(
    reporting, browser_pages
):
    live = reporting
    start_turns(live.store)
    (report,) = begun(live)
    live.story.do(report, "prepare", by=live.office.actor(Role.OFFICER))
    live.story.finish(report)
    live.story.lodge(received_on="2026-11-30")
    page = browser_pages(width=390)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/work/notices"))
    page.get_by_role("link", name="มีเรื่องรับใหม่ในช่วงที่รายงานนับไปแล้ว").click()
    page.get_by_role("link", name="เริ่มรายงานแก้ไขของช่วงนี้").click()
    expect(page.get_by_label("ถึงวันที่")).to_have_value("30/11/2569")
    page.get_by_role("button", name="เริ่มงาน").click()
    expect(page.locator("main")).to_contain_text("ฉบับแก้ไขครั้งที่ 1")


def test_a_report_is_started_by_hand_and_wrong_days_are_told_at_their_field(live, browser_pages):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/business"))
    page.get_by_role("link", name="เริ่มด้วยมือ รายงานสรุปผลการวิเคราะห์รายปี").click()
    page.get_by_label("ตั้งแต่วันที่").fill("1 ต.ค. 2568")
    page.get_by_label("ถึงวันที่").fill("30 ก.ย. 2567")
    page.get_by_role("button", name="เริ่มงาน").click()
    expect(page.locator("#to-err")).to_contain_text("ต้องไม่อยู่ก่อนวันแรก")
    assert begun(live) == []
    page.get_by_label("ถึงวันที่").fill("๓๐ ก.ย. ๒๕๖๙")
    page.get_by_role("button", name="เริ่มงาน").click()
    expect(page.get_by_role("status")).to_contain_text("เริ่มงานแล้ว")
    assert len(begun(live)) == 1
    expect(page.get_by_role("link", name="เพิ่มผู้ร้องเรียน")).to_have_count(0)


def test_a_turn_that_could_not_begin_is_told(reporting, browser_pages, axe_findings):
    live = reporting
    with live.store.database.writing() as connection:
        connection.execute(
            insert(tables.schedule).values(
                office_id=live.office.id,
                process_id="monthly_report",
                slot_key="2026-12",
                due_at=live.clock.now,
                failures=4,
            )
        )
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at("/provincial/business"))
    expect(page.get_by_text("เริ่มงานของวันที่ 1 ธันวาคม 2569 ไม่สำเร็จ")).to_be_visible()
    assert axe_findings(page) == []


def test_who_only_works_for_a_unit_has_no_business_there(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.UNIT_MEMBER)
    for path in ("business", "business/monthly_report"):
        answer = page.goto(live.at(f"/provincial/{path}"))
        assert answer.status == 403


def test_all_channels_are_checked_on_one_page(live, browser_pages, look):
    live.clock.now = datetime(2026, 11, 30, 3, tzinfo=UTC)
    start_turns(live.store)
    (case,) = begun(live)
    item = live.story.item(case, "check_channels")
    live.story.claim(item, by=live.office.actor(Role.OFFICER))
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    expect(page.get_by_label("ตรวจครบทุกช่องทาง ไม่พบเรื่อง")).to_be_checked()
    look(page, "channels-none")
    page.get_by_label("พบเรื่อง หรือมีช่องทางที่ไม่ได้ตรวจ").check()
    expect(page.get_by_role("group", name="ผลแต่ละช่องทาง")).to_be_visible()
    look(page, "channels-some")
    page.get_by_label("ตรวจครบทุกช่องทาง ไม่พบเรื่อง").check()
    page.get_by_label("เปิดแล้ว ไม่พบเรื่อง").check()
    page.get_by_label("ผู้เปิดตู้").fill("กมล ตัวอย่าง เจ้าพนักงานธุรการ")
    page.get_by_label("ผู้ร่วมเปิดตู้").fill("ตะวัน ตัวอย่าง รองผู้อำนวยการ")
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    assert live.story.case(case).status == "archived"
