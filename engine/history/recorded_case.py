"""What the events of a case have said so far, as a run of its processes asks for it.

Events are folded in memory by the functions that make the rows; no row is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from engine.cases.parties import Party, corrected_columns, joined_party
from engine.cases.register import Case, described_columns, lodged_case
from engine.feel import Value
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.deadlines import DayUnit, Reckoning, Roll, StartEvent
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
    is_fresh: bool = True

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
        match event.kind:
            case EventKind.CASE_LODGED:
                self._case, self._names = lodged_case(event), None
            case EventKind.CASE_DESCRIBED:
                self._case, self._names = replace(self.case, **described_columns(event)), None
            case EventKind.PARTY_JOINED:
                party = joined_party(event)
                self._parties[party.id], self._names = party, None
            case EventKind.PARTY_CORRECTED:
                self._correct(event)
            case EventKind.DEADLINE_STARTED:
                self._start_clock(event)
            case EventKind.DEADLINE_BREACHED:
                self.clocks[UUID(event.content["deadline"])].is_breached = True
            case EventKind.DEADLINE_MET | EventKind.DEADLINE_OUTCOME_CORRECTED:
                self._stop_clock(event)
            case EventKind.DEADLINE_ENDED:
                self._stop_clock(event)

    @property
    def case(self) -> Case:
        if self._case is None:
            raise KeyError(EventKind.CASE_LODGED)
        return self._case

    @property
    def number(self) -> str:
        return self._case.number if self._case else ""

    @property
    def names(self) -> Mapping[str, Any]:
        """Return ``case.*`` as it stands now."""
        if self._names is None:
            self._names = names_of_case(self.case, self._parties.values())
        return self._names

    def party(self, party_id: UUID) -> Party | None:
        return self._parties.get(party_id)

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

    def _correct(self, event: Event) -> None:
        party_id = UUID(event.content["party"])
        changed: dict[str, Any] = {**corrected_columns(event)}
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

    def _stop_clock(self, event: Event) -> None:
        clock = self.clocks.pop(UUID(event.content["deadline"]))
        del self._open[clock.instance_id, clock.name, clock.scope]


def is_reckoned(reckoning: Reckoning) -> bool:
    """Whether the last day follows from the rule, the start and the days off that are recorded.

    Of days before the start nothing is recorded, so reminders and the day of warning
    are taken as they stand.
    """
    rule, start_on = reckoning.rule, reckoning.start_on
    off = {day.on for day in reckoning.days_off}

    def worked_from(day: date) -> date:
        while day in off:
            day += timedelta(days=1)
        return day

    if rule.unit is DayUnit.CALENDAR:
        raw_on = start_on + timedelta(days=rule.number)
    elif rule.number == 0:
        # Whether the office worked on the day of the start itself is not recorded.
        is_same = reckoning.raw_on == start_on
        raw_on = start_on if is_same else worked_from(start_on + timedelta(days=1))
    else:
        raw_on = start_on
        for _ in range(rule.number):
            raw_on = worked_from(raw_on + timedelta(days=1))
    rolls = rule.roll is Roll.NEXT_WORKING_DAY
    effective_on = worked_from(raw_on) if rolls else raw_on
    return (raw_on, effective_on) == (reckoning.raw_on, reckoning.effective_on)
