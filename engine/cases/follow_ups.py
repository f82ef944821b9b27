"""What must be looked at again on a day (งานที่ต้องติดตาม): proceedings, answers, improvements.

A case is filed long before a disciplinary committee ends, so a follow-up outlives the process.
Its words are content of its events; a row says when to look next and whose it is.
"""

from collections.abc import Iterable, Sequence
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
from engine.store.rows import find_row, insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork

_TITLES = {
    "discipline": Sentence("วินัย", "Discipline"),
    "tort": Sentence("ความรับผิดทางละเมิด", "Liability in tort"),
    "crime": Sentence("อาญา", "Crime"),
    "outside_answer": Sentence("คำตอบหน่วยงานภายนอก", "Answer of an outside body"),
    "source_report": Sentence("รายงานหน่วยงานที่ส่งเรื่อง", "Report to the agency that sent it"),
    "improvement": Sentence("การปรับปรุงงาน", "Improvement"),
    "other": Sentence("อื่น ๆ", "Other"),
}


class FollowUpKind(StrEnum):
    """The first three are the proceedings that a founded complaint leads to (seed 003, ๖)."""

    DISCIPLINE = "discipline"
    TORT = "tort"
    CRIME = "crime"
    OUTSIDE_ANSWER = "outside_answer"
    SOURCE_REPORT = "source_report"
    IMPROVEMENT = "improvement"
    OTHER = "other"

    @property
    def sentence(self) -> Sentence:
        return _TITLES[self]


@dataclass(frozen=True)
class FollowUp:
    """``due_on`` is the day on which to look next; ``told`` says how it stood the last time.

    Nobody as ``holder_id``: whoever of the officers reads the case. ``party_id`` is the agency
    that waits for a report.
    """

    id: UUID
    case_id: UUID
    kind: FollowUpKind
    text: str
    told: str
    told_on: date
    due_on: date
    holder_id: UUID | None
    ended_on: date | None
    party_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


def append_follow_up(
    uow: UnitOfWork,
    case_id: UUID,
    kind: FollowUpKind,
    text: str,
    due_on: date,
    holder_id: UUID | None,
    *,
    party_id: UUID | None = None,
    occurred_on: date | None = None,
) -> UUID:
    """Open a follow-up in a case that the unit holds."""
    follow_up_id = uuid4()
    content = {
        "follow_up": str(follow_up_id),
        "kind": kind.value,
        "text": text,
        "due_on": due_on,
        "holder": str(holder_id) if holder_id else None,
        "party": str(party_id) if party_id else None,
    }
    append(uow, case_id, EventKind.FOLLOW_UP_OPENED, content, occurred_on=occurred_on)
    return follow_up_id


def follow_ups_of(uow: UnitOfWork, case_id: UUID) -> list[FollowUp]:
    """Return the follow-ups of a case: the open ones first, by the day on which to look."""
    table = tables.follow_up
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id == case_id)
        .order_by(table.c.ended_on.is_not(None), table.c.due_on, table.c.opened_seq)
    ).all()
    return _with_words(uow, case_id, rows)


def get_follow_up(uow: UnitOfWork, case_id: UUID, follow_up_id: UUID) -> FollowUp:
    """Return one follow-up of a case.

    Raises
    ------
    NotFound
        The case has none of this id.
    """
    row = find_row(
        uow.connection,
        tables.follow_up,
        office_id=uow.actor.office_id,
        id=follow_up_id,
        case_id=case_id,
    )
    if row is None:
        raise NotFound
    return _with_words(uow, case_id, [row])[0]


def hand_over_all(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID]) -> None:
    """Take the follow-ups of a case from people who may no longer know of it."""
    table = tables.follow_up
    held = uow.connection.scalars(
        select(table.c.id).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.ended_on.is_(None),
            table.c.holder_id.in_(sorted(people)),
        )
    ).all()
    for follow_up_id in held:
        content = {"follow_up": str(follow_up_id), "holder": None}
        append(uow, case_id, EventKind.FOLLOW_UP_HANDED, content)


def _with_words(uow: UnitOfWork, case_id: UUID, rows: Sequence[Any]) -> list[FollowUp]:
    events = get_events(
        uow, case_id, {seq for row in rows for seq in (row.opened_seq, row.told_seq)}
    )
    return [
        FollowUp(
            id=row.id,
            case_id=case_id,
            kind=FollowUpKind(row.kind),
            text=events[row.opened_seq].content["text"],
            told=events[row.told_seq].content["text"],
            told_on=events[row.told_seq].occurred_on,
            due_on=row.due_on,
            holder_id=row.holder_id,
            ended_on=row.ended_on,
            party_id=row.party_id,
        )
        for row in rows
    ]


def _opened(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    insert_row(
        uow.connection,
        tables.follow_up,
        office_id=event.office_id,
        id=UUID(content["follow_up"]),
        case_id=event.stream_id,
        kind=content["kind"],
        due_on=date.fromisoformat(content["due_on"]),
        holder_id=_holder(event),
        party_id=UUID(content["party"]) if content["party"] else None,
        opened_seq=event.seq,
        told_seq=event.seq,
    )


def _reported(uow: UnitOfWork, event: Event) -> None:
    due_on = date.fromisoformat(event.content["due_on"])
    _set(uow, event, told_seq=event.seq, due_on=due_on)


def _handed(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, holder_id=_holder(event))


def _ended(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, told_seq=event.seq, ended_on=event.occurred_on)


def _holder(event: Event) -> UUID | None:
    holder = event.content["holder"]
    return UUID(holder) if holder else None


def _set(uow: UnitOfWork, event: Event, **columns: Any) -> None:
    key = {"office_id": event.office_id, "id": UUID(event.content["follow_up"])}
    update_rows(uow.connection, tables.follow_up, key, **columns)


FOLDS = {
    EventKind.FOLLOW_UP_OPENED: _opened,
    EventKind.FOLLOW_UP_REPORTED: _reported,
    EventKind.FOLLOW_UP_HANDED: _handed,
    EventKind.FOLLOW_UP_ENDED: _ended,
}
