"""A day chosen from the calendar beside a date, by mouse and by keyboard. Today is 23 พ.ย. 2569."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture


@pytest.fixture
def step(live):
    """The address of a step that asks when it happened."""
    story = live.story
    item = story.item(story.lodge(), "register")
    story.claim(item, by=live.office.actor(Role.OFFICER))
    return live.at(f"/provincial/work/{item.id}")


@pytest.fixture
def open_step(live, browser_pages, step):
    def open_page(**options):
        page = browser_pages(**options)
        live.begin_session(page, Role.OFFICER)
        page.goto(step)
        return page

    return open_page


def boxes(page):
    return [page.locator(f"[name='occurred_on.{part}']").input_value() for part in PARTS]


PARTS = ("day", "month", "year")


def type_date(page, day, month, year):
    page.fill("[name='occurred_on.day']", day)
    page.select_option("[name='occurred_on.month']", month)
    page.fill("[name='occurred_on.year']", year)


def open_calendar(page):
    page.get_by_role("button", name="ปฏิทิน วันที่ลงรับจริง").click()
    return page.get_by_role("dialog", name="วันที่ลงรับจริง")


def here(page):
    return page.evaluate("document.activeElement.dataset.day")


def test_a_day_is_chosen_with_the_mouse_and_stands_in_the_boxes(open_step):
    page = open_step()
    calendar = open_calendar(page)
    expect(calendar.locator("#calendar-month")).to_have_text("พฤศจิกายน 2569")
    calendar.get_by_role("gridcell", name="พฤหัสบดี 19 พฤศจิกายน").click()
    expect(calendar).to_be_hidden()
    assert boxes(page) == ["19", "11", "2569"]
    expect(page.get_by_role("button", name="ปฏิทิน วันที่ลงรับจริง")).to_be_focused()
    expect(page.locator("#draft-state")).to_contain_text("เก็บร่าง")


def test_the_focus_stays_on_the_calendars_button_when_the_form_is_fetched_anew(open_step):
    page = open_step()
    calendar = open_calendar(page)
    button = page.locator("#f-occurred_on-choose")
    button.evaluate("button => { button.dataset.before = '' }")
    calendar.get_by_role("gridcell", name="พฤหัสบดี 19 พฤศจิกายน").click()
    expect(button).not_to_have_attribute("data-before", "")
    expect(button).to_be_focused()


def test_a_day_is_chosen_by_keys_alone(open_step):
    page = open_step()
    type_date(page, "๑๙", "11", "๒๕๖๙")
    page.locator("[name='occurred_on.year']").press("Tab")
    page.keyboard.press("Enter")
    assert here(page) == "2026-11-19"
    for key, day in (
        ("ArrowLeft", "2026-11-18"),
        ("ArrowUp", "2026-11-11"),
        ("Home", "2026-11-08"),
        ("End", "2026-11-14"),
        ("PageUp", "2026-10-14"),
        ("Shift+PageUp", "2025-10-14"),
        ("Shift+PageDown", "2026-10-14"),
        ("PageDown", "2026-11-14"),
        ("ArrowDown", "2026-11-21"),
        ("ArrowRight", "2026-11-22"),
    ):
        page.keyboard.press(key)
        assert here(page) == day
    page.keyboard.press("Enter")
    assert boxes(page) == ["22", "11", "2569"]
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert boxes(page) == ["22", "11", "2569"]


def test_no_day_ahead_can_be_chosen_for_what_has_happened(open_step):
    page = open_step()
    calendar = open_calendar(page)
    tomorrow = calendar.locator("[data-day='2026-11-24']")
    expect(tomorrow).to_have_attribute("aria-disabled", "true")
    tomorrow.click(force=True)
    expect(calendar).to_be_visible()
    page.locator("[data-day='2026-11-23']").focus()
    page.keyboard.press("ArrowRight")
    assert here(page) == "2026-11-23"
    expect(calendar.get_by_role("button", name="เดือนถัดไป")).to_be_disabled()


def test_yesterday_is_one_press_and_a_holiday_has_its_name(open_step):
    page = open_step()
    calendar = open_calendar(page)
    calendar.get_by_role("button", name="เดือนก่อน").click()
    expect(calendar.locator(".calendar-off")).to_contain_text("23 วันปิยมหาราช")
    expect(calendar.get_by_role("gridcell", name="23 ตุลาคม 2569 วันปิยมหาราช")).to_be_visible()
    calendar.get_by_role("button", name="เมื่อวาน").click()
    assert boxes(page) == ["22", "11", "2569"]


def test_the_calendar_speaks_english_with_the_page(open_step, step):
    page = open_step()
    page.goto(f"{step}?language=en")
    page.locator("[data-choose-date]").first.click()
    calendar = page.get_by_role("dialog")
    expect(calendar.locator("#calendar-month")).to_have_text("November 2026")
    calendar.get_by_role("button", name="Yesterday").click()
    assert boxes(page) == ["22", "11", "2026"]


def test_without_scripts_there_is_no_calendar_and_nothing_missing(open_step):
    page = open_step(java_script_enabled=False)
    expect(page.locator("[data-choose-date]")).to_be_hidden()
    expect(page.locator("[name='occurred_on.day']")).to_be_visible()


def test_the_open_calendar_passes_axe_in_every_light(open_step, axe_findings, sideways_scroll):
    page, faults = open_step(), []
    for width, theme, forced in (
        *((width, light, "none") for width, light in LIGHTS),
        (390, "light", "active"),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, forced_colors=forced)
        calendar = open_calendar(page)
        calendar.get_by_role("button", name="เดือนก่อน").click()
        expect(calendar.locator(".calendar-off")).to_contain_text("วันปิยมหาราช")
        where = f"calendar-{theme}-{forced}-{width}"
        faults += [f"{where}: {found}" for found in axe_findings(page)]
        faults += [f"{where}: sideways"] if sideways_scroll(page) else []
        take_picture(page, where)
        page.keyboard.press("Escape")
    assert faults == []
