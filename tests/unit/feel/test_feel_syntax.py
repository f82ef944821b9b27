"""What is refused, where the finger points, and what the tree tells without evaluation."""

import re
from datetime import date
from decimal import Decimal

import pytest

from engine.feel import FeelSyntaxError, compile_expression, is_name
from engine.feel.budget import MAX_CHARACTERS, MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "position", "en"),
    [
        ("", 0, "A value is expected before the end."),
        ("   ", 3, "A value is expected before the end."),
        ("= x", 0, "An expression is written without a leading =."),
        ("x = = 1", 4, "A value is expected before =."),
        ("x == 1", 3, "A value is expected before =."),
        ("x y", 2, "y is not expected here."),
        ("not x", 4, "x is not expected here."),
        ("(1 + 2", 6, ") is expected before the end."),
        ("[1, 2", 5, "] is expected before the end."),
        ("f(1)", 0, "There is no function f."),
        ("1 + working days(3)", 12, "days is not expected here."),
        ('matches("a", "a")', 0, "There is no function matches."),
        ("now()", 0, "There is no function now."),
        ('contains("a")', 0, "contains takes 2 arguments, not 1."),
        ("min()", 0, "min takes 1 or more arguments, not 0."),
        ("floor(1, 2, 3)", 0, "floor takes 1 to 2 arguments, not 3."),
        ('"abc', 0, 'The text has no closing " on its line.'),
        ('"a\nb"', 0, 'The text has no closing " on its line.'),
        ("“abc”", 0, 'A text stands in straight quotes ("), not in “.'),
        ("x = 'abc'", 4, "A text stands in straight quotes (\"), not in '."),
        ('x = "\\d"', 5, None),
        ('x = "\\u12"', 5, None),
        ('x = "\\UFFFFFF"', 5, None),
        ('x = "\\ud83d"', 5, "Half of a \\u pair is no character."),
        ("x && y", 2, "& has no place in an expression."),
        ("${x}", 0, "$ has no place in an expression."),
        ("{a: 1}", 0, "Contexts { } are not part of this language."),
        ("x\u200b = 1", 1, None),
        ('x = "\u202eabc"', 5, None),
        ("x\x00", 1, None),
        ("\ud800", 0, None),
        ("приём = 1", 0, "п has no place in an expression."),
        ("1a", 1, "a is not expected here."),
        ("1e5", 1, "e5 is not expected here."),
        ("x.1", 1, ".1 is not expected here."),
        ("x.", 2, "A name is expected before the end."),
        ("x.in", 2, "A name is expected before in."),
        ("x[1 > 2]", 4, None),
        ('x["a"]', 5, None),
        ("x[true]", 6, None),
        ("a < b < c", 6, "A comparison cannot go on with <; join two with and."),
        ("x between 1 or 3", 12, "and is expected before or."),
        ("x in [1..3", 10, "] ) [ is expected before the end."),
        ("x in (<5..9)", 8, "An end of a range is a value, before ..."),
        ("x in [1..2..3]", 10, None),
        ("if x then 1", 11, "else is expected before the end."),
        ("some x satisfies y", 7, "in is expected before satisfies."),
        ("for x in y return x", 0, "Loops with for are not part of this language."),
        ("function(x) x", 0, "Functions cannot be written in this language."),
        ("x instance of number", 2, "instance is not expected here."),
        ('@"2026-01-31"', 0, "@ has no place in an expression."),
        ("x // why", 3, "A value is expected before /."),
        ('1 + date("2026-02-30")', 4, "The constant in date( ) is not one that it can read."),
        ('duration("15 days")', 0, "The constant in duration( ) is not one that it can read."),
        ("date(null)", 0, "The constant in date( ) is not one that it can read."),
        ("().__class__", 1, "A value is expected before )."),
        ("x.__class__()", 11, "( is not expected here."),
        ("lambda: 1", 6, ": has no place in an expression."),
        ('__import__("os")', 0, "There is no function __import__."),
    ],
)
def test_a_slip_is_refused_where_it_stands(text, position, en):
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)

    assert refused.value.position == position
    assert refused.value.sentence.th
    assert en is None or refused.value.sentence.en == en


def test_two_thousand_characters_are_read_and_one_more_is_not():
    assert compile_expression("1" * MAX_CHARACTERS).evaluate({}).value > 10**1_999 - 1
    with pytest.raises(FeelSyntaxError):
        compile_expression("1" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("[", "]"), ("-", ""), ("not(", ")")])
