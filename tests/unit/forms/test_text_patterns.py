import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.text_patterns import PatternInvalid, read_pattern

TAKEN = [
    "^[0-9]{5}$",
    "^[A-Z]{2}[0-9]{9}TH$",
    "^a*a*a*b$",
    r"^\d{1,3}/25\d\d$",
    "^.+@.?x{2,}$",
    "^[^ab]+b?$",
    r"^[\d.-]*$",
    "^$",
]


@pytest.mark.parametrize("source", TAKEN)
@given(text=st.text(alphabet="ab01925/@xTHEA. -๑", max_size=14))
def test_a_pattern_matches_what_the_standard_library_matches(source, text):
    expected = re.fullmatch(source[1:-1], text, re.DOTALL) is not None
    assert read_pattern(source).matches(text) is expected


@pytest.mark.parametrize(
    "source",
    ["a", "^a", "a$", "^(a+)+$", "^a|b$", r"^(?=a)$", r"^\1$", "^[a$", "^a{101}$", "^a{3,2}$",
     "^a{0}$", "^[b-a]$", "^a**$", "^*a$", "^[a--b]$",
     "^" + "a{100}" * 5 + "$", "^" + "a" * 300 + "$"],
)  # fmt: skip
def test_what_could_run_for_hours_or_means_nothing_is_refused(source):
    with pytest.raises(PatternInvalid):
        read_pattern(source)


def test_a_pattern_that_backtracks_elsewhere_takes_few_steps_here():
    pattern = read_pattern("^[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*!$")
    assert not pattern.matches("a" * 500)
