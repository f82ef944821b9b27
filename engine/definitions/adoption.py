"""Which edition of a process an office starts new instances on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select

from engine.bpmn.edition import Edition
from engine.definitions.editions import get_edition
from engine.errors import NotFound
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Adoption:
    """กระบวนงาน ฉบับที่ ``number``, in use since a day."""

    process_id: str
    definition_id: UUID
    number: int
    edition: str
    from_on: date


def adopted(uow: UnitOfWork) -> list[Adoption]:
    """Return what the actor's office runs, by process id."""
    table = tables.adoption
    rows = uow.connection.execute(
        select(table).where(table.c.office_id == uow.actor.office_id).order_by(table.c.process_id)
    ).all()
    return [
        Adoption(row.process_id, row.definition_id, row.number, row.edition, row.from_on)
        for row in rows
    ]


def find_adoption(uow: UnitOfWork, process_id: str) -> Adoption | None:
    """Return what the actor's office runs of one process."""
    return next((each for each in adopted(uow) if each.process_id == process_id), None)


def get_adopted_edition(uow: UnitOfWork, process_id: str) -> Edition:
    """Return the edition on which a new case of the process starts.

    Raises
    ------
    NotFound
        The office runs no such process.
    """
    table = tables.adoption
    sha256 = uow.connection.scalar(
        select(table.c.edition).where(
            table.c.office_id == uow.actor.office_id, table.c.process_id == process_id
        )
    )
    if sha256 is None:
        raise NotFound
    return get_edition(uow, sha256)


def find_number(uow: UnitOfWork, sha256: str) -> int | None:
    """Return the number under which the actor's office knows an edition."""
    table, definition = tables.definition_edition, tables.definition
    return uow.connection.scalar(
        select(table.c.number)
        .join(definition, definition.c.id == table.c.definition_id)
        .where(table.c.edition == sha256, definition.c.office_id == uow.actor.office_id)
    )


def _published(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    table = tables.adoption
    uow.connection.execute(
        delete(table).where(
            table.c.office_id == event.office_id, table.c.process_id == content["process_id"]
        )
    )
    uow.connection.execute(
        insert(table).values(
            office_id=event.office_id,
            process_id=content["process_id"],
            definition_id=UUID(content["definition"]),
            number=content["number"],
            edition=content["edition"],
            from_on=event.occurred_on,
        )
    )


FOLDS = {EventKind.EDITION_PUBLISHED: _published, EventKind.EDITION_READOPTED: _published}
