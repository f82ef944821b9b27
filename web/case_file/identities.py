"""Sealed identities: asked for, allowed for some days, opened with password and reason on record.

Whoever keeps them opens them by right; whoever else works on the case asks here first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.identity_requests import request_in_force
from engine.access.membership import Standing
from engine.access.permissions import Command, may
from engine.access.sign_in import confirm_password
from engine.access.visibility import AccessKind, record_access
from engine.cases.identities import open_identity, sealed_fields
from engine.cases.parties import Party, parties_of
from engine.cases.register import get_case
from engine.errors import NotFound, NotPermitted, Sentence
from engine.forms.reading import seen_words
from engine.store.unit_of_work import UnitOfWork
from engine.work.form_lists import party_label
from engine.work.identities.opening import check_may_ask, check_may_open, shown_requests
from engine.work.identities.requests import ask_identity, end_identity_access
from engine.work.work_items import WorkItem, get_work_item
from web import pages
from web.case_file import showing
from web.case_file.room import blueprint
from web.design.filters import office_digits
from web.design.language import say

SHORTEST_REASON, LONGEST_REASON = 10, 1000

_FIELDS = {
    "name": Sentence("ชื่อ", "Name"),
    "address": Sentence("ที่อยู่", "Address"),
    "phone": Sentence("โทรศัพท์", "Telephone"),
    "email": Sentence("อีเมล", "E-mail"),
    "citizen_id": Sentence("เลขประจำตัวประชาชน", "Citizen number"),
    "contact": Sentence("ติดต่อ", "Contact"),
    "witness": Sentence("พยาน", "Witness"),
}
_REASON = Sentence(
    f"เขียนเหตุผลอย่างน้อย {SHORTEST_REASON} ตัวอักษร ให้ผู้ตรวจสอบเข้าใจได้",
    f"Give a reason of {SHORTEST_REASON} letters or more that an auditor can understand.",
)
_AT_INTAKE = Sentence("ผู้ที่ระบุไว้เมื่อรับเรื่อง", "Named at intake")
_ASKED = Sentence(
    "ส่งคำขอแล้ว เมื่อพิจารณาแล้วมีแจ้งในรายการแจ้ง", "Asked. You will be told once it is decided."
)
_ENDED = Sentence("ยกเลิกสิทธิ์เปิดชื่อแล้ว", "The right was taken back.")
_PASSWORD = Sentence("รหัสผ่านไม่ถูกต้อง", "The password is not right.")


@dataclass(frozen=True)
class SealedPerson:
    """Somebody of whom something is sealed: a party, a witness heard in a step.

    What the form of the intake sealed of nobody in its lists stands under the case itself.
    """

    id: UUID
    label: str
    wish: str = ""


@blueprint.get("/<uuid:case_id>/identities")
def identities(office_key: str, case_id: UUID) -> str:
    _check_shown(case_id)
    return _page(office_key, case_id, {})


@blueprint.post("/<uuid:case_id>/identities")
def open_identities(office_key: str, case_id: UUID) -> str | tuple[str, int]:
    """Show who is behind a case, once the reason is on record."""
    _check(case_id, check_may_open)
    reason = _reason()
    messages = _faults_of(reason)
    who = pages.myself().person_id
    if not confirm_password(pages.store(), who, request.form.get("password", "")):
        messages["password"] = _PASSWORD
    if messages:
        return _page(office_key, case_id, messages), 422
    with pages.unit() as uow:
        record_access(uow, who, case_id, AccessKind.IDENTITY, reason=reason)
    with pages.reading() as uow:
        opened = [
            (person, identity_lines(open_identity(uow, case_id, person.id)))
            for person in _sealed_people(case_id)
        ]
        case, now = get_case(uow, case_id), uow.now
    return render_template(
        "case_file/identities_open.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        opened=opened,
        reason=reason,
        now=now,
    )


@blueprint.post("/<uuid:case_id>/identities/requests")
def ask_to_open(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    _check(case_id, check_may_ask)
    reason, key = _reason(), pages.submission_key()
    messages = _faults_of(reason)
    if messages:
        return _page(office_key, case_id, messages), 422
    pages.run(lambda uow: ask_identity(uow, case_id, reason, submission_key=key))
    flash(say(_ASKED))
    return redirect(_own_url(office_key, case_id), 303)


@blueprint.post("/<uuid:case_id>/identities/requests/<uuid:request_id>/end")
def end_access(office_key: str, case_id: UUID, request_id: UUID) -> Response:
    key = pages.submission_key()
    pages.run(lambda uow: end_identity_access(uow, case_id, request_id, submission_key=key))
    flash(say(_ENDED))
    return redirect(_own_url(office_key, case_id), 303)


def _own_url(office_key: str, case_id: UUID) -> str:
    return url_for("case_file.identities", office_key=office_key, case_id=case_id)


def _reason() -> str:
    return " ".join(seen_words(request.form.get("reason", "")))[:LONGEST_REASON]


def _faults_of(reason: str) -> dict[str, Sentence]:
    # A word keeps the unseen breaks that Thai is typed with; they are no letters of a reason.
    is_short = sum(map(str.isprintable, reason)) < SHORTEST_REASON
    return {"reason": _REASON} if is_short else {}


def identity_lines(opened: Mapping[str, str]) -> list[tuple[Sentence, str]]:
    """Return sealed fields in the order in which a person reads them."""
    order = list(_FIELDS)
    named = sorted(
        ((_field(path), value) for path, value in opened.items()),
        key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order),
    )
    return [(_FIELDS.get(name, Sentence(name, name)), value) for name, value in named]


def _field(path: str) -> str:
    """Return the field's own name: a witness heard in a step is ``interviews.0.witness``."""
    return path.rpartition(".")[2]


