"""Accounts: what lets a person of the directory sign in, made and closed by an administrator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from engine.errors import InvalidTransition, NotFound, Sentence
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

LEAST_PASSWORD_LENGTH = 12
LONGEST_SIGN_IN_NAME = 100


@dataclass(frozen=True)
class Account:
    person_id: UUID
    person_name: str
    sign_in_name: str
    email: str | None
    language: str
    is_demonstration: bool
    disabled_at: datetime | None


def check_password_strength(password: str) -> None:
    """Refuse a password that is too short; length is what counts (NIST SP 800-63B)."""
    if len(password) < LEAST_PASSWORD_LENGTH:
        raise InvalidTransition(
            Sentence(
                f"รหัสผ่านต้องยาวอย่างน้อย {LEAST_PASSWORD_LENGTH} ตัวอักษร",
                f"A password has {LEAST_PASSWORD_LENGTH} characters or more.",
            )
        )


def create_account(
    uow: UnitOfWork,
    person_id: UUID,
    sign_in_name: str,
    password_hash: str,
    *,
    email: str | None = None,
    language: str = "th",
    is_demonstration: bool = False,
) -> None:
    """Let a person sign in. The password is hashed before the unit (sealing/passwords.py).

    Raises
    ------
    InvalidTransition
        The sign-in name is taken, also in other capitals, or is no word that a person
        can type; or the person has an account already.
    """
    _require_typable(sign_in_name)
    table = tables.account
    taken = uow.connection.scalar(
        select(table.c.person_id).where(
            (func.lower(table.c.sign_in_name) == sign_in_name.lower())
            | (table.c.person_id == person_id)
        )
    )
    if taken is not None:
        raise InvalidTransition(
            Sentence(
                f"มีบัญชี {sign_in_name} หรือบัญชีของบุคคลนี้อยู่แล้ว",
                f"The sign-in name {sign_in_name} is taken, or the person has an account.",
            )
        )
    uow.connection.execute(
        insert(table).values(
            person_id=person_id,
            sign_in_name=sign_in_name,
            password_hash=password_hash,
            epoch=0,
            email=email,
            language=language,
            is_demonstration=is_demonstration,
        )
    )


def _require_typable(sign_in_name: str) -> None:
    has_gaps = any(sign.isspace() or not sign.isprintable() for sign in sign_in_name)
    if has_gaps or not 0 < len(sign_in_name) <= LONGEST_SIGN_IN_NAME:
        raise InvalidTransition(
            Sentence(
                f"ชื่อที่ใช้เข้าระบบต้องมี 1-{LONGEST_SIGN_IN_NAME} ตัวอักษรและไม่มีช่องว่าง",
                f"A sign-in name has 1 to {LONGEST_SIGN_IN_NAME} characters and no spaces.",
            )
        )


def set_password(uow: UnitOfWork, person_id: UUID, password_hash: str) -> None:
    """Replace the password, let a disabled account in again, end all its sessions."""
    _change(uow, person_id, password_hash=password_hash, disabled_at=None)


def disable(uow: UnitOfWork, person_id: UUID) -> None:
    """Let the person sign in no more and end all sessions; what she did keeps her name."""
    _change(uow, person_id, disabled_at=uow.now)


def _change(uow: UnitOfWork, person_id: UUID, **values: Any) -> None:
    table = tables.account
    changed = uow.connection.execute(
        update(table)
        .where(table.c.person_id == person_id)
        .values(epoch=table.c.epoch + 1, **values)
    )
    if changed.rowcount == 0:
        raise NotFound


def find_by_sign_in_name(uow: UnitOfWork, sign_in_name: str) -> Account | None:
    return next(iter(_accounts(uow, tables.account.c.sign_in_name == sign_in_name)), None)


def get_by_sign_in_name(uow: UnitOfWork, sign_in_name: str) -> Account:
    found = find_by_sign_in_name(uow, sign_in_name)
    if found is None:
        raise NotFound(Sentence(f"ไม่มีบัญชี {sign_in_name}", f"There is no account {sign_in_name}."))
    return found


def accounts(uow: UnitOfWork) -> list[Account]:
    """Return all accounts of the installation, by sign-in name."""
    return _accounts(uow)


def has_demonstration_accounts(uow: UnitOfWork) -> bool:
    """Tell whether anybody may sign in with a password that is printed in the open."""
    table = tables.account
    one = select(table.c.person_id).where(table.c.is_demonstration).limit(1)
    return uow.connection.scalar(one) is not None


def _accounts(uow: UnitOfWork, *which: Any) -> list[Account]:
    account, person = tables.account, tables.person
    rows = uow.connection.execute(
        select(account, person.c.name)
        .join(person, person.c.id == account.c.person_id)
        .where(*which)
        .order_by(account.c.sign_in_name)
    ).all()
    return [
        Account(
            person_id=row.person_id,
            person_name=row.name,
            sign_in_name=row.sign_in_name,
            email=row.email,
            language=row.language,
            is_demonstration=row.is_demonstration,
            disabled_at=row.disabled_at,
        )
        for row in rows
    ]
