"""What an officer does beside her steps: scans, respondents, identities, notices, offices."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from engine.access.membership import grant_membership
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import reassign_work_item
from engine.work.notices import NoticeKind, notify
from tests.conftest import OTHER_PEOPLE, opened_office
from tests.support.answers import COMPLAINANT, signed_on_paper
from tests.support.story import SMALL_PDF


def looks(live, case_id):
    """Who looked at identities of a case, and why."""
    table = tables.access_event
    with live.story.reading() as uow:
        return [
            (row.outcome, row.person_id, row.reason)
            for row in uow.connection.execute(
                select(table).where(table.c.case_id == case_id, table.c.kind == "identity")
            )
        ]


def to_sign(live):
    case = live.story.lodge()
    for step in ("register", "sort", "draft_letter"):
        live.story.do(case, step)
    return case


def test_a_scan_is_filed_after_the_paper_was_signed(live, browser_pages, tmp_path, axe_findings):
    case = to_sign(live)
    live.story.do(case, "sign_letter", **signed_on_paper(live.story.today))
    assert any(item.scan_missing for item in live.story.items(case))
    scan = tmp_path / "สแกน.pdf"
    scan.write_bytes(SMALL_PDF)
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at("/provincial/work"))
    page.get_by_role("link", name="ดูรายการค้างสแกน").click()
    assert axe_findings(page) == []
    page.get_by_role("link", name="พิจารณาลงนาม").click()
    assert axe_findings(page) == []
    page.get_by_label("สแกนของเอกสารที่ลงนามแล้ว").set_input_files(scan)
    page.get_by_role("button", name="เก็บสแกน").click()
    expect(page.get_by_role("status")).to_contain_text("เก็บสำเนาที่ลงนามแล้ว")
    assert not any(item.scan_missing for item in live.story.items(case))
    page.goto(live.at("/provincial/work"))
    assert page.get_by_text("ค้างสแกน").count() == 0


def test_an_identity_is_opened_with_reason_and_password_and_on_record(
    live, browser_pages, axe_findings
):
    case = live.story.lodge()
    live.story.do(case, "register")
    page = browser_pages()
    custodian = live.begin_session(page, Role.CUSTODIAN)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="ขอเปิดชื่อ").click()
    page.wait_for_load_state()
    assert COMPLAINANT["name"] not in page.content()
    assert axe_findings(page) == []
    page.fill("[name=reason]", "สั้น")
    page.fill("#password", "wrong")
    page.get_by_role("button", name="บันทึกเหตุผลและเปิดชื่อ").click()
    expect(page.locator("#reason-err")).to_be_visible()
    expect(page.locator("#password-err")).to_be_visible()
    assert COMPLAINANT["name"] not in page.content()
    assert looks(live, case) == []
    page.fill("[name=reason]", "นัดผู้ร้องเรียนให้ข้อมูลเพิ่ม")
    page.fill("#password", "sucharit-demo")
    page.get_by_role("button", name="บันทึกเหตุผลและเปิดชื่อ").click()
    expect(page.get_by_text(COMPLAINANT["name"])).to_be_visible()
    expect(page.get_by_text(COMPLAINANT["address"])).to_be_visible()
    assert axe_findings(page) == []
    assert looks(live, case) == [("opened", custodian.id, "นัดผู้ร้องเรียนให้ข้อมูลเพิ่ม")]


def test_who_may_open_no_identity_finds_no_way_to_and_the_attempt_is_on_record(live, browser_pages):
    case = live.story.lodge()
    page = browser_pages()
    owner = live.begin_session(page, Role.PROCESS_OWNER)
    page.goto(live.at(f"/provincial/cases/{case}/identities"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_role("button", name="ส่งคำขอ").count() == 0
    assert looks(live, case) == [("refused", owner.id, None)]


def test_who_sends_a_notice_gets_the_address_without_asking(live, browser_pages, axe_findings):
    case = live.story.lodge()
    live.story.do(case, "register")
    item = live.story.item(case, "draft")
    officer = live.story.claim(item)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    page.get_by_role("link", name="ชื่อและที่อยู่สำหรับหนังสือ").click()
    expect(page.locator(".envelope")).to_contain_text(COMPLAINANT["name"])
    expect(page.locator(".envelope")).to_contain_text(COMPLAINANT["address"])
    assert axe_findings(page) == []
    (look,) = looks(live, case)
    assert look[:2] == ("opened", officer.person_id)
    assert look[2].startswith("จ่าหน้าหนังสือ")
    other = browser_pages()
    live.begin_session(other, Role.OFFICER, nth=1)
    other.goto(live.at(f"/provincial/work/{item.id}/address"))
    assert COMPLAINANT["name"] not in other.content()


def test_a_respondent_added_later_loses_the_case_at_once(live, browser_pages, axe_findings):
    accused = live.office.person(Role.OFFICER, nth=1)
    case = live.story.lodge()
    live.story.do(case, "register", secrecy="ordinary")
    hers = browser_pages()
    live.begin_session(hers, Role.OFFICER, nth=1)
    hers.goto(live.at(f"/provincial/cases/{case}"))
    expect(hers.get_by_role("heading", level=1)).to_be_visible()
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="เพิ่มผู้ถูกร้องเรียน").click()
    assert axe_findings(page) == []
    page.get_by_role("button", name="เพิ่มผู้ถูกร้องเรียน").click()
    expect(page.locator("#respondent-err")).to_be_visible()
    page.get_by_label("ชื่อและนามสกุล").fill(f"นาย{accused.name}")
    page.get_by_label("อ่านผลที่จะเกิดขึ้นแล้ว").check()
    page.get_by_role("button", name="เพิ่มผู้ถูกร้องเรียน").click()
    expect(page.get_by_role("status")).to_contain_text("เพิ่มผู้ถูกร้องเรียนแล้ว")
    hers.goto(live.at(f"/provincial/cases/{case}"))
    expect(hers.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้ หรือท่านไม่มีสิทธิดู")
    assert accused.id in live.story.excluded(case)


def test_a_notice_is_counted_read_and_leads_to_the_work(live, browser_pages, axe_findings):
    case = live.story.lodge()
    item = live.story.item(case, "register")
    officer = live.office.person(Role.OFFICER, nth=1)
    with live.store.unit(live.office.actor(Role.MANAGER)) as uow:
        reassign_work_item(uow, item.id, officer.id, "ผู้รับเดิมไปราชการ")
    page = browser_pages()
    live.sign_in(page, Role.OFFICER, nth=1)
    room = page.get_by_role("navigation", name="หมวดงาน").get_by_role("link", name="การแจ้ง")
    expect(room).to_have_text(re.compile("1"))
    room.click()
    assert axe_findings(page) == []
    page.get_by_role("button", name="อ่านแล้วทั้งหมด").click()
    expect(room).not_to_have_text(re.compile("1"))
    page.get_by_role("link", name="ท่านได้รับมอบงาน").click()
    expect(page.get_by_role("button", name="บันทึกเสร็จ")).to_be_visible()


def test_steps_of_one_case_that_fall_due_together_are_told_once(live, browser_pages):
    case = live.story.lodge()
    item = live.story.item(case, "register")
    officer = live.office.person(Role.OFFICER)
    with live.store.unit(Actor(live.office.id, None)) as uow:
        uow.hold(case)
        for _ in range(3):
            notify(uow, [officer.id], NoticeKind.REMINDED, case_id=case, work_item_id=item.id)
    page = browser_pages(width=390)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/work/notices"))
    expect(page.get_by_role("heading", level=2)).to_have_text("ยังไม่ได้อ่าน")
    expect(page.locator(".notices li")).to_have_count(1)
    expect(page.locator(".notices li")).to_contain_text("3 งาน")
    page.locator(".notices li").get_by_role("link").click()
    page.wait_for_url(live.at(f"/provincial/cases/{case}"))


def test_who_acts_for_two_offices_chooses_one_at_a_time(
    live, browser_pages, bundled_editions, axe_findings
):
    tambon = opened_office(live.store, "tambon", OTHER_PEOPLE, bundled_editions)
    officer = live.office.person(Role.OFFICER)
    with live.store.unit(Actor(tambon.id, None)) as uow:
        uow.hold(tambon.id)
        grant_membership(uow, officer.id, Role.OFFICER, position="ผู้ช่วยธุรการ")
    page = browser_pages()
    live.sign_in(page, Role.OFFICER)
    expect(page.get_by_role("heading", level=1)).to_have_text("วันนี้ท่านทำงานให้หน่วยงานใด")
    assert axe_findings(page) == []
    page.get_by_role("button", name=re.compile("เลือก")).click()
    page.wait_for_url(live.at("/tambon/work"))
    page.goto(live.at("/provincial/work"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้ หรือท่านไม่มีสิทธิดู")
    page.get_by_role("link", name="เปลี่ยนหน่วยงาน").click()
    page.get_by_role("button", name=re.compile("เลือก")).click()
    page.wait_for_url(live.at("/provincial/work"))


def test_a_demonstration_offers_its_people_on_the_sign_in_page(live, browser_pages):
    page = browser_pages()
    page.goto(live.at("/provincial/work/due"))
    row = page.get_by_role("listitem").filter(has_text="ทองดี ตัวอย่าง")
    row.get_by_role("button").click()
    page.wait_for_url(live.at("/provincial/work/due"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ใบแจ้งงานค้างประจำวัน")


def test_days_views_and_a_long_list(live, browser_pages):
    cases = [live.story.lodge() for _ in range(53)]
    officer = live.office.actor(Role.OFFICER)
    for case in cases[:2]:
        live.story.claim(live.story.item(case, "register"), by=officer)
    page = browser_pages()
    live.sign_in(page, Role.OFFICER)
    rows = page.locator("table.work tr.item")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="ถัดไป").click()
    expect(rows).to_have_count(3)
    page.get_by_role("link", name="ก่อนหน้า").click()
    expect(rows).to_have_count(50)
    page.get_by_role("link", name=re.compile("ยังไม่มีผู้รับ")).first.click()
    expect(page.get_by_role("heading", name="ไม่มีงานที่ยังไม่มีผู้รับ")).to_be_visible()
    day = live.story.item(cases[0], "register").due_on
    page.goto(live.at(f"/provincial/work?due={day.isoformat()}"))
    expect(page.get_by_role("link", name="วันที่ 24 พ.ย. 2569 เอาออก")).to_be_visible()
    page.goto(live.at(f"/provincial/work?due={(day + timedelta(days=400)).isoformat()}"))
    expect(page.get_by_role("heading", name="ไม่มีงานที่ตรงกับตัวกรอง")).to_be_visible()
