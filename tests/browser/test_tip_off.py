"""Tip-offs in the browser: each step through its page, by those of the office who may.

What axe finds is nothing, and no page is wider than its window.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.work.work_items import COMPLETED
from tests.browser.office_pages import OfficePages
from tests.browser.pictures import take_picture
from tests.integration.test_tip_off_story import PEOPLE, PROCESS, USUAL, WAYS, done_by

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def answered():
    """The steps that were answered through their pages on an earlier way."""
    return set()


@pytest.fixture
def look(axe_findings, sideways_scroll):
    """Hold a page against axe, and against its window's width."""

    def judge(page):
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0
        take_picture(page, f"tip-off-{page.locator('h1').inner_text()[:40]}")

    return judge


@pytest.fixture
def kero(live, bundled_editions, browser_pages):
    def opened(width):
        return OfficePages(
            live,
            bundled_editions,
            lambda: browser_pages(width=width),
            key="kero",
            people=PEOPLE,
            process=PROCESS,
        )

    return opened


def walk(office, look, case, answered, **answers):
    for _ in range(20):
        todo = office.story.open(case)
        if not todo:
            return
        given = answers.get(todo[0].element, {})
        now = given.pop(0) if isinstance(given, list) and given else given
        office.do_once(answered, look, todo[0], **(now or {}))
    raise AssertionError("the case does not end")


def test_a_late_tip_off_is_walked_from_its_intake_to_its_file(kero, look, answered):
    office = kero(390)
    story = office.story
    long_ago = (story.today - timedelta(days=61)).isoformat()
    case = office.lodge(look, received_on=long_ago)
    walk(
        office,
        look,
        case,
        answered,
        verify=[{"hear": True}],
        conclude={"tell_respondent": True, "late_reason": "เอกสารมาถึงช้า"},
    )
    assert story.case(case).status == "archived"
    assert {item.status for item in story.items(case)} == {COMPLETED}
    assert set(done_by(story, office.office, case)) == {*USUAL, "hear"}
    concluded = [e for e in story.events(case) if e.element == "conclude"]
    (done,) = [e for e in concluded if e.kind == "work_item_completed"]
    assert done.content["answers"]["late_reason"] == "เอกสารมาถึงช้า"


def test_a_tip_off_about_the_mayor_is_sent_out_by_who_tracks_it(kero, look, answered):
    office = kero(1280)
    story = office.story
    case = office.lodge(look, respondent_kind="head", respondents=[])
    walk(office, look, case, answered, **WAYS["referred"][1])
    assert done_by(story, office.office, case)["decide"] == {"custodian"}
    assert story.case(case).result == "referred"
    of = {person.role: person.id for person in office.office.people}
    books = {role: office.page_of(of[role]) for role in (Role.HEAD, Role.CUSTODIAN)}
    for page in books.values():
        page.goto(office.live.at("/kero/register/secret"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("ทะเบียน")
    subject = "เบิกค่าน้ำมันเกินจริง"
    expect(books[Role.CUSTODIAN].locator("main")).to_contain_text(subject)
    expect(books[Role.HEAD].locator("main")).not_to_contain_text(subject)


@pytest.mark.long
def test_an_opinion_is_walked_to_its_file(kero, look, answered):
    office = kero(390)
    choices, answers, _, result = WAYS["an opinion"]
    case = office.lodge(look, **choices)
    walk(office, look, case, answered, **answers)
    assert office.story.case(case).result == result


def test_the_reason_for_being_late_is_asked_where_the_day_is_past_and_nowhere_else(kero, look):
    office = kero(1280)
    story = office.story
    case = office.lodge(look, received_on=(story.today - timedelta(days=61)).isoformat())
    for step in ("register", "sort", "verify"):
        story.do(case, step)
    item = story.item(case, "conclude")
    page = office.page_of(item.assignee_id)
    page.goto(office.live.at(f"/kero/work/{item.id}"))
    reason = page.get_by_label("เหตุที่เกินกำหนด")
    expect(reason).to_be_visible()
    look(page)
    page.goto(office.live.at(f"/kero/cases/{case}"))
    expect(page.get_by_role("link", name="เพิ่มผู้ร้องเรียน")).to_be_visible()
    expect(page.get_by_role("link", name="ให้กลุ่มงานตรวจสอบเพิ่ม")).to_have_count(0)
    look(page)
