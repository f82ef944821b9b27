"""What an office makes public of its figures: totals always, breakdowns only where nobody shows.

A small office with one case and a category names somebody. A breakdown is therefore withheld
whole if any row of it stands for fewer cases than the office's threshold, and if what was
published before would tell of so few by subtraction.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from engine.journal.canonical import canonical_bytes
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.fiscal_year import Period
from engine.reports.figures import Counts, Figures
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import Fold, UnitOfWork

STATISTICS: Final = "statistics"
BREAKDOWNS: Final = ("categories", "channels")

Breakdown = Mapping[str, int]
"""How many cases were received, by the key of a category or channel; "" is not said yet."""


@dataclass(frozen=True)
class Certifier:
    """Who let it be published, as it stands under it."""

    name: str
    position: str


@dataclass(frozen=True)
class Statistics:
    """One version of the statistics of a period, as everybody may read it.

    A breakdown that is None is withheld. ``correction`` says why there is another version.
    """

    period: Period
    version: int
    counted_on: date
    published_at: datetime
    certifier: Certifier
    total: Counts
    breakdowns: Mapping[str, Breakdown | None]
    correction: str
    case_id: UUID

    @property
    def slug(self) -> str:
        """Its place in addresses: the two days."""
        return slug_of(self.period)


def slug_of(period: Period) -> str:
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


def next_version(uow: UnitOfWork, period: Period) -> int:
    table = tables.publication
    last = uow.connection.scalar(
        select(func.max(table.c.version)).where(
            table.c.office_id == uow.actor.office_id,
            table.c.kind == STATISTICS,
            table.c.period_from == period.first_on,
            table.c.period_to == period.last_on,
        )
    )
    return (last or 0) + 1


def published_statistics(uow: UnitOfWork) -> list[Statistics]:
    """Return all that the office has published, the newest period and version first."""
    table = tables.publication
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.kind == STATISTICS)
        .order_by(table.c.period_to.desc(), table.c.period_from.desc(), table.c.version.desc())
    )
    return [_read(row) for row in rows]


def content_of(statistics: Statistics) -> dict[str, Any]:
    """Return what ``statistics_published`` says."""
    total = statistics.total
    return {
        "version": statistics.version,
        "period_from": statistics.period.first_on,
        "period_to": statistics.period.last_on,
        "counted_on": statistics.counted_on,
        "certifier": vars(statistics.certifier),
        "carried_in": total.carried_in,
        "received": total.received,
        "finished": total.finished,
        "breakdowns": {
            name: None if shown is None else sorted(shown.items())
            for name, shown in statistics.breakdowns.items()
        },
        "correction": statistics.correction,
    }


def _published(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    insert_row(
        uow.connection,
        tables.publication,
        office_id=event.office_id,
        kind=STATISTICS,
        period_from=date.fromisoformat(content["period_from"]),
        period_to=date.fromisoformat(content["period_to"]),
        version=content["version"],
        case_id=event.stream_id,
        published_at=event.recorded_at,
        content=canonical_bytes(content),
    )


def _read(row: Any) -> Statistics:
    content = json.loads(row.content)
    return Statistics(
        period=Period(row.period_from, row.period_to),
        version=row.version,
        counted_on=date.fromisoformat(content["counted_on"]),
        published_at=row.published_at,
        certifier=Certifier(**content["certifier"]),
        total=Counts(content["carried_in"], content["received"], content["finished"]),
        breakdowns={
            name: None if shown is None else dict(shown)
            for name, shown in content["breakdowns"].items()
        },
        correction=content["correction"],
        case_id=row.case_id,
    )


FOLDS: Mapping[EventKind, Fold] = {EventKind.STATISTICS_PUBLISHED: _published}
