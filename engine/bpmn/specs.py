"""The engine's task kinds, one for each BPMN element that this office's processes may use.

Three things differ from SpiffWorkflow's own. Tasks ahead are not predicted: what follows is made
when a task completes, so a state holds only what is open. Joins count the tokens that arrived and
are not yet spent; upstream counts those of earlier rounds again. No data travels through tasks:
answers live outside, by scope.
"""

from collections.abc import Iterator
from typing import Any, Final

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    CallActivity,
    EndEvent,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    ScriptTask,
    StartEvent,
    SubWorkflowTask,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

SPENT: Final = "spent"
_TOKEN: Final = TaskState.READY | TaskState.WAITING | TaskState.STARTED
_AHEAD: Final = TaskState.FUTURE | TaskState.PREDICTED_MASK


class Observed:
    """Mixed into every element that is drawn: makes what follows, and tells the run about it.

    ``flows`` maps the name of a following task spec to the id of the sequence flow; the parser
    fills it.
    """

    flows: dict[str, str]
    chooses_what_follows = False

    def _predict(self, my_task: Any, *_: Any, **__: Any) -> None:
        """Look no further ahead than what happens now."""

    def _on_complete_hook(self, my_task: Any) -> None:
        if not self.chooses_what_follows:
            make_children(my_task, self.outputs)  # type: ignore[attr-defined]  # of the task spec
        engine = my_task.workflow.script_engine
        engine.completed(my_task)
        engine.left(my_task, my_task.children)
        # Last, because a terminate end cancels the children made above.
        super()._on_complete_hook(my_task)  # type: ignore[misc]  # of the task spec
        if "item" in my_task.internal_data:
            my_task.parent.task_spec.item_completed(my_task.parent)


def make_children(my_task: Any, specs: list[Any]) -> None:
    my_task._sync_children(specs, TaskState.FUTURE)
    for child in my_task.children:
        if child.has_state(_AHEAD):
            child.task_spec._predict(child, mask=_AHEAD)


class Start(Observed, StartEvent):
    pass


class Throw(Observed, IntermediateThrowEvent):
    def _run_hook(self, _my_task: Any) -> bool:
        """Pass a milestone: it is recorded and thrown at nobody."""
        return True


class End(Observed, EndEvent):
    def _run_hook(self, _my_task: Any) -> bool:
        """Throw nothing; a terminate end acts when it completes."""
        return True


class Catch(Observed, IntermediateCatchEvent):
    pass


class Boundary(Observed, BoundaryEvent):
    pass


class Human(Observed, UserTask):
    pass


class Script(Observed, ScriptTask):
    def _execute(self, task: Any) -> bool:
        task.workflow.script_engine.run_script(task, self.script)
        return True


class _Calls(Observed):
    """Starts the called process without copying data either way."""

    spec: str

    def start_workflow(self, my_task: Any) -> None:
        top = my_task.workflow.top_workflow
        top.script_engine.entering(my_task)
        top.create_subprocess(my_task, self.spec).task_tree.run()

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        """Answers are outside."""


class Call(_Calls, CallActivity):
    pass


class Embedded(_Calls, SubWorkflowTask):
    pass


class Choice(Observed, ExclusiveGateway):
    chooses_what_follows = True


class _Join(Observed):
    """Waits for tokens. An arrival that does not fire is kept as a cancelled task until spent."""

    def _update_hook(self, my_task: Any) -> bool:
        arrived = [
            my_task,
            *(each for each in arrivals(my_task.workflow, self) if each is not my_task),
        ]
        if self._may_fire(my_task, arrived):
            for other in arrived[1:]:
                other.internal_data[SPENT] = True
                _withdraw(other)
            return True
        for other in arrived[1:]:
            _withdraw(other)  # the latest arrival alone keeps watch
        my_task._set_state(TaskState.WAITING)
        return False

    def _may_fire(self, my_task: Any, arrived: list[Any]) -> bool:
        raise NotImplementedError


class LastJoin(UnstructuredJoin, BpmnTaskSpec):
    """Behind the end events: the process is over when nothing else in it is open."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        return not any(
            is_token(task) and task.task_spec is not self
            for task in my_task.workflow.tasks.values()
        )

    def _run_hook(self, _my_task: Any) -> bool:
        return True


class ProcessSpec(BpmnProcessSpec):
    """A process whose end does not walk the tree for each end event."""

    end: Any

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        del self.task_specs[self.end.name], self.task_specs["End"]
        self.end = LastJoin(self, f"{name}.EndJoin")
        self.end.connect(SimpleBpmnTask(self, "End"))


def is_token(task: Any) -> bool:
    """Whether a task is open, or next and about to be."""
    if task.has_state(TaskState.FUTURE):
        return task.parent is not None and bool(task.parent.has_state(TaskState.COMPLETED))
    return bool(task.has_state(_TOKEN))


def is_join(spec: Any) -> bool:
    return isinstance(spec, _Join)


def arrivals(workflow: Any, join: Any) -> Iterator[Any]:
    """Tokens that reached a join and have not been spent."""
    for task in workflow.tasks.values():
        if task.task_spec is join and SPENT not in task.internal_data and _has_arrived(task):
            yield task


def _has_arrived(task: Any) -> bool:
    waiting_or_withdrawn = TaskState.WAITING | TaskState.CANCELLED
    return bool(task.has_state(waiting_or_withdrawn) and task.parent.has_state(TaskState.COMPLETED))


def _withdraw(task: Any) -> None:
    if task.has_state(TaskState.WAITING):
        task.cancel()


class Parallel(_Join, ParallelGateway):
    def _may_fire(self, _my_task: Any, arrived: list[Any]) -> bool:
        return {task.parent.task_spec.name for task in arrived} >= set(self._inputs)

    def _run_hook(self, _my_task: Any) -> bool:
        return True


class Inclusive(_Join, InclusiveGateway):
    """Fires when no token elsewhere can still bring one to an empty incoming flow."""

    chooses_what_follows = True

    def _may_fire(self, my_task: Any, arrived: list[Any]) -> bool:
        filled = {task.parent.task_spec.name for task in arrived}
        empty = set(self._inputs) - filled
        if not empty:
            return True
        return not any(
            self._reached_from(spec, empty) and not self._reached_from(spec, filled)
            for spec in self._specs_holding_tokens(my_task)
        )

    def _specs_holding_tokens(self, my_task: Any) -> set[Any]:
        return {
            task.task_spec
            for task in my_task.workflow.tasks.values()
            if task.task_spec is not self and is_token(task)
        }

    def _reached_from(self, start: Any, goals: set[str]) -> bool:
        """Whether a path leads from a task spec to a goal without passing this gateway."""
        seen, ahead = {self.name}, [start]
        while ahead:
            spec = ahead.pop()
            if spec.name in goals:
                return True
            if spec.name not in seen:
                seen.add(spec.name)
                ahead.extend(spec.outputs)
        return False

    def _run_hook(self, my_task: Any) -> bool:
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches and not defaults:
            my_task.workflow.script_engine.fail_no_way_on(my_task)
        make_children(my_task, matches or defaults)
        return True
