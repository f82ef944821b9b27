"""Forms: form-js JSON as schemas, and the judging of what people answered.

Pure: no database, no pages, and no FEEL of its own; who calls hands in ``evaluate``.
"""

from engine.forms.answers import (
    SEALED_MARK,
    CheckedAnswers,
    SealedValue,
    check_answers,
    initial_answers,
    initial_row,
    readable_answers,
)
from engine.forms.brief import brief_form
from engine.forms.components import Label, Option
from engine.forms.parsing import parse_form
from engine.forms.schema import AnswerKey, FormExpression, FormSchema
from engine.forms.visibility import Evaluate, hidden_ids
from engine.forms.vocabulary import FORM_NAMES
from engine.forms.wording import split_paper

__all__ = [
    "FORM_NAMES",
    "SEALED_MARK",
    "AnswerKey",
    "CheckedAnswers",
    "Evaluate",
    "FormExpression",
    "FormSchema",
    "Label",
    "Option",
    "SealedValue",
    "brief_form",
    "check_answers",
    "hidden_ids",
    "initial_answers",
    "initial_row",
    "parse_form",
    "readable_answers",
    "split_paper",
]
