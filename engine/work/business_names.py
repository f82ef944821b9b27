"""What business of the office is called, and which days it reports on."""

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.cases.register import Case
from engine.definitions.reading import cycle_of
from engine.errors import ProcessFailed, Sentence
from engine.office.fiscal_year import Period
from engine.reports.periods import named_period
from engine.work.office_settings import OfficeSettings


def subject_of(settings: OfficeSettings, edition: Edition, span: Period) -> str:
    """Return what the business is called: as the profile calls its cycle, with its period."""
    cycle = settings.profile.cycles.get(cycle_of(edition) or "")
    process = blueprint_of(edition).processes[edition.process_id]
    title = cycle.title.th if cycle else process.name
    return joined(title, named_period(span).title.th)


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
