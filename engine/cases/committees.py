"""The fact-finding committee of a case: named people by order, outsiders among them.

An amended order puts a committee in the place of the one before; each order stays in the
history. Each member declares whether she has an interest in the matter (ส่วนได้เสีย).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from engine.cases.parties import excluded_people
from engine.errors import NotFound
from engine.journal.events import Event, get_events, read_stream
from engine.journal.kinds import EventKind
from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.rows import delete_rows, find_rows, insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork

SECRETARY = "secretary"


@dataclass(frozen=True)
class Seat:
    """``person_id`` is None for somebody from outside, whose name is then in ``outside_name``.

    ``has_interest`` is None until she has declared that she has one in the matter, or none.
    """

    id: UUID
    kind: str
    person_id: UUID | None
    outside_name: str | None
    has_interest: bool | None = None
    declared_seq: int | None = None


@dataclass(frozen=True)
class CommitteeOrder:
    """A signed order and whom it seats. ``signed_on`` is the day on the paper."""

    seq: int
    seats: tuple[Seat, ...]
    order_cited: str | None
    signed_on: date
    amends: bool


@dataclass(frozen=True)
class Declaration:
    """What somebody declared, when she signed it, and by whose hand it stands here."""

    has_interest: bool
    ground: str | None
    text: str
    signed_on: date
    recorded_by: UUID | None
    is_recorded_for_her: bool


def seats_of(uow: UnitOfWork, case_id: UUID) -> list[Seat]:
    """Return who sits today, by the order signed last."""
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
            row.has_interest,
            row.declared_seq,
        )
        for row in rows
    ]


def get_seat(uow: UnitOfWork, case_id: UUID, seat_id: UUID) -> Seat:
    """Return a seat of today's committee; NotFound where nobody sits there any more."""
    for seat in seats_of(uow, case_id):
        if seat.id == seat_id:
            return seat
    raise NotFound


def orders_of(uow: UnitOfWork, case_id: UUID) -> list[CommitteeOrder]:
    """Return every order that seated a committee, the first one first."""
    return [
        CommitteeOrder(
            event.seq,
            tuple(_seat_told(seat) for seat in event.content["seats"]),
            event.content["order_cited"],
            event.occurred_on,
            event.content["amends"],
        )
        for event in read_stream(uow, case_id, kinds=[EventKind.COMMITTEE_APPOINTED])
    ]


def declarations_of(uow: UnitOfWork, case_id: UUID, seats: list[Seat]) -> dict[UUID, Declaration]:
    """Return what those who sit have declared, by seat."""
    told = {seat.declared_seq: seat.id for seat in seats if seat.declared_seq is not None}
    events = get_events(uow, case_id, set(told))
    return {told[seq]: _declaration(event) for seq, event in events.items()}


def _declaration(event: Event) -> Declaration:
    content = event.content
    return Declaration(
        content["has_interest"],
        content["ground"],
        content["text"],
        event.occurred_on,
        event.actor_id,
        content["recorded_for_her"],
    )


def _seat_told(told: dict[str, Any]) -> Seat:
    person = UUID(told["person"]) if told["person"] else None
    return Seat(UUID(told["id"]), told["seat"], person, told["outside_name"])


def _appointed(uow: UnitOfWork, event: Event) -> None:
    """Put the committee of this order in place of the one before (an amended order).

    Who keeps her seat has declared already.
    """
    table = tables.committee_member
    case_id = event.stream_id
    before = {
        row.id: row
        for row in find_rows(uow.connection, table, office_id=event.office_id, case_id=case_id)
    }
    delete_rows(uow.connection, table, office_id=event.office_id, case_id=case_id)
    data_key = uow.data_key(case_id)
    rows = []
    for ordinal, told in enumerate(event.content["seats"], start=1):
        seat = _seat_told(told)
        kept = before.get(seat.id)
        name = seat.outside_name
        rows.append(
            {
                "office_id": event.office_id,
                "case_id": case_id,
                "id": seat.id,
                "person_id": seat.person_id,
                "outside_name": encrypt(data_key, name.encode(), *_place(case_id, seat.id))
                if name
                else None,
                "seat": seat.kind,
                "ordinal": ordinal,
                "order_cited": event.content["order_cited"],
                "declared_seq": kept.declared_seq if kept else None,
                "has_interest": kept.has_interest if kept else None,
            }
        )
    if rows:
        uow.connection.execute(insert(table), rows)
    uow.forget("standing")


def _declared(uow: UnitOfWork, event: Event) -> None:
    """Note a declaration; who has an interest sees the case no more, in whatever role (U2)."""
    content = event.content
    update_rows(
        uow.connection,
        tables.committee_member,
        {
            "office_id": event.office_id,
            "case_id": event.stream_id,
            "id": UUID(content["seat"]),
        },
        declared_seq=event.seq,
        has_interest=content["has_interest"],
    )
    person = UUID(content["person"]) if content["person"] else None
    if not content["has_interest"] or person is None:
        return
    if person not in excluded_people(uow, event.stream_id):
        insert_row(
            uow.connection,
            tables.case_exclusion,
            office_id=event.office_id,
            case_id=event.stream_id,
            person_id=person,
            since_at=event.recorded_at,
        )
        uow.forget("excluded")


def _place(case_id: UUID, seat_id: UUID) -> tuple[str, ...]:
    return ("committee", str(case_id), str(seat_id))


FOLDS = {
    EventKind.COMMITTEE_APPOINTED: _appointed,
    EventKind.INTEREST_DECLARED: _declared,
}
