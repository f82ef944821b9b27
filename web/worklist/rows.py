"""The worklist in groups by what is due: late, today, within seven days, later, undated."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TypeAlias
from uuid import UUID

from flask import url_for

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.thai import short_date
from engine.work.lists.rows import WorkRow
from engine.work.lists.worklist import Order, View, Wish
from web.case_file.register_words import tag_words
from web.case_file.showing import one_line, secrecy_words, waits_for
from web.case_file.whose import whose
from web.design.due import Due, Urgency, paused
from web.design.filters import done, list_date, number
from web.design.filters import due as due_on
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
_WITH = Sentence("อยู่กับ {who}", "With {who}")
_UNCLAIMED = Sentence("ยังไม่มีผู้รับ รอ{who}", "Not claimed; waits for {who}")
_NO_SCAN = Sentence("ค้างสแกน", "Scan missing")
_WAS_DUE = Sentence("กำหนด {day}", "Was due {day}")
_DONE_GROUPS = (
    (0, Sentence("วันนี้", "Today")),
    (7, Sentence("ใน 7 วันที่ผ่านมา", "In the last 7 days")),
    (36_500, Sentence("ก่อนหน้านั้น", "Earlier")),
)


@dataclass(frozen=True)
class Line:
    """A row as the design's ``work_row`` draws it; ``part``: what a repeated step is done for.

    ``pick`` is what a round takes from it, None where it can be in none; ``why``: it was in one,
    and was not done.
    """

    due: Due
    number: str
    subject: str
    url: str | None
    secrecy: Sentence | None
    context: str | None
    step: str
    part: Sentence | None
    holding: str | None
    claim_url: str | None
    pick: UUID | None = None
    is_picked: bool = False
    why: Sentence | None = None
    tags: tuple[str, ...] = ()


# A heading, how many lines stand under it, the lines; an order may need no heading.
Group: TypeAlias = tuple[Sentence | str | None, int, list[Line]]


def groups(
    rows: Iterable[WorkRow],
    parts: Mapping[str, Sentence],
    today: date,
    profile: OfficeProfile,
    office_key: str,
    wish: Wish | None = None,
    picked: Collection[UUID] = (),
) -> list[Group]:
    """Put lines under the headings of their order; by what is due unless another is wished.

    ``picked`` are ticked already.
    """
    wanted = wish or Wish()
    lines = [
        (
            row,
            replace(
                _line(row, parts.get(row.scope), today, profile, office_key, wanted.view),
                is_picked=row.id in picked,
            ),
        )
        for row in rows
    ]
    if wanted.view is View.DONE:
        return _titled((_done_title(row, today), line) for row, line in lines)
    if wanted.order is Order.DUE:
        titles = dict(_GROUPS)
        return _titled((titles[line.due.urgency], line) for _, line in lines)
    if wanted.order is Order.STEP:
        return _titled((line.step, line) for _, line in lines)
    return _titled((None, line) for _, line in lines)


def refused_line(
    row: WorkRow,
    part: Sentence | None,
    why: Sentence,
    today: date,
    profile: OfficeProfile,
    office_key: str,
) -> Line:
    """Return the line of a step that a round did not do; it stays ticked."""
    line = _line(row, part, today, profile, office_key, View.ALL)
    # Somebody else has it: she finds its page only if she may know the case besides.
    is_out_of_sight = row.subject is None and bool(row.holder)
    return replace(
        line, url=None if is_out_of_sight else line.url, pick=row.id, is_picked=True, why=why
    )


def _titled(lines: Iterable[tuple[Sentence | str | None, Line]]) -> list[Group]:
    """Gather neighbours of one title."""
    gathered = [
        (title, [line for _, line in found])
        for title, found in groupby(lines, key=lambda each: each[0])
    ]
    return [(title, len(found), found) for title, found in gathered]


def _done_title(row: WorkRow, today: date) -> Sentence:
    days = (today - office_date(row.ended_at)).days if row.ended_at else 0
    return next(title for most, title in _DONE_GROUPS if days <= most)


def _line(
    row: WorkRow,
    part: Sentence | None,
    today: date,
    profile: OfficeProfile,
    office_key: str,
    view: View,
) -> Line:
    is_open_to_her = view is not View.WAITING
    url = (
        url_for("worklist.item", office_key=office_key, work_item_id=row.id)
        if is_open_to_her
        else url_for("case_file.case", office_key=office_key, case_id=row.case_id)
    )
    claim = url_for("worklist.claim", office_key=office_key, work_item_id=row.id)
    hidden = row.subject is None and not row.is_mine and row.secrecy != "ordinary"
    may_do = is_open_to_her and row.ended_at is None
    may_claim = may_do and not row.is_mine and not row.holder
    return Line(
        due=row_due(row, today, profile),
        number=row.number,
        subject=say(_SECRET) if hidden else row.subject or say(_NO_SUBJECT),
        url=url,
        secrecy=secrecy_words(row.secrecy),
        context=_context(row, today, profile, view),
        step=one_line(row.name, row.name_en),
        part=part,
        holding=_holding(row, today),
        claim_url=claim if may_claim else None,
        pick=row.id if may_do else None,
        tags=tag_words(profile, row.tags),
    )


def row_due(row: WorkRow, today: date, profile: OfficeProfile) -> Due:
    """Say when a step is due, when it was done, or for whose result its clock stands still."""
    if row.ended_at:
        return done(row.ended_at, today)
    if row.suspended_for and row.due_on is None:
        return paused(waits_for(profile, row.suspended_for))
    return due_on(row.due_on, today)


def _context(row: WorkRow, today: date, profile: OfficeProfile, view: View) -> str | None:
    """Return the second line: with whom it is, when it was due, or when the case came in."""
    if view is View.WAITING and row.holder:
        return say(_WITH).format(who=row.holder)
    if view is View.WAITING:
        return say(_UNCLAIMED).format(who=whose(row.role, row.groups, profile))
    if row.ended_at is not None:
        return say(_WAS_DUE).format(day=list_date(row.due_on, today)) if row.due_on else None
    if row.received_on:
        return say(_RECEIVED).format(day=list_date(row.received_on, today))
    return None


def _holding(row: WorkRow, today: date) -> str | None:
    if row.ended_at is not None:
        return say(_NO_SCAN) if row.scan_missing else None
    if row.claimed_at is None:
        return None
    return say(_CLAIMED).format(day=_day_and_month(office_date(row.claimed_at), today))


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
        view = (View.MINE if due else View.ALL).value
        url = url_for("worklist.mine", office_key=office_key, view=view, due=due)
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
