"""What the events of a case have said so far, as a run of its processes asks for it.

Events are folded in memory by the functions that make the rows; no row is read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from engine.cases.parties import Party, corrected_columns, joined_party
from engine.cases.register import (
    ASKED,
    Case,
    described_columns,
    imported_columns,
    lodged_case,
    tags_after,
)
from engine.feel import Value
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.deadlines import (
    DayUnit,
    DeadlineRule,
    Reckoning,
    Roll,
    StartEvent,
)
from engine.office.moves import Move, MoveKind
from engine.work.agencies.sources import is_day_of_source
from engine.work.stepping import names_of_case, received_day


@dataclass
class Clock:
    """An open deadline. ``is_fresh`` until the run that started it is known."""

    started_by: Event
    instance_id: UUID
    name: str
    scope: str
    round: int
    reckoning: Reckoning
    is_breached: bool = False
    is_paused: bool = False
    is_fresh: bool = True
    # Taken over from another process, and no step of this one has worked under it yet.
    awaits_step: bool = False

    @property
    def effective_on(self) -> date:
        return self.reckoning.effective_on


@dataclass
class RecordedCase:
    """A case after some of its events. ``clocks`` are the deadlines that are still to be met."""

    clocks: dict[UUID, Clock] = field(default_factory=dict)
    _case: Case | None = None
    _parties: dict[UUID, Party] = field(default_factory=dict)
    _open: dict[tuple[UUID, str, str], UUID] = field(default_factory=dict)
    _rounds: dict[tuple[UUID, str, str], int] = field(default_factory=dict)
    _names: dict[str, Any] | None = None

    def fold(self, event: Event) -> None:
        """Take the next event in; KeyError and its like where it is none that was written here."""
        taking = _FOLDS.get(event.kind)
        if taking is not None:
            taking(self, event)

    @property
    def case(self) -> Case:
        if self._case is None:
            raise KeyError(EventKind.CASE_LODGED)
        return self._case

    @property
    def number(self) -> str:
        return self._case.number if self._case else ""

    def names(self, route: str | None) -> Mapping[str, Any]:
        """Return ``case.*`` as it stands now, on the route that the office then gave it."""
        if self._names is None:
            self._names = names_of_case(self.case, self._parties.values(), route=None)
        return {**self._names, "route": route}

    def parties(self) -> tuple[Party, ...]:
        return tuple(self._parties.values())

    def clock(self, instance_id: UUID, name: str, scope: str) -> Clock | None:
        """Return the open clock of this name in the scope."""
        found = self._open.get((instance_id, name, scope))
        return None if found is None else self.clocks[found]

    def clocks_of(self, instance_id: UUID) -> dict[UUID, Clock]:
        return {key: each for key, each in self.clocks.items() if each.instance_id == instance_id}

    def fresh_clocks(self) -> Iterator[Clock]:
        """Give the clocks that no run has been found to start yet."""
        return (clock for clock in self.clocks.values() if clock.is_fresh)

    def start_of(self, clock: Clock, happened_on: date, item: tuple[str, Value] | None) -> date:
        """Return the day from which a clock counts that a run of this day starts."""
        if clock.reckoning.rule.start_event is StartEvent.RECEIVED:
            return received_day(self.case, self._parties.values(), item)
        return happened_on

    def is_next_round(self, clock: Clock) -> bool:
        """Whether a clock just started counts on from the one before it of its name and scope."""
        return self._rounds[clock.instance_id, clock.name, clock.scope] == clock.round

    def _lodge(self, event: Event) -> None:
        self._case, self._names = lodged_case(event), None

    def _describe(self, event: Event) -> None:
        self._case, self._names = replace(self.case, **described_columns(event)), None

    def _import(self, event: Event) -> None:
        self._case, self._names = replace(self.case, **imported_columns(event)), None

    def _ask_to_withdraw(self, _event: Event) -> None:
        self._case = replace(self.case, withdrawal=ASKED)

    def _transfer(self, event: Event) -> None:
        self._case = replace(self.case, process_id=event.content["process_id"])

    def _tag(self, event: Event) -> None:
        self._case = replace(self.case, tags=tags_after(self.case.tags, event))

    def _number(self, event: Event) -> None:
        self._case = replace(self.case, registry_number=event.content["number"])

    def _suspend(self, event: Event) -> None:
        body = event.content["outside_body"]
        self._case = replace(self.case, suspended_for=body, suspended_on=event.occurred_on)

    def _resume(self, _event: Event) -> None:
        self._case = replace(self.case, suspended_for=None, suspended_on=None)

    def _join(self, event: Event) -> None:
        party = joined_party(event)
        self._parties[party.id], self._names = party, None

    def _correct(self, event: Event) -> None:
        party_id = UUID(event.content["party"])
        changed = corrected_columns(event)
        self._parties[party_id] = replace(self._parties[party_id], **changed)
        self._names = None

    def _start_clock(self, event: Event) -> None:
        content = event.content
        if event.instance_id is None:
            raise KeyError(event.seq)
        clock = Clock(
            started_by=event,
            instance_id=event.instance_id,
            name=content["name"],
            scope=content["scope"],
            round=content["round"],
            reckoning=Reckoning.from_json(content["reckoning"]),
        )
        key = (clock.instance_id, clock.name, clock.scope)
        if key in self._open:
            raise KeyError(content["deadline"])
        clock_id = UUID(content["deadline"])
        self.clocks[clock_id] = clock
        self._open[key] = clock_id
        self._rounds[key] = self._rounds.get(key, 0) + 1

    def _breach_clock(self, event: Event) -> None:
        self.clocks[UUID(event.content["deadline"])].is_breached = True

    def _pause_clock(self, event: Event) -> None:
        self.clocks[UUID(event.content["deadline"])].is_paused = True

    def _move_clock(self, event: Event) -> None:
        """Count on from another last day; what was counted before it must stand as it stood."""
        before, now = self._recounted(event)
        if now[:-1] != before or not now:
            raise KeyError(event.seq)

    def _lead_clock(self, event: Event) -> None:
        """Let another agency's day lead, or none; the office's own count stays as it was."""
        before, now = self._recounted(event)
        if before != now:
            raise KeyError(event.seq)

    def _recounted(self, event: Event) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """Take another reckoning of a clock; return its moves before and now."""
        clock = self.clocks[UUID(event.content["deadline"])]
        moved, before = Reckoning.from_json(event.content["reckoning"]), clock.reckoning
        same = ("rule", "start_on", "raw_on")
        if any(getattr(moved, name) != getattr(before, name) for name in same):
            raise KeyError(event.seq)
        clock.reckoning, clock.is_paused, clock.is_breached = moved, False, False
        return before.moves, moved.moves

    def is_led(self, clock: Clock) -> bool:
        """Whether a day that leads is one that an agency of the case has set."""
        lead = clock.reckoning.lead
        return lead is None or is_day_of_source(lead, self._parties.values(), clock.scope)

    def _carry_clock(self, event: Event) -> None:
        if event.instance_id is None:
            raise KeyError(event.seq)
        clock_id = UUID(event.content["deadline"])
        clock = self.clocks[clock_id]
        key = (event.instance_id, clock.name, clock.scope)
        if key in self._open:
            raise KeyError(event.seq)
        del self._open[clock.instance_id, clock.name, clock.scope]
        clock.instance_id, clock.awaits_step = event.instance_id, True
        self._open[key], self._rounds[key] = clock_id, clock.round

    def _stop_clock(self, event: Event) -> None:
        clock = self.clocks.pop(UUID(event.content["deadline"]))
        del self._open[clock.instance_id, clock.name, clock.scope]


_FOLDS: Final[Mapping[EventKind, Callable[[RecordedCase, Event], None]]] = {
    EventKind.CASE_LODGED: RecordedCase._lodge,  # noqa: SLF001 (its own, by kind)
    EventKind.CASE_DESCRIBED: RecordedCase._describe,  # noqa: SLF001
    EventKind.CASE_IMPORTED: RecordedCase._import,  # noqa: SLF001
    EventKind.WITHDRAWAL_ASKED: RecordedCase._ask_to_withdraw,  # noqa: SLF001
    EventKind.CASE_TRANSFERRED: RecordedCase._transfer,  # noqa: SLF001
    EventKind.CASE_TAGGED: RecordedCase._tag,  # noqa: SLF001
    EventKind.REGISTRY_NUMBER_NOTED: RecordedCase._number,  # noqa: SLF001
    EventKind.CASE_SUSPENDED: RecordedCase._suspend,  # noqa: SLF001
    EventKind.CASE_RESUMED: RecordedCase._resume,  # noqa: SLF001
    EventKind.PARTY_JOINED: RecordedCase._join,  # noqa: SLF001
    EventKind.PARTY_CORRECTED: RecordedCase._correct,  # noqa: SLF001
    EventKind.DEADLINE_STARTED: RecordedCase._start_clock,  # noqa: SLF001
    EventKind.DEADLINE_BREACHED: RecordedCase._breach_clock,  # noqa: SLF001
    EventKind.DEADLINE_PAUSED: RecordedCase._pause_clock,  # noqa: SLF001
    EventKind.DEADLINE_RESUMED: RecordedCase._move_clock,  # noqa: SLF001
    EventKind.DEADLINE_EXTENDED: RecordedCase._move_clock,  # noqa: SLF001
    EventKind.DEADLINE_LED: RecordedCase._lead_clock,  # noqa: SLF001
    EventKind.DEADLINE_CARRIED: RecordedCase._carry_clock,  # noqa: SLF001
    EventKind.DEADLINE_MET: RecordedCase._stop_clock,  # noqa: SLF001
    EventKind.DEADLINE_OUTCOME_CORRECTED: RecordedCase._stop_clock,  # noqa: SLF001
    EventKind.DEADLINE_ENDED: RecordedCase._stop_clock,  # noqa: SLF001
}


def is_reckoned(reckoning: Reckoning) -> bool:
    """Whether the last day follows from the rule, the start and the days off that are recorded.

    Of days before the start nothing is recorded, so reminders and the day of warning
    are taken as they stand.
    """
    rule, start_on = reckoning.rule, reckoning.start_on
    count = _Count(rule, frozenset(day.on for day in reckoning.days_off))
    if rule.unit is DayUnit.WORKING and rule.number == 0:
        # Whether the office worked on the day of the start itself is not recorded.
        is_same = reckoning.raw_on == start_on
        raw_on = start_on if is_same else count.worked_from(start_on + timedelta(days=1))
    else:
        raw_on = count.after(start_on, rule.number)
    own_on = count.rolled(raw_on)
    first_on = reckoning.moves[0].was_on if reckoning.moves else reckoning.own_on
    if raw_on == start_on != first_on and rule.roll is Roll.NEXT_WORKING_DAY:
        # Of no days at all: nor is it recorded whether the start was a day off, and rolled.
        own_on = count.worked_from(start_on + timedelta(days=1))
    for move in reckoning.moves:
        if move.was_on != own_on:
            return False
        own_on = count.moved(move)
        if move.now_on != own_on:
            return False
    counted = (raw_on, own_on) == (reckoning.raw_on, reckoning.own_on)
    return counted and _is_lead_kept(reckoning)


def _is_lead_kept(reckoning: Reckoning) -> bool:
    lead = reckoning.lead
    if lead is None:
        return True
    is_first = reckoning.start_on <= lead.on < lead.own_on
    return reckoning.rule.source_leads and is_first and lead.on == reckoning.effective_on


@dataclass(frozen=True)
class _Count:
    """Counts days of a rule by the days off that a reckoning has recorded."""

    rule: DeadlineRule
    off: frozenset[date]

    def after(self, start: date, days: int) -> date:
        if self.rule.unit is DayUnit.CALENDAR:
            return start + timedelta(days=days)
        for _ in range(days):
            start = self.worked_from(start + timedelta(days=1))
        return start

    def worked_from(self, day: date) -> date:
        while day in self.off:
            day += timedelta(days=1)
        return day

    def rolled(self, day: date) -> date:
        return self.worked_from(day) if self.rule.roll is Roll.NEXT_WORKING_DAY else day

    def moved(self, move: Move) -> date:
        if move.kind is MoveKind.EXTENSION:
            return self.rolled(self.after(move.was_on, move.days))
        left = self._left(move) if move.on < move.was_on else -1
        return self.rolled(self.after(move.until, left)) if left == move.days else move.on

    def _left(self, move: Move) -> int:
        days = (move.on + timedelta(days=n) for n in range(1, (move.was_on - move.on).days + 1))
        return sum(self.rule.unit is DayUnit.CALENDAR or day not in self.off for day in days)
