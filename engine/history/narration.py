"""Every kind of event of a case in words: the sentence of a mark, and of the event itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from engine.cases.follow_ups import FollowUpKind
from engine.cases.parties import PartyKind
from engine.errors import Sentence
from engine.history.position import Position
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.office.thai import short_date
from engine.work.allocation.redirecting import AMENDED_ORDER, INTEREST, RESPONDENT
from engine.work.timeline_words import (
    coincided_words,
    declared_words,
    hold_words,
    registry_words,
    tagged_words,
)
from engine.work.work_items import WorkItem


class MarkKind(StrEnum):
    """What a mark of the time line stands for; the values are classes of the style sheet."""

    ACT = "act"
    RULE = "rule"
    LOOK = "look"
    BREACH = "breach"


# What the system decided or set going by itself, even where a person's act had called for it.
_BY_THE_SYSTEM: Final = frozenset(
    {
        EventKind.ENGINE_RAN,
        EventKind.INSTANCE_STARTED,
        EventKind.INSTANCE_COMPLETED,
        EventKind.WORK_ITEM_OFFERED,
        EventKind.WORK_ITEM_REDIRECTED,
        EventKind.WORK_ITEM_CANCELLED,
        EventKind.CONSULTATION_ENDED,
        EventKind.MEMBER_ADMITTED,
        EventKind.MEMBER_DISMISSED,
        EventKind.DUTIES_COINCIDED,
        EventKind.RESPONDENT_EXCLUDED,
        EventKind.DEADLINE_STARTED,
        EventKind.DEADLINE_MET,
        EventKind.DEADLINE_ENDED,
        EventKind.DEADLINE_CARRIED,
        EventKind.DEADLINE_OUTCOME_CORRECTED,
        EventKind.REMINDER_GIVEN,
        EventKind.CASE_ESCALATED,
        EventKind.FIGURES_FROZEN,
        EventKind.STATISTICS_PUBLISHED,
        EventKind.GUIDELINE_FROZEN,
        EventKind.GUIDELINE_PUBLISHED,
        EventKind.RECORDS_LISTED,
        EventKind.DESTRUCTION_ORDERED,
        EventKind.CASE_ARCHIVED,
        EventKind.CASE_DESTROYED,
    }
)

TITLES: Final[Mapping[EventKind, Sentence]] = {
    EventKind.CASE_LODGED: Sentence("ลงทะเบียนรับเรื่อง", "Case lodged"),
    EventKind.CASE_DESCRIBED: Sentence("บันทึกข้อมูลลงทะเบียน", "Register entry changed"),
    EventKind.CASE_MERGED: Sentence("รวมกับเรื่องเดิม", "Joined with an earlier case"),
    EventKind.CASE_LINKED: Sentence("เชื่อมกับเรื่องอื่น", "Linked with another case"),
    EventKind.CASE_SPLIT: Sentence("แยกเป็นอีกเรื่อง", "A case was split off from this one"),
    EventKind.CASE_SPLIT_OFF: Sentence("แยกจากอีกเรื่อง", "Split off from another case"),
    EventKind.RETALIATION_REPORTED: Sentence(
        "แจ้งว่าผู้ร้องเรียนถูกกลั่นแกล้ง", "Retaliation against who complained reported"
    ),
    EventKind.CASE_TAGGED: Sentence("เปลี่ยนป้ายกำกับ", "Tags changed"),
    EventKind.REGISTRY_NUMBER_NOTED: Sentence("จดเลขทะเบียนรับของหน่วยงาน", "Registry’s number noted"),
    EventKind.IDENTITY_ASKED: Sentence("ขอเปิดชื่อผู้ร้องเรียน", "Asked to open an identity"),
    EventKind.IDENTITY_REQUEST_SETTLED: Sentence(
        "พิจารณาคำขอเปิดชื่อ", "Decided on a request to open an identity"
    ),
    EventKind.IDENTITY_ACCESS_ENDED: Sentence(
        "ยกเลิกสิทธิ์เปิดชื่อ", "Right to open an identity taken back"
    ),
    EventKind.WITHDRAWAL_ASKED: Sentence("ผู้ร้องเรียนขอถอนเรื่อง", "A complainant asks to withdraw"),
    EventKind.CASE_SUSPENDED: Sentence("พักเรื่องรอผล", "Case suspended"),
    EventKind.CASE_RESUMED: Sentence("ดำเนินเรื่องต่อ", "Case resumed"),
    EventKind.CASE_ARCHIVED: Sentence("จัดเก็บเรื่อง", "Case filed"),
    EventKind.CASE_DESTROYED: Sentence("ทำลายเรื่อง", "Record destroyed"),
    EventKind.CASE_IMPORTED: Sentence("นำเข้าจากสมุด", "Taken in from the paper book"),
    EventKind.CASE_VOIDED: Sentence("ยกเลิกเลขรับเรื่อง", "Number voided"),
    EventKind.CASE_TRANSFERRED: Sentence("ย้ายกระบวนงาน", "Moved to another process"),
    EventKind.PARTY_JOINED: Sentence("เพิ่มผู้เกี่ยวข้องในเรื่อง", "Party added"),
    EventKind.PARTY_CORRECTED: Sentence("แก้ข้อมูลผู้เกี่ยวข้อง", "Party corrected"),
    EventKind.RESPONDENT_EXCLUDED: Sentence(
        "กันผู้ถูกร้องเรียนออกจากเรื่อง", "Respondent excluded from the case"
    ),
    EventKind.UNIT_ASKED: Sentence("ให้กลุ่มงานตรวจสอบเพิ่ม", "One more unit asked"),
    EventKind.MEMBER_ADMITTED: Sentence("ให้เปิดดูเรื่องได้", "Allowed to read the case"),
    EventKind.ISSUES_STATED: Sentence("กำหนดประเด็น", "Issues stated"),
    EventKind.COMMITTEE_APPOINTED: Sentence("แต่งตั้งคณะกรรมการ", "Committee appointed"),
    EventKind.INTEREST_DECLARED: Sentence("แจ้งส่วนได้เสีย", "Interest declared"),
    EventKind.DUTIES_COINCIDED: Sentence("ผู้เดียวทำหลายหน้าที่", "One person, several duties"),
    EventKind.MEMBER_DISMISSED: Sentence("พ้นหน้าที่ ไม่เห็นเรื่องอีก", "Reads the case no more"),
    EventKind.ATTACHMENT_FILED: Sentence("แนบเอกสาร", "Paper filed"),
    EventKind.SATISFACTION_TOLD: Sentence(
        "ผู้ร้องเรียนตอบเรื่องความพึงพอใจ", "A complainant said how satisfied she is"
    ),
    EventKind.MESSAGE_POSTED: Sentence(
        "ลงข้อความในกล่องรหัสรับเรื่อง", "Message put into the receipt's mailbox"
    ),
    EventKind.CONTACT_NOTED: Sentence("บันทึกการประสาน", "Contact noted"),
    EventKind.COMMENT_WRITTEN: Sentence("เขียนความเห็น", "Comment written"),
    EventKind.FOLLOW_UP_OPENED: Sentence("ตั้งงานที่ต้องติดตาม", "Follow-up opened"),
    EventKind.FOLLOW_UP_REPORTED: Sentence("บันทึกผลการติดตาม", "Follow-up reported on"),
    EventKind.FOLLOW_UP_HANDED: Sentence("เปลี่ยนผู้ติดตาม", "Follow-up handed over"),
    EventKind.FOLLOW_UP_ENDED: Sentence("สิ้นสุดงานติดตาม", "Follow-up ended"),
    EventKind.LEGAL_HOLD_PLACED: Sentence("ระงับการทำลาย", "Record held"),
    EventKind.LEGAL_HOLD_LIFTED: Sentence("เลิกระงับการทำลาย", "Hold of the record lifted"),
    EventKind.INSTANCE_STARTED: Sentence("เริ่มกระบวนงาน", "Process started"),
    EventKind.INSTANCE_COMPLETED: Sentence("กระบวนงานสิ้นสุด", "Process ended"),
    EventKind.ENGINE_RAN: Sentence("ระบบพาเรื่องเดินต่อ", "The system moved the case on"),
    EventKind.WORK_ITEM_OFFERED: Sentence("ระบบส่งงาน", "Step offered"),
    EventKind.WORK_ITEM_CLAIMED: Sentence("รับงาน", "Claimed"),
    EventKind.WORK_ITEM_RELEASED: Sentence("คืนงาน", "Released"),
    EventKind.WORK_ITEM_REASSIGNED: Sentence("เปลี่ยนผู้รับผิดชอบ", "Reassigned"),
    EventKind.WORK_ITEM_DELEGATED: Sentence("มอบหมายต่อ", "Delegated"),
    EventKind.WORK_ITEM_SENT_BACK: Sentence("ส่งคืนผู้มอบหมาย", "Sent back"),
    EventKind.WORK_ITEM_REDIRECTED: Sentence("ส่งงานให้ผู้อื่นแทน", "Sent to others instead"),
    EventKind.WORK_ITEM_COMPLETED: Sentence("บันทึกเสร็จ", "Completed"),
    EventKind.WORK_ITEM_CANCELLED: Sentence("ยกเลิกขั้นตอน", "Cancelled"),
    EventKind.CONSULTATION_ASKED: Sentence("ขอความเห็น", "Opinion asked"),
    EventKind.CONSULTATION_ANSWERED: Sentence("ให้ความเห็น", "Opinion given"),
    EventKind.CONSULTATION_DECLINED: Sentence("ไม่ให้ความเห็น", "Opinion declined"),
    EventKind.CONSULTATION_ENDED: Sentence("เลิกขอความเห็น", "Opinion no longer asked"),
    EventKind.SCAN_FILED: Sentence("แนบสำเนาที่ลงนามแล้ว", "Signed copy filed"),
    EventKind.DEADLINE_STARTED: Sentence("เริ่มนับกำหนด", "Deadline started"),
    EventKind.DEADLINE_MET: Sentence("หยุดนับกำหนด", "Deadline stopped"),
    EventKind.DEADLINE_BREACHED: Sentence("เกินกำหนด", "Deadline passed"),
    EventKind.DEADLINE_ENDED: Sentence("เลิกนับกำหนด", "Deadline no longer counted"),
    EventKind.DEADLINE_PAUSED: Sentence("พักการนับกำหนด", "Deadline stands still"),
    EventKind.DEADLINE_RESUMED: Sentence("นับกำหนดต่อ", "Deadline counted on"),
    EventKind.DEADLINE_EXTENDED: Sentence("ขยายเวลา", "Deadline extended"),
    EventKind.DEADLINE_LED: Sentence(
        "กำหนดตามวันของหน่วยงานที่ส่งเรื่อง", "Deadline by the day of the agency that sent the case"
    ),
    EventKind.DEADLINE_CARRIED: Sentence(
        "นับกำหนดต่อในกระบวนงานใหม่", "Deadline goes on in the other process"
    ),
    EventKind.DEADLINE_OUTCOME_CORRECTED: Sentence(
        "แก้ผลการนับกำหนด", "Outcome of a deadline corrected"
    ),
    EventKind.REMINDER_GIVEN: Sentence("เตือนก่อนครบกำหนด", "Reminder given"),
    EventKind.CASE_ESCALATED: Sentence("แจ้งผู้บริหารว่าเกินกำหนด", "Escalated to the manager"),
    EventKind.STATISTICS_PUBLISHED: Sentence("เผยแพร่สถิติต่อสาธารณะ", "Statistics published"),
    EventKind.OFFICERS_APPOINTED: Sentence(
        "ให้และสิ้นสุดบทบาทตามคำสั่ง", "Roles given and ended by order"
    ),
    EventKind.PARTICIPATION_PUBLISHED: Sentence(
        "เผยแพร่รายงานผลการมีส่วนร่วมต่อสาธารณะ", "Report of participation published"
    ),
    EventKind.DOCUMENT_PUBLISHED: Sentence("เผยแพร่เอกสารต่อสาธารณะ", "Document published"),
    EventKind.RECORDS_LISTED: Sentence("สำรวจเรื่องที่ครบอายุการเก็บ", "Records past their time listed"),
    EventKind.DESTRUCTION_ORDERED: Sentence("สั่งทำลาย", "Destruction ordered"),
    EventKind.FIGURES_FROZEN: Sentence("นับและตรึงตัวเลขของรายงาน", "Figures of the report frozen"),
    EventKind.GUIDELINE_FROZEN: Sentence("จัดทำและตรึงแนวปฏิบัติ", "Guideline made and frozen"),
    EventKind.GUIDELINE_PUBLISHED: Sentence("เผยแพร่แนวปฏิบัติต่อสาธารณะ", "Guideline published"),
}
"""One entry for each kind that a case's stream may hold; a test holds it to the kinds."""


