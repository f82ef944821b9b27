"""A case that agencies sent: the day that leads is told, it is moved, and a report goes back."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.test_follow_ups import fill_day

SET_DAY = "บันทึกวันที่หน่วยงานกำหนด"


@pytest.fixture
def case(live):
    """A case of two agencies that a unit looks into."""
    story = live.story
    sources = [
        {"agency": "damrongdhama", "letter_no": "ศธ 0017.1/1234", "due_on": story.day(20)},
        {
            "agency": "nacc",
            "letter_no": "ปช 0012/345",
            "reference": "กล่อง 7",
            "due_on": story.day(5),
        },
    ]
    case = story.lodge(by=live.office.actor(Role.OFFICER), sources=sources)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["planning"])
    return case


@pytest.fixture
def look(axe_findings, sideways_scroll):
    """Look at a page at every width; keep it in both themes where a folder is named."""

    def at(page, name):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert axe_findings(page) == []
            assert sideways_scroll(page) == 0
            take_pictures(page, f"{name}-{width}")

    return at


def take_pictures(page, name):
    folder = os.environ.get("SUCHARIT_PICTURES")
    if folder:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")


def test_the_day_that_leads_is_told_with_its_letter_and_moves_when_the_agency_moves_it(
    live, case, browser_pages, look
):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    expect(page.locator("#clock")).to_contain_text("จึงใช้วันที่หน่วยงานที่ส่งเรื่องกำหนด")
    expect(page.locator("#clock")).to_contain_text("ปช 0012/345")
    look(page, "sources-case")
    page.get_by_role("link", name=SET_DAY).click()
    page.get_by_label("หน่วยงาน", exact=True).select_option(label="หน่วยงานที่ส่งเรื่องแห่งที่ 2")
    page.locator("[name=letter_no]").fill("ปช 0012/400")
    fill_day(page, "วันที่หน่วยงานกำหนดใหม่", live.story.today - timedelta(days=1))
    page.get_by_role("button", name=SET_DAY).click()
    expect(page.locator(".errors")).to_contain_text("วันนี้หรือหลังจากนี้")
    look(page, "sources-day-refused")
    fill_day(page, "วันที่หน่วยงานกำหนดใหม่", live.story.today + timedelta(days=40))
    page.get_by_role("button", name=SET_DAY).click()
    expect(page.locator("#clock")).not_to_contain_text("ปช 0012/345")


def test_a_report_is_written_from_the_follow_up_signed_at_the_desk_and_sent(
    live, case, browser_pages, look
):
    story, page, head = live.story, browser_pages(), browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}#follow-ups"))
    page.locator("#follow-ups").get_by_role("link", name="ทำหนังสือรายงาน").first.click()
    look(page, "sources-report")
    page.get_by_label("ความคืบหน้า").check()
    page.get_by_role("button", name="รายงานหน่วยงานที่ส่งเรื่อง").click()
    text = page.locator("[name=report_text]")
    expect(text).to_have_value(re.compile("ปช ๐๐๑๒/๓๔๕.*กล่อง ๗", re.DOTALL))
    look(page, "sources-report-draft")
    page.get_by_role("button", name="บันทึกเสร็จ", exact=True).click()
    expect(page.get_by_role("status").first).to_be_visible()
    live.begin_session(head, Role.HEAD)
    head.goto(live.at("/provincial/desk"))
    head.locator(".folders h3 a").first.click()
    expect(head.locator(".letter")).to_contain_text("ปช ๐๐๑๒/๓๔๕")
    look(head, "sources-report-sign")
    story.complete(story.item(case, "sign", "party="))
    dispatch = story.item(case, "dispatch", "party=")
    story.claim(dispatch, by=live.office.actor(Role.OFFICER))
    page.goto(live.at(f"/provincial/work/{dispatch.id}"))
    page.get_by_label("ส่งแล้ว", exact=True).check()
    page.locator("[name=way]").select_option("by_hand")
    page.locator("[name=letter_no]").fill("ศน 0019/45")
    fill_day(page, "รายงานครั้งถัดไปภายใน", story.today + timedelta(days=14))
    look(page, "sources-report-dispatch")
    page.get_by_role("button", name="บันทึกเสร็จ", exact=True).click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(live.at(f"/provincial/cases/{case}"))
    expect(page.locator("#follow-ups")).to_contain_text("รายงานความคืบหน้าแล้ว ศน 0019/45")
    look(page, "sources-case-reported")
