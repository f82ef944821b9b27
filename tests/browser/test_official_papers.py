"""Official papers in a browser: printed as typed, signed, found again among the papers."""

import os
from io import BytesIO
from pathlib import Path

from docx import Document
from playwright.sync_api import expect
from sqlalchemy import select

from engine.access.visibility import AccessKind
from engine.cases.attachments import OFFICIAL_PAPER, attachments_of
from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.store import tables
from tests.support.printed_text import text_of, without_spaces

TEXT = "ตามที่สำนักงานได้รับเรื่องร้องเรียนการขุดลอกคลอง จึงเรียนมาเพื่อโปรดพิจารณาสั่งการ"
PDF, DOCX = "พิมพ์เป็นหนังสือราชการ (PDF)", "DOCX เพื่อแก้ไข"


def photograph(page, name):
    folder = os.environ.get("SUCHARIT_PICTURES")
    if folder:
        path = Path(folder) / f"{name}-{page.viewport_size['width']}.png"
        page.screenshot(path=str(path), full_page=True)


def drafting(live):
    """A case whose letter to the head its officer has in hand."""
    officer = live.office.actor(Role.OFFICER)
    case = live.story.lodge(by=officer)
    live.story.do(case, "register", by=officer)
    live.story.do(case, "sort", by=officer)
    item = live.story.item(case, "draft_letter")
    live.story.claim(item, by=officer)
    return live.story.item(case, "draft_letter")


def signing(live):
    item = drafting(live)
    live.story.complete(item, letter=TEXT, letter_no="ศน ๐๐๑๙/-")
    return live.story.item(item.case_id, "sign_letter")


def address(live, item):
    return live.at(f"/provincial/work/{item.id}")


def official(live, case):
    with live.story.reading() as uow:
        return [one for one in attachments_of(uow, case) if one.kind == OFFICIAL_PAPER]


def test_what_is_typed_is_printed_before_it_is_saved(live, browser_pages, look):
    item = drafting(live)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(address(live, item))
    page.locator("[name=letter]").fill(TEXT)
    expect(page.get_by_role("button", name=PDF)).to_be_visible()
    look(page, "letter-typed")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name=DOCX).click()
    with downloaded.value.path().open("rb") as file:
        assert TEXT in [one.text for one in Document(BytesIO(file.read())).paragraphs]
    expect(page.locator("[name=letter]")).to_have_value(TEXT)
    assert live.story.item(item.case_id, "draft_letter").id == item.id


def test_a_memo_is_signed_in_the_system_kept_and_looked_at(live, browser_pages, axe_findings):
    item = signing(live)
    page = browser_pages(width=1280)
    live.begin_session(page, Role.HEAD)
    page.goto(address(live, item))
    page.get_by_role("button", name="รับงาน").click()
    page.locator("[name=decision][value=signed]").check()
    page.locator("[name=order][value=units]").check()
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.locator("main")).to_contain_text("บันทึกเสร็จแล้ว")
    (paper,) = official(live, item.case_id)
    page.goto(live.at(f"/provincial/cases/{item.case_id}"))
    expect(page.get_by_text("หนังสือราชการ").first).to_be_visible()
    photograph(page, "case")
    assert axe_findings(page) == []
    page.goto(live.at(f"/provincial/cases/{item.case_id}/files/{paper.id}/view"))
    page.locator("main img").first.evaluate("image => image.decode()")
    photograph(page, "kept")
    kept = page.request.get(live.at(f"/provincial/cases/{item.case_id}/files/{paper.id}"))
    text = text_of(kept.body())
    assert without_spaces(TEXT) in text
    assert "ลงนามในระบบ" in text
    assert paper.file_name == "บันทึกข้อความ ล 1-2570.pdf"


