"""Opening a sealed identity by right: password and reason first, on record before it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request

from engine.access.sign_in import confirm_password
from engine.access.visibility import AccessKind, record_access
from engine.cases.identities import open_identity, sealed_fields
from engine.cases.parties import Party, parties_of
from engine.cases.register import get_case
from engine.errors import NotFound, NotPermitted, Sentence
from engine.forms.reading import seen_words
from engine.work.form_lists import party_label
from engine.work.identity_opening import check_may_open
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
    _check(case_id)
    return _page(office_key, case_id, {})


@blueprint.post("/<uuid:case_id>/identities")
def open_identities(office_key: str, case_id: UUID) -> str | tuple[str, int]:
    """Show who is behind a case, once the reason is on record."""
    _check(case_id)
    reason = " ".join(seen_words(request.form.get("reason", "")))[:LONGEST_REASON]
    messages = {}
    # A word keeps the unseen breaks that Thai is typed with; they are no letters of a reason.
    if sum(map(str.isprintable, reason)) < SHORTEST_REASON:
        messages["reason"] = _REASON
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


def _check(case_id: UUID) -> None:
    """Let only those past who may; that somebody else tried is on record too."""
    who = pages.myself()
    try:
        with pages.reading() as uow:
            check_may_open(uow, who, case_id)
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
    with pages.reading() as uow:
        case = get_case(uow, case_id)
    return render_template(
        "case_file/identities.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        people=_sealed_people(case_id),
        messages=messages,
        reason=request.form.get("reason", ""),
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
