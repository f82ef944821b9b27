"""The administrator changes what her office has set, and whoever answers for it looks on."""

import re

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import LIGHTS, PASSWORD
from tests.browser.pictures import take_picture

WHY = "คำสั่งสำนักงานที่ 12/2570 ลงวันที่ 20 พฤศจิกายน 2569"


class Looking:
    """Each page in both widths, with axe and without a sideways scroll."""

    def __init__(self, page, axe_findings, sideways_scroll):
        self.page, self.axe, self.wide = page, axe_findings, sideways_scroll
        self.faults = []

    def __call__(self, name):
        self.page.wait_for_load_state()
        for width, light in LIGHTS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=light)
            self.faults += [f"{name} {width}: {fault}" for fault in self.axe(self.page)]
            assert self.wide(self.page) == 0, name
            take_picture(self.page, f"office-{name}-{width}")


def confirm(page, reason=WHY):
    page.get_by_label("เหตุผลที่แก้").fill(reason)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกการแก้ไข").click()


def test_a_channel_is_changed_with_a_reason_and_stands_in_the_history(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages()
    look = Looking(page, axe_findings, sideways_scroll)
    live.begin_session(page, Role.ADMINISTRATOR)
    page.goto(live.at("/provincial/settings"))
    expect(page.get_by_role("link", name="ข้อมูลหน่วยงาน", exact=True).first).to_be_visible()
    look("settings")
    page.get_by_role("link", name="แก้ไข โทรศัพท์", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("โทรศัพท์")
    look("edit")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.get_by_role("alert")).to_contain_text("ยังไม่ได้เปลี่ยนค่าใด")
    page.locator("[name=contact_th]").fill("0 5400 0999 ต่อ 9")
    page.get_by_label("ทุกวันทำการ", exact=True).check()
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.locator("table.revised")).to_contain_text("0 5400 0999 ต่อ 9")
    page.get_by_role("button", name="บันทึกการแก้ไข").click()
    expect(page.locator("#password-err")).to_be_visible()
    look("confirm")
    page.get_by_label("เหตุผลที่แก้").fill(WHY)
    page.fill("#password", "ไม่ใช่รหัสผ่านนี้")
    page.get_by_role("button", name="บันทึกการแก้ไข").click()
    expect(page.get_by_role("alert")).to_contain_text("รหัสผ่านไม่ถูกต้อง")
    expect(page.get_by_label("เหตุผลที่แก้")).to_have_value(WHY)
    page.get_by_role("button", name="กลับไปแก้ค่า").click()
    expect(page.locator("[name=contact_th]")).to_have_value("0 5400 0999 ต่อ 9")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    confirm(page)
    expect(page.get_by_role("status").first).to_contain_text("บันทึกการแก้ไขแล้ว")
    expect(page.locator("#at-channels-telephone")).to_contain_text("0 5400 0999 ต่อ 9")

    manager = browser_pages()
    live.begin_session(manager, Role.MANAGER)
    manager.goto(live.at("/provincial/work"))
    manager.get_by_role("link", name="ข้อมูลหน่วยงาน").click()
    expect(manager.locator("#s-channels")).to_contain_text("0 5400 0999 ต่อ 9")
    expect(manager.get_by_role("link", name=re.compile("^แก้ไข"))).to_have_count(0)
    manager.get_by_role("link", name="ประวัติการแก้ไข").click()
    expect(manager.locator("main")).to_contain_text(WHY)
    page.goto(live.at("/provincial/settings/history"))
    look("history")
    page.goto(live.at("/provincial/settings?language=en"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Office settings")
    look("english")
    assert look.faults == []


def test_without_scripts_rows_are_added_and_a_change_waits_for_its_day_until_taken_back(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.ADMINISTRATOR)
    page.goto(live.at("/provincial/settings/edit/deadlines/first_notice"))
    page.get_by_role("button", name="เพิ่มรายการ").click()
    page.locator('[name="reminders.1.before"]').fill("๒")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.locator("table.revised")).to_contain_text("การเตือน")
    page.locator('[name="revision_on.day"]').fill("๑๕")
    page.locator('[name="revision_on.month"]').select_option("1")
    page.locator('[name="revision_on.year"]').fill("2570")
    confirm(page)
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("จะมีผลวันที่ 15 มกราคม 2570")

    seen = browser_pages()
    look = Looking(seen, axe_findings, sideways_scroll)
    live.begin_session(seen, Role.ADMINISTRATOR)
    seen.goto(live.at("/provincial/settings/history"))
    seen.get_by_role("link", name="ยกเลิกการแก้ไขที่รออยู่").click()
    expect(seen.locator("table.revised")).to_contain_text("การเตือน")
    seen.get_by_role("button", name="ยกเลิกการแก้ไขที่รออยู่").click()
    expect(seen.locator("#password-err")).to_be_visible()
    look("take-back")
    seen.get_by_label("เหตุผลที่ยกเลิก").fill(WHY)
    seen.fill("#password", PASSWORD)
    seen.get_by_role("button", name="ยกเลิกการแก้ไขที่รออยู่").click()
    expect(seen.get_by_role("status").first).to_contain_text("ยกเลิกการแก้ไขที่รออยู่แล้ว")
    expect(seen.locator("main")).not_to_contain_text("จะมีผลวันที่")
    assert look.faults == []


def test_two_administrators_at_once_and_what_is_in_use_stays(
    live, browser_pages, axe_findings, sideways_scroll
):
    live.story.lodge(by=live.office.actor(Role.OFFICER))
    page, other = browser_pages(), browser_pages()
    look = Looking(page, axe_findings, sideways_scroll)
    for each, phone in ((page, "0 5400 0111"), (other, "0 5400 0222")):
        live.begin_session(each, Role.ADMINISTRATOR)
        each.goto(live.at("/provincial/settings/edit/office"))
        each.get_by_label("โทรศัพท์", exact=True).fill(phone)
        each.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
        expect(each.locator("table.revised")).to_contain_text(phone)
    confirm(other)
    expect(other.get_by_role("status").first).to_be_visible()
    confirm(page)
    expect(page.get_by_role("alert")).to_contain_text("แก้ข้อมูลหน่วยงานก่อนแล้ว")
    expect(page.locator("table.revised")).to_contain_text("0 5400 0222")
    expect(page.get_by_label("เหตุผลที่แก้")).to_have_value(WHY)
    look("meanwhile")
    confirm(page)
    expect(page.locator("#at-office")).to_contain_text("0 5400 0111")

    page.goto(live.at("/provincial/settings/add/units"))
    page.get_by_label("รหัสรายการ").fill("legal")
    page.get_by_label("ชื่อ", exact=True).fill("กลุ่มงานนิติการ")
    look("add")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    confirm(page)
    expect(page.locator("#at-units-legal")).to_contain_text("กลุ่มงานนิติการ")
    page.locator("#at-units-legal").get_by_role("link").click()
    page.get_by_role("link", name="นำรายการนี้ออก").click()
    expect(page.locator("table.revised")).to_contain_text("นำออก")
    confirm(page)
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator("#at-units-legal")).to_have_count(0)
    page.goto(live.at("/provincial/settings/remove/kinds/complaint"))
    expect(page.get_by_role("heading", level=1)).to_have_text("นำรายการนี้ออกไม่ได้")
    look("kept")
    assert look.faults == []


