"""A process in words: its elements in reading order, and how far a running case has come.

The diagram's equal for screen readers, printing and search; it also serves the catalogue of
elements that pages look names up in.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.elements import Element, Flow, Process
from engine.bpmn.system_step import Scope
from engine.errors import Sentence

Place = tuple[str, str]
"""A process id and the id of an element in it."""

OpenPlace = tuple[str, str, Scope]
"""A place where something is open, and in which scope: it tells which call led there."""


class Standing(StrEnum):
    """How an element stands in one running instance."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True)
class Way:
    """One way on from an element. ``back`` leads to something that stands earlier in the list."""

    flow: Flow
    answer: Sentence
    target: Element
    back: bool


@dataclass(frozen=True)
class Entry:
    """One element in reading order; ``number`` counts from 1 within its process."""

    number: int
    element: Element
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class ProcessOutline:
    process: Process
    entries: tuple[Entry, ...]


KINDS: Final[Mapping[str, Sentence]] = {
    "startEvent": Sentence("จุดเริ่ม", "start"),
    "endEvent": Sentence("จุดสิ้นสุด", "end"),
    "boundaryEvent": Sentence("เมื่อถึงเวลา", "when time is up"),
    "intermediateCatchEvent": Sentence("รอเวลา", "waits for a time"),
    "intermediateThrowEvent": Sentence("หมุดหมาย", "milestone"),
    "userTask": Sentence("งานของคน", "task"),
    "serviceTask": Sentence("ระบบทำเอง", "done by the system"),
    "scriptTask": Sentence("ระบบคำนวณ", "reckoned by the system"),
    "subProcess": Sentence("กลุ่มขั้นตอน", "group of steps"),
    "callActivity": Sentence("กระบวนงานย่อย", "called process"),
    "exclusiveGateway": Sentence("ทางเลือก", "choice"),
    "parallelGateway": Sentence("ทำพร้อมกัน", "in parallel"),
    "inclusiveGateway": Sentence("เลือกได้หลายทาง", "one or more ways"),
}


def elements(edition: Edition) -> tuple[Element, ...]:
    """Return every element of the edition's processes, the edition's own process first."""
    return tuple(each for process in _processes(edition) for each in process.elements.values())


def outline(edition: Edition) -> tuple[ProcessOutline, ...]:
    """Return the edition's process and, after it, those it calls, each in reading order.

    What loops back is listed where it is first reached; a join comes after all that leads to it.
    """
    return tuple(_outline_of(process) for process in _processes(edition))


def standings(
    edition: Edition, done: Collection[Place], now: Collection[OpenPlace]
) -> Mapping[Place, Standing]:
    """Say of every element whether it is open now, still ahead, done or was not taken.

    ``done`` and ``now`` come from the journal: what was completed or passed, and what is open.
    An element that was done and will be met again in another round counts as done. A call is
    open while anything in the process it calls is.
    """
    processes = {process.id: process for process in _processes(edition)}
    open_places = with_calls(edition, now)
    found: dict[Place, Standing] = {}
    for process in processes.values():
        ahead = _reachable(process, {at for pid, at in open_places if pid == process.id})
        for element in process.elements.values():
            place = (process.id, element.id)
            if place in open_places:
                found[place] = Standing.NOW
            elif place in done:
                found[place] = Standing.DONE
            else:
                found[place] = Standing.AHEAD if element.id in ahead else Standing.NOT_TAKEN
    return _with_calls_ahead(processes, found)


def with_calls(edition: Edition, places: Collection[OpenPlace]) -> set[Place]:
    """Return these places with the calls that they stand in, outward to the edition's process.

    Of who joined later the scope begins with the call's variable: it stands in that call, too.
    """
    processes = tuple(_processes(edition))
    found = {(process_id, element, scope) for process_id, element, scope in places}
    ahead = list(found)
    while ahead:
        process_id, _, scope = ahead.pop()
        for call in _calls_of(processes, process_id):
            outer = scope
            if call.collection is not None:
                if not scope or scope[-1][0] not in (call.id, call.element_variable):
                    continue
                outer = scope[:-1]
            place = (call.process_id, call.id, outer)
            if place not in found:
                found.add(place)
                ahead.append(place)
    return {(process_id, element) for process_id, element, _ in found}


