"""Deadlines: the rule an office sets, and the reckoning of one case by that rule.

A deadline is a day at the office. It is kept until 24:00 of that day and breached at 00:00 of
the next. The day of the start event is not counted. A deadline that the office owes stands
even on a holiday (พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 64 วรรคสอง), so by default
nothing rolls; instead somebody is told on the last working day before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self

from engine.errors import EngineError, Sentence
from engine.office.calendar import Calendar, DayOff, add_calendar_days
from engine.office.moves import Lead, Move
from engine.office.office_time import office_instant
from engine.office.roles import Role

REMINDED_AT = time(8, 30)
LONGEST_NUMBER = 3650


class DeadlineName(StrEnum):
    """The deadlines that the bundled processes speak of. A profile may leave some out."""

    INTAKE = "intake"
    SORTING = "sorting"
    INFORMATION = "information"
    MORE_INFO = "more_info"
    OPINION = "opinion"
    FIRST_NOTICE = "first_notice"
    UNIT_REPORT = "unit_report"
    COMMITTEE_REPORT = "committee_report"
    REVIEW = "review"
    HEARING = "hearing"
    CONCLUDE = "conclude"
    WITHDRAWAL = "withdrawal"
    IDENTITY_ACCESS = "identity_access"
    RESULT_NOTICE = "result_notice"
    RECORD = "record"
    ARCHIVE = "archive"
    SOURCE_REPORT = "source_report"
    REPORT = "report"
    CHANNEL_CHECK = "channel_check"
    DESTRUCTION_LIST = "destruction_list"
    ARCHIVES_ANSWER = "archives_answer"
    RETALIATION_LETTER = "retaliation_letter"
    OUTSIDE_ANSWER = "outside_answer"

    @property
    def sentence(self) -> Sentence:
        return _DEADLINE_TITLES[self]


# The deadline ``intake`` where it ends only once a unit has the case (U32): a clock of its own
# name, so that the record tells which of the two ran.
UNIT_CONTACT = "unit_contact"


class DayUnit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


class StartEvent(StrEnum):
    """What happened on the day from which a deadline runs."""

    RECEIVED = "received"
    REGISTERED = "registered"
    STEP_OPENED = "step_opened"
    ASKED = "asked"
    ORDERED = "ordered"
    UNIT_INFORMED = "unit_informed"
    COMMITTEE_APPOINTED = "committee_appointed"
    DECIDED = "decided"
    NOTIFIED = "notified"

    @property
    def sentence(self) -> Sentence:
        return _START_EVENTS[self]


class Roll(StrEnum):
    """What becomes of a last day on which nobody works."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


class Basis(StrEnum):
    """By what authority a number of days stands."""

    LAW = "law"
    GUIDELINE = "guideline"
    OFFICE = "office"

    @property
    def sentence(self) -> Sentence:
        return _BASES[self]


class DeadlineRuleInvalid(EngineError):
    """A rule contradicts itself or leaves the bounds."""

    sentence = Sentence("ข้อกำหนดเวลาไม่ถูกต้อง", "The deadline rule is not valid.")


@dataclass(frozen=True)
class Reminder:
    """When to remind: on the *day*-th day after the start, or so many days *before* the end.

    Days are those of the rule: working days for a rule in working days.
    """

    day: int | None = None
    before: int | None = None

    def __post_init__(self) -> None:
        if (self.day is None) == (self.before is None) or (self.day or self.before or 0) < 1:
            raise DeadlineRuleInvalid(
                Sentence(
                    "การเตือนต้องมี day หรือ before อย่างใดอย่างหนึ่ง และไม่น้อยกว่า 1",
                    "A reminder has either day or before, and it is at least 1.",
                )
            )


