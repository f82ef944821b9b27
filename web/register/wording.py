"""A line of the register in the words of the office: the same on the page, on paper, in a file."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.cases.register import ASKED, CONTINUES, ORDINARY, TO_CONCLUDE
from engine.errors import Sentence
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET, FiscalYear, YearKind
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import NumberSeries, Secrecy
from engine.reports.definitions import RESULTS
from engine.work.lists.register_lines import Book, Line, State, Tie
from web.case_file.register_words import destroyed_words, kind_words
from web.case_file.showing import secrecy_words, waits_for
from web.design.filters import office_digits
from web.design.language import say


@dataclass(frozen=True)
class Column:
    """``width`` is in letters, for a file; the page sets its own."""

    key: str
    title: Sentence
    width: int
    is_date: bool = False


COLUMNS: Final = (
    Column("number", Sentence("เลขรับ", "Number"), 12),
    Column("registry_number", Sentence("เลขทะเบียนรับ", "Registry’s number"), 16),
    Column("received_on", Sentence("วันที่รับ", "Received"), 14, is_date=True),
    Column("channel", Sentence("ช่องทาง", "Channel"), 18),
    Column("complainants", Sentence("ผู้ร้องเรียน", "Complainant"), 16),
    Column("subject", Sentence("เรื่อง", "Subject"), 50),
    Column("place", Sentence("สถานที่เกิดเหตุ", "Place"), 26),
    Column("category", Sentence("ประเภท", "Category"), 22),
    Column("units", Sentence("หน่วยงานที่รับผิดชอบ", "Unit asked"), 26),
    Column("due_on", Sentence("กำหนด", "Due"), 14, is_date=True),
    Column("outcome", Sentence("ผล", "Result"), 20),
    Column("told_on", Sentence("วันที่แจ้งผล", "Told on"), 14, is_date=True),
    Column("closed_on", Sentence("วันที่ปิดเรื่อง", "Filed on"), 14, is_date=True),
    Column("remarks", Sentence("หมายเหตุ", "Remarks"), 36),
)


@dataclass(frozen=True)
class Entry:
    """The cells of a line. ``remarks`` are sentences of their own, beside the secrecy class."""

    number: str
    registry_number: str
    secrecy: str
    received_on: date
    channel: str
    complainants: str
    subject: str
    place: str
    category: str
    units: str
    due_on: date | None
    outcome: str
    told_on: date | None
    closed_on: date | None
    remarks: tuple[str, ...]

    def cell(self, column: Column) -> str | date | None:
        if column.key == "remarks":
            return " ".join(filter(None, (self.secrecy, *self.remarks)))
        found: str | date | None = getattr(self, column.key)
        return found


def entry_of(profile: OfficeProfile, book: Book, line: Line) -> Entry:
    channel = profile.channels.get(line.channel)
    return Entry(
        number=line.number,
        registry_number=line.registry_number or "",
        secrecy=_secrecy(book, line),
        received_on=line.received_on,
        channel=say(channel.name) if channel else line.channel,
        complainants=_complainants(line),
        subject=_subject(line),
        place=line.place or "",
        category=_category(profile, line),
        units=" ".join(_unit(profile, unit) for unit in line.units),
        due_on=line.due_on,
        outcome=_outcome(line),
        told_on=line.told_on,
        closed_on=line.closed_on,
        remarks=tuple(map(say, remarks_of(profile, book, line))),
    )


def year_title(series: NumberSeries, year: int) -> Sentence:
    """Name the year of a book in the words of its own numbering."""
    if series.year is YearKind.FISCAL:
        return office_digits(FiscalYear(year).title)
    return office_digits(Sentence(f"พ.ศ. {year}", str(year - BUDDHIST_ERA_OFFSET)))


def _secrecy(book: Book, line: Line) -> str:
    """Name the class where the book does not: all of the secret one is secret."""
    said = secrecy_words(line.secrecy)
    is_said = line.is_withheld or (book is Book.SECRET and line.secrecy == Secrecy.SECRET)
    return "" if said is None or is_said else say(said)


def _subject(line: Line) -> str:
    if line.is_withheld:
        return say(WITHHELD)
    if line.state is State.DESTROYED:
        return say(_DESTROYED)
    return line.subject or say(NO_SUBJECT)


def _complainants(line: Line) -> str:
    if line.is_anonymous:
        return say(_ANONYMOUS)
    if not line.complainants:
        return ""
    return say(office_digits(_named(line.complainants)))


def _named(count: int) -> Sentence:
    return Sentence(f"ระบุชื่อ {count} ราย", f"{count} named")


def _category(profile: OfficeProfile, line: Line) -> str:
    if line.is_withheld:
        return ""
    kind = kind_words(profile, line.kind)
    category = profile.categories.get(line.category or "")
    words = [say(kind)] if kind else []
    words += [say(category.name)] if category else []
    return " ".join(words)


def _outcome(line: Line) -> str:
    if line.state is State.VOIDED:
        return say(STATES[State.VOIDED])
    if line.result:
        found = RESULT_WORDS.get(line.result)
        return say(found) if found else line.result
    return "" if line.state is State.OPEN else say(STATES[line.state])


def _unit(profile: OfficeProfile, key: str) -> str:
    return say(profile.units[key].name) if key in profile.units else key


def remarks_of(profile: OfficeProfile, book: Book, line: Line) -> list[Sentence]:
    """Return what the book remarks of a line, a sentence each."""
    found = []
    if line.voided_because is not None:
        found.append(Sentence(f"ยกเลิกเลข {line.voided_because}", f"Voided: {line.voided_because}"))
    if line.destroyed is not None:
        found.append(destroyed_words(*line.destroyed))
    if line.is_from_book:
        remark = f" {line.book_remark}" if line.book_remark else ""
        found.append(Sentence(f"{_FROM_BOOK.th}{remark}", f"{_FROM_BOOK.en}{remark}"))
    if line.is_withheld:
        found.append(_BECAME_SECRET)
    if book is Book.SECRET and line.secrecy == ORDINARY:
        found.append(_SECRET_NO_MORE)
    if line.suspended_for:
        found.append(waits_for(profile, line.suspended_for))
    if line.withdrawal in _WITHDRAWALS:
        found.append(_WITHDRAWALS[line.withdrawal])
    return [*found, *(_tied(tie, number) for tie, number in line.ties)]


def _tied(tie: Tie, number: str) -> Sentence:
    words = _TIES[tie]
    return office_digits(Sentence(f"{words.th} {number}", f"{words.en} {number}"))


STATES: Final = {
    State.OPEN: Sentence("กำลังดำเนินการ", "Open"),
    State.CONCLUDED: Sentence("ยุติเรื่องแล้ว", "Concluded"),
    State.FILED: Sentence("ปิดเรื่องแล้ว", "Filed"),
    State.DESTROYED: Sentence("ทำลายแล้ว", "Destroyed"),
    State.VOIDED: Sentence("ยกเลิกเลข", "Voided"),
}
RESULT_WORDS: Final = {**RESULTS, "merged": Sentence("รวมกับเรื่องอื่น", "Joined with another case")}
_TIES: Final = {
    Tie.MERGED_INTO: Sentence("รวมกับเลขรับ", "Joined with"),
    Tie.HOLDS_MERGED: Sentence("รวมเลขรับ", "Joined by"),
    Tie.SPLIT_INTO: Sentence("แยกเป็นเลขรับ", "Split into"),
    Tie.SPLIT_FROM: Sentence("แยกจากเลขรับ", "Split from"),
}
_WITHDRAWALS: Final = {
    ASKED: Sentence("ผู้ร้องเรียนขอถอนเรื่อง", "Withdrawal asked for"),
    CONTINUES: Sentence("ขอถอนเรื่อง แต่ดำเนินการต่อ", "Withdrawal asked for; it goes on"),
    TO_CONCLUDE: Sentence("ขอถอนเรื่อง ให้เสนอยุติ", "Withdrawal asked for; to be concluded"),
}
_DESTROYED = Sentence("(ทำลายแล้ว)", "(destroyed)")
_FROM_BOOK = Sentence("นำเข้าจากสมุด", "From the paper book")
NO_SUBJECT = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")
WITHHELD = Sentence("(เรื่องลับ)", "(secret)")
_BECAME_SECRET = Sentence("ปรับชั้นเป็นเรื่องลับ รายละเอียดอยู่ในแฟ้มเรื่อง", "Became secret; see its file")
_SECRET_NO_MORE = Sentence("ปรับเป็นเรื่องปกติแล้ว", "Secret no more")
_ANONYMOUS = Sentence("ไม่ออกนาม", "Anonymous")
