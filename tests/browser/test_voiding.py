"""A number given by mistake is voided on the page of its case, and says so wherever it is read."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture

WHY = "ลงรับซ้ำกับเรื่องที่รับทางโทรศัพท์เมื่อเช้า"


def test_a_number_is_voided_and_stays_in_the_register_and_for_who_complained(
    live, browser_pages, axe_findings, sideways_scroll
):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register", receipt_code=True)
    code = next(iter(live.story.receipt_codes.values()))
    page, citizen = browser_pages(), browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ยกเลิกเลขรับเรื่อง").click()
    page.get_by_role("button", name="ยกเลิกเลขรับเรื่อง").click()
    expect(page.locator("#work-form")).to_contain_text("ยังไม่ได้กรอก")
    faults = []
    for width, scheme in zip(WIDTHS, ("dark", "light"), strict=False):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"voiding-{width}")
    page.get_by_label("เหตุที่ยกเลิกเลข").fill(WHY)
    page.get_by_role("button", name="ยกเลิกเลขรับเรื่อง").click()
    expect(page.get_by_role("status").first).to_contain_text("ยกเลิกเลขรับเรื่องแล้ว")
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.get_by_role("link", name="ยกเลิกเลขรับเรื่อง")).to_have_count(0)
    faults += axe_findings(page)
    take_picture(page, "voided")
    page.goto(live.at("/provincial/register/secret"))
    expect(page.locator("main")).to_contain_text(f"ยกเลิกเลข {WHY}")
    citizen.goto(live.at("/p/provincial/follow"))
    citizen.locator("[name=receipt_code]").fill(code)
    citizen.locator("main form button").first.click()
    expect(citizen.locator("main")).to_contain_text("หน่วยงานยกเลิกเลขรับนี้")
    expect(citizen.locator("main")).to_contain_text(WHY)
    expect(citizen.locator("main textarea")).to_have_count(0)
    citizen.set_viewport_size({"width": 390, "height": 900})
    faults += axe_findings(citizen)
    assert sideways_scroll(citizen) == 0
    take_picture(citizen, "voided-public-390")
    assert faults == []
