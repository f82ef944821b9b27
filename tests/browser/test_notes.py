"""Notes of contact and comments on their pages: written without a script, read by who may."""

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.store.unit_of_work import Actor
from engine.work.completing import Submission
from engine.work.notes import note_contact, write_comment
from tests.browser.conftest import LIGHTS
from tests.browser.pictures import take_picture
from tests.support.story import in_unit

LONG = (
    "โทรศัพท์ไปตามหมายเลขที่ให้ไว้สองครั้ง ครั้งแรกไม่รับสาย ครั้งที่สองแจ้งว่าสะดวกให้ข้อมูลวันศุกร์ช่วงบ่าย "
    "ขอให้เตรียมสำเนาใบสั่งซื้อและใบเบิกของเดือนตุลาคมไว้ด้วย"
)


@pytest.fixture
def case(live):
    """A secret case that a unit reads in part."""
    story = live.story
    case = story.lodge(by=live.office.actor(Role.OFFICER))
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["construction"])
    story.claim(story.item(case, "report"))
    return case


@pytest.fixture
def told(live, case):
    """Some notes of both threads, one of them corrected."""
    story, officer = live.story, live.office.actor(Role.OFFICER)
    unit = live.office.actor(Role.UNIT_MEMBER, unit="construction")
    manager = live.office.person(Role.MANAGER)
    first = note(live, officer, case, text="นัดให้ข้อมูลวันพฤหัสบดี")
    note(live, officer, case, first, text="นัดให้ข้อมูลวันศุกร์ ไม่ใช่วันพฤหัสบดี")
    note(live, officer, case, party_kind="unit", way="came", audience="everybody", text=LONG)
    note(live, unit, case, party_kind="outside", way="visit", outcome="not_reached", text="ร้านปิด")
    for by, said in (
        (officer, {"text": "เห็นควรเร่งรัดกลุ่มงาน", "audience": "everybody"}),
        (officer, {"text": LONG, "audience": "whole", "mentioned": [str(manager.id)]}),
        (unit, {"text": "ขอขยายเวลาถึงวันศุกร์"}),
    ):
        in_unit(story.store, by, write_comment, case, Submission(uuid4(), said))
    return case


def note(live, by: Actor, case, corrects=None, **said):
    story = live.story
    usual = {
        "party_kind": "complainant",
        "way": "telephone",
        "outcome": "reached",
        "occurred_on": story.day(0),
        "audience": "whole",
    }
    in_unit(story.store, by, note_contact, case, Submission(uuid4(), usual | said), corrects)
    event = story.events(case)[-1]
    return UUID(event.content["note"])


def test_a_contact_is_noted_without_a_script_and_corrected_by_a_later_note(
    live, browser_pages, case
):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}"))
    page.get_by_role("link", name="เพิ่มบันทึกการประสาน").click()
    page.get_by_label("ประสานกับ").select_option(label="ผู้ร้องเรียน")
    page.get_by_label("ทาง", exact=True).select_option(label="โทรศัพท์")
    page.get_by_label("ใจความ").fill(LONG)
    page.locator("[name='occurred_on.year']").fill("2590")
    page.get_by_role("button", name="บันทึกการประสาน").click()
    expect(page.locator(".errors")).to_contain_text("อนาคต")
    expect(page.get_by_label("ใจความ")).to_have_value(LONG)
    page.locator("[name='occurred_on.year']").fill("๒๕๖๙")
    page.get_by_role("button", name="บันทึกการประสาน").click()
    first = page.locator(".notes li").first
    expect(first).to_contain_text("โทรศัพท์ ผู้ร้องเรียน")
    expect(first).to_contain_text("อ่านได้: เฉพาะผู้เห็นทั้งเรื่อง")
    first.get_by_role("link", name="แก้ไขด้วยบันทึกใหม่").click()
    expect(page.get_by_label("ใจความ")).to_have_value(LONG)
    page.get_by_label("ใจความ").fill("นัดวันพุธ")
    page.get_by_role("button", name="บันทึกการประสาน").click()
    expect(page.locator(".notes li")).to_have_count(2)
    expect(page.locator(".notes .is-corrected")).to_contain_text("มีบันทึกที่แก้ไขแล้ว")
    page.goto(live.at(f"/provincial/cases/{case}"))
    expect(page.locator("#contacts-h")).to_contain_text("2 รายการ")


