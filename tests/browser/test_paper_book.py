"""The paper book in a browser: the template, a file with faults, and a good one taken in."""

from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.work.paper_book.lines import Column
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture
from tests.support.paper_books import FILED, OPEN, workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose(page, *lines):
    page.set_input_files(
        "#book", {"name": "สมุด.xlsx", "mimeType": XLSX, "buffer": workbook_of(lines)}
    )
    page.get_by_role("button", name="ตรวจแฟ้ม").click()


def test_a_book_is_checked_mended_and_taken_in(live, browser_pages, axe_findings, sideways_scroll):
    faults = []
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)

    def look(name):
        for width, light in LIGHTS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=light)
            faults.extend(axe_findings(page))
            assert sideways_scroll(page) == 0
            take_picture(page, f"{name}-{width}-{light}")

    page.goto(live.at("/provincial/register"))
    page.get_by_role("link", name="นำเข้าจากสมุด").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("นำเข้าจากสมุด")
    look("book")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="ดาวน์โหลดแบบ XLSX").click()
    sheet, told = load_workbook(BytesIO(downloaded.value.path().read_bytes())).worksheets
    assert [cell.value for cell in sheet[1]] == [one.heading.th for one in Column]
    assert told.max_row == len(Column) + 1

    choose(page, FILED, {**OPEN, Column.CHANNEL: "นกพิราบ", Column.RECEIVED_ON: "เมื่อวาน"})
    expect(page.get_by_role("heading", name="ต้องแก้")).to_be_visible()
    wrong = page.get_by_role("row", name="3 ช่องทาง")
    expect(wrong).to_contain_text("ใส่คำใดคำหนึ่ง")
    expect(page.get_by_role("row", name="3 วันที่รับ")).to_contain_text("12 ต.ค. 2568")
    expect(page.get_by_role("button", name="นำเข้าทั้งหมด")).to_have_count(0)
    look("book-faults")

    choose(page, FILED, OPEN)
    expect(page.get_by_role("row", name="ไฟส่องทางดับ")).to_contain_text("เริ่มที่ขั้นตอนแรก")
    look("book-plan")
    page.get_by_role("button", name="นำเข้าทั้งหมด").click()
    expect(page.get_by_role("status").first).to_contain_text("นำเข้าจากสมุดแล้ว 2 เรื่อง")
    expect(page.locator("tr.item")).to_have_count(2)
    expect(page.locator("tr.item", has_text="ถนนในหมู่บ้านชำรุด")).to_contain_text(
        "นำเข้าจากสมุด แฟ้มอยู่ตู้ ๒"
    )
    look("book-register")
    page.get_by_role("link", name="ถนนในหมู่บ้านชำรุด").click()
    expect(page.locator("main")).to_contain_text("นำเข้าจากสมุดทะเบียน")
    expect(page.locator("#diagram")).to_have_count(0)
    look("book-case")

    page.goto(live.at("/provincial/register/import"))
    choose(page, FILED, OPEN)
    expect(page.locator("main")).to_contain_text("ทุกเรื่องนำเข้าไว้แล้ว")
    page.goto(live.at("/provincial/figures?part=year&year=2568"))
    expect(page.locator("main")).to_contain_text("ในจำนวนนี้นำเข้าจากสมุด 2 เรื่อง")
    look("book-figures")
    assert faults == []
