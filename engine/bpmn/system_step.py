"""System steps: service tasks whose effect the application runs, from a closed list of topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from engine.bpmn.specs import Observed

Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SystemStepCall:
    """What a service task asks for.

    ``came_from`` is the element whose sequence flow led here; when that is a boundary event,
    ``late_element`` is the element it is attached to (for ``escalate``: the step that is late)
    and ``late_properties`` are that element's, its ``deadline`` among them.
    """

    task_id: UUID
    topic: str
    process_id: str
    element: str
    scope: Scope
    properties: Mapping[str, str]
    came_from: str
    late_element: str | None
    late_properties: Mapping[str, str]
    now: datetime


class SystemStep(Observed, BpmnSpecMixin):
    def __init__(self, wf_spec: Any, bpmn_id: str, *, topic: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.topic = topic

    def _run_hook(self, my_task: Any) -> bool | None:
        """Return True when done in this unit, None to stay STARTED until the outbox job is done."""
        return True if my_task.workflow.script_engine.system_step(my_task, self.topic) else None
