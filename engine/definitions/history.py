"""The editions of an office's processes, and how many running cases stand on each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import distinct, exists, func, select

from engine.errors import NotFound
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

RUNNING = "running"


@dataclass(frozen=True)
class PublishedEdition:
    """กระบวนงาน ฉบับที่ ``number``. A name is "" where nobody signed: ``deploy`` published it."""

    process_id: str
    number: int
    edition: str
    author: str
    approver: str
    published_at: datetime
    note: str


@dataclass(frozen=True)
class Load:
    """Cases in progress on one edition; ``number`` None: an edition the office never published."""

    process_id: str
    edition: str
    number: int | None
    cases: int


def published_editions(uow: UnitOfWork, process_id: str) -> list[PublishedEdition]:
    """Return all editions of a process in the actor's office, the newest first."""
    definition, table = tables.definition, tables.definition_edition
    rows = uow.connection.execute(
        select(table)
        .join(definition, definition.c.id == table.c.definition_id)
        .where(definition.c.office_id == uow.actor.office_id, definition.c.process_id == process_id)
        .order_by(table.c.number.desc())
    ).all()
    people = _names(uow, {p for row in rows for p in (row.author_id, row.approver_id) if p})
    return [
        PublishedEdition(
            process_id=process_id,
            number=row.number,
            edition=row.edition,
            author=people.get(row.author_id, ""),
            approver=people.get(row.approver_id, ""),
            published_at=row.published_at,
            note=row.note,
        )
        for row in rows
    ]


def get_published(uow: UnitOfWork, process_id: str, number: int) -> PublishedEdition:
    for found in published_editions(uow, process_id):
        if found.number == number:
            return found
    raise NotFound


def impact(uow: UnitOfWork, process_id: str | None = None) -> list[Load]:
    """Count the cases in progress by edition, of one process or of all.

    Cases about the actor are left out: not even their number is hers to know.
    """
    instance, exclusion = tables.instance, tables.case_exclusion
    about_the_actor = exists().where(
        exclusion.c.office_id == instance.c.office_id,
        exclusion.c.case_id == instance.c.case_id,
        exclusion.c.person_id == uow.actor.person_id,
    )
    which = [instance.c.office_id == uow.actor.office_id, instance.c.status == RUNNING]
    if process_id is not None:
        which.append(instance.c.process_id == process_id)
    rows = uow.connection.execute(
        select(instance.c.process_id, instance.c.edition, func.count(distinct(instance.c.case_id)))
        .where(*which, ~about_the_actor)
        .group_by(instance.c.process_id, instance.c.edition)
    ).all()
    numbers = _numbers(uow, {row.edition for row in rows})
    loads = [Load(row.process_id, row.edition, numbers.get(row.edition), row[2]) for row in rows]
    return sorted(loads, key=lambda load: (load.process_id, -(load.number or 0)))


def _numbers(uow: UnitOfWork, editions: Iterable[str]) -> dict[str, int]:
    definition, table = tables.definition, tables.definition_edition
    rows = uow.connection.execute(
        select(table.c.edition, table.c.number)
        .join(definition, definition.c.id == table.c.definition_id)
        .where(definition.c.office_id == uow.actor.office_id, table.c.edition.in_(list(editions)))
    ).all()
    return {row.edition: row.number for row in rows}


def _names(uow: UnitOfWork, people: Iterable[UUID]) -> dict[UUID | None, str]:
    table = tables.person
    rows = uow.connection.execute(
        select(table.c.id, table.c.name).where(table.c.id.in_(list(people)))
    ).all()
    return {row.id: row.name for row in rows}
