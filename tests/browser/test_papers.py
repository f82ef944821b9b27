"""The papers of a case on their page: filed, replaced, looked at, downloaded."""

import base64

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture
from tests.support.pdf import pdf
from tests.support.story import SMALL_PDF
from tests.unit.test_pictures import png

TEXT = "ใบเบิกเลขที่ 12\nน้ำมันดีเซล 200 ลิตร <script>alert(1)</script>\n"
# One pixel that a browser can show.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def case(live):
    story = live.story
    case = story.lodge(by=live.office.actor(Role.OFFICER))
    for element in ("register", "sort"):
        story.do(case, element)
    return case


def attach(page, name, content, kind=None, said="ได้จากผู้รับจ้าง"):
    page.set_input_files("#file", {"name": name, "mimeType": "x/y", "buffer": content})
    if kind:
        page.get_by_label("ชนิด").select_option(label=kind)
    page.locator("#description").fill(said)
    page.get_by_role("button", name="เก็บเข้าเรื่อง").click()


def test_a_text_is_filed_read_replaced_and_its_older_version_stays(live, browser_pages, case):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="เปิดรายการและเก็บเอกสารเพิ่ม").click()
    attach(page, "ใบเบิก.txt", TEXT.encode(), "หลักฐาน")
    expect(page.get_by_role("status")).to_contain_text("เก็บเอกสารเข้าเรื่องแล้ว")
    page.get_by_role("link", name="ดู ใบเบิก.txt").click()
    expect(page.locator(".paper-view")).to_contain_text("<script>alert(1)</script>")
    page.goto(live.at(f"/provincial/cases/{case}/files"))
    page.get_by_role("link", name="แทนที่ด้วยฉบับใหม่ ใบเบิก.txt").click()
    attach(page, "ใบเบิก-ชัด.txt", TEXT.encode(), said="ถ่ายใหม่ให้ชัด")
    listed = page.locator(".panel .papers").first
    expect(listed.get_by_role("link", name="ใบเบิก-ชัด.txt", exact=True)).to_be_visible()
    page.get_by_text("ฉบับก่อน").click()
    expect(listed.get_by_role("link", name="ใบเบิก.txt", exact=True)).to_be_visible()
    page.goto(live.at(f"/provincial/cases/{case}?topic=paper"))
    expect(page.locator(".entries")).to_contain_text("ใบเบิก-ชัด.txt")


def test_a_picture_is_shown_under_a_policy_in_which_nothing_runs(live, browser_pages, case):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/files"))
    attach(page, "ภาพ.png", PIXEL, "หลักฐาน")
    page.get_by_role("link", name="ดู ภาพ.png").click()
    image = page.locator(".paper-view img")
    # The picture comes after its page: decode() ends when it is there, and fails if it is none.
    width = "async image => { await image.decode(); return image.naturalWidth }"
    assert image.evaluate(width) == 1
    sent = page.request.get(live.at(image.get_attribute("src")))
    assert "sandbox" in sent.headers["content-security-policy"]
    assert sent.headers["x-content-type-options"] == "nosniff"


def test_a_pdf_is_looked_at_page_by_page_and_its_bytes_never_reach_the_page(
    live, browser_pages, case
):
    page, kinds = browser_pages(), set()
    page.on("response", lambda one: kinds.add(one.headers.get("content-type")))
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/files"))
    attach(page, "หนังสือ.pdf", pdf(*(f"page {n}" for n in range(1, 13))), "หนังสือหรือจดหมาย")
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="หนังสือ.pdf").first.click()
    images = page.locator(".paper-view img")
    expect(images).to_have_count(10)
    images.first.scroll_into_view_if_needed()
    assert images.first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    sent = page.request.get(live.at(images.first.get_attribute("src")))
    assert sent.headers["cache-control"] == "no-store"
    assert "sandbox" in sent.headers["content-security-policy"]
    page.get_by_role("link", name="หน้าถัดไป").first.click()
    expect(images).to_have_count(2)
    assert "application/pdf" not in kinds


def test_a_pdf_that_cannot_be_painted_is_downloaded_instead(live, browser_pages, case):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/files"))
    attach(page, "เสีย.pdf", SMALL_PDF, "หลักฐาน")
    page.get_by_role("link", name="ดู เสีย.pdf").click()
    expect(page.get_by_role("main")).to_contain_text("แสดงตัวอย่างไม่ได้ ดาวน์โหลดแทน")
    with page.expect_download() as saved:
        page.get_by_role("link", name="ดาวน์โหลด").click()
    assert saved.value.path().read_bytes() == SMALL_PDF


def test_a_file_of_no_accepted_kind_or_a_damaged_picture_says_what_to_do(live, browser_pages, case):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/files"))
    for content, said in ((b"MZ\0\0", "รับเฉพาะแฟ้ม"), (png()[:40], "เสียหาย")):
        attach(page, "x.png", content, "อื่น ๆ")
        expect(page.locator(".errors")).to_contain_text(said)
        expect(page.locator("#description")).to_have_value("ได้จากผู้รับจ้าง")


@pytest.mark.timeout(200)
def test_the_page_of_papers_passes_axe_empty_and_full(
    live, browser_pages, case, axe_findings, sideways_scroll
):
    page, faults = browser_pages(), []
    live.begin_session(page, Role.OFFICER)
    url = live.at(f"/provincial/cases/{case}/files")
    page.goto(url)
    look(page, "papers-empty", axe_findings, sideways_scroll, faults)
    attach(page, "ใบเบิก.txt", TEXT.encode(), "หลักฐาน", "ได้จากผู้รับจ้างที่มาพบที่สำนักงานเมื่อวันศุกร์ที่ผ่านมา")
    attach(page, "ภาพ.png", PIXEL, "สำเนาปิดชื่อ")
    page.goto(url)
    look(page, "papers", axe_findings, sideways_scroll, faults)
    page.get_by_role("link", name="แทนที่ด้วยฉบับใหม่ ภาพ.png").click()
    look(page, "papers-version", axe_findings, sideways_scroll, faults)
    page.goto(url)
    page.get_by_role("link", name="ดู ใบเบิก.txt").click()
    look(page, "papers-view", axe_findings, sideways_scroll, faults)
    page.goto(url)
    attach(page, "หนังสือ.pdf", pdf("first", "second"), "หนังสือหรือจดหมาย")
    page.get_by_role("link", name="ดู หนังสือ.pdf").click()
    look(page, "papers-pages", axe_findings, sideways_scroll, faults)
    unit = browser_pages()
    live.begin_session(unit, Role.MANAGER)
    unit.goto(url)
    assert faults == []


def look(page, name, axe_findings, sideways_scroll, faults):
    for width, theme in LIGHTS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        where = f"{name}-{theme}-{width}"
        faults += [f"{where}: {found}" for found in axe_findings(page)]
        faults += [f"{where}: sideways"] if sideways_scroll(page) else []
        take_picture(page, where)
