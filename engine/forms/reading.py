"""From what was posted or stored to a typed value.

Answers travel as JSON: text; a whole number as int, one with decimals as text; a date as
``2026-11-20``, or ``{"day", "month", "year"}`` as typed (year of the Buddhist era) while it cannot
be read; a time as ``14:30``; a checklist and files as lists of text; rows as lists of objects.
Thai digits are read wherever digits are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Final, TypeAlias

from engine.errors import Sentence
from engine.forms import messages
from engine.forms.components import (
    AnyField,
    CheckboxField,
    ChoiceField,
    ComputedField,
    DateField,
    FileField,
    NumberField,
    TextField,
    TimeField,
)
from engine.office.thai import (
    GREGORIAN_YEARS,
    DateUnreadable,
    TimeUnreadable,
    arabic_digits,
    parse_date_parts,
    parse_time,
)

ReadValue: TypeAlias = str | int | Decimal | bool | date | time | list[str] | None
Lists: TypeAlias = Mapping[str, Sequence[Any]]

MOST_CHOSEN: Final = 500
MOST_TEXT: Final = 200_000

# Control characters; and those that turn the direction of what follows, so that a name or
# a number reads otherwise than it is written.
_UNKEPT = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Spaces and what shows nothing: alone they are no answer.
_SEEN = re.compile("[^\\s\u00ad\u200b-\u200f\u2060-\u2064\u3164\ufeff]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_NUMBER = re.compile(r"[-−]?[0-9]{1,15}(\.[0-9]{1,9})?")
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,9})?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unreadable(ValueError):
    """What was posted is no value of the field; ``sentence`` says what would be."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


def seen_words(text: str) -> list[str]:
    """Give the words of a text as it can be stored, without those in which nothing can be seen."""
    return [word for word in kept_text(text).split() if _SEEN.search(word)]


def kept_text(text: str) -> str:
    """Give the text as it can be stored: line feeds only, no control characters, trimmed.

    Text in which nothing can be seen is "".
    """
    kept = _UNKEPT.sub("", _BREAK.sub("\n", text)).strip()
    return kept if _SEEN.search(kept) else ""


def read_value(
    field: AnyField, raw: object, *, lists: Lists, uploads: Mapping[str, Any]
) -> ReadValue:
    """Read one answer; None, [] or False where nothing was answered.

    ``lists`` are the lists of the office, ``uploads`` the files that may be referred to, by id.
    Raises :exc:`Unreadable`.
    """
    match field:
        case ChoiceField():
            return _choice(field, raw, lists)
        case FileField():
            return _among(field, _several(field, raw), uploads.__contains__)
        case ComputedField():
            return None
        case _:
            return _READERS[type(field)](field, raw)


def settled(field: AnyField, raw: object) -> object:
    """Give the stored form of a typed number, date or time; what cannot be read stays as typed."""
    if not isinstance(field, NumberField | DateField | TimeField):
        return raw
    try:
        return stored(read_value(field, raw, lists={}, uploads={}))
    except Unreadable:
        return raw


def stored(value: ReadValue) -> str | int | bool | list[str] | None:
    """Give the value as JSON keeps it; see the head of this module."""
    match value:
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return value


def _text(field: TextField, raw: object) -> str | None:
    if raw is None:
        return None
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)[:MOST_TEXT] if abs(raw) < 10**30 else ""
    if not isinstance(raw, str) or len(raw) > MOST_TEXT:
        raise Unreadable(messages.unreadable(field))
    text = kept_text(raw)
    if field.lines == 1:
        text = " ".join(text.split("\n"))
    if field.form == "citizen_id":
        text = re.sub(r"[\s-]", "", arabic_digits(text))
    return text or None


