"""The agencies that sent a case in: the day that each has set, a new one, a report to it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.access.visibility import AccessKind
from engine.cases.parties import Party, PartyKind, parties_of
from engine.cases.register import Case
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.office.thai import short_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.report_letters import ReportKind
from engine.work.agencies.reporting_back import report_to_source
from engine.work.agencies.source_day import NewDay, set_source_day
from engine.work.agencies.sources import agency_words, source_agencies
from engine.work.case_file import CaseFile
from engine.work.form_lists import party_label
from web import pages
from web.case_file.command_pages import Page, answer, day
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.design.filters import office_digits
from web.design.language import say


def _chosen(uow: UnitOfWork, case: Case) -> Mapping[str, str]:
    """Choose the agency that the link was about, or the only one there is."""
    found = [str(key) for key in source_agencies(parties_of(uow, case.id))]
    asked = request.args.get("agency")
    chosen = asked if asked in found else found[0] if len(found) == 1 else None
    return {"party": chosen} if chosen else {}


_DAY = Page(
    "source_day",
    Command.JOIN_PARTY,
    Sentence("บันทึกวันที่หน่วยงานกำหนด", "Record the day an agency set"),
    Sentence(
        "ใช้เมื่อหน่วยงานที่ส่งเรื่องกำหนดวันรายงานใหม่ เช่น ให้เวลาเพิ่ม กำหนดที่มาถึงก่อนเป็นหลัก "
        "กำหนดเวลาและงานที่ต้องติดตามเลื่อนตาม",
        "When an agency that sent the case sets another day, such as more time. Whichever day "
        "comes first leads; deadlines and the follow-up move with it.",
    ),
    Sentence("บันทึกวันที่หน่วยงานกำหนดแล้ว", "The agency's day is recorded"),
    anchor="clock",
    parties=frozenset({PartyKind.SOURCE_AGENCY}),
    known=_chosen,
)
_REPORT = Page(
    "source_report",
    Command.FOLLOW_UP,
    Sentence("รายงานหน่วยงานที่ส่งเรื่อง", "Report to an agency that sent the case"),
    Sentence(
        "ระบบเตรียมหนังสือจากแฟ้มเรื่อง ให้เจ้าหน้าที่แก้ หัวหน้าหน่วยงานลงนาม แล้วบันทึกการส่งพร้อมหลักฐาน "
        "เรื่องเดินต่อระหว่างนั้น",
        "A letter is prepared from the case file: an officer mends it, the head signs it, and "
        "its dispatch is recorded with its proof. The case goes on meanwhile.",
    ),
    Sentence("เริ่มหนังสือรายงานแล้ว", "The report is begun"),
    anchor="follow-ups",
    parties=frozenset({PartyKind.SOURCE_AGENCY}),
    known=_chosen,
)


@blueprint.route("/<uuid:case_id>/agencies/day", methods=["GET", "POST"])
def source_day(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, about_agencies(_DAY, case_id), _set_day)


def _set_day(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    wanted = NewDay(day(said["due_on"]), day(said["told_on"]), said["letter_no"])
    party_id = UUID(said["party"])
    pages.run(lambda uow: set_source_day(uow, case_id, party_id, wanted, submission_key=key))


@blueprint.route("/<uuid:case_id>/agencies/report", methods=["GET", "POST"])
def source_report(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    page = about_agencies(_REPORT, case_id)
    return answer(office_key, case_id, page, partial(_report, office_key))


def _report(office_key: str, case_id: UUID, answers: CheckedAnswers) -> Response | None:
    """Begin the report; whoever is to draft it goes on with that at once."""
    said, key = answers.open, pages.submission_key()
    party_id, kind = UUID(said["party"]), ReportKind(said["report"])
    draft_id = pages.run(
        lambda uow: report_to_source(uow, case_id, party_id, kind, submission_key=key)
    )
    if draft_id is None:
        return None
    url = url_for("worklist.item", office_key=office_key, work_item_id=draft_id)
    return redirect(url, 303)


def about_agencies(page: Page, case_id: UUID) -> Page:
    """Let a page say which agencies there are; only to who may read that, and on record."""
    note_access(case_id, AccessKind.CASE)
    profile = pages.office().profile
    with pages.reading() as uow:
        found = source_agencies(parties_of(uow, case_id)).values()
    facts = [
        (office_digits(party_label(p)), agency_line(agency_words(profile, p), p)) for p in found
    ]
    return replace(page, facts=facts)


def agency_line(words: str, agency: Party) -> str:
    """Return an agency, its letter and its day."""
    if agency.due_on is None:
        return f"{words} {say(_NO_DAY)}"
    return f"{words} {say(office_digits(_by(agency)))}"


def agencies_in_words(file: CaseFile) -> Mapping[str, str]:
    """Name the agencies of a case and their letters by id, as far as its reader knows them."""
    profile = pages.office().profile
    found = source_agencies(file.parties)
    return {str(key): agency_words(profile, agency) for key, agency in found.items()}


def _by(agency: Party) -> Sentence:
    assert agency.due_on is not None  # noqa: S101 (who calls has asked)
    on = short_date(agency.due_on)
    return Sentence(f"กำหนดรายงานภายใน {on.th}", f"to be told by {on.en}")


_NO_DAY = Sentence("ไม่ได้กำหนดวันรายงาน", "set no day")
