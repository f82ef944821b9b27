"""The open data items (OIT) of a fiscal year: what is public of each, and what is due (U29)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.access.membership import Standing
from engine.access.permissions import Command, check
from engine.office.fiscal_year import FiscalYear
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import OitItem, OitNeed
from engine.office.public_doors import PublicDoor, doors_of
from engine.reports.public_documents import published_documents
from engine.reports.public_statistics import published_statistics
from engine.reports.publications import (
    Publication,
    PublicationKind,
    newest_versions,
    published,
)
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Public:
    """Something that fulfils an item: a publication by its slug, or a door.

    Neither: a page of the office's own website. ``version`` is the newest there is.
    """

    kind: PublicationKind | None = None
    slug: str | None = None
    version: int | None = None
    door: PublicDoor | None = None
    since: date | None = None


@dataclass(frozen=True)
class OitState:
    item: OitItem
    public: tuple[Public, ...]

    @property
    def is_done(self) -> bool:
        """Whether what it asks for is public, and every document that it names."""
        if self.item.needs is OitNeed.DOCUMENTS:
            return not self.missing
        is_there = any(one.kind is not PublicationKind.DOCUMENT for one in self.public)
        return is_there and not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """Return which of the documents that the item names are not public."""
        found = {one.slug for one in self.public if one.kind is PublicationKind.DOCUMENT}
        return tuple(key for key in self.item.documents if key not in found)


def oit_years(profile: OfficeProfile) -> list[int]:
    """Return the fiscal years that the office has a list for, the newest first."""
    return sorted({item.fiscal_year for item in profile.oit}, reverse=True)


def oit_states(
    uow: UnitOfWork, standing: Standing, profile: OfficeProfile, fiscal_year: int
) -> list[OitState]:
    """Return the items of a year, in the order of the profile.

    Raises
    ------
    NotPermitted
        None of her roles has a part in what the office reports.
    """
    check(standing, Command.SEE_FIGURES)
    return public_items(uow, profile, fiscal_year)


def public_items(uow: UnitOfWork, profile: OfficeProfile, fiscal_year: int) -> list[OitState]:
    """Return the items of a year for everybody: what is public of them anybody can open."""
    return [
        OitState(item, tuple(_public(uow, profile, item)))
        for item in profile.oit
        if item.fiscal_year == fiscal_year
    ]


def _public(uow: UnitOfWork, profile: OfficeProfile, item: OitItem) -> list[Public]:
    found = _FINDERS[item.needs](uow, profile, item) if item.needs in _FINDERS else []
    named = _documents(uow, item.documents)
    return found + [one for one in named if one not in found] + ([Public()] if item.address else [])


def _statistics(uow: UnitOfWork, _profile: OfficeProfile, item: OitItem) -> list[Public]:
    newest: dict[str, Public] = {}
    for one in published_statistics(uow):
        if FiscalYear.of(one.period.last_on).buddhist_year == item.fiscal_year:
            newest.setdefault(one.slug, _of(PublicationKind.STATISTICS, one))
    return list(newest.values())


def _participation(uow: UnitOfWork, _profile: OfficeProfile, item: OitItem) -> list[Public]:
    wanted = str(item.fiscal_year)
    for one, _ in published(uow, PublicationKind.PARTICIPATION):
        if one.slug == wanted:
            return [_of(PublicationKind.PARTICIPATION, one)]
    return []


def _guideline(uow: UnitOfWork, profile: OfficeProfile, item: OitItem) -> list[Public]:
    """Return the guideline that is public, as it was made here and as it was signed on paper."""
    slots = profile.public_documents.values()
    signed = _documents(uow, [slot.key for slot in slots if slot.is_guideline])
    return _made_here(uow, profile, item) + signed


def _documents(uow: UnitOfWork, slugs: Collection[str]) -> list[Public]:
    """Return which of these documents are public, in this order; each holds until a newer one."""
    newest = {one.slug: one for one in newest_versions(published_documents(uow))} if slugs else {}
    return [_of(PublicationKind.DOCUMENT, newest[slug]) for slug in slugs if slug in newest]


def _made_here(uow: UnitOfWork, _profile: OfficeProfile, _item: OitItem) -> list[Public]:
    """Return the guideline that is public today; it holds until there is another."""
    for one, _ in published(uow, PublicationKind.GUIDELINE):
        return [_of(PublicationKind.GUIDELINE, one)]
    return []


def _of(kind: PublicationKind, one: Publication) -> Public:
    return Public(kind, one.slug, one.version, since=office_date(one.published_at))


def _door(_uow: UnitOfWork, profile: OfficeProfile, _item: OitItem) -> list[Public]:
    opened = PublicDoor.CORRUPTION in doors_of(profile)
    return [Public(door=PublicDoor.CORRUPTION)] if opened else []


_Finder = Callable[[UnitOfWork, OfficeProfile, OitItem], list[Public]]
_FINDERS: Final[Mapping[OitNeed, _Finder]] = {
    OitNeed.GUIDELINE: _guideline,
    OitNeed.CHANNELS: _made_here,
    OitNeed.STATISTICS: _statistics,
    OitNeed.PARTICIPATION: _participation,
    OitNeed.DOOR: _door,
}
