"""The part of BPMN 2.0 and of Camunda's extensions that the engine runs; the rest is refused.

What is missing is missing because the engine ignores it, runs it wrongly, or because nothing in
an office needs it; the reasons are here.
"""

from collections.abc import Mapping
from typing import Final

from engine.errors import Sentence

_EVERYWHERE: Final = frozenset({"documentation", "extensionElements"})
_NODE: Final = _EVERYWHERE | {"incoming", "outgoing"}
_ARTIFACTS: Final = frozenset({"textAnnotation", "association", "group"})

NODES: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "userTask",
        "serviceTask",
        "scriptTask",
        "callActivity",
        "subProcess",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
    }
)

EVENT_DEFINITIONS: Final[Mapping[str, frozenset[str]]] = {
    "startEvent": frozenset({"timerEventDefinition"}),
    "endEvent": frozenset({"terminateEventDefinition"}),
    "boundaryEvent": frozenset({"timerEventDefinition"}),
    "intermediateCatchEvent": frozenset({"timerEventDefinition"}),
    "intermediateThrowEvent": frozenset(),
}

CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "definitions": _EVERYWHERE
    | {"process", "collaboration", "message", "signal", "error", "escalation", "category"},
    "collaboration": _EVERYWHERE | _ARTIFACTS | {"participant", "messageFlow"},
    "participant": _EVERYWHERE,
    "messageFlow": _EVERYWHERE,
    "message": _EVERYWHERE,
    "signal": _EVERYWHERE,
    "error": _EVERYWHERE,
    "escalation": _EVERYWHERE,
    "category": _EVERYWHERE | {"categoryValue"},
    "categoryValue": _EVERYWHERE,
    "process": _EVERYWHERE | _ARTIFACTS | NODES | {"sequenceFlow", "laneSet"},
    "subProcess": _NODE | _ARTIFACTS | NODES | {"sequenceFlow", "multiInstanceLoopCharacteristics"},
    "laneSet": _EVERYWHERE | {"lane"},
    "lane": _EVERYWHERE | {"flowNodeRef"},
    "sequenceFlow": _EVERYWHERE | {"conditionExpression"},
    "textAnnotation": _EVERYWHERE | {"text"},
    "association": _EVERYWHERE,
    "group": _EVERYWHERE,
    "userTask": _NODE | {"multiInstanceLoopCharacteristics"},
    "callActivity": _NODE | {"multiInstanceLoopCharacteristics"},
    "serviceTask": _NODE,
    "scriptTask": _NODE | {"script"},
    "exclusiveGateway": _NODE,
    "parallelGateway": _NODE,
    "inclusiveGateway": _NODE,
    **{tag: _NODE | definitions for tag, definitions in EVENT_DEFINITIONS.items()},
    "timerEventDefinition": _EVERYWHERE | {"timeDate", "timeDuration", "timeCycle"},
    "terminateEventDefinition": _EVERYWHERE,
    "multiInstanceLoopCharacteristics": _EVERYWHERE,
}
"""What may stand inside what, by tag; a tag that is no key here holds text only."""

IGNORED_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "cancelActivity": frozenset({"true", "false"}),
    "isForCompensation": frozenset({"false", "0"}),
    "triggeredByEvent": frozenset({"false", "0"}),
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "parallelMultiple": frozenset({"false", "0"}),
    "instantiate": frozenset({"false", "0"}),
    "eventGatewayType": frozenset({"Exclusive"}),
    "isSequential": frozenset({"false", "0"}),
    "behavior": frozenset({"All"}),
    "implementation": frozenset({"##unspecified", "##WebService"}),
    "isImmediate": frozenset({"true", "1"}),
}
"""Plain BPMN attributes of which the engine knows no value, or only these."""

