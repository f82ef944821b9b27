"""Lines of a paper register as they stand in a workbook, judged one by one.

No column names who complained: names are sealed by the commands of a case alone. Whom it is
about is asked by position, so that who holds that position does not see the case.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from engine.cases.numbers import REGISTER, SECRET_REGISTER
from engine.errors import Sentence
from engine.forms.reading import seen_words
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET, buddhist_year
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import NumberSeries, RespondentKind, Secrecy
from engine.office.thai import DateUnreadable, arabic_digits, parse_date
from engine.reports.definitions import RESULTS
from engine.work.paper_book.received_sheets import Cell, Row

MOST_LINES: Final = 500
LONGEST: Final = 500


class Column(StrEnum):
    """The columns of the template, in its order."""

    BOOK = "book"
    NUMBER = "number"
    YEAR = "year"
    RECEIVED_ON = "received_on"
    CHANNEL = "channel"
    CATEGORY = "category"
    SUBJECT = "subject"
    PLACE = "place"
    ABOUT = "about"
    RESULT = "result"
    RESULT_ON = "result_on"
    FILED_ON = "filed_on"
    REMARK = "remark"

    @property
    def heading(self) -> Sentence:
        return _TITLES[self]

    @property
    def is_required(self) -> bool:
        return self in _REQUIRED


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: its row as the spreadsheet numbers it, and its column."""

    row: int
    column: Column
    said: Sentence


@dataclass(frozen=True)
class BookLine:
    """One case as the paper book has it. ``filed_on`` None: it is still on its way."""

    row: int
    series: str
    number: int
    year: int
    received_on: date
    channel: str
    category: str | None
    secrecy: str
    subject: str
    place: str | None
    about: str
    result: str | None
    result_on: date | None
    filed_on: date | None
    remark: str

    @property
    def is_filed(self) -> bool:
        return self.filed_on is not None

    @property
    def place_in_book(self) -> tuple[str, int, int]:
        return self.series, self.year, self.number


@dataclass(frozen=True)
class ReadBook:
    lines: tuple[BookLine, ...]
    faults: tuple[Fault, ...]


def choices(profile: OfficeProfile) -> Mapping[Column, Mapping[str, Sentence]]:
    """Return what may stand in a column of words, by its key, as the office calls it."""
    routes = profile.respondent_choices()
    return {
        Column.BOOK: _BOOKS,
        Column.CHANNEL: {key: one.name for key, one in profile.channels.items()},
        Column.CATEGORY: {key: one.name for key, one in profile.categories.items()},
        Column.ABOUT: {route.kind.value: route.label for route in routes},
        Column.RESULT: {key: name for key, name in RESULTS.items() if key is not None},
    }


def read_book(rows: Sequence[Row], profile: OfficeProfile, today: date) -> ReadBook:
    """Judge every line under the head of the template, and say of each cell what is wrong."""
    if not rows:
        return ReadBook((), (Fault(1, Column.NUMBER, _NO_HEAD),))
    head, *body = rows
    where = _columns(head)
    missing = [one for one in Column if one.is_required and one not in where]
    if missing:
        return ReadBook((), tuple(Fault(head.number, one, _NO_COLUMN) for one in missing))
    lines: list[BookLine] = []
    faults: list[Fault] = []
    for row in body:
        cells = {column: row.cells[at] for column, at in where.items() if at in row.cells}
        if cells:
            judged = _Judged(row.number, cells, profile, today)
            line = judged.line()
            faults += judged.faults
            lines += [line] if line else []
    if not lines and not faults:
        faults.append(Fault(head.number, Column.NUMBER, _EMPTY))
    return ReadBook(tuple(lines), (*faults, *_twice(lines)))


def _columns(head: Row) -> dict[Column, int]:
    known = {_folded(said): one for one in Column for said in (one.heading.th, one.heading.en)}
    found = {known.get(_folded(cell.text)): at for at, cell in head.cells.items()}
    return {column: at for column, at in found.items() if column is not None}


