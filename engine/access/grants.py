"""The auditor's grant: which cases, for what purpose, by which order, until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from engine.cases.register import Case
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AuditorGrant:
    """One case, or every case received in a period (both ends included)."""

    id: UUID
    person_id: UUID
    case_id: UUID | None
    received_from: date | None
    received_to: date | None
    purpose: str
    order_cited: str
    from_on: date
    expires_on: date

    def covers(self, case: Case, today: date) -> bool:
        if not self.from_on <= today <= self.expires_on:
            return False
        if self.case_id is not None:
            return self.case_id == case.id
        first, last = self.received_from or date.min, self.received_to or date.max
        return first <= case.received_on <= last


def give_grant(
    uow: UnitOfWork,
    person_id: UUID,
    *,
    purpose: str,
    order_cited: str,
    expires_on: date,
    case_id: UUID | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
) -> UUID:
    """Record a grant in the office's stream, which the unit holds."""
    grant_id = uuid4()
    append(
        uow,
        uow.actor.office_id,
        EventKind.AUDITOR_GRANT_GIVEN,
        {
            "grant": str(grant_id),
            "person": str(person_id),
            "case": str(case_id) if case_id else None,
            "received_from": received_from,
            "received_to": received_to,
            "purpose": purpose,
            "order_cited": order_cited,
            "from_on": uow.today,
            "expires_on": expires_on,
        },
    )
    return grant_id


def revoke_grant(uow: UnitOfWork, grant_id: UUID) -> None:
    append(uow, uow.actor.office_id, EventKind.AUDITOR_GRANT_REVOKED, {"grant": str(grant_id)})


def grants_of(uow: UnitOfWork, person_id: UUID) -> list[AuditorGrant]:
    """Return the grants that were not revoked, expired ones too: ``covers`` judges the day."""
    table = tables.auditor_grant
    rows = uow.connection.execute(
        select(table)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.person_id == person_id,
            table.c.revoked_at.is_(None),
        )
        .order_by(table.c.from_on)
    ).all()
    return [
        AuditorGrant(
            row.id,
            row.person_id,
            row.case_id,
            row.received_from,
            row.received_to,
            row.purpose,
            row.order_cited,
            row.from_on,
            row.expires_on,
        )
        for row in rows
    ]


def _given(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    uow.connection.execute(
        insert(tables.auditor_grant).values(
            office_id=event.office_id,
            id=UUID(content["grant"]),
            person_id=UUID(content["person"]),
            case_id=UUID(content["case"]) if content["case"] else None,
            received_from=_day(content["received_from"]),
            received_to=_day(content["received_to"]),
            purpose=content["purpose"],
            order_cited=content["order_cited"],
            from_on=date.fromisoformat(content["from_on"]),
            expires_on=date.fromisoformat(content["expires_on"]),
        )
    )


def _revoked(uow: UnitOfWork, event: Event) -> None:
    table = tables.auditor_grant
    uow.connection.execute(
        update(table)
        .where(table.c.office_id == event.office_id, table.c.id == UUID(event.content["grant"]))
        .values(revoked_at=event.recorded_at)
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


FOLDS = {EventKind.AUDITOR_GRANT_GIVEN: _given, EventKind.AUDITOR_GRANT_REVOKED: _revoked}
