"""The desk of who signs: on a phone, several with one password, one sent back, with its reason."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.store import tables
from tests.support.statements import asked_of
from tests.support.story import SMALL_PDF

DESK = "/provincial/desk"
LETTER = (
    "ตามที่ท่านได้ร้องเรียนเกี่ยวกับการตรวจรับงานก่อสร้างฝายน้ำล้นและถนนลาดยางแอสฟัลติกคอนกรีต "
    "สำนักงานได้รับเรื่องไว้พิจารณาแล้ว และจะแจ้งผลให้ท่านทราบภายในสิบห้าวันทำการ"
)


def notice(live, due=None, subject="ตรวจรับฝายน้ำล้นไม่ครบตามสัญญา", **draft):
    """A first notice that waits for the head; ``due`` in so many days."""
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register", category="service", secrecy="ordinary", subject=subject)
    live.story.do(case, "draft", **draft)
    _set_due(live, case, due)
    return live.story.item(case, "sign")


def letter(live, due=None):
    """A letter with an opinion and a copy, which waits for the head."""
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register", secrecy="ordinary", category="service")
    live.story.do(case, "sort")
    copy = live.story.upload(case, "สำเนาปิดชื่อ.pdf", SMALL_PDF)
    live.story.do(case, "draft_letter", redacted_files=["u1"], uploads={"u1": copy}, letter=LETTER)
    _set_due(live, case, due)
    return live.story.item(case, "sign_letter")


def _set_due(live, case, days):
    if days is None:
        return
    with live.store.unit(live.office.system) as uow:
        for table in (tables.work_item, tables.work_item_candidate):
            uow.connection.execute(
                update(table)
                .where(table.c.case_id == case)
                .values(due_on=live.story.today + timedelta(days=days))
            )


def now(live, item):
    return next(one for one in live.story.items(item.case_id) if one.id == item.id)


def sign(page, item):
    page.locator(f'[name="{item.id.hex}.decision"][value=signed]').check()
    page.locator(f'[name="{item.id.hex}.acting_for"]').select_option("none")


def photograph(page, name):
    folder = os.environ.get("SUCHARIT_PICTURES")
    if not folder:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        width = page.viewport_size["width"]
        path = Path(folder) / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=str(path), full_page=True)
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_of_three_are_decided_with_one_password_and_one_is_sent_back(
    live, browser_pages, axe_findings, sideways_scroll, scripts
):
    items = [notice(live, due=days) for days in (3, -1, 0)]
    page = browser_pages(width=390, height=844, java_script_enabled=scripts)
    head = live.begin_session(page, Role.HEAD)
    page.goto(live.at("/home"))
    page.wait_for_url(live.at(DESK))
    expect(page.locator(".nav [aria-current]")).to_have_text("แฟ้มเสนอ")
    cards = page.locator(".folders > li")
    expect(cards).to_have_count(3)
    expect(page.locator(".folders-of h2").first).to_contain_text("เกินกำหนด")
    expect(cards.first).to_contain_text(live.story.case(items[1].case_id).number)
    expect(cards.first).to_contain_text(f"เสนอโดย {live.office.person(Role.OFFICER).name}")
    if scripts:
        photograph(page, "desk")
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0
    for item in items[1:]:
        page.locator(f'[name=item][value="{item.id}"]').check()
    page.get_by_role("button", name="พิจารณาที่เลือก").click()
    late, today = items[1:]
    sign(page, late)
    page.locator(f'[name="{today.id.hex}.decision"][value=returned]').check()
    if not scripts:
        page.locator(f'[id="step-{today.id}"]').get_by_role("button").first.click()
    page.locator(f'[name="{today.id.hex}.return_reason"]').fill("แก้วันที่ให้ตรงกับใบรับ")
    page.locator(f'[name="{today.id.hex}.acting_for"]').select_option("none")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    page.wait_for_url(live.at(DESK))
    expect(page.get_by_role("status").first).to_have_text("บันทึกเสร็จแล้ว 2 รายการ")
    expect(cards).to_have_count(1)
    expect(page.locator(".signed-links")).to_contain_text("วันนี้ 2 ขั้นตอน")
    assert [now(live, one).completed_by for one in (late, today)] == [head.id, head.id]
    assert live.story.item(today.case_id, "draft").is_open
    assert now(live, items[0]).assignee_id is None


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_one_is_read_beside_its_opinion_and_sent_back_with_a_reason(
    live, browser_pages, axe_findings, sideways_scroll, scripts
):
    item = letter(live)
    page = browser_pages(width=390, height=844, java_script_enabled=scripts)
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(DESK))
    page.locator(".folders h3 a").click()
    page.wait_for_url(live.at(f"{DESK}/{item.id}"))
    expect(page.locator(".letter")).to_contain_text("ฝายน้ำล้นและถนนลาดยาง")
    expect(page.locator(".letter")).not_to_contain_text("ความเห็น")
    expect(page.locator(".brief-done li")).to_have_count(3)
    # The two verbs are within the thumb's reach before anything is scrolled.
    back = page.get_by_role("button", name="ส่งกลับแก้ไข")
    box = back.bounding_box()
    assert box["height"] >= 44
    assert 844 / 2 < box["y"] < 844 - box["height"] + 1
    if scripts:
        photograph(page, "desk-step")
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0
    back.click()
    reason = page.locator(f'[name="{item.id.hex}.return_reason"]')
    expect(reason).to_be_visible()
    assert now(live, item).assignee_id is None
    page.locator(f'[name="{item.id.hex}.acting_for"]').select_option("none")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="ลงนามส่งกลับแก้ไข").click()
    expect(page.locator(".field-err")).not_to_have_count(0)
    assert now(live, item).assignee_id is None
    reason.fill("ระบุข้อกฎหมายที่อ้าง")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="ลงนามส่งกลับแก้ไข").click()
    page.wait_for_url(live.at(DESK))
    expect(page.get_by_role("heading", name="ไม่มีเรื่องรอลงนาม")).to_be_visible()
    if scripts:
        assert axe_findings(page) == []
    assert live.story.item(item.case_id, "draft_letter").is_open


def test_a_desk_of_many_asks_no_more_than_a_desk_of_one(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.HEAD)

    def statements():
        with asked_of(live.store.database) as asked:
            page.goto(live.at(DESK))
        return len(asked)

    notice(live)
    statements()
    few = statements()
    for _ in range(6):
        notice(live)
    assert statements() == few


def test_keys_go_from_card_to_card_and_who_signs_nothing_finds_no_desk(live, browser_pages):
    for days in (0, 1):
        notice(live, due=days)
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(DESK))
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".folders h3 a").nth(1)).to_be_focused()
    live.sign_out(page)
    live.begin_session(page, Role.OFFICER)
    assert page.goto(live.at(DESK)).status == 404
    expect(page.get_by_role("navigation", name="หมวดงาน").get_by_text("แฟ้มเสนอ")).to_have_count(0)
