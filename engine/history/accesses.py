"""Who opened a case, an identity, a file or a replay, and who was refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engine.access.membership import Standing
from engine.access.visibility import AccessKind
from engine.history.audit_access import granted_case
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Access:
    """One record: a person, a kind and half an hour, however often she looked in it.

    ``leaf`` is its place in the signed log, None until it is sealed.
    """

    id: UUID
    person_id: UUID
    name: str
    kind: AccessKind
    recorded_at: datetime
    is_refused: bool
    reason: str | None
    leaf: int | None


def accesses_of(uow: UnitOfWork, standing: Standing, case_id: UUID) -> list[Access]:
    """Return who looked at a case of the auditor's grant, the oldest first.

    Raises
    ------
    NotPermitted, NotFound
        As ``granted_case``.
    """
    granted_case(uow, standing, case_id, uow.today)
    table, person = tables.access_event, tables.person
    rows = uow.connection.execute(
        select(table, person.c.name)
        .join(person, person.c.id == table.c.person_id, isouter=True)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id == case_id)
        .order_by(table.c.recorded_at, table.c.id)
    ).all()
    return [
        Access(
            id=row.id,
            person_id=row.person_id,
            name=row.name or "",
            kind=AccessKind(row.kind),
            recorded_at=row.recorded_at,
            is_refused=row.outcome == "refused",
            reason=row.reason,
            leaf=row.leaf_index,
        )
        for row in rows
    ]
