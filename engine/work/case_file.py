"""The case file (แฟ้มเรื่อง) as one person may read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

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
from engine.cases.follow_ups import FollowUp, follow_ups_of
from engine.cases.issues import Issue, all_issues_of
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
from engine.cases.register import ASKED, Case, get_case
from engine.definitions.adoption import find_number
from engine.errors import NotFound, Sentence
from engine.journal.events import Event, get_event, get_events, read_stream
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind
from engine.office.roles import Role
from engine.reports.freezing import has_figures
from engine.reports.guideline import has_guideline
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.declared import undeclared
from engine.work.deadlines import (
    Deadline,
    newest_past_deadlines,
    open_deadlines_of_case,
)
from engine.work.done_steps import (
    Among,
    been,
    done_by_officers,
    last_done_beside,
    newest_done,
    steps_for_units,
)
from engine.work.linking import LinkedCase, linked_cases
from engine.work.names import person_names
from engine.work.notes import audiences_for
from engine.work.records.lists import listed_records
from engine.work.work_items import (
    CANCELLED,
    COMPLETED,
    WorkItem,
    find_work_items,
    open_items_of_case,
)

# Of a case that went round many times the newest steps are read; the timeline has them all.
STEPS_SHOWN = 6
NOTES_SHOWN = 3
CLOCKS_PAST_SHOWN = 5
# Its newest text stands mostly in one of the last steps; else the rest is opened by the score.
_SEARCHED_FIRST, _SEARCHED_AT_ONCE = 8, 20
# The seq of the event that every case begins with.
LODGED = 1


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
    """Of a long history the newest; ``deadlines`` are those still to be met.

    ``intake`` is what the start form said; None where only the redacted summary may be read.

    ``summary`` is the officer's own text without the complainant (สรุปประเด็นที่ปิดข้อมูลผู้ร้อง).
    """

    case: Case
    reading: Reading
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    # Those that went over into cases split off from this one.
    moved_issues: tuple[Issue, ...]
    # The cases that belong with it, as far as the reader may know of them.
    linked: tuple[LinkedCase, ...]
    intake: Step | None
    steps: tuple[Step, ...]
    done_count: int
    # The ids of the steps that the reader may see; None where she may see them all.
    among: Among
    open_items: tuple[WorkItem, ...]
    # Process, element and scope of every step that was completed.
    done_places: frozenset[tuple[str, str, str]]
    # The two names of each element that the case came to, in the order in which it did.
    elements: Mapping[str, tuple[str, str]]
    deadlines: tuple[Deadline, ...]
    past_deadlines: tuple[Deadline, ...]
    # A report of the office, whose figures were frozen.
    has_figures: bool
    # What the office is to publish as its guideline.
    has_guideline: bool
    # The yearly destruction, whose list of records was frozen and is not empty.
    has_list: bool
    attachments: tuple[Attachment, ...]
    # The steps at which files were handed in.
    filing_steps: Mapping[UUID, WorkItem]
    edition: str
    edition_number: int | None
    holders: Mapping[UUID, str]
    summary: str | None
    seats: tuple[Seat, ...]
    # The reader sits on the committee, and has not declared whether she has an interest.
    must_declare: bool
    follow_ups: tuple[FollowUp, ...]
    # What a complainant who asked to withdraw said, while the head considers it.
    withdrawal_text: str
    messages: tuple[Message, ...]
    contacts: tuple[ContactNote, ...]
    comments: tuple[Comment, ...]
    note_counts: Mapping[NoteKind, int]


def read_case_file(
    uow: UnitOfWork,
    standing: Standing,
    case_id: UUID,
    focus: WorkItem | None = None,
    *,
    newest: int = STEPS_SHOWN,
) -> CaseFile:
    """Return the file as this person may read it today, with the ``newest`` steps opened.

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
    whole = granted is Reading.WHOLE
    among = None if whole else {i.id for i in steps_for_units(uow, standing, case_id)}
    open_items = [i for i in open_items_of_case(uow, case_id) if among is None or i.id in among]
    audiences = audiences_for(granted)
    contacts = contacts_of(uow, case_id, audiences, limit=NOTES_SHOWN)
    comments = comments_of(uow, case_id, audiences, limit=NOTES_SHOWN)
    seats = seats_of(uow, case_id) if whole else []
    follow_ups = follow_ups_of(uow, case_id) if whole else []
    attachments = [one for one in attachments_of(uow, case_id) if _may_open(one, granted)]
    people = [
        *_people_in([*open_items, *([focus] if focus else [])], [*contacts, *comments]),
        *(seat.person_id for seat in seats),
        *(one.holder_id for one in follow_ups),
        *(attachment.filed_by for attachment in attachments),
    ]
    shown = _newest(uow, case_id, among, focus, newest) if newest else []
    names = person_names(uow, [*people, *(item.completed_by for item in shown)])
    events = get_events(uow, case_id, {LODGED, *(i.completed_seq or 0 for i in shown)})
    acted = who_acted(uow, events.values(), names)
    steps = [step_of(events[item.completed_seq or 0], item, acted) for item in shown]
    edition = _edition_of(uow, case_id)
    issues = all_issues_of(uow, case_id)
    steps_done = been(uow, case_id, among)
    return CaseFile(
        case=case,
        reading=granted,
        parties=parties_of(uow, case_id) if whole else (),
        issues=tuple(issue for issue in issues if issue.moved_to is None),
        moved_issues=tuple(issue for issue in issues if issue.moved_to) if whole else (),
        linked=tuple(linked_cases(uow, standing, case_id)) if whole else (),
        intake=intake_of(uow, events[LODGED]) if whole else None,
        steps=tuple(steps),
        done_count=steps_done.count,
        among=among,
        open_items=tuple(open_items),
        done_places=steps_done.places,
        elements=steps_done.elements,
        deadlines=tuple(open_deadlines_of_case(uow, case_id)),
        past_deadlines=tuple(newest_past_deadlines(uow, case_id, CLOCKS_PAST_SHOWN)),
        has_figures=case.period_from is not None and has_figures(uow, case_id),
        has_guideline=case.period_from is not None and has_guideline(uow, case_id),
        has_list=case.period_from is not None and bool(listed_records(uow, case_id)),
        attachments=tuple(attachments),
        filing_steps=_filing_steps(uow, attachments, among),
        edition=edition,
        edition_number=find_number(uow, edition),
        holders=names,
        summary=_summary(uow, case_id, events),
        seats=tuple(seats),
        must_declare=case_id in standing.committees
        and any(seat.person_id == standing.person_id for seat in undeclared(uow, case_id)),
        follow_ups=tuple(follow_ups),
        withdrawal_text=_withdrawal_text(uow, case) if whole else "",
        messages=tuple(messages_of(uow, case_id)) if whole else (),
        contacts=tuple(contacts),
        comments=tuple(comments),
        note_counts=count_notes(uow, case_id, audiences),
    )


