"""After the order that seats a committee: who sits is asked to declare, who left is let go.

Deadlines stay; more time is an order of its own (``engine.work.extending``).
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from engine.access.membership import standing_of
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.cases.committees import Seat, seats_of
from engine.cases.links import dismiss
from engine.cases.register import Case
from engine.errors import NotFound
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.declared import tell_undeclared
from engine.work.allocation.queues import committee_queue, members_of_queue, resolve_queues
from engine.work.allocation.redirecting import AMENDED_ORDER, redirect
from engine.work.answer_drafts.rows import forget_drafts
from engine.work.consulting import end_consultations_with
from engine.work.notices import withdraw_notices
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.work_items import (
    ALLOCATED,
    WorkItem,
    open_items_of_case,
    queues_of,
    work_items_of,
)

# The process in which an order is amended while its committee works.
COMMITTEE_AMENDMENT = "committee_amendment"


def follow_the_order(uow: UnitOfWork, case: Case, before: Iterable[Seat]) -> None:
    """Let rights, open steps and notices follow the order that has just seated a committee."""
    seated = {seat.person_id for seat in seats_of(uow, case.id) if seat.person_id}
    gone = {seat.person_id for seat in before if seat.person_id} - seated
    _hand_on(uow, case)
    _dismiss(uow, case, gone)
    tell_undeclared(uow, case.id)


def _hand_on(uow: UnitOfWork, case: Case) -> None:
    """Offer the open steps of the committee to who sits on it now."""
    settings = settings_in_force(uow, uow.today)
    queue = committee_queue(case.id)
    for item in open_items_of_case(uow, case.id):
        if queue not in item.groups:
            continue
        queues = resolve_queues(uow, settings, case, Role(item.role), item.groups)
        if not _stays(uow, settings, item, queues):
            redirect(uow, item, queues, AMENDED_ORDER)


def _stays(
    uow: UnitOfWork, settings: OfficeSettings, item: WorkItem, queues: Collection[str]
) -> bool:
    if item.status != ALLOCATED:
        return set(queues) == queues_of(uow, item.id)
    return any(
        item.assignee_id in members_of_queue(uow, settings, item.case_id, queue) for queue in queues
    )


def _dismiss(uow: UnitOfWork, case: Case, people: Collection[UUID]) -> None:
    """Take the case from who sits no longer, but for what else in it has come to her."""
    other = _has_worked_beside(uow, case)
    for person_id in sorted(people):
        if person_id not in other:
            dismiss(uow, case.id, person_id, AMENDED_ORDER)
    blind = {person_id for person_id in people if not _reads(uow, person_id, case)}
    if blind:
        forget_drafts(uow, case.id, blind)
        end_consultations_with(uow, case.id, blind)
        withdraw_notices(uow, case.id, blind)


def _has_worked_beside(uow: UnitOfWork, case: Case) -> set[UUID | None]:
    """Return who lodged the case, or holds or did a step of it that is not the committee's."""
    queue = committee_queue(case.id)
    found: set[UUID | None] = {case.lodged_by}
    for item in work_items_of(uow, case.id):
        if queue not in item.groups:
            found |= {item.assignee_id, item.completed_by}
    return found


def _reads(uow: UnitOfWork, person_id: UUID, case: Case) -> bool:
    try:
        standing = standing_of(uow, person_id, uow.today)
    except NotFound:
        return False
    return reading_of(uow, standing, case, uow.today) is not Reading.NOTHING
