"""The daily check of the channels: one case a day, what is listed, and when it is late (U20)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine.errors import FormInvalid
from engine.journal.kinds import EventKind
from engine.office.calendar import Calendar
from engine.office.public_holidays import thai_public_holidays
from engine.office.roles import Role
from engine.store import tables
from engine.work.business.channel_checks import channels_to_check
from engine.work.form_names import form_names
from engine.work.offices.settings import settings_in_force
from engine.worker import start_turns
from tests.support.streams import check_rebuild, check_runs_again, check_streams

CALENDAR = Calendar(thai_public_holidays([2026]))
OPENED = {"result": "none", "opener": "กมล ตัวอย่าง", "witness": "ตะวัน ตัวอย่าง"}


@pytest.fixture
def check(story, clock):
    """The check of Monday 30 November 2026, begun by the calendar at nine."""
    clock.now = datetime(2026, 11, 30, 2, 1, tzinfo=UTC)
    start_turns(story.store)
    return begun(story)[0]


def begun(story):
    table = tables.case
    with story.reading() as uow:
        return uow.connection.scalars(
            select(table.c.id)
            .where(table.c.process_id == "channel_check")
            .order_by(table.c.received_on)
        ).all()


def rows(story, case):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        item = story.item(case, "check_channels")
        known = form_names(uow, settings, story.case(case), item)["known"]
        return [row["name"] for row in known["channels"]], [row["name"] for row in known["boxes"]]


def listed(story, day):
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
    return {channel.key for channel in channels_to_check(profile, CALENDAR, day)}


def test_a_check_begins_each_working_day_and_only_the_last_after_an_absence(story, clock, check):
    assert story.case(check).subject == "ตรวจช่องทางรับเรื่อง 30 พฤศจิกายน 2569"
    clock.now = datetime(2026, 12, 4, 3, tzinfo=UTC)
    start_turns(story.store)
    assert [story.case(each).received_on for each in begun(story)] == [
        date(2026, 11, 30),
        date(2026, 12, 4),
    ]


def test_what_comes_of_itself_is_not_looked_for_and_a_box_once_a_week(story):
    monday, tuesday = listed(story, date(2026, 11, 30)), listed(story, date(2026, 12, 1))
    assert "walk_in" not in monday
    assert "facebook" in tuesday
    assert monday - tuesday == {"box"}


def test_after_a_holiday_the_box_is_opened_on_the_first_day_of_the_week_that_is_worked(story):
    # Monday the 7th of December 2026 is kept for the 5th.
    assert "box" not in listed(story, date(2026, 12, 7))
    assert "box" in listed(story, date(2026, 12, 8))


def test_one_press_checks_all_channels_and_two_people_open_the_box(story, check):
    channels, boxes = rows(story, check)
    assert len(boxes) == 1
    assert set(channels).isdisjoint(boxes)
    story.do(check, "check_channels", boxes=[OPENED])
    done = next(e for e in story.events(check) if e.kind is EventKind.WORK_ITEM_COMPLETED)
    assert done.content["answers"]["boxes"] == [{"name": boxes[0], **OPENED}]
    assert "channels" not in done.content["answers"] or not done.content["answers"]["channels"]
    assert story.case(check).status == "archived"
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_a_box_is_not_opened_by_one_person_alone(story, check):
    with pytest.raises(FormInvalid) as refused:
        story.do(check, "check_channels", boxes=[{**OPENED, "witness": ""}])
    assert "boxes.0.witness" in refused.value.messages


def test_a_channel_that_was_not_checked_says_why(story, check):
    channels, _ = rows(story, check)
    told = [{"result": "none"} for _ in channels]
    told[0] = {"result": "not_checked", "reason": ""}
    said = {"outcome": "some", "channels": told, "boxes": [OPENED]}
    with pytest.raises(FormInvalid) as refused:
        story.do(check, "check_channels", **said)
    assert "channels.0.reason" in refused.value.messages
    told[0]["reason"] = "เว็บไซต์ปิดปรับปรุง"
    story.do(check, "check_channels", **said)
    assert story.case(check).status == "archived"


def test_a_check_that_is_made_the_next_day_is_late_and_the_manager_is_told(story, clock, check):
    clock.advance(hours=24)
    story.run_worker()
    assert "deadline_breached" in story.kinds(check)
    told = next(e for e in story.events(check) if e.kind is EventKind.CASE_ESCALATED)
    assert told.content["roles"] == [Role.MANAGER]
    story.do(check, "check_channels", boxes=[OPENED])
    met = next(e for e in story.events(check) if e.kind is EventKind.DEADLINE_MET)
    assert met.content["late"]
