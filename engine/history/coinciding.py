"""Where one person had duties in a case that the office keeps apart, as who audits reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.access.membership import Standing
from engine.history.audit_access import GrantedCases, granted_case, granted_cases
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.duties import Coincidence, coincidences_in
from engine.work.names import person_names


@dataclass(frozen=True)
class Coinciding:
    """One person and a pair of duties; ``seqs`` are the events of the case that tell of it."""

    name: str
    role: Role
    other: Role
    rule: int
    seqs: tuple[int, ...]


def coinciding_in(uow: UnitOfWork, standing: Standing, case_id: UUID) -> list[Coinciding]:
    """Return what coincided in a case of the auditor's grant.

    Raises
    ------
    NotPermitted, NotFound
        As ``granted_case``.
    """
    granted_case(uow, standing, case_id, uow.today)
    return _told(uow, {case_id}).get(case_id, [])


def coinciding_cases(
    uow: UnitOfWork, standing: Standing, *, page: int = 1
) -> tuple[GrantedCases, Mapping[UUID, list[Coinciding]]]:
    """Return the cases of the auditor's grants in which duties coincided, and who had them.

    Raises
    ------
    NotPermitted
        The person is no auditor.
    """
    found = granted_cases(uow, standing, page=page, coinciding=True)
    return found, _told(uow, {row.id for row in found.rows})


def _told(uow: UnitOfWork, case_ids: set[UUID]) -> dict[UUID, list[Coinciding]]:
    noted = coincidences_in(uow, case_ids)
    names = person_names(uow, {one.person_id for each in noted.values() for one in each})
    return {case_id: _by_person(each, names) for case_id, each in noted.items()}


def _by_person(noted: list[Coincidence], names: Mapping[UUID, str]) -> list[Coinciding]:
    """Put together what one person did under one pair, whichever of the two came first."""
    groups: dict[tuple[UUID, int], list[Coincidence]] = {}
    for one in noted:
        groups.setdefault((one.person_id, one.rule), []).append(one)
    return [
        Coinciding(
            names.get(person_id, ""),
            group[0].role,
            group[0].other,
            rule,
            tuple(one.seq for one in group),
        )
        for (person_id, rule), group in groups.items()
    ]
