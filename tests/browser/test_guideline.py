"""The published guideline in a real browser: none, one on a phone, a newer one, files."""

import json
from datetime import date
from uuid import uuid4

from playwright.sync_api import expect

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.reports.public_guideline import published_guidelines
from engine.resources import bundled_dir
from engine.work.business.starting import start_business
from engine.work.offices.opening import revise_profile
from tests.browser.pictures import take_picture
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))
PATH = "/p/provincial/guideline"


def begin(live):
    return in_unit(
        live.store,
        live.story.someone(Role.OFFICER),
        start_business,
        "publish_guideline",
        YEAR,
        submission_key=uuid4(),
    )


def publish(live, **choices):
    live.story.finish(begin(live), **choices)


def take_in_within_two_days(live):
    profile = (bundled_dir("processes") / "offices" / "provincial.toml").read_text("utf-8")
    changed = profile.replace("[deadlines.intake]\nnumber = 1", "[deadlines.intake]\nnumber = 2")
    with live.store.unit(live.office.system) as uow:
        uow.hold(live.office.id)
        revise_profile(uow, changed, effective_on=uow.today)


def test_a_guideline_is_published_and_read_with_its_chart(live, browser_pages, look):
    page = browser_pages()
    page.goto(live.at("/p/provincial/"))
    page.get_by_role("link", name="แนวปฏิบัติและขั้นตอนการจัดการเรื่องร้องเรียน").click()
    expect(page.get_by_text("ยังไม่มีแนวปฏิบัติที่เผยแพร่")).to_be_visible()
    look(page, "no-guideline")
    publish(live, review={"foreword": "สำนักงานยินดีรับทุกเรื่อง"})
    page.reload()
    expect(page.get_by_text("สำนักงานยินดีรับทุกเรื่อง")).to_be_visible()
    expect(page.locator(".told-steps > li").first).to_contain_text("ภายใน 1 วันทำการ")
    expect(page.locator(".chart-steps > li").nth(1)).to_contain_text("ขอข้อมูลเพิ่ม: ไปขั้น 2.2")
    expect(page.locator("svg.dg")).to_contain_text("จัดเก็บเรื่อง")
    look(page, "guideline")
    page.get_by_role("link", name="ช่องทางร้องเรียน").last.click()
    expect(page.get_by_role("region", name="ตารางช่องทางร้องเรียน")).to_contain_text("0 5500 0142")
    look(page, "channels")
    for path, name in ((PATH, "guideline-en"), ("/p/provincial/channels", "channels-en")):
        page.goto(live.at(f"{path}?language=en"))
        expect(page.get_by_role("region", name="Table of channels")).to_contain_text("In person")
        look(page, name)


def test_a_page_says_when_the_office_has_changed_and_when_there_is_a_newer_version(
    live, browser_pages
):
    publish(live)
    page = browser_pages(width=390)
    page.goto(live.at(PATH))
    expect(page.locator(".told-steps")).to_be_visible()
    changed = page.get_by_text("หลังเผยแพร่ฉบับนี้ กระบวนงาน")
    expect(changed).to_have_count(0)
    take_in_within_two_days(live)
    page.reload()
    expect(changed).to_be_visible()
    expect(page.locator(".told-steps > li").first).to_contain_text("ภายใน 1 วันทำการ")
    publish(live, review={"correction": "ขยายเวลารับเรื่อง"})
    page.reload()
    expect(page.get_by_text("ขยายเวลารับเรื่อง")).to_be_visible()
    expect(page.locator(".told-steps > li").first).to_contain_text("ภายใน 2 วันทำการ")
    page.get_by_role("link", name="ฉบับที่ 1", exact=True).click()
    expect(page.get_by_text("ฉบับนี้มีฉบับใหม่กว่าแล้ว")).to_be_visible()
    expect(page.locator(".told-steps > li").first).to_contain_text("ภายใน 1 วันทำการ")
    assert page.url.endswith(f"{PATH}/1")


def test_every_step_and_channel_is_in_the_files_that_stay_the_same(live, browser_pages):
    publish(live)
    with live.story.reading() as uow:
        (one,) = published_guidelines(uow)
    page = browser_pages(java_script_enabled=False)
    page.goto(live.at(PATH))
    paper = page.request.get(live.at(f"{PATH}/1.pdf")).body()
    printed = text_of(paper)
    for step in one.guideline.procedures[0].steps:
        assert without_spaces(step.name.th) in printed
    assert paper == page.request.get(live.at(f"{PATH}/1.pdf")).body()
    table = page.request.get(live.at(f"{PATH}/1/channels.csv")).body().decode("utf-8")
    assert table.startswith("\ufeffoffice_code,channel,name_th,contact")
    assert len(table.strip().splitlines()) == 1 + len(one.guideline.channels)
    told = json.loads(page.request.get(live.at(f"{PATH}/1.json")).body())
    assert told["metadata"]["source"].endswith(f"{PATH}/1")
    assert told["data"]["procedures"][0]["steps"][0]["number"] == "1"


def test_a_version_that_was_never_published_has_no_address(live, browser_pages):
    publish(live)
    page = browser_pages()
    for path in (f"{PATH}/2", f"{PATH}/2.pdf", f"{PATH}/2/channels.csv"):
        assert page.goto(live.at(path)).status == 404


def test_who_reviews_it_reads_all_that_would_be_published(
    live, browser_pages, axe_findings, sideways_scroll
):
    case = begin(live)
    live.story.do(case, "review")
    page = browser_pages(width=390)
    live.begin_session(page, Role.MANAGER)
    page.goto(live.at(f"/provincial/work/{live.story.item(case, 'check').id}"))
    page.get_by_role("button", name="รับงาน", exact=True).click()
    steps = page.get_by_role("region", name="ขั้นตอนและระยะเวลา")
    expect(steps).to_contain_text("ลงรับเรื่องร้องเรียน")
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0
    take_picture(page, "guideline-check-390")
    page.get_by_role("link", name="แนวปฏิบัติที่ตรึงไว้").click()
    expect(page.locator(".chart-steps > li").last).to_contain_text("จัดเก็บเรื่อง")
    expect(page.get_by_role("region", name="ตารางระยะเวลา")).to_contain_text("ภายใน 60 วัน")
    assert axe_findings(page) == []
    assert sideways_scroll(page) == 0
    take_picture(page, "guideline-frozen-390")
    frozen = page.url
    page.get_by_role("link", name="งานตามรอบ").first.click()
    listed = page.get_by_role("link", name="แนวปฏิบัติที่ตรึงไว้ เผยแพร่แนวปฏิบัติ")
    listed.click()
    expect(page).to_have_url(frozen)
