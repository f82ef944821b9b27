"""Give a step to somebody else: who may have it, how much they hold already, and the act."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import Case, get_case
from engine.errors import InvalidTransition, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import (
    check_may_reassign,
    find_visible,
    hold_work_item,
    not_open,
    reassign_work_item,
    reassignable_to,
)
from engine.work.answer_drafts.rows import has_draft
from engine.work.lists.oversight import NOTHING, Tally, load_of
from engine.work.names import person_name
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import WorkItem


@dataclass(frozen=True)
class Candidate:
    """Somebody who may do so many of the steps, with what she holds in all processes."""

    person_id: UUID
    name: str
    tally: Tally
    may_do: int


@dataclass(frozen=True)
class Reassignable:
    """An open step and who else may do it: id and name."""

    item: WorkItem
    case: Case
    holder: str
    people: Mapping[UUID, str]
    # The holder has typed something that is not written yet; what, nobody else is shown.
    has_draft: bool


@dataclass(frozen=True)
class Reassignment:
    """What a manager looks at before she decides; the least loaded candidate comes first."""

    item: WorkItem
    case: Case
    holder: str
    candidates: list[Candidate]
    has_draft: bool


def read_reassignment(uow: UnitOfWork, standing: Standing, work_item_id: UUID) -> Reassignment:
    """Return an open step and who else may do it, with what each holds; raises as below."""
    found = read_reassignable(uow, standing, work_item_id)
    candidates = candidates_for(uow, standing, [found])
    return Reassignment(found.item, found.case, found.holder, candidates, found.has_draft)


def read_reassignable(uow: UnitOfWork, standing: Standing, work_item_id: UUID) -> Reassignable:
    """Return an open step and who else may do it.

    Raises
    ------
    NotPermitted
        The person's roles oversee nothing.
    NotFound
        There is no such step, or she may not know that there is.
    InvalidTransition
        The step is no longer open.
    """
    check(standing, Command.SEE_OVERSIGHT)
    item = find_visible(uow, work_item_id, standing)
    case = get_case(uow, item.case_id)
    check_reading(reading_of(uow, standing, case, uow.today))
    if not item.is_open:
        raise not_open(uow, item)
    holder = person_name(uow, item.assignee_id) if item.assignee_id else ""
    people = reassignable_to(uow, item)
    return Reassignable(item, case, holder, people, has_draft(uow, item.id, item.assignee_id))


def candidates_for(
    uow: UnitOfWork, standing: Standing, found: Iterable[Reassignable]
) -> list[Candidate]:
    """Return who may do these steps: who may do most of them first, then the least loaded."""
    names: dict[UUID, str] = {}
    may_do: Counter[UUID] = Counter()
    for one in found:
        names.update(one.people)
        may_do.update(one.people.keys())
    loads = load_of(uow, standing, names)
    candidates = [
        Candidate(person_id, name, loads.get(person_id, NOTHING), may_do[person_id])
        for person_id, name in names.items()
    ]
    candidates.sort(key=lambda one: (-one.may_do, one.tally.open, one.tally.late, one.name))
    return candidates


def reassign(
    uow: UnitOfWork,
    work_item_id: UUID,
    to_person: UUID,
    reason: str,
    *,
    from_person: UUID | None,
    submission_key: UUID,
    hands_draft: bool = False,
) -> None:
    """Give a step to somebody else once, however often the form is posted.

    ``from_person`` is who held it when the form was shown, None for nobody: what
    somebody has begun since is not taken from her unseen.

    Raises
    ------
    NotPermitted
        The actor may not reassign, gives no reason, or the person may not do this step.
    NotFound
        There is no such step, or the actor may not know that there is.
    InvalidTransition
        The step is no longer open, or in other hands than the form showed.
    """
    item, standing = hold_work_item(uow, work_item_id)
    command = f"reassign:{item.id}"
    if find_result(uow, submission_key, command) is not None:
        return
    check_may_reassign(uow, item, standing)
    if item.is_open and item.assignee_id != from_person:
        raise _in_other_hands(uow, item)
    reassign_work_item(uow, work_item_id, to_person, reason, hands_draft=hands_draft)
    keep_result(uow, submission_key, command, str(to_person))


def _in_other_hands(uow: UnitOfWork, item: WorkItem) -> InvalidTransition:
    if item.assignee_id is None:
        return InvalidTransition(
            Sentence("งานนี้เพิ่งถูกคืน ตอนนี้ยังไม่มีผู้รับ", "This step was just released; nobody holds it.")
        )
    name = person_name(uow, item.assignee_id)
    return InvalidTransition(
        Sentence(
            f"ตอนนี้งานอยู่กับ {name} ตรวจดูอีกครั้งก่อนเปลี่ยนผู้รับงาน",
            f"{name} holds this step now; look again before you reassign it.",
        )
    )
