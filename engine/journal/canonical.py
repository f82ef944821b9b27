"""One value, one sequence of bytes: RFC 8785 (JSON Canonicalization Scheme) without floats.

What is hashed must have one spelling. A float has many readings, so numbers are
integers that every JSON reader holds exactly, or decimals written as strings:

=============  =====================================================
Python         JSON
=============  =====================================================
datetime       ``"2026-11-21T17:30:05.000000Z"``, UTC, always microseconds
date           ``"2026-11-22"``
timedelta      ``"PT259200S"``, seconds, with six decimals when not whole
Decimal        ``"1.50"``, every digit kept
UUID           ``"0d9f…"``, lower case, hyphens
=============  =====================================================

The table loses the type: the kind of event says which key holds what.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import Any
from uuid import UUID

#: The largest integer that a double, hence every JSON reader, holds exactly (RFC 8785, 3.2.2.3).
LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64

_write = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
).encode


class NotCanonical(ValueError):
    """The value has no canonical form."""


def canonical_bytes(value: Any) -> bytes:
    """Return the one spelling of ``value``.

    Raises
    ------
    NotCanonical
        For a float, bytes, a set, a key that is no string, an integer beyond
        2^53-1, a naive datetime, half a surrogate pair, nesting beyond 64.
    """
    try:
        return _write(_plain(value, DEEPEST)).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half a surrogate pair is no text") from error


def instant(value: datetime) -> str:
    """Return RFC 3339 in UTC with microseconds, which sorts as time does."""
    if value.tzinfo is None:
        raise NotCanonical("an instant carries its offset")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _plain(value: Any, levels: int) -> Any:
    # Nearly all values are texts: each engine step writes several events.
    if type(value) is str or value is None:
        return value
    return _of_kind(value, levels)


@singledispatch
def _of_kind(value: Any, _levels: int) -> Any:
    raise NotCanonical(f"{type(value).__name__} has no canonical form")


@_of_kind.register
def _(value: str, _levels: int) -> str:
    return str(value)


@_of_kind.register
def _(value: bool, _levels: int) -> bool:  # noqa: FBT001 - a value, not a flag
    return value


@_of_kind.register
def _(value: int, _levels: int) -> int:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical("an integer beyond 2^53-1 is not exact in JSON")
    return int(value)


@_of_kind.register
def _(value: Decimal, _levels: int) -> str:
    if not value.is_finite():
        raise NotCanonical("only finite decimals have a canonical form")
    return str(value)


@_of_kind.register
def _(value: datetime, _levels: int) -> str:
    return instant(value)


@_of_kind.register
def _(value: date, _levels: int) -> str:
    return value.isoformat()


@_of_kind.register
def _(value: timedelta, _levels: int) -> str:
    seconds, microseconds = divmod(abs(value) // timedelta(microseconds=1), 10**6)
    sign = "-" if value < timedelta() else ""
    fraction = f".{microseconds:06d}" if microseconds else ""
    return f"{sign}PT{seconds}{fraction}S"


@_of_kind.register
def _(value: UUID, _levels: int) -> str:
    return str(value)


@_of_kind.register(list)
@_of_kind.register(tuple)
def _(value: list[Any] | tuple[Any, ...], levels: int) -> list[Any]:
    below = _one_level_less(levels)
    return [_plain(item, below) for item in value]


@_of_kind.register(Mapping)
def _(value: Mapping[Any, Any], levels: int) -> dict[str, Any]:
    below = _one_level_less(levels)
    return {key: _plain(value[key], below) for key in _sorted_keys(value)}


def _one_level_less(levels: int) -> int:
    if levels == 0:
        raise NotCanonical(f"nested deeper than {DEEPEST}")
    return levels - 1


def _sorted_keys(mapping: Mapping[Any, Any]) -> list[str]:
    try:
        if "".join(mapping).isascii():
            return sorted(mapping)
    except TypeError:
        raise NotCanonical("a key is a string") from None
    # RFC 8785, 3.2.3: by UTF-16 code units, where U+1F600 stands before U+FB33.
    return sorted(mapping, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