def _twice(lines: Iterable[BookLine]) -> list[Fault]:
    first: dict[tuple[str, int, int], int] = {}
    found = []
    for line in lines:
        row = first.setdefault(line.place_in_book, line.row)
        if row != line.row:
            said = Sentence(f"เลขนี้อยู่ในบรรทัดที่ {row} แล้ว", f"This number stands in row {row} too.")
            found.append(Fault(line.row, Column.NUMBER, said))
    return found


class _Judged:
    """One row: what it says, and what is wrong with it."""

    def __init__(
        self, row: int, cells: Mapping[Column, Cell], profile: OfficeProfile, today: date
    ) -> None:
        self.faults: list[Fault] = []
        self._row, self._cells, self._profile, self._today = row, cells, profile, today

    def line(self) -> BookLine | None:
        for column, cell in self._cells.items():
            if cell.is_formula:
                self._fault(column, _FORMULA)
        series = self._choice(Column.BOOK) or REGISTER
        number, year = self._number()
        received_on = self._day(Column.RECEIVED_ON)
        channel, category = self._choice(Column.CHANNEL), self._choice(Column.CATEGORY)
        subject = self._text(Column.SUBJECT)
        for column, said in (
            (Column.RECEIVED_ON, received_on),
            (Column.CHANNEL, channel),
            (Column.SUBJECT, subject),
        ):
            if not said and not self._is_faulty(column):
                self._fault(column, _MISSING)
        line = BookLine(
            row=self._row,
            series=series,
            number=number,
            year=year,
            received_on=received_on or self._today,
            channel=channel or "",
            category=category,
            secrecy=self._secrecy(series, category),
            subject=subject,
            place=self._text(Column.PLACE) or None,
            about=self._choice(Column.ABOUT) or RespondentKind.UNKNOWN.value,
            result=self._choice(Column.RESULT),
            result_on=self._day(Column.RESULT_ON),
            filed_on=self._day(Column.FILED_ON),
            remark=self._text(Column.REMARK),
        )
        if not self.faults:
            self._check_days(line)
        return None if self.faults else _completed(line)

    def _fault(self, column: Column, said: Sentence) -> None:
        self.faults.append(Fault(self._row, column, said))

    def _is_faulty(self, column: Column) -> bool:
        return any(one.column is column for one in self.faults)

    def _cell(self, column: Column) -> Cell | None:
        cell = self._cells.get(column)
        return None if cell is None or cell.is_formula else cell

    def _text(self, column: Column) -> str:
        cell = self._cell(column)
        said = " ".join(seen_words(cell.text)) if cell else ""
        if len(said) > LONGEST:
            self._fault(column, _TOO_LONG)
        return said

    def _choice(self, column: Column) -> str | None:
        said = self._text(column)
        if not said:
            return None
        offered = choices(self._profile)[column]
        for key, name in offered.items():
            if _folded(said) in (_folded(key), _folded(name.th), _folded(name.en)):
                return key
        self._fault(column, _none_of(offered.values()))
        return None

    def _number(self) -> tuple[int, int]:
        said = arabic_digits(self._text(Column.NUMBER))
        match = _NUMBER.fullmatch(said)
        if match is None or int(match["number"]) == 0:
            if not self._is_faulty(Column.NUMBER):
                self._fault(Column.NUMBER, _NO_NUMBER if said else _MISSING)
            return 0, 0
        typed = arabic_digits(self._text(Column.YEAR)) or match["year"] or ""
        year = _year(typed)
        if year is None:
            if not self._is_faulty(Column.YEAR):
                self._fault(Column.YEAR, _NO_YEAR if typed else _MISSING)
        elif match["year"] and _year(match["year"]) != year:
            self._fault(Column.YEAR, _OTHER_YEAR)
        return int(match["number"]), year or 0

    def _day(self, column: Column) -> date | None:
        cell = self._cell(column)
        if cell is None:
            return None
        try:
            return _gregorian(cell.day) if cell.day else _typed_day(cell.text)
        except (DateUnreadable, ValueError):
            self._fault(column, _NO_DAY)
            return None

    def _secrecy(self, series: str, category: str | None) -> str:
        known = self._profile.categories.get(category or "")
        if series == SECRET_REGISTER:
            is_secret = known is not None and known.secrecy is not Secrecy.ORDINARY
            return known.secrecy.value if known and is_secret else Secrecy.SECRET.value
        if known is not None and known.secrecy is not Secrecy.ORDINARY:
            self._fault(Column.BOOK, _IS_SECRET)
        return Secrecy.ORDINARY.value

    def _check_days(self, line: BookLine) -> None:
        numbers = self._profile.numbers
        own = numbers.secret_register if line.series == SECRET_REGISTER else numbers.register
        if abs(_years_apart(line, own)) > 1:
            self._fault(Column.YEAR, _FAR_YEAR)
        days = ((Column.RECEIVED_ON, line.received_on), (Column.FILED_ON, line.filed_on))
        for column, day in (*days, (Column.RESULT_ON, line.result_on)):
            if day and day > self._today:
                self._fault(column, _TO_COME)
            elif day and day < line.received_on:
                self._fault(column, _BEFORE)
        if line.result_on and line.filed_on and line.filed_on < line.result_on:
            self._fault(Column.FILED_ON, _FILED_BEFORE)
        if (line.result or line.result_on) and not line.filed_on:
            self._fault(Column.FILED_ON, _NOT_FILED)
        if line.result_on and not line.result:
            self._fault(Column.RESULT, _NO_RESULT)


