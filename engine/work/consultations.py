"""What was asked of colleagues about a step, and what they said (ขอความเห็น).

A row says who asked whom and how it stands; what was asked and said stands in the
events, under the case's key. A consultation ends with its step: what is still open then
is told as ended, and nobody has to write that down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select

from engine.access.membership import Standing
from engine.access.visibility import is_about_others
from engine.errors import NotFound
from engine.journal.events import Event, get_events
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names

ASKED_SHOWN = 50


class Outcome(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    # The step was done or went away first, or the person asked turned out to be a respondent.
    ENDED = "ended"


@dataclass(frozen=True)
class Consultation:
    """One question to one person; ``answer`` is her reason where she declined, "" until then."""

    id: UUID
    case_id: UUID
    work_item_id: UUID
    step: str
    step_en: str
    asker_id: UUID
    asker: str
    asked_id: UUID
    asked: str
    outcome: Outcome
    question: str
    answer: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class AskedRow:
    """A line of the worklist: an opinion that somebody waits for."""

    work_item_id: UUID
    number: str
    secrecy: str
    name: str
    name_en: str
    asker: str
    due_on: date | None
    asked_at: datetime


def consultations_of(uow: UnitOfWork, case_id: UUID) -> list[Consultation]:
    """Return every consultation of a case, the newest first; who may read them asks before."""
    return _read(uow, case_id, tables.consultation.c.case_id == case_id)


def consultations_on(uow: UnitOfWork, case_id: UUID, work_item_id: UUID) -> list[Consultation]:
    """Return those about one step, the newest first."""
    return _read(uow, case_id, tables.consultation.c.work_item_id == work_item_id)


def get_consultation(uow: UnitOfWork, consultation_id: UUID) -> Consultation:
    """Return one; NotFound where this office has none of this id."""
    table = tables.consultation
    case_id = uow.connection.scalar(
        select(table.c.case_id).where(
            table.c.office_id == uow.actor.office_id, table.c.id == consultation_id
        )
    )
    if case_id is None:
        raise NotFound
    return _read(uow, case_id, table.c.id == consultation_id)[0]


def asked_of(uow: UnitOfWork, standing: Standing) -> list[AskedRow]:
    """Return the opinions that others wait for from this person, the earliest due first."""
    table, item, case = tables.consultation, tables.work_item, tables.case
    rows = uow.connection.execute(
        select(
            table.c.work_item_id,
            table.c.asker_id,
            table.c.asked_at,
            item.c.name,
            item.c.name_en,
            item.c.due_on,
            case.c.number,
            case.c.secrecy,
        )
        .join(item, and_(item.c.office_id == table.c.office_id, item.c.id == table.c.work_item_id))
        .join(case, and_(case.c.office_id == table.c.office_id, case.c.id == table.c.case_id))
        .where(
            table.c.office_id == standing.office_id,
            table.c.asked_id == standing.person_id,
            table.c.ended_at.is_(None),
            item.c.ended_at.is_(None),
            is_about_others(standing.office_id, standing.person_id, table.c.case_id),
        )
        .order_by(item.c.due_on, table.c.asked_at)
        .limit(ASKED_SHOWN)
    ).all()
    names = person_names(uow, (row.asker_id for row in rows))
    return [
        AskedRow(
            work_item_id=row.work_item_id,
            number=row.number,
            secrecy=row.secrecy,
            name=row.name,
            name_en=row.name_en,
            asker=names.get(row.asker_id, ""),
            due_on=None if row.due_on == tables.NO_DUE_DATE else row.due_on,
            asked_at=row.asked_at,
        )
        for row in rows
    ]


def open_with(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID]) -> list[UUID]:
    """Return the open consultations of a case that wait for one of these people."""
    table = tables.consultation
    return list(
        uow.connection.scalars(
            select(table.c.id).where(
                table.c.office_id == uow.actor.office_id,
                table.c.case_id == case_id,
                table.c.asked_id.in_(set(people)),
                table.c.ended_at.is_(None),
            )
        )
    )


def _read(uow: UnitOfWork, case_id: UUID, which: Any) -> list[Consultation]:
    rows = uow.connection.execute(_selected(uow, which)).all()
    if not rows:
        return []
    names = person_names(uow, [p for row in rows for p in (row.asker_id, row.asked_id)])
    seqs = {seq for row in rows for seq in (row.asked_seq, row.ended_seq) if seq}
    events = get_events(uow, case_id, seqs)
    return [
        Consultation(
            id=row.id,
            case_id=row.case_id,
            work_item_id=row.work_item_id,
            step=row.name,
            step_en=row.name_en,
            asker_id=row.asker_id,
            asker=names.get(row.asker_id, ""),
            asked_id=row.asked_id,
            asked=names.get(row.asked_id, ""),
            outcome=_outcome(row),
            question=str(events[row.asked_seq].content["question"]),
            answer=str(events[row.ended_seq].content.get("answer", "")) if row.ended_seq else "",
            asked_at=row.asked_at,
            ended_at=row.ended_at or row.item_ended_at,
        )
        for row in rows
    ]


def _selected(uow: UnitOfWork, which: Any) -> Select[Any]:
    table, item = tables.consultation, tables.work_item
    return (
        select(table, item.c.name, item.c.name_en, item.c.ended_at.label("item_ended_at"))
        .join(item, and_(item.c.office_id == table.c.office_id, item.c.id == table.c.work_item_id))
        .where(table.c.office_id == uow.actor.office_id, which)
        .order_by(table.c.asked_seq.desc())
    )


def _outcome(row: Row[Any]) -> Outcome:
    if row.outcome == Outcome.OPEN and row.item_ended_at is not None:
        return Outcome.ENDED
    return Outcome(row.outcome)


def _asked(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.consultation,
        office_id=event.office_id,
        id=UUID(event.content["consultation"]),
        case_id=event.stream_id,
        work_item_id=UUID(event.content["work_item"]),
        asker_id=UUID(event.content["asker"]),
        asked_id=UUID(event.content["asked"]),
        outcome=Outcome.OPEN.value,
        asked_at=event.recorded_at,
        asked_seq=event.seq,
    )


def _ended(outcome: Outcome) -> Any:
    def fold(uow: UnitOfWork, event: Event) -> None:
        key = {"office_id": event.office_id, "id": UUID(event.content["consultation"])}
        update_rows(
            uow.connection,
            tables.consultation,
            key,
            outcome=outcome.value,
            ended_at=event.recorded_at,
            ended_seq=event.seq,
        )

    return fold


FOLDS = {
    EventKind.CONSULTATION_ASKED: _asked,
    EventKind.CONSULTATION_ANSWERED: _ended(Outcome.ANSWERED),
    EventKind.CONSULTATION_DECLINED: _ended(Outcome.DECLINED),
    EventKind.CONSULTATION_ENDED: _ended(Outcome.ENDED),
}
