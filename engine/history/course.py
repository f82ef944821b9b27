"""A case run again from its events, each run held against its record.

Edition, cause, clock, answers, columns of the case, parties and reckoned deadlines are
taken from the record; all else must come out of the engine again: what each run
evaluates, takes, passes, arms and leaves behind, and the work, clocks and endings it
gives rise to. docs/adr/0003-re-execution.md says what that proves.
"""

import json
from collections import deque
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final, NoReturn
from uuid import UUID

from engine.bpmn.edition import Edition
from engine.bpmn.failures import ElementFailed
from engine.bpmn.runs import OfferedItem, Run
from engine.definitions.reading import steering_keys
from engine.errors import EngineError
from engine.history.aftermath import (
    Aftermath,
    CutOff,
    Instance,
    OpenItem,
    Outcome,
    next_to_go_on,
)
from engine.history.course_faults import Deviation, Difference
from engine.history.recorded_case import Clock, RecordedCase, is_reckoned
from engine.history.recorded_context import (
    CAUSED_BY_STEPS,
    Effect,
    EffectsSoFar,
    RecordedContext,
    effect_of,
)
from engine.history.rerunning import MOVES, run_again
from engine.history.run_differences import first_difference
from engine.journal.canonical import canonical_bytes
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.office_time import office_date
from engine.work.deadlines import deadline_names
from engine.work.main_run import is_part_of, knows_clock
from engine.work.stepping import account_of, account_of_offer
from engine.work.variables import scope_key, steering_answers

_RECKONED = frozenset(
    {
        EventKind.DEADLINE_STARTED,
        EventKind.DEADLINE_RESUMED,
        EventKind.DEADLINE_EXTENDED,
        EventKind.DEADLINE_LED,
    }
)
EditionOf = Callable[[str], Edition]


