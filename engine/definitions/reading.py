"""What an edition says: its forms as schemas, and the answers that steer it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.elements import Element
from engine.bpmn.names import APPOINT
from engine.bpmn.timers import ISO_LITERAL, named_cycle
from engine.feel import Expression, compile_expression, parse_script
from engine.forms import FormSchema, parse_form

FEEL_FUNCTIONS = ("deadline",)


def form_of(edition: Edition, form_ref: str) -> FormSchema:
    """Return a form of the edition, parsed once a process."""
    return _form(edition.forms[form_ref], form_ref)


@lru_cache(maxsize=512)
def _form(data: bytes, form_ref: str) -> FormSchema:
    return parse_form(data, form_ref)


def start_form_of(edition: Edition) -> FormSchema | None:
    """Return the form of the start event, by which a case is lodged."""
    process = blueprint_of(edition).processes[edition.process_id]
    for element in process.elements.values():
        if element.kind == "startEvent" and element.form_ref:
            return form_of(edition, element.form_ref)
    return None


def cycle_of(edition: Edition) -> str | None:
    """Return the cycle of the office's profile by which the process begins, None if by no clock."""
    process = blueprint_of(edition).processes[edition.process_id]
    starts = (each for each in process.elements.values() if each.kind == "startEvent")
    times = (time for each in starts if each.within == edition.process_id for time in each.times)
    return next((found for time in times if (found := named_cycle(time))), None)


def appoints(edition: Edition) -> bool:
    """Tell whether the process gives roles of the office by an order that is signed in it."""
    elements = blueprint_of(edition).processes[edition.process_id].elements.values()
    return any(each.topic == APPOINT for each in elements)


def publishes(edition: Edition) -> frozenset[str]:
    """Return what the process makes public, by the kind of publication that its steps name."""
    elements = blueprint_of(edition).processes[edition.process_id].elements.values()
    return frozenset(
        each.properties["publication"] for each in elements if "publication" in each.properties
    )


def steering_keys(edition: Edition) -> frozenset[tuple[str, str]]:
    """Return the (task, key) pairs that some expression of the edition reads."""
    return _steering_keys(edition.sha256, _Hold(edition))


class _Hold:
    """Carries an edition past the cache, which knows it by its hash alone."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hold)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _steering_keys(_sha256: str, hold: _Hold) -> frozenset[tuple[str, str]]:
    return frozenset(
        (path[0], path[1])
        for expression in _expressions(hold.edition)
        for path in expression.reads
        if len(path) > 1
    )


def _expressions(edition: Edition) -> Iterator[Expression]:
    """Yield all that a run of the edition evaluates: an answer it reads must have been kept."""
    for process in blueprint_of(edition).processes.values():
        for flow in process.flows:
            if flow.condition:
                yield _compiled(flow.condition)
        for element in process.elements.values():
            yield from _expressions_of(element)


def _expressions_of(element: Element) -> Iterator[Expression]:
    if element.collection:
        yield _compiled(element.collection)
    if element.candidate_groups and element.candidate_groups.startswith("="):
        yield _compiled(element.candidate_groups)
    if element.script:
        lines = parse_script(element.script, functions=FEEL_FUNCTIONS)
        yield from (line.expression for line in lines)
    # A timer at a start belongs to the schedule, which reads no case.
    if element.kind != "startEvent":
        yield from (_compiled(time) for time in element.times if not ISO_LITERAL.match(time))


def _compiled(text: str) -> Expression:
    code = text.strip().removeprefix("=").strip()
    return compile_expression(code, functions=FEEL_FUNCTIONS)


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """Evaluate a form's FEEL: no function of the engine is at hand there."""
    return compile_expression(text).evaluate(names).value
