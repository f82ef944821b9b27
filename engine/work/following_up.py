"""Follow up what a case leads to: opened, reported on, handed to somebody else, ended.

A case that is filed is followed up like one on its way. On the day to look, the worker
tells its holder.
"""

from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from engine.access.membership import holders, standing_of
from engine.access.permissions import Command, Reading
from engine.access.visibility import reading_of
from engine.cases.follow_ups import (
    FollowUp,
    FollowUpKind,
    append_follow_up,
    follow_ups_of,
    get_follow_up,
)
from engine.cases.parties import Party, PartyKind
from engine.cases.register import get_case
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.office_time import office_instant
from engine.office.roles import Role
from engine.store import tables
from engine.store.rows import delete_rows, insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.sources import agency_words
from engine.work.holding import check_happened, hold_case
from engine.work.offices.settings import OfficeSettings
from engine.work.submissions import find_result, keep_result

FOLLOW_UP = "follow_up"
TOLD_AT = time(8, 30)
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Wish:
    """What to follow up; nobody as ``holder_id`` means whoever of the officers."""

    kind: FollowUpKind
    text: str
    due_on: date
    holder_id: UUID | None
    # The agency that waits for a report.
    party_id: UUID | None = None


def open_follow_up(uow: UnitOfWork, case_id: UUID, wish: Wish, *, submission_key: UUID) -> None:
    """Set a day on which the case must be looked at again, and by whom.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or follows nothing up.
    FormInvalid
        The day has passed, nothing is said, or the holder does not read the whole case.
    """
    hold_case(uow, case_id, Command.FOLLOW_UP)
    if find_result(uow, submission_key, FOLLOW_UP) is not None:
        return
    text = _words(wish.text)
    check_ahead(uow, wish.due_on, "due_on")
    check_follower(uow, case_id, wish.holder_id, "holder")
    follow_up_id = begin_follow_up(uow, case_id, replace(wish, text=text))
    keep_result(uow, submission_key, FOLLOW_UP, str(follow_up_id))


def begin_follow_up(
    uow: UnitOfWork, case_id: UUID, wish: Wish, *, occurred_on: date | None = None
) -> UUID:
    """Open what another command of a case that the unit holds leads to; return its id.

    The day may have passed: it is then told at once.
    """
    follow_up_id = append_follow_up(
        uow,
        case_id,
        wish.kind,
        wish.text,
        wish.due_on,
        wish.holder_id,
        party_id=wish.party_id,
        occurred_on=occurred_on,
    )
    _set_alarm(uow, case_id, follow_up_id, wish.due_on)
    return follow_up_id


def follow_source_agency(
    uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, agency: Party
) -> None:
    """See to it that an agency that set a day gets its report by then (U15).

    Interim reports are told in the follow-up, which the final one ends, each by its dispatch.
    """
    if agency.kind is not PartyKind.SOURCE_AGENCY or agency.due_on is None:
        return
    text = agency_words(settings.profile, agency)
    kind, due_on = FollowUpKind.SOURCE_REPORT, agency.due_on
    begin_follow_up(uow, case_id, Wish(kind, text, due_on, holder_id=None, party_id=agency.id))


def find_source_follow_up(uow: UnitOfWork, case_id: UUID, party_id: UUID) -> FollowUp | None:
    """Return what is still followed up of an agency that sent the case, if anything is."""
    wanted = (FollowUpKind.SOURCE_REPORT, party_id)
    found = (one for one in follow_ups_of(uow, case_id) if one.is_open)
    return next((one for one in found if (one.kind, one.party_id) == wanted), None)


def report_follow_up(
    uow: UnitOfWork,
    case_id: UUID,
    follow_up_id: UUID,
    text: str,
    *,
    next_on: date | None,
    occurred_on: date,
    submission_key: UUID,
) -> None:
    """Write down how it stands: to be looked at again on ``next_on``, or ended when there is none.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or follows nothing up.
    InvalidTransition
        It has ended.
    FormInvalid
        Nothing is said, or a day cannot be.
    """
    case, _ = hold_case(uow, case_id, Command.FOLLOW_UP)
    if find_result(uow, submission_key, FOLLOW_UP) is not None:
        return
    _get_open(uow, case_id, follow_up_id)
    words = _words(text)
    check_happened(uow, case, "occurred_on", occurred_on)
    if next_on is not None:
        check_ahead(uow, next_on, "due_on")
    tell_follow_up(uow, case_id, follow_up_id, words, next_on=next_on, occurred_on=occurred_on)
    keep_result(uow, submission_key, FOLLOW_UP, str(follow_up_id))


