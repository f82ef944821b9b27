"""How a deadline was counted, as sentences and as the ruler that pages draw.

Everything comes from the reckoning itself, so a deadline of years ago is explained by the
holidays that were counted then.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.errors import Sentence
from engine.office.calendar import WEEKDAY_NAMES, DayOff
from engine.office.deadlines import DayUnit, DeadlineRule, Reckoning
from engine.office.moves import Lead, Move, MoveKind
from engine.office.thai import Digits, in_digits, list_date, short_date

LONGEST_RULER = 31
"""Calendar days after the start; a longer deadline is told in sentences only."""


@dataclass(frozen=True)
class RulerDay:
    """One cell of the ruler. Numbers count from the day after the start, which is day 0."""

    on: date
    calendar_day: int
    working_day: int | None
    """Its number among the working days; None on a day off."""
    off: Sentence | None
    """Why nobody works on it."""


@dataclass(frozen=True)
class Explanation:
    """``sentences`` stand in reading order; ``ruler`` is empty beyond LONGEST_RULER days."""

    sentences: tuple[Sentence, ...]
    ruler: tuple[RulerDay, ...]


def explain(
    reckoning: Reckoning,
    *,
    today: date | None = None,
    digits: Digits = Digits.ARABIC,
    source: str = "",
) -> Explanation:
    """Explain *reckoning*. With *today*, dates of the same year are written without it.

    *source* names the agency whose day leads and its letter, for who may read them.
    """
    sentences = _sentences(reckoning, today, source)
    return Explanation(
        tuple(Sentence(in_digits(one.th, digits), one.en) for one in sentences), ruler(reckoning)
    )


def rule_in_words(rule: DeadlineRule) -> Sentence:
    """``ภายใน 15 วัน นับแต่วันรับเรื่อง``."""
    working = rule.unit is DayUnit.WORKING
    start = rule.start_event.sentence
    if rule.number == 0:
        return Sentence(f"ภายในวันเดียวกับ{start.th}", f"on {start.en}")
    plural = "s" if rule.number > 1 else ""
    return Sentence(
        f"ภายใน {rule.number} {'วันทำการ' if working else 'วัน'} นับแต่{start.th}",
        f"within {rule.number} {'working' if working else 'calendar'} day{plural} of {start.en}",
    )


def ruler(reckoning: Reckoning) -> tuple[RulerDay, ...]:
    """Return the days counted, from the day after the start to the last day, at most 31."""
    span = (reckoning.effective_on - reckoning.start_on).days
    if span > LONGEST_RULER:
        return ()
    off = dict(reckoning.days_off)
    cells, working_day = [], 0
    for number in range(1, span + 1):
        on = reckoning.start_on + timedelta(days=number)
        working_day += on not in off
        cells.append(RulerDay(on, number, None if on in off else working_day, off.get(on)))
    return tuple(cells)


def _sentences(reckoning: Reckoning, today: date | None, source: str) -> Iterator[Sentence]:
    rule = reckoning.rule
    yield rule_in_words(rule)
    yield _start(reckoning, today)
    if rule.unit is DayUnit.WORKING:
        yield _days_left_out(reckoning.days_off, today)
    else:
        yield Sentence("นับทุกวัน รวมวันหยุด", "Every day counts, days off included.")
    yield from _last_day(reckoning, today, source)
    if reckoning.is_provisional:
        yield Sentence(
            "วันหยุดในช่วงนี้ยังประกาศไม่ครบ วันครบกำหนดอาจเปลี่ยน",
            "Not all holidays up to that day were announced; it may still move.",
        )
    yield Sentence(
        f"ที่มา: {rule.citation.th} ({rule.basis.sentence.th})",
        f"Source: {rule.citation.en} ({rule.basis.sentence.en})",
    )


def _start(reckoning: Reckoning, today: date | None) -> Sentence:
    start, event = _day(reckoning.start_on, today), reckoning.rule.start_event.sentence
    if reckoning.rule.number == 0:
        return Sentence(f"{event.th} {start.th}", f"Counted from {start.en}, {event.en}.")
    first_on = _first_counted(reckoning)
    first = _day(first_on, today)
    return Sentence(
        f"{event.th} {start.th} ไม่นับวันแรก เริ่มนับ {first.th}",
        f"Counted from {start.en}, {event.en}; that day is not counted, {first.en} is the first.",
    )


def _first_counted(reckoning: Reckoning) -> date:
    day = reckoning.start_on + timedelta(days=1)
    if reckoning.rule.unit is DayUnit.WORKING:
        off = dict(reckoning.days_off)
        while day in off:
            day += timedelta(days=1)
    return day


def _days_left_out(days_off: tuple[DayOff, ...], today: date | None) -> Sentence:
    """``หักเสาร์ อาทิตย์ 4 วัน วันหยุดราชการ 1 วัน: วันรัฐธรรมนูญ พฤหัสบดี 10 ธ.ค.``."""
    if not days_off:
        return Sentence("ไม่มีวันหยุดในช่วงที่นับ", "No day off lies in between.")
    weekly = Counter(day.reason for day in days_off if day.reason in WEEKDAY_NAMES)
    holidays = [day for day in days_off if day.reason not in WEEKDAY_NAMES]
    th, en = [], []
    if weekly:
        names = sorted(weekly, key=WEEKDAY_NAMES.index)
        th.append(f"{' '.join(name.th.removeprefix('วัน') for name in names)} {weekly.total()} วัน")
        en.append(f"{weekly.total()} on {' and '.join(name.en for name in names)}")
    if holidays:
        dated = [(day.reason, _day(day.on, today)) for day in holidays]
        count, plural = len(holidays), "s" if len(holidays) > 1 else ""
        th.append(f"วันหยุดราชการ {count} วัน: {', '.join(f'{n.th} {d.th}' for n, d in dated)}")
        en.append(f"{count} holiday{plural}: {', '.join(f'{n.en} {d.en}' for n, d in dated)}")
    else:
        th.append("ไม่มีวันหยุดราชการ")
    return Sentence(f"หัก{' '.join(th)}", f"Days off left out: {'; '.join(en)}.")


def _last_day(reckoning: Reckoning, today: date | None, source: str) -> Iterator[Sentence]:
    first_on = reckoning.moves[0].was_on if reckoning.moves else reckoning.own_on
    raw, last = _day(reckoning.raw_on, today), _day(first_on, today)
    if first_on != reckoning.raw_on:
        cited = reckoning.rule.roll_citation or reckoning.rule.citation
        yield Sentence(
            f"วันสุดท้าย {raw.th} เป็นวันหยุด เลื่อนเป็น {last.th} ตาม{cited.th}",
            f"The last day, {raw.en}, is a day off; it rolls to {last.en} by {cited.en}.",
        )
    for move in reckoning.moves:
        yield _move(move, reckoning.rule, today)
    if reckoning.lead:
        yield from _lead(reckoning.lead, reckoning.rule, today, source)
    last = _day(reckoning.effective_on, today)
    yield Sentence(f"ครบกำหนด {last.th} ภายใน 24.00 น.", f"Due {last.en}, until 24:00.")
    if reckoning.warn_on != reckoning.effective_on:
        warn = _day(reckoning.warn_on, today)
        yield Sentence(
            f"ไม่เลื่อนแม้ตรงวันหยุด เพราะเป็นหน้าที่ของหน่วยงาน วันทำการสุดท้ายก่อนครบกำหนดคือ {warn.th}",
            "It does not roll although the day is off, being owed by the office; "
            f"the last working day before it is {warn.en}.",
        )


def _move(move: Move, rule: DeadlineRule, today: date | None) -> Sentence:
    unit = "วันทำการ" if rule.unit is DayUnit.WORKING else "วัน"
    unit_en = "working" if rule.unit is DayUnit.WORKING else "calendar"
    was, on, until = (_day(day, today) for day in (move.was_on, move.on, move.until))
    if move.kind is MoveKind.EXTENSION:
        return Sentence(
            f"เดิมครบกำหนด {was.th} ขยายเวลา {move.days} {unit} อ้างถึง {move.cited}",
            f"First due {was.en}; extended by {move.days} {unit_en} days, {move.cited}.",
        )
    return Sentence(
        f"พักการนับเมื่อ {on.th} รอผล {move.cited} เหลือ {move.days} {unit} นับต่อจาก {until.th}",
        f"Stood still from {on.en}, waiting for {move.cited}, with {move.days} {unit_en} days "
        f"left; counted on from {until.en}.",
    )


def _lead(lead: Lead, rule: DeadlineRule, today: date | None, source: str) -> Iterator[Sentence]:
    day, own = _day(lead.on, today), _day(lead.own_on, today)
    by = f" ({source})" if source else ""
    yield Sentence(
        f"หน่วยงานที่ส่งเรื่องกำหนดให้รายงานภายใน {day.th}{by} ซึ่งถึงก่อน {own.th} "
        "จึงใช้วันที่หน่วยงานที่ส่งเรื่องกำหนด",
        f"The agency that sent the case wants its report by {day.en}{by}, "
        f"before {own.en}: its day leads.",
    )
    if rule.pauses or rule.extends:
        yield Sentence(
            "การพักเรื่องหรือขยายเวลาไม่เลื่อนวันนี้ เว้นแต่หน่วยงานที่ส่งเรื่องกำหนดวันใหม่",
            "No suspension and no order moves it; only a new day of the agency does.",
        )


def _day(day: date, today: date | None) -> Sentence:
    return short_date(day) if today is None else list_date(day, today)
