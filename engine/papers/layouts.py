"""How each paper is laid out, after the regulation on official correspondence (งานสารบรรณ)."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET
from engine.office.thai import MONTH_NAMES, long_date
from engine.papers.blocks import (
    Block,
    Bullets,
    Cells,
    Centred,
    ChapterHead,
    Chart,
    ContentsList,
    Cover,
    DottedLine,
    Emblem,
    Field,
    Heading,
    Labelled,
    MemoHead,
    Midway,
    Paragraph,
    Roll,
    Rule,
    Sender,
    Sheet,
    Signed,
    SmallPrint,
    Steps,
    Title,
)
from engine.papers.contents import (
    Booklet,
    ChartBox,
    Entry,
    Letter,
    Memo,
    Order,
    Paper,
    Part,
    Points,
    RecordForm,
    Signature,
    Step,
    Table,
    TablePaper,
    Topic,
)
from engine.papers.words import clean

LETTER_EMBLEM_CM = 3.0
_BLANK = "." * 30
_SHORT_BLANK = "." * 16


def lay_out(paper: Paper | Booklet) -> Sheet:
    """Return the paper in blocks, its texts clean and in the office's digits."""
    match paper:
        case Memo():
            title, blocks = f"บันทึกข้อความ เรื่อง {paper.subject}", _memo(paper)
        case Letter():
            title, blocks = f"หนังสือ เรื่อง {paper.subject}", _letter(paper)
        case Order():
            title, blocks = f"คำสั่ง{paper.office} เรื่อง {paper.subject}", _order(paper)
        case RecordForm():
            title, blocks = paper.title, _record_form(paper)
        case TablePaper():
            title, blocks = paper.title, _table_paper(paper)
        case Booklet():
            title, blocks = f"{paper.title} {paper.office}", _booklet(paper)
    return Sheet(title, paper.marks, tuple(blocks)).made_plain()


def _memo(memo: Memo) -> Iterator[Block]:
    yield MemoHead("บันทึกข้อความ")
    yield DottedLine((Field("ส่วนราชการ", memo.office),))
    yield DottedLine((Field("ที่", memo.number or ""), Field("วันที่", _day(memo.day))))
    yield DottedLine((Field("เรื่อง", memo.subject),))
    yield Labelled("เรียน", (memo.addressee,))
    headed = [part for part in memo.parts if part.heading]
    for part in memo.parts:
        yield from _part(part, headed.index(part) + 1 if len(headed) > 1 and part.heading else 0)
    for signature in memo.signatures:
        yield from _signature(signature)


def _part(part: Part, number: int) -> Iterator[Block]:
    if part.heading:
        yield Heading(f"{number}. {part.heading}" if number else part.heading)
    yield from _paragraphs(part.text)


def _letter(letter: Letter) -> Iterator[Block]:
    yield Emblem(LETTER_EMBLEM_CM)
    sender = (letter.office, *_lines(letter.address))
    yield Sender(f"ที่ {letter.number or _SHORT_BLANK}", sender)
    yield Midway(_day(letter.day) or _BLANK)
    yield Labelled("เรื่อง", (letter.subject,))
    yield Labelled("เรียน", (letter.addressee or _BLANK,))
    if letter.references:
        yield Labelled("อ้างถึง", letter.references)
    if letter.enclosures:
        yield Labelled("สิ่งที่ส่งมาด้วย", letter.enclosures)
    yield from _paragraphs(letter.text)
    yield Signed((letter.closing,), has_ink=False)
    yield from _signature(letter.signature)
    if letter.owner:
        yield SmallPrint(letter.owner)


def _order(order: Order) -> Iterator[Block]:
    yield Emblem(LETTER_EMBLEM_CM)
    yield Title(f"คำสั่ง{order.office}")
    yield Centred(f"ที่ {order.number or _SHORT_BLANK}")
    yield Centred(f"เรื่อง {order.subject}")
    yield Rule()
    yield from _paragraphs(order.text)
    if order.seats:
        yield Roll(
            tuple((f"{n}.", s.name, s.position, s.seat) for n, s in enumerate(order.seats, 1))
        )
    yield from _paragraphs(order.duties)
    yield Paragraph(order.since)
    yield Midway(f"สั่ง ณ วันที่ {_day_of_order(order.day)}")
    yield from _signature(order.signature)


