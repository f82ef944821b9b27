"""The record of a case is held for an outside body that needs it, until the hold is lifted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, may
from engine.access.visibility import AccessKind
from engine.cases.legal_holds import HoldingBody, LegalHold, get_legal_hold
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.office.thai import long_date
from engine.work.case_file import CaseFile
from engine.work.records.legal_holding import LetterOfHold, lift_legal_hold, place_legal_hold
from web import pages
from web.case_file.command_pages import Page, answer, day
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.design.filters import office_digits
from web.design.language import say

_PLACE = Page(
    "legal_hold",
    Command.HOLD_RECORD,
    Sentence("ระงับการทำลาย", "Hold the record"),
    Sentence(
        "เมื่อ ป.ป.ช. ป.ป.ท. สตง. ศาล หรือหน่วยงานอื่นต้องใช้สำนวน "
        "เรื่องนี้ไม่ถูกทำลายแม้ครบอายุการเก็บ จนกว่าจะเลิกระงับ",
        "When the NACC, the PACC, the State Audit Office, a court or another body needs the "
        "record, it is not destroyed, however old, until the hold is lifted.",
    ),
    Sentence("ระงับการทำลายแล้ว", "The record is held"),
)
_LIFT = Page(
    "legal_hold_lifting",
    Command.HOLD_RECORD,
    Sentence("เลิกระงับการทำลาย", "Lift the hold"),
    Sentence(
        "เรื่องนี้เสนอทำลายได้เมื่อครบอายุการเก็บและไม่มีเหตุอื่นให้เก็บไว้",
        "Once it is old enough and nothing else keeps it, the record may be proposed for "
        "destruction.",
    ),
    Sentence("เลิกระงับการทำลายแล้ว", "The hold is lifted"),
)
_BODY = Sentence("ระงับตามหนังสือของ", "Held for")
_LETTER = Sentence("หนังสือ", "Letter")
_SINCE = Sentence("ตั้งแต่", "Since")


@blueprint.route("/<uuid:case_id>/legal-holds/new", methods=["GET", "POST"])
def new_legal_hold(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _PLACE, _place)


@blueprint.route("/<uuid:case_id>/legal-holds/<uuid:hold_id>", methods=["GET", "POST"])
def lift_hold(office_key: str, case_id: UUID, hold_id: UUID) -> str | tuple[str, int] | Response:
    page = _about(case_id, hold_id)
    return answer(office_key, case_id, page, partial(_lift, hold_id))


def _place(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    wanted = LetterOfHold(
        body=HoldingBody(said["body"]),
        body_name=(said.get("body_name") or "").strip(),
        reference=said["reference"].strip(),
        reason=said["reason"],
        placed_on=day(said["placed_on"]),
    )
    pages.run(lambda uow: place_legal_hold(uow, case_id, wanted, submission_key=key))


def _lift(hold_id: UUID, case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    pages.run(
        lambda uow: lift_legal_hold(
            uow,
            case_id,
            hold_id,
            said["reason"],
            reference=(said.get("reference") or "").strip(),
            lifted_on=day(said["lifted_on"]),
            submission_key=key,
        )
    )


def _about(case_id: UUID, hold_id: UUID) -> Page:
    """Let the page say which hold it is about; only to who may read that, and on record."""
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        found = get_legal_hold(uow, case_id, hold_id)
    facts = [
        (_BODY, say(found.by)),
        (_LETTER, found.reference),
        (_SINCE, say(office_digits(long_date(found.placed_on)))),
    ]
    return replace(_LIFT, facts=facts)


# -- In the case file --------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownHold:
    """For whom a record is held since when; ``lift_url`` for who may lift it."""

    by: Sentence
    reference: str
    reason: str
    since: date
    lift_url: str | None


def shown_holds(file: CaseFile, holds: Sequence[LegalHold], office_key: str) -> Sequence[ShownHold]:
    """Return what the case file says of the holds in force."""
    may_lift = file.reading is Reading.WHOLE and may(pages.standing(), Command.HOLD_RECORD)
    return [
        ShownHold(
            by=hold.by,
            reference=hold.reference,
            reason=hold.reason,
            since=hold.placed_on,
            lift_url=url_for(
                "case_file.lift_hold", office_key=office_key, case_id=file.case.id, hold_id=hold.id
            )
            if may_lift
            else None,
        )
        for hold in holds
    ]
