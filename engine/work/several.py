"""Several steps in one round (ทำหลายรายการพร้อมกัน): what a round asks beside the commands of one.

A round is no unit of work: each step is claimed, released or completed in a unit of its own, by
the command that does it alone, so that what one refuses stops no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.cases.register import Case, get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.forms import FormSchema, brief_form
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import (
    check_held_by,
    check_known,
    claim_work_item,
    hold_work_item,
    release_work_item,
)
from engine.work.answer_drafts.keeping import drafts_of_item
from engine.work.completing import (
    SYSTEM,
    Completion,
    Submission,
    complete_work_item,
    submission_command,
)
from engine.work.lists.rows import WorkRow, read_rows
from engine.work.papers.signing import has_signature, records_for_another
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import OFFERED, WorkItem, get_work_item, queues_of

# More than a page of the list is no longer looked through before it is sent.
MOST = 50


@dataclass(frozen=True)
class BriefStep:
    """A step that is decided beside others. ``given`` are the answers that all of them share."""

    item: WorkItem
    case: Case
    schema: FormSchema
    given: Mapping[str, Any]

    @property
    def signs(self) -> bool:
        return bool(self.given)


def known_rows(uow: UnitOfWork, standing: Standing, ids: Iterable[UUID]) -> list[WorkRow]:
    """Return the lines of those steps that this person may be told of, in this order.

    Of a step that was offered to her it says what her list said then, whoever has it now.
    """
    return read_rows(uow, standing, [each for each in ids if _is_known(uow, standing, each)])


def _is_known(uow: UnitOfWork, standing: Standing, work_item_id: UUID) -> bool:
    try:
        check_known(uow, get_work_item(uow, work_item_id), standing)
    except NotFound:
        return False
    return True


def release_in_round(uow: UnitOfWork, work_item_id: UUID, submission_key: UUID) -> None:
    """Put an item back as one of several, once however often the form is posted.

    Raises
    ------
    InvalidTransition
        Its holder has typed something: whether that goes along is asked on the item's own page.
    NotFound, NotPermitted
        The item is not to be seen, or another's.
    """
    item, standing = hold_work_item(uow, work_item_id)
    command = f"release:{item.id}"
    if find_result(uow, submission_key, command) is not None:
        return
    if item.is_open and item.assignee_id is None:
        raise InvalidTransition(_NOT_CLAIMED)
    check_held_by(uow, item, standing.person_id)
    if drafts_of_item(uow, item, standing).own is not None:
        raise InvalidTransition(_HAS_DRAFT_TO_HAND)
    release_work_item(uow, work_item_id)
    keep_result(uow, submission_key, command, "")


def read_brief_step(
    uow: UnitOfWork, standing: Standing, work_item_id: UUID, *, claims: bool = False
) -> BriefStep:
    """Return a step that its holder may decide beside others.

    ``claims``: it may wait in her queues still, and is claimed when it is completed.

    Raises
    ------
    InvalidTransition, NotPermitted
        It is finished, another's, or wants a page of its own; the sentence says why.
    NotFound
        There is no such step, or she may not know that there is.
    """
    item = get_work_item(uow, work_item_id)
    check_known(uow, item, standing)
    if claims and _waits_for(uow, item, standing):
        # Of a secret case she reads nothing before it has come to her.
        _check_reads(uow, item, standing)
    else:
        check_held_by(uow, item, standing.person_id)
    return _brief_step(uow, item, standing)


def complete_in_round(
    uow: UnitOfWork, work_item_id: UUID, submission: Submission, *, claims: bool = False
) -> Completion:
    """Complete a step with its short answers; see :func:`complete_work_item`.

    ``claims``: what waits in her queues she takes in the same unit; refused means not taken.

    Raises
    ------
    InvalidTransition
        Besides what the command itself refuses: the step wants a page of its own by now.
    """
    item, standing = hold_work_item(uow, work_item_id)
    if find_result(uow, submission.key, submission_command(item)) is None:
        if claims and _waits_for(uow, item, standing):
            _check_reads(uow, item, standing)
            claim_work_item(uow, item.id)
            item = get_work_item(uow, item.id)
        check_held_by(uow, item, standing.person_id)
        step = _brief_step(uow, item, standing)
        submission = replace(submission, answers={**submission.answers, **step.given})
    return complete_work_item(uow, work_item_id, submission)


def _check_reads(uow: UnitOfWork, item: WorkItem, standing: Standing) -> None:
    """Refuse who may not read the case of a step that is offered to her: InvalidTransition."""
    granted = reading_of(uow, standing, get_case(uow, item.case_id), uow.today)
    if granted is not Reading.WHOLE:
        raise InvalidTransition(_CLAIM_TO_READ)


def _waits_for(uow: UnitOfWork, item: WorkItem, standing: Standing) -> bool:
    return item.status == OFFERED and not queues_of(uow, item.id).isdisjoint(standing.queues)


def _brief_step(uow: UnitOfWork, item: WorkItem, standing: Standing) -> BriefStep:
    whole = form_of(get_edition(uow, item.edition), item.form_ref)
    given = {"way": SYSTEM} if has_signature(whole) else {}
    if given and records_for_another(uow, item, standing):
        raise InvalidTransition(_FOR_ANOTHER)
    schema = brief_form(whole, given)
    # A receipt code is shown once, on a page of its own.
    if schema is None or "receipt_code" in whole.read_keys():
        raise InvalidTransition(_LONG)
    if drafts_of_item(uow, item, standing).current is not None:
        raise InvalidTransition(_HAS_DRAFT)
    return BriefStep(item, get_case(uow, item.case_id), schema, given)


_NOT_CLAIMED = Sentence(
    "งานนี้ยังไม่มีผู้รับ จึงไม่ต้องคืน", "Nobody has claimed this step; it need not be released."
)
_HAS_DRAFT_TO_HAND = Sentence(
    "ท่านพิมพ์แบบนี้ค้างไว้ เปิดงานแล้วเลือกว่าจะมอบร่างไปด้วยหรือไม่",
    "You have typed in this form; open the step and say whether the draft goes along.",
)
_CLAIM_TO_READ = Sentence("เรื่องลับ รับงานก่อนจึงอ่านเรื่องได้", "A secret case: claim the step to read it.")
_LONG = Sentence(
    "แบบของขั้นตอนนี้มีช่องที่ต้องพิมพ์หรือแนบแฟ้ม", "The form of this step asks for words or files."
)
_HAS_DRAFT = Sentence(
    "มีร่างที่พิมพ์ค้างไว้ ทำต่อจากร่างในหน้าของงาน", "A draft waits on the page of the step."
)
_FOR_ANOTHER = Sentence(
    "ท่านบันทึกแทนผู้ลงนามในกระดาษ จึงต้องใส่ชื่อและวันที่ของผู้ลงนาม",
    "You record what somebody else signed on paper: her name and the day are asked.",
)
