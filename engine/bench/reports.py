"""The figures of a fiscal year over a hundred thousand cases."""

from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from engine.bench.figures import Figure, of_samples
from engine.bench.place import Place
from engine.office.fiscal_year import FiscalYear
from engine.office.roles import Role
from engine.reports.facts import BROKEN, KEPT, RESULT_NOTICE, UNIT_REPORT
from engine.reports.figures import Figures, see_figures
from engine.reports.periods import YEAR, part_of_year
from engine.store import tables
from engine.work.offices.settings import settings_in_force

REPORTS = ("report.fiscal_year_100000",)

_SAMPLES = 12
_CASES = 100_000
_IN_ONE_STATEMENT = 500
# Half of the cases came before the year that is reported on, half in it.
_DAYS = 730
# Coprime with it, so that few cases lie as wide apart as many.
_STRIDE = 331
_CATEGORIES = ("corruption", "misconduct", "procurement", "service", "information", None)
_CHANNELS = ("walk_in", "telephone", "website_corruption", "box", "post")
_RESULTS = ("founded", "unfounded", "insufficient")
_CLOCKS = ("intake", "sorting", "opinion", "first_notice", UNIT_REPORT, RESULT_NOTICE)
_UNITS = ("planning", "construction", "maintenance")


def measure_reports(place: Place, scale: float) -> Iterator[Figure]:
    """Measure the whole report of one year: totals, months, breakdowns, deadlines, units."""
    year = FiscalYear.of(place.today)
    _fill(place, round(_CASES * scale), year.last_on - timedelta(days=_DAYS))
    samples = []
    for _ in range(_SAMPLES):
        begun = perf_counter()
        found = _count(place, year)
        samples.append(perf_counter() - begun)
        if not found.total.received:
            raise RuntimeError("nothing was counted")
    yield of_samples(REPORTS[0], samples, place.backend)


def _count(place: Place, year: FiscalYear) -> Figures:
    manager = place.standing(Role.MANAGER)
    with place.store.reading(manager.actor) as uow:
        profile = settings_in_force(uow, uow.today).profile
        return see_figures(uow, manager, profile, part_of_year(year.buddhist_year, YEAR))


def _fill(place: Place, wanted: int, first_on: date) -> None:
    """Write facts as the folds would, without the histories behind them."""
    for start in range(0, wanted, _IN_ONE_STATEMENT):
        numbers = range(start, min(start + _IN_ONE_STATEMENT, wanted))
        with place.store.unit(place.actor(Role.MANAGER)) as uow:
            for number in numbers:
                stream, fact, clocks = _facts(
                    number, first_on + timedelta(days=number * _STRIDE % _DAYS)
                )
                here = {"office_id": place.office_id}
                uow.connection.execute(insert(tables.stream), stream | here)
                uow.connection.execute(insert(tables.case_fact), fact | here)
                uow.connection.execute(insert(tables.deadline_fact), [c | here for c in clocks])


def _facts(
    number: int, received_on: date
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    case_id = uuid4()
    stream = {
        "id": case_id,
        "kind": "case",
        "wrapped_key": b"",
        "version": 0,
        "sealed_version": 0,
        "head": b"",
    }
    days = 5 + number * 7 % 90
    is_finished = number % 5 != 0
    finished_on = received_on + timedelta(days=days) if is_finished else None
    fact = {
        "case_id": case_id,
        "kind": "tip_off" if number % 9 == 0 else "complaint",
        "channel": _CHANNELS[number % len(_CHANNELS)],
        "category": _CATEGORIES[number % len(_CATEGORIES)],
        "received_on": received_on,
        "result": _RESULTS[number % len(_RESULTS)] if is_finished else None,
        "result_on": finished_on,
        "notices_due": 0,
        "finished_on": finished_on,
        "days_taken": days if is_finished else None,
        "is_counted": number % 40 != 0,
        "is_from_book": False,
    }
    clocks = [_clock(number, case_id, name, received_on) for name in _CLOCKS]
    return stream, fact, clocks


def _clock(number: int, case_id: Any, name: str, start_on: date) -> dict[str, Any]:
    days = number * (len(name) + 3) % 20
    due_on, met_on = start_on + timedelta(days=15), start_on + timedelta(days=days)
    is_kept = met_on <= due_on
    return {
        "deadline_id": uuid4(),
        "case_id": case_id,
        "name": name,
        "unit": _UNITS[number % len(_UNITS)] if name == UNIT_REPORT else None,
        "start_on": start_on,
        "due_on": due_on,
        "outcome": KEPT if is_kept else BROKEN,
        "outcome_on": met_on if is_kept else due_on,
        "met_on": met_on,
        "days_taken": days,
    }
