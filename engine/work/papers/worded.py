"""The papers that a step words: which they are, and what stands on each.

A form says of a field what it words (`engine.forms.components.WordedFor`). The paper is made of
the answers, of what the case and the profile know, and of who has signed; nobody's identity is
in it. What is not known is left blank on the paper.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from engine.cases.parties import parties_of
from engine.cases.register import Case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import Sentence
from engine.forms import FormSchema
from engine.forms.components import ChoiceField, Rows, TextField, WordedFor
from engine.forms.components import Table as FormTable
from engine.office.profile_tables import CaseKind, Secrecy
from engine.office.public_doors import doors_of
from engine.office.roles import Role
from engine.office.thai import long_date
from engine.papers.contents import (
    Column,
    Entry,
    Letter,
    Marks,
    Memo,
    Order,
    Paper,
    Part,
    RecordForm,
    Seat,
    Section,
    Signature,
    Table,
)
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.sources import source_agencies
from engine.work.appointments.orders import APPOINTEES
from engine.work.committees import reseating
from engine.work.form_names import form_names
from engine.work.names import person_names
from engine.work.offices.settings import OfficeSettings
from engine.work.papers.answer_words import answer_lines, choice_words, field_words
from engine.work.papers.orders import (
    amended_inquiry_order,
    destruction_order,
    inquiry_order,
    officers_order,
)
from engine.work.records import lists as record_lists
from engine.work.variables import last_item
from engine.work.work_items import WorkItem

RECORD = "record"
"""The key of a form that is a paper itself; of the others the key is that of the field."""

# The first column of a table names what its row is about.
_WIDE = 2
_COMPLAINANT = "ผู้ร้องเรียน"
# The process whose letter says that the case is taken up, and no result.
_FIRST_NOTICE = "first_notice"
_FOLLOW = (
    "ถ้าท่านมีรหัสรับเรื่อง ท่านติดตามเรื่อง และเมื่อทราบผลแล้วบอกว่าพอใจการทำงานของหน่วยงานเพียงใด "
    "ได้ที่หน้าติดตามเรื่องในเว็บไซต์ของหน่วยงาน"
)
_CENTRE = "ศูนย์รับเรื่องร้องเรียนการทุจริต"
_TITLES = {
    WordedFor.MEMO: Sentence("บันทึกข้อความ", "Memo"),
    WordedFor.LETTER: Sentence("หนังสือ", "Letter"),
    WordedFor.NOTICE: Sentence("หนังสือแจ้งผู้ร้องเรียน", "Letter to the complainant"),
    WordedFor.ORDER: Sentence("คำสั่ง", "Order"),
}
_DRAFT = "ร่าง"
# The parts of a memo (ต้นเรื่อง, ข้อเท็จจริง, ข้อเสนอ), with or without their numbers.
_HEADING = re.compile(
    r"(?:[0-9๐-๙]+[.)] *)?(?P<heading>ต้นเรื่อง|เรื่องเดิม|ข้อเท็จจริง|ข้อกฎหมาย|ข้อพิจารณา|ความเห็น|ข้อเสนอ) *:?"
)


@dataclass(frozen=True)
class WordedPaper:
    """A paper with its key in the form and its name for people."""

    key: str
    title: Sentence
    paper: Paper


@dataclass(frozen=True, kw_only=True)
class Worded:
    """What a step says: its answers, when, and who words it.

    ``written_on`` is the day on the paper, ``said_at`` the moment of what is printed.
    """

    answers: Mapping[str, Any]
    said_at: datetime
    written_on: date | None
    author: Signature
    # Who put it on to the one who signs, each with her opinion, in their order.
    endorsed: tuple[Signature, ...] = ()


def worded_fields(schema: FormSchema) -> list[TextField]:
    """Return the fields that are each the text of a paper."""
    return [
        field
        for field in schema.fields()
        if isinstance(field, TextField) and field.paper is not None and field.paper.is_text
    ]


def papers_of(schema: FormSchema) -> list[tuple[TextField, ...]]:
    """Return the fields that word each paper: a memo may be worded by several, one a part."""
    fields = worded_fields(schema)
    memo = tuple(field for field in fields if field.paper is WordedFor.MEMO)
    others = [(field,) for field in fields if field.paper is not WordedFor.MEMO]
    return [*([memo] if memo else []), *others]


def paper_titles(schema: FormSchema) -> list[tuple[str, Sentence]]:
    """Return the key and name of each paper of a form, whatever is answered."""
    if schema.is_record:
        return [(RECORD, schema.name.sentence)]
    return [(fields[0].key, _title(fields[0])) for fields in papers_of(schema)]


def _title(field: TextField) -> Sentence:
    """Name a paper by its kind; a letter that the form calls a draft of something, by that."""
    assert field.paper is not None  # noqa: S101  (worded_fields)
    label = field.label.sentence
    if field.paper is WordedFor.LETTER and label.th.startswith(_DRAFT):
        return Sentence(label.th.removeprefix(_DRAFT), label.en)
    return _TITLES[field.paper]


def memo_parts(text: str) -> Iterator[Part]:
    """Cut the text of a memo at the headings that stand on lines of their own, if there are any."""
    heading: str | None = None
    lines: list[str] = []
    for line in text.splitlines():
        if found := _HEADING.fullmatch(line.strip()):
            if heading or any(lines):
                yield Part(heading, "\n".join(lines))
            heading, lines = found["heading"], []
        else:
            lines.append(line)
    yield Part(heading, "\n".join(lines))


def worded_papers(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    item: WorkItem,
    worded: Worded,
    signed: Signature | None = None,
) -> list[WordedPaper]:
    """Return the papers of a step whose text is there, in the order of its form.

    ``signed`` is who has signed them; without it their place to sign is empty.
    """
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    making = _Making(uow, settings, case, item, schema, worded, signed)
    if schema.is_record:
        return [WordedPaper(RECORD, schema.name.sentence, making.record())]
    said = [
        tuple(field for field in fields if worded.answers.get(field.key))
        for fields in papers_of(schema)
    ]
    return [
        WordedPaper(fields[0].key, _title(fields[0]), making.paper(fields, is_first=n == 0))
        for n, fields in enumerate(fields for fields in said if fields)
    ]


@dataclass(frozen=True)
class _Making:
    uow: UnitOfWork
    settings: OfficeSettings
    case: Case
    item: WorkItem
    schema: FormSchema
    worded: Worded
    signed: Signature | None

    def paper(self, fields: Sequence[TextField], *, is_first: bool) -> Paper:
        """Make one paper; the number that the form asks for is that of its first one."""
        field = fields[0]
        make: Mapping[WordedFor, Callable[[str], Memo | Letter | Order]] = {
            WordedFor.MEMO: lambda _text: self._memo(fields),
            WordedFor.LETTER: self._letter,
            WordedFor.NOTICE: self._notice,
            WordedFor.ORDER: self._order,
        }
        assert field.paper is not None  # noqa: S101  (worded_fields)
        made = make[field.paper](str(self.worded.answers[field.key]))
        return replace(made, number=self._number() if is_first else None)

    def record(self) -> RecordForm:
        case, profile = self.case, self.settings.profile
        channel = profile.channels.get(case.channel)
        is_own = case.kind == CaseKind.OFFICE_BUSINESS
        known = (
            Entry("เรื่อง", case.subject),
            *([Entry("วันที่เริ่ม", long_date(case.received_on).th)] if is_own else []),
        )
        if not is_own:
            known = (
                Entry("ช่องทาง", channel.name.th if channel else case.channel),
                Entry("วันที่รับเรื่อง", long_date(case.received_on).th),
                *known,
                Entry("สถานที่เกิดเหตุ", case.place),
            )
        return RecordForm(
            marks=self._marks(),
            title=self.schema.name.th,
            office=profile.name.th,
            reference=f"เลขรับที่ {case.number}",
            sections=(
                Section("งานของสำนักงาน" if is_own else "เรื่องที่รับ", known),
                *self._tables(),
                Section("สิ่งที่บันทึก", self._answered()),
            ),
            signature=self.worded.author,
        )

    def _tables(self) -> Iterator[Section]:
        """Give what the form shows of the case beside what is asked."""
        for shown in self.schema.components:
            if isinstance(shown, FormTable):
                rows = self._names["known"].get(shown.key) or ()
                yield Section(
                    shown.label.th,
                    table=Table(
                        columns=tuple(
                            Column(heading=one.label.th, share=1 if n else _WIDE)
                            for n, one in enumerate(shown.columns)
                        ),
                        rows=tuple(
                            tuple(str(row.get(one.key) or "") for one in shown.columns)
                            for row in rows
                        ),
                    ),
                )

    def _answered(self) -> tuple[Entry, ...]:
        lines = answer_lines(self.schema, self.worded.answers, self._names["options"])
        return tuple(Entry(label, words, is_long="\n" in words) for label, words in lines)

    def _memo(self, fields: Sequence[TextField]) -> Memo:
        return Memo(
            marks=self._marks(),
            office=" ".join([self.settings.profile.name.th, *self._own_unit()]),
            day=self.worded.written_on,
            subject=self._subject(),
            addressee=self.settings.profile.title_of(Role.HEAD).th,
            parts=self._parts(fields),
            signatures=(
                self.worded.author,
                *self.worded.endorsed,
                self.signed or self._head(),
            ),
        )

    def _parts(self, fields: Sequence[TextField]) -> tuple[Part, ...]:
        """Return the parts of a memo: one a field, or where one field words it all, as it does.

        Rows that go along with it are a part as well.
        """
        keys = {field.key for field in fields}
        said = [
            (field.label.th, field_words(field, value, self._names["options"]))
            for field in self.schema.fields()
            if (value := self.worded.answers.get(field.key))
            and (field.key in keys or (isinstance(field, Rows) and field.paper is not None))
        ]
        if len(said) == 1:
            return tuple(memo_parts(said[0][1]))
        return tuple(Part(heading, text) for heading, text in said)

    def _letter(self, text: str) -> Letter:
        office = self.settings.profile.office
        return Letter(
            marks=self._marks(),
            office=office.name.th,
            address=office.address.th,
            subject=self._subject(),
            addressee=self._agency(),
            text=text,
            day=self.signed.signed_on if self.signed else None,
            signature=self.signed or self._head(),
            owner=tuple(self._own_unit()),
        )

    def _notice(self, text: str) -> Letter:
        """Make a letter to the complainant, whose name is filled in when it is sent (U9)."""
        subject = f"เรื่องร้องเรียน เลขรับที่ {self.case.number}"
        is_of_result = self.item.process_id != _FIRST_NOTICE
        asks = is_of_result and doors_of(self.settings.profile)
        told = f"{text}\n{self._follow()}" if asks else text
        return replace(self._letter(told), addressee=_COMPLAINANT, subject=subject)

    def _follow(self) -> str:
        """Say where who has a code follows the case, and what she may tell when it is finished."""
        website = self.settings.profile.office.website
        return f"{_FOLLOW} {website}" if website else _FOLLOW

    def _order(self, text: str) -> Order:
        order = Order(
            marks=self._marks(),
            office=self.settings.profile.name.th,
            subject="",
            text="",
            seats=() if APPOINTEES in self.worded.answers else self._seats(),
            day=self.signed.signed_on if self.signed else None,
            signature=self.signed or self._head(),
        )
        answers, number = self.worded.answers, self.case.number
        if APPOINTEES in answers:
            return officers_order(
                self.uow, self.settings, order, text, answers, point=self._point()
            )
        match self.item.process_id:
            case reseating.COMMITTEE_AMENDMENT:
                return amended_inquiry_order(order, text, number=number)
            case record_lists.DESTRUCTION:
                return destruction_order(order, text)
        return inquiry_order(order, text, number=number, days=answers.get("days"))

    def _point(self) -> str:
        """Return what the reception point is called whose officers an order appoints."""
        return str(self._names["known"].get("point_name") or "") or _CENTRE

    def _seats(self) -> tuple[Seat, ...]:
        members = next(
            (f for f in self.schema.fields() if isinstance(f, Rows) and f.paper is not None), None
        )
        if members is None:
            return ()
        rows = self.worded.answers.get(members.key) or []
        people = person_names(self.uow, (_read_id(row.get("person")) for row in rows))
        return tuple(
            Seat(
                name=_member(row, people),
                position=str(row.get("position") or ""),
                seat=self._seat(members, row),
            )
            for row in rows
        )

    def _seat(self, members: Rows, row: Mapping[str, Any]) -> str:
        field = FormSchema("", self.schema.name, members.components).field("seat")
        if not isinstance(field, ChoiceField):
            return ""
        return choice_words(field, str(row.get("seat") or ""), self._names["options"])

    def _number(self) -> str | None:
        numbers = (f for f in self.schema.fields() if f.paper is WordedFor.NUMBER)
        field = next(numbers, None)
        return str(self.worded.answers.get(field.key) or "") or None if field else None

    def _subject(self) -> str:
        return self.case.subject or f"เรื่องร้องเรียน เลขรับที่ {self.case.number}"

    def _agency(self) -> str | None:
        """Return whom a letter goes to outside, where the step or its answers name it."""
        bodies = self.settings.profile.outside_bodies
        agencies = source_agencies(parties_of(self.uow, self.case.id)).values()
        scope = last_item(self.item.scope)
        party = next((one for one in agencies if str(one.id) == scope), None)
        said = party.details if party else self.worded.answers
        body = bodies.get(str(said.get("agency") or ""))
        if body is not None:
            return body.name.th
        return str(party.details.get("name") or "") or None if party else None

    def _own_unit(self) -> list[str]:
        profile = self.settings.profile
        unit = profile.units.get(profile.intake.responsible_unit)
        phone = (unit.phone if unit else None) or profile.office.phone
        return [*([unit.name.th] if unit else []), f"โทร. {phone}"]

    def _head(self) -> Signature:
        return Signature(position=self.settings.profile.title_of(Role.HEAD).th)

    def _marks(self) -> Marks:
        secrecy = Secrecy(self.case.secrecy)
        return Marks(
            made_at=self.worded.said_at,
            digits=self.settings.profile.digits.papers,
            secrecy=None if secrecy is Secrecy.ORDINARY else secrecy.sentence.th,
        )

    @cached_property
    def _names(self) -> Mapping[str, Any]:
        return form_names(self.uow, self.settings, self.case, self.item)


def _member(row: Mapping[str, Any], people: Mapping[UUID, str]) -> str:
    person_id = _read_id(row.get("person"))
    name = people.get(person_id, "") if person_id else ""
    return name or str(row.get("outside_name") or row.get("name") or "")


def _read_id(text: Any) -> UUID | None:
    """Read an id that was posted; None where it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
