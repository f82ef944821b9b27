"""Moving a running instance onto another edition of its process, or refusing to.

Only what the instance stands on matters: its open elements, the joins its tokens have reached,
the calls it is inside. What lies behind is history and what lies ahead is the new edition's. Ids,
items and armed timers stay as they are; a deadline does not start again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import runtime
from engine.bpmn.blueprint import Blueprint, blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.multi_instance import BODY_SUFFIX, ItemParallel
from engine.bpmn.runs import Run
from engine.bpmn.specs import Boundary, Call, Inclusive, Parallel, ProcessSpec
from engine.bpmn.state import pack, unpack
from engine.bpmn.system_step import SystemStep
from engine.bpmn.timers import is_timer
from engine.errors import InvalidTransition, Sentence

Place = tuple[str, str]
Renaming = Mapping[Place, str]
"""(process id, element id) in the old edition to the element's id in the new one."""

_OPEN: Final = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_SUFFIXES: Final = (BODY_SUFFIX, ".BoundaryEventSplit", ".BoundaryEventJoin")


@dataclass(frozen=True)
class Obstacle:
    """Why an instance cannot move: the old element it stands on, and the reason."""

    process_id: str
    element: str
    reason: Sentence


class MoveRefused(InvalidTransition):
    """The instance stands where the new edition has nothing equal; ``obstacles`` say where."""

    sentence = Sentence(
        "ย้ายเรื่องนี้ไปใช้ฉบับใหม่ไม่ได้ เรื่องยังอยู่กับฉบับเดิม",
        "This case cannot move to the new edition; it stays on its own.",
    )

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__()
        self.obstacles = obstacles


def obstacles(
    old: Edition, new: Edition, state: bytes, renamed: Renaming | None = None
) -> tuple[Obstacle, ...]:
    """Return every reason against moving, none when the instance can move."""
    document, _ = unpack(state)
    return tuple(_Move(blueprint_of(old), blueprint_of(new), renamed or {}).check(document))


def rebind(
    old: Edition, new: Edition, state: bytes, now: datetime, renamed: Renaming | None = None
) -> Run:
    """Return the instance on the new edition; nothing runs and nothing is offered or withdrawn.

    The work items keep their ids. A renamed element's answers stay under its old name, which is
    the caller's to carry over. Raises MoveRefused with all obstacles.
    """
    document, ids = unpack(state)
    move = _Move(blueprint_of(old), blueprint_of(new), renamed or {})
    found = tuple(move.check(document))
    if found:
        raise MoveRefused(found)
    return runtime.rearm(new, pack(move.moved(document), ids).state, {}, now)


