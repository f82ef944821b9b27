"""The case file (แฟ้มเรื่อง) as one person may read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.access.membership import Standing
from engine.access.permissions import Reading, check_reading
from engine.access.visibility import reading_of
from engine.cases.attachments import (
    REDACTED_COPY,
    Attachment,
    attachments_of,
    get_attachment,
)
from engine.cases.issues import Issue, issues_of
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
from engine.journal.events import Event, get_event, get_events, read_latest
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.deadlines import Deadline, deadlines_of
from engine.work.names import person_names
from engine.work.notes import audiences_for
from engine.work.work_items import COMPLETED, WorkItem, work_items_of

# Of a case that went round many times the newest steps are shown; the rest by the page.
STEPS_SHOWN = 30
ENTRIES_SHOWN = 40
NOTES_SHOWN = 3
# The seq of the event that every case begins with.
_LODGED = 1


@dataclass(frozen=True)
class Step:
    """A completed step with its answers as submitted; sealed ones are marks."""

    item: WorkItem
    completed_by: str
    recorded_at: datetime
    occurred_on: date
    answers: Mapping[str, Any]
    case_fields: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A line of the timeline; ``scope`` tells what a repeated step or clock is for."""

    seq: int
    text: Sentence
    scope: str
    who: str
    recorded_at: datetime
    occurred_on: date


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
    open_items: tuple[WorkItem, ...]
    done_elements: frozenset[tuple[str, str]]
    deadlines: tuple[Deadline, ...]
    entries: tuple[Entry, ...]
    attachments: tuple[Attachment, ...]
    edition: str
    edition_number: int | None
    holders: Mapping[UUID, str]
    summary: str | None
    contacts: tuple[ContactNote, ...]
    comments: tuple[Comment, ...]
    note_counts: Mapping[NoteKind, int]


