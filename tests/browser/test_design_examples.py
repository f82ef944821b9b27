"""The examples of the design at /design: every width, both lights and both languages."""

import pytest
from playwright.sync_api import expect

from web.examples.catalogue import PAGES

ADDRESSES = ("/design", *(f"/design/{key}" for key in PAGES[1:]), "/design/paper/public")
VIEWS = ((390, "dark", "th"), (1280, "light", "en"), (2560, "dark", "th"))


@pytest.mark.parametrize(("width", "theme", "language"), VIEWS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    live, browser_pages, axe_findings, sideways_scroll, width, theme, language
):
    page = browser_pages(width=width, color_scheme=theme)
    faults = []
    for address in ADDRESSES:
        page.goto(live.at(f"{address}?language={language}"))
        wide = sideways_scroll(page)
        found = [*axe_findings(page), *([f"{wide} px too wide"] if wide else [])]
        faults += [f"{address}: {fault}" for fault in found]
    assert faults == []


def test_a_theme_that_is_chosen_holds_on_the_next_page(live, browser_pages):
    page = browser_pages(color_scheme="light")
    page.goto(live.at("/design"))
    page.get_by_role("link", name="มืด").click()
    page.get_by_role("link", name="รายการและตาราง").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 22, 26)")


def test_the_calendar_of_an_example_knows_the_days_off(live, browser_pages):
    page = browser_pages()
    page.goto(live.at("/design/forms"))
    page.get_by_role("button", name="ปฏิทิน วันที่รับเรื่อง").click()
    told = page.get_by_role("dialog", name="วันที่รับเรื่อง")
    expect(told).to_contain_text("พฤศจิกายน 2569")
    told.get_by_role("button", name="เดือนก่อน").click()
    expect(told).to_contain_text("วันปิยมหาราช")


def test_a_high_contrast_screen_frames_what_a_ground_told_elsewhere(live, browser_pages):
    page = browser_pages(forced_colors="active")
    page.goto(live.at("/design/marks"))
    expect(page.locator(".tag").first).to_have_css("outline-style", "solid")
    expect(page.locator(".btn-1").first).to_have_css("border-top-width", "3px")
