"""A document signed elsewhere, in a real browser: brought in, checked, public with its file."""

from datetime import date
from uuid import uuid4

from playwright.sync_api import expect

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.work.business.starting import start_business
from tests.support.pdf import locked, pdf
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))
NAME = "ประกาศมาตรการจัดการเรื่องร้องเรียนการทุจริต"


def test_a_signed_document_is_brought_in_checked_and_public_with_its_file(
    live, browser_pages, look
):
    page = browser_pages()

    officer = live.story.someone(Role.OFFICER)
    case = in_unit(
        live.store, officer, start_business, "publish_document", YEAR, submission_key=uuid4()
    )
    live.begin_session(page, Role.OFFICER)
    item = live.story.item(case, "bring_in")
    live.story.claim(item, by=live.office.actor(Role.OFFICER))
    page.goto(live.at(f"/provincial/work/{item.id}"))
    fill(page, live.story.today)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_role("alert").first).to_contain_text("แนบแฟ้ม PDF")
    attach(page, locked())
    expect(page.get_by_role("alert").first).to_contain_text("รหัสผ่าน")
    expect(page.get_by_label("ผู้ลงนามในเอกสาร")).to_have_value("นายทองดี ตัวอย่าง")
    look(page, "document-form")
    attach(page, pdf("signed"))
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    live.begin_session(page, Role.MANAGER)
    check = live.story.item(case, "check")
    live.story.claim(check, by=live.office.actor(Role.MANAGER))
    page.goto(live.at(f"/provincial/work/{check.id}"))
    expect(page.get_by_role("cell", name="นายทองดี ตัวอย่าง ผู้อำนวยการ")).to_be_visible()
    look(page, "document-check")
    live.story.finish(case)
    page.goto(live.at("/provincial/oit"))
    measures = page.get_by_role("region", name="มาตรการภายใน")
    expect(measures.get_by_role("link", name=NAME, exact=True)).to_be_visible()
    expect(measures).not_to_contain_text("เผยแพร่แล้ว")
    expect(measures).to_contain_text("ยังขาดมาตรการเผยแพร่ข้อมูลต่อสาธารณะ")
    form = measures.get_by_role("link", name="แบบฟอร์มการเผยแพร่ข้อมูล").get_attribute("href")
    said = text_of(page.request.get(live.at(form)).body())
    assert without_spaces("ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่") in said
    live.sign_out(page)
    page.goto(live.at("/p/provincial/"))
    page.get_by_role("link", name="ประกาศ มาตรการ และคู่มือที่หน่วยงานเผยแพร่").click()
    expect(page.get_by_role("row")).to_have_count(2)
    look(page, "documents")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text("12/2569")).to_be_visible()
    look(page, "document")
    with page.expect_download() as got:
        page.get_by_role("link", name="ดาวน์โหลดเอกสาร").click()
    assert got.value.suggested_filename == "provincial_complaint_measure_1.pdf"


def attach(page, content):
    file = {"name": "ประกาศ.pdf", "mimeType": "application/pdf", "buffer": content}
    page.get_by_label("แฟ้ม PDF ของเอกสาร").set_input_files(file)
    page.get_by_role("button", name="บันทึกเสร็จ").click()


def fill(page, today):
    page.get_by_label("เอกสารรายการใด").select_option(label=NAME)
    page.get_by_label("ชื่อเอกสาร").fill(NAME)
    page.get_by_label("เลขที่ของเอกสาร").fill("12/2569")
    page.get_by_label("ผู้ลงนามในเอกสาร").fill("นายทองดี ตัวอย่าง")
    page.get_by_label("ตำแหน่ง").fill("ผู้อำนวยการ")
    page.get_by_label("ข้อเสนอ").fill("เพื่อโปรดอนุญาตให้เผยแพร่")
    group = page.get_by_role("group", name="ลงวันที่")
    group.get_by_label("วัน", exact=True).fill(str(today.day))
    group.get_by_label("เดือน").select_option(str(today.month))
    group.get_by_label("พ.ศ.").fill(str(today.year + 543))
