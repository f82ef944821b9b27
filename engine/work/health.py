"""Whether an installation is well: what it is made of, and whether anything has stopped."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Table, func, select, text

from engine.access.accounts import has_demonstration_accounts
from engine.errors import EngineError, SchemaOutdated, Sentence
from engine.settings import Settings
from engine.store import tables
from engine.store.columns import INSTALLATION
from engine.store.schema import check_schema
from engine.store.unit_of_work import Actor, Store, UnitOfWork

_LATE = timedelta(minutes=10)
_UNSEALED = timedelta(minutes=15)
_SKEW = timedelta(minutes=1)
_LEAST_FREE = 200 * 1024 * 1024
_LITTLE_FREE = 2 * 1024 * 1024 * 1024
_DURABLE = {
    "sqlite": {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"},
    "postgresql": {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"},
}


class State(StrEnum):
    GOOD = "good"
    NOTICE = "notice"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``subject`` is a stable key."""

    subject: str
    state: State
    sentence: Sentence


def examine(store: Store, settings: Settings) -> Iterator[Finding]:
    """Look at everything and tell each; a database of another schema is looked at no further."""
    yield _disk(settings)
    try:
        check_schema(store.database)
    except SchemaOutdated as outdated:
        yield Finding("schema", State.FAULT, outdated.sentence)
        return
    yield _good("schema", "โครงสร้างฐานข้อมูลตรงรุ่น", "The schema is of this release.")
    with store.reading(Actor(INSTALLATION, None)) as uow:
        yield _durability(uow.connection)
        yield _key(uow)
        yield _clock(uow)
        yield _worker(uow)
        yield _sealer(uow)
        yield from _parked(uow)
        yield from _mail(uow, settings)
        if not settings.is_demonstration and has_demonstration_accounts(uow):
            yield _fault(
                "accounts",
                "มีบัญชีสาธิตในระบบใช้งานจริง ให้ปิดด้วย sucharit user disable",
                "There are demonstration accounts in production; disable them.",
            )


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.is_dir():
        return _fault("disk", f"ไม่มีโฟลเดอร์ {folder}", f"There is no folder {folder}.")
    free = shutil.disk_usage(folder).free
    state = State.GOOD if free >= _LITTLE_FREE else State.NOTICE
    megabytes = free // (1024 * 1024)
    return Finding(
        "disk",
        state if free >= _LEAST_FREE else State.FAULT,
        Sentence(f"พื้นที่ว่าง {megabytes} MB", f"{megabytes} MB of disk are free."),
    )


def _durability(connection: Connection) -> Finding:
    backend = connection.dialect.name
    show = "PRAGMA" if backend == "sqlite" else "SHOW"
    wrong = []
    for name, wanted in _DURABLE[backend].items():
        found = str(connection.scalar(text(f"{show} {name}")))
        if found != wanted:
            wrong.append(f"{name}={found}")
    if wrong:
        said = " ".join(wrong)
        return _fault(
            "durability",
            f"ฐานข้อมูลอาจทำรายการหายเมื่อไฟดับ: {said}",
            f"The database may lose commits at a power cut: {said}.",
        )
    return _good("durability", "ฐานข้อมูลไม่ทำรายการหาย", "The database keeps what it confirmed.")


def _key(uow: UnitOfWork) -> Finding:
    table = tables.stream
    row = uow.connection.execute(
        select(table.c.office_id, table.c.id, table.c.wrapped_key)
        .where(table.c.wrapped_key.is_not(None))
        .limit(1)
    ).one_or_none()
    fingerprint = uow.vault.fingerprint
    if row is not None:
        try:
            uow.vault.unwrap(row.wrapped_key, row.office_id, row.id)
        except EngineError:
            return _fault(
                "key",
                f"กุญแจหลัก {fingerprint} เปิดข้อมูลนี้ไม่ได้",
                f"The master key {fingerprint} does not open this data.",
            )
    return _good("key", f"กุญแจหลัก {fingerprint}", f"Master key {fingerprint}.")


