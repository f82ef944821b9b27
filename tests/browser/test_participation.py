"""The report of participation in a real browser: written, certified, and read by everybody."""

import json
from datetime import date
from uuid import uuid4

from playwright.sync_api import expect

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.work.business.starting import start_business
from tests.support.answers import activity
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))
PATH = "/p/provincial/participation/2570"


def begin(live):
    return in_unit(
        live.store,
        live.story.someone(Role.OFFICER),
        start_business,
        "participation_report",
        YEAR,
        submission_key=uuid4(),
    )


def test_an_activity_is_written_certified_and_public_with_another_version_later(
    live, browser_pages, look
):
    page = browser_pages()

    case = begin(live)
    live.begin_session(page, Role.OFFICER)
    item = live.story.item(case, "prepare")
    live.story.claim(item, by=live.office.actor(Role.OFFICER))
    page.goto(live.at(f"/provincial/work/{item.id}"))
    page.get_by_label("ประเด็นหรือเรื่องในการมีส่วนร่วม").fill("ทบทวนแนวทางรับเรื่องร้องเรียน")
    page.get_by_label("สถานที่").fill("ห้องประชุมของสำนักงาน")
    page.get_by_label("สรุปข้อมูลของผู้มีส่วนร่วม").fill("ผู้แทนชุมชน 12 คน")
    page.get_by_label("ผลจากการมีส่วนร่วม").fill("เสนอให้แจ้งความคืบหน้าทุกเดือน")
    page.get_by_label("ข้อเสนอ").fill("เพื่อโปรดอนุญาตให้เผยแพร่")
    look(page, "participation-form")
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_role("alert").first).to_contain_text("การนำผลไปปรับปรุง")
    page.get_by_label("การนำผลไปปรับปรุงพัฒนาการดำเนินงาน").fill("เพิ่มในแนวทางแล้ว")
    fill_day(page, live.story.today)
    page.get_by_role("button", name="บันทึกเสร็จ").click()
    expect(page.get_by_text("บันทึกเสร็จแล้ว").first).to_be_visible()
    live.begin_session(page, Role.MANAGER)
    check = live.story.item(case, "check")
    live.story.claim(check, by=live.office.actor(Role.MANAGER))
    page.goto(live.at(f"/provincial/work/{check.id}"))
    expect(page.get_by_role("cell", name="ผู้แทนชุมชน 12 คน")).to_be_visible()
    look(page, "participation-check")
    live.story.finish(case)
    live.sign_out(page)
    page.goto(live.at("/p/provincial/"))
    page.get_by_role("link", name="รายงานผลการเปิดโอกาสให้บุคคลภายนอกมีส่วนร่วม").click()
    look(page, "participation-years")
    page.get_by_role("link", name="ปีงบประมาณ พ.ศ. 2570").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("ทบทวนแนวทางรับเรื่องร้องเรียน")
    expect(page.get_by_text("เพิ่มในแนวทางแล้ว")).to_be_visible()
    more = [activity(live.story.today), activity(live.story.today, topic="ร่วมสังเกตการณ์ตรวจรับ")]
    live.story.finish(begin(live), prepare={"activities": more, "correction": "เพิ่มกิจกรรม"})
    page.reload()
    expect(page.get_by_role("heading", name="กิจกรรมที่ 2")).to_be_visible()
    expect(page.get_by_text("เหตุที่เผยแพร่ฉบับใหม่ เพิ่มกิจกรรม")).to_be_visible()
    look(page, "participation-year")
    page.get_by_role("link", name="ฉบับที่ 1").click()
    expect(page.get_by_text("ฉบับนี้มีฉบับใหม่กว่าแล้ว")).to_be_visible()
    assert page.url.endswith(f"{PATH}/1")


def fill_day(page, day):
    group = page.get_by_role("group", name="วันที่จัด")
    group.get_by_label("วัน", exact=True).fill(str(day.day))
    group.get_by_label("เดือน").select_option(str(day.month))
    group.get_by_label("พ.ศ.").fill(str(day.year + 543))


def test_the_activities_are_in_every_file(live, browser_pages):
    live.story.finish(begin(live))
    page = browser_pages(java_script_enabled=False)
    page.goto(live.at(PATH))
    table = page.request.get(live.at(f"{PATH}/1.csv")).body().decode("utf-8")
    assert table.startswith("\ufeffoffice_code,office_name_th,fiscal_year_be,activity_number,topic")
    assert ",2570,1,ทบทวนแนวทางรับเรื่องร้องเรียน,2026-11-23," in table
    described = json.loads(page.request.get(live.at(f"{PATH}/1.json")).body())
    assert described["data"][0]["improvement"] == "เพิ่มขั้นตอนแจ้งความคืบหน้าในแนวทางแล้ว"
    assert described["metadata"]["temporal"] == ["2026-10-01", "2027-09-30"]
    assert described["metadata"]["source"].endswith(f"{PATH}/1")
    paper = page.request.get(live.at(f"{PATH}/1.pdf")).body()
    assert without_spaces("ผู้แทนชุมชน ๑๒ คน") in without_spaces(text_of(paper))
    assert paper == page.request.get(live.at(f"{PATH}/1.pdf")).body()
    every = page.request.get(live.at("/p/provincial/participation.csv")).body().decode("utf-8")
    assert every == table


def test_a_year_that_is_not_published_has_no_address(live, browser_pages):
    page = browser_pages()
    page.goto(live.at("/p/provincial/participation"))
    expect(page.get_by_text("ยังไม่มีรายงานที่เผยแพร่")).to_be_visible()
    for path in (PATH, f"{PATH}/1", f"{PATH}/1.pdf"):
        assert page.goto(live.at(path)).status == 404
