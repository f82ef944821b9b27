"""A withdrawal is written down on the case's page and decided by the head in a step of hers."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import PASSWORD, WIDTHS
from tests.browser.pictures import take_picture

ASKED = "ได้รับเงินคืนครบแล้ว ไม่ติดใจเอาความกับเจ้าหน้าที่ และขอถอนเรื่อง"


def test_a_withdrawal_is_put_to_the_head_who_lets_the_case_go_on(
    live, browser_pages, axe_findings, sideways_scroll
):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register")
    page, head = browser_pages(), browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="บันทึกคำขอถอนเรื่อง").click()
    page.get_by_label("ผู้ที่ขอถอนเรื่อง").select_option(label="ผู้ร้องเรียนรายที่ 1")
    page.get_by_label("มาด้วยตนเอง").check()
    page.get_by_label("คำขอ", exact=True).fill(ASKED)
    faults = axe_findings(page)
    take_picture(page, "withdrawal")
    page.get_by_role("button", name="บันทึกคำขอถอนเรื่อง").click()
    expect(page.locator("main")).to_contain_text("หัวหน้าหน่วยงานกำลังพิจารณา")
    live.begin_session(head, Role.HEAD)
    head.goto(live.at("/provincial/work"))
    head.locator("tr.item", has_text="พิจารณาคำขอถอนเรื่อง").locator("button").click()
    expect(head.locator("main")).to_contain_text(ASKED)
    head.get_by_label("ดำเนินการต่อ แม้ผู้ร้องไม่ติดใจ").check()
    head.get_by_label("เหตุผล").fill("เป็นเรื่องทุจริตที่กระทบเงินแผ่นดิน")
    head.locator("[name=password]").fill(PASSWORD)
    for width in WIDTHS:
        head.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(head)
        assert sideways_scroll(head) == 0
        take_picture(head, f"withdrawal-considered-{width}")
    head.get_by_role("button", name="บันทึกเสร็จ", exact=True).click()
    expect(head.get_by_role("status").first).to_be_visible()
    page.goto(live.at(f"/provincial/cases/{case}"))
    expect(page.locator("main")).to_contain_text("หัวหน้าหน่วยงานให้ดำเนินการต่อ")
    assert faults == []
