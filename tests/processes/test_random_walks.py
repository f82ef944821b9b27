"""Whatever officers decide and in whatever order, a case stays whole and comes to an end."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import bpmn

CHOICES: dict[str, list[Mapping[str, Any]]] = {
    "sort": [
        {"result": each}
        for each in ("accept", "more_info", "duplicate", "no_inquiry", "not_accepted")
    ],
    "sign_letter": [
        {"decision": decision, "order": order, "units": units}
        for decision in ("signed", "returned")
        for order in ("units", "committee", "refer_out", "not_accepted")
        for units in (["u1"], ["u2", "u1"], [])
    ],
    "sign_memo": [
        {"decision": decision, "order": order, "units": units}
        for decision in ("signed", "returned")
        for order in ("units", "refer_out", "not_accepted")
        for units in (["u1"], ["u2", "u1"], [])
    ],
    "contact_unit": [{"units": units} for units in (["u1"], ["u2", "u1"], [])],
    "give_information": [{"outcome": each} for each in ("given", "to_send", "put_to_head")],
    "review": [{"result": each} for each in ("complete", "incomplete", "hear")],
    "decide": [
        {"decision": "concluded"},
        {"decision": "continue", "next": "inside"},
        {"decision": "continue", "next": "outside_body"},
        {"decision": "refer_out"},
        {"decision": "returned"},
        {},
    ],
    "conclude": [{"tell_respondent": True}, {"tell_respondent": False}],
    "sign": [{"decision": "signed"}, {"decision": "returned"}],
    "sign_order": [{"decision": "signed"}, {"decision": "returned"}],
    "inquire": [{"hear": True}, {"hear": False}],
    "verify": [{"hear": True}, {"hear": False}],
    "dispatch": [{"outcome": "sent"}, {"outcome": "not_reached"}],
}
PARTIES = [
    [],
    [{"id": "p1", "contactable": True}],
    [{"id": "p1", "contactable": False}, {"id": "p2", "contactable": True}],
]


ROUTES = [
    "give_information", "head_orders_unit", "contact_unit", "refer_outside", "find_facts", None,
]  # fmt: skip


@pytest.mark.parametrize("process_id", ["complaint_provincial", "complaint_tambon", "tip_off"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_case_is_whole_after_every_step(
    data: st.DataObject, walk: Callable[..., Any], edition_of: Callable[..., Any], process_id: str
) -> None:
    def decide(element: str, scope: bpmn.Scope, visit: int) -> Mapping[str, Any]:
        del scope, visit
        return data.draw(st.sampled_from(CHOICES.get(element, [{}])))

    case = walk(
        decide,
        parties=data.draw(st.sampled_from(PARTIES)),
        edition=edition_of(process_id),
        route=data.draw(st.sampled_from(ROUTES)),
    )
    for _ in range(data.draw(st.integers(1, 60))):
        if case.completed:
            break
        if data.draw(st.integers(0, 5)) == 0:
            case.pass_days(data.draw(st.sampled_from([1, 8, 20])))
        else:
            case.complete(data.draw(st.sampled_from(list(case.open.values()))))
        check(case)


def check(case: Any) -> None:
    if case.completed:
        assert not case.open
        return
    stored = bpmn.open_items(case.edition, case.state)
    assert {item.id for item in stored} == set(case.open)
    assert {(item.id, item.scope, item.element) for item in stored} == {
        (item.id, item.scope, item.element) for item in case.open.values()
    }
    again = bpmn.rearm(case.edition, case.state, {}, case.office.now)
    assert again.state == case.state
    assert again.state_digest == case.run.state_digest
    assert again.armed == tuple(
        bpmn.ArmedTimer(**{**vars(timer), "new": False}) for timer in case.run.armed
    )
    assert len(case.state) <= 12_000
    assert all(timer.due is None or timer.due > case.office.now for timer in case.run.armed)


@given(seed=st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_history_run_again_gives_the_same_digests(seed: Any, walk: Callable[..., Any]) -> None:
    """The inputs are kept as the journal keeps them: element, scope and answer."""
    history: list[tuple[str, bpmn.Scope, Mapping[str, Any]]] = []
    first = walk(lambda *_: {}, parties=PARTIES[2])
    for _ in range(40):
        if first.completed:
            break
        item = seed.choice(list(first.open.values()))
        answer = seed.choice(CHOICES.get(item.element, [{}]))
        history.append((item.element, item.scope, answer))
        first.decide = lambda *_, given=answer: given
        first.complete(item)

    again = walk(lambda *_: {}, parties=PARTIES[2])
    for element, scope, answer in history:
        again.decide = lambda *_, given=answer: given
        again.complete(
            next(
                item
                for item in again.open.values()
                if (item.element, item.scope) == (element, scope)
            )
        )
    assert again.digests() == first.digests()
    assert [run.passed for run in again.runs] == [run.passed for run in first.runs]
