"""Who may have a sealed identity opened, and for which step nobody needs to ask (U9)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from engine.access.identity_requests import (
    Outcome,
    reasons_of,
    request_in_force,
    requests_of,
)
from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check, check_fits, check_reading, may
from engine.access.visibility import reading_of
from engine.cases.identities import sealed_fields
from engine.cases.parties import Party, PartyKind, parties_of
from engine.cases.register import get_case
from engine.errors import NotFound, NotPermitted, Sentence
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names
from engine.work.variables import last_item
from engine.work.work_items import ALLOCATED, WorkItem


def check_may_open(uow: UnitOfWork, standing: Standing, case_id: UUID) -> None:
    """Refuse unless the person reads the whole case and may open its identities today.

    The custodian may by her office; whoever else asked her and was allowed may until the last
    day of it.

    Raises
    ------
    NotFound
        She may not know that there is such a case, or reads its redacted part only.
    NotPermitted
        She keeps no identities, and was not allowed or is no longer.
    """
    check_reading(reading_of(uow, standing, get_case(uow, case_id), uow.today), Reading.WHOLE)
    if not may_open(uow, standing, case_id):
        raise NotPermitted(_ASK_FIRST)


def may_open(uow: UnitOfWork, standing: Standing, case_id: UUID) -> bool:
    """Tell whether who reads the whole case may open its identities: a right is hers alone."""
    if may(standing, Command.OPEN_IDENTITY):
        return True
    if standing.substitute_id is not None:
        return False
    return request_in_force(uow, case_id, standing.person_id) is not None


def check_may_ask(uow: UnitOfWork, standing: Standing, case_id: UUID) -> None:
    """Refuse unless the person reads the whole case and may ask to know who is behind it.

    Raises
    ------
    NotFound, NotPermitted
        As of ``check_may_open``.
    """
    case = get_case(uow, case_id)
    check_reading(reading_of(uow, standing, case, uow.today), Reading.WHOLE)
    check(standing, Command.ASK_IDENTITY)
    check_fits(Command.ASK_IDENTITY, case)


@dataclass(frozen=True)
class ShownRequest:
    """A request as the page of identities tells it."""

    id: UUID
    person_id: UUID
    name: str
    reason: str
    asked_at: datetime
    outcome: Outcome | None
    decided_by: str
    decided_at: datetime | None
    until_on: date | None
    ended_at: datetime | None
    may_end: bool


def shown_requests(uow: UnitOfWork, standing: Standing, case_id: UUID) -> list[ShownRequest]:
    """Return the requests of a case: to who answers for identities all, to anybody else her own."""
    answers_for = may(standing, Command.END_IDENTITY_ACCESS)
    found = [
        one
        for one in requests_of(uow, case_id)
        if answers_for or one.person_id == standing.person_id
    ]
    people = {each for one in found for each in (one.person_id, one.decided_by) if each}
    names, reasons = person_names(uow, people), reasons_of(uow, case_id, found)
    return [
        ShownRequest(
            one.id,
            one.person_id,
            names.get(one.person_id, ""),
            reasons[one.id],
            one.asked_at,
            one.outcome,
            names.get(one.decided_by, "") if one.decided_by else "",
            one.decided_at,
            one.until_on,
            one.ended_at,
            may_end=answers_for and one.is_in_force(uow.today),
        )
        for one in found
    ]


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


_ASK_FIRST = Sentence(
    "ขอผู้รักษาข้อมูลปิดชื่อก่อน ถ้าอนุญาตท่านจึงเปิดชื่อได้จนครบวันที่กำหนด",
    "Ask the custodian of identities first; once allowed you may open it until its last day.",
)
