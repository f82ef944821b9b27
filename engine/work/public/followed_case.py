"""How a case stands, for who complained and follows it by her code: words and days, no names.

Steps, units and people of the office are its own business; of the result she reads what was
written to her.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from engine.access.visits import Way
from engine.cases.mailbox import FROM_OFFICE, Message, messages_of
from engine.cases.numbers import why_voided
from engine.cases.register import Case, get_case
from engine.office.deadlines import DeadlineName, reckon
from engine.office.office_time import office_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.deadlines import Deadline, deadlines_of
from engine.work.done_steps import newest_done
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.public.retaliation_names import PROCESS as RETALIATION
from engine.work.public.satisfaction import asks_satisfaction
from engine.work.variables import last_item


class Stage(StrEnum):
    RECEIVED = "received"
    CONSIDERED = "considered"
    # An outside body has the matter.
    WAITING = "waiting"
    DECIDED = "decided"
    JOINED = "joined"
    FINISHED = "finished"
    # Its number was given by mistake.
    VOIDED = "voided"
    # Of a retaliation case: its letter to the outside body is written, then its answer awaited.
    PREPARED = "prepared"
    SENT_OUT = "sent_out"


@dataclass(frozen=True)
class FollowedCase:
    """A case as its complainant sees it. ``first_told_on``: she was told that it is taken up.

    The days in ``_by`` are those that the office has set itself; None of what no longer counts.
    """

    number: str
    received_on: date
    stage: Stage
    first_told_on: date | None
    first_told_by: date | None
    concluded_by: date | None
    decided_on: date | None
    finished_on: date | None
    messages: tuple[Message, ...]
    takes_messages: bool
    voided_because: str | None = None
    # Reported as retaliation: by when its letter leaves the office.
    is_retaliation: bool = False
    letter_by: date | None = None
    # The result is told, and she has not said yet how satisfied she is.
    asks_satisfaction: bool = False

    @property
    def may_report_retaliation(self) -> bool:
        """Whether it is a complaint for which somebody may be retaliated against."""
        return not self.is_retaliation and self.stage is not Stage.VOIDED


def read_followed(uow: UnitOfWork, way: Way) -> FollowedCase:
    """Return what a code shows, and what it asks.

    Raises
    ------
    NotFound
        There is no such case in this office.
    """
    case = get_case(uow, way.case_id)
    if case.is_voided:
        return _voided(uow, case)
    return replace(_read(uow, way, case), asks_satisfaction=asks_satisfaction(uow, way))


def _read(uow: UnitOfWork, way: Way, case: Case) -> FollowedCase:
    settings = settings_in_force(uow, uow.today)
    messages = tuple(m for m in messages_of(uow, case.id) if m.party_id == way.party_id)
    clocks = deadlines_of(uow, case.id)
    notice = _clock(clocks, DeadlineName.FIRST_NOTICE, way.party_id)
    told_on = _told_on(notice, messages)
    is_taken_up = bool(newest_done(uow, case.id, None, 1))
    if case.process_id == RETALIATION:
        return _retaliation(settings, case, clocks, messages, told_on, is_taken_up=is_taken_up)
    is_over = case.decided_on is not None or not case.is_open
    return FollowedCase(
        number=case.number,
        received_on=case.received_on,
        stage=_stage(case, is_taken_up=is_taken_up),
        first_told_on=told_on,
        first_told_by=None
        if told_on or is_over
        else _by(settings, case, notice, DeadlineName.FIRST_NOTICE),
        concluded_by=None
        if is_over or case.is_suspended
        else _by(settings, case, _clock(clocks, DeadlineName.CONCLUDE), DeadlineName.CONCLUDE),
        decided_on=case.decided_on,
        finished_on=None if case.is_open else case.closed_on,
        messages=messages,
        takes_messages=case.is_open,
    )


def _voided(uow: UnitOfWork, case: Case) -> FollowedCase:
    """Return of an entry that was made by mistake its number and why it is voided, no more."""
    return FollowedCase(
        number=case.number,
        received_on=case.received_on,
        stage=Stage.VOIDED,
        first_told_on=None,
        first_told_by=None,
        concluded_by=None,
        decided_on=None,
        finished_on=None,
        messages=(),
        takes_messages=False,
        voided_because=why_voided(uow, case.number),
    )


def _retaliation(
    settings: OfficeSettings,
    case: Case,
    clocks: Sequence[Deadline],
    messages: tuple[Message, ...],
    sent_on: date | None,
    *,
    is_taken_up: bool,
) -> FollowedCase:
    """Return a case that leaves the office: she is told by her code as soon as its letter has."""
    name = DeadlineName.RETALIATION_LETTER
    waits = Stage.PREPARED if is_taken_up else Stage.RECEIVED
    goes_on = case.is_open and sent_on is None
    return FollowedCase(
        number=case.number,
        received_on=case.received_on,
        stage=waits if goes_on else Stage.SENT_OUT if case.is_open else Stage.FINISHED,
        first_told_on=sent_on,
        first_told_by=None,
        concluded_by=None,
        decided_on=None,
        finished_on=None if case.is_open else case.closed_on,
        messages=messages,
        takes_messages=case.is_open,
        is_retaliation=True,
        letter_by=_by(settings, case, _clock(clocks, name), name) if goes_on else None,
    )


def _stage(case: Case, *, is_taken_up: bool) -> Stage:
    if case.merged_into is not None:
        return Stage.JOINED
    if not case.is_open:
        return Stage.FINISHED
    if case.decided_on is not None:
        return Stage.DECIDED
    if case.is_suspended:
        return Stage.WAITING
    return Stage.CONSIDERED if is_taken_up else Stage.RECEIVED


def _clock(
    clocks: Sequence[Deadline], name: DeadlineName, party_id: UUID | None = None
) -> Deadline | None:
    """Return the newest deadline of this name; of the notices that of one party."""
    found = [
        clock
        for clock in clocks
        if clock.name == name and (party_id is None or last_item(clock.scope) == str(party_id))
    ]
    return found[-1] if found else None


def _told_on(notice: Deadline | None, messages: Sequence[Message]) -> date | None:
    """Return the day of the first notice: by letter or telephone, or into the mailbox."""
    if notice is not None and notice.met_on is not None:
        return notice.met_on
    posted = [m.recorded_at for m in messages if m.direction == FROM_OFFICE]
    return office_date(min(posted)) if posted else None


def _by(
    settings: OfficeSettings, case: Case, clock: Deadline | None, name: DeadlineName
) -> date | None:
    """Return the last day of a clock; before it runs, as it will be counted."""
    if clock is not None:
        return None if clock.is_paused else clock.effective_on
    rule = settings.profile.deadlines.get(name)
    if rule is None:
        return None
    return reckon(rule, case.received_on, settings.calendar).effective_on