def test_fifty_levels_are_read_and_more_are_not(opening, closing):
    depth = MAX_DEPTH if opening == "(" else MAX_DEPTH - 1

    compile_expression(f"{opening * depth}1{closing * depth}").evaluate({})
    with pytest.raises(FeelSyntaxError, match="more than 50 levels"):
        compile_expression(f"{opening * (MAX_DEPTH + 1)}1{closing * (MAX_DEPTH + 1)}")


@pytest.mark.parametrize(
    "repeated",
    [
        *("(", "[", "-", "if ", "x in [", "x in (", "some a in ", "not(", "x[", "1 - (", "]"),
        *("1 or 1 and 1 = 1 + 1 * 1 ** (", "x in ]", "every a in b satisfies ", "- -", "x in <"),
    ],
)
def test_no_nesting_exhausts_the_stack(repeated):
    with pytest.raises(FeelSyntaxError):
        compile_expression(repeated * (MAX_CHARACTERS // len(repeated)))


@pytest.mark.parametrize("joined", [" or ", " and ", " + ", " - ", " * ", "**", ".", ", "])
def test_length_is_not_depth(joined):
    names = joined.join(["x"] * 250)

    compile_expression(f"[{names}]").evaluate({"x": {}})


def test_steps_into_a_value_are_depth():
    with pytest.raises(FeelSyntaxError, match="more than 50 levels"):
        compile_expression(f"x{'[1]' * 60}")


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("sort.result = case.channel", {("sort", "result"), ("case", "channel")}),
        ("parties[1].kind", {("parties",)}),
        ("some p in parties satisfies p.kind = kind", {("parties",), ("kind",)}),
        ("some p in p satisfies p.x = 1", {("p",)}),
        ("(some a in b, c in a satisfies c) and c", {("b",), ("c",)}),
        ('deadline("x") + duration("P1D")', set()),
        ("case.received_on.year", {("case", "received_on", "year")}),
        ("x in (< low, [a..b], c)", {("x",), ("low",), ("a",), ("b",), ("c",)}),
        ("if a then b else c[d]", {("a",), ("b",), ("c",), ("d",)}),
        ("-a between b and c", {("a",), ("b",), ("c",)}),
        ("f(x).y", {("x",)}),
    ],
)
def test_the_free_paths_are_known_before_evaluation(text, reads):
    assert compile_expression(text, functions=("deadline", "f")).reads == reads


def test_calls_of_given_functions_are_known_with_their_literals():
    expression = compile_expression(
        'deadline("unit_report") > deadline(which, 1, null) and count(x) > 1',
        functions={"deadline"},
    )

    assert expression.calls == {
        ("deadline", ("unit_report",)),
        ("deadline", (None, Decimal(1), None)),
    }


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ('sort.result = "more_info"', {(("sort", "result"), "more_info")}),
        ('"a" != x', {(("x",), "a")}),
        ('x in ["a", "b", y]', {(("x",), "a"), (("x",), "b")}),
        ('x in ("a", ["b"], > 3)', {(("x",), "a"), (("x",), "b")}),
        ('not(x = "a" or y = true)', {(("x",), "a"), (("y",), True)}),
        ('x = date("2026-01-31")', {(("x",), date(2026, 1, 31))}),
        ("x = null", {(("x",), None)}),
        ('some p in ps satisfies p.kind = "a"', set()),
        ('x + y = "a"', set()),
        ('x > "a"', set()),
    ],
)
def test_literals_that_a_path_is_compared_with_are_known(text, pairs):
    assert compile_expression(text).literals_compared == pairs


def test_a_compiled_expression_is_kept_and_is_known_by_text_and_functions():
    text = 'deadline("kept") = null'

    assert compile_expression(text, functions=["deadline"]) is compile_expression(
        text, functions=("deadline",)
    )
    assert compile_expression("x") != compile_expression("x", functions=["deadline"])


@pytest.mark.parametrize("name", ["working days", "count", "if", "1a", "a.b"])
def test_a_function_must_have_a_new_single_name(name):
    with pytest.raises(ValueError, match=re.escape(name)):
        compile_expression("1", functions=[name])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(("sort_1", True), ("_x", True), ("ผลการตรวจสอบ_๑", True), ("น้ำ", True), ("not", True)),
        *(("in", False), ("๑ก", False), ("่ก", False), ("a b", False), ("a-b", False), ("é", False)),
    ],
)
def test_a_name_is_ascii_or_thai_and_not_reserved(text, answer):
    assert is_name(text) is answer
