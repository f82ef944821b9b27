"""Who may take a step of a case: members of its role, less those it is about.

When nobody is left, the work goes to the profile's alternate, and when the
alternates are respondents too, to the handler who tracks the referral to an
outside body. A case that nobody may handle is refused at the door.
"""

from uuid import UUID

from engine.access.membership import Membership, holders
from engine.cases.committees import seats_of
from engine.cases.parties import excluded_people
from engine.cases.register import Case
from engine.errors import NoEligibleHandler
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings
from engine.work.public.retaliation_names import PROCESS as RETALIATION


def committee_queue(case_id: UUID) -> str:
    """Return the queue of who sits on the committee of a case."""
    return f"committee:{case_id}"


def resolve_queues(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    role: Role,
    groups: tuple[str, ...],
) -> tuple[str, ...]:
    """Return the queues in which a step of this lane is offered.

    Raises
    ------
    NoEligibleHandler
        Nobody who may act is left, in the role, among its alternates or as handler.
    """
    if case.process_id == RETALIATION and role is Role.CUSTODIAN:
        return (_tracker(uow, settings, case.id),)
    wanted = groups or (role.value,)
    eligible = tuple(queue for queue in wanted if has_eligible(uow, settings, case.id, queue))
    if eligible:
        return eligible
    for stand_in in settings.stand_ins(role, case.respondent_kind):
        if has_eligible(uow, settings, case.id, stand_in.value):
            return (stand_in.value,)
    raise NoEligibleHandler


def _tracker(uow: UnitOfWork, settings: OfficeSettings, case_id: UUID) -> str:
    """Return who prepares what leaves the office under seal: these roles and nobody in place."""
    for role in settings.profile.retaliation.tracked_by:
        if has_eligible(uow, settings, case_id, role.value):
            return role.value
    raise NoEligibleHandler


def has_eligible(uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, queue: str) -> bool:
    """Tell whether anybody of a queue may act in the case."""
    return bool(members_of_queue(uow, settings, case_id, queue) - excluded_people(uow, case_id))


def members_of_queue(
    uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, queue: str
) -> frozenset[UUID]:
    """Return who stands behind a queue, whether the case is about them or not."""
    kind, _, key = queue.partition(":")
    if kind == "committee":
        return frozenset(seat.person_id for seat in seats_of(uow, case_id) if seat.person_id)
    found: list[Membership]
    if kind == "unit":
        found = holders(uow, settings.today, Role.UNIT_MEMBER, key)
    else:
        found = holders(uow, settings.today, Role(kind))
    return frozenset(member.person_id for member in found)
