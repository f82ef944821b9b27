import pytest

from engine.office.toml_lines import line_of, lines_by_key

TEXT = '''# a comment with [brackets] = "and quotes"
title = "one"

[office]
name = { th = "สำนักงาน # ไม่ใช่ความเห็น", en = "x" }
"quoted.key" = 'a [ b'
long = """
[not.a.table]
still = "text" \\""" end
"""
after = 1

[units.plan] # a comment
tags = [
  "a", # first
  "b]",
  [1, 2],
]
dotted.deep.key = true

[[chains.default]]
role = "officer"

[[chains.default]]
role = "head"
[chains.default.more]
x = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("office",), 4),
        (("office", "name"), 5),
        (("office", "name", "en"), 5),
        (("office", "quoted.key"), 6),
        (("office", "long"), 7),
        (("office", "after"), 11),
        (("units", "plan"), 13),
        (("units", "plan", "tags"), 14),
        (("units", "plan", "tags", 0), 15),
        (("units", "plan", "tags", 1), 16),
        (("units", "plan", "tags", 2, 1), 17),
        (("units", "plan", "dotted", "deep", "key"), 19),
        (("chains", "default"), 21),
        (("chains", "default", 0, "role"), 22),
        (("chains", "default", 1), 24),
        (("chains", "default", 1, "role"), 25),
        (("chains", "default", 1, "more", "x"), 27),
    ],
)
def test_every_key_is_found_on_its_line(path, line):
    assert lines_by_key(TEXT)[path] == line


def test_a_key_that_is_missing_stands_where_its_table_stands():
    lines = lines_by_key(TEXT)
    assert line_of(lines, ("units", "plan", "name")) == 13
    assert line_of(lines, ("mail", "enabled")) == 1


def test_windows_line_ends_count_as_one():
    assert lines_by_key(TEXT.replace("\n", "\r\n")) == lines_by_key(TEXT)


def test_an_escaped_quoted_key_is_known_by_its_real_name():
    assert lines_by_key('"\\u0e01 \\"\\t\\U00000e02" = 1') == {('ก "\tข',): 1}