def _check_shown(case_id: UUID) -> None:
    """Show the page to who may open identities, ask for them, or take a right back."""

    def check_one(uow: UnitOfWork, standing: Standing, case_id: UUID) -> None:
        try:
            check_may_open(uow, standing, case_id)
        except NotPermitted:
            check_may_ask(uow, standing, case_id)

    _check(case_id, check_one)


def _check(case_id: UUID, judge: Callable[[UnitOfWork, Standing, UUID], None]) -> None:
    """Let only those past who may; that somebody else tried is on record too."""
    who = pages.myself()
    try:
        with pages.reading() as uow:
            judge(uow, who, case_id)
    except NotPermitted:
        _note_refusal(case_id)
        raise
    except NotFound:
        with pages.reading() as uow:
            get_case(uow, case_id)
        _note_refusal(case_id)
        raise


def _note_refusal(case_id: UUID) -> None:
    with pages.unit() as uow:
        who = pages.myself().person_id
        record_access(uow, who, case_id, AccessKind.IDENTITY, refused=True)


def _page(office_key: str, case_id: UUID, messages: Mapping[str, Sentence]) -> str:
    who = pages.myself()
    with pages.reading() as uow:
        case, today = get_case(uow, case_id), uow.today
        by_right = may(who, Command.OPEN_IDENTITY)
        granted = request_in_force(uow, case_id, who.person_id)
        requests = shown_requests(uow, who, case_id)
    hers = [one for one in requests if one.person_id == who.person_id]
    return render_template(
        "case_file/identities.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        people=_sealed_people(case_id),
        messages=messages,
        reason=request.form.get("reason", hers[0].reason if granted and hers else ""),
        may_open=by_right or granted is not None,
        until=granted.until_on if granted and not by_right else None,
        waits=any(one.outcome is None for one in hers),
        requests=requests,
        today=today,
        submission_key=pages.submission_key(),
    )


def _sealed_people(case_id: UUID) -> list[SealedPerson]:
    with pages.reading() as uow:
        sealed = sealed_fields(uow, case_id)
        parties = [p for p in parties_of(uow, case_id) if p.id in sealed]
        others = sealed.keys() - {p.id for p in parties} - {case_id}
        heard = [get_work_item(uow, one) for one in others]
    heard.sort(key=lambda item: item.offered_at)
    return [
        *(_party(party) for party in parties),
        *([SealedPerson(case_id, say(_AT_INTAKE))] if case_id in sealed else []),
        *(_witness(item) for item in heard),
    ]


def _party(party: Party) -> SealedPerson:
    label = say(office_digits(party_label(party)))
    return SealedPerson(party.id, label, showing.contact_wish(party))


def _witness(item: WorkItem) -> SealedPerson:
    said = Sentence("ผู้ให้ข้อมูลในขั้นตอน {step}", "Heard in: {step}")
    return SealedPerson(item.id, say(said).format(step=showing.step_name(item)))
