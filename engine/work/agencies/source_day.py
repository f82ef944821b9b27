"""An agency that sent the case sets another day for its report, or its first one (U15).

Its letter is the only thing that moves its day: the office's own orders do not.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.access.permissions import Command
from engine.cases.parties import Party, parties_of
from engine.errors import FormInvalid, NotFound, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.sources import source_agencies
from engine.work.following_up import (
    find_source_follow_up,
    follow_source_agency,
    tell_follow_up,
)
from engine.work.holding import check_happened, check_open, hold_case
from engine.work.moved_clocks import lead_clocks
from engine.work.offices.settings import settings_in_force
from engine.work.submissions import find_result, keep_result

SET = "set_source_day"
LONGEST_LETTER = 100


@dataclass(frozen=True)
class NewDay:
    """``told_on`` is the day on which the agency's letter or call came; ``letter_no`` cites it."""

    due_on: date
    told_on: date
    letter_no: str


def set_source_day(
    uow: UnitOfWork, case_id: UUID, party_id: UUID, wanted: NewDay, *, submission_key: UUID
) -> None:
    """Write down the day that an agency sets now; clocks that it leads and its follow-up go along.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case or may not add to it, or it has no such agency.
    InvalidTransition
        The case is filed.
    FormInvalid
        The letter is not cited, or a day cannot be.
    """
    case, _ = hold_case(uow, case_id, Command.JOIN_PARTY)
    if find_result(uow, submission_key, SET) is not None:
        return
    check_open(case)
    if party_id not in source_agencies(parties_of(uow, case_id)):
        raise NotFound
    letter = wanted.letter_no.strip()
    if not letter or len(letter) > LONGEST_LETTER:
        raise FormInvalid({"letter_no": [_LETTER]})
    check_happened(uow, case, "told_on", wanted.told_on)
    if wanted.due_on < uow.today:
        raise FormInvalid({"due_on": [_PAST]})
    append(
        uow,
        case_id,
        EventKind.PARTY_CORRECTED,
        {"party": str(party_id), "due_on": wanted.due_on, "letter_no": letter},
        occurred_on=wanted.told_on,
    )
    lead_clocks(uow, case_id, on=wanted.told_on, settings=settings_in_force(uow, uow.today))
    _follow(uow, case_id, source_agencies(parties_of(uow, case_id))[party_id], wanted)
    keep_result(uow, submission_key, SET, str(party_id))


def _follow(uow: UnitOfWork, case_id: UUID, agency: Party, wanted: NewDay) -> None:
    """Look at it again on the new day; one that has ended begins anew."""
    followed = find_source_follow_up(uow, case_id, agency.id)
    if followed is None:
        follow_source_agency(uow, settings_in_force(uow, uow.today), case_id, agency)
        return
    text = f"หน่วยงานกำหนดวันรายงานใหม่ ตาม {wanted.letter_no.strip()}"
    due_on, told_on = wanted.due_on, wanted.told_on
    tell_follow_up(uow, case_id, followed.id, text, next_on=due_on, occurred_on=told_on)


_LETTER = Sentence(
    f"ใส่เลขที่หนังสือหรือวิธีที่หน่วยงานแจ้ง ไม่เกิน {LONGEST_LETTER} ตัวอักษร",
    f"Say by which letter or call, in {LONGEST_LETTER} letters at most.",
)
_PAST = Sentence("วันที่หน่วยงานกำหนดต้องเป็นวันนี้หรือหลังจากนี้", "The agency's day is today or later.")
