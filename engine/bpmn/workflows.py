"""A running process and those it calls, as SpiffWorkflow objects of our own kind.

Upstream walks the whole tree after every single step to look at whatever waits. Here the run
looks once, when nothing else can move: joins first, then timers in the order of their times.
"""

from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState


class Root(BpmnWorkflow):
    caller: None = None

    @property
    def is_running(self) -> bool:
        return not self.completed

    def create_subprocess(self, my_task: Any, spec_name: str) -> "Callee":
        return self.add_callee(my_task, Callee(self.subprocess_specs[spec_name], my_task, self))

    def add_callee(self, caller: Any, callee: "Callee") -> "Callee":
        callee.completed_event.connect(caller.task_spec._on_subworkflow_completed, caller)
        self.subprocesses[caller.id] = callee
        return callee

    def update_waiting_tasks(self) -> None:
        """Leave what waits to the run."""


class Callee(BpmnSubWorkflow):
    """A called process or sub-process; ``caller`` is the task that waits for it."""

    def __init__(self, spec: Any, caller: Any, top: Root, *, deserializing: bool = False) -> None:
        self.caller = caller
        super().__init__(spec, caller.id, top, deserializing=deserializing)

    @property
    def parent_workflow(self) -> Any:
        return self.caller.workflow

    @property
    def is_running(self) -> bool:
        """Whether its caller still waits for it."""
        # Upstream drops the items of a cancelled activity without a word to what they called.
        outer = self.caller.workflow
        called = self.caller.id in outer.tasks and self.caller.has_state(TaskState.STARTED)
        return bool(not self.completed and called and outer.is_running)

    def update_waiting_tasks(self) -> None:
        """Leave what waits to the run."""
