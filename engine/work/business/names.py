"""What business of the office is called, and which days it reports on."""

from uuid import UUID

from sqlalchemy import func, select

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.cases.register import Case
from engine.definitions.reading import cycle_of
from engine.errors import ProcessFailed, Sentence
from engine.office.fiscal_year import Period
from engine.reports.periods import named_period
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings


def subject_of(
    uow: UnitOfWork, settings: OfficeSettings, edition: Edition, span: Period, case_id: UUID
) -> str:
    """Return what the business is called: as the profile calls its cycle, with its period.

    After another of the same period was concluded it amends that one, and says so (U30).
    """
    cycle = settings.profile.cycles.get(cycle_of(edition) or "")
    process = blueprint_of(edition).processes[edition.process_id]
    title = cycle.title.th if cycle else process.name
    subject = joined(title, named_period(span).title.th)
    before = _concluded_before(uow, edition.process_id, span, case_id)
    return f"{subject} ฉบับแก้ไขครั้งที่ {before}" if before else subject


def _concluded_before(uow: UnitOfWork, process_id: str, span: Period, case_id: UUID) -> int:
    table = tables.case
    found = uow.connection.scalar(
        select(func.count()).where(
            table.c.office_id == uow.actor.office_id,
            table.c.process_id == process_id,
            table.c.period_from == span.first_on,
            table.c.period_to == span.last_on,
            table.c.closed_on.is_not(None),
            table.c.id != case_id,
        )
    )
    return found or 0


def joined(title: str, period: str) -> str:
    """Join two names and say once what the one ends with and the other begins with.

    ``รายงานสรุปประจำเดือน`` and ``เดือนตุลาคม 2569`` are ``รายงานสรุปประจำเดือนตุลาคม 2569``.
    """
    for length in range(min(len(title), len(period)), 1, -1):
        if title.endswith(period[:length]):
            return title + period[length:]
    return f"{title} {period}"


def period_of(case: Case) -> Period:
    """Return the days that a case of office business reports on.

    Raises
    ------
    ProcessFailed
        The case is none of office business.
    """
    if case.period_from is None or case.period_to is None:
        raise ProcessFailed(Sentence("เรื่องนี้ไม่มีช่วงเวลาที่รายงาน", "The case reports on no period."))
    return Period(case.period_from, case.period_to)
