"""The tambon process: every sequence flow, boundary event, end and step is taken, from the XML."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import bpmn
from engine.bpmn.outline import outline
from engine.office.profile_tables import Route

PROCESSES = Path(__file__).parents[2] / "processes"
TAMBON = ("complaint_tambon", "unit_action", "result_notice")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

SIGNED = {"decision": "signed", "units": ["u1", "u2"]}
STORIES: dict[str, dict[str, Any]] = {
    "information given at once": {"route": "give_information"},
    "information for the head to decide": {
        "route": "give_information",
        "answers": {"give_information": {"outcome": "put_to_head"}},
    },
    "information that has to be sent": {
        "route": "give_information",
        "answers": {"give_information": {"outcome": "to_send"}},
    },
    "the head orders units": {"route": "head_orders_unit", "late": ("report",)},
    "units contacted directly": {
        "route": "contact_unit",
        "answers": {
            "review_1": {"result": "incomplete"},
            "review_2": {"result": "hear"},
            "decide_1": {"decision": "continue"},
        },
    },
    "referred outside": {
        "route": "refer_outside",
        "answers": {"sign_memo": {**SIGNED, "order": "refer_out"}},
    },
    "facts found, sent back on the way": {
        "route": "find_facts",
        "answers": {
            "sort_1": {"result": "more_info"},
            "sign_memo_1": {"decision": "returned"},
            "decide_1": {"decision": "returned"},
            "dispatch_1": {"outcome": "not_reached"},
        },
    },
    "a duplicate": {"route": "find_facts", "answers": {"sort": {"result": "duplicate"}}},
    "not accepted, of a category that would be contacted": {
        "route": "contact_unit",
        "answers": {
            "sort": {"result": "not_accepted"},
            "sign_memo": {**SIGNED, "order": "not_accepted"},
        },
    },
    "anonymous": {"route": "find_facts", "parties": [{"id": "p1", "contactable": False}]},
    "nobody to tell": {"route": "head_orders_unit", "parties": []},
}


def listed(tag: str) -> set[tuple[str, str]]:
    return {
        (process_id, element.get("id"))
        for process_id in TAMBON
        for element in etree.parse(PROCESSES / f"{process_id}.bpmn").iter(f"{BPMN}{tag}")
    }


@pytest.fixture
def tell(
    walk: Callable[..., Any], answering: Callable[..., Any], tambon: bpmn.Edition
) -> Callable[..., Any]:
    def told(story: dict[str, Any], **options: Any) -> Any:
        started = walk(
            answering(**story.get("answers", {})),
            parties=story.get("parties"),
            edition=tambon,
            route=story["route"],
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


FIRST_STEPS = {
    Route.GIVE_INFORMATION: "give_information",
    Route.HEAD_ORDERS_UNIT: "memo",
    Route.CONTACT_UNIT: "contact_unit",
    Route.REFER_OUTSIDE: "memo",
    Route.FIND_FACTS: "memo",
}


@pytest.mark.parametrize("route", [*Route, None])
def test_the_route_of_the_category_decides_the_step_after_sorting(
    route: Route | None, walk: Callable[..., Any], tambon: bpmn.Edition
) -> None:
    case = walk(edition=tambon, route=route.value if route else None).do("register", "sort")
    assert case.elements_open == [FIRST_STEPS[route] if route else "memo"]


@pytest.mark.parametrize("route", Route)
def test_what_is_not_accepted_goes_to_the_head_whatever_its_route(
    route: Route, walk: Callable[..., Any], answering: Callable[..., Any], tambon: bpmn.Edition
) -> None:
    decide = answering(sort={"result": "not_accepted"})
    case = walk(decide, edition=tambon, route=route.value).do("register", "sort")
    assert case.elements_open == ["memo"]


def test_several_units_work_side_by_side_whoever_asked_them(
    walk: Callable[..., Any], tambon: bpmn.Edition
) -> None:
    ordered = walk(edition=tambon, route="find_facts").do("register", "sort", "memo", "sign_memo")
    asked = walk(edition=tambon, route="contact_unit").do("register", "sort", "contact_unit")
    for case, call in ((ordered, "units"), (asked, "contacted")):
        scopes = {item.scope for item in case.open.values()}
        assert scopes == {((call, unit),) for unit in ("u1", "u2", "u3")}
        assert {item.candidate_groups for item in case.open.values()} == {
            (f"unit:{unit}",) for unit in ("u1", "u2", "u3")
        }


def test_who_is_told_without_an_address_finds_it_in_the_mailbox(tell: Callable[..., Any]) -> None:
    case = tell(STORIES["anonymous"])
    told = [(call.topic, call.scope) for call in case.office.effects]
    assert ("post_message", (("tell", "p1"),)) in told
    assert ("dispatch", (("tell", "p1"),)) not in case.done


def test_only_loops_lead_back(tambon: bpmn.Edition) -> None:
    main = outline(tambon)[0]
    assert {way.flow.id for entry in main.entries for way in entry.ways if way.back} == {
        "f_request_info__sort",
        "f_q_order__memo",
        "f_q_conclude__propose_result",
        "f_q_conclude__memo",
    }
