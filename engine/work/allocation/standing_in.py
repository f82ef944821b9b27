"""In whose name a person works on a step: her own first, then of whom she stands in for."""

from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Reading
from engine.access.substitutions import acting_standings
from engine.access.visibility import reading_of
from engine.cases.parties import excluded_people
from engine.cases.register import get_case
from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from engine.work.work_items import OFFERED, get_work_item, queues_of


def standing_for_item(uow: UnitOfWork, own: Standing, work_item_id: UUID) -> Standing:
    """Return with whose standing a person may work on a step; her own where with none."""
    others = acting_standings(uow, own.person_id, uow.today)
    if not others:
        return own
    try:
        item = get_work_item(uow, work_item_id)
    except NotFound:
        return own
    queues = queues_of(uow, item.id) if item.status == OFFERED else frozenset()
    excluded = excluded_people(uow, item.case_id)
    for standing in (own, *others):
        is_hers = item.is_open and item.assignee_id == standing.person_id
        if is_hers or not queues.isdisjoint(standing.queues):
            return standing if excluded.isdisjoint(standing.people) else own
    return own


def standing_for_case(uow: UnitOfWork, own: Standing, case_id: UUID) -> Standing:
    """Return with whose standing a person may read a case; her own where with none."""
    others = acting_standings(uow, own.person_id, uow.today)
    if not others:
        return own
    try:
        case = get_case(uow, case_id)
    except NotFound:
        return own
    for standing in (own, *others):
        if reading_of(uow, standing, case, uow.today) > Reading.NOTHING:
            return standing
    return own
