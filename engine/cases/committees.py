"""The fact-finding committee of a case: named people by order, outsiders among them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, select

from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Seat:
    """``person_id`` is None for somebody from outside, whose name is then in ``outside_name``."""

    id: UUID
    kind: str
    person_id: UUID | None
    outside_name: str | None


def seats_of(uow: UnitOfWork, case_id: UUID) -> list[Seat]:
    table = tables.committee_member
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id == case_id)
        .order_by(table.c.ordinal)
    ).all()
    data_key = uow.data_key(case_id)
    return [
        Seat(
            row.id,
            row.seat,
            row.person_id,
            decrypt(data_key, row.outside_name, *_place(case_id, row.id)).decode()
            if row.outside_name
            else None,
        )
        for row in rows
    ]


def _appointed(uow: UnitOfWork, event: Event) -> None:
    """Put the committee of this order in place of the one before (an amended order)."""
    table = tables.committee_member
    case_id = event.stream_id
    uow.connection.execute(
        delete(table).where(table.c.office_id == event.office_id, table.c.case_id == case_id)
    )
    data_key = uow.data_key(case_id)
    rows = [
        {
            "office_id": event.office_id,
            "case_id": case_id,
            "id": UUID(seat["id"]),
            "person_id": UUID(seat["person"]) if seat["person"] else None,
            "outside_name": encrypt(
                data_key, seat["outside_name"].encode(), *_place(case_id, UUID(seat["id"]))
            )
            if seat["outside_name"]
            else None,
            "seat": seat["seat"],
            "ordinal": ordinal,
            "order_cited": event.content["order_cited"],
        }
        for ordinal, seat in enumerate(event.content["seats"], start=1)
    ]
    if rows:
        uow.connection.execute(insert(table), rows)
    uow.forget("standing")


def _place(case_id: UUID, seat_id: UUID) -> tuple[str, ...]:
    return ("committee", str(case_id), str(seat_id))


FOLDS = {EventKind.COMMITTEE_APPOINTED: _appointed}
