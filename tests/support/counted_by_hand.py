"""The figures of a period as somebody would count them with the case files in front of her.

Nothing is shared with the engine's counting: every event of every case is read, case by case,
and every span is counted for itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile
from engine.reports.figures import Counts, Figures, Scope, Timeliness


@dataclass
class Clock:
    name: str
    unit: str | None
    start_on: date
    due_on: date
    met_on: date | None = None
    kept: bool | None = None

    @property
    def settled_on(self) -> date | None:
        return None if self.kept is None else self.met_on if self.kept else self.due_on


@dataclass
class CaseFile:
    """What the events of one case say, read to the end."""

    said: dict[str, Any] = field(default_factory=dict)
    result_on: date | None = None
    closed_on: date | None = None
    is_merged: bool = False
    is_voided: bool = False
    is_from_book: bool = False
    clocks: dict[str, Clock] = field(default_factory=dict)
    cut_off: list[Clock] = field(default_factory=list)

    @property
    def received_on(self) -> date:
        return date.fromisoformat(self.said["received_on"])

    @property
    def finished_on(self) -> date | None:
        notices = [c for c in self.clocks.values() if c.name == "result_notice"]
        if any(clock.met_on is None for clock in notices):
            return None
        days = [self.received_on]
        if self.result_on:
            told = [c.met_on for c in notices if c.met_on is not None]
            days += [self.result_on, *told]
        elif self.closed_on:
            days.append(self.closed_on)
        else:
            return None
        return max(days)


def read_case(events: Iterable[Event]) -> CaseFile:
    found = CaseFile()
    for event in events:
        _read(found, event)
    return found


def _read(found: CaseFile, event: Event) -> None:  # noqa: C901 (one kind after the other)
    content = event.content
    match event.kind:
        case EventKind.CASE_LODGED:
            found.said = dict(content)
        case EventKind.CASE_DESCRIBED:
            found.said.update(content)
            if content.get("decided_on"):
                found.result_on = date.fromisoformat(content["decided_on"])
            elif content.get("result"):
                found.result_on = found.result_on or event.occurred_on
        case EventKind.CASE_MERGED:
            found.is_merged = True
        case EventKind.CASE_IMPORTED:
            found.is_from_book = True
            if content["filed_on"]:
                found.said["result"] = content["result"]
                found.closed_on = date.fromisoformat(content["filed_on"])
                if content["result_on"]:
                    found.result_on = date.fromisoformat(content["result_on"])
        case EventKind.CASE_VOIDED:
            found.is_voided = True
        case EventKind.CASE_ARCHIVED:
            found.closed_on = event.occurred_on
        case _ if "deadline" in content and "name" in content:
            _read_clock(found, event)
        case _:
            pass


def _read_clock(found: CaseFile, event: Event) -> None:
    content = event.content
    match event.kind:
        case EventKind.DEADLINE_STARTED:
            reckoning, last = content["reckoning"], content["scope"].split("=")[-1]
            found.clocks[content["deadline"]] = Clock(
                content["name"],
                last if last and "-" not in last else None,
                date.fromisoformat(reckoning["start_on"]),
                date.fromisoformat(reckoning["effective_on"]),
            )
        case EventKind.DEADLINE_MET | EventKind.DEADLINE_OUTCOME_CORRECTED:
            clock = found.clocks[content["deadline"]]
            clock.met_on = date.fromisoformat(content["met_on"])
            clock.kept = not content["late"]
        case EventKind.DEADLINE_BREACHED:
            found.clocks[content["deadline"]].kept = False
        case EventKind.DEADLINE_ENDED:
            found.cut_off.append(found.clocks.pop(content["deadline"]))
        case EventKind.DEADLINE_RESUMED | EventKind.DEADLINE_EXTENDED | EventKind.DEADLINE_LED:
            clock = found.clocks[content["deadline"]]
            clock.due_on = date.fromisoformat(content["reckoning"]["effective_on"])
            clock.kept = None
        case _:
            pass


def check_figures(figures: Figures, files: Sequence[CaseFile], profile: OfficeProfile) -> None:
    """Hold every figure of a period against the case files."""
    span = figures.period.span
    # What was registered by mistake came to the office as nothing.
    files = [one for one in files if not one.is_voided]
    corrupt = {key for key, one in profile.categories.items() if one.counts_as_corruption}
    in_scope = [
        one for one in files if figures.scope is Scope.ALL or one.said["category"] in corrupt
    ]
    unmerged = [one for one in in_scope if not one.is_merged]
    counted = [one for one in unmerged if one.said["kind"] in ("complaint", "tip_off")]
    others = [
        one
        for one in files
        if not one.is_merged and one.said["kind"] not in ("complaint", "tip_off")
    ]
    assert figures.total == _counts(counted, *span)
    assert figures.from_book == _counts([one for one in counted if one.is_from_book], *span)
    assert list(figures.steps) == [_counts(counted, *step.span) for step in figures.period.steps]
    for column, found in (
        ("kind", figures.kinds),
        ("channel", figures.channels),
        ("category", figures.categories),
    ):
        assert dict(found) == _grouped(counted, column, *span), column
    assert dict(figures.beside) == _grouped(others, "kind", *span)
    finished = [one for one in counted if _within(one.finished_on, *span)]
    assert dict(figures.results) == Counter(one.said.get("result") for one in finished)
    assert figures.median_days == _median(
        (one.finished_on - one.received_on).days for one in finished if one.finished_on
    )
    clocks = [clock for one in in_scope for clock in (*one.clocks.values(), *_run_out(one))]
    names = {clock.name for clock in clocks if _within(clock.settled_on, *span)}
    assert dict(figures.deadlines) == {
        name: _timeliness([c for c in clocks if c.name == name], *span)
        for name in names & set(profile.clock_rules)
    }
    of_units = [clock for clock in clocks if clock.unit and clock.name == "unit_report"]
    for unit in {clock.unit for clock in of_units} | set(figures.units):
        own = [clock for clock in of_units if clock.unit == unit]
        asked = sum(_within(clock.start_on, *span) for clock in own)
        timeliness = _timeliness(own, *span)
        if asked or timeliness.settled:
            assert figures.units[unit].asked == asked
            assert figures.units[unit].timeliness == timeliness
        else:
            assert unit not in figures.units


def _run_out(one: CaseFile) -> list[Clock]:
    """Cut off, but not before they had run out: these were broken."""
    return [clock for clock in one.cut_off if clock.kept is not None]


def _counts(files: Iterable[CaseFile], first_on: date, last_on: date) -> Counts:
    carried_in = received = finished = 0
    for one in files:
        carried_in += one.received_on < first_on and (
            one.finished_on is None or one.finished_on >= first_on
        )
        received += _within(one.received_on, first_on, last_on)
        finished += _within(one.finished_on, first_on, last_on)
    return Counts(carried_in, received, finished)


def _grouped(
    files: Sequence[CaseFile], column: str, first_on: date, last_on: date
) -> Mapping[Any, Counts]:
    values = {one.said[column] for one in files}
    found = {
        value: _counts([f for f in files if f.said[column] == value], first_on, last_on)
        for value in values
    }
    return {value: counts for value, counts in found.items() if counts.total}


def _timeliness(clocks: Sequence[Clock], first_on: date, last_on: date) -> Timeliness:
    settled = [clock for clock in clocks if _within(clock.settled_on, first_on, last_on)]
    kept = sum(clock.kept is True for clock in settled)
    days = [
        (clock.met_on - clock.start_on).days
        for clock in clocks
        if clock.met_on is not None and _within(clock.met_on, first_on, last_on)
    ]
    return Timeliness(kept, len(settled) - kept, _median(days))


def _median(days: Iterable[int]) -> Any:
    found = list(days)
    return median(found) if found else None


def _within(day: date | None, first_on: date, last_on: date) -> bool:
    return day is not None and first_on <= day <= last_on