class Course:
    """One case, event by event.

    ``runs`` counts the engine runs that came out the same; ``instances`` are as they left them.
    """

    def __init__(self, edition_of: EditionOf) -> None:
        self.runs = 0
        self.case = RecordedCase()
        self.instances: dict[UUID, Instance] = {}
        self._edition_of = edition_of
        self._effects = EffectsSoFar()
        # Since the last run: what was answered, which instance began, what system steps left.
        self._answered: Event | None = None
        self._begun: UUID | None = None
        self._left: list[Event] = []
        self._aftermath: Aftermath | None = None
        # The instance that must go on next: all that it waited for has ended.
        self._goes_on: UUID | None = None
        # What moved the clocks last, since then nothing else has moved the case.
        self._moved: Event | None = None
        # The case was registered by mistake, and nothing moves it any more; or it goes over to
        # another process, whose run has not come yet.
        self._cut: CutOff | None = None
        self._last: Event | None = None
        self._happened_on: date | None = None

    def follow(self, event: Event) -> None:
        """Take the next event of the case.

        Raises
        ------
        Deviation
            The event is not what running the history again gives rise to.
        """
        self._last = event
        try:
            self._take(event)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            # A content that no command of ours wrote.
            raise self._deviation(Difference.UNREADABLE, event) from error

    def finish(self) -> None:
        """Say that there are no more events. Raises Deviation when something must still come."""
        self._settle()
        self._check_gone_on()
        waiting = [each for each in (self._answered, *self._left) if each is not None]
        if waiting:
            self._fail(Difference.MISSING, waiting[0])
        if self._begun is not None and self._last is not None:
            self._fail(Difference.MISSING, self._last)
        self._check_clocks_asked()

    def _take(self, event: Event) -> None:
        taking = _TAKES.get(event.kind)
        if taking is not None:
            taking(self, event)
        elif event.kind in CAUSED_BY_STEPS and event.element is not None:
            # A message that a person writes names no system step.
            self._left.append(event)
        self.case.fold(event)
        if event.kind in _RECKONED:
            self._check_reckoning(event)

    # -- What moves the case -------------------------------------------------------------------

    def _start(self, event: Event) -> None:
        self._moved = None
        self._settle(starts=True)
        self._check_gone_on()
        is_known = event.instance_id in self.instances
        if event.instance_id is None or is_known or self._begun:
            self._fail(Difference.CAUSE, event)
        edition = self._edition(event)
        if event.content["process_id"] != edition.process_id:
            self._fail(Difference.EDITION, event)
        item = event.content["item"]
        if self._cut and (item or self._cut.process_id != edition.process_id):
            self._fail(Difference.CAUSE, event)
        self.instances[event.instance_id] = Instance(
            edition, tuple(item) if item else None, began_on=event.occurred_on
        )
        self._begun = event.instance_id

    def _edition(self, event: Event) -> Edition:
        try:
            return self._edition_of(event.edition or "")
        except EngineError as error:
            raise self._deviation(Difference.EDITION, event) from error

    def _move(self, event: Event) -> None:
        """Take what moves the clocks of a case and with them the timers of its diagrams."""
        self._settle()
        self._check_gone_on()
        self._moved = event

    def _void(self, event: Event) -> None:
        """Take that the case was none: whatever is open is cut off, and nothing is met by it."""
        self._settle()
        self._check_gone_on()
        if self._answered or self._begun or self._cut:
            self._fail(Difference.CAUSE, event)
        open_steps = set[str]().union(*(each.cut_off() for each in self.instances.values()))
        self._cut = CutOff(event, open_steps, set(self.case.clocks))

    def _transfer(self, event: Event) -> None:
        """Take that the case goes over to another process, with the clocks that both know."""
        self._settle()
        self._check_gone_on()
        edition, content = self._edition(event), event.content
        ways = (content["from"], content["process_id"])
        is_ready = not (self._answered or self._begun)
        if not is_ready or ways != (self.case.case.process_id, edition.process_id):
            self._fail(Difference.CAUSE, event)
        own = self._own_runs(event)
        clocks = {key: each for key, each in self.case.clocks.items() if each.instance_id in own}
        carried = {
            key for key, each in clocks.items() if knows_clock(edition, each.name, each.scope)
        }
        self._moved = None
        self._cut = CutOff(
            event,
            withdrawn=set[str]().union(*(self.instances[key].cut_off() for key in own)),
            clocks=clocks.keys() - carried,
            carried=carried,
            process_id=edition.process_id,
        )

    def _own_runs(self, event: Event) -> set[UUID]:
        """Return the runs of the process that the case leaves, and of what that one calls."""
        running = {key: each for key, each in self.instances.items() if each.is_running}
        own = next((each.edition for each in running.values() if each.item is None), None)
        if own is None:
            self._fail(Difference.CAUSE, event)
        return {key for key, each in running.items() if is_part_of(own, each.edition.process_id)}

    def _carry(self, event: Event) -> None:
        cut, clock_id = self._cut, UUID(event.content["deadline"])
        if cut is None or clock_id not in cut.carried or event.instance_id != self._begun:
            self._fail(Difference.CLOCK_STARTED, event)
        cut.carried.remove(clock_id)

    def _answer(self, event: Event) -> None:
        self._moved = None
        self._settle()
        self._check_gone_on()
        content, instance = event.content, self._instance(event)
        item = instance.find(content["work_item"])
        if self._answered or item is None:
            self._fail(Difference.ANSWERED_ITEM, event)
        task, scope = item.task, item.task.scope
        said = (event.element, content["scope"], content["round"], content["form_ref"])
        if said != (task.element, scope_key(scope), item.round, task.form_ref):
            self._fail(Difference.ANSWERED_ITEM, event)
        answers = content["answers"]
        steering = steering_answers(steering_keys(instance.edition), task.element, answers)
        instance.variables.put(scope, task.element, steering)
        instance.variables.count_visit(scope, task.element)
        if "members" in answers:
            self._effects.orders[task.process_id] = answers
        self._answered = event

    # -- A run ---------------------------------------------------------------------------------

    def _run(self, event: Event) -> None:
        self._settle()
        if self._begun is not None:
            self._cut = None
        instance = self._instance(event)
        self._happened_on = self._day_of_cause(event)
        context = RecordedContext(
            self.case,
            instance.variables,
            lambda name, scope: self._ask_clock(event, name, scope),
            self._effects,
            # A run that did not ask for it does not tell it.
            route=event.content.get("route"),
            is_joined_by_others=self._runs_beside(instance),
        )
        run, done = self._run_again(event, instance, context)
        self._compare(event, run)
        self._compare_effects(event, context.expected)
        self._check_clocks_asked()
        self._keep(event, instance, run, done)
        self.runs += 1

    def _day_of_cause(self, event: Event) -> date:
        """Return the day that the run counts from, once it is known to be that of its cause."""
        content = event.content
        if datetime.fromisoformat(content["now"]) != event.recorded_at:
            self._fail(Difference.INSTANT, event)
        kind = content["cause"]["kind"]
        if kind != "joined":
            self._check_gone_on()
        day = _DAYS[kind](self, event) if kind in _DAYS else None
        if day is None:
            self._fail(Difference.CAUSE, event)
        if content["happened_on"] != day.isoformat():
            self._fail(Difference.INSTANT, event)
        return day

    def _day_of_start(self, event: Event) -> date | None:
        if self._begun != event.instance_id or self._answered:
            return None
        begun = self._instance(event)
        return begun.began_on if begun.item and begun.began_on else self.case.case.received_on

    def _day_of_joining(self, event: Event) -> date | None:
        return self._happened_on if self._goes_on == event.instance_id else None

    def _day_of_answer(self, event: Event) -> date | None:
        answered, cause = self._answered, event.content["cause"]
        if not answered or self._begun or answered.content["work_item"] != cause["work_item"]:
            return None
        return answered.occurred_on

    def _day_of_timer(self, event: Event) -> date | None:
        if self._answered or self._begun:
            return None
        day, rang_on = date.fromisoformat(event.content["happened_on"]), event.recorded_at
        if (
            not self._instance(event).first_due_on(office_date(rang_on))
            <= day
            <= office_date(rang_on)
        ):
            self._fail(Difference.INSTANT, event)
        return day

    def _day_of_move(self, event: Event) -> date | None:
        moved, kind = self._moved, event.content["cause"]["kind"]
        return moved.occurred_on if moved and MOVES[moved.kind] == kind else None

    def _run_again(
        self, event: Event, instance: Instance, context: RecordedContext
    ) -> tuple[Run, UUID | None]:
        """Return the run, and the task that was completed in it if one was."""
        try:
            again = run_again(
                instance,
                context,
                event.content["cause"],
                event.recorded_at,
                clocks=self.case.clocks_of(self._id(event)).values(),
                begins=self._begun is not None,
                is_answered=self._answered is not None,
            )
            if again is None:
                self._fail(Difference.CAUSE, event)
        except Deviation:
            raise
        except EngineError as error:
            at = error.element if isinstance(error, ElementFailed) else ""
            raise self._deviation(Difference.REFUSED, event, at) from error
        return again

    def _runs_beside(self, instance: Instance) -> bool:
        return any(each.is_running for each in self.instances.values() if each is not instance)

    def _compare(self, event: Event, run: Run) -> None:
        again = json.loads(canonical_bytes(account_of(run)))
        found = first_difference(event.content, again)
        if found is not None:
            difference, element, path = found
            raise self._deviation(difference, event, element, path=path)

    def _compare_effects(self, event: Event, expected: list[Effect]) -> None:
        for left, effect in zip_longest(self._left, expected):
            if left is None:
                self._fail(Difference.EFFECT, event, effect[1])
            if effect is None or effect_of(left) != effect:
                self._fail(Difference.EFFECT, left)

    def _keep(self, event: Event, instance: Instance, run: Run, done: UUID | None) -> None:
        gone = {*run.withdrawn, *([done] if done else [])}
        names = {task_id: instance.open.pop(task_id).recorded_id for task_id in gone}
        instance.state, instance.is_begun, instance.last_run = run.state, True, event
        instance.waiting = run.waiting_system
        self._goes_on = next_to_go_on(self.instances) if run.completed else None
        self._aftermath = Aftermath(
            run=event,
            instance_id=self._id(event),
            offers=deque(run.offered),
            withdrawn={names[task_id] for task_id in run.withdrawn},
            completes=run.completed,
            archives=not any(each.is_running for each in self.instances.values()),
        )
        self._answered, self._begun = None, None
        self._left.clear()

    def _check_gone_on(self) -> None:
        if self._goes_on is not None and self._last is not None:
            self._fail(Difference.MISSING, self._last)

    # -- What a run gives rise to --------------------------------------------------------------

    def _offer(self, event: Event) -> None:
        after, content = self._after(event, Difference.OFFERED), event.content
        if not after.offers:
            self._fail(Difference.OFFERED, event)
        task, instance = after.offers.popleft(), self._instance(event)
        said = {**account_of_offer(task, instance.variables), **self._clocks_of(event, task)}
        if event.element != task.element or _bare({n: content[n] for n in said}) != _bare(said):
            self._fail(Difference.OFFERED, event)
        if instance.find(content["work_item"]) is not None:
            self._fail(Difference.OFFERED, event)
        instance.open[task.id] = OpenItem(content["work_item"], task, content["round"])

    def _clocks_of(self, event: Event, task: OfferedItem) -> dict[str, Any]:
        """Return what an offer says of the clocks that the step runs under."""
        where, names = scope_key(task.scope), deadline_names(task.properties)
        asked = [self._ask_clock(event, name, where) for name in names]
        clocks = [clock for clock in asked if clock]
        for clock in clocks:
            clock.awaits_step = False
        days = [clock.effective_on.isoformat() for clock in clocks if not clock.is_paused]
        return {
            "clocks": sorted({clock.name for clock in clocks}),
            "due_on": min(days) if days else None,
        }

    def _withdraw(self, event: Event) -> None:
        after = self._cut or self._after(event, Difference.WITHDRAWN)
        if event.content["work_item"] not in after.withdrawn:
            self._fail(Difference.WITHDRAWN, event)
        after.withdrawn.remove(event.content["work_item"])

    def _stop_clock(self, event: Event) -> None:
        if self._cut is not None:
            self._end_clock(event, self._cut)
            return
        after, content = self._after(event, Difference.CLOCK_STOPPED), event.content
        clock_id = UUID(content["deadline"])
        said = (event.kind, content.get("late"), content.get("met_on"))
        if after.offers or self._stopped(after).pop(clock_id, None) != said:
            self._fail(Difference.CLOCK_STOPPED, event)

    def _end_clock(self, event: Event, cut: CutOff) -> None:
        clock_id = UUID(event.content["deadline"])
        if event.kind is not EventKind.DEADLINE_ENDED or clock_id not in cut.clocks:
            self._fail(Difference.CLOCK_STOPPED, event)
        cut.clocks.remove(clock_id)

    def _stopped(self, after: Aftermath) -> dict[UUID, Outcome]:
        instance_id = after.instance_id
        return after.stopped(self.instances[instance_id], self.case.clocks_of(instance_id))

    def _end(self, event: Event) -> None:
        after = self._after(event, Difference.ENDED)
        is_instance = event.kind is EventKind.INSTANCE_COMPLETED
        if not (after.completes if is_instance else after.archives and not after.completes):
            self._fail(Difference.ENDED, event)
        self._stopped(after)
        if is_instance:
            if event.content["process_id"] != self._instance(event).edition.process_id:
                self._fail(Difference.ENDED, event)
            after.completes = False
        else:
            after.archives = False

    def _after(self, event: Event, difference: Difference) -> Aftermath:
        """Return the aftermath that an event belongs to: nothing else writes events of its kind."""
        after = self._aftermath
        is_of_case = event.kind is EventKind.CASE_ARCHIVED
        if after is None or not (is_of_case or event.instance_id in (None, after.instance_id)):
            self._fail(difference, event)
        return after

    def _settle(self, *, starts: bool = False) -> None:
        """Require that all a run gave rise to has been read before something else moves.

        ``starts``: what moves is the run that a case goes over to, which takes clocks along.
        """
        after, self._aftermath = self._aftermath, None
        if self._cut is not None:
            self._settle_cut(self._cut, starts=starts)
        if after is None:
            return
        if after.offers:
            self._fail(Difference.MISSING, after.run, after.offers[0].element)
        if after.withdrawn or self._stopped(after) or after.completes or after.archives:
            self._fail(Difference.MISSING, after.run)

    def _settle_cut(self, cut: CutOff, *, starts: bool) -> None:
        is_awaited = cut.process_id is not None and self._begun is None
        if cut.withdrawn or cut.clocks or (not starts and (cut.carried or is_awaited)):
            self._fail(Difference.MISSING, cut.by)

    # -- Clocks --------------------------------------------------------------------------------

    def _ask_clock(self, event: Event, name: str, scope: str) -> Clock | None:
        clock = self.case.clock(self._id(event), name, scope)
        if clock is not None and clock.is_fresh and self._happened_on is not None:
            clock.is_fresh = False
            item = self._instance(event).item
            start_on = self.case.start_of(clock, self._happened_on, item)
            if clock.reckoning.start_on != start_on or not self.case.is_next_round(clock):
                self._fail(Difference.CLOCK_STARTED, clock.started_by, name)
        return clock

    def _check_clocks_asked(self) -> None:
        for clock in self.case.fresh_clocks():
            self._fail(Difference.CLOCK_STARTED, clock.started_by, clock.name)

    def _check_reckoning(self, event: Event) -> None:
        clock = self.case.clocks[UUID(event.content["deadline"])]
        if not (is_reckoned(clock.reckoning) and self.case.is_led(clock)):
            self._fail(Difference.RECKONING, event, clock.name)

    # -- Faults --------------------------------------------------------------------------------

    def _instance(self, event: Event) -> Instance:
        instance = self.instances[self._id(event)]
        if event.edition not in (None, instance.edition.sha256):
            self._fail(Difference.EDITION, event)
        return instance

    def _id(self, event: Event) -> UUID:
        if event.instance_id is None:
            self._fail(Difference.UNREADABLE, event)
        return event.instance_id

    def _fail(self, difference: Difference, event: Event, element: str = "") -> NoReturn:
        raise self._deviation(difference, event, element)

    def _deviation(
        self, difference: Difference, event: Event, element: str = "", *, path: str = ""
    ) -> Deviation:
        cause = self._answered.element if self._answered else None
        return Deviation(
            difference,
            event.seq,
            element or event.element or cause or "",
            path=path,
        )


