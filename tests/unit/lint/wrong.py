"""Wrong diagrams, one a situation, each with the rule and the element that lint must name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.lint import FileReport, lint_definition
from tests.unit.lint.sketches import HEAD, ROLES, form, forms_of, sketch


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

WRONG: dict[str, Wrong] = {
    # --- the file ------------------------------------------------------------------------------
    "two files of one process": Wrong(
        "process_id_taken", "", {"p.bpmn": sketch(*PLAIN), "x/p.bpmn": sketch(*PLAIN)},
        about="x/p.bpmn",
    ),
    "unknown attribute": changed("schema_invalid", "", 'id="a" ', 'id="a" colour="red" '),
    "elements in the wrong order": changed(
        "schema_invalid", "", "</bpmn:userTask>",
        "<bpmn:documentation>late</bpmn:documentation></bpmn:userTask>",
    ),
    # --- process and ids -----------------------------------------------------------------------
    "another document": raw("not_bpmn", "", b"<html/>"),
    "no process": raw("not_bpmn", "", f"{HEAD}</bpmn:definitions>".encode()),
    "two processes": changed(
        "process_count", "p2", "</bpmn:process>", '</bpmn:process><bpmn:process id="p2"/>'
    ),
    "somebody else's process": raw("process_id_not_file_name", "p", sketch(*PLAIN), "q.bpmn"),
    "task without id": changed("id_missing", "", '<bpmn:userTask id="a"', "<bpmn:userTask"),
    "path in an id": changed("id_malformed", "../a", 'id="a"', 'id="../a"'),
    "endless id": changed("id_malformed", "a" * 59 + "…", 'id="a"', f'id="{"a" * 200}"'),
    "id twice": changed("id_duplicate", "a", '<bpmn:endEvent id="e"', '<bpmn:endEvent id="a"'),
    "id of an extension": extended("id_duplicate", '<x:y xmlns:x="urn:x" id="e"/>', "e"),
    "sub-processes without end": raw("subprocess_too_deep", "n4", nested(30)),
    # --- elements ------------------------------------------------------------------------------
    **{
        f"{tag} is refused": task_kind(tag)
        for tag in ("task", "manualTask", "sendTask", "receiveTask", "businessRuleTask")
    },
    **{
        f"{tag} is refused": gateway_kind(tag)
        for tag in ("complexGateway", "eventBasedGateway")
    },
    **{
        f"{definition} on {tag} is refused": event(tag, definition)
        for tag, definition in (
            ("intermediateThrowEvent", "linkEventDefinition"),
            ("intermediateThrowEvent", "compensateEventDefinition"),
            ("intermediateThrowEvent", "messageEventDefinition"),
            ("intermediateThrowEvent", "signalEventDefinition"),
            ("intermediateThrowEvent", "escalationEventDefinition"),
            ("intermediateThrowEvent", "timerEventDefinition"),
            ("intermediateCatchEvent", "linkEventDefinition"),
            ("intermediateCatchEvent", "messageEventDefinition"),
            ("intermediateCatchEvent", "signalEventDefinition"),
            ("intermediateCatchEvent", "conditionalEventDefinition"),
        )
    },
    "signal end": ended_by("e", "signalEventDefinition"),
    "error end": ended_by("e", "errorEventDefinition"),
    "message start": ended_by("s", "messageEventDefinition"),
    "ad hoc sub-process": inserted("element_not_supported", "h", '<bpmn:adHocSubProcess id="h"/>'),
    "transaction": inserted("element_not_supported", "h", '<bpmn:transaction id="h"/>'),
    "data object": inserted("element_not_supported", "h", '<bpmn:dataObject id="h"/>'),
    "standard loop": changed(
        "element_not_supported", "", "</bpmn:userTask>",
        "<bpmn:standardLoopCharacteristics/></bpmn:userTask>",
    ),
    "cardinality": changed(
        "element_not_supported", "", 'camunda:elementVariable="unit"/>',
        'camunda:elementVariable="unit"><bpmn:loopCardinality>10000000</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>",
        "start s", "user b", "user a: unit in b.units", "end e", "s -> b", "b -> a", "a -> e",
        b="units[]",
    ),
    "data mapping": changed(
        "element_not_supported", "", "</bpmn:userTask>", "<bpmn:ioSpecification/></bpmn:userTask>"
    ),
    "correlation": changed(
        "element_not_supported", "c", "<bpmn:process ",
        '<bpmn:correlationProperty id="c"/><bpmn:process ',
    ),
    "nested lanes": changed(
        "element_not_supported", "", "</bpmn:lane>", "<bpmn:childLaneSet/></bpmn:lane>"
    ),
    "event sub-process": changed(
        "attribute_not_supported", "b", '<bpmn:subProcess id="b"',
        '<bpmn:subProcess id="b" triggeredByEvent="true"',
        "start s", "sub b", "start i", "user a", "end o", "i -> a", "a -> o", "close", "end e",
        "s -> b", "b -> e",
    ),
    "one item after the other": changed(
        "attribute_not_supported", "", "<bpmn:multiInstanceLoopCharacteristics ",
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true" ',
        "start s", "user b", "user a: unit in b.units", "end e", "s -> b", "b -> a", "a -> e",
        b="units[]",
    ),
    "compensating task": marked("attribute_not_supported", 'isForCompensation="true"'),
    **{
        f"camunda:{name} is refused": marked("attribute_not_supported", f'camunda:{name}="x"')
        for name in (
            "assignee", "candidateUsers", "formKey", "class", "delegateExpression", "expression",
            "asyncBefore", "asyncAfter", "dueDate", "followUpDate", "priority", "resultVariable",
            "jobPriority", "type",
        )
    },
    "attribute of another engine": marked(
        "attribute_not_supported", 'xmlns:f="http://flowable.org/bpmn" f:assignee="x"'
    ),
    **{
        f"camunda:{name} inside is refused": extended(
            "extension_not_supported", f"<camunda:{name}/>"
        )
        for name in (
            "executionListener", "taskListener", "connector", "inputOutput", "formData", "in",
            "out", "field", "failedJobRetryTimeCycle",
        )
    },
    "extension of another engine": extended(
        "extension_not_supported",
        '<z:taskDefinition xmlns:z="http://camunda.org/schema/zeebe/1.0" type="x"/>',
    ),
    "foreign element outside extensions": changed(
        "extension_not_supported", "a", "</bpmn:userTask>", '<x:y xmlns:x="urn:x"/></bpmn:userTask>'
    ),
    "flow hidden in an extension": extended(
        "extension_disguised",
        '<x:sequenceFlow xmlns:x="urn:x" id="h" sourceRef="s" targetRef="e"/>',
    ),
    "timer hidden in an extension": extended(
        "extension_disguised", '<x:y xmlns:x="urn:x"><bpmn:timeDate>x</bpmn:timeDate></x:y>'
    ),
    "history of another engine": marked(
        "attribute_without_effect", 'camunda:historyTimeToLive="180"', "p"
    ),
    "misspelt property": changed("property_unknown", "a", 'name="name_en" value="Step a"',
        'name="name_en" value="Step a"/><camunda:property name="deadlin" value="x"'),
    "properties without end": changed(
        "property_count", "a", 'name="name_en" value="Step a"/>',
        'name="name_en" value="Step a"/>' + '<camunda:property name="step" value="1"/>' * 50,
    ),
    "property twice": changed("property_twice", "a", 'name="name_en" value="Step a"',
        'name="name_en" value="Step a"/><camunda:property name="name_en" value="x"'),
    # --- names and size ------------------------------------------------------------------------
    "name that reads backwards": changed(
        "text_control_characters", "a", "ขั้น a", "อนุมัติ\u202eไม่"
    ),
    "bell in the documentation": changed(
        "text_control_characters", "a", "</bpmn:userTask>",
        "<bpmn:documentation>ก\u200fข</bpmn:documentation></bpmn:userTask>",
    ),
    "endless documentation": changed(
        "text_too_long", "a", "</bpmn:userTask>",
        f"<bpmn:documentation>{'ก' * 5000}</bpmn:documentation></bpmn:userTask>",
    ),
    "endless name": changed("text_too_long", "a", "ขั้น a", "ก" * 300),
    "task without a name": changed("name_missing", "a", ' name="ขั้น a"', ""),
    "no English name": changed(
        "name_en_missing", "a", 'name="name_en" value="Step a"', 'name="step" value="๑"'
    ),
    "placeholder in a name": changed("name_template", "a", "ขั้น a", "แจ้ง ${ผู้ร้อง}"),
    "id that no expression can name": changed("id_not_a_name", "Task_1", '"a"', '"Task_1"'),
    "id that is a word of the language": changed("id_not_a_name", "if", '"a"', '"if"'),
    "id that hides the case": changed("id_not_a_name", "case", '"a"', '"case"'),
    "too many tasks": drawn("too_large", "p", *chain(301)),
    # --- drawing -------------------------------------------------------------------------------
    "nothing drawn": cut("drawing_missing", "", "<bpmndi:BPMNDiagram", "</bpmndi:BPMNDiagram>"),
    "task that nobody sees": changed("not_drawn", "a", 'bpmnElement="a"', 'bpmnElement="s"'),
    "flow that nobody sees": changed(
        "not_drawn", "f_a__e", 'bpmnElement="f_a__e"', 'bpmnElement="f_s__a"'
    ),
    "drawing of nothing": changed(
        "drawing_dangling", "", 'bpmnElement="f_a__e"', 'bpmnElement="gone"'
    ),
    # --- shape ---------------------------------------------------------------------------------
    "not executable": changed(
        "process_not_executable", "p", 'isExecutable="true"', 'isExecutable="false"'
    ),
    "executable not said": changed("process_not_executable", "p", 'isExecutable="true"', ""),
    "no start": drawn("start_count", "p", "user a", "end e", "a -> e"),
    "two starts": drawn(
        "start_count", "p", "start s", "start r", "user a", "end e", "s -> a", "r -> a", "a -> e"
    ),
    "two starts in a sub-process": drawn(
        "start_count", "b", "start s", "sub b", "start i", "start j", "end o", "i -> o", "j -> o",
        "close", "end e", "s -> b", "b -> e",
    ),
    "flow into the start": drawn(
        "start_has_incoming", "s", "start s", "user a", "xor q", "end e", "s -> a", "a -> q",
        "q -> e: a.ok", "q -> s: default",
    ),
    "flow out of the end": drawn(
        "end_has_outgoing", "e", "start s", "end e", "user a", "end f", "s -> e", "e -> a", "a -> f"
    ),
    "implicit end": drawn("no_outgoing_flow", "a", "start s", "user a", "end e", "s -> a"),
    "two flows from a task": drawn(
        "many_outgoing_flows", "a", "start s", "user a", "user b", "end e", "s -> a", "a -> b",
        "a -> e", "b -> e",
    ),
    "two flows from the start": drawn(
        "many_outgoing_flows", "s", "start s", "user a", "user b", "end e", "s -> a", "s -> b",
        "a -> e", "b -> e",
    ),
    "two flows from a timer": drawn(
        "many_outgoing_flows", "t", "start s", "user a", "late t on a: P1D", "user b", "end e",
        "s -> a", "a -> e", "t -> b", "t -> e", "b -> e",
    ),
    "unreachable": drawn("unreachable", "z", *PLAIN, "user z", "z -> e"),
    "unreachable loop": drawn(
        "unreachable", "y", *PLAIN, "xor y", "user z", "y -> z: case.contactable",
        "y -> e: default", "z -> y",
    ),
    "no way to the end": drawn(
        "no_way_to_end", "b", "start s", "user a", "xor q", "user b", "user c", "xor r", "end e",
        "s -> a", "a -> q", "q -> e: a.ok", "q -> b: default", "b -> c", "c -> r",
        "r -> b: c.ok", "r -> c: default",
    ),
    "flow to nowhere": changed(
        "flow_dangling", "f_a__e", 'sourceRef="a" targetRef="e"', 'sourceRef="a" targetRef="gone"'
    ),
    "flow into a sub-process": drawn(
        "flow_dangling", "f_s__i", "start s", "sub b", "start i", "user a", "end o", "i -> a",
        "a -> o", "close", "end e", "s -> i", "b -> e",
    ),
    "two flows between the same two": changed(
        "flow_duplicate", "twin", "</bpmn:process>",
        '<bpmn:sequenceFlow id="twin" sourceRef="q" targetRef="b">'
        "<bpmn:conditionExpression>a.ok = null</bpmn:conditionExpression></bpmn:sequenceFlow>"
        "</bpmn:process>", *DECISION,
    ),
    "boundary on nothing": changed(
        "boundary_host", "t", 'attachedToRef="a"', 'attachedToRef="gone"', *TIMED
    ),
    "boundary on a gateway": changed(
        "boundary_host", "t", 'attachedToRef="a"', 'attachedToRef="q"', *DECISION[:-1],
        "late t on a: P1D", "t -> e", "b -> e",
    ),
    "boundary on a system step": drawn(
        "boundary_host", "t", "start s", "system a: publish", "late t on a: P1D", "end e",
        "s -> a", "a -> e", "t -> e",
    ),
    "flow into a boundary": drawn(
        "boundary_has_incoming", "t", "start s", "user a", "xor q", "late t on a: P1D", "end e",
        "s -> a", "a -> q", "q -> e: a.ok", "q -> t: default", "t -> e",
    ),
    "person in a late branch": drawn(
        "late_branch_waits", "b", "start s", "user a", "ring t on a: P1D", "user b", "end e",
        "end f", "s -> a", "a -> e", "t -> b", "b -> f",
    ),
    "wait in a late branch": drawn(
        "late_branch_waits", "w", "start s", "user a", "ring t on a: P1D", "wait w: P1D", "end e",
        "end f", "s -> a", "a -> e", "t -> w", "w -> f",
    ),
    "late branch that joins the main path": drawn(
        "late_branch_rejoins", "x", "start s", "user a", "ring t on a: P1D", "system x: publish",
        "end e", "s -> a", "a -> x", "t -> x", "x -> e",
    ),
    "late branch that stops the main path": drawn(
        "late_branch_rejoins", "e", "start s", "user a", "ring t on a: P1D", "stop e", "s -> a",
        "a -> e", "t -> e",
    ),
    "stale reference": changed(
        "flow_reference_stale", "a", "</bpmn:userTask>",
        "<bpmn:incoming>gone</bpmn:incoming></bpmn:userTask>",
    ),
    # --- decisions -----------------------------------------------------------------------------
    "no default": drawn(
        "gateway_without_default", "q", *DECISION[:-2], "q -> e: a.ok = false", "b -> e"
    ),
    "no default of an inclusive gateway": drawn(
        "gateway_without_default", "q", *(line.replace("xor", "or") for line in DECISION[:-2]),
        "q -> e: a.ok = false", "b -> e",
    ),
    "no condition": drawn(
        "flow_without_condition", "f_q__c", *DECISION, "user c", "q -> c", "c -> e"
    ),
    "empty condition": changed("flow_without_condition", "f_q__b", ">a.ok<", "> <", *DECISION),
    "default of another gateway": changed(
        "default_not_own_flow", "q", 'default="f_q__e"', 'default="f_a__q"', *DECISION
    ),
    "default with a condition": changed(
        "default_with_condition", "f_q__e", 'id="f_q__e" sourceRef="q" targetRef="e"/>',
        'id="f_q__e" sourceRef="q" targetRef="e"><bpmn:conditionExpression>a.ok'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>", *DECISION,
    ),
    "default of a task": marked("default_outside_decision", 'default="f_a__e"'),
    "condition behind a task": drawn(
        "condition_outside_decision", "f_a__e", "start s", "user a", "end e", "s -> a",
        "a -> e: a.ok",
    ),
    "condition behind a parallel split": drawn(
        "condition_outside_decision", "f_g__a", "start s", "and g", "user a", "user b", "and j",
        "end e", "s -> g", "g -> a: case.contactable", "g -> b", "a -> j", "b -> j", "j -> e",
    ),
    "condition on the only way": drawn(
        "condition_outside_decision", "f_q__a", "start s", "xor q", "user a", "end e", "s -> q",
        "q -> a: case.contactable", "a -> e",
    ),
    # --- loops ---------------------------------------------------------------------------------
    "loop of decisions": drawn(
        "cycle_without_wait", "q", "start s", "user a", "xor q", "xor r", "end e", "s -> a",
        "a -> q", "q -> e: a.ok", "q -> r: default", "r -> e: a.ok = null", "r -> q: default",
    ),
    "loop of scripts": drawn(
        "cycle_without_wait", "c", "start s", "script c: n = 1", "xor q", "end e", "s -> c",
        "c -> q", "q -> e: n > 2", "q -> c: default",
    ),
    "loop of system steps": drawn(
        "cycle_without_wait", "x", "start s", "system x: publish", "xor q", "end e", "s -> x",
        "x -> q", "q -> e: case.contactable", "q -> x: default",
    ),
    "loop over items that may be none": drawn(
        "cycle_without_wait", "b", "start s", "user a", "user b: unit in a.units", "xor q",
        "end e", "s -> a", "a -> b", "b -> q", "q -> e: case.contactable", "q -> b: default",
        a="units[]",
    ),
    "loop by a date that has passed": drawn(
        "cycle_without_wait", "a", "start s", "user a", 'late t on a: deadline("unit_report")',
        "system x: publish", "end e", "s -> a", "a -> e", "t -> x", "x -> a",
    ),
    "loop of a wait for a date": drawn(
        "cycle_without_wait", "w", "start s", "user a", "wait w: a.on", "xor q", "end e", "s -> a",
        "a -> w", "w -> q", "q -> e: a.ok", "q -> w: default", a="on@ ok?",
    ),
    "loop of a call that does not wait": drawn(
        "cycle_without_wait", "c", "start s", "call c: r", "xor q", "end e", "s -> c", "c -> q",
        "q -> e: case.contactable", "q -> c: default",
        called={"r": ("start s", "system x: publish", "end e", "s -> x", "x -> e")},
    ),
    "loop of a sub-process that need not wait": drawn(
        "cycle_without_wait", "b", "start s", "sub b", "start i", "xor r", "user a", "end o",
        "i -> r", "r -> a: case.contactable", "r -> o: default", "a -> o", "close", "xor q",
        "end e", "s -> b", "b -> q", "q -> e: case.is_anonymous", "q -> b: default",
    ),
    "loop without a gateway": drawn(
        "cycle_without_gateway", "a", "start s", "user a", "user b", "end e", "s -> a", "a -> b",
        "b -> a",
    ),
    "loop left only by a timer": drawn(
        "cycle_without_gateway", "a", "start s", "user a", "late t on a: P1D", "user b", "end e",
        "s -> a", "a -> b", "b -> a", "t -> e",
    ),
    # --- splits and joins ----------------------------------------------------------------------
    "decision into a join": drawn(
        "join_never_complete", "j", "start s", "user a", "xor q", "user b", "user c", "and j",
        "end e", "s -> a", "a -> q", "q -> b: a.ok", "q -> c: default", "b -> j", "c -> j",
        "j -> e",
    ),
    "third way into a join": drawn(
        "join_never_complete", "j", "start s", "and g", "user a", "xor q", "user b", "user c",
        "and j", "end e", "s -> g", "g -> a", "g -> c", "a -> q", "q -> b: a.ok",
        "q -> j: default", "b -> j", "c -> j", "j -> e",
    ),
    "branch that leaves before the join": drawn(
        "join_never_complete", "j", "start s", "and g", "user a", "xor q", "user c", "and j",
        "end e", "end f", "s -> g", "g -> a", "g -> c", "a -> q", "q -> f: a.ok",
        "q -> j: default", "c -> j", "j -> e",
    ),
    "timer that leaves before the join": drawn(
        "join_never_complete", "j", "start s", "and g", "user a", "late t on a: P1D", "user c",
        "and j", "end e", "end f", "s -> g", "g -> a", "g -> c", "a -> j", "c -> j", "t -> f",
        "j -> e",
    ),
    "inclusive split into a parallel join": drawn(
        "join_never_complete", "j", "start s", "user a", "or g", "user b", "user c", "and j",
        "end e", "s -> a", "a -> g", "g -> b: a.ok", "g -> c: default", "b -> j", "c -> j",
        "j -> e",
    ),
    "join in a loop with a branch from outside": drawn(
        "join_fed_from_outside_loop", "j", "start s", "and g", "user b", "user a", "and j",
        "user z", "xor q", "end e", "s -> g", "g -> a", "g -> b", "a -> j", "b -> j", "j -> z",
        "z -> q", "q -> e: z.ok", "q -> a: default",
    ),
    "back into a parallel split": drawn(
        "join_waits_for_itself", "g", "start s", "and g", "user a", "user b", "and j", "user z",
        "xor q", "end e", "s -> g", "g -> a", "g -> b", "a -> j", "b -> j", "j -> z", "z -> q",
        "q -> e: z.ok", "q -> g: default",
    ),
    "parallel branches meet without a join": drawn(
        "step_done_twice", "e", "start s", "and g", "user a", "user b", "user z", "end e",
        "s -> g", "g -> a", "g -> b", "a -> z", "b -> z", "z -> e",
    ),
    "fork bomb": drawn(
        "step_done_twice", "e", "start s", "xor m", "user a", "and g", "user b", "xor q", "end e",
        "s -> m", "m -> a", "a -> g", "g -> b", "g -> q", "q -> m: a.ok", "q -> e: default",
        "b -> e",
    ),
    "both branches go round": drawn(
        "step_done_twice", "m", "start s", "xor m", "user a", "and g", "user b", "user c",
        "xor q", "end e", "s -> m", "m -> a", "a -> g", "g -> b", "g -> c", "b -> q", "c -> q",
        "q -> m: b.ok", "q -> e: default",
    ),
    "tangled branches": drawn("joins_too_tangled", "p", *tangle(16)),
    # --- people --------------------------------------------------------------------------------
    "no lanes": cut("lanes_missing", "p", "<bpmn:laneSet", "</bpmn:laneSet>"),
    "lane without a role": changed("lane_role", "lane_officer", 'name="role"', 'name="step"'),
    "lane of an unknown role": changed(
        "lane_role", "lane_officer", 'name="role" value="officer"', 'name="role" value="boss"'
    ),
    "lane of an auditor": changed(
        "lane_role", "lane_officer", 'name="role" value="officer"', 'name="role" value="auditor"'
    ),
    "two lanes of one role": changed(
        "lane_role_twice", "lane_2", "</bpmn:laneSet>",
        '<bpmn:lane id="lane_2"><bpmn:extensionElements><camunda:properties><camunda:property '
        'name="role" value="officer"/></camunda:properties></bpmn:extensionElements></bpmn:lane>'
        "</bpmn:laneSet>",
    ),
    "task in no lane": changed(
        "lane_membership", "a", "<bpmn:flowNodeRef>a</bpmn:flowNodeRef>", ""
    ),
    "task in two lanes": changed(
        "lane_membership", "a", "</bpmn:laneSet>",
        '<bpmn:lane id="lane_2"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>',
    ),
    "lane of nothing": changed(
        "lane_reference_dangling", "lane_officer", "</bpmn:lane>",
        "<bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane>",
    ),
    "group of anybody": drawn(
        "candidate_group_unknown", "a", "start s", "groups a: everyone", "end e", "s -> a", "a -> e"
    ),
    "group of administrators": drawn(
        "candidate_group_unknown", "a", "start s", "groups a: officer, administrator", "end e",
        "s -> a", "a -> e",
    ),
    "computed role": drawn(
        "candidate_group_expression", "a", "start s", 'groups a: = "he" + "ad"', "end e", "s -> a",
        "a -> e",
    ),
    "computed role behind a unit": drawn(
        "candidate_group_expression", "a", "start s",
        'groups a: = "unit:" + if case.contactable then "x" else "head"', "end e", "s -> a",
        "a -> e",
    ),
    # --- forms ---------------------------------------------------------------------------------
    "task without a form": changed("form_missing", "a", 'camunda:formRef="p.a" ', ""),
    "form that is not there": with_form("form_unknown", "a", {}),
    "form elsewhere on the disk": changed(
        "form_name", "a", 'formRef="p.a"', 'formRef="../../etc/passwd"'
    ),
    "latest form": changed(
        "form_binding", "a", 'formRefBinding="deployment"', 'formRefBinding="latest"'
    ),
    "broken form": with_form("form_invalid", "a", BROKEN_FORM),
    "form under another name": with_form("form_invalid", "a", {"p.a": form("b")["p.b"]}),
    "form of another task": Wrong(
        "form_shared", "a",
        {"p.bpmn": sketch(*PLAIN).replace(b'formRef="p.a"', b'formRef="p.b"')}, form("b", "ok?"),
    ),
    # --- calls ---------------------------------------------------------------------------------
    "call of nothing": changed(
        "called_process_missing", "c", 'calledElement="r" ', "", "start s", "call c: r", "end e",
        "s -> c", "c -> e",
    ),
    "call of a process that is not there": drawn(
        "called_process_unknown", "c", "start s", "call c: gone", "end e", "s -> c", "c -> e"
    ),
    "latest process": changed(
        "called_binding", "c", 'calledElementBinding="deployment"',
        'calledElementBinding="latest"', "start s", "call c: r", "end e", "s -> c", "c -> e",
    ),
    "process that calls itself": drawn(
        "call_cycle", "c", "start s", "user a", "xor q", "call c: p", "end e", "s -> a", "a -> q",
        "q -> c: a.ok", "q -> e: default", "c -> e",
    ),
    "processes that call each other": drawn(
        "call_cycle", "c", "start s", "call c: r", "end e", "s -> c", "c -> e",
        called={"r": ("start s", "call d: p", "end e", "s -> d", "d -> e")},
    ),
    "calls too deep": drawn(
        "call_depth", "p", "start s", "call c: r0", "end e", "s -> c", "c -> e",
        called={
            **{
                f"r{n}": ("start s", f"call c: r{n + 1}", "end e", "s -> c", "c -> e")
                for n in range(8)
            },
            "r8": WORKER["r"],
        },
    ),
    "calls that multiply": drawn(
        "call_size", "p",
        "start s", *(f"call c{n}: r0" for n in range(40)), "end e", "s -> c0",
        *(f"c{n} -> c{n + 1}" for n in range(39)), "c39 -> e",
        called={
            f"r{m}": (
                "start s", *(f"call c{n}: r{m + 1}" for n in range(40)), "end e", "s -> c0",
                *(f"c{n} -> c{n + 1}" for n in range(39)), "c39 -> e",
            )
            for m in range(3)
        } | {"r3": WORKER["r"]},
    ),
    "items of no list": changed(
        "multi_instance_collection", "a", 'camunda:collection="b.units" ', "", "start s",
        "user b", "user a: unit in b.units", "end e", "s -> b", "b -> a", "a -> e", b="units[]",
    ),
    "items named as a task": drawn(
        "multi_instance_variable", "a", "start s", "user b", "user a: b in b.units", "end e",
        "s -> b", "b -> a", "a -> e", b="units[]",
    ),
    "items named as the case": drawn(
        "multi_instance_variable", "a", "start s", "user b", "user a: case in b.units", "end e",
        "s -> b", "b -> a", "a -> e", b="units[]",
    ),
    "unknown topic": drawn(
        "topic_unknown", "a", "start s", "system a: delete_everything", "end e", "s -> a", "a -> e"
    ),
    "service of another kind": changed(
        "service_not_external", "a", 'camunda:type="external" ', "", "start s",
        "system a: publish", "end e", "s -> a", "a -> e",
    ),
    # --- timers --------------------------------------------------------------------------------
    "boundary of no event": changed(
        "event_definition_count", "t",
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition>", "", *TIMED,
    ),
    "wait for two timers": changed(
        "event_definition_count", "w", "</bpmn:intermediateCatchEvent>",
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        "start s", "wait w: P1D", "end e", "s -> w", "w -> e",
    ),
    "timer without a time": changed(
        "timer_time_count", "t", "<bpmn:timeDuration>P1D</bpmn:timeDuration>", "", *TIMED
    ),
    "timer with an empty time": changed(
        "timer_time_count", "t", ">P1D<", "> <", *TIMED
    ),
    "timer with two times": changed(
        "timer_time_count", "t", "<bpmn:timeDuration>P1D</bpmn:timeDuration>",
        "<bpmn:timeDuration>P1D</bpmn:timeDuration><bpmn:timeDuration>P2D</bpmn:timeDuration>",
        *TIMED,
    ),
    "garbage for a duration": timed("timer_invalid", "PT5X"),
    "fraction of a second": timed("timer_invalid", "PT0.001S"),
    "day that does not exist": timed("timer_invalid", "2026-02-30"),
    "cycle of nothing": timed("timer_invalid", "R3/P"),
    "cycle with a start": timed("timer_invalid", "R3/2026-01-01T00:00:00Z/P1D"),
    "no time at all": timed("timer_too_short", "PT0S"),
    "cycle without end": timed("timer_too_short", "R/PT0S"),
    "cycle of a minute": timed("timer_too_short", "R/PT1M"),
    "a hundred years": timed("timer_too_long", "P36500D"),
    "a million years": timed("timer_months", "P999999Y"),
    "more years than there are": timed("timer_months", "P99999999Y"),
    "more days than there are": timed("timer_invalid", "P99999999D"),
    "a month": timed("timer_months", "P1M"),
    "cycle that interrupts": timed("timer_cycle_place", "R3/P1D", cancels=True),
    "cycle of a wait": drawn(
        "timer_cycle_place", "w", "start s", "wait w: R3/P1D", "end e", "s -> w", "w -> e"
    ),
    "start by an interval": drawn(
        "timer_start_cycle", "s", "start s: R/P1M", "user a", "end e", "s -> a", "a -> e"
    ),
    "start by an unknown cycle": drawn(
        "cycle_unknown", "s", 'start s: cycle("yearly")', "user a", "end e", "s -> a", "a -> e"
    ),
    "fixed date": timed("timer_fixed_date", "2027-01-01"),
    "time without a zone": timed("timer_without_zone", "2027-01-01T08:30:00"),
    "deadline as a duration": changed(
        "timer_kind", "t", ">P1D<", '>deadline("unit_report")<', *TIMED
    ),
    "cycle away from the start": timed("timer_kind", 'cycle("monthly")'),
    "wait for a deadline": drawn(
        "wait_may_not_end", "w", "start s", 'wait w: deadline("unit_report")', "end e", "s -> w",
        "w -> e",
    ),
    "deadline that is no name": changed("deadline_name", "a", 'name="name_en" value="Step a"',
        'name="name_en" value="Step a"/><camunda:property name="deadline" value="in 7 days"'),
    "deadline that is not set": changed(
        "deadline_not_in_profile", "a", 'name="name_en" value="Step a"',
        'name="name_en" value="Step a"/><camunda:property name="deadline" value="unknown"'),
    # --- expressions ---------------------------------------------------------------------------
    "another language": changed(
        "language_not_feel", "definitions_1", 'expressionLanguage="feel"',
        'expressionLanguage="juel"',
    ),
    "another language of a condition": changed(
        "language_not_feel", "f_q__b", "<bpmn:conditionExpression>",
        '<bpmn:conditionExpression language="python">', *DECISION,
    ),
    "juel": reading("expression_syntax", "${a.ok}"),
    "python": reading("expression_syntax", "__import__('os').system('id')"),
    "escape by attributes": reading("expression_syntax", "().__class__.__base__"),
    "escape by format": reading("expression_syntax", "'{0.__class__}'.format(a)"),
    "side effect": reading("expression_syntax", "a.append(1) or True"),
    "cpu bomb": reading("expression_syntax", "sum(x*x for x in range(10**9)) > 0"),
    "unknown function": reading("expression_syntax", 'open("/etc/passwd") = 1'),
    "python as a time": timed("expression_syntax", "open('/tmp/x','w')"),
    "misspelt task": reading("name_unknown", "b_task.ok = true"),
    "name of nobody": timed("name_unknown", "tomorrow"),
    "later answer": reading("name_given_later", "b.ok = true"),
    "answer of a parallel branch": drawn(
        "name_given_later", "f_q__c", "start s", "and g", "user a", "user b", "xor q", "user c",
        "and j", "end e", "s -> g", "g -> a", "g -> b", "b -> q", "q -> c: a.ok",
        "q -> j: default", "c -> j", "a -> j", "j -> e",
    ),
    "answer of an item read outside": drawn(
        "name_inside_items", "f_q__c", "start s", "user a", "user b: unit in a.units", "xor q",
        "user c", "end e", "s -> a", "a -> b", "b -> q", "q -> c: b.ok", "q -> e: default",
        "c -> e", a="units[]",
    ),
    "item read outside": drawn(
        "name_inside_items", "f_q__c", "start s", "user a", "user b: unit in a.units", "xor q",
        "user c", "end e", "s -> a", "a -> b", "b -> q", 'q -> c: unit = "a"', "q -> e: default",
        "c -> e", a="units[]",
    ),
    "value that one caller lacks": Wrong(
        "name_missing_at_caller", "f_q__w",
        {
            "r.bpmn": sketch(
                "start s", "xor q", "user w", "end e", "s -> q", "q -> w: a.ok", "q -> e: default",
                "w -> e", process_id="r",
            ),
            "p.bpmn": sketch(
                "start s", "call d: r", "user a", "call c: r", "end e", "s -> d", "d -> a",
                "a -> c", "c -> e",
            ),
        },
        form("a", "ok?") | form("w", "ok?", process_id="r"),
    ),
    "name the case does not have": reading("case_name_unknown", "case.complainant = null"),
    "the whole case": reading("case_name_unknown", "case = null"),
    "field the form does not have": reading("key_unknown", "a.okay = true"),
    "field an item does not have": drawn(
        "key_unknown", "f_q__w", "start s", "call c: r for party in case.notice_parties", "end e",
        "s -> c", "c -> e",
        called={
            "r": (
                "start s", "xor q", "user w", "end e", "s -> q", "q -> w: party.name = null",
                "q -> e: default", "w -> e",
            )
        },
        about="r.bpmn",
    ),
    "sealed name": reading(
        "expression_reads_sealed", "a.name = null", a="ok? name!complainant.name"
    ),
    "sealed name kept by a script": drawn(
        "expression_reads_sealed", "c", "start s", "user a", "script c: public = a.name", "user b",
        "end e", "s -> a", "a -> c", "c -> b", "b -> e", a="name!complainant.name",
    ),
    "field that the case keeps": reading(
        "expression_reads_case_column", 'a.category = "x"', a="ok? category:category"
    ),
    "narrative": reading("expression_reads_free_text", 'a.story = "x"', a="ok? story~"),
    "whole task": reading("expression_reads_whole_task", "a = null"),
    "answer that does not exist": reading(
        "literal_unknown", 'a.result = "maybe"', a="result=yes|no"
    ),
    "text for a checkbox": reading("literal_unknown", 'a.ok = "yes"'),
    "text for a number": reading("literal_unknown", 'a.n = "3"', a="n#"),
    "one value for a checklist": reading("literal_unknown", 'a.units = "a"', a="units[]"),
    "kind that no case has": reading("literal_unknown", 'case.kind = "rumour"'),
    "condition that is a text": reading("condition_not_boolean", "a.result", a="result=yes|no"),
    "condition that is a literal": reading("condition_not_boolean", '"yes"'),
    "condition that is a text of the case": reading("condition_not_boolean", "case.kind"),
    "items of a text": drawn(
        "collection_not_list", "b", "start s", "user a", "user b: unit in a.word", "end e",
        "s -> a", "a -> b", "b -> e", a="word",
    ),
    "items of a text of the case": drawn(
        "collection_not_list", "b", "start s", "user b: unit in case.id", "end e", "s -> b",
        "b -> e",
    ),
    "items of a number": drawn(
        "collection_not_list", "b", "start s", "user a", "user b: unit in a.n", "end e",
        "s -> a", "a -> b", "b -> e", a="n#",
    ),
    "rows without id": drawn(
        "items_without_id", "b", "start s", "user a", "user b: row in a.rows", "end e", "s -> a",
        "a -> b", "b -> e", a="rows(word)",
    ),
    "field that a row does not have": drawn(
        "key_unknown", "f_q__c", "start s", "user a", "sub b: row in a.rows", "start i", "xor q",
        "user c", "end o", "i -> q", "q -> c: row.words = null", "q -> o: default", "c -> o",
        "close", "end e", "s -> a", "a -> b", "b -> e", a="rows(id,word)",
    ),
    "deadline by a variable": timed("deadline_argument", "deadline(a.word)", a="word"),
    "deadline without a name": timed("deadline_argument", "deadline()"),
    "deadline nobody sets": timed("deadline_unknown", 'deadline("some_day")'),
    "answer on two ways": drawn(
        "gateway_answer_twice", "q", "start s", "user a", "xor q", "user b", "user c", "end e",
        "s -> a", "a -> q", 'q -> b: a.result = "yes"', 'q -> c: a.result in ["yes", "never"]',
        "q -> e: default", "b -> e", "c -> e", a="result=yes|no|never",
    ),
    "default that is never taken": drawn(
        "default_never_taken", "q", "start s", "user a", "xor q", "user b", "user c", "end e",
        "s -> a", "a -> q", 'q -> b: a.result = "yes"', 'q -> c: a.result = "no"',
        "q -> e: default", "b -> e", "c -> e", a="result=yes|no",
    ),
    "python script": changed(
        "script_format", "c", 'scriptFormat="feel"', 'scriptFormat="python"', *SCRIPTED
    ),
    "script that imports": changed(
        "expression_syntax", "c", "n = 1", "import os; os.system('id')", *SCRIPTED
    ),
    "script without lines": changed("script_empty", "c", "n = 1", "// nothing", *SCRIPTED),
    "script without a script": changed(
        "script_empty", "c", "<bpmn:script>n = 1</bpmn:script>", "", *SCRIPTED
    ),
    "script that sets the case": changed("script_target", "c", "n = 1", "case = 1", *SCRIPTED),
    "script that sets a part of the case": changed(
        "expression_syntax", "c", "n = 1", "case.kind = 1", *SCRIPTED
    ),
    "script that sets a task": changed("script_target", "c", "n = 1", "a = 1", *SCRIPTED),
    "script that does not say what it sets": changed(
        "script_target_undeclared", "c", 'name="targets" value="n"', 'name="step" value="n"',
        *SCRIPTED,
    ),
    "form that reads another task": Wrong(
        "name_not_in_form", "b",
        {"p.bpmn": sketch("start s", "user a", "user b", "end e", "s -> a", "a -> b", "b -> e")},
        form("a", "ok?") | {
            "p.b": form("b", "ok?")["p.b"].replace(
                b'"type": "checkbox"', b'"conditional": {"hide": "=a.ok"}, "type": "checkbox"'
            )
        },
    ),
}  # fmt: skip