def title_of(kind: EventKind) -> Sentence:
    """Say what kind of thing happened; nothing of the content is needed."""
    return TITLES.get(kind) or Sentence(kind.value, kind.value.replace("_", " "))


def mark_of(kind: EventKind) -> MarkKind:
    if kind is EventKind.DEADLINE_BREACHED:
        return MarkKind.BREACH
    return MarkKind.RULE if kind in _BY_THE_SYSTEM else MarkKind.ACT


@dataclass(frozen=True)
class _Told:
    """What a detail may name."""

    event: Event
    position: Position
    names: Mapping[UUID, str]

    @property
    def content(self) -> Mapping[str, Any]:
        return self.event.content

    @property
    def item(self) -> WorkItem | None:
        return self.position.item_of(self.event)

    def person(self, name: str) -> str:
        found = self.content.get(name)
        return self.names.get(UUID(found), "") if found else ""


def narrate(event: Event, position: Position, names: Mapping[UUID, str]) -> Sentence:
    """Say what happened in one sentence; ``position`` is the case just after the event."""
    told = _Told(event, position, names)
    title = title_of(event.kind)
    detail = _detail(told)
    return Sentence(
        f"{title.th} {detail.th}".strip(), f"{title.en}: {detail.en}".removesuffix(": ")
    )


