"""Following up on the page: set in the case file, found in the worklist, reported on, ended."""

from datetime import timedelta

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture

LONG = "ส่งสำนวนให้คณะกรรมการสอบสวนทางวินัยตามหนังสือที่ สศน 4.2/118 และรอคำสั่งลงโทษจากผู้มีอำนาจ " * 3


def fill_day(page, label, day):
    box = page.get_by_role("group", name=label)
    box.get_by_label("วัน", exact=True).fill(str(day.day))
    box.get_by_label("เดือน").select_option(str(day.month))
    box.get_by_label("พ.ศ.").fill(str(day.year + 543))


def test_a_follow_up_is_set_found_on_its_day_reported_on_and_ended(
    live, browser_pages, axe_findings, sideways_scroll
):
    story = live.story
    case = story.lodge(by=live.office.actor(Role.OFFICER))
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/work/follow-ups"))
    expect(page.locator("main")).to_contain_text("ไม่มีงานที่ต้องติดตาม")
    faults = axe_findings(page)
    take_picture(page, "follow-ups-none")
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ตั้งงานที่ต้องติดตาม").click()
    page.get_by_label("เรื่องที่ติดตาม").select_option(label="วินัย")
    page.get_by_label("รายละเอียด").fill(LONG)
    fill_day(page, "วันที่ต้องติดตาม", story.today - timedelta(days=1))
    page.get_by_role("button", name="ตั้งงานที่ต้องติดตาม").click()
    expect(page.locator(".errors")).to_contain_text("วันนี้หรือหลังจากนี้")
    faults += axe_findings(page)
    take_picture(page, "follow-up-refused")
    fill_day(page, "วันที่ต้องติดตาม", story.today)
    page.get_by_role("button", name="ตั้งงานที่ต้องติดตาม").click()
    expect(page.locator("#follow-ups")).to_contain_text("รอคำสั่งลงโทษ")
    page.goto(live.at("/provincial/work"))
    page.get_by_role("link", name="ดูงานที่ต้องติดตาม").click()
    expect(page.locator("tr.item")).to_contain_text("วินัย")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"follow-ups-{width}")
    page.locator("tr.item a").click()
    page.get_by_role("link", name="บันทึกผล").click()
    page.get_by_label("ผลการติดตาม").fill("คณะกรรมการนัดประชุมครั้งสุดท้าย")
    page.get_by_label("ติดตามต่อ").check()
    fill_day(page, "วันที่ต้องติดตามครั้งถัดไป", story.today + timedelta(days=30))
    take_picture(page, "follow-up-report")
    page.get_by_role("button", name="บันทึกผลการติดตาม").click()
    expect(page.locator("#follow-ups")).to_contain_text("นัดประชุมครั้งสุดท้าย")
    page.get_by_role("link", name="เปลี่ยนผู้ติดตาม").click()
    page.get_by_label("ผู้ติดตามคนใหม่").select_option(index=1)
    take_picture(page, "follow-up-holder")
    page.get_by_role("link", name="กลับไปแฟ้มเรื่อง").click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        take_picture(page, f"follow-ups-case-{width}")
    page.get_by_role("link", name="บันทึกผล").click()
    page.get_by_label("ผลการติดตาม").fill("ลงโทษตัดเงินเดือนร้อยละ 5")
    page.get_by_label("สิ้นสุดแล้ว").check()
    page.get_by_role("button", name="บันทึกผลการติดตาม").click()
    expect(page.locator("#follow-ups")).to_contain_text("สิ้นสุด")
    expect(page.locator("#timeline")).to_contain_text("ลงโทษตัดเงินเดือนร้อยละ 5")
    assert faults == []
