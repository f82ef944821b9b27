"""The process of tip-offs: every sequence flow, boundary event, end and step is taken."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import bpmn
from engine.bpmn.outline import outline

PROCESSES = Path(__file__).parents[2] / "processes"
TIP_OFF = ("tip_off", "result_notice")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

STORIES: dict[str, dict[str, Any]] = {
    "looked into, late on the way": {"late": ("verify", "conclude")},
    "sent back, looked into again": {
        "answers": {
            "decide_1": {"decision": "returned"},
            "decide_2": {"decision": "continue"},
            "dispatch_1": {"outcome": "not_reached"},
        },
    },
    "the respondent explains": {
        "answers": {"verify_1": {"hear": True}, "conclude": {"tell_respondent": True}},
        "late": ("hear",),
    },
    "more is asked for": {
        "answers": {"sort_1": {"result": "more_info"}},
        "late": ("sort", "request_info"),
    },
    "a duplicate": {"answers": {"sort": {"result": "duplicate"}}},
    "an opinion": {"answers": {"sort": {"result": "no_inquiry"}}},
    "not accepted": {"answers": {"sort": {"result": "not_accepted"}}},
    "referred outside": {"answers": {"decide": {"decision": "refer_out"}}},
    "anonymous": {"parties": [{"id": "p1", "contactable": False}]},
    "nobody to tell": {"parties": []},
}


def listed(tag: str) -> set[tuple[str, str]]:
    return {
        (process_id, element.get("id"))
        for process_id in TIP_OFF
        for element in etree.parse(PROCESSES / f"{process_id}.bpmn").iter(f"{BPMN}{tag}")
    }


@pytest.fixture
def tip_off(edition_of: Callable[[str], bpmn.Edition]) -> bpmn.Edition:
    return edition_of("tip_off")


@pytest.fixture
def tell(
    walk: Callable[..., Any], answering: Callable[..., Any], tip_off: bpmn.Edition
) -> Callable[..., Any]:
    def told(story: dict[str, Any], **options: Any) -> Any:
        started = walk(
            answering(**story.get("answers", {})),
            parties=story.get("parties"),
            edition=tip_off,
            **options,
        )
        return started.finish(late=story.get("late", ()))

    return told


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_case_comes_to_its_end(story: dict[str, Any], tell: Callable[..., Any]) -> None:
    assert tell(story).completed


def test_no_flow_boundary_event_end_or_step_is_left_out(tell: Callable[..., Any]) -> None:
    walks = [tell(story) for story in STORIES.values()]
    runs = [run for each in walks for run in each.runs]
    flows = {(each.process_id, each.flow) for run in runs for each in run.flows}
    passed = {(each.process_id, each.element) for run in runs for each in run.passed}
    offered = {(item.process_id, item.element) for run in runs for item in run.offered}

    assert listed("sequenceFlow") - flows == set()
    for tag in ("boundaryEvent", "endEvent", "serviceTask", "exclusiveGateway"):
        assert listed(tag) - passed == set(), tag
    assert listed("userTask") - offered == set()


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_case_comes_to_the_same_end_on_an_edition_parsed_anew_at_every_step(
    story: dict[str, Any], tell: Callable[..., Any]
) -> None:
    told, anew = tell(story), tell(story, parse_anew=True)
    assert anew.digests() == told.digests()
    assert anew.done == told.done


@pytest.mark.parametrize("step", ["sort", "request_info", "verify", "hear", "conclude"])
def test_what_is_late_is_told_once_and_goes_on(
    step: str, walk: Callable[..., Any], answering: Callable[..., Any], tip_off: bpmn.Edition
) -> None:
    decide = answering(sort_1={"result": "more_info"}, verify_1={"hear": True})
    case = walk(decide, edition=tip_off)
    ways = ("register", "sort", "request_info", "sort", "verify", "hear", "verify", "conclude")
    case.do(*ways[: ways.index(step)])
    case.pass_days(16)
    case.pass_days(16)
    assert [(call.topic, call.late_element) for call in case.office.effects] == [("escalate", step)]
    assert case.elements_open == [step]
    assert case.finish().completed


def test_nothing_is_put_before_the_head_but_by_a_conclusion(
    walk: Callable[..., Any], answering: Callable[..., Any], tip_off: bpmn.Edition
) -> None:
    for result in ("no_inquiry", "not_accepted"):
        case = walk(answering(sort={"result": result}), edition=tip_off).do("register", "sort")
        assert case.elements_open == ["conclude"]


def test_who_was_never_asked_is_not_told_of_a_tip_off(
    walk: Callable[..., Any], answering: Callable[..., Any], tip_off: bpmn.Edition
) -> None:
    informants = [{"id": "i1", "contactable": True}]

    def told(**answers: Any) -> list[str]:
        case = walk(answering(**answers), edition=tip_off, parties=informants)
        case.office.result_parties = [*informants, {"id": "r1", "contactable": True}]
        case.do("register", "sort", "verify", "conclude", "decide")
        return sorted(item.scope[-1][1] for item in case.open.values())

    assert told() == ["i1"]
    assert told(conclude={"tell_respondent": True}) == ["i1", "r1"]


def test_who_is_told_without_an_address_finds_it_in_the_mailbox(tell: Callable[..., Any]) -> None:
    case = tell(STORIES["anonymous"])
    told = [(call.topic, call.scope) for call in case.office.effects]
    assert ("post_message", (("tell", "p1"),)) in told
    assert ("dispatch", (("tell", "p1"),)) not in case.done


def test_only_loops_lead_back(tip_off: bpmn.Edition) -> None:
    main = outline(tip_off)[0]
    assert {way.flow.id for entry in main.entries for way in entry.ways if way.back} == {
        "f_request_info__sort",
        "f_hear__verify",
        "f_q_conclude__conclude",
        "f_q_conclude__verify",
    }
