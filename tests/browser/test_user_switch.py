"""One desk, several people: one press ends the session, and the next is at her own work."""

import pytest
from playwright.sync_api import Page, expect

from engine.demo.people import PASSWORD
from engine.office.roles import Role

NAMES = ".remembered li a"


@pytest.fixture
def item(live):
    """A step that the officer holds, since she took the case in."""
    return live.story.item(live.story.lodge(), "register")


def enter(page: Page, name: str, *, remember: bool = False) -> None:
    page.fill("#u", name)
    page.fill("#p", PASSWORD)
    if remember:
        page.check("#remember")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_next_person_is_at_her_own_work_and_the_draft_stays_with_whose_it_is(
    live, browser_pages, item, axe_findings, scripts
):
    page = browser_pages(java_script_enabled=scripts)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    page.fill("[name=note]", "โทรหาผู้ร้องแล้ว")
    if not scripts:
        page.get_by_role("button", name="เก็บร่าง").click()
    page.get_by_role("button", name="สลับผู้ใช้").click()
    expect(page.get_by_role("status")).to_contain_text("ออกจากระบบแล้ว")
    if scripts:
        assert axe_findings(page) == []
    # Back, or an address that waits, is not for the next person.
    page.goto(live.at(f"/provincial/work/{item.id}"))
    enter(page, "manager")
    assert page.url == live.at("/provincial/work")
    page.get_by_role("button", name="สลับผู้ใช้").click()
    enter(page, "officer")
    page.goto(live.at(f"/provincial/work/{item.id}"))
    expect(page.locator("[name=note]")).to_have_value("โทรหาผู้ร้องแล้ว")


def test_who_signs_in_again_herself_goes_on_where_she_was(live, browser_pages, item):
    page = browser_pages()
    live.sign_in(page, Role.OFFICER)
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.goto(live.at(f"/provincial/work/{item.id}"))
    enter(page, "officer")
    assert page.url == live.at(f"/provincial/work/{item.id}")


def test_only_who_ticks_it_is_remembered_and_each_can_be_forgotten(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages(width=390)
    page.goto(live.at("/sign-in"))
    enter(page, "officer")
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_load_state()
    assert page.locator(NAMES).count() == 0
    for name in ("manager", "officer"):
        enter(page, name, remember=True)
        page.get_by_role("button", name="ออกจากระบบ").click()
    expect(page.locator(NAMES)).to_have_text(["officer", "manager"])
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0
    page.get_by_role("link", name="manager").click()
    expect(page.locator("#p")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("งานของฉัน")
    page.get_by_role("button", name="ออกจากระบบ").click()
    expect(page.locator(NAMES)).to_have_text(["manager", "officer"])
    page.get_by_role("button", name="เลิกจำ officer").click()
    expect(page.locator(NAMES)).to_have_text(["manager"])
    page.get_by_role("button", name="เลิกจำ manager").click()
    expect(page.locator(".remembered")).to_have_count(0)
    assert not any("names" in cookie["name"] for cookie in page.context.cookies())
