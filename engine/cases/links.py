"""Which cases belong together, and who of the office is a member of a secret one."""

from uuid import UUID

from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import find_rows, insert_row
from engine.store.unit_of_work import UnitOfWork


def admit(uow: UnitOfWork, case_id: UUID, person_id: UUID, why: str) -> None:
    """Let a person read a secret case from now on: its lodger, its holders past and present."""
    if person_id not in members_of(uow, case_id):
        append(uow, case_id, EventKind.MEMBER_ADMITTED, {"person": str(person_id), "why": why})


def members_of(uow: UnitOfWork, case_id: UUID) -> frozenset[UUID]:
    found = find_rows(
        uow.connection, tables.case_member, office_id=uow.actor.office_id, case_id=case_id
    )
    return frozenset(row.person_id for row in found)


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


def _merged(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.case_link,
        office_id=event.office_id,
        case_id=event.stream_id,
        other_case_id=UUID(event.content["into"]),
        kind="merged",
        since_at=event.recorded_at,
    )


FOLDS = {EventKind.MEMBER_ADMITTED: _admitted, EventKind.CASE_MERGED: _merged}
