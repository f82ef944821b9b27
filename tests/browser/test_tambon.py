"""The office of the tambon guideline in the browser: its form of the register, its steps, its ways.

Every step is answered through its page, on a phone or a desktop, and what axe finds is nothing.
"""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engine.access.accounts import create_account
from engine.demo.people import PASSWORD
from engine.office.profile_tables import Route
from engine.store import tables
from engine.work.work_items import COMPLETED
from tests.browser.conftest import begin_session
from tests.conftest import opened_office
from tests.integration.test_tambon_story import PEOPLE, PROCESS, ROUTES, done_by
from tests.support.answers import answers_for
from tests.support.form_filling import fill_form
from tests.support.passwords import quick_hash
from tests.support.story import Story

pytestmark = pytest.mark.timeout(240)


class Tambon:
    """Everybody of the office at one browser page of her own."""

    def __init__(self, live, bundled_editions, open_page):
        self.live, self.open_page, self.pages = live, open_page, {}
        self.office = opened_office(live.store, "tapamok", PEOPLE, bundled_editions)
        self.story = Story(live.store, self.office.id, live.settings.blobs_dir)
        hashed = quick_hash(PASSWORD)
        with live.store.unit(self.office.system) as uow:
            uow.hold(self.office.id)
            for person in self.office.people:
                create_account(uow, person.id, person.id.hex, hashed, is_demonstration=True)

    def page_of(self, person_id):
        if person_id not in self.pages:
            page = self.pages[person_id] = self.open_page()
            begin_session(page, self.live.url, self.live.app, self.live.store, person_id.hex)
        return self.pages[person_id]

    def lodge(self, look, **choices):
        page = self.page_of(self.office.people[0].id)
        page.goto(self.live.at("/tapamok/intake"))
        fill_form(page, answers_for(f"{PROCESS}.start", self.story.today, **choices))
        look(page)
        page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
        expect(page.get_by_role("status")).to_contain_text("รับเรื่องแล้ว เลขรับ")
        with self.story.reading() as uow:
            return uow.connection.scalars(select(tables.case.c.id)).one()

    def do(self, look, item, **choices):
        person_id = item.assignee_id or self.story.candidates(item)[0].person_id
        page = self.page_of(person_id)
        page.goto(self.live.at(f"/tapamok/work/{item.id}"))
        if item.assignee_id is None:
            page.get_by_role("button", name="รับงาน", exact=True).click()
        fill_form(page, self.story.answers(item, **choices))
        look(page)
        password = page.locator("#password")
        if password.count() and password.is_visible():
            password.fill(PASSWORD)
        page.get_by_role("button", name="บันทึกเสร็จ").click()
        page.wait_for_load_state()
        refused = page.locator(".errors")
        assert refused.count() == 0, f"{item.element}: {refused.inner_text()}"


@pytest.fixture
def look(axe_findings, sideways_scroll):
    """Hold a page against axe, and against its window's width."""

    def judge(page):
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0

    return judge


WIDTHS = {
    Route.GIVE_INFORMATION: 390,
    Route.HEAD_ORDERS_UNIT: 1280,
    Route.CONTACT_UNIT: 390,
    Route.REFER_OUTSIDE: 1280,
    Route.FIND_FACTS: 390,
}


# Its steps are those of find_facts.
AS_ANOTHER = {Route.HEAD_ORDERS_UNIT}


@pytest.mark.parametrize(
    ("route", "width"),
    [
        pytest.param(*one, marks=pytest.mark.long if one[0] in AS_ANOTHER else ())
        for one in WIDTHS.items()
    ],
)
def test_each_route_is_walked_through_its_pages(
    live, bundled_editions, browser_pages, look, route, width
):
    office = Tambon(live, bundled_editions, lambda: browser_pages(width=width))
    story = office.story
    category, people, answers = ROUTES[route]
    case = office.lodge(look, category=category)
    for _ in range(20):
        todo = story.open(case)
        if not todo:
            break
        chosen = {"sort": {"category": category}, **answers}.get(todo[0].element, {})
        office.do(look, todo[0], **chosen)
    assert story.case(case).status == "archived"
    assert {item.status for item in story.items(case)} == {COMPLETED}
    assert set(done_by(story, office.office, case)) == {"register", "sort", *people}
