"""What a person may read of a case, of one or as a condition on rows; and the record of it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Table, and_, exists, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.access.grants import grants_of
from engine.access.membership import Standing, standings
from engine.access.permissions import Reading, reading
from engine.cases.links import members_of
from engine.cases.parties import excluded_people
from engine.cases.register import Case
from engine.journal.canonical import canonical_bytes
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

# One record a person, case and kind in this time: who reloads a page is one reader.
WINDOW = timedelta(minutes=30)


class AccessKind(StrEnum):
    CASE = "case"
    IDENTITY = "identity"
    FILE = "file"
    REPLAY = "replay"
    # Its line of the register was printed or exported.
    REGISTER = "register"


def reading_of(uow: UnitOfWork, standing: Standing, case: Case, today: date) -> Reading:
    """Judge what the person may read of the case today."""
    excluded = excluded_people(uow, case.id)
    if standing.substitute_id and not _waits_for(uow, standing, case.id):
        return Reading.NOTHING
    is_granted = standing.holds(Role.AUDITOR) and any(
        grant.covers(case, today) for grant in grants_of(uow, standing.person_id)
    )
    return reading(
        standing,
        case,
        is_excluded=not excluded.isdisjoint(standing.people),
        is_member=standing.person_id in members_of(uow, case.id),
        is_granted=is_granted,
    )


def _waits_for(uow: UnitOfWork, standing: Standing, case_id: UUID) -> bool:
    """Tell whether an open step of the case is this person's, or hers to claim."""
    item, queued = tables.work_item, tables.work_item_candidate
    held = exists(
        select(literal(1)).where(
            item.c.office_id == standing.office_id,
            item.c.case_id == case_id,
            item.c.assignee_id == standing.person_id,
            item.c.ended_at.is_(None),
        )
    )
    offered = exists(
        select(literal(1))
        .join(
            item, and_(item.c.office_id == queued.c.office_id, item.c.id == queued.c.work_item_id)
        )
        .where(
            item.c.office_id == standing.office_id,
            item.c.case_id == case_id,
            item.c.ended_at.is_(None),
            queued.c.queue.in_(standing.queues),
        )
    )
    return bool(uow.connection.scalar(select(or_(held, offered))))


def readings_of(uow: UnitOfWork, case: Case, today: date) -> list[tuple[Standing, Reading]]:
    """Judge for everybody of the office, but auditors, what she may read of the case today."""
    excluded, admitted = excluded_people(uow, case.id), members_of(uow, case.id)
    return [
        (
            standing,
            reading(
                standing,
                case,
                is_excluded=standing.person_id in excluded,
                is_member=standing.person_id in admitted,
                is_granted=False,
            ),
        )
        for standing in standings(uow, today, case.id)
    ]


def is_about_others(
    office_id: UUID, person_id: UUID | None, case_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Return, as a condition on rows, that the person is no respondent of their case (U2)."""
    return ~_stands_in(tables.case_exclusion, office_id, person_id, case_id)


def is_about_neither(standing: Standing, case_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Return, as a condition on rows, that nobody of ``Standing.people`` is a respondent.

    For a list of many rows: what is about them is found once; ``is_about_others`` costs a
    probe a row.
    """
    table = tables.case_exclusion
    about_them = select(table.c.case_id).where(
        table.c.office_id == standing.office_id, table.c.person_id.in_(sorted(standing.people))
    )
    return case_id.not_in(about_them)


def is_member(
    office_id: UUID, person_id: UUID | None, case_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Return, as a condition on rows, that their case has come to the person."""
    return _stands_in(tables.case_member, office_id, person_id, case_id)


def _stands_in(
    table: Table, office_id: UUID, person_id: UUID | None, case_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    return exists(
        select(literal(1)).where(
            table.c.office_id == office_id,
            table.c.person_id == person_id,
            table.c.case_id == case_id,
        )
    )


def record_access(
    uow: UnitOfWork,
    person_id: UUID,
    case_id: UUID,
    kind: AccessKind,
    *,
    refused: bool = False,
    reason: str | None = None,
) -> None:
    """Write who looked, in a short unit of its own that commits before any byte leaves.

    The sealer puts the row into the log; repeats within the window add nothing.
    """
    outcome = "refused" if refused else "opened"
    _write(uow, [_access(uow, person_id, case_id, kind, outcome, reason)])


def record_glances(
    uow: UnitOfWork,
    person_id: UUID,
    case_ids: Collection[UUID],
    *,
    kind: AccessKind = AccessKind.CASE,
    reason: str | None = None,
) -> None:
    """Write who was shown words out of several cases on one page, by one question.

    The caller has judged that she may read them.
    """
    found = sorted(set(case_ids))
    if found:
        _write(
            uow,
            [_access(uow, person_id, each, kind, "opened", reason) for each in found],
        )


def _access(
    uow: UnitOfWork,
    person_id: UUID,
    case_id: UUID,
    kind: AccessKind,
    outcome: str,
    reason: str | None,
) -> dict[str, object]:
    row = {
        "office_id": uow.actor.office_id,
        "id": uuid4(),
        "person_id": person_id,
        "case_id": case_id,
        "kind": kind.value,
        "recorded_at": uow.now,
        "outcome": outcome,
        "reason": reason,
    }
    return {**row, "window_at": _window(uow.now), "record": canonical_bytes(row)}


def _write(uow: UnitOfWork, rows: list[dict[str, object]]) -> None:
    dialect = uow.connection.dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    uow.connection.execute(upsert(tables.access_event).values(rows).on_conflict_do_nothing())


def _window(at: datetime) -> datetime:
    return at.replace(minute=at.minute - at.minute % 30, second=0, microsecond=0)
