"""A deadline that is given more days by order."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, may
from engine.access.visibility import AccessKind
from engine.errors import NotFound, Sentence
from engine.forms import CheckedAnswers
from engine.office.explanation import rule_in_words
from engine.office.thai import long_date
from engine.work.case_file import CaseFile
from engine.work.deadlines import Deadline, get_deadline
from engine.work.extending import Extension, extend_deadline
from web import pages
from web.case_file.command_pages import Page, answer, day
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.design.filters import office_digits
from web.design.language import say

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


@blueprint.route("/<uuid:case_id>/deadlines/<uuid:deadline_id>", methods=["GET", "POST"])
def extend(office_key: str, case_id: UUID, deadline_id: UUID) -> str | tuple[str, int] | Response:
    page = _about(case_id, deadline_id)
    return answer(office_key, case_id, page, partial(_extend, deadline_id))


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


def extend_url(file: CaseFile, office_key: str, deadline: Deadline) -> str | None:
    """Return where a clock is given more days, where the office lets it, for who may do so."""
    is_whole = file.reading is Reading.WHOLE and file.case.is_open
    if not (is_whole and may(pages.standing(), Command.EXTEND_DEADLINE)):
        return None
    # What an agency's day leads is given more time by that agency alone.
    is_led = deadline.reckoning.lead is not None
    if deadline.is_paused or is_led or not deadline.reckoning.rule.extends:
        return None
    return url_for(
        "case_file.extend", office_key=office_key, case_id=file.case.id, deadline_id=deadline.id
    )
