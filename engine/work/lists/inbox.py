"""What waits for one person beside her work items: notices, and scans still to be filed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from engine.access.membership import Standing
from engine.access.visibility import is_about_others, is_member
from engine.cases.register import ORDINARY
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.notices import still_says_something

NOTICES_SHOWN = 50
SCANS_SHOWN = 200


@dataclass(frozen=True)
class Notice:
    """A notice with where it leads; ``kind`` is a word of ``engine.work.notices``.

    ``name`` is that of the step, "" where the notice is about the case; ``number`` is "" and
    ``case_id`` None where it is about none.
    """

    id: UUID
    kind: str
    number: str
    case_id: UUID | None
    work_item_id: UUID | None
    name: str
    name_en: str
    recorded_at: datetime
    is_unread: bool


@dataclass(frozen=True)
class MissingScan:
    """A step that was signed on paper and waits for its scan (ค้างสแกน)."""

    work_item_id: UUID
    number: str
    secrecy: str
    name: str
    name_en: str
    ended_at: datetime


def notices_of(uow: UnitOfWork, standing: Standing) -> list[Notice]:
    """Return the person's newest notices that are not over; none of a case about her."""
    notice, case, item = tables.notice, tables.case, tables.work_item
    rows = uow.connection.execute(
        select(notice, case.c.number, item.c.name, item.c.name_en)
        .outerjoin(
            item,
            and_(item.c.office_id == notice.c.office_id, item.c.id == notice.c.work_item_id),
        )
        .outerjoin(
            case, and_(case.c.office_id == notice.c.office_id, case.c.id == notice.c.case_id)
        )
        .where(
            notice.c.office_id == standing.office_id,
            notice.c.person_id == standing.person_id,
            is_about_others(standing.office_id, standing.person_id, notice.c.case_id),
            still_says_something(),
        )
        .order_by(notice.c.read_at.is_not(None), notice.c.recorded_at.desc(), notice.c.id)
        .limit(NOTICES_SHOWN)
    ).all()
    return [
        Notice(
            id=row.id,
            kind=row.kind,
            number=row.number or "",
            case_id=row.case_id,
            work_item_id=row.work_item_id,
            name=row.name or "",
            name_en=row.name_en or "",
            recorded_at=row.recorded_at,
            is_unread=row.read_at is None,
        )
        for row in rows
    ]


def missing_scans(uow: UnitOfWork, standing: Standing) -> list[MissingScan]:
    """Return the scans this person may file, the oldest first.

    Those of her own steps; an officer's also those of the cases that she may read.
    """
    item, case = tables.work_item, tables.case
    may_file = item.c.completed_by == standing.person_id
    if standing.holds(Role.OFFICER):
        came_to_her = is_member(standing.office_id, standing.person_id, item.c.case_id)
        may_file = or_(may_file, case.c.secrecy == ORDINARY, came_to_her)
    rows = uow.connection.execute(
        select(
            item.c.id, item.c.name, item.c.name_en, item.c.ended_at, case.c.number, case.c.secrecy
        )
        .join(case, and_(case.c.office_id == item.c.office_id, case.c.id == item.c.case_id))
        .where(
            item.c.office_id == standing.office_id,
            item.c.scan_missing,
            may_file,
            is_about_others(standing.office_id, standing.person_id, item.c.case_id),
        )
        .order_by(item.c.ended_at, item.c.id)
        .limit(SCANS_SHOWN)
    ).all()
    return [
        MissingScan(row.id, row.number, row.secrecy, row.name, row.name_en, row.ended_at)
        for row in rows
    ]
