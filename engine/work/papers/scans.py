"""The scan of a paper signed before: filed later, which clears ค้างสแกน (U5)."""

from uuid import UUID

from engine.access.permissions import check_reading
from engine.access.visibility import reading_of
from engine.cases.attachments import file_attachment, keep_blob
from engine.cases.register import get_case
from engine.errors import InvalidTransition, NotPermitted
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store.blobs import Blob
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import hold_work_item


def file_scan(uow: UnitOfWork, work_item_id: UUID, blob: Blob, file_name: str) -> None:
    """File the scan of a completed step that was signed on paper.

    Raises
    ------
    NotFound
        The actor may not read this case.
    InvalidTransition
        The step waits for no scan.
    NotPermitted
        The actor neither completed the step nor is an officer.
    """
    item, standing = hold_work_item(uow, work_item_id)
    check_reading(reading_of(uow, standing, get_case(uow, item.case_id), uow.today))
    if not item.scan_missing:
        raise InvalidTransition
    if item.completed_by != standing.person_id and not standing.holds(Role.OFFICER):
        raise NotPermitted
    keep_blob(uow, item.case_id, blob, file_name)
    attachment = file_attachment(
        uow, item.case_id, blob, "scan", element=item.element, work_item_id=item.id
    )
    append(
        uow,
        item.case_id,
        EventKind.SCAN_FILED,
        {"work_item": str(item.id), "attachment": str(attachment)},
        element=item.element,
        instance_id=item.instance_id,
    )
