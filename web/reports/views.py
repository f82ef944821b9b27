"""The figures of a period: as a page, as a workbook, as a table for machines."""

from io import BytesIO

from flask import Blueprint, g, render_template, request, send_file
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check
from engine.office.thai import Digits
from engine.reports.definitions import DEFINITIONS, nothing_received
from engine.reports.figures import Figures, Scope, see_figures
from engine.reports.periods import span_words
from web import pages
from web.design.language import ENGLISH, language
from web.reports import showing
from web.reports.choosing import Asked, parts_offered, years_offered
from web.reports.files import figures_table, figures_workbook
from web.spreadsheets import XLSX

blueprint = Blueprint("reports", __name__, template_folder="templates")


@blueprint.get("/<office_key>/figures")
def figures(office_key: str) -> str:
    profile = pages.office().profile
    asked = _asked()
    found = _count(asked)
    return render_template(
        "reports/figures.html",
        office_key=office_key,
        asked=asked,
        found=found,
        today=g.today,
        now=pages.store().clock(),
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


@blueprint.get("/<office_key>/figures.xlsx")
def figures_xlsx(office_key: str) -> Response:
    profile, asked = pages.office().profile, _asked()
    digits = Digits.ARABIC if language() == ENGLISH else profile.digits.papers
    content = figures_workbook(_count(asked), profile, digits)
    return _file(content, XLSX, f"{_name(office_key, asked)}.xlsx")


@blueprint.get("/<office_key>/figures.csv")
def figures_csv(office_key: str) -> Response:
    asked = _asked()
    content = figures_table(office_key, _count(asked), pages.office().profile)
    return _file(content, "text/csv", f"{_name(office_key, asked)}.csv")


def _asked() -> Asked:
    check(pages.standing(), Command.SEE_FIGURES)
    return Asked.of(request.args, g.today)


def _count(asked: Asked) -> Figures:
    with pages.reading() as uow:
        profile = pages.office().profile
        return see_figures(uow, pages.standing(), profile, asked.period, asked.scope)


def _name(office_key: str, asked: Asked) -> str:
    first_on, last_on = asked.period.span
    return f"figures_{office_key}_{first_on:%Y%m%d}_{last_on:%Y%m%d}"


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return send_file(BytesIO(content), mimetype, as_attachment=True, download_name=name)
