"""Somebody asks and is answered: one form and one press; a complaint after all, typed once."""

import re

from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture
from tests.support.answers import answers_for
from tests.support.form_filling import fill_form

QUESTION = "ขอดูราคากลางของโครงการขุดลอกได้ที่ใด"


def open_question(live, page):
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    page.get_by_role("link", name="บันทึกการสอบถาม").click()


def test_a_question_is_registered_and_closed_in_one_press(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages()
    open_question(live, page)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"question-empty-{width}")
    assert page.locator("[name=channel]").input_value() == "telephone"
    page.get_by_role("button", name="ลงทะเบียนและปิดเรื่อง").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    take_picture(page, "question-refused")
    fill_form(page, answers_for("question.start", live.story.today, question=QUESTION))
    take_picture(page, "question-filled")
    page.get_by_role("button", name="ลงทะเบียนและปิดเรื่อง").click()
    expect(page.get_by_role("status").first).to_contain_text("ปิดเรื่องแล้ว เลขรับ")
    page.get_by_role("link", name="ค้นเรื่อง").first.click()
    page.fill("#text", "ราคากลาง")
    page.get_by_role("button", name="ค้น", exact=True).click()
    row = page.locator("tr.item")
    expect(row).to_contain_text("สอบถาม")
    expect(row).to_contain_text("ปิดเรื่องแล้ว")
    take_picture(page, "question-found")
    row.get_by_role("link").click()
    expect(page.locator(".subject-line .tag")).to_have_text("สอบถาม")
    expect(page.locator("main")).to_contain_text(QUESTION)
    expect(page.locator("main")).to_contain_text("10.42 น.")
    page.emulate_media(color_scheme="dark")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        take_picture(page, f"question-case-{width}")
    page.get_by_role("button", name="รับเป็นเรื่องร้องเรียน").click()
    expect(page.locator("[name=narrative]")).to_have_value(re.compile(QUESTION))
    assert faults == []


def test_the_boxes_of_one_line_stand_level_though_one_has_a_hint(live, browser_pages):
    page = browser_pages()
    open_question(live, page)
    boxes = page.locator(".form-line").first.locator("input:visible, select:visible")
    lower_edges = boxes.evaluate_all("all => all.map((one) => one.getBoundingClientRect().bottom)")
    assert len(lower_edges) > 1
    assert max(lower_edges) - min(lower_edges) < 1


def test_a_question_that_is_a_complaint_is_not_typed_again_without_scripts(live, browser_pages):
    page = browser_pages(java_script_enabled=False)
    open_question(live, page)
    page.select_option("[name=channel]", "walk_in")
    page.fill("[name=question]", QUESTION)
    page.get_by_role("button", name="เก็บร่าง").click()
    page.get_by_role("button", name="เปลี่ยนเป็นเรื่องร้องเรียน").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("รับเรื่องใหม่")
    assert page.input_value("[name=channel]") == "walk_in"
    assert QUESTION in page.input_value("[name=narrative]")
    take_picture(page, "question-as-complaint")
    page.check("[name=respondent_kind][value=unknown]")
    page.check("[name=is_anonymous]")
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    page.wait_for_url("**/work/**")
    expect(page.locator("main")).to_contain_text(QUESTION)
    page.goto(live.at("/provincial/question"))
    assert page.input_value("[name=question]") == ""
