"""Which cases an auditor may replay: those of a recorded grant, on the days it is in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from engine.access.grants import AuditorGrant, grants_of
from engine.access.membership import Standing
from engine.access.permissions import Command, check
from engine.cases.parties import excluded_people
from engine.cases.register import Case, get_case
from engine.errors import NotFound
from engine.office.thai import Digits, in_digits
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

PAGE = 50


@dataclass(frozen=True)
class GrantedCase:
    """A line of the auditor's list; ``grant`` is the one that opens the case."""

    id: UUID
    number: str
    subject: str | None
    secrecy: str
    status: str
    received_on: date
    grant: AuditorGrant


@dataclass(frozen=True)
class GrantedCases:
    """One page of the cases an auditor may replay. ``total`` counts all that were looked for."""

    rows: tuple[GrantedCase, ...]
    total: int
    page: int

    @property
    def has_next(self) -> bool:
        return self.page * PAGE < self.total


def auditor_grants(uow: UnitOfWork, standing: Standing) -> list[AuditorGrant]:
    """Return the auditor's own grants that were not revoked; expired ones too.

    One for a case that turned out to be about her is left out: its number would tell her.

    Raises
    ------
    NotPermitted
        The person is no auditor.
    """
    check(standing, Command.SEE_AUDIT)
    about_her = set(uow.connection.scalars(_about(standing)))
    return [grant for grant in grants_of(uow, standing.person_id) if grant.case_id not in about_her]


def granted_case(
    uow: UnitOfWork, standing: Standing, case_id: UUID, today: date
) -> tuple[Case, AuditorGrant]:
    """Return a case with the grant that opens it to this auditor on a day.

    Raises
    ------
    NotPermitted
        The person is no auditor.
    NotFound
        No grant covers such a case today, or the case is about the auditor.
    """
    grants = auditor_grants(uow, standing)
    case = get_case(uow, case_id)
    if standing.person_id in excluded_people(uow, case_id):
        raise NotFound
    for grant in grants:
        if grant.covers(case, today):
            return case, grant
    raise NotFound


def granted_cases(
    uow: UnitOfWork,
    standing: Standing,
    *,
    number: str = "",
    page: int = 1,
    coinciding: bool = False,
) -> GrantedCases:
    """Return the cases that the auditor may replay today, the newest first.

    ``number`` is a part of the case number, in Thai or Arabic digits. ``coinciding``: those
    alone in which one person had duties that the office keeps apart (U19).

    Raises
    ------
    NotPermitted
        The person is no auditor.
    """
    grants = [
        grant
        for grant in auditor_grants(uow, standing)
        if grant.from_on <= uow.today <= grant.expires_on
    ]
    table = tables.case
    which = and_(
        table.c.office_id == uow.actor.office_id,
        or_(false(), *_covered(grants)),
        table.c.id.not_in(_about(standing)),
        table.c.number.contains(in_digits(number.strip(), Digits.ARABIC), autoescape=True),
        _with_coinciding_duties() if coinciding else true(),
    )
    total = uow.connection.scalar(select(func.count()).select_from(table).where(which)) or 0
    rows = uow.connection.execute(
        select(table)
        .where(which)
        .order_by(table.c.received_on.desc(), table.c.number.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    found = tuple(
        GrantedCase(
            row.id,
            row.number,
            row.subject,
            row.secrecy,
            row.status,
            row.received_on,
            next(grant for grant in grants if _opens(grant, row.id, row.received_on)),
        )
        for row in rows
    )
    return GrantedCases(found, total, page)


def _with_coinciding_duties() -> ColumnElement[bool]:
    table, noted = tables.case, tables.coinciding_duty
    return exists(
        select(literal(1)).where(
            noted.c.office_id == table.c.office_id, noted.c.case_id == table.c.id
        )
    )


def _about(standing: Standing) -> Select[tuple[UUID]]:
    """Select the cases of which the person is a respondent."""
    table = tables.case_exclusion
    return select(table.c.case_id).where(
        table.c.office_id == standing.office_id, table.c.person_id == standing.person_id
    )


def _covered(grants: list[AuditorGrant]) -> Iterator[ColumnElement[bool]]:
    """Say in SQL what ``AuditorGrant.covers`` says of one case."""
    table = tables.case
    for grant in grants:
        if grant.case_id is not None:
            yield table.c.id == grant.case_id
            continue
        first, last = grant.received_from or date.min, grant.received_to or date.max
        yield table.c.received_on.between(first, last)


def _opens(grant: AuditorGrant, case_id: UUID, received_on: date) -> bool:
    if grant.case_id is not None:
        return grant.case_id == case_id
    return (grant.received_from or date.min) <= received_on <= (grant.received_to or date.max)
