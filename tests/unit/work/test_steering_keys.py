"""Which answers a process keeps for its expressions: those of every place where it may read one."""

import pytest

from engine.bpmn.edition import build_edition
from engine.definitions.reading import steering_keys


def source(time="P3D", script="x = 1", condition="true"):
    """Return examine, a script, decide with a timer on it, and a gateway."""
    return f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="x">
<bpmn:process id="errand" isExecutable="true">
<bpmn:startEvent id="start"/>
<bpmn:userTask id="examine"/>
<bpmn:scriptTask id="count" scriptFormat="feel">
<bpmn:script>{script}</bpmn:script></bpmn:scriptTask>
<bpmn:userTask id="decide"/>
<bpmn:boundaryEvent id="late" cancelActivity="false" attachedToRef="decide">
<bpmn:timerEventDefinition id="t"><bpmn:timeDate>{time}</bpmn:timeDate></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:exclusiveGateway id="q" default="f5"/>
<bpmn:endEvent id="done"/><bpmn:endEvent id="told"/><bpmn:endEvent id="other"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="examine"/>
<bpmn:sequenceFlow id="f2" sourceRef="examine" targetRef="count"/>
<bpmn:sequenceFlow id="f3" sourceRef="count" targetRef="decide"/>
<bpmn:sequenceFlow id="f4" sourceRef="decide" targetRef="q"/>
<bpmn:sequenceFlow id="f5" sourceRef="q" targetRef="done"/>
<bpmn:sequenceFlow id="f6" sourceRef="q" targetRef="other">
<bpmn:conditionExpression>{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f7" sourceRef="late" targetRef="told"/>
</bpmn:process></bpmn:definitions>""".encode()


@pytest.mark.parametrize(
    ("place", "text", "read"),
    [
        ("condition", "decide.again = true", {("decide", "again")}),
        ("time", "date(examine.reply_by)", {("examine", "reply_by")}),
        ("time", "=examine.reply_by", {("examine", "reply_by")}),
        ("time", "2027-01-31", set()),
        ("time", 'deadline("intake")', set()),
        (
            "script",
            "total = examine.sum + 1\nhalf = decide.sum / 2",
            {("examine", "sum"), ("decide", "sum")},
        ),
    ],
)
def test_an_answer_is_kept_wherever_an_expression_reads_it(place, text, read):
    edition = build_edition("errand", {"errand": source(**{place: text})}, {})
    assert steering_keys(edition) == read
