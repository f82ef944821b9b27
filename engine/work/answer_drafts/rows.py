"""The rows of answer drafts: found, written, handed over, dropped. Who may is asked in keeping."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.forms import FormSchema
from engine.forms.typed import part_identities, typed_answers, with_identities
from engine.office.thai import clock_time
from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.rows import delete_rows
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_name

# Whose a draft is that was handed over: whoever holds the item next.
NOBODY = UUID(int=0)
# Longer than the longest step takes; nothing but a draft untouched for so long goes by itself.
SHELF_LIFE = timedelta(days=90)
MOST_BYTES = 512 * 1024
_TOO_LONG = Sentence(
    "ข้อความในแบบนี้ยาวเกินกว่าที่เก็บเป็นร่างได้ ให้แนบส่วนที่ยาวเป็นแฟ้ม",
    "There is more text in this form than a draft can hold; attach the long part as a file.",
)


@dataclass(frozen=True)
class Place:
    """What a draft is of: a work item, or the start form of a process (then there is no case)."""

    id: UUID
    case_id: UUID | None
    edition: str
    schema: FormSchema


@dataclass(frozen=True)
class Pen:
    """One opened form: which version it has seen, and how often it has written since.

    The turn grows with each writing of a window, so that one which arrives late or twice never
    takes the place of newer text.
    """

    window: UUID
    base: int = 0
    turn: int = 1


@dataclass(frozen=True)
class Draft:
    """What was typed, by whom and when; ``answers`` are left out of what logs may show."""

    owner_id: UUID
    typed_by: UUID
    edition: str
    version: int
    window: UUID
    turn: int
    writing_since: datetime
    saved_at: datetime
    # Something was typed into a sealed field; it does not go along when it is handed over.
    has_identities: bool
    answers: dict[str, Any] = field(repr=False)

    @property
    def is_handed(self) -> bool:
        return self.owner_id == NOBODY

    @property
    def expires_at(self) -> datetime:
        return self.saved_at + SHELF_LIFE


@dataclass(frozen=True)
class Drafts:
    """A person's own draft of a place, and one that was handed over with the item."""

    own: Draft | None = None
    handed: Draft | None = None

    @property
    def current(self) -> Draft | None:
        return self.own or self.handed


@dataclass(frozen=True)
class Kept:
    version: int
    saved_at: datetime


class DraftOvertaken(InvalidTransition):
    """Another window has written meanwhile; ``draft`` is its text, and nothing took its place."""

    def __init__(self, draft: Draft, who: Sentence) -> None:
        self.draft = draft
        at = clock_time(draft.saved_at)
        super().__init__(
            Sentence(
                f"{who.th}เก็บร่างของแบบนี้จากอีกหน้าต่าง เมื่อ {at.th}",
                f"{who.en} kept a draft of this form from another window at {at.en}.",
            )
        )


def find_drafts(uow: UnitOfWork, place: Place, person_id: UUID) -> Drafts:
    table = tables.answer_draft
    found = uow.connection.execute(
        select(table).where(_here(uow, place.id), table.c.person_id.in_((person_id, NOBODY)))
    ).all()
    drafts = {row.person_id: _opened(uow, place, row) for row in found}
    return Drafts(drafts.get(person_id), drafts.get(NOBODY))


def write_draft(
    uow: UnitOfWork, place: Place, person_id: UUID, answers: Mapping[str, Any], pen: Pen
) -> Kept:
    """Write what a person has typed; the same once more changes nothing.

    Raises
    ------
    DraftOvertaken
        Another window has written since the one that asks last looked.
    FormInvalid
        It is more than a draft may hold.
    """
    typed = typed_answers(place.schema, answers)
    found = find_drafts(uow, place, person_id)
    if found.current is not None and not _follows(pen, found.current):
        if found.current.answers == typed:
            return Kept(found.current.version, found.current.saved_at)
        raise overtaken(uow, found.current)
    row = _row(uow, place, typed, pen, found.current)
    if not (
        _replace(uow, place, found.own, row) if found.own else _add(uow, place, person_id, row)
    ):
        # Two windows of one person in the same instant.
        now = find_drafts(uow, place, person_id).current
        if now is None:
            raise InvalidTransition
        raise overtaken(uow, now)
    if found.own is None and found.handed is not None:
        drop_draft(uow, place.id, NOBODY)
    return Kept(row["version"], uow.now)


def check_is_seen(
    uow: UnitOfWork, place: Place, person_id: UUID, answers: Mapping[str, Any], pen: Pen
) -> None:
    """Refuse to finish a form over a draft that its window has not seen: DraftOvertaken."""
    current = find_drafts(uow, place, person_id).current
    if current is None or current.window == pen.window or current.version == pen.base:
        return
    if current.answers != typed_answers(place.schema, answers):
        raise overtaken(uow, current)


