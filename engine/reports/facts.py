"""The rows that figures are counted from, folded from the history of each case.

A case is finished (แล้วเสร็จ) when it has a decision, or a result without one, and the notices
of the result have gone to everybody who is told; a question when it is closed. A clock is kept
or broken once, on the day that settles it, so that the figures of two periods add up.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind
from engine.store import tables
from engine.store.rows import delete_rows, find_row, insert_row, update_rows
from engine.store.unit_of_work import Fold, UnitOfWork

KEPT, BROKEN = "kept", "broken"
# The clock of telling somebody the result, by its name in the office profile.
RESULT_NOTICE = "result_notice"
# The clock of a unit that was ordered to act.
UNIT_REPORT = "unit_report"

_COUNTED_BY = ("kind", "channel", "category", "result")


def _lodged(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    if content["kind"] == CaseKind.OFFICE_BUSINESS:
        return
    insert_row(
        uow.connection,
        tables.case_fact,
        office_id=event.office_id,
        case_id=event.stream_id,
        kind=content["kind"],
        channel=content["channel"],
        category=content["category"],
        received_on=date.fromisoformat(content["received_on"]),
        notices_due=0,
        is_counted=True,
        is_from_book=False,
    )


def _described(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    changes: dict[str, Any] = {name: content[name] for name in _COUNTED_BY if name in content}
    if "received_on" in content:
        changes["received_on"] = date.fromisoformat(content["received_on"])
    if content.get("decided_on"):
        changes["result_on"] = date.fromisoformat(content["decided_on"])
    elif content.get("result"):
        fact = _fact(uow, event)
        changes["result_on"] = fact["result_on"] or event.occurred_on
    if changes:
        _change(uow, event, **changes)


def _imported(uow: UnitOfWork, event: Event) -> None:
    content, changes = event.content, dict[str, Any](is_from_book=True)
    if content["filed_on"] is not None:
        changes["result"] = content["result"]
        changes["closed_on"] = date.fromisoformat(content["filed_on"])
        if content["result_on"] is not None:
            changes["result_on"] = date.fromisoformat(content["result_on"])
    _change(uow, event, **changes)


def _merged(uow: UnitOfWork, event: Event) -> None:
    _change(uow, event, result="merged", result_on=event.occurred_on, is_counted=False)


def _archived(uow: UnitOfWork, event: Event) -> None:
    _change(uow, event, closed_on=event.occurred_on)


def _voided(uow: UnitOfWork, event: Event) -> None:
    """Forget a case that was none, with its clocks, even those that had run out."""
    key = _case_key(event)
    delete_rows(uow.connection, tables.deadline_fact, **key)
    delete_rows(uow.connection, tables.case_fact, **key)


def _clock_started(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    reckoning = content["reckoning"]
    insert_row(
        uow.connection,
        tables.deadline_fact,
        office_id=event.office_id,
        deadline_id=UUID(content["deadline"]),
        case_id=event.stream_id,
        name=content["name"],
        unit=_unit(content["scope"]),
        start_on=date.fromisoformat(reckoning["start_on"]),
        due_on=date.fromisoformat(reckoning["effective_on"]),
    )
    if content["name"] == RESULT_NOTICE:
        _change(uow, event, notices_due=_fact(uow, event)["notices_due"] + 1)


def _clock_met(uow: UnitOfWork, event: Event) -> None:
    content, clock = event.content, _clock(uow, event)
    met_on = date.fromisoformat(content["met_on"])
    _change_clock(
        uow,
        event,
        outcome=BROKEN if content["late"] else KEPT,
        outcome_on=clock.due_on if content["late"] else met_on,
        met_on=met_on,
        days_taken=(met_on - clock.start_on).days,
    )
    if content["name"] == RESULT_NOTICE:
        fact = _fact(uow, event)
        told_on = max(met_on, fact["told_on"] or met_on)
        _change(uow, event, notices_due=fact["notices_due"] - 1, told_on=told_on)


def _clock_breached(uow: UnitOfWork, event: Event) -> None:
    _change_clock(uow, event, outcome=BROKEN, outcome_on=_clock(uow, event).due_on)


def _clock_moved(uow: UnitOfWork, event: Event) -> None:
    due_on = date.fromisoformat(event.content["reckoning"]["effective_on"])
    _change_clock(uow, event, due_on=due_on, outcome=None, outcome_on=None)


def _clock_ended(uow: UnitOfWork, event: Event) -> None:
    """Forget a clock whose steps were cut off, unless it had run out by then."""
    if _clock(uow, event).outcome is None:
        delete_rows(uow.connection, tables.deadline_fact, **_clock_key(event))
    if event.content["name"] == RESULT_NOTICE:
        _change(uow, event, notices_due=_fact(uow, event)["notices_due"] - 1)


def _change(uow: UnitOfWork, event: Event, **changes: Any) -> None:
    """Set columns of the case's row, and with them whether and when it is finished."""
    fact = _fact(uow, event) | changes
    finished_on = _finished_on(fact)
    days = (finished_on - fact["received_on"]).days if finished_on else None
    update_rows(
        uow.connection,
        tables.case_fact,
        _case_key(event),
        **changes,
        finished_on=finished_on,
        days_taken=days,
    )


