"""Somebody who works diagrams off on the real engine, at random."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import bpmn
from engine.forms.components import Kind
from engine.forms.parsing import parse_form
from tests.unit.lint.sketches import forms_of, sketch

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Correct:
    """A diagram that is right, with the fields of its forms and the processes it calls."""

    lines: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    callees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Clerk:
    """Works a case off at random: takes any open item, answers its form, else lets time pass."""

    diagram: Correct
    random: random.Random
    now: datetime = NOW
    answers: dict[tuple[bpmn.Scope, str], Any] = field(default_factory=dict)
    open: dict[Any, bpmn.OfferedItem] = field(default_factory=dict)
    run: Any = None
    patience: int = 400
    did_twice_at_once: bool = False

    def __post_init__(self) -> None:
        bodies = {"p": self.diagram.lines, **self.diagram.callees}
        sources = {name: sketch(*body, process_id=name) for name, body in bodies.items()}
        forms: dict[str, bytes] = {}
        for name, body in bodies.items():
            forms |= forms_of(*body, fields=self.diagram.fields, process_id=name)
        self.forms = {name: parse_form(data, f"{name}.json") for name, data in forms.items()}
        self.edition = bpmn.build_edition("p", sources, forms)

    def names(self, scope: bpmn.Scope) -> Mapping[str, Any]:
        parties = [{"id": "x", "contactable": True}, {"id": "y", "contactable": False}]
        known = {"id": "1", "kind": "complaint", "is_anonymous": False, "contactable": True}
        case = {**known, "notice_parties": parties, "result_parties": parties}
        names: dict[str, Any] = {"case": case}
        for length in range(len(scope) + 1):
            names.update(
                {task: given for (at, task), given in self.answers.items() if at == scope[:length]}
            )
        return names

    def deadline(self, scope: bpmn.Scope, name: str) -> datetime:
        del scope, name
        return NOW + timedelta(days=7)

    def system_step(self, call: bpmn.SystemStepCall) -> bool:
        del call
        return True

    def work(self) -> None:
        self._take(bpmn.start(self.edition, self, now=self.now))
        for _ in range(self.patience):
            if self.run.completed:
                return
            waits = self.run.next_due is not None and self.random.random() < 0.1
            if self.open and not waits:
                self._do(self.random.choice(list(self.open)))
            else:
                self.now = max(self.now, self.run.next_due)
                self._take(bpmn.fire_timers(self.edition, self.run.state, self, self.now))

    def _do(self, item_id: Any) -> None:
        item = self.open.pop(item_id)
        form = self.forms[item.form_ref]
        given = {path: self._answer(key) for path, key in form.read_keys().items()}
        self.answers[item.scope, item.element] = given
        self._take(bpmn.complete(self.edition, self.run.state, item_id, self, self.now))

    def _answer(self, key: Any) -> Any:
        match key.kind:
            case Kind.CHECKBOX:
                return self.random.random() < 0.5
            case Kind.NUMBER:
                return self.random.randint(0, 9)
            case Kind.DATETIME:
                return self.now.date() + timedelta(days=self.random.randint(0, 9))
            case Kind.CHECKLIST:
                return self.random.sample(key.values, self.random.randint(0, len(key.values)))
            case Kind.RADIO:
                return self.random.choice(key.values)
        return self.random.choice(["word", None])

    def _take(self, run: bpmn.Run) -> None:
        self.run = run
        for gone in run.withdrawn:
            del self.open[gone]
        self.open.update({item.id: item for item in run.offered})
        at = [(item.scope, item.process_id, item.element) for item in self.open.values()]
        self.did_twice_at_once |= len(set(at)) != len(at)
