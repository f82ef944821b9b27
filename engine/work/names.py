"""Names of people by id, for pages and sentences."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select

from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


def person_name(uow: UnitOfWork, person_id: UUID) -> str:
    return person_names(uow, [person_id]).get(person_id, "")


def person_names(uow: UnitOfWork, people: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {person_id for person_id in people if person_id}
    if not wanted:
        return {}
    rows = uow.connection.execute(_NAMES, {"ids": sorted(wanted)}).all()
    return {row.id: row.name for row in rows}


_NAMES = select(tables.person.c.id, tables.person.c.name).where(
    tables.person.c.id.in_(bindparam("ids", expanding=True))
)
