"""People of the office about whom a case turns out to be, later than at the door (U2).

Whoever is excluded loses open work, drafts and notices of the case at once, on
record; what she held goes to others, or to the alternates when nobody is left.
"""

from collections.abc import Iterable
from uuid import UUID, uuid4

from engine.access.membership import standing_of
from engine.access.permissions import Command, Reading
from engine.access.substitutions import in_places_today
from engine.access.visibility import reading_of
from engine.cases.follow_ups import hand_over_all
from engine.cases.parties import Party, PartyKind, excluded_people, join_party, parties_of
from engine.cases.register import Case, get_case
from engine.errors import NotFound
from engine.office.person_names import normalise_person_name
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.queues import has_eligible, resolve_queues
from engine.work.allocation.redirecting import RESPONDENT, redirect
from engine.work.answer_drafts.rows import forget_drafts
from engine.work.consulting import end_consultations_with
from engine.work.holding import hold_case
from engine.work.notices import withdraw_notices
from engine.work.offices.settings import settings_in_force
from engine.work.work_items import OPEN_STATES, queues_of, work_items_of


def add_respondent(
    uow: UnitOfWork,
    case_id: UUID,
    name: str,
    *,
    position: str = "",
    unit: str | None = None,
    person_id: UUID | None = None,
) -> None:
    """Add a respondent to a case that is on its way; one of this name and post changes nothing.

    Raises
    ------
    NotFound
        The actor does not read the whole of this case.
    NotPermitted
        None of the actor's roles may add one.
    NoEligibleHandler
        Nobody would be left for a step that is open.
    """
    hold_case(uow, case_id, Command.ADD_RESPONDENT)
    before = excluded_people(uow, case_id)
    respondents = [p for p in parties_of(uow, case_id) if p.kind is PartyKind.RESPONDENT]
    if person_id in {None, *before} and any(_is_same(p, name, position) for p in respondents):
        # The form was sent twice.
        return
    join_party(
        uow,
        case_id,
        Party(
            id=uuid4(),
            kind=PartyKind.RESPONDENT,
            ordinal=len(respondents) + 1,
            person_id=person_id,
            unit=unit,
            details={"name": name, "position": position},
        ),
    )
    withdraw_from(uow, case_id, excluded_people(uow, case_id) - before, RESPONDENT)


def _is_same(party: Party, name: str, position: str) -> bool:
    return party.details.get("position", "") == position and normalise_person_name(
        str(party.details.get("name", ""))
    ) == normalise_person_name(name)


def withdraw_from(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID], because: str) -> None:
    """Take open work, drafts and notices of a case away from people just excluded from it."""
    gone = frozenset(people)
    if not gone:
        return
    forget_drafts(uow, case_id, gone)
    end_consultations_with(uow, case_id, gone)
    hand_over_all(uow, case_id, gone)
    settings = settings_in_force(uow, uow.today)
    case = get_case(uow, case_id)
    withdraw_notices(uow, case_id, gone | _told_only_through(uow, case, gone))
    for item in (i for i in work_items_of(uow, case_id) if i.status in OPEN_STATES):
        standing_in = queues_of(uow, item.id)
        lost = item.assignee_id in gone or (
            standing_in
            and not any(has_eligible(uow, settings, case_id, queue) for queue in standing_in)
        )
        if lost:
            queues = resolve_queues(uow, settings, case, Role(item.role), item.groups)
            redirect(uow, item, queues, because)


def _told_only_through(uow: UnitOfWork, case: Case, gone: frozenset[UUID]) -> set[UUID]:
    """Return who stands in for or by the choice of one of them, and may not know of the case.

    Not by her own roles, that is.
    """
    acting = {
        place.substitute_id
        for person_id, place in in_places_today(uow, uow.today).items()
        if person_id in gone or place.set_by in gone
    }
    return {person_id for person_id in acting if not _reads(uow, person_id, case)}


def _reads(uow: UnitOfWork, person_id: UUID, case: Case) -> bool:
    try:
        standing = standing_of(uow, person_id, uow.today)
    except NotFound:
        return False
    return reading_of(uow, standing, case, uow.today) is not Reading.NOTHING