CAMUNDA_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "startEvent": frozenset({"formRef", "formRefBinding"}),
    "userTask": frozenset({"formRef", "formRefBinding", "candidateGroups"}),
    "serviceTask": frozenset({"type", "topic"}),
    "callActivity": frozenset({"calledElementBinding"}),
    "multiInstanceLoopCharacteristics": frozenset({"collection", "elementVariable"}),
}

INERT_CAMUNDA_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "process": frozenset({"historyTimeToLive", "versionTag", "isStartableInTasklist"}),
}
"""Written by Camunda's editor unasked; without effect here, which a warning says."""

PROPERTY_NAMES: Final = frozenset(
    {"name_en", "role", "step", "deadline", "until_contact", "paper", "publication", "targets"}
)
"""The camunda:property names that mean something; another is most likely a slip of the pen."""

ENGINE_NAMESPACES: Final = frozenset(
    {
        "http://camunda.org/schema/zeebe/1.0",
        "http://spiffworkflow.org/bpmn/schema/1.0/core",
        "http://flowable.org/bpmn",
        "http://activiti.org/bpmn",
        "http://www.jboss.org/drools",
        "http://www.signavio.com/engine",
    }
)
"""Extensions that make another engine act; here they would silently do nothing."""

_CORRELATION: Final = Sentence(
    "ระบบคำนวณนิพจน์ของการจับคู่ข้อความนอกการควบคุม ซึ่งเคยใช้สั่งเครื่องได้ ให้ลบออก",
    "The engine evaluates its expressions outside the sandbox, which has been used to run code; "
    "remove it.",
)

