"""The head gives auditors their grants and takes them back, each by a cited order, on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from engine.access.grants import give_grant, revoke_grant
from engine.access.membership import Membership, Standing, holders, standing_of
from engine.access.permissions import Command, Reading, check
from engine.access.visibility import reading_of
from engine.cases.register import Case, get_case
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.office.roles import Role
from engine.office.thai import Digits, in_digits
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names
from engine.work.submissions import find_result, keep_result

LONGEST_TEXT = 500
_COMMAND = "grant_audit"


@dataclass(frozen=True)
class GrantTerms:
    """What the head fills in: one case by its number, or all that were received in a period."""

    person_id: UUID | None
    purpose: str
    order_cited: str
    expires_on: date | None
    case_number: str | None = None
    received_from: date | None = None
    received_to: date | None = None


@dataclass(frozen=True)
class GivenGrant:
    """A grant as the head sees it; ``case_number`` None: every case of the period."""

    id: UUID
    auditor: str
    case_number: str | None
    received_from: date | None
    received_to: date | None
    purpose: str
    order_cited: str
    from_on: date
    expires_on: date
    revoked_at: datetime | None

    def is_in_force(self, today: date) -> bool:
        return self.revoked_at is None and self.from_on <= today <= self.expires_on


def grant_audit(uow: UnitOfWork, key: UUID, terms: GrantTerms) -> UUID:
    """Give an auditor a grant from today on; a repeat of the submission gives the first one.

    Raises
    ------
    NotPermitted
        The actor may give no grants.
    FormInvalid
        What was filled in cannot stand; the messages name the fields.
    """
    standing = _hold(uow)
    first = find_result(uow, key, _COMMAND)
    if first is not None:
        return UUID(first)
    messages = dict(_faults(uow, standing, terms))
    case = _find_case(uow, standing, terms.case_number) if terms.case_number else None
    if terms.case_number and case is None:
        messages["case_number"] = [_NO_SUCH_CASE]
    if messages or terms.person_id is None or terms.expires_on is None:
        raise FormInvalid(messages)
    grant_id = give_grant(
        uow,
        terms.person_id,
        purpose=terms.purpose.strip(),
        order_cited=terms.order_cited.strip(),
        expires_on=terms.expires_on,
        case_id=case.id if case else None,
        received_from=terms.received_from if case is None else None,
        received_to=terms.received_to if case is None else None,
    )
    keep_result(uow, key, _COMMAND, str(grant_id))
    return grant_id


def revoke_audit(uow: UnitOfWork, grant_id: UUID) -> None:
    """Take a grant back; what the auditor opened under it stays on record.

    Raises
    ------
    NotPermitted
        The actor may give no grants.
    NotFound
        There is no such grant, or none that the actor may know of.
    InvalidTransition
        It was taken back before.
    """
    standing = _hold(uow)
    found = next((g for g in given_grants(uow, standing) if g.id == grant_id), None)
    if found is None:
        raise NotFound
    if found.revoked_at is not None:
        raise InvalidTransition
    revoke_grant(uow, grant_id)


def given_grants(uow: UnitOfWork, standing: Standing) -> list[GivenGrant]:
    """Return the grants of the office, the newest first.

    Those for a case that this person may not know of are left out: it may be about her.

    Raises
    ------
    NotPermitted
        The person may give no grants.
    """
    check(standing, Command.GRANT_AUDIT)
    table = tables.auditor_grant
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id)
        .order_by(table.c.from_on.desc(), table.c.id)
    ).all()
    names = person_names(uow, [row.person_id for row in rows])
    cases = {
        row.case_id: _find_readable(uow, standing, get_case(uow, row.case_id))
        for row in rows
        if row.case_id
    }
    return [
        GivenGrant(
            id=row.id,
            auditor=names.get(row.person_id, ""),
            case_number=case.number if case else None,
            received_from=row.received_from,
            received_to=row.received_to,
            purpose=row.purpose,
            order_cited=row.order_cited,
            from_on=row.from_on,
            expires_on=row.expires_on,
            revoked_at=row.revoked_at,
        )
        for row in rows
        if (case := cases.get(row.case_id)) or row.case_id is None
    ]


def grantable_auditors(uow: UnitOfWork, standing: Standing) -> list[Membership]:
    """Return who may be given a grant by this person: every auditor of the office but herself.

    Raises
    ------
    NotPermitted
        The person may give no grants.
    """
    check(standing, Command.GRANT_AUDIT)
    auditors = holders(uow, uow.today, Role.AUDITOR)
    return [each for each in auditors if each.person_id != standing.person_id]


def _hold(uow: UnitOfWork) -> Standing:
    if uow.actor.person_id is None:
        raise NotFound
    uow.hold(uow.actor.office_id)
    standing = standing_of(uow, uow.actor.person_id, uow.today)
    check(standing, Command.GRANT_AUDIT)
    return standing


def _faults(
    uow: UnitOfWork, standing: Standing, terms: GrantTerms
) -> list[tuple[str, Sequence[Sentence]]]:
    auditors = {each.person_id for each in grantable_auditors(uow, standing)}
    is_period = not terms.case_number
    first, last = terms.received_from, terms.received_to
    checks = (
        ("person", terms.person_id not in auditors, _NO_AUDITOR),
        ("received_from", is_period and first is None, _NO_PERIOD),
        ("received_to", is_period and last is None, _NO_PERIOD),
        ("received_to", is_period and bool(first and last and last < first), _PERIOD_REVERSED),
        ("purpose", not terms.purpose.strip(), _NO_PURPOSE),
        ("purpose", len(terms.purpose) > LONGEST_TEXT, _TOO_LONG),
        ("order_cited", not terms.order_cited.strip(), _NO_ORDER),
        ("order_cited", len(terms.order_cited) > LONGEST_TEXT, _TOO_LONG),
        ("expires_on", terms.expires_on is None, _NO_EXPIRY),
        ("expires_on", bool(terms.expires_on and terms.expires_on < uow.today), _EXPIRED),
    )
    return [(path, [said]) for path, is_fault, said in checks if is_fault]


def _find_case(uow: UnitOfWork, standing: Standing, number: str) -> Case | None:
    table = tables.case
    case_id = uow.connection.scalar(
        select(table.c.id).where(
            table.c.office_id == uow.actor.office_id,
            table.c.number == in_digits(" ".join(number.split()), Digits.ARABIC),
        )
    )
    return _find_readable(uow, standing, get_case(uow, case_id)) if case_id else None


def _find_readable(uow: UnitOfWork, standing: Standing, case: Case) -> Case | None:
    """Return the case if this person may read all of it: nobody learns here of a case about her."""
    return case if reading_of(uow, standing, case, uow.today) is Reading.WHOLE else None


_NO_SUCH_CASE = Sentence(
    "ไม่พบเลขรับนี้ ดูเลขรับจากแฟ้มเรื่อง เช่น 88/2569",
    "There is no case of this number. Copy it from the case file, such as 88/2569.",
)
_NO_AUDITOR = Sentence(
    "เลือกผู้ตรวจสอบจากรายการ ท่านให้สิทธิแก่ตนเองไม่ได้",
    "Choose an auditor from the list. Nobody gives a grant to herself.",
)
_NO_PERIOD = Sentence(
    "ใส่วันแรกและวันสุดท้ายของช่วงวันรับเรื่อง", "Give the first and the last day of receipt."
)
_PERIOD_REVERSED = Sentence(
    "วันสุดท้ายของช่วงต้องไม่ก่อนวันแรก", "The last day of the period cannot be before the first."
)
_NO_PURPOSE = Sentence("ใส่วัตถุประสงค์ของการตรวจ", "Say what the audit is for.")
_NO_ORDER = Sentence("ใส่เลขที่และวันที่ของคำสั่ง", "Cite the order by number and date.")
_TOO_LONG = Sentence(
    f"ยาวเกินไป ใส่ได้ไม่เกิน {LONGEST_TEXT} ตัวอักษร", f"At most {LONGEST_TEXT} characters."
)
_NO_EXPIRY = Sentence("ใส่วันที่สิทธิหมดอายุ", "Say on which day the grant ends.")
_EXPIRED = Sentence("วันหมดอายุต้องไม่ใช่วันที่ผ่านมาแล้ว", "The last day cannot be in the past.")
