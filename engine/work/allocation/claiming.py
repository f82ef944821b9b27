"""Claim, release, reassign: whose a work item is."""

from uuid import UUID

from engine.access.membership import Standing, holders
from engine.access.permissions import Command, check, check_reading
from engine.access.substitutions import standing_of_actor
from engine.access.visibility import reading_of
from engine.cases.links import admit
from engine.cases.parties import excluded_people
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import appoints
from engine.errors import InvalidTransition, NotFound, NotPermitted, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.office_time import office_moment
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.declared import check_declared
from engine.work.allocation.queues import resolve_queues
from engine.work.answer_drafts.rows import hand_over
from engine.work.duties import barred, check_duties
from engine.work.names import person_name
from engine.work.notices import NoticeKind, notify
from engine.work.offices.settings import settings_in_force
from engine.work.own_words import own_words
from engine.work.work_items import (
    ALLOCATED,
    CANCELLED,
    OFFERED,
    WorkItem,
    get_work_item,
    queues_of,
)


def hold_work_item(uow: UnitOfWork, work_item_id: UUID) -> tuple[WorkItem, Standing]:
    """Lock the item's case, then read the item and what the actor is in this office.

    The other order lets two people both read "offered" and both claim.

    Who stands in for somebody acts with her standing, as far as it goes.

    Raises
    ------
    NotFound
        No such item in this office, or the actor may not know that there is: she is a
        respondent of its case, or neither it nor the case is anything of hers.
    """
    found = get_work_item(uow, work_item_id)
    uow.hold(found.case_id)
    if appoints(get_edition(uow, found.edition)):
        # An order that is signed gives roles: events of the office, written in the same unit.
        uow.hold(uow.actor.office_id)
    item = get_work_item(uow, work_item_id)
    standing = standing_of_actor(uow)
    check_known(uow, item, standing)
    return item, standing


def check_known(uow: UnitOfWork, item: WorkItem, standing: Standing) -> None:
    """Refuse who may not be told of the step, nor who holds it or was faster: NotFound."""
    if not excluded_people(uow, item.case_id).isdisjoint(standing.people):
        raise NotFound
    if not _is_for_her(uow, item, standing):
        check_reading(reading_of(uow, standing, get_case(uow, item.case_id), uow.today))


def _is_for_her(uow: UnitOfWork, item: WorkItem, standing: Standing) -> bool:
    """Tell whether the step is hers, or was offered where she looks, whoever has it now.

    What else is said of a step, who holds it and who was faster, is said to these people.
    """
    if standing.person_id in (item.assignee_id, item.completed_by):
        return True
    offered_to = {*(item.groups or (item.role,)), *queues_of(uow, item.id)}
    return not offered_to.isdisjoint(standing.queues)


def claim_work_item(uow: UnitOfWork, work_item_id: UUID) -> None:
    """Take an offered item.

    Raises
    ------
    NotPermitted
        It stands in none of the actor's queues.
    InvalidTransition
        Somebody was faster, or the step is no longer open.
    """
    item, standing = hold_work_item(uow, work_item_id)
    if item.status == ALLOCATED and item.assignee_id == standing.person_id:
        return
    if item.status != OFFERED:
        raise not_open(uow, item)
    if queues_of(uow, item.id).isdisjoint(standing.queues):
        raise NotPermitted(
            Sentence(
                f"งานนี้เป็นของ{Role(item.role).title.th}",
                f"This step belongs to the role {Role(item.role).title.en}.",
            )
        )
    check_declared(uow, item, standing.person_id)
    settings = settings_in_force(uow, uow.today)
    check_duties(uow, settings, get_case(uow, item.case_id), item)
    allocate(uow, item, standing.person_id)


def allocate(uow: UnitOfWork, item: WorkItem, person_id: UUID) -> None:
    append(
        uow,
        item.case_id,
        EventKind.WORK_ITEM_CLAIMED,
        {"work_item": str(item.id), "assignee": str(person_id)},
        element=item.element,
        instance_id=item.instance_id,
    )
    admit(uow, item.case_id, person_id, "holder")


def release_work_item(uow: UnitOfWork, work_item_id: UUID, *, hands_draft: bool = False) -> None:
    """Put an item back for the others of its role (คืนงาน).

    ``hands_draft``: what the holder has typed goes to whoever claims it; else it stays hers.
    """
    item, standing = hold_work_item(uow, work_item_id)
    check_held_by(uow, item, standing.person_id)
    if hands_draft:
        hand_over(uow, item.id, item.assignee_id)
    append(
        uow,
        item.case_id,
        EventKind.WORK_ITEM_RELEASED,
        {"work_item": str(item.id), "queues": list(queues_for(uow, item))},
        element=item.element,
        instance_id=item.instance_id,
    )