def test_a_door_leads_to_another_process_and_a_channel_is_used_no_longer(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages()
    look = Looking(page, axe_findings, sideways_scroll)
    live.begin_session(page, Role.ADMINISTRATOR)
    page.goto(live.at("/provincial/settings"))
    general = "หน้าเว็บร้องเรียนเรื่องทั่วไป"
    expect(page.locator("#at-doors-general")).to_contain_text("การทุจริตและประพฤติมิชอบ")
    page.get_by_role("link", name=f"แก้ไข {general}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(general)
    expect(page.locator("#work-form input[type=radio]")).to_have_count(3)
    look("door")
    page.get_by_label("การจัดการเรื่องร้องเรียน/ร้องทุกข์ของ อบต.").check()
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.locator("table.revised")).to_contain_text("ร้องทุกข์ของ อบต.")
    page.get_by_role("button", name="เก็บไว้ แล้วแก้รายการอื่นต่อ").click()
    expect(page.get_by_role("status").first).to_contain_text("เก็บการแก้ไขไว้แล้ว")
    expect(page.locator("#at-doors-general")).to_contain_text("การทุจริตและประพฤติมิชอบ")
    page.get_by_role("link", name="แก้ไข โทรศัพท์", exact=True).click()
    expect(page.locator("main")).to_contain_text("มีการแก้ไขที่เก็บไว้")
    page.get_by_label("เลิกใช้แล้ว").check()
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.locator("table.revised tbody tr")).to_have_count(2)
    page.get_by_role("button", name="เก็บไว้ แล้วแก้รายการอื่นต่อ").click()
    expect(page.locator("#at-channels-telephone")).not_to_contain_text("เลิกใช้แล้วใช่")
    look("waiting")
    page.get_by_role("link", name="ตรวจและบันทึกพร้อมกัน").click()
    expect(page.locator("table.revised tbody tr")).to_have_count(2)
    expect(page.get_by_role("button", name="ทิ้งการแก้ไขที่เก็บไว้")).to_be_visible()
    look("gathered")
    confirm(page)
    expect(page.get_by_role("status").first).to_contain_text("บันทึกการแก้ไขแล้ว")
    expect(page.locator("#at-doors-general")).to_contain_text("ร้องทุกข์ของ อบต.")
    expect(page.locator("#at-channels-telephone")).to_contain_text("เลิกใช้แล้ว")
    expect(page.get_by_role("link", name="ตรวจและบันทึกพร้อมกัน")).to_have_count(0)
    officer = browser_pages()
    live.begin_session(officer, Role.OFFICER)
    officer.goto(live.at("/provincial/intake"))
    expect(officer.locator("[name=channel] option[value=walk_in]")).to_have_count(1)
    expect(officer.locator("[name=channel] option[value=telephone]")).to_have_count(0)
    assert look.faults == []
