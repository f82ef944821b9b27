"""Who complained is retaliated against: a case of its own, which leaves the office (U34).

She reports it where she follows her case by its code, and gets a second code. The new case
stands in the secret register and says of which case it comes; the first case says nothing of
it. Whoever is kept out of the first case is kept out of this one before anybody is offered a
step, and who is kept out later follows (``follow_first_case``). It is worked on by who tracks
sealed referrals, and goes to the outside body that the profile names: whether it is retaliation
the office does not judge.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, exists, literal, select

from engine.access.visits import Way
from engine.bpmn.edition import Edition
from engine.cases.identities import copy_identity, sealed_fields
from engine.cases.links import RETALIATION, append_retaliation
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import (
    Party,
    PartyKind,
    complainants_of,
    exclude,
    excluded_people,
    join_party,
    parties_of,
)
from engine.errors import FormInvalid, NoEligibleHandler, NotFound, Sentence
from engine.forms import CheckedAnswers
from engine.office.profile_tables import Channel, Secrecy
from engine.office.public_doors import PublicDoor, channel_of
from engine.store import tables
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.allocation.redirecting import RESPONDENT
from engine.work.completing import Submission
from engine.work.form_names import intake_names
from engine.work.lodging import Door, Lodged, enter_case, judge_start
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.public.lodging import PUBLIC
from engine.work.public.receipted_lodging import lodge_with_receipt
from engine.work.public.retaliation_names import PROCESS, SHARED, outside_custodian
from engine.work.respondents import withdraw_from

REPORT = "report_retaliation"
# What its start form is offered: no list of people, of cases or of what the office sorts by.
_OPEN_LISTS = ("units", "respondent_kinds")


def retaliation_channel(settings: OfficeSettings) -> Channel | None:
    """Return by which channel it comes in from outside; None where the office takes none in."""
    if outside_custodian(settings) is None:
        return None
    return channel_of(settings.profile, PublicDoor.CORRUPTION)


def retaliation_names(uow: UnitOfWork, settings: OfficeSettings) -> dict[str, Any]:
    """Return the names for its start form as who is outside fills it in."""
    names = intake_names(uow, settings, door=PUBLIC)
    return {**names, "options": {name: names["options"][name] for name in _OPEN_LISTS}}


def report_retaliation(
    uow: UnitOfWork, way: Way, door: Door, submission: Submission, receipt: IssuedReceipt
) -> Lodged:
    """Open the case for who follows another one ``way``, as :func:`lodge_with_receipt` does.

    Raises
    ------
    NotFound
        Somebody of the office asks, or the office names no outside body for it.
    FormInvalid
        The answers do not satisfy the start form.
    NoEligibleHandler
        All who could prepare the letter, or sign it, are kept out of the first case or named.
    InvalidTransition
        The form was sent before, and its code is kept already.
    """
    enter = partial(_enter, uow, way, door, submission)
    try:
        return lodge_with_receipt(uow, door, submission.key, receipt, command=REPORT, enter=enter)
    except NoEligibleHandler as error:
        raise NoEligibleHandler(_outside_door(settings_in_force(uow, uow.today))) from error


def _enter(
    uow: UnitOfWork,
    way: Way,
    door: Door,
    submission: Submission,
    settings: OfficeSettings,
    edition: Edition,
) -> Party:
    channel = retaliation_channel(settings)
    if channel is None or door.process_id != PROCESS:
        raise NotFound
    answers = judge_start(edition, submission, uow.today, retaliation_names(uow, settings))
    shares = _shares_identity(uow, way, answers)
    decided = _decided(uow, channel, answers, is_anonymous=not shares)
    enter_case(uow, settings, door, decided, submission)
    exclude(uow, door.case_id, excluded_people(uow, way.case_id))
    append_retaliation(uow, door.case_id, way.case_id)
    if shares:
        _join_by_name(uow, way, door.case_id, channel)
    (party,) = complainants_of(uow, door.case_id)
    return party


def _decided(
    uow: UnitOfWork, channel: Channel, answers: CheckedAnswers, *, is_anonymous: bool
) -> CheckedAnswers:
    """Add what the door decides; of an office's own fields nothing that was posted counts."""
    return replace(
        answers,
        case_fields={
            **answers.case_fields,
            "channel": channel.key,
            "received_on": uow.today,
            "secrecy": Secrecy.SECRET.value,
            "is_anonymous": is_anonymous,
        },
    )


