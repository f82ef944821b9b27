"""Every page of the worklist room: accessible, and never wider than the window."""

import pytest

from engine.office.roles import Role
from tests.browser.conftest import LIGHTS
from tests.support.answers import signed_on_paper


@pytest.fixture
def pages_of(live):
    """The addresses of the room, by who opens them."""
    story = live.story
    ready = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(ready, step)
    sign = story.item(ready, "sign_letter")
    story.claim(sign)
    reporting = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(reporting, step)
    story.do(reporting, "sign_letter", units=["construction"], **signed_on_paper(story.today))
    report = story.item(reporting, "report")
    story.claim(report)
    fresh = story.item(story.lodge(), "register")
    story.claim(fresh, by=live.office.actor(Role.OFFICER))
    offered = story.item(reporting, "draft")
    done = next(item for item in story.items(ready) if item.element == "sort")
    work = "/provincial/work"
    return {
        (Role.OFFICER, None): [
            work,
            "/provincial/intake",
            f"{work}/due",
            f"{work}/notices",
            f"{work}/scans",
            f"{work}/{fresh.id}",
            f"{work}/{offered.id}",
            f"{work}/{done.id}",
            f"/provincial/cases/{ready}",
            f"/provincial/cases/{ready}/identities",
            f"/provincial/cases/{ready}/respondents",
            f"/provincial/cases/{ready}/complainants/new",
            f"/provincial/cases/{ready}/agencies/new",
            f"/provincial/cases/{ready}/units/new",
            f"{work}/00000000-0000-0000-0000-000000000000",
        ],
        (Role.HEAD, None): [work, f"{work}/{sign.id}", f"{work}/{sign.id}/paper"],
        (Role.UNIT_MEMBER, "construction"): [f"{work}/{report.id}"],
    }


@pytest.mark.timeout(200)
def test_no_page_has_a_finding_of_axe_or_scrolls_sideways(
    live, browser_pages, pages_of, axe_findings, sideways_scroll
):
    faults = []

    def look(page, path):
        for width, light in LIGHTS:
            page.emulate_media(color_scheme=light)
            page.set_viewport_size({"width": width, "height": 800})
            faults.extend(f"{path} at {width}: {found}" for found in axe_findings(page))
            if sideways_scroll(page):
                faults.append(f"{path} at {width}: scrolls sideways")

    stranger = browser_pages()
    stranger.goto(live.at("/sign-in"))
    look(stranger, "/sign-in")
    for (role, unit), paths in pages_of.items():
        page = browser_pages()
        live.begin_session(page, role, unit=unit)
        for path in paths:
            page.goto(live.at(path))
            look(page, path)
    assert faults == []


def test_a_refused_intake_and_its_english_and_dark_page(
    live, browser_pages, axe_findings, sideways_scroll
):
    page = browser_pages(width=390, color_scheme="dark")
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake?language=en"))
    page.get_by_role("button", name="Lodge the complaint").click()
    page.wait_for_load_state()
    assert page.locator(".errors li").count() > 1
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0


def test_the_paper_for_the_folder_prints_without_what_is_only_for_the_screen(
    live, browser_pages, pages_of
):
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(pages_of[Role.HEAD, None][2]))
    code = page.locator("img.qr")
    assert code.evaluate("image => image.naturalWidth") > 0
    page.emulate_media(media="print")
    for hidden in (".nav", ".crumb", ".paper-how"):
        assert page.locator(hidden).first.is_hidden()
    assert page.locator(".print-only").last.is_visible()
    assert "ลงนามในระบบ" not in page.locator(".paper-sign").inner_text()
