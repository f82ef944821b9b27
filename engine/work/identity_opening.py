"""Who may have a sealed identity opened, and for which step nobody needs to ask (U9)."""

from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.identities import sealed_fields
from engine.cases.parties import Party, PartyKind, parties_of
from engine.cases.register import get_case
from engine.errors import NotFound
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.variables import last_item
from engine.work.work_items import ALLOCATED, WorkItem


def check_may_open(uow: UnitOfWork, standing: Standing, case_id: UUID) -> None:
    """Refuse unless the person reads the whole case and holds a role that opens identities.

    Raises
    ------
    NotFound
        She may not know that there is such a case, or reads its redacted part only.
    NotPermitted
        None of her roles opens identities.
    """
    check_reading(reading_of(uow, standing, get_case(uow, case_id), uow.today), Reading.WHOLE)
    check(standing, Command.OPEN_IDENTITY)


def sealed_parties(uow: UnitOfWork, case_id: UUID) -> list[Party]:
    """Return the parties of whom something is sealed, without opening it."""
    sealed = sealed_fields(uow, case_id)
    return [party for party in parties_of(uow, case_id) if party.id in sealed]


def find_addressee(uow: UnitOfWork, standing: Standing, item: WorkItem) -> Party | None:
    """Return whom a letter of this step goes to, for the officer who has the step in hand.

    A step that is done once for each complainant names its party in its scope: it is a
    notice, and a notice needs a name and an address. Whoever holds it gets them without
    asking; that it was opened is recorded all the same.
    """
    if item.status != ALLOCATED or item.assignee_id != standing.person_id:
        return None
    if item.role != Role.OFFICER or not standing.holds(Role.OFFICER):
        return None
    wanted = last_item(item.scope)
    return next(
        (
            party
            for party in sealed_parties(uow, item.case_id)
            if str(party.id) == wanted and party.kind is PartyKind.COMPLAINANT
        ),
        None,
    )


def get_addressee(uow: UnitOfWork, standing: Standing, item: WorkItem) -> Party:
    """Return it, or answer that there is no such page."""
    found = find_addressee(uow, standing, item)
    if found is None:
        raise NotFound
    return found
