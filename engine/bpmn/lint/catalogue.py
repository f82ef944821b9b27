"""Every rule of the lint by its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.bpmn.lint import (
    calls,
    cycles,
    definition,
    drawing,
    elements,
    expression_rules,
    forms,
    gateways,
    lanes,
    paths,
    schema,
    shape,
    source,
    structure,
    texts,
    timers,
    tokens,
)
from engine.bpmn.lint.rules import Grade, Rule

SUBJECTS: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        "The file": (*paths.RULES, *source.RULES, *definition.RULES, *schema.RULES),
        "Process and ids": structure.RULES,
        "Elements and extensions": elements.RULES,
        "Names and size": texts.RULES,
        "Drawing": drawing.RULES,
        "Shape": shape.RULES,
        "Decisions": gateways.RULES,
        "Loops": cycles.RULES,
        "Splits and joins": tokens.RULES,
        "People": lanes.RULES,
        "Forms": forms.RULES,
        "Calls, items and system steps": calls.RULES,
        "Timers and deadlines": timers.RULES,
        "Expressions and scripts": expression_rules.RULES,
    }
)
"""The rules by subject, in the order of docs/lint.md."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.key: rule for rules in SUBJECTS.values() for rule in rules}
)


def grade_of(key: str) -> Grade:
    """Return what a finding of this rule stops; raises KeyError."""
    return RULES[key].grade
