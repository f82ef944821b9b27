"""What goes into a run of the engine and what comes out of it, in the words of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from engine.bpmn.system_step import Scope, SystemStepCall
from engine.feel import Called, Value

Use = Literal["condition", "timer", "collection", "script", "candidates"]


class Context(Protocol):
    """What a run may ask of its surroundings. ``engine.work`` answers; exceptions pass through."""

    def names(self, scope: Scope) -> Mapping[str, Value]:
        """Return the names visible in a scope: ``{task id: {key: value}}``, and ``case``.

        Inner scopes win over outer ones. Item variables and script targets are the run's own
        and are laid over these.
        """
        ...

    def deadline(self, scope: Scope, name: str) -> datetime | None:
        """Return the breach instant (aware; 00:00 of the day after), None if none is set."""
        ...

    def system_step(self, call: SystemStepCall) -> bool:
        """Run the effect. True: it is done in this unit. False: an outbox job will do it."""
        ...


@dataclass(frozen=True)
class OfferedItem:
    """A user task that became open. ``id`` is the work item's id for good.

    ``candidate_groups`` narrows the lane's role: role keys, ``unit:<id>``, ``committee:<case>``;
    empty when the diagram does not narrow. ``properties`` are the task's (name_en, step,
    deadline, paper ...).
    """

    id: UUID
    element: str
    process_id: str
    scope: Scope
    lane_role: str
    candidate_groups: tuple[str, ...]
    form_ref: str | None
    properties: Mapping[str, str]
    name: str
    name_en: str


@dataclass(frozen=True)
class OpenItem:
    """A user task as a stored state holds it."""

    id: UUID
    element: str
    process_id: str
    scope: Scope


@dataclass(frozen=True)
class ElementPassed:
    """An element that needs no person completed: an event, gateway, script, system step or call."""

    process_id: str
    element: str
    scope: Scope
    kind: str


@dataclass(frozen=True)
class FlowTaken:
    """A token moved along a sequence flow, into a waiting join too."""

    process_id: str
    flow: str
    source: str
    target: str
    scope: Scope


@dataclass(frozen=True)
class Evaluated:
    """An expression was evaluated; ``reads`` maps dotted paths to the values it really read.

    ``called`` lists what ``deadline`` was asked and answered. ``engine.feel.names_from(reads)``
    and those answers give the same result again.
    """

    process_id: str
    element: str
    scope: Scope
    use: Use
    expression: str
    reads: Mapping[str, Value]
    called: tuple[Called, ...]
    result: Value


@dataclass(frozen=True)
class Assigned:
    """A script line set a variable of its scope."""

    process_id: str
    element: str
    scope: Scope
    name: str
    value: Value


@dataclass(frozen=True)
class ArmedTimer:
    """A timer that waits. ``due`` None: its deadline is not set, so it does not fire.

    ``deadline`` is the name its expression asked for, if it asked for one; ``attached_to`` the
    host of a boundary timer; ``new`` whether this run armed it.
    """

    task_id: UUID
    process_id: str
    element: str
    scope: Scope
    due: datetime | None
    deadline: str | None
    attached_to: str | None
    new: bool


@dataclass(frozen=True)
class WaitingSystemStep:
    """A system step whose outbox job has not reported back."""

    task_id: UUID
    process_id: str
    element: str
    scope: Scope
    topic: str


@dataclass(frozen=True)
class Run:
    """Everything one run did, in order, and the state to store.

    ``state`` is None once the instance is completed or cancelled. ``offered`` and ``withdrawn``
    are the difference this run made; the item that was completed is in neither. ``armed`` and
    ``waiting_system`` are complete: all that wait after the run. ``state_digest`` (hex SHA-256)
    does not depend on the random task ids, so a re-execution of the same inputs gives the same.
    ``steps`` is how many engine steps were taken.
    """

    state: bytes | None
    completed: bool
    offered: tuple[OfferedItem, ...]
    withdrawn: tuple[UUID, ...]
    passed: tuple[ElementPassed, ...]
    flows: tuple[FlowTaken, ...]
    evaluated: tuple[Evaluated, ...]
    assigned: tuple[Assigned, ...]
    armed: tuple[ArmedTimer, ...]
    next_due: datetime | None
    waiting_system: tuple[WaitingSystemStep, ...]
    state_digest: str
    steps: int


@dataclass
class Record:
    """What a run has done so far."""

    passed: list[ElementPassed] = field(default_factory=list)
    flows: list[FlowTaken] = field(default_factory=list)
    evaluated: list[Evaluated] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    armed: set[UUID] = field(default_factory=set)
    done: set[UUID] = field(default_factory=set)
