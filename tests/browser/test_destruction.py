"""The yearly list is reviewed on the page; an order shows what became of each record."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from engine.office.roles import Role
from engine.office.thai import Digits, in_digits
from engine.work.records.destruction import destroy_records
from tests.integration.test_destruction_procedure import begun
from tests.integration.test_legal_holds import place
from tests.support.printed_text import text_of, without_spaces


def ten_years_later(live):
    """File two cases and let their time pass; return them and the procedure of that year."""
    story = live.story
    cases = [story.lodge(by=live.office.actor(Role.OFFICER)) for _ in range(2)]
    for case in cases:
        story.finish(case)
    live.clock.now = datetime(2037, 1, 5, 2, tzinfo=UTC)
    return cases, begun(story)


def test_a_list_is_reviewed_and_what_was_destroyed_by_order_is_seen(live, browser_pages, look):
    story = live.story
    (gone, held), yearly = ten_years_later(live)

    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{yearly}"))
    page.get_by_role("link", name="ตรวจบัญชีหนังสือ").first.click()
    page.get_by_role("button", name="รับงาน").first.click()
    expect(page.locator("#work-form")).to_contain_text(story.case(gone).number)
    page.get_by_label("เสนอแต่งตั้งคณะกรรมการทำลายหนังสือ").check()
    for at, name in enumerate(("นายเอก ผู้สมมติ", "นางโท ผู้สมมติ", "นายตรี ผู้สมมติ")):
        page.locator(f"[name='seats.{at}.name']").fill(name)
        page.locator(f"[name='seats.{at}.position']").fill("เจ้าพนักงานธุรการ")
        seat = page.locator(f"[name='seats.{at}.seat']")
        seat.select_option("member" if at else "chair")
    look(page, "destruction-review")
    page.get_by_role("button", name="บันทึกเสร็จ").first.click()
    expect(page.get_by_role("status").first).to_be_visible()
    chosen = list(map(str, (gone, held)))
    story.do(yearly, "appoint")
    story.do(yearly, "report", records=chosen)
    story.do(yearly, "consider", records=chosen)
    story.do(yearly, "send")
    story.do(yearly, "answer", records=chosen)
    story.do(yearly, "order", records=chosen, order_cited="12/2580")
    place(story, live.office, held)
    assert destroy_records(live.store, 10, story.blobs) == 1
    head = browser_pages()
    live.begin_session(head, Role.HEAD)
    head.goto(live.at("/provincial/figures"))
    head.get_by_role("link", name="เรื่องที่สั่งทำลาย").click()
    expect(head.locator("ul.papers")).to_contain_text("ไม่ทำลาย มีการระงับการทำลาย")
    look(head, "destroyed-list")
    head.goto(live.at(f"/provincial/cases/{gone}"))
    expect(head.locator("main")).to_contain_text("12/2580")
    look(head, "destroyed-case")
    head.goto(live.at("/provincial/register/secret?year=2570"))
    expect(head.locator("main")).to_contain_text("ตามคำสั่งที่ 12/2580")
    look(head, "destroyed-register")


def test_the_list_is_printed_for_the_committee_and_an_auditor_sees_what_was_destroyed(
    live, browser_pages
):
    (gone, _), yearly = ten_years_later(live)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{yearly}"))
    address = page.get_by_role("link", name="บัญชีหนังสือขอทำลาย (PDF)").get_attribute("href")
    answer = page.request.get(live.at(address))
    printed = without_spaces(text_of(answer.body()))
    assert "บัญชีหนังสือขอทำลาย" in printed
    number = in_digits(live.story.case(gone).number, Digits.THAI)
    assert without_spaces(number) in printed
    auditor = browser_pages()
    live.begin_session(auditor, Role.AUDITOR)
    auditor.goto(live.at("/provincial/audit"))
    auditor.get_by_role("link", name="เรื่องที่สั่งทำลาย").click()
    expect(auditor.locator("main")).to_contain_text("ยังไม่มีคำสั่งทำลาย")
    assert auditor.request.get(live.at(address)).status == 404
