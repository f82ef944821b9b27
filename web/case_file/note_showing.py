"""Notes of contact and comments made ready for a page: the thread, and the newest beside a case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from engine.access.permissions import Command, Reading, may
from engine.cases.notes import Audience, Comment, ContactNote, NoteKind
from engine.errors import Sentence
from engine.forms import FormSchema, Label
from engine.forms.components import ChoiceField
from engine.work.case_file import CaseFile
from engine.work.notes import note_form
from web import pages
from web.design.language import say

TITLES = {
    NoteKind.CONTACT: Sentence("บันทึกการประสาน", "Notes of contact"),
    NoteKind.COMMENT: Sentence("ความเห็น", "Comments"),
}
COMMANDS = {NoteKind.CONTACT: Command.NOTE_CONTACT, NoteKind.COMMENT: Command.COMMENT}
_AUDIENCES = {
    Audience.WHOLE: Sentence("เฉพาะผู้เห็นทั้งเรื่อง", "Only who sees the whole case"),
    Audience.EVERYBODY: Sentence("ทุกคนที่เห็นเรื่อง", "Everybody who sees the case"),
}
_WRITE = {
    NoteKind.CONTACT: Sentence("เพิ่มบันทึกการประสาน", "Note a contact"),
    NoteKind.COMMENT: Sentence("เขียนความเห็น", "Write a comment"),
}


@dataclass(frozen=True)
class ShownNote:
    """A note ready for a page. ``heading`` says how and with whom; "" for a comment.

    ``audience`` is said to who reads both threads; ``correction_url`` to who may write.
    """

    heading: str
    text: str
    who: str
    recorded_at: datetime
    occurred_on: date | None
    audience: Sentence | None
    mentioned: tuple[str, ...] = ()
    is_corrected: bool = False
    is_correction: bool = False
    correction_url: str | None = None


@dataclass(frozen=True)
class Aside:
    """The newest notes of one kind beside a case. ``write`` is the link to the form."""

    id: str
    title: Sentence
    notes: tuple[ShownNote, ...]
    count: int
    url: str
    may_write: bool
    write: Sentence


def note_asides(file: CaseFile, office_key: str) -> list[Aside]:
    show = shower(office_key, file.case.id, file.reading, file.holders, may_correct=False)
    newest: Mapping[NoteKind, Sequence[ContactNote | Comment]] = {
        NoteKind.COMMENT: file.comments,
        NoteKind.CONTACT: file.contacts,
    }
    return [
        Aside(
            id=f"{kind.value}s",
            title=TITLES[kind],
            notes=tuple(show(note) for note in found),
            count=file.note_counts[kind],
            url=thread_url(kind, office_key, file.case.id),
            may_write=may(pages.standing(), COMMANDS[kind]),
            write=_WRITE[kind],
        )
        for kind, found in newest.items()
    ]


def thread_url(kind: NoteKind, office_key: str, case_id: UUID, **query: Any) -> str:
    view = "contacts" if kind is NoteKind.CONTACT else "comments"
    return url_for(f"case_file.{view}", office_key=office_key, case_id=case_id, **query)


def shower(
    office_key: str,
    case_id: UUID,
    granted: Reading,
    names: Mapping[UUID, str],
    *,
    may_correct: bool,
) -> Callable[[ContactNote | Comment], ShownNote]:
    """Return what makes a note of this case ready for this reader's page."""

    def show(note: ContactNote | Comment) -> ShownNote:
        shown = ShownNote(
            heading="",
            text=note.text,
            who=names.get(note.author_id, "") if note.author_id else "",
            recorded_at=note.recorded_at,
            occurred_on=None,
            audience=_AUDIENCES[note.audience] if granted is Reading.WHOLE else None,
        )
        if isinstance(note, Comment):
            return replace(shown, mentioned=tuple(names.get(one, "") for one in note.mentioned))
        url = url_for(
            "case_file.correction", office_key=office_key, case_id=case_id, note_id=note.id
        )
        return replace(
            shown,
            heading=_heading(note),
            occurred_on=note.occurred_on,
            is_corrected=note.is_corrected,
            is_correction=note.corrects is not None,
            correction_url=url if may_correct and not note.is_corrected else None,
        )

    return show


def _heading(note: ContactNote) -> str:
    schema = note_form(NoteKind.CONTACT)
    way, party = _word(schema, "way", note.way), _word(schema, "party_kind", note.party_kind)
    outcome = _word(schema, "outcome", note.outcome)
    said = Sentence("{way} {party}", "{way}, {party}")
    if note.outcome == "not_reached":
        said = Sentence(f"{said.th} ({outcome.th})", f"{said.en} ({outcome.en})")
    return say(said).format(way=say(way), party=say(party))


def _word(schema: FormSchema, key: str, value: str) -> Sentence:
    choice = schema.field(key)
    label = Label(value, value)
    if isinstance(choice, ChoiceField):
        label = next((one.label for one in choice.options if one.value == value), label)
    return Sentence(label.th, label.en or label.th)
