"""Lint of whole definitions: each file by itself, then what the files are to one another."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.bpmn.lint.calls import check_call_graph, check_calls
from engine.bpmn.lint.cycles import check_cycles, levels_crossed_at_once
from engine.bpmn.lint.diagram import Diagram, read_diagram, stem_of, whole_file
from engine.bpmn.lint.drawing import check_drawing
from engine.bpmn.lint.elements import check_elements
from engine.bpmn.lint.expressions import check_expressions, check_language
from engine.bpmn.lint.forms import Forms, check_forms, form_of, read_forms
from engine.bpmn.lint.gateways import check_gateways
from engine.bpmn.lint.lanes import check_lanes
from engine.bpmn.lint.provided import Definition
from engine.bpmn.lint.report import FileReport, LintReport
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.lint.schema import check_schema
from engine.bpmn.lint.shape import check_shape
from engine.bpmn.lint.source import read_source
from engine.bpmn.lint.structure import find_process
from engine.bpmn.lint.texts import check_names, check_size, check_texts
from engine.bpmn.lint.timers import check_timers
from engine.bpmn.lint.tokens import check_tokens
from engine.bpmn.names import SYSTEM_TOPICS
from engine.bpmn.xml import Element
from engine.errors import Sentence, Severity

PROCESS_TWICE = Rule(
    "process_id_taken",
    Grade.UNSAFE,
    Sentence(
        "{subject} มีกระบวนงานเดียวกับแฟ้ม {other}", "{subject} holds the same process as {other}."
    ),
    Sentence("ส่งเพียงแฟ้มเดียว", "Send only one of them."),
    "Which of the two would run depended on the order of files.",
)
TOO_MANY_PROBLEMS = Rule(
    "too_many_problems",
    Grade.ERROR,
    Sentence("{subject} มีปัญหามากกว่าที่แสดง", "{subject} has more problems than are shown."),
    Sentence("แก้ที่แสดงก่อนแล้วตรวจใหม่", "Mend these and check again."),
    "A list of thousands would hide the first ones.",
)
RULES: Final = (PROCESS_TWICE, TOO_MANY_PROBLEMS)


@dataclass(frozen=True)
class Surroundings:
    """What a definition may name outside itself.

    ``deadlines`` and ``cycles``: None when no office profile is at hand, then their names are not
    checked. ``processes``: files that may be called but are not reported on.
    """

    roles: Collection[str]
    topics: Collection[str] = SYSTEM_TOPICS
    deadlines: Collection[str] | None = None
    cycles: Collection[str] | None = None
    processes: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class _File:
    """A file as far as it could be read; ``diagram`` None: it cannot be looked into further."""

    name: str
    findings: Findings
    root: Element | None = None
    diagram: Diagram | None = None
    process: str = ""


def lint_sources(
    sources: Mapping[str, bytes], forms: Mapping[str, bytes], around: Surroundings
) -> LintReport:
    files = [_read(name, data) for name, data in sources.items()]
    _refuse_second_of_a_process(files)
    everything = [*files, *(_read(name, data) for name, data in around.processes.items())]
    diagrams: dict[str, Diagram] = {}
    for file in everything:
        if file.diagram is not None:
            diagrams.setdefault(file.diagram.id, file.diagram)
    known = {file.process for file in everything if file.process}
    nodes = (node for diagram in diagrams.values() for node in diagram.nodes.values())
    schemas = read_forms(forms, {form_of(node) for node in nodes})
    definition = Definition(diagrams, schemas)
    crossed = levels_crossed_at_once(diagrams.values())
    for file in files:
        if file.diagram is not None and file.root is not None:
            _check_alone(file.root, file.diagram, schemas, around, known, file.findings)
            check_cycles(file.diagram, crossed, file.findings)
            check_expressions(file.diagram, definition, schemas, around.deadlines, file.findings)
    findings_of = {file.diagram.id: file.findings for file in files if file.diagram is not None}
    check_call_graph(diagrams, findings_of)
    for file in files:
        _look_last(file)
    return LintReport(tuple(_report(file) for file in files))


def _read(name: str, data: bytes) -> _File:
    findings = Findings()
    root = read_source(name, data, findings)
    if root is None:
        return _File(name, findings)
    process = find_process(name, root, findings)
    check_elements(root, findings)
    check_texts(root, findings)
    if process is None:
        return _File(name, findings, root)
    small = check_size(process, findings)
    diagram = read_diagram(name, root, process) if small else None
    return _File(name, findings, root, diagram, process.get("id", ""))


def _refuse_second_of_a_process(files: list[_File]) -> None:
    first: dict[str, str] = {}
    for file in files:
        other = first.setdefault(stem_of(file.name), file.name)
        if other != file.name:
            place, shown = whole_file(file.name), whole_file(other).label
            file.findings.add(PROCESS_TWICE, place, other=shown)
            file.diagram = None


def _check_alone(
    root: Element,
    diagram: Diagram,
    forms: Forms,
    around: Surroundings,
    known: Collection[str],
    findings: Findings,
) -> None:
    check_names(diagram, findings)
    check_language(root, findings)
    check_lanes(diagram, around.roles, findings)
    check_forms(diagram, forms, findings)
    check_timers(diagram, around.deadlines, around.cycles, findings)
    check_calls(diagram, known, around.topics, findings)
    check_gateways(diagram, findings)
    check_drawing(root, diagram, findings)
    check_shape(diagram, findings)
    check_tokens(diagram, findings)


def _look_last(file: _File) -> None:
    """Ask the schema where no rule spoke: its words help nobody who has better ones."""
    if file.root is not None and all(
        problem.severity is not Severity.ERROR for problem in file.findings
    ):
        check_schema(file.root, file.findings)


def _report(file: _File) -> FileReport:
    problems = list(file.findings)
    if file.findings.were_cut:
        more = Findings()
        more.add(TOO_MANY_PROBLEMS, whole_file(file.name, max(each.line for each in problems)))
        problems.extend(more)
    problems.sort(key=lambda each: (each.line, each.severity is Severity.WARNING))
    return FileReport(file.name, tuple(problems), file.findings.are_unsafe)
