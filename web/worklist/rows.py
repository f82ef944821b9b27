"""The worklist in groups by what is due: late, today, within seven days, later, undated."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.office_time import office_date
from engine.office.thai import short_date
from engine.work.lists.worklist import WorkRow
from web.case_file.showing import one_line, secrecy_words
from web.design.due import Due, Urgency
from web.design.filters import due as due_on
from web.design.filters import list_date, number
from web.design.language import say

DAYS_AHEAD = 10

_GROUPS = (
    (Urgency.LATE, Sentence("เกินกำหนด", "Late")),
    (Urgency.TODAY, Sentence("วันนี้", "Today")),
    (Urgency.SOON, Sentence("ใน 7 วัน", "Within 7 days")),
    (Urgency.FAR, Sentence("ถัดไป", "Later")),
    (Urgency.NONE, Sentence("ไม่นับวัน", "Undated")),
)
_DAY_NAMES = (
    Sentence("จ.", "Mon"),
    Sentence("อ.", "Tue"),
    Sentence("พ.", "Wed"),
    Sentence("พฤ.", "Thu"),
    Sentence("ศ.", "Fri"),
    Sentence("ส.", "Sat"),
    Sentence("อา.", "Sun"),
)
_TODAY = Sentence("วันนี้", "Today")
_SECRET = Sentence("เรื่องลับ แสดงรายละเอียดเมื่อรับงานแล้ว", "Secret; shown once claimed")
_NO_SUBJECT = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")
_RECEIVED = Sentence("รับเรื่อง {day}", "Received {day}")
_CLAIMED = Sentence("รับเมื่อ {day}", "Claimed {day}")


@dataclass(frozen=True)
class Line:
    """A row as the design's ``work_row`` draws it; ``part``: what a repeated step is done for."""

    due: Due
    number: str
    subject: str
    url: str
    secrecy: Sentence | None
    context: str | None
    step: str
    part: Sentence | None
    holding: str | None
    claim_url: str | None


def earliest(rows: Iterable[WorkRow], most: int) -> list[WorkRow]:
    """Put lists together by due date, undated work last, and cut at a page's length."""
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.number))[:most]


def groups(
    rows: Iterable[WorkRow], parts: Mapping[str, Sentence], today: date, office_key: str
) -> list[tuple[Sentence, int, list[Line]]]:
    lines = [_line(row, parts.get(row.scope), today, office_key) for row in rows]
    return [
        (title, len(found), found)
        for urgency, title in _GROUPS
        if (found := [line for line in lines if line.due.urgency == urgency])
    ]


def _line(row: WorkRow, part: Sentence | None, today: date, office_key: str) -> Line:
    url = url_for("worklist.item", office_key=office_key, work_item_id=row.id)
    claim = url_for("worklist.claim", office_key=office_key, work_item_id=row.id)
    hidden = row.subject is None and not row.is_mine and row.secrecy != "ordinary"
    received = list_date(row.received_on, today) if row.received_on else None
    claimed = _day_and_month(office_date(row.claimed_at), today) if row.claimed_at else None
    return Line(
        due=due_on(row.due_on, today),
        number=row.number,
        subject=say(_SECRET) if hidden else row.subject or say(_NO_SUBJECT),
        url=url,
        secrecy=secrecy_words(row.secrecy),
        context=say(_RECEIVED).format(day=received) if received else None,
        step=one_line(row.name, row.name_en),
        part=part,
        holding=say(_CLAIMED).format(day=claimed) if row.is_mine and claimed else None,
        claim_url=None if row.is_mine else claim,
    )


def _day_and_month(day: date, today: date) -> str:
    """Return ``9 พ.ย.``: a list date without its weekday."""
    return list_date(day, today).partition(" ")[2]


def working_days(calendar: Calendar, today: date) -> list[date]:
    """Return today and the working days after it, ten in all."""
    days: list[date] = []
    day = today
    while len(days) < DAYS_AHEAD:
        if calendar.is_working_day(day) or day == today:
            days.append(day)
        day += timedelta(days=1)
    return days


def day_strip(
    counted: dict[date, int], today: date, office_key: str, chosen: date | None
) -> Iterator[tuple[str, int, str, bool, bool]]:
    """Yield the days ahead as the design's ``days`` draws them."""
    previous = today
    for day, count in counted.items():
        # Pressing the chosen day again shows all days.
        due = None if day == chosen else day.isoformat()
        url = url_for("worklist.mine", office_key=office_key, due=due)
        new_week = day.isocalendar()[1] != previous.isocalendar()[1]
        yield _day_label(day, today, previous), count, url, day == (chosen or today), new_week
        previous = day


def _day_label(day: date, today: date, previous: date) -> str:
    """Return ``จ. 23``; the month where it changes, as in ``อ. 1 ธ.ค.``."""
    name = say(_TODAY if day == today else _DAY_NAMES[day.weekday()])
    if day.month == previous.month:
        return f"{name} {number(day.day)}"
    month = say(short_date(day)).split()[1]
    return f"{name} {number(day.day)} {month}"
