"""A case waits for an outside body and goes on, and a unit is given more time, on the page."""

from datetime import timedelta

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture
from tests.browser.test_follow_ups import fill_day


def given_to_a_unit(live):
    story = live.story
    case = story.lodge(by=live.office.actor(Role.OFFICER))
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["planning"])
    return case


def look(page, name, axe_findings, sideways_scroll):
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"{name}-{width}")
    return faults


def test_a_case_is_suspended_shows_so_everywhere_and_goes_on(
    live, browser_pages, axe_findings, sideways_scroll
):
    story, case = live.story, given_to_a_unit(live)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="พักเรื่องรอผล").click()
    page.get_by_label("รอผลของหน่วยงาน").select_option(label="สำนักงาน ป.ป.ช.")
    page.get_by_label("หนังสือหรือเลขเรื่อง").fill("ปช 0012/345")
    page.get_by_label("เหตุที่พัก").fill("ป.ป.ช. มีหนังสือแจ้งรับเรื่องไว้ไต่สวนเอง ให้ส่งสำนวนและรอผล")
    fill_day(page, "วันที่ต้องติดตามผล", story.today + timedelta(days=30))
    page.get_by_role("button", name="พักเรื่องรอผล").click()
    expect(page.locator(".errors")).to_contain_text("คำสั่งหัวหน้าหน่วยงาน")
    faults = look(page, "suspend-refused", axe_findings, sideways_scroll)
    page.get_by_label("เลขที่คำสั่ง").fill("เกษียนท้ายหนังสือ 23 พ.ย. 2569")
    page.get_by_role("button", name="พักเรื่องรอผล").click()
    expect(page.locator("main")).to_contain_text("รอผล สำนักงาน ป.ป.ช.")
    expect(page.locator("#clock")).to_contain_text("พักการนับ")
    faults += look(page, "suspended-case", axe_findings, sideways_scroll)
    unit = browser_pages()
    live.begin_session(unit, Role.UNIT_MEMBER, unit="planning")
    unit.goto(live.at("/provincial/work"))
    unit.locator("tr.item button").first.click()
    expect(unit.locator("main")).to_contain_text("กำหนดเวลาภายในพักการนับ")
    faults += look(unit, "suspended-item", axe_findings, sideways_scroll)
    unit.goto(live.at("/provincial/work"))
    expect(unit.locator("tr.item")).to_contain_text("พักการนับ")
    faults += look(unit, "suspended-list", axe_findings, sideways_scroll)
    page.get_by_role("link", name="ดำเนินเรื่องต่อ").click()
    page.get_by_label("ผลที่ได้รับ").fill("ส่งเรื่องคืนให้ดำเนินการทางวินัย")
    page.get_by_role("button", name="ดำเนินเรื่องต่อ").click()
    expect(page.get_by_role("status")).to_contain_text("ดำเนินเรื่องต่อแล้ว")
    expect(page.locator("#timeline")).to_contain_text("ส่งเรื่องคืนให้ดำเนินการทางวินัย")
    expect(page.locator("#clock")).not_to_contain_text("พักการนับ รอผล")
    assert faults == []


def test_a_unit_is_given_more_time_by_order(live, browser_pages, axe_findings, sideways_scroll):
    case = given_to_a_unit(live)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.locator("#clock").get_by_role("link", name="ขยายเวลา").first.click()
    page.get_by_label("จำนวนวันที่ขยาย").fill("๕")
    page.get_by_label("เลขที่คำสั่ง").fill("12/2570")
    page.get_by_label("เหตุที่ขยาย").fill("พยานอยู่ต่างจังหวัด")
    faults = look(page, "extend", axe_findings, sideways_scroll)
    page.get_by_role("button", name="ขยายเวลา").click()
    expect(page.get_by_role("status")).to_contain_text("ขยายเวลาแล้ว")
    expect(page.locator("#clock")).to_contain_text("ขยายเวลา 5 วันทำการ อ้างถึง 12/2570")
    faults += look(page, "extended-case", axe_findings, sideways_scroll)
    assert faults == []
