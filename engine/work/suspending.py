"""A case waits for the result of an outside body (รอผล), and goes on when that has come.

What citizens are owed goes on; the clocks that the office lets pause stand still. The steps
that are open stay open: who has one may finish it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.access.permissions import Command
from engine.cases.follow_ups import FollowUpKind
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.journal.events import Event, append, read_stream
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.following_up import Wish, begin_follow_up, check_ahead, check_follower
from engine.work.holding import check_cited, check_happened, check_open, hold_case
from engine.work.moved_clocks import pause_clocks, resume_clocks
from engine.work.offices.settings import settings_in_force
from engine.work.submissions import find_result, keep_result

SUSPEND, RESUME = "suspend", "resume"


@dataclass(frozen=True)
class Suspension:
    """The outside body that has the matter, by what order, and when to ask how it stands.

    ``suspended_on`` is the day on the paper; ``holder_id`` follows it up, or any officer.
    """

    outside_body: str
    reference: str
    order_cited: str
    text: str
    suspended_on: date
    ask_on: date
    holder_id: UUID | None = None


def suspend_case(
    uow: UnitOfWork, case_id: UUID, wanted: Suspension, *, submission_key: UUID
) -> None:
    """Let a case wait for an outside body, and set a day on which to ask how it stands (U15).

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not suspend it.
    InvalidTransition
        It is filed, or waits already.
    FormInvalid
        There is no such body, an officer cites no order, or a day cannot be.
    """
    case, standing = hold_case(uow, case_id, Command.SUSPEND_CASE)
    if find_result(uow, submission_key, SUSPEND) is not None:
        return
    check_open(case)
    if case.is_suspended:
        raise InvalidTransition(_WAITS)
    bodies = settings_in_force(uow, uow.today).profile.outside_bodies
    if wanted.outside_body not in bodies:
        raise FormInvalid({"outside_body": [_NO_BODY]})
    check_cited(standing, wanted.order_cited)
    check_happened(uow, case, "suspended_on", wanted.suspended_on)
    check_ahead(uow, wanted.ask_on, "ask_on")
    check_follower(uow, case_id, wanted.holder_id, "holder")
    append(
        uow,
        case_id,
        EventKind.CASE_SUSPENDED,
        {
            "outside_body": wanted.outside_body,
            "reference": wanted.reference,
            "order_cited": wanted.order_cited,
            "text": wanted.text,
        },
        occurred_on=wanted.suspended_on,
    )
    pause_clocks(uow, case_id, on=wanted.suspended_on)
    name = bodies[wanted.outside_body].name.th
    words = " ".join(f"{name} {wanted.reference}".split())
    wish = Wish(FollowUpKind.OUTSIDE_ANSWER, words, wanted.ask_on, wanted.holder_id)
    begin_follow_up(uow, case_id, wish)
    keep_result(uow, submission_key, SUSPEND, str(case_id))


def resume_case(
    uow: UnitOfWork,
    case_id: UUID,
    text: str,
    *,
    reference: str,
    resumed_on: date,
    submission_key: UUID,
) -> None:
    """Let a case go on; ``text`` is what the outside body has found or said.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not let it go on.
    InvalidTransition
        It waits for nobody.
    FormInvalid
        The day cannot be.
    """
    case, _ = hold_case(uow, case_id, Command.SUSPEND_CASE)
    if find_result(uow, submission_key, RESUME) is not None:
        return
    if case.suspended_for is None:
        raise InvalidTransition(_WAITS_NOT)
    check_happened(uow, case, "resumed_on", resumed_on)
    if case.suspended_on is not None and resumed_on < case.suspended_on:
        raise FormInvalid({"resumed_on": [_BEFORE]})
    settings = settings_in_force(uow, uow.today)
    body = settings.profile.outside_bodies.get(case.suspended_for)
    append(
        uow,
        case_id,
        EventKind.CASE_RESUMED,
        {"reference": reference, "text": text},
        occurred_on=resumed_on,
    )
    resume_clocks(
        uow,
        case_id,
        on=resumed_on,
        calendar=settings.calendar,
        cited=body.name.th if body else case.suspended_for,
    )
    keep_result(uow, submission_key, RESUME, str(case_id))


def last_suspension(uow: UnitOfWork, case_id: UUID) -> Event:
    """Return the event by which a case that waits was suspended."""
    *_, last = read_stream(uow, case_id, kinds=[EventKind.CASE_SUSPENDED])
    return last


_WAITS = Sentence("เรื่องนี้พักรอผลอยู่แล้ว", "The case waits for a result already.")
_WAITS_NOT = Sentence("เรื่องนี้ไม่ได้พักรอผล", "The case waits for no result.")
_NO_BODY = Sentence("เลือกหน่วยงานจากรายการ", "Choose a body from the list.")
_BEFORE = Sentence("วันที่ต้องไม่ก่อนวันที่พักเรื่อง", "The day cannot be before it was suspended.")