class _Move:
    def __init__(self, old: Blueprint, new: Blueprint, renamed: Renaming) -> None:
        self.old = old
        self.new = new
        self.renamed = renamed

    # -- Checking --------------------------------------------------------------------------

    def check(self, document: Mapping[str, Any]) -> Iterator[Obstacle]:
        for spec_name, _, rows in document["w"]:
            target = self.new.specs.get(self._workflow(spec_name))
            if target is None:
                yield self._obstacle(spec_name, "", "ไม่มีกระบวนงานนี้", "has no such process")
                continue
            source = self.old.specs[spec_name]
            for row in rows:
                yield from self._check_row(source, target, row)
            if sum(_is_token(source.task_specs[row[0]], row) for row in rows) > 1:
                yield from self._check_parallels(source, target, rows)

    def _check_row(self, source: ProcessSpec, target: ProcessSpec, row: Any) -> Iterator[Obstacle]:
        before = source.task_specs[row[0]]
        element = _element_id(source.name, row[0])
        after = target.task_specs.get(self._task(source.name, row[0]))
        if after is None:
            yield self._obstacle(source.name, element, "ไม่มีขั้นนี้แล้ว", "has no such element")
            return
        if type(before) is not type(after) or (
            is_timer(before) and type(before.event_definition) is not type(after.event_definition)
        ):
            yield self._obstacle(
                source.name, element, "เป็นขั้นคนละชนิด", "has another kind of element"
            )
            return
        if row[2] & _OPEN and before.bpmn_id is not None:
            yield from self._check_open(source, target, before, after)

    def _check_open(
        self, source: ProcessSpec, target: ProcessSpec, before: Any, after: Any
    ) -> Iterator[Obstacle]:
        element = _element_id(source.name, before.name)
        if self._boundary(source, element) != self._boundary(
            target, after.bpmn_id or "", moved=True
        ):
            yield self._obstacle(
                source.name, element, "ตัวจับเวลาของขั้นเปลี่ยนไป", "changes the timers of this open step"
            )
        if isinstance(before, ItemParallel) and before.bpmn_id != after.bpmn_id:
            yield self._obstacle(
                source.name, element, "ขั้นที่มีหลายรายการเปลี่ยนชื่อ", "renames an activity with open items"
            )
        if isinstance(before, Call) and before.spec != after.spec:
            yield self._obstacle(
                source.name, element, "เรียกกระบวนงานอื่น", "calls another process from this open step"
            )
        if isinstance(before, SystemStep) and before.topic != after.topic:
            yield self._obstacle(
                source.name, element, "งานของระบบเปลี่ยนไป", "asks the system for something else"
            )
        if isinstance(before, Parallel | Inclusive) and self._inputs(source, before) != frozenset(
            after._inputs
        ):
            yield self._obstacle(
                source.name, element, "ทางเข้าจุดรวมเปลี่ยนไป", "changes the flows into a waiting join"
            )

    def _check_parallels(
        self, source: ProcessSpec, target: ProcessSpec, rows: list[Any]
    ) -> Iterator[Obstacle]:
        """Branches that are open beside each other must still meet where they would have met."""
        if self._parallels(source) != self._parallels(target, moved=True):
            yield self._obstacle(
                source.name, "", "ทางคู่ขนานเปลี่ยนไป", "changes the parallel paths it is inside"
            )
        for row in rows:
            before = source.task_specs[row[0]]
            after = target.task_specs.get(self._task(source.name, row[0]))
            if after is None or not _is_token(before, row):
                continue
            met = frozenset(self._task(source.name, each) for each in _joins_ahead(before))
            if met != _joins_ahead(after):
                yield self._obstacle(
                    source.name,
                    _element_id(source.name, row[0]),
                    "ทางข้างหน้าไปไม่ถึงจุดรวมเดิม",
                    "leads this branch to other joins",
                )

    def _boundary(
        self, spec: ProcessSpec, element: str, *, moved: bool = False
    ) -> frozenset[tuple[str, bool]]:
        split = spec.task_specs.get(f"{element}.BoundaryEventSplit")
        events = [] if split is None else [e for e in split.outputs if isinstance(e, Boundary)]
        return frozenset(
            (each.name if moved else self._task(spec.name, each.name), each.cancel_activity)
            for each in events
        )

    def _parallels(self, spec: ProcessSpec, *, moved: bool = False) -> frozenset[Any]:
        def name(each: str) -> str:
            return each if moved else self._task(spec.name, each)

        return frozenset(
            (
                name(each.name),
                type(each),
                frozenset(map(name, each._inputs)),
                frozenset(map(name, each._outputs)),
            )
            for each in spec.task_specs.values()
            if isinstance(each, Parallel | Inclusive)
        )

    def _inputs(self, spec: ProcessSpec, join: Any) -> frozenset[str]:
        return frozenset(self._task(spec.name, each) for each in join._inputs)

    def _obstacle(self, spec_name: str, element: str, th: str, en: str) -> Obstacle:
        reason = Sentence(f"ฉบับใหม่{th}", f"The new edition {en}.")
        return Obstacle(self.old.holder[spec_name], element, reason)

    # -- Renaming --------------------------------------------------------------------------

    def moved(self, document: Mapping[str, Any]) -> dict[str, Any]:
        workflows = [
            [
                self._workflow(spec_name),
                caller,
                [[self._task(spec_name, row[0]), *row[1:]] for row in rows],
            ]
            for spec_name, caller, rows in document["w"]
        ]
        return {**document, "w": workflows}

    def _workflow(self, spec_name: str) -> str:
        process_id, slash, sub_process = spec_name.partition("/")
        return process_id + slash + self.renamed.get((process_id, sub_process), sub_process)

    def _task(self, spec_name: str, task_name: str) -> str:
        """Name a task spec as the new edition does, its synthetic suffix kept."""
        element = _element_id(spec_name, task_name)
        if task_name == f"{spec_name}.EndJoin":
            return f"{self._workflow(spec_name)}.EndJoin"
        new = self.renamed.get((self.old.holder.get(spec_name, spec_name), element), element)
        return new + task_name.removeprefix(element)


def _element_id(spec_name: str, task_name: str) -> str:
    if task_name == f"{spec_name}.EndJoin":
        return task_name
    for suffix in _SUFFIXES:
        if task_name.endswith(suffix):
            return task_name.removesuffix(suffix)
    return task_name


def _is_token(spec: Any, row: Any) -> bool:
    """Whether a row is a branch of its own; an activity's items are all one branch."""
    drawn = spec.bpmn_id is not None and not row[0].endswith(BODY_SUFFIX)
    return bool(row[2] & _OPEN and drawn and not isinstance(spec, Boundary))


def _joins_ahead(start: Any) -> frozenset[str]:
    """Return the parallel and inclusive gateways that a path leads to."""
    seen, ahead = set(), [start]
    while ahead:
        for spec in ahead.pop().outputs:
            if spec not in seen:
                seen.add(spec)
                ahead.append(spec)
    return frozenset(spec.name for spec in seen if isinstance(spec, Parallel | Inclusive))
