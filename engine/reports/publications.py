"""What an office makes public: of several kinds, version by version, frozen and certified."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import func, select

from engine.errors import Sentence
from engine.journal.canonical import canonical_bytes
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import Fold, UnitOfWork


class PublicationKind(StrEnum):
    """What is published, as the system step ``publish`` names it."""

    STATISTICS = "statistics"
    GUIDELINE = "guideline"
    PARTICIPATION = "participation"
    DOCUMENT = "document"


PUBLISHED: Final[Mapping[PublicationKind, EventKind]] = {
    PublicationKind.STATISTICS: EventKind.STATISTICS_PUBLISHED,
    PublicationKind.GUIDELINE: EventKind.GUIDELINE_PUBLISHED,
    PublicationKind.PARTICIPATION: EventKind.PARTICIPATION_PUBLISHED,
    PublicationKind.DOCUMENT: EventKind.DOCUMENT_PUBLISHED,
}
"""The event by which each kind becomes public."""

TITLES: Final[Mapping[PublicationKind, Sentence]] = {
    PublicationKind.STATISTICS: Sentence(
        "สถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Statistics of complaints about corruption and misconduct",
    ),
    PublicationKind.GUIDELINE: Sentence(
        "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Guideline on complaints about corruption and misconduct",
    ),
    PublicationKind.PARTICIPATION: Sentence(
        "รายงานผลการเปิดโอกาสให้บุคคลภายนอกได้มีส่วนร่วม",
        "Report of how outsiders took part in our work",
    ),
    PublicationKind.DOCUMENT: Sentence(
        "ประกาศ มาตรการ และคู่มือ", "Announcements, measures and handbooks"
    ),
}
"""What is published of each kind is called this, on its pages, its papers and their metadata."""


@dataclass(frozen=True)
class Certifier:
    """Who let it be published, as it stands under it; ``in_system``: signed here, not in ink."""

    name: str
    position: str
    signed_on: date
    in_system: bool


@dataclass(frozen=True)
class Publication:
    """One version of what is public under one address for ever.

    ``slug`` is its place in addresses, which all its versions share. ``correction`` says why
    there is another version.
    """

    slug: str
    version: int
    published_at: datetime
    certifier: Certifier
    correction: str
    case_id: UUID


Published = TypeVar("Published", bound=Publication)


def publish(
    uow: UnitOfWork,
    kind: PublicationKind,
    publication: Publication,
    content: Mapping[str, Any],
    *,
    element: str,
) -> None:
    """Make public what the case of the publication has brought to its end."""
    said = {
        "slug": publication.slug,
        "version": publication.version,
        "certifier": vars(publication.certifier),
        "correction": publication.correction,
        **content,
    }
    append(uow, publication.case_id, PUBLISHED[kind], said, element=element)


def next_version(uow: UnitOfWork, kind: PublicationKind, slug: str) -> int:
    return (newest_version(uow, kind, slug) or 0) + 1


def newest_version(uow: UnitOfWork, kind: PublicationKind, slug: str) -> int | None:
    """Return the number of the newest version under a slug, None where nothing is public."""
    table = tables.publication
    last: int | None = uow.connection.scalar(
        select(func.max(table.c.version)).where(
            table.c.office_id == uow.actor.office_id,
            table.c.kind == kind.value,
            table.c.slug == slug,
        )
    )
    return last


def published(
    uow: UnitOfWork, kind: PublicationKind
) -> list[tuple[Publication, Mapping[str, Any]]]:
    """Return all of a kind that the office has published, with what else its event says.

    The last slug comes first, of each its newest version.
    """
    table = tables.publication
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.kind == kind.value)
        .order_by(table.c.slug.desc(), table.c.version.desc())
    )
    return [_read(row) for row in rows]


def newest_versions(found: Sequence[Published]) -> list[Published]:
    """Return the newest version of each slug, in the order in which they stand."""
    newest: dict[str, Published] = {}
    for one in found:
        if one.slug not in newest or newest[one.slug].version < one.version:
            newest[one.slug] = one
    return list(newest.values())


def _read(row: Any) -> tuple[Publication, Mapping[str, Any]]:
    content = json.loads(row.content)
    publication = Publication(
        slug=row.slug,
        version=row.version,
        published_at=row.published_at,
        certifier=_certifier(content["certifier"]),
        correction=content["correction"],
        case_id=row.case_id,
    )
    return publication, content


def _certifier(said: Mapping[str, Any]) -> Certifier:
    return Certifier(**{**said, "signed_on": date.fromisoformat(said["signed_on"])})


def _fold_of(kind: PublicationKind) -> Fold:
    def published(uow: UnitOfWork, event: Event) -> None:
        insert_row(
            uow.connection,
            tables.publication,
            office_id=event.office_id,
            kind=kind.value,
            slug=event.content["slug"],
            version=event.content["version"],
            case_id=event.stream_id,
            published_at=event.recorded_at,
            content=canonical_bytes(event.content),
        )

    return published


FOLDS: Mapping[EventKind, Fold] = {event: _fold_of(kind) for kind, event in PUBLISHED.items()}
