"""Each kind of event of a case as one line of its timeline."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from engine.cases.follow_ups import FollowUpKind
from engine.cases.legal_holds import HoldingBody
from engine.errors import Sentence
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind
from engine.office.roles import Role
from engine.office.thai import short_date
from engine.work.deadlines import Deadline
from engine.work.work_items import WorkItem

# The step went into other hands: to whom and why, whoever holds it next asks that first.
_HANDED = frozenset(
    {
        EventKind.WORK_ITEM_REASSIGNED,
        EventKind.WORK_ITEM_DELEGATED,
        EventKind.WORK_ITEM_SENT_BACK,
    }
)


def describe(
    event: Event, about: WorkItem | Deadline | None, names: Mapping[UUID, str]
) -> Sentence:
    """Say what happened; ``about`` is the step or the clock that the event names."""
    said, name = _TEXTS[event.kind], _subject(event, about, names)
    sentence = Sentence(
        said.th.format(name=name.th).strip(), said.en.format(name=name.en).strip().rstrip(":")
    )
    return _with_receiver(sentence, event, names) if event.kind in _HANDED else sentence


def _subject(
    event: Event, about: WorkItem | Deadline | None, names: Mapping[UUID, str]
) -> Sentence:
    if isinstance(about, Deadline):
        return about.reckoning.rule.label
    if about is not None:
        return Sentence(about.name, about.name_en)
    if event.kind in _TELLS:
        return _TELLS[event.kind](event)
    name = person_named(event, names)
    tell = _TELLS_OF_PERSON.get(event.kind)
    return tell(event, name) if tell else Sentence(name, name)


def person_named(event: Event, names: Mapping[UUID, str]) -> str:
    person = event.content.get("person")
    return names.get(UUID(person), "") if person else ""


def coincided_words(event: Event, name: str) -> Sentence:
    """Say that one person did two things in the case that the office keeps apart."""
    role, other = Role(event.content["role"]).title, Role(event.content["other"]).title
    return Sentence(
        f"{name} ทำหน้าที่ทั้ง{other.th}และ{role.th} หน่วยงานขนาดเล็กยอมให้ทำได้และเปิดเผย",
        f"{name} acted as {other.en} and as {role.en}; a small office may, and discloses it",
    )


def settled_words(event: Event, name: str) -> Sentence:
    """Say what the custodian decided of a request to open an identity."""
    until = event.content["until"]
    if until is None:
        return Sentence(f"ไม่อนุญาตให้ {name} เปิดชื่อ", f"{name} may not open the identity")
    last = short_date(date.fromisoformat(until))
    return Sentence(
        f"อนุญาตให้ {name} เปิดชื่อได้ถึงวันที่ {last.th}", f"{name} may open the identity until {last.en}"
    )


def appointed_words(event: Event) -> Sentence:
    """Say which order seated a committee: the first, or one that amends it."""
    cited = event.content["order_cited"] or ""
    said = _AMENDED if event.content["amends"] else _APPOINTED
    number = Sentence(f" คำสั่งที่ {cited}", f", order {cited}") if cited else Sentence("", "")
    return Sentence(f"{said.th}{number.th}", f"{said.en}{number.en}")


def declared_words(event: Event, name: str) -> Sentence:
    """Say who declared what; ``name`` is hers where she is of the office."""
    content = event.content
    who = name or content["outside_name"] or ""
    said = _INTEREST if content["has_interest"] else _NO_INTEREST
    ground = _GROUNDS.get(content["ground"] or "", Sentence("", ""))
    th, en = (f" {ground.th}", f" ({ground.en})") if ground.th else ("", "")
    return Sentence(f"{who} {said.th}{th}".strip(), f"{who} {said.en}{en}".strip())


def lodged_words(event: Event) -> Sentence:
    """Tell what came in from what the office began of itself."""
    if event.content["kind"] == CaseKind.OFFICE_BUSINESS:
        return Sentence("เริ่มงานของสำนักงาน", "The office’s own business begun")
    return Sentence("ลงทะเบียนรับเรื่อง", "Case lodged")


def tagged_words(event: Event) -> Sentence:
    """Say which tags a case was given and which were taken away, by the names they had."""
    added, removed = event.content["added"].values(), event.content["removed"].values()
    th = [f"เพิ่ม {one['th']}" for one in added] + [f"เอา {one['th']} ออก" for one in removed]
    en = [f"added {one['en']}" for one in added] + [f"removed {one['en']}" for one in removed]
    return Sentence(" ".join(th), ", ".join(en))


def registry_words(event: Event) -> Sentence:
    """Tell the registry's number, or that it was taken away."""
    number = event.content["number"]
    return Sentence(number, number) if number else Sentence("เอาออก", "removed")


