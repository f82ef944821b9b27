"""What an office makes public of its figures: totals always, breakdowns only where nobody shows.

A small office with one case and a category names somebody. A breakdown is therefore withheld
whole if any row of it stands for fewer cases than the office's threshold, and if what was
published before would tell of so few by subtraction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.office.fiscal_year import Period
from engine.reports.figures import Counts, Figures
from engine.reports.publications import Publication, PublicationKind, published
from engine.store.unit_of_work import UnitOfWork

BREAKDOWNS: Final = ("categories", "channels")

Breakdown = Mapping[str, int]
"""How many cases were received, by the key of a category or channel; "" is not said yet."""


@dataclass(frozen=True)
class Statistics(Publication):
    """The statistics of a period, as everybody may read them.

    A breakdown that is None is withheld.
    """

    period: Period
    counted_on: date
    total: Counts
    breakdowns: Mapping[str, Breakdown | None]


def slug_of(period: Period) -> str:
    """Return the place of a period in addresses: its two days."""
    return f"{period.first_on.isoformat()}_{period.last_on.isoformat()}"


def breakdowns_of(
    figures: Figures, earlier: Sequence[Statistics], threshold: int
) -> dict[str, Breakdown | None]:
    """Return by what the figures may be broken down in public, after what is public already."""
    found: Mapping[str, Mapping[Any, Counts]] = {
        "categories": figures.categories,
        "channels": figures.channels,
    }
    return {
        name: _shown(
            {key or "": counts.received for key, counts in found[name].items() if counts.received},
            [
                (one.period, shown)
                for one in earlier
                if (shown := one.breakdowns.get(name)) is not None
            ],
            figures.period.span,
            threshold,
        )
        for name in BREAKDOWNS
    }


def _shown(
    counts: Breakdown,
    earlier: Iterable[tuple[Period, Breakdown]],
    period: Period,
    threshold: int,
) -> Breakdown | None:
    if not counts or any(count < threshold for count in counts.values()):
        return None
    told = [(span, one) for span, one in earlier if _overlap(span, period)]
    # Of other days that overlap, whatever they have in common could be had by subtraction.
    is_safe = all(s == period and _differ_by_none_or(threshold, counts, one) for s, one in told)
    return counts if is_safe else None


def _overlap(one: Period, other: Period) -> bool:
    return one.first_on <= other.last_on and other.first_on <= one.last_on


def _differ_by_none_or(threshold: int, counts: Breakdown, other: Breakdown) -> bool:
    """Tell whether the difference of two versions tells of no fewer than the threshold."""
    keys = {*counts, *other}
    by = (abs(counts.get(key, 0) - other.get(key, 0)) for key in keys)
    return all(difference == 0 or difference >= threshold for difference in by)


def published_statistics(uow: UnitOfWork) -> list[Statistics]:
    """Return all that the office has published, the newest period and version first."""
    found = [_read(*each) for each in published(uow, PublicationKind.STATISTICS)]
    return sorted(found, key=_newest_period, reverse=True)


def content_of(statistics: Statistics) -> dict[str, Any]:
    """Return what ``statistics_published`` says beside what every publication says."""
    total = statistics.total
    return {
        "period_from": statistics.period.first_on,
        "period_to": statistics.period.last_on,
        "counted_on": statistics.counted_on,
        "carried_in": total.carried_in,
        "received": total.received,
        "finished": total.finished,
        "breakdowns": {
            name: None if shown is None else sorted(shown.items())
            for name, shown in statistics.breakdowns.items()
        },
    }


def _newest_period(statistics: Statistics) -> tuple[date, date, int]:
    return statistics.period.last_on, statistics.period.first_on, statistics.version


def _read(publication: Publication, content: Mapping[str, Any]) -> Statistics:
    return Statistics(
        **vars(publication),
        period=Period(*(date.fromisoformat(content[key]) for key in ("period_from", "period_to"))),
        counted_on=date.fromisoformat(content["counted_on"]),
        total=Counts(content["carried_in"], content["received"], content["finished"]),
        breakdowns={
            name: None if shown is None else dict(shown)
            for name, shown in content["breakdowns"].items()
        },
    )
