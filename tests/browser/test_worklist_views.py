"""The views and filters of the worklist, as they are used: by links, a form, chips, pages."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role

ROWS = "table.work tr.item"


@pytest.fixture
def handed_on(live):
    """A case that one officer brought to the head, and one that she holds."""
    officer = live.office.actor(Role.OFFICER)
    case = live.story.lodge(by=officer)
    for step in ("register", "sort", "draft_letter"):
        live.story.do(case, step, by=officer)
    live.story.claim(live.story.item(case, "sign_letter"))
    held = live.story.lodge(by=officer)
    return case, held


def test_views_have_their_counts_and_lead_to_what_they_list(live, browser_pages, handed_on):
    page = browser_pages(java_script_enabled=False)
    live.sign_in(page, Role.OFFICER)
    tabs = page.get_by_role("navigation", name="มุมมอง")
    expect(tabs.get_by_role("link")).to_have_text(
        [re.compile(each) for each in ("ทั้งหมด", "ฉันรับไว้แล้ว", "ยังไม่มีผู้รับ", "รอผู้อื่น1", "ฉันบันทึกเสร็จ3")]
    )
    tabs.get_by_role("link", name="รอผู้อื่น").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("อยู่กับ ทองดี ตัวอย่าง")
    page.locator(ROWS).get_by_role("link").click()
    page.wait_for_url(live.at(f"/provincial/cases/{handed_on[0]}"))
    page.goto(live.at("/provincial/work?view=done"))
    expect(page.locator(ROWS)).to_have_count(3)
    page.locator(ROWS).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="บันทึกเสร็จแล้ว")).to_be_visible()
    live.sign_out(page)
    live.sign_in(page, Role.UNIT_MEMBER, unit="planning")
    assert "รอผู้อื่น" not in page.content()


def test_filters_are_in_the_address_and_go_one_by_one(
    live, browser_pages, handed_on, axe_findings, sideways_scroll
):
    number = live.story.case(handed_on[1]).number
    page = browser_pages(width=390)
    live.sign_in(page, Role.OFFICER)
    whole = page.locator(ROWS).count()
    page.fill("#q", number)
    page.get_by_label("ตัวกรองเพิ่มเติม").check()
    page.select_option("#f-step", "complaint_provincial.register")
    later = live.story.today + timedelta(days=365)
    page.fill("#f-to", f"{later.day}/{later.month}/{later.year + 543}")
    page.get_by_role("button", name="กรอง").click()
    expect(page.locator(ROWS)).to_have_count(1)
    chips = page.get_by_role("list", name="ตัวกรองที่ใช้อยู่").get_by_role("link")
    expect(chips).to_have_count(4)
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0
    chips.first.click()
    expect(chips).to_have_count(3)
    assert f"to={later.isoformat()}" in page.url
    page.get_by_role("link", name="ล้างตัวกรอง").click()
    expect(page.locator(ROWS)).to_have_count(whole)


@pytest.mark.usefixtures("handed_on")
def test_a_date_that_is_none_is_said_at_its_field_and_narrows_nothing(
    live, browser_pages, axe_findings
):
    page = browser_pages()
    live.sign_in(page, Role.OFFICER)
    whole = page.locator(ROWS).count()
    page.goto(live.at("/provincial/work?from=พรุ่งนี้&to=1/1/2570&due=nonsense&step=x&sort=y&after=z"))
    expect(page.locator("#f-from")).to_have_value("พรุ่งนี้")
    expect(page.locator("#f-from-err")).to_contain_text("อ่านวันที่ไม่ได้")
    expect(page.locator(ROWS)).to_have_count(whole)
    assert axe_findings(page) == []


@pytest.mark.usefixtures("handed_on")
def test_what_is_late_is_said_first_and_leads_to_it(live, browser_pages):
    page = browser_pages()
    live.clock.advance(days=20)
    live.sign_in(page, Role.OFFICER)
    page.locator(".glance a").first.click()
    assert page.url.endswith("?due=late")
    expect(page.locator("tr.item:not(.late)")).to_have_count(0)
    expect(page.get_by_role("link", name="เกินกำหนด เอาออก")).to_be_visible()


def test_a_calendar_address_is_shown_once_and_revoked(live, browser_pages, axe_findings):
    page = browser_pages(width=390)
    live.sign_in(page, Role.OFFICER)
    page.get_by_role("link", name="ปฏิทินงานครบกำหนด").click()
    assert axe_findings(page) == []
    page.get_by_role("button", name="สร้างที่อยู่ปฏิทิน").click()
    address = page.get_by_label("ที่อยู่ปฏิทิน").input_value()
    assert "/calendar/" in address
    assert axe_findings(page) == []
    page.goto(live.at("/provincial/work/calendar"))
    expect(page.get_by_text("มีที่อยู่ปฏิทินใช้อยู่")).to_be_visible()
    assert address not in page.content()
    path = address.partition("/calendar/")[2]
    assert page.request.get(live.at(f"/calendar/{path}")).status == 200
    page.get_by_role("button", name="ยกเลิกที่อยู่").click()
    expect(page.get_by_text("ยังไม่มีที่อยู่ปฏิทิน")).to_be_visible()
    assert page.request.get(live.at(f"/calendar/{path}")).status == 404


def test_a_manager_prints_a_page_a_person(live, browser_pages, handed_on, axe_findings):
    page = browser_pages()
    live.sign_in(page, Role.MANAGER)
    page.goto(live.at("/provincial/work/due"))
    page.get_by_role("link", name="เจ้าหน้าที่ผู้รับเรื่องราวร้องทุกข์").click()
    sheets = page.locator(".due-sheet")
    expect(sheets.first).to_be_visible()
    assert live.story.case(handed_on[1]).number in page.content()
    assert axe_findings(page) == []
    page.emulate_media(media="print")
    assert sheets.nth(1).evaluate("sheet => getComputedStyle(sheet).breakBefore") == "page"
    expect(sheets.first.locator(".print-only")).to_contain_text("ตะวัน ตัวอย่าง")
    assert page.get_by_role("button", name="พิมพ์").is_hidden()


def test_a_filter_is_saved_shared_pinned_and_begins_the_list(
    live, browser_pages, handed_on, axe_findings, sideways_scroll
):
    assert handed_on
    page = browser_pages(width=390)
    live.sign_in(page, Role.OFFICER)
    page.goto(live.at("/provincial/work?view=mine&due=soon"))
    page.get_by_role("link", name="เก็บตัวกรองนี้").click()
    assert axe_findings(page) == []
    page.fill("#name", "ใกล้ครบกำหนดของทุกคน")
    page.get_by_label("ทุกคนที่เป็นเจ้าหน้าที่").check()
    page.get_by_label("แสดงเมื่อเปิดงานของฉัน").check()
    page.get_by_role("button", name="เก็บตัวกรอง").click()
    pinned = page.get_by_role("navigation", name="ตัวกรองที่ปักไว้").get_by_role("link")
    expect(pinned).to_have_attribute("aria-current", "page")
    page.goto(live.at("/provincial/work"))
    assert page.url.endswith("?due=soon&view=mine")
    page.get_by_role("navigation", name="มุมมอง").get_by_role("link", name="ทั้งหมด").click()
    assert page.url.endswith("?view=all")
    page.get_by_role("link", name="ตัวกรองที่เก็บไว้").click()
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0
    address = page.get_by_role("link", name="ใกล้ครบกำหนดของทุกคน").get_attribute("href")
    live.sign_out(page)
    live.sign_in(page, Role.OFFICER, nth=1)
    page.goto(live.at(address))
    assert "due=soon" in page.url
    assert page.get_by_role("navigation", name="ตัวกรองที่ปักไว้").count() == 0
    live.sign_out(page)
    live.sign_in(page, Role.HEAD)
    assert page.goto(live.at(address)).status == 404
