"""A complainant asks to withdraw: written down here, decided by the head in a step of hers."""

from uuid import UUID

from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.cases.parties import PartyKind
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.work.withdrawing import Way, Withdrawal, record_withdrawal
from web import pages
from web.case_file.command_pages import Page, answer, day
from web.case_file.room import blueprint

_RECORD = Page(
    "withdrawal",
    Command.RECORD_WITHDRAWAL,
    Sentence("บันทึกคำขอถอนเรื่อง", "Record a withdrawal"),
    Sentence(
        "ผู้ร้องเรียนขอถอนเรื่องหรือไม่ติดใจ หัวหน้าหน่วยงานเป็นผู้พิจารณา เรื่องเดินต่อระหว่างนั้น",
        "A complainant asks to withdraw or lets it rest. The head decides; "
        "the case goes on meanwhile.",
    ),
    Sentence("บันทึกคำขอแล้ว ส่งให้หัวหน้าหน่วยงานพิจารณา", "Recorded, and put to the head"),
    parties=frozenset({PartyKind.COMPLAINANT}),
)


@blueprint.route("/<uuid:case_id>/withdrawal", methods=["GET", "POST"])
def withdrawal(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _RECORD, _record)


def _record(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    wanted = Withdrawal(UUID(said["party"]), Way(said["way"]), said["text"], day(said["asked_on"]))
    pages.run(lambda uow: record_withdrawal(uow, case_id, wanted, submission_key=key))