def tell_follow_up(
    uow: UnitOfWork,
    case_id: UUID,
    follow_up_id: UUID,
    text: str,
    *,
    next_on: date | None,
    occurred_on: date,
) -> None:
    """Write into an open follow-up what another command of a case that the unit holds has done."""
    content = {"follow_up": str(follow_up_id), "text": text}
    if next_on is None:
        append(uow, case_id, EventKind.FOLLOW_UP_ENDED, content, occurred_on=occurred_on)
        _drop_alarm(uow, follow_up_id)
        return
    reported = {**content, "due_on": next_on}
    append(uow, case_id, EventKind.FOLLOW_UP_REPORTED, reported, occurred_on=occurred_on)
    _set_alarm(uow, case_id, follow_up_id, next_on)


def hand_follow_up(
    uow: UnitOfWork, case_id: UUID, follow_up_id: UUID, holder_id: UUID | None
) -> None:
    """Let somebody else follow it up; the same holder again changes nothing.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or follows nothing up.
    InvalidTransition
        It has ended.
    FormInvalid
        The holder does not read the whole case.
    """
    hold_case(uow, case_id, Command.FOLLOW_UP)
    found = _get_open(uow, case_id, follow_up_id)
    check_follower(uow, case_id, holder_id, "holder")
    if found.holder_id != holder_id:
        content = {"follow_up": str(follow_up_id), "holder": str(holder_id) if holder_id else None}
        append(uow, case_id, EventKind.FOLLOW_UP_HANDED, content)


def _set_alarm(uow: UnitOfWork, case_id: UUID, follow_up_id: UUID, due_on: date) -> None:
    """Have the holder told in the morning of the day, on however many workers once."""
    _drop_alarm(uow, follow_up_id)
    insert_row(
        uow.connection,
        tables.timer,
        office_id=uow.actor.office_id,
        id=follow_up_id,
        case_id=case_id,
        kind=FOLLOW_UP,
        due_at=office_instant(due_on, TOLD_AT),
        failures=0,
    )


def _drop_alarm(uow: UnitOfWork, follow_up_id: UUID) -> None:
    delete_rows(uow.connection, tables.timer, office_id=uow.actor.office_id, id=follow_up_id)


def _get_open(uow: UnitOfWork, case_id: UUID, follow_up_id: UUID) -> FollowUp:
    found = get_follow_up(uow, case_id, follow_up_id)
    if not found.is_open:
        raise InvalidTransition(
            Sentence("งานติดตามนี้สิ้นสุดแล้ว", "This has been followed up to its end.")
        )
    return found


def _words(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_TEXT:
        raise FormInvalid({"text": [_TOO_LONG if said else _NOTHING_SAID]})
    return said


def check_ahead(uow: UnitOfWork, due_on: date, key: str) -> None:
    """Refuse, at the field ``key``, a day to look again that has passed."""
    if due_on < uow.today:
        raise FormInvalid({key: [_IN_THE_PAST]})


def check_follower(uow: UnitOfWork, case_id: UUID, holder_id: UUID | None, key: str) -> None:
    """Refuse, at the field ``key``, a holder who could not open what she is to follow up."""
    if holder_id is not None and not reads_whole(uow, holder_id, case_id, uow.today):
        raise FormInvalid({key: [_READS_IT_NOT]})


def followers(uow: UnitOfWork, case_id: UUID) -> set[UUID]:
    """Return the officers who read the whole of a case: what is nobody's is theirs."""
    officers = {one.person_id for one in holders(uow, uow.today, Role.OFFICER)}
    return {each for each in officers if reads_whole(uow, each, case_id, uow.today)}


def reads_whole(uow: UnitOfWork, person_id: UUID, case_id: UUID, on: date) -> bool:
    """Tell whether somebody of the office reads the whole of a case on a day."""
    try:
        standing = standing_of(uow, person_id, on)
    except NotFound:
        return False
    return reading_of(uow, standing, get_case(uow, case_id), on) is Reading.WHOLE


_NOTHING_SAID = Sentence("เขียนว่าต้องติดตามอะไร หรือเรื่องเดินไปถึงไหนแล้ว", "Say what, or how it stands.")
_TOO_LONG = Sentence(
    f"ข้อความยาวได้ไม่เกิน {LONGEST_TEXT} ตัวอักษร",
    f"The text may have {LONGEST_TEXT} letters at most.",
)
_IN_THE_PAST = Sentence("วันติดตามต้องเป็นวันนี้หรือหลังจากนี้", "The day to look next is today or later.")
_READS_IT_NOT = Sentence(
    "บุคคลนี้เปิดเรื่องนี้ทั้งเรื่องไม่ได้ เลือกผู้อื่น หรือเว้นว่างให้เจ้าหน้าที่ที่เปิดเรื่องได้",
    "This person does not read the whole case. Choose another, or leave it to the officers.",
)
