"""A case is given tags of the office's list, shows them and is found by them."""

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture


def test_a_case_is_tagged_and_the_list_is_narrowed_to_the_tag_and_saved_without_scripts(
    live, browser_pages, axe_findings, sideways_scroll
):
    officer = live.office.actor(Role.OFFICER)
    case, other = (live.story.lodge(by=officer, category="service") for _ in range(2))
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ใส่ป้ายกำกับ").click()
    page.get_by_label("จัดซื้อจัดจ้าง").check()
    page.get_by_label("การใช้รถราชการ").check()
    page.get_by_label("เรียกรับผลประโยชน์").check()
    take_picture(page, "tags")
    page.get_by_role("button", name="บันทึกป้ายกำกับ").click()
    expect(page.get_by_role("status").first).to_have_text("บันทึกป้ายกำกับแล้ว")
    take_picture(page, "tags-case")
    page.locator(".case-tags").get_by_role("link", name="การใช้รถราชการ").click()
    row = page.locator("tr.item")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(live.story.case(case).number)
    expect(row.locator(".row-tags")).to_contain_text("จัดซื้อจัดจ้าง การใช้รถราชการ")
    page.get_by_role("link", name="เก็บตัวกรองนี้").click()
    page.get_by_label("ชื่อ").fill("รถราชการ")
    page.locator("main form button.btn-1").click()
    expect(page.get_by_role("link", name="รถราชการ", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    expect(page.locator("tr.item")).to_have_count(1)
    for width in WIDTHS:
        is_dark = width == min(WIDTHS)
        looked = browser_pages(width=width, color_scheme="dark" if is_dark else "light")
        live.begin_session(looked, Role.OFFICER)
        for address, name in (
            ("work?tag=official_vehicles", "tags-list"),
            (f"cases/{case}/tags", "tags-form"),
            (f"cases/{case}", "tags-shown"),
        ):
            looked.goto(live.at(f"/provincial/{address}"))
            assert axe_findings(looked) == []
            assert sideways_scroll(looked) == 0
            take_picture(looked, f"{name}-{width}")
    assert other != case
