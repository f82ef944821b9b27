"""What a person may read of one case, from the rows; and the record that he did."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite

from engine.access.grants import grants_of
from engine.access.membership import Standing
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


def reading_of(uow: UnitOfWork, standing: Standing, case: Case, today: date) -> Reading:
    """Judge what the person may read of the case today."""
    is_granted = standing.holds(Role.AUDITOR) and any(
        grant.covers(case, today) for grant in grants_of(uow, standing.person_id)
    )
    return reading(
        standing,
        case,
        is_excluded=standing.person_id in excluded_people(uow, case.id),
        is_member=standing.person_id in members_of(uow, case.id),
        is_granted=is_granted,
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
    window_at = _window(uow.now)
    access_id = uuid4()
    row = {
        "office_id": uow.actor.office_id,
        "id": access_id,
        "person_id": person_id,
        "case_id": case_id,
        "kind": kind.value,
        "window_at": window_at,
        "recorded_at": uow.now,
        "outcome": outcome,
        "reason": reason,
    }
    record = canonical_bytes({name: value for name, value in row.items() if name != "window_at"})
    dialect = uow.connection.dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    uow.connection.execute(
        upsert(tables.access_event).values(**row, record=record).on_conflict_do_nothing()
    )


def _window(at: datetime) -> datetime:
    return at.replace(minute=at.minute - at.minute % 30, second=0, microsecond=0)
