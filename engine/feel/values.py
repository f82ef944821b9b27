"""The kinds of value of the language, and how Python values become them.

Inside, a value has exactly one of the types in ``Value``, never a subclass: the exact type is its
kind. Numbers are always Decimal, so True is never a number.
"""

import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.errors import Sentence
from engine.feel.budget import MAX_VALUE_DEPTH, Budget
from engine.feel.errors import FeelBudgetExceeded, FeelValueError

OFFICE_ZONE = ZoneInfo("Asia/Bangkok")

# IEEE 754 decimal128, the number space that the FEEL specification names.
NUMBERS = decimal.Context(
    prec=34,
    Emin=-6143,
    Emax=6144,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
_WHOLE_DIGITS = 9
_LARGEST_BITS = 20_410  # an int of more bits is beyond Emax; converting it would only cost time


@dataclass(frozen=True, order=True, slots=True)
class YearsMonths:
    """A duration of years and months, in months: it has no fixed number of days."""

    months: int


Value: TypeAlias = (
    bool
    | Decimal
    | str
    | date
    | datetime
    | timedelta
    | YearsMonths
    | list["Value"]
    | dict[str, "Value"]
    | None
)

_READY = frozenset({type(None), bool, str, timedelta, YearsMonths})


def to_value(given: object, budget: Budget) -> Value:
    """Turn a Python value into a value of the language; what was given is never changed.

    int, float and Decimal become Decimal (a float by its repr), an aware datetime moves to the
    zone of the office, lists and mappings are copied. Raises FeelValueError for anything else.
    """
    if type(given) in _READY:
        return given  # type: ignore[return-value]  # the line above is the proof
    return _convert(given, budget, MAX_VALUE_DEPTH)


def _convert(given: object, budget: Budget, depth: int) -> Value:
    if type(given) in _READY:
        return given  # type: ignore[return-value]  # as above
    match given:
        case int() | float() | Decimal():
            return _to_number(given)
        case list() | tuple() | Mapping():
            return _copy(given, budget, depth)
        case _:
            return _to_single(given)


def _to_single(given: object) -> Value:
    match given:
        case datetime():
            return _to_instant(given)
        case date():
            return date(given.year, given.month, given.day)
        case str():
            return str.__str__(given)
        case timedelta():
            return timedelta(given.days, given.seconds, given.microseconds)
        case _:
            raise _unusable(type(given).__name__)


def _copy(
    given: list[object] | tuple[object, ...] | Mapping[object, object], budget: Budget, depth: int
) -> Value:
    if depth == 0:
        raise FeelBudgetExceeded
    budget.spend(len(given))
    if isinstance(given, Mapping):
        return {_to_key(key): _convert(item, budget, depth - 1) for key, item in given.items()}
    return [_convert(item, budget, depth - 1) for item in given]


def _to_number(given: float | Decimal) -> Decimal:
    if isinstance(given, float):
        given = Decimal(repr(float(given)))
    if isinstance(given, int) and given.bit_length() > _LARGEST_BITS:
        raise _unusable("number")
    try:
        number = NUMBERS.create_decimal(given)
    except decimal.DecimalException:
        raise _unusable("number") from None
    if not number.is_finite():
        raise _unusable("number")
    return number


def _to_instant(given: datetime) -> datetime:
    if given.tzinfo is None:
        raise _unusable("datetime without zone")
    try:
        moved = given.astimezone(OFFICE_ZONE)
    except OverflowError:
        raise _unusable("datetime") from None
    # A subclass would keep its own type through astimezone.
    return datetime.combine(moved.date(), moved.timetz())


def _to_key(given: object) -> str:
    if not isinstance(given, str):
        raise _unusable("key")
    return str.__str__(given)


def _unusable(kind: str) -> FeelValueError:
    return FeelValueError(
        Sentence(f"สูตรไม่รู้จักข้อมูลชนิดนี้ ({kind})", f"The language has no such kind of value ({kind}).")
    )


def weigh(value: Value, budget: Budget) -> None:
    """Pay for everything that a reader of ``value`` would walk over.

    A list may hold one element many times; kept as it is that costs little, but whoever writes
    it out pays for each. This must be asked before a value leaves the language.
    """
    if isinstance(value, str):
        budget.spend_text(len(value))
    elif isinstance(value, list):
        budget.spend(len(value))
        for item in value:
            weigh(item, budget)
    elif isinstance(value, dict):
        budget.spend(len(value))
        for item in value.values():
            weigh(item, budget)


def whole(number: Decimal) -> int | None:
    """Give the number as int if it is one of at most nine digits, as positions are."""
    if number.adjusted() >= _WHOLE_DIGITS or number != number.to_integral_value():
        return None
    return int(number)
