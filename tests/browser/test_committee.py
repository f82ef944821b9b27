"""A committee on its page: an interest is declared, the order amended and signed at the desk."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture
from tests.support.committees import given_to_a_committee


@pytest.fixture
def look(axe_findings, sideways_scroll):
    """Look at a page in each width: nothing that axe finds, nothing that scrolls sideways."""

    def look_at(page, name):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert axe_findings(page) == []
            assert sideways_scroll(page) == 0
            take_picture(page, f"{name}-{width}")

    return look_at


def test_a_member_declares_an_interest_and_the_order_is_amended(live, browser_pages, look):
    case = given_to_a_committee(live.story, live.office)
    page, officer, head = browser_pages(), browser_pages(), browser_pages()
    live.begin_session(page, Role.UNIT_MEMBER)
    page.goto(live.at("/provincial/work"))
    page.locator("tr.item", has_text="ตรวจสอบข้อเท็จจริง").locator("button").click()
    expect(page.locator("main")).to_contain_text("จึงทำงานของคณะกรรมการได้")
    look(page, "committee-undeclared")
    page.get_by_role("link", name="แจ้งว่าท่านมีหรือไม่มีส่วนได้เสีย").click()
    expect(page.locator("main")).not_to_contain_text("มานี")
    page.get_by_label("มีส่วนได้เสีย", exact=True).check()
    page.get_by_label("เคยรู้เห็น อนุมัติ หรือทำงานในเรื่องนี้มาก่อน").check()
    page.get_by_label("รายละเอียด").fill("เคยเป็นกรรมการตรวจรับงานจ้างของโครงการนี้")
    look(page, "committee-declaration")
    page.get_by_role("button", name="แจ้งส่วนได้เสีย").click()
    expect(page.get_by_role("status").first).to_contain_text("ท่านเปิดเรื่องนี้ไม่ได้อีก")
    assert page.goto(live.at(f"/provincial/cases/{case}/committee")).status == 404

    live.begin_session(officer, Role.OFFICER)
    officer.goto(live.at(f"/provincial/cases/{case}/committee"))
    expect(officer.locator("main")).to_contain_text("ต้องแก้ไขคำสั่งแต่งตั้ง")
    look(officer, "committee-interest")
    officer.get_by_role("link", name="แก้ไขคำสั่งแต่งตั้ง").click()
    officer.get_by_label("กรรมการแจ้งว่ามีส่วนได้เสีย").check()
    look(officer, "committee-amend")
    officer.get_by_role("button", name="แก้ไขคำสั่งแต่งตั้งคณะกรรมการ").click()
    newcomer = live.office.person(Role.UNIT_MEMBER, unit="maintenance")
    officer.get_by_label("บุคคลในหน่วยงาน").first.select_option(str(newcomer.id))
    officer.get_by_label("ตำแหน่ง", exact=True).first.fill("วิศวกร")
    officer.get_by_label("เหตุที่แก้ไขคำสั่ง").fill("ประธานกรรมการแจ้งว่ามีส่วนได้เสีย")
    officer.get_by_label("เลขที่คำสั่ง").fill("45/2570")
    officer.get_by_label("ตรวจแล้ว ไม่มีผู้ถูกร้องเรียน").check()
    look(officer, "committee-draft")
    officer.get_by_role("button", name="บันทึกเสร็จ", exact=True).click()
    expect(officer.get_by_role("status").first).to_be_visible()

    live.begin_session(head, Role.HEAD)
    head.goto(live.at("/provincial/desk"))
    head.get_by_role("link", name="ลงนามคำสั่งแก้ไขเพิ่มเติม").first.click()
    expect(head.locator("main")).to_contain_text("ประธานกรรมการแจ้งว่ามีส่วนได้เสีย")
    expect(head.locator("main")).to_contain_text(newcomer.name)
    look(head, "committee-desk")
    live.story.do(case, "sign_amendment", by=live.office.actor(Role.HEAD))

    officer.goto(live.at(f"/provincial/cases/{case}/committee"))
    expect(officer.locator("main")).to_contain_text("คำสั่งแก้ไขเพิ่มเติม")
    expect(officer.locator("main")).to_contain_text(newcomer.name)
    officer.emulate_media(color_scheme="dark")
    look(officer, "committee-amended-dark")
