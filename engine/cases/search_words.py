"""What of a case may be searched: its numbers, subject and place, in one spelling.

Thai and Arabic digits are one, so are capitals and small letters, and two ways to type
แ and ำ. Nothing else of a case is ever indexed.
"""

import unicodedata
from datetime import date
from uuid import UUID

from sqlalchemy import select

from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.thai import arabic_digits
from engine.store import tables
from engine.store.rows import insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork

_SEARCHED = frozenset({"subject", "place", "received_on"})
_ID_BITS = 43
_TYPED_APART = (("เเ", "แ"), ("ํา", "ำ"))


def one_spelling(text: str) -> str:
    """Return a text as it is indexed and looked for."""
    spelt = unicodedata.normalize("NFC", arabic_digits(text)).casefold()
    for apart, whole in _TYPED_APART:
        spelt = spelt.replace(apart, whole)
    return " ".join(spelt.split())


def place_of(case_id: UUID, received_on: date) -> int:
    """Return where the case stands among all: by day, then by bits of its id."""
    return received_on.toordinal() << _ID_BITS | case_id.int & ((1 << _ID_BITS) - 1)


def searched_words(
    number: str, subject: str | None, place: str | None, registry_number: str | None = None
) -> str:
    # A line break parts them: nobody types one into a search.
    told = (number, subject or "", place or "", registry_number or "")
    return "\n".join(one_spelling(text) for text in told).rstrip("\n")


def _lodged(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    insert_row(
        uow.connection,
        tables.case_search,
        place=place_of(event.stream_id, date.fromisoformat(content["received_on"])),
        office_id=event.office_id,
        case_id=event.stream_id,
        words=searched_words(content["number"], content["subject"], content["place"]),
    )


def _described(uow: UnitOfWork, event: Event) -> None:
    if not _SEARCHED.isdisjoint(event.content):
        _write(uow, event)


def _write(uow: UnitOfWork, event: Event) -> None:
    register = tables.case
    row = uow.connection.execute(
        select(
            register.c.number,
            register.c.subject,
            register.c.place,
            register.c.registry_number,
            register.c.received_on,
        ).where(register.c.office_id == event.office_id, register.c.id == event.stream_id)
    ).one()
    update_rows(
        uow.connection,
        tables.case_search,
        {"office_id": event.office_id, "case_id": event.stream_id},
        place=place_of(event.stream_id, row.received_on),
        words=searched_words(row.number, row.subject, row.place, row.registry_number),
    )


FOLDS = {
    EventKind.CASE_LODGED: _lodged,
    EventKind.CASE_DESCRIBED: _described,
    EventKind.REGISTRY_NUMBER_NOTED: _write,
    EventKind.CASE_DESTROYED: _write,
}