def _withdrawal_text(uow: UnitOfWork, case: Case) -> str:
    if case.withdrawal != ASKED:
        return ""
    *_, last = read_stream(uow, case.id, kinds=[EventKind.WITHDRAWAL_ASKED])
    return str(last.content["text"])


def _newest(
    uow: UnitOfWork, case_id: UUID, among: Among, focus: WorkItem | None, limit: int
) -> list[WorkItem]:
    newest = newest_done(uow, case_id, among, limit)
    continued = last_done_beside(uow, focus, among) if focus else None
    return newest if continued is None or continued in newest else [continued, *newest]


def _filing_steps(
    uow: UnitOfWork, attachments: Sequence[Attachment], among: Among
) -> dict[UUID, WorkItem]:
    ids = {one.work_item_id for one in attachments if one.work_item_id}
    return find_work_items(uow, ids if among is None else ids & set(among))


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
    is_shown = file.among is None or item.id in file.among
    if item.completed_seq is None or item.case_id != file.case.id or not is_shown:
        raise NotFound
    event = get_events(uow, file.case.id, {item.completed_seq})[item.completed_seq]
    names = person_names(uow, [item.completed_by])
    return step_of(event, item, who_acted(uow, [event], names))


def intake_of(uow: UnitOfWork, event: Event) -> Step | None:
    """Return what the start form said, as the step that it is on a page.

    None of the office's own business, which begins without a form.
    """
    content = event.content
    if content["kind"] == CaseKind.OFFICE_BUSINESS:
        return None
    columns = ("kind", "channel", "category", "place", "is_anonymous", "received_on", "subject")
    return Step(
        item=_no_item(event, _lodged_into(uow, event), Sentence("รับเรื่อง", "Intake")),
        completed_by=who_acted(uow, [event], person_names(uow, [event.actor_id]))[event.seq],
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        answers=content["answers"],
        case_fields={name: content[name] for name in columns},
    )


