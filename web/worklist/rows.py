"""The worklist in groups by what is due: late, today, within seven days, later, undated."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from markupsafe import Markup

from engine.errors import Sentence
from engine.office.calendar import WEEKDAY_NAMES, Calendar
from engine.work.worklist import WorkRow
from web.case_file.showing import secrecy_words
from web.design.due import Due, Urgency
from web.design.filters import due as due_on
from web.design.filters import number
from web.design.language import language, say

DAYS_AHEAD = 10

_GROUPS = (
    (Urgency.LATE, Sentence("เกินกำหนด", "Late")),
    (Urgency.TODAY, Sentence("วันนี้", "Today")),
    (Urgency.SOON, Sentence("ใน 7 วัน", "Within 7 days")),
    (Urgency.FAR, Sentence("ถัดไป", "Later")),
    (Urgency.NONE, Sentence("ไม่มีกำหนด", "No deadline")),
)
_SECRET = Sentence("เรื่องลับ เปิดดูได้เมื่อรับงาน", "Secret; opens when claimed")


@dataclass(frozen=True)
class Line:
    """A row as the design's ``work_row`` draws it."""

    due: Due
    number: str
    subject: str
    url: str
    secrecy: Sentence | None
    context: str | None
    step: str
    holding: str | None
    claim_url: str | None


def groups(
    rows: Iterable[WorkRow], today: date, office_key: str
) -> list[tuple[Sentence, int, list[Line]]]:
    lines = [_line(row, today, office_key) for row in rows]
    return [
        (title, len(found), found)
        for urgency, title in _GROUPS
        if (found := [line for line in lines if line.due.urgency == urgency])
    ]


def _line(row: WorkRow, today: date, office_key: str) -> Line:
    url = url_for("worklist.item", office_key=office_key, work_item_id=row.id)
    claim = url_for("worklist.claim", office_key=office_key, work_item_id=row.id)
    name = row.name_en if language() == "en" else row.name
    hidden = row.subject is None and not row.is_mine and row.secrecy != "ordinary"
    return Line(
        due=due_on(row.due_on, today),
        number=row.number,
        subject=say(_SECRET) if hidden else row.subject or say(_NO_SUBJECT),
        url=url,
        secrecy=secrecy_words(row.secrecy),
        context=say(_SCAN) if row.scan_missing else None,
        step=name,
        holding=None,
        claim_url=None if row.is_mine else claim,
    )


_NO_SUBJECT = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")
_SCAN = Sentence("ค้างสแกน", "Scan missing")


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
    counted: dict[date, int], today: date, office_key: str
) -> Iterator[tuple[Markup, int, str, bool, bool]]:
    """Yield the days ahead as the design's ``days`` draws them."""
    previous: date | None = None
    for day, count in counted.items():
        name = say(WEEKDAY_NAMES[day.weekday()])
        label = Markup("{} {}").format(name, number(day.day))
        url = url_for("worklist.mine", office_key=office_key, due=day.isoformat())
        new_week = previous is not None and day.weekday() < previous.weekday()
        yield label, count, url, day == today, new_week
        previous = day