REFUSED_ELEMENTS: Final[Mapping[str, Sentence]] = {
    "task": Sentence(
        "งานที่ไม่ระบุชนิดไม่มีผู้รับผิดชอบและไม่มีบันทึก ให้เลือกเป็นงานของคน (user task) หรืองานของระบบ",
        "A task without a kind is done by nobody and leaves no record; make it a user task or a "
        "system step.",
    ),
    "manualTask": Sentence(
        "งานนอกระบบไม่มีแบบฟอร์มและไม่เหลือบันทึก ให้ใช้งานของคน (user task) ที่มีแบบฟอร์มบันทึกผล",
        "A manual task has no form and leaves no record; use a user task whose form records it.",
    ),
    "sendTask": Sentence(
        "ไม่มีผู้รับข้อความ ให้ใช้งานของระบบหัวข้อ post_message",
        "Nothing receives its message; use a system step with the topic post_message.",
    ),
    "receiveTask": Sentence(
        "ไม่มีสิ่งใดส่งข้อความให้ เรื่องจะรอตลอดไป ให้ใช้งานของคนหรือตัวจับเวลา",
        "Nothing sends it a message and the case would wait for ever; use a user task or a timer.",
    ),
    "businessRuleTask": Sentence(
        "ระบบไม่มีตารางตัดสินใจ (DMN) ให้ใช้ทางแยกที่มีเงื่อนไข",
        "There are no decision tables (DMN); use gateways with conditions.",
    ),
    "transaction": Sentence(
        "ระบบย้อนงานที่ทำแล้วไม่ได้ ให้ใช้กระบวนงานย่อยธรรมดา",
        "Finished work cannot be undone by the engine; use a plain sub-process.",
    ),
    "adHocSubProcess": Sentence(
        "ระบบเดินกระบวนงานย่อยไม่เรียงลำดับไม่ได้ ให้เขียนลำดับหรืองานคู่ขนานให้ชัด",
        "The engine cannot run ad hoc sub-processes; draw the order or the parallel branches.",
    ),
    "eventBasedGateway": Sentence(
        "ไม่มีข้อความใดมาถึงเรื่องได้ จึงเหลือแต่เวลา ให้ใช้ตัวจับเวลาที่ขอบงานของคน",
        "No message ever reaches a case, so only time is left to wait for; put a timer on the "
        "border of a user task.",
    ),
    "complexGateway": Sentence(
        "ระบบไม่รู้จักทางแยกซับซ้อน ให้ใช้ทางแยกธรรมดาหรืองานคู่ขนาน",
        "The engine does not know complex gateways; use exclusive, inclusive or parallel ones.",
    ),
    "standardLoopCharacteristics": Sentence(
        "การวนซ้ำที่ไม่เห็นในผังไม่มีจุดตัดสินใจ ให้เขียนเส้นวนกลับผ่านทางแยก",
        "A loop that the drawing hides has no decision; draw it back through a gateway.",
    ),
    "messageEventDefinition": Sentence(
        "ไม่มีสิ่งใดส่งข้อความถึงเรื่องได้ เรื่องจะรอตลอดไป ให้ใช้งานของคน ตัวจับเวลา หรืองานของระบบ",
        "No message ever reaches a case and it would wait for ever; use a user task, a timer or a "
        "system step.",
    ),
    "signalEventDefinition": Sentence(
        "ระบบไม่ส่งสัญญาณ (จุดจบแบบสัญญาณถูกข้ามไปเงียบ ๆ) ให้ใช้งานของระบบหรือคำสั่งของผู้ใช้",
        "Signals are not sent (a signal end event is skipped silently); use a system step or a "
        "person's command.",
    ),
    "errorEventDefinition": Sentence(
        "จุดจบแบบข้อผิดพลาดที่ไม่มีใครรับจะจบเรื่องเสมือนสำเร็จ ให้ใช้ทางแยกแทน",
        "An error that nobody catches ends the case as if it had succeeded; use a gateway.",
    ),
    "escalationEventDefinition": Sentence(
        "ให้ใช้ตัวจับเวลาที่ขอบงานกับงานของระบบหัวข้อ escalate",
        "Use a timer on the task's border and a system step with the topic escalate.",
    ),
    "conditionalEventDefinition": Sentence(
        "ระบบไม่เฝ้าดูค่าที่เปลี่ยน ให้ใช้ทางแยกหลังงานที่ให้ค่านั้น",
        "Values are not watched; put a gateway after the task that gives the value.",
    ),
    "linkEventDefinition": Sentence(
        "ระบบเห็นจุดเชื่อมเป็นทางตัน เรื่องจะไม่จบ ให้ลากเส้นโดยตรง",
        "To the engine a link is a dead end and the case never finishes; draw the flow itself.",
    ),
    "compensateEventDefinition": Sentence(
        "การชดเชยถูกข้ามไปเงียบ ๆ ให้เขียนงานแก้ไขเป็นขั้นตอนปกติ",
        "Compensation is silently skipped; draw the repair as ordinary steps.",
    ),
    "cancelEventDefinition": Sentence(
        "ใช้ได้กับธุรกรรมเท่านั้น ซึ่งระบบไม่รองรับ",
        "It belongs to transactions, which are not supported.",
    ),
    "childLaneSet": Sentence(
        "ช่องซ้อนทำให้งานมีสองบทบาท ให้ใช้ช่องชั้นเดียว",
        "Nested lanes give a task two roles; use one row of lanes.",
    ),
    "correlationProperty": _CORRELATION,
    "correlationKey": _CORRELATION,
    "correlationSubscription": _CORRELATION,
    "ioSpecification": Sentence(
        "คำตอบอยู่ในแบบฟอร์ม ไม่ได้อยู่ในข้อมูลของผัง ให้ลบออก",
        "Answers live in forms, not in data of the diagram; remove it.",
    ),
    "loopCardinality": Sentence(
        "จำนวนที่ตายตัวสร้างงานได้ไม่จำกัด ให้ใช้รายการใน camunda:collection",
        "A number can create work without limit; use a list in camunda:collection.",
    ),
    "completionCondition": Sentence(
        "ระบบรอให้ครบทุกรายการ ให้ลบเงื่อนไขนี้",
        "Every item is waited for; remove the condition.",
    ),
}
"""Why a construct is not taken and what to draw instead."""
