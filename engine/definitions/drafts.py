"""Drafts of a next edition: which there are, what is in them, who had a hand in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from engine.access.membership import standing_of
from engine.access.permissions import Command, may
from engine.errors import ConcurrentUpdate, NotFound, NotPermitted, Sentence
from engine.office.thai import date_and_time
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

PROCESS, FORM = "process", "form"


class DraftStatus(StrEnum):
    EDITING = "editing"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


OPEN: Final = (DraftStatus.EDITING, DraftStatus.IN_REVIEW)


@dataclass(frozen=True)
class Editor:
    person_id: UUID
    name: str
    changed_at: datetime


@dataclass(frozen=True)
class Draft:
    """One draft without its files.

    ``base_number`` is the edition in use when the draft was begun, None for a process that the
    office has never run. ``note`` is what the author says of a draft in review, and the
    approver's reasons in one that came back. ``editors`` are all who saved in it, the latest first.
    """

    id: UUID
    process_id: str
    base_number: int | None
    status: DraftStatus
    author_id: UUID | None
    version: int
    note: str
    changed_at: datetime
    editors: tuple[Editor, ...]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def was_edited_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and (
            person_id == self.author_id or any(e.person_id == person_id for e in self.editors)
        )


@dataclass(frozen=True)
class Files:
    """Exact bytes: ``sources`` by process id, ``forms`` by formRef."""

    sources: Mapping[str, bytes]
    forms: Mapping[str, bytes]


class DraftChanged(ConcurrentUpdate):
    """Somebody saved in the draft after it was opened here; ``version`` is the present one."""

    def __init__(self, editor: Editor | None, version: int) -> None:
        at = date_and_time(editor.changed_at) if editor else None
        super().__init__(
            Sentence(
                f"{editor.name} บันทึกร่างนี้หลังจากท่านเปิด เมื่อ {at.th} สิ่งที่ท่านแก้ยังอยู่ในหน้านี้",
                f"{editor.name} saved this draft after you opened it, on {at.en}. "
                "What you changed is still on this page.",
            )
            if editor and at
            else None
        )
        self.version = version


def get_draft(uow: UnitOfWork, draft_id: UUID) -> Draft:
    """Return a draft of the actor's office, to who edits or approves definitions.

    Raises
    ------
    NotFound
        The office has no such draft.
    NotPermitted
        The actor neither edits nor approves.
    """
    require_reader(uow)
    return _one(uow, _drafts(uow).where(tables.definition_draft.c.id == draft_id))


def hold_draft(uow: UnitOfWork, draft_id: UUID) -> Draft:
    """Lock a draft and return it; call it before the unit reads its clock."""
    draft = tables.definition_draft
    uow.connection.execute(select(draft.c.id).where(draft.c.id == draft_id).with_for_update())
    return _one(uow, _drafts(uow).where(draft.c.id == draft_id))


def open_drafts(uow: UnitOfWork) -> list[Draft]:
    """Return the drafts of the actor's office that are edited or reviewed, the newest first."""
    require_reader(uow)
    table = tables.definition_draft
    rows = uow.connection.execute(
        _drafts(uow).where(table.c.status.in_(OPEN)).order_by(table.c.changed_at.desc())
    ).all()
    return [_draft(uow, row) for row in rows]


def find_open_draft(uow: UnitOfWork, process_id: str) -> Draft | None:
    """Return the one draft of a process that is not finished."""
    row = uow.connection.execute(
        _drafts(uow).where(
            tables.definition.c.process_id == process_id,
            tables.definition_draft.c.status.in_(OPEN),
        )
    ).first()
    return None if row is None else _draft(uow, row)


def files_of(uow: UnitOfWork, draft: Draft) -> Files:
    table = tables.definition_draft_file
    rows = uow.connection.execute(
        select(table).where(table.c.draft_id == draft.id).order_by(table.c.kind, table.c.name)
    ).all()
    return Files(
        sources={row.name: row.data for row in rows if row.kind == PROCESS},
        forms={row.name: row.data for row in rows if row.kind == FORM},
    )


def require_reader(uow: UnitOfWork) -> None:
    """Refuse who neither edits nor approves definitions."""
    _require(uow, Command.EDIT_DEFINITION, Command.APPROVE_DEFINITION)


def require_editor(uow: UnitOfWork) -> UUID:
    """Return the actor if she edits definitions of the office, else refuse."""
    return _require(uow, Command.EDIT_DEFINITION)


def require_approver(uow: UnitOfWork) -> UUID:
    """Return the actor if she approves definitions of the office, else refuse."""
    return _require(uow, Command.APPROVE_DEFINITION)


def _require(uow: UnitOfWork, *commands: Command) -> UUID:
    person_id = uow.actor.person_id
    if person_id is None:
        raise NotPermitted
    standing = standing_of(uow, person_id, uow.today)
    if not any(may(standing, command) for command in commands):
        raise NotPermitted
    return person_id


def _drafts(uow: UnitOfWork) -> Select[Any]:
    draft, definition = tables.definition_draft, tables.definition
    return (
        select(draft, definition.c.process_id)
        .join(definition, definition.c.id == draft.c.definition_id)
        .where(definition.c.office_id == uow.actor.office_id)
    )


def _one(uow: UnitOfWork, query: Select[Any]) -> Draft:
    row = uow.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return _draft(uow, row)


def _draft(uow: UnitOfWork, row: Any) -> Draft:
    return Draft(
        id=row.id,
        process_id=row.process_id,
        base_number=row.base_number,
        status=DraftStatus(row.status),
        author_id=row.author_id,
        version=row.version,
        note=row.note,
        changed_at=row.changed_at,
        editors=_editors(uow, row.id),
    )


def _editors(uow: UnitOfWork, draft_id: UUID) -> tuple[Editor, ...]:
    table, person = tables.definition_draft_editor, tables.person
    rows = uow.connection.execute(
        select(table.c.person_id, person.c.name, table.c.changed_at)
        .join(person, person.c.id == table.c.person_id)
        .where(table.c.draft_id == draft_id)
        .order_by(table.c.changed_at.desc())
    ).all()
    return tuple(Editor(row.person_id, row.name, row.changed_at) for row in rows)
