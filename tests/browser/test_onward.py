"""Consecutive steps of one person answered on one page and sent in one go (U19)."""

import pytest
from playwright.sync_api import expect

from engine.journal.kinds import EventKind
from engine.office.roles import Role
from tests.browser.pictures import take_picture
from tests.support.answers import answers_for
from tests.support.form_filling import fill_form, fill_without_scripts

GO_ON = "ทำขั้นถัดไปต่อในหน้านี้"


@pytest.fixture
def case(live):
    return live.story.lodge(by=live.office.actor(Role.OFFICER))


@pytest.fixture
def register(live, case):
    return live.story.item(case, "register")


def opened(live, page, register, *, has_scripts=True):
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{register.id}"))
    fill = fill_form if has_scripts else fill_without_scripts
    fill(page, live.story.answers(register))


def sort_answers(live, **choices):
    return answers_for("complaint_provincial.sort", live.story.today, **choices)


def completed(live, case):
    kind = EventKind.WORK_ITEM_COMPLETED
    return [event.element for event in live.story.events(case) if event.kind == kind]


def test_two_steps_are_answered_on_one_page_and_written_together(
    live, browser_pages, case, register, look
):
    page = browser_pages()
    opened(live, page, register)
    page.get_by_role("button", name=GO_ON).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("คัดแยกประเภท")
    carried = page.get_by_role("region", name="บันทึกไปพร้อมกัน")
    expect(carried.locator("summary")).to_have_count(1)
    assert completed(live, case) == []
    look(page, "onward")
    fill_form(page, sort_answers(live))
    page.get_by_role("button", name="บันทึกเสร็จทั้ง 2 ขั้นตอน").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว 2 ขั้นตอน")
    assert completed(live, case) == ["register", "sort"]


def test_what_the_second_step_lacks_is_said_at_its_field_and_nothing_is_written(
    live, browser_pages, case, register, axe_findings
):
    page = browser_pages()
    opened(live, page, register)
    page.get_by_role("button", name=GO_ON).click()
    page.get_by_role("button", name="บันทึกเสร็จทั้ง 2 ขั้นตอน").click()
    expect(page.locator(".errors")).to_be_visible()
    assert axe_findings(page) == []
    take_picture(page, "onward-refused")
    assert completed(live, case) == []
    fill_form(page, sort_answers(live))
    page.get_by_role("button", name="บันทึกเสร็จทั้ง 2 ขั้นตอน").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว 2 ขั้นตอน")


def test_three_steps_go_along_without_scripts(live, browser_pages, case, register):
    page = browser_pages(java_script_enabled=False)
    opened(live, page, register, has_scripts=False)
    page.get_by_role("button", name=GO_ON).click()
    fill_without_scripts(page, sort_answers(live))
    page.get_by_role("button", name=GO_ON).click()
    expect(page.locator("#work-form summary")).to_have_count(2)
    fill_without_scripts(page, answers_for("complaint_provincial.draft_letter", live.story.today))
    page.get_by_role("button", name="บันทึกเสร็จทั้ง 3 ขั้นตอน").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว 3 ขั้นตอน")
    assert completed(live, case) == ["register", "sort", "draft_letter"]


def test_who_goes_back_finds_the_first_step_as_she_left_it(live, browser_pages, case, register):
    page = browser_pages()
    opened(live, page, register)
    subject = page.locator("[name=subject]").input_value()
    page.get_by_role("button", name=GO_ON).click()
    page.get_by_role("link", name="กลับไปแก้ขั้นแรก").click()
    expect(page.locator("[name=subject]")).to_have_value(subject)
    assert completed(live, case) == []


def test_where_no_step_of_hers_follows_it_says_so_and_keeps_what_was_typed(
    live, browser_pages, case
):
    for step in ("register", "sort"):
        live.story.do(case, step, by=live.office.actor(Role.OFFICER))
    letter = live.story.item(case, "draft_letter")
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{letter.id}"))
    expect(page.get_by_role("button", name=GO_ON)).to_have_count(0)
    fill_form(page, live.story.answers(letter, summary="ขอให้ตรวจสอบข้อเท็จจริง"))
    # The page does not offer it; somebody sends it all the same.
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const form = document.getElementById("work-form");
                form.action += "/onward";
                form.insertAdjacentHTML("beforeend", "<input type=hidden name=_go_on value=1>");
                form.submit();
            }"""
        )
    expect(page.get_by_role("status")).to_contain_text("ขั้นถัดไปไม่ใช่งานของท่าน")
    expect(page.locator("[name=summary]")).to_have_value("ขอให้ตรวจสอบข้อเท็จจริง")
    assert completed(live, case) == ["register", "sort"]


def test_sent_twice_at_once_it_is_written_once(live, browser_pages, case, register):
    page = browser_pages()
    opened(live, page, register)
    page.get_by_role("button", name=GO_ON).click()
    fill_form(page, sort_answers(live))
    statuses = page.evaluate(
        """() => {
            const form = document.getElementById("work-form");
            const send = () => fetch(form.action, {method: "POST", body: new FormData(form)});
            return Promise.all([send(), send()].map(async (sent) => (await sent).status));
        }"""
    )
    # Both are led on to the same next page.
    assert statuses == [200, 200]
    assert completed(live, case) == ["register", "sort"]
