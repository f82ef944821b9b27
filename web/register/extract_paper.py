"""A certified copy of lines of the register (คัดสำเนาทะเบียน): an official paper, in Thai."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from engine.errors import Sentence
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import Secrecy
from engine.office.thai import long_date, short_date
from engine.papers.contents import Column, Marks, Signature, Table, TablePaper
from engine.work.lists.register_lines import Book, Line, State
from web.register.wording import NO_SUBJECT, RESULT_WORDS, STATES, WITHHELD, remarks_of

# So many lines are still a paper; more is a book, which is printed as one.
MOST_ON_EXTRACT: Final = 500
_TITLES: Final = {
    Book.ORDINARY: "สำเนาทะเบียนรับเรื่อง",
    Book.SECRET: "สำเนาทะเบียนรับเรื่องลับ",
}
_COLUMNS: Final = (
    Column(heading="เลขรับ", share=5),
    Column(heading="วันที่รับ", share=5),
    Column(heading="เรื่อง", share=7),
    Column(heading="ผล", share=4),
    Column(heading="หมายเหตุ", share=4),
)


def extract_paper(
    profile: OfficeProfile,
    book: Book,
    lines: Sequence[Line],
    said: tuple[str, Sequence[str]],
    at: datetime,
) -> TablePaper:
    """Put lines on a paper to be certified by hand; ``said`` is the year and what was chosen."""
    year, narrowed = said
    return TablePaper(
        marks=Marks(
            made_at=at,
            digits=profile.digits.papers,
            secrecy=Secrecy.SECRET.sentence.th if book is Book.SECRET else None,
        ),
        title=_TITLES[book],
        office=profile.name.th,
        period=year,
        introduction=f"เฉพาะ {' '.join(narrowed)}" if narrowed else "",
        tables=(Table(columns=_COLUMNS, rows=tuple(_row(profile, book, line) for line in lines)),),
        notes=(
            f"รวม {len(lines)} รายการ ตามทะเบียนในระบบ ณ วันที่ {long_date(office_date(at)).th}",
            "เฉพาะรายการที่ผู้คัดมีสิทธิเห็น ไม่มีชื่อผู้ร้องเรียน",
        ),
        signatures=(Signature(opinion="รับรองว่าคัดจากทะเบียนถูกต้อง"),),
    )


def _row(profile: OfficeProfile, book: Book, line: Line) -> tuple[str, ...]:
    subject = WITHHELD.th if line.is_withheld else line.subject or NO_SUBJECT.th
    return (
        line.number.replace(" ", "\u00a0"),
        # A day stays on its line.
        short_date(line.received_on).th.replace(" ", "\u00a0"),
        subject,
        _result(line).th,
        " ".join(one.th for one in remarks_of(profile, book, line)),
    )


def _result(line: Line) -> Sentence:
    if line.state is not State.VOIDED and line.result:
        return RESULT_WORDS.get(line.result) or Sentence(line.result, line.result)
    return STATES[line.state]
