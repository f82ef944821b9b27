"""The office's own business: every sequence flow, system step and step is taken, from the XML."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import bpmn
from engine.bpmn.outline import outline
from engine.definitions.reading import cycle_of
from tests.support.answers import REPORTS

PROCESSES = Path(__file__).parents[2] / "processes"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
WRITTEN_IN = {
    "monthly_report": "prepare",
    "fiscal_year_report": "analyse",
    "six_month_memo": "prepare",
    "publish_statistics": "review",
}
SIGNED_IN = {
    "monthly_report": "acknowledge",
    "fiscal_year_report": "acknowledge",
    "six_month_memo": "sign",
    "publish_statistics": "allow",
}
AFTERWARDS = {"publish_statistics": ["publish"]}


def listed(process_id: str, tag: str) -> set[str]:
    tree = etree.parse(PROCESSES / f"{process_id}.bpmn")
    return {element.get("id") for element in tree.iter(f"{BPMN}{tag}")}


def stories(process_id: str) -> list[dict[str, dict[str, Any]]]:
    written, signed = WRITTEN_IN[process_id], SIGNED_IN[process_id]
    return [
        {},
        {f"{written}_1": {"counted": "recount"}},
        {"check_1": {"decision": "returned"}},
        {f"{signed}_1": {"decision": "returned"}},
    ]


@pytest.mark.parametrize("process_id", REPORTS)
def test_no_flow_or_step_of_a_report_is_left_out(
    process_id: str,
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    edition = edition_of(process_id)
    walks = [walk(answering(**story), edition=edition).finish() for story in stories(process_id)]
    runs = [run for each in walks for run in each.runs]
    assert all(each.completed for each in walks)
    assert listed(process_id, "sequenceFlow") == {f.flow for run in runs for f in run.flows}
    passed = {each.element for run in runs for each in run.passed}
    for tag in ("serviceTask", "exclusiveGateway", "endEvent"):
        assert listed(process_id, tag) - passed == set(), tag
    assert listed(process_id, "userTask") == {i.element for run in runs for i in run.offered}


@pytest.mark.parametrize("process_id", REPORTS)
def test_a_report_is_counted_before_anybody_writes_it_and_anew_only_when_asked(
    process_id: str,
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    written = WRITTEN_IN[process_id]
    again = answering(**{f"{written}_1": {"counted": "recount"}})
    returned = answering(check_1={"decision": "returned"})
    for decide, times in ((again, 2), (returned, 1)):
        report = walk(decide, edition=edition_of(process_id)).finish()
        topics = [call.topic for call in report.office.effects]
        assert topics == ["freeze_figures"] * times + AFTERWARDS.get(process_id, [])


@pytest.mark.parametrize("process_id", REPORTS)
def test_a_report_begins_by_the_cycle_of_its_name_and_goes_back_only_to_be_mended(
    process_id: str, edition_of: Callable[[str], bpmn.Edition]
) -> None:
    edition, written, signed = edition_of(process_id), WRITTEN_IN[process_id], SIGNED_IN[process_id]
    assert cycle_of(edition) == process_id
    back = {w.flow.id for each in outline(edition)[0].entries for w in each.ways if w.back}
    assert back == {"f_q_counted__count", f"f_q_checked__{written}", f"f_q_signed__{written}"}
    assert signed in {each.element.id for each in outline(edition)[0].entries}


def test_no_flow_or_step_of_the_guideline_is_left_out_and_it_is_frozen_anew_only_when_asked(
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    edition = edition_of("publish_guideline")
    told: list[dict[str, dict[str, Any]]] = [
        {},
        {"review_1": {"made": "remake"}},
        {"check_1": {"decision": "returned"}},
        {"allow_1": {"decision": "returned"}},
    ]
    walks = [walk(answering(**story), edition=edition).finish() for story in told]
    runs = [run for each in walks for run in each.runs]
    taken = {flow.flow for run in runs for flow in run.flows}
    assert taken == listed("publish_guideline", "sequenceFlow")
    topics = [[call.topic for call in each.office.effects] for each in walks]
    once, twice = (["freeze_guideline"] * times + ["publish"] for times in (1, 2))
    assert topics == [once, twice, once, once]


def test_a_check_of_the_channels_ends_late_or_in_time(
    walk: Callable[..., Any], edition_of: Callable[[str], bpmn.Edition]
) -> None:
    edition = edition_of("channel_check")
    in_time, late = (walk(edition=edition).finish(late=late) for late in ((), ("check_channels",)))
    flows = {each.flow for one in (in_time, late) for run in one.runs for each in run.flows}
    assert flows == listed("channel_check", "sequenceFlow")
    assert [call.topic for call in late.office.effects] == ["escalate"]
    assert in_time.office.effects == []


@pytest.mark.parametrize("process_id", ["participation_report", "publish_document"])
def test_no_flow_or_step_of_what_is_written_here_or_brought_in_is_left_out(
    process_id: str,
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    edition = edition_of(process_id)
    returned = {"decision": "returned"}
    walks = [
        walk(answering(**story), edition=edition).finish()
        for story in ({}, {"check_1": returned}, {"allow_1": returned})
    ]
    runs = [run for each in walks for run in each.runs]
    flows = {each.flow for run in runs for each in run.flows}
    assert flows == listed(process_id, "sequenceFlow")
    assert [[call.topic for call in each.office.effects] for each in walks] == [["publish"]] * 3
    assert all(each.completed for each in walks)


def test_no_flow_or_step_of_the_appointment_of_officers_is_left_out(
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    edition = edition_of("appoint_officers")
    returned = {"decision": "returned"}
    walks = [
        walk(answering(**story), edition=edition).finish()
        for story in ({}, {"sign_order_1": returned})
    ]
    runs = [run for each in walks for run in each.runs]
    flows = {each.flow for run in runs for each in run.flows}
    assert flows == listed("appoint_officers", "sequenceFlow")
    assert [[call.topic for call in each.office.effects] for each in walks] == [["appoint"]] * 2
    steps = {item.element for run in runs for item in run.offered}
    assert steps == listed("appoint_officers", "userTask")
    assert all(each.completed for each in walks)


def test_no_flow_or_step_of_the_yearly_check_is_left_out(
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    edition = edition_of("readiness_check")
    returned = {"decision": "returned"}
    walks = [
        walk(answering(**story), edition=edition).finish()
        for story in ({}, {"check_1": returned}, {"certify_1": returned})
    ]
    runs = [run for each in walks for run in each.runs]
    flows = {each.flow for run in runs for each in run.flows}
    assert flows == listed("readiness_check", "sequenceFlow")
    steps = {item.element for run in runs for item in run.offered}
    assert steps == listed("readiness_check", "userTask")
    assert all(each.completed for each in walks)


def test_no_flow_or_step_of_the_yearly_destruction_is_left_out(
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    edition_of: Callable[[str], bpmn.Edition],
) -> None:
    edition = edition_of("destruction")
    returned = {"decision": "returned"}
    proposed = {f"review_{turn}": {"outcome": "propose"} for turn in (1, 2)}
    stories: list[dict[str, Any]] = [
        {},
        proposed,
        {**proposed, "appoint_1": returned},
        {**proposed, "consider_1": returned},
        {**proposed, "order_1": {"decision": "kept"}},
    ]
    walks = [walk(answering(**story), edition=edition).finish() for story in stories]
    walks.append(walk(answering(**proposed), edition=edition).finish(late=("answer",)))
    assert all(each.completed for each in walks)
    runs = [run for each in walks for run in each.runs]
    flows = {each.flow for run in runs for each in run.flows}
    assert flows == listed("destruction", "sequenceFlow")
    steps = {item.element for run in runs for item in run.offered}
    assert steps == listed("destruction", "userTask")
    topics = [[call.topic for call in each.office.effects] for each in walks]
    assert topics[0] == topics[4] == ["list_records"]
    assert topics[1] == ["list_records", "destroy"]
    assert topics[5] == ["list_records", "escalate", "destroy"]