def people_in(event: Event) -> frozenset[UUID]:
    """Return the people whose names the sentence needs."""
    named = (event.content.get(name) for name in ("person", "assignee", "asked", "to", "from"))
    people = {UUID(one) for one in named if one}
    return frozenset(people | {one for one in (event.actor_id, event.on_behalf_of) if one})


def _detail(told: _Told) -> Sentence:
    if told.event.kind in _DETAILS:
        return _DETAILS[told.event.kind](told)
    if told.event.content.get("deadline"):
        return _clock(told)
    if told.item is not None:
        return _step(told)
    return _NOTHING


_NOTHING: Final = Sentence("", "")


def _step(told: _Told) -> Sentence:
    item = told.item
    return Sentence(item.name, item.name_en) if item else _NOTHING


def _step_in_round(told: _Told) -> Sentence:
    item, step = told.item, _step(told)
    if item is None or item.round == 1:
        return step
    return Sentence(f"{step.th} รอบที่ {item.round}", f"{step.en}, round {item.round}")


def _lodged(told: _Told) -> Sentence:
    number = told.content["number"]
    return Sentence(f"เลขรับ {number}", f"number {number}")


def _described(told: _Told) -> Sentence:
    columns = [_COLUMNS.get(name, Sentence(name, name)) for name in sorted(told.content)]
    return Sentence(" ".join(c.th for c in columns), ", ".join(c.en for c in columns))


