"""A case goes over to the process it belongs to, on a page that asks what the case lacks."""

from playwright.sync_api import expect

from engine.office.roles import Role
from engine.work.lodging import Door
from tests.browser.conftest import WIDTHS
from tests.browser.test_notes import take_picture
from tests.support.doors import WRONG_DOOR, part_doors

MOVE = "ย้ายกระบวนงาน"


def test_a_case_goes_over_to_the_process_it_belongs_to(
    live, browser_pages, axe_findings, sideways_scroll
):
    part_doors(live.story)
    case = live.story.lodge(by=live.office.actor(Role.OFFICER), door=Door("tip_off"))
    number = live.story.case(case).number
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    faults = []

    def look(name):
        for width, scheme in zip(WIDTHS, ("dark", "light"), strict=False):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            faults.extend(axe_findings(page))
            assert sideways_scroll(page) == 0
            take_picture(page, f"{name}-{width}")

    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name=MOVE).click()
    expect(page.locator("main")).to_contain_text("ย้ายไปกระบวนงานใด")
    look("transfer-to")
    page.get_by_role("link", name="การจัดการเรื่องร้องเรียน/ร้องทุกข์ของ อบต.").click()
    expect(page.get_by_label("เรื่อง", exact=False).first).to_be_visible()
    expect(page.locator("#work-form")).not_to_contain_text("ผู้ร้องเรียนคนที่")
    page.get_by_role("button", name=MOVE).click()
    expect(page.locator("#work-form")).to_contain_text("ยังไม่ได้กรอก")
    look("transfer")
    page.locator("[name=subject]").fill("ขอให้ซ่อมท่อประปาหมู่บ้าน")
    page.locator("[name=transfer_reason]").fill(WRONG_DOOR)
    page.get_by_role("button", name=MOVE).click()
    expect(page.get_by_role("status").first).to_contain_text("ย้ายกระบวนงานแล้ว")
    expect(page.locator("main")).to_contain_text("สมุดบันทึก")
    page.goto(live.at(f"/provincial/cases/{case}"))
    expect(page.locator(".item-head")).to_contain_text(number)
    page.locator("summary", has_text=MOVE).click()
    expect(page.locator("main")).to_contain_text(WRONG_DOOR)
    look("transferred")
    assert faults == []
