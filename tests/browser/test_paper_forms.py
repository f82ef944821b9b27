"""Forms on paper: blank ones for days without power, and those typed or recorded here."""

import os
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.resources import bundled_dir
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture

FORMS = "/provincial/forms"
LONG = "ผู้รับจ้างส่งน้ำมันไม่ครบจำนวนตามใบเบิก " * 12


@pytest.fixture
def officer(live, browser_pages):
    def open_page(path, **options):
        page = browser_pages(**options)
        live.begin_session(page, Role.OFFICER)
        page.goto(live.at(path))
        return page

    return open_page


@pytest.fixture
def step(live):
    item = live.story.item(live.story.lodge(), "register")
    live.story.claim(item, by=live.office.actor(Role.OFFICER))
    return item


def print_out(page, name):
    """Print the page as its reader would; kept for looking at, where a folder is named."""
    printed = page.pdf(prefer_css_page_size=True)
    folder = os.environ.get("SUCHARIT_PICTURES")
    if folder:
        Path(folder, f"{name}.pdf").write_bytes(printed)
    return printed.count(b"/Type /Page\n")


def test_every_form_of_every_process_is_listed_and_printed_blank(officer):
    page = officer(FORMS, java_script_enabled=False)
    sets = page.get_by_role("link", name="พิมพ์ทั้งชุด")
    assert sets.count() == len(list(bundled_dir("processes").glob("*.bpmn")))
    page.get_by_role("link", name="แบบรับเรื่องร้องเรียน").click()
    sheet = page.get_by_role("region", name="แบบรับเรื่องร้องเรียน")
    expect(sheet).to_contain_text("เลขรับเรื่อง")
    expect(sheet).to_contain_text("ฉบับที่ 1")
    expect(sheet).to_contain_text("กรอกเฉพาะเมื่อ ให้ติดต่อกลับทาง: โทรศัพท์")
    assert sheet.locator("input, select, textarea, button").count() == 0
    witnesses = sheet.locator("section", has_text="พยานที่ขอให้สอบถาม").last.locator("tbody tr")
    assert witnesses.count() == 2
    page.fill("[name=rows]", "5")
    page.get_by_role("button", name="จัดแผ่นใหม่").click()
    assert witnesses.count() == 5


def test_a_set_begins_each_form_on_a_page_of_its_own(officer):
    page = officer(f"{FORMS}/complaint_provincial")
    page.emulate_media(media="print")
    forms = page.locator(".sheet").count()
    assert forms == 12
    assert print_out(page, "blank-set") >= forms
    expect(page.locator(".mast")).to_be_hidden()


def test_on_a_phone_every_set_is_as_wide_as_the_screen(live, officer, sideways_scroll):
    page = officer(FORMS, width=390)
    processes = sorted(path.stem for path in bundled_dir("processes").glob("*.bpmn"))
    too_wide = []
    for process, language in product(processes, ("th", "en")):
        page.goto(live.at(f"{FORMS}/{process}?language={language}"))
        too_wide.extend([(process, language)] * (sideways_scroll(page) > 0))
    assert too_wide == []


def test_the_form_of_a_step_prints_blank_with_the_number_and_nothing_else_of_the_case(
    officer, step, live
):
    page = officer(f"/provincial/work/{step.id}")
    page.get_by_role("link", name="พิมพ์แบบเปล่า").click()
    sheet = page.locator(".sheet")
    with live.story.reading() as uow:
        number = uow.connection.exec_driver_sql('select number from "case"').scalar_one()
    expect(sheet.locator(".sheet-number")).to_contain_text(number)
    expect(sheet).to_contain_text("วันที่ลงรับจริง")


def test_a_form_prints_as_typed_beside_the_page_which_goes_on(officer, step):
    page = officer(f"/provincial/work/{step.id}")
    page.fill("[name=subject]", "ส่งน้ำมันไม่ครบ")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="พิมพ์ตามที่กรอก").click()
    paper = opened.value
    expect(paper.locator(".sheet")).to_contain_text("ส่งน้ำมันไม่ครบ")
    expect(paper.locator(".sheet")).to_contain_text("ยังไม่ได้บันทึกเสร็จ")
    page.get_by_label("ปกติ").first.check()
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.locator(".errors")).to_be_visible()


def test_names_typed_into_a_lodging_are_not_on_its_paper(officer):
    page = officer("/provincial/intake")
    page.fill("[name=narrative]", LONG)
    page.fill("[name='complainants.0.name']", "นางสาวสมมติ ตั้งขึ้น")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="พิมพ์ตามที่กรอก").click()
    paper = opened.value.locator(".sheet")
    expect(paper).to_contain_text(LONG.strip())
    expect(paper).to_contain_text("ปิดชื่อ")
    expect(paper).not_to_contain_text("สมมติ ตั้งขึ้น")


def test_a_recorded_step_prints_with_who_recorded_it(officer, live):
    case = live.story.lodge()
    live.story.do(case, "register")
    live.story.do(case, "sort")
    item = next(one for one in live.story.items(case) if one.element == "sort")
    page = officer(f"/provincial/work/{item.id}")
    page.get_by_role("link", name="พิมพ์แบบที่บันทึก").click()
    expect(page.locator(".sheet")).to_contain_text("ผลการคัดแยก")
    expect(page.locator(".sheet")).to_contain_text("บันทึกเสร็จโดย")
    print_out(page, "recorded")


def test_what_was_lodged_prints_from_the_case_file_without_who_complained(officer, live):
    case = live.story.lodge(narrative=LONG)
    page = officer(f"/provincial/cases/{case}")
    lodging = page.locator("#timeline details.step").last
    lodging.locator("summary").click()
    lodging.get_by_role("link", name="พิมพ์แบบที่บันทึก").click()
    expect(page.locator(".sheet")).to_contain_text(LONG.strip())
    expect(page.locator(".sheet")).to_contain_text("ปิดชื่อ")
    expect(page.locator(".sheet")).to_contain_text("บันทึกเสร็จโดย กมล ตัวอย่าง")


@pytest.mark.timeout(200)
def test_no_page_of_forms_has_a_finding_of_axe_or_scrolls_sideways(
    officer, step, axe_findings, sideways_scroll
):
    page, faults = officer(FORMS), []
    for name, path in (
        ("forms", FORMS),
        ("blank-start", f"{FORMS}/complaint_provincial/complaint_provincial.start"),
        ("blank-item", f"/provincial/work/{step.id}/blank"),
    ):
        page.goto(page.url.split("/provincial")[0] + path)
        for width, theme in LIGHTS:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{name}-{theme}-{width}"
            faults += [f"{where}: {found}" for found in axe_findings(page)]
            faults += [f"{where}: sideways"] if sideways_scroll(page) else []
            take_picture(page, where)
        if os.environ.get("SUCHARIT_PICTURES"):
            print_out(page, name)
    assert not faults, "\n".join(faults)
