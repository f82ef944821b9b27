"""What happened in a case, in the order of its history: filtered, and a page at a time.

A page is found by the clear headers of the events, and only its own contents are opened: a
case of a thousand events costs what one of fifty does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from engine.access.substitutions import who_acted
from engine.cases.links import RETALIATION, SPLIT_FROM, SPLIT_INTO
from engine.cases.notes import Comment, ContactNote, notes_of
from engine.cases.parties import PartyKind
from engine.errors import Sentence
from engine.journal.events import Event, get_events
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile, Step, intake_of, step_of, transfer_of
from engine.work.deadlines import Deadline, find_deadlines
from engine.work.done_steps import done_in_scopes
from engine.work.linking import untold_splits
from engine.work.names import person_names
from engine.work.notes import audiences_for
from engine.work.timeline_words import describe
from engine.work.variables import last_item
from engine.work.work_items import WorkItem, find_work_items

ENTRIES_A_PAGE = 20


class Topic(StrEnum):
    WORK = "work"
    DEADLINE = "deadline"
    PAPER = "paper"
    MESSAGE = "message"
    CONTACT = "contact"
    COMMENT = "comment"
    PEOPLE = "people"


class Side(StrEnum):
    """Between the office and who complains, or inside the office."""

    COMPLAINANT = "complainant"
    INSIDE = "inside"


KINDS: Mapping[Topic, tuple[EventKind, ...]] = {
    Topic.WORK: (
        EventKind.CASE_LODGED,
        EventKind.CASE_MERGED,
        EventKind.CASE_LINKED,
        EventKind.CASE_SPLIT,
        EventKind.CASE_SPLIT_OFF,
        EventKind.RETALIATION_REPORTED,
        EventKind.CASE_TAGGED,
        EventKind.REGISTRY_NUMBER_NOTED,
        EventKind.WITHDRAWAL_ASKED,
        EventKind.CASE_SUSPENDED,
        EventKind.CASE_RESUMED,
        EventKind.CASE_ARCHIVED,
        EventKind.CASE_VOIDED,
        EventKind.CASE_TRANSFERRED,
        EventKind.CASE_IMPORTED,
        EventKind.WORK_ITEM_CLAIMED,
        EventKind.WORK_ITEM_RELEASED,
        EventKind.WORK_ITEM_REASSIGNED,
        EventKind.WORK_ITEM_DELEGATED,
        EventKind.WORK_ITEM_SENT_BACK,
        EventKind.WORK_ITEM_COMPLETED,
        EventKind.WORK_ITEM_CANCELLED,
        EventKind.CONSULTATION_ASKED,
        EventKind.CONSULTATION_ANSWERED,
        EventKind.CONSULTATION_DECLINED,
        EventKind.FOLLOW_UP_OPENED,
        EventKind.FOLLOW_UP_REPORTED,
        EventKind.FOLLOW_UP_HANDED,
        EventKind.FOLLOW_UP_ENDED,
        EventKind.LEGAL_HOLD_PLACED,
        EventKind.LEGAL_HOLD_LIFTED,
        EventKind.FIGURES_FROZEN,
        EventKind.STATISTICS_PUBLISHED,
        EventKind.GUIDELINE_FROZEN,
        EventKind.GUIDELINE_PUBLISHED,
        EventKind.RECORDS_LISTED,
        EventKind.DESTRUCTION_ORDERED,
        EventKind.PARTICIPATION_PUBLISHED,
        EventKind.DOCUMENT_PUBLISHED,
    ),
    Topic.DEADLINE: (
        EventKind.DEADLINE_STARTED,
        EventKind.DEADLINE_MET,
        EventKind.DEADLINE_BREACHED,
        EventKind.DEADLINE_PAUSED,
        EventKind.DEADLINE_RESUMED,
        EventKind.DEADLINE_EXTENDED,
        EventKind.DEADLINE_LED,
        EventKind.DEADLINE_OUTCOME_CORRECTED,
        EventKind.REMINDER_GIVEN,
        EventKind.CASE_ESCALATED,
    ),
    Topic.PAPER: (EventKind.ATTACHMENT_FILED, EventKind.SCAN_FILED),
    Topic.MESSAGE: (EventKind.MESSAGE_POSTED, EventKind.SATISFACTION_TOLD),
    Topic.CONTACT: (EventKind.CONTACT_NOTED,),
    Topic.COMMENT: (EventKind.COMMENT_WRITTEN,),
    Topic.PEOPLE: (
        EventKind.PARTY_JOINED,
        EventKind.RESPONDENT_EXCLUDED,
        EventKind.MEMBER_ADMITTED,
        EventKind.UNIT_ASKED,
        EventKind.COMMITTEE_APPOINTED,
        EventKind.OFFICERS_APPOINTED,
        EventKind.INTEREST_DECLARED,
        EventKind.MEMBER_DISMISSED,
        EventKind.DUTIES_COINCIDED,
        EventKind.IDENTITY_ASKED,
        EventKind.IDENTITY_REQUEST_SETTLED,
        EventKind.IDENTITY_ACCESS_ENDED,
    ),
}
_TOPICS = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}
# The fewer: a list of words in a question costs by its length.
_UNTOLD = sorted(kind.value for kind in EventKind if kind not in _TOPICS)
# What stands under such a line, and what it is called there.
_SAID: Mapping[EventKind, str] = {
    EventKind.CASE_SPLIT: "reason",
    EventKind.CASE_SPLIT_OFF: "reason",
    EventKind.IDENTITY_ASKED: "reason",
    EventKind.IDENTITY_REQUEST_SETTLED: "reason",
    EventKind.WITHDRAWAL_ASKED: "text",
    EventKind.CASE_SUSPENDED: "text",
    EventKind.CASE_VOIDED: "reason",
    EventKind.CASE_TRANSFERRED: "reason",
    EventKind.CASE_IMPORTED: "remark",
    EventKind.CASE_RESUMED: "text",
    EventKind.DEADLINE_EXTENDED: "text",
    EventKind.FOLLOW_UP_OPENED: "text",
    EventKind.FOLLOW_UP_REPORTED: "text",
    EventKind.FOLLOW_UP_ENDED: "text",
    EventKind.LEGAL_HOLD_PLACED: "reason",
    EventKind.LEGAL_HOLD_LIFTED: "reason",
    EventKind.MESSAGE_POSTED: "body",
    # The score is counted, and told of nobody.
    EventKind.SATISFACTION_TOLD: "words",
    EventKind.INTEREST_DECLARED: "text",
}
# What passes between the office and who complains whatever the step.
_WITH_COMPLAINANT = (
    EventKind.CASE_LODGED,
    EventKind.MESSAGE_POSTED,
    EventKind.SATISFACTION_TOLD,
)


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see. ``past`` is the ``seq`` of the last entry she has seen."""

    topic: Topic | None = None
    person_id: UUID | None = None
    side: Side | None = None
    element: str | None = None
    oldest_first: bool = False
    past: int | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the timeline, with what it opens: a step, a note, a message, a file.

    ``scope`` tells what a repeated step or clock is for.
    """

    seq: int
    topic: Topic
    text: Sentence
    scope: str
    who: Sentence
    recorded_at: datetime
    occurred_on: date
    step: Step | None = None
    note: ContactNote | Comment | None = None
    message: str | None = None
    attachment_id: UUID | None = None
    # The other case of which the line tells.
    other_number: str | None = None


@dataclass(frozen=True)
class Timeline:
    """One page. ``past`` leads to the next one; ``names`` are of all who are mentioned.

    ``counts`` are of the whole timeline that this reader may see, as are ``people`` who acted.
    """

    entries: tuple[Entry, ...]
    past: int | None
    counts: Mapping[Topic, int]
    people: Mapping[UUID, str]
    names: Mapping[UUID, str]


@dataclass(frozen=True)
class _Told:
    """``acted`` names by ``seq`` who did each event, and for whom where she stood in."""

    names: Mapping[UUID, str]
    acted: Mapping[int, Sentence]
    # The numbers of other cases, by the event that tells of them.
    numbers: Mapping[int, str]


def read_timeline(
    uow: UnitOfWork, file: CaseFile, asked: Asked, *, limit: int = ENTRIES_A_PAGE
) -> Timeline:
    """Return a page of what the reader of this file may see of its history."""
    seen = _visible(uow, file)
    found = _seqs(uow, file, asked, seen, limit + 1)
    events = get_events(uow, file.case.id, found[:limit])
    notes = notes_of(uow, file.case.id, list(events.values()))
    counts, actors = _facets(uow, file, seen)
    mentioned = [one for n in notes.values() if isinstance(n, Comment) for one in n.mentioned]
    shown = [events[seq] for seq in found[:limit]]
    names = person_names(uow, [*actors, *mentioned, *_subjects(shown)])
    numbers = {
        one.seq: one.case.number
        for one in file.linked
        if one.kind in (SPLIT_INTO, SPLIT_FROM, RETALIATION) and one.told_by == file.case.id
    }
    told = _Told(names, who_acted(uow, shown, names), numbers)
    things = _things(uow, shown)
    return Timeline(
        entries=tuple(_entry(uow, event, notes.get(event.seq), things, told) for event in shown),
        past=found[limit - 1] if len(found) > limit else None,
        counts=counts,
        people={person_id: names[person_id] for person_id in actors if person_id in names},
        names=names,
    )


def _things(uow: UnitOfWork, events: Collection[Event]) -> dict[str, WorkItem | Deadline]:
    """Return the steps and clocks that events name, by the word by which they name them."""
    items = find_work_items(uow, _named(events, "work_item"))
    clocks = find_deadlines(uow, _named(events, "deadline"))
    found: dict[UUID, WorkItem | Deadline] = {**items, **clocks}
    return {str(key): one for key, one in found.items()}


def _named(events: Collection[Event], key: str) -> set[UUID]:
    return {UUID(event.content[key]) for event in events if event.content.get(key)}


def _visible(uow: UnitOfWork, file: CaseFile) -> ColumnElement[bool]:
    """Return, as a condition on events, what the reader may see: the whole, or her own part."""
    event, note = tables.case_event, tables.case_note
    if file.among is None:
        untold = untold_splits(uow, file.case.id, file.linked)
        is_told = event.c.kind.not_in(_UNTOLD)
        return and_(is_told, event.c.seq.not_in(sorted(untold))) if untold else is_told
    told = select(note.c.seq).where(
        note.c.office_id == uow.actor.office_id,
        note.c.case_id == file.case.id,
        note.c.audience.in_([one.value for one in audiences_for(file.reading)]),
    )
    own = select(tables.work_item.c.completed_seq).where(
        tables.work_item.c.office_id == uow.actor.office_id,
        tables.work_item.c.id.in_(sorted(file.among)),
        tables.work_item.c.completed_seq.is_not(None),
    )
    return or_(event.c.seq.in_(own), event.c.seq.in_(told))


def _seqs(
    uow: UnitOfWork, file: CaseFile, asked: Asked, seen: ColumnElement[bool], limit: int
) -> list[int]:
    event = tables.case_event
    wanted = [
        event.c.office_id == uow.actor.office_id,
        event.c.stream_id == file.case.id,
        seen,
        *_narrowed(uow, file, asked),
    ]
    order = event.c.seq.asc() if asked.oldest_first else event.c.seq.desc()
    if asked.past is not None:
        beyond = event.c.seq > asked.past if asked.oldest_first else event.c.seq < asked.past
        wanted.append(beyond)
    rows = uow.connection.scalars(select(event.c.seq).where(*wanted).order_by(order).limit(limit))
    return list(rows)


def _narrowed(uow: UnitOfWork, file: CaseFile, asked: Asked) -> list[ColumnElement[bool]]:
    event = tables.case_event
    wanted: list[ColumnElement[bool]] = []
    if asked.topic is not None:
        wanted.append(event.c.kind.in_([kind.value for kind in KINDS[asked.topic]]))
    if asked.person_id is not None:
        wanted.append(event.c.actor_id == asked.person_id)
    if asked.element is not None:
        wanted.append(event.c.element == asked.element)
    if asked.side is not None:
        theirs = _with_complainant(uow, file)
        wanted.append(theirs if asked.side is Side.COMPLAINANT else ~theirs)
    return wanted


def _with_complainant(uow: UnitOfWork, file: CaseFile) -> ColumnElement[bool]:
    """Return, as a condition on events, that they passed between office and complainant.

    Lodging, messages, the notes of contact with her, and the steps done once for each
    complainant: those are the notices.
    """
    event, note = tables.case_event, tables.case_note
    told = {str(p.id) for p in file.parties if p.kind is PartyKind.COMPLAINANT}
    done = done_in_scopes(uow, file.case.id, file.among)
    notices = [seq for seq, scope in done if last_item(scope) in told]
    contacts = select(note.c.seq).where(
        note.c.office_id == uow.actor.office_id,
        note.c.case_id == file.case.id,
        note.c.party_kind == PartyKind.COMPLAINANT.value,
    )
    return or_(
        event.c.kind.in_([kind.value for kind in _WITH_COMPLAINANT]),
        event.c.seq.in_(notices),
        event.c.seq.in_(contacts),
    )


def _facets(
    uow: UnitOfWork, file: CaseFile, seen: ColumnElement[bool]
) -> tuple[dict[Topic, int], list[UUID]]:
    """Count by topic, and name who acted: of what this reader may see and nothing else."""
    event = tables.case_event
    rows = uow.connection.execute(
        select(event.c.kind, event.c.actor_id, func.count())
        .where(event.c.office_id == uow.actor.office_id, event.c.stream_id == file.case.id, seen)
        .group_by(event.c.kind, event.c.actor_id)
    ).all()
    counts = dict.fromkeys(Topic, 0)
    for kind, _, count in rows:
        counts[_TOPICS[EventKind(kind)]] += count
    return counts, sorted({row.actor_id for row in rows if row.actor_id})


def _subjects(events: Collection[Event]) -> list[UUID]:
    named = (
        event.content.get(key) for event in events for key in ("person", "to", "assignee", "holder")
    )
    return [UUID(one) for one in named if one]


def _entry(
    uow: UnitOfWork,
    event: Event,
    note: ContactNote | Comment | None,
    things: Mapping[str, WorkItem | Deadline],
    told: _Told,
) -> Entry:
    content: Mapping[str, Any] = event.content
    about = things.get(str(content.get("work_item") or content.get("deadline")))
    attachment = content.get("attachment")
    return Entry(
        seq=event.seq,
        topic=_TOPICS[event.kind],
        text=describe(event, about, told.names),
        scope=about.scope if about else "",
        who=told.acted[event.seq],
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        step=_step(uow, event, about, told),
        note=note,
        message=content[_SAID[event.kind]] if event.kind in _SAID else None,
        attachment_id=UUID(attachment) if attachment else None,
        other_number=told.numbers.get(event.seq),
    )


def _step(
    uow: UnitOfWork, event: Event, about: WorkItem | Deadline | None, told: _Told
) -> Step | None:
    if event.kind is EventKind.CASE_LODGED:
        return intake_of(uow, event)
    if event.kind is EventKind.CASE_TRANSFERRED:
        return transfer_of(uow, event)
    if event.kind is EventKind.WORK_ITEM_COMPLETED and isinstance(about, WorkItem):
        return step_of(event, about, told.acted)
    return None
