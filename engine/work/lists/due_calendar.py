"""Due dates as a calendar (RFC 5545): how much is due on each day, and nothing of any case."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select

from engine.access.membership import Standing
from engine.office.thai import Digits, in_digits
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.rows import in_her_hands

# A line has at most so many octets; what is longer goes on in the next after a space.
_LINE_OCTETS = 75


def due_calendar(uow: UnitOfWork, standing: Standing, office_name: str, digits: Digits) -> bytes:
    """Return one event a day on which work in her hands is due; what is late stands on today."""
    today, late, days = uow.today, 0, dict[date, int]()
    for on, count in _due_days(uow, standing):
        if on < today:
            late += count
        else:
            days[on] = count
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sucharit//Due dates//TH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(f'งานครบกำหนด {office_name}')}",
        "X-WR-TIMEZONE:Asia/Bangkok",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    if late:
        lines += _event(standing, today, today, "late", f"งานเกินกำหนด {late} เรื่อง", digits)
    for on, count in days.items():
        lines += _event(standing, today, on, "due", f"งานครบกำหนด {count} เรื่อง", digits)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def folded(line: str) -> str:
    """Return a content line with its end, folded where it is too long, between characters."""
    rows, row, size = list[str](), "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE_OCTETS:
            rows.append(row)
            row, size = " ", 1
        row += sign
        size += octets
    return "\r\n".join([*rows, row]) + "\r\n"


def _due_days(uow: UnitOfWork, standing: Standing) -> list[tuple[date, int]]:
    due_on = tables.work_item.c.due_on
    rows = uow.connection.execute(
        select(due_on, func.count())
        .where(*in_her_hands(standing), due_on < tables.NO_DUE_DATE)
        .group_by(due_on)
        .order_by(due_on)
    ).all()
    return [(row[0], row[1]) for row in rows]


def _event(
    standing: Standing, today: date, on: date, kind: str, summary: str, digits: Digits
) -> Iterator[str]:
    named = f"{standing.office_id}:{standing.person_id}:{kind}:{on.isoformat()}"
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(named.encode()).hexdigest()[:32]}@sucharit"
    # Of the day, not of the moment: what has not changed reads the same.
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(in_digits(summary, digits))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.splitlines())
