"""The parts that every paper is laid out in. What is a ``str`` in them is text to be printed."""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from engine.office.thai import Digits
from engine.papers.contents import ChartBox, Marks, Step
from engine.papers.words import clean, in_paper_digits


@dataclass(frozen=True)
class Emblem:
    """The emblem alone, in the middle; a blank place where the office has none."""

    height_cm: float


@dataclass(frozen=True)
class MemoHead:
    """The emblem at the left, the name of the form in the middle."""

    text: str


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Field:
    label: str
    text: str


@dataclass(frozen=True)
class DottedLine:
    """One or two fields side by side, written on dotted lines."""

    cells: tuple[Field, ...]
    is_head: bool = True


@dataclass(frozen=True)
class Sender:
    """The number of a letter at the left, the office and its address at the right."""

    number: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Labelled:
    """A label and what follows it, in a column of their own: เรื่อง, เรียน, อ้างถึง."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """The heading of a part."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_indented: bool = True


@dataclass(frozen=True)
class Midway:
    """A line that begins in the middle of the page: a date, a closing."""

    text: str


@dataclass(frozen=True)
class Centred:
    text: str


@dataclass(frozen=True)
class Roll:
    """Rows without rules: number, name, position, seat."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Cells:
    """A table with rules. ``shares`` and ``numeric`` are by column."""

    caption: str
    headings: tuple[str, ...]
    shares: tuple[int, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Signed:
    """A signature in the right half, with room or a line for ink unless it has been signed."""

    lines: tuple[str, ...]
    has_ink: bool


@dataclass(frozen=True)
class SmallPrint:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A short line in the middle, under the head of an order."""


@dataclass(frozen=True)
class Cover:
    """A first page of its own."""

    title: str
    office: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ContentsList:
    """The headings with their pages, on a page of their own."""

    title: str


@dataclass(frozen=True)
class ChapterHead:
    """The heading of a chapter."""

    text: str
    on_new_page: bool


@dataclass(frozen=True)
class Bullets:
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """Steps one below the other, each with its lines."""

    rows: tuple[Step, ...]


@dataclass(frozen=True)
class Chart:
    """Boxes one below the other, joined where one leads to the next."""

    boxes: tuple[ChartBox, ...]


Block = (
    Emblem
    | MemoHead
    | Title
    | DottedLine
    | Sender
    | Labelled
    | Heading
    | Paragraph
    | Midway
    | Centred
    | Roll
    | Cells
    | Signed
    | SmallPrint
    | Rule
    | Cover
    | ContentsList
    | ChapterHead
    | Bullets
    | Steps
    | Chart
)


@dataclass(frozen=True)
class Sheet:
    """A paper laid out. ``title`` names it in the file."""

    title: str
    marks: Marks
    blocks: tuple[Block, ...] = field(default=())

    def made_plain(self) -> "Sheet":
        """Return it with its texts clean and in the office's digits."""
        digits = self.marks.digits
        return Sheet(
            title=plain(self.title, digits),
            marks=replace(
                self.marks,
                secrecy=plain(self.marks.secrecy or "", digits) or None,
                urgency=plain(self.marks.urgency or "", digits) or None,
            ),
            blocks=tuple(_plain(block, digits) for block in self.blocks),
        )


def plain(text: str, digits: Digits) -> str:
    """Return a text of one line as it is printed."""
    return in_paper_digits(clean(text).replace("\n", " "), digits)


_Any = TypeVar("_Any")


def _plain(value: _Any, digits: Digits) -> _Any:
    found: Any = value
    if isinstance(value, str):
        found = plain(value, digits)
    elif isinstance(value, tuple):
        found = tuple(_plain(one, digits) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: _plain(getattr(value, one.name), digits) for one in fields(value)}
        found = replace(value, **changed)
    kept: _Any = found
    return kept