def _tagged(told: _Told) -> Sentence:
    return tagged_words(told.event)


def _registry_number(told: _Told) -> Sentence:
    return registry_words(told.event)


def _party(told: _Told) -> Sentence:
    return _PARTIES[PartyKind(told.content["kind"])]


def _person(told: _Told) -> Sentence:
    name = told.person("person")
    return Sentence(name, name)


def _admitted(told: _Told) -> Sentence:
    name, why = told.person("person"), _REASONS.get(told.content["why"], _NOTHING)
    return Sentence(f"{name} {why.th}".strip(), f"{name} {why.en}".strip())


def _issues(told: _Told) -> Sentence:
    count = len(told.content["issues"])
    return Sentence(f"{count} ประเด็น", f"{count}")


def _committee(told: _Told) -> Sentence:
    count, cited = len(told.content["seats"]), told.content["order_cited"]
    amended = Sentence("คำสั่งแก้ไขเพิ่มเติม ", "amended order, ")
    before = amended if told.content["amends"] else _NOTHING
    number = Sentence(f" คำสั่งที่ {cited}", f", order {cited}") if cited else _NOTHING
    return Sentence(f"{before.th}{count} คน{number.th}", f"{before.en}{count} people{number.en}")


def _coincided(told: _Told) -> Sentence:
    return coincided_words(told.event, told.person("person"))


