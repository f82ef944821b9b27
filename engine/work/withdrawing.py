"""A complainant asks to withdraw, or lets the matter rest (ไม่ติดใจ): the head decides (U13).

A complaint about corruption never ends because of it. A process of its own puts it to the head;
the case goes on meanwhile and is recorded only once she has decided.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from engine.access.permissions import Command
from engine.cases.parties import complainants_of
from engine.cases.register import ASKED
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.holding import check_happened, check_open, hold_case
from engine.work.joining import start_beside
from engine.work.submissions import find_result, keep_result

PROCESS = "withdrawal"
RECORD = "record_withdrawal"


class Way(StrEnum):
    LETTER = "letter"
    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    OTHER = "other"


@dataclass(frozen=True)
class Withdrawal:
    """What a complainant asks, in the officer's words, and how and when she did."""

    party_id: UUID
    way: Way
    text: str
    asked_on: date


def record_withdrawal(
    uow: UnitOfWork, case_id: UUID, wanted: Withdrawal, *, submission_key: UUID
) -> None:
    """Write down that a complainant asks to withdraw, and put it to the head.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or is no officer.
    InvalidTransition
        The case is filed, the head has concluded it, or she considers such a request already.
    FormInvalid
        The party is no complainant of the case, or the day cannot be.
    """
    case, _ = hold_case(uow, case_id, Command.RECORD_WITHDRAWAL)
    if find_result(uow, submission_key, RECORD) is not None:
        return
    check_open(case)
    if case.decided_on is not None:
        raise InvalidTransition(_DECIDED)
    if case.withdrawal == ASKED:
        raise InvalidTransition(_CONSIDERED)
    complainants = {party.id: party for party in complainants_of(uow, case_id)}
    party = complainants.get(wanted.party_id)
    if party is None:
        raise FormInvalid({"party": [_NOBODY]})
    check_happened(uow, case, "asked_on", wanted.asked_on)
    append(
        uow,
        case_id,
        EventKind.WITHDRAWAL_ASKED,
        {"party": str(party.id), "way": wanted.way.value, "text": wanted.text},
        occurred_on=wanted.asked_on,
    )
    item = {"id": str(party.id), "contactable": party.is_contactable}
    edition = get_adopted_edition(uow, PROCESS)
    start_beside(uow, case, edition, ("party", item), wanted.asked_on)
    keep_result(uow, submission_key, RECORD, str(case_id))


_DECIDED = Sentence(
    "หัวหน้าหน่วยงานสั่งยุติเรื่องนี้แล้ว บันทึกเป็นบันทึกการประสานแทน",
    "The head has concluded the case. Note it as a contact instead.",
)
_CONSIDERED = Sentence(
    "หัวหน้าหน่วยงานกำลังพิจารณาคำขอถอนเรื่องนี้อยู่แล้ว", "The head considers a withdrawal already."
)
_NOBODY = Sentence("เลือกผู้ร้องเรียนจากรายการ", "Choose a complainant of the case.")
