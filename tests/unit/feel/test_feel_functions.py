"""Each built-in function: its meaning, its edges, and null for what it cannot take."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine.feel import FeelSyntaxError, YearsMonths, compile_expression
from engine.feel.functions import BUILTINS

TABLE = [
    ("not(true)", False),
    ("all([true, true])", True),
    ("all([true, null, false])", False),
    ("all(true, null)", None),
    ("all([])", True),
    ("any([false, true])", True),
    ("any(false, null)", None),
    ("any([])", False),
    ("string(1.50)", "1.5"),
    ("string(-0.0)", "0"),
    ("string(10 ** 21)", "1" + "0" * 21),
    ("string(1 / 8)", "0.125"),
    ("string(true)", "true"),
    ('string(date("2026-01-31"))', "2026-01-31"),
    ('string(date and time("2026-01-31T10:00:00.250Z"))', "2026-01-31T17:00:00.25+07:00"),
    ('string(duration("PT36H0.5S"))', "P1DT12H0.5S"),
    ('string(duration("PT0S"))', "PT0S"),
    ('string(duration("-P14M"))', "-P1Y2M"),
    ('string(duration("P0Y"))', "P0M"),
    ("string([1])", None),
    ("string(null)", None),
    ('number("-12.50")', Decimal("-12.5")),
    ('number("๑")', None),
    ('number("1,000")', None),
    ('number("1e3")', None),
    ('string length("ก้า😀")', Decimal(4)),
    ('upper case("abcß")', "ABCSS"),
    ('lower case("ABC")', "abc"),
    ('contains("ร้องเรียน", "เรียน")', True),
    ("contains(null, null)", None),
    ('starts with("letter", "let")', True),
    ('ends with("letter", "let")', False),
    ('substring("สุจริต", 3)', "จริต"),
    ('substring("abc", 2, 1)', "b"),
    ('substring("abc", -2)', "bc"),
    ('substring("abc", 9)', ""),
    ('substring("abc", 0)', None),
    ('substring("abc", -4)', None),
    ('substring("abc", 1.5)', None),
    ('substring("abc", 1, -1)', None),
    ('substring("abc", 10 ** 100)', None),
    ('substring before("a-b-c", "-")', "a"),
    ('substring before("abc", "-")', ""),
    ('substring before("abc", "")', ""),
    ('substring after("a-b-c", "-")', "b-c"),
    ('substring after("abc", "-")', ""),
    ('substring after("abc", "")', "abc"),
    ("abs(-1.5)", Decimal("1.5")),
    ('abs(duration("-P1D"))', timedelta(days=1)),
    ('abs(duration("-P1M"))', YearsMonths(1)),
    ("floor(-1.5)", Decimal(-2)),
    ("floor(1.57, 1)", Decimal("1.5")),
    ("ceiling(-1.5)", Decimal(-1)),
    ("ceiling(1.51, 1)", Decimal("1.6")),
    ("decimal(2.5, 0)", Decimal(2)),
    ("decimal(1234, -2)", Decimal(1200)),
    ("decimal(1, 10 ** 9)", None),
    ("round up(-1.1, 0)", Decimal(-2)),
    ("round down(-1.9, 0)", Decimal(-1)),
    ("round half up(-2.5, 0)", Decimal(-3)),
    ("round half down(-2.5, 0)", Decimal(-2)),
    ("modulo(-12, 5)", Decimal(3)),
    ("modulo(12, -5)", Decimal(-3)),
    ("modulo(10.1, 4.5)", Decimal("1.1")),
    ("modulo(1, 0)", None),
    ("even(4)", True),
    ("even(2.5)", False),
    ("odd(-3)", True),
    ("odd(2.5)", False),
    ("count([1, null])", Decimal(2)),
    ("count(null)", None),
    ("count(1)", None),
    ("list contains([1, null], null)", True),
    ('list contains([date("2026-01-31")], date("2026-01-31"))', True),
    ("index of([1, 2, 1], 1)", [Decimal(1), Decimal(3)]),
    ("min(3, 1, 2)", Decimal(1)),
    ('max([date("2026-01-31"), date("2026-02-01")])', date(2026, 2, 1)),
    ("min([])", None),
    ('min(1, "a")', None),
    ("max([1, null])", None),
    ("sum(1, 2, 3)", Decimal(6)),
    ("sum([])", None),
    ("sum([1, null])", None),
    ("mean([1, 2])", Decimal("1.5")),
    ("mean([])", None),
    ("append([1], 2, 3)", [Decimal(1), Decimal(2), Decimal(3)]),
    ("concatenate([1], [2])", [Decimal(1), Decimal(2)]),
    ("union([1, 2], [2, 3])", [Decimal(1), Decimal(2), Decimal(3)]),
    ('distinct values([1, "1", 1.0, null, null])', [Decimal(1), "1", None]),
    ("flatten([1, [2, [3]]])", [Decimal(1), Decimal(2), Decimal(3)]),
    ("reverse([1, 2])", [Decimal(2), Decimal(1)]),
    ("sublist([1, 2, 3], 2)", [Decimal(2), Decimal(3)]),
    ("sublist([1, 2, 3], -2, 1)", [Decimal(2)]),
    ("sublist([1], 0)", None),
    ('string join(["a", null, "b"], ", ")', "a, b"),
    ('string join(["a", "b"])', "ab"),
    ("string join([1])", None),
    ('date(date and time("2026-01-31T20:00:00Z"))', date(2026, 2, 1)),
    ("date(2026, 2, 30)", None),
    ("date(2026, 2)", None),
    ('date("2026-01-" + "31")', date(2026, 1, 31)),
    ('date("31/01/" + "2569")', None),
    ('date and time("nonsense" + "")', None),
    ('duration("P1M1D" + "")', None),
    ('duration("P2W" + "")', None),
    ('duration("P" + "T")', None),
    (
        'years and months duration(date("2024-01-31"), date("2026-03-01"))',
        YearsMonths(25),
    ),
    ('years and months duration(date("2026-03-01"), date("2026-01-31"))', YearsMonths(-1)),
    ('day of week(date("2026-11-22"))', "Sunday"),
    ('month of year(date("2026-11-22"))', "November"),
    ('day of year(date("2026-02-01"))', Decimal(32)),
    ('week of year(date("2026-01-01"))', Decimal(1)),
]


@pytest.mark.parametrize(("text", "value"), TABLE)
def test_a_function_gives_its_value_or_null(text, value):
    answer = compile_expression(text).evaluate({}).value

    assert (type(answer), answer) == (type(value), value)


def test_every_function_is_in_the_table():
    named = {text.partition("(")[0] for text, _ in TABLE}

    assert named == set(BUILTINS)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_a_wrong_number_of_arguments_is_refused_when_read(name):
    least, most = BUILTINS[name].counts
    counts = [least - 1] if most is None else [least - 1, most + 1]

    for count in counts:
        with pytest.raises(FeelSyntaxError):
            compile_expression(f"{name}({', '.join(['x'] * count)})")


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_a_context_as_argument_gives_null_or_a_value_but_never_fails(name):
    least, _ = BUILTINS[name].counts
    expression = compile_expression(f"{name}({', '.join(['x'] * least)})")

    for given in ({}, [], [[]], "", -1, True, None, date(1, 1, 1), timedelta.min, YearsMonths(0)):
        expression.evaluate({"x": given})


def test_every_function_is_described():
    described = (Path(__file__).parents[3] / "docs" / "feel.md").read_text()

    assert [name for name in BUILTINS if name not in described] == []