def test_a_step_that_is_done_still_prints_what_was_laid_before_the_head(
    live, browser_pages, axe_findings
):
    item = signing(live)
    page = browser_pages(width=390)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{item.case_id}"))
    link = page.locator("a", has_text=PDF)
    page.locator("details.step", has=link).first.locator("summary").first.click()
    expect(link.first).to_be_visible()
    photograph(page, "done")
    assert axe_findings(page) == []
    answer = page.request.get(live.at(link.first.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert without_spaces(TEXT) in text_of(answer.body())


def test_a_paper_signed_at_the_desk_is_kept_too(live, browser_pages):
    item = signing(live)
    page = browser_pages(width=1280)
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"/provincial/desk/{item.id}"))
    expect(page.get_by_role("link", name=PDF)).to_be_visible()
    page.locator(f'[name="{item.id.hex}.decision"][value=signed]').check()
    page.locator(f'[name="{item.id.hex}.order"][value=not_accepted]').check()
    photograph(page, "desk")
    page.locator(f'[name="{item.id.hex}.acting_for"]').select_option("none")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ลงนามและบันทึก").click()
    expect(page.locator("main")).to_contain_text("บันทึกเสร็จแล้ว")
    assert len(official(live, item.case_id)) == 1


def test_nobody_else_prints_a_paper_of_a_secret_case(live, browser_pages):
    item = signing(live)
    draft = next(one for one in live.story.items(item.case_id) if one.element == "draft_letter")
    page = browser_pages(width=1280)
    live.begin_session(page, Role.UNIT_MEMBER)
    for shape in ("pdf", "docx"):
        url = live.at(f"/provincial/work/{draft.id}/papers/letter.{shape}")
        assert page.request.get(url).status == 404
    live.begin_session(page, Role.OFFICER)
    assert (
        page.request.get(live.at(f"/provincial/work/{draft.id}/papers/opinion.pdf")).status == 404
    )
    assert page.request.get(live.at(f"/provincial/work/{draft.id}/papers/letter.exe")).status == 404


def test_the_letter_to_a_complainant_bears_her_name_is_on_record_and_kept_nowhere(
    live, browser_pages, axe_findings
):
    officer = live.office.actor(Role.OFFICER)
    case = live.story.lodge(by=officer)
    live.story.do(case, "register", category="service", secrecy="ordinary")
    live.story.do(case, "draft", by=officer, text="สำนักงานรับเรื่องของท่านไว้แล้ว")
    live.story.do(case, "sign")
    item = live.story.item(case, "dispatch")
    live.story.claim(item, by=officer)
    kept = len(files(live, case))
    page = browser_pages(width=1280)
    live.begin_session(page, Role.OFFICER)
    answer = page.request.get(f"{address(live, item)}/address.pdf")
    assert opened(live, case) == {"พิมพ์หนังสือที่มีชื่อ: ๕ ส่งและบันทึกการส่ง"}
    page.goto(f"{address(live, item)}/address")
    name = page.locator(".envelope-to b").inner_text().removeprefix("เรียน").strip()
    link = page.get_by_role("link", name="พิมพ์หนังสือที่มีชื่อ (PDF)")
    expect(link).to_have_attribute("href", f"/provincial/work/{item.id}/address.pdf")
    photograph(page, "address")
    assert axe_findings(page) == []
    text = text_of(answer.body())
    assert without_spaces(f"เรียน {name}") in text
    assert "สำนักงานรับเรื่องของท่านไว้แล้ว" in text
    assert name not in answer.headers["content-disposition"]
    assert len(files(live, case)) == kept
    other = browser_pages(width=1280)
    live.begin_session(other, Role.HEAD)
    assert other.request.get(f"{address(live, item)}/address.pdf").status == 404


def files(live, case):
    with live.story.reading() as uow:
        return attachments_of(uow, case)


def opened(live, case):
    """Return the reasons for which an identity of the case was opened."""
    table = tables.access_event
    with live.story.reading() as uow:
        rows = uow.connection.execute(
            select(table).where(table.c.case_id == case, table.c.kind == AccessKind.IDENTITY)
        ).all()
    return {row.reason for row in rows}
