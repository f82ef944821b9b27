"""What an evaluation may touch, what it reports, and where it stops."""

import copy
from collections import UserDict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

from engine.feel import (
    Called,
    FeelBudgetExceeded,
    FeelValueError,
    YearsMonths,
    compile_expression,
    names_from,
)


class Order(StrEnum):
    UNITS = "units"


class Level(IntEnum):
    HIGH = 3


def test_what_was_read_is_reported_and_nothing_else():
    expression = compile_expression('a.x = 1 or a.y = 2 or list[1] = "never asked"')

    evaluation = expression.evaluate({"a": {"x": 0, "y": 2, "z": 3}, "list": []})

    assert evaluation.value is True
    assert evaluation.reads == {"a.x": Decimal(0), "a.y": Decimal(2)}


def test_a_missing_path_is_reported_as_null():
    assert compile_expression("a.b.c").evaluate({}).reads == {"a.b.c": None}


def test_calls_are_reported_with_their_answers():
    expression = compile_expression(
        'deadline("unit_report") + duration("P1D")', functions=["deadline"]
    )

    evaluation = expression.evaluate({}, {"deadline": lambda _: date(2026, 1, 31)})

    assert evaluation.value == date(2026, 2, 1)
    assert evaluation.called == (Called("deadline", ("unit_report",), date(2026, 1, 31)),)


def test_a_function_that_raises_is_heard():
    class Unarmed(Exception):
        pass

    def deadline(name):
        raise Unarmed(name)

    with pytest.raises(Unarmed):
        compile_expression("deadline(x)", functions=["deadline"]).evaluate(
            {}, {"deadline": deadline}
        )


def test_a_function_that_was_not_handed_in_is_an_error():
    with pytest.raises(FeelValueError, match="deadline was not handed in"):
        compile_expression("deadline(x)", functions=["deadline"]).evaluate({})


def test_reads_make_the_names_that_give_the_same_value_again():
    expression = compile_expression(
        "some p in parties satisfies p.age > a.limit and a.since.year = 2026 and count(a.b) = 1"
    )
    names = {
        "parties": [{"age": 4, "kind": "x"}],
        "a": {"limit": 3, "since": date(2026, 1, 1), "b": [1]},
    }

    first = expression.evaluate(names)

    assert first.value is True
    assert expression.evaluate(names_from(first.reads)) == first


def test_names_from_reads_with_a_path_inside_another():
    assert names_from(
        {"a.b.c": 1, "a.b": {"c": 1, "d": 2}, "x.year": 2026, "x": date(2026, 1, 1)}
    ) == {
        "a": {"b": {"c": 1, "d": 2}},
        "x": date(2026, 1, 1),
    }


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (3, Decimal(3)),
        (0.1, Decimal("0.1")),
        (Level.HIGH, Decimal(3)),
        (Order.UNITS, "units"),
        (Decimal("1.000000000000000000000000000000000000001"), Decimal(1)),
        ((1, [2]), [Decimal(1), [Decimal(2)]]),
        (UserDict(a=1), {"a": Decimal(1)}),
        (datetime(2026, 1, 31, 20, tzinfo=UTC), datetime(2026, 1, 31, 20, tzinfo=UTC)),
        (date(2026, 1, 31), date(2026, 1, 31)),
        (timedelta(hours=1), timedelta(hours=1)),
        (YearsMonths(3), YearsMonths(3)),
    ],
)
def test_python_values_become_values_of_the_language(given, value):
    answer = compile_expression("x").evaluate({"x": given}).value

    assert answer == value
    assert type(answer) is type(value)


