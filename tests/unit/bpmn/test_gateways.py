"""Splits and joins: in loops, with calls open beside them, in one run and over many."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.bpmn import ElementFailed, WaitsForNothing

DeskFactory = Callable[..., Any]
SPLIT_IN_A_LOOP = [
    "start s", "xor again", "and split", "user a", "user b", "user c", "and join", "user check",
    "xor done", "end e",
    "s -> again", "again -> split", "split -> a", "split -> b", "split -> c",
    "a -> join", "b -> join", "c -> join", "join -> check", "check -> done",
    "done -> again: default", "done -> e: check.ok",
]  # fmt: skip


@pytest.mark.parametrize("order", ["abc", "cba", "bac"])
def test_a_parallel_join_in_a_loop_waits_in_every_round(desk: DeskFactory, order: str) -> None:
    case = desk(*SPLIT_IN_A_LOOP)
    for round_ in range(5):
        assert case.waiting == ["a", "b", "c"]
        for element in order[:2]:
            case.do(element)
            assert "check" not in case.waiting
        case.do(order[2])
        assert case.waiting == ["check"]
        case.do("check", ok=round_ == 4)
    assert case.run.completed


def test_a_parallel_join_waits_in_every_round_of_one_run(desk: DeskFactory) -> None:
    case = desk(
        "start s", "script zero: n = 0", "xor again", "and split", "script a: x = 1",
        "script b: y = 1", "script more: n = n + 1", "and join", "xor done", "user u", "end e",
        "s -> zero", "zero -> again", "again -> split", "split -> a", "split -> b", "a -> join",
        "b -> join", "join -> more", "more -> done", "done -> again: default", "done -> u: n >= 7",
        "u -> e",
    )  # fmt: skip
    assert case.waiting == ["u"]
    assert case.flows.count("f_join__more") == 7
    assert case.flows.count("f_a__join") == 7
    assert case.do("u").run.completed


def test_a_join_waits_for_each_flow_not_for_each_token(desk: DeskFactory) -> None:
    case = desk(
        "start s", "and split", "user a", "user b", "and join", "user u", "end e",
        "s -> split", "split -> a", "split -> b", "a -> join", "b -> join", "join -> u", "u -> e",
    ).do("a")  # fmt: skip
    assert case.waiting == ["b"]
    assert case.do("b").waiting == ["u"]
    assert case.do("u").run.completed


def test_a_join_that_can_never_fire_is_an_incident(desk: DeskFactory) -> None:
    with pytest.raises(WaitsForNothing):
        desk(
            "start s", "xor choose", "script a: x = 1", "script b: x = 2", "and join", "end e",
            "s -> choose", "choose -> a: default", "choose -> b: false", "a -> join", "b -> join",
            "join -> e",
        )  # fmt: skip


INCLUSIVE = [
    "start s", "user ask", "or split", "user a", "call b", "user c", "or join", "user u", "end e",
    "s -> ask", "ask -> split", "split -> a: ask.a", "split -> b: ask.b", "split -> c: default",
    "a -> join", "b -> join", "c -> join", "join -> u", "u -> e",
]  # fmt: skip
CALLEE = [
    "start s", "user deep", "xor x", "user deeper", "end e", "end other",
    "s -> deep", "deep -> x", "x -> deeper: default", "x -> other: false", "deeper -> e",
]  # fmt: skip


def inclusive(desk: DeskFactory, **answers: bool) -> Any:
    lines = [line.replace("call b", "call b: callee") for line in INCLUSIVE]
    return desk(*lines, callees={"callee": CALLEE}).do("ask", **answers)


def test_an_inclusive_split_takes_every_true_flow_and_the_default_only_if_none_is(
    desk: DeskFactory,
) -> None:
    assert inclusive(desk, a=True, b=True).waiting == ["a", "deep"]
    assert inclusive(desk, a=True, b=False).waiting == ["a"]
    assert inclusive(desk, a=False, b=False).waiting == ["c"]


def test_an_inclusive_join_waits_for_a_call_that_is_open(desk: DeskFactory) -> None:
    case = inclusive(desk, a=True, b=True).do("a")
    assert case.waiting == ["deep"]
    assert case.do("deep").do("deeper").waiting == ["u"]
    assert case.do("u").run.completed


def test_an_inclusive_join_does_not_wait_for_flows_no_token_can_come_by(desk: DeskFactory) -> None:
    assert inclusive(desk, a=True, b=False).do("a").waiting == ["u"]


def test_an_inclusive_join_goes_on_when_the_other_token_leaves_another_way(
    desk: DeskFactory,
) -> None:
    case = desk(
        "start s", "or split", "user a", "user b", "xor x", "or join", "user u", "end e",
        "end elsewhere", "s -> split", "split -> a: true", "split -> b: true", "a -> join",
        "b -> x", "x -> join: b.back", "x -> elsewhere: default", "join -> u", "u -> e",
    ).do("a")  # fmt: skip
    assert case.waiting == ["b"]
    assert case.do("b", back=False).waiting == ["u"]
    assert case.do("u").run.completed


def test_an_inclusive_join_in_a_loop_waits_in_every_round(desk: DeskFactory) -> None:
    case = desk(
        "start s", "xor again", "or split", "user a", "user b", "or join", "user check",
        "xor done", "end e", "s -> again", "again -> split", "split -> a: true",
        "split -> b: true", "a -> join", "b -> join", "join -> check", "check -> done",
        "done -> again: default", "done -> e: check.ok",
    )  # fmt: skip
    for round_ in range(4):
        assert case.do("b").waiting == ["a"]
        assert case.do("a").waiting == ["check"]
        case.do("check", ok=round_ == 3)
    assert case.run.completed


def test_no_way_on_names_the_gateway_and_leaves_the_state(desk: DeskFactory) -> None:
    case = desk(
        "start s", "user a", "xor x", "user b", "user c", "end e", "s -> a", "a -> x",
        "x -> b: a.to = 1", "x -> c: a.to = 2", "b -> e", "c -> e",
    )  # fmt: skip
    with pytest.raises(ElementFailed) as failed:
        case.do("a", to=3)
    assert failed.value.element == "x"
    assert case.do("a", to=2).waiting == ["c"]


def test_a_condition_is_true_or_false(desk: DeskFactory) -> None:
    case = desk(
        "start s", "user a", "xor x", "user b", "user c", "end e", "s -> a", "a -> x",
        "x -> b: a.to", "x -> c: default", "b -> e", "c -> e",
    )  # fmt: skip
    with pytest.raises(ElementFailed, match="not true or false"):
        case.do("a", to="b")
    assert case.do("a", to=None).waiting == ["c"]


def test_the_first_true_condition_in_the_files_order_wins(desk: DeskFactory) -> None:
    case = desk(
        "start s", "xor x", "user b", "user c", "end e", "s -> x", "x -> c: true", "x -> b: true",
        "b -> e", "c -> e",
    )  # fmt: skip
    assert case.waiting == ["c"]


def test_a_terminate_end_withdraws_what_is_open(desk: DeskFactory) -> None:
    case = desk(
        "start s", "and split", "user a", "user b", "terminate stop", "end e",
        "s -> split", "split -> a", "split -> b", "a -> stop", "b -> e",
    ).do("a")  # fmt: skip
    assert case.run.completed
    assert len(case.run.withdrawn) == 1
    assert case.waiting == []


def test_a_terminate_end_of_a_called_process_ends_that_process_only(desk: DeskFactory) -> None:
    case = desk(
        "start s", "call c: q", "user after", "end e", "s -> c", "c -> after", "after -> e",
        callees={"q": ["start s", "and split", "user a", "user b", "terminate stop", "end e",
                       "s -> split", "split -> a", "split -> b", "a -> stop", "b -> e"]},
    ).do("a")  # fmt: skip
    assert case.waiting == ["after"]
    assert case.do("after").run.completed


def test_a_milestone_is_passed_and_told(desk: DeskFactory) -> None:
    case = desk("start s", "milestone m", "user a", "end e", "s -> m", "m -> a", "a -> e")
    assert [(each.element, each.kind) for each in case.run.passed] == [
        ("s", "startEvent"),
        ("m", "intermediateThrowEvent"),
    ]