def _record_form(form: RecordForm) -> Iterator[Block]:
    yield Title(form.title)
    yield Centred(form.office)
    if form.reference:
        yield Centred(form.reference)
    for number, section in enumerate(form.sections, 1):
        yield Heading(f"{number}. {section.heading}")
        for entry in section.entries:
            yield from _entry(entry)
        if section.table is not None:
            yield _cells(section.table)
    if form.signature is not None:
        yield from _signature(form.signature)


def _entry(entry: Entry) -> Iterator[Block]:
    lines = _lines(entry.text or "")
    if entry.is_long and lines:
        yield Labelled(entry.label, ())
        yield from (Paragraph(line) for line in lines)
    else:
        yield DottedLine((Field(entry.label, " ".join(lines)),), is_head=False)


def _table_paper(paper: TablePaper) -> Iterator[Block]:
    yield Title(paper.title)
    yield Centred(paper.office)
    if paper.period:
        yield Centred(paper.period)
    yield from _paragraphs(paper.introduction)
    yield from (_cells(table) for table in paper.tables)
    if paper.notes:
        yield SmallPrint(paper.notes)
    for signature in paper.signatures:
        yield from _signature(signature)


def _booklet(booklet: Booklet) -> Iterator[Block]:
    yield Cover(booklet.title, booklet.office, booklet.about)
    yield ContentsList("สารบัญ")
    if booklet.foreword:
        yield ChapterHead("คำนำ", on_new_page=False)
        yield from _paragraphs(booklet.foreword)
    for number, chapter in enumerate(booklet.chapters, 1):
        yield ChapterHead(f"{number}. {chapter.title}", chapter.on_new_page)
        for part in chapter.parts:
            yield from _chapter_part(part)
    yield from _signature(booklet.signature)


def _chapter_part(
    part: str | Topic | Points | Table | tuple[Step, ...] | tuple[ChartBox, ...],
) -> Iterator[Block]:
    match part:
        case str():
            yield from _paragraphs(part)
        case Topic():
            yield Heading(part.text)
        case Points():
            yield Bullets(part.texts)
        case Table():
            yield _cells(part)
        case _:
            steps = tuple(one for one in part if isinstance(one, Step))
            boxes = tuple(one for one in part if isinstance(one, ChartBox))
            yield Steps(steps) if steps else Chart(boxes)


def _cells(table: Table) -> Cells:
    return Cells(
        caption=table.caption or "",
        headings=tuple(column.heading for column in table.columns),
        shares=tuple(column.share for column in table.columns),
        numeric=tuple(column.is_number for column in table.columns),
        rows=table.rows,
    )


def _signature(signature: Signature) -> Iterator[Block]:
    if signature.opinion:
        yield from _paragraphs(signature.opinion)
    yield Signed(
        tuple(_signature_lines(signature)), has_ink=not (signature.in_system or signature.in_ink)
    )


def _signature_lines(signature: Signature) -> Iterator[str]:
    if signature.in_system:
        yield "ตรวจและเสนอในระบบ" if signature.endorses else "ลงนามในระบบ"
    if signature.in_ink:
        yield "ลงนามในกระดาษ"
    yield f"({signature.name or _BLANK})"
    position, acting = signature.position or "", signature.acting
    if acting is not None:
        # "พัฒนาการจังหวัด ปฏิบัติราชการแทน" above, and in whose place, below.
        yield f"{position} {acting.form.words.th}".strip()
        yield acting.post
    elif position:
        yield from _lines(position)
    if signature.signed_on:
        yield long_date(signature.signed_on).th


def _day(day: date | None) -> str:
    return long_date(day).th if day else ""


def _day_of_order(day: date | None) -> str:
    """Return the day with its era, as an order says it: ๓๐ มีนาคม พ.ศ. ๒๕๖๖."""
    if day is None:
        return _BLANK
    return f"{day.day} {MONTH_NAMES[day.month - 1].th} พ.ศ. {day.year + BUDDHIST_ERA_OFFSET}"


def _paragraphs(text: str) -> Iterator[Block]:
    return (Paragraph(line) for line in _lines(text))


def _lines(text: str) -> Sequence[str]:
    return [line for line in clean(text).split("\n") if line]
