"""A case that came in by the wrong door goes over to the process of another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading
from engine.access.visibility import reading_of
from engine.bpmn.edition import Edition
from engine.cases.register import Case, get_case
from engine.definitions.adoption import find_adoption
from engine.definitions.editions import get_edition
from engine.definitions.forms_in_use import process_name
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted, Sentence
from engine.forms import FormSchema, initial_answers, parse_form
from engine.forms.components import Group
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile
from engine.work.holding import check_open
from engine.work.transferring import (
    NOT_IN_HAND,
    REASON,
    Transfer,
    asked_form,
    asked_names,
    has_in_hand,
    known_answers,
    processes_to_choose,
    transfer_case,
    why_not_transferred,
)
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.command_pages import Messages, Page, case_url
from web.case_file.looking import case_for
from web.case_file.room import blueprint
from web.command_forms import draw_command_form
from web.design.language import say
from web.form_pages import bind, with_change
from web.kept import name_fields

_FORM = Path(__file__).parent / "transfer.json"
_PAGE = Page(
    "transfer",
    Command.TRANSFER_CASE,
    Sentence("ย้ายกระบวนงาน", "Move to another process"),
    Sentence(
        "ใช้เมื่อเรื่องเข้ามาผิดช่องทาง เลขรับ วันที่รับ ผู้เกี่ยวข้อง เอกสาร และชื่อที่ปิดไว้คงเดิม "
        "งานที่เปิดอยู่ของกระบวนงานเดิมยกเลิก กำหนดเวลาที่มีในทั้งสองกระบวนงานนับต่อ กำหนดใหม่นับจากวันรับเรื่อง",
        "For a case that came in by the wrong door. Number, day of receipt, parties, papers and "
        "withheld names stay. Open steps of the old process are cancelled; deadlines that both "
        "know run on, new ones count from the day of receipt.",
    ),
    Sentence("ย้ายกระบวนงานแล้ว", "The case goes by the other process now"),
)
_TO = Sentence("ย้ายไปกระบวนงาน", "To the process")
_OUT_OF_SIGHT = Sentence(
    "ย้ายกระบวนงานแล้ว เรื่องนี้เป็นเรื่องลับ ท่านเปิดไม่ได้อีก",
    "The case goes by the other process now. It is secret, and you cannot open it any more.",
)


@dataclass(frozen=True)
class _Asked:
    """The other process, and what of its door's form is asked with the reason."""

    edition: Edition
    schema: FormSchema
    known: Mapping[str, Any]


@blueprint.get("/<uuid:case_id>/transfer")
def transfer_to(office_key: str, case_id: UUID) -> str | Response:
    """Ask to which process; where only one other door leads anywhere else, begin with that."""
    case = _case_to_move(case_id)
    with pages.reading() as uow:
        editions = _editions(uow, case)
    urls = [_url(office_key, case_id, edition.process_id) for edition in editions]
    if len(urls) == 1:
        return redirect(urls[0])
    return render_template(
        "case_file/transfer_to.html",
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        page=_PAGE,
        processes=list(zip(map(process_name, editions), urls, strict=True)),
        case_url=case_url(office_key, case_id),
    )


@blueprint.get("/<uuid:case_id>/transfer/<process_id>")
def transfer(office_key: str, case_id: UUID, process_id: str) -> str:
    case = _case_to_move(case_id)
    asked = _asked(case, process_id)
    opened = initial_answers(asked.schema, today=g.today, known=asked.known)
    return _form_page(office_key, case, asked, opened, {})


@blueprint.post("/<uuid:case_id>/transfer/<process_id>")
def move(office_key: str, case_id: UUID, process_id: str) -> str | tuple[str, int] | Response:
    case = case_for(case_id, Command.TRANSFER_CASE)
    if case.process_id == process_id:
        # The same form sent again.
        return _moved(office_key, case_id, None)
    asked = _asked(case, process_id)
    name_fields(asked.schema)
    bound = bind(asked.schema, request.form, request.files)
    if bound.change is not None:
        changed = with_change(asked.schema, bound.answers, bound.change, today=g.today)
        return _form_page(office_key, case, asked, changed, {})
    said = {**bound.answers}
    wanted, key = Transfer(process_id, said.pop(REASON, None) or "", said), pages.submission_key()
    try:
        first = pages.run(lambda uow: transfer_case(uow, case_id, wanted, submission_key=key))
    except FormInvalid as refused:
        return _form_page(office_key, case, asked, bound.answers, refused.messages), 422
    return _moved(office_key, case_id, first)


def may_transfer(uow: UnitOfWork, file: CaseFile) -> bool:
    """Tell whether the page of an open case leads here, to whom the command is permitted."""
    return (
        bool(processes_to_choose(uow, pages.office(), file.case))
        and has_in_hand(uow, pages.standing(), file.case)
        and why_not_transferred(uow, file.case) is None
    )


def _moved(office_key: str, case_id: UUID, first: UUID | None) -> Response:
    """Lead to her first step in the other process, or to what she may still see."""
    with pages.reading() as uow:
        case = get_case(uow, case_id)
        granted = reading_of(uow, pages.standing(), case, uow.today)
    if granted is Reading.NOTHING:
        flash(say(_OUT_OF_SIGHT))
        return redirect(url_for("worklist.mine", office_key=office_key), 303)
    flash(say(_PAGE.done or _PAGE.title))
    if first is None:
        return redirect(case_url(office_key, case_id), 303)
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=first), 303)


def _case_to_move(case_id: UUID) -> Case:
    """Return a case that may be moved now; raise what the command would."""
    case = case_for(case_id, Command.TRANSFER_CASE)
    check_open(case)
    with pages.reading() as uow:
        against = why_not_transferred(uow, case)
        is_hers = has_in_hand(uow, pages.standing(), case)
    if against is not None:
        raise InvalidTransition(against)
    if not is_hers:
        raise NotPermitted(NOT_IN_HAND)
    return case


def _editions(uow: UnitOfWork, case: Case) -> list[Edition]:
    found = (find_adoption(uow, one) for one in processes_to_choose(uow, pages.office(), case))
    return [get_edition(uow, one.edition) for one in found if one is not None]


def _asked(case: Case, process_id: str) -> _Asked:
    with pages.reading() as uow:
        found = {one.process_id: one for one in _editions(uow, case)}
        if process_id not in found:
            raise NotFound
        edition = found[process_id]
        schema = asked_form(uow, case, edition)
    whole = replace(schema, components=(*schema.components, *_reason().components))
    return _Asked(edition, whole, known_answers(case, schema))


@cache
def _reason() -> FormSchema:
    return parse_form(_FORM.read_bytes(), "case_file.transfer")


def _form_page(
    office_key: str,
    case: Case,
    asked: _Asked,
    answers: Mapping[str, Any],
    messages: Mapping[str, Sequence[Sentence]] | Messages,
) -> str:
    with pages.reading() as uow:
        names = asked_names(uow, pages.office(), case, asked.edition)
        form = draw_command_form(asked.schema, answers, messages, names)
    return render_template(
        "case_file/command.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        page=replace(_PAGE, facts=((_TO, say(process_name(asked.edition))),)),
        form=form,
        has_parts=any(isinstance(one, Group) for one in asked.schema.components),
        submission_key=pages.submission_key(),
        owner=form_owner(),
        case_url=case_url(office_key, case.id),
        back=None,
    )


def _url(office_key: str, case_id: UUID, process_id: str) -> str:
    return url_for(
        "case_file.transfer", office_key=office_key, case_id=case_id, process_id=process_id
    )