def _declared(told: _Told) -> Sentence:
    return declared_words(told.event, told.person("person"))


def _message(told: _Told) -> Sentence:
    from_office = told.content.get("direction") == "from_office"
    return Sentence("จากหน่วยงาน", "from the office") if from_office else _FROM_COMPLAINANT


def _followed(told: _Told) -> Sentence:
    return FollowUpKind(told.content["kind"]).sentence


def _held(told: _Told) -> Sentence:
    return hold_words(told.event)


def _ran(told: _Told) -> Sentence:
    cause, step = told.content["cause"], _NOTHING
    named = cause.get("work_item")
    if named and (item := told.position.items.get(UUID(named))):
        step = Sentence(item.name, item.name_en)
    said = _CAUSES.get(cause.get("kind", ""), _NOTHING)
    return Sentence(f"{said.th} {step.th}".strip(), f"{said.en} {step.en}".strip())


def _offered(told: _Told) -> Sentence:
    step, role = _step_in_round(told), Role(told.content["role"]).title
    assignee = told.person("assignee")
    to = Sentence(assignee, assignee) if assignee else role
    return Sentence(f"{step.th} ให้{to.th}", f"{step.en}, to {to.en}")


def _reassigned(told: _Told) -> Sentence:
    step, to = _step(told), told.person("to")
    return Sentence(f"{step.th} ให้ {to}", f"{step.en}, to {to}")


def _sent_back(told: _Told) -> Sentence:
    if told.content["to"]:
        return _reassigned(told)
    step = _step(told)
    return Sentence(f"{step.th} ให้ผู้อื่นในบทบาทรับ", f"{step.en}, for others of the role to claim")


def _consulted(told: _Told) -> Sentence:
    step, asked = _step(told), told.person("asked")
    return Sentence(f"{step.th} จาก {asked}", f"{step.en}, of {asked}")


def _redirected(told: _Told) -> Sentence:
    step, because = _step(told), _REDIRECTED[told.content["because"]]
    return Sentence(f"{step.th} {because.th}", f"{step.en}, {because.en}")


def _clock(told: _Told) -> Sentence:
    clock = told.position.deadline_of(told.event)
    if clock is None:
        return Sentence(told.content["name"], told.content["name"])
    return clock.reckoning.rule.label


def _clock_started(told: _Told) -> Sentence:
    clock, label = told.position.deadline_of(told.event), _clock(told)
    if clock is None:
        return label
    day = short_date(clock.effective_on)
    return Sentence(f"{label.th} ครบกำหนด {day.th}", f"{label.en}, due {day.en}")


def _clock_met(told: _Told) -> Sentence:
    label = _clock(told)
    outcome = _LATE if told.content["late"] else _KEPT
    return Sentence(f"{label.th} {outcome.th}", f"{label.en}, {outcome.en}")


_FROM_COMPLAINANT: Final = Sentence("จากผู้ร้องเรียน", "from the complainant")
_KEPT: Final = Sentence("ทันกำหนด", "kept")
_LATE: Final = Sentence("เกินกำหนด", "late")

_CAUSES: Final[Mapping[str, Sentence]] = {
    "started": Sentence("เมื่อรับเรื่อง", "when it was lodged"),
    "completed": Sentence("หลังบันทึกเสร็จ", "after"),
    "timer": Sentence("เมื่อถึงเวลาที่กำหนด", "when a time came"),
    "suspended": Sentence("เมื่อพักเรื่อง", "when it was suspended"),
    "resumed": Sentence("เมื่อดำเนินเรื่องต่อ", "when it was resumed"),
    "extended": Sentence("เมื่อขยายเวลา", "when more time was given"),
    "led": Sentence("เมื่อหน่วยงานที่ส่งเรื่องกำหนดวัน", "when the agency that sent it set a day"),
    "system_step": Sentence("หลังงานของระบบเสร็จ", "after a job of the system"),
}

