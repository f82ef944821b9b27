"""The public door in a browser: from the first question to the answer of the office."""

import re
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Error, FilePayload, Page, expect
from sqlalchemy import select

from engine.office.roles import Role
from engine.store import tables
from engine.store.blobs import LARGEST_BYTES
from engine.work.offices.opening import revise_profile
from tests.integration.test_public_pages import MALAY
from tests.support.story import SMALL_PDF


def code_on(page: Page) -> str:
    return page.locator(".code-box").inner_text()


RECEIPT: FilePayload = {
    "name": "ใบรับเงิน.pdf",
    "mimeType": "application/pdf",
    "buffer": SMALL_PDF,
}


def cases_of(live: Any) -> list[UUID]:
    with live.story.reading() as uow:
        return list(uow.connection.scalars(select(tables.case.c.id)))


def begun(page: Page, live: Any, way: str = "corruption", whom: str = "เจ้าหน้าที่คนอื่น") -> None:
    page.goto(live.at("/p/provincial/"))
    page.locator(f"a[href$='/{way}']").click()
    page.locator(".choices-big label", has_text=whom).click()
    page.get_by_role("button", name="ต่อไป").click()
    expect(page.get_by_label(whom)).to_be_checked()


def lodged(page: Page, live: Any) -> str:
    """Lodge without a name, and return the code that is shown."""
    begun(page, live)
    page.get_by_label("เล่าเหตุการณ์").fill("เรียกรับเงินค่าขุดลอกคลองหลังหมู่บ้านสมมติ")
    page.get_by_label("ไม่ออกนาม").check()
    page.get_by_role("button", name="ส่งเรื่องและรับรหัส").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("รับเรื่องของท่านแล้ว")
    return code_on(page)


def test_pages_of_the_public_have_no_finding_of_axe(live, browser_pages, look):
    page, numbers = browser_pages(), count(1)

    def is_well() -> None:
        page.wait_for_load_state()
        look(page, f"public-{next(numbers)}")

    page.goto(live.at("/p/provincial/"))
    is_well()
    page.goto(live.at("/p/provincial/corruption"))
    is_well()
    page.get_by_role("link", name="พิมพ์แบบไปเขียนด้วยมือ").click()
    expect(page.get_by_role("heading", name="ส่งแบบนี้ที่")).to_be_visible()
    is_well()
    page.goto(live.at("/p/provincial/corruption"))
    page.get_by_role("button", name="ต่อไป").click()
    expect(page.get_by_role("alert")).to_contain_text("เลือกว่าร้องเรียนใคร")
    is_well()
    begun(page, live, whom="เจ้าหน้าที่ผู้รับเรื่องร้องเรียน")
    is_well()
    page.get_by_role("button", name="ส่งเรื่องและรับรหัส").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_well()
    code = lodged(page, live)
    is_well()
    page.get_by_label("พิมพ์ 4 ตัวท้ายของรหัส").fill("0")
    page.get_by_role("button", name="ยืนยันและออกจากหน้านี้").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert code_on(page) == code
    is_well()
    page.get_by_label("พิมพ์ 4 ตัวท้ายของรหัส").fill(code.strip()[-4:])
    page.get_by_role("button", name="ยืนยันและออกจากหน้านี้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เก็บรหัสแล้ว")
    is_well()
    page.get_by_role("link", name="ติดตามเรื่องด้วยรหัส").first.click()
    expect(page.get_by_label("รหัสรับเรื่อง")).to_be_visible()
    is_well()
    page.get_by_label("รหัสรับเรื่อง").fill("1234 5678 9012 3456")
    page.get_by_role("button", name="เปิดเรื่อง").click()
    expect(page.get_by_role("alert")).to_contain_text("ไม่พบเรื่องของรหัสนี้")
    is_well()
    page.get_by_label("รหัสรับเรื่อง").fill(code)
    page.get_by_role("button", name="เปิดเรื่อง").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เรื่องของท่าน")
    is_well()


def test_without_scripts_a_picture_that_is_too_large_takes_no_words_along(
    live, browser_pages, tmp_path
):
    large = tmp_path / "ภาพ.pdf"
    large.write_bytes(SMALL_PDF + b" " * (LARGEST_BYTES + 8 * 1024 * 1024))
    page = browser_pages(java_script_enabled=False)
    begun(page, live)
    page.get_by_label("เล่าเหตุการณ์").fill("เรียกรับเงิน")
    page.locator("[name=files]").set_input_files(large)
    page.get_by_role("button", name="ส่งเรื่องและรับรหัส").click()
    expect(page.get_by_role("alert")).to_contain_text("แฟ้มใหญ่เกิน 20 เมกะไบต์")
    expect(page.get_by_label("เล่าเหตุการณ์")).to_have_value("เรียกรับเงิน")


