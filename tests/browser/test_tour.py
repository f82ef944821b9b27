"""The first day: a list of real pages for each role, ticked as one goes."""

import pytest
from playwright.sync_api import expect

from engine.access.grants import give_grant
from engine.office.roles import Role
from engine.work.allocation.claiming import release_work_item
from tests.support.story import in_unit
from web.first_day.guides import GUIDED, guide


@pytest.fixture
def case(live):
    """A step in the officer's hands and one that nobody has, and a grant for the auditor."""
    live.story.lodge()
    waiting = live.story.item(live.story.lodge(), "register")
    in_unit(live.store, live.office.actor(Role.OFFICER), release_work_item, waiting.id)
    day = live.story.today
    with live.store.unit(live.office.actor(Role.HEAD)) as uow:
        uow.hold(live.office.id)
        give_grant(
            uow,
            live.office.person(Role.AUDITOR).id,
            purpose="ตรวจสอบประจำปี",
            order_cited="12/2570",
            received_from=day,
            received_to=day,
            expires_on=day,
        )


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("role", GUIDED)
def test_each_step_of_a_role_leads_to_a_page_that_she_may_open(live, browser_pages, role):
    page = browser_pages()
    live.begin_session(page, role)
    page.goto(live.at("/first-day"))
    links = page.get_by_role("link", name="เปิดหน้านี้")
    assert links.count() == len(guide(role).steps)
    for address in {link.get_attribute("href") for link in links.all()}:
        assert page.goto(live.at(address)).status == 200, address


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)])
def test_a_step_is_ticked_and_stays_so_in_this_browser(
    live, browser_pages, axe_findings, sideways_scroll, width, scripts
):
    page = browser_pages(width=width, java_script_enabled=scripts)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/work"))
    page.get_by_role("link", name="วันแรกกับสุจริต").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("ทำแล้ว 0 จาก 7")
    page.get_by_role("button", name="ทำแล้ว รับงานที่ยังไม่มีผู้รับ").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("ทำแล้ว 1 จาก 7")
    if scripts:
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0
    page.goto(live.at("/first-day"))
    expect(page.locator("li.is-done")).to_have_count(1)
    page.get_by_role("button", name="ยังไม่ได้ทำ").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("ทำแล้ว 0 จาก 7")


def test_who_has_no_list_is_told_so(live, browser_pages, axe_findings):
    page = browser_pages()
    live.begin_session(page, Role.ADMINISTRATOR)
    page.goto(live.at("/first-day"))
    expect(page.get_by_role("heading", level=2)).to_have_text("บทบาทของท่านยังไม่มีรายการวันแรก")
    assert axe_findings(page) == []
