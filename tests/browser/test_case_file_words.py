"""What a case file says of who complained and how it writes its figures."""

from playwright.sync_api import expect

from engine.errors import Sentence
from engine.office.roles import Role
from engine.office.thai import Digits
from tests.support.answers import signed_on_paper
from web.design.filters import office_digits, use_digits


def test_of_a_case_without_a_name_nothing_is_said_to_be_withheld(live, browser_pages):
    named, unnamed = live.story.lodge(), live.story.lodge(is_anonymous=True)
    page = browser_pages()
    live.sign_in(page, Role.OFFICER)
    who = page.locator("//dt[.='ช่องทาง']/following-sibling::dt[1][.='ผู้ร้องเรียน']")
    page.goto(live.at(f"/provincial/cases/{named}"))
    expect(who.locator("xpath=following-sibling::dd[1]")).to_contain_text("ปิดชื่อ")
    page.goto(live.at(f"/provincial/cases/{unnamed}"))
    expect(who.locator("xpath=following-sibling::dd[1]")).to_have_text("ไม่ออกนาม")


def test_a_step_signed_on_paper_says_who_recorded_it_and_that_its_scan_is_missing(
    live, browser_pages
):
    story = live.story
    case = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", **signed_on_paper(story.today))
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    steps = page.locator("details.step summary")
    signed = steps.filter(has_text="พิจารณาลงนามและสั่งการ")
    expect(signed).to_contain_text("บันทึกแทนโดย")
    expect(signed).to_contain_text("ค้างสแกน")
    expect(steps.filter(has_text="คัดแยก")).not_to_contain_text("บันทึกแทนโดย")


def test_what_the_system_counts_is_written_in_the_digits_of_the_office(live):
    with live.app.test_request_context():
        use_digits(Digits.THAI)
        written = office_digits(Sentence("ผู้ร้องเรียนรายที่ 1", "Complainant 1"))
    assert written == Sentence("ผู้ร้องเรียนรายที่ ๑", "Complainant 1")
