"""The record of a filed case is held for a body that needs it, and the hold lifted, on the page."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.test_suspending import look


def test_a_filed_case_is_held_says_so_and_is_let_go(
    live, browser_pages, axe_findings, sideways_scroll
):
    story = live.story
    case = story.lodge(by=live.office.actor(Role.OFFICER))
    story.finish(case)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ระงับการทำลาย").click()
    page.get_by_label("หน่วยงานที่ต้องใช้สำนวน").select_option(label="หน่วยงานอื่น")
    page.get_by_label("หนังสือหรือคำสั่งเลขที่").fill("ตช 0020/12")
    page.get_by_label("เหตุที่ต้องเก็บไว้").fill("พนักงานสอบสวนขอสำนวนประกอบคดี")
    page.get_by_role("button", name="ระงับการทำลาย").click()
    expect(page.locator(".errors")).to_contain_text("ชื่อหน่วยงาน")
    faults = look(page, "legal-hold-refused", axe_findings, sideways_scroll)
    page.get_by_label("ชื่อหน่วยงาน").fill("สถานีตำรวจภูธรสมมติ")
    page.get_by_role("button", name="ระงับการทำลาย").click()
    expect(page.locator("main")).to_contain_text("ระงับการทำลายตามหนังสือของ สถานีตำรวจภูธรสมมติ")
    expect(page.locator("#timeline")).to_contain_text("ระงับการทำลาย สถานีตำรวจภูธรสมมติ ตช 0020/12")
    faults += look(page, "legal-hold-case", axe_findings, sideways_scroll)
    page.get_by_role("link", name="เลิกระงับการทำลาย").click()
    expect(page.locator("main")).to_contain_text("ตช 0020/12")
    page.get_by_label("เหตุที่ไม่ต้องเก็บไว้แล้ว").fill("คดีถึงที่สุด")
    faults += look(page, "legal-hold-lift", axe_findings, sideways_scroll)
    page.get_by_role("button", name="เลิกระงับการทำลาย").click()
    expect(page.get_by_role("status")).to_contain_text("เลิกระงับการทำลายแล้ว")
    expect(page.get_by_role("link", name="เลิกระงับการทำลาย")).to_have_count(0)
    assert faults == []
