"""Any text is a profile or a list of located problems."""

import contextlib
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ProfileInvalid
from engine.office.profile import check_profile, parse_profile
from engine.office.toml_lines import lines_by_key
from engine.resources import bundled_dir

SCALARS = [
    *("1", "-0x1F", "1_000.5e-3", "inf", "true", "1979-05-27 07:32:00", "07:32:00", "2026-11-22"),
    *('"a # ] } \\" , b"', "'c:\\x'", '""', '"""\n[x]\na = 1 ""\\"""" # \n"""', "'''\n}'']'''"),
    *('""""q""""', '"""two"""""', "'''''q'''''"),
]
KEYS = st.sampled_from(["a", "b-1", "'c d'", '"e.\\u0e01"', "f . g", "h.'i'.\"j\"", "1.2"])
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ " + " , # x ]\n".join(items) + "\n]"),
        st.lists(st.tuples(KEYS, inner), max_size=3).map(
            lambda pairs: "{" + ",".join(f"{key} = {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=6,
)
STATEMENTS = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]} # end"),
    KEYS.map(lambda key: f"[ {key} ] # table"),
    KEYS.map(lambda key: f"[[{key}]]"),
)
LINES = (bundled_dir("processes") / "offices" / "tambon.toml").read_text("utf-8").splitlines()
SNIPPETS = st.sampled_from(
    [
        "[office]",
        "[[office]]",
        "a = 1",
        'b = "x"',
        "c.d = [1, {e = 2}]",
        "",
        "# x",
        "'f g' = '''\n'''",
    ]
)


def _paths(value, path=()):
    if isinstance(value, dict):
        for name, below in value.items():
            yield (*path, name)
            yield from _paths(below, (*path, name))
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield (*path, at)
            yield from _paths(below, (*path, at))


@given(st.one_of(st.text(), st.lists(SNIPPETS).map("\n".join)))
def test_any_text_gives_located_problems(text):
    with contextlib.suppress(ProfileInvalid):
        parse_profile(text, "any.toml")


@given(st.data())
def test_a_profile_with_lines_lost_or_changed_gives_problems_within_it(data):
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = data.draw(st.lists(SNIPPETS, max_size=1))
    text = "\n".join(lines)
    for problem in check_profile(text):
        assert 1 <= problem.line <= text.count("\n") + 1


@given(st.lists(st.one_of(SNIPPETS, STATEMENTS), max_size=6).map("\n".join))
def test_every_key_that_is_read_has_a_line(text):
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = lines_by_key(text)
    for path in _paths(tables):
        assert 1 <= lines[path] <= text.count("\n") + 1


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_a_key_after_any_values_is_found_on_its_own_line(values):
    text = ""
    for number, value in enumerate(values):
        before = text + f"key{number} = "
        try:
            tomllib.loads(before + value)
        except tomllib.TOMLDecodeError:
            value = "1"  # noqa: PLW2901 - a key twice in one inline table: not TOML
        line = text.count("\n") + 1
        text = before + value + "\n"
        assert lines_by_key(text)[(f"key{number}",)] == line
