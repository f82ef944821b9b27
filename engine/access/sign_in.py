"""Sign in, stay signed in, be signed out: sessions that the office can end at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from engine.errors import EngineError, NotPermitted, Sentence
from engine.sealing.passwords import verify_password
from engine.store import tables
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store, UnitOfWork

# A shared desk is left; an officer's morning is not interrupted.
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
# Writing the last moment at every request would make each page a writer.
_SEEN_EVERY = timedelta(minutes=5)

# So many wrong passwords for one name in this time, and the name has to wait.
_MOST_TRIES = 10
_TRIES_WITHIN = timedelta(minutes=15)


class SignInRefused(EngineError):
    """Wrong name or password, or no office to work for."""

    sentence = Sentence("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง", "The user name or password is not right.")


@dataclass(frozen=True)
class SignedIn:
    """Whose session it is and for which office."""

    person_id: UUID
    office_id: UUID
    office_key: str
    language: str
    # Some minutes since it was last noted that the session is in use.
    is_unnoted: bool = False


def sign_in(store: Store, name: str, password: str, office_key: str | None = None) -> str:
    """Return the token of a new session.

    The password is checked between two units: the hash is slow on purpose.

    Raises
    ------
    SignInRefused
        One sentence for every reason, after the same work, so that it does not
        tell which names exist.
    NotPermitted
        Too many wrong passwords for this name lately.
    """
    with store.database.reading() as connection:
        account, person = tables.account, tables.person
        row = connection.execute(
            select(account, person.c.id.label("id"))
            .join(person, person.c.id == account.c.person_id)
            .where(account.c.sign_in_name == name.strip(), account.c.disabled_at.is_(None))
        ).one_or_none()
    _check_pace(store, name)
    if not verify_password(row.password_hash if row else None, password) or row is None:
        _note_refusal(store, name)
        raise SignInRefused
    return _begin(store, row.person_id, row.epoch, office_key)


def change_office(store: Store, token: str, office_key: str) -> str:
    """End a session and return the token of one for another office of the same person.

    It ends when the first would have: going to and fro keeps nobody signed in for ever.

    Raises
    ------
    SignInRefused
        The session is over, or the person has no role in that office today.
    """
    session, account = tables.sign_in_session, tables.account
    with store.reading(Actor(INSTALLATION, None)) as uow:
        found = find_session(uow, token)
        row = uow.connection.execute(
            select(session.c.created_at, account.c.epoch)
            .join(account, account.c.person_id == session.c.person_id)
            .where(session.c.token_hash == _hash(token))
        ).one_or_none()
    if found is None or row is None:
        raise SignInRefused
    fresh = _begin(store, found.person_id, row.epoch, office_key, begun_at=row.created_at)
    end_session(store, token)
    return fresh


def confirm_password(store: Store, person_id: UUID, password: str) -> bool:
    """Tell whether this is the person's password: signing asks for it again.

    A wrong one counts as at the door, or an open session would be the place to guess.

    Raises
    ------
    NotPermitted
        Too many wrong passwords for this account lately.
    """
    table = tables.account
    with store.database.reading() as connection:
        row = connection.execute(
            select(table.c.sign_in_name, table.c.password_hash).where(
                table.c.person_id == person_id, table.c.disabled_at.is_(None)
            )
        ).one_or_none()
    if row is None:
        return False
    _check_pace(store, row.sign_in_name)
    if verify_password(row.password_hash, password):
        return True
    _note_refusal(store, row.sign_in_name)
    return False


def find_session(uow: UnitOfWork, token: str) -> SignedIn | None:
    """Return whose session the token is; None when it ended, idled out or was revoked."""
    session, account, office = tables.sign_in_session, tables.account, tables.office
    row = uow.connection.execute(
        select(session, office.c.key, account.c.language)
        .join(account, account.c.person_id == session.c.person_id)
        .join(office, office.c.id == session.c.office_id)
        .where(
            session.c.token_hash == _hash(token),
            session.c.ended_at.is_(None),
            session.c.epoch == account.c.epoch,
            account.c.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None or _is_over(row, uow.now):
        return None
    is_unnoted = uow.now - row.seen_at >= _SEEN_EVERY
    return SignedIn(row.person_id, row.office_id, row.key, row.language, is_unnoted)


def touch_session(store: Store, token: str) -> None:
    """Note that the session is in use; worth it where that is ``SignedIn.is_unnoted``."""
    table = tables.sign_in_session
    with store.database.writing() as connection:
        connection.execute(
            update(table).where(table.c.token_hash == _hash(token)).values(seen_at=store.clock())
        )


def end_session(store: Store, token: str) -> None:
    with store.database.writing() as connection:
        table = tables.sign_in_session
        connection.execute(
            update(table).where(table.c.token_hash == _hash(token)).values(ended_at=store.clock())
        )


def offices_open_to(store: Store, person_id: UUID) -> dict[UUID, str]:
    """Return the offices a person may act for today: id and key."""
    membership, office = tables.membership, tables.office
    today = store.clock().astimezone(OFFICE_TIME).date()
    with store.database.reading() as connection:
        rows = connection.execute(
            select(office.c.id, office.c.key)
            .join(membership, membership.c.office_id == office.c.id)
            .where(
                membership.c.person_id == person_id,
                membership.c.from_on <= today,
                or_(membership.c.to_on.is_(None), membership.c.to_on >= today),
            )
            .order_by(office.c.key)
        ).all()
    return {row.id: row.key for row in rows}


def _begin(
    store: Store,
    person_id: UUID,
    epoch: int,
    office_key: str | None,
    *,
    begun_at: datetime | None = None,
) -> str:
    offices = offices_open_to(store, person_id)
    wanted = [office for office, key in offices.items() if office_key in (None, key)]
    if not wanted:
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    with store.unit(Actor(wanted[0], person_id)) as uow:
        uow.connection.execute(
            insert(tables.sign_in_session).values(
                token_hash=_hash(token),
                person_id=person_id,
                office_id=wanted[0],
                epoch=epoch,
                created_at=begun_at or uow.now,
                seen_at=uow.now,
            )
        )
    return token


def _is_over(row: object, now: datetime) -> bool:
    created_at: datetime = row.created_at  # type: ignore[attr-defined]
    seen_at: datetime = row.seen_at  # type: ignore[attr-defined]
    if max(created_at, seen_at) - now > _SEEN_EVERY:
        # Begun or used under a clock that has been set back since: it would last till then.
        return True
    return now - seen_at > IDLE or now - created_at > LONGEST


def _check_pace(store: Store, name: str) -> None:
    table = tables.sign_in_refusal
    now = store.clock()
    with store.database.reading() as connection:
        tries = connection.execute(
            select(table.c.id)
            .where(
                table.c.name_hash == _hash(name.strip()),
                # What was noted under a clock that ran ahead must not bar the name until then.
                table.c.recorded_at.between(now - _TRIES_WITHIN, now + _TRIES_WITHIN),
            )
            .limit(_MOST_TRIES)
        ).all()
    if len(tries) >= _MOST_TRIES:
        raise NotPermitted(
            Sentence(
                "ใส่รหัสผ่านผิดหลายครั้ง รอ 15 นาทีแล้วลองอีกครั้ง",
                "Too many wrong passwords; wait 15 minutes and try again.",
            )
        )


def _note_refusal(store: Store, name: str) -> None:
    with store.database.writing() as connection:
        connection.execute(
            insert(tables.sign_in_refusal).values(
                name_hash=_hash(name.strip()), recorded_at=store.clock()
            )
        )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
