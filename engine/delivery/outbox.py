"""Send the mail of the outbox: at least once, each under a Message-ID that never changes.

A row is claimed in one unit, sent in none, and marked in another. A worker that
dies between sending and marking leaves the row to the next one, once the claim
has run out: the same mail then arrives twice under the same Message-ID, which
mail programs show once. What a mail says was agreed beforehand and holds
nothing of a case.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from engine.delivery.post import DeliveryFailed, Post
from engine.errors import Sentence
from engine.store import tables
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.notices import NoticeKind
from engine.work.offices.settings import settings_in_force

log = logging.getLogger(__name__)

# Longer than a sending can take; see post.py.
CLAIM = timedelta(minutes=5)
# A mail server may be away for a night.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=12),
)
_WAITING = (tables.outbox.c.sent_at.is_(None), tables.outbox.c.parked_at.is_(None))

SUBJECT = Sentence("มีงานรอท่านในระบบสุจริต", "Work is waiting for you in Sucharit")
_WHY: Mapping[str, Sentence] = {
    NoticeKind.MESSAGE_CAME: Sentence(
        "มีข้อความถึงเรื่องที่ท่านรับผิดชอบ", "There is a message about work of yours."
    ),
    NoticeKind.FOLLOW_UP_DUE: Sentence("ถึงวันที่ต้องติดตาม", "Something must be followed up today."),
    NoticeKind.REMINDED: Sentence("มีงานใกล้ครบกำหนด", "Work of yours is due soon."),
    NoticeKind.ESCALATED: Sentence(
        "มีงานเกินกำหนดที่ต้องพิจารณา", "Work is overdue and needs your decision."
    ),
    NoticeKind.REASSIGNED: Sentence("มีงานที่มอบหมายให้ท่าน", "Work has been assigned to you."),
    NoticeKind.DELEGATED: Sentence(
        "มีเพื่อนร่วมงานมอบหมายงานต่อให้ท่าน", "A colleague has delegated work to you."
    ),
    NoticeKind.CONSULTED: Sentence(
        "มีเพื่อนร่วมงานขอความเห็นจากท่าน", "A colleague asks for your opinion."
    ),
    NoticeKind.OPINION_GIVEN: Sentence(
        "มีผู้ให้ความเห็นที่ท่านขอไว้", "You have been given an opinion you asked for."
    ),
    NoticeKind.OPINION_DECLINED: Sentence(
        "มีผู้ไม่ให้ความเห็นที่ท่านขอไว้", "A colleague declined to give an opinion you asked for."
    ),
    NoticeKind.SENT_BACK: Sentence(
        "งานที่ท่านมอบไปถูกส่งคืน", "Work that you gave away has been sent back."
    ),
    NoticeKind.MENTIONED: Sentence("มีความเห็นที่เขียนถึงท่าน", "A comment was written to you."),
    NoticeKind.DECLARATION_DUE: Sentence(
        "ท่านเป็นกรรมการ ต้องแจ้งว่ามีหรือไม่มีส่วนได้เสีย",
        "You sit on a committee and must declare whether you have an interest.",
    ),
    NoticeKind.INTEREST_DECLARED: Sentence(
        "มีกรรมการแจ้งว่ามีส่วนได้เสีย ต้องแก้ไขคำสั่งแต่งตั้ง",
        "A committee member has an interest; the order must be amended.",
    ),
    NoticeKind.FIGURES_OVERTAKEN: Sentence(
        "มีเรื่องรับใหม่ในช่วงที่รายงานนับไปแล้ว",
        "A case has come in of days that a report has counted.",
    ),
    NoticeKind.IDENTITY_ALLOWED: Sentence(
        "ผู้รักษาข้อมูลปิดชื่ออนุญาตตามที่ท่านขอ", "The custodian has allowed what you asked for."
    ),
    NoticeKind.IDENTITY_REFUSED: Sentence(
        "ผู้รักษาข้อมูลปิดชื่อไม่อนุญาตตามที่ท่านขอ", "The custodian has refused what you asked for."
    ),
    NoticeKind.ROLE_GIVEN: Sentence(
        "ท่านได้รับแต่งตั้งให้มีบทบาทใหม่ตามคำสั่ง", "An order has given you a new role."
    ),
    NoticeKind.ROLE_ENDED: Sentence(
        "บทบาทของท่านสิ้นสุดตามคำสั่งเมื่อหมดวันที่ลงนาม",
        "By an order a role of yours ends with the day on which it was signed.",
    ),
    NoticeKind.SUBSTITUTION_SET: Sentence(
        "มีการตั้งผู้ปฏิบัติงานแทน", "Somebody stands in while a person is away."
    ),
    NoticeKind.SUBSTITUTION_ENDED: Sentence(
        "การปฏิบัติงานแทนสิ้นสุดแล้ว", "Standing in for a person has ended."
    ),
}
_BODY = """\
{th}
เข้าสู่ระบบเพื่อดูรายการงาน: {url}
อีเมลนี้ส่งจากระบบโดยอัตโนมัติ และไม่มีเนื้อหาของเรื่องใด

