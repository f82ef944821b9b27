"""A complaint of days that a report has counted already: who wrote the report is told (U30).

A memo is begun before its half-year ends, and a letter may be registered late. What was frozen
stays as it was; the notice leads to the figures, which say what has changed, and to a report
that amends it.
"""

from uuid import UUID

from sqlalchemy import select

from engine.access.membership import holders
from engine.cases.parties import excluded_people
from engine.cases.register import Case
from engine.office.profile_tables import CaseKind
from engine.office.roles import Role
from engine.reports.freezing import has_figures
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.notices import NoticeKind, notify

# Counted by no report, or beside the complaints.
_NOT_COUNTED = frozenset({CaseKind.OFFICE_BUSINESS, CaseKind.QUESTION})


def tell_overtaken(uow: UnitOfWork, case: Case) -> None:
    """Tell the authors of every report whose frozen figures lack this case that has just come.

    Once, until the notice is read. Whoever the case is about is told nothing of it.
    """
    if case.kind in _NOT_COUNTED:
        return
    about = excluded_people(uow, case.id)
    for report_id in _counted_already(uow, case):
        people = _authors(uow, report_id) - about - _who_knows(uow, report_id)
        notify(uow, people, NoticeKind.FIGURES_OVERTAKEN, case_id=report_id)


def _counted_already(uow: UnitOfWork, case: Case) -> list[UUID]:
    table = tables.case
    found = uow.connection.scalars(
        select(table.c.id)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.period_to >= case.received_on,
            table.c.period_from <= case.received_on,
        )
        .order_by(table.c.period_to)
    ).all()
    return [each for each in found if has_figures(uow, each)]


def _authors(uow: UnitOfWork, report_id: UUID) -> frozenset[UUID]:
    """Return who did an officer's step of the report; before that, every officer."""
    table = tables.work_item
    found = uow.connection.scalars(
        select(table.c.completed_by)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == report_id,
            table.c.role == Role.OFFICER.value,
            table.c.completed_by.is_not(None),
        )
        .distinct()
    )
    authors = frozenset(each for each in found if each)
    officers = frozenset(one.person_id for one in holders(uow, uow.today, Role.OFFICER))
    # Who wrote it may have left.
    return authors & officers or officers


def _who_knows(uow: UnitOfWork, report_id: UUID) -> frozenset[UUID]:
    """Return who has such a notice of the report and has not read it yet."""
    table = tables.notice
    return frozenset(
        uow.connection.scalars(
            select(table.c.person_id).where(
                table.c.office_id == uow.actor.office_id,
                table.c.case_id == report_id,
                table.c.kind == NoticeKind.FIGURES_OVERTAKEN.value,
                table.c.read_at.is_(None),
            )
        )
    )
