"""The committee of a case as its page shows it: who sat by which order, and who has declared."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check_reading, may
from engine.access.visibility import reading_of
from engine.cases.committees import (
    CommitteeOrder,
    Declaration,
    Seat,
    declarations_of,
    orders_of,
    seats_of,
)
from engine.cases.register import Case, get_case
from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.declared import undeclared
from engine.work.committees.amending import is_at_work, is_being_amended
from engine.work.committees.declaring import may_record
from engine.work.names import person_names


@dataclass(frozen=True)
class CommitteeFile:
    """What one reader is shown, and may do.

    ``declarations`` by seat, whole, are for who reads the whole case; the others learn who has
    an interest, and nothing of why. ``recordable`` are the seats whose declaration the reader
    may write down; ``missing`` those whose is still to come.
    """

    case: Case
    reading: Reading
    seats: tuple[Seat, ...]
    missing: frozenset[UUID]
    declarations: Mapping[UUID, Declaration]
    recordable: frozenset[UUID]
    orders: tuple[CommitteeOrder, ...]
    names: Mapping[UUID, str]
    own_seat: Seat | None
    may_amend: bool
    may_remind: bool
    is_being_amended: bool


def read_committee(uow: UnitOfWork, standing: Standing, case_id: UUID) -> CommitteeFile:
    """Return the committee for who sits on it, or reads the whole case.

    Raises
    ------
    NotFound
        There is no such case or committee for this person.
    """
    case = get_case(uow, case_id)
    granted = reading_of(uow, standing, case, uow.today)
    is_whole = granted is Reading.WHOLE
    seats, orders = seats_of(uow, case_id), orders_of(uow, case_id)
    check_reading(granted)
    if not orders or not (is_whole or case_id in standing.committees):
        raise NotFound
    missing = frozenset(seat.id for seat in undeclared(uow, case_id))
    declarations = declarations_of(uow, case_id, seats) if is_whole else {}
    may_declare = case.is_open and may(standing, Command.DECLARE_INTEREST)
    recordable = {
        seat.id
        for seat in seats
        if may_declare and not seat.has_interest and may_record(seats, standing, granted, seat)
    }
    amends = is_being_amended(uow, case_id)
    people = [seat.person_id for order in orders for seat in order.seats]
    recorders = [one.recorded_by for one in declarations.values()]
    return CommitteeFile(
        case=case,
        reading=granted,
        seats=tuple(seats),
        missing=missing,
        declarations=declarations,
        recordable=frozenset(recordable),
        orders=tuple(orders),
        names=person_names(uow, [*people, *recorders]),
        own_seat=next((seat for seat in seats if seat.person_id == standing.person_id), None),
        may_amend=is_whole
        and not amends
        and case.is_open
        and may(standing, Command.AMEND_COMMITTEE)
        and is_at_work(uow, case_id),
        may_remind=may_declare and any(s.person_id for s in seats if s.id in missing),
        is_being_amended=amends,
    )