{en}
Sign in to see your worklist: {url}
This message was sent automatically and holds nothing of any case.
"""


@dataclass(frozen=True)
class Letterhead:
    """What every mail of this installation bears."""

    mail_from: str
    base_url: str


@dataclass(frozen=True)
class DueMail:
    """A row of the outbox whose time has come."""

    office_id: UUID
    id: UUID


@dataclass(frozen=True)
class Mail:
    """A row that this worker has claimed, and what it takes to send it."""

    row: DueMail
    actor: Actor
    failures: int
    to: str
    reply_to: str | None
    kind: str


def due_mail(connection: Connection, now: datetime, limit: int) -> list[DueMail]:
    """Return mail whose time has come, the longest overdue first."""
    table = tables.outbox
    rows = connection.execute(
        select(table.c.office_id, table.c.id)
        .where(table.c.due_at <= now, *_WAITING)
        .order_by(table.c.due_at)
        .limit(limit)
    ).all()
    return [DueMail(*row) for row in rows]


def next_mail_at(connection: Connection) -> datetime | None:
    """Return when the outbox wants to be looked at again."""
    table = tables.outbox
    return connection.scalar(
        select(table.c.due_at).where(*_WAITING).order_by(table.c.due_at).limit(1)
    )


def deliver(store: Store, due: DueMail, post: Post, letterhead: Letterhead) -> bool:
    """Send one mail; False when somebody else has it, nobody is to have it, or it was not taken."""
    mail = _claim(store, due)
    if mail is None:
        return False
    failed = _send(mail, post, letterhead, store.clock())
    if failed is not None:
        log.warning("mail %s was not taken: %s", due.id, failed)
        _note_failure(store, mail, failed)
        return False
    with store.unit(mail.actor) as uow:
        uow.connection.execute(update(tables.outbox).where(*_here(due)).values(sent_at=uow.now))
    return True


def _claim(store: Store, due: DueMail) -> Mail | None:
    """Take a row for a while; one that nobody is to have any more is dropped."""
    table = tables.outbox
    with store.unit(Actor(due.office_id, None, "delivery")) as uow:
        row = uow.connection.execute(
            select(table)
            .where(*_here(due), table.c.due_at <= uow.now, *_WAITING)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        payload = json.loads(row.payload)
        to = _address(uow, UUID(payload["person"]))
        settings = settings_in_force(uow, uow.today).profile.mail
        if to is None or not settings.enabled:
            uow.connection.execute(delete(table).where(*_here(due)))
            return None
        uow.connection.execute(update(table).where(*_here(due)).values(due_at=uow.now + CLAIM))
        return Mail(due, uow.actor, row.failures, to, settings.reply_to, payload["kind"])


def _send(mail: Mail, post: Post, letterhead: Letterhead, now: datetime) -> DeliveryFailed | None:
    try:
        post.send(_message(mail, letterhead, now))
    except DeliveryFailed as failed:
        return failed
    except Exception as error:  # noqa: BLE001  # a mail that cannot be written must end parked
        return DeliveryFailed(type(error).__name__)
    return None


def _address(uow: UnitOfWork, person_id: UUID) -> str | None:
    """Return where the person reads mail now, whatever it was when the mail was queued."""
    account = tables.account
    return uow.connection.scalar(
        select(account.c.email).where(
            account.c.person_id == person_id,
            account.c.email != "",
            account.c.disabled_at.is_(None),
        )
    )


def _note_failure(store: Store, mail: Mail, failed: DeliveryFailed) -> None:
    failures = mail.failures + 1
    is_parked = failed.is_final or failures > len(RETRY_AFTER)
    with store.unit(mail.actor) as uow:
        changed = (
            {"parked_at": uow.now} if is_parked else {"due_at": uow.now + RETRY_AFTER[failures - 1]}
        )
        uow.connection.execute(
            update(tables.outbox).where(*_here(mail.row)).values(failures=failures, **changed)
        )
        if is_parked:
            uow.connection.execute(
                insert(tables.incident).values(
                    office_id=mail.row.office_id,
                    id=uuid4(),
                    kind="mail",
                    message=str(failed),
                    occurred_at=uow.now,
                )
            )


def _here(row: DueMail) -> tuple[ColumnElement[bool], ...]:
    table = tables.outbox
    return (table.c.office_id == row.office_id, table.c.id == row.id)


def _message(mail: Mail, letterhead: Letterhead, now: datetime) -> EmailMessage:
    why = _WHY.get(mail.kind, SUBJECT)
    _, _, host = letterhead.mail_from.rpartition("@")
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{mail.row.id}@{host}>"
    message["Date"] = format_datetime(now)
    message["From"] = letterhead.mail_from
    message["To"] = mail.to
    message["Subject"] = f"{SUBJECT.th} / {SUBJECT.en}"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    # RFC 3834: no holiday notice comes back for it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_BODY.format(th=why.th, en=why.en, url=letterhead.base_url))
    return message
