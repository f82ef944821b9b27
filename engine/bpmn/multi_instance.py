"""Parallel multi-instance over a FEEL list: one instance an item, nothing merged back.

Neither SpiffWorkflow's camunda classes (they rewrite the shared spec while it runs) nor its
standard ones (they connect the end of an instance when it is made, so a state loaded on a freshly
parsed edition never completes).
"""

from typing import Any, Final

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs import Observed

BODY_SUFFIX: Final = " [child]"
MOST_ITEMS: Final = 500


class ItemParallel(Observed, BpmnSpecMixin):
    """Evaluates ``collection`` once, when entered; an empty list passes straight on.

    Each instance is a task of the body's spec whose ``internal_data["item"]`` is its item. The
    body, under its own name, sees it as ``variable``.
    """

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        *,
        body: str,
        collection: str,
        variable: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.body = body
        self.collection = collection
        self.variable = variable

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.has_state(TaskState.STARTED):
            return False
        BpmnTaskSpec._update_hook(self, my_task)
        items = my_task.workflow.script_engine.items(my_task, self.collection, MOST_ITEMS)
        if not items:
            return True
        my_task._set_state(TaskState.STARTED)
        for item in items:
            self._start_instance(my_task, item)
        return False

    def _start_instance(self, my_task: Any, item: object) -> None:
        body = my_task.workflow.spec.task_specs[self.body]
        instance = my_task._add_child(body, TaskState.WAITING)
        instance.triggered = True  # not one of the outputs, so syncing the children leaves it
        instance.internal_data["item"] = item
        body._predict(instance, mask=TaskState.NOT_FINISHED_MASK)
        body._update(instance)

    def item_completed(self, my_task: Any) -> None:
        if all(
            child.has_state(TaskState.FINISHED_MASK)
            for child in my_task.children
            if "item" in child.internal_data
        ):
            my_task._set_state(TaskState.READY)