def counted_words(event: Event) -> Sentence:
    """Say how many records were listed or ordered to be destroyed."""
    count = len(event.content["records"])
    return Sentence(f"{count} เรื่อง", str(count))


def hold_words(event: Event) -> Sentence:
    """Say for whom the record is held, and by which letter."""
    content = event.content
    name = content["body_name"]
    body = Sentence(name, name) if name else HoldingBody(content["body"]).sentence
    reference = content["reference"]
    return Sentence(f"{body.th} {reference}".strip(), f"{body.en} {reference}".strip())


def _with_receiver(said: Sentence, event: Event, names: Mapping[UUID, str]) -> Sentence:
    receiver, reason = event.content.get("to"), event.content["reason"]
    name = names.get(UUID(receiver), "") if receiver else ""
    th, en = (f" ให้ {name}", f", to {name}") if name else ("", "")
    return Sentence(f"{said.th}{th} เหตุผล: {reason}", f"{said.en}{en}. Reason: {reason}")


_APPOINTED = Sentence("แต่งตั้งคณะกรรมการ", "Committee appointed")
_AMENDED = Sentence("แก้ไขคำสั่งแต่งตั้งคณะกรรมการ", "Committee order amended")
_INTEREST = Sentence("แจ้งว่ามีส่วนได้เสีย", "declares an interest")
_NO_INTEREST = Sentence("แจ้งว่าไม่มีส่วนได้เสีย", "declares no interest")
_GROUNDS: Mapping[str, Sentence] = {
    "complainant": Sentence("เกี่ยวข้องกับผู้ร้องเรียน", "related to a complainant"),
    "respondent": Sentence("เกี่ยวข้องกับผู้ถูกร้องเรียน", "related to a respondent"),
    "own_interest": Sentence("มีประโยชน์ได้เสียในเรื่องนี้", "own interest in the matter"),
    "earlier_part": Sentence("เคยเกี่ยวข้องกับเรื่องนี้มาก่อน", "took part in it before"),
    "other": Sentence("เหตุอื่น", "another reason"),
}

_PARTIES: Mapping[str, Sentence] = {
    "complainant": Sentence("ผู้ร้องเรียน", "a complainant"),
    "respondent": Sentence("ผู้ถูกร้องเรียน", "a respondent"),
    "witness": Sentence("พยาน", "a witness"),
    "source_agency": Sentence("หน่วยงานที่ส่งเรื่องมา", "the agency that sent it"),
}

# What such an event is about, told by itself.
_TELLS: Mapping[EventKind, Callable[[Event], Sentence]] = {
    EventKind.CASE_LODGED: lodged_words,
    EventKind.CASE_TRANSFERRED: lambda event: Sentence(
        event.content["name"], event.content["name_en"]
    ),
    EventKind.FOLLOW_UP_OPENED: lambda event: FollowUpKind(event.content["kind"]).sentence,
    EventKind.LEGAL_HOLD_PLACED: hold_words,
    EventKind.RECORDS_LISTED: counted_words,
    EventKind.DESTRUCTION_ORDERED: counted_words,
    EventKind.CASE_TAGGED: tagged_words,
    EventKind.REGISTRY_NUMBER_NOTED: registry_words,
    EventKind.PARTY_JOINED: lambda event: _PARTIES.get(event.content["kind"], Sentence("", "")),
    EventKind.COMMITTEE_APPOINTED: appointed_words,
}

