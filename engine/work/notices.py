"""Tell people that something waits for them: in the application, and by mail for who has one.

A notice says where to look and nothing of the case. Nobody needs mail (U22).
"""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from engine.access.substitutions import in_places_today
from engine.cases.parties import excluded_people
from engine.journal.canonical import canonical_bytes
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import UnitOfWork

MAIL = "mail"


class NoticeKind(StrEnum):
    """What a notice is about, as it is stored; its sentences are the page's and the mail's."""

    REMINDED = "reminded"
    ESCALATED = "escalated"
    REASSIGNED = "reassigned"
    DELEGATED = "delegated"
    SENT_BACK = "sent_back"
    CONSULTED = "consulted"
    OPINION_GIVEN = "opinion_given"
    OPINION_DECLINED = "opinion_declined"
    MENTIONED = "mentioned"
    # Sits on a committee and has not declared whether she has an interest in the matter.
    DECLARATION_DUE = "declaration_due"
    # A member of a committee has declared one: its order must be amended.
    INTEREST_DECLARED = "interest_declared"
    # Who complained has written through the mailbox of her receipt code.
    MESSAGE_CAME = "message_came"
    FOLLOW_UP_DUE = "follow_up_due"
    # A complaint of days that a report of the office has counted already.
    FIGURES_OVERTAKEN = "figures_overtaken"
    # What the custodian decided of a request to know who is behind a case.
    IDENTITY_ALLOWED = "identity_allowed"
    IDENTITY_REFUSED = "identity_refused"
    # By a signed order, in the office.
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    SUBSTITUTION_SET = "substitution_set"
    SUBSTITUTION_ENDED = "substitution_ended"


# What is handed on with a person's work to who stands in for her. What asks for herself,
# her opinion or her oversight, is not.
_HANDED_ON = frozenset(
    {
        NoticeKind.REMINDED,
        NoticeKind.REASSIGNED,
        NoticeKind.DELEGATED,
        NoticeKind.SENT_BACK,
        NoticeKind.OPINION_GIVEN,
        NoticeKind.OPINION_DECLINED,
        NoticeKind.MESSAGE_CAME,
    }
)


def notify(
    uow: UnitOfWork,
    people: Iterable[UUID],
    kind: NoticeKind,
    *,
    case_id: UUID,
    work_item_id: UUID | None = None,
) -> None:
    """Leave a notice for each person who may know of the case, and queue a mail for it.

    Who stands in for one of them is told of her steps as well.
    """
    excluded = excluded_people(uow, case_id)
    wanted = set(people) - excluded
    places = in_places_today(uow, uow.today) if kind in _HANDED_ON else {}
    acting = {
        place.substitute_id
        for person_id, place in places.items()
        if person_id in wanted and place.set_by not in excluded
    }
    for person_id in sorted((wanted | acting) - excluded):
        _leave(uow, person_id, kind, case_id, work_item_id)


def tell(uow: UnitOfWork, people: Iterable[UUID], kind: NoticeKind) -> None:
    """Leave a notice that is about no case."""
    for person_id in sorted(set(people)):
        _leave(uow, person_id, kind, None, None)


def _leave(
    uow: UnitOfWork,
    person_id: UUID,
    kind: NoticeKind,
    case_id: UUID | None,
    work_item_id: UUID | None,
) -> None:
    notice_id = uuid4()
    insert_row(
        uow.connection,
        tables.notice,
        office_id=uow.actor.office_id,
        id=notice_id,
        person_id=person_id,
        case_id=case_id,
        work_item_id=work_item_id,
        kind=kind.value,
        recorded_at=uow.now,
    )
    _queue_mail(uow, person_id, notice_id, kind)


def withdraw_notices(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID]) -> None:
    """Take back what these people were told of a case, and the mail for it that has not left."""
    table, outbox = tables.notice, tables.outbox
    here = (
        table.c.office_id == uow.actor.office_id,
        table.c.case_id == case_id,
        table.c.person_id.in_(set(people)),
    )
    told = uow.connection.scalars(select(table.c.id).where(*here)).all()
    uow.connection.execute(
        delete(outbox).where(
            outbox.c.unique_key.in_([_mail_key(notice_id) for notice_id in told]),
            outbox.c.sent_at.is_(None),
        )
    )
    uow.connection.execute(delete(table).where(*here))


def _queue_mail(uow: UnitOfWork, person_id: UUID, notice_id: UUID, kind: NoticeKind) -> None:
    account = tables.account
    address = uow.connection.scalar(
        select(account.c.email).where(
            account.c.person_id == person_id, account.c.disabled_at.is_(None)
        )
    )
    if not address:
        return
    insert_row(
        uow.connection,
        tables.outbox,
        office_id=uow.actor.office_id,
        id=uuid4(),
        unique_key=_mail_key(notice_id),
        kind=MAIL,
        payload=canonical_bytes({"person": str(person_id), "kind": kind}),
        due_at=uow.now,
        failures=0,
    )


def _mail_key(notice_id: UUID) -> str:
    return f"notice:{notice_id}"


def count_unread(uow: UnitOfWork, person_id: UUID) -> int:
    table, item = tables.notice, tables.work_item
    rows = uow.connection.scalars(
        select(table.c.id)
        .outerjoin(
            item, and_(item.c.office_id == table.c.office_id, item.c.id == table.c.work_item_id)
        )
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.person_id == person_id,
            table.c.read_at.is_(None),
            still_says_something(),
        )
        .limit(1000)
    ).all()
    return len(rows)


def still_says_something() -> ColumnElement[bool]:
    """Return, as a condition on notices and their steps, that one is not over.

    A reminder is, once somebody has done the step: it would lead to a page not for the reader.
    """
    notice, item = tables.notice, tables.work_item
    return or_(notice.c.kind != NoticeKind.REMINDED, item.c.ended_at.is_(None))


def mark_read(uow: UnitOfWork, person_id: UUID) -> None:
    table = tables.notice
    uow.connection.execute(
        update(table)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.person_id == person_id,
            table.c.read_at.is_(None),
        )
        .values(read_at=uow.now)
    )
