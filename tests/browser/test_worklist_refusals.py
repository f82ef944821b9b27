"""Wrong person, wrong time, somebody faster: one clear sentence, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from engine.office.roles import Role
from engine.work.allocation.claiming import release_work_item
from tests.support.answers import RESPONDENT, answers_for
from tests.support.form_filling import fill_form
from tests.support.story import PROCESS, SMALL_PDF

WORDS = "ข้อความที่พิมพ์ไว้นานและไม่อยากพิมพ์ใหม่อีกครั้ง"


@pytest.fixture
def registering(live, browser_pages):
    """An officer who has a form open, and typed into it."""
    case = live.story.lodge()
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    item = live.story.item(case, "register")
    live.story.claim(item, by=live.office.actor(Role.OFFICER))
    page.goto(live.at(f"/provincial/work/{item.id}"))
    fill_form(page, live.story.answers(item, note=WORDS))
    return page, case, item


def save(page):
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    page.wait_for_load_state()


def test_a_form_sent_twice_by_an_impatient_hand_is_done_once(live, registering):
    page, case, _ = registering
    button = page.get_by_role("button", name="บันทึกเสร็จ")
    button.dblclick()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว")
    done = [e for e in live.story.events(case) if e.kind == "work_item_completed"]
    assert len(done) == 1


def test_a_form_that_arrives_twice_is_answered_as_the_first_time(live, registering):
    page, case, _ = registering
    form = page.locator("#work-form")
    first = form.evaluate(
        "form => fetch(form.action, {method: 'POST', body: new FormData(form)}).then(a => a.url)"
    )
    save(page)
    page.wait_for_url(first)
    done = [e.element for e in live.story.events(case) if e.kind == "work_item_completed"]
    assert done == ["register"]


def test_who_has_done_the_step_in_another_window_is_told_so_and_keeps_her_words(live, registering):
    page, case, item = registering
    live.story.complete(item)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "ท่านบันทึกงานนี้เสร็จก่อนแล้ว เมื่อ 9.00 น."
    )
    expect(page.locator(".kept", has_text=WORDS)).to_be_visible()
    expect(page.get_by_role("heading", name="บันทึกเพิ่มเติม")).to_be_visible()
    assert "register" not in live.story.open_elements(case)


def test_two_people_claim_at_once_and_the_second_is_told_so(live, browser_pages):
    case = live.story.lodge()
    item = live.story.item(case, "register")
    with live.store.unit(live.story.claim(item)) as uow:
        release_work_item(uow, item.id)
    first, second = browser_pages(), browser_pages()
    live.begin_session(first, Role.OFFICER)
    live.begin_session(second, Role.OFFICER, nth=1)
    for page in (first, second):
        page.goto(live.at(f"/provincial/work/{item.id}"))
    first.get_by_role("button", name="รับงาน", exact=True).click()
    expect(first.get_by_role("button", name="บันทึกเสร็จ")).to_be_visible()
    second.get_by_role("button", name="รับงาน", exact=True).click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("กมล ตัวอย่าง รับงานนี้ไปก่อนแล้ว")


def test_a_session_that_ended_in_mid_form_is_resumed_by_the_same_person(live, registering):
    page, case, _ = registering
    live.clock.advance(hours=3)
    save(page)
    expect(page.get_by_role("heading", name="เข้าระบบอีกครั้งเพื่อบันทึก")).to_be_visible()
    expect(page.locator(".kept", has_text=WORDS)).to_be_visible()
    assert "register" in live.story.open_elements(case)
    page.fill("[name=_sign_in_name]", "officer")
    page.fill("[name=_password]", "sucharit-demo")
    page.get_by_role("button", name="เข้าระบบและส่งแบบ").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว")
    (done,) = [e for e in live.story.events(case) if e.kind == "work_item_completed"]
    assert done.content["answers"]["note"] == WORDS
    assert done.actor_id == live.office.person(Role.OFFICER).id


def test_a_form_is_not_finished_by_another_person_at_the_same_desk(live, registering):
    page, case, _ = registering
    live.clock.advance(hours=3)
    save(page)
    page.fill("[name=_sign_in_name]", "officer-2")
    page.fill("[name=_password]", "sucharit-demo")
    page.get_by_role("button", name="เข้าระบบและส่งแบบ").click()
    expect(page.get_by_role("alert")).to_contain_text("แบบนี้เริ่มโดยผู้อื่น")
    expect(page.locator(".kept", has_text=WORDS)).to_be_visible()
    assert "register" in live.story.open_elements(case)
    page.goto(live.at("/provincial/work"))
    assert "/sign-in" in page.url


def test_cookies_that_are_gone_lose_no_word_either(live, registering):
    page, case, _ = registering
    page.context.clear_cookies()
    save(page)
    expect(page.locator(".kept", has_text=WORDS)).to_be_visible()
    page.fill("[name=_sign_in_name]", "officer")
    page.fill("[name=_password]", "sucharit-demo")
    page.get_by_role("button", name="เข้าระบบและส่งแบบ").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว")
    assert "register" not in live.story.open_elements(case)


def test_an_ended_session_leaves_the_form_in_place_when_an_answer_fetches_it_again(
    live, browser_pages
):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    page.fill("[name=narrative]", WORDS)
    live.clock.advance(hours=3)
    page.locator("[name=is_anonymous]").set_checked(True)
    expect(page.locator("#refused")).to_contain_text("ท่านออกจากระบบแล้ว")
    assert page.input_value("[name=narrative]") == WORDS


def test_a_refusal_that_is_repeated_is_said_once(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    live.clock.advance(hours=3)
    for wanted in (True, False):
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.locator("[name=is_anonymous]").set_checked(wanted)
        expect(page.locator("#refused")).to_be_visible()
    expect(page.locator("#refused")).to_have_count(1)


def test_what_is_typed_while_the_form_is_fetched_again_stays(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    held = []

    def hold(route):
        held.append(route)

    page.route("**/intake", hold)
    page.fill("[name=place]", "ก่อนส่ง")
    page.locator("[name=is_anonymous]").set_checked(True)
    page.locator("[name=narrative]").press_sequentially(WORDS)
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_function("() => !document.querySelector('[name=\"complainants.0.name\"]')")
    assert page.input_value("[name=narrative]") == WORDS
    assert page.input_value("[name=place]") == "ก่อนส่ง"


def test_an_answer_taken_back_while_the_form_is_fetched_again_is_asked_about_once_more(
    live, browser_pages
):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    held = []
    page.route("**/intake", lambda route: held.append(route), times=1)  # noqa: PLW0108  # wrapped by Playwright
    page.locator("[name=is_anonymous]").set_checked(True)
    page.locator("[name=is_anonymous]").set_checked(False)
    with page.expect_response(lambda response: response.request.method == "POST"):
        held[0].continue_()
    expect(page.locator('[name="complainants.0.name"]')).to_be_visible()
    expect(page.locator("[name=is_anonymous]")).not_to_be_checked()


def test_what_is_selected_while_the_form_is_fetched_again_is_typed_over(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    held = []
    page.route("**/intake", lambda route: held.append(route), times=1)  # noqa: PLW0108  # wrapped by Playwright
    page.fill("[name=place]", "ศาลากลาง")
    page.locator("[name=is_anonymous]").set_checked(True)
    page.locator("[name=place]").select_text()
    held[0].continue_()
    expect(page.locator('[name="complainants.0.name"]')).to_have_count(0)
    page.keyboard.insert_text("ที่ว่าการอำเภอ")
    assert page.input_value("[name=place]") == "ที่ว่าการอำเภอ"


def test_a_refused_form_keeps_its_answers_and_its_files(live, browser_pages, tmp_path):
    paper, picture = tmp_path / "หลักฐาน.pdf", tmp_path / "ไม่ใช่ภาพ.png"
    paper.write_bytes(SMALL_PDF)
    picture.write_bytes(b"\xff\x00 neither picture nor text")
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    page.fill("[name=narrative]", WORDS)
    page.locator("input[type=file]").first.set_input_files([paper, picture])
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.input_value("[name=narrative]") == WORDS
    expect(page.get_by_label("หลักฐาน.pdf")).to_be_checked()
    assert page.get_by_label("ไม่ใช่ภาพ.png").count() == 0
    fill_form(page, answers_for(f"{PROCESS}.start", live.story.today, narrative=WORDS))
    page.get_by_role("button", name="ลงทะเบียนรับเรื่อง").click()
    expect(page.get_by_role("status")).to_contain_text("รับเรื่องแล้ว")
    page.get_by_role("link", name="เปิดเต็มหน้า").click()
    page.get_by_role("link", name="หลักฐาน.pdf").last.click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="ดาวน์โหลด").click()
    assert saved.value.path().read_bytes() == SMALL_PDF


def test_a_file_chosen_before_a_row_is_added_is_kept(live, browser_pages, tmp_path):
    paper = tmp_path / "หลักฐาน.pdf"
    paper.write_bytes(SMALL_PDF)
    page = browser_pages(java_script_enabled=False)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at("/provincial/intake"))
    page.locator("input[type=file]").first.set_input_files(paper)
    page.get_by_role("button", name="เพิ่มพยาน").click()
    expect(page.locator('[name="witnesses.0.name"]')).to_be_visible()
    expect(page.get_by_label("หลักฐาน.pdf")).to_be_checked()
    page.get_by_role("button", name="เพิ่มพยาน").click()
    expect(page.get_by_label("หลักฐาน.pdf")).to_be_checked()


def test_a_signature_needs_the_right_password(live, browser_pages):
    case = live.story.lodge()
    for step in ("register", "sort", "draft_letter"):
        live.story.do(case, step)
    item = live.story.item(case, "sign_letter")
    page = browser_pages()
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"/provincial/work/{item.id}"))
    page.get_by_role("button", name="รับงาน", exact=True).click()
    expect(page.get_by_role("heading", name="ที่เสนอมา")).to_be_visible()
    fill_form(page, live.story.answers(item, order_text=WORDS))
    page.fill("#password", "wrong")
    save(page)
    expect(page.locator("#password-err")).to_contain_text("ใส่รหัสผ่านของท่านอีกครั้งเพื่อลงนาม")
    assert page.input_value("[name=order_text]") == WORDS
    assert live.story.item(case, "sign_letter").is_open
    page.locator('[name="way"][value="paper"]').set_checked(True)
    expect(page.locator("#password")).to_be_hidden()


def test_a_wrong_role_and_a_respondent_find_nothing(live, browser_pages):
    accused = live.office.person(Role.UNIT_MEMBER, unit="planning")
    case = live.story.lodge(respondents=[{**RESPONDENT, "name": accused.name}])
    live.story.do(case, "register")
    item = live.story.item(case, "sort")
    page = browser_pages()
    live.begin_session(page, Role.UNIT_MEMBER, unit="planning")
    for path in (f"work/{item.id}", f"cases/{case}", f"cases/{case}/identities"):
        page.goto(live.at(f"/provincial/{path}"))
        expect(page.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้ หรือท่านไม่มีสิทธิดู")
        assert live.story.case(case).number not in page.content()
    page.goto(live.at("/provincial/work"))
    assert live.story.case(case).number not in page.content()
    page.goto(live.at("/provincial/intake"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ท่านทำรายการนี้ไม่ได้")
    expect(page.get_by_text("รายการนี้ทำได้เฉพาะ")).to_be_visible()
    page.goto(live.at("/tambon/work"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้ หรือท่านไม่มีสิทธิดู")


def test_a_busy_database_is_said_and_the_form_is_sent_again(live, registering):
    page, case, _ = registering
    other = live.store.database.writing()
    other.__enter__()
    try:
        save(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "ระบบบันทึกไม่ได้ชั่วคราว", timeout=12_000
        )
    finally:
        other.__exit__(None, None, None)
    expect(page.locator(".kept", has_text=WORDS)).to_be_visible()
    page.get_by_role("button", name="บันทึกอีกครั้ง").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกเสร็จแล้ว")
    assert "register" not in live.story.open_elements(case)
