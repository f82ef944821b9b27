"""What people write into a case beside its steps: notes of contact and comments.

Their words are the content of their events and stand nowhere else; a row says where in
the history they are and who may read them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select

from engine.errors import NotFound
from engine.journal.events import Event, append, get_event, get_events
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import find_rows, insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork


class NoteKind(StrEnum):
    CONTACT = "contact"
    COMMENT = "comment"


class Audience(StrEnum):
    """Whom a note is for: who reads the whole case, or the redacted thread as well."""

    WHOLE = "whole"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class ContactNote:
    """A call, a visit, a letter. ``party_kind`` says with what kind of party, never with whom.

    ``corrects`` is an earlier note that this one says better; ``is_corrected``: a later one does.
    """

    id: UUID
    seq: int
    author_id: UUID | None
    recorded_at: datetime
    occurred_on: date
    audience: Audience
    party_kind: str
    way: str
    outcome: str
    text: str
    corrects: UUID | None
    is_corrected: bool


@dataclass(frozen=True)
class Comment:
    id: UUID
    seq: int
    author_id: UUID | None
    recorded_at: datetime
    audience: Audience
    text: str
    mentioned: tuple[UUID, ...]


def append_contact(
    uow: UnitOfWork, case_id: UUID, said: Mapping[str, Any], *, occurred_on: date
) -> UUID:
    """Note a contact in a case that the unit holds; ``said`` is the content but for the id."""
    note_id = uuid4()
    content = {"note": str(note_id), **said}
    append(uow, case_id, EventKind.CONTACT_NOTED, content, occurred_on=occurred_on)
    return note_id


def append_comment(
    uow: UnitOfWork, case_id: UUID, text: str, audience: Audience, mentioned: Sequence[UUID]
) -> UUID:
    note_id = uuid4()
    content = {
        "note": str(note_id),
        "text": text,
        "audience": audience.value,
        "mentioned": [str(person_id) for person_id in mentioned],
    }
    append(uow, case_id, EventKind.COMMENT_WRITTEN, content)
    return note_id


def contacts_of(
    uow: UnitOfWork,
    case_id: UUID,
    audiences: frozenset[Audience],
    *,
    before: int | None = None,
    limit: int = 20,
) -> list[ContactNote]:
    """Return the newest notes of contact for these audiences, the newest first.

    ``before`` is the ``seq`` of the last one that was shown.
    """
    rows = _rows(uow, case_id, NoteKind.CONTACT, audiences, before, limit)
    events = get_events(uow, case_id, [row.seq for row in rows])
    return [_contact(events[row.seq], row) for row in rows]


def comments_of(
    uow: UnitOfWork,
    case_id: UUID,
    audiences: frozenset[Audience],
    *,
    before: int | None = None,
    limit: int = 20,
) -> list[Comment]:
    """Return the newest comments for these audiences, the newest first."""
    rows = _rows(uow, case_id, NoteKind.COMMENT, audiences, before, limit)
    events = get_events(uow, case_id, [row.seq for row in rows])
    return [_comment(events[row.seq]) for row in rows]


def get_contact(
    uow: UnitOfWork, case_id: UUID, note_id: UUID, audiences: frozenset[Audience]
) -> ContactNote:
    """Return one note of contact.

    Raises
    ------
    NotFound
        There is none of this id for these audiences.
    """
    found = find_rows(
        uow.connection,
        tables.case_note,
        office_id=uow.actor.office_id,
        case_id=case_id,
        id=note_id,
        kind=NoteKind.CONTACT.value,
    )
    for row in found:
        if row.audience in audiences:
            return _contact(get_event(uow, case_id, row.seq), row)
    raise NotFound


def notes_of(
    uow: UnitOfWork, case_id: UUID, events: Sequence[Event]
) -> dict[int, ContactNote | Comment]:
    """Return the notes that are among these events, by ``seq``, as they stand today."""
    wanted = [e for e in events if e.kind in (EventKind.CONTACT_NOTED, EventKind.COMMENT_WRITTEN)]
    if not wanted:
        return {}
    table = tables.case_note
    rows = uow.connection.execute(
        select(table.c.seq, table.c.audience, table.c.corrected_by).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.seq.in_([event.seq for event in wanted]),
        )
    ).all()
    by_seq = {row.seq: row for row in rows}
    return {
        event.seq: _contact(event, by_seq[event.seq])
        if event.kind is EventKind.CONTACT_NOTED
        else _comment(event)
        for event in wanted
    }


def count_notes(
    uow: UnitOfWork, case_id: UUID, audiences: frozenset[Audience]
) -> dict[NoteKind, int]:
    wanted = {
        "office_id": uow.actor.office_id,
        "case_id": case_id,
        "audiences": [one.value for one in audiences],
    }
    rows = uow.connection.execute(_COUNTED, wanted).all()
    counted = {NoteKind(kind): count for kind, count in rows}
    return {kind: counted.get(kind, 0) for kind in NoteKind}


_COUNTED = (
    select(tables.case_note.c.kind, func.count())
    .where(
        tables.case_note.c.office_id == bindparam("office_id"),
        tables.case_note.c.case_id == bindparam("case_id"),
        tables.case_note.c.audience.in_(bindparam("audiences", expanding=True)),
    )
    .group_by(tables.case_note.c.kind)
)


def _contact(event: Event, row: Any) -> ContactNote:
    content = event.content
    return ContactNote(
        id=UUID(content["note"]),
        seq=event.seq,
        author_id=event.actor_id,
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        audience=Audience(row.audience),
        party_kind=content["party_kind"],
        way=content["way"],
        outcome=content["outcome"],
        text=content["text"],
        corrects=UUID(content["corrects"]) if content["corrects"] else None,
        is_corrected=row.corrected_by is not None,
    )


def _comment(event: Event) -> Comment:
    content = event.content
    return Comment(
        id=UUID(content["note"]),
        seq=event.seq,
        author_id=event.actor_id,
        recorded_at=event.recorded_at,
        audience=Audience(content["audience"]),
        text=content["text"],
        mentioned=tuple(UUID(person_id) for person_id in content["mentioned"]),
    )


def _rows(
    uow: UnitOfWork,
    case_id: UUID,
    kind: NoteKind,
    audiences: frozenset[Audience],
    before: int | None,
    limit: int,
) -> list[Any]:
    wanted = {
        "office_id": uow.actor.office_id,
        "case_id": case_id,
        "kind": kind.value,
        "audiences": [one.value for one in audiences],
        "most": limit,
    }
    if before is not None:
        wanted["before"] = before
    return list(uow.connection.execute(_BEFORE if "before" in wanted else _NEWEST, wanted).all())


_NEWEST = (
    select(tables.case_note.c.seq, tables.case_note.c.audience, tables.case_note.c.corrected_by)
    .where(
        tables.case_note.c.office_id == bindparam("office_id"),
        tables.case_note.c.case_id == bindparam("case_id"),
        tables.case_note.c.kind == bindparam("kind"),
        tables.case_note.c.audience.in_(bindparam("audiences", expanding=True)),
    )
    .order_by(tables.case_note.c.seq.desc())
    .limit(bindparam("most"))
)
_BEFORE = _NEWEST.where(tables.case_note.c.seq < bindparam("before"))


def _noted(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    _insert(uow, event, NoteKind.CONTACT)
    if content["corrects"]:
        corrected = UUID(content["corrects"])
        _set(uow, event, corrected, corrected_by=UUID(content["note"]))
        if content["audience"] == Audience.WHOLE:
            _narrow(uow, event, corrected)


def _narrow(uow: UnitOfWork, event: Event, note_id: UUID) -> None:
    """Take a note back from the redacted thread, with all that it corrected in its turn.

    What tells who complains may have been written for everybody by mistake.
    """
    table = tables.case_note
    narrowed: UUID | None = note_id
    while narrowed is not None:
        _set(uow, event, narrowed, audience=Audience.WHOLE.value)
        narrowed = uow.connection.scalar(
            select(table.c.id).where(
                table.c.office_id == event.office_id,
                table.c.case_id == event.stream_id,
                table.c.corrected_by == narrowed,
            )
        )


def _commented(uow: UnitOfWork, event: Event) -> None:
    _insert(uow, event, NoteKind.COMMENT)


def _insert(uow: UnitOfWork, event: Event, kind: NoteKind) -> None:
    insert_row(
        uow.connection,
        tables.case_note,
        office_id=event.office_id,
        case_id=event.stream_id,
        seq=event.seq,
        id=UUID(event.content["note"]),
        kind=kind.value,
        audience=event.content["audience"],
        party_kind=event.content.get("party_kind"),
    )


def _set(uow: UnitOfWork, event: Event, note_id: UUID, **columns: Any) -> None:
    key = {"office_id": event.office_id, "case_id": event.stream_id, "id": note_id}
    update_rows(uow.connection, tables.case_note, key, **columns)


FOLDS = {EventKind.CONTACT_NOTED: _noted, EventKind.COMMENT_WRITTEN: _commented}
