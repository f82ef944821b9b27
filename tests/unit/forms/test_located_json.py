import json

import pytest

from engine.forms.located_json import JsonInvalid, read_json


def test_values_are_those_of_the_standard_library():
    text = '{"a": [1, -2.50, "ก\\u0e02\\n", true, false, null, {}, []], "b": {"c": "\\"/"}}'
    assert json.dumps(read_json(text.encode()).plain(), default=float) == json.dumps(
        json.loads(text)
    )


def test_every_value_knows_its_line():
    node = read_json(b'{\n"a": 1,\n\n"b": [\n2,\n{"c":\n3}]}')
    members = node.value
    assert (node.line, members["a"].line, members["b"].line) == (1, 2, 4)
    assert members["b"].value[1].value["c"].line == 7


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{", 1),
        ('{\n"a" 1}', 2),
        ('{"a": 1,\n\n"a": 2}', 3),
        ("[1,\n]", 2),
        ("NaN", 1),
        ("[1] x", 1),
        ('"\n"', 1),
        ('"\\ud800"', 1),
        ("1" * 31, 1),
        ("01", 1),
        ("[" * 60, 1),
        ("{'a': 1}", 1),
    ],
)
def test_what_is_not_json_is_refused_with_its_line(text, line):
    with pytest.raises(JsonInvalid) as refused:
        read_json(text.encode())
    assert refused.value.line == line


def test_bytes_that_are_not_utf_8_are_refused_with_their_line():
    with pytest.raises(JsonInvalid) as refused:
        read_json(b'{\n"a": "\xff"}')
    assert refused.value.line == 2


def test_a_byte_order_mark_is_passed_over():
    assert read_json(b"\xef\xbb\xbf7").plain() == 7