def lines(outlined: ProcessOutline, language: Literal["th", "en"]) -> Iterator[str]:
    """Write an outline as plain text, one line an element, its ways on indented below it."""
    numbers = {entry.element.id: entry.number for entry in outlined.entries}
    lanes = {lane.id: lane for lane in outlined.process.lanes}
    for entry in outlined.entries:
        element = entry.element
        kind = KINDS[element.kind]
        lane = lanes.get(element.lane)
        who = "" if lane is None else f" – {_in(language, lane.name, lane.name_en)}"
        label = _in(language, element.label, element.label_en)
        yield f"{entry.number}. {label} ({_in(language, kind.th, kind.en)}{who})".replace("  ", " ")
        for way in entry.ways:
            answer = _in(language, way.answer.th, way.answer.en)
            arrow = "↑" if way.back else "→"
            yield f"   {answer} {arrow} {numbers[way.target.id]}".replace("    ", "   ")


# -- Reading order -----------------------------------------------------------------------------


def _processes(edition: Edition) -> Iterator[Process]:
    """Give the edition's process first, then the called ones as their calls are met."""
    processes = blueprint_of(edition).processes
    ahead, seen = [edition.process_id], {edition.process_id}
    while ahead:
        process = processes[ahead.pop(0)]
        yield process
        for element in process.elements.values():
            if element.called_process and element.called_process not in seen:
                seen.add(element.called_process)
                ahead.append(element.called_process)


def _outline_of(process: Process) -> ProcessOutline:
    order = _reading_order(process)
    place = {element_id: number for number, element_id in enumerate(order, start=1)}
    entries = []
    for element_id, number in place.items():
        ways = tuple(
            Way(
                flow=flow,
                answer=Sentence(flow.name, flow.name_en),
                target=process.elements[flow.target],
                back=place[flow.target] <= number,
            )
            for flow in process.flows_from(element_id)
        )
        entries.append(Entry(number, process.elements[element_id], ways))
    return ProcessOutline(process, tuple(entries))


def _reading_order(process: Process) -> list[str]:
    """Reverse postorder of a walk along the flows: a target after every source but the loops'."""
    finished: list[str] = []
    seen: set[str] = set()
    starts = [each.id for each in process.elements.values() if each.kind == "startEvent"]
    for start in reversed(starts or list(process.elements)):
        _walk(process, start, seen, finished)
    for element_id in process.elements:
        _walk(process, element_id, seen, finished)
    return finished[::-1]


def _walk(process: Process, start: str, seen: set[str], finished: list[str]) -> None:
    if start in seen:
        return
    seen.add(start)
    ahead = [(start, _next(process, start))]
    while ahead:
        element_id, following = ahead[-1]
        for target in following:
            if target not in seen:
                seen.add(target)
                ahead.append((target, _next(process, target)))
                break
        else:
            finished.append(element_id)
            ahead.pop()


def _next(process: Process, element_id: str) -> Iterator[str]:
    """Give what is walked from an element, last first, since the order is turned round."""
    inner = [each.id for each in process.elements.values() if each.within == element_id]
    late = [each.id for each in process.boundary_events_of(element_id)]
    ways = [flow.target for flow in process.flows_from(element_id)]
    return iter([*reversed(ways), *reversed(late), *reversed(inner)])


# -- Standing ----------------------------------------------------------------------------------


def _reachable(process: Process, starts: set[str]) -> set[str]:
    found: set[str] = set()
    ahead = list(starts)
    while ahead:
        for target in _next(process, ahead.pop()):
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def _calls_of(processes: Collection[Process], called: str) -> Iterator[Element]:
    for process in processes:
        for element in process.elements.values():
            if element.called_process == called:
                yield element


def _with_calls_ahead(
    processes: Mapping[str, Process], found: dict[Place, Standing]
) -> Mapping[Place, Standing]:
    """Everything in a process that will be called lies ahead, unless it was done before."""
    ahead = [
        element.called_process
        for process in processes.values()
        for element in process.elements.values()
        if element.called_process and found[process.id, element.id] is Standing.AHEAD
    ]
    seen: set[str] = set()
    while ahead:
        called = processes[ahead.pop()]
        if called.id in seen:
            continue
        seen.add(called.id)
        for element in called.elements.values():
            if found[called.id, element.id] is Standing.NOT_TAKEN:
                found[called.id, element.id] = Standing.AHEAD
            if element.called_process:
                ahead.append(element.called_process)
    return found


def _in(language: Literal["th", "en"], th: str, en: str) -> str:
    return th if language == "th" or not en else en
