"""Business that returns by the calendar: what is next, how the last stood, a start by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check, may
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.office.cycles import Cycle, CycleEvery
from engine.office.thai import month_and_year
from engine.work.business.starting import start_business
from engine.work.lists.business import Returning, list_business
from engine.work.publishing.guidelines import read_frozen_guideline
from web import pages
from web.auth import check_form_owner, form_owner
from web.case_file.procedure_drawings import drawings_of
from web.design.language import say
from web.reports.choosing import read_span
from web.reports.room import blueprint, room_tabs


@dataclass(frozen=True)
class Shown:
    """One process that returns; ``how_often`` is None where the profile has no cycle for it."""

    one: Returning
    how_often: Sentence | None
    begin_url: str | None


@blueprint.get("/<office_key>/business")
def business(office_key: str) -> str:
    may_start = may(pages.standing(), Command.START_BUSINESS)
    return render_template(
        "reports/business.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.business"),
        today=g.today,
        shown=[
            Shown(
                one,
                how_often(one.cycle) if one.cycle else None,
                _begin_url(office_key, one) if may_start and one.lacks is None else None,
            )
            for one in _list()
            # What cannot begin is there for what was done before, and no office's plain work.
            if one.lacks is None or one.cases
        ],
    )


@blueprint.get("/<office_key>/business/<process_id>")
def begin(office_key: str, process_id: str) -> str:
    asked = {name: request.args.get(name, "")[:40] for name in ("from", "to")}
    return _page(office_key, _get(process_id), asked if all(asked.values()) else None, {})


@blueprint.post("/<office_key>/business/<process_id>")
def begin_now(office_key: str, process_id: str) -> Response | tuple[str, int]:
    check_form_owner()
    typed = {name: request.form.get(name, "").strip()[:40] for name in ("from", "to")}
    period, messages = read_span(typed)
    if period is None:
        return _page(office_key, _get(process_id), typed, messages), 422
    span, key = period.span, pages.submission_key()
    try:
        case_id = pages.run(lambda uow: start_business(uow, process_id, span, submission_key=key))
    except FormInvalid as refused:
        messages = {name: said[0] for name, said in refused.messages.items()}
        return _page(office_key, _get(process_id), typed, messages), 422
    flash(say(_BEGUN))
    return redirect(url_for("case_file.case", office_key=office_key, case_id=case_id), 303)


@blueprint.get("/<office_key>/guideline/<uuid:case_id>")
def guideline(office_key: str, case_id: UUID) -> str:
    """Show the guideline of a case as it would be published, for who checks and certifies it."""
    with pages.reading() as uow:
        case, found = read_frozen_guideline(uow, pages.standing(), case_id)
        drawings = drawings_of(uow, found)
    return render_template(
        "reports/guideline.html",
        office_key=office_key,
        case=case,
        guideline=found,
        drawings=drawings,
    )


def how_often(cycle: Cycle) -> Sentence:
    """Say a cycle as an office would: every working day, on the first of each month ..."""
    if cycle.every is CycleEvery.WORKING_DAY:
        return Sentence("ทุกวันทำการ", "Every working day")
    day = cycle.day or 1
    months = [month_and_year(g.today.replace(month=m, day=1)) for m in cycle.months]
    names_th = " ".join(m.th.split()[0] for m in months)
    names_en = ", ".join(m.en.split()[0] for m in months)
    on_th = f"วันที่ {day} ของ{names_th if months else 'ทุกเดือน'}"
    on_en = f"Day {day} of {names_en if months else 'every month'}"
    before = cycle.working_days_before
    if before:
        on_th += f" เริ่มก่อน {before} วันทำการ"
        on_en += f", begun {before} working days before"
    return Sentence(on_th, on_en)


def _list() -> list[Returning]:
    with pages.reading() as uow:
        return list_business(uow, pages.standing(), pages.office())


def _get(process_id: str) -> Returning:
    check(pages.standing(), Command.START_BUSINESS)
    found = next((one for one in _list() if one.process_id == process_id), None)
    if found is None:
        raise NotFound
    if found.lacks is not None:
        raise InvalidTransition(found.lacks)
    return found


def _begin_url(office_key: str, one: Returning) -> str:
    return url_for("reports.begin", office_key=office_key, process_id=one.process_id)


def _page(
    office_key: str,
    one: Returning,
    typed: Mapping[str, str] | None,
    messages: Mapping[str, Sentence],
) -> str:
    return render_template(
        "reports/begin.html",
        office_key=office_key,
        one=one,
        typed=typed,
        messages=messages,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        business_url=url_for("reports.business", office_key=office_key),
    )


_BEGUN = Sentence("เริ่มงานแล้ว", "Begun")