def _bare(offer: dict[str, Any]) -> dict[str, Any]:
    """Return what an offer says with its names unspaced: where a name breaks is for the page."""
    names = ("name", "name_en")
    return {**offer, **{name: "".join(offer[name].split()) for name in names}}


_TAKES: Final[Mapping[EventKind, Callable[[Course, Event], None]]] = {
    EventKind.INSTANCE_STARTED: Course._start,  # noqa: SLF001 (its own, by kind)
    EventKind.WORK_ITEM_COMPLETED: Course._answer,  # noqa: SLF001
    EventKind.ENGINE_RAN: Course._run,  # noqa: SLF001
    EventKind.WORK_ITEM_OFFERED: Course._offer,  # noqa: SLF001
    EventKind.WORK_ITEM_CANCELLED: Course._withdraw,  # noqa: SLF001
    EventKind.DEADLINE_MET: Course._stop_clock,  # noqa: SLF001
    EventKind.DEADLINE_OUTCOME_CORRECTED: Course._stop_clock,  # noqa: SLF001
    EventKind.DEADLINE_ENDED: Course._stop_clock,  # noqa: SLF001
    EventKind.INSTANCE_COMPLETED: Course._end,  # noqa: SLF001
    EventKind.CASE_ARCHIVED: Course._end,  # noqa: SLF001
    EventKind.CASE_VOIDED: Course._void,  # noqa: SLF001
    EventKind.CASE_TRANSFERRED: Course._transfer,  # noqa: SLF001
    EventKind.DEADLINE_CARRIED: Course._carry,  # noqa: SLF001
    **dict.fromkeys(MOVES, Course._move),  # noqa: SLF001
}

# From what day a run counts, by its cause; None where nothing of the kind has happened.
_DAYS: Final[Mapping[str, Callable[[Course, Event], date | None]]] = {
    "started": Course._day_of_start,  # noqa: SLF001
    "joined": Course._day_of_joining,  # noqa: SLF001
    "completed": Course._day_of_answer,  # noqa: SLF001
    "timer": Course._day_of_timer,  # noqa: SLF001
    **dict.fromkeys(MOVES.values(), Course._day_of_move),  # noqa: SLF001
}
