"""Notes of contact (บันทึกการประสาน) and comments (ความเห็น): at any step, holding nothing up.

One rule says who reads them. A note is for *who sees the whole case*, or for *everybody who
sees the case*: units and the committee, who read its redacted part, see the second kind and
write no other. Whoever the case is about sees none. Nothing is edited: a later note corrects
an earlier one, and takes it back from the redacted thread if that is what was wrong with it.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from engine.access.permissions import Command, Reading, may
from engine.access.readers import Reader, readers_of
from engine.cases.notes import Audience, NoteKind, append_comment, append_contact, get_contact
from engine.cases.register import Case
from engine.definitions.reading import evaluate
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.forms import CheckedAnswers, FormSchema, Option, check_answers, parse_form
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.form_lists import option
from engine.work.holding import hold_part
from engine.work.notices import NoticeKind, notify
from engine.work.submissions import find_result, keep_result

_FORMS = Path(__file__).parent / "note_forms"
_EVERYBODY: Mapping[str, Any] = {"audience": Audience.EVERYBODY.value}


@cache
def note_form(kind: NoteKind) -> FormSchema:
    """Return the form by which a note is written; the command judges by the same."""
    source = _FORMS / f"{kind.value}.json"
    return parse_form(source.read_bytes(), source.name)


def audiences_for(granted: Reading) -> frozenset[Audience]:
    """Return whose notes somebody reads."""
    if granted is Reading.WHOLE:
        return frozenset(Audience)
    return frozenset({Audience.EVERYBODY} if granted is Reading.REDACTED else ())


def mentionable(uow: UnitOfWork, case: Case, granted: Reading) -> list[Option]:
    """Return who may be told of a comment: people who read the case, without the actor.

    Who reads its redacted part may choose among those whom the case has brought together.
    """
    return [
        option(
            str(reader.standing.person_id),
            Sentence(*(f"{reader.standing.name} ({reader.standing.position})",) * 2),
        )
        for reader in readers_of(uow, case)
        if _may_be_told(reader, granted) and reader.standing.person_id != uow.actor.person_id
    ]


def _may_be_told(reader: Reader, granted: Reading) -> bool:
    if not may(reader.standing, Command.COMMENT):
        return False
    return granted is Reading.WHOLE or reader.is_known_to_redacted


def note_contact(
    uow: UnitOfWork, case_id: UUID, submission: Submission, corrects: UUID | None = None
) -> None:
    """Note a call, a visit or a letter; a repeat of the submission adds nothing.

    ``corrects`` is an earlier note that this one says better.

    Raises
    ------
    NotFound
        There is no such case for the actor, or no such note to correct.
    NotPermitted
        The actor works on no case.
    InvalidTransition
        The note was corrected before.
    FormInvalid
        Something is missing, or the day lies in the future or before the case was received.
    """
    case, _, granted = hold_part(uow, case_id, Command.NOTE_CONTACT)
    if _is_repeat(uow, submission, "note_contact"):
        return
    if corrects is not None:
        earlier = get_contact(uow, case_id, corrects, audiences_for(granted))
        if earlier.is_corrected:
            raise InvalidTransition(_CORRECTED)
    answers = _judge(uow, NoteKind.CONTACT, submission, granted, [])
    occurred_on = answers.occurred_on or uow.today
    _check_day(case, occurred_on)
    said = {name: answers.open[name] for name in ("party_kind", "way", "outcome", "text")}
    content = {
        **said,
        "audience": answers.open["audience"],
        "corrects": str(corrects) if corrects else None,
    }
    note_id = append_contact(uow, case_id, content, occurred_on=occurred_on)
    keep_result(uow, submission.key, "note_contact", str(note_id))


def write_comment(uow: UnitOfWork, case_id: UUID, submission: Submission) -> None:
    """Write a comment and tell those whom it mentions; a repeat adds and tells nothing.

    Raises
    ------
    NotFound
        There is no such case for the actor.
    NotPermitted
        The actor only checks or keeps the system.
    FormInvalid
        It says nothing, or mentions somebody who could not read it.
    """
    case, _, granted = hold_part(uow, case_id, Command.COMMENT)
    if _is_repeat(uow, submission, "write_comment"):
        return
    offered = mentionable(uow, case, granted)
    answers = _judge(uow, NoteKind.COMMENT, submission, granted, offered)
    audience = Audience(answers.open["audience"])
    mentioned = [UUID(person_id) for person_id in answers.open.get("mentioned") or ()]
    _check_can_read(uow, case, audience, mentioned)
    note_id = append_comment(uow, case_id, str(answers.open["text"]), audience, mentioned)
    notify(uow, mentioned, NoticeKind.MENTIONED, case_id=case_id)
    keep_result(uow, submission.key, "write_comment", str(note_id))


def _is_repeat(uow: UnitOfWork, submission: Submission, command: str) -> bool:
    return find_result(uow, submission.key, command) is not None


def _judge(
    uow: UnitOfWork,
    kind: NoteKind,
    submission: Submission,
    granted: Reading,
    offered: list[Option],
) -> CheckedAnswers:
    chosen = {} if granted is Reading.WHOLE else _EVERYBODY
    return check_answers(
        note_form(kind),
        {**submission.answers, **chosen},
        today=uow.today,
        names={"options": {"members": offered}},
        evaluate=evaluate,
    )


def _check_day(case: Case, occurred_on: date) -> None:
    if occurred_on < case.received_on:
        raise FormInvalid({"occurred_on": [_BEFORE_RECEIPT]})


def _check_can_read(uow: UnitOfWork, case: Case, audience: Audience, mentioned: list[UUID]) -> None:
    """Refuse to call somebody to words that she could not read."""
    if audience is Audience.EVERYBODY or not mentioned:
        return
    readers = {reader.standing.person_id: reader for reader in readers_of(uow, case)}
    others = [readers[one] for one in mentioned if readers[one].reading is not Reading.WHOLE]
    if others:
        names = " ".join(reader.standing.name for reader in others)
        raise FormInvalid(
            {
                "mentioned": [
                    Sentence(
                        f"{names} เห็นเรื่องนี้เพียงบางส่วน อ่านความเห็นนี้ไม่ได้ "
                        "เลือกให้ทุกคนที่เห็นเรื่องอ่านได้ หรือไม่แจ้งถึง",
                        f"{names} sees a part of this case only and could not read it. "
                        "Let everybody who sees the case read it, or do not mention them.",
                    )
                ]
            }
        )


_CORRECTED = Sentence(
    "บันทึกนี้มีบันทึกที่แก้ไขแล้ว ให้แก้ไขจากบันทึกล่าสุด",
    "This note was corrected before; correct the latest one.",
)
_BEFORE_RECEIPT = Sentence(
    "วันที่ประสานต้องไม่อยู่ก่อนวันรับเรื่อง", "The contact cannot be before the case was received."
)
