"""Delegate and send back: the holder gives her step to a colleague, who may return it.

Who gave a step to its holder is read from the case's history, the only place where the
reason stands. A delegated step returns to whoever delegated it. One that a manager gave
returns to the queue of its role, where the manager sees it among what nobody has claimed,
and she is told: the person she took it from is not given it again behind her back.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.access.membership import Standing
from engine.cases.links import admit
from engine.cases.register import Case, get_case
from engine.errors import InvalidTransition, NotPermitted, Sentence
from engine.journal.events import Event, append, read_stream
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import (
    check_held_by,
    find_visible,
    hold_work_item,
    queues_for,
    reassignable_to,
)
from engine.work.answer_drafts.rows import hand_over, has_draft
from engine.work.names import person_name
from engine.work.notices import NoticeKind, notify
from engine.work.own_words import own_words
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import WorkItem

_GIVEN = frozenset(
    {
        EventKind.WORK_ITEM_DELEGATED,
        EventKind.WORK_ITEM_REASSIGNED,
        EventKind.WORK_ITEM_SENT_BACK,
    }
)


@dataclass(frozen=True)
class Giving:
    """How the holder came by a step that somebody gave her.

    ``is_return``: she had delegated it herself and has it back, with the reason of whoever
    returned it; then there is nobody to send it back to.
    """

    giver_id: UUID
    giver: str
    reason: str
    at: datetime
    is_by_manager: bool = False
    is_return: bool = False


@dataclass(frozen=True)
class Handing:
    """What the holder looks at before she gives the step away; ``candidates`` by id and name."""

    item: WorkItem
    case: Case
    candidates: list[tuple[UUID, str]]
    giving: Giving | None
    # She has typed something that is not written yet.
    has_draft: bool


def giving_of(uow: UnitOfWork, item: WorkItem) -> Giving | None:
    """Return who gave the step to the person who holds it; None where she claimed it herself."""
    if not item.is_open or item.assignee_id is None:
        return None
    chain = [
        event
        for event in read_stream(uow, item.case_id, kinds=_GIVEN)
        if event.content["work_item"] == str(item.id)
    ]
    # Whoever claims a step, or puts it back, begins anew.
    if not chain or chain[-1].recorded_at != item.claimed_at:
        return None
    last = chain[-1]
    giver_id = last.actor_id
    if giver_id is None or last.content["to"] != str(item.assignee_id):
        return None
    return Giving(
        giver_id=giver_id,
        giver=person_name(uow, giver_id),
        reason=str(last.content["reason"]),
        at=last.recorded_at,
        is_by_manager=last.kind is EventKind.WORK_ITEM_REASSIGNED,
        is_return=last.kind is EventKind.WORK_ITEM_SENT_BACK,
    )


def read_handing(uow: UnitOfWork, standing: Standing, work_item_id: UUID) -> Handing:
    """Return a step in this person's hands and to whom she may give it.

    Raises
    ------
    NotFound
        There is no such step, or she may not know that there is.
    NotPermitted, InvalidTransition
        Somebody else holds it, nobody does, or it is no longer open.
    """
    item = find_visible(uow, work_item_id, standing)
    check_held_by(uow, item, standing.person_id)
    named = sorted(reassignable_to(uow, item).items(), key=lambda one: one[1])
    return Handing(
        item,
        get_case(uow, item.case_id),
        named,
        giving_of(uow, item),
        has_draft(uow, item.id, standing.person_id),
    )


def delegate_work_item(
    uow: UnitOfWork,
    work_item_id: UUID,
    to_person: UUID,
    reason: str,
    *,
    submission_key: UUID,
    hands_draft: bool = False,
) -> None:
    """Give a step in one's own hands to a colleague who may do it (มอบหมายต่อ).

    ``hands_draft``: what the holder has typed goes along; else it stays hers.

    Raises
    ------
    NotPermitted
        Another holds the step, no reason is given, or the colleague may not do it.
    NotFound
        There is no such step, or the actor may not know that there is.
    InvalidTransition
        The step is no longer open, or nobody has claimed it.
    """
    item, standing = hold_work_item(uow, work_item_id)
    command = f"delegate:{item.id}"
    if find_result(uow, submission_key, command) is not None:
        return
    check_held_by(uow, item, standing.person_id)
    words = own_words(reason, _WHY)
    if to_person not in reassignable_to(uow, item):
        raise NotPermitted(
            Sentence("ผู้ที่เลือกไม่มีสิทธิทำขั้นตอนนี้", "The person chosen may not do this step.")
        )
    if hands_draft:
        hand_over(uow, item.id, item.assignee_id)
    _hand(uow, item, EventKind.WORK_ITEM_DELEGATED, to_person, words)
    notify(uow, [to_person], NoticeKind.DELEGATED, case_id=item.case_id, work_item_id=item.id)
    keep_result(uow, submission_key, command, str(to_person))


def send_back_work_item(
    uow: UnitOfWork,
    work_item_id: UUID,
    reason: str,
    *,
    submission_key: UUID,
    hands_draft: bool = False,
) -> UUID | None:
    """Return a step to whoever gave it (ส่งคืน); return who holds it now, None for nobody.

    It goes to the queue of its role where a manager had given it, and where the giver may
    do the step no longer.

    Raises
    ------
    NotPermitted
        Another holds the step, or no reason is given.
    NotFound
        There is no such step, or the actor may not know that there is.
    InvalidTransition
        Nobody gave it to the actor, or the step is no longer open.
    """
    item, standing = hold_work_item(uow, work_item_id)
    command = f"send_back:{item.id}"
    first = find_result(uow, submission_key, command)
    if first is not None:
        return UUID(first) if first else None
    check_held_by(uow, item, standing.person_id)
    words = own_words(reason, _WHY)
    giving = giving_of(uow, item)
    if giving is None or giving.is_return:
        raise InvalidTransition(
            Sentence(
                "ไม่มีผู้มอบงานนี้ให้ท่าน คืนงานแทนได้", "Nobody gave you this step; release it instead."
            )
        )
    can_have = not giving.is_by_manager and giving.giver_id in reassignable_to(uow, item)
    to_person = giving.giver_id if can_have else None
    if hands_draft:
        hand_over(uow, item.id, item.assignee_id)
    _hand(uow, item, EventKind.WORK_ITEM_SENT_BACK, to_person, words)
    notify(uow, [giving.giver_id], NoticeKind.SENT_BACK, case_id=item.case_id, work_item_id=item.id)
    keep_result(uow, submission_key, command, str(to_person or ""))
    return to_person


def _hand(
    uow: UnitOfWork, item: WorkItem, kind: EventKind, to_person: UUID | None, reason: str
) -> Event:
    event = append(
        uow,
        item.case_id,
        kind,
        {
            "work_item": str(item.id),
            "from": str(item.assignee_id),
            "to": str(to_person) if to_person else None,
            "reason": reason,
            **({} if to_person else {"queues": list(queues_for(uow, item))}),
        },
        element=item.element,
        instance_id=item.instance_id,
    )
    if to_person is not None:
        admit(uow, item.case_id, to_person, "holder")
    return event


_WHY = Sentence("ต้องระบุเหตุผล", "A reason is required.")
