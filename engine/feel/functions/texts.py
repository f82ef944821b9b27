"""Functions on text. No regular expressions: one can be written that never ends.

Characters are code points, so ก้ has two: a mark above or below counts as in the FEEL standard.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.feel.functions.builtin import ANY, NUMBER, TEXT, Builtin
from engine.feel.temporals import format_instant, format_span, format_years_months
from engine.feel.values import NUMBERS, Value, YearsMonths, whole

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


def _written_number(number: Decimal) -> str:
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if number else "0"


_WRITINGS: Mapping[type, Callable[..., str]] = {
    str: lambda text: text,
    bool: lambda truth: "true" if truth else "false",
    Decimal: _written_number,
    date: date.isoformat,
    datetime: format_instant,
    timedelta: format_span,
    YearsMonths: format_years_months,
}


def _written(value: Value) -> str | None:
    """Write a single value; lists and contexts have no text."""
    writing = _WRITINGS.get(type(value))
    return writing(value) if writing else None


def _read_number(text: str) -> Decimal | None:
    return NUMBERS.create_decimal(text) if _NUMBER.fullmatch(text) else None


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    window = slice_of(len(text), start, length)
    return None if window is None else text[window]


def slice_of(total: int, start: Decimal, length: Decimal | None) -> slice | None:
    """Give the Python slice for a FEEL start position (from 1, or from -1 backwards) and a length.

    None for position 0, a position before the first and for what is no whole number.
    """
    position = whole(start)
    count = total if length is None else whole(length)
    if not position or position < -total or count is None or count < 0:
        return None
    first = position - 1 if position > 0 else total + position
    return slice(first, first + count)


def _substring_before(text: str, part: str) -> str:
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


def _substring_after(text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


TEXT_FUNCTIONS: Mapping[str, Builtin] = {
    "string": Builtin((ANY,), _written),
    "number": Builtin((TEXT,), _read_number),
    "string length": Builtin((TEXT,), lambda text: Decimal(len(text))),
    "upper case": Builtin((TEXT,), str.upper),
    "lower case": Builtin((TEXT,), str.lower),
    "contains": Builtin((TEXT, TEXT), lambda text, part: part in text),
    "starts with": Builtin((TEXT, TEXT), lambda text, part: text.startswith(part)),
    "ends with": Builtin((TEXT, TEXT), lambda text, part: text.endswith(part)),
    "substring": Builtin((TEXT, NUMBER, NUMBER), _substring, optional=1),
    "substring before": Builtin((TEXT, TEXT), _substring_before),
    "substring after": Builtin((TEXT, TEXT), _substring_after),
}
