"""Runs of a case that end where they stand, with the steps and clocks that are open in them."""

from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy import select

from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import update_rows
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.rows import drop_drafts_of
from engine.work.deadlines import Deadline, end_deadlines, open_deadlines_of_case
from engine.work.stepping import CANCELLED, RUNNING
from engine.work.work_items import open_items_of_case


def running_instances(uow: UnitOfWork, case_id: UUID) -> frozenset[UUID]:
    """Return the runs of a case that have not ended."""
    table = tables.instance
    return frozenset(
        uow.connection.scalars(
            select(table.c.id).where(
                table.c.office_id == uow.actor.office_id,
                table.c.case_id == case_id,
                table.c.status == RUNNING,
            )
        )
    )


def _none_goes_on(_clock: Deadline) -> bool:
    return False


def cut_off(
    uow: UnitOfWork,
    case_id: UUID,
    instances: Collection[UUID],
    *,
    goes_on: Callable[[Deadline], bool] = _none_goes_on,
) -> list[Deadline]:
    """End these runs; of their clocks return those that go on: the others are met by nothing."""
    for item in open_items_of_case(uow, case_id):
        if item.instance_id in instances:
            append(
                uow,
                case_id,
                EventKind.WORK_ITEM_CANCELLED,
                {"work_item": str(item.id)},
                instance_id=item.instance_id,
            )
            drop_drafts_of(uow, item.id)
    clocks = [one for one in open_deadlines_of_case(uow, case_id) if one.instance_id in instances]
    end_deadlines(uow, case_id, [one for one in clocks if not goes_on(one)])
    for instance_id in instances:
        update_rows(
            uow.connection,
            tables.instance,
            {"office_id": uow.actor.office_id, "id": instance_id},
            state=None,
            next_due=None,
            status=CANCELLED,
            ended_at=uow.now,
            failures=0,
        )
    return [one for one in clocks if goes_on(one)]
