"""Where each thing that shows an open data item is public: its name and its permanent address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for

from engine.errors import Sentence
from engine.office.fiscal_year import Period
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import OitNeed
from engine.reports.periods import named_period
from engine.reports.publications import TITLES, PublicationKind
from engine.work.publishing.oit_list import OitState, Public
from web import pages

_PAGES: Final[Mapping[PublicationKind, str]] = {
    PublicationKind.STATISTICS: "public.statistics_of",
    PublicationKind.PARTICIPATION: "public.participation_of",
    PublicationKind.DOCUMENT: "public.document_of",
}
# Of these the newest version alone has an address without one.
_NEWEST: Final[Mapping[OitNeed, str]] = {
    OitNeed.GUIDELINE: "public.guideline",
    OitNeed.CHANNELS: "public.channels",
}


@dataclass(frozen=True)
class Place:
    """Where something is public; ``url`` stays the same for every newer version."""

    name: Sentence
    url: str
    since: date | None


def place_of(profile: OfficeProfile, state: OitState, public: Public) -> Place:
    key = profile.key
    if public.door is not None:
        return Place(
            _DOOR, absolute(url_for("public.about", office_key=key, way=public.door)), None
        )
    if public.kind is None or public.slug is None:
        return Place(_OWN_SITE, state.item.address or "", None)
    if public.kind is PublicationKind.GUIDELINE:
        newest = _NEWEST[state.item.needs]
        return Place(_GUIDELINE, absolute(url_for(newest, office_key=key)), public.since)
    path = url_for(_PAGES[public.kind], office_key=key, slug=public.slug)
    return Place(_name(profile, public.kind, public.slug), absolute(path), public.since)


def version_path(office_key: str, kind: PublicationKind, slug: str, version: int) -> str:
    """Return where one version is public; a guideline has no slug in its address."""
    if kind is PublicationKind.GUIDELINE:
        return url_for("public.guideline", office_key=office_key, version=version)
    return url_for(_PAGES[kind], office_key=office_key, slug=slug, version=version)


def subject_of(profile: OfficeProfile, kind: PublicationKind, slug: str) -> str:
    """Return what a publication is called on a form of the office."""
    if kind is PublicationKind.GUIDELINE:
        return TITLES[kind].th
    name = _name(profile, kind, slug).th
    return name if kind is PublicationKind.DOCUMENT else f"{TITLES[kind].th} {name}"


def absolute(path: str) -> str:
    """Return the address as the public has it, which need not be the one used inside."""
    return pages.settings().base_url.rstrip("/") + path


def _name(profile: OfficeProfile, kind: PublicationKind, slug: str) -> Sentence:
    if kind is PublicationKind.STATISTICS:
        first_on, last_on = slug.split("_")
        return named_period(Period(date.fromisoformat(first_on), date.fromisoformat(last_on))).title
    if kind is PublicationKind.DOCUMENT:
        slot = profile.public_documents.get(slug)
        return slot.name if slot else Sentence(slug, slug)
    return Sentence(f"ปีงบประมาณ {slug}", f"Fiscal year {slug} B.E.")


_DOOR = Sentence("แบบรับเรื่องทางเว็บไซต์", "Web intake")
_GUIDELINE = Sentence("แนวปฏิบัติที่เผยแพร่", "The guideline as published")
_OWN_SITE = Sentence("เว็บไซต์ของหน่วยงาน", "The office’s own website")
