"""The yearly check of guideline, channels and chart, with its evidence (seed 002, February)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.errors import FormInvalid
from engine.store import tables
from engine.work.form_names import form_names
from engine.work.office_settings import settings_in_force
from engine.worker import start_turns
from tests.support.streams import check_rebuild, check_runs_again, check_streams


@pytest.fixture
def yearly(story, clock):
    """The check that begins on the first working day of February."""
    clock.now = datetime(2027, 2, 1, 2, tzinfo=UTC)
    start_turns(story.store)
    table = tables.case
    with story.reading() as uow:
        return uow.connection.scalars(
            select(table.c.id).where(table.c.process_id == "readiness_check")
        ).one()


def test_it_begins_in_february_and_ends_certified_and_entered(story, yearly):
    assert story.case(yearly).subject == "ตรวจความพร้อมของแนวทางและช่องทาง ปีงบประมาณ พ.ศ. 2570"
    story.finish(yearly)
    done = [e.element for e in story.events(yearly) if e.kind == "work_item_completed"]
    assert done == ["gather", "check", "certify", "enter"]
    assert story.case(yearly).status == "archived"
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_its_form_lists_the_channels_and_whether_they_are_online(story, yearly):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        item = story.item(yearly, "gather")
        known = form_names(uow, settings, story.case(yearly), item)["known"]
        rows = known["channels_published"]
    ways = [row["way"] for row in rows]
    assert len(rows) >= 3
    assert {"ออนไลน์", "ออฟไลน์"} == set(ways)
    assert "หน่วยงานอื่นส่งต่อ" not in [row["name"] for row in rows]


def test_what_is_missing_needs_a_plan(story, yearly):
    with pytest.raises(FormInvalid) as refused:
        story.do(yearly, "gather", separate_channel="not_yet")
    assert set(refused.value.messages) == {"plan"}
    story.do(yearly, "gather", separate_channel="not_yet", plan="เปิดช่องทางภายในเดือนมีนาคม")
    assert story.open_elements(yearly) == ["check"]


def test_what_is_said_to_be_published_needs_its_place(story, yearly):
    with pytest.raises(FormInvalid) as refused:
        story.do(yearly, "gather", guideline_place="")
    assert set(refused.value.messages) == {"guideline_place"}
