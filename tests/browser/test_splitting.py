"""A case is split on its page: asked first whom it is about, and told where the rest went."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture

WHY = "หนังสือฉบับเดียวร้องสองเรื่อง เรื่องค่าน้ำมันกับเรื่องใช้รถราชการส่วนตัวของผู้อำนวยการ"
SUMMARY = "ผู้ร้องแจ้งว่ามีการนำรถราชการไปใช้ส่วนตัวในวันหยุดต่อเนื่องตั้งแต่เดือนสิงหาคม " * 3


@pytest.fixture
def case(live):
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    for element in ("register", "sort"):
        live.story.do(case, element)
    return case


def test_a_matter_about_the_head_is_split_off_and_both_cases_say_so_to_who_may_know(
    live, case, browser_pages, axe_findings, sideways_scroll
):
    page, head = browser_pages(), browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="แยกเรื่อง", exact=True).click()
    expect(page.get_by_label("ผู้ร้องเรียนรายที่ 1")).to_be_checked()
    page.get_by_role("button", name="แยกเรื่อง", exact=True).click()
    expect(page.locator(".errors")).to_contain_text("ร้องเรียนใคร")
    faults = axe_findings(page)
    page.get_by_label("ผู้อำนวยการ", exact=True).check()
    page.get_by_label("ชื่อเรื่อง").fill("ใช้รถราชการส่วนตัว")
    page.get_by_label("สรุปเรื่อง").fill(SUMMARY)
    page.get_by_label("ประเภทเรื่อง").select_option("misconduct")
    page.get_by_label("ใช้รถราชการส่วนตัว", exact=True).check()
    page.get_by_label("เหตุที่แยกเรื่อง").fill(WHY)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"split-{width}")
    page.get_by_role("button", name="แยกเรื่อง", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("แยกเป็นเรื่องเลขรับ")
    expect(page.locator("#issues")).to_contain_text("แยกไปเรื่อง")
    expect(page.locator("#timeline")).to_contain_text("แยกเป็นเรื่อง")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"split-first-{width}")
    page.locator("#issues").get_by_role("link").click()
    expect(page.locator("#timeline")).to_contain_text("แยกจากเรื่อง")
    expect(page.locator("#timeline")).to_contain_text(WHY)
    page.locator("#timeline summary", has_text="ลงทะเบียนรับเรื่อง").click()
    expect(page.locator("#timeline")).to_contain_text("นำรถราชการไปใช้ส่วนตัวในวันหยุด")
    assert "มานี" not in page.content()
    take_picture(page, "split-second-1280")
    # The head reads the first case, and nothing of the second.
    live.begin_session(head, Role.HEAD)
    second = head.goto(page.url)
    assert second.status == 404
    head.goto(live.at(f"/provincial/cases/{case}"))
    expect(head.locator("#issues")).to_contain_text("แยกไปเป็นอีกเรื่อง")
    expect(head.locator("#timeline")).not_to_contain_text("แยกเป็นเรื่อง")
    assert head.locator("#issues").get_by_role("link").count() == 0
    assert head.get_by_role("link", name="แยกเรื่อง", exact=True).count() == 0
    take_picture(head, "split-first-of-the-head")
    assert faults == []


def test_who_splits_off_a_matter_about_herself_is_told_that_she_cannot_open_it(
    live, case, browser_pages
):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/split"))
    page.get_by_label("เจ้าหน้าที่ผู้รับเรื่องร้องเรียน").check()
    page.get_by_label("ชื่อเรื่อง").fill("รับเรื่องล่าช้า")
    page.get_by_label("สรุปเรื่อง").fill("ยื่นแล้วไม่ได้รับเลขรับ")
    page.get_by_label("เหตุที่แยกเรื่อง").fill("เป็นเรื่องของผู้รับเรื่องเอง")
    page.get_by_role("button", name="แยกเรื่อง", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("ท่านเปิดเรื่องใหม่ไม่ได้")
    take_picture(page, "split-out-of-sight")
