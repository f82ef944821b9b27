"""What a form is made of, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from engine.errors import Sentence
from engine.forms.text_patterns import TextPattern


class Kind(StrEnum):
    """The component types of form-js that are taken; the value is form-js's own word."""

    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATETIME = "datetime"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    RADIO = "radio"
    SELECT = "select"
    FILEPICKER = "filepicker"
    EXPRESSION = "expression"
    TEXT = "text"
    SEPARATOR = "separator"
    SPACER = "spacer"
    TABLE = "table"
    GROUP = "group"
    DYNAMICLIST = "dynamiclist"


@dataclass(frozen=True)
class Label:
    """Words of the form's owner: Thai, and English where it was given."""

    th: str
    en: str | None = None

    def __bool__(self) -> bool:
        return bool(self.th)

    @property
    def sentence(self) -> Sentence:
        return Sentence(self.th, self.en or self.th)


NO_LABEL = Label("")


@dataclass(frozen=True)
class Option:
    """One choice; ``value`` is what conditions compare and the journal keeps."""

    value: str
    label: Label
    hint: Label = NO_LABEL


class WordedFor(StrEnum):
    """What a field says on a paper: the text of one of a kind, its number, or another part."""

    MEMO = "memo"
    LETTER = "letter"
    NOTICE = "notice"
    ORDER = "order"
    NUMBER = "number"
    PART = "true"

    @property
    def is_text(self) -> bool:
        return self not in {WordedFor.NUMBER, WordedFor.PART}


@dataclass(frozen=True, kw_only=True)
class Component:
    """What all components have. ``hide`` is FEEL without the leading ``=``.

    ``row`` names the line of the layout that components share; ``line`` is that of the file.
    ``paper`` says what it is on the paper that goes out once signed; None: an opinion about it.
    """

    kind: Kind
    id: str
    line: int
    label: Label = NO_LABEL
    hint: Label = NO_LABEL
    hide: str | None = None
    row: str | None = None
    paper: WordedFor | None = None


@dataclass(frozen=True, kw_only=True)
class Field(Component):
    """A component that holds an answer.

    ``sealed`` is the kind of identity that is cut off, ``case_column`` the column of the case
    that is the answer's only home. A read-only field shows what the case knows.
    """

    key: str
    required: bool = False
    readonly: bool = False
    default: str | int | bool | tuple[str, ...] | None = None
    sealed: str | None = None
    case_column: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """Text on one line, or on several (``lines`` > 1). ``form`` is email, phone or citizen_id."""

    min_length: int = 0
    max_length: int
    pattern: TextPattern | None = None
    pattern_error: Label = NO_LABEL
    form: str | None = None
    lines: int = 1
    width: str = "full"


@dataclass(frozen=True, kw_only=True)
class NumberField(Field):
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimal_digits: int = 0
    unit: Label = NO_LABEL


@dataclass(frozen=True, kw_only=True)
class DateField(Field):
    not_future: bool = False
    not_past: bool = False


@dataclass(frozen=True, kw_only=True)
class TimeField(Field):
    pass


@dataclass(frozen=True, kw_only=True)
class CheckboxField(Field):
    pass


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Field):
    """Radio, select or (``multiple``) checklist: options of its own, or a list of the office."""

    options: tuple[Option, ...] = ()
    office_list: str | None = None
    multiple: bool = False


@dataclass(frozen=True, kw_only=True)
class FileField(Field):
    """``accept`` are endings with the dot, as a browser takes them; empty: the office's rule.

    A field that accepts ``.pdf`` alone takes a document to be read: what cannot be opened, or by
    a password only, is refused when it comes in.
    """

    accept: tuple[str, ...] = ()
    multiple: bool = False

    @property
    def takes_readable_pdf(self) -> bool:
        return self.accept == (".pdf",)


@dataclass(frozen=True, kw_only=True)
class ComputedField(Field):
    """An answer that nobody types: FEEL over the answers above it."""

    expression: str


@dataclass(frozen=True, kw_only=True)
class Passage(Component):
    """Words to read: ``tone`` is plain, note or caution."""

    text: Label
    tone: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Mark(Component):
    """A separator or a spacer."""


@dataclass(frozen=True)
class Column:
    key: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class Table(Component):
    """Rows that the case knows under ``key``, to read."""

    key: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class Group(Component):
    components: tuple["AnyComponent", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rows(Component):
    """A list of rows (form-js: dynamiclist). ``fixed`` rows are those that the case knows.

    ``item`` heads a row, its number follows; ``add`` is the button that adds one.
    """

    key: str
    components: tuple["AnyComponent", ...] = ()
    least: int = 0
    most: int = 50
    initial: int = 1
    fixed: bool = False
    item: Label = NO_LABEL
    add: Label = NO_LABEL


AnyField: TypeAlias = (
    TextField
    | NumberField
    | DateField
    | TimeField
    | CheckboxField
    | ChoiceField
    | FileField
    | ComputedField
)
AnyComponent: TypeAlias = AnyField | Passage | Mark | Table | Group | Rows


def level(components: tuple[AnyComponent, ...]) -> Iterator[AnyComponent]:
    """Go through the components of one scope in order, into groups but not into rows."""
    for component in components:
        yield component
        if isinstance(component, Group):
            yield from level(component.components)
