"""The hint that a case may be a duplicate: by the respondent, however many cases came between."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from engine.cases.register import get_case
from engine.office.roles import Role
from engine.store import tables
from engine.work.form_lists import MOST_CASES
from engine.work.form_names import form_names
from engine.work.offices.settings import settings_in_force
from tests.support.story import Story

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
SUSPECT = {"name": "นายซ้ำ หลายเรื่อง", "position": "ช่าง"}


def hint(story: Story, office, case) -> str | None:
    item = story.item(case, "register")
    with story.store.reading(office.actor(Role.OFFICER)) as uow:
        names = form_names(uow, settings_in_force(uow, uow.today), get_case(uow, case), item)
        return names["known"]["duplicate_hint"]


def crowd(story: Story, case, count: int) -> None:
    """Put that many newer cases into the register, rows alone."""
    stream, register = tables.stream, tables.case
    with story.store.database.writing() as connection:
        of_case = connection.execute(select(stream).where(stream.c.id == case)).mappings().one()
        row = connection.execute(select(register).where(register.c.id == case)).mappings().one()
        ids = [uuid4() for _ in range(count)]
        connection.execute(insert(stream), [{**of_case, "id": one} for one in ids])
        newer = row["received_on"] + timedelta(days=1)
        rows = [
            {**row, "id": one, "number": f"x{n}", "received_on": newer, "secrecy": "ordinary"}
            for n, one in enumerate(ids)
        ]
        connection.execute(insert(register), rows)


def test_an_earlier_case_about_the_same_person_is_hinted_at_behind_all_newer_ones(story, office):
    officer = office.actor(Role.OFFICER)
    earlier = story.lodge(by=officer, received_on=story.day(-2), respondents=[SUSPECT])
    other = story.lodge(by=officer)
    crowd(story, other, MOST_CASES)
    case = story.lodge(by=officer, respondents=[SUSPECT])
    assert hint(story, office, case) == story.case(earlier).number
    assert hint(story, office, other) is None
