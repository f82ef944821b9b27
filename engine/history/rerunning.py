"""One recorded run of the engine done again, by what caused it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.bpmn import runtime
from engine.bpmn.runs import Run
from engine.history.aftermath import Instance
from engine.history.recorded_case import Clock
from engine.history.recorded_context import RecordedContext
from engine.journal.kinds import EventKind
from engine.work.moved_clocks import due_of

MOVES: Final[Mapping[EventKind, str]] = {
    EventKind.CASE_SUSPENDED: "suspended",
    EventKind.CASE_RESUMED: "resumed",
    EventKind.DEADLINE_EXTENDED: "extended",
    EventKind.DEADLINE_LED: "led",
}
"""What moves the timers of a diagram and nothing else, and what a run calls it."""


def run_again(
    instance: Instance,
    context: RecordedContext,
    cause: Mapping[str, Any],
    now: datetime,
    *,
    clocks: Iterable[Clock],
    begins: bool,
    is_answered: bool,
) -> tuple[Run, UUID | None] | None:
    """Return the run, and the task that was completed in it if one was.

    None where the instance is not one that such a cause can move. ``begins``: an instance was
    started for it; ``is_answered``: a step was answered for it.
    """
    if begins:
        return runtime.start(instance.edition, context, now=now, item=instance.item), None
    if instance.state is None:
        return None
    if cause["kind"] in MOVES.values():
        return _rearm(instance, instance.state, clocks, now), None
    if cause["kind"] == "joined":
        return _go_on(instance, instance.state, context, cause, now)
    if is_answered:
        return _complete(instance, instance.state, context, cause, now)
    return runtime.fire_timers(instance.edition, instance.state, context, now), None


def _go_on(
    instance: Instance,
    state: bytes,
    context: RecordedContext,
    cause: Mapping[str, Any],
    now: datetime,
) -> tuple[Run, None] | None:
    task_id = instance.awaiting(cause["element"])
    if task_id is None:
        return None
    return runtime.complete_system_step(instance.edition, state, task_id, context, now), None


def _complete(
    instance: Instance,
    state: bytes,
    context: RecordedContext,
    cause: Mapping[str, Any],
    now: datetime,
) -> tuple[Run, UUID] | None:
    item = instance.find(cause["work_item"]) if "work_item" in cause else None
    if item is None:
        return None
    return runtime.complete(instance.edition, state, item.task.id, context, now), item.task.id


def _rearm(instance: Instance, state: bytes, clocks: Iterable[Clock], now: datetime) -> Run:
    """Move the armed timers to where their clocks are now, as the office did."""
    ends = {
        (clock.name, clock.scope): None if clock.is_paused else clock.effective_on
        for clock in clocks
        if not clock.is_breached
    }
    armed = runtime.rearm(instance.edition, state, {}, now).armed
    return runtime.rearm(instance.edition, state, due_of(armed, ends), now)
