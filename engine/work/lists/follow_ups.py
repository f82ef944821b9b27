"""What one person follows up, by the day on which to look: hers, and what is nobody's."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from engine.access.membership import Standing
from engine.access.permissions import Command, may, reads_every_case
from engine.access.visibility import is_about_neither, is_member
from engine.cases.follow_ups import FollowUpKind
from engine.cases.register import ORDINARY
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names

MOST = 200


@dataclass(frozen=True)
class FollowUpRow:
    """A line of the list; ``holder`` is "" where it is whoever's of the officers."""

    id: UUID
    case_id: UUID
    number: str
    subject: str | None
    secrecy: str
    is_filed: bool
    kind: FollowUpKind
    due_on: date
    holder: str


def list_follow_ups(uow: UnitOfWork, standing: Standing, *, limit: int = MOST) -> list[FollowUpRow]:
    """Return what she must look at again, the earliest day first; nothing that has ended."""
    follow_up, register = tables.follow_up, tables.case
    rows = uow.connection.execute(
        select(
            follow_up.c.id,
            follow_up.c.case_id,
            follow_up.c.kind,
            follow_up.c.due_on,
            follow_up.c.holder_id,
            register.c.number,
            register.c.subject,
            register.c.secrecy,
            register.c.closed_on,
        )
        .join(register, _same_case())
        .where(*_hers(standing))
        .order_by(follow_up.c.due_on, follow_up.c.id)
        .limit(limit)
    ).all()
    names = person_names(uow, (row.holder_id for row in rows))
    return [
        FollowUpRow(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            subject=row.subject,
            secrecy=row.secrecy,
            is_filed=row.closed_on is not None,
            kind=FollowUpKind(row.kind),
            due_on=row.due_on,
            holder=names.get(row.holder_id, ""),
        )
        for row in rows
    ]


def count_due_follow_ups(uow: UnitOfWork, standing: Standing) -> int:
    """Count what she should have looked at by today, up to ``MOST``."""
    follow_up = tables.follow_up
    due = (
        select(follow_up.c.id)
        .join(tables.case, _same_case())
        .where(*_hers(standing), follow_up.c.due_on <= uow.today)
        .limit(MOST)
    )
    return uow.connection.scalar(select(func.count()).select_from(due.subquery())) or 0


def _same_case() -> ColumnElement[bool]:
    follow_up, register = tables.follow_up, tables.case
    return and_(register.c.office_id == follow_up.c.office_id, register.c.id == follow_up.c.case_id)


def _hers(standing: Standing) -> list[ColumnElement[bool]]:
    follow_up = tables.follow_up
    whose: Any = follow_up.c.holder_id == standing.person_id
    if may(standing, Command.FOLLOW_UP):
        whose = or_(whose, and_(follow_up.c.holder_id.is_(None), _readable(standing)))
    return [
        follow_up.c.office_id == standing.office_id,
        follow_up.c.ended_on.is_(None),
        whose,
        is_about_neither(standing, follow_up.c.case_id),
    ]


def _readable(standing: Standing) -> ColumnElement[bool]:
    member = is_member(standing.office_id, standing.person_id, tables.follow_up.c.case_id)
    if reads_every_case(standing):
        return tables.follow_up.c.case_id.is_not(None)
    return or_(tables.case.c.secrecy == ORDINARY, member)
