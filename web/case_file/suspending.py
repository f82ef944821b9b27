"""A case that waits for an outside body, and goes on; a deadline that is given more days."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, may
from engine.access.visibility import AccessKind
from engine.errors import NotFound, Sentence
from engine.forms import CheckedAnswers
from engine.journal.events import Event
from engine.office.explanation import rule_in_words
from engine.office.profile import OfficeProfile
from engine.office.thai import long_date
from engine.work.case_file import CaseFile
from engine.work.deadlines import Deadline, get_deadline
from engine.work.extending import Extension, extend_deadline
from engine.work.suspending import Suspension, resume_case, suspend_case
from web import pages
from web.case_file.command_pages import Page, answer, day
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.case_file.showing import waits_for
from web.design.filters import office_digits
from web.design.language import say

_SUSPEND = Page(
    "suspension",
    Command.SUSPEND_CASE,
    Sentence("พักเรื่องรอผล", "Suspend the case"),
    Sentence(
        "เมื่อหน่วยงานภายนอกรับเรื่องไปดำเนินการ กำหนดเวลาภายในหยุดนับ "
        "กำหนดแจ้งผู้ร้องเรียนยังนับต่อ งานที่เปิดอยู่ยังทำต่อได้",
        "An outside body has the matter. The office's own clocks stand still; what complainants "
        "are owed goes on. Open steps can still be finished.",
    ),
    Sentence("พักเรื่องรอผลแล้ว", "The case is suspended"),
)
_RESUME = Page(
    "resumption",
    Command.SUSPEND_CASE,
    Sentence("ดำเนินเรื่องต่อ", "Resume the case"),
    Sentence(
        "กำหนดเวลาที่พักไว้นับต่อจากวันที่กลับมาดำเนินการ ด้วยจำนวนวันที่เหลือ",
        "The clocks that stood still count on from that day, with the days they had left.",
    ),
    Sentence("ดำเนินเรื่องต่อแล้ว", "The case goes on"),
)
_EXTEND = Page(
    "extension",
    Command.EXTEND_DEADLINE,
    Sentence("ขยายเวลา", "Extend a deadline"),
    Sentence(
        "นับเพิ่มจากวันครบกำหนดเดิม การเตือนและการแจ้งผู้บริหารเลื่อนตาม",
        "Counted on from the last day; reminders and the telling of the manager move with it.",
    ),
    Sentence("ขยายเวลาแล้ว", "The deadline is extended"),
    anchor="clock",
)
_DEADLINE = Sentence("กำหนด", "Deadline")
_RULE = Sentence("นับอย่างไร", "How it is counted")
_DUE = Sentence("ครบกำหนดเดิม", "Due so far")


@blueprint.route("/<uuid:case_id>/suspend", methods=["GET", "POST"])
def suspend(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _SUSPEND, _suspend)


@blueprint.route("/<uuid:case_id>/resume", methods=["GET", "POST"])
def resume(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _RESUME, _resume)


@blueprint.route("/<uuid:case_id>/deadlines/<uuid:deadline_id>", methods=["GET", "POST"])
def extend(office_key: str, case_id: UUID, deadline_id: UUID) -> str | tuple[str, int] | Response:
    page = _about(case_id, deadline_id)
    return answer(office_key, case_id, page, partial(_extend, deadline_id))


def _suspend(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    wanted = Suspension(
        outside_body=said["outside_body"],
        reference=(said.get("reference") or "").strip(),
        order_cited=(said.get("order_cited") or "").strip(),
        text=said["text"],
        suspended_on=day(said["suspended_on"]),
        ask_on=day(said["ask_on"]),
        holder_id=UUID(said["holder"]) if said.get("holder") else None,
    )
    pages.run(lambda uow: suspend_case(uow, case_id, wanted, submission_key=key))


def _resume(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    pages.run(
        lambda uow: resume_case(
            uow,
            case_id,
            said["text"],
            reference=(said.get("reference") or "").strip(),
            resumed_on=day(said["resumed_on"]),
            submission_key=key,
        )
    )


def _extend(deadline_id: UUID, case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    wanted = Extension(
        days=int(said["days"]),
        order_cited=(said.get("order_cited") or "").strip(),
        text=said["text"],
        ordered_on=day(said["ordered_on"]),
    )
    pages.run(lambda uow: extend_deadline(uow, case_id, deadline_id, wanted, submission_key=key))


def _about(case_id: UUID, deadline_id: UUID) -> Page:
    """Let the page say which deadline it is about; only to who may read that, and on record."""
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        found = get_deadline(uow, deadline_id)
    if found.case_id != case_id:
        raise NotFound
    rule = found.reckoning.rule
    facts = [
        (_DEADLINE, say(rule.label)),
        (_RULE, say(office_digits(rule_in_words(rule)))),
        (_DUE, say(office_digits(long_date(found.effective_on)))),
    ]
    return replace(_EXTEND, facts=facts)


# -- In the case file --------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownSuspension:
    """For whom a case waits since when; ``resume_url`` for who may let it go on."""

    body: Sentence
    since: date
    reference: str
    text: str
    resume_url: str | None


def extend_url(file: CaseFile, office_key: str, deadline: Deadline) -> str | None:
    """Return where a clock is given more days, where the office lets it, for who may do so."""
    is_whole = file.reading is Reading.WHOLE and file.case.is_open
    if not (is_whole and may(pages.standing(), Command.EXTEND_DEADLINE)):
        return None
    if deadline.is_paused or not deadline.reckoning.rule.extends:
        return None
    return url_for(
        "case_file.extend", office_key=office_key, case_id=file.case.id, deadline_id=deadline.id
    )


def shown_suspension(
    file: CaseFile, suspended: Event | None, profile: OfficeProfile, office_key: str
) -> ShownSuspension | None:
    """Return what the case file says of a case that waits; None of one that does not."""
    if suspended is None or file.case.suspended_for is None:
        return None
    content = suspended.content
    is_whole = file.reading is Reading.WHOLE
    may_resume = is_whole and may(pages.standing(), Command.SUSPEND_CASE)
    url = url_for("case_file.resume", office_key=office_key, case_id=file.case.id)
    return ShownSuspension(
        body=waits_for(profile, file.case.suspended_for),
        since=suspended.occurred_on,
        reference=content["reference"] if is_whole else "",
        text=content["text"] if is_whole else "",
        resume_url=url if may_resume else None,
    )
