"""Where a case stood after an event: its events folded in memory, none of today's rows read."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.errors import Tampered
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.deadlines import Reckoning
from engine.work import deadlines
from engine.work.deadlines import Deadline
from engine.work.work_items import ALLOCATED, CANCELLED, COMPLETED, OFFERED, WorkItem

Place = tuple[str, str]
"""A process id and the id of an element or flow in it."""


@dataclass
class Path:
    """How far one root instance had come: how often it passed each element and took each flow.

    ``last_run`` is the newest ``engine_ran`` event.
    """

    process_id: str
    edition: str
    passed: Counter[Place] = field(default_factory=Counter)
    flows: Counter[Place] = field(default_factory=Counter)
    last_run: Event | None = None


@dataclass
class Position:
    """A case after some of its events. Items and deadlines equal the rows of that moment.

    ``place`` is the instance and the process in which something happened last.
    """

    items: dict[UUID, WorkItem] = field(default_factory=dict)
    deadlines: dict[UUID, Deadline] = field(default_factory=dict)
    paths: dict[UUID, Path] = field(default_factory=dict)
    place: tuple[UUID, str] | None = None

    def fold(self, event: Event) -> None:
        """Take the next event in.

        Raises
        ------
        Tampered
            It speaks of something that no event before it began: one is missing.
        """
        fold = _FOLDS.get(event.kind)
        if fold is None:
            return
        try:
            fold(self, event)
        except KeyError as error:
            raise Tampered from error
        self.place = self._place_of(event) or self.place

    @property
    def open_items(self) -> list[WorkItem]:
        return [item for item in self.items.values() if item.is_open]

    def item_of(self, event: Event) -> WorkItem | None:
        """Return the step that an event is about."""
        named = event.content.get("work_item")
        return self.items.get(UUID(named)) if named else None

    def _place_of(self, event: Event) -> tuple[UUID, str] | None:
        instance_id, item = event.instance_id, self.item_of(event)
        if instance_id is None:
            return None
        if item is None and event.kind is EventKind.ENGINE_RAN:
            item = self._cause_of(event)
        if item is not None:
            return instance_id, item.process_id
        if event.kind is EventKind.INSTANCE_STARTED:
            return instance_id, event.content["process_id"]
        flows = event.content.get("flows")
        return (instance_id, flows[-1][0]) if flows else None

    def _cause_of(self, run: Event) -> WorkItem | None:
        named = run.content["cause"].get("work_item")
        return self.items.get(UUID(named)) if named else None

    def deadline_of(self, event: Event) -> Deadline | None:
        named = event.content.get("deadline")
        return self.deadlines.get(UUID(named)) if named else None


def _started(position: Position, event: Event) -> None:
    instance_id, edition = _of_instance(event), event.edition or ""
    position.paths[instance_id] = Path(event.content["process_id"], edition)


def _ran(position: Position, event: Event) -> None:
    path = position.paths[_of_instance(event)]
    content = event.content
    path.edition = event.edition or path.edition
    path.last_run = event
    path.passed.update((process_id, element) for process_id, element, _, _ in content["passed"])
    path.flows.update((process_id, flow) for process_id, flow, _ in content["flows"])


def _offered(position: Position, event: Event) -> None:
    content = event.content
    assignee = UUID(content["assignee"]) if content["assignee"] else None
    item = WorkItem(
        id=UUID(content["work_item"]),
        case_id=event.stream_id,
        instance_id=_of_instance(event),
        process_id=content["process_id"],
        edition=event.edition or "",
        element=event.element or "",
        scope=content["scope"],
        round=content["round"],
        name=content["name"],
        name_en=content["name_en"],
        step=content["step"],
        form_ref=content["form_ref"],
        role=content["role"],
        groups=tuple(content["groups"]),
        status=ALLOCATED if assignee else OFFERED,
        assignee_id=assignee,
        offered_at=event.recorded_at,
        claimed_at=event.recorded_at if assignee else None,
        ended_at=None,
        completed_by=None,
        due_on=_day(content["due_on"]),
        completed_seq=None,
        scan_missing=False,
    )
    position.items[item.id] = item


def _claimed(position: Position, event: Event) -> None:
    _allocate(position, event, event.content["assignee"])


def _reassigned(position: Position, event: Event) -> None:
    _allocate(position, event, event.content["to"])


def _sent_back(position: Position, event: Event) -> None:
    if event.content["to"]:
        _reassigned(position, event)
    else:
        _released(position, event)


def _allocate(position: Position, event: Event, assignee: str) -> None:
    _change(
        position,
        event,
        status=ALLOCATED,
        assignee_id=UUID(assignee),
        claimed_at=event.recorded_at,
    )


def _released(position: Position, event: Event) -> None:
    _change(position, event, status=OFFERED, assignee_id=None, claimed_at=None)


def _completed(position: Position, event: Event) -> None:
    _change(
        position,
        event,
        status=COMPLETED,
        ended_at=event.recorded_at,
        completed_by=event.actor_id,
        completed_seq=event.seq,
        scan_missing=event.content["scan_missing"],
    )
    item = position.item_of(event)
    path = position.paths.get(_of_instance(event))
    if item is not None and path is not None:
        path.passed[item.process_id, item.element] += 1


def _cancelled(position: Position, event: Event) -> None:
    _change(position, event, status=CANCELLED, ended_at=event.recorded_at)


def _scan_filed(position: Position, event: Event) -> None:
    _change(position, event, scan_missing=False)


def _change(position: Position, event: Event, **fields: Any) -> None:
    item_id = UUID(event.content["work_item"])
    position.items[item_id] = replace(position.items[item_id], **fields)


def _clock_started(position: Position, event: Event) -> None:
    content = event.content
    reckoning = Reckoning.from_json(content["reckoning"])
    clock = Deadline(
        id=UUID(content["deadline"]),
        case_id=event.stream_id,
        instance_id=_of_instance(event),
        name=content["name"],
        scope=content["scope"],
        round=content["round"],
        reckoning=reckoning,
        effective_on=reckoning.effective_on,
        status=deadlines.RUNNING,
        met_on=None,
    )
    position.deadlines[clock.id] = clock


def _clock_met(position: Position, event: Event) -> None:
    _turn(position, event, status=deadlines.MET, met_on=_day(event.content["met_on"]))


def _clock_breached(position: Position, event: Event) -> None:
    _turn(position, event, status=deadlines.BREACHED)


def _clock_ended(position: Position, event: Event) -> None:
    _turn(position, event, status=deadlines.ENDED)


def _clock_carried(position: Position, event: Event) -> None:
    _turn(position, event, instance_id=_of_instance(event), is_carried=True)


def _clock_paused(position: Position, event: Event) -> None:
    _turn(position, event, status=deadlines.PAUSED, paused_on=event.occurred_on)
    _items_moved(position, event)


def _clock_moved(position: Position, event: Event) -> None:
    reckoning = Reckoning.from_json(event.content["reckoning"])
    _turn(
        position,
        event,
        status=deadlines.RUNNING,
        paused_on=None,
        reckoning=reckoning,
        effective_on=reckoning.effective_on,
    )
    _items_moved(position, event)


def _items_moved(position: Position, event: Event) -> None:
    for item in event.content["items"]:
        item_id = UUID(item["work_item"])
        position.items[item_id] = replace(position.items[item_id], due_on=_day(item["due_on"]))


def _turn(position: Position, event: Event, **fields: Any) -> None:
    clock_id = UUID(event.content["deadline"])
    position.deadlines[clock_id] = replace(position.deadlines[clock_id], **fields)


def _of_instance(event: Event) -> UUID:
    if event.instance_id is None:
        raise ValueError(f"{event.kind} belongs to an instance")
    return event.instance_id


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_FOLDS: Final[Mapping[EventKind, Callable[[Position, Event], None]]] = {
    EventKind.INSTANCE_STARTED: _started,
    EventKind.ENGINE_RAN: _ran,
    EventKind.WORK_ITEM_OFFERED: _offered,
    EventKind.WORK_ITEM_CLAIMED: _claimed,
    EventKind.WORK_ITEM_REASSIGNED: _reassigned,
    EventKind.WORK_ITEM_DELEGATED: _reassigned,
    EventKind.WORK_ITEM_SENT_BACK: _sent_back,
    EventKind.WORK_ITEM_RELEASED: _released,
    EventKind.WORK_ITEM_REDIRECTED: _released,
    EventKind.WORK_ITEM_COMPLETED: _completed,
    EventKind.WORK_ITEM_CANCELLED: _cancelled,
    EventKind.SCAN_FILED: _scan_filed,
    EventKind.DEADLINE_STARTED: _clock_started,
    EventKind.DEADLINE_MET: _clock_met,
    EventKind.DEADLINE_OUTCOME_CORRECTED: _clock_met,
    EventKind.DEADLINE_BREACHED: _clock_breached,
    EventKind.DEADLINE_ENDED: _clock_ended,
    EventKind.DEADLINE_PAUSED: _clock_paused,
    EventKind.DEADLINE_RESUMED: _clock_moved,
    EventKind.DEADLINE_EXTENDED: _clock_moved,
    EventKind.DEADLINE_LED: _clock_moved,
    EventKind.DEADLINE_CARRIED: _clock_carried,
}

FOLDED_KINDS: Final = frozenset(_FOLDS)
"""What has to be opened to know where a case stood; nothing else is."""
