"""Where a task stands: the items of the multi-instance activities around it."""

from collections.abc import Iterator
from typing import Any

from engine.bpmn.state import Instance
from engine.bpmn.system_step import Scope
from engine.feel import Value


def scope_of(task: Any, instance: Instance) -> Scope:
    """Return the items above a task, outermost first, through the calls: ``(("units", "u1"),)``.

    The task that is one item's instance stands inside it; the activity as a whole stands outside.
    In an instance started for a late joiner the first pair is its variable and item:
    ``(("unit", "u9"),)``.
    """
    pairs = [(holder.task_spec.bpmn_id, item_key(item)) for holder, item in _items_above(task)]
    if instance.item is not None:
        pairs.append((instance.item[0], item_key(instance.item[1])))
    return tuple(reversed(pairs))


def item_names(task: Any, instance: Instance) -> dict[str, Value]:
    """Return the element variables a task sees; an inner one hides an outer namesake."""
    names: dict[str, Value] = {}
    for holder, item in _items_above(task):
        names.setdefault(holder.parent.task_spec.variable, item)
    if instance.item is not None:
        names.setdefault(*instance.item)
    return names


def item_key(item: Value) -> str:
    """Tell an item from the others of its collection: by its ``id``, or itself."""
    return str(item["id"] if isinstance(item, dict) else item)


def _items_above(task: Any) -> Iterator[tuple[Any, Value]]:
    while task is not None:
        workflow = task.workflow
        while task is not None:
            if "item" in task.internal_data:
                yield task, task.internal_data["item"]
            task = task.parent
        task = workflow.caller
