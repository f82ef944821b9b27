"""Work goes from hand to hand in the pages: delegated, refused, sent back."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role


@pytest.fixture
def held(live):
    """A step of an ordinary case in the hands of the first officer."""
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register", category="service", secrecy="ordinary")
    return live.story.item(case, "sort")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_step_is_delegated_and_sent_back(live, browser_pages, held, axe_findings, scripts):
    first, second = (live.office.person(Role.OFFICER, nth=n) for n in (0, 1))
    page = browser_pages(java_script_enabled=scripts)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{held.id}"))
    page.get_by_role("link", name="มอบหมายต่อ").click()
    if scripts:
        assert axe_findings(page) == []
    page.fill("#reason", "ไปราชการสามวัน")
    page.get_by_role("button", name="มอบหมายต่อ").click()
    expect(page.get_by_role("alert")).to_contain_text("เลือกผู้ที่จะรับงานนี้")
    expect(page.locator("#reason")).to_have_value("ไปราชการสามวัน")
    page.get_by_label(second.name).check()
    page.get_by_role("button", name="มอบหมายต่อ").click()
    expect(page.get_by_role("status")).to_contain_text(second.name)

    other = browser_pages(java_script_enabled=scripts)
    live.sign_in(other, Role.OFFICER, nth=1)
    other.get_by_role("link", name="การแจ้ง").click()
    other.get_by_role("link", name="มีผู้มอบหมายงานต่อให้ท่าน").click()
    note = other.locator(".note", has_text="มอบหมายต่อให้ท่าน")
    expect(note).to_contain_text(f"{first.name} มอบหมายต่อให้ท่าน ไปราชการสามวัน")
    other.get_by_role("link", name="ส่งคืนผู้มอบหมาย").click()
    if scripts:
        assert axe_findings(other) == []
    other.get_by_role("button", name="ส่งคืน").click()
    expect(other.get_by_role("alert")).to_contain_text("ระบุเหตุผล")
    other.fill("#reason", "อยู่ระหว่างลาคลอด")
    other.get_by_role("button", name="ส่งคืน").click()
    expect(other.get_by_role("status")).to_contain_text(f"ส่งงานคืน {first.name} แล้ว")

    page.goto(live.at(f"/provincial/work/{held.id}"))
    expect(page.locator(".note", has_text="ส่งคืนท่าน")).to_contain_text("อยู่ระหว่างลาคลอด")
    assert page.get_by_role("link", name="ส่งคืนผู้มอบหมาย").count() == 0
    expect(page.locator(".log li").first).to_contain_text(f"ให้ {first.name} เหตุผล: อยู่ระหว่างลาคลอด")


def test_nobody_gives_away_what_is_not_hers(live, browser_pages, held):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER, nth=1)
    for act in ("delegate", "send-back"):
        answer = page.goto(live.at(f"/provincial/work/{held.id}/{act}"))
        assert answer.status == 403
    live.sign_out(page)
    live.begin_session(page, Role.UNIT_MEMBER, unit="planning")
    for act in ("delegate", "send-back"):
        assert page.goto(live.at(f"/provincial/work/{held.id}/{act}")).status == 404


def test_a_long_list_of_colleagues_is_a_list_and_fits(live, browser_pages, held, look):
    for number in range(9):
        live.office.add(Role.OFFICER, f"นางสาวรุ่งอรุณรัศมี ศรีสุวรรณภูมิวงศ์ไพบูลย์ {number}")
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{held.id}/delegate"))
    assert page.locator("select#to_person option").count() == 11
    look(page, "delegating")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_opinion_is_asked_given_and_stands_beside_the_form(
    live, browser_pages, held, axe_findings, scripts
):
    first, second = (live.office.person(Role.OFFICER, nth=n) for n in (0, 1))
    page = browser_pages(java_script_enabled=scripts)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{held.id}"))
    page.get_by_role("link", name="ขอความเห็น").click()
    if scripts:
        assert axe_findings(page) == []
    page.get_by_label(second.name).check()
    page.get_by_role("button", name="ขอความเห็น").click()
    expect(page.get_by_role("alert")).to_contain_text("พิมพ์เรื่องที่ขอความเห็น")
    assert page.get_by_label(second.name).is_checked()
    page.fill("#question", "ควรส่งกลุ่มงานใด\nแผน หรือ ก่อสร้าง")
    page.get_by_role("button", name="ขอความเห็น").click()
    expect(page.get_by_role("status")).to_contain_text("งานยังอยู่กับท่าน")
    expect(page.locator(".opinion")).to_contain_text("รอคำตอบ")
    expect(page.get_by_role("button", name="บันทึกเสร็จ")).to_be_visible()

    other = browser_pages(java_script_enabled=scripts)
    live.sign_in(other, Role.OFFICER, nth=1)
    section = other.locator(".asked")
    expect(section).to_contain_text(f"{first.name} ขอความเห็น")
    if scripts:
        assert axe_findings(other) == []
    section.get_by_role("link", name="ให้ความเห็น").click()
    if scripts:
        assert axe_findings(other) == []
    other.get_by_role("button", name="ส่งความเห็น").click()
    expect(other.get_by_role("alert")).to_contain_text("พิมพ์ความเห็นหรือเหตุผล")
    other.fill("#opinion", "กลุ่มงานแผน เพราะถือเงินโครงการ")
    other.get_by_role("button", name="ส่งความเห็น").click()
    expect(other.get_by_role("status")).to_contain_text("ส่งความเห็นแล้ว")
    assert other.locator(".asked").count() == 0

    page.get_by_role("link", name="การแจ้ง").click()
    page.get_by_role("link", name="ได้รับความเห็นที่ขอไว้").click()
    expect(page.locator(".file .opinion .said")).to_have_text("กลุ่มงานแผน เพราะถือเงินโครงการ")
    page.get_by_role("link", name="เปิดเต็มหน้า").click()
    expect(page.locator(".opinion .said")).to_have_text("กลุ่มงานแผน เพราะถือเงินโครงการ")
    if scripts:
        assert axe_findings(page) == []


def test_one_who_was_not_asked_finds_no_question(live, browser_pages, held):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER, nth=1)
    assert page.goto(live.at(f"/provincial/work/{held.id}/opinion")).status == 404
    assert page.goto(live.at(f"/provincial/work/{held.id}/ask")).status == 403
