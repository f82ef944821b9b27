"""An order that appoints officers, as it was drafted: whom it names, in which role, until when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.access.membership import Membership, members, memberships_of
from engine.errors import FormInvalid, Sentence
from engine.office.roles import Role
from engine.office.thai import Digits, long_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.leaving import items_held_by
from engine.work.names import person_names
from engine.work.offices.settings import OfficeSettings

APPOINTABLE: Final = (Role.OFFICER, Role.UNIT_MEMBER, Role.MANAGER, Role.CUSTODIAN)
"""The roles that an order of the head gives.

Neither her own nor that of who decides in her place where a case is about her: nobody chooses
who judges her. Who checks or keeps the system, and who owns or approves its processes, is
appointed outside the handling of complaints.
"""

APPOINTEES, RELEASED = "appointees", "released"
"""The keys under which a form drafts such an order."""

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Appointee:
    """One row of the order. Without a ``person_id`` she has no account and gets no role yet."""

    person_id: UUID | None
    name: str
    position: str
    role: Role
    unit: str | None
    duty: str
    from_on: date | None
    to_on: date | None

    def begins_on(self, signed_on: date) -> date:
        """Return the day of the order, or the later one that it says."""
        return max(self.from_on or signed_on, signed_on)


def read_appointees(uow: UnitOfWork, answers: Answers) -> list[Appointee]:
    rows = answers.get(APPOINTEES) or []
    people = person_names(uow, (_id(row.get("person")) for row in rows))
    return [_appointee(row, people) for row in rows]


def read_released(uow: UnitOfWork, answers: Answers) -> list[Membership]:
    """Return the roles that the order ends, as far as somebody has them today."""
    wanted = {str(row.get("membership")) for row in answers.get(RELEASED) or []}
    return [one for one in appointed_today(uow) if str(one.id) in wanted]


def appointed_today(uow: UnitOfWork) -> list[Membership]:
    """Return who has which of the roles that such an order gives and ends."""
    return [one for one in members(uow, uow.today) if one.role in APPOINTABLE]


def role_words(settings: OfficeSettings, role: Role, unit: str | None) -> Sentence:
    """Name a role as this office does, with the unit where it has one."""
    title = settings.profile.title_of(role)
    known = settings.profile.units.get(unit or "")
    if known is None:
        return title
    return Sentence(f"{title.th} {known.name.th}", f"{title.en}, {known.name.en}")


def check_order(uow: UnitOfWork, settings: OfficeSettings, answers: Answers) -> None:
    """Refuse, at its field, what could not be carried out once the order is signed.

    Raises
    ------
    FormInvalid
        Days end before they begin, somebody has the role already or is named twice for it, or
        has one that the profile keeps apart from it; who is released still holds steps by hers.
    """
    messages: dict[str, list[Sentence]] = {}
    seen: set[tuple[UUID, Role, str | None]] = set()
    ended, named = read_released(uow, answers), read_appointees(uow, answers)
    for index, one in enumerate(named):
        begins_on = one.begins_on(uow.today)
        if one.to_on is not None and one.to_on < begins_on:
            messages[f"{APPOINTEES}.{index}.to_on"] = [_ENDS_BEFORE]
        if one.person_id is None:
            continue
        key = (one.person_id, one.role, one.unit)
        if key in seen or _has_already(uow, one, begins_on):
            messages[f"{APPOINTEES}.{index}.role"] = [_HAS_ALREADY]
        elif clash := _kept_apart(settings, one, _roles_beside(uow, one, named, ended)):
            messages[f"{APPOINTEES}.{index}.role"] = [clash]
        seen.add(key)
    chosen = [str(row.get("membership")) for row in answers.get(RELEASED) or []]
    for index, membership in enumerate(chosen):
        found = next((one for one in ended if str(one.id) == membership), None)
        wrong = _NO_SUCH_ROLE if found is None else still_held(uow, found)
        if wrong is not None:
            messages[f"{RELEASED}.{index}.membership"] = [wrong]
    if messages:
        raise FormInvalid(messages)


def still_held(uow: UnitOfWork, one: Membership) -> Sentence | None:
    """Say how many open steps somebody holds by a role; None where she holds none."""
    count = len(items_held_by(uow, one.person_id, one.role, one.unit))
    if not count:
        return None
    return Sentence(
        f"{one.name} ยังถืองานในบทบาทนี้ {count} งาน ให้ส่งต่อให้หมดก่อน",
        f"{one.name} still holds {count} steps by this role. Hand them on first.",
    )


def known_of_appointment(
    uow: UnitOfWork, settings: OfficeSettings, drafted: Callable[[], Answers]
) -> dict[str, Callable[[], Any]]:
    """Return what the forms of an order know of the draft made last in their run."""
    return {
        "appointed": lambda: _rows(uow, settings, drafted()),
        APPOINTEES: lambda: drafted().get(APPOINTEES),
        RELEASED: lambda: drafted().get(RELEASED),
        "reason": lambda: drafted().get("reason"),
    }


def _rows(uow: UnitOfWork, settings: OfficeSettings, answers: Answers) -> Sequence[Any]:
    digits = settings.profile.digits.pages
    named = [
        {
            "name": one.name,
            "position": one.position,
            "role": role_words(settings, one.role, one.unit).th,
            "duty": one.duty,
            "days": days_words(one, digits),
            "told": "ในระบบ" if one.person_id else "สำเนาคำสั่ง",
        }
        for one in read_appointees(uow, answers)
    ]
    ended = [
        {
            "name": one.name,
            "position": one.position,
            "role": role_words(settings, one.role, one.unit).th,
            "duty": "พ้นจากหน้าที่",
            "days": "สิ้นสุดเมื่อหมดวันที่ลงนาม",
            "told": "ในระบบ",
        }
        for one in ended_by(uow, answers)
    ]
    return [*named, *ended]


def ended_by(uow: UnitOfWork, answers: Answers) -> list[Membership]:
    """Return the roles that the order ends or, later on, has ended."""
    wanted = {str(row.get("membership")) for row in answers.get(RELEASED) or []}
    if not wanted:
        return []
    people = {one.person_id for one in members(uow, uow.today)}
    found = (one for person_id in sorted(people) for one in memberships_of(uow, person_id))
    return [one for one in found if str(one.id) in wanted]


def days_words(one: Appointee, digits: Digits) -> str:
    """``ตั้งแต่ 1 ธันวาคม 2569 ถึง 30 กันยายน 2570``; from the day of signing it says so."""
    since = f"ตั้งแต่ {long_date(one.from_on, digits).th}" if one.from_on else "ตั้งแต่วันลงนาม"
    return since + (f" ถึง {long_date(one.to_on, digits).th}" if one.to_on else "")


def _appointee(row: Answers, people: Mapping[UUID, str]) -> Appointee:
    person_id, role = _id(row.get("person")), Role(row["role"])
    return Appointee(
        person_id=person_id,
        name=people.get(person_id, "") if person_id else str(row.get("outside_name") or ""),
        position=str(row.get("position") or ""),
        role=role,
        unit=str(row["unit"]) if role is Role.UNIT_MEMBER and row.get("unit") else None,
        duty=str(row.get("duty") or ""),
        from_on=_day(row.get("from_on")),
        to_on=_day(row.get("to_on")),
    )


def _has_already(uow: UnitOfWork, one: Appointee, begins_on: date) -> bool:
    assert one.person_id is not None  # noqa: S101  (check_order)
    return any(
        (has.role, has.unit) == (one.role, one.unit)
        and (one.to_on is None or has.from_on <= one.to_on)
        and (has.to_on is None or has.to_on >= begins_on)
        for has in memberships_of(uow, one.person_id)
    )


def _roles_beside(
    uow: UnitOfWork, one: Appointee, named: Sequence[Appointee], ended: Sequence[Membership]
) -> frozenset[Role]:
    """Return what else she is once the order is in force; a role that ends lasts until evening."""
    assert one.person_id is not None  # noqa: S101  (check_order)
    begins_on = one.begins_on(uow.today)
    gone = {each.id for each in ended} if begins_on > uow.today else set()
    kept = {
        has.role
        for has in memberships_of(uow, one.person_id)
        if has.id not in gone and (has.to_on is None or has.to_on >= begins_on)
    }
    return frozenset(kept | {each.role for each in named if each.person_id == one.person_id})


def _kept_apart(
    settings: OfficeSettings, one: Appointee, others: frozenset[Role]
) -> Sentence | None:
    duties = settings.profile.duties
    pairs = () if duties.small_office else duties.apart
    for pair in pairs:
        for other in others:
            if one.role is not other and {one.role, other} == set(pair):
                return Sentence(
                    f"ผู้นี้เป็น{other.title.th} ข้อมูลหน่วยงานให้สองหน้าที่นี้แยกกัน",
                    f"She is {other.title.en}; the office keeps these duties apart.",
                )
    return None


def _id(text: Any) -> UUID | None:
    return UUID(str(text)) if text else None


def _day(text: Any) -> date | None:
    return date.fromisoformat(str(text)) if text else None


_ENDS_BEFORE = Sentence("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "The last day lies before the first.")
_HAS_ALREADY = Sentence(
    "ผู้นี้มีบทบาทนี้ในช่วงนี้อยู่แล้ว หรือมีชื่อในคำสั่งนี้แล้ว",
    "She has this role in that time already, or stands in this order already.",
)
_NO_SUCH_ROLE = Sentence(
    "บทบาทนี้สิ้นสุดแล้ว เลือกจากรายการ", "This role has ended; choose from the list."
)
