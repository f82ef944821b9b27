"""An officer asks to know who complained; the custodian allows it for some days."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import PASSWORD, WIDTHS
from tests.browser.pictures import take_picture
from tests.support.answers import COMPLAINANT

WHY = (
    "ต้องโทรถามวันที่ สถานที่ และจำนวนเงินที่ถูกเรียกรับให้ชัดเจนก่อนสรุปความเห็นเสนอหัวหน้าหน่วยงาน "
    "เพราะคำร้องไม่ได้บอกไว้"
)


def test_an_officer_asks_the_custodian_allows_and_the_name_is_opened_on_record(
    live, browser_pages, axe_findings, sideways_scroll
):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register")
    page, keeper = browser_pages(), browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ขอเปิดชื่อ").click()
    page.get_by_role("button", name="ส่งคำขอ").click()
    expect(page.locator("#reason-err")).to_be_visible()
    faults = axe_findings(page)
    page.fill("[name=reason]", WHY)
    page.get_by_role("button", name="ส่งคำขอ").click()
    expect(page.get_by_role("status").first).to_contain_text("ส่งคำขอแล้ว")
    expect(page.locator("main")).to_contain_text("กำลังพิจารณา")
    assert COMPLAINANT["name"] not in page.content()

    live.begin_session(keeper, Role.CUSTODIAN)
    keeper.goto(live.at("/provincial/work"))
    keeper.locator("tr.item", has_text="พิจารณาคำขอเปิดชื่อ").locator("button").click()
    expect(keeper.locator("main")).to_contain_text(WHY)
    keeper.get_by_label("อนุญาต", exact=True).check()
    keeper.get_by_label("ให้เปิดได้กี่วัน").fill("๗")
    for width in WIDTHS:
        keeper.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(keeper)
        assert sideways_scroll(keeper) == 0
        take_picture(keeper, f"identity-considered-{width}")
    keeper.get_by_role("button", name="บันทึกเสร็จ", exact=True).click()
    expect(keeper.get_by_role("status").first).to_be_visible()

    page.goto(live.at("/provincial/work/notices"))
    page.get_by_role("link", name="ท่านเปิดชื่อได้ตามที่ขอ").click()
    expect(page.locator("[name=reason]")).to_have_value(WHY)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"identity-allowed-{width}")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเหตุผลและเปิดชื่อ").click()
    expect(page.get_by_text(COMPLAINANT["name"])).to_be_visible()
    page.goto(live.at(f"/provincial/cases/{case}"))
    expect(page.locator("main")).to_contain_text("เปิดชื่อได้ถึงวันที่")

    keeper.goto(live.at(f"/provincial/cases/{case}/identities"))
    take_picture(keeper, "identity-requests")
    keeper.get_by_role("button", name="ยกเลิกสิทธิ์ก่อนครบเวลา").click()
    expect(keeper.locator("main")).to_contain_text("ยกเลิกสิทธิ์แล้ว")
    page.goto(live.at(f"/provincial/cases/{case}/identities"))
    expect(page.get_by_role("button", name="ส่งคำขอ")).to_be_visible()
    assert faults == []
