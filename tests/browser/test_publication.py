"""Published statistics in a real browser: none, many, another version, and as files."""

import json
from datetime import date
from uuid import uuid4

from playwright.sync_api import expect

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.work.business.starting import start_business
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit

HALF = Period(date(2026, 10, 1), date(2027, 3, 31))
PATH = "/p/provincial/statistics/2026-10-01_2027-03-31"
NONE = "ไม่มีเจ้าหน้าที่ บุคคลภายนอก หรือประชาชนทั่วไป"


def publish(live, **choices):
    story = live.story
    case = in_unit(
        live.store,
        story.someone(Role.OFFICER),
        start_business,
        "publish_statistics",
        HALF,
        submission_key=uuid4(),
    )
    story.finish(case, **choices)


def test_a_half_year_without_complaints_and_one_with_37_are_published(live, browser_pages, look):
    page = browser_pages()
    page.goto(live.at("/p/provincial/"))
    page.get_by_role("link", name="สถิติเรื่องร้องเรียนที่หน่วยงานเผยแพร่").click()
    expect(page.get_by_text("ยังไม่มีสถิติที่เผยแพร่")).to_be_visible()
    look(page, "published-nothing")
    publish(live)
    page.reload()
    page.get_by_role("link", name="6 เดือนแรก ปีงบประมาณ พ.ศ. 2570").click()
    expect(page.locator(".zero")).to_contain_text(NONE)
    expect(page.locator(".figures dd").first).to_contain_text("0")
    look(page, "published-none")
    for _ in range(37):
        live.story.lodge(category="corruption")
    publish(live, review={"correction": "ลงรับเรื่องย้อนหลัง 37 เรื่อง"})
    page.reload()
    expect(page.get_by_text("ลงรับเรื่องย้อนหลัง 37 เรื่อง")).to_be_visible()
    expect(page.locator(".figures dd").first).to_contain_text("37")
    expect(page.get_by_role("region", name="รับใหม่ แยกตามประเภท")).to_contain_text("37")
    look(page, "published-37")
    page.get_by_role("link", name="ฉบับที่ 1").click()
    expect(page.get_by_text("ฉบับนี้มีฉบับใหม่กว่าแล้ว")).to_be_visible()
    expect(page.locator(".zero")).to_contain_text(NONE)
    assert page.url.endswith(f"{PATH}/1")


def test_the_same_figures_are_in_every_file(live, browser_pages):
    for _ in range(37):
        live.story.lodge(category="corruption")
    publish(live)
    page = browser_pages(java_script_enabled=False)
    page.goto(live.at(PATH))
    table = page.request.get(live.at(f"{PATH}/1.csv")).body().decode("utf-8")
    assert table.startswith("\ufeffoffice_code,office_name_th,fiscal_year_be,period_start")
    assert ",2570,2026-10-01,2027-03-31,0,37,0,37,0,2026-11-23,2026-11-23,1" in table
    described = json.loads(page.request.get(live.at(f"{PATH}/1.json")).body())
    assert described["data"][0]["received"] == 37
    assert described["metadata"]["source"].endswith(f"{PATH}/1")
    paper = page.request.get(live.at(f"{PATH}/1.pdf")).body()
    assert "รับใหม่๓๗" in without_spaces(text_of(paper))
    assert paper == page.request.get(live.at(f"{PATH}/1.pdf")).body()


def test_what_is_not_published_has_no_address(live, browser_pages):
    publish(live)
    page = browser_pages()
    for path in (f"{PATH}/2", "/p/provincial/statistics/2026-10-01_2026-10-31", f"{PATH}/2.pdf"):
        assert page.goto(live.at(path)).status == 404
