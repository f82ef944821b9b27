"""Whatever is written and whatever is handed in: a value or a FeelError, and always the same."""

import copy
from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine.feel import (
    Evaluation,
    FeelBudgetExceeded,
    FeelError,
    FeelSyntaxError,
    FeelValueError,
    YearsMonths,
    compile_expression,
    names_from,
    parse_script,
)
from engine.feel.functions import BUILTINS

PIECES = [
    *("x", "y", "x.a", "list", "p", "ผล", "_", "1", ".5", "12.5", '"a"', '"\\n"', "true", "null"),
    *(
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "(",
        ")",
        "[",
        "]",
        ",",
        "..",
        ".",
    ),
    *("and", "or", "not", "if", "then", "else", "in", "between", "some", "every", "satisfies"),
    *("for", "return", "function", "instance", "{", "}", "@", "\\", '"', "\u200b", "\ud800", "\n"),
    *(f"{name}(" for name in BUILTINS),
]

atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.timedeltas(),
    st.integers(-9999, 9999).map(YearsMonths),
)
values = st.recursive(
    atoms,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
strangers = st.sampled_from(
    [object(), b"x", 1j, float("nan"), float("inf"), Decimal("sNaN"), {1: 2}, len, 10**999]
)


def combined(inner):
    """Larger expressions from smaller ones; all of them parse."""
    signs = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or"])
    names = st.sampled_from(sorted(BUILTINS))
    shapes = st.sampled_from(
        [
            "({a}).a[0 + ({b})]",
            "-({a})",
            "(if {a} then {b} else {c})",
            "(some p in ({a}), q in ({b}) satisfies p = q)",
            "(every p in ({a}) satisfies p.a > ({b}))",
            "({a}) between ({b}) and ({c})",
            "({a}) in (({b}))",
            "({a}) in [({b})..({c}))",
            "({a}) in (< ({b}), ({c}), ](1)..({a})[)",
            "[{a}, [{b}]]",
            "({a}).days",
        ]
    )
    return st.one_of(
        st.builds(call, names, inner, inner),
        st.builds("({}) {} ({})".format, inner, signs, inner),
        st.builds(lambda shape, a, b, c: shape.format(a=a, b=b, c=c), shapes, inner, inner, inner),
    )


def call(name, one, other):
    """Hide the arguments behind an `if`: a constant that is no date would be refused when read."""
    least, _ = BUILTINS[name].counts
    arguments = [f"if true then {one} else x", f"if true then {other} else x", "1"]
    return f"{name}({', '.join(arguments[: max(1, least)])})"


def evaluated(text, names):
    """The value, or the error that stands for it."""
    try:
        return compile_expression(text).evaluate(names)
    except FeelError as error:
        return error


expressions = st.recursive(
    st.sampled_from(
        [
            *("x", "y", "x.a", "y.year", "null", "true", "2", "-0.5", '"a"', "[]", "[1, 2]"),
            *('date("2026-01-31")', 'date and time("2026-01-31")', 'duration("P1D")'),
            'duration("P1M")',
        ]
    ),
    combined,
    max_leaves=5,
)


any_text = st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
any_script = st.text() | st.lists(st.sampled_from([*PIECES, "a = ", "\n"]), max_size=40).map(
    "".join
)


@pytest.mark.parametrize("read", [compile_expression, parse_script])
@given(text=any_text | any_script)
@example(text="x" * 3_000)
@example(text="(" * 2_000)
@example(text="\\")
def test_any_text_is_read_or_refused_with_a_sentence_and_a_place(read, text):
    refusal = None
    try:
        read(text)
    except FeelSyntaxError as error:
        refusal = error

    if refusal:
        assert 0 <= refusal.position <= len(text)
        assert refusal.sentence.th
        assert refusal.sentence.en


@given(expressions, values | strangers, values)
def test_every_expression_takes_every_value(text, x, y):
    answer = evaluated(text, {"x": x, "y": y})

    assert isinstance(answer, Evaluation | FeelBudgetExceeded | FeelValueError)


@given(expressions, values, values)
def test_an_evaluation_changes_nothing_and_can_be_done_again_from_its_reads(text, x, y):
    names = {"x": x, "y": y}
    before = copy.deepcopy(names)

    first = evaluated(text, names)

    assert names == before
    if isinstance(first, Evaluation):
        assert evaluated(text, names) == first
        assert evaluated(text, names_from(first.reads)) == first
        assert {tuple(path.split(".")) for path in first.reads} <= compile_expression(text).reads


def test_a_context_that_was_read_whole_is_given_back_without_what_it_lacked():
    text = "index of([x, [x.a]], y)"
    first = evaluated(text, {"x": {}, "y": {}})

    assert first.value == [1]
    assert evaluated(text, names_from(first.reads)) == first
    assert first.reads["x"] == {}


@given(values, values)
def test_equality_and_order_are_consistent(x, y):
    def ask(text):
        answer = evaluated(text, {"x": x, "y": y})
        return answer.value if isinstance(answer, Evaluation) else None

    assert ask("x = x") is not False
    assert ask("x = y") is ask("y = x")
    assert ask("x != y") is ask("not(x = y)")
    assert ask("x < y") is ask("y > x")
    assert ask("x <= y") is ask("not(y < x)")
    if ask("x < y") is not None:
        assert ask("x <= y") is ask("x < y or x = y")


truths = st.sampled_from([True, False, None])
TEXT = {True: "true", False: "false", None: "null"}


@given(truths, truths, truths)
def test_truth_follows_kleene(a, b, c):
    names = {"a": a, "b": b, "c": c}

    def ask(text):
        return compile_expression(text).evaluate(names).value

    assert ask("not(a and b)") is ask("not(a) or not(b)")
    assert ask("not(a or b)") is ask("not(a) and not(b)")
    assert ask("a and (b or c)") is ask("a and b or a and c")
    assert ask("a or b and c") is ask("(a or b) and (a or c)")
    assert ask("not(not(a))") is a
    assert ask("every v in [a, b, c] satisfies v") is ask("a and b and c")
    assert ask("some v in [a, b, c] satisfies v") is ask("a or b or c")
    assert ask("all(a, b, c)") is ask("a and b and c")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written_as_a_literal(text):
    literal = "".join(
        character if character.isalnum() else f"\\U{ord(character):06x}" for character in text
    )
    assume(len(literal) < 1_900)

    assert compile_expression(f'"{literal}"').evaluate({}).value == text


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(-5_000, 5_000))
def test_days_added_to_a_date_are_the_days_between(day, days):
    names = {"d": day, "span": timedelta(days=days)}

    def ask(text):
        return compile_expression(text).evaluate(names).value

    assert ask("(d + span) - d = span") is True
    assert ask("d + span - span = d") is True
    assert ask("date(string(d)) = d") is True
    assert ask("duration(string(span)) = span") is True


@given(st.integers(-9_999, 9_999))
def test_a_duration_of_months_is_read_as_it_is_written(months):
    names = {"m": YearsMonths(months)}

    assert compile_expression("duration(string(m)) = m").evaluate(names).value is True
    assert compile_expression("m.years * 12 + m.months").evaluate(names).value == months
