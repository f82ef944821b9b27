"""Ask colleagues for an opinion on a step in hand; give the opinion that one was asked for."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Reading
from engine.access.visibility import AccessKind
from engine.cases.register import get_case
from engine.errors import EngineError, InvalidTransition, NotPermitted, Sentence
from engine.work.case_file import read_case_file
from engine.work.consultations import AskedRow, Outcome, asked_of
from engine.work.consulting import (
    Colleague,
    ask_for_opinion,
    give_opinion,
    read_asking,
    read_question,
)
from engine.work.work_items import get_work_item
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.looking import note_access
from web.design.filters import due
from web.design.language import say
from web.errors import status_of
from web.worklist.room import blueprint

_WHOM = Sentence("เลือกผู้ที่จะขอความเห็น", "Choose whom to ask.")
_WHAT = Sentence("พิมพ์เรื่องที่ขอความเห็น", "Say what you ask about.")
_OPINION = Sentence("พิมพ์ความเห็นหรือเหตุผล", "Type your opinion or your reason.")
_ASKED = Sentence("ขอความเห็นแล้ว งานยังอยู่กับท่าน", "Asked; the step stays with you")
_GIVEN = Sentence("ส่งความเห็นแล้ว", "Your opinion was sent")
_DECLINED = Sentence("แจ้งไม่ให้ความเห็นแล้ว", "That you give no opinion was sent")
_READS_REDACTED = Sentence("เห็นเฉพาะส่วนที่ปิดข้อมูลผู้ร้อง", "reads what names no complainant")
_READS_NOTHING = Sentence("ยังเปิดเรื่องนี้ไม่ได้ ขอความเห็นแล้วจึงเปิดได้", "may read the case once asked")


def asked_lines(found: list[AskedRow], office_key: str) -> list[tuple[object, ...]]:
    """Return the opinions that others wait for, as ``worklist/asked.html`` draws them."""
    return [
        (
            due(one.due_on, g.today),
            one.number,
            showing.secrecy_words(one.secrecy),
            showing.one_line(one.name, one.name_en),
            one.asker,
            url_for("worklist.opinion", office_key=office_key, work_item_id=one.work_item_id),
        )
        for one in found
    ]


def asked_now(office_key: str) -> list[tuple[object, ...]]:
    with pages.reading() as uow:
        found = asked_of(uow, pages.standing())
    return asked_lines(found, office_key)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/ask")
def asking(office_key: str, work_item_id: UUID) -> str:
    return _asking_page(office_key, work_item_id)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/ask")
def ask(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | Response:
    chosen, question = _chosen(), request.form.get("question", "")
    missing: dict[str, Sentence] = {}
    if not chosen:
        missing["people"] = _WHOM
    if not question.strip():
        missing["question"] = _WHAT
    if missing:
        return _asking_page(office_key, work_item_id, missing=missing), 422
    key = pages.submission_key()
    try:
        pages.run(
            lambda uow: ask_for_opinion(uow, work_item_id, chosen, question, submission_key=key)
        )
    except (NotPermitted, InvalidTransition) as refused:
        try:
            page = _asking_page(office_key, work_item_id, refused=refused)
        except EngineError:
            raise refused from None
        return page, status_of(refused)
    flash(say(_ASKED))
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id), 303)


def _chosen() -> list[UUID]:
    found = []
    for word in request.form.getlist("people"):
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


def _asking_page(
    office_key: str,
    work_item_id: UUID,
    *,
    missing: dict[str, Sentence] | None = None,
    refused: EngineError | None = None,
) -> str:
    with pages.reading() as uow:
        found = read_asking(uow, pages.standing(), work_item_id)
    return render_template(
        "worklist/ask.html",
        office_key=office_key,
        item=found.item,
        case=found.case,
        step_name=showing.step_name(found.item),
        stamp=showing.secrecy_words(found.case.secrecy),
        people=[(one.person_id, one.name, _remark(one)) for one in found.colleagues],
        waiting=[one.asked for one in found.consultations if one.outcome is Outcome.OPEN],
        chosen=_chosen(),
        question=request.form.get("question", ""),
        missing=missing or {},
        refused=refused.sentence if refused else None,
        key=pages.submission_key(),
        owner=form_owner(),
        today=g.today,
    )


def _remark(one: Colleague) -> str:
    remarks = {Reading.REDACTED: _READS_REDACTED, Reading.NOTHING: _READS_NOTHING}
    said = say(remarks[one.reads]) if one.reads in remarks else ""
    return " ".join(part for part in (one.position, said) if part)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/opinion")
def opinion(office_key: str, work_item_id: UUID) -> str:
    return _opinion_page(office_key, work_item_id)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/opinion")
def send_opinion(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | Response:
    text, declines = request.form.get("opinion", ""), "declines" in request.form
    if not text.strip():
        return _opinion_page(office_key, work_item_id, missing={"opinion": _OPINION}), 422
    key = pages.submission_key()
    with pages.reading() as uow:
        asked = read_question(uow, pages.standing(), work_item_id)
    try:
        pages.run(
            lambda uow: give_opinion(uow, asked.id, text, submission_key=key, declines=declines)
        )
    except (NotPermitted, InvalidTransition) as refused:
        return _opinion_page(office_key, work_item_id, refused=refused), status_of(refused)
    flash(say(_DECLINED if declines else _GIVEN))
    return redirect(url_for("worklist.mine", office_key=office_key), 303)


def _opinion_page(
    office_key: str,
    work_item_id: UUID,
    *,
    missing: dict[str, Sentence] | None = None,
    refused: EngineError | None = None,
) -> str:
    with pages.reading() as uow:
        read_question(uow, pages.standing(), work_item_id)
        case_id = get_work_item(uow, work_item_id).case_id
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        asked = read_question(uow, pages.standing(), work_item_id)
        item = get_work_item(uow, work_item_id)
        case = get_case(uow, item.case_id)
        file = read_case_file(uow, pages.standing(), item.case_id)
    return render_template(
        "worklist/opinion.html",
        office_key=office_key,
        item=item,
        case=case,
        step_name=showing.step_name(item),
        stamp=showing.secrecy_words(case.secrecy),
        asked=asked,
        is_open=asked.outcome is Outcome.OPEN,
        summary=file.summary,
        text=request.form.get("opinion", ""),
        missing=missing or {},
        refused=refused.sentence if refused else None,
        key=pages.submission_key(),
        owner=form_owner(),
        today=g.today,
    )