_PARTIES: Final[Mapping[PartyKind, Sentence]] = {
    PartyKind.COMPLAINANT: Sentence("ผู้ร้องเรียน", "a complainant"),
    PartyKind.RESPONDENT: Sentence("ผู้ถูกร้องเรียน", "a respondent"),
    PartyKind.WITNESS: Sentence("พยาน", "a witness"),
    PartyKind.SOURCE_AGENCY: Sentence("หน่วยงานที่ส่งเรื่องมา", "the agency that sent it"),
}

_REASONS: Final[Mapping[str, Sentence]] = {
    "lodger": Sentence("เพราะเป็นผู้รับเรื่อง", "(lodged it)"),
    "holder": Sentence("เพราะรับงานของเรื่องนี้", "(holds a step)"),
    "consulted": Sentence("เพราะได้รับการขอความเห็น", "(was asked for an opinion)"),
}

_REDIRECTED: Final[Mapping[str, Sentence]] = {
    RESPONDENT: Sentence("เพราะผู้ที่ถืออยู่เป็นผู้ถูกร้องเรียน", "its holder being a respondent"),
    INTEREST: Sentence("เพราะผู้ที่ถืออยู่แจ้งว่ามีส่วนได้เสีย", "its holder having declared an interest"),
    AMENDED_ORDER: Sentence("ตามคำสั่งแก้ไขเพิ่มเติม", "by an amended order"),
}

_COLUMNS: Final[Mapping[str, Sentence]] = {
    "category": Sentence("ประเภทเรื่อง", "category"),
    "secrecy": Sentence("ชั้นความลับ", "secrecy"),
    "subject": Sentence("ชื่อเรื่อง", "subject"),
    "place": Sentence("สถานที่", "place"),
    "withdrawal": Sentence("คำขอถอนเรื่อง", "withdrawal"),
    "behaviour": Sentence("พฤติการณ์", "behaviour"),
    "result": Sentence("ผล", "result"),
    "kind": Sentence("ชนิดเรื่อง", "kind"),
    "channel": Sentence("ช่องทาง", "channel"),
    "received_on": Sentence("วันที่รับ", "day of receipt"),
    "decided_on": Sentence("วันที่ยุติเรื่อง", "day of the decision"),
    "closed_on": Sentence("วันที่จัดเก็บ", "day of filing"),
}

_DETAILS: Final[Mapping[EventKind, Callable[[_Told], Sentence]]] = {
    EventKind.CASE_LODGED: _lodged,
    EventKind.CASE_DESCRIBED: _described,
    EventKind.CASE_TAGGED: _tagged,
    EventKind.REGISTRY_NUMBER_NOTED: _registry_number,
    EventKind.PARTY_JOINED: _party,
    EventKind.RESPONDENT_EXCLUDED: _person,
    EventKind.MEMBER_ADMITTED: _admitted,
    EventKind.ISSUES_STATED: _issues,
    EventKind.COMMITTEE_APPOINTED: _committee,
    EventKind.INTEREST_DECLARED: _declared,
    EventKind.DUTIES_COINCIDED: _coincided,
    EventKind.MEMBER_DISMISSED: _person,
    EventKind.MESSAGE_POSTED: _message,
    EventKind.FOLLOW_UP_OPENED: _followed,
    EventKind.LEGAL_HOLD_PLACED: _held,
    EventKind.ENGINE_RAN: _ran,
    EventKind.WORK_ITEM_OFFERED: _offered,
    EventKind.WORK_ITEM_COMPLETED: _step_in_round,
    EventKind.WORK_ITEM_REASSIGNED: _reassigned,
    EventKind.WORK_ITEM_DELEGATED: _reassigned,
    EventKind.WORK_ITEM_SENT_BACK: _sent_back,
    EventKind.WORK_ITEM_REDIRECTED: _redirected,
    EventKind.CONSULTATION_ASKED: _consulted,
    EventKind.DEADLINE_STARTED: _clock_started,
    EventKind.DEADLINE_LED: _clock_started,
    EventKind.DEADLINE_MET: _clock_met,
    EventKind.DEADLINE_OUTCOME_CORRECTED: _clock_met,
}