def test_who_is_mentioned_is_told_where_to_look_and_nothing_of_what_was_said(
    live, browser_pages, case
):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/cases/{case}/comments"))
    page.get_by_label("ความเห็น").fill("ขอความเห็นเรื่องพยาน")
    page.get_by_label("เฉพาะผู้เห็นทั้งเรื่อง").check()
    unit = live.office.person(Role.UNIT_MEMBER, unit="construction")
    page.get_by_label(unit.name).check()
    page.get_by_role("button", name="เขียนความเห็น").click()
    expect(page.locator(".errors")).to_contain_text("เห็นเรื่องนี้เพียงบางส่วน")
    page.get_by_label(unit.name).uncheck()
    page.get_by_label(live.office.person(Role.MANAGER).name).check()
    page.get_by_role("button", name="เขียนความเห็น").click()
    expect(page.locator(".notes li")).to_contain_text("แจ้งถึง ตะวัน ตัวอย่าง")
    told = browser_pages()
    live.begin_session(told, Role.MANAGER)
    told.goto(live.at("/provincial/work/notices"))
    notice = told.locator(".notices li").first
    expect(notice).to_contain_text("มีความเห็นที่เขียนถึงท่าน")
    expect(notice).not_to_contain_text("พยาน")
    notice.get_by_role("link").click()
    expect(told.locator(".notes li")).to_contain_text("ขอความเห็นเรื่องพยาน")


def test_a_unit_reads_and_writes_its_own_thread_only(live, browser_pages, told):
    page = browser_pages()
    live.begin_session(page, Role.UNIT_MEMBER, unit="construction")
    page.goto(live.at(f"/provincial/cases/{told}/contacts"))
    expect(page.locator(".notes li")).to_have_count(2)
    expect(page.get_by_text("นัดให้ข้อมูล")).to_have_count(0)
    expect(page.get_by_text("ใครอ่านได้")).to_have_count(0)
    page.goto(live.at(f"/provincial/cases/{told}/comments"))
    expect(page.locator(".notes li")).to_have_count(2)
    expect(page.get_by_label("ตะวัน ตัวอย่าง")).to_have_count(0)
    page.get_by_label("ความเห็น").fill("ส่งรายงานได้วันจันทร์")
    page.get_by_role("button", name="เขียนความเห็น").click()
    expect(page.locator(".notes li").first).to_contain_text("ส่งรายงานได้วันจันทร์")


def test_a_stranger_to_the_case_and_its_respondent_find_no_page(live, browser_pages, told):
    page = browser_pages()
    live.begin_session(page, Role.UNIT_MEMBER, unit="planning")
    for thread in ("contacts", "comments", f"contacts/{uuid4()}/correction"):
        found = page.goto(live.at(f"/provincial/cases/{told}/{thread}"))
        assert found.status == 404


@pytest.mark.timeout(200)
def test_the_threads_pass_axe_at_both_widths_empty_and_full(
    live, browser_pages, told, axe_findings, sideways_scroll
):
    empty = live.story.lodge(by=live.office.actor(Role.OFFICER))
    faults = []
    for who, unit, cases in (
        (Role.OFFICER, None, (empty, told)),
        (Role.UNIT_MEMBER, "construction", (told,)),
    ):
        page = browser_pages()
        live.begin_session(page, who, unit=unit)
        for number, seen in enumerate(cases):
            for thread in ("contacts", "comments", ""):
                page.goto(live.at(f"/provincial/cases/{seen}/{thread}").rstrip("/"))
                for width, theme in LIGHTS:
                    page.emulate_media(color_scheme=theme)
                    page.set_viewport_size({"width": width, "height": 900})
                    where = f"{who}-{number}-{thread or 'case'}-{theme}-{width}"
                    faults += [f"{where}: {found}" for found in axe_findings(page)]
                    faults += [f"{where}: sideways"] if sideways_scroll(page) else []
                    take_picture(page, where)
    assert faults == []
