"""The figures of a period as a page."""

from flask import Blueprint, g, render_template, request

from engine.access.permissions import Command, check
from engine.reports.definitions import DEFINITIONS, nothing_received
from engine.reports.figures import Scope, see_figures
from engine.reports.periods import span_words
from web import pages
from web.reports import showing
from web.reports.choosing import Asked, parts_offered, years_offered

blueprint = Blueprint("reports", __name__, template_folder="templates")


@blueprint.get("/<office_key>/figures")
def figures(office_key: str) -> str:
    who, profile = pages.standing(), pages.office().profile
    check(who, Command.SEE_FIGURES)
    asked = Asked.of(request.args, g.today)
    with pages.reading() as uow:
        found = see_figures(uow, who, profile, asked.period, asked.scope)
        now = uow.now
    return render_template(
        "reports/figures.html",
        office_key=office_key,
        asked=asked,
        found=found,
        today=g.today,
        now=now,
        span=span_words(asked.period.span, profile.digits.pages),
        years=years_offered(g.today, asked.year),
        parts=parts_offered(asked.year),
        is_of_corruption=asked.scope is Scope.CORRUPTION,
        nothing=nothing_received(is_of_corruption=asked.scope is Scope.CORRUPTION),
        definitions=DEFINITIONS,
        chart=showing.chart(found),
        steps=showing.step_rows(found),
        breakdowns=showing.breakdowns(found, profile),
        results=showing.results(found),
        deadlines=showing.deadlines(found, profile),
        units=showing.units(found, profile),
        beside=showing.beside(found, profile),
        days=showing.days_words,
    )
