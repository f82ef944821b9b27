"""Three pages for who joins a case on its way: a complainant, a source agency, a unit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import PartyKind
from engine.cases.register import get_case
from engine.definitions.reading import evaluate
from engine.errors import FormInvalid, Sentence
from engine.forms import (
    CheckedAnswers,
    FormSchema,
    check_answers,
    initial_answers,
    parse_form,
)
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import UnitOfWork
from engine.work.form_names import intake_names
from engine.work.joining import Newcomer, UnitOrder, ask_unit, join_later
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.room import blueprint
from web.command_forms import draw_command_form
from web.design.language import say
from web.form_pages import bind
from web.kept import name_fields

Messages = Mapping[str, Sequence[Sentence]]

_FORMS = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """One of the three: its form, who may use it, what it says of itself and when it is done."""

    form: str
    command: Command
    title: Sentence
    lead: Sentence
    done: Sentence


_COMPLAINANT = Page(
    "complainant",
    Command.JOIN_PARTY,
    Sentence("เพิ่มผู้ร้องเรียน", "Add a complainant"),
    Sentence(
        "เรื่องเดียวกันมีผู้ร้องมาเพิ่ม ผู้ร้องรายนี้มีกำหนดแจ้งเบื้องต้นของตนเอง และได้รับแจ้งผลเช่นเดียวกับรายอื่น",
        "Another person brings the same matter: she has a first notice of her own "
        "and is told the result like the others.",
    ),
    Sentence("เพิ่มผู้ร้องเรียนแล้ว", "The complainant was added"),
)
_AGENCY = Page(
    "agency",
    Command.JOIN_PARTY,
    Sentence("เพิ่มหน่วยงานที่ส่งเรื่อง", "Add an agency that sent the matter"),
    Sentence(
        "หน่วยงานอื่นส่งเรื่องเดียวกันมา หน่วยงานนี้ได้รับหนังสือตอบและแจ้งผลเช่นเดียวกับรายอื่น",
        "Another agency sends the same matter: it is answered and told the result.",
    ),
    Sentence("เพิ่มหน่วยงานที่ส่งเรื่องแล้ว", "The agency was added"),
)
_UNIT = Page(
    "unit",
    Command.ASK_UNIT,
    Sentence("ให้กลุ่มงานตรวจสอบเพิ่ม", "Ask one more unit"),
    Sentence(
        "กลุ่มงานนี้มีกำหนดรายงานของตนเอง และเห็นเฉพาะสรุปที่ปิดข้อมูลผู้ร้อง เรื่องจะถึงขั้นบันทึกเมื่อกลุ่มงานนี้รายงานแล้ว",
        "The unit gets a step and a deadline of its own and reads the redacted summary only. "
        "The case is recorded once it has reported.",
    ),
    Sentence("ส่งให้กลุ่มงานแล้ว", "Sent to the unit"),
)


@blueprint.route("/<uuid:case_id>/complainants/new", methods=["GET", "POST"])
def new_complainant(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return _answer(office_key, case_id, _COMPLAINANT, _join_complainant)


@blueprint.route("/<uuid:case_id>/agencies/new", methods=["GET", "POST"])
def new_agency(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return _answer(office_key, case_id, _AGENCY, _join_agency)


@blueprint.route("/<uuid:case_id>/units/new", methods=["GET", "POST"])
def new_unit(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return _answer(office_key, case_id, _UNIT, _ask_unit)


def _answer(
    office_key: str,
    case_id: UUID,
    page: Page,
    act: Callable[[UUID, CheckedAnswers], str | None],
) -> str | tuple[str, int] | Response:
    """Show the form, or act on it; what the act returns is a receipt code to be shown once."""
    _check(case_id, page.command)
    if request.method == "GET":
        opened = initial_answers(_schema(page.form), today=g.today, known={})
        return _form_page(office_key, case_id, page, opened, {})
    schema = _schema(page.form)
    name_fields(schema)
    bound = bind(schema, request.form, request.files)
    if bound.change is not None:
        return _form_page(office_key, case_id, page, bound.answers, {})
    try:
        with pages.reading() as uow:
            answers = check_answers(
                schema, bound.answers, today=g.today, names=_names(uow), evaluate=evaluate
            )
        code = act(case_id, answers)
    except FormInvalid as refused:
        return _form_page(office_key, case_id, page, bound.answers, refused.messages), 422
    if code is not None:
        return _receipt_page(office_key, case_id, code)
    flash(say(page.done))
    return redirect(_case_url(office_key, case_id), 303)


def _join_complainant(case_id: UUID, answers: CheckedAnswers) -> str | None:
    said = answers.open
    receipt = _receipt() if said.get("receipt_code") else None
    newcomer = Newcomer(
        kind=PartyKind.COMPLAINANT,
        received_on=_day(said["received_on"]),
        channel=said["channel"],
        identity={one.path: one.value for one in answers.sealed},
        details={n: said[n] for n in ("hours", "plain_envelope", "is_staff") if said.get(n)},
        contact_wish=said.get("contact_wish"),
        receipt=receipt,
    )
    joined = pages.run(lambda uow: join_later(uow, case_id, newcomer, pages.submission_key()))
    # Of a form sent twice the code was shown with the first answer, and is stored nowhere.
    return receipt.code.shown if receipt and joined else None


def _join_agency(case_id: UUID, answers: CheckedAnswers) -> None:
    said = answers.open
    names = ("agency", "letter_no", "letter_date", "secrecy", "reference", "due_on")
    newcomer = Newcomer(
        kind=PartyKind.SOURCE_AGENCY,
        received_on=_day(said["received_on"]),
        details={name: said[name] for name in names if said.get(name)},
        due_on=_day(said["due_on"]) if said.get("due_on") else None,
    )
    pages.run(lambda uow: join_later(uow, case_id, newcomer, pages.submission_key()))


def _ask_unit(case_id: UUID, answers: CheckedAnswers) -> None:
    said = answers.open
    order = UnitOrder(
        unit=said["unit"],
        order_cited=(said.get("order_cited") or "").strip(),
        reason=said["reason"],
        ordered_on=_day(said["ordered_on"]),
    )
    pages.run(lambda uow: ask_unit(uow, case_id, order, pages.submission_key()))


def _check(case_id: UUID, command: Command) -> None:
    who = pages.standing()
    with pages.reading() as uow:
        granted = reading_of(uow, who, get_case(uow, case_id), uow.today)
    check_reading(granted, Reading.WHOLE)
    check(who, command)


@cache
def _schema(form: str) -> FormSchema:
    return parse_form((_FORMS / f"{form}.json").read_bytes(), f"case_file.{form}")


def _names(uow: UnitOfWork) -> dict[str, Any]:
    return intake_names(uow, pages.office())


def _receipt() -> IssuedReceipt:
    code = ReceiptCode.generate()
    return IssuedReceipt(code, code.lookup(pages.store().vault.receipt_key))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _form_page(
    office_key: str, case_id: UUID, page: Page, answers: Mapping[str, Any], messages: Messages
) -> str:
    schema = _schema(page.form)
    with pages.reading() as uow:
        case = get_case(uow, case_id)
        form = draw_command_form(schema, answers, messages, _names(uow))
    return render_template(
        "case_file/joining.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        page=page,
        form=form,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        case_url=_case_url(office_key, case_id),
    )


def _receipt_page(office_key: str, case_id: UUID, code: str) -> str:
    with pages.reading() as uow:
        case = get_case(uow, case_id)
    return render_template(
        "case_file/receipt.html",
        office_key=office_key,
        case=case,
        codes=[code],
        next_url=_case_url(office_key, case_id),
        next_label=_BACK,
    )


def _case_url(office_key: str, case_id: UUID) -> str:
    return url_for("case_file.case", office_key=office_key, case_id=case_id)


_BACK = Sentence("กลับไปแฟ้มเรื่อง", "Back to the case file")
