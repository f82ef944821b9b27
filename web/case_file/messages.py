"""A message to who complained and follows her case by a receipt code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.cases.parties import PartyKind
from engine.cases.register import Case
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile
from engine.work.public.messages import reached_by_code, write_to_complainant
from web import pages
from web.case_file.command_pages import Page, answer
from web.case_file.room import blueprint


def _only_one(uow: UnitOfWork, case: Case) -> Mapping[str, Any]:
    """Open the form with the one complainant who has a mailbox chosen."""
    found = reached_by_code(uow, case.id)
    return {"party": str(found[0].id)} if len(found) == 1 else {}


_MESSAGE = Page(
    "message",
    Command.WRITE_TO_COMPLAINANT,
    Sentence("ส่งข้อความถึงผู้ร้องเรียน", "Write to the complainant"),
    Sentence(
        "ผู้ร้องเรียนอ่านได้เมื่อเปิดเรื่องด้วยรหัสรับเรื่อง ข้อความนี้ไม่แทนการแจ้งเบื้องต้นหรือการแจ้งผล",
        "The complainant reads it when she opens the case with her receipt code. "
        "It stands in for no first notice and no notice of the result.",
    ),
    Sentence("ส่งข้อความแล้ว", "The message is sent"),
    anchor="messages",
    parties=frozenset({PartyKind.COMPLAINANT}),
    known=_only_one,
)


@blueprint.route("/<uuid:case_id>/messages/new", methods=["GET", "POST"])
def new_message(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _MESSAGE, _write)


def _write(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    pages.run(
        lambda uow: write_to_complainant(
            uow, case_id, UUID(said["party"]), said["text"], submission_key=key
        )
    )


def has_mailbox(file: CaseFile) -> bool:
    """Tell whether somebody reads what is written to her, as long as the case is open."""
    return file.case.is_open and any(
        party.kind is PartyKind.COMPLAINANT and party.has_receipt for party in file.parties
    )
