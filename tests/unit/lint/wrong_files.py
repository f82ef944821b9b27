"""Files, ids, elements, names and drawings that are wrong."""

from tests.unit.lint.making import (
    PLAIN,
    Wrong,
    chain,
    changed,
    cut,
    drawn,
    ended_by,
    event,
    extended,
    gateway_kind,
    inserted,
    marked,
    nested,
    raw,
    task_kind,
)
from tests.unit.lint.sketches import HEAD, sketch

WRONG_FILES: dict[str, Wrong] = {
    # --- the file ---------------------------------------------------------------------------------
    "two files of one process": Wrong(
        "process_id_taken", "", {"p.bpmn": sketch(*PLAIN), "x/p.bpmn": sketch(*PLAIN)},
        about="x/p.bpmn",
    ),
    "unknown attribute": changed("schema_invalid", "", 'id="a" ', 'id="a" colour="red" '),
    "elements in the wrong order": changed(
        "schema_invalid", "", "</bpmn:userTask>",
        "<bpmn:documentation>late</bpmn:documentation></bpmn:userTask>",
    ),
    # --- process and ids --------------------------------------------------------------------------
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
    # --- elements ---------------------------------------------------------------------------------
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
    # --- names and size ---------------------------------------------------------------------------
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
    # --- drawing ----------------------------------------------------------------------------------
    "nothing drawn": cut("drawing_missing", "", "<bpmndi:BPMNDiagram", "</bpmndi:BPMNDiagram>"),
    "task that nobody sees": changed("not_drawn", "a", 'bpmnElement="a"', 'bpmnElement="s"'),
    "flow that nobody sees": changed(
        "not_drawn", "f_a__e", 'bpmnElement="f_a__e"', 'bpmnElement="f_s__a"'
    ),
    "drawing of nothing": changed(
        "drawing_dangling", "", 'bpmnElement="f_a__e"', 'bpmnElement="gone"'
    ),
}  # fmt: skip
