"""Filters that somebody named to come back to: her own, or shared with a role.

What is kept is what the address of the list says: nothing of a case but a number.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, func, or_, select, update

from engine.access.membership import Standing, standing_of
from engine.errors import InvalidTransition, NotFound, NotPermitted, Sentence
from engine.journal.canonical import canonical_bytes
from engine.office.roles import Role
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names

LONGEST_NAME = 60
MOST = 50


@dataclass(frozen=True)
class SavedList:
    """A saved filter as one person has it; ``role`` is whom it is shared with, None nobody."""

    id: UUID
    name: str
    role: Role | None
    author: str
    is_hers: bool
    may_delete: bool
    is_pinned: bool
    is_default: bool
    args: Mapping[str, str]


def save_list(uow: UnitOfWork, name: str, role: Role | None, args: Mapping[str, str]) -> UUID:
    """Keep a filter under a name, for the actor alone or for all who hold one of her roles.

    Raises
    ------
    NotPermitted
        She does not hold the role.
    InvalidTransition
        The name is missing, too long or that of another filter of hers, or she has too
        many already.
    """
    standing = _actor(uow)
    # What nobody sees in a name could not be told from another's.
    plain = " ".join("".join(c for c in name if c.isprintable() or c.isspace()).split())
    if not 0 < len(plain) <= LONGEST_NAME:
        raise InvalidTransition(_NAME)
    if role is not None and (role not in standing.roles or not role.holds_work):
        raise NotPermitted(_NOT_HER_ROLE)
    table = tables.saved_list
    mine = (table.c.office_id == standing.office_id, table.c.author_id == standing.person_id)
    if (uow.connection.scalar(select(func.count()).where(*mine)) or 0) >= MOST:
        raise InvalidTransition(_TOO_MANY)
    if uow.connection.scalar(select(table.c.id).where(*mine, table.c.name == plain)):
        raise InvalidTransition(_SAME_NAME)
    list_id = uuid4()
    insert_row(
        uow.connection,
        table,
        office_id=standing.office_id,
        id=list_id,
        author_id=standing.person_id,
        role=role.value if role else None,
        name=plain,
        args=canonical_bytes(dict(args)),
        saved_at=uow.now,
    )
    return list_id


def delete_list(uow: UnitOfWork, list_id: UUID) -> None:
    """Delete a saved filter: its author may, and a manager what is shared.

    Raises
    ------
    NotFound
        There is none that the actor may see.
    NotPermitted
        It is somebody else's.
    """
    standing = _actor(uow)
    if not get_list(uow, standing, list_id).may_delete:
        raise NotPermitted(_NOT_HERS)
    for table, key in ((tables.saved_list_choice, "list_id"), (tables.saved_list, "id")):
        uow.connection.execute(
            delete(table).where(table.c.office_id == standing.office_id, table.c[key] == list_id)
        )


def choose_list(uow: UnitOfWork, list_id: UUID, *, is_pinned: bool, is_default: bool) -> None:
    """Pin a filter as a tab of the actor's, or let her list begin with it; one default a person."""
    standing = _actor(uow)
    get_list(uow, standing, list_id)
    table = tables.saved_list_choice
    hers = (table.c.office_id == standing.office_id, table.c.person_id == standing.person_id)
    uow.connection.execute(delete(table).where(*hers, table.c.list_id == list_id))
    if is_default:
        uow.connection.execute(update(table).where(*hers).values(is_default=False))
    if is_pinned or is_default:
        insert_row(
            uow.connection,
            table,
            office_id=standing.office_id,
            person_id=standing.person_id,
            list_id=list_id,
            is_pinned=is_pinned,
            is_default=is_default,
        )


def lists_of(uow: UnitOfWork, standing: Standing) -> list[SavedList]:
    """Return the filters that the person may use: her own, and those of her roles, by name."""
    table, choice = tables.saved_list, tables.saved_list_choice
    rows = uow.connection.execute(
        select(table, choice.c.is_pinned, choice.c.is_default)
        .outerjoin(
            choice,
            and_(
                choice.c.office_id == table.c.office_id,
                choice.c.list_id == table.c.id,
                choice.c.person_id == standing.person_id,
            ),
        )
        .where(
            table.c.office_id == standing.office_id,
            or_(table.c.author_id == standing.person_id, table.c.role.in_(sorted(standing.roles))),
        )
        .order_by(table.c.name, table.c.id)
    ).all()
    names = person_names(uow, {row.author_id for row in rows}) if rows else {}
    return [
        SavedList(
            id=row.id,
            name=row.name,
            role=Role(row.role) if row.role else None,
            author=names.get(row.author_id, ""),
            is_hers=row.author_id == standing.person_id,
            may_delete=row.author_id == standing.person_id or standing.holds(Role.MANAGER),
            is_pinned=bool(row.is_pinned),
            is_default=bool(row.is_default),
            args=json.loads(row.args),
        )
        for row in rows
    ]


def get_list(uow: UnitOfWork, standing: Standing, list_id: UUID) -> SavedList:
    """Return one; NotFound if there is none that the person may use."""
    for found in lists_of(uow, standing):
        if found.id == list_id:
            return found
    raise NotFound


def _actor(uow: UnitOfWork) -> Standing:
    if uow.actor.person_id is None:
        raise NotFound
    return standing_of(uow, uow.actor.person_id, uow.today)


_NAME = Sentence(
    f"ตั้งชื่อตัวกรอง ไม่เกิน {LONGEST_NAME} ตัวอักษร",
    f"Give the filter a name of at most {LONGEST_NAME} characters.",
)
_NOT_HER_ROLE = Sentence(
    "ใช้ร่วมได้เฉพาะกับบทบาทของท่านเอง", "You may share it with a role of your own only."
)
_TOO_MANY = Sentence(
    f"เก็บตัวกรองได้ไม่เกิน {MOST} รายการ ลบที่ไม่ใช้ก่อน",
    f"At most {MOST} filters are kept; delete one first.",
)
_SAME_NAME = Sentence(
    "ท่านมีตัวกรองชื่อนี้แล้ว ตั้งชื่ออื่น หรือลบตัวกรองเดิมก่อน",
    "You have a filter of this name; choose another, or delete that one first.",
)
_NOT_HERS = Sentence("ลบได้เฉพาะผู้สร้างหรือผู้บริหาร", "Only its author or a manager may delete it.")
