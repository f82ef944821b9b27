"""Somebody leaves a role: it ends by order, and what she held through it is for others to claim."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from engine.access.membership import committee_seats, end_membership, memberships_of
from engine.cases.follow_ups import hand_over_all
from engine.cases.parties import excluded_people
from engine.cases.register import get_case
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.allocation.queues import members_of_queue
from engine.work.following_up import reads_whole
from engine.work.offices.settings import settings_in_force
from engine.work.work_items import WorkItem, get_work_item


def leave_role(
    store: Store,
    actor: Actor,
    person_id: UUID,
    role: Role,
    *,
    order_cited: str,
    unit: str | None = None,
    last_on: date | None = None,
) -> int:
    """End a role of the actor's office; return how many steps went back to their queues.

    Each step goes back in a unit of its own. Cut off half-way, the same command once more
    goes on where it stopped: a role that ended that day is not ended again.

    Raises
    ------
    NotFound
        The person does not have this role.
    InvalidTransition
        The day is to come or before the role began, or nobody would be left for a step
        that she holds.
    """
    with store.reading(actor) as uow:
        held = items_held_by(uow, person_id, role, unit)
        for item in held:
            _queues_without(uow, item, person_id, role, unit)
    with store.unit(actor) as uow:
        uow.hold(actor.office_id)
        _end(uow, person_id, role, unit, last_on or uow.today, order_cited)
    for item in held:
        with store.unit(actor) as uow:
            uow.hold(item.case_id)
            _give_back(uow, item.id, person_id, role, unit)
    _hand_over_follow_ups(store, actor, person_id)
    return len(held)


def _hand_over_follow_ups(store: Store, actor: Actor, person_id: UUID) -> None:
    """Leave to the officers what she followed up in cases that she does not read any more."""
    table = tables.follow_up
    with store.reading(actor) as uow:
        followed = uow.connection.scalars(
            select(table.c.case_id)
            .distinct()
            .where(
                table.c.office_id == actor.office_id,
                table.c.ended_on.is_(None),
                table.c.holder_id == person_id,
            )
        ).all()
        # The role may last until this evening.
        tomorrow = uow.today + timedelta(days=1)
        lost = [each for each in followed if not reads_whole(uow, person_id, each, tomorrow)]
    for case_id in lost:
        with store.unit(actor) as uow:
            uow.hold(case_id)
            hand_over_all(uow, case_id, [person_id])


def _end(
    uow: UnitOfWork,
    person_id: UUID,
    role: Role,
    unit: str | None,
    last_on: date,
    order_cited: str,
) -> None:
    if last_on > uow.today:
        raise InvalidTransition(
            Sentence(
                "บันทึกในวันสุดท้ายหรือหลังจากนั้น งานที่ถืออยู่จึงไม่ค้างระหว่างนั้น",
                "Record it on the last day or after, so that no step is left hanging until then.",
            )
        )
    found = [
        one
        for one in memberships_of(uow, person_id)
        if (one.role, one.unit) == (role, unit)
        and one.from_on <= uow.today
        and (one.to_on is None or one.to_on >= last_on)
    ]
    if not found:
        raise NotFound(
            Sentence(
                "บุคคลนี้ไม่มีบทบาทนี้ในหน่วยงาน", "This person does not have this role in the office."
            )
        )
    for one in found:
        if one.to_on == last_on:
            continue
        if last_on < one.from_on:
            raise InvalidTransition(
                Sentence("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "The last day lies before the first.")
            )
        end_membership(uow, one.id, last_on=last_on, order_cited=order_cited)


def items_held_by(uow: UnitOfWork, person_id: UUID, role: Role, unit: str | None) -> list[WorkItem]:
    """Return the open steps that the person holds and could not hold without the role."""
    table = tables.work_item
    ids = uow.connection.scalars(
        select(table.c.id)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.assignee_id == person_id,
            table.c.ended_at.is_(None),
        )
        .order_by(table.c.due_on, table.c.id)
    ).all()
    left = _queues_left(uow, person_id, role, unit)
    return [
        item
        for item in (get_work_item(uow, work_item_id) for work_item_id in ids)
        if _needs(uow, item, role, unit, left)
    ]


def _needs(
    uow: UnitOfWork, item: WorkItem, role: Role, unit: str | None, left: frozenset[str]
) -> bool:
    """Tell whether she holds the step by this role: an officer also to record a paper signature."""
    wanted = item.groups or (item.role,)
    queues = {*wanted, *_stand_ins(uow, item)}
    by_this = _queue(role, unit) in queues or role is Role.OFFICER
    return by_this and left.isdisjoint(queues)


def _stand_ins(uow: UnitOfWork, item: WorkItem) -> tuple[str, ...]:
    settings, case = settings_in_force(uow, uow.today), get_case(uow, item.case_id)
    found = settings.stand_ins(Role(item.role), case.respondent_kind)
    return tuple(each.value for each in found)


def _queue(role: Role, unit: str | None) -> str:
    return f"unit:{unit}" if role is Role.UNIT_MEMBER and unit else role.value


def _queues_left(uow: UnitOfWork, person_id: UUID, role: Role, unit: str | None) -> frozenset[str]:
    """Return whose work she may do without the role; a seat on a committee stays hers."""
    others = [
        one
        for one in memberships_of(uow, person_id)
        if one.is_on(uow.today) and (one.role, one.unit) != (role, unit)
    ]
    queues = {each for one in others for each in (one.role.value, _queue(one.role, one.unit))}
    seats = committee_seats(uow, person_id)
    return frozenset(queues | {f"committee:{case_id}" for case_id in seats})


def _queues_without(
    uow: UnitOfWork, item: WorkItem, person_id: UUID, role: Role, unit: str | None
) -> tuple[str, ...]:
    """Return where the step is offered once she is gone.

    Raises
    ------
    InvalidTransition
        Nobody would be left who may do it.
    """
    settings, left = settings_in_force(uow, uow.today), _queues_left(uow, person_id, role, unit)
    excluded = excluded_people(uow, item.case_id)

    def has_others(queue: str) -> bool:
        gone = set() if queue in left else {person_id}
        return bool(members_of_queue(uow, settings, item.case_id, queue) - excluded - gone)

    for wanted in (item.groups or (item.role,), *((each,) for each in _stand_ins(uow, item))):
        found = tuple(queue for queue in wanted if has_others(queue))
        if found:
            return found
    name = item.name
    raise InvalidTransition(
        Sentence(
            f"ถ้าสิ้นสุดบทบาทนี้จะไม่มีผู้ทำขั้นตอน {name} ที่ถืออยู่ ให้ผู้อื่นมีบทบาทนี้ก่อน",
            f"Nobody would be left for the step {item.name_en}; give somebody the role first.",
        )
    )


def _give_back(
    uow: UnitOfWork, work_item_id: UUID, person_id: UUID, role: Role, unit: str | None
) -> None:
    item = get_work_item(uow, work_item_id)
    if not item.is_open or item.assignee_id != person_id:
        return
    append(
        uow,
        item.case_id,
        EventKind.WORK_ITEM_RELEASED,
        {
            "work_item": str(item.id),
            "queues": list(_queues_without(uow, item, person_id, role, unit)),
        },
        element=item.element,
        instance_id=item.instance_id,
    )