def test_the_other_language_loses_neither_what_was_typed_nor_the_code(
    live, browser_pages, axe_findings
):
    page = browser_pages()
    begun(page, live)
    page.get_by_label("เล่าเหตุการณ์").fill("เรียกรับเงิน")
    page.get_by_label("ไม่ออกนาม").check()
    expect(page.get_by_label("ชื่อ นามสกุล")).to_have_count(1)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report corruption")
    expect(page.get_by_label("What happened")).to_have_value("เรียกรับเงิน")
    page.wait_for_load_state()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Send it and get the code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your complaint is received")
    code = code_on(page)
    expect(page.get_by_role("contentinfo").get_by_role("link")).to_have_count(0)
    page.get_by_role("button", name="ไทย").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("รับเรื่องของท่านแล้ว")
    assert code_on(page) == code


@pytest.mark.parametrize(("width", "has_scripts"), [(390, False), (1280, True)])
def test_a_complaint_without_a_name_is_lodged_followed_answered_and_read(
    live, browser_pages, width, has_scripts
):
    page = browser_pages(width=width, java_script_enabled=has_scripts)
    code = lodged(page, live)
    page.get_by_label("พิมพ์ 4 ตัวท้ายของรหัส").fill(code.strip()[-4:])
    page.get_by_role("button", name="ยืนยันและออกจากหน้านี้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เก็บรหัสแล้ว")
    page.goto(live.at("/p/provincial/follow"))
    page.get_by_label("รหัสรับเรื่อง").fill(code)
    page.get_by_role("button", name="เปิดเรื่อง").click()
    expect(page.locator(".public-stage")).to_contain_text("รับเรื่องแล้ว")
    page.get_by_label("ข้อความถึงหน่วยงาน").fill("มีภาพถ่ายใบรับเงินด้วย")
    page.get_by_label("เอกสารหรือภาพประกอบ").set_input_files(RECEIPT)
    page.get_by_role("button", name="ส่งข้อความ").click()
    expect(page.get_by_text("แนบแฟ้ม 1 แฟ้ม")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("ส่งข้อความแล้ว")

    officer = browser_pages()
    (case_id,) = cases_of(live)
    live.story.claim(live.story.item(case_id, "register"), by=live.office.actor(Role.OFFICER))
    live.begin_session(officer, Role.OFFICER)
    officer.goto(live.at(f"/provincial/cases/{case_id}"))
    expect(officer.get_by_text("มีภาพถ่ายใบรับเงินด้วย").first).to_be_attached()
    officer.get_by_role("link", name="ส่งข้อความถึงผู้ร้องเรียน").click()
    officer.get_by_label("ข้อความ").fill("ขอทราบวันที่จ่ายเงิน")
    officer.get_by_role("button", name="ส่งข้อความถึงผู้ร้องเรียน").click()
    expect(officer.get_by_text("ส่งข้อความแล้ว")).to_be_visible()

    page.goto(live.at("/p/provincial/follow/case"))
    expect(page.get_by_text("ขอทราบวันที่จ่ายเงิน")).to_be_visible()
    page.get_by_role("button", name="ออก", exact=True).click()
    expect(page.get_by_label("รหัสรับเรื่อง")).to_be_visible()
    page.goto(live.at("/p/provincial/follow/case"))
    expect(page.get_by_label("รหัสรับเรื่อง")).to_be_visible()
    assert not re.search(r"[0-9]{4} ?[0-9]{4}", page.url)


def test_retaliation_is_reported_where_the_case_is_followed(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages()

    def is_well() -> None:
        page.wait_for_load_state()
        for width, light in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=light)
            assert axe_findings(page) == []
            assert sideways_scroll(page) == 0

    first = lodged(page, live)
    page.goto(live.at("/p/provincial/follow"))
    page.get_by_label("รหัสรับเรื่อง").fill(first)
    page.get_by_role("button", name="เปิดเรื่อง").click()
    page.get_by_role("link", name="แจ้งว่าถูกกลั่นแกล้ง").click()
    expect(page.get_by_role("heading", name="ใครจะได้อ่าน")).to_be_visible()
    is_well()
    page.get_by_label("เกิดอะไรขึ้น").fill("ถูกย้ายไปเฝ้าสถานีสูบน้ำคนเดียวตอนกลางคืน")
    page.get_by_role("button", name="ส่งเรื่องและรับรหัสที่สอง").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_well()
    page.get_by_label("ผู้อำนวยการ", exact=True).check()
    page.get_by_label("โยกย้าย ลดหน้าที่").check()
    page.get_by_role("button", name="ส่งเรื่องและรับรหัสที่สอง").click()
    expect(page.get_by_text("เก็บไว้ทั้งสองรหัส")).to_be_visible()
    is_well()
    second = code_on(page)
    assert second != first
    page.get_by_label("พิมพ์ 4 ตัวท้ายของรหัส").fill(second.strip()[-4:])
    page.get_by_role("button", name="ยืนยันและออกจากหน้านี้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เก็บรหัสแล้ว")
    for code in (first, second):
        page.goto(live.at("/p/provincial/follow"))
        page.get_by_label("รหัสรับเรื่อง").fill(code)
        page.get_by_role("button", name="เปิดเรื่อง").click()
        expect(page.locator(".public-stage")).to_contain_text("รับเรื่องแล้ว")
    expect(page.get_by_text("ส่งหนังสือลับภายใน")).to_be_visible()
    expect(page.get_by_role("link", name="แจ้งว่าถูกกลั่นแกล้ง")).to_have_count(0)
    is_well()


def test_who_was_told_the_result_says_once_how_satisfied_she_is(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages()
    code = lodged(page, live)
    (case_id,) = cases_of(live)
    live.story.finish(case_id, sort={"result": "not_accepted"})
    page.goto(live.at("/p/provincial/follow"))
    page.get_by_label("รหัสรับเรื่อง").fill(code)
    page.get_by_role("button", name="เปิดเรื่อง").click()
    page.get_by_role("link", name="บอกเราว่าท่านพอใจเพียงใด").click()
    page.get_by_label("อยากบอกอะไรเรา").fill("อยากให้ตอบเร็วกว่านี้")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.get_by_role("alert")).to_contain_text("เลือกหนึ่งข้อ")
    page.wait_for_load_state()
    for width, light in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=light)
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0
    expect(page.get_by_label("อยากบอกอะไรเรา")).to_have_value("อยากให้ตอบเร็วกว่านี้")
    page.locator(".choices-big label", has_text=re.compile("^พอใจ$")).click()
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.get_by_role("status")).to_contain_text("ขอบคุณที่บอกเรา")
    expect(page.get_by_role("link", name="บอกเราว่าท่านพอใจเพียงใด")).to_have_count(0)

    head = browser_pages()
    live.begin_session(head, Role.HEAD)
    head.goto(live.at(f"/provincial/cases/{case_id}"))
    expect(head.get_by_text("อยากให้ตอบเร็วกว่านี้")).to_be_attached()
    head.goto(live.at("/provincial/figures"))
    expect(head.get_by_text("ความพึงพอใจ ตอบ 1 ราย")).to_be_visible()
    expect(head.get_by_text("เฉลี่ย 4")).to_have_count(0)


