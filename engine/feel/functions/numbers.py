"""Functions on numbers."""

import decimal
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from engine.feel.functions.builtin import DURATION, NUMBER, Builtin
from engine.feel.values import NUMBERS, Value, YearsMonths, whole

_FARTHEST_SCALE = 6_143


def _rounded(rounding: str, number: Decimal, scale: Decimal) -> Decimal | None:
    """Keep ``scale`` decimal places; a negative scale rounds before the point."""
    places = whole(scale)
    if places is None or abs(places) > _FARTHEST_SCALE:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= places:
        return number  # it has no more places than that; padding zeros could need 6,000 digits
    return number.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=NUMBERS)


def _floor(number: Decimal, scale: Decimal = Decimal()) -> Decimal | None:
    return _rounded(decimal.ROUND_FLOOR, number, scale)


def _ceiling(number: Decimal, scale: Decimal = Decimal()) -> Decimal | None:
    return _rounded(decimal.ROUND_CEILING, number, scale)


def _half_even(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(decimal.ROUND_HALF_EVEN, number, scale)


def _up(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(decimal.ROUND_UP, number, scale)


def _down(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(decimal.ROUND_DOWN, number, scale)


def _half_up(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(decimal.ROUND_HALF_UP, number, scale)


def _half_down(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(decimal.ROUND_HALF_DOWN, number, scale)


def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Give the remainder with the sign of the divisor, as the FEEL standard does."""
    remainder = NUMBERS.remainder(dividend, divisor)
    if remainder and (remainder < 0) != (divisor < 0):
        return NUMBERS.add(remainder, divisor)
    return remainder


def _is_even(number: Decimal) -> bool:
    return not NUMBERS.remainder(number, Decimal(2))


def _is_odd(number: Decimal) -> bool:
    return NUMBERS.remainder(number, Decimal(2)) in (1, -1)


def _absolute(value: Value) -> Value:
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    if isinstance(value, Decimal):
        return NUMBERS.abs(value)
    return abs(value) if isinstance(value, timedelta) else None


NUMBER_FUNCTIONS: Mapping[str, Builtin] = {
    "abs": Builtin((NUMBER | DURATION,), _absolute),
    "floor": Builtin((NUMBER, NUMBER), _floor, optional=1),
    "ceiling": Builtin((NUMBER, NUMBER), _ceiling, optional=1),
    "decimal": Builtin((NUMBER, NUMBER), _half_even),
    "round up": Builtin((NUMBER, NUMBER), _up),
    "round down": Builtin((NUMBER, NUMBER), _down),
    "round half up": Builtin((NUMBER, NUMBER), _half_up),
    "round half down": Builtin((NUMBER, NUMBER), _half_down),
    "modulo": Builtin((NUMBER, NUMBER), _modulo),
    "even": Builtin((NUMBER,), _is_even),
    "odd": Builtin((NUMBER,), _is_odd),
}
