"""Places of an edition's diagrams, and which work items stand at each.

At a user task stand its own items. At a call activity stands everything that runs in
what it calls: that has a diagram of its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, not_, or_, true

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.elements import Element
from engine.bpmn.outline import outline
from engine.definitions.adoption import Adoption, adopted
from engine.definitions.editions import get_edition
from engine.definitions.reading import start_form_of
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import processes_at_doors


@dataclass(frozen=True, order=True)
class Place:
    """An element of one of an edition's processes."""

    process_id: str
    element: str


def processes_run(uow: UnitOfWork) -> list[Adoption]:
    """Return the processes that an office runs for their own sake, not as part of another.

    One that cases wait in and that no door has ever led to is not run, though it may be adopted:
    what is made for other offices. Those of today's doors come first.
    """
    found, doors = adopted(uow), processes_at_doors(uow)
    called = {
        process_id
        for adoption in found
        for process_id in get_edition(uow, adoption.edition).sources
        if process_id != adoption.process_id
    }
    place = {process_id: number for number, process_id in enumerate(doors)}
    run = [
        adoption
        for adoption in found
        if adoption.process_id not in called
        and (
            adoption.process_id in place
            or not _is_lodged_and_waits(get_edition(uow, adoption.edition))
        )
    ]
    return sorted(run, key=lambda one: place.get(one.process_id, len(place)))


def processes_lodged(uow: UnitOfWork) -> list[Adoption]:
    """Return the processes that cases are lodged into and wait in.

    Others begin beside a case's own, or have ended once they are lodged, as a question has.
    """
    return [
        adoption
        for adoption in processes_run(uow)
        if _is_lodged_and_waits(get_edition(uow, adoption.edition))
    ]


def _is_lodged_and_waits(edition: Edition) -> bool:
    if start_form_of(edition) is None:
        return False
    elements = blueprint_of(edition).processes[edition.process_id].elements.values()
    return any(element.called_process or element.kind == "userTask" for element in elements)


def name_of(edition: Edition) -> tuple[str, str]:
    """Return the name of an edition's process, Thai and English; English may be ""."""
    process = blueprint_of(edition).processes[edition.process_id]
    return process.name, process.name_en


def places_of(edition: Edition) -> Iterator[tuple[Place, Element]]:
    """Give the user tasks and call activities of an edition, each process in reading order."""
    for process in outline(edition):
        for entry in process.entries:
            element = entry.element
            if element.called_process or (element.form_ref and element.kind == "userTask"):
                yield Place(element.process_id, element.id), element


def find_element(edition: Edition, place: Place) -> Element | None:
    process = blueprint_of(edition).processes.get(place.process_id)
    return process.elements.get(place.element) if process else None


def callers(edition: Edition) -> Mapping[str, list[Element]]:
    """Return the call activities of an edition by the process they call, in drawing order."""
    found: dict[str, list[Element]] = defaultdict(list)
    for process in blueprint_of(edition).processes.values():
        for element in process.elements.values():
            if element.called_process:
                found[element.called_process].append(element)
    return found


def stands_at(edition: Edition, place: Place) -> ColumnElement[bool]:
    """Return whether a work item stands at a place, on the running edition or an earlier one."""
    element = find_element(edition, place)
    if element is not None and element.called_process:
        return _within(edition, element)
    item = tables.work_item
    return and_(item.c.process_id == place.process_id, item.c.element == place.element)


def _within(edition: Edition, call: Element) -> ColumnElement[bool]:
    """Return whether a work item runs in what a call activity calls, however deep."""
    called = call.called_process or ""
    inner = blueprint_of(edition).processes[called].elements.values()
    return or_(
        and_(tables.work_item.c.process_id == called, entered_by(edition, call)),
        *(_within(edition, element) for element in inner if element.called_process),
    )


def entered_by(edition: Edition, call: Element) -> ColumnElement[bool]:
    """Return whether an item of a called process came in by this call and not by another.

    What no scope places goes to the first call, so that the parts make up the whole.
    """
    first, *others = callers(edition)[call.called_process or ""]
    if not others:
        return true()
    return not_(or_(*map(_is_in_scope, others))) if call == first else _is_in_scope(call)


def _is_in_scope(call: Element) -> ColumnElement[bool]:
    scope = tables.work_item.c.scope
    return or_(
        scope.startswith(f"{call.id}=", autoescape=True),
        scope.contains(f"/{call.id}=", autoescape=True),
    )