def transfer_of(uow: UnitOfWork, event: Event) -> Step:
    """Return what was asked when the case went over to another process, as the step that it is."""
    name = Sentence("ย้ายกระบวนงาน", "Moved to another process")
    return Step(
        item=_no_item(event, event.edition or "", name),
        completed_by=who_acted(uow, [event], person_names(uow, [event.actor_id]))[event.seq],
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        answers=event.content["answers"],
        case_fields=event.content["case_fields"],
    )


def _no_item(event: Event, edition: str, name: Sentence) -> WorkItem:
    """Stand in for the work item that the start of a process has not."""
    process_id = event.content["process_id"]
    return WorkItem(
        id=event.stream_id,
        case_id=event.stream_id,
        instance_id=event.stream_id,
        process_id=process_id,
        edition=edition,
        element="start",
        scope="",
        round=1,
        name=name.th,
        name_en=name.en,
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
    return uow.remember(("edition_of", case_id), lambda: _read_edition(uow, case_id))


def _read_edition(uow: UnitOfWork, case_id: UUID) -> str:
    key = {"office_id": uow.actor.office_id, "case_id": case_id}
    edition: str | None = uow.connection.execute(_EDITION, key).scalar_one_or_none()
    # What was filed on paper ran in no process here: its first event says under which it stands.
    return edition or get_event(uow, case_id, LODGED).edition or ""


# Of a case that went over to another process, the one that it goes by now.
_EDITION = (
    select(tables.instance.c.edition)
    .where(
        tables.instance.c.office_id == bindparam("office_id"),
        tables.instance.c.case_id == bindparam("case_id"),
        tables.instance.c.item.is_(None),
    )
    .order_by(tables.instance.c.status == CANCELLED, tables.instance.c.started_at.desc())
    .limit(1)
)


def _lodged_into(uow: UnitOfWork, event: Event) -> str:
    """Return the edition of the process into which a case was lodged."""
    if event.content["process_id"] == get_case(uow, event.stream_id).process_id:
        return _edition_of(uow, event.stream_id)
    started = next(read_stream(uow, event.stream_id, kinds=[EventKind.INSTANCE_STARTED]))
    return started.edition or ""


def _summary(uow: UnitOfWork, case_id: UUID, events: Mapping[int, Event]) -> str | None:
    """Return the newest text that an officer wrote for others to read."""
    written = done_by_officers(uow, case_id)
    for start, end in pairwise((0, *range(_SEARCHED_FIRST, len(written), _SEARCHED_AT_ONCE), None)):
        seqs = written[start:end]
        found = {**events, **get_events(uow, case_id, [seq for seq in seqs if seq not in events])}
        for seq in seqs:
            summary = found[seq].content["answers"].get("summary")
            if summary:
                return str(summary)
    return None
