"""The secret address by which somebody's own calendar reads her due dates without signing in.

Only a hash of it is stored: a copy of the table opens no calendar. One address a person
and office; making another ends the first.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engine.access.membership import Standing, standing_of
from engine.errors import NotFound
from engine.store import tables
from engine.store.columns import INSTALLATION
from engine.store.rows import delete_rows, find_row, insert_row
from engine.store.unit_of_work import Actor, Store, UnitOfWork


def make_feed(uow: UnitOfWork) -> str:
    """Return a new token for the actor. It is told this once and kept nowhere."""
    revoke_feed(uow)
    token = secrets.token_urlsafe(32)
    insert_row(
        uow.connection,
        tables.calendar_feed,
        office_id=uow.actor.office_id,
        person_id=_person(uow),
        token_hash=_hash(token),
        made_at=uow.now,
    )
    return token


def revoke_feed(uow: UnitOfWork) -> None:
    delete_rows(
        uow.connection,
        tables.calendar_feed,
        office_id=uow.actor.office_id,
        person_id=_person(uow),
    )


def find_feed(uow: UnitOfWork) -> datetime | None:
    """Return when the actor's address was made; None without one."""
    row = find_row(
        uow.connection,
        tables.calendar_feed,
        office_id=uow.actor.office_id,
        person_id=_person(uow),
    )
    return row.made_at if row else None


def reader_of(store: Store, token: str) -> Standing:
    """Return whose calendar this is.

    Raises
    ------
    NotFound
        No such address, or it was revoked, the account was closed, or its person has
        no role in the office any more: one answer for all.
    """
    feed, account = tables.calendar_feed, tables.account
    with store.reading(Actor(INSTALLATION, None)) as uow:
        row = uow.connection.execute(
            select(feed.c.office_id, feed.c.person_id)
            .join(account, account.c.person_id == feed.c.person_id)
            .where(feed.c.token_hash == _hash(token), account.c.disabled_at.is_(None))
        ).one_or_none()
    if row is None:
        raise NotFound
    with store.reading(Actor(row.office_id, row.person_id)) as uow:
        return standing_of(uow, row.person_id, uow.today)


def _person(uow: UnitOfWork) -> UUID:
    if uow.actor.person_id is None:
        raise NotFound
    return uow.actor.person_id


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
