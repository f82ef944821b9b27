"""Every wrong diagram by its situation, each with the rule and element that lint must name."""

from tests.unit.lint.making import Wrong
from tests.unit.lint.wrong_expressions import WRONG_EXPRESSIONS
from tests.unit.lint.wrong_files import WRONG_FILES
from tests.unit.lint.wrong_graphs import WRONG_GRAPHS
from tests.unit.lint.wrong_people import WRONG_PEOPLE

WRONG: dict[str, Wrong] = {**WRONG_FILES, **WRONG_GRAPHS, **WRONG_PEOPLE, **WRONG_EXPRESSIONS}
