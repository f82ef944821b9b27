"""Lodge what somebody outside hands in, and give her the code of a receipt for it. One unit.

There is no person behind the unit. What a command of the public decides of its own case is
passed in; the frame around it is here.
"""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

from engine.bpmn.edition import Edition
from engine.cases.mailbox import IssuedReceipt, add_receipt, has_kept_receipt, issue_receipt
from engine.cases.parties import Party, complainants_of
from engine.cases.register import get_case
from engine.definitions.adoption import get_adopted_edition
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.journal.chain import genesis_hash
from engine.store.unit_of_work import CASE, UnitOfWork
from engine.work.lodging import Door, Lodged
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.opening import start_case
from engine.work.submissions import find_result, hold_submission, keep_result

# A page that was sent twice because the line broke is sent again soon.
REPEATED_WITHIN = timedelta(minutes=30)


class EnterCase(Protocol):
    """Judges the answers, writes the case of the door, and returns who is given the code."""

    def __call__(self, settings: OfficeSettings, edition: Edition) -> Party: ...


def lodge_with_receipt(
    uow: UnitOfWork,
    door: Door,
    submission_key: UUID,
    receipt: IssuedReceipt,
    *,
    command: str,
    enter: EnterCase,
) -> Lodged:
    """Open the case that ``enter`` writes, and give who handed it in the code of ``receipt``.

    The same form sent again opens no second case. Its answer shows another code, and both
    lead to the case until she says which she keeps: the page with the first may never have come.

    Raises
    ------
    NotFound
        Somebody of the office asks, or the office runs no such process.
    NoEligibleHandler
        Nobody of the office may act on the case.
    InvalidTransition
        The form was sent before, and its code is kept already.
    """
    if uow.actor.person_id is not None:
        raise NotFound
    hold_submission(uow, submission_key)
    first = find_result(uow, submission_key, command)
    if first is not None:
        return _answer_again(uow, UUID(first), receipt)
    uow.open_stream(
        CASE, door.case_id, genesis_hash(uow.actor.office_id, door.case_id), door.data_key
    )
    settings = settings_in_force(uow, uow.today)
    edition = get_adopted_edition(uow, door.process_id)
    party = enter(settings, edition)
    issue_receipt(uow, door.case_id, party.id, receipt)
    start_case(uow, settings, door.case_id, edition)
    keep_result(uow, submission_key, command, str(door.case_id))
    return Lodged(door.case_id, get_case(uow, door.case_id).number, None)


def _answer_again(uow: UnitOfWork, case_id: UUID, receipt: IssuedReceipt) -> Lodged:
    """Answer a form that was sent twice with one more code, unless one is kept or it is late."""
    uow.hold(case_id)
    case, party = get_case(uow, case_id), complainants_of(uow, case_id)[0]
    is_late = uow.now - case.lodged_at > REPEATED_WITHIN
    if is_late or has_kept_receipt(uow, case_id, party.id):
        raise InvalidTransition(_SENT_BEFORE)
    add_receipt(uow, case_id, party.id, receipt)
    return Lodged(case_id, case.number, None, is_repeat=True)


_SENT_BEFORE = Sentence(
    "แบบนี้ส่งแล้วและรับเรื่องแล้ว ติดตามด้วยรหัสที่ท่านเก็บไว้",
    "This form was sent before, and the matter is lodged. Follow it with the code that you kept.",
)