def _number(field: NumberField, raw: object) -> int | Decimal | None:
    if isinstance(raw, Decimal):
        raw = format(raw, "f") if raw.is_finite() and -10 < raw.adjusted() < 15 else "?"  # noqa: PLR2004  # what _NUMBER takes
    elif isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw) if abs(raw) < 10**15 else "?"
    if raw is None:
        return None
    if not isinstance(raw, str) or len(raw) > 100:  # noqa: PLR2004  # no number is longer
        raise Unreadable(messages.unreadable(field))
    text = re.sub(r"\s", "", arabic_digits(raw))
    if not text:
        return None
    if not (_NUMBER.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise Unreadable(messages.unreadable(field))
    value = Decimal(text.replace(",", "").replace("−", "-"))
    if field.decimal_digits:
        return value
    if value != value.to_integral_value():
        raise Unreadable(messages.unreadable(field))
    return int(value)


def _date(field: DateField, raw: object) -> date | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    if isinstance(raw, str) and _ISO_DATE.fullmatch(raw):
        return _iso_day(field, raw)
    if not isinstance(raw, Mapping):
        raise Unreadable(messages.unreadable(field))
    day, month, year = (_part(raw, name) for name in ("day", "month", "year"))
    if not (day or month or year):
        return None
    try:
        return parse_date_parts(day, month, year)
    except DateUnreadable as fault:
        raise Unreadable(messages.unreadable_date(field, fault)) from None


def _iso_day(field: DateField, raw: str) -> date:
    try:
        on = date.fromisoformat(raw)
    except ValueError:
        raise Unreadable(messages.unreadable(field)) from None
    if on.year not in GREGORIAN_YEARS:
        raise Unreadable(messages.unreadable(field))
    return on


def _part(raw: Mapping[Any, Any], name: str) -> str:
    part = raw.get(name, "")
    if isinstance(part, int) and 0 <= part <= 9999:  # noqa: PLR2004  # a year has four digits
        return str(int(part))
    return part.strip()[:40] if isinstance(part, str) else ""


def _time(field: TimeField, raw: object) -> time | None:
    if isinstance(raw, time):
        return raw
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if not isinstance(raw, str) or len(raw) > 20:  # noqa: PLR2004  # no time is longer
        raise Unreadable(messages.unreadable(field))
    try:
        return parse_time(raw)
    except TimeUnreadable:
        raise Unreadable(messages.unreadable(field)) from None


def _tick(field: CheckboxField, raw: object) -> bool:
    if raw is None or raw == "":
        return False
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw in {"yes", "on", "true", "1"}:
        return True
    raise Unreadable(messages.unreadable(field))


def _one(field: ChoiceField, raw: object) -> list[str]:
    if raw is None or raw == "":
        return []
    if isinstance(raw, str):
        return [raw]
    raise Unreadable(messages.unreadable(field))


def _choice(field: ChoiceField, raw: object, lists: Lists) -> str | list[str] | None:
    known = {option.value for option in field.options}
    if field.office_list:
        known = {option.value for option in lists.get(field.office_list, ())}
    chosen = _several(field, raw) if field.multiple else _one(field, raw)
    return _among(field, chosen, known.__contains__)


def _several(field: ChoiceField | FileField, raw: object) -> list[str]:
    if raw is None or raw == "":
        return []
    items = [raw] if isinstance(raw, str) else raw
    if not isinstance(items, list | tuple) or len(items) > MOST_CHOSEN:
        raise Unreadable(messages.unreadable(field))
    chosen = [item for item in items if isinstance(item, str)]
    if len(chosen) != len(items):
        raise Unreadable(messages.unreadable(field))
    return list(dict.fromkeys(chosen))


def _among(
    field: ChoiceField | FileField, chosen: list[str], known: Callable[[str], bool]
) -> str | list[str] | None:
    if not all(known(item) for item in chosen):
        raise Unreadable(messages.unreadable(field))
    if isinstance(field, ChoiceField) and not field.multiple:
        return chosen[0] if chosen else None
    return chosen


_READERS: Final[dict[type, Callable[[Any, object], ReadValue]]] = {
    TextField: _text,
    NumberField: _number,
    DateField: _date,
    TimeField: _time,
    CheckboxField: _tick,
}
