"""A file that is too large is refused where it is chosen: nothing that was typed goes with it."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.store.blobs import LARGEST_BYTES
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