def _completed(line: BookLine) -> BookLine:
    """Take the day it was filed for that of a result that has none of its own."""
    if line.result and not line.result_on:
        return replace(line, result_on=line.filed_on)
    return line


def _years_apart(line: BookLine, series: NumberSeries) -> int:
    return line.year - buddhist_year(line.received_on, series.year)


def _year(typed: str) -> int | None:
    """Read a Buddhist year of four digits, or the two that paper books have."""
    said = typed.strip()
    if not said.isdecimal() or len(said) not in (2, 4):
        return None
    year = int(said) + (_CENTURY if len(said) == 2 else 0)  # noqa: PLR2004 (two digits)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _gregorian(day: date) -> date:
    """Return a true day of a cell into which the Buddhist year was typed as if it were ours."""
    return day.replace(year=day.year - BUDDHIST_ERA_OFFSET) if day.year >= _FIRST_YEAR else day


def _typed_day(text: str) -> date:
    try:
        return parse_date(text)
    except DateUnreadable:
        # Of a book of these years 68 means 2568.
        short = _SHORT_YEAR.fullmatch(arabic_digits(text).strip())
        if short is None:
            raise
        return parse_date(f"{short['day']}{_CENTURY + int(short['year'])}")


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _none_of(offered: Iterable[Sentence]) -> Sentence:
    names = tuple(offered)
    th, en = (" / ".join(each) for each in ((n.th for n in names), (n.en for n in names)))
    return Sentence(f"ใส่คำใดคำหนึ่ง: {th}", f"Write one of: {en}")


