"""Messages between the office and who follows her case by a receipt code, at any step."""

from collections.abc import Collection
from uuid import UUID

from engine.access.permissions import Command, Reading
from engine.access.visibility import readings_of
from engine.access.visits import Way
from engine.cases.attachments import file_attachment, keep_blob
from engine.cases.links import members_of
from engine.cases.mailbox import FROM_COMPLAINANT, post_message
from engine.cases.parties import Party, PartyKind, parties_of
from engine.cases.register import Case, get_case
from engine.errors import FormInvalid, NotFound, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Upload
from engine.work.holding import check_open, hold_case
from engine.work.notices import NoticeKind, notify
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import open_items_of_case

WRITE_TO_COMPLAINANT, WRITE_TO_OFFICE = "write_to_complainant", "write_to_office"
LONGEST = 4000


def write_to_complainant(
    uow: UnitOfWork, case_id: UUID, party_id: UUID, body: str, *, submission_key: UUID
) -> None:
    """Put a message into the mailbox of a complainant who has a receipt code.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not write to who complains.
    InvalidTransition
        The case is filed.
    FormInvalid
        Nobody reads that mailbox, or the message says nothing.
    """
    case, _ = hold_case(uow, case_id, Command.WRITE_TO_COMPLAINANT)
    if find_result(uow, submission_key, WRITE_TO_COMPLAINANT) is not None:
        return
    check_open(case)
    if party_id not in {party.id for party in reached_by_code(uow, case_id)}:
        raise FormInvalid({"party": [_NOBODY]})
    post_message(uow, case_id, party_id, _checked(body))
    keep_result(uow, submission_key, WRITE_TO_COMPLAINANT, str(case_id))


def write_to_office(
    uow: UnitOfWork,
    way: Way,
    body: str,
    uploads: Collection[Upload] = (),
    *,
    submission_key: UUID,
) -> None:
    """Take a message of who follows the case by her code; who works on it is told.

    Files that come with it are filed as evidence.

    Raises
    ------
    NotFound
        Somebody of the office asks, or nobody comes this way.
    InvalidTransition
        The case is filed.
    FormInvalid
        The message says nothing, or too much.
    """
    uow.hold(way.case_id)
    if uow.actor.person_id is not None:
        raise NotFound
    if find_result(uow, submission_key, WRITE_TO_OFFICE) is not None:
        return
    case = get_case(uow, way.case_id)
    if way.party_id not in {party.id for party in reached_by_code(uow, way.case_id)}:
        raise NotFound
    check_open(case)
    said = _checked(body)
    for upload in uploads:
        keep_blob(uow, case.id, upload.blob, upload.file_name)
        file_attachment(uow, case.id, upload.blob, "evidence", description=_SENT_WITH.th)
    post_message(uow, case.id, way.party_id, said, direction=FROM_COMPLAINANT, files=len(uploads))
    notify(uow, _who_works_on(uow, case), NoticeKind.MESSAGE_CAME, case_id=case.id)
    keep_result(uow, submission_key, WRITE_TO_OFFICE, str(case.id))


def reached_by_code(uow: UnitOfWork, case_id: UUID) -> list[Party]:
    """Return the complainants of a case who have a mailbox."""
    return [
        party
        for party in parties_of(uow, case_id)
        if party.kind is PartyKind.COMPLAINANT and party.has_receipt
    ]


def _who_works_on(uow: UnitOfWork, case: Case) -> frozenset[UUID]:
    """Return who holds its steps and reads it whole; with nobody at work, whom it came to before.

    A unit and a committee read no messages. Of a case that nobody has taken up yet nobody is
    told: the message is read with it.
    """
    readers = {
        standing.person_id
        for standing, granted in readings_of(uow, case, uow.today)
        if granted is Reading.WHOLE
    }
    holding = {item.assignee_id for item in open_items_of_case(uow, case.id) if item.assignee_id}
    return frozenset(holding & readers or members_of(uow, case.id) & readers)


def _checked(body: str) -> str:
    said = body.strip()
    if not said:
        raise FormInvalid({"text": [_NOTHING]})
    if len(said) > LONGEST:
        raise FormInvalid({"text": [_TOO_LONG]})
    return said


_SENT_WITH = Sentence("ผู้ร้องเรียนส่งมากับข้อความ", "Sent by the complainant with a message")
_NOBODY = Sentence("เลือกผู้ร้องเรียนที่มีรหัสรับเรื่อง", "Choose a complainant who has a receipt code.")
_NOTHING = Sentence("พิมพ์ข้อความก่อนส่ง", "Type the message before you send it.")
_TOO_LONG = Sentence(
    f"ข้อความยาวเกิน {LONGEST} ตัวอักษร แบ่งส่งหลายครั้ง",
    f"The message is longer than {LONGEST} characters. Send it in parts.",
)
