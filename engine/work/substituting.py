"""Set who stands in for somebody while she is away, and end it early (U11)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from engine.access.membership import Standing, members, standing_of
from engine.access.permissions import Command, may
from engine.access.substitutions import Substitution, substitutions
from engine.errors import FormInvalid, NotFound, NotPermitted, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.acting import ActingForm
from engine.store.unit_of_work import UnitOfWork
from engine.work.notices import NoticeKind, tell
from engine.work.offices.settings import settings_in_force
from engine.work.submissions import find_result, keep_result


@dataclass(frozen=True)
class Terms:
    """What a substitution says: both days are included."""

    person_id: UUID
    substitute_id: UUID
    form: ActingForm
    from_on: date
    to_on: date
    order_cited: str


def set_substitution(uow: UnitOfWork, submission_key: UUID, terms: Terms) -> UUID:
    """Put somebody in the place of a person who is away; return the substitution's id.

    Raises
    ------
    NotFound
        The actor has no role in this office.
    NotPermitted
        She sets it neither for herself nor by a role that may.
    FormInvalid
        Days, people or order do not make a substitution, or it meets another.
    """
    uow.hold(uow.actor.office_id)
    standing = _standing(uow)
    first = find_result(uow, submission_key, "substitution")
    if first is not None:
        return UUID(first)
    _check_may_set(standing, terms.person_id)
    _check_terms(uow, terms)
    _check_meets_none(uow, terms)
    substitution_id = uuid4()
    append(
        uow,
        uow.actor.office_id,
        EventKind.SUBSTITUTION_SET,
        {
            "substitution": str(substitution_id),
            "person": str(terms.person_id),
            "substitute": str(terms.substitute_id),
            "acting_for": terms.form,
            "from_on": terms.from_on,
            "to_on": terms.to_on,
            "order_cited": terms.order_cited.strip(),
        },
    )
    tell(uow, {terms.person_id, terms.substitute_id}, NoticeKind.SUBSTITUTION_SET)
    keep_result(uow, submission_key, "substitution", str(substitution_id))
    return substitution_id


def end_substitution(uow: UnitOfWork, substitution_id: UUID) -> None:
    """End a substitution at once; one that is over stays as it was.

    Raises
    ------
    NotFound
        There is none of this id that the actor may know of.
    NotPermitted
        She is the substitute, who does not end it.
    """
    uow.hold(uow.actor.office_id)
    standing = _standing(uow)
    found = next((each for each in seen_by(uow, standing) if each.id == substitution_id), None)
    if found is None:
        raise NotFound
    _check_may_set(standing, found.person_id)
    if found.is_over(uow.today):
        return
    append(
        uow,
        uow.actor.office_id,
        EventKind.SUBSTITUTION_ENDED,
        {"substitution": str(substitution_id)},
    )
    tell(uow, {found.person_id, found.substitute_id}, NoticeKind.SUBSTITUTION_ENDED)


def seen_by(uow: UnitOfWork, standing: Standing) -> list[Substitution]:
    """Return those on whose either side this person stands; all of the office by role."""
    return substitutions(uow, None if may_set_for_others(standing) else standing.person_id)


def may_set_for_others(standing: Standing) -> bool:
    return may(standing, Command.SET_SUBSTITUTION)


def may_stand_in(uow: UnitOfWork) -> list[tuple[UUID, str]]:
    """Return who may be away or be put in another's place: who holds work in this office."""
    return sorted(_people(uow).items(), key=lambda one: one[1])


def _people(uow: UnitOfWork) -> dict[UUID, str]:
    return {
        one.person_id: f"{one.name} {one.position}".strip()
        for one in members(uow, uow.today)
        if one.role.holds_work
    }


def _standing(uow: UnitOfWork) -> Standing:
    """Return what the actor is herself: nobody hands on what she does in another's name."""
    if uow.actor.person_id is None or uow.actor.on_behalf_of is not None:
        raise NotFound
    return standing_of(uow, uow.actor.person_id, uow.today)


def _check_may_set(standing: Standing, person_id: UUID) -> None:
    if standing.person_id != person_id and not may_set_for_others(standing):
        raise NotPermitted(
            Sentence(
                "ตั้งผู้ปฏิบัติงานแทนได้เฉพาะของตนเอง ผู้บริหารหรือผู้ดูแลระบบตั้งแทนผู้อื่นได้",
                "You may set who stands in for yourself; managers and administrators for others.",
            )
        )


def _check_terms(uow: UnitOfWork, terms: Terms) -> None:
    people = _people(uow)
    if terms.person_id not in people:
        raise _fault("person", "ผู้นี้ไม่มีงานในหน่วยงาน", "This person holds no work in the office.")
    if terms.substitute_id == terms.person_id:
        raise _fault("substitute", "แทนตนเองไม่ได้", "Nobody stands in for herself.")
    if terms.substitute_id not in people:
        raise _fault("substitute", "ผู้นี้ไม่มีงานในหน่วยงาน", "This person holds no work in the office.")
    if terms.to_on < terms.from_on:
        raise _fault("to_on", "วันสิ้นสุดอยู่ก่อนวันเริ่ม", "The last day lies before the first.")
    if terms.to_on < uow.today:
        raise _fault("to_on", "วันสิ้นสุดผ่านไปแล้ว", "The last day has passed.")
    if not terms.order_cited.strip():
        raise _fault("order_cited", "ระบุเลขที่และวันที่ของคำสั่ง", "Cite the order, its number and date.")
    _check_apart(uow, terms)


def _check_apart(uow: UnitOfWork, terms: Terms) -> None:
    """Refuse one person with two duties that the profile keeps apart; small offices may."""
    duties = settings_in_force(uow, uow.today).profile.duties
    if duties.small_office:
        return
    absent = standing_of(uow, terms.person_id, uow.today).roles
    own = standing_of(uow, terms.substitute_id, uow.today).roles
    for one, other in duties.apart:
        for mine, taken in ((one, other), (other, one)):
            if mine in own and taken in absent:
                raise _fault(
                    "substitute",
                    f"ผู้นี้เป็น{mine.title.th} จึงทำหน้าที่{taken.title.th}แทนไม่ได้ "
                    "ข้อมูลหน่วยงานให้สองหน้าที่นี้แยกกัน",
                    f"This person is {mine.title.en} and may not stand in as {taken.title.en}: "
                    "the office keeps these duties apart.",
                )


def _check_meets_none(uow: UnitOfWork, terms: Terms) -> None:
    """Let a person either be away or stand in, in one period: so nothing is ever passed on."""
    for each in substitutions(uow):
        if each.ended_at is not None or each.to_on < terms.from_on or each.from_on > terms.to_on:
            continue
        if each.person_id == terms.person_id:
            raise _fault(
                "person",
                f"{each.person} มี {each.substitute} แทนอยู่แล้วในช่วงนี้",
                f"{each.substitute} stands in for {each.person} in this period already.",
            )
        if each.person_id == terms.substitute_id:
            raise _fault(
                "substitute",
                f"{each.person} ไม่อยู่ในช่วงนี้ มี {each.substitute} แทน",
                f"{each.person} is away in this period herself; {each.substitute} stands in.",
            )
        if each.substitute_id == terms.person_id:
            raise _fault(
                "person",
                f"{each.substitute} แทน {each.person} อยู่ในช่วงนี้ ให้ผู้อื่นแทน {each.person} ก่อน",
                f"{each.substitute} stands in for {each.person} in this period; "
                f"let somebody else do that first.",
            )


def _fault(field: str, th: str, en: str) -> FormInvalid:
    return FormInvalid({field: [Sentence(th, en)]})
