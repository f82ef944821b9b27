"""How wrong diagrams are made: mostly one change to a right one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.lint import FileReport, lint_definition
from tests.unit.lint.sketches import HEAD, ROLES, forms_of, sketch


@dataclass(frozen=True)
class Wrong:
    rule: str
    element: str
    sources: Mapping[str, bytes]
    forms: Mapping[str, bytes] = field(default_factory=dict)
    about: str = ""

    def report(self) -> FileReport:
        """Lint all the files; ``about`` is the one that is meant, else the first."""
        report = lint_definition(
            self.sources,
            self.forms,
            roles=ROLES,
            deadlines=("first_notice", "unit_report"),
            cycles=("monthly",),
        )
        return report.of(self.about) if self.about else report.files[0]


def drawn(
    rule: str,
    element: str,
    *lines: str,
    called: Mapping[str, tuple[str, ...]] | None = None,
    about: str = "",
    **fields: str,
) -> Wrong:
    bodies = {"p": lines, **(called or {})}
    forms: dict[str, bytes] = {}
    for name, body in bodies.items():
        forms |= forms_of(*body, fields=fields, process_id=name)
    sources = {f"{name}.bpmn": sketch(*body, process_id=name) for name, body in bodies.items()}
    return Wrong(rule, element, sources, forms, about)


PLAIN = ("start s", "user a", "end e", "s -> a", "a -> e")
DECISION = (
    "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q", "q -> b: a.ok",
    "q -> e: default", "b -> e",
)  # fmt: skip
TIMED = (
    "start s", "user a", "ring t on a: P1D", "system x: escalate", "end e", "end f", "s -> a",
    "a -> e", "t -> x", "x -> f",
)  # fmt: skip
SCRIPTED = ("start s", "script c: n = 1", "user a", "end e", "s -> c", "c -> a", "a -> e")
WORKER = {"r": ("start s", "user w", "end e", "s -> w", "w -> e")}


def changed(rule: str, element: str, old: str, new: str, *lines: str, **fields: str) -> Wrong:
    """Take a right diagram and change one thing in its XML."""
    body = lines or PLAIN
    text = sketch(*body).decode()
    assert old in text, old
    return Wrong(
        rule, element, {"p.bpmn": text.replace(old, new).encode()}, forms_of(*body, fields=fields)
    )


def cut(rule: str, element: str, first: str, last: str) -> Wrong:
    """Take a right diagram and cut out a stretch of its XML."""
    text = sketch(*PLAIN).decode()
    start, end = text.index(first), text.index(last) + len(last)
    return Wrong(rule, element, {"p.bpmn": (text[:start] + text[end:]).encode()}, forms_of(*PLAIN))


def timed(rule: str, time: str, *, cancels: bool = False, **fields: str) -> Wrong:
    kind = "late" if cancels else "ring"
    lines = (line.replace("ring t on a: P1D", f"{kind} t on a: {time}") for line in TIMED)
    return drawn(rule, "t", *lines, **fields)


def reading(rule: str, condition: str, **fields: str) -> Wrong:
    lines = (line.replace("q -> b: a.ok", f"q -> b: {condition}") for line in DECISION)
    return drawn(rule, "f_q__b", *lines, **fields)


def extended(rule: str, inner: str, element: str = "a") -> Wrong:
    name = '<camunda:property name="name_en" value="Step a"/>'
    old = f"<bpmn:extensionElements><camunda:properties>{name}"
    return changed(
        rule, element, old, old.replace("<camunda:properties>", f"{inner}<camunda:properties>", 1)
    )


def marked(rule: str, attribute: str, element: str = "a") -> Wrong:
    return changed(rule, element, f'id="{element}" ', f'id="{element}" {attribute} ')


def raw(rule: str, element: str, data: bytes, name: str = "p.bpmn") -> Wrong:
    return Wrong(rule, element, {name: data})


def with_form(rule: str, element: str, forms: Mapping[str, bytes], *lines: str) -> Wrong:
    return Wrong(rule, element, {"p.bpmn": sketch(*(lines or PLAIN))}, forms)


def inserted(rule: str, element: str, xml: str, before: str = '<bpmn:startEvent id="s"') -> Wrong:
    return changed(rule, element, before, xml + before)


def event(tag: str, definition: str) -> Wrong:
    """Put an event definition that is not run on an event in the middle of the way."""
    text = sketch(
        "start s", "milestone m", "user a", "end e", "s -> m", "m -> a", "a -> e"
    ).decode()
    old, end = '<bpmn:intermediateThrowEvent id="m"', "</bpmn:intermediateThrowEvent>"
    text = text.replace(old, f'<bpmn:{tag} id="m"').replace(
        end, f"<bpmn:{definition}/></bpmn:{tag}>"
    )
    return Wrong("element_not_supported", "", {"p.bpmn": text.encode()}, forms_of("user a"))


def ended_by(element: str, definition: str) -> Wrong:
    """Put an event definition that is not run on the start or the end."""
    named = f'value="Step {element}"/></camunda:properties></bpmn:extensionElements>'
    return changed("element_not_supported", "", named, f"{named}<bpmn:{definition}/>")


def task_kind(tag: str) -> Wrong:
    text = sketch(*PLAIN).decode().replace("bpmn:userTask", f"bpmn:{tag}")
    return Wrong("element_not_supported", "a", {"p.bpmn": text.encode()}, forms_of(*PLAIN))


def gateway_kind(tag: str) -> Wrong:
    text = sketch(*DECISION).decode().replace("bpmn:exclusiveGateway", f"bpmn:{tag}")
    return Wrong("element_not_supported", "q", {"p.bpmn": text.encode()}, forms_of(*DECISION))


def nested(depth: int) -> bytes:
    opened = "".join(f'<bpmn:subProcess id="n{level}">' for level in range(depth))
    return (
        f'{HEAD}<bpmn:process id="p" isExecutable="true">{opened}{"</bpmn:subProcess>" * depth}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def chain(tasks: int) -> tuple[str, ...]:
    names = [f"t{number}" for number in range(tasks)]
    flows = [f"{left} -> {right}" for left, right in pairwise(names)]
    return ("start s", *(f"user {name}" for name in names), "end e", f"s -> {names[0]}", *flows,
            f"{names[-1]} -> e")  # fmt: skip


def tangle(width: int) -> tuple[str, ...]:
    """Branches that each wait for their neighbour, so that no pair of split and join is alone."""
    lines = ["start s", "and g", "s -> g", "and j", "end e", "j -> e"]
    for number in range(width):
        after = (number + 1) % width
        lines += [
            f"user a{number}", f"and h{number}", f"user b{number}", f"and k{number}",
            f"user c{number}", f"g -> a{number}", f"a{number} -> h{number}",
            f"h{number} -> b{number}", f"b{number} -> k{number}", f"h{number} -> k{after}",
            f"k{number} -> c{number}", f"c{number} -> j",
        ]  # fmt: skip
    return tuple(lines)


BROKEN_FORM = {"p.a": b'{"type": "default", "id": "p.a", "components": 3}'}
