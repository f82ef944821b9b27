"""The mailbox of a receipt code: how a complainant without a name is told and answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select, update

from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.sealing.encryption import decrypt, encrypt
from engine.sealing.receipts import ReceiptCode
from engine.store import tables
from engine.store.rows import find_rows_in_order, insert_row
from engine.store.unit_of_work import UnitOfWork

FROM_OFFICE, FROM_COMPLAINANT = "from_office", "from_complainant"


@dataclass(frozen=True)
class Message:
    id: UUID
    party_id: UUID
    direction: str
    body: str
    # How many were sent with it; they are filed with the case.
    files: int
    recorded_at: datetime


@dataclass(frozen=True)
class IssuedReceipt:
    """A new code and the hash it is looked up by.

    Made before the unit begins: the hash takes tens of milliseconds on purpose.
    """

    code: ReceiptCode
    code_hash: str


def issue_receipt(uow: UnitOfWork, case_id: UUID, party_id: UUID, receipt: IssuedReceipt) -> None:
    """Give a party its receipt code, in place of the one it had."""
    table = tables.receipt
    uow.connection.execute(table.delete().where(*_of_party(uow, case_id, party_id)))
    add_receipt(uow, case_id, party_id, receipt)
    append(uow, case_id, EventKind.PARTY_CORRECTED, {"party": str(party_id), "has_receipt": True})


def add_receipt(uow: UnitOfWork, case_id: UUID, party_id: UUID, receipt: IssuedReceipt) -> None:
    """Let one more code lead to a party that has one: nobody can say whether that one was seen."""
    insert_row(
        uow.connection,
        tables.receipt,
        code_hash=receipt.code_hash,
        office_id=uow.actor.office_id,
        case_id=case_id,
        party_id=party_id,
        issued_at=uow.now,
    )


def keep_receipt(uow: UnitOfWork, code_hash: str) -> None:
    """Note that the complainant has kept her code; others that were made for her end."""
    table = tables.receipt
    here = (table.c.office_id == uow.actor.office_id, table.c.code_hash == code_hash)
    parties = uow.connection.execute(select(table.c.case_id, table.c.party_id).where(*here)).all()
    uow.connection.execute(update(table).where(*here).values(kept_at=uow.now))
    for row in parties:
        others = (*_of_party(uow, row.case_id, row.party_id), table.c.code_hash != code_hash)
        uow.connection.execute(table.delete().where(*others))


def has_kept_receipt(uow: UnitOfWork, case_id: UUID, party_id: UUID) -> bool:
    """Tell whether a party has said that she keeps her code."""
    table = tables.receipt
    kept = select(table.c.code_hash).where(
        *_of_party(uow, case_id, party_id), table.c.kept_at.is_not(None)
    )
    return uow.connection.execute(kept.limit(1)).one_or_none() is not None


def share_receipt(
    uow: UnitOfWork, case_id: UUID, party_id: UUID, to_case_id: UUID, to_party_id: UUID
) -> None:
    """Let the code that a party has be its way back to another case as well.

    No new one is made when a case is split: who has no name has no address at which it could
    be handed over, and into the mailbox it cannot go, which the officers of the case read.
    """
    table = tables.receipt
    found = uow.connection.execute(select(table).where(*_of_party(uow, case_id, party_id))).all()
    for row in found:
        insert_row(
            uow.connection,
            table,
            **{**row._mapping, "case_id": to_case_id, "party_id": to_party_id},  # noqa: SLF001
        )


def _of_party(uow: UnitOfWork, case_id: UUID, party_id: UUID) -> tuple[ColumnElement[bool], ...]:
    table = tables.receipt
    return (
        table.c.office_id == uow.actor.office_id,
        table.c.case_id == case_id,
        table.c.party_id == party_id,
    )


def post_message(
    uow: UnitOfWork,
    case_id: UUID,
    party_id: UUID,
    body: str,
    *,
    direction: str = FROM_OFFICE,
    files: int = 0,
    element: str | None = None,
) -> UUID:
    """Put a message into a party's mailbox; ``element`` is the system step that does."""
    message_id = uuid4()
    insert_row(
        uow.connection,
        tables.mailbox_message,
        office_id=uow.actor.office_id,
        case_id=case_id,
        party_id=party_id,
        id=message_id,
        direction=direction,
        body=encrypt(uow.data_key(case_id), body.encode(), *_place(case_id, message_id)),
        files=files,
        recorded_at=uow.now,
    )
    append(
        uow,
        case_id,
        EventKind.MESSAGE_POSTED,
        {
            "message": str(message_id),
            "party": str(party_id),
            "direction": direction,
            "body": body,
            "files": files,
        },
        element=element,
    )
    return message_id


def messages_of(uow: UnitOfWork, case_id: UUID) -> list[Message]:
    rows = find_rows_in_order(
        uow.connection,
        tables.mailbox_message,
        ("recorded_at",),
        office_id=uow.actor.office_id,
        case_id=case_id,
    )
    data_key = uow.data_key(case_id)
    return [
        Message(
            row.id,
            row.party_id,
            row.direction,
            decrypt(data_key, row.body, *_place(case_id, row.id)).decode(),
            row.files,
            row.recorded_at,
        )
        for row in rows
    ]


def _place(case_id: UUID, message_id: UUID) -> tuple[str, ...]:
    return ("message", str(case_id), str(message_id))