def _shares_identity(uow: UnitOfWork, way: Way, answers: CheckedAnswers) -> bool:
    """Tell whether her name goes over; refused where the first case has none to go."""
    if answers.open.get("identity") != SHARED:
        return False
    if "name" not in sealed_fields(uow, way.case_id).get(way.party_id, ()):
        raise FormInvalid({"identity": [_NO_NAME]})
    return True


def _join_by_name(uow: UnitOfWork, way: Way, new_id: UUID, channel: Channel) -> None:
    """Let who reports be the complainant of the new case by the name that she gave before."""
    (first,) = (one for one in parties_of(uow, way.case_id) if one.id == way.party_id)
    party = Party(
        uuid4(),
        PartyKind.COMPLAINANT,
        1,
        channel=channel.key,
        received_on=uow.today,
        is_contactable=first.is_contactable,
        contact_wish=first.contact_wish,
    )
    join_party(uow, new_id, party)
    copy_identity(uow, way.case_id, way.party_id, new_id, party.id)


# -- Who is kept out of the first case later ----------------------------------------------------


@dataclass(frozen=True)
class LeftBehind:
    """Somebody who is kept out of a case, and not yet out of one about retaliation for it."""

    office_id: UUID
    id: UUID
    person_id: UUID


def left_behind(store: Store, limit: int) -> list[LeftBehind]:
    """Return who was named as a respondent after retaliation for that case had been reported.

    Two cases are never locked in one unit, so a worker lets the exclusion follow.
    """
    link, out = tables.case_link, tables.case_exclusion
    own = out.alias()
    is_out = exists(
        select(literal(1)).where(
            own.c.office_id == link.c.office_id,
            own.c.case_id == link.c.case_id,
            own.c.person_id == out.c.person_id,
        )
    )
    wanted = (
        select(link.c.office_id, link.c.case_id, out.c.person_id)
        .join(out, and_(out.c.office_id == link.c.office_id, out.c.case_id == link.c.other_case_id))
        .where(link.c.kind == RETALIATION, ~is_out)
        .limit(limit)
    )
    with store.database.reading() as connection:
        return [LeftBehind(*row) for row in connection.execute(wanted).all()]


def follow_first_case(store: Store, one: LeftBehind) -> bool:
    """Keep somebody out of a retaliation case as she is kept out of the first one.

    Her work goes to whom is left. With nobody left she is kept out all the same: a step that
    waits for somebody does less harm than one in her hands.
    """
    office = Actor(one.office_id, None)
    try:
        with store.unit(office) as uow:
            uow.hold(one.id)
            exclude(uow, one.id, [one.person_id])
            withdraw_from(uow, one.id, [one.person_id], RESPONDENT)
    except NoEligibleHandler:
        with store.unit(office) as uow:
            uow.hold(one.id)
            exclude(uow, one.id, [one.person_id])
    return True


def _outside_door(settings: OfficeSettings) -> Sentence:
    body = outside_custodian(settings)
    if body is None:
        return NoEligibleHandler.sentence
    phone = f" โทร {body.phone}" if body.phone else ""
    called = f", telephone {body.phone}" if body.phone else ""
    return Sentence(
        f"ไม่มีผู้ใดในหน่วยงานนี้ที่ทำเรื่องนี้แทนท่านได้ ให้แจ้ง{body.name.th}โดยตรง{phone}",
        f"Nobody in this office may take this on for you. Tell {body.name.en} directly{called}.",
    )


_NO_NAME = Sentence(
    "เรื่องเดิมของท่านไม่มีชื่อ เลือก ไม่ให้ ถ้าอยากบอกชื่อ เขียนไว้ในช่องเล่าเรื่อง",
    "Your first case has no name. Choose no; to give it, write it where you tell what happened.",
)
