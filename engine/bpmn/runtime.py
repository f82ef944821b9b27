"""Running processes: the one door to SpiffWorkflow.

Every function loads the stored state, takes the instance as far as it goes without a person, a
due timer or an outbox job, and returns what happened with the state to store. Nothing is stored
here and the machine's clock is not read: ``now`` is the unit's. When a function raises, the
stored state is as it was: an exception of the ``Context`` comes through as it is, everything
else as ProcessFailed.

The work item's id is the SpiffWorkflow task's. Due timers fire after what was asked for is done.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.execution import Execution
from engine.bpmn.failures import ElementFailed, StepBudgetExceeded, WaitsForNothing
from engine.bpmn.runs import (
    ArmedTimer,
    Context,
    OfferedItem,
    OpenItem,
    Run,
    WaitingSystemStep,
)
from engine.bpmn.scopes import scope_of
from engine.bpmn.state import Instance, Stored, dump, load, new_workflow
from engine.bpmn.system_step import Scope, SystemStep, SystemStepCall
from engine.bpmn.timers import Timing, is_timer, set_timing, timing_of
from engine.errors import EngineError, InvalidTransition, Sentence
from engine.feel import Value

Result = TypeVar("Result")


def start(
    edition: Edition,
    context: Context,
    *,
    now: datetime,
    item: tuple[str, Value] | None = None,
) -> Run:
    """Start an instance of the edition's process.

    ``item`` (variable, value) starts a process that is otherwise called for each item, as a root
    of its own for one that joined late: ``("unit", "u9")``; its scope is ``(("unit", "u9"),)``.
    """
    execution = Execution(blueprint_of(edition), context, now)

    def begin() -> Instance:
        return execution.take(Instance(new_workflow(execution.blueprint, execution), item=item))

    return _run(execution, begin, lambda _: None)


def complete(
    edition: Edition, state: bytes, work_item_id: UUID, context: Context, now: datetime
) -> Run:
    """Complete an open work item; its answers are already visible through ``context.names``.

    Raises InvalidTransition when the item is not open.
    """

    def act(instance: Instance) -> None:
        task = _task(instance, work_item_id)
        if task is None or not _is_open_item(task):
            raise InvalidTransition
        instance.workflow.script_engine.spend(task)
        task.run()

    return _resume(edition, state, context, now, act)


def fire_timers(edition: Edition, state: bytes, context: Context, now: datetime) -> Run:
    """Fire what is due until nothing is; a cycle fires once for each time it was due."""
    return _resume(edition, state, context, now, lambda _: None)


def complete_system_step(
    edition: Edition, state: bytes, task_id: UUID, context: Context, now: datetime
) -> Run:
    """Go on after the outbox job of a system step. Raises InvalidTransition if none waits."""

    def act(instance: Instance) -> None:
        task = _task(instance, task_id)
        if task is None or not _is_waiting_step(task):
            raise InvalidTransition
        instance.workflow.script_engine.spend(task)
        task.complete()

    return _resume(edition, state, context, now, act)


def rearm(
    edition: Edition, state: bytes, due: Mapping[UUID, datetime | None], now: datetime
) -> Run:
    """Move armed timers to where their deadline rows are now; None silences one.

    Nothing fires here, a time already past included: ``fire_timers`` does that. Raises
    InvalidTransition when one of the timers is not armed.
    """
    execution = Execution(blueprint_of(edition), _NoContext(), now)

    def act(instance: Instance) -> None:
        for task_id, moment in due.items():
            task = _task(instance, task_id)
            timing = (
                None if task is None or not task.has_state(TaskState.WAITING) else timing_of(task)
            )
            if timing is None:
                raise InvalidTransition
            set_timing(task, replace(timing, due=moment))

    return _run(execution, _loader(execution, state), act, drive=False)


def cancel(edition: Edition, state: bytes, now: datetime) -> Run:
    """End an instance without its process coming to an end: all its open items are withdrawn."""
    execution = Execution(blueprint_of(edition), _NoContext(), now)
    instance = _guarded(execution, _loader(execution, state))
    withdrawn = tuple(item.id for item in _open_items(instance))
    return _ended(execution, withdrawn, completed=False)


def open_items(edition: Edition, state: bytes) -> tuple[OpenItem, ...]:
    """Return the user tasks that a stored state holds open, in the order of the tree."""
    execution = Execution(blueprint_of(edition), _NoContext(), datetime.min.replace(tzinfo=UTC))
    return _open_items(_guarded(execution, _loader(execution, state)))


def waiting_system_steps(edition: Edition, state: bytes) -> tuple[WaitingSystemStep, ...]:
    """Return the system steps that a stored state holds open, in the order of the tree."""
    execution = Execution(blueprint_of(edition), _NoContext(), datetime.min.replace(tzinfo=UTC))
    return tuple(_waiting_steps(_guarded(execution, _loader(execution, state))))


# -- One run -----------------------------------------------------------------------------------


def _resume(
    edition: Edition,
    state: bytes,
    context: Context,
    now: datetime,
    act: Callable[[Instance], None],
) -> Run:
    execution = Execution(blueprint_of(edition), context, now)
    return _run(execution, _loader(execution, state), act)


def _loader(execution: Execution, state: bytes) -> Callable[[], Instance]:
    def read() -> Instance:
        return execution.take(load(state, execution.blueprint, execution))

    return read


def _run(
    execution: Execution,
    begin: Callable[[], Instance],
    act: Callable[[Instance], None],
    *,
    drive: bool = True,
) -> Run:
    def work() -> Run:
        instance = begin()
        before = {task.id for task in instance.tasks() if _is_open_item(task)}
        act(instance)
        if drive:
            _drive(instance, execution)
        return _result(instance, execution, before)

    return _guarded(execution, work)


def _guarded(execution: Execution, work: Callable[[], Result]) -> Result:
    """Nothing of the workflow object is used after an exception; it is simply forgotten."""
    try:
        return work()
    except EngineError:
        raise
    except RecursionError as error:
        raise StepBudgetExceeded(
            Sentence("กระบวนงานซ้อนลึกเกินไป", "The process is nested too deep.")
        ) from error
    except Exception as error:
        at = execution.at
        raise ElementFailed(
            Sentence(f"กระบวนงานขัดข้อง: {error}", f"The engine failed: {error}"),
            process_id="" if at is None else at.process_id,
            element="" if at is None else at.id,
        ) from error


def _drive(instance: Instance, execution: Execution) -> None:
    """Take every step that needs nobody, innermost processes first, then ring the due timers."""
    while not instance.workflow.completed:
        workflows = sorted(instance.workflows(), key=lambda each: each.depth, reverse=True)
        moved = [_take_steps(each, execution) for each in workflows]
        if any(moved):
            continue
        opened = [_try_joins(each) for each in workflows]
        if not any(opened) and not _ring(instance, execution):
            return


def _take_steps(workflow: Any, execution: Execution) -> bool:
    ready = [
        task
        for task in workflow.tasks.values()
        if task.has_state(TaskState.READY) and not task.task_spec.manual
    ]
    for task in ready:
        if task.has_state(TaskState.READY) and not workflow.completed:
            execution.spend(task)
            task.run()
    return bool(ready)


def _try_joins(workflow: Any) -> bool:
    """Look again at joins that wait for what may have ended elsewhere."""
    waiting = [
        task
        for task in workflow.tasks.values()
        if task.has_state(TaskState.WAITING) and not is_timer(task.task_spec)
    ]
    for task in waiting:
        if task.has_state(TaskState.WAITING):
            task.task_spec._update(task)
    return any(task.has_state(TaskState.READY) for task in waiting)


def _ring(instance: Instance, execution: Execution) -> bool:
    """Fire the timers that are due, in the order of their times."""
    due = sorted(
        (
            (timing.due, number, task)
            for number, task in enumerate(instance.tasks())
            if (timing := _armed(task)) and timing.due and timing.due <= execution.now
        ),
        key=lambda each: each[:2],
    )
    for _, _, task in due:
        if task.has_state(TaskState.WAITING):
            execution.spend(task)
            task.task_spec._update(task)
    return bool(due)


# -- What came of it ---------------------------------------------------------------------------


def _result(instance: Instance, execution: Execution, before: set[UUID]) -> Run:
    open_now = [task for task in instance.tasks() if _is_open_item(task)]
    gone = before - {task.id for task in open_now} - execution.record.done
    withdrawn = tuple(sorted(gone))
    if instance.workflow.completed:
        return _ended(execution, withdrawn, completed=True)
    armed = tuple(_armed_timers(instance, execution))
    waiting = tuple(_waiting_steps(instance))
    if not open_now and not waiting and all(timer.due is None for timer in armed):
        raise WaitsForNothing(
            Sentence(
                "เรื่องค้างโดยไม่มีผู้ใดหรือเวลาใดทำให้เดินต่อได้",
                "The case is not finished and waits for nobody and nothing.",
            ),
            process_id=execution.blueprint.process_id,
        )
    offered = tuple(_offer(task, execution) for task in open_now if task.id not in before)
    stored = dump(instance)
    return _run_value(
        execution, stored, offered=offered, withdrawn=withdrawn, armed=armed, waiting=waiting
    )


def _ended(execution: Execution, withdrawn: tuple[UUID, ...], *, completed: bool) -> Run:
    how = "completed" if completed else "cancelled"
    digest = hashlib.sha256(f"{how} {execution.blueprint.process_id}".encode()).hexdigest()
    run = _run_value(execution, Stored(b"", digest), withdrawn=withdrawn)
    return replace(run, state=None, completed=completed)


def _run_value(
    execution: Execution,
    stored: Stored,
    *,
    offered: tuple[OfferedItem, ...] = (),
    withdrawn: tuple[UUID, ...] = (),
    armed: tuple[ArmedTimer, ...] = (),
    waiting: tuple[WaitingSystemStep, ...] = (),
) -> Run:
    record = execution.record
    return Run(
        state=stored.state,
        completed=False,
        offered=offered,
        withdrawn=withdrawn,
        passed=tuple(record.passed),
        flows=tuple(record.flows),
        evaluated=tuple(record.evaluated),
        assigned=tuple(record.assigned),
        armed=armed,
        next_due=min((timer.due for timer in armed if timer.due is not None), default=None),
        waiting_system=waiting,
        state_digest=stored.digest,
        steps=execution.steps,
    )


def _offer(task: Any, execution: Execution) -> OfferedItem:
    element = execution.element(task)
    return OfferedItem(
        id=task.id,
        element=element.id,
        process_id=element.process_id,
        scope=scope_of(task, execution.instance),
        lane_role=element.lane_role,
        candidate_groups=execution.candidates(task),
        form_ref=element.form_ref,
        properties=element.properties,
        name=element.label,
        name_en=element.label_en,
    )


def _open_items(instance: Instance) -> tuple[OpenItem, ...]:
    elements = instance.workflow.script_engine.element
    return tuple(
        OpenItem(task.id, elements(task).id, elements(task).process_id, scope_of(task, instance))
        for task in instance.tasks()
        if _is_open_item(task)
    )


def _armed_timers(instance: Instance, execution: Execution) -> Iterator[ArmedTimer]:
    for task in instance.tasks():
        timing = _armed(task)
        if timing is not None:
            element = execution.element(task)
            yield ArmedTimer(
                task_id=task.id,
                process_id=element.process_id,
                element=element.id,
                scope=scope_of(task, instance),
                due=timing.due,
                deadline=task.internal_data.get("deadline"),
                attached_to=element.attached_to,
                new=task.id in execution.record.armed,
            )


def _waiting_steps(instance: Instance) -> Iterator[WaitingSystemStep]:
    elements = instance.workflow.script_engine.element
    for task in instance.tasks():
        if _is_waiting_step(task):
            element = elements(task)
            yield WaitingSystemStep(
                task_id=task.id,
                process_id=element.process_id,
                element=element.id,
                scope=scope_of(task, instance),
                topic=task.task_spec.topic,
            )


# -- Tasks -------------------------------------------------------------------------------------


def _task(instance: Instance, task_id: UUID) -> Any | None:
    return next((task for task in instance.tasks() if task.id == task_id), None)


def _is_open_item(task: Any) -> bool:
    return bool(task.task_spec.manual and task.has_state(TaskState.READY))


def _is_waiting_step(task: Any) -> bool:
    return isinstance(task.task_spec, SystemStep) and bool(task.has_state(TaskState.STARTED))


def _armed(task: Any) -> Timing | None:
    if task.has_state(TaskState.WAITING) and is_timer(task.task_spec):
        return timing_of(task)
    return None


class _NoContext:
    """For what evaluates nothing and runs no effect."""

    def names(self, scope: Scope) -> Mapping[str, Value]:
        raise AssertionError(scope)

    def deadline(self, scope: Scope, name: str) -> datetime | None:
        raise AssertionError(scope, name)

    def system_step(self, call: SystemStepCall) -> bool:
        raise AssertionError(call)
