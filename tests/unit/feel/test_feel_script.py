"""The lines of a script task."""

import pytest

from engine.feel import FeelSyntaxError, parse_script
from engine.feel.budget import MAX_CHARACTERS


def test_each_line_is_an_assignment():
    first, second = parse_script(
        '\n// the answer decides\n  result = sort.result = "accept"\r\nผล = deadline("x")\n',
        functions=["deadline"],
    )

    assert (first.target, first.expression.text, first.line) == (
        "result",
        'sort.result = "accept"',
        3,
    )
    assert (second.target, second.expression.calls, second.line) == (
        "ผล",
        {("deadline", ("x",))},
        4,
    )


def test_an_empty_script_assigns_nothing():
    assert parse_script(" \n\n// nothing") == ()


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a = 1\nb", 6),
        ("a = 1\n  b.c = 1", 8),
        ("case.category = 1", 0),
        ("= 1", 0),
        ("if = 1", 0),
        ("a = 1\nb =  1 +", 14),
        ("a =", 3),
        ("a = f(1)", 4),
        ("x" * (MAX_CHARACTERS + 1), MAX_CHARACTERS),
    ],
)
def test_a_slip_is_refused_at_its_place_in_the_whole_script(text, position):
    with pytest.raises(FeelSyntaxError) as refused:
        parse_script(text)

    assert refused.value.position == position
