"""What an office puts on paper: memo, letter, order, record form, table. Words, no layout.

Texts are plain; a line break begins a new paragraph. What is None or empty and belongs to the
form is left as a dotted blank, to be filled in by hand: a number that another system gives (U10),
a date of signing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from engine.office.acting import ActingForm
from engine.office.thai import Digits


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What is about a paper and not in it.

    ``made_at`` is written into the file: the same paper of the same moment has the same bytes.
    ``secrecy`` (ลับ) stands in red at the head and foot of each page, ``urgency`` (ด่วน) at the
    head of the first.
    """

    made_at: datetime
    digits: Digits
    secrecy: str | None = None
    urgency: str | None = None


@dataclass(frozen=True, kw_only=True)
class Acting:
    """In whose place somebody signs: the legal form, and the post of the absent one."""

    form: ActingForm
    post: str


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A place to sign, or who has signed.

    ``opinion`` stands above it (ความเห็น, คำสั่ง). ``in_system`` says that it was signed here,
    ``in_ink`` on another sheet: there is then no dotted line. ``endorses``: it was checked and
    put on, not signed.
    """

    name: str | None = None
    position: str | None = None
    acting: Acting | None = None
    opinion: str | None = None
    signed_on: date | None = None
    in_system: bool = False
    in_ink: bool = False
    endorses: bool = False


@dataclass(frozen=True)
class Part:
    """A numbered part of a memo: ต้นเรื่อง, ข้อเท็จจริง, ข้อเสนอ. Without a heading: its text alone."""

    heading: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Memo:
    """บันทึกข้อความ."""

    marks: Marks
    office: str
    subject: str
    addressee: str
    parts: tuple[Part, ...]
    number: str | None = None
    day: date | None = None
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """หนังสือภายนอก: to a complainant, to another office.

    ``owner`` are the lines of who answers questions about it: unit, telephone.
    """

    marks: Marks
    office: str
    address: str
    subject: str
    addressee: str | None
    text: str
    number: str | None = None
    day: date | None = None
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    closing: str = "ขอแสดงความนับถือ"
    signature: Signature = Signature()
    owner: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A member of a committee, as the order names her."""

    name: str
    position: str
    seat: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """คำสั่ง, such as the one that appoints a committee; ``since`` says from when it is in force."""

    marks: Marks
    office: str
    subject: str
    text: str
    seats: tuple[Seat, ...] = ()
    duties: str = ""
    since: str = "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป"
    number: str | None = None
    day: date | None = None
    signature: Signature = Signature()


@dataclass(frozen=True)
class Entry:
    """A line of a form. ``is_long``: the text stands below its label."""

    label: str
    text: str | None
    is_long: bool = False


@dataclass(frozen=True, kw_only=True)
class Column:
    """``share`` is its width against the others'."""

    heading: str
    share: int = 1
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str | None = None


@dataclass(frozen=True)
class Section:
    """A numbered part of a form: lines that are filled in, or a table."""

    heading: str
    entries: tuple[Entry, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class RecordForm:
    """A form that was filled in: แบบบันทึกเรื่องร้องเรียน."""

    marks: Marks
    title: str
    office: str
    sections: tuple[Section, ...]
    reference: str | None = None
    signature: Signature | None = None


@dataclass(frozen=True, kw_only=True)
class TablePaper:
    """A report: what it is, its tables, what is to be known to read them."""

    marks: Marks
    title: str
    office: str
    tables: tuple[Table, ...]
    period: str | None = None
    introduction: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that a booklet tells of: who does it in what time, what it is, and its parts."""

    number: str
    name: str
    responsible: str
    time: str
    what: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChartBox:
    """A box of a chart. ``onward`` says where it goes on to; ``leads_down``: to the next box."""

    number: str
    name: str
    note: str
    onward: tuple[str, ...]
    leads_down: bool


@dataclass(frozen=True)
class Points:
    """A list of points."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """The heading of a part of a chapter."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter; what is a plain text in it is a paragraph."""

    title: str
    parts: tuple[str | Topic | Points | Table | tuple[Step, ...] | tuple[ChartBox, ...], ...]
    on_new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Booklet:
    """A document of several chapters to be read by everybody: cover, contents, chapters.

    ``about`` stands on the cover: version, days. It is printed and not edited.
    """

    marks: Marks
    title: str
    office: str
    about: tuple[str, ...]
    foreword: str
    chapters: tuple[Chapter, ...]
    signature: Signature


Paper = Memo | Letter | Order | RecordForm | TablePaper
