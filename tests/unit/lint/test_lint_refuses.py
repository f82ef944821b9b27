"""Each wrong diagram is refused by the rule that is meant, at the element that is meant."""

import re

import pytest

from engine.bpmn.lint import RULES, Grade
from engine.errors import Severity
from tests.unit.lint.wrong import WRONG

PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


@pytest.mark.parametrize("situation", WRONG)
def test_a_wrong_diagram_is_refused_where_it_is_wrong(situation: str) -> None:
    wrong = WRONG[situation]
    report = wrong.report()
    found = [(problem.rule, problem.element) for problem in report.problems]
    if wrong.element:
        assert (wrong.rule, wrong.element) in found
    else:
        assert wrong.rule in {rule for rule, _ in found}
    if RULES[wrong.rule].grade is not Grade.WARNING:
        assert not report.ok
    assert report.is_unsafe == any(RULES[rule].grade is Grade.UNSAFE for rule, _ in found)


@pytest.mark.parametrize("situation", WRONG)
def test_every_problem_says_where_in_words_of_both_languages(situation: str) -> None:
    for problem in WRONG[situation].report().problems:
        assert problem.line >= 1
        assert not PLACEHOLDER.search(problem.message.th)
        assert not PLACEHOLDER.search(problem.message.en)
        assert any("ก" <= letter <= "๛" for letter in problem.message.th)
        assert problem.message.en.isascii() or problem.message.en != problem.message.th
        if problem.element:
            assert problem.element in problem.message.th
            assert problem.element in problem.message.en
        expected = (
            Severity.WARNING if RULES[problem.rule].grade is Grade.WARNING else Severity.ERROR
        )
        assert problem.severity is expected
