"""A walker: it plays an office around the engine, saving and loading between all steps."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from engine import bpmn
from engine.bpmn.blueprint import forget_parsed_editions

PROCESSES = Path(__file__).parents[2] / "processes"
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in the office
PARTIES = [
    {"id": "p1", "contactable": True},
    {"id": "p2", "contactable": False},
    {"id": "p3", "contactable": True},
]
UNITS = ["u1", "u2", "u3"]

Decide = Callable[[str, bpmn.Scope, int], Mapping[str, Any]]

USUAL: dict[str, dict[str, Any]] = {
    "sort": {"result": "accept"},
    "sign_letter": {"decision": "signed", "order": "units", "units": UNITS},
    "review": {"result": "complete"},
    "sign_memo": {"decision": "signed", "order": "units", "units": UNITS},
    "contact_unit": {"units": UNITS},
    "give_information": {"outcome": "given"},
    "decide": {"decision": "concluded"},
    "sign": {"decision": "signed"},
    "sign_order": {"decision": "signed"},
    "inquire": {"hear": False},
    "verify": {"hear": False},
    "conclude": {"tell_respondent": False},
    "dispatch": {"outcome": "sent"},
    "answer": {"outcome": "answered"},
    "prepare": {"counted": "used"},
    "analyse": {"counted": "used"},
    "check": {"decision": "passed"},
    "certify": {"decision": "certified"},
    "allow": {"decision": "allowed"},
    "acknowledge": {"decision": "acknowledged"},
    "appoint": {"decision": "appointed"},
    "consider": {"decision": "to_archives"},
    "order": {"decision": "ordered"},
}


def usually(**exceptions: Mapping[str, Any]) -> Decide:
    """Answer as usual, but ``sort_1={...}`` on the first visit and ``sort={...}`` on the others."""

    def decide(element: str, scope: bpmn.Scope, visit: int) -> Mapping[str, Any]:
        del scope
        return exceptions.get(f"{element}_{visit}", exceptions.get(element, USUAL.get(element, {})))

    return decide


@dataclass
class Office:
    """What surrounds the engine: answers by scope, deadline rows, effects of system steps."""

    parties: list[dict[str, Any]]
    now: datetime = MONDAY
    route: str | None = None
    answers: dict[tuple[bpmn.Scope, str], Mapping[str, Any]] = field(default_factory=dict)
    deadlines: dict[tuple[bpmn.Scope, str], datetime | None] = field(default_factory=dict)
    effects: list[bpmn.SystemStepCall] = field(default_factory=list)
    slow_topics: frozenset[str] = frozenset()
    # Who is told of a result; None: ``parties`` and nobody else.
    result_parties: list[dict[str, Any]] | None = None

    def names(self, scope: bpmn.Scope) -> Mapping[str, Any]:
        names: dict[str, Any] = {
            "case": {
                "id": "c1",
                "route": self.route,
                "notice_parties": self.parties,
                "result_parties": self.result_parties or self.parties,
            }
        }
        for length in range(len(scope) + 1):
            names.update(
                {task: given for (at, task), given in self.answers.items() if at == scope[:length]}
            )
        return names

    def deadline(self, scope: bpmn.Scope, name: str) -> datetime | None:
        if (scope, name) in self.deadlines:
            return self.deadlines[scope, name]
        days = 15 if name == "first_notice" else 7
        return self.now + timedelta(days=days)

    def system_step(self, call: bpmn.SystemStepCall) -> bool:
        self.effects.append(call)
        return call.topic not in self.slow_topics


@dataclass
class Walk:
    """One instance on its way; every command goes through the stored bytes."""

    edition: bpmn.Edition
    decide: Decide = field(default_factory=usually)
    office: Office = field(default_factory=lambda: Office(list(PARTIES)))
    item: tuple[str, Any] | None = None
    parse_anew: bool = False
    state: bytes | None = None
    run: bpmn.Run | None = None
    open: dict[UUID, bpmn.OfferedItem] = field(default_factory=dict)
    visits: dict[tuple[bpmn.Scope, str], int] = field(default_factory=dict)
    runs: list[bpmn.Run] = field(default_factory=list)
    done: list[tuple[str, bpmn.Scope]] = field(default_factory=list)

    def start(self) -> "Walk":
        return self._take(
            bpmn.start(self.edition, self.office, now=self.office.now, item=self.item)
        )

    def complete(self, item: bpmn.OfferedItem) -> "Walk":
        at = (item.scope, item.element)
        self.visits[at] = self.visits.get(at, 0) + 1
        self.office.answers[at] = self.decide(item.element, item.scope, self.visits[at])
        self.office.now += timedelta(hours=1)
        self._forget()
        del self.open[item.id]
        self.done.append((item.element, item.scope))
        return self._take(
            bpmn.complete(self.edition, self._stored(), item.id, self.office, self.office.now)
        )

    def pass_days(self, days: int) -> "Walk":
        self.office.now += timedelta(days=days)
        self._forget()
        return self._take(
            bpmn.fire_timers(self.edition, self._stored(), self.office, self.office.now)
        )

    def do(self, *elements: str) -> "Walk":
        for element in elements:
            self.complete(self.item_of(element))
        return self

    def item_of(self, element: str, key: str | None = None) -> bpmn.OfferedItem:
        for item in self.open.values():
            if item.element == element and (key is None or item.scope[-1][1] == key):
                return item
        raise AssertionError(
            f"{element} is not open, but {[i.element for i in self.open.values()]}"
        )

    def finish(self, *, late: tuple[str, ...] = (), hold: tuple[str, ...] = ()) -> "Walk":
        """Do all open work; before each element named in ``late``, 16 days go by."""
        late_left = list(late)
        while not self.completed:
            if late_left and any(i.element == late_left[0] for i in self.open.values()):
                late_left.pop(0)
                self.pass_days(16)
                continue
            todo = [item for item in self.open.values() if item.element not in hold]
            if not todo:
                break
            self.complete(todo[0])
        assert not late_left
        return self

    @property
    def completed(self) -> bool:
        return self.run is not None and self.run.completed

    @property
    def elements_open(self) -> list[str]:
        return sorted(item.element for item in self.open.values())

    @property
    def topics(self) -> list[str]:
        return [call.topic for call in self.office.effects]

    def digests(self) -> list[str]:
        return [run.state_digest for run in self.runs]

    def _take(self, run: bpmn.Run) -> "Walk":
        self.run = run
        self.runs.append(run)
        self.state = run.state
        for withdrawn in run.withdrawn:
            del self.open[withdrawn]
        for item in run.offered:
            self.open[item.id] = item
        return self

    def _stored(self) -> bytes:
        assert self.state is not None
        return self.state

    def _forget(self) -> None:
        if self.parse_anew:
            forget_parsed_editions()


@pytest.fixture(scope="session")
def sources() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(PROCESSES.glob("*.bpmn"))}


@pytest.fixture(scope="session")
def empty_forms(sources: dict[str, bytes]) -> dict[str, bytes]:
    refs = re.findall(rb'camunda:formRef="([^"]+)"', b"".join(sources.values()))
    return {ref.decode(): b"{}" for ref in refs}


@pytest.fixture(scope="session")
def provincial(sources: dict[str, bytes], empty_forms: dict[str, bytes]) -> bpmn.Edition:
    return bpmn.build_edition("complaint_provincial", sources, empty_forms)


@pytest.fixture(scope="session")
def tambon(sources: dict[str, bytes], empty_forms: dict[str, bytes]) -> bpmn.Edition:
    return bpmn.build_edition("complaint_tambon", sources, empty_forms)


@pytest.fixture(scope="session")
def edition_of(
    sources: dict[str, bytes], empty_forms: dict[str, bytes]
) -> Callable[[str], bpmn.Edition]:
    return lambda process_id: bpmn.build_edition(process_id, sources, empty_forms)


@pytest.fixture
def walk(provincial: bpmn.Edition) -> Callable[..., Walk]:
    """Start a walk of the provincial process: ``walk(decide, parties=..., item=...)``."""

    def begin(
        decide: Decide | None = None,
        *,
        parties: list[dict[str, Any]] | None = None,
        edition: bpmn.Edition = provincial,
        **options: Any,
    ) -> Walk:
        office = Office(
            list(PARTIES) if parties is None else parties,
            slow_topics=options.pop("slow_topics", frozenset()),
            route=options.pop("route", None),
        )
        return Walk(edition, decide or usually(), office, **options).start()

    return begin


@pytest.fixture
def answering() -> Callable[..., Decide]:
    return usually


@pytest.fixture
def anew() -> Iterator[None]:
    """Leave no parsed edition behind for the next test."""
    yield
    forget_parsed_editions()
