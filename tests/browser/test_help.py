"""How to use this page: the words of that page, beside it, in a tab of its own without scripts."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role


@pytest.fixture
def item(live):
    """A step that the officer holds, since she took the case in."""
    return live.story.item(live.story.lodge(), "register")


def test_help_opens_beside_a_form_and_what_is_typed_stays(live, browser_pages, item, look):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    page.fill("[name=note]", "กำลังพิมพ์")
    page.get_by_role("link", name="วิธีใช้หน้านี้").click()
    told = page.get_by_role("dialog")
    expect(told.get_by_role("heading", level=2)).to_have_text("วิธีใช้หน้า ขั้นตอนของเรื่อง")
    expect(told).to_contain_text("บันทึกเสร็จแล้วแก้ไม่ได้")
    # Whom to ask is said by name.
    expect(told).to_contain_text(live.office.person(Role.MANAGER).name)
    expect(told).to_contain_text(live.office.person(Role.ADMINISTRATOR).name)
    look(page, "help")
    told.get_by_role("button", name="ปิด").click()
    expect(page.get_by_role("link", name="วิธีใช้หน้านี้")).to_be_focused()
    expect(page.locator("[name=note]")).to_have_value("กำลังพิมพ์")


def test_on_a_phone_every_room_of_an_officer_and_the_help_are_in_sight(live, browser_pages):
    page = browser_pages(width=390)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/work"))
    rooms = page.get_by_role("navigation", name="หมวดงาน").get_by_role("link")
    expect(rooms.last).to_have_text("รายงาน")
    for each in (*rooms.all(), page.get_by_role("link", name="วิธีใช้หน้านี้")):
        expect(each).to_be_in_viewport(ratio=0.95)


def test_help_without_scripts_opens_a_tab_of_its_own_and_speaks_english(
    live, browser_pages, axe_findings
):
    plain = browser_pages(java_script_enabled=False)
    live.begin_session(plain, Role.MANAGER)
    plain.goto(live.at("/provincial/oversight?language=en"))
    with plain.context.expect_page() as opened:
        plain.get_by_role("link", name="How to use this page").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("How to use: Overview")
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at("/help/oversight.home"))
    assert axe_findings(page) == []


def test_a_refusal_and_a_stranger_have_help_of_their_own(live, browser_pages):
    page = browser_pages()
    page.goto(live.at("/sign-in"))
    page.get_by_role("link", name="วิธีใช้หน้านี้").click()
    told = page.get_by_role("dialog")
    expect(told).to_contain_text("เข้าระบบด้วยชื่อผู้ใช้")
    # Who works here is no stranger's business.
    assert not any(person.name in told.inner_text() for person in live.office.people)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/nowhere"))
    page.goto(live.at("/provincial/oversight"))
    page.get_by_role("link", name="วิธีใช้หน้านี้").click()
    expect(page.get_by_role("dialog")).to_contain_text("เมื่อทำรายการไม่ได้")


def test_whose_session_ended_meanwhile_loses_nothing_by_asking(live, browser_pages, item):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    page.context.clear_cookies()
    page.get_by_role("link", name="วิธีใช้หน้านี้").click()
    expect(page.locator("#away")).to_be_visible()
    assert page.url.endswith(str(item.id))
