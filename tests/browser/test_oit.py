"""The open data items of a year in a real browser: what is public, what is due, links to copy."""

from datetime import date
from uuid import uuid4

from playwright.sync_api import expect

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.work.business.starting import start_business
from engine.work.offices.opening import revise_profile
from engine.worker import run_once
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture
from tests.support.story import in_unit
from tests.support.websites import ANYWHERE, website

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def test_what_is_public_has_its_address_and_what_is_not_its_last_day(
    live, browser_pages, axe_findings, sideways_scroll
):
    officer = live.story.someone(Role.OFFICER)
    case = in_unit(
        live.store, officer, start_business, "publish_statistics", OCTOBER, submission_key=uuid4()
    )
    live.story.finish(case)
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at("/provincial/figures"))
    page.get_by_role("link", name="รายการ OIT").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("รายการเปิดเผยข้อมูล (OIT)")
    statistics = page.get_by_role("region", name="ข้อมูลเชิงสถิติ")
    expect(statistics).to_contain_text("เผยแพร่แล้ว")
    participation = page.get_by_role("region", name="การมีส่วนร่วม")
    expect(participation).to_contain_text("30 เมษายน 2570")
    expect(participation).not_to_contain_text("เผยแพร่แล้ว")
    block = page.get_by_label("คัดลอกข้อความ HTML").input_value()
    assert "/p/provincial/statistics/2026-10-01_2026-10-31" in block
    expect(page.get_by_role("button", name="ตรวจลิงก์ในเว็บไซต์")).to_have_count(0)
    with website() as site:
        switch_on(live, site.address)
        site.page("/", '<a href="http://127.0.0.1:8000/p/provincial/corruption/">แจ้งเบาะแส</a>')
        page.reload()
        expect(statistics).to_contain_text("รอตรวจ")
        page.get_by_role("button", name="ตรวจลิงก์ในเว็บไซต์").click()
        expect(page.get_by_text("กำลังตรวจเว็บไซต์ของหน่วยงาน")).to_be_visible()
        assert run_once(live.store, reach=ANYWHERE) == 1
    page.reload()
    expect(statistics).to_contain_text("ไม่พบลิงก์ในหน้านี้")
    expect(page.get_by_role("region", name="ช่องทางแจ้งเรื่อง")).to_contain_text("พบลิงก์")
    for width, theme in LIGHTS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        take_picture(page, f"oit-{width}-{theme}")
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0
    page.goto(live.at("/provincial/oit?year=2560"))
    expect(page.locator("main")).to_contain_text("ปีนี้ยังไม่มีรายการ")
    assert axe_findings(page) == []


def switch_on(live, address):
    toml = (bundled_dir("processes") / "offices" / "provincial.toml").read_text("utf-8")
    changed = toml.replace("https://water.srinakhon.example", address)
    with live.store.unit(live.story.someone(Role.HEAD)) as uow:
        uow.hold(live.story.office_id)
        revise_profile(
            uow, f"{changed}\n[publication]\ncheck_links = true\n", effective_on=uow.today
        )
