"""Dates, times and numerals as Thai offices write and type them.

Every format returns both languages: Thai in the Buddhist era and the office's digits,
English in the Gregorian calendar and Arabic digits.
"""

import re
from datetime import date, datetime, time
from enum import StrEnum

from engine.errors import EngineError, Sentence
from engine.office.calendar import WEEKDAY_NAMES
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET
from engine.office.office_time import office_moment

GREGORIAN_YEARS = range(1900, 2100)
"""Years that a case can speak of. They and the same years in the Buddhist era (2443-2642) do
not overlap, so a year of four digits always says its era itself."""

MONTH_NAMES = (
    Sentence("มกราคม", "January"),
    Sentence("กุมภาพันธ์", "February"),
    Sentence("มีนาคม", "March"),
    Sentence("เมษายน", "April"),
    Sentence("พฤษภาคม", "May"),
    Sentence("มิถุนายน", "June"),
    Sentence("กรกฎาคม", "July"),
    Sentence("สิงหาคม", "August"),
    Sentence("กันยายน", "September"),
    Sentence("ตุลาคม", "October"),
    Sentence("พฤศจิกายน", "November"),
    Sentence("ธันวาคม", "December"),
)
SHORT_MONTHS = (
    Sentence("ม.ค.", "Jan"),
    Sentence("ก.พ.", "Feb"),
    Sentence("มี.ค.", "Mar"),
    Sentence("เม.ย.", "Apr"),
    Sentence("พ.ค.", "May"),
    Sentence("มิ.ย.", "Jun"),
    Sentence("ก.ค.", "Jul"),
    Sentence("ส.ค.", "Aug"),
    Sentence("ก.ย.", "Sep"),
    Sentence("ต.ค.", "Oct"),
    Sentence("พ.ย.", "Nov"),
    Sentence("ธ.ค.", "Dec"),
)
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans("0123456789", _THAI_DIGITS)
_TO_ARABIC = str.maketrans(_THAI_DIGITS, "0123456789")
_BROKEN_INSIDE = re.compile(r"(?<=[ก-๎])\n(?=[ก-๎])")
_SLASH = re.compile(r"(?<=[ก-๎])\s*/\s*(?=[ก-๎])")


class Digits(StrEnum):
    THAI = "thai"
    ARABIC = "arabic"


class DateUnreadable(EngineError):
    """What was typed is no date; the sentence says why and what would be right."""

    sentence = Sentence(
        "อ่านวันที่ไม่ได้ พิมพ์เช่น 19/11/2569 หรือ 19 พ.ย. 2569",
        "This is not a date. Type it like 19/11/2569 or 19 Nov 2026.",
    )


class TimeUnreadable(EngineError):
    """What was typed is no time of day."""

    sentence = Sentence("อ่านเวลาไม่ได้ พิมพ์เช่น 10.42", "This is not a time. Type it like 10.42.")


def thai_digits(text: str) -> str:
    """Return *text* with every Arabic digit written in Thai."""
    return text.translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """Return *text* with every Thai digit written in Arabic."""
    return text.translate(_TO_ARABIC)


def in_digits(text: str, digits: Digits) -> str:
    """Return *text* with all its digits written as the office's setting says."""
    return thai_digits(text) if digits is Digits.THAI else arabic_digits(text)


def one_line(name: str) -> str:
    """Return a name that a diagram breaks into lines as it is written in a sentence.

    Thai words that only the break had parted are joined; a space before the break stays, and
    none stands around a slash: ``ลงนาม⏎หนังสือ``, ``ไม่รับ /⏎ส่งต่อ`` become ``ลงนามหนังสือ``,
    ``ไม่รับ/ส่งต่อ``.
    """
    return " ".join(_SLASH.sub("/", _BROKEN_INSIDE.sub("", name.strip())).split())


def long_date(day: date, digits: Digits = Digits.ARABIC) -> Sentence:
    """``19 พฤศจิกายน 2569``: sentences and papers."""
    name = MONTH_NAMES[day.month - 1]
    return _dated(day, f"{day.day} {name.th}", f"{day.day} {name.en}", digits)


def long_date_with_weekday(day: date, digits: Digits = Digits.ARABIC) -> Sentence:
    """``วันพฤหัสบดีที่ 19 พฤศจิกายน 2569``: appointments and last days."""
    weekday, rest = WEEKDAY_NAMES[day.weekday()], long_date(day, digits)
    return Sentence(f"{weekday.th}ที่ {rest.th}", f"{weekday.en} {rest.en}")


def short_date(day: date, digits: Digits = Digits.ARABIC) -> Sentence:
    """``19 พ.ย. 2569``: messages and tables."""
    name = SHORT_MONTHS[day.month - 1]
    return _dated(day, f"{day.day} {name.th}", f"{day.day} {name.en}", digits)


def month_and_year(day: date, digits: Digits = Digits.ARABIC) -> Sentence:
    """``พฤศจิกายน 2569``: the month in which the day falls."""
    name = MONTH_NAMES[day.month - 1]
    return _dated(day, name.th, name.en, digits)


def short_month(day: date) -> Sentence:
    """``พ.ย.``: heads of columns and of bars, where the year stands elsewhere."""
    return SHORT_MONTHS[day.month - 1]


def list_date(day: date, today: date, digits: Digits = Digits.ARABIC) -> Sentence:
    """``ศุกร์ 20 พ.ย.``: lists of work. The year follows only if it is not that of *today*."""
    weekday = WEEKDAY_NAMES[day.weekday()]
    name = SHORT_MONTHS[day.month - 1]
    th = f"{weekday.th.removeprefix('วัน')} {day.day} {name.th}"
    en = f"{weekday.en[:3]} {day.day} {name.en}"
    if day.year != today.year:
        return _dated(day, th, en, digits)
    return Sentence(in_digits(th, digits), en)


