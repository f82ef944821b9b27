"""Who follows a case by her receipt code: a visit that begins with the code and does not hold it.

One hash answers one try, and whatever the code is not – unknown, another office's, of a case
that was erased – has one answer. The visit ends when she leaves, after a quarter of an hour
without a page, and after two hours at the latest; no row is left of it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from engine.sealing.receipts import ReceiptCode
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import Actor, Store, UnitOfWork

# Somebody else may sit down at the same machine.
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=2)
# Writing the last moment at every page would make each a writer.
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Way:
    """To which case a code leads, and as which of its parties she comes."""

    case_id: UUID
    party_id: UUID


def begin_visit(store: Store, office_id: UUID, code: ReceiptCode) -> str | None:
    """Return the token of a new visit, or None of a code that leads nowhere in this office."""
    code_hash = code.lookup(store.vault.receipt_key)
    actor = Actor(office_id, None)
    with store.reading(actor) as uow:
        if not _ways(uow, code_hash):
            return None
    token = secrets.token_urlsafe(32)
    with store.unit(actor) as uow:
        insert_row(
            uow.connection,
            tables.mailbox_visit,
            token_hash=_hash(token),
            office_id=office_id,
            code_hash=code_hash,
            begun_at=uow.now,
            seen_at=uow.now,
        )
    return token


def find_visit(uow: UnitOfWork, token: str) -> tuple[Way, ...]:
    """Return where a visit leads, the case lodged first before what was split off from it.

    Empty when it is over, or was begun at another office.
    """
    table = tables.mailbox_visit
    row = uow.connection.execute(select(table).where(_is(uow.actor.office_id, token))).one_or_none()
    if row is None or uow.now - row.seen_at > IDLE or uow.now - row.begun_at > LONGEST:
        return ()
    return _ways(uow, row.code_hash)


def code_of_visit(uow: UnitOfWork, token: str) -> str | None:
    """Return the hash of the code that a visit began with: who has it holds that code."""
    table = tables.mailbox_visit
    found: str | None = uow.connection.scalar(
        select(table.c.code_hash).where(_is(uow.actor.office_id, token))
    )
    return found


def touch_visit(store: Store, office_id: UUID, token: str) -> None:
    """Note that a visit goes on."""
    table, now = tables.mailbox_visit, store.clock()
    with store.database.reading() as connection:
        seen_at: datetime | None = connection.scalar(
            select(table.c.seen_at).where(_is(office_id, token))
        )
    if seen_at is not None and now - seen_at >= _SEEN_EVERY:
        with store.unit(Actor(office_id, None)) as uow:
            uow.connection.execute(
                update(table).where(_is(office_id, token)).values(seen_at=uow.now)
            )


def end_visit(store: Store, office_id: UUID, token: str) -> None:
    with store.unit(Actor(office_id, None)) as uow:
        uow.connection.execute(delete(tables.mailbox_visit).where(_is(office_id, token)))


def _ways(uow: UnitOfWork, code_hash: str) -> tuple[Way, ...]:
    receipt, stream, case = tables.receipt, tables.stream, tables.case
    rows = uow.connection.execute(
        select(receipt.c.case_id, receipt.c.party_id)
        .join(
            stream,
            and_(stream.c.office_id == receipt.c.office_id, stream.c.id == receipt.c.case_id),
        )
        .join(case, and_(case.c.office_id == receipt.c.office_id, case.c.id == receipt.c.case_id))
        .where(
            receipt.c.office_id == uow.actor.office_id,
            receipt.c.code_hash == code_hash,
            stream.c.wrapped_key.is_not(None),
        )
        .order_by(case.c.lodged_at, case.c.number)
    ).all()
    return tuple(Way(row.case_id, row.party_id) for row in rows)


def sweep_visits(store: Store) -> None:
    """Remove the visits that are over, of whatever office: for the worker, now and again."""
    with store.database.reading() as connection:
        found = connection.execute(
            select(tables.mailbox_visit.c.office_id).where(_is_over(store.clock())).limit(1)
        ).one_or_none()
    if found is not None:
        with store.database.writing() as connection:
            connection.execute(delete(tables.mailbox_visit).where(_is_over(store.clock())))


def _is_over(now: datetime) -> ColumnElement[bool]:
    table = tables.mailbox_visit
    return or_(table.c.seen_at < now - IDLE, table.c.begun_at < now - LONGEST)


def _is(office_id: UUID, token: str) -> ColumnElement[bool]:
    table = tables.mailbox_visit
    return and_(table.c.office_id == office_id, table.c.token_hash == _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
