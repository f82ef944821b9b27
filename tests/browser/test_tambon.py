"""The office of the tambon guideline in the browser: its form of the register, its steps, its ways.

Every step is answered through its page, on a phone or a desktop, and what axe finds is nothing.
"""

import pytest

from engine.office.profile_tables import Route
from engine.work.work_items import COMPLETED
from tests.browser.office_pages import OfficePages
from tests.integration.test_tambon_story import PEOPLE, PROCESS, ROUTES, done_by

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
    live, bundled_editions, browser_pages, look, answered, route, width
):
    office = OfficePages(
        live,
        bundled_editions,
        lambda: browser_pages(width=width),
        key="tapamok",
        people=PEOPLE,
        process=PROCESS,
    )
    story = office.story
    category, people, answers = ROUTES[route]
    case = office.lodge(look, category=category)
    for _ in range(20):
        todo = story.open(case)
        if not todo:
            break
        chosen = {"sort": {"category": category}, **answers}.get(todo[0].element, {})
        office.do_once(answered, look, todo[0], **chosen)
    assert story.case(case).status == "archived"
    assert {item.status for item in story.items(case)} == {COMPLETED}
    assert set(done_by(story, office.office, case)) == {"register", "sort", *people}
