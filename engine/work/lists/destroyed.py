"""The records that were ordered to be destroyed, order by order, and the lists they stood in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import get_case
from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from engine.work.records.destruction import Destruction, destructions_of
from engine.work.records.lists import ListedRecord, listed_records


@dataclass(frozen=True)
class OrderGiven:
    """One order of the head to destroy; ``is_read``: she may open the business it was given in."""

    business_id: UUID
    business_number: str
    order_cited: str
    ordered_on: date
    is_read: bool
    records: Sequence[Destruction]


def list_destroyed(uow: UnitOfWork, standing: Standing) -> list[OrderGiven]:
    """Return all orders to destroy, the newest first.

    Raises
    ------
    NotPermitted
        None of her roles answers for what was destroyed, or looks into it.
    """
    check(standing, Command.SEE_DESTROYED)
    found = groupby(destructions_of(uow), key=lambda one: one.business_id)
    return [_given(uow, standing, business_id, list(records)) for business_id, records in found]


def read_record_list(uow: UnitOfWork, standing: Standing, business_id: UUID) -> list[ListedRecord]:
    """Return the list of records past their time as it was frozen in a business of the office.

    Raises
    ------
    NotFound
        She does not read it whole, or nothing was listed in it.
    """
    business = get_case(uow, business_id)
    check_reading(reading_of(uow, standing, business, uow.today), Reading.WHOLE)
    lines = listed_records(uow, business_id)
    if not lines:
        raise NotFound
    return lines


def _given(
    uow: UnitOfWork, standing: Standing, business_id: UUID, records: Sequence[Destruction]
) -> OrderGiven:
    business = get_case(uow, business_id)
    return OrderGiven(
        business_id=business_id,
        business_number=business.number,
        order_cited=records[0].order_cited,
        ordered_on=records[0].ordered_on,
        is_read=reading_of(uow, standing, business, uow.today) is Reading.WHOLE,
        records=records,
    )