def test_the_first_page_explains_itself_in_a_further_language_and_plays_its_recording(
    live, browser_pages, axe_findings, sideways_scroll, tmp_path, monkeypatch
):
    # A frame of silence of MPEG-1 layer III, again and again: what a browser plays.
    (tmp_path / "provincial_ms.mp3").write_bytes((b"\xff\xfb\x90\xc4" + bytes(413)) * 40)
    settings, store = live.app.extensions["sucharit"]
    kept = (replace(settings, offices_dir=tmp_path), store)
    monkeypatch.setitem(live.app.extensions, "sucharit", kept)
    office, table = live.office, tables.office_profile
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        toml = uow.connection.scalar(select(table.c.toml).where(table.c.office_id == office.id))
        revise_profile(uow, f"{toml}\n{MALAY}", effective_on=uow.today)
    page = browser_pages()
    page.goto(live.at("/p/provincial/"))
    page.get_by_text("Bahasa Melayu").click()
    expect(page.get_by_text("Beritahu kami di sini.")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/recording")) as asked:
        page.locator("audio").evaluate("one => { one.muted = true; one.play(); }")
    assert asked.value.status in (200, 206)
    for width, light in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=light)
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0


def test_whoever_sits_down_after_her_finds_nothing_by_going_back(live, browser_pages):
    page = browser_pages()
    code = lodged(page, live)
    page.get_by_label("พิมพ์ 4 ตัวท้ายของรหัส").fill(code.strip()[-4:])
    page.get_by_role("button", name="ยืนยันและออกจากหน้านี้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เก็บรหัสแล้ว")
    gone_back(page)
    expect(page.locator(".code-box")).to_have_count(0)
    assert page.url != live.at("/p/provincial/kept")
    page.goto(live.at("/p/provincial/follow"))
    page.get_by_label("รหัสรับเรื่อง").fill(code)
    page.get_by_role("button", name="เปิดเรื่อง").click()
    expect(page.locator(".public-stage")).to_be_visible()
    page.get_by_role("button", name="ออก", exact=True).click()
    expect(page.get_by_label("รหัสรับเรื่อง")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/follow/case")) as asked:
        gone_back(page)
    assert asked.value.status == 302
    expect(page.locator(".public-stage")).to_have_count(0)


def gone_back(page: Page) -> None:
    """Press Back; the browser itself may say that the page has to be asked for again."""
    with suppress(Error):
        page.go_back()
    page.wait_for_load_state()
