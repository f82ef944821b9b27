"""The manager's room in the browser: the numbers lead to the cases, and a step to somebody else."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from engine.cases.parties import exclude
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.store import tables
from engine.work.allocation.claiming import release_work_item
from engine.work.offices.opening import revise_profile
from tests.support.statements import asked_of
from tests.support.story import in_unit

OVERVIEW = "/provincial/oversight"
LIST = f"{OVERVIEW}/cases"
MANAGERS = (Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD)
LONG = "เรียกรับเงินค่าตรวจรับงานก่อสร้างฝายน้ำล้นและถนนลาดยางแอสฟัลติกคอนกรีตสายเลียบคลองส่งน้ำ " * 3


@pytest.fixture
def page(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    return page


def lodged(live, subject="เรียกรับเงินค่าตรวจรับงาน", secrecy="ordinary"):
    case_id = live.story.lodge()
    with live.store.unit(live.office.actor(Role.OFFICER)) as uow:
        uow.connection.execute(
            update(tables.case)
            .where(tables.case.c.id == case_id)
            .values(subject=subject, secrecy=secrecy)
        )
    return case_id


def unclaimed(live, case_id):
    item = live.story.open(case_id)[0]
    if item.assignee_id:
        in_unit(live.store, live.story.claim(item), release_work_item, item.id)
    return live.story.open(case_id)[0]


def a_month_later(live, page, role=Role.MANAGER):
    """Everything is late by then, and every session has ended."""
    live.clock.advance(days=30)
    live.begin_session(page, role)


def item_url(item):
    return f"{OVERVIEW}/work/{item.id}"


# -- The overview ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", MANAGERS)
def test_whoever_oversees_finds_the_room(live, browser_pages, role):
    page = browser_pages()
    live.sign_in(page, role)
    page.get_by_role("navigation").get_by_role("link", name="ภาพรวม").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เรื่องอยู่ที่ไหน")
    current = page.locator("nav [aria-current=page]")
    expect(current).to_have_text("ภาพรวม")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CUSTODIAN, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_are_shown_no_door_and_refused_behind_it(live, browser_pages, role):
    item = live.story.open(lodged(live))[0]
    page = browser_pages()
    live.sign_in(page, role)
    expect(page.get_by_role("link", name="ภาพรวม")).to_have_count(0)
    for path in (OVERVIEW, LIST, item_url(item)):
        assert page.goto(live.at(path)).status == 403


def test_no_name_of_a_step_leaves_its_box(live, page):
    page.goto(live.at(OVERVIEW))
    wider = page.locator("svg.dg .t-step").evaluate_all(
        """async (names) => {
            await document.fonts.ready;
            const box = (name) => name.closest("g").querySelector("rect").getBBox();
            return names.filter((name) => name.getBBox().width > box(name).width - 6)
                .map((name) => name.textContent);
        }"""
    )
    assert wider == []


def test_the_diagram_the_table_and_the_list_give_the_same_numbers(live, page):
    for _ in range(3):
        lodged(live)
    a_month_later(live, page)
    page.goto(live.at(OVERVIEW))
    row = page.locator(".steps tr", has_text="ลงรับเรื่องร้องเรียน")
    expect(row.locator("td.num").first).to_have_text("3")
    step = page.locator("svg.dg a").first
    assert "งานเปิด 3 งาน" in step.get_attribute("aria-label")
    expect(page.locator("svg .n-t")).to_have_text(["3"])
    expect(page.locator(".figures dd").first).to_contain_text("3")
    step.click()
    expect(page).to_have_url(re.compile(r"step=complaint_provincial\.register"))
    expect(page.locator("table.work tr.item")).to_have_count(3)
    expect(page.locator("select#step")).to_have_value("complaint_provincial.register")


def test_what_is_late_and_in_nobodys_hands_stands_first(live, page):
    held = lodged(live)
    waiting = unclaimed(live, lodged(live))
    live.story.claim(live.story.open(held)[0])
    a_month_later(live, page)
    page.goto(live.at(OVERVIEW))
    todo = page.locator(".todo li")
    expect(todo.first).to_contain_text("ยังไม่มีผู้รับ")
    expect(todo.first).to_contain_text(live.story.case(waiting.case_id).number)
    expect(todo.first.get_by_role("link", name="มอบงาน")).to_be_visible()
    expect(todo.nth(1).get_by_role("link", name="เปลี่ยนผู้รับงาน")).to_be_visible()


def test_a_case_about_the_manager_is_in_no_number(live, page):
    case_id = lodged(live)
    with live.store.unit(live.office.actor(Role.OFFICER)) as uow:
        uow.hold(case_id)
        exclude(uow, case_id, [live.office.person(Role.MANAGER).id])
    page.goto(live.at(OVERVIEW))
    expect(page.locator(".figures dd").first).to_contain_text("0")
    expect(page.locator("svg .n-t")).to_have_count(0)
    page.goto(live.at(LIST))
    expect(page.locator("table.work")).to_have_count(0)
    assert page.goto(live.at(item_url(live.story.open(case_id)[0]))).status == 404


# -- The list ----------------------------------------------------------------------------------


def test_the_list_is_searched_and_narrowed_without_a_script(live, browser_pages):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.MANAGER)
    lodged(live, "ถนนชำรุด"), lodged(live, "ฝายรั่ว", "secret")
    page.goto(live.at(LIST))
    expect(page.locator("table.work tr.item")).to_have_count(2)
    page.fill("#q", "ฝาย")
    page.get_by_role("button", name="กรอง").click()
    rows = page.locator("table.work tr.item")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("ฝายรั่ว")
    expect(rows.locator(".stamp")).to_have_count(1)
    page.select_option("#light", "idle")
    page.get_by_role("button", name="กรอง").click()
    expect(page.get_by_text("ไม่มีงานที่ตรงกับที่เลือก")).to_be_visible()
    page.get_by_role("link", name="แสดงทั้งหมด").click()
    expect(page.locator("table.work tr.item")).to_have_count(2)


def test_the_pages_of_a_long_list_lead_there_and_back(live, page):
    with_items = [lodged(live, f"เรื่องที่ {n}") for n in range(52)]
    page.goto(live.at(LIST))
    expect(page.get_by_role("heading", level=1).locator("..")).to_contain_text(
        "แสดง 50 จาก 52 รายการ"
    )
    expect(page.locator("table.work tr.item")).to_have_count(50)
    page.locator("a[rel=next]").click()
    expect(page.locator("table.work tr.item")).to_have_count(len(with_items) - 50)
    expect(page.locator("a[rel=next]")).to_have_count(0)
    page.locator("a[rel=prev]").click()
    expect(page.locator("table.work tr.item")).to_have_count(50)
    expect(page.locator("a[rel=prev]")).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    ["step=x", "step=.", "person=1", "light=red", "after=1", "before=2026-13-01.x", "q=%25"],
)
def test_an_address_that_says_nothing_sensible_is_no_fault(live, page, query):
    assert page.goto(live.at(f"{LIST}?{query}")).status == 200


def test_a_subject_is_text_and_no_markup(live, page):
    lodged(live, "<script>alert(1)</script>")
    page.goto(live.at(LIST))
    expect(page.locator("table.work .subject")).to_have_text("<script>alert(1)</script>")


# -- Giving a step to another ------------------------------------------------------------------


def test_a_step_is_given_to_another_with_a_reason(live, page):
    item = unclaimed(live, lodged(live))
    second = live.office.person(Role.OFFICER, nth=1)
    page.goto(live.at(f"{LIST}?person=nobody"))
    page.get_by_role("link", name="มอบงาน").click()
    page.get_by_label(second.name).check()
    page.fill("#reason", "เจ้าหน้าที่คนแรกลาป่วย")
    page.get_by_role("button", name="มอบงาน").click()
    expect(page.get_by_role("status")).to_contain_text(second.name)
    expect(page).to_have_url(re.compile("person=nobody"))
    assert live.story.open(item.case_id)[0].assignee_id == second.id


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(live, page):
    item = unclaimed(live, lodged(live))
    page.goto(live.at(item_url(item)))
    page.fill("#reason", "งานค้าง")
    page.get_by_role("button", name="มอบงาน").click()
    expect(page.locator("#to_person .err")).to_contain_text("เลือกผู้ที่จะรับงานนี้")
    expect(page.locator("#reason")).to_have_value("งานค้าง")
    page.fill("#reason", " ")
    page.locator("[name=to_person]").first.check()
    page.get_by_role("button", name="มอบงาน").click()
    expect(page.locator("#reason-err")).to_contain_text("ระบุเหตุผล")
    expect(page.locator("[name=to_person]").first).to_be_checked()
    assert live.story.open(item.case_id)[0].assignee_id is None


def test_a_refusal_names_who_was_faster_and_keeps_what_was_typed(live, page, axe_findings):
    item = unclaimed(live, lodged(live))
    first, second = (live.office.person(Role.OFFICER, nth=n) for n in (0, 1))
    page.goto(live.at(item_url(item)))
    page.get_by_label(second.name).check()
    page.fill("#reason", "งานค้างนาน")
    live.story.claim(item, by=live.office.actor(Role.OFFICER))
    page.get_by_role("button", name="มอบงาน").click()
    alert = page.get_by_role("alert").filter(has_text=first.name)
    expect(alert).to_be_visible()
    expect(page.locator("#reason")).to_have_value("งานค้างนาน")
    assert axe_findings(page) == []
    page.get_by_label(second.name).check()
    page.get_by_role("button", name="เปลี่ยนผู้รับงาน").click()
    expect(page.get_by_role("status")).to_contain_text(second.name)
    assert live.story.open(item.case_id)[0].assignee_id == second.id


def test_a_step_that_was_done_meanwhile_shows_what_was_typed(live, page):
    item = unclaimed(live, lodged(live))
    page.goto(live.at(item_url(item)))
    page.locator("[name=to_person]").first.check()
    page.fill("#reason", "เจ้าหน้าที่ลาพักผ่อนสามวัน")
    live.story.complete(item)
    page.get_by_role("button", name="มอบงาน").click()
    expect(page.locator("main")).to_contain_text("บันทึกงานนี้เสร็จก่อนแล้ว")
    expect(page.locator("main")).to_contain_text("เจ้าหน้าที่ลาพักผ่อนสามวัน")


def test_of_two_processes_the_manager_chooses_one(
    live, browser_pages, axe_findings, sideways_scroll
):
    """The door of today comes first; what was lodged through the door before is still overseen."""
    lodged(live)
    profile = (bundled_dir("processes") / "offices" / "provincial.toml").read_text("utf-8")
    changed = profile.replace('"complaint_provincial"', '"complaint_tambon"')
    with live.store.unit(live.office.system) as uow:
        uow.hold(live.office.id)
        revise_profile(uow, changed, effective_on=uow.today)
    page = browser_pages(width=390)
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(OVERVIEW))
    assert sideways_scroll(page) == 0
    assert axe_findings(page) == []
    chosen = page.get_by_label("กระบวนงาน", exact=True)
    expect(chosen).to_have_value("complaint_tambon")
    expect(page.get_by_role("link", name="รายการทั้งหมด")).to_be_visible()
    chosen.select_option("complaint_provincial")
    page.get_by_role("button", name="แสดง", exact=True).click()
    expect(chosen).to_have_value("complaint_provincial")
    expect(page.locator("main")).to_contain_text("1 งาน")


# -- For everybody -----------------------------------------------------------------------------


def test_every_page_is_accessible_and_as_wide_as_its_window(
    live, page, axe_findings, sideways_scroll, look
):
    paths = [OVERVIEW, LIST]
    for path in paths:  # empty first
        page.goto(live.at(path))
        look(page, "no-cases")
    item = unclaimed(live, lodged(live, LONG, "secret"))
    live.story.claim(live.story.open(lodged(live))[0])
    a_month_later(live, page)
    for path in [*paths, item_url(item)]:
        page.goto(live.at(path))
        expect(page.locator(".due-late").first).to_be_visible()
        look(page, "late-cases")
        page.set_viewport_size({"width": 1920, "height": 1080})
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0


def test_english_is_complete(live, page):
    item = unclaimed(live, lodged(live, "A subject"))
    a_month_later(live, page)
    for path in (OVERVIEW, LIST, item_url(item)):
        page.goto(live.at(f"{path}?language=en"))
        expect(page.locator(".due-late").first).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "en"
        # What the office named in Thai alone is marked as Thai.
        page.evaluate(
            "document.querySelectorAll('main [lang=th]').forEach((part) => part.remove())"
        )
        thai = set(re.findall("[ก-๙]+", page.locator("main").inner_text()))
        assert thai - thai_names(live) == set(), path


def thai_names(live):
    """Names of people and numbers of the secret series stay as they are."""
    return {word for person in live.office.people for word in person.name.split()} | {"ล"}


def test_a_page_asks_the_database_no_more_for_many_cases(live, page):
    def statements(path):
        with asked_of(live.store.database) as asked:
            page.goto(live.at(path))
        return len(asked)

    lodged(live)
    few = [statements(path) for path in (OVERVIEW, LIST)]
    for _ in range(12):
        lodged(live)
    assert [statements(path) for path in (OVERVIEW, LIST)] == few
