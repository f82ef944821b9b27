"""An office of three people and a complaint about its own chief; all is signed in ink (U1, U5).

The chief sees none of it. The permanent secretary signs in the folder in the chief's place, the
one officer records each signature with its scan, and the case leaves for the district, sealed.
"""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engine.demo.people import PASSWORD, TAMBON_PEOPLE
from engine.demo.staff import give_accounts, open_staffed_office
from engine.resources import bundled_dir
from engine.store import tables
from tests.support.answers import answers_for, signed_on_paper
from tests.support.form_filling import attach, fill_form
from tests.support.passwords import quick_hash
from tests.support.story import PROCESS, SMALL_PDF, Story

OFFICER, SECRETARY, CHIEF = (person.user_name for person in TAMBON_PEOPLE)
SIGNER = {"signer": TAMBON_PEOPLE[1].name, "position": TAMBON_PEOPLE[1].position}

CHOICES = {
    "sort": {"result": "out_of_power"},
    "draft_letter": {"proposal": "refer_out"},
    "sign_letter": {"order": "refer_out"},
    "record": {"result": "referred"},
}


@pytest.fixture
def story(live, bundled_editions):
    profile = bundled_dir("processes") / "offices" / "tambon.toml"
    staff = open_staffed_office(
        live.store, profile.read_text(encoding="utf-8"), TAMBON_PEOPLE, bundled_editions
    )
    give_accounts(staff, quick_hash(PASSWORD))
    return Story(live.store, staff.office_id, live.settings.blobs_dir)


@pytest.fixture
def enter(live, browser_pages):
    """Let one of the three sign in at a browser of her own."""

    def sign_in(name):
        page = browser_pages()
        page.goto(live.at("/sign-in"))
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return sign_in


@pytest.mark.timeout(200)
def test_three_people_send_a_complaint_about_their_chief_away_with_every_signature_in_ink(
    live, story, enter, tmp_path
):
    scan = tmp_path / "ลงนามแล้ว.pdf"
    scan.write_bytes(SMALL_PDF)
    officer = enter(OFFICER)
    officer.goto(live.at("/tambon/intake"))
    about = {"respondent_kind": "head", "respondents": [], "category": "corruption"}
    fill_form(officer, answers_for(f"{PROCESS}.start", story.today, **about))
    officer.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    expect(officer.get_by_role("status")).to_contain_text("รับเรื่องแล้ว เลขรับ")
    with story.reading() as uow:
        case = uow.connection.scalars(select(tables.case.c.id)).one()
    signed = []
    for _ in range(30):
        todo = story.open(case)
        if not todo:
            break
        signed += record(officer, live, story, todo[0], scan)
    done = story.case(case)
    assert (done.status, done.result) == ("archived", "referred")
    assert signed
    assert not any(item.scan_missing for item in story.items(case))
    chief = enter(CHIEF)
    for path in (f"/tambon/cases/{case}", f"/tambon/work/{story.items(case)[0].id}"):
        chief.goto(live.at(path))
        expect(chief.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้ หรือท่านไม่มีสิทธิดู")
    chief.goto(live.at("/tambon/work"))
    expect(chief.locator("body")).not_to_contain_text(done.number)


def record(page, live, story, item, scan):
    """Do a step as the officer does it: what others sign she records from the folder."""
    page.goto(live.at(f"/tambon/work/{item.id}"))
    for button in ("รับงาน", "บันทึกแทน"):
        found = page.get_by_role("button", name=button)
        if item.assignee_id is None and found.count():
            found.first.click()
            break
    answers = story.answers(item, **CHOICES.get(item.element, {}))
    is_signed = answers.get("way") == "system"
    fill_form(page, answers | (signed_on_paper(story.today, **SIGNER) if is_signed else {}))
    if is_signed:
        attach(page, "scan", scan)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    page.wait_for_load_state()
    refused = page.locator(".errors")
    assert refused.count() == 0, f"{item.element}: {refused.inner_text()}"
    return [item.element] if is_signed else []
