"""A number that was given by mistake is voided from its case, with the reason."""

from uuid import UUID

from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.work.voiding import void_case
from web import pages
from web.case_file.command_pages import Page, answer
from web.case_file.room import blueprint

_VOID = Page(
    "voiding",
    Command.VOID_CASE,
    Sentence("ยกเลิกเลขรับเรื่อง", "Void the number"),
    Sentence(
        "ใช้เมื่อลงรับซ้ำหรือลงรับผิดเท่านั้น เลขนี้ค้างอยู่ในทะเบียนว่ายกเลิก ไม่ใช้ซ้ำ "
        "งานและกำหนดเวลาของเรื่องหยุดทั้งหมด เรื่องนี้ไม่นับในรายงาน เอากลับคืนไม่ได้",
        "Only for what was registered twice or by mistake. The number stays in the register as "
        "voided and is not used again; all steps and clocks stop; no report counts it. "
        "It cannot be undone.",
    ),
    Sentence("ยกเลิกเลขรับเรื่องแล้ว", "The number is voided"),
)


@blueprint.route("/<uuid:case_id>/void", methods=["GET", "POST"])
def void(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _VOID, _void)


def _void(case_id: UUID, answers: CheckedAnswers) -> None:
    reason, key = answers.open["reason"], pages.submission_key()
    pages.run(lambda uow: void_case(uow, case_id, reason, submission_key=key))
