"""Legal holds of a case (ระงับการทำลาย): an outside body needs its record, which must be kept.

A hold outlives the process and the filing, and ends only by being lifted. There may be several.
Its words are content of its events; a row says whose it is and since when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from engine.errors import NotFound, Sentence
from engine.journal.events import Event, append, get_events
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import insert_row, update_rows
from engine.store.unit_of_work import Fold, UnitOfWork

_NAMES = {
    "nacc": Sentence("ป.ป.ช.", "The NACC"),
    "pacc": Sentence("ป.ป.ท.", "The PACC"),
    "audit_office": Sentence("สตง.", "The State Audit Office"),
    "court": Sentence("ศาล", "A court"),
    "other": Sentence("หน่วยงานอื่น", "Another body"),
}


class HoldingBody(StrEnum):
    """Who needs the record."""

    NACC = "nacc"
    PACC = "pacc"
    AUDIT_OFFICE = "audit_office"
    COURT = "court"
    OTHER = "other"

    @property
    def sentence(self) -> Sentence:
        return _NAMES[self]


@dataclass(frozen=True)
class LegalHold:
    """``body_name`` says who it is where the list does not; ``reference`` is the letter."""

    id: UUID
    body: HoldingBody
    body_name: str
    reference: str
    reason: str
    placed_on: date
    lifted_on: date | None

    @property
    def is_open(self) -> bool:
        return self.lifted_on is None

    @property
    def by(self) -> Sentence:
        return Sentence(self.body_name, self.body_name) if self.body_name else self.body.sentence


def append_legal_hold(
    uow: UnitOfWork,
    case_id: UUID,
    body: HoldingBody,
    body_name: str,
    reference: str,
    reason: str,
    placed_on: date,
) -> UUID:
    """Hold the record of a case whose stream the unit holds; return the hold's id."""
    hold_id = uuid4()
    content = {
        "hold": str(hold_id),
        "body": body.value,
        "body_name": body_name,
        "reference": reference,
        "reason": reason,
    }
    append(uow, case_id, EventKind.LEGAL_HOLD_PLACED, content, occurred_on=placed_on)
    return hold_id


def legal_holds_of(uow: UnitOfWork, case_id: UUID) -> list[LegalHold]:
    """Return the legal holds of a case that are in force, the oldest first."""
    table = tables.legal_hold
    rows = uow.connection.execute(
        select(table)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.lifted_on.is_(None),
        )
        .order_by(table.c.placed_seq)
    ).all()
    events = get_events(uow, case_id, {row.placed_seq for row in rows})
    return [_read(row, events[row.placed_seq]) for row in rows]


def get_legal_hold(uow: UnitOfWork, case_id: UUID, hold_id: UUID) -> LegalHold:
    """Return a hold of the case that is in force.

    Raises
    ------
    NotFound
        It has none of this id, or it was lifted.
    """
    for found in legal_holds_of(uow, case_id):
        if found.id == hold_id:
            return found
    raise NotFound


def _read(row: Any, placed: Event) -> LegalHold:
    return LegalHold(
        id=row.id,
        body=HoldingBody(row.body),
        body_name=placed.content["body_name"],
        reference=placed.content["reference"],
        reason=placed.content["reason"],
        placed_on=row.placed_on,
        lifted_on=row.lifted_on,
    )


def _placed(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.legal_hold,
        office_id=event.office_id,
        id=UUID(event.content["hold"]),
        case_id=event.stream_id,
        body=event.content["body"],
        placed_on=event.occurred_on,
        placed_seq=event.seq,
        lifted_on=None,
    )


def _lifted(uow: UnitOfWork, event: Event) -> None:
    key = {"office_id": event.office_id, "id": UUID(event.content["hold"])}
    update_rows(uow.connection, tables.legal_hold, key, lifted_on=event.occurred_on)


FOLDS: Mapping[EventKind, Fold] = {
    EventKind.LEGAL_HOLD_PLACED: _placed,
    EventKind.LEGAL_HOLD_LIFTED: _lifted,
}
