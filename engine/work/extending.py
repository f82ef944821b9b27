"""More time for a unit or a committee, by order of the head (ขยายเวลา, U17)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.access.permissions import Command
from engine.cases.parties import parties_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.office import moved_deadlines
from engine.office.thai import short_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.sources import source_day
from engine.work.deadlines import OPEN_STATES, get_deadline
from engine.work.holding import check_cited, check_happened, check_open, hold_case
from engine.work.moved_clocks import extend_clock
from engine.work.offices.settings import settings_in_force
from engine.work.submissions import find_result, keep_result

EXTEND = "extend"
MOST_DAYS = 180


@dataclass(frozen=True)
class Extension:
    """So many more days of the deadline's own unit; ``ordered_on`` is the day on the paper."""

    days: int
    order_cited: str
    text: str
    ordered_on: date


def extend_deadline(
    uow: UnitOfWork, case_id: UUID, deadline_id: UUID, wanted: Extension, *, submission_key: UUID
) -> None:
    """Give a deadline another last day; its reminders and timers follow.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, it has no such deadline, or she may not extend it.
    InvalidTransition
        The office lets nobody extend it, it has been met, or it stands still.
    FormInvalid
        So many days cannot be, they end in the past or after the day that an agency set, an
        officer cites no order, or the day of the order cannot be.
    """
    case, standing = hold_case(uow, case_id, Command.EXTEND_DEADLINE)
    if find_result(uow, submission_key, EXTEND) is not None:
        return
    check_open(case)
    deadline = get_deadline(uow, deadline_id)
    if deadline.case_id != case_id:
        raise NotFound
    if not deadline.reckoning.rule.extends:
        raise InvalidTransition(_NEVER)
    if deadline.status not in OPEN_STATES or deadline.is_paused:
        raise InvalidTransition(_STOPPED)
    check_cited(standing, wanted.order_cited)
    check_happened(uow, case, "ordered_on", wanted.ordered_on)
    if not 1 <= wanted.days <= MOST_DAYS:
        raise FormInvalid({"days": [_DAYS]})
    calendar = settings_in_force(uow, uow.today).calendar
    moved = moved_deadlines.extend(
        deadline.reckoning,
        wanted.days,
        on=wanted.ordered_on,
        calendar=calendar,
        cited=wanted.order_cited or _BY_THE_HEAD,
    )
    source = source_day(parties_of(uow, case_id), deadline.scope)
    led = moved_deadlines.lead(moved, source, calendar).lead
    if led is not None:
        # The agency gives more time, not the head: its day is changed by its letter.
        raise FormInvalid({"days": [_past_the_agency(led.on)]})
    if moved.effective_on < uow.today:
        raise FormInvalid({"days": [_PAST]})
    said = {"order_cited": wanted.order_cited, "text": wanted.text}
    extend_clock(uow, deadline, moved, said, on=wanted.ordered_on)
    keep_result(uow, submission_key, EXTEND, str(deadline_id))


def _past_the_agency(on: date) -> Sentence:
    day = short_date(on)
    return Sentence(
        f"หน่วยงานที่ส่งเรื่องกำหนดให้รายงานภายใน {day.th} ขยายเกินวันนั้นไม่ได้ "
        "หากหน่วยงานให้เวลาเพิ่ม ให้บันทึกวันที่หน่วยงานกำหนดใหม่ก่อน",
        f"The agency that sent the case wants its report by {day.en}; no order goes past that. "
        "If it gives more time, write its new day down first.",
    )


_BY_THE_HEAD = "คำสั่งหัวหน้าหน่วยงาน"
_NEVER = Sentence("กำหนดนี้ขยายเวลาไม่ได้", "This deadline cannot be extended.")
_STOPPED = Sentence(
    "กำหนดนี้ไม่ได้นับอยู่ในขณะนี้ จึงขยายเวลาไม่ได้", "This deadline is not counted at present."
)
_DAYS = Sentence(f"ใส่จำนวนวันตั้งแต่ 1 ถึง {MOST_DAYS}", f"Give a number of days from 1 to {MOST_DAYS}.")
_PAST = Sentence(
    "จำนวนวันนี้ยังไม่ถึงวันนี้ กำหนดใหม่ต้องเป็นวันนี้หรือหลังจากนี้",
    "So many days end in the past; the new last day is today or later.",
)
