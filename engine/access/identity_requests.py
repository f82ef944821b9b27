"""Who asked to know who is behind a case, what the custodian decided, and until which day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select, update

from engine.errors import NotFound
from engine.journal.events import Event, append, get_events
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import UnitOfWork


class Outcome(StrEnum):
    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True)
class IdentityRequest:
    """``until_on`` is the last day, of one that was allowed. ``ended_at``: taken back before it."""

    id: UUID
    person_id: UUID
    asked_at: datetime
    asked_seq: int
    outcome: Outcome | None
    decided_at: datetime | None
    decided_by: UUID | None
    until_on: date | None
    ended_at: datetime | None

    def is_in_force(self, today: date) -> bool:
        return self.until_on is not None and today <= self.until_on and self.ended_at is None


def append_request(uow: UnitOfWork, case_id: UUID, reason: str) -> UUID:
    """Write down that the actor asks, in the stream of a case that the unit holds."""
    request_id = uuid4()
    append(
        uow,
        case_id,
        EventKind.IDENTITY_ASKED,
        {"request": str(request_id), "person": str(uow.actor.person_id), "reason": reason},
    )
    return request_id


def end_request(uow: UnitOfWork, case_id: UUID, request_id: UUID) -> None:
    append(uow, case_id, EventKind.IDENTITY_ACCESS_ENDED, {"request": str(request_id)})


def requests_of(uow: UnitOfWork, case_id: UUID) -> list[IdentityRequest]:
    """Return all that was asked in a case, the newest first."""
    table = tables.identity_request
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id == case_id)
        .order_by(table.c.asked_seq.desc())
    )
    return [_read(row) for row in rows]


def get_request(uow: UnitOfWork, case_id: UUID, request_id: UUID) -> IdentityRequest:
    """Return it, or NotFound."""
    for one in requests_of(uow, case_id):
        if one.id == request_id:
            return one
    raise NotFound


def request_in_force(uow: UnitOfWork, case_id: UUID, person_id: UUID) -> IdentityRequest | None:
    """Return the permission under which a person may open the identities of a case today."""
    found = (
        one
        for one in requests_of(uow, case_id)
        if one.person_id == person_id and one.is_in_force(uow.today)
    )
    return max(found, key=lambda one: one.until_on or date.min, default=None)


def reasons_of(uow: UnitOfWork, case_id: UUID, requests: list[IdentityRequest]) -> dict[UUID, str]:
    """Return why each was asked, in the asker's words: content of the case, opened together."""
    events = get_events(uow, case_id, {one.asked_seq for one in requests})
    return {one.id: events[one.asked_seq].content["reason"] for one in requests}


def _asked(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.identity_request,
        office_id=event.office_id,
        case_id=event.stream_id,
        id=UUID(event.content["request"]),
        person_id=UUID(event.content["person"]),
        asked_at=event.recorded_at,
        asked_seq=event.seq,
    )


def _settled(uow: UnitOfWork, event: Event) -> None:
    until = event.content["until"]
    _change(
        uow,
        event,
        outcome=event.content["outcome"],
        decided_at=event.recorded_at,
        decided_by=event.actor_id,
        until_on=date.fromisoformat(until) if until else None,
    )


def _ended(uow: UnitOfWork, event: Event) -> None:
    _change(uow, event, ended_at=event.recorded_at)


def _change(uow: UnitOfWork, event: Event, **columns: object) -> None:
    table = tables.identity_request
    uow.connection.execute(
        update(table)
        .where(
            table.c.office_id == event.office_id,
            table.c.case_id == event.stream_id,
            table.c.id == UUID(event.content["request"]),
        )
        .values(**columns)
    )


def _read(row: Row[Any]) -> IdentityRequest:
    return IdentityRequest(
        id=row.id,
        person_id=row.person_id,
        asked_at=row.asked_at,
        asked_seq=row.asked_seq,
        outcome=Outcome(row.outcome) if row.outcome else None,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        until_on=row.until_on,
        ended_at=row.ended_at,
    )


FOLDS = {
    EventKind.IDENTITY_ASKED: _asked,
    EventKind.IDENTITY_REQUEST_SETTLED: _settled,
    EventKind.IDENTITY_ACCESS_ENDED: _ended,
}