def reassign_work_item(
    uow: UnitOfWork,
    work_item_id: UUID,
    to_person: UUID,
    reason: str,
    *,
    hands_draft: bool = False,
) -> None:
    """Give an open item to another person of its role, with a reason on record.

    ``hands_draft``: what its holder has typed goes along (มอบร่างไปด้วย); else it stays hers.

    Raises
    ------
    NotPermitted
        The actor is no manager or head, or the person may not do this step.
    NotFound
        There is no such step, or the actor may not know that there is.
    InvalidTransition
        The step is no longer open.
    """
    item, standing = hold_work_item(uow, work_item_id)
    check_may_reassign(uow, item, standing)
    if not item.is_open:
        raise not_open(uow, item)
    words = own_words(reason, _WHY_REASSIGNED)
    if to_person not in reassignable_to(uow, item):
        raise NotPermitted(
            Sentence("ผู้ที่เลือกไม่มีสิทธิทำขั้นตอนนี้", "The person chosen may not do this step.")
        )
    if hands_draft:
        hand_over(uow, item.id, item.assignee_id)
    append(
        uow,
        item.case_id,
        EventKind.WORK_ITEM_REASSIGNED,
        {
            "work_item": str(item.id),
            "from": str(item.assignee_id) if item.assignee_id else None,
            "to": str(to_person),
            "reason": words,
        },
        element=item.element,
        instance_id=item.instance_id,
    )
    admit(uow, item.case_id, to_person, "holder")
    notify(uow, [to_person], NoticeKind.REASSIGNED, case_id=item.case_id, work_item_id=item.id)


_WHY_REASSIGNED = Sentence("ต้องระบุเหตุผลที่เปลี่ยนผู้รับผิดชอบ", "A reason is required.")


def check_may_reassign(uow: UnitOfWork, item: WorkItem, standing: Standing) -> None:
    """Refuse who does not reassign, and tell who may not know of the case that there is none."""
    check(standing, Command.REASSIGN_WORK_ITEM)
    check_reading(reading_of(uow, standing, get_case(uow, item.case_id), uow.today))


def reassignable_to(uow: UnitOfWork, item: WorkItem) -> dict[UUID, str]:
    """Return who else may be given the item: id and name."""
    settings = settings_in_force(uow, uow.today)
    done = barred(uow, settings, get_case(uow, item.case_id), Role(item.role))
    excluded = excluded_people(uow, item.case_id) | done
    found: dict[UUID, str] = {}
    for queue in queues_for(uow, item):
        kind, _, key = queue.partition(":")
        if kind == "committee":
            continue
        role = Role.UNIT_MEMBER if kind == "unit" else Role(kind)
        for member in holders(uow, uow.today, role, key or None):
            if member.person_id not in excluded and member.person_id != item.assignee_id:
                found[member.person_id] = member.name
    return found


def check_held_by(uow: UnitOfWork, item: WorkItem, person_id: UUID) -> None:
    """Refuse unless the item is in this person's hands, saying in whose it is."""
    if not item.is_open:
        raise not_open(uow, item)
    if item.assignee_id == person_id:
        return
    if item.assignee_id is None:
        raise InvalidTransition(
            Sentence("งานนี้ยังไม่มีผู้รับ รับงานก่อนบันทึก", "Nobody has claimed this step; claim it first.")
        )
    name = person_name(uow, item.assignee_id)
    raise NotPermitted(Sentence(f"งานนี้อยู่กับ {name}", f"{name} holds this step."))


def not_open(uow: UnitOfWork, item: WorkItem) -> InvalidTransition:
    """Say who was faster and when."""
    if item.status == CANCELLED:
        return InvalidTransition(
            Sentence("ขั้นตอนนี้ถูกยกเลิกแล้ว เรื่องเดินไปทางอื่น", "The step was cancelled; the case went on.")
        )
    who = item.completed_by or item.assignee_id
    if who == uow.actor.person_id:
        th, en = "ท่าน", "You"
    else:
        en = person_name(uow, who) if who else ""
        th = f"{en} "
    at = office_moment(item.ended_at or item.claimed_at or item.offered_at)
    clock = f"{at.hour}.{at.minute:02d} น."
    if item.status == ALLOCATED:
        return InvalidTransition(
            Sentence(f"{th}รับงานนี้ไปก่อนแล้ว เมื่อ {clock}", f"{en} claimed this step at {at:%H:%M}.")
        )
    return InvalidTransition(
        Sentence(f"{th}บันทึกงานนี้เสร็จก่อนแล้ว เมื่อ {clock}", f"{en} completed this step at {at:%H:%M}.")
    )


def queues_for(uow: UnitOfWork, item: WorkItem) -> tuple[str, ...]:
    """Resolve again who may do the step: people come, go and turn out to be respondents."""
    return resolve_queues(
        uow,
        settings_in_force(uow, uow.today),
        get_case(uow, item.case_id),
        Role(item.role),
        item.groups,
    )


def find_visible(uow: UnitOfWork, work_item_id: UUID, standing: Standing) -> WorkItem:
    """Return an item that this person may know of: hers, in her queues, or of a case she reads.

    Raises
    ------
    NotFound
        There is none, or she may not know that there is.
    """
    item = get_work_item(uow, work_item_id)
    if not excluded_people(uow, item.case_id).isdisjoint(standing.people):
        raise NotFound
    if item.assignee_id == standing.person_id:
        return item
    if item.status == OFFERED and not queues_of(uow, item.id).isdisjoint(standing.queues):
        return item
    case = get_case(uow, item.case_id)
    check_reading(reading_of(uow, standing, case, uow.today))
    return item
