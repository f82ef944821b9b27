"""The open data integrity items (OIT) of a year: status, permanent addresses, links to copy."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check, may
from engine.errors import NotFound, Sentence
from engine.office.fiscal_year import FiscalYear
from engine.office.profile import OfficeProfile
from engine.reports.publications import PublicationKind
from engine.work.publishing.forms import Wanted, find_publication, publication_form
from engine.work.publishing.link_checks import (
    LinkCheck,
    ask_link_checks,
    link_checks,
    page_of,
    pages_to_check,
)
from engine.work.publishing.oit_list import OitState, Public, oit_states, oit_years
from web import pages
from web.auth import check_form_owner, form_owner
from web.design.language import say
from web.official_papers import printer
from web.oit_places import Place, absolute, place_of, subject_of, version_path
from web.reports.room import blueprint, room_tabs

_ASKED = Sentence(
    "กำลังตรวจเว็บไซต์ของหน่วยงาน เปิดหน้านี้อีกครั้งในอีกสักครู่",
    "The office’s website is being read; open this page again in a moment",
)
_KINDS = frozenset(kind.value for kind in PublicationKind)
_YEAR = re.compile(r"25\d\d|26\d\d")


@dataclass(frozen=True)
class Shown:
    """Where something is public; ``form_url`` prints the form by which it was put there."""

    place: Place
    form_url: str | None


@dataclass(frozen=True)
class OnWebsite:
    """Whether the office's own page leads to an item; ``check`` is None before it was asked for."""

    page: str
    check: LinkCheck | None
    is_linked: bool


@dataclass(frozen=True)
class Line:
    """An item; ``missing`` are its documents that are not public yet.

    ``website`` is None where nothing is to be looked for.
    """

    state: OitState
    places: tuple[Shown, ...]
    website: OnWebsite | None
    missing: tuple[Sentence, ...]


@blueprint.get("/<office_key>/oit")
def oit(office_key: str) -> str:
    check(pages.standing(), Command.SEE_FIGURES)
    profile = pages.office().profile
    years = oit_years(profile)
    year = _asked_year(years)
    with pages.reading() as uow:
        states = oit_states(uow, pages.standing(), profile, year)
        checks, checked = link_checks(uow), pages_to_check(profile, uow.today)
    lines = [_line(one, checks, checked) for one in states]
    return render_template(
        "reports/oit.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.oit"),
        year=year,
        years=[(each, url_for("reports.oit", office_key=office_key, year=each)) for each in years],
        lines=lines,
        block=render_template("reports/oit_block.html", lines=lines),
        has_links=any(line.places for line in lines),
        may_check=bool(checked) and may(pages.standing(), Command.ASK_LINK_CHECK),
        owner=form_owner(),
        done=sum(one.is_done for one in states),
        today=g.today,
    )


@blueprint.post("/<office_key>/oit/check")
def check_website(office_key: str) -> Response:
    """Have the office's own pages read soon; the worker does it."""
    check_form_owner()
    pages.run(ask_link_checks)
    flash(say(_ASKED))
    return redirect(url_for("reports.oit", office_key=office_key), 303)


@blueprint.get("/<office_key>/oit/forms/<kind>/<slug>/<int:version>.pdf")
def publication_paper(office_key: str, kind: str, slug: str, version: int) -> Response:
    """Give the form on which an office asks for something to be put on its website."""
    check(pages.standing(), Command.SEE_FIGURES)
    if kind not in _KINDS:
        raise NotFound
    asked, profile = PublicationKind(kind), pages.office().profile
    with pages.reading() as uow:
        # A slug is taken apart for its words only where it is one.
        find_publication(uow, pages.standing(), asked, slug, version)
        wanted = Wanted(
            asked,
            slug,
            version,
            subject_of(profile, asked, slug),
            absolute(version_path(office_key, asked, slug, version)),
        )
        paper = publication_form(uow, pages.standing(), profile, wanted)
    content = BytesIO(printer().pdf(paper))
    name = f"form_{kind}_{slug}_{version}.pdf"
    return send_file(content, "application/pdf", download_name=name)


def _form_url(office_key: str, public: Public) -> str | None:
    if public.kind is None:
        return None
    return url_for(
        "reports.publication_paper",
        office_key=office_key,
        kind=public.kind,
        slug=public.slug,
        version=public.version,
    )


def _on_website(
    profile: OfficeProfile,
    state: OitState,
    checks: Mapping[str, LinkCheck],
    checked: Collection[str],
) -> OnWebsite | None:
    """Tell what is known of the page that is to lead to what the system publishes of an item."""
    page = page_of(profile, state.item)
    here = [one for one in state.public if one.kind is not None or one.door is not None]
    if page is None or page not in checked or not here:
        return None
    found = checks.get(page)
    urls = [place_of(profile, state, one).url for one in here]
    return OnWebsite(page, found, found is not None and all(map(found.leads_to, urls)))


def _asked_year(years: list[int]) -> int:
    """Return the year that the address asks for; else this one, or the newest that has a list."""
    asked = request.args.get("year", "")
    if _YEAR.fullmatch(asked):
        return int(asked)
    this = FiscalYear.of(g.today).buddhist_year
    return this if this in years or not years else years[0]


def _line(state: OitState, checks: Mapping[str, LinkCheck], checked: Collection[str]) -> Line:
    profile = pages.office().profile
    return Line(
        state,
        tuple(
            Shown(place_of(profile, state, each), _form_url(profile.key, each))
            for each in state.public
        ),
        _on_website(profile, state, checks, checked),
        tuple(profile.public_documents[key].name for key in state.missing),
    )
