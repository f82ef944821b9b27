"""Publish an edition: the office's next number of a process, from now on in use."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from engine.bpmn.edition import Edition
from engine.definitions.editions import store_edition
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Publication:
    """What ``publish`` did; ``is_new`` is False when that edition had been published before."""

    number: int
    is_new: bool


def publish(
    uow: UnitOfWork,
    edition: Edition,
    *,
    author_id: UUID | None,
    approver_id: UUID | None,
    note: str,
) -> Publication:
    """Give the edition its number in the actor's office, whose stream the unit holds.

    Files equal to any earlier edition change nothing. Instances and open forms
    stay on the edition they began on.
    """
    definition_id = definition_of(uow, edition.process_id)
    known = find_published(uow, definition_id, edition.sha256)
    if known is not None:
        return Publication(known, is_new=False)
    store_edition(uow, edition)
    number = _next_number(uow, definition_id)
    uow.connection.execute(
        insert(tables.definition_edition).values(
            definition_id=definition_id,
            number=number,
            edition=edition.sha256,
            author_id=author_id,
            approver_id=approver_id,
            published_at=uow.now,
            note=note,
        )
    )
    content = _content(definition_id, edition, number, author_id, approver_id, note)
    append(uow, uow.actor.office_id, EventKind.EDITION_PUBLISHED, content, edition=edition.sha256)
    return Publication(number, is_new=True)


def readopt(
    uow: UnitOfWork,
    edition: Edition,
    number: int,
    *,
    author_id: UUID | None,
    approver_id: UUID | None,
    note: str,
) -> None:
    """Go back to an edition that was published before: it is in use again, under its number."""
    definition_id = definition_of(uow, edition.process_id)
    content = _content(definition_id, edition, number, author_id, approver_id, note)
    append(uow, uow.actor.office_id, EventKind.EDITION_READOPTED, content, edition=edition.sha256)


def _content(
    definition_id: UUID,
    edition: Edition,
    number: int,
    author_id: UUID | None,
    approver_id: UUID | None,
    note: str,
) -> dict[str, str | int | None]:
    return {
        "definition": str(definition_id),
        "process_id": edition.process_id,
        "number": number,
        "edition": edition.sha256,
        "author": str(author_id) if author_id else None,
        "approver": str(approver_id) if approver_id else None,
        "note": note,
    }


def definition_of(uow: UnitOfWork, process_id: str) -> UUID:
    """Return the office's definition of a process, made when it has none."""
    table = tables.definition
    found: UUID | None = uow.connection.scalar(
        select(table.c.id).where(
            table.c.office_id == uow.actor.office_id, table.c.process_id == process_id
        )
    )
    if found is not None:
        return found
    definition_id = uuid4()
    uow.connection.execute(
        insert(table).values(id=definition_id, office_id=uow.actor.office_id, process_id=process_id)
    )
    return definition_id


def find_published(uow: UnitOfWork, definition_id: UUID, sha256: str) -> int | None:
    table = tables.definition_edition
    return uow.connection.scalar(
        select(table.c.number).where(
            table.c.definition_id == definition_id, table.c.edition == sha256
        )
    )


def _next_number(uow: UnitOfWork, definition_id: UUID) -> int:
    table = tables.definition_edition
    last = uow.connection.scalar(
        select(func.max(table.c.number)).where(table.c.definition_id == definition_id)
    )
    return (last or 0) + 1
