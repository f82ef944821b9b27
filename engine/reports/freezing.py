"""Figures as they stood when a report was begun: counted once, kept in its history, never again.

A report, its papers and what is published of it show these and no others, whatever is recorded
of the period later (ณ วันที่).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine.journal.events import Event, append, has_event, read_stream
from engine.journal.kinds import EventKind
from engine.office.fiscal_year import Period
from engine.office.profile import OfficeProfile
from engine.reports.counting import Scope
from engine.reports.figures import Counts, Figures, Timeliness, UnitFigures, count_figures
from engine.reports.periods import named_period
from engine.reports.satisfaction import NOT_ASKED, Satisfaction
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FrozenFigures:
    """What ``figures_frozen`` of an event says; ``round``: how often this report was counted."""

    by_scope: Mapping[Scope, Figures]
    frozen_at: datetime
    round: int

    @property
    def all(self) -> Figures:
        return self.by_scope[Scope.ALL]


def freeze_figures(
    uow: UnitOfWork, profile: OfficeProfile, case_id: UUID, span: Period, *, element: str | None
) -> None:
    """Count the span today, by every scope, and write it into the history of the report."""
    period = named_period(span)
    counted = {scope.value: count_figures(uow, profile, period, scope) for scope in Scope}
    append(
        uow,
        case_id,
        EventKind.FIGURES_FROZEN,
        {
            "period_from": span.first_on,
            "period_to": span.last_on,
            "counted_on": uow.today,
            "figures": {scope: _written(figures) for scope, figures in counted.items()},
        },
        element=element,
    )


def frozen_figures(uow: UnitOfWork, case_id: UUID) -> FrozenFigures | None:
    """Return what was counted last for a report; None of a case that is none."""
    events = list(read_stream(uow, case_id, kinds=(EventKind.FIGURES_FROZEN,)))
    return _read(events[-1], len(events)) if events else None


def has_figures(uow: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether anything was counted for a case, without opening it."""
    return has_event(uow, case_id, EventKind.FIGURES_FROZEN)


def _read(event: Event, times: int) -> FrozenFigures:
    content = event.content
    first_on = date.fromisoformat(content["period_from"])
    span = Period(first_on, date.fromisoformat(content["period_to"]))
    counted_on = date.fromisoformat(content["counted_on"])
    by_scope = {
        Scope(scope): _figures(said, span, Scope(scope), counted_on)
        for scope, said in content["figures"].items()
    }
    return FrozenFigures(by_scope, event.recorded_at, times)


# A category or a result that was not said yet has no key in the history.
_UNSAID = ""


def _written(figures: Figures) -> dict[str, Any]:
    return {
        "total": asdict(figures.total),
        "steps": [asdict(step) for step in figures.steps],
        "kinds": _counts_written(figures.kinds),
        "channels": _counts_written(figures.channels),
        "categories": _counts_written(figures.categories),
        "beside": _counts_written(figures.beside),
        "from_book": asdict(figures.from_book),
        "satisfaction": {
            "answered": figures.satisfaction.answered,
            "mean": _number_written(figures.satisfaction.mean),
        },
        "results": [[key or _UNSAID, count] for key, count in figures.results.items()],
        "median_days": _number_written(figures.median_days),
        "deadlines": [[key, _kept_written(one)] for key, one in figures.deadlines.items()],
        "units": [
            [key, {"asked": one.asked, **_kept_written(one.timeliness)}]
            for key, one in figures.units.items()
        ],
    }


def _figures(said: Mapping[str, Any], span: Period, scope: Scope, counted_on: date) -> Figures:
    return Figures(
        period=named_period(span),
        scope=scope,
        counted_on=counted_on,
        total=Counts(**said["total"]),
        steps=tuple(Counts(**step) for step in said["steps"]),
        kinds={str(key): one for key, one in _counts(said["kinds"]).items()},
        channels={str(key): one for key, one in _counts(said["channels"]).items()},
        categories=_counts(said["categories"]),
        # Of what was frozen before books were taken in nothing is said.
        from_book=Counts(**said.get("from_book", {})),
        satisfaction=_satisfaction(said.get("satisfaction")),
        beside={str(key): one for key, one in _counts(said["beside"]).items()},
        results={key or None: count for key, count in said["results"]},
        median_days=_number(said["median_days"]),
        deadlines={key: _kept(one) for key, one in said["deadlines"]},
        units={key: UnitFigures(one["asked"], _kept(one)) for key, one in said["units"]},
    )


def _satisfaction(said: Mapping[str, Any] | None) -> Satisfaction:
    """Return what was said of it; of what was frozen before it was asked for, nothing."""
    return Satisfaction(said["answered"], _number(said["mean"])) if said else NOT_ASKED


def _counts_written(found: Mapping[Any, Counts]) -> list[list[Any]]:
    """Return what was counted, the most first: a mapping would lose its order."""
    return [[key or _UNSAID, asdict(counts)] for key, counts in found.items()]


def _counts(written: list[list[Any]]) -> dict[str | None, Counts]:
    return {key or None: Counts(**counts) for key, counts in written}


def _kept_written(one: Timeliness) -> dict[str, Any]:
    return {
        "kept": one.kept,
        "broken": one.broken,
        "median_days": _number_written(one.median_days),
    }


def _kept(written: Mapping[str, Any]) -> Timeliness:
    return Timeliness(written["kept"], written["broken"], _number(written["median_days"]))


def _number_written(number: Decimal | None) -> str | None:
    """Return a number as it stands: canonical history knows no fractions."""
    return None if number is None else str(number)


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)