@dataclass(frozen=True)
class DeadlineRule:
    """How one deadline is counted in one office, and where the number comes from."""

    name: str = field(metadata={"table_key": True})
    number: int
    unit: DayUnit
    start_event: StartEvent
    citation: Sentence
    basis: Basis
    roll: Roll = Roll.NONE
    roll_citation: Sentence | None = None
    reminders: tuple[Reminder, ...] = ()
    escalate_to: Role | None = None
    # Stands still while an outside body has the matter (รอผล); what citizens are owed does not.
    pauses: bool = False
    # The head may give more days by order (ขยายเวลา).
    extends: bool = False
    # The day that an agency set when it sent the case leads where it comes first.
    source_leads: bool = False
    title: Sentence | None = None
    note: Sentence | None = None

    def __post_init__(self) -> None:
        for message in self._faults():
            raise DeadlineRuleInvalid(message)

    @property
    def label(self) -> Sentence:
        """The deadline's name for people: the office's own title, else the built-in one."""
        return self.title or _DEADLINE_TITLES.get(self.name) or Sentence(self.name, self.name)

    def as_json(self) -> dict[str, Any]:
        """Return the rule as it is journalled: strings, integers, None, lists and objects."""
        return {
            "name": self.name,
            "number": self.number,
            "unit": self.unit.value,
            "start_event": self.start_event.value,
            "citation": _sentence_as_json(self.citation),
            "basis": self.basis.value,
            "roll": self.roll.value,
            "roll_citation": _sentence_as_json(self.roll_citation),
            "reminders": [{"day": one.day, "before": one.before} for one in self.reminders],
            "escalate_to": None if self.escalate_to is None else self.escalate_to.value,
            "pauses": self.pauses,
            "extends": self.extends,
            "source_leads": self.source_leads,
            "title": _sentence_as_json(self.title),
            "note": _sentence_as_json(self.note),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Restore what `as_json` gave."""
        escalate_to = stored["escalate_to"]
        return cls(
            name=stored["name"],
            number=stored["number"],
            unit=DayUnit(stored["unit"]),
            start_event=StartEvent(stored["start_event"]),
            citation=Sentence(**stored["citation"]),
            basis=Basis(stored["basis"]),
            roll=Roll(stored["roll"]),
            roll_citation=_sentence_from_json(stored["roll_citation"]),
            reminders=tuple(Reminder(**one) for one in stored["reminders"]),
            escalate_to=None if escalate_to is None else Role(escalate_to),
            pauses=stored["pauses"],
            extends=stored["extends"],
            source_leads=stored["source_leads"],
            title=_sentence_from_json(stored["title"]),
            note=_sentence_from_json(stored["note"]),
        )

    def _faults(self) -> Iterator[Sentence]:
        if not 0 <= self.number <= LONGEST_NUMBER:
            yield Sentence(
                f"จำนวนวันต้องอยู่ระหว่าง 0 ถึง {LONGEST_NUMBER}",
                f"The number of days must be from 0 to {LONGEST_NUMBER}.",
            )
        if self.roll is not Roll.NONE and self.unit is DayUnit.WORKING:
            yield Sentence(
                "กำหนดเวลาที่นับวันทำการสิ้นสุดในวันทำการเสมอ ไม่ต้องเลื่อน",
                "A deadline in working days always ends on one; it cannot roll.",
            )
        if self.roll is not Roll.NONE and self.roll_citation is None:
            yield Sentence(
                "การเลื่อนวันสุดท้ายต้องอ้างที่มา (roll_citation)",
                "Rolling the last day needs its source (roll_citation).",
            )
        if self.source_leads and self.name in _OF_CITIZENS:
            yield Sentence(
                "กำหนดนี้เป็นเวลาของผู้ร้องเรียนหรือผู้ถูกร้องเรียน วันที่หน่วยงานอื่นกำหนดไม่ทำให้สั้นลง",
                "This time is a complainant's or a respondent's; no agency's day shortens it.",
            )
        if any((one.day or one.before or 0) > self.number for one in self.reminders):
            yield Sentence("วันเตือนต้องอยู่ภายในกำหนดเวลา", "A reminder must fall within the deadline.")


@dataclass(frozen=True)
class Reckoning:
    """One deadline counted for one case, with everything that is needed to explain it later.

    ``raw_on`` is the last day as counted, ``effective_on`` the last day that holds after any
    rolling. ``days_off`` lie after ``start_on`` up to ``own_on``. ``warn_on`` is the last
    working day on or before ``effective_on``; for a short deadline it may lie before the start.
    ``reminders`` are at 08:30 on office days after ``start_on`` and not after ``warn_on``; one of
    them is on ``warn_on`` itself if the last day is a day off. ``is_provisional``: the calendar
    did not yet know the holidays up to ``effective_on``. ``moves`` tell how it came from the
    day counted first to ``own_on``, in their order. ``lead``: the day of an agency that sent
    the case comes before that, and holds.
    """

    rule: DeadlineRule
    start_on: date
    raw_on: date
    effective_on: date
    days_off: tuple[DayOff, ...]
    warn_on: date
    reminders: tuple[datetime, ...]
    is_provisional: bool = False
    moves: tuple[Move, ...] = ()
    lead: Lead | None = None

    @property
    def own_on(self) -> date:
        """The last day as the office counts it, whoever else wants an answer sooner."""
        return self.lead.own_on if self.lead else self.effective_on

    def as_json(self) -> dict[str, Any]:
        """Return the reckoning as it is journalled; dates are ISO, reminders with offset."""
        return {
            "rule": self.rule.as_json(),
            "start_on": self.start_on.isoformat(),
            "raw_on": self.raw_on.isoformat(),
            "effective_on": self.effective_on.isoformat(),
            "days_off": [
                {"on": day.on.isoformat(), "reason": _sentence_as_json(day.reason)}
                for day in self.days_off
            ],
            "warn_on": self.warn_on.isoformat(),
            "reminders": [moment.isoformat() for moment in self.reminders],
            "is_provisional": self.is_provisional,
            "moves": [move.as_json() for move in self.moves],
            "lead": self.lead.as_json() if self.lead else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Restore what `as_json` gave; the calendar of that day is not needed."""
        return cls(
            rule=DeadlineRule.from_json(stored["rule"]),
            start_on=date.fromisoformat(stored["start_on"]),
            raw_on=date.fromisoformat(stored["raw_on"]),
            effective_on=date.fromisoformat(stored["effective_on"]),
            days_off=tuple(
                DayOff(date.fromisoformat(day["on"]), Sentence(**day["reason"]))
                for day in stored["days_off"]
            ),
            warn_on=date.fromisoformat(stored["warn_on"]),
            reminders=tuple(datetime.fromisoformat(moment) for moment in stored["reminders"]),
            is_provisional=stored["is_provisional"],
            moves=tuple(Move.from_json(move) for move in stored["moves"]),
            lead=Lead.from_json(stored["lead"]) if stored["lead"] else None,
        )


def reckon(rule: DeadlineRule, start_on: date, calendar: Calendar) -> Reckoning:
    """Count *rule* from *start_on*, the day on which its start event happened.

    Raises CalendarExhausted if the calendar has no working day where one is needed.
    """
    raw_on = count_days(rule, start_on, rule.number, calendar)
    rolls = rule.roll is Roll.NEXT_WORKING_DAY
    effective_on = calendar.working_day_on_or_after(raw_on) if rolls else raw_on
    warn_on = calendar.working_day_on_or_before(effective_on)
    return Reckoning(
        rule=rule,
        start_on=start_on,
        raw_on=raw_on,
        effective_on=effective_on,
        days_off=calendar.days_off_between(add_calendar_days(start_on, 1), effective_on),
        warn_on=warn_on,
        reminders=reminders_of(rule, start_on, effective_on, calendar),
        is_provisional=calendar.known_until is not None and effective_on > calendar.known_until,
    )


def breach_instant(effective_on: date) -> datetime:
    """Return 00:00 at the office on the day after *effective_on*: the first late moment."""
    return office_instant(effective_on + timedelta(days=1), time(0))


def count_days(rule: DeadlineRule, start: date, number: int, calendar: Calendar) -> date:
    """Return the day so many of the rule's own days after *start*; fewer than none go back."""
    if rule.unit is DayUnit.WORKING:
        return calendar.add_working_days(start, number)
    return add_calendar_days(start, number)


def reminders_of(
    rule: DeadlineRule, start_on: date, effective_on: date, calendar: Calendar
) -> tuple[datetime, ...]:
    """Return when to remind, of a deadline from the start to its last day and never after it."""
    wished = {
        count_days(rule, start_on, one.day, calendar)
        if one.day is not None
        else count_days(rule, effective_on, -(one.before or 0), calendar)
        for one in rule.reminders
    }
    if not calendar.is_working_day(effective_on):
        wished.add(effective_on)
    worked = {calendar.working_day_on_or_before(day) for day in wished}
    return tuple(
        office_instant(day, REMINDED_AT) for day in sorted(worked) if start_on < day <= effective_on
    )


def _sentence_as_json(sentence: Sentence | None) -> dict[str, str] | None:
    return None if sentence is None else {"th": sentence.th, "en": sentence.en}


def _sentence_from_json(stored: Mapping[str, str] | None) -> Sentence | None:
    return None if stored is None else Sentence(**stored)


_DEADLINE_TITLES: dict[str, Sentence] = {
    DeadlineName.INTAKE: Sentence("รับและลงทะเบียนเรื่อง", "Receive and register"),
    UNIT_CONTACT: Sentence("รับเรื่องและประสานหน่วยงาน", "Receive and contact the unit"),
    DeadlineName.SORTING: Sentence("คัดแยก", "Sort"),
    DeadlineName.INFORMATION: Sentence("ให้ข้อมูลข่าวสาร", "Give the information"),
    DeadlineName.MORE_INFO: Sentence("รอข้อมูลเพิ่มเติม", "Wait for more information"),
    DeadlineName.OPINION: Sentence("สรุปความเห็น", "Summarise the opinion"),
    DeadlineName.FIRST_NOTICE: Sentence("แจ้งผู้ร้องเรียนเบื้องต้น", "First notice to the complainant"),
    DeadlineName.UNIT_REPORT: Sentence("รายงานของกลุ่มงาน", "Report of the unit"),
    DeadlineName.COMMITTEE_REPORT: Sentence("รายงานของคณะกรรมการ", "Report of the committee"),
    DeadlineName.REVIEW: Sentence("ตรวจรับรายงาน", "Review the report"),
    DeadlineName.HEARING: Sentence("คำชี้แจงของผู้ถูกร้องเรียน", "Statement of the respondent"),
    DeadlineName.CONCLUDE: Sentence("สรุปผล", "Conclude"),
    DeadlineName.IDENTITY_ACCESS: Sentence(
        "พิจารณาคำขอเปิดชื่อ", "Decide on a request to open an identity"
    ),
    DeadlineName.WITHDRAWAL: Sentence("พิจารณาคำขอถอนเรื่อง", "Consider the withdrawal"),
    DeadlineName.RESULT_NOTICE: Sentence("แจ้งผล", "Notice of the result"),
    DeadlineName.RECORD: Sentence("บันทึกผลลงแบบบันทึกเรื่อง", "Record the result"),
    DeadlineName.ARCHIVE: Sentence("จัดเก็บเรื่อง", "File the case"),
    DeadlineName.SOURCE_REPORT: Sentence("รายงานหน่วยงานที่ส่งเรื่อง", "Report to the agency"),
    DeadlineName.CHANNEL_CHECK: Sentence("ตรวจช่องทางรับเรื่อง", "Check the channels"),
    DeadlineName.DESTRUCTION_LIST: Sentence("บัญชีหนังสือขอทำลาย", "List of records to destroy"),
    DeadlineName.ARCHIVES_ANSWER: Sentence(
        "คำตอบหอจดหมายเหตุแห่งชาติ", "Answer of the National Archives"
    ),
    DeadlineName.RETALIATION_LETTER: Sentence(
        "ส่งหนังสือลับเรื่องการกลั่นแกล้ง", "Send the sealed letter about retaliation"
    ),
    DeadlineName.OUTSIDE_ANSWER: Sentence("คำตอบของหน่วยงานภายนอก", "Answer of the outside body"),
    DeadlineName.REPORT: Sentence("จัดทำรายงานของสำนักงาน", "Write the office’s report"),
}
# What somebody outside the office is given or owed, whoever sent the case.
_OF_CITIZENS = frozenset({DeadlineName.FIRST_NOTICE, DeadlineName.MORE_INFO, DeadlineName.HEARING})
_START_EVENTS = {
    StartEvent.RECEIVED: Sentence("วันรับเรื่อง", "the day of receipt"),
    StartEvent.REGISTERED: Sentence("วันลงทะเบียนเรื่อง", "the day of registration"),
    StartEvent.STEP_OPENED: Sentence("วันที่งานมาถึงขั้นตอนนี้", "the day the step was reached"),
    StartEvent.ASKED: Sentence("วันที่ส่งคำขอ", "the day of the request"),
    StartEvent.ORDERED: Sentence("วันที่หัวหน้าหน่วยงานสั่งการ", "the day of the head's order"),
    StartEvent.UNIT_INFORMED: Sentence("วันที่กลุ่มงานได้รับเรื่อง", "the day the unit received it"),
    StartEvent.COMMITTEE_APPOINTED: Sentence(
        "วันลงนามคำสั่งแต่งตั้งคณะกรรมการ", "the day the committee was appointed"
    ),
    StartEvent.DECIDED: Sentence("วันที่หัวหน้าหน่วยงานวินิจฉัย", "the day of the head's decision"),
    StartEvent.NOTIFIED: Sentence("วันแจ้งผล", "the day the result was sent"),
}
_BASES = {
    Basis.LAW: Sentence("กฎหมายหรือระเบียบ", "law or regulation"),
    Basis.GUIDELINE: Sentence("แนวปฏิบัติ", "published guideline"),
    Basis.OFFICE: Sentence("หน่วยงานกำหนดเอง", "the office's own setting"),
}
