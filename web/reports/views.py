"""The figures of a period: as a page, as a workbook, as a table for machines.

Of any period as they are now, or of a report as they were frozen for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import g, render_template, request, send_file
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check, may
from engine.cases.register import Case
from engine.office.profile_tables import CaseKind
from engine.office.thai import Digits
from engine.reports.definitions import DEFINITIONS, nothing_received
from engine.reports.figures import Counts, Figures, Scope, see_figures
from engine.reports.freezing import FrozenFigures
from engine.reports.periods import span_words
from engine.work.business.frozen_reports import Changed, read_frozen
from web import pages
from web.design.language import ENGLISH, language
from web.reports import showing
from web.reports.choosing import Asked, asked_scope, parts_offered, years_offered
from web.reports.files import figures_table, figures_workbook
from web.reports.room import blueprint, room_tabs
from web.spreadsheets import XLSX


@blueprint.get("/<office_key>/figures")
def figures(office_key: str) -> str:
    asked = _asked()
    found = _count(asked)
    return render_template(
        "reports/figures.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.figures"),
        asked=asked,
        now=pages.store().clock(),
        years=years_offered(g.today, asked.year),
        parts=parts_offered(asked.year),
        **_tables(found),
    )


@blueprint.get("/<office_key>/figures.xlsx")
def figures_xlsx(office_key: str) -> Response:
    return _workbook(office_key, _count(_asked()))


@blueprint.get("/<office_key>/figures.csv")
def figures_csv(office_key: str) -> Response:
    return _plain(office_key, _count(_asked()))


@blueprint.get("/<office_key>/figures/<uuid:case_id>")
def frozen(office_key: str, case_id: UUID) -> str:
    report = _report(case_id)
    return render_template(
        "reports/frozen.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.business"),
        case=report.case,
        frozen=report.frozen,
        changed=report.changed,
        may_start=may(pages.standing(), Command.START_BUSINESS),
        scope=report.figures.scope,
        **_tables(report.figures),
    )


@blueprint.get("/<office_key>/figures/<uuid:case_id>.xlsx")
def frozen_xlsx(office_key: str, case_id: UUID) -> Response:
    return _workbook(office_key, _report(case_id).figures)


@blueprint.get("/<office_key>/figures/<uuid:case_id>.csv")
def frozen_csv(office_key: str, case_id: UUID) -> Response:
    return _plain(office_key, _report(case_id).figures)


@dataclass(frozen=True)
class _Report:
    """``figures`` are those of the scope that the address asks for."""

    case: Case
    frozen: FrozenFigures
    changed: Changed | None
    figures: Figures


def _report(case_id: UUID) -> _Report:
    with pages.reading() as uow:
        case, found, changed = read_frozen(uow, pages.standing(), pages.office().profile, case_id)
    return _Report(case, found, changed, found.by_scope[asked_scope(request.args)])


def _asked() -> Asked:
    check(pages.standing(), Command.SEE_FIGURES)
    return Asked.of(request.args, g.today)


def _count(asked: Asked) -> Figures:
    with pages.reading() as uow:
        profile = pages.office().profile
        return see_figures(uow, pages.standing(), profile, asked.period, asked.scope)


def _tables(found: Figures) -> Mapping[str, Any]:
    """Return what the tables of a page show, whenever the figures were counted."""
    profile = pages.office().profile
    is_of_corruption = found.scope is Scope.CORRUPTION
    return {
        "found": found,
        "today": g.today,
        "span": span_words(found.period.span, profile.digits.pages),
        "is_of_corruption": is_of_corruption,
        "nothing": nothing_received(
            profile.kinds,
            is_of_corruption=is_of_corruption,
            no_opinions=not found.beside.get(CaseKind.OPINION, Counts()).received,
        ),
        "definitions": DEFINITIONS,
        "chart": showing.chart(found),
        "steps": showing.step_rows(found),
        "breakdowns": showing.breakdowns(found, profile),
        "results": showing.results(found),
        "deadlines": showing.deadlines(found, profile),
        "units": showing.units(found, profile),
        "beside": showing.beside(found, profile),
        "days": showing.days_words,
        "satisfied": showing.satisfaction(found, profile),
    }


def _workbook(office_key: str, found: Figures) -> Response:
    profile = pages.office().profile
    digits = Digits.ARABIC if language() == ENGLISH else profile.digits.papers
    content = figures_workbook(found, profile, digits)
    return _file(content, XLSX, f"{_name(office_key, found)}.xlsx")


def _plain(office_key: str, found: Figures) -> Response:
    content = figures_table(office_key, found, pages.office().profile)
    return _file(content, "text/csv", f"{_name(office_key, found)}.csv")


def _name(office_key: str, found: Figures) -> str:
    first_on, last_on = found.period.span
    return f"figures_{office_key}_{first_on:%Y%m%d}_{last_on:%Y%m%d}"


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return send_file(BytesIO(content), mimetype, as_attachment=True, download_name=name)
