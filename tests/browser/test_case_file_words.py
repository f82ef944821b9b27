"""What a case file says of who complained and how it writes its figures."""

from playwright.sync_api import expect

from engine.errors import Sentence
from engine.office.roles import Role
from engine.office.thai import Digits
from web.application import create_app
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


def test_what_the_system_counts_is_written_in_the_digits_of_the_office(live):
    with create_app(live.settings, live.store).test_request_context():
        use_digits(Digits.THAI)
        written = office_digits(Sentence("ผู้ร้องเรียนรายที่ 1", "Complainant 1"))
    assert written == Sentence("ผู้ร้องเรียนรายที่ ๑", "Complainant 1")