def _clock(uow: UnitOfWork) -> Finding:
    newest = uow.connection.scalar(select(func.max(tables.stream.c.last_recorded_at)))
    if newest is not None and newest > uow.now + _SKEW:
        return _fault(
            "clock",
            "นาฬิกาของเครื่องช้ากว่ารายการล่าสุดที่บันทึกไว้",
            "The clock is behind the newest event on record.",
        )
    return _good("clock", "นาฬิกาไม่ย้อนหลัง", "The clock is not behind the record.")


def _worker(uow: UnitOfWork) -> Finding:
    timer, instance = tables.timer, tables.instance
    oldest = _earliest(
        uow.connection.scalar(select(func.min(timer.c.due_at)).where(timer.c.parked_at.is_(None))),
        uow.connection.scalar(select(func.min(instance.c.next_due))),
    )
    if oldest is not None and uow.now - oldest > _LATE:
        minutes = int((uow.now - oldest).total_seconds() // 60)
        return _fault(
            "worker",
            f"งานตั้งเวลาค้าง {minutes} นาที worker อาจไม่ทำงาน",
            f"Timers are {minutes} minutes late; perhaps no worker runs.",
        )
    return _good("worker", "ไม่มีงานตั้งเวลาค้าง", "No timer is late.")


def _sealer(uow: UnitOfWork) -> Finding:
    stream, access = tables.stream, tables.access_event
    oldest = _earliest(
        uow.connection.scalar(
            select(func.min(stream.c.last_recorded_at)).where(
                stream.c.sealed_version < stream.c.version
            )
        ),
        uow.connection.scalar(
            select(func.min(access.c.recorded_at)).where(access.c.leaf_index.is_(None))
        ),
    )
    if oldest is not None and uow.now - oldest > _UNSEALED:
        minutes = int((uow.now - oldest).total_seconds() // 60)
        return _fault(
            "sealer",
            f"มีรายการที่ยังไม่ลงจุดตรวจมา {minutes} นาที sucharit seal อาจไม่ทำงาน",
            f"Events have waited {minutes} minutes to be sealed; perhaps `sucharit seal` is down.",
        )
    return _good("sealer", "จุดตรวจเป็นปัจจุบัน", "The signed log is up to date.")


def _parked(uow: UnitOfWork) -> Iterator[Finding]:
    counted = {
        "timer": _count(uow, tables.timer, tables.timer.c.parked_at.is_not(None)),
        "mail": _count(uow, tables.outbox, tables.outbox.c.parked_at.is_not(None)),
        "incident": _count(uow, tables.incident, tables.incident.c.resolved_at.is_(None)),
    }
    waiting = {subject: count for subject, count in counted.items() if count}
    if not waiting:
        yield _good("parked", "ไม่มีสิ่งใดหยุดค้าง", "Nothing is parked.")
        return
    said = ", ".join(f"{subject} {count}" for subject, count in waiting.items())
    yield _fault("parked", f"มีสิ่งที่หยุดค้างรอคนดู: {said}", f"Parked, waiting for a person: {said}.")


def _mail(uow: UnitOfWork, settings: Settings) -> Iterator[Finding]:
    outbox = tables.outbox
    waiting = _count(uow, outbox, outbox.c.sent_at.is_(None) & outbox.c.parked_at.is_(None))
    if waiting and not settings.smtp_url and not settings.is_demonstration:
        yield Finding(
            "mail",
            State.NOTICE,
            Sentence(
                f"อีเมล {waiting} ฉบับรอส่ง แต่ไม่ได้ตั้ง SUCHARIT_SMTP_URL",
                f"{waiting} mails wait, and SUCHARIT_SMTP_URL is not set.",
            ),
        )


def _count(uow: UnitOfWork, table: Table, condition: ColumnElement[bool]) -> int:
    found = uow.connection.scalar(select(func.count()).select_from(table).where(condition))
    return found or 0


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _good(subject: str, th: str, en: str) -> Finding:
    return Finding(subject, State.GOOD, Sentence(th, en))


def _fault(subject: str, th: str, en: str) -> Finding:
    return Finding(subject, State.FAULT, Sentence(th, en))