def clock_time(moment: datetime, digits: Digits = Digits.ARABIC) -> Sentence:
    """``10.42 น.`` on the office's clock; *moment* is aware."""
    at = office_moment(moment)
    return Sentence(in_digits(f"{at:%H.%M} น.", digits), f"{at:%H:%M}")


def date_and_time(moment: datetime, digits: Digits = Digits.ARABIC) -> Sentence:
    """``19 พฤศจิกายน 2569 10.42 น.`` on the office's clock; *moment* is aware."""
    day, at = long_date(office_moment(moment).date(), digits), clock_time(moment, digits)
    return Sentence(f"{day.th} {at.th}", f"{day.en} {at.en}")


def parse_date(text: str) -> date:
    """Read one typed date: day, month, year, in Thai or Arabic digits, month as number or name.

    The year has four digits, พ.ศ. or ค.ศ.; ISO (``2026-11-19``) is read as well. Two-digit
    years are refused: 69 may be 2569 or 1969. Raises DateUnreadable.
    """
    cleaned = " ".join(arabic_digits(text).split())
    if match := _YEAR_FIRST.fullmatch(cleaned):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(cleaned) or _MONTH_NAMED.fullmatch(cleaned):
        day, month, year = match.groups()
    else:
        raise DateUnreadable
    return parse_date_parts(day, month, year)


def parse_date_parts(day: str, month: str, year: str) -> date:
    """Read a date from three fields, as `parse_date` reads one. Raises DateUnreadable."""
    number = _typed_number(day)
    try:
        return date(_typed_year(year), _typed_month(month), number)
    except ValueError as error:
        raise DateUnreadable(
            Sentence(f"ไม่มีวันที่ {number} ในเดือนที่ระบุ", f"There is no day {number} in that month.")
        ) from error


def parse_time(text: str) -> time:
    """Read ``10.42``, ``10:42`` or ``๑๐.๔๒ น.``. Raises TimeUnreadable."""
    match = _TIME.fullmatch(arabic_digits(text).strip())
    if match is None:
        raise TimeUnreadable
    try:
        return time(int(match["hour"]), int(match["minute"]))
    except ValueError as error:
        raise TimeUnreadable from error


_ERA = r"(?:พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|B\.?E\.?|C\.?E\.?|A\.?D\.?)?\s*"
_SEPARATOR = r"(?:\s*[/.\-]\s*|\s+)"
_WEEKDAY = r"(?:วัน[ก-๙]{0,12}ที่\s*)?"
_YEAR_TYPED = rf"({_ERA}[0-9]{{1,9}})"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}{_YEAR_TYPED}", re.IGNORECASE
)
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}}){_SEPARATOR}?([^\W\d_][^\d/]{{1,14}}?){_SEPARATOR}?{_YEAR_TYPED}",
    re.IGNORECASE,
)
_BUDDHIST_MARKS = frozenset({"พศ", "be"})
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YEAR = re.compile(rf"(?P<era>{_ERA})(?P<year>[0-9]{{4}})", re.IGNORECASE)
_TIME = re.compile(r"(?P<hour>[0-9]{1,2})[.:](?P<minute>[0-9]{2})(?:\s*น\.?)?")


def _month_key(name: str) -> str:
    return re.sub(r"[\s.]", "", name).casefold()


_MONTHS_BY_NAME = {
    _month_key(spelling): number
    for number, names in enumerate(zip(MONTH_NAMES, SHORT_MONTHS, strict=True), start=1)
    for name in names
    for spelling in (name.th, name.en)
}


def _dated(day: date, th: str, en: str, digits: Digits) -> Sentence:
    year_be = day.year + BUDDHIST_ERA_OFFSET
    return Sentence(in_digits(f"{th} {year_be}", digits), f"{en} {day.year}")


def _typed_number(text: str) -> int:
    cleaned = arabic_digits(text).strip()
    if re.fullmatch(r"[0-9]{1,2}", cleaned) is None:
        raise DateUnreadable
    return int(cleaned)


def _typed_month(text: str) -> int:
    month = _MONTHS_BY_NAME.get(_month_key(text)) or _typed_number(text)
    if not 1 <= month <= len(MONTH_NAMES):
        raise DateUnreadable(
            Sentence(f"ไม่มีเดือนที่ {month} เดือนมีตั้งแต่ 1 ถึง 12", f"There is no month {month}.")
        )
    return month


def _typed_year(text: str) -> int:
    match = _YEAR.fullmatch(arabic_digits(text).strip())
    if match is None:
        raise DateUnreadable(
            Sentence("พิมพ์ปีให้ครบสี่หลัก เช่น 2569", "Type the year with four digits, like 2569 or 2026.")
        )
    era = re.sub(r"[\s.]", "", match["era"]).casefold()
    number = int(match["year"])
    says_buddhist, says_gregorian = era in _BUDDHIST_MARKS, bool(era) and era not in _BUDDHIST_MARKS
    if not says_buddhist and number in GREGORIAN_YEARS:
        return number
    if not says_gregorian and number - BUDDHIST_ERA_OFFSET in GREGORIAN_YEARS:
        return number - BUDDHIST_ERA_OFFSET
    raise DateUnreadable(
        Sentence(
            f"ปี {number} ไม่น่าถูกต้อง ปี พ.ศ. ต้องอยู่ระหว่าง 2443 ถึง 2642",
            f"The year {number} cannot be right; พ.ศ. runs from 2443 to 2642 here.",
        )
    )
