"""Equality, order and arithmetic of values. Whatever has no meaning is None, nothing raises."""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.feel import temporals
from engine.feel.budget import Budget
from engine.feel.values import NUMBERS, Value, YearsMonths

_ORDERED = frozenset({Decimal, str, date, datetime, timedelta, YearsMonths})
_ORDERS: Mapping[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def equal(one: Value, other: Value, budget: Budget) -> bool | None:
    """Null equals null alone; values of different kinds are neither equal nor unequal: None."""
    if one is None or other is None:
        return one is other
    if type(one) is not type(other):
        return None
    if isinstance(one, list) and isinstance(other, list):
        budget.spend(len(one))
        return len(one) == len(other) and all(
            equal(left, right, budget) is True for left, right in zip(one, other, strict=True)
        )
    if isinstance(one, dict) and isinstance(other, dict):
        budget.spend(len(one))
        return one.keys() == other.keys() and all(
            equal(left, other[key], budget) is True for key, left in one.items()
        )
    return one == other


def ordered(sign: str, left: Value, right: Value) -> bool | None:
    """Compare two values of one kind that has an order; None for everything else."""
    if type(left) is not type(right) or type(left) not in _ORDERED:
        return None
    return _ORDERS[sign](left, right)


def both(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 -- truth values
    """Three-valued *and*."""
    if one is False or other is False:
        return False
    return True if one is True and other is True else None


def negated(value: Value) -> Value:
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, timedelta):
        return _guarded(operator.neg, value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return None


def calculated(sign: str, left: Value, right: Value, budget: Budget) -> Value:
    """``left sign right``, or None if these kinds do not go together or the result has no place."""
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        budget.spend_text(len(left) + len(right))
        return left + right
    operation = _OPERATIONS.get((sign, type(left), type(right)))
    return _guarded(operation, left, right) if operation else None


def _guarded(operation: Callable[..., Value], *operands: Value) -> Value:
    try:
        return operation(*operands)
    except (ArithmeticError, ValueError):  # division by zero, the year 10000, beyond 34 digits
        return None


def _power(base: Decimal, exponent: Decimal) -> Decimal | None:
    if not exponent:
        return Decimal(1)
    power = NUMBERS.power(base, exponent)
    return power if power.is_finite() else None  # 0 ** -1 is infinite without a signal


def _swapped(operation: Callable[..., Value]) -> Callable[..., Value]:
    return lambda left, right: operation(right, left)


def _date_before(day: date, span: timedelta) -> date:
    """Midnight less the span, then its date: Python's own subtraction forgets the hours."""
    return day + -span


def _less_months(day: date, duration: YearsMonths) -> date:
    return temporals.add_months(day, YearsMonths(-duration.months))


def _months_less(one: YearsMonths, other: YearsMonths) -> YearsMonths:
    return temporals.sum_months(one, YearsMonths(-other.months))


# An instant plus P1D is the same time of the next day: the zone of the office has no daylight
# saving, so that wall clock and elapsed time never part.
_OPERATIONS: Mapping[tuple[str, type, type], Callable[..., Value]] = {
    ("+", Decimal, Decimal): NUMBERS.add,
    ("-", Decimal, Decimal): NUMBERS.subtract,
    ("*", Decimal, Decimal): NUMBERS.multiply,
    ("/", Decimal, Decimal): NUMBERS.divide,
    ("**", Decimal, Decimal): _power,
    ("+", date, timedelta): operator.add,
    ("+", timedelta, date): operator.add,
    ("-", date, timedelta): _date_before,
    ("-", date, date): operator.sub,
    ("+", datetime, timedelta): operator.add,
    ("+", timedelta, datetime): operator.add,
    ("-", datetime, timedelta): operator.sub,
    ("-", datetime, datetime): operator.sub,
    ("+", timedelta, timedelta): operator.add,
    ("-", timedelta, timedelta): operator.sub,
    ("*", timedelta, Decimal): temporals.scale_span,
    ("*", Decimal, timedelta): _swapped(temporals.scale_span),
    ("/", timedelta, Decimal): temporals.divide_span,
    ("+", date, YearsMonths): temporals.add_months,
    ("+", YearsMonths, date): _swapped(temporals.add_months),
    ("-", date, YearsMonths): _less_months,
    ("+", datetime, YearsMonths): temporals.add_months,
    ("+", YearsMonths, datetime): _swapped(temporals.add_months),
    ("-", datetime, YearsMonths): _less_months,
    ("+", YearsMonths, YearsMonths): temporals.sum_months,
    ("-", YearsMonths, YearsMonths): _months_less,
    ("*", YearsMonths, Decimal): temporals.scale_months,
    ("*", Decimal, YearsMonths): _swapped(temporals.scale_months),
    ("/", YearsMonths, Decimal): temporals.divide_months,
}
