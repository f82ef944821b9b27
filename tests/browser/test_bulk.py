"""Several steps at once: each by itself; what was not done stays ticked, stands first, says why."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from engine.cases.parties import exclude
from engine.demo.people import PASSWORD
from engine.office.acting import ActingForm
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import release_work_item
from engine.work.answer_drafts.keeping import keep_answer_draft
from engine.work.answer_drafts.rows import Pen
from engine.work.completing import Submission, complete_work_item
from engine.work.substituting import Terms, set_substitution
from tests.browser.conftest import LIGHTS
from tests.support.story import in_unit

LIST = "/provincial/work"
OPEN_WORK = "/provincial/oversight/cases"
LONG = "เรียกรับเงินค่าตรวจรับงานก่อสร้างฝายน้ำล้นและถนนลาดยางแอสฟัลติกคอนกรีตสายเลียบคลองส่งน้ำ "


BOTH_WAYS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"], indirect=True
)


@pytest.fixture
def scripts(request):
    """Whether scripts run: where they make no difference they do not."""
    return getattr(request, "param", False)


@pytest.fixture
def page(browser_pages, scripts):
    return browser_pages(java_script_enabled=scripts)


def offered(live, secrecy="ordinary"):
    """A step that nobody holds, which officers may claim."""
    case = live.story.lodge()
    with live.store.unit(live.office.system) as uow:
        uow.connection.execute(
            update(tables.case).where(tables.case.c.id == case).values(secrecy=secrecy)
        )
    item = live.story.item(case, "register")
    if item.assignee_id:
        in_unit(live.store, live.story.claim(item), release_work_item, item.id)
    return live.story.item(case, "register")


def held(live, role=Role.OFFICER, nth=0):
    item = offered(live)
    live.story.claim(item, by=live.office.actor(role, nth=nth))
    return now(live, item)


def to_sign(live):
    """A notice that the head holds, to be signed."""
    case = live.story.lodge(by=live.office.actor(Role.OFFICER))
    live.story.do(case, "register", category="service", secrecy="ordinary")
    live.story.do(case, "draft")
    live.story.claim(live.story.item(case, "sign"), by=live.office.actor(Role.HEAD))
    return live.story.item(case, "sign")


def now(live, item):
    return next(one for one in live.story.items(item.case_id) if one.id == item.id)


def number(live, item):
    return live.story.case(item.case_id).number


def tick(page, *items):
    for item in items:
        page.locator(f'[name=item][value="{item.id}"]').check()


def bar(page, button):
    return page.locator(".round-bar").get_by_role("button", name=button)


def is_ticked(page, item):
    return page.locator(f'[name=item][value="{item.id}"]').is_checked()


def decide(page, item, **answers):
    """Answer a step on the page of several."""
    for name, value in answers.items():
        control = page.locator(f'[name="{item.id.hex}.{name}"]')
        if control.first.get_attribute("type") == "radio":
            page.locator(f'[name="{item.id.hex}.{name}"][value="{value}"]').check()
        elif control.evaluate("control => control.localName") == "select":
            control.select_option(value)
        else:
            control.fill(value)


def sign_all(page, *items):
    for item in items:
        decide(page, item, decision="signed", acting_for="none")


# -- Claimed, released -------------------------------------------------------------------------


@BOTH_WAYS
def test_what_somebody_was_faster_at_stays_ticked_first_and_says_so(
    live, page, scripts, axe_findings
):
    items = [offered(live) for _ in range(4)]
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(LIST))
    tick(page, *items)
    live.story.claim(items[3], by=live.office.actor(Role.OFFICER, nth=1))
    bar(page, "รับงาน").click()
    alert = page.get_by_role("alert").filter(has_text="รายการ")
    expect(alert.get_by_role("heading")).to_have_text("รับงานแล้ว 3 รายการ อีก 1 รายการยังไม่ได้รับ")
    faster = live.office.person(Role.OFFICER, nth=1).name
    first = page.locator("table.work tr.item").first
    expect(first).to_contain_text(f"{faster} รับงานนี้ไปก่อนแล้ว")
    expect(first).to_contain_text(number(live, items[3]))
    assert [is_ticked(page, item) for item in items] == [False, False, False, True]
    mine = live.office.person(Role.OFFICER).id
    assert [now(live, item).assignee_id == mine for item in items] == [True, True, True, False]
    if scripts:
        assert axe_findings(page) == []
    # Once it is free again the same form takes it.
    in_unit(live.store, live.office.actor(Role.OFFICER, nth=1), release_work_item, items[3].id)
    bar(page, "รับงาน").click()
    expect(page.get_by_role("status").first).to_have_text("รับงานแล้ว 1 รายการ")
    assert now(live, items[3]).assignee_id == mine


def test_all_of_a_page_are_ticked_at_once_and_counted(live, browser_pages):
    items = [offered(live) for _ in range(3)]
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(LIST))
    picked = page.locator("[data-picked]")
    expect(picked).to_have_text("เลือกไว้ 0 รายการ")
    page.get_by_label("เลือกทั้งหมดในหน้านี้").check()
    expect(picked).to_have_text("เลือกไว้ 3 รายการ")
    page.locator("table.work").get_by_label(number(live, items[0])).uncheck()
    expect(picked).to_have_text("เลือกไว้ 2 รายการ")
    bar(page, "รับงาน").dblclick()
    expect(page.get_by_role("status").first).to_have_text("รับงานแล้ว 2 รายการ")
    assert now(live, items[0]).assignee_id is None
    assert all(now(live, item).assignee_id for item in items[1:])


def test_nothing_ticked_is_said_and_nothing_done(live, page):
    item = offered(live)
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"{LIST}?view=offered"))
    bar(page, "รับงาน").click()
    expect(page.get_by_role("alert").filter(has_text="ยังไม่ได้เลือกงาน")).to_be_visible()
    expect(page.locator(".tabs [aria-current]").first).to_contain_text("ยังไม่มีผู้รับ")
    assert now(live, item).assignee_id is None


def test_more_than_a_round_holds_is_refused_whole_and_stays_ticked(live, browser_pages):
    item = offered(live)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(LIST))
    tick(page, item)
    page.locator(".round-bar").evaluate(
        """form => { for (let n = 10; n < 60; n++) {
            const more = {type: "hidden", name: "item",
                value: `00000000-0000-4000-8000-0000000000${n}`};
            form.append(Object.assign(document.createElement("input"), more));
        } }"""
    )
    bar(page, "รับงาน").click()
    alert = page.get_by_role("alert").filter(has_text="ครั้งละไม่เกิน 50 รายการ ท่านเลือก 51 รายการ")
    expect(alert).to_be_visible()
    assert is_ticked(page, item)
    assert now(live, item).assignee_id is None


def test_of_what_she_may_not_see_any_more_the_page_says_no_number(live, page):
    hers, about_her = offered(live), offered(live)
    officer = live.begin_session(page, Role.OFFICER)
    page.goto(live.at(LIST))
    tick(page, hers, about_her)
    with live.store.unit(live.office.system) as uow:
        uow.hold(about_her.case_id)
        exclude(uow, about_her.case_id, [officer.id])
    bar(page, "รับงาน").click()
    expect(page.get_by_role("alert").filter(has_text="ไม่พบ")).to_contain_text(
        "1 รายการไม่พบ หรือท่านไม่มีสิทธิดู"
    )
    assert number(live, about_her) not in page.content()
    assert str(about_her.id) not in page.content()
    assert now(live, hers).assignee_id == officer.id


def test_a_step_of_another_role_says_whose_it_is(live, browser_pages):
    mine, heads = offered(live), to_sign(live)
    in_unit(live.store, live.office.actor(Role.HEAD), release_work_item, heads.id)
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"{LIST}?view=offered"))
    tick(page, mine)
    # No page offers her that: she made the form say it.
    page.locator("[name=item]:checked").evaluate("(box, id) => { box.value = id; }", str(heads.id))
    bar(page, "รับงาน").click()
    alert = page.get_by_role("alert").filter(has_text="ยังไม่ได้รับงาน 1 รายการที่เลือก")
    expect(alert).to_contain_text("งานนี้เป็นของ")
    assert now(live, heads).assignee_id is None


def test_several_are_released_but_for_one_with_a_draft(live, page):
    items = [held(live) for _ in range(3)]
    officer = live.office.actor(Role.OFFICER)
    in_unit(live.store, officer, keep_answer_draft, items[1].id, {"note": "ค้างไว้"}, Pen(uuid4()))
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"{LIST}?view=mine"))
    tick(page, *items)
    bar(page, "คืนงาน").click()
    alert = page.get_by_role("alert").filter(has_text="คืนงานแล้ว 2 รายการ อีก 1 รายการยังไม่ได้คืน")
    expect(alert).to_be_visible()
    expect(page.locator("table.work tr.item").first).to_contain_text("มอบร่างไปด้วยหรือไม่")
    assert [now(live, item).assignee_id is None for item in items] == [True, False, True]
    assert is_ticked(page, items[1])


def test_a_form_that_arrives_twice_is_answered_alike(live, browser_pages):
    items = [held(live) for _ in range(2)]
    page = browser_pages()
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"{LIST}?view=mine"))
    tick(page, *items)
    url = bar(page, "คืนงาน").get_attribute("formaction")
    page.locator(".round-bar").evaluate(
        "(form, url) => fetch(url, {method: 'POST', body: new FormData(form)})", url
    )
    page.wait_for_load_state()
    events = [live.story.kinds(item.case_id) for item in items]
    bar(page, "คืนงาน").click()
    expect(page.get_by_role("status").first).to_have_text("คืนงานแล้ว 2 รายการ")
    assert [live.story.kinds(item.case_id) for item in items] == events


def test_a_substitute_claims_several_in_the_name_of_who_is_away(live, page):
    absent = live.office.person(Role.HEAD)
    case = live.story.lodge()
    live.story.do(case, "register", category="service", secrecy="ordinary")
    live.story.do(case, "draft")
    theirs, own = live.story.item(case, "sign"), offered(live)
    # Who has drafted the letter does not sign it, in whosever name.
    substitute = live.office.person(Role.OFFICER, nth=1)
    today = live.story.today
    terms = Terms(absent.id, substitute.id, ActingForm.IN_ABSENCE, today, today, "12/2570")
    in_unit(live.store, live.office.actor(Role.MANAGER), set_substitution, uuid4(), terms)
    live.begin_session(page, Role.OFFICER, nth=1)
    page.goto(live.at(LIST))
    tick(page, theirs, own)
    bar(page, "รับงาน").click()
    expect(page.get_by_role("status").first).to_have_text("รับงานแล้ว 2 รายการ")
    assert now(live, theirs).assignee_id == absent.id
    assert now(live, own).assignee_id == substitute.id
    # The page itself is her own again.
    expect(page.locator(".mast .acting")).to_have_count(0)


# -- Decided and completed ---------------------------------------------------------------------


@BOTH_WAYS
def test_several_are_signed_with_one_password_but_for_one_that_is_not_decided(
    live, page, scripts, axe_findings
):
    items = [to_sign(live) for _ in range(3)]
    head = live.begin_session(page, Role.HEAD)
    page.goto(live.at(LIST))
    tick(page, *items)
    bar(page, "เลือกผลและบันทึกเสร็จ").click()
    expect(page.locator(".decided")).to_have_count(3)
    expect(page.locator(".decided").first).to_contain_text("ได้รับเรื่องของท่านแล้ว")
    if scripts:
        assert axe_findings(page) == []
    sign_all(page, items[0], items[1])
    page.fill("#password", "wrong")
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    expect(page.get_by_role("alert").filter(has_text="ยังไม่ได้บันทึกรายการใด")).to_be_visible()
    assert all(now(live, item).is_open for item in items)
    assert page.locator(f'[name="{items[0].id.hex}.decision"][value=signed]').is_checked()
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    alert = page.get_by_role("alert").filter(has_text="บันทึกเสร็จแล้ว 2 รายการ")
    expect(alert.get_by_role("heading")).to_have_text("บันทึกเสร็จแล้ว 2 รายการ อีก 1 รายการยังไม่เสร็จ")
    expect(page.locator(".decided")).to_have_count(1)
    expect(page.locator(".decided")).to_contain_text(number(live, items[2]))
    expect(page.locator(".decided .field-err").first).to_be_visible()
    assert is_ticked(page, items[2])
    if scripts:
        assert axe_findings(page) == []
    sign_all(page, items[2])
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    expect(page.get_by_role("status").first).to_have_text("บันทึกเสร็จแล้ว 1 รายการ")
    for item in items:
        assert now(live, item).completed_by == head.id
        (done,) = [
            event for event in live.story.events(item.case_id)
            if event.kind == "work_item_completed" and event.element == "sign"
        ]  # fmt: skip
        assert done.content["answers"]["way"] == "system"


def test_what_is_not_short_is_listed_with_a_link_and_what_is_unticked_is_left(live, page):
    signed, left, long = to_sign(live), to_sign(live), held(live, Role.OFFICER)
    with live.store.unit(live.office.system) as uow:
        uow.connection.execute(
            update(tables.work_item)
            .where(tables.work_item.c.id == long.id)
            .values(assignee_id=live.office.person(Role.HEAD).id)
        )
    live.begin_session(page, Role.HEAD)
    ids = "&".join(f"item={item.id}" for item in (signed, left, long))
    page.goto(live.at(f"{LIST}/several?{ids}"))
    alone = page.locator(".alone li")
    expect(alone).to_have_count(1)
    expect(alone).to_contain_text("ต้องพิมพ์หรือแนบแฟ้ม")
    expect(alone.get_by_role("link")).to_have_attribute("href", re.compile(str(long.id)))
    page.locator(f'[name=item][value="{left.id}"]').uncheck()
    sign_all(page, signed)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    expect(page.get_by_role("status").first).to_have_text("บันทึกเสร็จแล้ว 1 รายการ")
    assert now(live, left).is_open
    assert not now(live, signed).is_open


@BOTH_WAYS
def test_an_answer_opens_what_it_asks_for_in_its_own_step_only(live, page, scripts):
    first, second = to_sign(live), to_sign(live)
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"{LIST}/several?item={first.id}&item={second.id}"))
    decide(page, second, decision="signed", acting_for="none")
    decide(page, first, decision="returned")
    if not scripts:
        page.locator(f'[id="step-{first.id}"]').get_by_role("button").first.click()
    reason = page.locator(f'[name="{first.id.hex}.return_reason"]')
    expect(reason).to_be_visible()
    expect(page.locator(f'[name="{second.id.hex}.return_reason"]')).to_have_count(0)
    assert page.locator(f'[name="{second.id.hex}.decision"][value=signed]').is_checked()
    reason.fill("แก้ข้อความให้ตรงกับประเด็น")
    decide(page, first, acting_for="none")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    expect(page.get_by_role("status").first).to_have_text("บันทึกเสร็จแล้ว 2 รายการ")
    assert live.story.item(first.case_id, "draft").is_open
    assert live.story.item(second.case_id, "dispatch").is_open


def test_a_step_that_was_done_in_another_window_is_told_among_the_others(live, page):
    items = [to_sign(live) for _ in range(2)]
    live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"{LIST}/several?item={items[0].id}&item={items[1].id}"))
    sign_all(page, *items)
    answers = live.story.answers(items[1])
    submission = Submission(uuid4(), answers, has_confirmed_password=True)
    in_unit(live.store, live.office.actor(Role.HEAD), complete_work_item, items[1].id, submission)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    alert = page.get_by_role("alert").filter(has_text="บันทึกเสร็จแล้ว 1 รายการ")
    expect(alert).to_contain_text("ท่านบันทึกงานนี้เสร็จก่อนแล้ว")
    expect(alert).to_contain_text(number(live, items[1]))


def test_who_looks_at_a_case_among_others_is_on_record(live, browser_pages):
    item = to_sign(live)
    page = browser_pages()
    head = live.begin_session(page, Role.HEAD)
    page.goto(live.at(f"{LIST}/several?item={item.id}"))
    table = tables.access_event
    with live.story.reading() as uow:
        looked = uow.connection.execute(
            table.select().where(table.c.case_id == item.case_id, table.c.person_id == head.id)
        ).all()
    assert [row.outcome for row in looked] == ["opened"]


@BOTH_WAYS
def test_what_needs_no_signature_needs_no_password(live, page):
    items = [to_sign(live) for _ in range(2)]
    officer = live.office.actor(Role.OFFICER)
    for item in items:
        live.story.complete(item)
        live.story.claim(live.story.item(item.case_id, "dispatch"), by=officer)
    sent = [live.story.item(item.case_id, "dispatch") for item in items]
    live.begin_session(page, Role.OFFICER)
    page.goto(live.at(f"{LIST}/several?item={sent[0].id}&item={sent[1].id}"))
    expect(page.locator("#password")).to_have_count(0)
    for item in sent:
        decide(page, item, outcome="sent", way="by_hand")
    page.get_by_role("button", name="บันทึกเสร็จรายการที่เลือก").click()
    expect(page.get_by_role("status").first).to_have_text("บันทึกเสร็จแล้ว 2 รายการ")
    assert not any(now(live, item).is_open for item in sent)


# -- Given to somebody else --------------------------------------------------------------------


@BOTH_WAYS
def test_several_are_given_to_one_person_but_for_one_that_was_just_claimed(
    live, page, scripts, axe_findings
):
    items = [offered(live) for _ in range(3)]
    first, second = (live.office.person(Role.OFFICER, nth=n) for n in (0, 1))
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(f"{OPEN_WORK}?person=nobody"))
    tick(page, *items)
    bar(page, "มอบงานที่เลือกให้ผู้อื่น").click()
    if scripts:
        assert axe_findings(page) == []
    page.get_by_role("button", name="มอบงานที่เลือก").click()
    expect(page.get_by_role("alert").filter(has_text="ระบุเหตุผล")).to_be_visible()
    assert all(is_ticked(page, item) for item in items)
    page.get_by_label(second.name).check()
    page.fill("#reason", "เจ้าหน้าที่คนแรกลาป่วย")
    live.story.claim(items[2], by=live.office.actor(Role.OFFICER))
    page.get_by_role("button", name="มอบงานที่เลือก").click()
    alert = page.get_by_role("alert").filter(has_text="ยังไม่ได้มอบ")
    expect(alert.get_by_role("heading")).to_have_text(
        f"มอบงานให้ {second.name} แล้ว 2 รายการ อีก 1 รายการยังไม่ได้มอบ"
    )
    expect(alert).to_contain_text(f"ตอนนี้งานอยู่กับ {first.name}")
    expect(page.locator("[name=item]")).to_have_count(1)
    assert is_ticked(page, items[2])
    expect(page.locator("#reason")).to_have_value("เจ้าหน้าที่คนแรกลาป่วย")
    if scripts:
        assert axe_findings(page) == []
    page.get_by_role("button", name="มอบงานที่เลือก").click()
    expect(page.get_by_role("status").first).to_have_text(f"มอบงานให้ {second.name} แล้ว 1 รายการ")
    expect(page).to_have_url(re.compile("person=nobody"))
    assert {now(live, item).assignee_id for item in items} == {second.id}


def test_who_may_do_some_of_them_only_is_told_with_the_number(live, browser_pages):
    mine, signing = offered(live), to_sign(live)
    page = browser_pages()
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(f"/provincial/oversight/several?item={mine.id}&item={signing.id}"))
    expect(page.get_by_text("ทำได้ 1 จาก 2 รายการ").first).to_be_visible()
    second = live.office.person(Role.OFFICER, nth=1)
    page.get_by_label(second.name).check()
    page.fill("#reason", "แบ่งงาน")
    page.get_by_role("button", name="มอบงานที่เลือก").click()
    expect(page.get_by_role("alert").filter(has_text="ยังไม่ได้มอบ")).to_contain_text(
        "ผู้ที่เลือกไม่มีสิทธิทำขั้นตอนนี้"
    )
    assert now(live, mine).assignee_id == second.id
    assert now(live, signing).assignee_id == live.office.person(Role.HEAD).id


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CUSTODIAN])
def test_others_give_nothing_away(live, browser_pages, role):
    item = offered(live)
    page = browser_pages()
    live.begin_session(page, role)
    answer = page.goto(live.at(f"/provincial/oversight/several?item={item.id}"))
    assert answer.status == 403


# -- For everybody -----------------------------------------------------------------------------


def test_the_pages_fit_and_are_accessible(live, browser_pages, axe_findings, sideways_scroll):
    items = [to_sign(live), to_sign(live)]
    with live.store.unit(live.office.system) as uow:
        uow.connection.execute(update(tables.case).values(subject=LONG * 2))
    ids = "&".join(f"item={item.id}" for item in items)
    for role, paths in (
        (Role.HEAD, (LIST, f"{LIST}/several?{ids}", f"{LIST}/several")),
        (Role.MANAGER, (OPEN_WORK, f"/provincial/oversight/several?{ids}")),
    ):
        page = browser_pages()
        live.begin_session(page, role)
        for path in paths:
            page.goto(live.at(path))
            for width, light in LIGHTS:
                page.emulate_media(color_scheme=light)
                page.set_viewport_size({"width": width, "height": 900})
                assert axe_findings(page) == []
                assert sideways_scroll(page) == 0
