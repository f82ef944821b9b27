"""Searching the register in a page: what is typed is posted and stands in no address."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS

SUBJECT = "เบิกค่าเดินทางไปราชการซ้ำซ้อน"


def test_a_case_is_found_and_opened_without_a_script(live, browser_pages):
    case = live.story.lodge()
    live.story.do(case, "register", subject=SUBJECT)
    page = browser_pages(java_script_enabled=False)
    live.sign_in(page, Role.HEAD)
    page.get_by_role("link", name="ค้นเรื่อง").click()
    page.fill("#text", "ค่าเดินทาง")
    page.get_by_role("button", name="ค้น").click()
    assert page.url == live.at("/provincial/search")
    expect(page.locator("tr.item")).to_have_count(1)
    expect(page.get_by_text("พบ 1 เรื่อง")).to_be_visible()
    page.get_by_role("link", name=SUBJECT).click()
    page.wait_for_url(live.at(f"/provincial/cases/{case}"))


def test_its_states_are_accessible_and_fit_a_phone(
    live, browser_pages, axe_findings, sideways_scroll
):
    for _ in range(52):
        live.story.do(live.story.lodge(), "register", subject=SUBJECT)
    page = browser_pages()
    live.sign_in(page, Role.HEAD)
    page.goto(live.at("/provincial/search"))
    for text, date, told in (
        ("ค่าเดินทาง", "", "แสดง 50 เรื่อง"),
        ("ไม่มีคำนี้เลย", "", "ไม่พบเรื่อง"),
        ("ก", "", "พิมพ์อย่างน้อย 3 ตัวอักษร"),
        ("ค่าเดินทาง", "เมื่อวาน", "อ่านวันที่ไม่ได้"),
    ):
        page.fill("#text", text)
        page.get_by_label("ตัวกรองเพิ่มเติม").check()
        page.fill("#from", date)
        page.get_by_role("button", name="ค้น").click()
        expect(page.get_by_text(told).first).to_be_visible()
        expect(page.locator("#text")).to_have_value(text)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert axe_findings(page) == []
            assert sideways_scroll(page) == 0
        if told.startswith("แสดง"):
            page.get_by_role("button", name="ถัดไป").click()
            expect(page.locator("tr.item")).to_have_count(2)


def test_an_auditor_is_told_that_there_is_no_such_page(live, browser_pages):
    page = browser_pages()
    live.sign_in(page, Role.AUDITOR)
    assert page.goto(live.at("/provincial/search")).status == 404
