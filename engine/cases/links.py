"""Which cases belong together, and who of the office is a member of a secret one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import delete_rows, find_rows, insert_row
from engine.store.unit_of_work import Fold, UnitOfWork

MERGED, RELATED = "merged", "related"
# Each of the two cases tells its own side.
SPLIT_INTO, SPLIT_FROM = "split_into", "split_from"
# Told by the case that reports it.
RETALIATION = "retaliation"


@dataclass(frozen=True)
class Link:
    """Another case that belongs with this one; ``told_by`` and ``seq`` are where it says why."""

    other_id: UUID
    kind: str
    told_by: UUID
    seq: int
    since_at: datetime


def admit(uow: UnitOfWork, case_id: UUID, person_id: UUID, why: str) -> None:
    """Let a person read a secret case from now on: its lodger, its holders past and present."""
    if person_id not in members_of(uow, case_id):
        append(uow, case_id, EventKind.MEMBER_ADMITTED, {"person": str(person_id), "why": why})


def dismiss(uow: UnitOfWork, case_id: UUID, person_id: UUID, why: str) -> None:
    """Let a person read a case no longer for having held a step of it; other rights stay."""
    if person_id in members_of(uow, case_id):
        append(uow, case_id, EventKind.MEMBER_DISMISSED, {"person": str(person_id), "why": why})


def members_of(uow: UnitOfWork, case_id: UUID) -> frozenset[UUID]:
    found = find_rows(
        uow.connection, tables.case_member, office_id=uow.actor.office_id, case_id=case_id
    )
    return frozenset(row.person_id for row in found)


def append_link(uow: UnitOfWork, case_id: UUID, other_id: UUID, reason: str) -> None:
    """Say of a case that the unit holds that another belongs with it.

    One stream tells it: two cases are never locked in one unit.
    """
    append(uow, case_id, EventKind.CASE_LINKED, {"other": str(other_id), "reason": reason})


def append_split(
    uow: UnitOfWork, case_id: UUID, new_id: UUID, issues: Collection[UUID], reason: str
) -> None:
    """Say in both streams that a case was split off from another, with these of its issues.

    The unit holds the first, and the new one as whoever opened it.
    """
    append(
        uow,
        case_id,
        EventKind.CASE_SPLIT,
        {"into": str(new_id), "issues": sorted(map(str, issues)), "reason": reason},
    )
    append(uow, new_id, EventKind.CASE_SPLIT_OFF, {"from": str(case_id), "reason": reason})


def append_retaliation(uow: UnitOfWork, case_id: UUID, other_id: UUID) -> None:
    """Say of a case for whose complaint somebody is retaliated against.

    The first case's own stream says nothing: more people read it.
    """
    append(uow, case_id, EventKind.RETALIATION_REPORTED, {"first": str(other_id)})


def links_of(uow: UnitOfWork, case_id: UUID) -> list[Link]:
    """Return the links of a case, whichever of the two cases tells them, the oldest first."""
    table = tables.case_link
    rows = uow.connection.execute(
        select(table)
        .where(
            table.c.office_id == uow.actor.office_id,
            or_(
                table.c.case_id == case_id,
                and_(
                    table.c.other_case_id == case_id,
                    table.c.kind.not_in([SPLIT_INTO, SPLIT_FROM]),
                ),
            ),
        )
        .order_by(table.c.since_at, table.c.case_id)
    ).all()
    return [
        Link(
            row.other_case_id if row.case_id == case_id else row.case_id,
            row.kind,
            row.case_id,
            row.seq,
            row.since_at,
        )
        for row in rows
    ]


def _admitted(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.case_member,
        office_id=event.office_id,
        case_id=event.stream_id,
        person_id=UUID(event.content["person"]),
        why=event.content["why"],
        since_at=event.recorded_at,
    )


def _dismissed(uow: UnitOfWork, event: Event) -> None:
    delete_rows(
        uow.connection,
        tables.case_member,
        office_id=event.office_id,
        case_id=event.stream_id,
        person_id=UUID(event.content["person"]),
    )


def _telling(kind: str, other: str) -> Fold:
    """Return the fold of an event that says, under the key ``other``, which case belongs here."""

    def tell(uow: UnitOfWork, event: Event) -> None:
        insert_row(
            uow.connection,
            tables.case_link,
            office_id=event.office_id,
            case_id=event.stream_id,
            other_case_id=UUID(event.content[other]),
            kind=kind,
            seq=event.seq,
            since_at=event.recorded_at,
        )

    return tell


FOLDS: Mapping[EventKind, Fold] = {
    EventKind.MEMBER_ADMITTED: _admitted,
    EventKind.MEMBER_DISMISSED: _dismissed,
    EventKind.CASE_MERGED: _telling(MERGED, "into"),
    EventKind.CASE_LINKED: _telling(RELATED, "other"),
    EventKind.CASE_SPLIT: _telling(SPLIT_INTO, "into"),
    EventKind.CASE_SPLIT_OFF: _telling(SPLIT_FROM, "from"),
    EventKind.RETALIATION_REPORTED: _telling(RETALIATION, "first"),
}
