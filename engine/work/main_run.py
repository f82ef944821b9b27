"""The run of a case's own process, beside which others may be on their way."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.definitions.editions import get_edition
from engine.errors import NotFound
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.deadlines import deadline_names
from engine.work.stepping import RUNNING


@dataclass(frozen=True)
class MainRun:
    instance_id: UUID
    edition: Edition


def get_main_run(uow: UnitOfWork, case_id: UUID) -> MainRun:
    """Return the run in which the case goes its way; NotFound once it has ended."""
    found = find_main_run(uow, case_id)
    if found is None:
        raise NotFound
    return found


def find_main_run(uow: UnitOfWork, case_id: UUID) -> MainRun | None:
    """Return the run in which the case goes its way, while it does."""
    table = tables.instance
    row = uow.connection.execute(
        select(table.c.id, table.c.edition)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.item.is_(None),
            table.c.status == RUNNING,
        )
        .order_by(table.c.started_at)
        .limit(1)
    ).one_or_none()
    return MainRun(row.id, get_edition(uow, row.edition)) if row else None


def is_part_of(edition: Edition, process_id: str) -> bool:
    """Tell whether a process is the edition's own, or one that it calls.

    What runs beside a case is either: a unit or party that came later has what the case's own
    process would have called for her; a request or a report has a process that stands for itself.
    """
    return process_id in blueprint_of(edition).processes


def knows_clock(edition: Edition, name: str, scope: str) -> bool:
    """Tell whether steps of an edition work under a clock of this name, in a place of this kind."""
    elements = {
        element.id: element
        for process in blueprint_of(edition).processes.values()
        for element in process.elements.values()
    }
    named = any(name in deadline_names(one.properties) for one in elements.values())
    places = [part.partition("=")[0] for part in scope.split("/") if part]
    return named and all(place in elements for place in places)
