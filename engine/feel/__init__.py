"""FEEL, the part of it that Sucharit speaks: conditions, due dates, timers, script lines.

docs/feel.md describes the language. Nothing but the names and functions handed in can be reached,
nothing is changed, and time and memory are bounded.
"""

from engine.feel.errors import FeelBudgetExceeded, FeelError, FeelSyntaxError, FeelValueError
from engine.feel.expression import Evaluation, Expression, compile_expression, names_from
from engine.feel.lexer import is_name
from engine.feel.run import Called
from engine.feel.script import Assignment, parse_script
from engine.feel.syntax import Path
from engine.feel.temporals import PROPERTY_NAMES
from engine.feel.values import Value, YearsMonths

__all__ = [
    "PROPERTY_NAMES",
    "Assignment",
    "Called",
    "Evaluation",
    "Expression",
    "FeelBudgetExceeded",
    "FeelError",
    "FeelSyntaxError",
    "FeelValueError",
    "Path",
    "Value",
    "YearsMonths",
    "compile_expression",
    "is_name",
    "names_from",
    "parse_script",
]
