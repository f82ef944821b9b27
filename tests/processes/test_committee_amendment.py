"""The amended order of a committee: signed, sent back, or left as it is."""

import pytest


@pytest.mark.parametrize(
    ("decisions", "flow", "topics"),
    [
        (["signed"], "f_q_outcome__seat", ["grant_roles"]),
        (["kept"], "f_q_outcome__kept", []),
        (["returned", "signed"], "f_q_outcome__draft_amendment", ["grant_roles"]),
    ],
)
def test_the_head_signs_an_amended_order_or_does_not(
    walk, answering, edition_of, decisions, flow, topics
):
    given = {f"sign_amendment_{n}": {"decision": each} for n, each in enumerate(decisions, start=1)}
    amended = walk(
        answering(**given),
        edition=edition_of("committee_amendment"),
        parties=[],
        item=("order", {"id": "1", "why": "left"}),
    )
    assert amended.item_of("draft_amendment").lane_role == "officer"
    for _ in decisions:
        amended.do("draft_amendment")
        assert amended.item_of("sign_amendment").lane_role == "head"
        amended.do("sign_amendment")
    assert amended.completed
    assert flow in {each.flow for run in amended.runs for each in run.flows}
    assert amended.topics == topics
