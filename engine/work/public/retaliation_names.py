"""What the forms of a retaliation case open with: the outside body, the letter, the message."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from engine.cases.links import RETALIATION, links_of
from engine.cases.register import Case, get_case
from engine.journal.events import get_event
from engine.office.profile_tables import OutsideBody
from engine.office.public_doors import RETALIATION as RETALIATION_PROCESS
from engine.office.thai import in_digits, long_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings
from engine.work.work_items import WorkItem

PROCESS: Final = RETALIATION_PROCESS
FIRST_EVENT: Final = 1

_DISPATCH = "dispatch"
_SUBJECT = "การกลั่นแกล้งผู้ร้องเรียน"

_HARM = {
    "threat": "ข่มขู่ ติดตาม หรือทำร้าย",
    "work": "โยกย้าย ลดหน้าที่ เลิกจ้าง หรือไม่ให้งาน",
    "service": "ไม่ให้หรือถ่วงบริการหรือสิทธิ",
    "accused": "ฟ้องหรือกล่าวหากลับ",
    "other": "อย่างอื่น",
}
SHARED: Final = "shared"
_NAME_SHARED = "ผู้แจ้งยินยอมให้หน่วยงานของท่านรู้ชื่อ ซึ่งแนบมาในซองปิดผนึกแยกจากหนังสือนี้"
_NAME_WITHHELD = "ผู้แจ้งไม่ประสงค์ให้รู้ชื่อ ถ้าต้องการข้อเท็จจริงเพิ่ม หน่วยงานนี้ถามผู้แจ้งทางรหัสรับเรื่องให้ได้"

_ASKED = (
    "จึงส่งมาเพื่อโปรดพิจารณาคุ้มครองผู้แจ้งและดำเนินการตามอำนาจหน้าที่ ได้ผลอย่างไรขอให้แจ้งหน่วยงานนี้เพื่อบอกผู้แจ้งต่อไป"
)


def outside_custodian(settings: OfficeSettings) -> OutsideBody | None:
    """Return to whom a letter about retaliation goes; None where the office names nobody."""
    profile = settings.profile
    return profile.outside_bodies.get(profile.retaliation.outside_body or "")


def retaliation_against(uow: UnitOfWork, case_id: UUID) -> UUID | None:
    """Return the case whose complainant this case says is retaliated against."""
    found = (
        link.other_id
        for link in links_of(uow, case_id)
        if (link.kind, link.told_by) == (RETALIATION, case_id)
    )
    return next(found, None)


def known_of_retaliation(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    item: WorkItem,
    said_before: Callable[[str], Any],
) -> Mapping[str, Callable[[], Any]]:
    """Return what these forms open with, by key: what was said before, else what is usual."""
    if case.process_id != PROCESS:
        return {}

    def agency() -> str | None:
        return said_before("agency") or settings.profile.retaliation.outside_body

    return {
        "agency": agency,
        "letter_text": lambda: said_before("letter_text") or _letter(uow, settings, case),
        "notice_text": lambda: _sent(settings, agency()) if item.element == _DISPATCH else None,
        "result": lambda: case.result or "referred",
        "subject": lambda: case.subject or _SUBJECT,
    }


def _letter(uow: UnitOfWork, settings: OfficeSettings, case: Case) -> str:
    """Return the letter with what was told, word for word, and without who told it."""
    said = get_event(uow, case.id, FIRST_EVENT).content["answers"]
    office, received = settings.profile.name.th, long_date(case.received_on).th
    first_id = retaliation_against(uow, case.id)
    first = f"ในเรื่องเลขรับ {get_case(uow, first_id).number} " if first_id else ""
    lines = [
        f"ด้วย{office} ได้รับแจ้งเมื่อวันที่ {received} ตามเลขรับ {case.number} ว่า",
        f"ผู้ร้องเรียน{first}ถูกกลั่นแกล้งเพราะเหตุที่ร้องเรียน",
        f"ลักษณะที่ถูกกลั่นแกล้ง: {_in_words(said.get('harm') or ())}",
        f"ผู้แจ้งเขียนว่า\n{said.get('narrative') or ''}",
        _NAME_SHARED if said.get("identity") == SHARED else _NAME_WITHHELD,
        _ASKED,
    ]
    return in_digits("\n".join(lines), settings.profile.digits.papers)


def _in_words(chosen: Sequence[str]) -> str:
    return " และ ".join(_HARM[each] for each in chosen if each in _HARM)


def _sent(settings: OfficeSettings, agency: str | None) -> str | None:
    """Return what who reported it is told of the dispatch."""
    body = settings.profile.outside_bodies.get(agency or "")
    if body is None:
        return None
    phone = f" โทร {body.phone}" if body.phone else ""
    return (
        f"เราส่งหนังสือลับเรื่องที่ท่านถูกกลั่นแกล้งถึง{body.name.th}แล้ว และจะติดตามคำตอบ "
        f"ท่านติดต่อ{body.name.th}โดยตรงได้ด้วย{phone}"
    )
