"""What expressions mean, one table a subject. Names of the tests say what a reader may rely on."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest

from engine.feel import YearsMonths, compile_expression
from engine.feel.values import OFFICE_ZONE

NAMES = MappingProxyType(
    {
        "sort": {"result": "more_info"},
        "case": {
            "is_anonymous": False,
            "received_at": datetime(2026, 1, 31, 20, 0, tzinfo=UTC),
            "received_on": date(2026, 1, 31),
            "loss": 0.1,
        },
        "sign_letter": {"units": ["u1", "u2"]},
        "respondents": [{"kind": "staff", "since": date(2020, 5, 1)}, {"kind": "outside"}],
        "ผล": {"สรุป": "มีมูล"},
        "n": 3,
        "nothing": None,
    }
)


def value_of(text: str):
    return compile_expression(text).evaluate(NAMES).value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", Decimal(1)),
        (".5", Decimal("0.5")),
        ("12.50", Decimal("12.5")),
        ("true", True),
        ("null", None),
        ('"ก\\"\\\\\\n\\t\\r\\u0e02\\U01F600\\ud83d\\ude00"', 'ก"\\\n\t\rข😀😀'),
        ("[]", []),
        ('[1, "a", [null]]', [Decimal(1), "a", [None]]),
        ('date("2026-02-28")', date(2026, 2, 28)),
        ("date(2024, 2, 29)", date(2024, 2, 29)),
        ('date and time("2026-01-31T08:30:00Z").hour', Decimal(15)),
        ('date and time("2026-01-31T08:30").hour', Decimal(8)),
        ('date and time("2026-01-31").minute', Decimal(0)),
        ('duration("P1DT2H3M4.5S")', timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ('duration("-PT30M")', timedelta(minutes=-30)),
        ('duration("P1Y2M")', YearsMonths(14)),
        ('duration("-P1M")', YearsMonths(-1)),
    ],
)
def test_a_literal_is_the_value_it_shows(text, value):
    answer = value_of(text)

    assert (type(answer), answer) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n", Decimal(3)),
        ("sort.result", "more_info"),
        ("ผล.สรุป", "มีมูล"),
        ("case.loss = 0.1", True),
        ("respondents.kind", ["staff", "outside"]),
        ("respondents[1].since.year", Decimal(2020)),
        ("respondents[-1].kind", "outside"),
        ("case.received_on.month", Decimal(1)),
        ("missing", None),
        ("missing.deeper.still", None),
        ("sort.result.deeper", None),
        ("n.year", None),
        ("respondents[3]", None),
        ("respondents[0]", None),
        ("respondents[1.5]", None),
        ("n[1]", None),
    ],
)
def test_a_path_finds_its_value_or_null(text, value):
    answer = value_of(text)

    assert (type(answer), answer) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("10 - 2 - 3", Decimal(5)),
        ("12 / 3 / 2", Decimal(2)),
        ("2 ** 3 ** 2", Decimal(64)),
        ("-2 ** 2", Decimal(4)),
        ("- -n", Decimal(3)),
        ("1 / 3 * 3 = 1", False),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 0", None),
        ("0 ** 0", Decimal(1)),
        ("0 ** -1", None),
        ("9 ** (9 ** 9)", None),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        ('"a" * 3', None),
        ("1 + null", None),
        ("1 + true", None),
        ('-"a"', None),
        ('date("2026-01-31") + duration("P1M")', date(2026, 2, 28)),
        ('date("2026-03-31") - duration("P1M")', date(2026, 2, 28)),
        ('duration("P15D") + date("2026-01-31")', date(2026, 2, 15)),
        ('date("2026-01-31") - duration("PT1H")', date(2026, 1, 30)),
        ('date("2026-03-01") - date("2026-02-01")', timedelta(days=28)),
        ('date("9999-12-31") + duration("P1D")', None),
        ('date("9999-12-31") + duration("P1M")', None),
        ('duration("P1D") * 2.5', timedelta(days=2.5)),
        ('2 * duration("P1M")', YearsMonths(2)),
        ('duration("P1Y") / 2', YearsMonths(6)),
        ('duration("P1D") / 0', None),
        ('duration("P1D") * 10 ** 30', None),
        ('-duration("P1M")', YearsMonths(-1)),
        ('duration("P1D") + duration("P1M")', None),
    ],
)
def test_arithmetic_gives_a_value_or_null_but_never_fails(text, value):
    answer = value_of(text)

    assert (type(answer), answer) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('sort.result = "more_info"', True),
        ('sort.result != "duplicate"', True),
        ("nothing = null", True),
        ("n = null", False),
        ("n != null", True),
        ('n = "3"', None),
        ('n != "3"', None),
        ("1 = true", None),
        ('date("2026-01-31") = date and time("2026-01-31")', None),
        ("[1, [2]] = [1, [2.0]]", True),
        ('[1] = ["1"]', False),
        ("sort = sort", True),
        ("case = sort", False),
        ("n >= 3", True),
        ("missing > 3", None),
        ("3 < null", None),
        ('"ก" < "ข"', True),
        ("true < false", None),
        ('duration("PT24H") = duration("P1D")', True),
        ('duration("P7D") > duration("P1D")', True),
        ('duration("P1Y") > duration("P1D")', None),
        ("n between 3 and 4", True),
        ("n between 4 and 3", False),
        ("n between null and 2", False),
        ("n between null and 4", None),
    ],
)
def test_a_comparison_is_true_false_or_unknown(text, value):
    assert value_of(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n in [1, 3]", True),
        ("n in []", False),
        ("n in [1..3]", True),
        ("n in [1..3)", False),
        ("n in (3..4]", False),
        ("n in ]2..3]", True),
        ("n in [1..3[", False),
        ("n in ]2..n + 1[", True),
        ("n in (]2..n[, 4) or true", True),
        ("n in [1..sign_letter.units[1]]", None),
        ("1 in [1..[3][1]]", True),
        ("n in (1..4)", True),
        ("n in > 2", True),
        ("n in (< 1, >= 3)", True),
        ("n in (< 1, [5..6], 3)", True),
        ('n in ("a", > 5)', False),
        ("n in (nothing, > 5)", False),
        ("missing in (> 5, 3)", None),
        ("nothing in [null]", True),
        ("nothing in (missing)", True),
        ("n in missing", None),
        ("n in [nothing..9]", None),
        ('"u2" in sign_letter.units', True),
        ('"u3" in ("u4", sign_letter.units)', False),
        ('"u1" in ("u4", sign_letter.units)', True),
        ("n in [1, 3] and true", True),
        ("n in [1, 3][2]", True),
        ("n in 2 + 1", True),
        ('case.received_on in [date("2026-01-01")..date("2026-02-01"))', True),
    ],
)
def test_in_looks_into_lists_ranges_and_tests(text, value):
    assert value_of(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('if n > 2 then "big" else "small"', "big"),
        ('if missing > 2 then "big" else "small"', "small"),
        ('if n then "set" else "a condition is true or not"', "a condition is true or not"),
        ("1 + if true then 2 else 3 + 4", Decimal(3)),
        ('some r in respondents satisfies r.kind = "staff"', True),
        ('every r in respondents satisfies r.kind = "staff"', False),
        ("some r in respondents satisfies r.since.year = 2020", True),
        ("every r in respondents satisfies r.since.year = 2020", False),
        ("some r in respondents satisfies r.missing > 1", None),
        ("some r in [] satisfies true", False),
        ("every r in [] satisfies false", True),
        ("some r in missing satisfies true", None),
        ("some a in [1, 2], b in [a + 1] satisfies a * b = 6", True),
        ("every n in [1, 2] satisfies (some n in [5] satisfies n = 5) and n < 3", True),
    ],
)
def test_choices_and_quantifiers(text, value):
    answer = value_of(text)

    assert (type(answer), answer) == (type(value), value)


T, F, U = True, False, None
TRUTH = {"T": "true", "F": "false", "U": "null"}


@pytest.mark.parametrize(
    ("word", "table"),
    [
        ("and", {"TT": T, "TF": F, "TU": U, "FF": F, "FU": F, "UU": U}),
        ("or", {"TT": T, "TF": T, "TU": T, "FF": F, "FU": U, "UU": U}),
    ],
)
def test_and_and_or_follow_the_three_valued_tables(word, table):
    for pair, value in table.items():
        one, other = (TRUTH[letter] for letter in pair)
        assert value_of(f"{one} {word} {other}") is value
        assert value_of(f"{other} {word} {one}") is value


def test_what_is_no_truth_value_is_unknown_to_and_or_and_not():
    assert value_of('"yes" and true') is None
    assert value_of("1 or false") is None
    assert value_of('not("yes")') is None
    assert value_of("not(null)") is None
    assert value_of("not(n = 4)") is True


def test_instants_are_told_in_the_zone_of_the_office():
    assert value_of("date(case.received_at)") == date(2026, 2, 1)
    assert value_of("case.received_at.hour") == 3
    assert value_of("case.received_at").tzinfo is OFFICE_ZONE
    assert value_of('case.received_at = date and time("2026-02-01T03:00:00+07:00")') is True
    assert value_of("string(case.received_at)") == "2026-02-01T03:00:00+07:00"


def test_the_longest_function_name_wins():
    assert value_of('date and time("2026-01-31T00:00:00Z") > date and time("2026-01-01")') is True
    assert compile_expression("date and n").reads == {("date",), ("n",)}
