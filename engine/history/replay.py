"""A case as it stood after one of its events: the act, the path, the answers, the clocks.

Everything comes from the events up to that one, on the edition that was in force;
of what came later only the clear headers are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.access.grants import AuditorGrant
from engine.access.membership import Standing, members
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.outline import OpenPlace, standings
from engine.bpmn.outline import Standing as ElementStanding
from engine.cases.register import Case
from engine.definitions.adoption import find_number
from engine.definitions.editions import get_edition
from engine.errors import NotFound, Sentence
from engine.history.audit_access import granted_case
from engine.history.narration import MarkKind, mark_of, narrate, people_in, title_of
from engine.history.position import FOLDED_KINDS, Path, Place, Position
from engine.journal.chain import read_header
from engine.journal.events import Event, get_event, read_stream
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import parse_scope
from engine.work.names import person_names
from engine.work.work_items import WorkItem

_INTAKE_COLUMNS = (
    "kind",
    "channel",
    "category",
    "place",
    "is_anonymous",
    "received_on",
    "subject",
)


@dataclass(frozen=True)
class Moment:
    """One event as its clear header tells of it."""

    seq: int
    kind: EventKind
    element: str | None
    recorded_at: datetime
    occurred_on: date

    @property
    def title(self) -> Sentence:
        return title_of(self.kind)

    @property
    def mark(self) -> MarkKind:
        return mark_of(self.kind)


@dataclass(frozen=True)
class Submitted:
    """What was filled in, once; sealed answers are marks. ``edition`` holds the form."""

    seq: int
    name: Sentence
    round: int
    form_ref: str
    edition: Edition
    answers: Mapping[str, Any]
    case_fields: Mapping[str, Any]
    occurred_on: date


@dataclass(frozen=True)
class Picture:
    """What to mark on the diagrams of ``edition``; ``process_id`` is where the event happened.

    ``rounds`` counts how often an element was passed, ``taken`` are sequence flows.
    """

    edition: Edition
    number: int | None
    process_id: str
    standings: Mapping[Place, ElementStanding]
    taken: frozenset[Place]
    rounds: Mapping[Place, int]


@dataclass(frozen=True)
class Replay:
    """A case after event ``event.seq``. ``moments`` are all its events, later ones too.

    ``before`` is what the same step was answered the round before. ``names`` and
    ``posts`` (positions held that day) cover the people of this event.
    """

    case: Case
    grant: AuditorGrant
    moments: tuple[Moment, ...]
    event: Event
    told: Sentence
    position: Position
    picture: Picture
    submitted: Submitted | None
    before: Submitted | None
    names: Mapping[UUID, str]
    posts: Mapping[UUID, str]

    @property
    def step(self) -> WorkItem | None:
        return self.position.item_of(self.event)


def read_replay(uow: UnitOfWork, standing: Standing, case_id: UUID, seq: int) -> Replay:
    """Return a case of the auditor's grant as it stood after one event.

    Raises
    ------
    NotPermitted
        The person is no auditor.
    NotFound
        No grant covers the case today, or it has no such event.
    KeyUnavailable
        The case was erased; its headers alone remain.
    Tampered
        What is stored is not what was recorded.
    """
    case, grant = granted_case(uow, standing, case_id, uow.today)
    moments = tuple(moments_of(uow, case_id))
    if not any(moment.seq == seq for moment in moments):
        raise NotFound
    event, position = _replay(uow, case_id, seq)
    picture = _picture(uow, case, event, position)
    submitted = _submitted(event, position, _edition_answered(uow, event, picture))
    people = people_in(event) | {i.assignee_id for i in position.open_items if i.assignee_id}
    names = person_names(uow, people)
    return Replay(
        case=case,
        grant=grant,
        moments=moments,
        event=event,
        told=narrate(event, position, names),
        position=position,
        picture=picture,
        submitted=submitted,
        before=_before(uow, event, position),
        names=names,
        posts={m.person_id: m.position for m in members(uow, event.occurred_on)},
    )


def moments_of(uow: UnitOfWork, case_id: UUID) -> Iterator[Moment]:
    """Yield every event of a case in order; no content is opened."""
    table = tables.case_event
    rows = uow.connection.execute(
        select(table.c.seq, table.c.kind, table.c.element, table.c.recorded_at, table.c.occurred_on)
        .where(table.c.office_id == uow.actor.office_id, table.c.stream_id == case_id)
        .order_by(table.c.seq)
    )
    for row in rows:
        yield Moment(row.seq, EventKind(row.kind), row.element, row.recorded_at, row.occurred_on)


def _replay(uow: UnitOfWork, case_id: UUID, seq: int) -> tuple[Event, Position]:
    position, event = Position(), None
    for event in read_stream(uow, case_id, until=seq, kinds=FOLDED_KINDS):
        position.fold(event)
    if event is None or event.seq != seq:
        event = get_event(uow, case_id, seq)
    return event, position


# -- The diagram -------------------------------------------------------------------------------


def _picture(uow: UnitOfWork, case: Case, event: Event, position: Position) -> Picture:
    if position.place is None:
        edition = get_edition(uow, _first_edition(uow, case.id))
        path, process_id = Path(edition.process_id, edition.sha256), edition.process_id
        instance_id = None
    else:
        last_instance, last_process = position.place
        instance_id = event.instance_id or last_instance
        path = position.paths[instance_id]
        edition = get_edition(uow, path.edition)
        process_id = last_process if instance_id == last_instance else path.process_id
    now = [
        (item.process_id, item.element, parse_scope(item.scope))
        for item in position.open_items
        if item.instance_id == instance_id
    ]
    now += _under_way(edition, path, event, position)
    return Picture(
        edition=edition,
        number=find_number(uow, edition.sha256),
        process_id=process_id,
        standings=standings(edition, path.passed.keys(), now),
        taken=frozenset(path.flows),
        rounds=dict(path.passed),
    )


def _under_way(
    edition: Edition, path: Path, event: Event, position: Position
) -> Iterator[OpenPlace]:
    """Give the places of what is half done at this event, within one unit of work.

    The step that the event is about; and what the run has reached but not offered yet,
    which before the first run is the start.
    """
    processes = blueprint_of(edition).processes
    item, run = position.item_of(event), path.last_run
    if item is not None:
        yield item.process_id, item.element, parse_scope(item.scope)
    if run is None:
        for element in processes[path.process_id].elements.values():
            if element.kind == "startEvent":
                yield path.process_id, element.id, ()
    if run is None or run.recorded_at != event.recorded_at:
        return
    passed = {(process_id, element) for process_id, element, _, _ in run.content["passed"]}
    for process_id, flow, scope in run.content["flows"]:
        target = processes[process_id].flow(flow).target
        if (process_id, target) not in passed:
            yield process_id, target, parse_scope(scope)


def _first_edition(uow: UnitOfWork, case_id: UUID) -> str:
    """Return the edition on which the case was about to start.

    Of one that was filed on paper, that of the process under which it stands.
    """
    table = tables.case_event
    kinds = (EventKind.INSTANCE_STARTED.value, EventKind.CASE_LODGED.value)
    headers = uow.connection.scalars(
        select(table.c.header)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.stream_id == case_id,
            table.c.kind.in_(kinds),
        )
        .order_by(table.c.seq)
        .limit(2)
    ).all()
    editions = [found for header in headers if (found := read_header(header).edition)]
    if not editions:
        raise NotFound
    return editions[0]


# -- The answers -------------------------------------------------------------------------------


def _edition_answered(uow: UnitOfWork, event: Event, picture: Picture) -> Edition:
    """Return the edition whose form was answered: at a transfer that of the other process."""
    if event.kind is EventKind.CASE_TRANSFERRED and event.edition:
        return get_edition(uow, event.edition)
    return picture.edition


def _submitted(event: Event, position: Position, edition: Edition) -> Submitted | None:
    content = event.content
    if event.kind is EventKind.CASE_LODGED:
        if content["kind"] == CaseKind.OFFICE_BUSINESS:
            # It begins without a form.
            return None
        return Submitted(
            seq=event.seq,
            name=title_of(event.kind),
            round=1,
            form_ref=f"{content['process_id']}.start",
            edition=edition,
            answers=content["answers"],
            case_fields={name: content[name] for name in _INTAKE_COLUMNS},
            occurred_on=event.occurred_on,
        )
    if event.kind is EventKind.CASE_TRANSFERRED:
        return Submitted(
            seq=event.seq,
            name=title_of(event.kind),
            round=1,
            form_ref=f"{content['process_id']}.start",
            edition=edition,
            answers=content["answers"],
            case_fields=content["case_fields"],
            occurred_on=event.occurred_on,
        )
    item = position.item_of(event)
    if event.kind is not EventKind.WORK_ITEM_COMPLETED or item is None:
        return None
    return Submitted(
        seq=event.seq,
        name=Sentence(item.name, item.name_en),
        round=item.round,
        form_ref=item.form_ref,
        edition=edition,
        answers=content["answers"],
        case_fields=content["case_fields"],
        occurred_on=event.occurred_on,
    )


def _before(uow: UnitOfWork, event: Event, position: Position) -> Submitted | None:
    """Return the same step's answers of the round before, on the edition it had then."""
    item = position.item_of(event)
    if event.kind is not EventKind.WORK_ITEM_COMPLETED or item is None:
        return None
    for other in position.items.values():
        is_same = (other.instance_id, other.element, other.scope) == (
            item.instance_id,
            item.element,
            item.scope,
        )
        if is_same and other.round == item.round - 1 and other.completed_seq is not None:
            earlier = get_event(uow, event.stream_id, other.completed_seq)
            return _submitted(earlier, position, get_edition(uow, other.edition))
    return None
