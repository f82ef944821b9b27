"""The open data integrity items (OIT) of a year: status, permanent addresses, links to copy."""

import re
from dataclasses import dataclass

from flask import g, render_template, request, url_for

from engine.access.permissions import Command, check
from engine.errors import Sentence
from engine.office.fiscal_year import FiscalYear
from engine.work.oit_list import OitState, oit_states, oit_years
from web import pages
from web.oit_places import Place, place_of
from web.reports.room import blueprint, room_tabs

_YEAR = re.compile(r"25\d\d|26\d\d")


@dataclass(frozen=True)
class Line:
    """An item; ``missing`` are its documents that are not public yet."""

    state: OitState
    places: tuple[Place, ...]
    missing: tuple[Sentence, ...]


@blueprint.get("/<office_key>/oit")
def oit(office_key: str) -> str:
    check(pages.standing(), Command.SEE_FIGURES)
    profile = pages.office().profile
    years = oit_years(profile)
    year = _asked_year(years)
    with pages.reading() as uow:
        states = oit_states(uow, pages.standing(), profile, year)
    lines = [_line(one) for one in states]
    return render_template(
        "reports/oit.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.oit"),
        year=year,
        years=[(each, url_for("reports.oit", office_key=office_key, year=each)) for each in years],
        lines=lines,
        block=render_template("reports/oit_block.html", lines=lines),
        has_links=any(line.places for line in lines),
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


def _line(state: OitState) -> Line:
    profile = pages.office().profile
    return Line(
        state,
        tuple(place_of(profile, state, each) for each in state.public),
        tuple(profile.public_documents[key].name for key in state.missing),
    )
