"""A complaint from the counter to the cabinet, by its different people, in the browser."""

from collections import Counter
from functools import partial

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engine.cases.attachments import attachments_of
from engine.office.roles import Role
from engine.store import tables
from engine.work.work_items import from_row
from tests.support.answers import answers_for, signed_on_paper
from tests.support.form_filling import attach, fill_form, fill_without_scripts
from tests.support.story import PROCESS, SMALL_PDF

pytestmark = pytest.mark.timeout(240)


class Desk:
    """Everybody of the office at a browser of her own."""

    def __init__(self, live, browser_pages):
        self.live = live
        self.open_page = browser_pages
        self.pages = {}

    def page_of(self, person_id):
        if person_id not in self.pages:
            person = next(p for p in self.live.office.people if p.id == person_id)
            same = [
                p for p in self.live.office.people if (p.role, p.unit) == (person.role, person.unit)
            ]
            page = self.open_page()
            self.live.sign_in(page, person.role, unit=person.unit, nth=same.index(person))
            self.pages[person_id] = page
        return self.pages[person_id]

    def lodge(self, page, **choices):
        page.goto(self.live.at("/provincial/intake"))
        fill_form(page, answers_for(f"{PROCESS}.start", self.live.story.today, **choices))
        page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
        expect(page.get_by_role("status")).to_contain_text("รับเรื่องแล้ว เลขรับ")

    def do(self, item, scan=None, **choices):
        """Claim and complete one step through its pages."""
        story = self.live.story
        person_id = item.assignee_id or story.candidates(item)[0].person_id
        page = self.page_of(person_id)
        page.goto(self.live.at(f"/provincial/work/{item.id}"))
        if item.assignee_id is None:
            page.get_by_role("button", name="รับงาน", exact=True).click()
        fill_form(page, story.answers(item, **choices))
        if scan:
            attach(page, "scan", scan)
        password = page.locator("#password")
        if password.count() and password.is_visible():
            password.fill("sucharit-demo")
        page.get_by_role("button", name="บันทึกเสร็จ").click()
        page.wait_for_load_state()
        refused = page.locator(".errors")
        assert refused.count() == 0, f"{item.element}: {refused.inner_text()}"
        return page


def test_a_case_goes_from_the_counter_to_the_cabinet_by_its_people(live, browser_pages, tmp_path):
    desk, story = Desk(live, browser_pages), live.story
    officer = desk.page_of(live.office.person(Role.OFFICER).id)
    desk.lodge(officer)
    (case_id,) = {item.case_id for item in _all_items(live)}
    scan = tmp_path / "ลงนามแล้ว.pdf"
    scan.write_bytes(SMALL_PDF)
    on_paper = partial(desk.do, scan=scan, **signed_on_paper(story.today, signer="นายช่าง ตัวอย่าง"))
    seen_on_paper = []
    for _ in range(40):
        todo = story.open(case_id)
        if not todo:
            break
        item = todo[0]
        if item.element == "report" and "maintenance" in item.scope:
            on_paper(item)
            seen_on_paper.append(item.element)
        else:
            desk.do(item)
    filed = story.case(case_id)
    assert (filed.status, filed.result) == ("archived", "founded")
    assert seen_on_paper == ["report"]
    assert not any(item.scan_missing for item in story.items(case_id))
    assert {"head", "officer", "unit_member"} <= {item.role for item in story.items(case_id)}
    kinds = Counter(a.kind for a in _attachments(live, case_id))
    # What was signed in the system is kept as printed, and the record form as it was completed.
    assert kinds == {"scan": 1, "official_paper": 5}
    officer.goto(live.at(f"/provincial/cases/{case_id}"))
    expect(officer.get_by_role("heading", name="เบิกค่าน้ำมันเกินจริง")).to_be_visible()
    expect(officer.get_by_role("link", name="ลงนามแล้ว.pdf").first).to_be_visible()


def test_a_complaint_is_taken_in_and_registered_without_a_script(live, browser_pages):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    choices = answers_for(f"{PROCESS}.start", live.story.today, witnesses=[])
    fill_without_scripts(page, choices)
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    assert "/provincial/work" in page.url
    (case_id,) = {item.case_id for item in _all_items(live)}
    item = live.story.item(case_id, "register")
    page.goto(live.at(f"/provincial/work/{item.id}"))
    if page.get_by_role("button", name="รับงาน", exact=True).count():
        page.get_by_role("button", name="รับงาน", exact=True).click()
    fill_without_scripts(page, live.story.answers(item))
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    assert "sort" in live.story.open_elements(case_id)


def _all_items(live):
    with live.story.reading() as uow:
        return [from_row(row) for row in uow.connection.execute(select(tables.work_item)).all()]


def _attachments(live, case_id):
    with live.story.reading() as uow:
        return attachments_of(uow, case_id)
