"""The stored form of a running instance: no specs, nothing finished that nobody looks at.

A byte with the version, then zlib over JSON and the task ids. SpiffWorkflow's own serialised
state keeps every task that ever was, with the specs; after four hundred rounds of a loop it is
three hundred times this, and after five hundred the case is lost without a word.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.blueprint import Blueprint
from engine.bpmn.failures import ElementFailed, StateUnreadable
from engine.bpmn.specs import arrivals, is_join
from engine.bpmn.system_step import Scope
from engine.bpmn.timers import is_timer
from engine.bpmn.workflows import Callee, Root
from engine.errors import Sentence
from engine.feel import Value
from engine.feel.values import YearsMonths

VERSION: Final = 1
LARGEST_STATE: Final = 1024 * 1024
MOST_VARIABLE_BYTES: Final = 4096

_AHEAD: Final = TaskState.FUTURE | TaskState.PREDICTED_MASK
_OPEN: Final = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_KEPT_INTERNALS: Final = frozenset({"item", "timer", "deadline"})


@dataclass
class Instance:
    """A workflow in memory with what is ours to carry: the root's item and script variables.

    ``item`` is the variable and value of an instance started for one late joiner.
    """

    workflow: Any
    item: tuple[str, Value] | None = None
    variables: dict[Scope, dict[str, Value]] = field(default_factory=dict)

    def workflows(self) -> list[Any]:
        """Return the root workflow and every callee that is still open, callers first."""
        return [
            self.workflow,
            *(each for each in self.workflow.subprocesses.values() if each.is_running),
        ]

    def tasks(self) -> Iterator[Any]:
        """Give all tasks in the order they are stored in: callers first, each tree depth first."""
        callees = self.workflow.subprocesses
        workflows = [self.workflow]
        for workflow in workflows:
            ahead = [workflow.task_tree]
            while ahead:
                task = ahead.pop()
                yield task
                if task.id in callees and callees[task.id].is_running:
                    workflows.append(callees[task.id])
                ahead.extend(reversed(task.children))


@dataclass(frozen=True)
class Stored:
    state: bytes
    digest: str


def dump(instance: Instance) -> Stored:
    """Return the bytes to store and the digest that does not depend on the task ids."""
    ids: list[bytes] = []
    numbers: dict[UUID, int] = {}
    workflows = []
    ahead = [instance.workflow]
    for workflow in ahead:  # callers first, their callees in the order of the tree
        stored, callees = _dump_workflow(workflow, numbers, ids)
        workflows.append(stored)
        ahead.extend(callees)
    document: dict[str, Any] = {"p": instance.workflow.spec.name, "w": workflows}
    if instance.item is not None:
        document["i"] = [instance.item[0], _plain(instance.item[1])]
    if instance.variables:
        document["v"] = _dump_variables(instance.variables)
    return pack(document, b"".join(ids))


def load(state: bytes, blueprint: Blueprint, script_engine: Any) -> Instance:
    """Return the instance as it was stored; raises StateUnreadable."""
    document, packed_ids = unpack(state)
    ids = [UUID(bytes=packed_ids[at : at + 16]) for at in range(0, len(packed_ids) - 15, 16)]
    try:
        if document["p"] != blueprint.process_id:
            raise _unreadable(f"it is of the process {document['p']}")
        workflow = _load_workflows(document["w"], ids, blueprint, script_engine)
        item = document.get("i")
        return Instance(
            workflow=workflow,
            item=None if item is None else (item[0], _value(item[1])),
            variables=_load_variables(document.get("v", [])),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise _unreadable(f"it does not fit this edition: {error}") from error


def new_workflow(blueprint: Blueprint, script_engine: Any) -> Any:
    root = blueprint.specs[blueprint.process_id]
    return Root(root, blueprint.specs, script_engine=script_engine)


# -- Writing -----------------------------------------------------------------------------------


def _dump_workflow(
    workflow: Any, numbers: dict[UUID, int], ids: list[bytes]
) -> tuple[list[Any], list[Any]]:
    """Return a row for each task, and the open callees as their calls stand in the tree.

    A row is spec, parent's number, state, and what is kept of the task's internal data.
    """
    caller = workflow.caller
    callees = workflow.top_workflow.subprocesses
    rows: list[Any] = []
    called: list[Any] = []
    keep = _needed(workflow)
    ahead = [(workflow.task_tree, -1)]
    while ahead:
        task, parent = ahead.pop()
        if task.id in keep:
            number = numbers[task.id] = len(ids)
            ids.append(task.id.bytes)
            rows.append(_row(task, parent))
            parent = number
            if task.id in callees and task.has_state(_OPEN):
                called.append(callees[task.id])
        ahead.extend((child, parent) for child in reversed(task.children))
    return [workflow.spec.name, -1 if caller is None else numbers[caller.id], rows], called


def _row(task: Any, parent: int) -> list[Any]:
    row = [task.task_spec.name, parent, task.state]
    internals = {
        key: _plain(value) for key, value in task.internal_data.items() if key in _KEPT_INTERNALS
    }
    if task.triggered or internals:
        row.append(1 if task.triggered else 0)
    if internals:
        row.append(internals)
    return row


def _needed(workflow: Any) -> set[UUID]:
    """Tasks somebody will look at again; all others are spliced out of the tree."""
    tasks = workflow.tasks
    keep = {workflow.task_tree.id}
    open_joins = set()
    for task in tasks.values():
        if task.has_state(_OPEN):
            keep.add(task.id)
            if is_join(task.task_spec):
                open_joins.add(task.task_spec)
        if isinstance(task.task_spec, BoundaryEventSplit) and _is_open_split(task):
            keep.add(task.id)
            keep.update(task._children)
    for join in open_joins:
        for task in arrivals(workflow, join):
            keep.add(task.id)
            keep.add(task._parent)  # the join counts the flows that its arrivals came along
    return keep


def _is_open_split(split: Any) -> bool:
    """Its children are looked at together, by the join at the end of the host activity."""
    return any(child.has_state(_OPEN) for child in split.children)


def _dump_variables(variables: Mapping[Scope, Mapping[str, Value]]) -> list[Any]:
    plain = [
        [[list(part) for part in scope], {name: _plain(each) for name, each in values.items()}]
        for scope, values in sorted(variables.items())
    ]
    size = len(json.dumps(plain, ensure_ascii=False).encode())
    if size > MOST_VARIABLE_BYTES:
        raise ElementFailed(
            Sentence(
                "ค่าที่สคริปต์เก็บไว้ใหญ่เกิน 4 กิโลไบต์",
                f"The script variables take {size} bytes; 4096 is the most.",
            )
        )
    return plain


# -- Reading -----------------------------------------------------------------------------------


def unpack(state: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the document and the task ids behind it; raises StateUnreadable."""
    text, ids = _inflate(state)
    try:
        document = json.loads(text)
    except ValueError as error:
        raise _unreadable("it is damaged") from error
    if not isinstance(document, dict):
        raise _unreadable("it is damaged")
    return document, ids


