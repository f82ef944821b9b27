"""The people and agencies of a case, and who of the office is thereby excluded from it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from engine.journal.canonical import canonical_bytes
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.office.person_names import normalise_person_name
from engine.sealing.blind_index import blind_index
from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.rows import find_rows, find_rows_in_order, insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.store.words import hold_word

# Wishes that forbid to write or call, whatever address was given.
_NEVER_CONTACT = frozenset({"none", "code_only"})


class PartyKind(StrEnum):
    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    WITNESS = "witness"
    SOURCE_AGENCY = "source_agency"


@dataclass(frozen=True)
class Party:
    """One party of a case.

    ``details`` is what may be read with the case and is no sealed identity: a
    respondent's name, position and unit; an agency's name, letter and dates.
    """

    id: UUID
    kind: PartyKind
    ordinal: int
    channel: str | None = None
    received_on: date | None = None
    is_contactable: bool = False
    contact_wish: str | None = None
    has_receipt: bool = False
    person_id: UUID | None = None
    unit: str | None = None
    due_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def join_party(uow: UnitOfWork, case_id: UUID, party: Party) -> None:
    """Add a party to a case that the unit holds; a respondent of the office is excluded at once."""
    respondent = party.kind is PartyKind.RESPONDENT
    index = name_index(uow, party.details.get("name", "")) if respondent else None
    append(
        uow,
        case_id,
        EventKind.PARTY_JOINED,
        {
            "party": str(party.id),
            "kind": party.kind,
            "ordinal": party.ordinal,
            "channel": party.channel,
            "received_on": party.received_on,
            "is_contactable": party.is_contactable,
            "contact_wish": party.contact_wish,
            "has_receipt": party.has_receipt,
            "person": str(party.person_id) if party.person_id else None,
            "name_index": index.hex() if index else None,
            "unit": party.unit,
            "due_on": party.due_on,
            "details": dict(party.details),
        },
        occurred_on=party.received_on,
    )
    if respondent:
        exclude(uow, case_id, _matched_people(uow, party.person_id, index))


def name_index(uow: UnitOfWork, name: str) -> bytes | None:
    """Return the blind index by which a respondent's name and a person's are compared."""
    normalised = normalise_person_name(name)
    return blind_index(uow.vault.name_key, "person.name", normalised) if normalised else None


def _matched_people(uow: UnitOfWork, known: UUID | None, index: bytes | None) -> set[UUID]:
    people = {known} if known else set()
    if index:
        hold_name(uow, index, shared=True)
        person = tables.person
        people.update(
            uow.connection.scalars(select(person.c.id).where(person.c.name_index == index))
        )
    return people


def hold_name(uow: UnitOfWork, index: bytes, *, shared: bool) -> None:
    """Let nobody of this name be given a role while a complaint about that name comes in.

    Who lodges holds the name ``shared``, who lets the person in holds it alone: of two
    at one instant the later one sees what the earlier one wrote, and she is excluded.
    """
    hold_word(uow.connection, f"person {index.hex()}", shared=shared)


def exclude(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID]) -> None:
    """Take the case out of the sight of these people, now and in any post they move to."""
    for person_id in sorted(set(people) - excluded_people(uow, case_id)):
        append(uow, case_id, EventKind.RESPONDENT_EXCLUDED, {"person": str(person_id)})


def excluded_people(uow: UnitOfWork, case_id: UUID) -> frozenset[UUID]:
    """Return the people of the directory about whom the case is."""
    office_id = uow.actor.office_id

    def read() -> frozenset[UUID]:
        found = find_rows(
            uow.connection, tables.case_exclusion, office_id=office_id, case_id=case_id
        )
        return frozenset(row.person_id for row in found)

    return uow.remember(("excluded", case_id), read)


def cases_against(uow: UnitOfWork, index: bytes) -> frozenset[UUID]:
    """Return the cases whose respondent has this name: for who joins the office later."""
    table = tables.case_party
    return frozenset(
        uow.connection.scalars(
            select(table.c.case_id).where(
                table.c.office_id == uow.actor.office_id, table.c.name_index == index
            )
        )
    )


def parties_of(uow: UnitOfWork, case_id: UUID) -> tuple[Party, ...]:
    """Return the parties with their details, in the order in which they joined."""
    return uow.remember(("parties", case_id), lambda: _read_parties(uow, case_id))


def complainants_of(uow: UnitOfWork, case_id: UUID) -> list[Party]:
    return [one for one in parties_of(uow, case_id) if one.kind is PartyKind.COMPLAINANT]


def _read_parties(uow: UnitOfWork, case_id: UUID) -> tuple[Party, ...]:
    rows = find_rows_in_order(
        uow.connection,
        tables.case_party,
        ("joined_seq", "ordinal"),
        office_id=uow.actor.office_id,
        case_id=case_id,
    )
    data_key = uow.data_key(case_id)
    return tuple(
        Party(
            id=row.id,
            kind=PartyKind(row.kind),
            ordinal=row.ordinal,
            channel=row.channel,
            received_on=row.received_on,
            is_contactable=row.is_contactable,
            contact_wish=row.contact_wish,
            has_receipt=row.has_receipt,
            person_id=row.person_id,
            unit=row.unit,
            due_on=row.due_on,
            details=json.loads(decrypt(data_key, row.details, "party", str(case_id), str(row.id))),
        )
        for row in rows
    )


def is_reachable(kind: PartyKind, identity: Mapping[str, str], contact_wish: str | None) -> bool:
    """Tell whether the office may write to or call a party: what she wishes comes first (U34)."""
    if kind in (PartyKind.SOURCE_AGENCY, PartyKind.RESPONDENT):
        return True
    known = {"address", "phone", "email"} & identity.keys()
    return bool(known) and contact_wish not in _NEVER_CONTACT


def notice_parties(parties: Iterable[Party], *, with_respondents: bool) -> list[dict[str, Any]]:
    """Return who must be told, as the expressions of a process read it: id and contactable.

    A complainant who cannot be reached and holds no receipt code cannot be told at all.
    """
    told = {PartyKind.COMPLAINANT, PartyKind.SOURCE_AGENCY}
    if with_respondents:
        told.add(PartyKind.RESPONDENT)
    return [
        {"id": str(party.id), "contactable": party.is_contactable}
        for party in parties
        if party.kind in told and (party.is_contactable or party.has_receipt)
    ]


def joined_party(event: Event) -> Party:
    """Return the party whom ``party_joined`` adds."""
    content = event.content
    return Party(
        id=UUID(content["party"]),
        kind=PartyKind(content["kind"]),
        ordinal=content["ordinal"],
        channel=content["channel"],
        received_on=_day(content["received_on"]),
        is_contactable=content["is_contactable"],
        contact_wish=content["contact_wish"],
        has_receipt=content["has_receipt"],
        person_id=UUID(content["person"]) if content["person"] else None,
        unit=content["unit"],
        due_on=_day(content["due_on"]),
        details=content["details"],
    )


def corrected_columns(event: Event) -> dict[str, Any]:
    """Return what ``party_corrected`` sets."""
    said = event.content
    columns = {name: said[name] for name in ("is_contactable", "has_receipt") if name in said}
    return {**columns, "due_on": _day(said["due_on"])} if "due_on" in said else columns


def _joined(uow: UnitOfWork, event: Event) -> None:
    party = joined_party(event)
    index = event.content["name_index"]
    details = encrypt(
        uow.data_key(event.stream_id),
        canonical_bytes(party.details),
        "party",
        str(event.stream_id),
        str(party.id),
    )
    columns = {
        **vars(party),
        "kind": party.kind.value,
        "details": details,
        "name_index": bytes.fromhex(index) if index else None,
    }
    insert_row(
        uow.connection,
        tables.case_party,
        office_id=event.office_id,
        case_id=event.stream_id,
        joined_seq=event.seq,
        **columns,
    )
    uow.forget("parties")


def _corrected(uow: UnitOfWork, event: Event) -> None:
    table = tables.case_party
    changed = corrected_columns(event)
    uow.connection.execute(
        update(table)
        .where(
            table.c.office_id == event.office_id,
            table.c.case_id == event.stream_id,
            table.c.id == UUID(event.content["party"]),
        )
        .values(**changed)
    )
    uow.forget("parties")


def _excluded(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.case_exclusion,
        office_id=event.office_id,
        case_id=event.stream_id,
        person_id=UUID(event.content["person"]),
        since_at=event.recorded_at,
    )
    uow.forget("excluded")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


FOLDS = {
    EventKind.PARTY_JOINED: _joined,
    EventKind.PARTY_CORRECTED: _corrected,
    EventKind.RESPONDENT_EXCLUDED: _excluded,
}