STRANGERS = {
    "object": object(),
    "bytes": b"bytes",
    "set": {1},
    "function": len,
    "complex": 1j,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "signalling": Decimal("sNaN"),
    "too large": Decimal("1E+9999"),
    "far too large": 2**30_000,
    "no zone": datetime(2026, 1, 31),  # noqa: DTZ001 -- the point
    "key that is no text": {1: "a"},
    "inside a list": [object()],
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_value_of_no_known_kind_is_an_error_when_read(kind):
    expression = compile_expression("if false then x else 1")
    assert expression.evaluate({"x": STRANGERS[kind]}).value == 1

    with pytest.raises(FeelValueError):
        compile_expression("x").evaluate({"x": STRANGERS[kind]})


def test_nothing_handed_in_is_changed_and_nothing_of_it_comes_out():
    names = {"a": {"list": [1, [2]], "d": {"k": "v"}}}
    before = copy.deepcopy(names)

    value = compile_expression("[a.list, a.d, append(a.list, 3)]").evaluate(names).value
    value[0].append("changed")
    value[1]["k"] = "changed"

    assert names == before
    assert compile_expression("a.list").evaluate(names).value == [1, [2]]


@pytest.mark.parametrize(
    "text",
    [
        "x.__class__",
        "x.__class__.__base__.__subclasses__",
        "x.keys",
        "x.items",
        "text.format",
        "text.__len__",
        "list.append",
        "day.today",
        "day.__class__",
        "number.real",
        "respond.__globals__",
    ],
)
def test_no_attribute_of_a_python_object_can_be_reached(text):
    names = {"x": {"a": 1}, "text": "{0.__class__}", "day": date(2026, 1, 1), "number": 1}

    assert compile_expression(text).evaluate(names).value is None


def test_a_list_has_no_attributes_either():
    assert compile_expression("list.append").evaluate({"list": [1]}).value == [None]


CHAIN = " + ".join(["x"] * 300)


@pytest.mark.parametrize(
    ("text", "x"),
    [
        (CHAIN, "a" * 100_000),
        ("upper case(x)", "a" * 400_000),
        ("string join(x, y)", ["a"] * 5_000),
        (f"[{', '.join(['x'] * 500)}]", "a" * 10_000),
        ("some a in x, b in x satisfies a = b + 1000000", list(range(200))),
        ("count(x)", [0] * 20_000),
        ("distinct values(x)", list(range(500))),
        ("x", "a" * 400_000),
        ("f(x)", "a" * 400_000),
    ],
)
def test_work_and_size_have_an_end(text, x):
    expression = compile_expression(text, functions=["f"])

    with pytest.raises(FeelBudgetExceeded):
        expression.evaluate({"x": x, "y": "b" * 10_000}, {"f": lambda _: None})


def doubled(text: str, times: int) -> str:
    """Bind a list of the value twice, again and again: small to hold, huge to write out."""
    for number in range(times):
        text = text.replace(
            "LEAF", f"(some a{number + 1} in [[a{number}, a{number}]] satisfies LEAF)"
        )
    return text.replace("LEAF", f"a{times} = a{times}")


def test_a_value_shared_many_times_is_paid_as_often():
    with pytest.raises(FeelBudgetExceeded):
        compile_expression(doubled("some a0 in [[1, 1]] satisfies LEAF", 14)).evaluate({})


def test_a_list_that_holds_itself_has_an_end():
    endless: list[object] = []
    endless.append(endless)

    with pytest.raises(FeelBudgetExceeded):
        compile_expression("x").evaluate({"x": endless})


@pytest.mark.parametrize(
    "text",
    [
        "9 ** 9 ** 9 ** 9",
        "9 ** (9 ** 9)",
        "1.000000000000000000000000000000001 ** 9999999999999999999999999999999999",
        '"a" * 1000000000',
        "string(10 ** 6144)",
        "decimal(1 / 3, 6000)",
        "round up(10 ** 6000, 6000)",
        "modulo(10 ** 6000, 7)",
        'duration("P999999999D") * 10 ** 6000',
        'date("2026-01-31") + duration("P999999Y")',
        "floor(10 ** -6000)",
    ],
)
def test_an_exponent_bomb_is_a_small_value_or_null(text):
    value = compile_expression(text).evaluate({}).value

    assert len(str(value)) < 7_000
