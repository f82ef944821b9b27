"""Carry out an order to destroy records: one case a unit, each by the worker.

An order names many cases and a unit holds one, so the order leaves a row for each. What is held
for somebody by the time its turn comes is left, and its row says why.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select, update

from engine.cases.register import ARCHIVED, DESTROYED, get_case
from engine.errors import Busy, Unavailable
from engine.store import tables
from engine.store.blobs import remove_blobs
from engine.store.rows import insert_rows
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.records.erasing import DestructionOrder, erase_case
from engine.work.records.legal_holding import reasons_to_keep

log = logging.getLogger(__name__)

# What failed is tried again after a while, and then every day: the order stands.
RETRY_AFTER = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))

# Why a record was left beside the reasons to keep one.
NOT_FILED = "not_filed"


@dataclass(frozen=True)
class DueDestruction:
    """A record whose turn has come; ``id`` is its case."""

    office_id: UUID
    business_id: UUID
    id: UUID


@dataclass(frozen=True)
class Destruction:
    """What became of a record that was ordered to be destroyed; neither day: its turn is to come.

    ``left_because`` is the key of a reason to keep it.
    """

    case_id: UUID
    business_id: UUID
    number: str
    order_cited: str
    ordered_on: date
    destroyed_at: datetime | None
    left_because: str | None


def order_destruction(uow: UnitOfWork, case_ids: Collection[UUID], order: DestructionOrder) -> None:
    """Leave a row for each case of an order of the head, for the worker to carry out.

    Raises
    ------
    NotFound
        One of them is no case of this office.
    """
    rows = [
        {
            "office_id": uow.actor.office_id,
            "business_id": order.business_id,
            "case_id": get_case(uow, case_id).id,
            "order_cited": order.order_cited,
            "ordered_on": order.ordered_on,
            "due_at": uow.now,
            "failures": 0,
            "destroyed_at": None,
            "left_because": None,
        }
        for case_id in sorted(set(case_ids))
    ]
    if rows:
        insert_rows(uow.connection, tables.destruction, rows)


def destructions_of(uow: UnitOfWork, *, business_id: UUID | None = None) -> list[Destruction]:
    """Return what was ordered to be destroyed, of one order or of all, by number."""
    table, case = tables.destruction, tables.case
    query = (
        select(table, case.c.number)
        .join(case, (case.c.office_id == table.c.office_id) & (case.c.id == table.c.case_id))
        .where(table.c.office_id == uow.actor.office_id)
        .order_by(table.c.ordered_on.desc(), table.c.business_id, case.c.received_on, case.c.number)
    )
    if business_id is not None:
        query = query.where(table.c.business_id == business_id)
    return [
        Destruction(
            case_id=row.case_id,
            business_id=row.business_id,
            number=row.number,
            order_cited=row.order_cited,
            ordered_on=row.ordered_on,
            destroyed_at=row.destroyed_at,
            left_because=row.left_because,
        )
        for row in uow.connection.execute(query)
    ]


def destruction_of(uow: UnitOfWork, case_id: UUID) -> Destruction | None:
    """Return by which order the record of a case was destroyed; None where it was not."""
    found = [one for one in destructions_of(uow) if one.case_id == case_id and one.destroyed_at]
    return found[0] if found else None


def due_destructions(connection: Connection, now: datetime, limit: int) -> list[DueDestruction]:
    """Return records whose turn has come, of all offices."""
    table = tables.destruction
    rows = connection.execute(
        select(table.c.office_id, table.c.business_id, table.c.case_id)
        .where(table.c.due_at <= now)
        .order_by(table.c.due_at)
        .limit(limit)
    ).all()
    return [DueDestruction(row.office_id, row.business_id, row.case_id) for row in rows]


def destroy_records(
    store: Store, limit: int, blobs: Path | None = None, *, stop: Event | None = None
) -> int:
    """Destroy up to ``limit`` records whose turn has come; return how many were destroyed.

    Afterwards the database keeps no earlier version of what went.
    """
    with store.database.reading() as connection:
        found = due_destructions(connection, store.clock(), limit)
    done = 0
    for due in found:
        if stop is not None and stop.is_set():
            break
        done += destroy_due(store, due, blobs)
    if done:
        store.database.discard_old_versions()
    return done


def destroy_due(store: Store, due: DueDestruction, blobs: Path | None = None) -> bool:
    """Destroy one record, or leave it and say why; False when somebody else has it.

    ``blobs`` is the folder of its files, which hold nothing that opens once it is done.
    """
    actor = Actor(due.office_id, None, "destruction")
    try:
        with store.unit(actor) as uow:
            files = _carry_out(uow, due)
    except Busy:
        # The database had no turn for us. Nothing was wrong with the record: it is still due.
        return False
    except Unavailable:
        # Away or full: no other record would fare better.
        raise
    except Exception as error:  # noqa: BLE001 (whatever it was must not stop the other records)
        log.warning("a record could not be destroyed: %s", type(error).__name__)
        with store.unit(actor) as uow:
            _postpone(uow, due)
        return False
    if blobs is not None and files:
        remove_blobs(blobs, files)
    return files is not None


def _carry_out(uow: UnitOfWork, due: DueDestruction) -> list[UUID] | None:
    """Destroy the record and return its files; None where nothing was destroyed."""
    if uow.hold_if_free(due.id) is None:
        if _is_destroyed(uow, due.id):
            _end(uow, due, left_because=DESTROYED)
        return None
    uow.hold(due.office_id)
    row = uow.connection.execute(select(tables.destruction).where(_is(due))).one_or_none()
    if row is None or row.due_at is None:
        return None
    kept = _why_kept(uow, due.id)
    if kept is not None:
        _end(uow, due, left_because=kept)
        return None
    order = DestructionOrder(row.business_id, row.order_cited, row.ordered_on)
    files = erase_case(uow, due.id, order)
    _end(uow, due, destroyed_at=uow.now)
    return files


def _is_destroyed(uow: UnitOfWork, case_id: UUID) -> bool:
    """Tell a record that an earlier order has destroyed from one that somebody has in hand."""
    return get_case(uow, case_id).is_destroyed


def _why_kept(uow: UnitOfWork, case_id: UUID) -> str | None:
    if get_case(uow, case_id).status != ARCHIVED:
        return NOT_FILED
    kept = reasons_to_keep(uow, case_id)
    return kept[0].kind if kept else None


def _end(uow: UnitOfWork, due: DueDestruction, **columns: Any) -> None:
    table = tables.destruction
    uow.connection.execute(update(table).where(_is(due)).values(due_at=None, **columns))


def _postpone(uow: UnitOfWork, due: DueDestruction) -> None:
    """Try again later: what is ordered is done once that which hindered it is gone."""
    table = tables.destruction
    failures = uow.connection.scalar(select(table.c.failures).where(_is(due))) or 0
    retry_at = uow.now + RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)]
    uow.connection.execute(
        update(table).where(_is(due)).values(failures=failures + 1, due_at=retry_at)
    )


def _is(due: DueDestruction) -> ColumnElement[bool]:
    table = tables.destruction
    found: ColumnElement[bool] = (
        (table.c.office_id == due.office_id)
        & (table.c.business_id == due.business_id)
        & (table.c.case_id == due.id)
    )
    return found