# What such an event says of the person whom it names.
_TELLS_OF_PERSON: Mapping[EventKind, Callable[[Event, str], Sentence]] = {
    EventKind.DUTIES_COINCIDED: coincided_words,
    EventKind.INTEREST_DECLARED: declared_words,
    EventKind.IDENTITY_REQUEST_SETTLED: settled_words,
}

_TEXTS: Mapping[EventKind, Sentence] = {
    EventKind.CASE_LODGED: Sentence("{name}", "{name}"),
    EventKind.CASE_MERGED: Sentence("รวมกับเรื่องเดิม", "Joined with an earlier case"),
    EventKind.CASE_LINKED: Sentence("เชื่อมกับเรื่องอื่น", "Linked with another case"),
    # The number of the other case follows.
    EventKind.CASE_SPLIT: Sentence("แยกเป็นเรื่อง", "Split off as"),
    EventKind.CASE_SPLIT_OFF: Sentence("แยกจากเรื่อง", "Split off from"),
    EventKind.RETALIATION_REPORTED: Sentence(
        "แจ้งว่าถูกกลั่นแกล้งเพราะร้องเรียนในเรื่อง", "Retaliation reported for the complaint"
    ),
    EventKind.CASE_TAGGED: Sentence("ป้ายกำกับ {name}", "Tags: {name}"),
    EventKind.REGISTRY_NUMBER_NOTED: Sentence(
        "เลขทะเบียนรับของหน่วยงาน {name}", "The registry’s number: {name}"
    ),
    EventKind.WITHDRAWAL_ASKED: Sentence("ผู้ร้องเรียนขอถอนเรื่อง", "A complainant asks to withdraw"),
    EventKind.IDENTITY_ASKED: Sentence("ขอเปิดชื่อ", "Asked to open an identity"),
    EventKind.IDENTITY_REQUEST_SETTLED: Sentence("{name}", "{name}"),
    EventKind.IDENTITY_ACCESS_ENDED: Sentence(
        "ยกเลิกสิทธิ์เปิดชื่อ", "Right to open an identity taken back"
    ),
    EventKind.CASE_SUSPENDED: Sentence("พักเรื่องรอผล", "Case suspended"),
    EventKind.CASE_RESUMED: Sentence("ดำเนินเรื่องต่อ", "Case resumed"),
    EventKind.CASE_ARCHIVED: Sentence("จัดเก็บเรื่อง", "Case filed"),
    EventKind.CASE_IMPORTED: Sentence("นำเข้าจากสมุด", "Taken in from the paper book"),
    EventKind.CASE_VOIDED: Sentence("ยกเลิกเลขรับเรื่อง", "Number voided"),
    EventKind.CASE_TRANSFERRED: Sentence(
        "ย้ายกระบวนงาน ไปที่ {name}", "Moved to another process: {name}"
    ),
    EventKind.PARTY_JOINED: Sentence("เพิ่มในเรื่อง {name}", "Added to the case: {name}"),
    EventKind.MEMBER_ADMITTED: Sentence("ให้เปิดดูเรื่องได้ {name}", "May read the case: {name}"),
    EventKind.ATTACHMENT_FILED: Sentence("แนบเอกสาร", "Paper filed"),
    EventKind.DEADLINE_STARTED: Sentence("เริ่มนับกำหนด {name}", "Deadline started: {name}"),
    EventKind.DEADLINE_MET: Sentence("หยุดนับกำหนด {name}", "Deadline stopped: {name}"),
    EventKind.DEADLINE_OUTCOME_CORRECTED: Sentence(
        "แก้ผลการนับกำหนด {name}", "Outcome of a deadline corrected: {name}"
    ),
    EventKind.DEADLINE_PAUSED: Sentence("พักการนับกำหนด {name}", "Deadline stands still: {name}"),
    EventKind.DEADLINE_RESUMED: Sentence("นับกำหนดต่อ {name}", "Deadline counted on: {name}"),
    EventKind.DEADLINE_EXTENDED: Sentence("ขยายเวลา {name}", "Deadline extended: {name}"),
    EventKind.DEADLINE_LED: Sentence(
        "กำหนดตามวันของหน่วยงานที่ส่งเรื่อง {name}", "Deadline by the day of the agency: {name}"
    ),
    EventKind.RESPONDENT_EXCLUDED: Sentence(
        "กันผู้ถูกร้องเรียนออกจากเรื่อง", "A respondent was excluded from the case"
    ),
    EventKind.UNIT_ASKED: Sentence("ให้กลุ่มงานตรวจสอบเพิ่ม", "One more unit asked"),
    EventKind.COMMITTEE_APPOINTED: Sentence("{name}", "{name}"),
    EventKind.INTEREST_DECLARED: Sentence("{name}", "{name}"),
    EventKind.DUTIES_COINCIDED: Sentence("{name}", "{name}"),
    EventKind.MEMBER_DISMISSED: Sentence(
        "พ้นหน้าที่ ไม่เห็นเรื่องอีก {name}", "Reads the case no more: {name}"
    ),
    EventKind.SATISFACTION_TOLD: Sentence(
        "ผู้ร้องเรียนตอบเรื่องความพึงพอใจ", "A complainant said how satisfied she is"
    ),
    EventKind.MESSAGE_POSTED: Sentence(
        "ลงข้อความในกล่องรหัสรับเรื่อง", "Message put into the receipt's mailbox"
    ),
    EventKind.CONTACT_NOTED: Sentence("บันทึกการประสาน", "Contact noted"),
    EventKind.COMMENT_WRITTEN: Sentence("เขียนความเห็น", "Comment written"),
    EventKind.FOLLOW_UP_OPENED: Sentence("ตั้งงานที่ต้องติดตาม {name}", "Follow-up opened: {name}"),
    EventKind.FOLLOW_UP_REPORTED: Sentence("บันทึกผลการติดตาม", "Follow-up reported on"),
    EventKind.FOLLOW_UP_HANDED: Sentence("เปลี่ยนผู้ติดตาม", "Follow-up handed over"),
    EventKind.FOLLOW_UP_ENDED: Sentence("สิ้นสุดงานติดตาม", "Follow-up ended"),
    EventKind.LEGAL_HOLD_PLACED: Sentence("ระงับการทำลาย {name}", "Record held: {name}"),
    EventKind.LEGAL_HOLD_LIFTED: Sentence("เลิกระงับการทำลาย", "Hold of the record lifted"),
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
    EventKind.STATISTICS_PUBLISHED: Sentence("เผยแพร่สถิติต่อสาธารณะ", "Statistics published"),
    EventKind.OFFICERS_APPOINTED: Sentence(
        "ให้และสิ้นสุดบทบาทตามคำสั่ง", "Roles given and ended by order"
    ),
    EventKind.PARTICIPATION_PUBLISHED: Sentence(
        "เผยแพร่รายงานผลการมีส่วนร่วมต่อสาธารณะ", "Report of participation published"
    ),
    EventKind.DOCUMENT_PUBLISHED: Sentence("เผยแพร่เอกสารต่อสาธารณะ", "Document published"),
    EventKind.RECORDS_LISTED: Sentence(
        "สำรวจเรื่องที่ครบอายุการเก็บ {name}", "Records past their time listed: {name}"
    ),
    EventKind.DESTRUCTION_ORDERED: Sentence("สั่งทำลาย {name}", "Destruction ordered: {name}"),
    EventKind.FIGURES_FROZEN: Sentence("ระบบนับและตรึงตัวเลข", "Figures counted and frozen"),
    EventKind.GUIDELINE_FROZEN: Sentence("ระบบจัดทำและตรึงแนวปฏิบัติ", "Guideline made and frozen"),
    EventKind.GUIDELINE_PUBLISHED: Sentence("เผยแพร่แนวปฏิบัติต่อสาธารณะ", "Guideline published"),
}
