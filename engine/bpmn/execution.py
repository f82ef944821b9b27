"""One run of the engine: its clock, its expressions, its budget and its record.

It stands where SpiffWorkflow expects a script engine, and never evaluates Python. Upstream's
environment is replaced as well, because message correlation goes to it directly.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NoReturn

from engine.bpmn.blueprint import Blueprint
from engine.bpmn.elements import Element
from engine.bpmn.failures import ElementFailed, StepBudgetExceeded
from engine.bpmn.runs import (
    Assigned,
    Context,
    ElementPassed,
    Evaluated,
    FlowTaken,
    Record,
    Use,
)
from engine.bpmn.scopes import item_key, item_names, scope_of
from engine.bpmn.state import Instance
from engine.bpmn.system_step import Scope, SystemStepCall
from engine.bpmn.timers import ISO_LITERAL, OFFICE_TIME, TimerInvalid, Timing
from engine.errors import EngineError, Sentence
from engine.feel import Evaluation, Expression, FeelError, Value, compile_expression, parse_script

MOST_STEPS: Final = 4_000
MOST_SECONDS: Final = 5.0
DEEPEST_TREE: Final = 400
DEEPEST_CALL: Final = 8

_FUNCTIONS: Final = frozenset({"deadline"})
_PEOPLE: Final = frozenset({"userTask"})


class _NoEnvironment:
    """Upstream would hand uploaded text to ``eval`` and ``exec`` here."""

    def evaluate(self, expression: object, *_: object, **__: object) -> NoReturn:
        raise ElementFailed(
            Sentence("ไม่รองรับสูตรในตำแหน่งนี้", f"No expression may stand here: {expression!r:.80}")
        )

    execute = call_service = evaluate


class Execution:
    """The script engine of one workflow object for one run; never used for a second."""

    environment: Final = _NoEnvironment()

    def __init__(self, blueprint: Blueprint, context: Context, now: datetime) -> None:
        self.blueprint = blueprint
        self.context = context
        self.now = now
        self.record = Record()
        self.steps = 0
        self.at: Element | None = None
        self._give_up_at = time.monotonic() + MOST_SECONDS

    def take(self, instance: Instance) -> Instance:
        """Bind the instance that this run is of; it is made after its script engine."""
        self.instance = instance
        return instance

    # -- Asked by the task specs ---------------------------------------------------------------

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:  # noqa: ARG002  upstream's signature
        """Judge a gateway's condition: true takes the flow; false and null do not."""
        value = self._feel(task, "condition", expression)
        if value is None or isinstance(value, bool):
            return value is True
        raise self._failure(
            task,
            f"เงื่อนไข {expression} ต้องได้จริงหรือเท็จ",
            f"The condition {expression} is not true or false.",
        )

    def items(self, task: Any, collection: str, most: int) -> list[Value]:
        value = self._feel(task, "collection", collection)
        if not isinstance(value, list):
            raise self._failure(
                task, f"{collection} ไม่ใช่รายการ", f"The collection {collection} is not a list."
            )
        if len(value) > most:
            raise self._failure(
                task,
                f"รายการยาวเกิน {most}",
                f"The collection {collection} has more than {most} items.",
            )
        try:
            keys = [item_key(item) for item in value]
        except KeyError as error:
            raise self._failure(
                task, "รายการต้องมี id ทุกตัว", f"An item of {collection} has no id."
            ) from error
        if len(set(keys)) != len(keys):
            raise self._failure(
                task, "มีรายการซ้ำ", f"The collection {collection} names the same item twice."
            )
        return value

    def run_script(self, task: Any, script: str) -> None:
        try:
            assignments = parse_script(script, functions=_FUNCTIONS)
        except FeelError as error:
            raise self._wrapped(task, error) from error
        scope = scope_of(task, self.instance)
        for line in assignments:
            if line.target == "case":
                raise self._failure(task, "สคริปต์แก้ case ไม่ได้", "A script may not set case.")
            value = self._evaluated(task, "script", line.expression)
            self.instance.variables.setdefault(scope, {})[line.target] = value
            element = self.element(task)
            self.record.assigned.append(
                Assigned(element.process_id, element.id, scope, line.target, value)
            )

    def arm(self, task: Any, expression: str, timer: Any) -> Timing:
        """Evaluate a timer's time, once; remember the deadline it asked for."""
        text = expression.strip()
        try:
            value: object = (
                text if ISO_LITERAL.match(text) else self._feel(task, "timer", text, in_timer=True)
            )
            timing: Timing = timer.read(value, self.now)
        except (TimerInvalid, OverflowError, ValueError) as error:
            raise self._failure(
                task, f"เวลา {text} ใช้ไม่ได้", f"The time {text} is no use: {error}"
            ) from error
        self.record.armed.add(task.id)
        return timing

    def system_step(self, task: Any, topic: str) -> bool:
        element = self.element(task)
        source = self._drawn_above(task)
        late = None
        if source is not None and source.attached_to is not None:
            late = self.blueprint.element(task.workflow.spec.name, source.attached_to)
        return self.context.system_step(
            SystemStepCall(
                task_id=task.id,
                topic=topic,
                process_id=element.process_id,
                element=element.id,
                scope=scope_of(task, self.instance),
                properties=element.properties,
                came_from="" if source is None else source.id,
                late_element=None if late is None else late.id,
                late_properties={} if late is None else late.properties,
                now=self.now,
            )
        )

    def candidates(self, task: Any) -> tuple[str, ...]:
        """Return the groups that narrow a user task: literal keys, or FEEL after ``=``."""
        text = (self.element(task).candidate_groups or "").strip()
        if not text.startswith("="):
            return tuple(key for part in text.split(",") if (key := part.strip()))
        value = self._feel(task, "candidates", text)
        groups = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) and each for each in groups):
            raise self._failure(
                task, f"{text} ไม่ได้ให้ชื่อกลุ่ม", f"The candidate groups {text} name no group."
            )
        return tuple(str(each) for each in groups)

    def completed(self, task: Any) -> None:
        """Record an element; people's tasks and the items of an activity are told elsewhere."""
        if task.task_spec.manual:
            self.record.done.add(task.id)
        if "item" in task.internal_data:
            return
        element = self.element(task)
        if element.kind not in _PEOPLE or element.collection is not None:
            self.record.passed.append(
                ElementPassed(
                    element.process_id, element.id, scope_of(task, self.instance), element.kind
                )
            )

    def left(self, task: Any, children: Iterable[Any]) -> None:
        """Tokens leave an element towards the children it made."""
        flows = task.task_spec.flows
        element = self.element(task)
        process = self.blueprint.processes[element.process_id]
        for child in children:
            flow_id = flows.get(child.task_spec.name)
            if flow_id is None:
                continue
            flow = process.flow(flow_id)
            self.record.flows.append(
                FlowTaken(
                    element.process_id,
                    flow.id,
                    flow.source,
                    flow.target,
                    scope_of(task, self.instance),
                )
            )

    def entering(self, task: Any) -> None:
        if task.workflow.depth >= DEEPEST_CALL:
            raise self._exceeded(task, "processes call each other too deep")

    def fail_no_way_on(self, task: Any) -> NoReturn:
        raise self._failure(task, "ไม่มีทางเลือกใดตรง", "No condition holds and there is no default.")

    # -- Budget --------------------------------------------------------------------------------

    def spend(self, task: Any) -> None:
        """Count one step; raises StepBudgetExceeded."""
        self.steps += 1
        self.at = self._element_or_none(task)
        if self.steps > MOST_STEPS:
            raise self._exceeded(task, f"more than {MOST_STEPS} steps")
        if time.monotonic() > self._give_up_at:
            raise self._exceeded(task, f"more than {MOST_SECONDS:.0f} seconds")
        depth, holder = 0, task
        while holder is not None:
            depth, holder = depth + 1, holder.parent
        if depth > DEEPEST_TREE:
            # Upstream's searches stop at a depth of 1000 without a word.
            raise self._exceeded(task, f"more than {DEEPEST_TREE} steps in a row without a wait")

    # -- Expressions ---------------------------------------------------------------------------

    def _feel(self, task: Any, use: Use, text: str, *, in_timer: bool = False) -> Value:
        try:
            expression = compile_expression(
                text.strip().removeprefix("=").strip(), functions=_FUNCTIONS
            )
        except FeelError as error:
            raise self._wrapped(task, error) from error
        return self._evaluated(task, use, expression, in_timer=in_timer)

    def _evaluated(
        self, task: Any, use: Use, expression: Expression, *, in_timer: bool = False
    ) -> Value:
        scope = scope_of(task, self.instance)

        def deadline(name: Value = None) -> Value:
            if not isinstance(name, str):
                return None
            breach = self.context.deadline(scope, name)
            if in_timer:
                task.internal_data["deadline"] = name
            return breach if in_timer or breach is None else _last_day(breach)

        try:
            found: Evaluation = expression.evaluate(
                self._names(task, scope), {"deadline": deadline}
            )
        except FeelError as error:
            raise self._wrapped(task, error) from error
        element = self.element(task)
        self.record.evaluated.append(
            Evaluated(
                element.process_id,
                element.id,
                scope,
                use,
                expression.text,
                found.reads,
                found.called,
                found.value,
            )
        )
        return found.value

    def _names(self, task: Any, scope: Scope) -> Mapping[str, object]:
        names: dict[str, object] = dict(self.context.names(scope))
        for length in range(len(scope) + 1):
            names.update(self.instance.variables.get(scope[:length], {}))
        names.update(item_names(task, self.instance))
        return names

    # -- Elements ------------------------------------------------------------------------------

    def element(self, task: Any) -> Element:
        return self.blueprint.element(task.workflow.spec.name, task.task_spec.bpmn_id)

    def _element_or_none(self, task: Any) -> Element | None:
        return None if task.task_spec.bpmn_id is None else self.element(task)

    def _drawn_above(self, task: Any) -> Element | None:
        holder = task.parent
        while holder is not None:
            if (element := self._element_or_none(holder)) is not None:
                return element
            holder = holder.parent
        return None

    def _failure(self, task: Any, th: str, en: str) -> ElementFailed:
        element = self.element(task)
        return ElementFailed(Sentence(th, en), process_id=element.process_id, element=element.id)

    def _wrapped(self, task: Any, error: EngineError) -> ElementFailed:
        return self._failure(task, error.sentence.th, error.sentence.en)

    def _exceeded(self, task: Any, how: str) -> StepBudgetExceeded:
        element = self._element_or_none(task) or self.at
        return StepBudgetExceeded(
            Sentence("กระบวนงานวนไม่สิ้นสุด", f"The process does not come to rest: {how}."),
            process_id="" if element is None else element.process_id,
            element="" if element is None else element.id,
        )


def _last_day(breach: datetime) -> date:
    """Say a deadline as people do: the last day on which the work is in time."""
    return breach.astimezone(OFFICE_TIME).date() - timedelta(days=1)
