"""Lint: what would go wrong with a diagram, told before it runs, in words for its owner.

``UNSAFE`` findings refuse the saving of a draft, errors refuse review and publication, warnings
only speak. Nothing here raises for what is in a file, and time and memory are bounded by its size.
docs/lint.md lists every rule.
"""

from collections.abc import Collection, Mapping

from engine.bpmn.lint.catalogue import RULES, grade_of
from engine.bpmn.lint.definition import Surroundings, lint_sources
from engine.bpmn.lint.paths import lint_paths
from engine.bpmn.lint.report import FileReport, LintReport, to_json
from engine.bpmn.lint.rules import Grade, Rule
from engine.bpmn.names import SYSTEM_TOPICS

__all__ = [
    "RULES",
    "FileReport",
    "Grade",
    "LintReport",
    "Rule",
    "Surroundings",
    "grade_of",
    "lint_bytes",
    "lint_definition",
    "lint_paths",
    "to_json",
]


def lint_definition(
    sources: Mapping[str, bytes],
    forms: Mapping[str, bytes],
    *,
    roles: Collection[str],
    deadlines: Collection[str] | None = None,
    topics: Collection[str] = SYSTEM_TOPICS,
    cycles: Collection[str] | None = None,
    context: Mapping[str, bytes] | None = None,
) -> LintReport:
    """Judge BPMN files together: they may call one another and those in ``context``.

    ``sources`` and ``context`` map file names to bytes, ``forms`` file names or formRefs. With
    ``deadlines`` or ``cycles`` None no office profile is at hand and their names pass unchecked.
    """
    around = Surroundings(roles, topics, deadlines, cycles, context or {})
    return lint_sources(sources, forms, around)


def lint_bytes(
    file: str,
    data: bytes,
    forms: Mapping[str, bytes],
    *,
    roles: Collection[str],
    deadlines: Collection[str] | None = None,
    topics: Collection[str] = SYSTEM_TOPICS,
    cycles: Collection[str] | None = None,
    context: Mapping[str, bytes] | None = None,
) -> FileReport:
    """Judge one BPMN file; what it calls is looked for in ``context``."""
    report = lint_definition(
        {file: data},
        forms,
        roles=roles,
        deadlines=deadlines,
        topics=topics,
        cycles=cycles,
        context=context,
    )
    return report.files[0]
