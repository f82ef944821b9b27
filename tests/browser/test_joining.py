"""What the officer does when a matter grows: another complainant, agency or unit joins the case."""

import re

from playwright.sync_api import expect

from engine.office.roles import Role
from engine.sealing.receipts import ReceiptCode
from tests.integration.test_clocks import order_units


def test_an_officer_adds_a_complainant_and_hands_over_her_code(live, browser_pages, axe_findings):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register")
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="เพิ่มผู้ร้องเรียน", exact=True).click()
    page.get_by_role("button", name="เพิ่มผู้ร้องเรียน").click()
    expect(page.locator(".errors")).to_contain_text("ช่องทางที่รับ")
    assert axe_findings(page) == []
    page.get_by_label("ช่องทางที่รับ").select_option(index=1)
    page.get_by_label("ชื่อ นามสกุล ผู้ร้องเรียน").fill("นางมาทีหลัง ผู้สมมติ")
    page.get_by_label("โทรศัพท์").fill("0812345678")
    page.get_by_label("ให้ติดต่อกลับทาง").select_option("telephone")
    page.get_by_label("ออกรหัสรับเรื่อง").check()
    page.get_by_role("button", name="เพิ่มผู้ร้องเรียน").click()
    code = page.locator(".code").inner_text()
    assert ReceiptCode.parse(code).shown == code
    assert axe_findings(page) == []
    page.get_by_role("link", name="กลับไปแฟ้มเรื่อง").click()
    page.wait_for_load_state()
    assert "มาทีหลัง" not in page.content()
    assert len([i for i in live.story.open(case) if i.element == "draft"]) == 2


def test_an_officer_adds_an_agency_that_sends_the_same_matter(live, browser_pages):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register")
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/agencies/new"))
    page.get_by_label("หน่วยงาน", exact=True).select_option(index=1)
    page.get_by_label("เลขที่หนังสือ").fill("ดธ ๐๐๑๒/๙")
    page.get_by_role("button", name="เพิ่มหน่วยงานที่ส่งเรื่อง").click()
    expect(page.get_by_role("status")).to_contain_text("เพิ่มหน่วยงานที่ส่งเรื่องแล้ว")
    assert len([i for i in live.story.open(case) if i.element == "draft"]) == 2


def test_one_more_unit_is_asked_with_the_order_cited(live, browser_pages, axe_findings):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    order_units(live.story, case, units=["planning"])
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ให้กลุ่มงานตรวจสอบเพิ่ม").click()
    page.get_by_label("กลุ่มงาน").select_option("construction")
    page.get_by_label("เหตุที่ให้ตรวจสอบเพิ่ม").fill("พบว่าเกี่ยวข้องกับงานก่อสร้าง")
    page.get_by_role("button", name="ให้กลุ่มงานตรวจสอบเพิ่ม").click()
    expect(page.locator(".errors")).to_contain_text("คำสั่ง")
    expect(page.get_by_label("เหตุที่ให้ตรวจสอบเพิ่ม")).to_have_value(re.compile("พบว่า"))
    assert axe_findings(page) == []
    page.get_by_label("เลขที่คำสั่งหรือหนังสือสั่งการ").fill("บันทึกสั่งการ 12/2570")
    page.get_by_role("button", name="ให้กลุ่มงานตรวจสอบเพิ่ม").click()
    expect(page.get_by_role("status")).to_contain_text("ส่งให้กลุ่มงานแล้ว")
    assert live.story.item(case, "report", "unit=construction")


def test_who_may_not_add_anybody_is_offered_no_way_to(live, browser_pages):
    case = live.story.lodge()
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    assert page.get_by_role("link", name="เพิ่มผู้ร้องเรียน", exact=True).count() == 0
    page.goto(live.at(f"/provincial/cases/{case}/units/new"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ท่านทำรายการนี้ไม่ได้")
