"""Where a diagram holds FEEL: each text with the node at which it is evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn import names
from engine.bpmn.lint.calls import collection_of
from engine.bpmn.lint.diagram import Diagram, Flow, Node
from engine.bpmn.lint.forms import Forms, form_of
from engine.bpmn.lint.gateways import has_condition
from engine.bpmn.lint.rules import Place
from engine.bpmn.lint.timers import text_of, times_of
from engine.bpmn.timers import ISO_LITERAL
from engine.errors import Sentence
from engine.forms.schema import FormSchema


class Use(StrEnum):
    CONDITION = "condition"
    TIMER = "timer"
    COLLECTION = "collection"
    CANDIDATES = "candidates"
    SCRIPT = "script"
    FORM = "form"


@dataclass(frozen=True)
class Site:
    """One expression. ``at`` is the node where it is evaluated; ``flow`` the condition's flow.

    ``above`` are the keys of ``form`` that a form's expression sees beside the process's names.
    """

    use: Use
    at: Node
    place: Place
    text: str
    flow: Flow | None = None
    form: FormSchema | None = None
    above: frozenset[str] = frozenset()


def expression_sites(diagram: Diagram, forms: Forms) -> Iterator[Site]:
    for level in diagram.levels.values():
        for flow in level.flows:
            if has_condition(flow) and flow.condition is not None:
                source = level.nodes[flow.source]
                text = text_of(flow.condition)
                yield Site(Use.CONDITION, source, flow.place, text, flow=flow)
    for node in diagram.nodes.values():
        if collection := collection_of(node):
            yield Site(Use.COLLECTION, node, node.place, collection)
        groups = node.element.get(names.CANDIDATE_GROUPS, "").strip()
        if groups.startswith("="):
            yield Site(Use.CANDIDATES, node, node.place, groups)
        if node.tag != "startEvent":
            for time in times_of(node):
                if text_of(time) and not ISO_LITERAL.match(text_of(time)):
                    yield Site(Use.TIMER, node, node.place, text_of(time))
        yield from _form_sites(node, forms)


def _form_sites(node: Node, forms: Forms) -> Iterator[Site]:
    form = forms.schemas.get(form_of(node))
    if form is None or node.tag not in {"userTask", "startEvent"}:
        return
    for found in form.expressions():
        where = Sentence(
            f"แบบฟอร์ม {form.id} บรรทัดที่ {found.line} ของ {node.place.label.th}",
            f"form {form.id}, line {found.line}, of {node.place.label.en}",
        )
        place = Place(node.place.element, node.place.line, where)
        yield Site(Use.FORM, node, place, found.text, form=form, above=found.above)


def code_of(text: str) -> str:
    """Take off the ``=`` that attributes need and conditions may have."""
    return text.strip().removeprefix("=").strip()
