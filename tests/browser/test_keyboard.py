"""Work by keyboard alone, with the letters where they lie whatever language is set."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.work.allocation.claiming import release_work_item
from tests.support.story import in_unit

# What the keys of a Thai keyboard (Kedmanee) give where a Latin one has these signs.
THAI = {"G": "เ", "W": "ไ", "S": "ห", "N": "ื", "J": "่", "K": "า", "F": "ด", "/": "ฝ", "?": "ฦ"}
# As the devtools protocol counts modifiers.
SHIFT = 8
FOCUSED = "document.activeElement.outerHTML"
# A choice may bring further fields: htmx marks the form until they are there.
QUIET = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


@pytest.fixture
def cases(live):
    """Two cases that the officer has taken in and is to register."""
    return [live.story.lodge() for _ in range(2)]


@pytest.fixture
def desk(live, browser_pages, cases):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/work"))
    expect(page.locator("table.work a.subject")).to_have_count(len(cases))
    return page


def press_thai(page: Page, sign: str) -> None:
    """Press the key of a Latin sign on a keyboard that is set to Thai."""
    devtools = page.context.new_cdp_session(page)
    key = {
        "code": "Slash" if sign in "/?" else f"Key{sign}",
        "key": THAI[sign],
        "modifiers": SHIFT if sign == "?" else 0,
    }
    devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": THAI[sign], **key})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    devtools.detach()


def press_latin(page: Page, letter: str) -> None:
    page.keyboard.press(letter.lower())


def tab_to(page: Page, what: str) -> None:
    """Go on with Tab until what is focused is this."""
    wanted = f"document.activeElement.matches({what!r})"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(wanted):
            return
    raise AssertionError(f"Tab never came to {what}")


def test_a_whole_step_is_done_without_a_mouse(live, browser_pages):
    """Sign in, find the work, claim, fill in, complete."""
    case = live.story.lodge()
    item = live.story.item(case, "register")
    in_unit(live.store, live.office.actor(Role.OFFICER), release_work_item, item.id)
    page = browser_pages()
    page.goto(live.at("/sign-in"))
    tab_to(page, "#u")
    page.keyboard.type("officer")
    tab_to(page, "#p")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work")
    page.keyboard.press("j")
    tab_to(page, "tr.item button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{item.id}")
    page.keyboard.press("f")
    fill_by_keyboard(page, live.story.answers(item, category="service", secrecy="ordinary"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว")
    assert "sort" in live.story.open_elements(case)


def fill_by_keyboard(page: Page, answers: Mapping[str, Any]) -> None:
    """Go through the fields with Tab, answering each that is asked; stay in the last of them."""
    control = "[document.activeElement.name, document.activeElement.type]"
    at_its_end = "document.activeElement.matches('#work-form .actions *')"
    for _ in range(60):
        name, kind = page.evaluate(control)
        wanted = answers.get(name)
        if wanted is not None and kind in ("radio", "select-one"):
            choose(page, kind, str(wanted))
        elif wanted is not None and kind in ("text", "textarea"):
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(str(wanted))
        page.keyboard.press("Tab")
        page.wait_for_function(QUIET)
        if page.evaluate(at_its_end):
            # Past the button of the calendar, which has an Enter of its own.
            while not page.evaluate("document.activeElement.matches('input, select, textarea')"):
                page.keyboard.press("Shift+Tab")
            return
    raise AssertionError("the form has no end")


def choose(page: Page, kind: str, wanted: str) -> None:
    """Walk through the choices with the arrow until it is the wanted one."""
    page.keyboard.press("Space" if kind == "radio" else "Home")
    for _ in range(30):
        page.wait_for_function(QUIET)
        if page.evaluate("document.activeElement.value") == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} is no choice")


@pytest.mark.parametrize("press", [press_latin, press_thai], ids=["latin", "thai"])
def test_two_keys_lead_to_a_room_in_any_language(live, desk, press):
    for letter, path in (("S", "search"), ("N", "intake"), ("W", "work")):
        press(desk, "G")
        expect(desk.locator("body[data-waiting]")).to_be_visible()
        press(desk, letter)
        desk.wait_for_url(live.at(f"/provincial/{path}"))


@pytest.mark.parametrize("press", [press_latin, press_thai], ids=["latin", "thai"])
def test_rows_are_walked_and_opened(desk, press):
    rows = desk.locator("table.work a.subject")
    press(desk, "J")
    expect(rows.nth(0)).to_be_focused()
    press(desk, "J")
    expect(rows.nth(1)).to_be_focused()
    press(desk, "J")
    expect(rows.nth(1)).to_be_focused()
    press(desk, "K")
    expect(rows.nth(0)).to_be_focused()
    wanted = rows.nth(0).get_attribute("href")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**{wanted}")


@pytest.mark.parametrize("press", [press_latin, press_thai], ids=["latin", "thai"])
def test_the_filter_is_a_key_away_and_what_is_typed_there_is_only_text(desk, press):
    press(desk, "/")
    expect(desk.locator("#q")).to_be_focused()
    desk.keyboard.type("gsjk?/h")
    expect(desk.locator("#q")).to_have_value("gsjk?/h")
    assert desk.url.endswith("/work")
    expect(desk.locator("#beside")).to_be_hidden()


def test_in_a_form_keys_lead_to_its_fields_and_keep_its_draft(live, desk, cases):
    held = live.story.item(cases[0], "register")
    desk.goto(live.at(f"/provincial/work/{held.id}"))
    press_thai(desk, "F")
    assert desk.evaluate("document.activeElement.closest('#form-fields') !== null")
    desk.fill("[name=note]", "โทรแล้ว")
    desk.locator("h1").click()
    press_thai(desk, "S")
    expect(desk.locator("#draft-state")).to_contain_text("เก็บร่างแล้วเมื่อ")
    # What is missing is asked for, as by the button; the key then goes to what is to be mended.
    desk.locator("[name=note]").press("Control+Enter")
    expect(desk.get_by_role("alert").first).to_be_visible()
    assert live.story.open_elements(cases[0]) == ["register"]
    press_latin(desk, "F")
    assert 'aria-invalid="true"' in desk.evaluate(FOCUSED)


def test_keys_with_a_modifier_or_inside_a_field_do_nothing(live, desk):
    for keys in ("Control+j", "Alt+j", "Meta+j", "Shift+j"):
        desk.keyboard.press(keys)
        assert desk.evaluate("document.activeElement.localName") == "body"
    for key in ("g", "Escape", "s"):
        desk.keyboard.press(key)
    assert desk.url == live.at("/provincial/work")
    desk.keyboard.press("Control+Enter")
    assert desk.url == live.at("/provincial/work")


def test_the_keys_are_told_beside_the_page_and_on_a_page_of_their_own(
    live, desk, browser_pages, axe_findings
):
    press_thai(desk, "?")
    told = desk.get_by_role("dialog")
    expect(told.get_by_role("heading", name="ใช้งานด้วยแป้นพิมพ์")).to_be_focused()
    expect(told).to_contain_text("รับเรื่องใหม่")
    assert axe_findings(desk) == []
    desk.keyboard.press("Escape")
    expect(told).to_be_hidden()
    plain = browser_pages(java_script_enabled=False)
    live.begin_session(plain, Role.OFFICER)
    plain.goto(live.at("/provincial/work"))
    with plain.context.expect_page() as opened:
        plain.get_by_role("link", name="แป้นพิมพ์").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("ใช้งานด้วยแป้นพิมพ์")


def test_the_keys_can_be_turned_off_and_on_again(live, desk, axe_findings):
    desk.goto(live.at("/help/keyboard"))
    assert axe_findings(desk) == []
    desk.get_by_role("link", name="ปิดแป้นลัดในเครื่องนี้").click()
    expect(desk.get_by_role("status")).to_contain_text("ปิดแป้นลัดในเครื่องนี้ไว้")
    desk.goto(live.at("/provincial/work"))
    desk.keyboard.press("j")
    desk.keyboard.press("?")
    assert desk.evaluate("document.activeElement.localName") == "body"
    expect(desk.locator("#beside")).to_be_hidden()
    desk.goto(live.at("/help/keyboard?keys=on"))
    desk.goto(live.at("/provincial/work"))
    desk.keyboard.press("j")
    expect(desk.locator("table.work a.subject").first).to_be_focused()


def test_each_is_told_the_keys_of_her_own_rooms(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    page.goto(live.at("/help/keyboard"))
    told = page.locator(".help-text")
    expect(told).to_contain_text("เรื่องที่ได้รับสิทธิตรวจ")
    expect(told).to_contain_text("เหตุการณ์ถัดไป")
    expect(told).not_to_contain_text("รับเรื่องใหม่")
