from datetime import date

import pytest

from engine.feel import compile_expression
from engine.forms import check_answers


def evaluate(text, names):
    return compile_expression(text).evaluate(names).value


@pytest.fixture
def judge():
    """Judge answers as on 19 November 2026, with FEEL as it is."""

    def judged(schema, posted, **names):
        return check_answers(
            schema, posted, today=date(2026, 11, 19), names=names, evaluate=evaluate
        )

    return judged
