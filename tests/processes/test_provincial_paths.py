"""Every sequence flow, boundary event and end of the five files is walked, listed from the XML."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

PROCESSES = Path(__file__).parents[2] / "processes"
PROVINCIAL = (
    "complaint_provincial",
    "first_notice",
    "unit_action",
    "committee_inquiry",
    "result_notice",
)
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def listed(tag: str) -> list[tuple[str, str]]:
    return [
        (process_id, element.get("id"))
        for process_id in PROVINCIAL
        for element in etree.parse(PROCESSES / f"{process_id}.bpmn").iter(f"{BPMN}{tag}")
    ]


SIGNED_BY_HEAD = {"decision": "signed", "units": ["u1", "u2", "u3"]}
STORIES: dict[str, dict[str, Any]] = {
    "a long story": {
        "answers": {
            "sort_1": {"result": "more_info"},
            "sign_letter_1": {"decision": "returned"},
            "sign_letter_3": {**SIGNED_BY_HEAD, "order": "committee"},
            "review_1": {"result": "incomplete"},
            "review_2": {"result": "hear"},
            "decide_1": {"decision": "returned"},
            "decide_2": {"decision": "continue", "next": "inside"},
            "sign_1": {"decision": "returned"},
            "sign_order_1": {"decision": "returned"},
            "inquire_1": {"hear": True},
            "dispatch_1": {"outcome": "not_reached"},
        },
        "late": ("draft", "sign", "dispatch", "report", "inquire", "report"),
    },
    "late with the notice's signature": {"late": ("sign",)},
    "late with its dispatch": {"late": ("dispatch",)},
    "a duplicate": {"answers": {"sort_1": {"result": "duplicate"}}},
    "not accepted": {"answers": {"sign_letter": {**SIGNED_BY_HEAD, "order": "not_accepted"}}},
    "the head refers it out": {
        "answers": {"sign_letter": {**SIGNED_BY_HEAD, "order": "refer_out"}}
    },
    "an outside body goes on": {
        "answers": {"decide": {"decision": "continue", "next": "outside_body"}}
    },
    "nobody to tell": {"parties": []},
    "anonymous": {"parties": [{"id": "p1", "contactable": False}]},
    "one unit, one complainant": {
        "parties": [{"id": "p1", "contactable": True}],
        "answers": {"sign_letter": {"decision": "signed", "order": "units", "units": ["u1"]}},
    },
    "a late committee report": {
        "answers": {"sign_letter": {**SIGNED_BY_HEAD, "order": "committee"}},
        "late": ("report",),
    },
}


def tell(story: dict[str, Any], walk: Callable[..., Any], answering: Callable[..., Any]) -> Any:
    started = walk(answering(**story.get("answers", {})), parties=story.get("parties"))
    return started.finish(late=story.get("late", ()))


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_case_comes_to_its_end(
    story: dict[str, Any], walk: Callable[..., Any], answering: Callable[..., Any]
) -> None:
    assert tell(story, walk, answering).completed


def test_no_flow_boundary_event_or_end_is_left_out(
    walk: Callable[..., Any], answering: Callable[..., Any]
) -> None:
    runs = [run for story in STORIES.values() for run in tell(story, walk, answering).runs]
    flows = {(each.process_id, each.flow) for run in runs for each in run.flows}
    passed = {(each.process_id, each.element) for run in runs for each in run.passed}

    assert set(listed("sequenceFlow")) - flows == set()
    assert set(listed("boundaryEvent")) - passed == set()
    assert set(listed("endEvent")) - passed == set()
    assert set(listed("serviceTask")) - passed == set()


def test_only_flows_of_the_files_are_recorded(
    walk: Callable[..., Any], answering: Callable[..., Any]
) -> None:
    drawn = {
        (process_id, flow.get("id"), flow.get("sourceRef"), flow.get("targetRef"))
        for process_id in PROVINCIAL
        for flow in etree.parse(PROCESSES / f"{process_id}.bpmn").iter(f"{BPMN}sequenceFlow")
    }
    runs = tell(STORIES["a long story"], walk, answering).runs
    recorded = {
        (each.process_id, each.flow, each.source, each.target) for run in runs for each in run.flows
    }
    assert recorded <= drawn


def test_flows_are_told_in_the_order_they_were_taken(walk: Callable[..., Any]) -> None:
    first = walk(parties=[]).do("register").run
    assert [each.flow for each in first.flows] == [
        "f_register__split",
        "f_split__sort",
        "f_split__notices",
        "f_notices__join",
    ]


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_case_comes_to_the_same_end_on_an_edition_parsed_anew_at_every_step(
    story: dict[str, Any], walk: Callable[..., Any], answering: Callable[..., Any]
) -> None:
    told = tell(story, walk, answering)
    anew = walk(
        answering(**story.get("answers", {})), parties=story.get("parties"), parse_anew=True
    ).finish(late=story.get("late", ()))
    assert anew.digests() == told.digests()
    assert anew.done == told.done
