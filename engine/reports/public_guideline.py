"""The guideline as everybody may read it, version by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.reports.guideline import Guideline, read, written
from engine.reports.publications import Publication, PublicationKind, published
from engine.store.unit_of_work import UnitOfWork

SLUG: Final = "guideline"
"""An office has one guideline; its versions follow each other."""


@dataclass(frozen=True)
class PublishedGuideline(Publication):
    """One version. ``foreword`` is the office's own, "" without one."""

    foreword: str
    guideline: Guideline


def content_of(one: PublishedGuideline) -> dict[str, Any]:
    """Return what ``guideline_published`` says beside what every publication says."""
    return {"foreword": one.foreword, "guideline": written(one.guideline)}


def published_guidelines(uow: UnitOfWork) -> list[PublishedGuideline]:
    """Return every version that the office has published, the newest first."""
    return [
        _read(publication, content)
        for publication, content in published(uow, PublicationKind.GUIDELINE)
    ]


def _read(publication: Publication, content: Mapping[str, Any]) -> PublishedGuideline:
    return PublishedGuideline(
        **vars(publication),
        foreword=content["foreword"],
        guideline=read(content["guideline"]),
    )
