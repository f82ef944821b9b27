"""The register row of a case: its clear columns, and how events change them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.cases.numbers import void_number
from engine.errors import NotFound
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.profile_tables import RespondentKind
from engine.store import tables
from engine.store.rows import find_row, insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork

OPEN, ARCHIVED, DESTROYED = "open", "archived", "destroyed"
# Its number was given by mistake: no case any more, and never one of a figure.
VOIDED = "voided"
# A complainant asked to withdraw; the head's answer is ``continues`` or ``to_conclude``.
ASKED, CONTINUES, TO_CONCLUDE = "asked", "continues", "to_conclude"
# Secrecy classes of the registry regulations; every class but the first restricts who may read.
ORDINARY = "ordinary"

# What a form field may write through ``properties.case``.
DESCRIBED_COLUMNS = frozenset(
    {
        "category",
        "secrecy",
        "subject",
        "place",
        "behaviour",
        "withdrawal",
        "result",
        "kind",
        "channel",
        "received_on",
        "decided_on",
        "closed_on",
        "period_from",
        "period_to",
    }
)
DATE_COLUMNS = frozenset({"received_on", "decided_on", "closed_on", "period_from", "period_to"})


@dataclass(frozen=True)
class Case:
    """A case as its register row has it. Nothing here names a complainant."""

    office_id: UUID
    id: UUID
    number: str
    # The book that numbered it, the year of that, and the place in it.
    series: str
    year: int
    ordinal: int
    kind: str
    channel: str
    category: str | None
    secrecy: str
    subject: str | None
    place: str | None
    behaviour: str | None
    is_anonymous: bool
    respondent_kind: str
    received_on: date
    lodged_at: datetime
    lodged_by: UUID | None
    process_id: str
    status: str
    result: str | None
    decided_on: date | None
    closed_on: date | None
    merged_into: UUID | None
    suspended_for: str | None
    suspended_on: date | None
    withdrawal: str | None
    tags: str
    registry_number: str | None
    is_from_book: bool
    # What stood beside it in the paper book.
    book_remark: str | None
    # Of office business: the span that it reports on, both days included.
    period_from: date | None
    period_to: date | None
    changed_at: datetime

    @property
    def tag_keys(self) -> tuple[str, ...]:
        return tuple(self.tags.split())

    @property
    def is_secret(self) -> bool:
        return self.secrecy != ORDINARY

    @property
    def is_suspended(self) -> bool:
        return self.suspended_for is not None

    @property
    def is_destroyed(self) -> bool:
        return self.status == DESTROYED

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @property
    def is_voided(self) -> bool:
        return self.status == VOIDED


def get_case(uow: UnitOfWork, case_id: UUID) -> Case:
    """Return the case of the actor's office.

    Raises
    ------
    NotFound
        There is no such case in this office.
    """
    row = find_row(uow.connection, tables.case, office_id=uow.actor.office_id, id=case_id)
    if row is None:
        raise NotFound
    return Case(**row._mapping)  # noqa: SLF001 (SQLAlchemy's public name for a row as a mapping)


def lodged_case(event: Event) -> Case:
    """Return the case as ``case_lodged`` opens it."""
    content = event.content
    return Case(
        office_id=event.office_id,
        id=event.stream_id,
        number=content["number"],
        series=content["series"],
        year=content["year"],
        ordinal=content["ordinal"],
        kind=content["kind"],
        channel=content["channel"],
        category=content["category"],
        secrecy=content["secrecy"],
        subject=content["subject"],
        place=content["place"],
        behaviour=None,
        is_anonymous=content["is_anonymous"],
        respondent_kind=content["respondent_kind"],
        received_on=date.fromisoformat(content["received_on"]),
        lodged_at=event.recorded_at,
        lodged_by=event.actor_id,
        process_id=content["process_id"],
        status=OPEN,
        result=None,
        decided_on=None,
        closed_on=None,
        merged_into=None,
        suspended_for=None,
        suspended_on=None,
        withdrawal=None,
        tags="",
        registry_number=None,
        is_from_book=False,
        book_remark=None,
        period_from=_day(content["period_from"]),
        period_to=_day(content["period_to"]),
        changed_at=event.recorded_at,
    )


def described_columns(event: Event) -> dict[str, Any]:
    """Return the columns that ``case_described`` sets."""
    return {name: _typed(name, value) for name, value in event.content.items()}


def imported_columns(event: Event) -> dict[str, Any]:
    """Return the columns that ``case_imported`` sets: of one that was filed on paper its end."""
    content = event.content
    columns: dict[str, Any] = {"is_from_book": True, "book_remark": content["remark"] or None}
    if content["filed_on"] is None:
        return columns
    return columns | {
        "status": ARCHIVED,
        "result": content["result"],
        "decided_on": _day(content["result_on"]),
        "closed_on": _day(content["filed_on"]),
    }


def tags_after(tags: str, event: Event) -> str:
    """Return the tags of a case that had ``tags`` before ``case_tagged``."""
    kept = set(tags.split()) - set(event.content["removed"])
    return " ".join(sorted(kept | set(event.content["added"])))


def _lodged(uow: UnitOfWork, event: Event) -> None:
    insert_row(uow.connection, tables.case, **vars(lodged_case(event)))


def _described(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, described_columns(event))


def _imported(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, imported_columns(event))


def _merged(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, {"merged_into": UUID(event.content["into"]), "result": "merged"})


def _archived(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, {"status": ARCHIVED, "closed_on": event.occurred_on})


def _destroyed(uow: UnitOfWork, event: Event) -> None:
    """Leave the line of the register and take its words, and whatever points at a person."""
    _set(
        uow,
        event,
        {
            "status": DESTROYED,
            "subject": None,
            "place": None,
            "behaviour": None,
            "respondent_kind": RespondentKind.UNKNOWN.value,
            "withdrawal": None,
            "tags": "",
            "registry_number": None,
        },
    )


def _voided(uow: UnitOfWork, event: Event) -> None:
    row = find_row(uow.connection, tables.case, office_id=event.office_id, id=event.stream_id)
    if row is not None:
        void_number(uow, row.number, event.content["reason"])
    _set(uow, event, {"status": VOIDED})


def _transferred(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, {"process_id": event.content["process_id"]})


def _withdrawal_asked(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, {"withdrawal": ASKED})


def _suspended(uow: UnitOfWork, event: Event) -> None:
    body = event.content["outside_body"]
    _set(uow, event, {"suspended_for": body, "suspended_on": event.occurred_on})


def _resumed(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, {"suspended_for": None, "suspended_on": None})


def _tagged(uow: UnitOfWork, event: Event) -> None:
    row = find_row(uow.connection, tables.case, office_id=event.office_id, id=event.stream_id)
    _set(uow, event, {"tags": tags_after(row.tags if row else "", event)})


def _numbered(uow: UnitOfWork, event: Event) -> None:
    _set(uow, event, {"registry_number": event.content["number"]})


def _set(uow: UnitOfWork, event: Event, columns: dict[str, Any]) -> None:
    key = {"office_id": event.office_id, "id": event.stream_id}
    update_rows(uow.connection, tables.case, key, changed_at=event.recorded_at, **columns)


def _typed(column: str, value: Any) -> Any:
    return _day(value) if column in DATE_COLUMNS else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


FOLDS = {
    EventKind.CASE_LODGED: _lodged,
    EventKind.CASE_DESCRIBED: _described,
    EventKind.CASE_IMPORTED: _imported,
    EventKind.CASE_MERGED: _merged,
    EventKind.CASE_TAGGED: _tagged,
    EventKind.REGISTRY_NUMBER_NOTED: _numbered,
    EventKind.WITHDRAWAL_ASKED: _withdrawal_asked,
    EventKind.CASE_SUSPENDED: _suspended,
    EventKind.CASE_RESUMED: _resumed,
    EventKind.CASE_ARCHIVED: _archived,
    EventKind.CASE_DESTROYED: _destroyed,
    EventKind.CASE_VOIDED: _voided,
    EventKind.CASE_TRANSFERRED: _transferred,
}
