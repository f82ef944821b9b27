"""The register in a browser: read, narrowed, printed as a book and taken out, script or not."""

import pypdfium2
from openpyxl import load_workbook
from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import LIGHTS

SUBJECT = "ร้องเรียนการเบิกค่าเดินทางไปราชการซ้ำซ้อนของเจ้าหน้าที่ในโครงการพัฒนาแหล่งน้ำขนาดเล็กหลายตำบล"
A4 = (595, 842)


def lodge(live, count=1, subject=SUBJECT, category="service"):
    secrecy = "ordinary" if category == "service" else "secret"
    for _ in range(count):
        case = live.story.lodge(
            by=live.office.actor(Role.OFFICER), category=category, place="ตลาดเทศบาล"
        )
        live.story.do(case, "register", category=category, secrecy=secrecy, subject=subject)
    return case


def test_the_book_is_read_narrowed_and_left_for_a_case_without_a_script(live, browser_pages):
    other = lodge(live, subject="ถนนชำรุด")
    case = lodge(live)
    page = browser_pages(java_script_enabled=False)
    live.sign_in(page, Role.OFFICER)
    page.get_by_role("link", name="ทะเบียน").click()
    expect(page.locator("tr.item")).to_have_count(2)
    page.fill("#text", "ค่าเดินทาง")
    page.get_by_role("button", name="ค้น").click()
    assert page.url.startswith(live.at("/provincial/register"))
    assert "text" not in page.url
    expect(page.locator("tr.item")).to_have_count(1)
    page.select_option("#state", "filed")
    page.get_by_role("button", name="แสดง", exact=True).click()
    expect(page.get_by_role("heading", name="ไม่มีรายการที่ตรงกับที่เลือก")).to_be_visible()
    expect(page.locator("#text")).to_have_value("ค่าเดินทาง")
    page.get_by_role("link", name="แสดงทั้งหมด").click()
    page.get_by_role("link", name=SUBJECT).click()
    page.wait_for_url(live.at(f"/provincial/cases/{case}"))
    assert other != case


def test_pages_lead_to_earlier_numbers_and_back_also_of_what_was_searched(live, browser_pages):
    lodge(live, 52)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/register"))
    for is_searched in (False, True):
        if is_searched:
            page.fill("#text", "ค่าเดินทาง")
            page.get_by_role("button", name="ค้น").click()
        expect(page.locator("tr.item")).to_have_count(50)
        first = page.locator("tr.item .c-no").first.inner_text()
        later = page.get_by_role("button" if is_searched else "link", name="เลขก่อนหน้านี้")
        later.click()
        expect(page.locator("tr.item")).to_have_count(2)
        page.get_by_role("button" if is_searched else "link", name="เลขหลังจากนี้").click()
        expect(page.locator("tr.item")).to_have_count(50)
        expect(page.locator("tr.item .c-no").first).to_have_text(first)


def test_its_states_are_accessible_and_fit_a_phone(live, browser_pages, look):
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    for address in ("/provincial/register", "/provincial/register/secret"):
        page.goto(live.at(address))
        expect(page.get_by_role("heading", name="ยังไม่มีรายการในเล่มนี้")).to_be_visible()
        look(page, "register-empty")
    lodge(live, 3)
    lodge(live, 1, category="corruption")
    page.goto(live.at("/provincial/register?from=เมื่อวาน"))
    expect(page.get_by_text("อ่านวันที่ไม่ได้")).to_be_visible()
    look(page, "register-refused")
    for address, count in (("/provincial/register", 3), ("/provincial/register/secret", 1)):
        page.goto(live.at(address))
        expect(page.locator("tr.item")).to_have_count(count)
        look(page, "register")
        page.get_by_role("button", name="พิมพ์เป็นเล่ม").click()
        expect(page.locator(".book tbody tr")).to_have_count(count)
        look(page, "register-book")


def test_the_book_prints_on_sheets_that_lie_with_its_head_and_class_on_each(
    live, browser_pages, tmp_path
):
    lodge(live, 30, category="corruption")
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at("/provincial/register/secret"))
    page.get_by_role("button", name="พิมพ์เป็นเล่ม").click()
    expect(page.locator(".book tbody tr")).to_have_count(30)
    path = tmp_path / "book.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(path)
    assert len(document) > 1
    for sheet in document:
        assert tuple(map(round, sheet.get_size())) == A4[::-1]
        told = sheet.get_textpage().get_text_bounded().replace(" ", "")
        assert "๒๕๗๐" in told
        assert told.count("เลขร") >= 1
    assert "แฟ้มเสนอ" not in document[0].get_textpage().get_text_bounded()


def test_a_file_is_taken_out_twice_from_one_page(live, browser_pages, tmp_path):
    lodge(live, 2)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/register"))
    for name in ("XLSX", "CSV", "XLSX"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=name).click()
        saved.value.save_as(tmp_path / saved.value.suggested_filename)
    (sheet,) = load_workbook(tmp_path / "register-2570.xlsx").worksheets
    assert [row[5].value for row in sheet.iter_rows(min_row=2)] == [SUBJECT] * 2
    assert SUBJECT in (tmp_path / "register-2570.csv").read_text(encoding="utf-8-sig")


def test_the_number_of_the_registry_is_added_to_a_case_and_stands_in_the_book(
    live, browser_pages, axe_findings, sideways_scroll
):
    case = lodge(live)
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ใส่เลขทะเบียนรับ").click()
    page.get_by_label("เลขทะเบียนรับ").fill("รย 0019/1234")
    page.get_by_role("button", name="บันทึกเลขทะเบียนรับ").click()
    expect(page.get_by_role("status").first).to_have_text("บันทึกเลขทะเบียนรับแล้ว")
    expect(page.locator(".case-registry")).to_contain_text("รย 0019/1234")
    page.goto(live.at("/provincial/register"))
    expect(page.locator("tr.item .c-no")).to_contain_text("รย 0019/1234")
    for width, theme in LIGHTS:
        looked = browser_pages(width=width, color_scheme=theme)
        live.begin_session(looked, Role.OFFICER)
        for address in (f"cases/{case}/registry-number", f"cases/{case}", "register"):
            looked.goto(live.at(f"/provincial/{address}"))
            assert axe_findings(looked) == []
            assert sideways_scroll(looked) == 0
