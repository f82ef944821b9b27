"""The open data integrity items (OIT) of a year: status, permanent addresses, links to copy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import g, render_template, request, url_for

from engine.access.permissions import Command, check
from engine.errors import Sentence
from engine.office.fiscal_year import FiscalYear, Period
from engine.office.profile_tables import OitNeed
from engine.reports.periods import named_period
from engine.reports.publications import PublicationKind
from engine.work.oit_list import OitState, Public, oit_states, oit_years
from web import pages
from web.reports.room import blueprint, room_tabs

_PAGES: Final[Mapping[PublicationKind, str]] = {
    PublicationKind.STATISTICS: "public.statistics_of",
    PublicationKind.PARTICIPATION: "public.participation_of",
}
# Of these the newest version alone has an address without one.
_NEWEST: Final[Mapping[OitNeed, str]] = {
    OitNeed.GUIDELINE: "public.guideline",
    OitNeed.CHANNELS: "public.channels",
}
_YEAR = re.compile(r"25\d\d|26\d\d")


@dataclass(frozen=True)
class Place:
    """Where something is public; ``url`` stays the same for every newer version."""

    name: Sentence
    url: str
    since: date | None


@dataclass(frozen=True)
class Line:
    state: OitState
    places: tuple[Place, ...]


@blueprint.get("/<office_key>/oit")
def oit(office_key: str) -> str:
    check(pages.standing(), Command.SEE_FIGURES)
    profile = pages.office().profile
    years = oit_years(profile)
    year = _asked_year(years)
    with pages.reading() as uow:
        states = oit_states(uow, pages.standing(), profile, year)
    lines = [_line(office_key, one) for one in states]
    return render_template(
        "reports/oit.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.oit"),
        year=year,
        years=[(each, url_for("reports.oit", office_key=office_key, year=each)) for each in years],
        lines=lines,
        block=render_template("reports/oit_block.html", lines=lines),
        done=sum(one.is_done for one in states),
        today=g.today,
    )


def _asked_year(years: list[int]) -> int:
    """Return the year that the address asks for; else this one, or the newest that has a list."""
    asked = request.args.get("year", "")
    if _YEAR.fullmatch(asked):
        return int(asked)
    this = FiscalYear.of(g.today).buddhist_year
    return this if this in years or not years else years[0]


def _line(office_key: str, state: OitState) -> Line:
    return Line(state, tuple(_place(office_key, state, each) for each in state.public))


def _place(office_key: str, state: OitState, public: Public) -> Place:
    if public.door is not None:
        path = url_for("public.about", office_key=office_key, way=public.door)
        return Place(_DOOR, _absolute(path), None)
    if public.kind is None or public.slug is None:
        return Place(_OWN_SITE, state.item.address or "", None)
    newest = _NEWEST.get(state.item.needs)
    if newest is not None:
        return Place(_GUIDELINE, _absolute(url_for(newest, office_key=office_key)), public.since)
    path = url_for(_PAGES[public.kind], office_key=office_key, slug=public.slug)
    return Place(_name(public.kind, public.slug), _absolute(path), public.since)


def _name(kind: PublicationKind, slug: str) -> Sentence:
    if kind is PublicationKind.STATISTICS:
        first_on, last_on = slug.split("_")
        return named_period(Period(date.fromisoformat(first_on), date.fromisoformat(last_on))).title
    return Sentence(f"ปีงบประมาณ {slug}", f"Fiscal year {slug} B.E.")


def _absolute(path: str) -> str:
    """Return the address as the public has it, which need not be the one used inside."""
    return pages.settings().base_url.rstrip("/") + path


_DOOR = Sentence("แบบรับเรื่องทางเว็บไซต์", "Web intake")
_GUIDELINE = Sentence("แนวปฏิบัติที่เผยแพร่", "The guideline as published")
_OWN_SITE = Sentence("เว็บไซต์ของหน่วยงาน", "The office’s own website")
