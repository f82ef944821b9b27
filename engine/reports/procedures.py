"""The steps of a deployed process in the words of a guideline: who, within what time, what then."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.elements import Element, Process
from engine.bpmn.outline import ProcessOutline, outline
from engine.errors import Sentence
from engine.office.deadlines import DeadlineRule
from engine.office.explanation import rule_in_words
from engine.office.profile import OfficeProfile
from engine.office.roles import Role
from engine.office.thai import Digits, in_digits
from engine.reports.guideline import GuidelineStep, Part, Procedure, Way

# What the system tells somebody; whatever else it does itself is no step to anybody outside.
_TELLS: Final = "post_message"
_SYSTEM: Final = Sentence("ระบบ", "The system")
# Where a text of a diagram says what it was drawn after, which is for its owner.
_SOURCE: Final = "ที่มา:"


def procedure_of(
    edition: Edition, profile: OfficeProfile, doors: Iterable[str], matters: Iterable[Sentence]
) -> Procedure:
    """Return the procedure that the edition draws, its steps in the order of their numbers."""
    outlines = {each.process.id: each for each in outline(edition)}
    drawn = outlines[edition.process_id]
    numbers = _numbered(_steps_of(drawn))
    process = drawn.process
    starts = [
        each
        for each in process.elements.values()
        if each.kind == "startEvent" and each.within == process.id
    ]
    begin = {to: None for start in starts for _, to in _onward(process, start.id, numbers)}
    return Procedure(
        process_id=process.id,
        edition=edition.sha256,
        name=Sentence(process.name, process.name_en or process.name),
        doors=tuple(doors),
        matters=tuple(matters),
        begin=tuple(begin),
        steps=tuple(
            _step(process, process.elements[element_id], numbers, outlines, profile)
            for element_id in numbers
        ),
    )


def _step(
    process: Process,
    element: Element,
    numbers: Mapping[str, str],
    outlines: Mapping[str, ProcessOutline],
    profile: OfficeProfile,
) -> GuidelineStep:
    parts = tuple(_parts(element, outlines, profile))
    return GuidelineStep(
        number=numbers[element.id],
        element=element.id,
        name=_name(element),
        responsible=_responsible(process, element, profile),
        time=_time(element, profile) or _shared_time(parts),
        what=_what(element),
        parts=parts,
        ways=tuple(_ways(process, element.id, numbers)),
    )


def rules_of(edition: Edition, profile: OfficeProfile) -> dict[str, DeadlineRule]:
    """Return the deadlines that the steps run under, those called included, in reading order."""
    processes = blueprint_of(edition).processes
    found: dict[str, DeadlineRule] = {}
    for drawn in outline(edition):
        for element in _steps_of(drawn):
            called = processes.get(element.called_process or "")
            inner = called.elements.values() if called else ()
            for each in (element, *inner):
                rule = _rule(each, profile)
                if rule is not None:
                    found.setdefault(rule.name, rule)
    return found


def _steps_of(drawn: ProcessOutline) -> list[Element]:
    return [entry.element for entry in drawn.entries if _is_step(entry.element)]


def _is_step(element: Element) -> bool:
    return element.kind in ("userTask", "callActivity") or element.topic == _TELLS


# -- Numbers -----------------------------------------------------------------------------------


def _numbered(steps: list[Element]) -> dict[str, str]:
    """Return the number of each step, in the order in which they are told.

    Where the diagram numbers its steps (ขั้นตอนที่ ๑ to ๘) these lead, and what lies beside one
    goes with it; elsewhere they are counted in reading order.
    """
    if not any(each.step for each in steps):
        return {each.id: str(n) for n, each in enumerate(steps, 1)}
    leading: dict[str, int] = {}
    last = 1
    for each in steps:
        last = int(in_digits(each.step, Digits.ARABIC)) if each.step else last
        leading[each.id] = last
    ordered = sorted(steps, key=lambda each: leading[each.id])
    found: dict[str, str] = {}
    for number, group in groupby(ordered, key=lambda each: leading[each.id]):
        within = list(group)
        for n, each in enumerate(within, 1):
            found[each.id] = f"{number}.{n}" if len(within) > 1 else str(number)
    return found


# -- What a step says --------------------------------------------------------------------------


def _name(element: Element) -> Sentence:
    """Return the name without the numeral that its diagram puts before it."""
    th = element.label.removeprefix(element.step).strip()
    en = element.label_en
    if element.step:
        en = en.removeprefix(in_digits(element.step, Digits.ARABIC)).strip()
    return Sentence(th, en or th)


def _responsible(process: Process, element: Element, profile: OfficeProfile) -> Sentence:
    """Return who does it, as the office calls the role; else as the lane is called."""
    if element.kind == "serviceTask":
        return _SYSTEM
    role = Role(element.lane_role)
    if role in profile.titles:
        return profile.titles[role]
    lane = next((one for one in process.lanes if one.id == element.lane), None)
    return role.title if lane is None else Sentence(lane.name, lane.name_en or lane.name)


def _rule(element: Element, profile: OfficeProfile) -> DeadlineRule | None:
    names = element.properties.get("deadline", "").split()
    return next((rule for name in names if (rule := profile.find_deadline(name))), None)


def _time(element: Element, profile: OfficeProfile) -> Sentence | None:
    rule = _rule(element, profile)
    return None if rule is None else rule_in_words(rule)


def _shared_time(parts: Iterable[Part]) -> Sentence | None:
    """Return the time under which all that is called stands; None where there are several."""
    times = {part.time for part in parts} - {None}
    return times.pop() if len(times) == 1 else None


def _what(element: Element) -> str:
    return " ".join(element.documentation.partition(_SOURCE)[0].split())


def _parts(
    element: Element, outlines: Mapping[str, ProcessOutline], profile: OfficeProfile
) -> Iterator[Part]:
    """Yield the steps of the process that a step calls, one level deep."""
    called = outlines.get(element.called_process or "")
    if called is None:
        return
    for each in _steps_of(called):
        yield Part(_name(each), _responsible(called.process, each, profile), _time(each, profile))


# -- Ways on -----------------------------------------------------------------------------------


def _ways(process: Process, step: str, numbers: Mapping[str, str]) -> Iterator[Way]:
    seen: set[tuple[tuple[Sentence, ...], str]] = set()
    for answers, to in _onward(process, step, numbers):
        if (answers, to) in seen:
            continue
        seen.add((answers, to))
        yield Way(_joined(answers), to)


def _onward(
    process: Process, source: str, numbers: Mapping[str, str]
) -> list[tuple[tuple[Sentence, ...], str]]:
    """Return the next steps after an element with the answers that lead there, past all else."""
    found: list[tuple[tuple[Sentence, ...], str]] = []
    ahead: list[tuple[str, tuple[Sentence, ...]]] = [(source, ())]
    passed: set[tuple[str, tuple[Sentence, ...]]] = set()
    while ahead:
        element_id, answers = ahead.pop(0)
        if (element_id, answers) in passed:
            continue
        passed.add((element_id, answers))
        for target, said in _next(process, element_id):
            through = (*answers, said) if said.th and said not in answers else answers
            if target in numbers:
                found.append((through, numbers[target]))
            elif _is_last(process, target):
                found.append((through, ""))
            else:
                ahead.append((target, through))
    return found


def _next(process: Process, element_id: str) -> Iterator[tuple[str, Sentence]]:
    """Yield what follows; into a sub-process by its start, out of it by its end."""
    element = process.elements[element_id]
    if element.kind == "subProcess":
        inner = (each for each in process.elements.values() if each.within == element_id)
        yield from ((each.id, _NOTHING) for each in inner if each.kind == "startEvent")
        return
    source = element.within if element.kind == "endEvent" else element_id
    for flow in process.flows_from(source):
        yield flow.target, Sentence(flow.name, flow.name_en or flow.name)


def _is_last(process: Process, element_id: str) -> bool:
    element = process.elements[element_id]
    return element.kind == "endEvent" and element.within == process.id


def _joined(answers: tuple[Sentence, ...]) -> Sentence:
    return Sentence(" – ".join(one.th for one in answers), " – ".join(one.en for one in answers))


_NOTHING: Final = Sentence("", "")
