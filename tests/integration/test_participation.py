"""The yearly report of how outsiders took part (seed 001): written, certified, made public."""

from datetime import date
from uuid import uuid4

import pytest

from engine.errors import FormInvalid
from engine.office.fiscal_year import FiscalYear, Period
from engine.office.roles import Role
from engine.reports.public_participation import published_participation
from engine.reports.public_statistics import published_statistics
from engine.work.business.starting import start_business
from engine.work.form_names import form_names
from engine.work.offices.settings import settings_in_force
from tests.support.answers import activity, signed_on_paper
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))
YEAR_BEFORE = Period(date(2025, 10, 1), date(2026, 9, 30))


@pytest.fixture
def begin(story):
    def begun(span=YEAR):
        officer = story.someone(Role.OFFICER)
        return in_unit(
            story.store,
            officer,
            start_business,
            "participation_report",
            span,
            submission_key=uuid4(),
        )

    return begun


def public(story):
    with story.reading() as uow:
        return published_participation(uow)


def known(story, case, element, name):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        item = story.item(case, element)
        return form_names(uow, settings, story.case(case), item)["known"][name]


def test_what_the_head_allows_is_public_under_its_fiscal_year(story, begin):
    case = begin()
    story.finish(case)
    (found,) = public(story)
    assert (found.slug, found.version, found.year) == ("2570", 1, FiscalYear(2570))
    (told,) = found.activities
    assert (told.topic, told.held_on) == ("ทบทวนแนวทางรับเรื่องร้องเรียน", story.today)
    assert found.certifier.name
    assert story.case(case).status == "archived"
    with story.reading() as uow:
        assert published_statistics(uow) == []
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_nothing_is_public_before_the_head_allows_it(story, begin):
    case = begin()
    story.do(case, "prepare")
    story.do(case, "check")
    assert public(story) == []
    story.do(case, "allow", decision="returned", return_reason="ระบุวันที่ให้ถูกต้อง")
    assert story.open_elements(case) == ["prepare"]
    assert public(story) == []


def test_a_later_report_begins_with_what_is_public_of_its_year_and_is_another_version(story, begin):
    story.finish(begin())
    case = begin()
    rows = known(story, case, "prepare", "activities")
    assert [row["topic"] for row in rows] == ["ทบทวนแนวทางรับเรื่องร้องเรียน"]
    more = [*rows, activity(story.today, topic="ร่วมสังเกตการณ์การตรวจรับงาน")]
    story.finish(case, prepare={"activities": more, "correction": "เพิ่มกิจกรรมของเดือนพฤศจิกายน"})
    newest, first = public(story)
    assert [len(each.activities) for each in (newest, first)] == [2, 1]
    assert (newest.slug, newest.version) == (first.slug, 2)
    assert newest.correction == "เพิ่มกิจกรรมของเดือนพฤศจิกายน"


def test_a_report_of_another_year_begins_empty(story, begin):
    story.finish(begin())
    assert known(story, begin(YEAR_BEFORE), "prepare", "activities") is None


def test_a_report_that_is_sent_back_begins_with_what_was_written(story, begin):
    case = begin()
    story.do(case, "prepare", activities=[activity(story.today, topic="ประชุมภาคีเครือข่าย")])
    (shown,) = known(story, case, "check", "activities_reported")
    assert shown["topic"] == "ประชุมภาคีเครือข่าย"
    assert shown["held"].endswith("2569 ห้องประชุมของสำนักงาน")
    story.do(case, "check", decision="returned", return_reason="เพิ่มผลที่ได้รับ")
    (row,) = known(story, case, "prepare", "activities")
    assert row["topic"] == "ประชุมภาคีเครือข่าย"


def test_a_report_has_an_activity_and_each_all_four_parts(story, begin):
    case = begin()
    with pytest.raises(FormInvalid):
        story.do(case, "prepare", activities=[])
    for part in ("topic", "participants", "outcome", "improvement"):
        with pytest.raises(FormInvalid) as refused:
            story.do(case, "prepare", activities=[activity(story.today, **{part: ""})])
        assert set(refused.value.messages) == {f"activities.0.{part}"}


def test_an_activity_of_another_fiscal_year_is_refused_at_its_day(story, begin):
    case = begin(YEAR_BEFORE)
    within = activity(story.today, held_on="2026-09-30")
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "prepare", activities=[within, activity(story.today)])
    assert set(refused.value.messages) == {"activities.1.held_on"}
    story.do(case, "prepare", activities=[within])
    assert story.open_elements(case) == ["check"]


def test_who_signed_on_paper_stands_as_the_certifier_of_the_report(story, begin):
    signed = {"decision": "allowed", "order_text": "", **signed_on_paper(story.today)}
    story.finish(begin(), allow=signed)
    (found,) = public(story)
    assert (found.certifier.name, found.certifier.position) == ("นายทองดี ตัวอย่าง", "ผู้อำนวยการ")
