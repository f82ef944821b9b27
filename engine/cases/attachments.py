"""Files of a case: evidence, scans of signed papers, redacted copies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from engine.errors import InvalidTransition, NotFound, Sentence
from engine.journal.events import Event, append, get_event
from engine.journal.kinds import EventKind
from engine.sealing.encryption import decrypt, encrypt
from engine.sealing.secret_bytes import DataKey
from engine.store import tables
from engine.store.blobs import Blob
from engine.store.rows import find_row, insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork

# The only kind that units and committees may open (U3).
REDACTED_COPY = "redacted_copy"
EVIDENCE, SCAN = "evidence", "scan"
# Printed by the system when its step was completed: what was signed here, or a record.
OFFICIAL_PAPER = "official_paper"


@dataclass(frozen=True)
class Attachment:
    """A file of the case. ``replaced_by`` is a newer version, in whose shadow this one stays."""

    id: UUID
    blob_id: UUID
    kind: str
    element: str | None
    file_name: str
    media_type: str
    size: int
    sha256: str
    recorded_at: datetime
    filed_by: UUID | None
    work_item_id: UUID | None
    description: str | None
    replaced_by: UUID | None


def keep_blob(uow: UnitOfWork, case_id: UUID, blob: Blob, file_name: str) -> None:
    """Write the row of a file that lies on disk, inside the unit that uses it.

    Raises
    ------
    InvalidTransition
        It is filed already: the page that still offers it is older than that.
    """
    if find_row(uow.connection, tables.blob, office_id=uow.actor.office_id, id=blob.id):
        raise InvalidTransition(_FILED)
    insert_row(
        uow.connection,
        tables.blob,
        office_id=uow.actor.office_id,
        id=blob.id,
        case_id=case_id,
        size=blob.size,
        sha256=blob.sha256,
        media_type=blob.media_type,
        file_name=encrypt(uow.data_key(case_id), file_name.encode(), *_name_place(blob.id)),
        uploaded_by=uow.actor.person_id,
        recorded_at=uow.now,
    )


def file_attachment(
    uow: UnitOfWork,
    case_id: UUID,
    blob: Blob,
    kind: str,
    *,
    element: str | None = None,
    work_item_id: UUID | None = None,
    description: str | None = None,
    replaces: UUID | None = None,
) -> UUID:
    """File a kept blob with the case and return the attachment's id.

    ``replaces`` is an older version, which stays and is shown no more.
    """
    attachment_id = uuid4()
    append(
        uow,
        case_id,
        EventKind.ATTACHMENT_FILED,
        {
            "attachment": str(attachment_id),
            "blob": str(blob.id),
            "sha256": blob.sha256,
            "content_sha256": blob.content_sha256,
            "size": blob.size,
            "kind": kind,
            "work_item": str(work_item_id) if work_item_id else None,
            "description": description,
            "replaces": str(replaces) if replaces else None,
        },
        element=element,
    )
    return attachment_id


def attachments_of(uow: UnitOfWork, case_id: UUID) -> list[Attachment]:
    attachment, blob = tables.attachment, tables.blob
    rows = uow.connection.execute(
        select(attachment, blob.c.file_name, blob.c.media_type, blob.c.size, blob.c.sha256)
        .join(
            blob,
            (blob.c.office_id == attachment.c.office_id) & (blob.c.id == attachment.c.blob_id),
        )
        .where(attachment.c.office_id == uow.actor.office_id, attachment.c.case_id == case_id)
        .order_by(attachment.c.recorded_at, attachment.c.ordinal)
    ).all()
    data_key = uow.data_key(case_id)
    return [
        Attachment(
            id=row.id,
            blob_id=row.blob_id,
            kind=row.kind,
            element=row.element,
            file_name=decrypt(data_key, row.file_name, *_name_place(row.blob_id)).decode(),
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            recorded_at=row.recorded_at,
            filed_by=row.filed_by,
            work_item_id=row.work_item_id,
            description=_open(data_key, row),
            replaced_by=row.replaced_by,
        )
        for row in rows
    ]


def _open(data_key: DataKey, row: Any) -> str | None:
    if row.description is None:
        return None
    return decrypt(data_key, row.description, *_description_place(row.id)).decode()


def get_attachment(uow: UnitOfWork, case_id: UUID, attachment_id: UUID) -> Attachment:
    for found in attachments_of(uow, case_id):
        if found.id == attachment_id:
            return found
    raise NotFound


def content_hash(uow: UnitOfWork, case_id: UUID, attachment_id: UUID) -> str:
    """Return the SHA-256 of a file in clear, as it was recorded when it was filed.

    Raises
    ------
    NotFound
        There is no such file in the case.
    """
    table = tables.attachment
    seq = uow.connection.scalar(
        select(table.c.ordinal).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.id == attachment_id,
        )
    )
    if seq is None:
        raise NotFound
    return str(get_event(uow, case_id, seq).content["content_sha256"])


def _filed(uow: UnitOfWork, event: Event) -> None:
    content, attachment_id = event.content, UUID(event.content["attachment"])
    if content["replaces"]:
        update_rows(
            uow.connection,
            tables.attachment,
            {
                "office_id": event.office_id,
                "case_id": event.stream_id,
                "id": UUID(content["replaces"]),
            },
            replaced_by=attachment_id,
        )
    insert_row(
        uow.connection,
        tables.attachment,
        office_id=event.office_id,
        case_id=event.stream_id,
        id=attachment_id,
        description=_seal(uow, event, attachment_id),
        filed_by=event.actor_id,
        blob_id=UUID(content["blob"]),
        kind=content["kind"],
        element=event.element,
        work_item_id=UUID(content["work_item"]) if content["work_item"] else None,
        ordinal=event.seq,
        recorded_at=event.recorded_at,
    )


def _seal(uow: UnitOfWork, event: Event, attachment_id: UUID) -> bytes | None:
    description = event.content["description"]
    if not description:
        return None
    data_key = uow.data_key(event.stream_id)
    return encrypt(data_key, description.encode(), *_description_place(attachment_id))


def _description_place(attachment_id: UUID) -> tuple[str, ...]:
    return ("attachment_description", str(attachment_id))


def _name_place(blob_id: UUID) -> tuple[str, ...]:
    return ("blob_name", str(blob_id))


_FILED = Sentence(
    "แฟ้มนี้เก็บเข้าเรื่องแล้ว ถ้าต้องการแนบอีก ให้เลือกแฟ้มใหม่จากเครื่อง",
    "The file is in the case already; to attach it again, choose it anew.",
)
FOLDS = {EventKind.ATTACHMENT_FILED: _filed}
