"""Somebody is away: another sees her work, does it in her name, and both names stand everywhere."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from engine.office.acting import ActingForm
from engine.office.roles import Role
from engine.work.substituting import Terms, set_substitution
from tests.support.story import in_unit


@pytest.fixture
def absent(live):
    return live.office.person(Role.UNIT_MEMBER, unit="planning")


@pytest.fixture
def substitute(live):
    return live.office.person(Role.UNIT_MEMBER, unit="construction")


@pytest.fixture
def reported(live):
    """A secret case that waits for the report of a unit, inside a call activity."""
    case = live.story.lodge()
    for element in ("register", "sort", "draft_letter"):
        live.story.do(case, element)
    live.story.do(case, "sign_letter", units=["planning"])
    return live.story.item(case, "report")


def put_in_place(live, absent, substitute):
    terms = Terms(
        absent.id,
        substitute.id,
        ActingForm.ON_BEHALF,
        live.story.today,
        live.story.today,
        "12/2570",
    )
    return in_unit(live.store, live.office.actor(Role.MANAGER), set_substitution, uuid4(), terms)


def set_day(page, group, day, month, year):
    box = page.locator("fieldset", has_text=group).last
    box.get_by_label("วัน", exact=True).fill(str(day))
    box.get_by_label("เดือน").select_option(str(month))
    box.get_by_label("พ.ศ.").fill(str(year))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_in_a_call_activity_is_made_on_behalf_of_who_is_away(
    live, browser_pages, absent, substitute, reported, axe_findings, scripts
):
    both = f"{substitute.name} ปฏิบัติราชการแทน {absent.name}"
    put_in_place(live, absent, substitute)
    page = browser_pages(java_script_enabled=scripts)
    live.sign_in(page, Role.UNIT_MEMBER, unit="construction")
    section = page.locator(".stood-in")
    expect(section.get_by_role("heading")).to_contain_text(both)
    if scripts:
        assert axe_findings(page) == []
    section.get_by_role("button", name="รับงาน").click()
    expect(page.locator(".mast .who")).to_contain_text(both)
    if scripts:
        assert axe_findings(page) == []
    item = live.story.item(reported.case_id, "report")
    assert item.assignee_id == absent.id
    page.goto(live.at(f"/provincial/work/{item.id}/paper"))
    expect(page.locator(".print-only").last).to_contain_text(both)
    page.goto(live.at(f"/provincial/cases/{item.case_id}"))
    expect(page.locator(".mast .who")).to_contain_text(both)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".mast .acting")).to_have_text(both)
    expect(page.locator(".mast .acting")).to_be_visible()


def test_a_long_list_of_the_absent_says_that_more_waits(live, browser_pages, sideways_scroll):
    absent, substitute = (live.office.person(Role.OFFICER, nth=n) for n in (0, 1))
    for _ in range(51):
        live.story.lodge()
    put_in_place(live, absent, substitute)
    page = browser_pages(width=390)
    live.begin_session(page, Role.OFFICER, nth=1)
    page.goto(live.at("/provincial/work"))
    section = page.locator(".stood-in")
    expect(section.get_by_role("heading", level=2)).to_contain_text("50+")
    expect(section.locator("tr.item")).to_have_count(50)
    expect(section).to_contain_text("แสดง 50 งานที่ครบกำหนดก่อน")
    assert sideways_scroll(page) == 0


def test_after_it_ends_nothing_of_hers_is_left(live, browser_pages, absent, substitute, reported):
    put_in_place(live, absent, substitute)
    live.clock.advance(days=1)
    page = browser_pages()
    live.sign_in(page, Role.UNIT_MEMBER, unit="construction")
    assert page.locator(".stood-in").count() == 0
    for path in (f"work/{reported.id}", f"cases/{reported.case_id}"):
        assert page.goto(live.at(f"/provincial/{path}")).status == 404


def test_somebody_sets_who_stands_in_for_her_and_ends_it(
    live, browser_pages, absent, substitute, look
):
    page = browser_pages()
    live.sign_in(page, Role.UNIT_MEMBER, unit="planning")
    page.get_by_role("link", name="การปฏิบัติงานแทน").click()
    look(page, "no-substitution")
    page.get_by_role("link", name="ตั้งผู้ปฏิบัติงานแทน").click()
    look(page, "substitution-form")
    page.get_by_role("button", name="ตั้งผู้ปฏิบัติงานแทน").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator("[name=person]").count() == 0
    page.select_option("[name=substitute]", str(substitute.id))
    page.locator("[name=form][value=on_behalf]").check()
    set_day(page, "ตั้งแต่วันที่", 23, 11, 2569)
    set_day(page, "ถึงวันที่", 25, 11, 2569)
    page.fill("[name=order_cited]", "คำสั่งที่ 12/2570 ลงวันที่ 20 พ.ย. 2569")
    page.get_by_role("button", name="ตั้งผู้ปฏิบัติงานแทน").click()
    expect(page.get_by_role("status")).to_contain_text("แจ้งทั้งสองคนแล้ว")
    expect(page.locator("table.rows")).to_contain_text(
        f"{substitute.name} ปฏิบัติราชการแทน {absent.name}"
    )
    look(page, "one-substitution")
    page.set_viewport_size({"width": 390, "height": 800})
    heading, row = (
        page.locator(f"table.rows {part}").bounding_box() for part in ("th >> nth=-1", "tbody tr")
    )
    assert heading["width"] > 0.8 * row["width"]
    page.get_by_role("link", name="สิ้นสุดก่อนกำหนด").click()
    look(page, "ending-a-substitution")
    page.get_by_role("button", name="สิ้นสุดวันนี้").click()
    expect(page.locator("section", has=page.locator("#over-h"))).to_contain_text("สิ้นสุดก่อน")
    page.get_by_role("link", name="การแจ้ง").click()
    expect(page.locator(".notices")).to_contain_text("การปฏิบัติงานแทนสิ้นสุดแล้ว")


def test_a_manager_sets_it_for_others(live, browser_pages, absent, substitute):
    page = browser_pages()
    live.sign_in(page, Role.MANAGER)
    page.goto(live.at("/provincial/substitutions/new"))
    page.select_option("[name=person]", str(absent.id))
    page.select_option("[name=substitute]", str(substitute.id))
    page.locator("[name=form][value=in_absence]").check()
    set_day(page, "ตั้งแต่วันที่", 23, 11, 2569)
    set_day(page, "ถึงวันที่", 22, 11, 2569)
    page.fill("[name=order_cited]", "12/2570")
    page.get_by_role("button", name="ตั้งผู้ปฏิบัติงานแทน").click()
    expect(page.get_by_role("alert")).to_contain_text("วันสิ้นสุดอยู่ก่อนวันเริ่ม")
    expect(page.locator("[name=order_cited]")).to_have_value("12/2570")
