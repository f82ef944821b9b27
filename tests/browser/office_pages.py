"""An office of the bundled profiles whose people work in the browser, each at a page of her own."""

from playwright.sync_api import expect
from sqlalchemy import select

from engine.access.accounts import create_account
from engine.demo.people import PASSWORD
from engine.store import tables
from tests.browser.conftest import begin_session
from tests.conftest import opened_office
from tests.support.answers import answers_for
from tests.support.form_filling import fill_form
from tests.support.passwords import quick_hash
from tests.support.story import Story


class OfficePages:
    """``key`` names the profile; cases come in by the process at its officer's door."""

    def __init__(self, live, bundled_editions, open_page, *, key, people, process):
        self.live, self.open_page, self.pages = live, open_page, {}
        self.key, self.process = key, process
        self.office = opened_office(live.store, key, people, bundled_editions)
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
        page.goto(self.live.at(f"/{self.key}/intake"))
        fill_form(page, answers_for(f"{self.process}.start", self.story.today, **choices))
        look(page)
        page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
        expect(page.get_by_role("status")).to_contain_text("รับเรื่องแล้ว เลขรับ")
        with self.story.reading() as uow:
            mine = tables.case.c.office_id == self.office.id
            return uow.connection.scalars(select(tables.case.c.id).where(mine)).one()

    def do_once(self, answered, look, item, **choices):
        """Answer a step through its page, but for one that its role has answered alike before.

        ``answered`` goes from one way through a process to the next: they share most steps.
        """
        holder = self._holder(item)
        roles = tuple(one.role for one in self.office.people if one.id == holder)
        width = self.page_of(holder).viewport_size["width"]
        alike = (item.element, roles, width, frozenset(choices))
        if alike in answered:
            self.story.complete(item, **choices)
            return
        self.do(look, item, **choices)
        answered.add(alike)

    def _holder(self, item):
        return item.assignee_id or self.story.candidates(item)[0].person_id

    def do(self, look, item, **choices):
        person_id = self._holder(item)
        page = self.page_of(person_id)
        page.goto(self.live.at(f"/{self.key}/work/{item.id}"))
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
