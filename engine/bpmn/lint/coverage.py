"""Whether the answers of a choice and the ways out of a decision cover each other."""

import re
from collections.abc import Mapping
from typing import Final

from engine.bpmn.lint.diagram import Diagram, Node
from engine.bpmn.lint.expression_rules import DEFAULT_DEAD, GATEWAY_OVERLAP
from engine.bpmn.lint.reader import Reader
from engine.bpmn.lint.rules import Findings
from engine.bpmn.lint.values import dotted, shown
from engine.feel import Expression, Path, Value

_ONE_ANSWER: Final = re.compile(r'[\w.]+\s*=\s*"[^"]*"')
_SOME_ANSWERS: Final = re.compile(r'[\w.]+\s+in\s*[\[(]\s*"[^"]*"(?:\s*,\s*"[^"]*")*\s*[\])]')


def check_coverage(
    diagram: Diagram, reader: Reader, conditions: Mapping[str, Expression], findings: Findings
) -> None:
    """Look at decisions whose conditions all compare one answer; ``conditions`` by flow id."""
    for node in diagram.of_tag("exclusiveGateway"):
        outgoing = diagram.levels[node.level].outgoing.get(node.id, ())
        found = [conditions[flow.id] for flow in outgoing if flow.id in conditions]
        paths = {path for expression in found for path in expression.reads}
        if len(paths) == 1 and len(found) == len(outgoing) - 1:
            _check_answers(node, next(iter(paths)), found, reader, findings)


def _check_answers(
    node: Node, path: Path, conditions: list[Expression], reader: Reader, findings: Findings
) -> None:
    named: set[Value] = set()
    for expression in conditions:
        answers = _answers(expression, path)
        if not answers:
            return
        for answer in sorted(answers & named, key=repr):
            findings.add(GATEWAY_OVERLAP, node.place, name=dotted(path), literal=shown(answer))
        named |= answers
    key = reader.key_of(node.id, path)
    if key is None or key.values is None or not key.required or key.conditional:
        return
    if named >= set(key.values):
        findings.add(DEFAULT_DEAD, node.place, name=dotted(path))


def _answers(expression: Expression, path: Path) -> set[Value]:
    """Return the answers for which ``x = "a"`` or ``x in ["a", "b"]`` holds, none for others."""
    text = expression.text.strip()
    if not (_ONE_ANSWER.fullmatch(text) or _SOME_ANSWERS.fullmatch(text)):
        return set()
    return {literal for compared, literal in expression.literals_compared if compared == path}
