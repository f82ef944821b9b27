"""The case file (แฟ้มเรื่อง) as one person may read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.access.membership import Standing
from engine.access.permissions import Reading, check_reading
from engine.access.substitutions import who_acted
from engine.access.visibility import reading_of
from engine.cases.attachments import (
    REDACTED_COPY,
    Attachment,
    attachments_of,
    get_attachment,
)
from engine.cases.committees import Seat, seats_of
from engine.cases.issues import Issue, issues_of
from engine.cases.mailbox import Message, messages_of
from engine.cases.notes import (
    Comment,
    ContactNote,
    NoteKind,
    comments_of,
    contacts_of,
    count_notes,
)
from engine.cases.parties import Party, parties_of
from engine.cases.register import Case, get_case
from engine.definitions.adoption import find_number
from engine.errors import NotFound, Sentence
from engine.journal.events import Event, get_events
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.deadlines import Deadline, deadlines_of
from engine.work.names import person_names
from engine.work.notes import audiences_for
from engine.work.work_items import COMPLETED, WorkItem, work_items_of

# Of a case that went round many times the newest steps are read; the timeline has them all.
STEPS_SHOWN = 6
NOTES_SHOWN = 3
_SEARCHED_AT_ONCE = 20
# The seq of the event that every case begins with.
_LODGED = 1


@dataclass(frozen=True)
class Step:
    """A completed step with its answers as submitted; sealed ones are marks.

    ``completed_by`` names who stood in for whom, where somebody did.
    """

    item: WorkItem
    completed_by: Sentence
    recorded_at: datetime
    occurred_on: date
    answers: Mapping[str, Any]
    case_fields: Mapping[str, Any]


@dataclass(frozen=True)
class CaseFile:
    """``intake`` is what the start form said; None where only the redacted summary may be read.

    ``summary`` is the officer's own text without the complainant (สรุปประเด็นที่ปิดข้อมูลผู้ร้อง).
    """

    case: Case
    reading: Reading
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    intake: Step | None
    steps: tuple[Step, ...]
    done_count: int
    items: tuple[WorkItem, ...]
    open_items: tuple[WorkItem, ...]
    # Process, element and scope of every step that was completed.
    done_places: frozenset[tuple[str, str, str]]
    deadlines: tuple[Deadline, ...]
    attachments: tuple[Attachment, ...]
    edition: str
    edition_number: int | None
    holders: Mapping[UUID, str]
    summary: str | None
    seats: tuple[Seat, ...]
    messages: tuple[Message, ...]
    contacts: tuple[ContactNote, ...]
    comments: tuple[Comment, ...]
    note_counts: Mapping[NoteKind, int]


def read_case_file(
    uow: UnitOfWork, standing: Standing, case_id: UUID, focus: WorkItem | None = None
) -> CaseFile:
    """Return the file as this person may read it today.

    ``focus`` is the step in hand: the newest step of its run and scope, which it continues,
    is among ``steps`` however long ago it was.

    Raises
    ------
    NotFound
        There is no such case for this person.
    """
    case = get_case(uow, case_id)
    granted = reading_of(uow, standing, case, uow.today)
    check_reading(granted)
    items = work_items_of(uow, case_id)
    whole = granted is Reading.WHOLE
    readable = [i for i in items if whole or _is_for_units(i, standing)]
    done = [item for item in readable if item.status == COMPLETED]
    audiences = audiences_for(granted)
    contacts = contacts_of(uow, case_id, audiences, limit=NOTES_SHOWN)
    comments = comments_of(uow, case_id, audiences, limit=NOTES_SHOWN)
    seats = seats_of(uow, case_id) if whole else []
    attachments = [one for one in attachments_of(uow, case_id) if _may_open(one, granted)]
    people = [
        *_people_in(items, [*contacts, *comments]),
        *(seat.person_id for seat in seats),
        *(attachment.filed_by for attachment in attachments),
    ]
    names = person_names(uow, people)
    shown = _newest(done, focus)
    events = get_events(uow, case_id, {_LODGED, *(i.completed_seq or 0 for i in shown)})
    acted = who_acted(uow, events.values(), names)
    steps = [step_of(events[item.completed_seq or 0], item, acted) for item in shown]
    edition = _edition_of(uow, case_id)
    return CaseFile(
        case=case,
        reading=granted,
        parties=parties_of(uow, case_id) if whole else (),
        issues=tuple(issues_of(uow, case_id)),
        intake=intake_of(uow, events[_LODGED]) if whole else None,
        steps=tuple(steps),
        done_count=len(done),
        items=tuple(readable),
        open_items=tuple(item for item in readable if item.is_open),
        done_places=frozenset(
            (i.process_id, i.element, i.scope) for i in items if i.status == COMPLETED
        ),
        deadlines=tuple(deadlines_of(uow, case_id)),
        attachments=tuple(attachments),
        edition=edition,
        edition_number=find_number(uow, edition),
        holders=names,
        summary=_summary(uow, items, events),
        seats=tuple(seats),
        messages=tuple(messages_of(uow, case_id)) if whole else (),
        contacts=tuple(contacts),
        comments=tuple(comments),
        note_counts=count_notes(uow, case_id, audiences),
    )


def _newest(done: Sequence[WorkItem], focus: WorkItem | None) -> list[WorkItem]:
    newest = list(done[-STEPS_SHOWN:])
    if focus is None:
        return newest
    own = [i for i in done if (i.instance_id, i.scope) == (focus.instance_id, focus.scope)]
    return [*(item for item in own[-1:] if item not in newest), *newest]


def _people_in(
    items: Sequence[WorkItem], notes: Sequence[ContactNote | Comment]
) -> Iterator[UUID | None]:
    for item in items:
        yield from (item.completed_by, item.assignee_id)
    for note in notes:
        yield note.author_id
        yield from note.mentioned if isinstance(note, Comment) else ()


def get_readable_attachment(
    uow: UnitOfWork, standing: Standing, case_id: UUID, attachment_id: UUID
) -> Attachment:
    """Return a file of the case that this person may open today.

    Raises
    ------
    NotFound
        There is no such file for this person: units and committees open redacted copies only.
    """
    granted = reading_of(uow, standing, get_case(uow, case_id), uow.today)
    found = get_attachment(uow, case_id, attachment_id)
    if not _may_open(found, granted):
        raise NotFound
    return found


def _may_open(attachment: Attachment, granted: Reading) -> bool:
    """Tell whether somebody may open a file: of redacted copies units have the newest version.

    An older one may have been replaced because it said too much.
    """
    is_for_units = attachment.kind == REDACTED_COPY and attachment.replaced_by is None
    return granted >= (Reading.REDACTED if is_for_units else Reading.WHOLE)


def _is_for_units(item: WorkItem, standing: Standing) -> bool:
    """Tell what a unit or committee may read: the steps of its own task, whoever of it did them."""
    if item.role not in (Role.UNIT_MEMBER, Role.COMMITTEE_MEMBER):
        return False
    if standing.person_id in (item.completed_by, item.assignee_id):
        return True
    return not set(item.groups or (item.role,)).isdisjoint(standing.queues)


def step_of(event: Event, item: WorkItem, acted: Mapping[int, Sentence]) -> Step:
    """Return a completed step as its event tells it."""
    return Step(
        item=item,
        completed_by=acted[event.seq],
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        answers=event.content["answers"],
        case_fields=event.content["case_fields"],
    )


def completed_step(uow: UnitOfWork, file: CaseFile, item: WorkItem) -> Step:
    """Return a step with its answers, however long ago it was.

    Raises
    ------
    NotFound
        It is not completed, or who opened the file may not read it.
    """
    if item.completed_seq is None or all(one.id != item.id for one in file.items):
        raise NotFound
    event = get_events(uow, file.case.id, {item.completed_seq})[item.completed_seq]
    return step_of(event, item, who_acted(uow, [event], file.holders))


def intake_of(uow: UnitOfWork, event: Event) -> Step:
    """Return what the start form said, as the step that it is on a page."""
    content = event.content
    columns = ("kind", "channel", "category", "place", "is_anonymous", "received_on", "subject")
    return Step(
        item=_no_item(uow, event),
        completed_by=who_acted(uow, [event], person_names(uow, [event.actor_id]))[event.seq],
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        answers=content["answers"],
        case_fields={name: content[name] for name in columns},
    )


def _no_item(uow: UnitOfWork, event: Event) -> WorkItem:
    """Stand in for the work item that the start of a process has not."""
    process_id = event.content["process_id"]
    return WorkItem(
        id=event.stream_id,
        case_id=event.stream_id,
        instance_id=event.stream_id,
        process_id=process_id,
        edition=_edition_of(uow, event.stream_id),
        element="start",
        scope="",
        round=1,
        name="รับเรื่อง",
        name_en="Intake",
        step=None,
        form_ref=f"{process_id}.start",
        role=Role.OFFICER,
        groups=(),
        status=COMPLETED,
        assignee_id=None,
        offered_at=event.recorded_at,
        claimed_at=None,
        ended_at=event.recorded_at,
        completed_by=event.actor_id,
        due_on=None,
        completed_seq=event.seq,
        scan_missing=False,
    )


def _edition_of(uow: UnitOfWork, case_id: UUID) -> str:
    table = tables.instance
    edition: str = uow.connection.execute(
        select(table.c.edition)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id == case_id)
        .order_by(table.c.started_at)
        .limit(1)
    ).scalar_one()
    return edition


def _summary(uow: UnitOfWork, items: list[WorkItem], events: Mapping[int, Event]) -> str | None:
    """Return the newest text that an officer wrote for others to read."""
    written = [
        item.completed_seq
        for item in reversed(items)
        if item.status == COMPLETED and item.role == Role.OFFICER and item.completed_seq
    ]
    for start in range(0, len(written), _SEARCHED_AT_ONCE):
        seqs = written[start : start + _SEARCHED_AT_ONCE]
        case_id = items[0].case_id
        found = {**events, **get_events(uow, case_id, [seq for seq in seqs if seq not in events])}
        for seq in seqs:
            summary = found[seq].content["answers"].get("summary")
            if summary:
                return str(summary)
    return None