def hand_over(uow: UnitOfWork, place_id: UUID, person_id: UUID | None) -> None:
    """Leave a person's draft, without identities, to whoever holds the item next."""
    table = tables.answer_draft
    mine = (_here(uow, place_id), table.c.person_id == person_id)
    if not has_draft(uow, place_id, person_id):
        # What she was given herself and never touched lies there already.
        return
    drop_draft(uow, place_id, NOBODY)
    uow.connection.execute(update(table).where(*mine).values(person_id=NOBODY, identities=None))


def has_draft(uow: UnitOfWork, place_id: UUID, person_id: UUID | None) -> bool:
    table = tables.answer_draft
    found = uow.connection.scalar(
        select(table.c.version).where(_here(uow, place_id), table.c.person_id == person_id)
    )
    return found is not None


def drop_draft(uow: UnitOfWork, place_id: UUID, person_id: UUID) -> None:
    delete_rows(
        uow.connection,
        tables.answer_draft,
        office_id=uow.actor.office_id,
        place_id=place_id,
        person_id=person_id,
    )


def drop_drafts_of(uow: UnitOfWork, place_id: UUID) -> None:
    """Drop everybody's draft of an item that nobody fills in any more."""
    delete_rows(
        uow.connection, tables.answer_draft, office_id=uow.actor.office_id, place_id=place_id
    )


def forget_drafts(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID]) -> None:
    """Drop what these people have typed in a case, handed over or not (U2)."""
    table, gone = tables.answer_draft, set(people)
    uow.connection.execute(
        delete(table).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            or_(table.c.person_id.in_(gone), table.c.typed_by.in_(gone)),
        )
    )


def _here(uow: UnitOfWork, place_id: UUID) -> ColumnElement[bool]:
    table = tables.answer_draft
    return (table.c.office_id == uow.actor.office_id) & (table.c.place_id == place_id)


def _follows(pen: Pen, current: Draft) -> bool:
    if current.window == pen.window:
        return pen.turn > current.turn
    return pen.base == current.version


def overtaken(uow: UnitOfWork, draft: Draft) -> DraftOvertaken:
    """Say who has written meanwhile."""
    if draft.typed_by == uow.actor.person_id:
        return DraftOvertaken(draft, Sentence("ท่าน", "You"))
    name = person_name(uow, draft.typed_by)
    return DraftOvertaken(draft, Sentence(f"{name} ", name))


def _row(
    uow: UnitOfWork, place: Place, typed: Mapping[str, Any], pen: Pen, before: Draft | None
) -> dict[str, Any]:
    opened, apart = part_identities(place.schema, typed)
    content, identities = _bytes(opened), _bytes(apart)
    if len(content) + len(identities) > MOST_BYTES:
        raise FormInvalid({"": [_TOO_LONG]})
    goes_on = before is not None and before.window == pen.window
    author = uow.actor.person_id
    key = uow.data_key(place.case_id or uow.actor.office_id)
    return {
        "case_id": place.case_id,
        "typed_by": author,
        "edition": place.edition,
        "version": before.version + 1 if before else 1,
        "window_id": pen.window,
        "turn": pen.turn,
        "writing_since": before.writing_since if before and goes_on else uow.now,
        "saved_at": uow.now,
        "content": encrypt(key, content, *_aad(place.id, author, "content")),
        "identities": encrypt(key, identities, *_aad(place.id, author, "identities"))
        if apart
        else None,
    }


def _replace(uow: UnitOfWork, place: Place, before: Draft, row: Mapping[str, Any]) -> bool:
    table = tables.answer_draft
    done: CursorResult[Any] = uow.connection.execute(
        update(table)
        .where(
            _here(uow, place.id),
            table.c.person_id == before.owner_id,
            table.c.version == before.version,
        )
        .values(**row)
    )
    return done.rowcount == 1


def _add(uow: UnitOfWork, place: Place, person_id: UUID, row: Mapping[str, Any]) -> bool:
    dialect = uow.connection.dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    written = uow.connection.execute(
        upsert(tables.answer_draft)
        .values(office_id=uow.actor.office_id, place_id=place.id, person_id=person_id, **row)
        .on_conflict_do_nothing()
        .returning(tables.answer_draft.c.version)
    )
    return written.first() is not None


def _opened(uow: UnitOfWork, place: Place, row: Any) -> Draft:
    key = uow.data_key(row.case_id or uow.actor.office_id)
    answers = json.loads(decrypt(key, row.content, *_aad(place.id, row.typed_by, "content")))
    if row.identities is not None:
        sealed = decrypt(key, row.identities, *_aad(place.id, row.typed_by, "identities"))
        answers = with_identities(answers, json.loads(sealed))
    return Draft(
        owner_id=row.person_id,
        typed_by=row.typed_by,
        edition=row.edition,
        version=row.version,
        window=row.window_id,
        turn=row.turn,
        writing_since=row.writing_since,
        saved_at=row.saved_at,
        has_identities=row.identities is not None,
        answers=answers,
    )


def _aad(place_id: UUID, typed_by: UUID | None, part: str) -> tuple[str, ...]:
    return ("answer draft", str(place_id), str(typed_by), part)


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