def digest_of(state: bytes) -> str:
    """Return the digest that was given when the state was stored; raises StateUnreadable."""
    return hashlib.sha256(_inflate(state)[0]).hexdigest()


def _inflate(state: bytes) -> tuple[bytes, bytes]:
    if not state or state[0] != VERSION:
        raise _unreadable("its version is not known here")
    try:
        inflater = zlib.decompressobj()
        body = inflater.decompress(state[1:], LARGEST_STATE)
        if not inflater.eof or inflater.unused_data:
            raise _unreadable("it is damaged")
    except zlib.error as error:
        raise _unreadable("it is damaged") from error
    end = 4 + int.from_bytes(body[:4])
    return body[4:end], body[end:]


def pack(document: Mapping[str, Any], ids: bytes) -> Stored:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    body = len(text).to_bytes(4) + text + ids
    return Stored(
        state=bytes([VERSION]) + zlib.compress(body, 6), digest=hashlib.sha256(text).hexdigest()
    )


def _load_workflows(
    stored: list[Any], ids: list[UUID], blueprint: Blueprint, script_engine: Any
) -> Any:
    top: Any = None
    tasks: list[Any] = []
    for name, caller, rows in stored:
        spec = blueprint.specs[name]
        if top is None:
            top = Root(spec, blueprint.specs, script_engine=script_engine, deserializing=True)
            workflow = top
        else:
            workflow = top.add_callee(
                tasks[caller], Callee(spec, tasks[caller], top, deserializing=True)
            )
        _load_tasks(workflow, rows, tasks, ids, top.event_manager)
    return top


def _load_tasks(
    workflow: Any, rows: list[Any], tasks: list[Any], ids: list[UUID], events: Any
) -> None:
    specs = workflow.spec.task_specs
    first = len(tasks)
    for name, parent, state, *more in rows:
        holder = tasks[parent] if parent >= 0 else None
        task = Task(workflow, specs[name], holder, state, ids[len(tasks)])
        tasks.append(task)
        if more:
            task.triggered = more[0] == 1
            if len(more) > 1:
                task.internal_data = {key: _value(each) for key, each in more[1].items()}
        if state == TaskState.WAITING and is_timer(task.task_spec):
            events.add_task(task)
    workflow.task_tree = tasks[first]
    for task in tasks[first:]:
        if task.has_state(_OPEN):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)


def _load_variables(stored: list[Any]) -> dict[Scope, dict[str, Value]]:
    return {
        tuple((element, key) for element, key in scope): {
            name: _value(each) for name, each in values.items()
        }
        for scope, values in stored
    }


# -- Values ------------------------------------------------------------------------------------


_MICROSECOND: Final = timedelta(microseconds=1)
_WRITE: Final[Mapping[type, tuple[str, Callable[[Any], Any]]]] = {
    Decimal: ("number", str),
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    timedelta: ("duration", lambda value: value // _MICROSECOND),
    YearsMonths: ("months", lambda value: value.months),
    dict: (
        "context",
        lambda value: [[key, _plain(each)] for key, each in sorted(value.items())],
    ),
}
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "number": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "duration": lambda micros: timedelta(microseconds=micros),
    "months": YearsMonths,
    "context": lambda pairs: {key: _value(each) for key, each in pairs},
}


def _plain(value: Any) -> Any:
    """JSON for a FEEL value; what JSON has no kind for becomes ``{"$": [kind, text]}``."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    kind, write = _WRITE[type(value)]
    return {"$": [kind, write(value)]}


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_value(each) for each in plain]
    if isinstance(plain, dict):
        kind, written = plain["$"]
        return _READ[kind](written)
    return plain


def _unreadable(why: str) -> StateUnreadable:
    return StateUnreadable(
        Sentence("อ่านสถานะของเรื่องนี้ไม่ได้", f"The stored state cannot be read: {why}.")
    )
