"""Where our FEEL and feelin part, why, and the proof that they still do.

A difference that feelin or we give up fails here: then it leaves this list and docs/feel.md, and
the generator of ``test_feel_differential.py`` may write it.
"""

from typing import Any

import pytest

from engine.feel import FeelSyntaxError, compile_expression

REFUSED = "refused"  # a FeelSyntaxError, or an error thrown by feelin

NAMES: dict[str, Any] = {"x": 5, "flag": True, "items": [1, 2], "nothing": None}


# Why; the expression; our answer; feelin's answer.
DIFFERENCES = [
    (
        "feelin lets `in` bind looser than `and`; the standard and we do not",
        "x in [1, 5] and true",
        True,
        None,
    ),
    ("the same, with a range", "x in [1..9] or true", True, False),
    ("a condition holds only if it is true", 'if 5 then "yes" else "no"', "no", "yes"),
    ("some is an or, so null stays unknown", "some i in items satisfies null", None, False),
    ("every is an and, so null stays unknown", "every i in items satisfies null", None, False),
    ("kinds that have no order are unknown", '"a" >= 3', None, True),
    ("the same within a range", '"a" in [1..3]', None, True),
    ("the same for truth values", "true > false", None, REFUSED),
    ("an open end needs < or >; null is unknown", "x in [nothing..9]", None, True),
    ("a range does not run backwards", "x in [9..1]", False, True),
    ("between does not run backwards", "x between 9 and 1", False, True),
    ("between is two comparisons and an and", "x between nothing and 1", False, None),
    ("a value is no list of one", "count(x)", None, 1),
    ("a value is no list of one, for an index", "x[1]", None, 5),
    ("a list of one is no value", "[1] = 1", None, True),
    ("a list of one is no value, as argument", 'contains(["abc"], "b")', None, True),
    ("lists of different length are unequal", "[1] = [1, 2]", False, None),
    ("an index is a number", "items[flag]", None, [1, 2]),
    ("an index that is null finds nothing", "items[nothing]", None, []),
    ("filters are not in the subset", "items[item > 1]", REFUSED, [2]),
    ("loops are not in the subset", "for i in items return i", REFUSED, [1, 2]),
    ("contexts are not in the subset", "{a: 1}.a", REFUSED, 1),
    ("functions are not in the subset", "(function(a) a)(1)", REFUSED, 1),
    ("instance of is not in the subset", "x instance of number", REFUSED, True),
    ("regular expressions are not in the subset", 'matches("a", "a")', REFUSED, True),
    ("times of day are not in the subset", 'time("10:00:00").hour', REFUSED, 10),
    ("@ literals are not in the subset", '@"2026-01-31".year', REFUSED, 2026),
    ("comments are not in the subset", "x // why", REFUSED, 5),
    ("named arguments are not in the subset", 'duration(from: "P1D").days', REFUSED, 1),
    ("comparisons do not chain", "1 < 2 = true", REFUSED, True),
    ("text and numbers have no properties", '"a".b', REFUSED, None),
    ("an unknown function is a slip", "working days(3)", REFUSED, None),
    ("a wrong number of arguments is a slip", 'contains("a")', REFUSED, None),
    ("a constant date that is none is a slip", 'date("2026-02-30")', REFUSED, None),
    ("dates are YYYY-MM-DD", 'date("20260131")', REFUSED, {"$date": "2026-01-31"}),
    ("an unknown escape is a slip", r'"\x"', REFUSED, r"\x"),
    ("\\u takes four digits", r'"\u0e01b"', "กb", "\ue01b"),
    ("binary fractions do not add up", "0.1 + 0.2 = 0.3", True, False),
    ("34 digits, not 16", "10000000000000001 = 10000000000000000", False, True),
    ("a result without a place is null", "0 ** -1", None, {"$number": "Infinity"}),
    ("the same for roots", "(-8) ** 0.5", None, {"$number": "NaN"}),
    ("numbers end at 1E+6144", "10 ** 400 - 10 ** 400 = 0", True, False),
    ("large numbers are written in full", "string(10 ** 21)", "1" + "0" * 21, "1e+21"),
    ("an empty text is no number", 'number("")', None, 0),
    ("position 0 is none", 'substring("abc", 0)', None, "c"),
    ("min and max know all ordered kinds", 'min("a", "b")', "a", None),
    (
        "list contains compares as = does",
        'list contains([date("2026-01-31")], date("2026-01-31"))',
        True,
        False,
    ),
    ("a list among several tests is searched", "x in (items, [5, 6])", True, False),
    ("concatenate takes lists", "concatenate(items, 3)", None, [1, 2, 3]),
    ("lists have no text", "string(items)", None, "[1, 2]"),
    (
        "a date plus hours is a date",
        'date("2026-01-31") + duration("PT36H")',
        {"$date": "2026-02-01"},
        {"$instant": "2026-02-01T12:00:00Z"},
    ),
    (
        "a date and an instant do not subtract",
        'date and time("2026-01-31T12:00:00") - date("2026-01-31")',
        None,
        {"$duration": "PT12H"},
    ),
    (
        "instants are told in the zone of the office",
        'date(date and time("2026-01-31T20:00:00Z"))',
        {"$date": "2026-02-01"},
        {"$date": "2026-01-31"},
    ),
    (
        "without an offset it is the office's time",
        'date and time("2026-01-31T12:00:00") = date and time("2026-01-31T05:00:00Z")',
        True,
        False,
    ),
    (
        "instants subtract as instants",
        'date and time("2026-01-31T12:00:00+07:00") - date and time("2026-01-31T12:00:00Z")',
        {"$duration": "-PT7H"},
        {"$duration": "PT0S"},
    ),
    (
        "no number is made of dates",
        'duration("P1D") - date("2026-01-31")',
        None,
        {"$number": "NaN"},
    ),
    (
        "long durations are compared to the second",
        'duration("P200D") = duration("P201D")',
        False,
        True,
    ),
    ("the kinds of duration differ", 'duration("P1Y") > duration("P1D")', None, True),
    ("durations multiply", 'duration("P1D") * 2', {"$duration": "P2D"}, None),
    ("durations have a minus", '-duration("P1D")', {"$duration": "-P1D"}, None),
    (
        "years and months leave out the days",
        'years and months duration(date("2026-01-31"), date("2026-03-01"))',
        {"$duration": "P1M"},
        {"$duration": "P1M1D"},
    ),
    ("durations do not mix their kinds", 'duration("P1M3D")', REFUSED, {"$duration": "P1M3D"}),
]


@pytest.fixture(scope="module")
def answers(ask_feelin):
    texts = [text for _, text, _, _ in DIFFERENCES]
    return dict(
        zip(texts, ask_feelin({"text": text, "context": NAMES} for text in texts), strict=True)
    )


@pytest.mark.parametrize(
    ("reason", "text", "ours", "feelin"), DIFFERENCES, ids=[text for _, text, _, _ in DIFFERENCES]
)
def test_a_listed_difference_still_is_one(reason, text, ours, feelin, answers, as_json):
    try:
        answer = as_json(compile_expression(text).evaluate(NAMES).value)
    except FeelSyntaxError:
        answer = REFUSED

    assert answer == ours, reason
    assert answers[text].get("value", REFUSED) == feelin, reason
    assert repr(ours) != repr(feelin)
