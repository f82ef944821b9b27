"""Small whole diagrams written as lines, their forms, and the lint of both."""

import json
from collections.abc import Mapping
from html import escape

from engine.bpmn.lint import LintReport, lint_definition
from engine.office.roles import Role

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions_1"'
    ' targetNamespace="http://bpmn.io/schema/bpmn" expressionLanguage="feel">\n'
)
ROLES = [role.value for role in Role]
TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "milestone": "intermediateThrowEvent",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
}


def sketch(*lines: str, process_id: str = "p") -> bytes:
    """Draw a process in one lane, everything named in both languages and given a shape.

    ``start s`` (``start s: cycle("x")``), ``end e``, ``stop e`` (terminates), ``milestone m``,
    ``xor|and|or g``, ``user a``, ``user a: unit in x.units``, ``groups a: = "unit:" + unit``,
    ``system a: topic``, ``script a: n = 1; m = 2``, ``call a: other``,
    ``call a: other for unit in x.units``, ``sub a`` (``sub a: x in y``) ... ``close``,
    ``wait w: P1D``, ``late t on a: P1D`` (interrupts), ``ring t on a: P1D`` (does not),
    ``s -> a``, ``g -> a: x.ok = true``, ``g -> b: default``; a line that begins with < is XML.
    """
    defaults = {
        _flow_id(*ends(line)): ends(line)[0] for line in lines if line.endswith(": default")
    }
    body, tops, depth = [], [], 0
    for line in lines:
        if line == "close":
            depth -= 1
        elif depth == 0 and " -> " not in line and not line.startswith("<"):
            tops.append(line.partition(":")[0].split()[1])
        if line.startswith("sub "):
            depth += 1
        body.append(_flow(line) if _is_flow(line) else _element(line, process_id, defaults))
    references = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in tops)
    return document(
        f'<bpmn:laneSet id="lanes_1"><bpmn:lane id="lane_officer" name="เจ้าหน้าที่">'
        f"{properties(role='officer', name_en='Officer')}{references}</bpmn:lane></bpmn:laneSet>\n"
        + "\n".join(body),
        process_id=process_id,
    )


def document(body: str, *, process_id: str = "p", more: str = "") -> bytes:
    """Wrap what stands in a process, and draw whatever in it has an id."""
    process = (
        f'<bpmn:process id="{process_id}" name="กระบวนงานทดลอง" isExecutable="true">'
        f"{properties(name_en='Trial')}{body}</bpmn:process>"
    )
    return f"{HEAD}{more}{process}\n{_drawing(body, process_id)}</bpmn:definitions>\n".encode()


def properties(**values: str) -> str:
    inner = "".join(
        f'<camunda:property name="{name}" value="{escape(value)}"/>'
        for name, value in values.items()
    )
    return (
        "<bpmn:extensionElements><camunda:properties>"
        f"{inner}</camunda:properties></bpmn:extensionElements>"
    )


def ends(line: str) -> tuple[str, str]:
    source, _, rest = line.partition(" -> ")
    return source.strip(), rest.partition(":")[0].strip()


def _is_flow(line: str) -> bool:
    return " -> " in line and not line.startswith("<")


def _flow_id(source: str, target: str) -> str:
    return f"f_{source}__{target}"


