"""The expressions of a diagram and of its forms, each judged where it is evaluated."""

from collections.abc import Collection
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.coverage import check_coverage
from engine.bpmn.lint.diagram import Diagram, place_of, printable
from engine.bpmn.lint.expression_rules import LANGUAGE
from engine.bpmn.lint.forms import Forms
from engine.bpmn.lint.provided import Definition
from engine.bpmn.lint.reader import Reader
from engine.bpmn.lint.rules import Findings
from engine.bpmn.lint.scripts import check_scripts
from engine.bpmn.lint.sites import expression_sites
from engine.bpmn.xml import Element
from engine.feel import Expression

_FEEL: Final = frozenset(
    {"feel", "https://www.omg.org/spec/dmn/20191111/feel/", "http://www.omg.org/spec/feel/20140401"}
)
_EXPRESSIONS: Final = (names.CONDITION, names.TIME_DATE, names.TIME_DURATION, names.TIME_CYCLE)


def check_language(root: Element, findings: Findings) -> None:
    for element in (root, *root.iter(*_EXPRESSIONS)):
        language = element.get("expressionLanguage") or element.get("language")
        if language and language.strip().lower() not in _FEEL:
            holder = element if element is root else element.getparent()
            place = place_of(root if holder is None else holder)
            findings.add(LANGUAGE, place, language=printable(language))


def check_expressions(
    diagram: Diagram,
    definition: Definition,
    forms: Forms,
    deadlines: Collection[str] | None,
    findings: Findings,
) -> None:
    reader = Reader(diagram, definition, deadlines, findings)
    check_coverage(diagram, reader, _read_all(diagram, forms, reader), findings)
    check_scripts(diagram, reader, findings)


def _read_all(diagram: Diagram, forms: Forms, reader: Reader) -> dict[str, Expression]:
    """Check every expression; return those of conditions by the id of their flow."""
    conditions = {}
    for site in expression_sites(diagram, forms):
        expression = reader.compile(site)
        if expression is None:
            continue
        reader.check(site, expression)
        if site.flow is not None:
            conditions[site.flow.id] = expression
    return conditions
