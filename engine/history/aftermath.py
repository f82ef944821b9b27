"""An instance as it was run again so far, and what its last run must have given rise to."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from engine.bpmn.edition import Edition
from engine.bpmn.runs import OfferedItem, WaitingSystemStep
from engine.feel import Value
from engine.history.recorded_case import Clock
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.office_time import office_date
from engine.work.deadlines import deadline_names
from engine.work.stepping import AWAIT_JOINED
from engine.work.variables import Variables, scope_key

Outcome = tuple[EventKind, bool | None, str | None]
"""How a run stops a clock: the kind of event, whether late, the day it was met."""


@dataclass
class OpenItem:
    """A user task that the engine holds open, and the id by which the record knows it."""

    recorded_id: str
    task: OfferedItem
    round: int


@dataclass
class Instance:
    """One root instance as it was run again so far. ``state`` None: not begun, or ended.

    ``last_run`` is the newest ``engine_ran`` event.
    """

    edition: Edition
    item: tuple[str, Value] | None
    variables: Variables = field(default_factory=Variables)
    state: bytes | None = None
    is_begun: bool = False
    last_run: Event | None = None
    # The day on which it began, for what joined later; its system steps that wait.
    began_on: date | None = None
    waiting: tuple[WaitingSystemStep, ...] = ()
    open: dict[UUID, OpenItem] = field(default_factory=dict)

    @property
    def is_running(self) -> bool:
        return not self.is_begun or self.state is not None

    def cut_off(self) -> set[str]:
        """End it where it stands; return the steps that were open, by their recorded ids."""
        found = {item.recorded_id for item in self.open.values()}
        self.open.clear()
        self.state, self.is_begun, self.waiting = None, True, ()
        return found

    def find(self, recorded_id: str) -> OpenItem | None:
        return next((item for item in self.open.values() if item.recorded_id == recorded_id), None)

    def first_due_on(self, rang_on: date) -> date:
        """Return the day of its first due timer: ``rang_on``, unless the worker was late."""
        armed = self.last_run.content["armed"] if self.last_run else []
        due_on = [office_date(datetime.fromisoformat(due)) for _, _, due in armed if due]
        return min([*due_on, rang_on])

    def awaiting(self, element: str) -> UUID | None:
        """Return the task of the system step that waits for what joined later."""
        said = (AWAIT_JOINED, element)
        return next((w.task_id for w in self.waiting if (w.topic, w.element) == said), None)

    def works_under(self, clock: Clock) -> bool:
        """Whether an open step of the clock's scope runs under it."""
        return any(
            scope_key(item.task.scope) == clock.scope
            and clock.name in deadline_names(item.task.properties)
            for item in self.open.values()
        )


def next_to_go_on(instances: Mapping[UUID, Instance]) -> UUID | None:
    """Return the instance that has waited for all the others to end, once they have."""
    running = [key for key, each in instances.items() if each.is_running]
    if len(running) != 1:
        return None
    waits = any(step.topic == AWAIT_JOINED for step in instances[running[0]].waiting)
    return running[0] if waits else None


@dataclass
class Aftermath:
    """What one run gives rise to and what of it is still to be read in the record.

    ``clocks`` are those that it stops, with the event that says so; None until all steps of
    the run have been offered, since a step may go on under a clock.
    """

    run: Event
    instance_id: UUID
    offers: deque[OfferedItem]
    withdrawn: set[str]
    completes: bool
    archives: bool
    clocks: dict[UUID, Outcome] | None = None

    def stopped(self, instance: Instance, clocks: Mapping[UUID, Clock]) -> dict[UUID, Outcome]:
        """Return the clocks of the instance under which nobody works any more, to be read yet."""
        if self.clocks is None:
            self.clocks = {
                clock_id: _outcome(clock, self.run)
                for clock_id, clock in clocks.items()
                if not instance.works_under(clock) and (self.completes or not clock.awaits_step)
            }
        return self.clocks


@dataclass
class CutOff:
    """What a voiding or a transfer cuts off and what of it is still to be read in the record.

    ``carried`` are the clocks that the run which takes over lets run on; ``process_id`` is its
    process, None of a case that was none, in which nothing goes on.
    """

    by: Event
    withdrawn: set[str]
    clocks: set[UUID]
    carried: set[UUID] = field(default_factory=set)
    process_id: str | None = None


def _outcome(clock: Clock, run: Event) -> Outcome:
    if run.content["cause"]["kind"] == "timer" or clock.awaits_step:
        return EventKind.DEADLINE_ENDED, None, None
    met_on = run.content["happened_on"]
    late = date.fromisoformat(met_on) > clock.effective_on and not clock.is_paused
    is_mended = clock.is_breached and not late
    kind = EventKind.DEADLINE_OUTCOME_CORRECTED if is_mended else EventKind.DEADLINE_MET
    return kind, late, met_on
