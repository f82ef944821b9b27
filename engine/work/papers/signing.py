"""Signatures in the paper folder, recorded by the officer for whoever signed (บันทึกแทน, U5).

The head signs with ink and needs no account, let alone to lend a password. The
officer takes the step for that purpose only: it can then be completed in the paper
way and in no other, and the history names who recorded beside who signed.
"""

from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Reading, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import FormInvalid, NoEligibleHandler, NotPermitted, Sentence
from engine.forms import FormSchema
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import allocate, hold_work_item, not_open
from engine.work.allocation.queues import resolve_queues
from engine.work.offices.settings import settings_in_force
from engine.work.work_items import OFFERED, WorkItem

PAPER = "paper"


def has_signature(schema: FormSchema) -> bool:
    keys = schema.read_keys()
    return "way" in keys and "signed_on" in keys


def claim_for_paper(uow: UnitOfWork, work_item_id: UUID) -> None:
    """Take a step that another role signs, in order to record the signed paper.

    Raises
    ------
    NotFound
        The actor may not read the whole case.
    NotPermitted
        The actor is no officer, or nothing is signed in this step.
    InvalidTransition
        Somebody holds the step already, or it is no longer open.
    """
    item, standing = hold_work_item(uow, work_item_id)
    check_reading(reading_of(uow, standing, get_case(uow, item.case_id), uow.today), Reading.WHOLE)
    if item.status != OFFERED:
        raise not_open(uow, item)
    if not may_record(uow, item, standing):
        raise NotPermitted(
            Sentence(
                "ขั้นตอนนี้ไม่มีการลงนามที่เจ้าหน้าที่บันทึกแทนได้",
                "There is no signature in this step that an officer may record.",
            )
        )
    allocate(uow, item, standing.person_id)


def may_record(uow: UnitOfWork, item: WorkItem, standing: Standing) -> bool:
    """Tell whether this person may record the paper signature of a step of another role."""
    if not standing.holds(Role.OFFICER):
        return False
    return has_signature(form_of(get_edition(uow, item.edition), item.form_ref))


def check_recorder(uow: UnitOfWork, item: WorkItem, standing: Standing, way: str | None) -> bool:
    """Tell whether the step is recorded for somebody else, and refuse it in any way but paper.

    Raises
    ------
    FormInvalid
        The actor does not sign in this step, and the way is another than paper.
    """
    if not records_for_another(uow, item, standing):
        return False
    if way != PAPER:
        raise FormInvalid(
            {
                "way": [
                    Sentence(
                        "ท่านบันทึกแทนได้เฉพาะที่ลงนามในกระดาษแล้ว",
                        "You may only record what was signed on paper.",
                    )
                ]
            }
        )
    return True


def records_for_another(uow: UnitOfWork, item: WorkItem, standing: Standing) -> bool:
    """Tell whether this person, who holds the step, is not the one who signs in it."""
    return Role(item.role) not in standing.roles and not _is_own(uow, item, standing)


def _is_own(uow: UnitOfWork, item: WorkItem, standing: Standing) -> bool:
    """Tell whether the step stands in one of the person's queues: as alternate, say."""
    settings = settings_in_force(uow, uow.today)
    case = get_case(uow, item.case_id)
    try:
        queues = resolve_queues(uow, settings, case, Role(item.role), item.groups)
    except NoEligibleHandler:
        return False
    return not set(queues).isdisjoint(standing.queues)
