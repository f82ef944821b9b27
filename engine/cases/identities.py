"""Sealed identities: name, address, telephone of complainants and witnesses, field by field."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert, select

from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork


def seal_identity(
    uow: UnitOfWork, case_id: UUID, party_id: UUID, fields: Mapping[str, str]
) -> None:
    """Encrypt each field for its own place; moved to another case or field it does not open."""
    data_key = uow.data_key(case_id)
    rows = [
        {
            "office_id": uow.actor.office_id,
            "case_id": case_id,
            "party_id": party_id,
            "field": name,
            "ciphertext": encrypt(data_key, value.encode(), *_place(case_id, party_id, name)),
            "recorded_at": uow.now,
        }
        for name, value in fields.items()
    ]
    if rows:
        uow.connection.execute(insert(tables.sealed), rows)


def open_identity(uow: UnitOfWork, case_id: UUID, party_id: UUID) -> dict[str, str]:
    """Return the fields in clear. The caller has checked the right and recorded the access."""
    table = tables.sealed
    rows = uow.connection.execute(
        select(table.c.field, table.c.ciphertext).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.party_id == party_id,
        )
    ).all()
    data_key = uow.data_key(case_id)
    return {
        row.field: decrypt(data_key, row.ciphertext, *_place(case_id, party_id, row.field)).decode()
        for row in rows
    }


def copy_identity(
    uow: UnitOfWork, case_id: UUID, party_id: UUID, to_case_id: UUID, to_party_id: UUID
) -> None:
    """Seal the same fields for a party of another case, under that case's own key.

    Nobody is shown them, so no access is recorded: whoever opens them there does it by right
    and on record, as here.
    """
    seal_identity(uow, to_case_id, to_party_id, open_identity(uow, case_id, party_id))


def sealed_fields(uow: UnitOfWork, case_id: UUID) -> dict[UUID, frozenset[str]]:
    """Return which fields are sealed for which party, without opening any."""
    table = tables.sealed
    found: dict[UUID, set[str]] = {}
    for party_id, name in uow.connection.execute(
        select(table.c.party_id, table.c.field).where(
            table.c.office_id == uow.actor.office_id, table.c.case_id == case_id
        )
    ):
        found.setdefault(party_id, set()).add(name)
    return {party_id: frozenset(names) for party_id, names in found.items()}


def _place(case_id: UUID, party_id: UUID, name: str) -> tuple[str, ...]:
    return ("sealed", str(case_id), str(party_id), name)
