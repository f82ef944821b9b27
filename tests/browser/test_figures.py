"""The figures of a period in a real browser: chosen, counted, explained, printed."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.work.lodging import Door
from tests.browser.pictures import take_picture


@pytest.fixture
def filled(live):
    """A year in which much came in, one case was finished and one unit was slow."""
    story = live.story
    first = story.lodge()
    for category in ("corruption", "service", "service", None):
        story.lodge(category=category)
        live.clock.advance(hours=24 * 9)
    story.finish(first)
    story.lodged(door=Door("question"), answer="ขอดูได้ที่สำนักงาน")
    live.clock.advance(hours=24 * 30)
    story.run_worker()
    return live


def test_the_manager_chooses_a_period_and_reads_its_figures(filled, browser_pages, look):
    live = filled
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at("/provincial/work"))
    page.get_by_role("link", name="รายงาน", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ตัวเลขเรื่องร้องเรียน")
    figures = page.locator(".figures")
    expect(figures).to_contain_text("ยกมา 0 รับใหม่ 5")
    expect(page.get_by_role("img", name="เรื่องรับใหม่และแล้วเสร็จ")).to_be_visible()
    expect(page.get_by_role("row", name="ยังไม่ระบุประเภท")).to_contain_text("1")
    look(page, "figures")
    page.get_by_label("ช่วง", exact=True).select_option("h2")
    page.get_by_role("button", name="กรอง").click()
    expect(page.get_by_text("ช่วงเวลานี้ยังไม่เริ่ม")).to_be_visible()
    page.get_by_label("ตัวกรองเพิ่มเติม").check()
    page.get_by_label("ปีงบประมาณ", exact=True).select_option("2569")
    page.get_by_role("button", name="กรอง").click()
    expect(figures).to_contain_text("ยกมา 0 รับใหม่ 0")
    expect(page.locator(".zero")).to_contain_text("ไม่มีเจ้าหน้าที่ บุคคลภายนอก หรือประชาชนทั่วไป")
    look(page, "figures-zero")


def test_only_corruption_is_counted_when_asked_for(filled, browser_pages):
    live = filled
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/figures"))
    page.get_by_label("นับเรื่อง").select_option("corruption")
    page.get_by_role("button", name="กรอง").click()
    table = page.get_by_role("region", name="ตาราง แยกตามประเภท")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table).to_contain_text("การทุจริต")


def test_dates_of_her_own_are_counted_and_a_wrong_one_is_told_at_its_field(
    filled, browser_pages, axe_findings
):
    live = filled
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at("/provincial/figures?from=1/11/2569&to=31/10/2569"))
    expect(page.locator("#f-to-err")).to_contain_text("ต้องไม่อยู่ก่อนวันแรก")
    assert axe_findings(page) == []
    page.get_by_label("ถึงวันที่").fill("๓๐ พ.ย. ๒๕๖๙")
    page.get_by_role("button", name="กรอง").click()
    expect(page.get_by_text("1 พฤศจิกายน 2569 ถึง 30 พฤศจิกายน 2569").first).to_be_visible()
    expect(page.locator("#f-to-err")).to_have_count(0)
    take_picture(page, "figures-free")


def test_the_figures_print_on_paper_without_the_form(filled, browser_pages):
    live = filled
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at("/provincial/figures"))
    page.emulate_media(media="print")
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_text("คำที่ใช้ในตาราง")).to_be_visible()
    expect(page.get_by_text("พิมพ์จากระบบสุจริต")).to_be_visible()
    take_picture(page, "figures-print")


def test_who_does_not_report_on_the_office_finds_no_figures(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    page.goto(live.at("/provincial/figures"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ท่านทำรายการนี้ไม่ได้")
