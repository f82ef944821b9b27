"""Script tasks: FEEL lines that set declared names of their own and nothing else."""

from engine.bpmn import names
from engine.bpmn.lint.diagram import Diagram, Node, printable, properties_of
from engine.bpmn.lint.expression_rules import (
    SCRIPT_EMPTY,
    SCRIPT_FORMAT,
    SCRIPT_TARGET,
    SCRIPT_UNDECLARED,
)
from engine.bpmn.lint.provided import FUNCTIONS
from engine.bpmn.lint.reader import Reader
from engine.bpmn.lint.rules import Findings
from engine.bpmn.lint.sites import Site, Use
from engine.bpmn.lint.texts import is_feel_name
from engine.bpmn.lint.timers import text_of
from engine.feel import Assignment, FeelSyntaxError, parse_script


def check_scripts(diagram: Diagram, reader: Reader, findings: Findings) -> None:
    taken = set(diagram.nodes) | {
        loop.get(names.ELEMENT_VARIABLE, "") for loop in diagram.process.iter(names.MULTI_INSTANCE)
    }
    for node in diagram.of_tag("scriptTask"):
        assignments = _read(node, reader, findings)
        targets: set[str] = set()
        for assignment in assignments:
            if not is_feel_name(assignment.target) or assignment.target in taken:
                findings.add(SCRIPT_TARGET, node.place, name=printable(assignment.target))
            site = Site(Use.SCRIPT, node, node.place, assignment.expression.text)
            reader.check(site, assignment.expression, targets)
            targets.add(assignment.target)
        if assignments:
            _check_declared(node, targets, findings)


def _read(node: Node, reader: Reader, findings: Findings) -> tuple[Assignment, ...]:
    script_format = node.element.get("scriptFormat", "")
    if script_format != "feel":
        findings.add(SCRIPT_FORMAT, node.place, format=printable(script_format) or "-")
        return ()
    script = node.element.find(names.SCRIPT)
    text = "" if script is None else text_of(script)
    try:
        assignments = parse_script(text, functions=FUNCTIONS)
    except FeelSyntaxError as error:
        reader.tell_syntax(node.place, text, error)
        return ()
    if not assignments:
        findings.add(SCRIPT_EMPTY, node.place)
    return assignments


def _check_declared(node: Node, targets: set[str], findings: Findings) -> None:
    property_text = properties_of(node.element).get("targets", "")
    declared = {name.strip() for name in property_text.split(",")} - {""}
    if declared != targets:
        findings.add(
            SCRIPT_UNDECLARED,
            node.place,
            declared=printable(", ".join(sorted(declared))) or "-",
            assigned=printable(", ".join(sorted(targets))),
        )
