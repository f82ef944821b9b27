"""The process of retaliation: every way leads to the outside body, and no way round it."""

from pathlib import Path

import pytest
from lxml import etree

PROCESS = Path(__file__).parents[2] / "processes" / "retaliation.bpmn"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def listed(tag):
    return {each.get("id") for each in etree.parse(PROCESS).iter(f"{BPMN}{tag}")}


@pytest.fixture
def report(walk, edition_of, answering):
    def begin(**answers):
        return walk(answering(**answers), edition=edition_of("retaliation"), parties=[])

    return begin


def test_it_is_done_by_who_tracks_it_signed_by_the_head_and_told_twice(report):
    walked = report()
    roles = []
    while not walked.completed:
        (item,) = walked.open.values()
        roles.append((item.element, item.lane_role))
        walked.complete(item)
    assert roles == [
        ("register", "custodian"),
        ("draft", "custodian"),
        ("sign", "head"),
        ("dispatch", "custodian"),
        ("answer", "custodian"),
        ("record", "custodian"),
    ]
    told = [call.element for call in walked.office.effects if call.topic == "post_message"]
    assert told == ["tell_sent", "tell_answer"]


def test_no_flow_boundary_event_end_or_step_is_left_out(report):
    late = ("draft", "dispatch", "answer")
    walked = report(sign_1={"decision": "returned"}, answer_1={"outcome": "asked"})
    walked.finish(late=late)
    flows = {each.flow for run in walked.runs for each in run.flows}
    passed = {each.element for run in walked.runs for each in run.passed}
    offered = {item.element for run in walked.runs for item in run.offered}
    assert listed("sequenceFlow") - flows == set()
    for tag in ("boundaryEvent", "endEvent", "serviceTask", "exclusiveGateway"):
        assert listed(tag) - passed == set(), tag
    assert listed("userTask") - offered == set()


def test_it_does_not_end_before_the_outside_body_has_answered(report):
    walked = report(answer={"outcome": "asked"})
    walked.do("register", "draft", "sign", "dispatch", "answer", "answer", "answer")
    assert walked.elements_open == ["answer"]