def _finished_on(fact: Mapping[str, Any]) -> date | None:
    if fact["notices_due"]:
        return None
    ended_on: date | None = fact["result_on"] or fact["closed_on"]
    if ended_on is None:
        return None
    told_on = fact["told_on"] if fact["result_on"] else None
    received_on: date = fact["received_on"]
    # Nothing ends before it was received, whatever day was written for it.
    return max(ended_on, told_on or ended_on, received_on)


def _fact(uow: UnitOfWork, event: Event) -> dict[str, Any]:
    row = find_row(uow.connection, tables.case_fact, **_case_key(event))
    if row is None:
        raise LookupError(f"{event.kind} before the case was lodged")
    return dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's public name for a row as a mapping)


def _clock(uow: UnitOfWork, event: Event) -> Any:
    return find_row(uow.connection, tables.deadline_fact, **_clock_key(event))


def _change_clock(uow: UnitOfWork, event: Event, **changes: Any) -> None:
    update_rows(uow.connection, tables.deadline_fact, _clock_key(event), **changes)


def _case_key(event: Event) -> dict[str, Any]:
    return {"office_id": event.office_id, "case_id": event.stream_id}


def _clock_key(event: Event) -> dict[str, Any]:
    return {"office_id": event.office_id, "deadline_id": UUID(event.content["deadline"])}


def _unit(scope: str) -> str | None:
    """Return the unit for which a step is repeated; parties, repeated for too, have ids."""
    item = scope.rpartition("=")[2]
    try:
        UUID(item)
    except ValueError:
        return item or None
    return None


def _of_what_came_in(fold: Fold) -> Fold:
    """Leave out what the office does of itself: that is no case that came to it, and has no row."""

    def folded(uow: UnitOfWork, event: Event) -> None:
        if find_row(uow.connection, tables.case_fact, **_case_key(event)) is not None:
            fold(uow, event)

    return folded


FOLDS: Mapping[EventKind, Fold] = {
    EventKind.CASE_LODGED: _lodged,
    **{
        kind: _of_what_came_in(fold)
        for kind, fold in (
            (EventKind.CASE_DESCRIBED, _described),
            (EventKind.CASE_IMPORTED, _imported),
            (EventKind.CASE_MERGED, _merged),
            (EventKind.CASE_ARCHIVED, _archived),
            (EventKind.CASE_VOIDED, _voided),
            (EventKind.DEADLINE_STARTED, _clock_started),
            (EventKind.DEADLINE_MET, _clock_met),
            (EventKind.DEADLINE_OUTCOME_CORRECTED, _clock_met),
            (EventKind.DEADLINE_BREACHED, _clock_breached),
            (EventKind.DEADLINE_ENDED, _clock_ended),
            (EventKind.DEADLINE_RESUMED, _clock_moved),
            (EventKind.DEADLINE_EXTENDED, _clock_moved),
            (EventKind.DEADLINE_LED, _clock_moved),
        )
    },
}
