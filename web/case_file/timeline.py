"""The timeline of a case on its page: each line with what it opens, and the way to filter it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request, url_for

from engine.cases.notes import Comment, ContactNote
from engine.definitions.editions import get_edition
from engine.errors import Sentence
from engine.forms import Option
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile
from engine.work.timeline import Asked, Entry, Side, Timeline, Topic
from web.case_file import showing
from web.case_file.note_showing import ShownNote, shower
from web.case_file.showing import ShownStep
from web.design.filters import number
from web.design.language import say
from web.whole_numbers import read_number

TOPICS: Mapping[Topic, Sentence] = {
    Topic.WORK: Sentence("งาน", "Work"),
    Topic.DEADLINE: Sentence("กำหนดเวลา", "Deadlines"),
    Topic.PAPER: Sentence("เอกสาร", "Papers"),
    Topic.MESSAGE: Sentence("ข้อความ", "Messages"),
    Topic.CONTACT: Sentence("การประสาน", "Contacts"),
    Topic.COMMENT: Sentence("ความเห็น", "Comments"),
    Topic.PEOPLE: Sentence("ผู้เกี่ยวข้อง", "People"),
}
_SIDES: Mapping[Side, Sentence] = {
    Side.COMPLAINANT: Sentence("กับผู้ร้องเรียน", "With the complainant"),
    Side.INSIDE: Sentence("ภายในหน่วยงาน", "Inside the office"),
}
_ALL = Sentence("ทั้งหมด", "All")


@dataclass(frozen=True)
class ShownEntry:
    """A line of the timeline. ``paper`` is the name and address of a file."""

    text: Sentence
    who: Sentence
    recorded_at: datetime
    occurred_on: date
    topic: str = ""
    step: ShownStep | None = None
    note: ShownNote | None = None
    message: str | None = None
    paper: tuple[str, str] | None = None


@dataclass(frozen=True)
class Filters:
    """The form above the timeline: each select as (value, words, is chosen)."""

    people: list[tuple[str, str, bool]]
    sides: list[tuple[str, str, bool]]
    steps: list[tuple[str, str, bool]]
    topic: str
    order: str
    is_set: bool


def asked() -> Asked:
    """Read what the address asks for; what is no filter of ours is left aside."""
    given = request.args
    return Asked(
        topic=_one_of(Topic, given.get("topic", "")),
        person_id=_uuid(given.get("person", "")),
        side=_one_of(Side, given.get("side", "")),
        element=given.get("step") or None,
        oldest_first=given.get("order") == "oldest",
        past=read_number(given.get("past", "")),
    )


def _one_of(kinds: Any, value: str) -> Any:
    return kinds(value) if value in {one.value for one in kinds} else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def lines(entries: Sequence[Entry], scopes: Mapping[str, Sentence]) -> list[ShownEntry]:
    """Return the entries as single lines, for beside a form."""
    return [_line(entry, scopes) for entry in entries]


def _line(entry: Entry, scopes: Mapping[str, Sentence]) -> ShownEntry:
    part = showing.part_of(entry.scope, scopes)
    text = entry.text
    if part:
        text = Sentence(f"{text.th} {part.th}", f"{text.en}, {part.en}")
    if entry.other_number:
        text = Sentence(
            f"{text.th} {number(entry.other_number)}", f"{text.en} {entry.other_number}"
        )
    return ShownEntry(text, entry.who, entry.recorded_at, entry.occurred_on, entry.topic.value)


def opened_lines(
    uow: UnitOfWork,
    file: CaseFile,
    timeline: Timeline,
    office_key: str,
    options: Mapping[str, Sequence[Option]],
    scopes: Mapping[str, Sentence],
) -> list[ShownEntry]:
    """Return the entries with what each opens. Reads editions and lists: call it in the unit."""
    steps = [entry.step for entry in timeline.entries if entry.step]
    editions = {sha256: get_edition(uow, sha256) for sha256 in {s.item.edition for s in steps}}
    shown = showing.steps_shown(file, steps, editions, office_key, options, scopes)
    by_seq = {one.meta.item.completed_seq: one for one in shown}
    show = shower(office_key, file.case.id, file.reading, timeline.names, may_correct=False)
    papers = {
        attachment.id: (
            attachment.file_name,
            showing.open_url(office_key, file.case.id, attachment),
        )
        for attachment in file.attachments
    }
    return [
        replace(
            _line(entry, scopes),
            step=by_seq.get(entry.seq),
            note=_note(show, entry.note),
            message=entry.message,
            paper=papers.get(entry.attachment_id) if entry.attachment_id else None,
        )
        for entry in timeline.entries
    ]


def _note(
    show: Callable[[ContactNote | Comment], ShownNote], note: ContactNote | Comment | None
) -> ShownNote | None:
    return show(note) if note else None


def topic_tabs(
    timeline: Timeline, question: Asked, office_key: str, case_id: UUID
) -> list[tuple[Sentence, str, int, bool]]:
    """Return the kinds of entries with their counts, each a link that keeps the other filters."""
    total = sum(timeline.counts.values())
    tabs = [
        (
            _ALL,
            page_url(question, office_key, case_id, topic=None, past=None),
            total,
            question.topic is None,
        )
    ]
    tabs += [
        (
            TOPICS[topic],
            page_url(question, office_key, case_id, topic=topic, past=None),
            count,
            question.topic is topic,
        )
        for topic, count in timeline.counts.items()
        if count or question.topic is topic
    ]
    return tabs


def page_urls(
    timeline: Timeline, question: Asked, office_key: str, case_id: UUID
) -> Mapping[str, str | None]:
    """Return where the next page begins, the first one, and the other order."""
    first = page_url(question, office_key, case_id, past=None)
    return {
        "next": page_url(question, office_key, case_id, past=timeline.past)
        if timeline.past
        else None,
        "first": first if question.past is not None else None,
        "turned": page_url(
            question, office_key, case_id, past=None, oldest_first=not question.oldest_first
        ),
        "clear": page_url(
            question, office_key, case_id, past=None, person_id=None, side=None, element=None
        ),
    }


def filters(file: CaseFile, timeline: Timeline, question: Asked) -> Filters:
    people = sorted((name, str(one)) for one, name in timeline.people.items())
    return Filters(
        people=[(one, name, one == str(question.person_id)) for name, one in people],
        sides=[(side.value, say(name), side is question.side) for side, name in _SIDES.items()],
        steps=[(one, name, one == question.element) for one, name in _steps(file)],
        topic=question.topic.value if question.topic else "",
        order="oldest" if question.oldest_first else "",
        is_set=any((question.person_id, question.side, question.element)),
    )


def _steps(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Name each step that the case has come to, in the order in which it first did."""
    for element, (th, en) in file.elements.items():
        yield element, showing.one_line(th, en)


def page_url(question: Asked, office_key: str, case_id: UUID, **changed: Any) -> str:
    """Return the address of this page with other filters, where the timeline is in sight."""
    now = replace(question, **changed)
    query = {
        "topic": now.topic.value if now.topic else None,
        "person": now.person_id,
        "side": now.side.value if now.side else None,
        "step": now.element,
        "order": "oldest" if now.oldest_first else None,
        "past": now.past,
    }
    given: dict[str, Any] = {name: value for name, value in query.items() if value is not None}
    return url_for(
        "case_file.case", office_key=office_key, case_id=case_id, **given, _anchor="timeline"
    )
