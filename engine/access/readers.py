"""Who of the office may read a case today: for choosing whom to tell something in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from engine.access.membership import Membership, Standing, members
from engine.access.permissions import Reading, reading
from engine.cases.committees import seats_of
from engine.cases.links import members_of
from engine.cases.parties import excluded_people
from engine.cases.register import Case
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Reader:
    """``is_known_to_redacted``: lodged or held the case, or sits on its committee.

    Who reads it by office alone is not named to a unit: of a list of all heads the one who
    is missing would be the respondent.
    """

    standing: Standing
    reading: Reading
    is_known_to_redacted: bool


def readers_of(uow: UnitOfWork, case: Case) -> list[Reader]:
    """Return the people of the office who may read the case today, by name.

    Auditors are none of them: they look at cases and are told nothing there.
    """
    excluded, admitted = excluded_people(uow, case.id), members_of(uow, case.id)
    seated = {seat.person_id for seat in seats_of(uow, case.id) if seat.person_id}
    found = []
    for person_id, held in _by_person(members(uow, uow.today)).items():
        standing = _standing(case, held, is_seated=person_id in seated)
        granted = reading(
            standing,
            case,
            is_excluded=person_id in excluded,
            is_member=person_id in admitted,
            is_granted=False,
        )
        if granted is not Reading.NOTHING:
            found.append(Reader(standing, granted, person_id in admitted | seated))
    return sorted(found, key=lambda reader: reader.standing.name)


def _by_person(memberships: Iterable[Membership]) -> dict[UUID, list[Membership]]:
    held: dict[UUID, list[Membership]] = {}
    for membership in memberships:
        held.setdefault(membership.person_id, []).append(membership)
    return held


def _standing(case: Case, held: list[Membership], *, is_seated: bool) -> Standing:
    return Standing(
        office_id=case.office_id,
        person_id=held[0].person_id,
        name=held[0].name,
        position=held[0].position,
        roles=frozenset(m.role for m in held)
        | ({Role.COMMITTEE_MEMBER} if is_seated else frozenset()),
        units=frozenset(m.unit for m in held if m.unit and m.role is Role.UNIT_MEMBER),
        committees=frozenset({case.id} if is_seated else ()),
    )
