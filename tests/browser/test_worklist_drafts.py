"""What an officer types is never lost: signed out, cut off, crashed, overtaken, handed on."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import reassign_work_item
from tests.browser.conftest import WIDTHS
from tests.support.answers import answers_for
from tests.support.form_filling import fill_form
from tests.support.story import PROCESS, in_unit

WORDS = "โทรหาผู้ร้องเรียนแล้ว จะส่งเอกสารเพิ่มสัปดาห์หน้า"
MORE = "ผู้ร้องเรียนส่งเอกสารมาแล้วทางไปรษณีย์"
STATE, NOTE = "#draft-state", "[name=note]"


@pytest.fixture
def item(live):
    """A step that the first officer holds."""
    found = live.story.item(live.story.lodge(), "register")
    live.story.claim(found, by=live.office.actor(Role.OFFICER))
    return found


@pytest.fixture
def opened(live, browser_pages, item):
    """Open the form of the step in a browser of its own, as the first officer or another."""

    def open_form(*, nth: int = 0, **options: Any) -> Page:
        page = browser_pages(**options)
        live.begin_session(page, Role.OFFICER, nth=nth)
        page.goto(live.at(f"/provincial/work/{item.id}"))
        return page

    return open_form


def say_kept(page: Page) -> None:
    expect(page.locator(STATE)).to_have_text(re.compile("^เก็บร่างแล้วเมื่อ"))


def stored(live) -> list[Any]:
    with live.story.reading() as uow:
        return list(uow.connection.execute(select(tables.answer_draft)).all())


def give(live, item, nth: int, *, hands_draft: bool) -> None:
    in_unit(
        live.store,
        live.office.actor(Role.MANAGER),
        reassign_work_item,
        item.id,
        live.office.person(Role.OFFICER, nth=nth).id,
        "ผู้รับเดิมไปราชการ",
        hands_draft=hands_draft,
    )


def test_what_is_typed_is_kept_by_itself_and_there_again_in_another_browser(opened):
    page = opened()
    expect(page.locator(STATE)).to_have_text("")
    page.fill(NOTE, WORDS)
    say_kept(page)
    # A page that is closed now, by hand or by a crash, loses nothing and asks nothing.
    page.context.close()
    again = opened()
    assert again.input_value(NOTE) == WORDS
    expect(again.locator(".draft-from")).to_contain_text("เติมจากร่างที่ท่านเก็บไว้เมื่อ 09.00 น.")


def test_nothing_of_a_draft_stays_in_the_browser(live, opened):
    page, origin = opened(), live.at("")
    page.fill(NOTE, WORDS)
    say_kept(page)
    left = page.evaluate("[{...localStorage}, {...sessionStorage}, history.state, name]")
    # htmx notes which page is open, and nothing of what is on it.
    assert left == [{}, {"htmx-current-path-for-history": page.url.removeprefix(origin)}, None, ""]
    assert page.evaluate("indexedDB.databases()") == []
    assert WORDS not in str(page.context.cookies())


def test_closing_the_browser_a_moment_after_typing_loses_nothing(live, opened):
    page = opened()
    page.fill(NOTE, WORDS)
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert len(stored(live)) == 1
    assert opened().input_value(NOTE) == WORDS


def test_a_session_that_ends_in_mid_form_comes_back_to_the_whole_text(live, opened):
    page = opened()
    page.fill(NOTE, WORDS)
    say_kept(page)
    live.clock.advance(hours=13)
    page.fill(NOTE, f"{WORDS} {MORE}")
    expect(page.locator(STATE)).to_contain_text("ยังไม่ได้เก็บ: ท่านออกจากระบบแล้ว")
    page.get_by_role("button", name="เก็บร่าง").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เข้าระบบอีกครั้งเพื่อบันทึก")
    page.fill("[name=_sign_in_name]", "officer")
    page.fill("[name=_password]", PASSWORD)
    page.get_by_role("button", name="เข้าระบบและส่งแบบ").click()
    say_kept(page)
    assert page.input_value(NOTE) == f"{WORDS} {MORE}"
    other = opened()
    assert other.input_value(NOTE) == f"{WORDS} {MORE}"


def test_who_never_comes_back_to_the_page_finds_what_was_kept_after_signing_in(live, opened):
    page = opened()
    page.fill(NOTE, WORDS)
    say_kept(page)
    live.clock.advance(hours=13)
    page.goto(page.url)
    page.fill("[name=name]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator(NOTE)).to_have_value(WORDS)


def test_a_connection_that_is_cut_is_said_and_tried_again_until_it_is_back(opened):
    page = opened()
    page.fill(NOTE, WORDS)
    say_kept(page)
    page.context.set_offline(True)
    page.fill(NOTE, f"{WORDS} {MORE}")
    expect(page.locator(STATE)).to_have_text("ยังไม่ได้เก็บ: ไม่มีการเชื่อมต่อ")
    assert page.input_value(NOTE) == f"{WORDS} {MORE}"
    page.context.set_offline(False)
    say_kept(page)
    assert opened().input_value(NOTE) == f"{WORDS} {MORE}"


def test_a_server_that_is_busy_is_asked_again(live, opened):
    page = opened()
    answers = iter([503])

    def once_busy(route):
        status = next(answers, None)
        route.fulfill(status=status) if status else route.continue_()

    page.route("**/draft", once_busy)
    page.fill(NOTE, WORDS)
    expect(page.locator(STATE)).to_contain_text("จะลองใหม่เอง")
    say_kept(page)
    assert len(stored(live)) == 1


def test_an_answer_that_is_lost_on_the_way_back_is_no_conflict(live, opened):
    page = opened()
    lost = iter([True])

    def lose(route):
        if next(lost, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/draft", lose)
    page.fill(NOTE, WORDS)
    expect(page.locator(STATE)).to_have_text("ยังไม่ได้เก็บ: ไม่มีการเชื่อมต่อ")
    say_kept(page)
    (row,) = stored(live)
    assert row.version == 2


def test_two_browsers_in_one_form_keep_both_texts(live, opened, axe_findings):
    first, second = opened(), opened()
    first.fill(NOTE, WORDS)
    say_kept(first)
    second.fill(NOTE, MORE)
    expect(second.locator(STATE)).to_contain_text(
        "ยังไม่ได้เก็บ: ท่านเก็บร่างของแบบนี้จากอีกหน้าต่าง เมื่อ 09.00 น."
    )
    assert [row.version for row in stored(live)] == [1]
    second.get_by_role("button", name="เทียบสองฉบับ").click()
    field = second.get_by_role("group", name="บันทึกเพิ่มเติม")
    expect(field).to_contain_text(WORDS)
    expect(field).to_contain_text(MORE)
    for width in WIDTHS:
        second.set_viewport_size({"width": width, "height": 800})
        assert axe_findings(second) == []
    second.get_by_role("button", name="ใช้ฉบับที่เลือก แล้วทำต่อ").click()
    say_kept(second)
    assert second.input_value(NOTE) == f"{WORDS}\n\n{MORE}"
    first.fill(NOTE, f"{WORDS} ต่อ")
    expect(first.locator(STATE)).to_contain_text("จากอีกหน้าต่าง")
    assert first.input_value(NOTE) == f"{WORDS} ต่อ"


def test_a_form_is_not_completed_over_what_another_window_has_typed(live, opened, item):
    stale = opened()
    fill_form(stale, live.story.answers(item, note=MORE))
    say_kept(stale)
    other = opened()
    other.fill(NOTE, f"{MORE} {WORDS}")
    say_kept(other)
    save(stale)
    expect(stale.get_by_role("heading", level=1)).to_contain_text("จากอีกหน้าต่าง เมื่อ 09.00 น.")
    assert live.story.item(item.case_id, "register").is_open
    stale.get_by_role("button", name="ใช้ฉบับที่เลือก แล้วทำต่อ").click()
    save(stale)
    stale.wait_for_url(lambda url: str(item.id) not in url)
    assert "register" not in live.story.open_elements(item.case_id)
    assert stored(live) == []


def test_who_opens_a_form_that_is_being_typed_elsewhere_is_told_since_when(live, opened):
    first = opened()
    first.fill(NOTE, WORDS)
    say_kept(first)
    live.clock.advance(minutes=1)
    second = opened()
    expect(second.locator(".draft-from")).to_contain_text(
        "แบบนี้อาจเปิดอยู่ในหน้าต่างอื่นของท่าน ซึ่งเขียนอยู่ตั้งแต่ 09.00 น."
    )
    live.clock.advance(minutes=10)
    assert "หน้าต่างอื่น" not in opened().locator(".draft-from").inner_text()


def test_a_draft_goes_along_when_the_holder_gives_the_item_back_and_says_so(opened, axe_findings):
    page = opened()
    page.fill(NOTE, WORDS)
    page.get_by_role("button", name="คืนงาน").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("คืนงาน")
    assert axe_findings(page) == []
    expect(page.get_by_label("มอบร่างไปด้วย")).to_be_checked()
    page.get_by_role("button", name="คืนงาน").click()
    expect(page.get_by_role("status")).to_contain_text("ผู้ที่รับต่อได้ร่างของท่านไปด้วย")
    hers = opened(nth=1)
    hers.get_by_role("button", name="รับงาน", exact=True).click()
    expect(hers.locator(".draft-from")).to_contain_text("เติมจากร่างที่ได้รับมอบ กมล ตัวอย่าง เก็บไว้เมื่อ")
    assert hers.input_value(NOTE) == WORDS


def test_a_draft_that_is_not_handed_over_is_seen_by_who_typed_it_alone(live, opened, item):
    page = opened()
    page.fill(NOTE, WORDS)
    page.get_by_role("button", name="คืนงาน").click()
    page.get_by_label("ไม่มอบ เก็บไว้เป็นของท่าน").check()
    page.get_by_role("button", name="คืนงาน").click()
    expect(page.get_by_role("status")).to_contain_text("คืนงานแล้ว")
    hers = opened(nth=1)
    hers.get_by_role("button", name="รับงาน", exact=True).click()
    assert hers.input_value(NOTE) == ""
    assert hers.locator(".draft-from").count() == 0
    page.goto(live.at(f"/provincial/work/{item.id}"))
    mine = page.locator("section", has=page.get_by_role("heading", name="ร่างของท่าน"))
    expect(mine).to_contain_text(WORDS)
    hers.reload()
    assert WORDS not in hers.content()


def test_who_gives_back_a_form_in_which_nothing_was_typed_is_asked_nothing(live, opened):
    page = opened()
    page.get_by_role("button", name="คืนงาน").click()
    expect(page.get_by_role("status")).to_contain_text("คืนงานแล้ว")
    assert stored(live) == []


def test_a_window_left_open_writes_no_more_when_the_item_has_gone_to_another(live, opened, item):
    page = opened()
    page.fill(NOTE, WORDS)
    say_kept(page)
    give(live, item, 1, hands_draft=True)
    hers = opened(nth=1)
    hers.fill(NOTE, MORE)
    say_kept(hers)
    page.fill(NOTE, f"{WORDS} ช้าไป")
    expect(page.locator(STATE)).to_have_text("ยังไม่ได้เก็บ: งานนี้อยู่กับ ขวัญ ตัวอย่าง")
    assert page.input_value(NOTE) == f"{WORDS} ช้าไป"
    hers.reload()
    assert hers.input_value(NOTE) == MORE


def test_a_draft_is_cleared_from_a_page_of_its_own(live, opened, axe_findings):
    page = opened()
    page.fill(NOTE, WORDS)
    say_kept(page)
    page.reload()
    page.get_by_role("link", name="ล้างร่าง เริ่มใหม่").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("button", name="ล้างร่าง").click()
    expect(page.get_by_role("status").first).to_contain_text("ล้างร่างแล้ว")
    assert page.input_value(NOTE) == ""
    assert stored(live) == []


def test_without_scripts_the_button_keeps_it(opened):
    page = opened(java_script_enabled=False)
    page.fill(NOTE, WORDS)
    page.get_by_role("button", name="เก็บร่าง").click()
    say_kept(page)
    assert page.input_value(NOTE) == WORDS
    page.fill(NOTE, f"{WORDS} {MORE}")
    page.get_by_role("button", name="เก็บร่าง").click()
    say_kept(page)
    assert opened().input_value(NOTE) == f"{WORDS} {MORE}"


def test_without_scripts_two_browsers_keep_both_texts_as_well(opened):
    first, second = (opened(java_script_enabled=False) for _ in range(2))
    for page, words in ((first, WORDS), (second, MORE)):
        page.fill(NOTE, words)
        page.get_by_role("button", name="เก็บร่าง").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("จากอีกหน้าต่าง")
    second.get_by_role("button", name="ใช้ฉบับที่เลือก แล้วทำต่อ").click()
    assert second.input_value(NOTE) == f"{WORDS}\n\n{MORE}"


def test_a_refused_form_is_kept_as_a_draft_too(opened):
    page = opened(java_script_enabled=False)
    page.fill(NOTE, WORDS)
    page.fill("[name='occurred_on.day']", "41")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    again = opened()
    assert again.input_value(NOTE) == WORDS
    assert again.input_value("[name='occurred_on.day']") == "41"


def test_a_lodging_is_kept_for_who_types_it_with_rows_and_names(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    fill_form(page, answers_for(f"{PROCESS}.start", live.story.today, narrative=WORDS))
    page.get_by_role("button", name="เก็บร่าง").click()
    say_kept(page)
    name = page.input_value("[name='complainants.0.name']")
    assert name
    again, other = browser_pages(), browser_pages()
    live.begin_session(again, Role.OFFICER)
    again.goto(live.at("/provincial/intake"))
    assert again.input_value("[name=narrative]") == WORDS
    assert again.input_value("[name='complainants.0.name']") == name
    live.begin_session(other, Role.OFFICER, nth=1)
    other.goto(live.at("/provincial/intake"))
    assert other.input_value("[name=narrative]") == ""
    again.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    again.wait_for_url("**/work/**")
    assert stored(live) == []


def test_a_password_is_never_part_of_a_draft(live, browser_pages):
    case = live.story.lodge()
    for step in ("register", "sort", "draft_letter"):
        live.story.do(case, step)
    item = live.story.item(case, "sign_letter")
    live.story.claim(item, by=live.office.actor(Role.HEAD))
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    fill_form(page, live.story.answers(item, order_text=WORDS))
    page.fill("#password", "ความลับของหัวหน้า")
    with page.expect_request("**/draft") as sent:
        page.get_by_role("button", name="เก็บร่าง").click()
    assert "order_text" in (sent.value.post_data or "")
    assert "password" not in (sent.value.post_data or "")
    say_kept(page)
    page.reload()
    assert page.input_value("#password") == ""
    assert page.input_value("[name=order_text]") == WORDS


def test_pages_with_drafts_have_no_finding_of_axe(opened, axe_findings, sideways_scroll):
    page = opened(width=390, color_scheme="dark")
    page.fill(NOTE, WORDS * 20)
    say_kept(page)
    page.reload()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert axe_findings(page) == []
        assert sideways_scroll(page) == 0


def save(page: Page) -> None:
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    page.wait_for_load_state()
