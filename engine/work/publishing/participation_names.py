"""What the forms of the report of participation know: the year's activities so far."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from engine.cases.register import Case
from engine.office.thai import Digits, long_date
from engine.reports.public_participation import (
    Activity,
    published_participation,
    read_activity,
    slug_of,
    year_of,
)
from engine.store.unit_of_work import UnitOfWork
from engine.work.business.names import period_of

Row = dict[str, Any]


def known_of_participation(
    uow: UnitOfWork, case: Case, written: Callable[[], Sequence[Row] | None], digits: Digits
) -> dict[str, Callable[[], Any]]:
    """Return what these forms know beside others; ``written`` are the rows that were typed last.

    A report that was sent back begins with what was written, a new one with what is public of
    the same fiscal year already.
    """
    return {
        "activities": lambda: written() or _published(uow, case),
        "activities_reported": lambda: [
            _told(read_activity(row), digits) for row in written() or ()
        ],
    }


def _published(uow: UnitOfWork, case: Case) -> list[Row] | None:
    if case.period_to is None:
        return None
    slug = slug_of(year_of(period_of(case)))
    newest = next((one for one in published_participation(uow) if one.slug == slug), None)
    if newest is None:
        return None
    return [{**asdict(each), "held_on": each.held_on.isoformat()} for each in newest.activities]


def _told(activity: Activity, digits: Digits) -> Row:
    day = long_date(activity.held_on, digits).th
    return {**asdict(activity), "held": f"{day} {activity.place}"}
