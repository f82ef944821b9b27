"""A case that a unit has, where its clocks stand, and its suspension."""

from datetime import timedelta
from uuid import uuid4

from engine.office.roles import Role
from engine.work.deadlines import deadlines_of
from engine.work.suspending import Suspension, suspend_case
from tests.support.story import in_unit


def given_to_a_unit(story, office):
    """Lodge a case and give it to a unit today: its report is due in seven working days."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["planning"])
    return case


def clock_of(story, case, name):
    with story.reading() as uow:
        return [each for each in deadlines_of(uow, case) if each.name == name][-1]


def due(story, case, element):
    return story.item(case, element).due_on


def suspension(story, **changed):
    return Suspension(
        **{
            "outside_body": "nacc",
            "reference": "ปช 0012/345",
            "order_cited": "คำสั่งท้ายหนังสือ 9/2570",
            "text": "ป.ป.ช. รับเรื่องไว้ไต่สวน",
            "suspended_on": story.today,
            "ask_on": story.today + timedelta(days=30),
            **changed,
        }
    )


def suspend(story, office, case, key=None, by=None, **changed):
    who = by or office.actor(Role.OFFICER)
    wanted = suspension(story, **changed)
    in_unit(story.store, who, suspend_case, case, wanted, submission_key=key or uuid4())
