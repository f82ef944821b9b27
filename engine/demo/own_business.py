"""What the office of the demonstration begins by hand: who is in charge, what it publishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.demo.staff import Staff
from engine.demo.wording import ANNOUNCED, TO_PUBLISH
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET
from engine.office.roles import Role
from engine.office.thai import long_date
from engine.papers.contents import Column, Marks, Signature, Table, TablePaper

# The document was signed on paper so many days before somebody brought it in.
_SIGNED_BEFORE = timedelta(days=6)
_SLOT = "complaint_measure"
_SUPERVISES = "กำกับการจัดการเรื่องร้องเรียนให้เป็นไปตามกำหนดเวลา แทนหัวหน้ากลุ่มงานบริหารเมื่อไม่อยู่"
_TAKES_IN = "รับเรื่อง ลงทะเบียน และรวบรวมรายงานรอบ 6 เดือน แทนเจ้าหน้าที่ประจำ"


@dataclass(frozen=True)
class Begun:
    """Business that somebody of a role begins so many days before the demonstration ends."""

    process_id: str
    role: Role
    days_ago: int


BEGUN_BY_HAND = (
    Begun("appoint_officers", Role.MANAGER, 75),
    Begun("publish_document", Role.OFFICER, 40),
)

PACE: Mapping[str, tuple[int, int]] = {
    "set_up": (0, 1),
    "draft_order": (1, 2),
    "sign_order": (0, 1),
    "inform": (0, 1),
    "bring_in": (0, 1),
}
"""Working days that a step of it takes, from and to."""

SAID: Mapping[str, Mapping[str, Any]] = {
    "set_up": {
        "point_name": "ศูนย์รับเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "point_place": "ห้องงานธุรการ ชั้น 1 ของสำนักงาน",
        "point_hours": "วันทำการ เวลา 08.30 ถึง 16.30 น.",
        "point_channels": "มาด้วยตนเอง โทรศัพท์ ไปรษณีย์ ตู้รับเรื่อง และแบบแจ้งบนเว็บไซต์",
    },
    "draft_order": {
        "reason": ("เพื่อให้มีผู้รับผิดชอบรับเรื่องร้องเรียนตลอดเวลาราชการ และมีผู้ปฏิบัติแทนเมื่อเจ้าหน้าที่ประจำไปราชการ"),
    },
    "sign_order": {"decision": "signed"},
    "inform": {"contact": "งานธุรการ โทรศัพท์ 0 5500 0142", "informed": "handed"},
    "bring_in": {"document_slot": _SLOT, "proposal": TO_PUBLISH},
}
"""What each step says."""


def besides(staff: Staff, element: str, today: date) -> dict[str, Any]:
    """Return whom the order appoints, and what is said of the announcement."""
    if element == "draft_order":
        number = f"64/{today.year + BUDDHIST_ERA_OFFSET}"
        return {"appointees": [*_appointed(staff), _outsider()], "order_no": number}
    return _described(staff, today) if element == "bring_in" else {}


def _appointed(staff: Staff) -> list[dict[str, Any]]:
    return [
        _row(role, person.position, _SUPERVISES, person=str(person_id))
        for person_id, person in staff.people.items()
        for role in person.by_order
    ]


def _outsider() -> dict[str, Any]:
    """Return the row of somebody who has no account."""
    name = "นางสาวปริศนา คลองใสเย็น"
    return _row(Role.OFFICER, "เจ้าหน้าที่ธุรการ (จ้างเหมาบริการ)", _TAKES_IN, outside_name=name)


def _row(role: Role, position: str, duty: str, **who: str) -> dict[str, Any]:
    return {
        "person": None,
        "outside_name": None,
        **who,
        "position": position,
        "role": role.value,
        "unit": None,
        "duty": duty,
        "from_on": None,
        "to_on": None,
    }


def _described(staff: Staff, today: date) -> dict[str, Any]:
    head = staff.people[staff.first(Role.HEAD)]
    return {
        "document_title": ANNOUNCED.title,
        "document_no": "",
        "document_dated_on": _signed_on(staff, today).isoformat(),
        "document_signer": head.name,
        "document_position": head.position,
    }


def announcement(staff: Staff, now: datetime, today: date) -> TablePaper:
    """Return the announcement as it was printed and signed, some days before it is brought in."""
    head, profile = staff.people[staff.first(Role.HEAD)], staff.settings.profile
    digits, signed_on = profile.digits.papers, _signed_on(staff, today)
    columns = Column(heading="เรื่อง", share=2), Column(heading="มาตรการ", share=5)
    return TablePaper(
        marks=Marks(made_at=now, digits=digits),
        title=ANNOUNCED.title,
        office=profile.name.th,
        period=f"ประกาศ ณ วันที่ {long_date(signed_on, digits).th}",
        introduction=ANNOUNCED.reason,
        tables=(Table(columns=columns, rows=ANNOUNCED.measures),),
        notes=("ประกาศนี้สมมติขึ้นเพื่อการสาธิต",),
        signatures=(
            Signature(name=head.name, position=head.position, signed_on=signed_on, in_ink=True),
        ),
    )


def _signed_on(staff: Staff, today: date) -> date:
    return staff.settings.calendar.working_day_on_or_before(today - _SIGNED_BEFORE)
