"""docs/needs.md names, for every need, tests that there are, that run, and that hold it alone."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| (U\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROWS = ROW.findall((ROOT / "docs" / "needs.md").read_text(encoding="utf-8"))


def function_of(path, name):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert found, f"{path} has no {name}"
    return found[0]


@pytest.mark.parametrize("held_by", [row[2] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_need_is_held_by_tests_that_there_are_and_that_run(held_by):
    named = TEST.findall(held_by)
    assert named
    assert TEST.sub("", held_by).strip() == "", "every test is named by file and function"
    for path, name in named:
        function = function_of(path, name)
        marks = " ".join(ast.unparse(each) for each in function.decorator_list)
        assert not re.search(r"\b(skip|skipif|xfail|long)\b", marks), name


def test_no_test_holds_two_needs_and_no_need_stands_twice():
    named = [test for _, _, held_by in ROWS for test in TEST.findall(held_by)]
    assert len(named) == len(set(named))
    assert len(ROWS) == len({number for number, _, _ in ROWS})
    assert len(ROWS) >= 18
