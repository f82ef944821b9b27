"""Linking two cases on the page, without a script."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture


def test_two_cases_are_linked_and_lead_to_each_other(
    live, browser_pages, axe_findings, sideways_scroll
):
    story, officer = live.story, live.office.actor(Role.OFFICER)
    first, second = story.lodge(by=officer), story.lodge(by=officer)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{first}"))
    page.get_by_role("link", name="เชื่อมกับเรื่องอื่น").click()
    page.get_by_label("เลขรับเรื่อง").fill("ไม่มี 99/2599")
    page.get_by_label("เกี่ยวข้องกันอย่างไร").fill("ผู้รับจ้างรายเดียวกัน")
    page.get_by_role("button", name="เชื่อมเรื่อง").click()
    expect(page.locator(".errors")).to_contain_text("ไม่พบเลขรับเรื่องนี้")
    page.get_by_label("เลขรับเรื่อง").fill(story.case(second).number)
    page.get_by_role("button", name="เชื่อมเรื่อง").click()
    expect(page.get_by_role("status")).to_contain_text("เชื่อมเรื่องแล้ว")
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"links-{width}")
    assert faults == []
    page.locator("main .papers a").click()
    expect(page.locator("#links")).to_contain_text(story.case(first).number)
    expect(page.locator("#links")).to_contain_text("ผู้รับจ้างรายเดียวกัน")