def _flow(line: str) -> str:
    source, target = ends(line)
    condition = line.partition(" -> ")[2].partition(": ")[2]
    head = (
        f'<bpmn:sequenceFlow id="{_flow_id(source, target)}" '
        f'sourceRef="{source}" targetRef="{target}"'
    )
    if not condition or condition == "default":
        return head + "/>"
    inner = escape(condition, quote=False)
    return (
        f"{head}><bpmn:conditionExpression>{inner}</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )


def _element(  # noqa: C901, PLR0911  one return a kind
    line: str, process_id: str, defaults: Mapping[str, str]
) -> str:
    if line == "close":
        return "</bpmn:subProcess>"
    if line.startswith("<"):
        return line
    head, _, rest = line.partition(": ")
    kind, node, *host = head.split()
    named = f'id="{node}" name="ขั้น {node}"'
    english = properties(name_en=f"Step {node}")
    form = f'camunda:formRef="{process_id}.{node}" camunda:formRefBinding="deployment"'
    match kind:
        case "start" if rest:
            timer = f"<bpmn:timeCycle>{escape(rest, quote=False)}</bpmn:timeCycle>"
            return _tag("startEvent", named, f"{english}{_timed(timer)}")
        case "stop":
            return _tag("endEvent", named, f"{english}<bpmn:terminateEventDefinition/>")
        case "user":
            return _tag("userTask", f"{named} {form}", english + _loop(rest))
        case "groups":
            groups = f'camunda:candidateGroups="{escape(rest)}"'
            return _tag("userTask", f"{named} {form} {groups}", english)
        case "system":
            service = f'camunda:type="external" camunda:topic="{rest}"'
            says = {"publication": "statistics"} if rest == "publish" else {}
            english = properties(name_en=f"Step {node}", **says)
            return _tag("serviceTask", f"{named} {service}", english)
        case "script":
            lines = [line.strip() for line in rest.split(";")]
            targets = ", ".join(dict.fromkeys(line.partition("=")[0].strip() for line in lines))
            said = properties(name_en=f"Step {node}", targets=targets)
            script = escape("\n".join(lines), quote=False)
            return _tag(
                "scriptTask",
                f'{named} scriptFormat="feel"',
                f"{said}<bpmn:script>{script}</bpmn:script>",
            )
        case "call":
            called, _, loop = rest.partition(" for ")
            calls = f'calledElement="{called}" camunda:calledElementBinding="deployment"'
            return _tag("callActivity", f"{named} {calls}", english + _loop(loop))
        case "sub":
            return f"<bpmn:subProcess {named}>{english}{_loop(rest)}"
        case "wait":
            return _tag("intermediateCatchEvent", named, english + timer_of(rest))
        case "late" | "ring":
            cancels = "true" if kind == "late" else "false"
            attached = f'attachedToRef="{host[1]}" cancelActivity="{cancels}"'
            return _tag("boundaryEvent", f"{named} {attached}", english + timer_of(rest))
    default = next((flow for flow, gateway in defaults.items() if gateway == node), "")
    chosen = f' default="{default}"' if default else ""
    return _tag(TAGS[kind], named + chosen, english)


def _tag(tag: str, attributes: str, inner: str) -> str:
    return f"<bpmn:{tag} {attributes}>{inner}</bpmn:{tag}>"


def _loop(rest: str) -> str:
    if not rest:
        return ""
    variable, _, collection = rest.partition(" in ")
    return (
        f'<bpmn:multiInstanceLoopCharacteristics camunda:collection="{escape(collection)}" '
        f'camunda:elementVariable="{variable}"/>'
    )


def timer_of(time: str) -> str:
    tag = "timeDate"
    if time.startswith(("R", "P")):
        tag = "timeCycle" if time.startswith("R") else "timeDuration"
    return _timed(f"<bpmn:{tag}>{escape(time, quote=False)}</bpmn:{tag}>")


def _timed(inner: str) -> str:
    return f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"


def _drawing(body: str, process_id: str) -> str:
    """Give a shape to every node and an edge to every flow of the process."""
    items = []
    for line in body.replace("><", ">\n<").splitlines():
        tag = line.partition(" ")[0].removeprefix("<bpmn:")
        identity = line.partition(' id="')[2].partition('"')[0]
        if not line.startswith("<bpmn:") or not identity or tag in {"laneSet", "lane"}:
            continue
        if tag == "sequenceFlow":
            items.append(_drawn("BPMNEdge", identity, '<di:waypoint x="0" y="0"/>' * 2))
        elif tag[0].islower() and not tag.endswith("EventDefinition"):
            bounds = '<dc:Bounds x="0" y="0" width="9" height="9"/>'
            items.append(_drawn("BPMNShape", identity, bounds))
    return (
        f'<bpmndi:BPMNDiagram id="diagram_1"><bpmndi:BPMNPlane id="plane_1" '
        f'bpmnElement="{process_id}">{"".join(items)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    )


def _drawn(tag: str, identity: str, inner: str) -> str:
    attributes = f'id="{identity}_di" bpmnElement="{identity}"'
    return f"<bpmndi:{tag} {attributes}>{inner}</bpmndi:{tag}>"


def form(task: str, *fields: str, process_id: str = "p") -> dict[str, bytes]:
    """Write the form of a task: ``ok?`` a checkbox, ``n#`` a number, ``d@`` a date, ``story~`` a
    text of several lines, ``name!complainant.name`` sealed, ``units[]`` a checklist of a, b, c,
    ``result=yes|no`` a required choice, ``category:category`` a column of the case,
    ``rows(id,word)`` a list of rows, ``word`` a text.
    """
    identity = f"{process_id}.{task}"
    schema = {
        "type": "default",
        "id": identity,
        "schemaVersion": 19,
        "properties": {"name": "แบบทดลอง", "name_en": "Trial form"},
        "components": [_component(text) for text in fields],
    }
    return {identity: json.dumps(schema, ensure_ascii=False, indent=1).encode()}


def _component(text: str) -> dict[str, object]:
    """Write one component; see ``form`` for the marks."""
    said: dict[str, str] = {"name_en": "Field"}
    more: dict[str, object] = {}
    key, kind = text.rstrip("?#~@[]"), "textfield"
    match text.removeprefix(key):
        case "?":
            kind = "checkbox"
        case "#":
            kind = "number"
        case "~":
            kind = "textarea"
        case "@":
            kind, more = "datetime", {"subtype": "date", "dateLabel": "วันที่"}
        case "[]":
            kind, more = "checklist", _options("a", "b", "c", said=said)
    if key.endswith(")"):
        key, _, fields = key.removesuffix(")").partition("(")
        kind = "dynamiclist"
        rows = [_component(each) for each in fields.split(",")]
        more = {"path": key, "components": rows, "isRepeating": True}
    elif "=" in key:
        key, _, values = key.partition("=")
        kind, more = "radio", _options(*values.split("|"), said=said)
        more["validate"] = {"required": True}
    elif "!" in key:
        key, _, said["sealed"] = key.partition("!")
    elif ":" in key:
        key, _, said["case"] = key.partition(":")
        kind, more = "radio", _options("x", "y", said=said)
    named = {} if kind == "dynamiclist" else {"key": key}
    return {"type": kind, "id": f"F_{key}", **named, "label": "ช่อง", "properties": said, **more}


def _options(*values: str, said: dict[str, str]) -> dict[str, object]:
    said.update({f"value_{value}_en": value for value in values})
    return {"values": [{"label": value, "value": value} for value in values]}


def forms_of(
    *lines: str, fields: Mapping[str, str] | None = None, process_id: str = "p"
) -> dict[str, bytes]:
    """Write a form for each user task: its fields from ``fields``, else one checkbox ``ok``."""
    found: dict[str, bytes] = {}
    for line in lines:
        if line.startswith(("user ", "groups ")):
            task = line.partition(":")[0].split()[1]
            asked = (fields or {}).get(task, "ok?").split()
            found |= form(task, *asked, process_id=process_id)
    return found


def lint(
    *lines: str,
    fields: Mapping[str, str] | None = None,
    callees: Mapping[str, tuple[str, ...]] | None = None,
    deadlines: tuple[str, ...] | None = ("first_notice", "unit_report"),
) -> LintReport:
    """Lint the sketch ``p`` with the sketches it calls."""
    drawn = {"p": lines, **(callees or {})}
    sources = {f"{name}.bpmn": sketch(*body, process_id=name) for name, body in drawn.items()}
    forms: dict[str, bytes] = {}
    for name, body in drawn.items():
        forms |= forms_of(*body, fields=fields, process_id=name)
    return lint_definition(sources, forms, roles=ROLES, deadlines=deadlines, cycles=("monthly",))


def lint_xml(source: bytes, forms: Mapping[str, bytes] | None = None) -> LintReport:
    return lint_definition(
        {"p.bpmn": source},
        forms or {},
        roles=ROLES,
        deadlines=("first_notice",),
        cycles=("monthly",),
    )


def found(report: LintReport, file: str = "p.bpmn") -> set[tuple[str, str]]:
    """Return (rule, element) of every problem of a file."""
    return {(problem.rule, problem.element) for problem in report.of(file).problems}


def rules(report: LintReport, file: str = "p.bpmn") -> set[str]:
    return {rule for rule, _ in found(report, file)}
