"""A file that is too large is refused where it is chosen: nothing that was typed goes with it."""

import os
import time

import pytest
from playwright.sync_api import expect

from engine.cases.attachments import attachments_of
from engine.office.roles import Role
from engine.store.blobs import LARGEST_BYTES
from engine.worker import sweep_orphans
from tests.support.answers import NARRATIVE, answers_for
from tests.support.form_filling import attach, fill_form
from tests.support.story import PROCESS, SMALL_PDF


@pytest.fixture
def large(tmp_path):
    found = tmp_path / "ภาพใหญ่.pdf"
    found.write_bytes(SMALL_PDF + b" " * LARGEST_BYTES)
    return found


def test_a_file_too_large_leaves_the_form_as_it_was_typed(live, browser_pages, large, tmp_path):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    fill_form(page, answers_for(f"{PROCESS}.start", live.story.today, witnesses=[]))
    attach(page, "files", large)
    said = page.locator("#work-form [name=files]").evaluate("input => input.validationMessage")
    assert "20 เมกะไบต์" in said
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    assert page.url.endswith("/provincial/intake")
    assert page.locator("[name=narrative]").input_value() == NARRATIVE
    small = tmp_path / "ภาพเล็ก.pdf"
    small.write_bytes(SMALL_PDF)
    attach(page, "files", small)
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    page.wait_for_url("**/work/**")


def test_without_scripts_a_file_too_large_is_refused_at_its_field_and_the_form_stays(
    live, browser_pages, large
):
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    fill_form(page, answers_for(f"{PROCESS}.start", live.story.today, witnesses=[]), scripts=False)
    with large.open("ab") as file:
        file.write(b" " * LARGEST_BYTES)
    attach(page, "files", large)
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    expect(page.get_by_role("alert")).to_contain_text("แฟ้มใหญ่เกิน 20 เมกะไบต์")
    assert page.locator("[name=narrative]").input_value() == NARRATIVE
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    page.wait_for_url("**/work/**")


@pytest.mark.parametrize("age", [0, 30 * 3600], ids=["fresh", "a day old"])
def test_a_file_of_a_form_that_was_refused_goes_along_while_it_is_there(
    live, browser_pages, tmp_path, age
):
    """Once it was swept away the form asks for it again, and is not completed without it."""
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    for step in ("register", "sort"):
        live.story.do(case, step, by=live.office.actor(Role.OFFICER))
    letter = live.story.item(case, "draft_letter")
    paper = tmp_path / "สำเนาปิดชื่อ.pdf"
    paper.write_bytes(SMALL_PDF)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"/provincial/work/{letter.id}"))
    fill_form(page, live.story.answers(letter))
    page.locator("[name=summary]").fill("")
    attach(page, "redacted_files", paper)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_role("alert")).to_be_visible()
    for blob in live.settings.blobs_dir.glob("*/*.blob"):
        os.utime(blob, times=(time.time() - age,) * 2)
    sweep_orphans(live.store, live.settings.blobs_dir)
    page.locator("[name=summary]").fill("สรุปเรื่อง")
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    if age:
        expect(page.get_by_role("alert")).to_contain_text("แฟ้ม")
        attach(page, "redacted_files", paper)
        page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว")
    with live.story.reading() as uow:
        assert [each.file_name for each in attachments_of(uow, case)] == [paper.name]
