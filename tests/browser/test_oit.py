"""The open data items of a year in a real browser: what is public, what is due, links to copy."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.work.office_business import start_business
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture
from tests.support.story import in_unit

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(("width", "theme"), LIGHTS)
def test_what_is_public_has_its_address_and_what_is_not_its_last_day(
    live, browser_pages, axe_findings, sideways_scroll, width, theme
):
    officer = live.story.someone(Role.OFFICER)
    case = in_unit(
        live.store, officer, start_business, "publish_statistics", OCTOBER, submission_key=uuid4()
    )
    live.story.finish(case)
    page = browser_pages(width=width, color_scheme=theme)
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at("/provincial/figures"))
    page.get_by_role("link", name="รายการ OIT").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("รายการเปิดเผยข้อมูล (OIT)")
    statistics = page.get_by_role("region", name="ข้อมูลเชิงสถิติ")
    expect(statistics).to_contain_text("เผยแพร่แล้ว")
    participation = page.get_by_role("region", name="การมีส่วนร่วม")
    expect(participation).to_contain_text("30 เมษายน 2570")
    expect(participation).not_to_contain_text("เผยแพร่แล้ว")
    take_picture(page, f"oit-{width}-{theme}")
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0
    block = page.get_by_label("คัดลอกข้อความ HTML").input_value()
    assert "/p/provincial/statistics/2026-10-01_2026-10-31" in block
    page.goto(live.at("/provincial/oit?year=2560"))
    expect(page.locator("main")).to_contain_text("ปีนี้ยังไม่มีรายการ")
    assert axe_findings(page) == []