def read_case_file(uow: UnitOfWork, standing: Standing, case_id: UUID) -> CaseFile:
    """Return the file as this person may read it today.

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
    names = person_names(uow, _people_in(items, [*contacts, *comments]))
    shown = done[-STEPS_SHOWN:]
    events = get_events(uow, case_id, {_LODGED, *(i.completed_seq or 0 for i in shown)})
    steps = [_step(events[item.completed_seq or 0], item, names) for item in shown]
    edition = _edition_of(uow, case_id)
    clocks = deadlines_of(uow, case_id)
    return CaseFile(
        case=case,
        reading=granted,
        parties=parties_of(uow, case_id) if whole else (),
        issues=tuple(issues_of(uow, case_id)),
        intake=_intake(uow, events[_LODGED]) if whole else None,
        steps=tuple(steps),
        open_items=tuple(item for item in readable if item.is_open),
        done_elements=frozenset((i.process_id, i.element) for i in items if i.status == COMPLETED),
        deadlines=tuple(clocks),
        entries=tuple(_entries(uow, case_id, items, clocks)) if whole else (),
        attachments=tuple(one for one in attachments_of(uow, case_id) if _may_open(one, granted)),
        edition=edition,
        edition_number=find_number(uow, edition),
        holders=names,
        summary=_summary(uow, items, events),
        contacts=tuple(contacts),
        comments=tuple(comments),
        note_counts=count_notes(uow, case_id, audiences),
    )


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
    needed = Reading.REDACTED if attachment.kind == REDACTED_COPY else Reading.WHOLE
    return granted >= needed


def _is_for_units(item: WorkItem, standing: Standing) -> bool:
    """Tell what a unit or committee may read: the steps of its own task, whoever of it did them."""
    if item.role not in (Role.UNIT_MEMBER, Role.COMMITTEE_MEMBER):
        return False
    if standing.person_id in (item.completed_by, item.assignee_id):
        return True
    return not set(item.groups or (item.role,)).isdisjoint(standing.queues)


def _step(event: Event, item: WorkItem, names: Mapping[UUID, str]) -> Step:
    return Step(
        item=item,
        completed_by=names.get(item.completed_by, "") if item.completed_by else "",
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        answers=event.content["answers"],
        case_fields=event.content["case_fields"],
    )


def _intake(uow: UnitOfWork, event: Event) -> Step:
    content = event.content
    columns = ("kind", "channel", "category", "place", "is_anonymous", "received_on", "subject")
    return Step(
        item=_no_item(uow, event),
        completed_by=person_names(uow, [event.actor_id]).get(event.actor_id, "")
        if event.actor_id
        else "",
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
    for item in reversed(items):
        if item.status != COMPLETED or item.role != Role.OFFICER or not item.completed_seq:
            continue
        seq = item.completed_seq
        event = events.get(seq) or get_event(uow, item.case_id, seq)
        summary = event.content["answers"].get("summary")
        if summary:
            return str(summary)
    return None


def _entries(
    uow: UnitOfWork, case_id: UUID, items: Sequence[WorkItem], clocks: Sequence[Deadline]
) -> Iterator[Entry]:
    of: dict[str, WorkItem | Deadline] = {str(item.id): item for item in items}
    of |= {str(clock.id): clock for clock in clocks}
    events = [e for e in read_latest(uow, case_id, ENTRIES_SHOWN * 3) if e.kind in _TEXTS]
    names = person_names(uow, [p for e in events for p in (e.actor_id, _receiver(e))])
    for event in events[:ENTRIES_SHOWN]:
        about = of.get(str(event.content.get("work_item") or event.content.get("deadline")))
        yield Entry(
            seq=event.seq,
            text=_with_receiver(_describe(event, about), event, names),
            scope=about.scope if about else "",
            who=names.get(event.actor_id, "") if event.actor_id else "",
            recorded_at=event.recorded_at,
            occurred_on=event.occurred_on,
        )


def _receiver(event: Event) -> UUID | None:
    """Return into whose hands the event put a step."""
    found = event.content.get("to") if event.kind in _HANDED else None
    return UUID(found) if found else None


def _with_receiver(said: Sentence, event: Event, names: Mapping[UUID, str]) -> Sentence:
    """Add to whom a step went and why: whoever holds it next asks that first."""
    if event.kind not in _HANDED:
        return said
    receiver = _receiver(event)
    name, reason = names.get(receiver, "") if receiver else "", event.content["reason"]
    th, en = (f" ให้ {name}", f", to {name}") if name else ("", "")
    return Sentence(f"{said.th}{th} เหตุผล: {reason}", f"{said.en}{en}. Reason: {reason}")


_HANDED = frozenset(
    {
        EventKind.WORK_ITEM_REASSIGNED,
        EventKind.WORK_ITEM_DELEGATED,
        EventKind.WORK_ITEM_SENT_BACK,
    }
)


def _describe(event: Event, about: WorkItem | Deadline | None) -> Sentence:
    said, name = _TEXTS[event.kind], _name_of(about)
    return Sentence(
        said.th.format(name=name.th).strip(), said.en.format(name=name.en).strip().rstrip(":")
    )


def _name_of(about: WorkItem | Deadline | None) -> Sentence:
    if about is None:
        return Sentence("", "")
    if isinstance(about, Deadline):
        return about.reckoning.rule.label
    return Sentence(about.name, about.name_en)


_TEXTS: Mapping[EventKind, Sentence] = {
    EventKind.CASE_LODGED: Sentence("ลงทะเบียนรับเรื่อง", "Case lodged"),
    EventKind.CASE_MERGED: Sentence("รวมกับเรื่องเดิม", "Joined with an earlier case"),
    EventKind.CASE_ARCHIVED: Sentence("จัดเก็บเรื่อง", "Case filed"),
    EventKind.RESPONDENT_EXCLUDED: Sentence(
        "กันผู้ถูกร้องเรียนออกจากเรื่อง", "A respondent was excluded from the case"
    ),
    EventKind.UNIT_ASKED: Sentence("ให้กลุ่มงานตรวจสอบเพิ่ม", "One more unit asked"),
    EventKind.COMMITTEE_APPOINTED: Sentence("แต่งตั้งคณะกรรมการ", "Committee appointed"),
    EventKind.MESSAGE_POSTED: Sentence(
        "ลงข้อความในกล่องรหัสรับเรื่อง", "Message put into the receipt's mailbox"
    ),
    EventKind.CONTACT_NOTED: Sentence("บันทึกการประสาน", "Contact noted"),
    EventKind.COMMENT_WRITTEN: Sentence("เขียนความเห็น", "Comment written"),
    EventKind.WORK_ITEM_CLAIMED: Sentence("รับงาน {name}", "Claimed: {name}"),
    EventKind.WORK_ITEM_RELEASED: Sentence("คืนงาน {name}", "Released: {name}"),
    EventKind.WORK_ITEM_REASSIGNED: Sentence("เปลี่ยนผู้รับผิดชอบ {name}", "Reassigned: {name}"),
    EventKind.WORK_ITEM_DELEGATED: Sentence("มอบหมายต่อ {name}", "Delegated: {name}"),
    EventKind.WORK_ITEM_SENT_BACK: Sentence("ส่งคืนผู้มอบหมาย {name}", "Sent back: {name}"),
    EventKind.WORK_ITEM_COMPLETED: Sentence("บันทึกเสร็จ {name}", "Completed: {name}"),
    EventKind.WORK_ITEM_CANCELLED: Sentence("ยกเลิกขั้นตอน {name}", "Cancelled: {name}"),
    EventKind.CONSULTATION_ASKED: Sentence("ขอความเห็น {name}", "Opinion asked: {name}"),
    EventKind.CONSULTATION_ANSWERED: Sentence("ให้ความเห็น {name}", "Opinion given: {name}"),
    EventKind.CONSULTATION_DECLINED: Sentence("ไม่ให้ความเห็น {name}", "Opinion declined: {name}"),
    EventKind.SCAN_FILED: Sentence("แนบสำเนาที่ลงนามแล้ว {name}", "Signed copy filed: {name}"),
    EventKind.DEADLINE_BREACHED: Sentence("เกินกำหนด {name}", "Deadline passed: {name}"),
    EventKind.REMINDER_GIVEN: Sentence("เตือนก่อนครบกำหนด {name}", "Reminder given: {name}"),
    EventKind.CASE_ESCALATED: Sentence("แจ้งผู้บริหารว่าเกินกำหนด", "Escalated to the manager"),
}
