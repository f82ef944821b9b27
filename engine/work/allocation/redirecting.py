"""An open step goes to others than those to whom it was offered: the case has turned."""

from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.work_items import WorkItem

# Why, as the history keeps it: who had it is a respondent, has declared an interest in the
# matter, or sits on the committee no longer.
RESPONDENT, INTEREST, AMENDED_ORDER = "respondent", "interest", "amended_order"


def redirect(uow: UnitOfWork, item: WorkItem, queues: tuple[str, ...], because: str) -> None:
    """Take an open step out of whoever's hands it is in and offer it in these queues."""
    append(
        uow,
        item.case_id,
        EventKind.WORK_ITEM_REDIRECTED,
        {"work_item": str(item.id), "queues": list(queues), "because": because},
        element=item.element,
        instance_id=item.instance_id,
    )
