"""Any text is a profile or a list of located problems."""

import contextlib
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ProfileInvalid
from engine.office.profile import check_profile, parse_profile
from engine.office.toml_lines import lines_by_key
from engine.resources import bundled_dir

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


@given(st.lists(SNIPPETS).map("\n".join))
def test_every_key_that_is_read_has_a_line(text):
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = lines_by_key(text)
    for path in _paths(tables):
        assert 1 <= lines[path] <= text.count("\n") + 1
