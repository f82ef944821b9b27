"""The auditor's room in a real browser: grants, replay, proof, who looked, who stays outside."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from engine.history.granting import GrantTerms, grant_audit
from engine.history.replay import moments_of
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from tests.browser.conftest import WIDTHS
from tests.browser.pictures import take_picture
from tests.support.duties import let_duties_coincide, make_officer_head

Findings = Callable[[Page], list[str]]


@pytest.fixture
def granted(live: Any) -> UUID:
    """A case that went round twice, within the grant of the auditor."""
    story = live.story
    case_id: UUID = story.lodge()
    go_on_to(live, case_id, "decide")
    story.do(case_id, "decide", decision="continue", next="inside", follow_ups=None)
    go_on_to(live, case_id, "draft_letter")
    story.do(case_id, "draft_letter", opinion="เห็นควรตรวจสอบเพิ่มเติม")
    give(live)
    return case_id


@pytest.fixture
def begun(live: Any) -> UUID:
    """A case of one step, within the grant of the auditor."""
    case_id: UUID = live.story.lodge()
    live.story.do(case_id, "register")
    give(live)
    return case_id


def go_on_to(live: Any, case_id: UUID, element: str) -> None:
    for _ in range(60):
        todo = live.story.open(case_id)
        if any(item.element == element for item in todo):
            return
        live.clock.advance(hours=5)
        live.story.complete(todo[0])
    raise AssertionError(f"{element} is never reached")


def give(live: Any, **changes: Any) -> None:
    usual = {
        "person_id": live.office.person(Role.AUDITOR).id,
        "purpose": "ตรวจการปฏิบัติตามกำหนดเวลา",
        "order_cited": "คำสั่งที่ 112/2569",
        "expires_on": date(2027, 3, 31),
        "received_from": date(2026, 11, 1),
        "received_to": date(2026, 12, 31),
    }
    with live.store.unit(live.office.actor(Role.HEAD)) as uow:
        grant_audit(uow, uuid4(), GrantTerms(**(usual | changes)))


def seq_of(live: Any, case_id: UUID, kind: EventKind, element: str | None = None) -> int:
    """Return the last event of a kind."""
    with live.store.reading(live.office.system) as uow:
        found = [
            m.seq
            for m in moments_of(uow, case_id)
            if m.kind is kind and element in (None, m.element)
        ]
    return found[-1]


def replay_url(live: Any, case_id: UUID, seq: int) -> str:
    url: str = live.at(f"/provincial/audit/cases/{case_id}/{seq}")
    return url


def test_an_auditor_goes_from_her_grant_to_what_a_step_said(live, begun, browser_pages, look):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    page.goto(live.at("/provincial/audit"))
    expect(page.get_by_text("คำสั่งที่ 112/2569").first).to_be_visible()
    look(page, "audit")
    page.get_by_role("link", name=live.story.case(begun).number).click()
    expect(page.get_by_role("heading", name="คำตอบตามที่ส่ง")).to_be_visible()
    expect(page.get_by_text("ตรวจเมื่อเปิดหน้านี้")).to_be_visible()
    assert "ปิดชื่อ" in page.inner_text("main")
    look(page, "audit-step")


def test_the_second_round_stands_beside_the_first(live, granted, browser_pages, look):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    seq = seq_of(live, granted, EventKind.WORK_ITEM_COMPLETED, "draft_letter")
    page.goto(replay_url(live, granted, seq))
    row = page.get_by_role("row").filter(has_text="เพิ่มเติม")
    expect(row.locator("ins")).to_have_text("เพิ่มเติม")
    expect(row.locator(".tag")).to_have_text("เพิ่ม")
    look(page, "audit-second-round")


def test_a_decision_of_the_system_shows_what_it_read(live, granted, browser_pages, axe_findings):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    run = seq_of(live, granted, EventKind.WORK_ITEM_COMPLETED, "decide") + 1
    while "ENGINE" not in (kind := kind_at(live, granted, run)).name:
        assert kind is not EventKind.WORK_ITEM_COMPLETED
        run += 1
    page.goto(replay_url(live, granted, run))
    panel = page.get_by_role("region", name="ระบบตัดสินอย่างไร")
    expect(panel).to_contain_text("decide.decision")
    expect(panel).to_contain_text('"continue"')
    assert page.locator(".dg .flow.taken").count() > 0
    assert axe_findings(page) == []


def kind_at(live: Any, case_id: UUID, seq: int) -> EventKind:
    with live.store.reading(live.office.system) as uow:
        return next(m.kind for m in moments_of(uow, case_id) if m.seq == seq)


def test_every_event_is_one_step_away_without_scripts(live, begun, browser_pages):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.AUDITOR)
    page.goto(replay_url(live, begun, 1))
    page.get_by_role("link", name="ถัดไป", exact=True).click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("เหตุการณ์ที่ 2 จาก")
    page.get_by_label("ไปเหตุการณ์ที่", exact=True).fill("9")
    page.get_by_role("button", name="ไปดู").click()
    assert page.url == replay_url(live, begun, 9)
    page.get_by_role("link", name="เหตุการณ์สุดท้าย").click()
    page.wait_for_load_state()
    assert page.get_by_role("link", name="ถัดไป", exact=True).count() == 0
    assert page.locator("#play").count() == 0
    page.locator(".track a").first.click()
    assert re.search(r"/audit/cases/[0-9a-f-]+/(\d+#at|accesses#)", page.url)


def test_arrow_keys_step_but_not_while_typing(live, begun, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    page.goto(replay_url(live, begun, 3))
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/4#at")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/3#at")
    page.focus("#seq")
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("/3#at")


def test_playing_goes_on_until_it_is_stopped(live, begun, browser_pages):
    page = browser_pages(reduced_motion="no-preference")
    live.begin_session(page, Role.AUDITOR)
    page.goto(replay_url(live, begun, 1))
    page.get_by_role("button", name="เล่นต่อเนื่อง").click()
    page.wait_for_url("**/3#play")
    page.get_by_role("button", name="หยุดเล่น").click()
    expect(page.get_by_role("button", name="เล่นต่อเนื่อง")).to_be_focused()
    assert page.url == replay_url(live, begun, 3)


def test_whoever_wants_no_motion_is_offered_none(live, begun, browser_pages):
    page = browser_pages(reduced_motion="reduce")
    live.begin_session(page, Role.AUDITOR)
    page.goto(replay_url(live, begun, 1))
    expect(page.locator("#play")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/2#at")


def test_without_a_grant_the_page_says_who_can_give_one(live, browser_pages, axe_findings):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    page.goto(live.at("/provincial/audit"))
    expect(page.get_by_text("หัวหน้าหน่วยงานหรือผู้พิจารณาแทนเป็นผู้ให้สิทธิ")).to_be_visible()
    assert axe_findings(page) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD, Role.OFFICER])
def test_a_replay_without_a_grant_is_refused_and_the_attempt_is_told(live, browser_pages, role):
    case_id = live.story.lodge()
    page = browser_pages()
    person = live.begin_session(page, role)
    nothing = page.goto(replay_url(live, uuid4(), 1))
    answer = page.goto(replay_url(live, case_id, 1))
    assert answer.status == nothing.status == 404
    assert live.story.case(case_id).number not in page.inner_text("body")
    live.sign_out(page)
    give(live)
    live.begin_session(page, Role.AUDITOR)
    page.goto(live.at(f"/provincial/audit/cases/{case_id}/accesses"))
    refused = page.get_by_role("row").filter(has_text="ถูกปฏิเสธ")
    expect(refused).to_contain_text(person.name)


def test_opening_a_replay_is_seen_among_who_looked(live, begun, browser_pages, look):
    page = browser_pages()
    auditor = live.begin_session(page, Role.AUDITOR)
    page.goto(replay_url(live, begun, 5))
    page.get_by_role("link", name="ดูทุกครั้งที่มีผู้เปิดดู").click()
    expect(page.get_by_role("row").filter(has_text="การย้อนดู")).to_contain_text(auditor.name)
    look(page, "audit-accesses")


def test_the_head_gives_a_grant_and_takes_it_back(live, browser_pages, look):
    case_id = live.story.lodge()
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at("/provincial/audit/grants"))
    look(page, "no-grants")
    page.get_by_role("link", name="ให้สิทธิตรวจ").click()
    fill_grant(page, live, live.story.case(case_id).number)
    look(page, "grant-form")
    page.get_by_role("button", name="ให้สิทธิตรวจ").click()
    expect(page.get_by_role("status")).to_have_text("บันทึกสิทธิตรวจแล้ว")
    expect(page.get_by_role("table")).to_contain_text("คำสั่งที่ 7/2570")
    look(page, "one-grant")
    page.get_by_role("link", name="เพิกถอน").click()
    look(page, "revoking-a-grant")
    page.get_by_role("button", name="เพิกถอนสิทธิตรวจ").click()
    expect(page.get_by_role("status")).to_have_text("เพิกถอนสิทธิตรวจแล้ว")
    expect(page.get_by_text("ไม่มีผู้ตรวจสอบคนใดเปิดดูเรื่องได้ในวันนี้")).to_be_visible()


def fill_grant(page: Page, live: Any, number: str) -> None:
    page.get_by_label("ผู้ตรวจสอบ").select_option(str(live.office.person(Role.AUDITOR).id))
    page.get_by_label("เรื่องเดียว ระบุเลขรับ").check()
    page.get_by_label("เลขรับเรื่อง").fill(number)
    page.get_by_label("วัตถุประสงค์").fill("ตรวจกำหนดเวลา")
    page.get_by_label("คำสั่งที่ให้ตรวจ").fill("คำสั่งที่ 7/2570")
    page.get_by_label("วัน", exact=True).fill("31")
    page.get_by_label("เดือน").select_option("3")
    page.get_by_label("พ.ศ.").fill("2570")


def test_a_number_that_is_no_case_keeps_what_was_typed(live, browser_pages, axe_findings):
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at("/provincial/audit/grants/new"))
    fill_grant(page, live, "ล 999/2570")
    page.get_by_role("button", name="ให้สิทธิตรวจ").click()
    expect(page.get_by_role("alert")).to_contain_text("ไม่พบเลขรับนี้")
    expect(page.get_by_label("คำสั่งที่ให้ตรวจ")).to_have_value("คำสั่งที่ 7/2570")
    assert axe_findings(page) == []


def test_the_room_speaks_english(live, begun, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.AUDITOR)
    page.goto(replay_url(live, begun, 1) + "?language=en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Replay of case")
    labels = page.locator("main h2, main dt, main th").filter(has_not=page.locator("[lang=th]"))
    assert [text for text in labels.all_inner_texts() if re.search("[ก-๙]", text)] == []


def test_duties_that_coincided_are_shown_with_who_had_them_and_by_which_rule(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages()
    both = make_officer_head(live.office)
    let_duties_coincide(live.office)
    case_id = live.story.lodge(by=both)
    for element in ("register", "sort", "draft_letter", "sign_letter"):
        live.story.do(case_id, element, by=both)
    give(live)
    live.begin_session(page, Role.AUDITOR)
    page.goto(live.at("/provincial/audit"))
    page.get_by_role("link", name="เรื่องที่ผู้เดียวทำหลายหน้าที่").click()
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_findings(page)
        assert sideways_scroll(page) == 0
        take_picture(page, f"audit-duties-{width}")
    listed = page.locator("tbody tr")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text(both.name)
    page.locator("summary", has_text="หน้าที่ที่ต้องแยก").click()
    listed.get_by_role("link").click()
    told = page.locator("section", has=page.locator("#duties-h"))
    expect(told).to_contain_text("duties.apart")
    told.get_by_role("link").first.click()
    expect(page.locator(".scrub-told")).to_contain_text("ผู้เดียวทำหลายหน้าที่")
    faults += axe_findings(page)
    take_picture(page, "audit-duties-replay")
    assert faults == []
