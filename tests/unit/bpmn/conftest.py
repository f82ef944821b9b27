"""Small diagrams written as text, and a desk to run them at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from engine import bpmn

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">\n'
)
KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
}


def drawn(*lines: str, process_id: str = "p") -> bytes:
    """Write a diagram: a line is an element (``user a``, ``script s: x = 1``, ``late~a/PT1H l``...)
    or a flow (``a -> b``, ``x -> b: sort.ok``, ``x -> c: default``).

    Elements: ``start|end|xor|and|or ID``, ``user ID``, ``items ID: VARIABLE in COLLECTION``,
    ``call ID: PROCESS``, ``calls ID: PROCESS for VARIABLE in COLLECTION``, ``script ID: LINE``,
    ``system ID: TOPIC``, ``wait ID: TIME``, ``late ID on HOST: TIME`` (interrupting),
    ``ring ID on HOST: TIME`` (not), ``terminate ID``, ``sub ID`` ... ``close``; or XML as it is.
    """
    defaults = {}
    for line in lines:
        if line.endswith(": default"):
            source, _, target = line.removesuffix(": default").partition(" -> ")
            defaults[source.strip()] = _flow_id(source, target)
    body = [_flow(line) if " -> " in line else _element(line, defaults) for line in lines]
    text = "\n".join(body)
    process = f'<bpmn:process id="{process_id}" isExecutable="true">\n{text}\n</bpmn:process>'
    return f"{HEAD}{process}\n</bpmn:definitions>\n".encode()


def _flow_id(source: str, target: str) -> str:
    return f"f_{source.strip()}__{target.strip()}"


def _flow(line: str) -> str:
    ends, _, condition = line.partition(": ")
    source, _, target = ends.partition(" -> ")
    head = (
        f'<bpmn:sequenceFlow id="{_flow_id(source, target)}"'
        f' sourceRef="{source.strip()}" targetRef="{target.strip()}"'
    )
    if not condition or condition == "default":
        return head + "/>"
    inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
    return f"{head}>{inner}</bpmn:sequenceFlow>"


def _element(line: str, defaults: Mapping[str, str]) -> str:  # noqa: C901, PLR0911, PLR0912  one a kind
    if line == "close":
        return "</bpmn:subProcess>"
    if line.startswith("<"):
        return line
    head, _, rest = line.partition(": ")
    kind, node_id, *host = head.split()
    if kind in KINDS:
        default = f' default="{defaults[node_id]}"' if node_id in defaults else ""
        return f'<bpmn:{KINDS[kind]} id="{node_id}"{default}/>'
    match kind:
        case "user":
            groups = f" camunda:candidateGroups={quoteattr(rest)}" if rest else ""
            return f'<bpmn:userTask id="{node_id}"{groups}/>'
        case "items":
            return f'<bpmn:userTask id="{node_id}">{_loop(rest)}</bpmn:userTask>'
        case "sub":
            return f'<bpmn:subProcess id="{node_id}">{_loop(rest) if rest else ""}'
        case "call" | "calls":
            called, _, each = rest.partition(" for ")
            return (
                f'<bpmn:callActivity id="{node_id}" calledElement="{called}"'
                f' camunda:calledElementBinding="deployment">{_loop(each) if each else ""}'
                "</bpmn:callActivity>"
            )
        case "script":
            script = f"<bpmn:script>{escape(rest)}</bpmn:script>"
            return f'<bpmn:scriptTask id="{node_id}" scriptFormat="feel">{script}</bpmn:scriptTask>'
        case "system":
            return (
                f'<bpmn:serviceTask id="{node_id}" camunda:type="external" camunda:topic="{rest}"/>'
            )
        case "wait":
            timer = _timer(rest)
            return (
                f'<bpmn:intermediateCatchEvent id="{node_id}">{timer}</bpmn:intermediateCatchEvent>'
            )
        case "late" | "ring":
            cancels = "true" if kind == "late" else "false"
            return (
                f'<bpmn:boundaryEvent id="{node_id}" attachedToRef="{host[1]}"'
                f' cancelActivity="{cancels}">{_timer(rest)}</bpmn:boundaryEvent>'
            )
        case "milestone":
            return f'<bpmn:intermediateThrowEvent id="{node_id}"/>'
        case "terminate":
            return f'<bpmn:endEvent id="{node_id}"><bpmn:terminateEventDefinition/></bpmn:endEvent>'
    raise AssertionError(line)


def _loop(rest: str) -> str:
    variable, _, collection = rest.partition(" in ")
    return (
        f"<bpmn:multiInstanceLoopCharacteristics camunda:collection={quoteattr(collection)}"
        f' camunda:elementVariable="{variable}"/>'
    )


def _timer(time: str) -> str:
    tag = "timeCycle" if time.startswith("R") else "timeDuration"
    if not time.startswith(("R", "P")):
        tag = "timeDate"
    inner = f"<bpmn:{tag}>{escape(time)}</bpmn:{tag}>"
    return f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"


@dataclass
class Desk:
    """Runs one instance through its stored bytes; the newest answer of a task is visible."""

    edition: bpmn.Edition
    given: dict[str, Any] = field(default_factory=dict)
    now: datetime = MONDAY
    calls: list[bpmn.SystemStepCall] = field(default_factory=list)
    effect: Callable[[bpmn.SystemStepCall], bool] = lambda _: True
    deadlines: dict[str, datetime | None] = field(default_factory=dict)
    answers: dict[tuple[bpmn.Scope, str], Any] = field(default_factory=dict)
    run: Any = None
    open: dict[Any, bpmn.OfferedItem] = field(default_factory=dict)
    flows: list[str] = field(default_factory=list)

    def names(self, scope: bpmn.Scope) -> Mapping[str, Any]:
        names = dict(self.given)
        for length in range(len(scope) + 1):
            names.update(
                {task: a for (at, task), a in self.answers.items() if at == scope[:length]}
            )
        return names

    def deadline(self, scope: bpmn.Scope, name: str) -> datetime | None:
        del scope
        return self.deadlines.get(name)

    def system_step(self, call: bpmn.SystemStepCall) -> bool:
        self.calls.append(call)
        return self.effect(call)

    def start(self) -> "Desk":
        return self.take(bpmn.start(self.edition, self, now=self.now))

    def do(self, element: str, key: str | None = None, **answers: Any) -> "Desk":
        item = next(
            each
            for each in self.open.values()
            if each.element == element and (key is None or each.scope[-1][1] == key)
        )
        self.answers[item.scope, element] = answers
        done = bpmn.complete(self.edition, self.run.state, item.id, self, self.now)
        del self.open[item.id]
        return self.take(done)

    def wait(self, **time: float) -> "Desk":
        self.now += timedelta(**time)
        return self.take(bpmn.fire_timers(self.edition, self.run.state, self, self.now))

    def take(self, run: bpmn.Run) -> "Desk":
        self.run = run
        self.flows.extend(each.flow for each in run.flows)
        for withdrawn in run.withdrawn:
            del self.open[withdrawn]
        self.open.update({item.id: item for item in run.offered})
        if run.state is not None:
            stored = bpmn.open_items(self.edition, run.state)
            assert {item.id for item in stored} == set(self.open)
        return self

    @property
    def waiting(self) -> list[str]:
        return sorted(item.element for item in self.open.values())


@pytest.fixture
def draw() -> Callable[..., bytes]:
    return drawn


@pytest.fixture
def desk() -> Callable[..., Desk]:
    """Start an instance: ``desk("start s", ..., "s -> a", given={...}, callee=[...])``."""

    def begin(*lines: str, callees: Mapping[str, list[str]] | None = None, **options: Any) -> Desk:
        sources = {"p": drawn(*lines)}
        for process_id, called in (callees or {}).items():
            sources[process_id] = drawn(*called, process_id=process_id)
        return Desk(bpmn.build_edition("p", sources, {}), **options).start()

    return begin
