"""Officers appointed by order in a real browser: drafted, signed, told, and at work."""

import os
from datetime import date
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import expect

from engine.access.membership import memberships_of
from engine.cases.attachments import OFFICIAL_PAPER, attachments_of
from engine.demo.people import PASSWORD
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.work.business.starting import start_business
from tests.support.answers import appointee
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))


def begin(live):
    case = in_unit(
        live.store,
        live.story.someone(Role.MANAGER),
        start_business,
        "appoint_officers",
        YEAR,
        submission_key=uuid4(),
    )
    live.story.do(case, "set_up")
    return case


def test_an_order_is_drafted_signed_and_told_to_whom_it_appoints(live, browser_pages, look):
    page = browser_pages()

    case, newcomer = begin(live), live.office.person(Role.UNIT_MEMBER)
    live.clock.advance(hours=1)
    draft = live.story.item(case, "draft_order")
    live.story.claim(draft, by=live.office.actor(Role.OFFICER))
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{draft.id}"))
    page.get_by_label("ข้อความนำของคำสั่ง").fill("เพื่อให้การรับเรื่องร้องเรียนมีผู้รับผิดชอบ")
    page.get_by_label("บุคคลในหน่วยงาน").select_option(str(newcomer.id))
    page.get_by_label("ตำแหน่ง").fill("เจ้าพนักงานธุรการ")
    page.get_by_label("บทบาทในระบบ").select_option("officer")
    page.get_by_label("หน้าที่ตามคำสั่ง").fill("รับเรื่อง ลงทะเบียน และติดตามผล")
    look(page, "appointing-draft")
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    live.begin_session(page, Role.HEAD)
    sign = live.story.item(case, "sign_order")
    page.goto(live.at(f"/provincial/work/{sign.id}"))
    page.get_by_role("button", name="รับงาน").click()
    proposed = page.get_by_text("รับเรื่อง ลงทะเบียน และติดตามผล").locator("visible=true")
    expect(proposed.first).to_be_visible()
    page.locator("[name=decision][value=signed]").check()
    page.locator("#password").fill(PASSWORD)
    look(page, "appointing-sign")
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    live.begin_session(page, Role.UNIT_MEMBER)
    page.goto(live.at("/provincial/work/notices"))
    expect(page.get_by_text("ท่านได้รับแต่งตั้งให้มีบทบาทใหม่ตามคำสั่ง").first).to_be_visible()
    look(page, "appointing-notice")
    page.goto(live.at("/provincial/work"))
    expect(page.get_by_role("link", name="รับเรื่องใหม่").first).to_be_visible()
    live.begin_session(page, Role.OFFICER)
    told = live.story.item(case, "inform")
    live.story.claim(told, by=live.office.actor(Role.OFFICER))
    page.goto(live.at(f"/provincial/work/{told.id}"))
    expect(page.get_by_role("cell", name=newcomer.name)).to_be_visible()
    look(page, "appointing-inform")


def test_the_signed_order_is_filed_with_its_people_duties_and_days(live, browser_pages):
    second = live.office.person(Role.OFFICER, nth=1)
    with live.story.reading() as uow:
        ended = next(one for one in memberships_of(uow, second.id) if one.role is Role.OFFICER)
    case = begin(live)
    rows = [appointee(), appointee(outside_name="นางสาวอีกคน ตัวอย่าง", to_on="2027-09-30")]
    released = [{"membership": str(ended.id)}]
    live.story.do(case, "draft_order", appointees=rows, released=released)
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"/provincial/work/{live.story.item(case, 'sign_order').id}"))
    page.get_by_role("button", name="รับงาน").click()
    page.locator("[name=decision][value=signed]").check()
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    with live.story.reading() as uow:
        (paper,) = [one for one in attachments_of(uow, case) if one.kind == OFFICIAL_PAPER]
    content = page.request.get(live.at(f"/provincial/cases/{case}/files/{paper.id}")).body()
    text = without_spaces(text_of(content))
    for words in (
        "ที่ ๑๒/๒๕๗๐",
        "เรื่อง แต่งตั้งเจ้าหน้าที่ประจำศูนย์รับเรื่องร้องเรียนการทุจริต",
        "นายไม่มี บัญชีตัวอย่าง",
        "ตั้งแต่วันลงนาม ถึง ๓๐ กันยายน ๒๕๗๐",
        f"{second.name}",
        "พ้นจากหน้าที่เมื่อสิ้นวันที่ลงนาม",
        "สั่ง ณ วันที่ ๒๓ พฤศจิกายน พ.ศ. ๒๕๖๙",
        "ลงนามในระบบ",
    ):
        assert without_spaces(words) in text, words
    take_paper(content)


def take_paper(content):
    folder = os.environ.get("SUCHARIT_PICTURES")
    if folder:
        (Path(folder) / "appointing-order.pdf").write_bytes(content)
