"""The public door: a complaint that somebody outside brings in herself, by name or without.

There is no person behind the unit. The profile says which doors the office has, which process
each starts and by which channel it comes in. The door decides what the office would: the
channel, the day, and that whatever comes in by the door of corruption is secret.
"""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from engine.bpmn.edition import Edition
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import Party, PartyKind, complainants_of, join_party
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import CheckedAnswers
from engine.office.profile_tables import Channel, Secrecy
from engine.office.public_doors import PublicDoor, doors_of
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.form_names import intake_names
from engine.work.lodging import Door, Lodged, enter_case, judge_start
from engine.work.offices.settings import OfficeSettings
from engine.work.opening import secrecy_of
from engine.work.public.receipted_lodging import lodge_with_receipt

LODGE_FROM_PUBLIC = "lodge_from_public"
# What the start form of a process knows of who fills it in (``door``).
PUBLIC = "public"


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
    """Open a case for somebody outside, as :func:`lodge_with_receipt` does.

    Raises
    ------
    NotFound
        Somebody of the office asks, or the office has no such door.
    FormInvalid
        The answers do not satisfy the start form.
    NoEligibleHandler
        Nobody of the office may act on a complaint about these respondents.
    InvalidTransition
        The form was sent before, and its code is kept already.
    """
    enter = partial(_enter, uow, way, door, submission)
    return lodge_with_receipt(
        uow, door, submission.key, receipt, command=LODGE_FROM_PUBLIC, enter=enter
    )


def _enter(
    uow: UnitOfWork,
    way: PublicDoor,
    door: Door,
    submission: Submission,
    settings: OfficeSettings,
    edition: Edition,
) -> Party:
    channel = doors_of(settings.profile).get(way)
    if channel is None or settings.profile.doors[way] != door.process_id:
        raise NotFound
    names = public_names(uow, settings, way)
    answers = judge_start(edition, submission, uow.today, names)
    if answers.case_fields.get("is_anonymous") and not settings.profile.intake.anonymous:
        raise FormInvalid({"is_anonymous": [_NAME_NEEDED]})
    enter_case(uow, settings, door, _decided(uow, settings, way, channel, answers), submission)
    return _who_complained(uow, door.case_id, channel)


def _who_complained(uow: UnitOfWork, case_id: UUID, channel: Channel) -> Party:
    """Return the first complainant, who filled in the form, whether it asks for one or not."""
    for party in complainants_of(uow, case_id):
        return party
    nameless = Party(uuid4(), PartyKind.COMPLAINANT, 1, channel=channel.key, received_on=uow.today)
    join_party(uow, case_id, nameless)
    return nameless


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
    return replace(
        answers,
        case_fields={
            **said,
            "channel": channel.key,
            "received_on": uow.today,
            "secrecy": secrecy,
        },
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


_NAME_NEEDED = Sentence(
    "หน่วยงานนี้รับเฉพาะเรื่องที่บอกชื่อ ชื่อของท่านปิดไว้ เปิดได้เฉพาะผู้มีสิทธิและมีบันทึก",
    "This office takes complaints by name only. Your name is sealed; every opening is on record.",
)
