"""The public door: a complaint that somebody outside brings in herself, by name or without.

There is no person behind the unit. The profile says which doors the office has, which process
each starts and by which channel it comes in. The door decides what the office would: the
channel, the day, and that whatever comes in by the door of corruption is secret.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from engine.cases.mailbox import IssuedReceipt, add_receipt, has_kept_receipt, issue_receipt
from engine.cases.parties import Party, PartyKind, join_party, parties_of
from engine.cases.register import get_case
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.forms import CheckedAnswers
from engine.journal.chain import genesis_hash
from engine.office.profile_tables import Channel, Secrecy
from engine.office.public_doors import PublicDoor, doors_of
from engine.store.unit_of_work import CASE, UnitOfWork
from engine.work.completing import Submission
from engine.work.form_names import intake_names
from engine.work.lodging import Door, Lodged, enter_case, judge_start
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.opening import secrecy_of, start_case
from engine.work.submissions import find_result, hold_submission, keep_result

LODGE_FROM_PUBLIC = "lodge_from_public"
# What the start form of a process knows of who fills it in (``door``).
PUBLIC = "public"
# A page that was sent twice because the line broke is sent again soon.
REPEATED_WITHIN = timedelta(minutes=30)


def public_names(uow: UnitOfWork, settings: OfficeSettings, way: PublicDoor) -> dict[str, Any]:
    """Return the names for the start form as the public fills it in: no list of people or cases."""
    names = intake_names(uow, settings, door=PUBLIC)
    lists = names["options"]
    offered = {
        key
        for key, category in settings.profile.categories.items()
        if category.counts_as_corruption is (way is PublicDoor.CORRUPTION)
    }
    categories = [one for one in lists["categories"] if one.value in offered]
    open_lists = {name: lists[name] for name in ("units", "respondent_kinds")}
    return {**names, "options": {**open_lists, "categories": categories}}


def lodge_from_public(
    uow: UnitOfWork, way: PublicDoor, door: Door, submission: Submission, receipt: IssuedReceipt
) -> Lodged:
    """Open a case for somebody outside, who is given the code of ``receipt``.

    The same form sent again opens no second case. Its answer shows another code, and both
    lead to the case until she says which she keeps: the page with the first may never have come.

    Raises
    ------
    NotFound
        The office has no such door.
    FormInvalid
        The answers do not satisfy the start form.
    NoEligibleHandler
        Nobody of the office may act on a complaint about these respondents.
    InvalidTransition
        The form was sent before, and its code is kept already.
    """
    if uow.actor.person_id is not None:
        raise NotFound
    hold_submission(uow, submission.key)
    first = find_result(uow, submission.key, LODGE_FROM_PUBLIC)
    if first is not None:
        return answer_again(uow, UUID(first), receipt)
    uow.open_stream(
        CASE, door.case_id, genesis_hash(uow.actor.office_id, door.case_id), door.data_key
    )
    settings = settings_in_force(uow, uow.today)
    channel = doors_of(settings.profile).get(way)
    if channel is None or settings.profile.doors[way] != door.process_id:
        raise NotFound
    edition = get_adopted_edition(uow, door.process_id)
    names = public_names(uow, settings, way)
    answers = judge_start(edition, submission, uow.today, names)
    if answers.case_fields.get("is_anonymous") and not settings.profile.intake.anonymous:
        raise FormInvalid({"is_anonymous": [_NAME_NEEDED]})
    enter_case(uow, settings, door, _decided(uow, settings, way, channel, answers), submission)
    issue_receipt(uow, door.case_id, _who_complained(uow, door.case_id, channel).id, receipt)
    start_case(uow, settings, door.case_id, edition)
    keep_result(uow, submission.key, LODGE_FROM_PUBLIC, str(door.case_id))
    return Lodged(door.case_id, get_case(uow, door.case_id).number, None)


def answer_again(uow: UnitOfWork, case_id: UUID, receipt: IssuedReceipt) -> Lodged:
    """Answer a form that was sent twice with one more code, unless one is kept or it is late."""
    uow.hold(case_id)
    case, party = get_case(uow, case_id), _complainants(uow, case_id)[0]
    is_late = uow.now - case.lodged_at > REPEATED_WITHIN
    if is_late or has_kept_receipt(uow, case_id, party.id):
        raise InvalidTransition(_SENT_BEFORE)
    add_receipt(uow, case_id, party.id, receipt)
    return Lodged(case_id, case.number, None, is_repeat=True)


def _who_complained(uow: UnitOfWork, case_id: UUID, channel: Channel) -> Party:
    """Return the first complainant, who filled in the form, whether it asks for one or not."""
    for party in _complainants(uow, case_id):
        return party
    nameless = Party(uuid4(), PartyKind.COMPLAINANT, 1, channel=channel.key, received_on=uow.today)
    join_party(uow, case_id, nameless)
    return nameless


def _complainants(uow: UnitOfWork, case_id: UUID) -> list[Party]:
    return [p for p in parties_of(uow, case_id) if p.kind is PartyKind.COMPLAINANT]


def _decided(
    uow: UnitOfWork,
    settings: OfficeSettings,
    way: PublicDoor,
    channel: Channel,
    answers: CheckedAnswers,
) -> CheckedAnswers:
    """Add what the door decides to what was answered; of an office's own fields nothing counts."""
    said = answers.case_fields
    secrecy = secrecy_of(settings, _text(said.get("category")), _text(said.get("kind")))
    if way is PublicDoor.CORRUPTION and secrecy == Secrecy.ORDINARY:
        secrecy = Secrecy.SECRET.value
    decided: dict[str, str | bool | date | None] = {
        "channel": channel.key,
        "received_on": uow.today,
        "secrecy": secrecy,
    }
    return replace(answers, case_fields={**said, **decided})


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


_NAME_NEEDED = Sentence(
    "หน่วยงานนี้รับเฉพาะเรื่องที่บอกชื่อ ชื่อของท่านปิดไว้ เปิดได้เฉพาะผู้มีสิทธิและมีบันทึก",
    "This office takes complaints by name only. Your name is sealed; every opening is on record.",
)
_SENT_BEFORE = Sentence(
    "แบบนี้ส่งแล้วและรับเรื่องแล้ว ติดตามด้วยรหัสที่ท่านเก็บไว้",
    "This form was sent before, and the matter is lodged. Follow it with the code that you kept.",
)
