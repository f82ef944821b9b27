"""Search of the register: number, subject and place of the cases that somebody may know.

A part of a word is enough; every part that is typed must be there. The newest come first.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, column, func, or_, select, table

from engine.access.membership import Standing
from engine.access.permissions import reads_every_case, reads_own_cases
from engine.access.visibility import is_about_neither, is_member
from engine.cases.register import ORDINARY
from engine.cases.search_words import one_spelling
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.narrowing import has_tag

PAGE = 50
# Whoever puts them in another order than the newest first has to hold all of them.
MOST_FOUND = 5_000
# What an index of pieces of three characters can find; row by row it would take a second.
_PIECE = 3
_LONGEST = 200
# SQLite's index (engine/store/migrations/word_index.py).
_WORDS = table("case_words", column("rowid"), column("case_words"))


@dataclass(frozen=True)
class Sought:
    """What is looked for; what is None or "" narrows nothing."""

    text: str = ""
    kind: str = ""
    channel: str = ""
    category: str = ""
    tag: str = ""
    status: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class FoundCase:
    """A line of the result: clear columns of the register. ``place`` is where it stands.

    Units and committees are told no kind, channel, category, tag or result, and narrow by none.
    """

    id: UUID
    number: str
    subject: str | None
    secrecy: str
    kind: str | None
    channel: str
    category: str | None
    status: str
    result: str | None
    received_on: date
    place: int
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A page of the result; ``before`` is what asks for the next, None on the last."""

    cases: list[FoundCase]
    before: int | None


def search(
    uow: UnitOfWork, standing: Standing, sought: Sought, *, before: int | None = None
) -> Found:
    """Return the newest cases with these words; ``before`` goes on behind a page.

    Raises
    ------
    NotFound
        Nothing of a case ever waits for her roles, so that there is nothing to look for.
    InvalidTransition
        The text is too short to look for.
    """
    if not standing.queues:
        raise NotFound
    parts = _long_enough(sought.text)
    whole = reads_own_cases(standing)
    if not whole:
        sought = replace(sought, kind="", channel="", category="", tag="")
    query, place = _matching(parts, is_sqlite=uow.connection.dialect.name == "sqlite")
    register, words = tables.case, tables.case_search
    query = query.where(words.c.office_id == standing.office_id, *_asked(sought))
    query = query.where(readable(standing, register))
    if before is not None:
        query = query.where(place < before)
    rows = uow.connection.execute(query.order_by(place.desc()).limit(PAGE + 1)).all()
    cases = [_found_case(row, whole=whole) for row in rows[:PAGE]]
    return Found(cases, cases[-1].place if len(rows) > PAGE else None)


def cases_with(uow: UnitOfWork, standing: Standing, text: str) -> list[UUID]:
    """Return the ids of all cases with these words that the person may read.

    Raises
    ------
    InvalidTransition
        The text is too short to look for, or found in more cases than can be put in order.
    """
    words, is_sqlite = tables.case_search, uow.connection.dialect.name == "sqlite"
    query, place = _matching(_long_enough(text), is_sqlite=is_sqlite)
    query = query.where(
        words.c.office_id == standing.office_id, readable(standing, tables.case)
    ).order_by(place.desc())
    found = [row.id for row in uow.connection.execute(query.limit(MOST_FOUND + 1))]
    if len(found) > MOST_FOUND:
        raise InvalidTransition(_TOO_MANY)
    return found


def _long_enough(text: str) -> list[str]:
    parts = one_spelling(text[:_LONGEST]).split()
    if not parts or max(map(len, parts)) < _PIECE:
        raise InvalidTransition(_TOO_SHORT)
    return parts


def _found_case(row: Any, *, whole: bool) -> FoundCase:
    return FoundCase(
        id=row.id,
        number=row.number,
        subject=row.subject,
        secrecy=row.secrecy,
        kind=row.kind if whole else None,
        channel=row.channel if whole else "",
        category=row.category if whole else None,
        status=row.status,
        result=row.result if whole else None,
        received_on=row.received_on,
        place=row.place,
        tags=tuple(row.tags.split()) if whole else (),
    )


def readable(standing: Standing, register: Any) -> ColumnElement[bool]:
    """Return ``permissions.reading`` as a condition on cases, for whoever works on them."""
    about_others = is_about_neither(standing, register.c.id)
    if reads_every_case(standing):
        return about_others
    came_to_her = or_(
        is_member(standing.office_id, standing.person_id, register.c.id),
        register.c.id.in_(sorted(standing.committees)),
    )
    if reads_own_cases(standing):
        came_to_her = or_(register.c.secrecy == ORDINARY, came_to_her)
    return and_(about_others, came_to_her)


def _matching(parts: list[str], *, is_sqlite: bool) -> tuple[Select[Any], ColumnElement[int]]:
    """Select what holds all parts; the column by which the index gives it in order."""
    register, words = tables.case, tables.case_search
    query = select(
        register.c.id,
        register.c.number,
        register.c.subject,
        register.c.secrecy,
        register.c.kind,
        register.c.channel,
        register.c.category,
        register.c.status,
        register.c.result,
        register.c.received_on,
        register.c.tags,
        words.c.place,
    ).join(
        words,
        and_(words.c.office_id == register.c.office_id, words.c.case_id == register.c.id),
    )
    place: ColumnElement[int] = words.c.place
    indexed = [part for part in parts if len(part) >= _PIECE]
    if indexed and is_sqlite:
        phrases = " ".join('"' + part.replace('"', '""') + '"' for part in indexed)
        match = _WORDS.c.case_words.op("MATCH")(bindparam("phrases", phrases))
        query = query.join(_WORDS, _WORDS.c.rowid == words.c.place).where(match)
        place = _WORDS.c.rowid
    for part in parts:
        if len(part) >= _PIECE and not is_sqlite:
            pieces = func.case_pieces(part)
            query = query.where(func.case_pieces(words.c.words).op("@>")(pieces))
        query = query.where(words.c.words.contains(part, autoescape=True))
    return query, place


def _asked(sought: Sought) -> list[ColumnElement[bool]]:
    register = tables.case
    asked = [
        register.c[name] == value
        for name in ("kind", "channel", "category", "status")
        if (value := getattr(sought, name))
    ]
    if sought.tag:
        asked.append(has_tag(sought.tag))
    if sought.from_on is not None:
        asked.append(register.c.received_on >= sought.from_on)
    if sought.to_on is not None:
        asked.append(register.c.received_on <= sought.to_on)
    return asked


_TOO_SHORT = Sentence(
    "พิมพ์อย่างน้อย 3 ตัวอักษรติดกัน จากเลขรับ ชื่อเรื่อง หรือสถานที่",
    "Type at least three characters in a row, of a number, a subject or a place.",
)
_TOO_MANY = Sentence(
    f"คำนี้พบในเรื่องเกิน {MOST_FOUND:,} เรื่อง พิมพ์คำที่เจาะจงกว่านี้",
    f"More than {MOST_FOUND:,} cases have these words; type more of them.",
)
