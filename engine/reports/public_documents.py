"""Documents that were made and signed outside the system, as everybody may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.reports.publications import Publication, PublicationKind, published
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SignedPaper:
    """What stands on the document itself; ``number`` is "" where it has none."""

    title: str
    number: str
    dated_on: date
    signer: str
    position: str


@dataclass(frozen=True)
class PublicFile:
    """The file as it was handed in; ``sha256`` is that of what everybody gets."""

    attachment_id: UUID
    size: int
    sha256: str


@dataclass(frozen=True)
class PublishedDocument(Publication):
    """One version of a document; ``slug`` is the key of its slot in the office's profile."""

    paper: SignedPaper
    file: PublicFile


def published_documents(uow: UnitOfWork) -> list[PublishedDocument]:
    """Return every version of every slot, of each the newest version first."""
    return [_read(*each) for each in published(uow, PublicationKind.DOCUMENT)]


def content_of(one: PublishedDocument) -> dict[str, Any]:
    """Return what ``document_published`` says beside what every publication says."""
    return {
        "title": one.paper.title,
        "number": one.paper.number,
        "dated_on": one.paper.dated_on,
        "signer": one.paper.signer,
        "position": one.paper.position,
        "attachment": str(one.file.attachment_id),
        "size": one.file.size,
        "sha256": one.file.sha256,
    }


def _read(publication: Publication, content: Mapping[str, Any]) -> PublishedDocument:
    return PublishedDocument(
        **vars(publication),
        paper=SignedPaper(
            title=content["title"],
            number=content["number"],
            dated_on=date.fromisoformat(content["dated_on"]),
            signer=content["signer"],
            position=content["position"],
        ),
        file=PublicFile(
            attachment_id=UUID(content["attachment"]),
            size=content["size"],
            sha256=content["sha256"],
        ),
    )
