"""The words of an order that appoints officers or a committee, as it is signed and filed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.access.membership import Membership
from engine.papers.contents import Order, Seat
from engine.store.unit_of_work import UnitOfWork
from engine.work.appointments.orders import (
    Appointee,
    days_words,
    ended_by,
    read_appointees,
    role_words,
)
from engine.work.offices.settings import OfficeSettings


def officers_order(
    uow: UnitOfWork,
    settings: OfficeSettings,
    order: Order,
    opening: str,
    answers: Mapping[str, Any],
    *,
    point: str,
) -> Order:
    """Word the order of the drafted rows; ``point`` is what the reception point is called."""
    named = read_appointees(uow, answers)
    ended = ended_by(uow, answers)
    return replace(
        order,
        subject=f"แต่งตั้งเจ้าหน้าที่ประจำ{point}",
        text=f"{opening}\nจึงแต่งตั้งผู้มีรายชื่อต่อไปนี้เป็นเจ้าหน้าที่ประจำ{point}",
        seats=tuple(
            Seat(
                name=one.name,
                position=one.position,
                seat=role_words(settings, one.role, one.unit).th,
            )
            for one in named
        ),
        duties="\n".join([*_duties(named, settings), *_ended(settings, ended)]),
        since=_SINCE_DAYS if any(one.from_on or one.to_on for one in named) else order.since,
    )


def inquiry_order(order: Order, powers: str, *, number: str, days: object) -> Order:
    """Word the order that appoints who finds the facts of a case, within so many days if any."""
    within = f"\nให้แล้วเสร็จภายใน {days} วัน นับแต่วันที่ในคำสั่ง" if days else ""
    return replace(
        order,
        subject=f"แต่งตั้ง{_INQUIRY}",
        text=f"ด้วย{order.office} ได้รับเรื่องร้องเรียน เลขรับที่ {number}"
        f" ซึ่งต้องตรวจสอบข้อเท็จจริง จึงแต่งตั้ง{_INQUIRY} ดังนี้",
        duties=f"{_POWERS}\n{powers}{within}",
    )


def amended_inquiry_order(order: Order, reason: str, *, number: str) -> Order:
    """Word the order by which other people find the facts of a case from now on."""
    return replace(
        order,
        subject=f"แก้ไขคำสั่งแต่งตั้ง{_INQUIRY}",
        text=f"ตามคำสั่งแต่งตั้ง{_INQUIRY} เรื่องร้องเรียน เลขรับที่ {number} นั้น"
        f"\n{reason}\nจึงให้คณะกรรมการประกอบด้วย",
    )


def destruction_order(order: Order, powers: str) -> Order:
    """Word the order that appoints who considers the records to be destroyed (clause 67)."""
    return replace(
        order,
        subject=f"แต่งตั้ง{_DESTRUCTION}",
        text=f"ด้วย{order.office} จะดำเนินการเกี่ยวกับหนังสือที่ครบอายุการเก็บ"
        " ตามระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 และที่แก้ไขเพิ่มเติม ข้อ 67"
        f" จึงแต่งตั้ง{_DESTRUCTION} ดังนี้",
        duties=f"{_POWERS}\n{powers}",
    )


def _duties(named: Sequence[Appointee], settings: OfficeSettings) -> Iterator[str]:
    yield "ให้ผู้ได้รับแต่งตั้งมีหน้าที่ ดังนี้"
    for number, one in enumerate(named, 1):
        has_days = one.from_on is not None or one.to_on is not None
        days = f" ({days_words(one, settings.profile.digits.papers)})" if has_days else ""
        yield f"{number}. {one.name} {' '.join(one.duty.split())}{days}"


def _ended(settings: OfficeSettings, ended: Sequence[Membership]) -> Iterator[str]:
    if ended:
        yield "และให้ผู้มีรายชื่อต่อไปนี้พ้นจากหน้าที่เมื่อสิ้นวันที่ลงนามในคำสั่งนี้"
    for number, one in enumerate(ended, 1):
        yield f"{number}. {one.name} {one.position} {role_words(settings, one.role, one.unit).th}"


_SINCE_DAYS = "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป เว้นแต่ผู้ที่กำหนดวันไว้"
_INQUIRY = "คณะกรรมการตรวจสอบข้อเท็จจริง"
_DESTRUCTION = "คณะกรรมการทำลายหนังสือ"
_POWERS = "ให้คณะกรรมการมีอำนาจหน้าที่ ดังนี้"
