"""The names of BPMN 2.0 and of the Camunda 7 extensions: namespaces, tags, topics.

Tags are in lxml's form, ``{namespace}localName``; compare them with ``element.tag``.
"""

from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
MODELER: Final = "http://camunda.org/schema/modeler/1.0"

NAMESPACES: Final[dict[str, str]] = {
    "bpmn": BPMN,
    "bpmndi": BPMNDI,
    "dc": DC,
    "di": DI,
    "xsi": XSI,
    "camunda": CAMUNDA,
    "modeler": MODELER,
}


def bpmn(local_name: str) -> str:
    return f"{{{BPMN}}}{local_name}"


def bpmndi(local_name: str) -> str:
    return f"{{{BPMNDI}}}{local_name}"


def camunda(local_name: str) -> str:
    return f"{{{CAMUNDA}}}{local_name}"


DEFINITIONS: Final = bpmn("definitions")
PROCESS: Final = bpmn("process")
COLLABORATION: Final = bpmn("collaboration")
PARTICIPANT: Final = bpmn("participant")
LANE_SET: Final = bpmn("laneSet")
LANE: Final = bpmn("lane")
FLOW_NODE_REF: Final = bpmn("flowNodeRef")
SEQUENCE_FLOW: Final = bpmn("sequenceFlow")
CONDITION: Final = bpmn("conditionExpression")
DOCUMENTATION: Final = bpmn("documentation")
EXTENSION_ELEMENTS: Final = bpmn("extensionElements")
INCOMING: Final = bpmn("incoming")
OUTGOING: Final = bpmn("outgoing")

START_EVENT: Final = bpmn("startEvent")
END_EVENT: Final = bpmn("endEvent")
BOUNDARY_EVENT: Final = bpmn("boundaryEvent")
CATCH_EVENT: Final = bpmn("intermediateCatchEvent")
THROW_EVENT: Final = bpmn("intermediateThrowEvent")
TASK: Final = bpmn("task")
USER_TASK: Final = bpmn("userTask")
MANUAL_TASK: Final = bpmn("manualTask")
SERVICE_TASK: Final = bpmn("serviceTask")
SCRIPT_TASK: Final = bpmn("scriptTask")
SCRIPT: Final = bpmn("script")
SUB_PROCESS: Final = bpmn("subProcess")
CALL_ACTIVITY: Final = bpmn("callActivity")
EXCLUSIVE_GATEWAY: Final = bpmn("exclusiveGateway")
PARALLEL_GATEWAY: Final = bpmn("parallelGateway")
INCLUSIVE_GATEWAY: Final = bpmn("inclusiveGateway")
EVENT_BASED_GATEWAY: Final = bpmn("eventBasedGateway")

MULTI_INSTANCE: Final = bpmn("multiInstanceLoopCharacteristics")
TIMER_DEFINITION: Final = bpmn("timerEventDefinition")
MESSAGE_DEFINITION: Final = bpmn("messageEventDefinition")
SIGNAL_DEFINITION: Final = bpmn("signalEventDefinition")
ERROR_DEFINITION: Final = bpmn("errorEventDefinition")
ESCALATION_DEFINITION: Final = bpmn("escalationEventDefinition")
TERMINATE_DEFINITION: Final = bpmn("terminateEventDefinition")
TIME_DATE: Final = bpmn("timeDate")
TIME_DURATION: Final = bpmn("timeDuration")
TIME_CYCLE: Final = bpmn("timeCycle")

PROPERTIES: Final = camunda("properties")
PROPERTY: Final = camunda("property")
FORM_REF: Final = camunda("formRef")
FORM_REF_BINDING: Final = camunda("formRefBinding")
CALLED_ELEMENT: Final = "calledElement"
CALLED_ELEMENT_BINDING: Final = camunda("calledElementBinding")
CANDIDATE_GROUPS: Final = camunda("candidateGroups")
COLLECTION: Final = camunda("collection")
ELEMENT_VARIABLE: Final = camunda("elementVariable")
TOPIC: Final = camunda("topic")
TYPE: Final = camunda("type")

SYSTEM_TOPICS: Final = frozenset(
    {
        "post_message",
        "escalate",
        "grant_roles",
        "await_joined",
        "freeze_figures",
        "publish",
        "settle_identity_request",
        "appoint",
        "freeze_guideline",
        "list_records",
        "destroy",
    }
)
"""What a service task may ask the system to do; every other topic is refused."""

APPOINT: Final = "appoint"
PUBLISH: Final = "publish"
PUBLICATIONS: Final = frozenset({"document", "guideline", "participation", "statistics"})
"""What a service task of the topic ``publish`` may make public; its property says which."""