_CENTURY, _FIRST_YEAR, _LAST_YEAR = 2500, 2443, 2642
_NUMBER = re.compile(r"[^0-9]{0,20}(?P<number>[0-9]{1,7})(?:\s*/\s*(?P<year>[0-9]{4}|[0-9]{2}))?")
_SHORT_YEAR = re.compile(r"(?P<day>[0-9]{1,2}[^0-9].{0,30}[^0-9])(?P<year>[0-9]{2})")
_REQUIRED = frozenset(
    {Column.NUMBER, Column.YEAR, Column.RECEIVED_ON, Column.CHANNEL, Column.SUBJECT}
)
_BOOKS: Final = {
    REGISTER: Sentence("ปกติ", "Ordinary"),
    SECRET_REGISTER: Sentence("ลับ", "Secret"),
}
_TITLES: Final = {
    Column.BOOK: Sentence("เล่ม", "Book"),
    Column.NUMBER: Sentence("เลขรับ", "Number"),
    Column.YEAR: Sentence("ปี พ.ศ.", "Year"),
    Column.RECEIVED_ON: Sentence("วันที่รับ", "Received"),
    Column.CHANNEL: Sentence("ช่องทาง", "Channel"),
    Column.CATEGORY: Sentence("ประเภท", "Category"),
    Column.SUBJECT: Sentence("เรื่อง", "Subject"),
    Column.PLACE: Sentence("สถานที่เกิดเหตุ", "Place"),
    Column.ABOUT: Sentence("ร้องเรียนใคร", "About whom"),
    Column.RESULT: Sentence("ผล", "Result"),
    Column.RESULT_ON: Sentence("วันที่มีผล", "Result on"),
    Column.FILED_ON: Sentence("วันที่ปิดเรื่อง", "Filed on"),
    Column.REMARK: Sentence("หมายเหตุ", "Remarks"),
}
_MISSING = Sentence("ยังไม่ได้กรอก", "Nothing is written here.")
_FORMULA = Sentence("เป็นสูตร ให้วางเป็นค่า", "A formula; paste its value instead.")
_TOO_LONG = Sentence(f"ยาวได้ไม่เกิน {LONGEST} ตัวอักษร", f"At most {LONGEST} letters may stand here.")
_NO_NUMBER = Sentence("ใส่เลขลำดับ เช่น 12 หรือ ๑๒/๒๕๖๘", "Write the number, like 12 or 12/2568.")
_NO_YEAR = Sentence("ใส่ปี พ.ศ. เช่น 2568", "Write the Buddhist year, like 2568.")
_OTHER_YEAR = Sentence("ปีไม่ตรงกับปีในช่องเลขรับ", "The number says another year.")
_FAR_YEAR = Sentence("ปีของเลขห่างจากวันที่รับเกินหนึ่งปี", "More than a year from the day of receipt.")
_NO_DAY = Sentence(
    "อ่านเป็นวันที่ไม่ได้ เช่น 12 ต.ค. 2568 หรือ ๑๒/๑๐/๖๘",
    "Not a day that can be read. Write it like 12 Oct 2025 or 12/10/2568.",
)
_TO_COME = Sentence("วันที่อยู่ในอนาคต", "The day is still to come.")
_BEFORE = Sentence("วันที่อยู่ก่อนวันที่รับ", "The day is before the day of receipt.")
_FILED_BEFORE = Sentence("วันที่ปิดเรื่องอยู่ก่อนวันที่มีผล", "Filed before there was a result.")
_NOT_FILED = Sentence(
    "เรื่องที่มีผลแล้วต้องมีวันที่ปิดเรื่อง ถ้ายังไม่ปิดให้เว้นผลว่างไว้",
    "What has a result was filed on a day. Leave the result empty while the case is open.",
)
_NO_RESULT = Sentence("มีวันที่มีผลแต่ไม่มีผล", "There is a day of the result and no result.")
_IS_SECRET = Sentence(
    "ประเภทนี้เป็นเรื่องลับ ใส่เล่มเป็น ลับ", "This category is secret. Write Secret as the book."
)
_NO_HEAD = Sentence(
    "ไม่มีหัวตาราง ใช้แฟ้มแบบของหน้านี้", "There is no head. Use the template of this page."
)
_NO_COLUMN = Sentence("ไม่มีคอลัมน์นี้ในแฟ้ม", "The file does not have this column.")
_EMPTY = Sentence("ไม่มีรายการในแฟ้ม", "The file has no lines.")
