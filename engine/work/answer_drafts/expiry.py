"""Drafts that nobody has touched for a long time: no official record, so they go (U27)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, delete, select

from engine.store import tables
from engine.store.unit_of_work import Actor, Store
from engine.work.answer_drafts.rows import SHELF_LIFE


@dataclass(frozen=True)
class OldDraft:
    """A draft past its time; ``id`` is its place."""

    office_id: UUID
    id: UUID
    person_id: UUID
    saved_at: datetime


def old_drafts(connection: Connection, now: datetime, limit: int) -> list[OldDraft]:
    """Return the oldest drafts past their time, of all offices."""
    table = tables.answer_draft
    rows = connection.execute(
        select(table.c.office_id, table.c.place_id, table.c.person_id, table.c.saved_at)
        .where(table.c.saved_at < now - SHELF_LIFE)
        .order_by(table.c.saved_at)
        .limit(limit)
    ).all()
    return [OldDraft(row.office_id, row.place_id, row.person_id, row.saved_at) for row in rows]


def expire_draft(store: Store, old: OldDraft) -> bool:
    """Drop one, unless somebody has gone on with it meanwhile; return whether it went."""
    table = tables.answer_draft
    with store.unit(Actor(old.office_id, None)) as uow:
        done: CursorResult[Any] = uow.connection.execute(
            delete(table).where(
                table.c.office_id == old.office_id,
                table.c.place_id == old.id,
                table.c.person_id == old.person_id,
                table.c.saved_at == old.saved_at,
            )
        )
    return done.rowcount == 1
