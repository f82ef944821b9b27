"""Three pages for who joins a case on its way: a complainant, a source agency, a unit."""

from functools import partial
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import PartyKind
from engine.cases.register import get_case
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.sealing.receipts import ReceiptCode
from engine.work.joining import Newcomer, UnitOrder, ask_unit, join_later
from web import pages
from web.case_file.command_pages import Page, answer, case_url, day
from web.case_file.room import blueprint

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
    act = partial(_join_complainant, office_key)
    return answer(office_key, case_id, _COMPLAINANT, act)


@blueprint.route("/<uuid:case_id>/agencies/new", methods=["GET", "POST"])
def new_agency(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _AGENCY, _join_agency)


@blueprint.route("/<uuid:case_id>/units/new", methods=["GET", "POST"])
def new_unit(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _UNIT, _ask_unit)


def _join_complainant(office_key: str, case_id: UUID, answers: CheckedAnswers) -> str | None:
    """Add her; the page that shows her receipt code once stands in place of the case."""
    said = answers.open
    receipt = _receipt() if said.get("receipt_code") else None
    newcomer = Newcomer(
        kind=PartyKind.COMPLAINANT,
        received_on=day(said["received_on"]),
        channel=said["channel"],
        identity={one.path: one.value for one in answers.sealed},
        details={n: said[n] for n in ("hours", "plain_envelope", "is_staff") if said.get(n)},
        contact_wish=said.get("contact_wish"),
        receipt=receipt,
    )
    joined = pages.run(lambda uow: join_later(uow, case_id, newcomer, pages.submission_key()))
    # Of a form sent twice the code was shown with the first answer, and is stored nowhere.
    return _receipt_page(office_key, case_id, receipt.code.shown) if receipt and joined else None


def _join_agency(case_id: UUID, answers: CheckedAnswers) -> None:
    said = answers.open
    names = ("agency", "letter_no", "letter_date", "secrecy", "reference", "due_on")
    newcomer = Newcomer(
        kind=PartyKind.SOURCE_AGENCY,
        received_on=day(said["received_on"]),
        details={name: said[name] for name in names if said.get(name)},
        due_on=day(said["due_on"]) if said.get("due_on") else None,
    )
    pages.run(lambda uow: join_later(uow, case_id, newcomer, pages.submission_key()))


def _ask_unit(case_id: UUID, answers: CheckedAnswers) -> None:
    said = answers.open
    order = UnitOrder(
        unit=said["unit"],
        order_cited=(said.get("order_cited") or "").strip(),
        reason=said["reason"],
        ordered_on=day(said["ordered_on"]),
    )
    pages.run(lambda uow: ask_unit(uow, case_id, order, pages.submission_key()))


def _receipt() -> IssuedReceipt:
    code = ReceiptCode.generate()
    return IssuedReceipt(code, code.lookup(pages.store().vault.receipt_key))


def _receipt_page(office_key: str, case_id: UUID, code: str) -> str:
    with pages.reading() as uow:
        case = get_case(uow, case_id)
    return render_template(
        "case_file/receipt.html",
        office_key=office_key,
        case=case,
        codes=[code],
        next_url=case_url(office_key, case_id),
        next_label=_BACK,
    )


_BACK = Sentence("กลับไปแฟ้มเรื่อง", "Back to the case file")
