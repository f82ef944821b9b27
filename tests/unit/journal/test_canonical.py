import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from types import MappingProxyType
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine.journal.canonical import LARGEST_INTEGER, NotCanonical, canonical_bytes

texts = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(json_values)
def test_the_bytes_are_those_of_the_reference_implementation(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(json_values)
def test_what_is_read_back_is_what_was_written(value: object) -> None:
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2))
def test_the_order_in_which_keys_came_leaves_no_trace(value: Mapping[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_bytes(turned) == canonical_bytes(value)


def test_keys_are_sorted_by_utf16_code_units() -> None:
    # The example of RFC 8785, 3.2.3.
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical_bytes(value)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_thai_text_stays_readable() -> None:
    assert canonical_bytes({"เรื่อง": "ร้องเรียน"}) == '{"เรื่อง":"ร้องเรียน"}'.encode()


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 11, 21, 17, 30, 5, tzinfo=UTC), '"2026-11-21T17:30:05.000000Z"'),
        (
            datetime(2026, 11, 22, 0, 30, 5, 7, tzinfo=timezone(timedelta(hours=7))),
            '"2026-11-21T17:30:05.000007Z"',
        ),
        (date(2026, 11, 22), '"2026-11-22"'),
        (timedelta(days=3), '"PT259200S"'),
        (timedelta(0), '"PT0S"'),
        (-timedelta(seconds=1, microseconds=500_000), '"-PT1.500000S"'),
        (Decimal("1.50"), '"1.50"'),
        (Decimal("1E+2"), '"1E+2"'),
        (UUID(int=10), '"00000000-0000-0000-0000-00000000000a"'),
        (Colour.RED, '"red"'),
        ((1, (2,)), "[1,[2]]"),
        (MappingProxyType({"b": 1, "a": True}), '{"a":true,"b":1}'),
        (LARGEST_INTEGER, "9007199254740991"),
        (-LARGEST_INTEGER, "-9007199254740991"),
    ],
)
def test_a_value_has_one_spelling(value: object, written: str) -> None:
    assert canonical_bytes(value) == written.encode()


class Plain(Enum):
    ONE = 1


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        [{"a": 0.5}],
        LARGEST_INTEGER + 1,
        -LARGEST_INTEGER - 1,
        Decimal("NaN"),
        Decimal("-Infinity"),
        b"bytes",
        {1, 2},
        {1: "a"},
        {None: "a"},
        {"a": {b"b": 1}},
        datetime(2026, 11, 22),  # noqa: DTZ001 - naive on purpose
        "\ud800",
        {"\udfff": 1},
        Plain.ONE,
        object(),
    ],
)
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(NotCanonical, match="deeper"):
        canonical_bytes(value)
