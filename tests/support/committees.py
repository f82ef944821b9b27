"""A case whose committee sits, and the order that amends it."""

from uuid import UUID, uuid4

from engine.access.membership import standing_of
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.cases.committees import Seat, seats_of
from engine.cases.register import get_case
from engine.office.roles import Role
from engine.work.committees.amending import Why, begin_amendment
from engine.work.committees.declaring import Declared, Ground, declare_interest
from tests.support.story import in_unit

OUTSIDER = {"outside_name": "นายคนนอก ผู้สมมติ", "position": "อาจารย์", "seat": "member"}


def given_to_a_committee(story, office, **order) -> UUID:
    """Lodge a case and seat a committee: chair and secretary of the office, and an outsider."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", order="committee")
    story.do(case, "draft_order", **order)
    story.do(case, "sign_order")
    return case


def seats(story, case) -> list[Seat]:
    with story.reading() as uow:
        return seats_of(uow, case)


def seat_of(story, case, kind) -> Seat:
    return next(seat for seat in seats(story, case) if seat.kind == kind)


def row(person_id, seat="member", position="กรรมการ"):
    return {"person": str(person_id), "position": position, "seat": seat}


def begin(story, office, case, by=None, why=Why.LEFT, key=None) -> UUID:
    who = by or office.actor(Role.OFFICER)
    return in_unit(story.store, who, begin_amendment, case, why, submission_key=key or uuid4())


def amend(story, office, case, members, **signed) -> None:
    begin(story, office, case)
    story.do(case, "draft_amendment", members=members)
    story.do(case, "sign_amendment", **signed)


def declare(story, case, seat, by, ground: Ground | None = None, signed_on=None, key=None) -> None:
    said = Declared(ground, "เป็นญาติ" if ground else "", signed_on or story.today)
    in_unit(story.store, by, declare_interest, case, seat.id, said, submission_key=key or uuid4())


def reading(story, case, person_id) -> Reading:
    with story.reading() as uow:
        standing = standing_of(uow, person_id, uow.today)
        return reading_of(uow, standing, get_case(uow, case), uow.today)
