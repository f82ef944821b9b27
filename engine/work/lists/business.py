"""Business that returns by the calendar, as its page lists it: what is next, how the last stood."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check
from engine.access.visibility import reading_of
from engine.bpmn.blueprint import blueprint_of
from engine.cases.register import get_case
from engine.errors import Sentence
from engine.office.cycles import Cycle, covered_by, occurrences
from engine.office.fiscal_year import Period
from engine.office.office_time import office_date
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.business.starting import TimedProcess, timed_processes
from engine.work.offices.settings import OfficeSettings

# As many of the last as tell whether the office keeps up.
MOST_CASES = 4
# A cycle that returns at all returns within this.
_A_YEAR = timedelta(days=400)


@dataclass(frozen=True)
class BusinessCase:
    """A turn that was begun. ``due_on`` is the earliest of its open steps.

    ``is_read``: the reader of the list may open the case.
    """

    id: UUID
    number: str
    subject: str
    begun_on: date
    is_open: bool
    due_on: date | None
    is_read: bool


@dataclass(frozen=True)
class Returning:
    """A process that returns. ``suggested`` is what a start by hand is offered to be about.

    ``next_on`` is None where the profile has no cycle for it; ``failed_on`` is the day of a turn
    that could not be started and is not tried again. ``counts``: it freezes figures;
    ``makes_guideline``: it freezes a guideline. ``lacks``: why it cannot begin, None if it can.
    """

    process_id: str
    title: Sentence
    cycle: Cycle | None
    next_on: date | None
    failed_on: date | None
    suggested: Period
    cases: tuple[BusinessCase, ...]
    counts: bool
    makes_guideline: bool
    lacks: Sentence | None


def list_business(uow: UnitOfWork, standing: Standing, settings: OfficeSettings) -> list[Returning]:
    """Return all business of the office that returns, what begins next first.

    Raises
    ------
    NotPermitted
        None of her roles has a part in what the office reports.
    """
    check(standing, Command.SEE_FIGURES)
    found = [_returning(uow, standing, settings, each) for each in timed_processes(uow, settings)]
    return sorted(found, key=lambda one: (one.next_on or date.max, one.process_id))


def _returning(
    uow: UnitOfWork, standing: Standing, settings: OfficeSettings, process: TimedProcess
) -> Returning:
    cycle = process.cycle
    drawn = blueprint_of(process.edition).processes[process.process_id]
    return Returning(
        process_id=process.process_id,
        title=cycle.title if cycle else Sentence(drawn.name, drawn.name_en or drawn.name),
        cycle=cycle,
        next_on=_next_on(uow, settings, process.process_id, cycle) if cycle else None,
        failed_on=_failed_on(uow, process.process_id),
        suggested=_suggested(uow.today, cycle),
        cases=tuple(_last_cases(uow, standing, process.process_id)),
        counts=any(each.topic == "freeze_figures" for each in drawn.elements.values()),
        makes_guideline=any(each.topic == "freeze_guideline" for each in drawn.elements.values()),
        lacks=process.lacks,
    )


def _next_on(
    uow: UnitOfWork, settings: OfficeSettings, process_id: str, cycle: Cycle
) -> date | None:
    """Return the day of the next turn: today's, as long as it has not begun."""
    table, yesterday = tables.schedule, uow.today - timedelta(days=1)
    begun = set(
        uow.connection.scalars(
            select(table.c.slot_key).where(
                table.c.office_id == uow.actor.office_id,
                table.c.process_id == process_id,
                table.c.due_at > uow.now - _A_YEAR,
            )
        )
    )
    coming = occurrences(cycle, yesterday, uow.today + _A_YEAR, settings.calendar)
    return next((each.begins_on for each in coming if each.slot not in begun), None)


def _suggested(today: date, cycle: Cycle | None) -> Period:
    """Return what the turn of today would report on; without a cycle, the days of this month."""
    if cycle is None:
        return Period(today.replace(day=1), today)
    return covered_by(cycle.covers, today)


def _failed_on(uow: UnitOfWork, process_id: str) -> date | None:
    """Return the last turn that failed for good since one was started."""
    table = tables.schedule
    last = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.process_id == process_id)
        .order_by(table.c.due_at.desc())
        .limit(1)
    ).one_or_none()
    is_failed = last is not None and last.failures and last.case_id is None and not last.retry_at
    return office_date(last.due_at) if last is not None and is_failed else None


def _last_cases(uow: UnitOfWork, standing: Standing, process_id: str) -> list[BusinessCase]:
    case, item = tables.case, tables.work_item
    due_on: Any = (
        select(func.min(item.c.due_on))
        .where(
            item.c.office_id == case.c.office_id,
            item.c.case_id == case.c.id,
            item.c.ended_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = uow.connection.execute(
        select(case.c.id, case.c.number, case.c.subject, case.c.received_on, case.c.status, due_on)
        .where(
            case.c.office_id == uow.actor.office_id,
            case.c.process_id == process_id,
            case.c.period_from.is_not(None),
        )
        .order_by(case.c.received_on.desc(), case.c.number.desc())
        .limit(MOST_CASES)
    )
    return [
        BusinessCase(
            id=row[0],
            number=row[1],
            subject=row[2] or "",
            begun_on=row[3],
            is_open=row[4] == "open",
            due_on=row[5],
            is_read=reading_of(uow, standing, get_case(uow, row[0]), uow.today) is Reading.WHOLE,
        )
        for row in rows.all()
    ]
