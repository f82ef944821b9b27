"""Multi-instance, calls, scripts and system steps."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import ElementFailed, StepBudgetExceeded
from engine.errors import NoEligibleHandler, ProcessFailed

DeskFactory = Callable[..., Any]
EACH = ["start s", "items each: x in case.list", "user after", "end e",
        "s -> each", "each -> after", "after -> e"]  # fmt: skip


def test_each_item_is_work_in_its_own_scope(desk: DeskFactory) -> None:
    case = desk(*EACH, given={"case": {"list": ["b", {"id": "a", "n": 1}]}})
    assert [item.scope for item in case.open.values()] == [(("each", "b"),), (("each", "a"),)]
    assert case.do("each", "a").waiting == ["each"]
    assert case.do("each", "b").waiting == ["after"]
    assert [each.element for each in case.run.passed] == ["each"]


def test_an_empty_list_is_passed_over(desk: DeskFactory) -> None:
    assert desk(*EACH, given={"case": {"list": []}}).waiting == ["after"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (None, "not a list"),
        ("text", "not a list"),
        (["a", "a"], "same item twice"),
        ([{"id": "a"}, "a"], "same item twice"),
        ([{"name": "no id"}], "no id"),
        (list(range(501)), "more than 500"),
    ],
)
def test_a_collection_that_is_no_list_of_different_items_is_refused(
    desk: DeskFactory, given: object, why: str
) -> None:
    with pytest.raises(ElementFailed, match=why) as failed:
        desk(*EACH, given={"case": {"list": given}})
    assert failed.value.element == "each"


def test_items_keep_their_values_through_the_stored_state(desk: DeskFactory) -> None:
    item = {
        "id": "a", "n": Decimal("1.10"), "on": date(2026, 1, 2), "yes": True, "none": None,
        "at": datetime(2026, 1, 2, 3, tzinfo=UTC), "list": ["x", {"$": "y"}],
    }  # fmt: skip
    case = desk(
        "start s", "sub each: it in case.list", "start t", "user a", "xor same", "user good",
        "user bad", "end f", "t -> a", "a -> same", "same -> good: it = case.list[1]",
        "same -> bad: default", "good -> f", "bad -> f", "close", "end e", "s -> each", "each -> e",
        given={"case": {"list": [item]}},
    )  # fmt: skip
    assert case.do("a").waiting == ["good"]


def test_items_within_items_have_nested_scopes(desk: DeskFactory) -> None:
    inner = ["start s", "items b: y in case.inner", "end e", "s -> b", "b -> e"]
    case = desk(
        "start s", "calls a: q for x in case.outer", "end e", "s -> a", "a -> e",
        callees={"q": inner}, given={"case": {"outer": ["1", "2"], "inner": ["i", "j"]}},
    )  # fmt: skip
    assert [item.scope for item in case.open.values()] == [
        (("a", "1"), ("b", "i")),
        (("a", "1"), ("b", "j")),
        (("a", "2"), ("b", "i")),
        (("a", "2"), ("b", "j")),
    ]
    for scope in [item.scope for item in case.open.values()]:
        item = next(each for each in case.open.values() if each.scope == scope)
        del case.open[item.id]
        case.take(bpmn.complete(case.edition, case.run.state, item.id, case, case.now))
    assert case.run.completed


def test_scripts_set_variables_of_their_scope_which_later_lines_read(desk: DeskFactory) -> None:
    case = desk(
        "start s", 'script set: a = 1\nb = a + 1\n// a remark\nc = "ก" + "ข"', "user wait",
        "xor x", "user good", "user bad", "end e", "s -> set", "set -> wait", "wait -> x",
        'x -> good: b = 2 and c = "กข"', "x -> bad: default", "good -> e", "bad -> e",
    )  # fmt: skip
    assert [(each.name, each.value) for each in case.run.assigned] == [
        ("a", Decimal(1)), ("b", Decimal(2)), ("c", "กข")
    ]  # fmt: skip
    assert case.do("wait").waiting == ["good"]


def test_a_script_in_one_item_is_not_seen_in_another(desk: DeskFactory) -> None:
    case = desk(
        "start s", "sub each: x in case.list", "start t", "user first", "xor q",
        "script set: seen = x",
        "user second", "end f", "t -> first", "first -> q", "q -> set: seen = null",
        "q -> second: default", "set -> second", "second -> f", "close", "end e", "s -> each",
        "each -> e", given={"case": {"list": ["a", "b"]}},
    )  # fmt: skip
    case.do("first", "a").do("first", "b")
    assert [each.value for each in case.run.assigned] == ["b"]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("case = 1", "may not set case"),
        ("case.list = 1", "must be name = expression"),
        ("import os", "must be name = expression"),
        ('x = __import__("os")', "no function named|function|not"),
        ('a = string join(for i in 1..9 return "x")', "for|not|expected"),
    ],
)
def test_a_script_does_nothing_but_assign(desk: DeskFactory, script: str, why: str) -> None:
    with pytest.raises(ElementFailed, match=why) as failed:
        desk("start s", f"script set: {script}", "end e", "s -> set", "set -> e")
    assert failed.value.element == "set"


def test_script_variables_are_small(desk: DeskFactory) -> None:
    with pytest.raises(ElementFailed, match="4096"):
        desk("start s", "script set: a = case.long", "user u", "end e", "s -> set", "set -> u",
             "u -> e", given={"case": {"long": "x" * 5_000}})  # fmt: skip


def test_no_python_runs_in_a_condition(desk: DeskFactory) -> None:
    with pytest.raises(ElementFailed):
        desk("start s", "xor x", "user a", "user b", "end e", "s -> x",
             "x -> a: ().__class__.__base__.__subclasses__()", "x -> b: default", "a -> e",
             "b -> e")  # fmt: skip


def test_a_system_step_is_told_where_it_stands(desk: DeskFactory) -> None:
    case = desk("start s", "items each: x in case.list", "ring late on each: P1D",
                "system tell: escalate", "end e", "end f", "s -> each", "each -> e",
                "late -> tell", "tell -> f",
                given={"case": {"list": ["a"]}}).wait(days=2)  # fmt: skip
    call = case.calls[0]
    assert (call.topic, call.process_id, call.element) == ("escalate", "p", "tell")
    assert (call.came_from, call.late_element, call.now) == ("late", "each", case.now)


def test_a_refusal_of_the_application_comes_through_as_it_is(desk: DeskFactory) -> None:
    def refuse(_: object) -> bool:
        raise NoEligibleHandler

    with pytest.raises(NoEligibleHandler):
        desk("start s", "system tell: publish", "end e", "s -> tell", "tell -> e", effect=refuse)


def test_any_other_exception_is_a_failed_process_with_its_cause(desk: DeskFactory) -> None:
    def crash(_: object) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ProcessFailed) as failed:
        desk("start s", "system tell: publish", "end e", "s -> tell", "tell -> e", effect=crash)
    assert isinstance(failed.value.__cause__, ZeroDivisionError)
    assert failed.value.element == "tell"


def test_candidate_groups_are_keys_or_an_expression(desk: DeskFactory) -> None:
    literal = desk("start s", "user a: officer, unit:u1", "end e", "s -> a", "a -> e")
    assert next(iter(literal.open.values())).candidate_groups == ("officer", "unit:u1")
    listed = desk("start s", 'user a: = ["unit:" + case.u, "head"]', "end e", "s -> a", "a -> e",
                  given={"case": {"u": "u7"}})  # fmt: skip
    assert next(iter(listed.open.values())).candidate_groups == ("unit:u7", "head")
    with pytest.raises(ElementFailed, match="name no group"):
        desk("start s", "user a: = case.missing", "end e", "s -> a", "a -> e")


def test_a_loop_without_a_wait_is_stopped(desk: DeskFactory) -> None:
    with pytest.raises(StepBudgetExceeded):
        desk("start s", "xor x", "script a: n = 1", "xor y", "end e", "s -> x", "x -> a",
             "a -> y", "y -> x: default", "y -> e: false")  # fmt: skip


def test_tokens_that_double_are_stopped(desk: DeskFactory) -> None:
    with pytest.raises(StepBudgetExceeded):
        desk("start s", "xor x", "and fork", "xor y", "end e", "s -> x", "x -> fork", "fork -> x",
             "fork -> y", "y -> x: default", "y -> e: false")  # fmt: skip


def test_ten_million_instances_are_refused_before_they_are_made(desk: DeskFactory) -> None:
    with pytest.raises(ElementFailed):
        desk("start s", "items each: x in [1..10000000]", "end e", "s -> each", "each -> e")


def test_a_chain_of_a_thousand_steps_parses_and_runs(desk: DeskFactory) -> None:
    names = [f"t{number}" for number in range(1_000)]
    case = desk("start s", *(f"user {name}" for name in names), "end e", "s -> t0",
                *(f"{a} -> {b}" for a, b in pairwise(names)),
                "t999 -> e")  # fmt: skip
    for name in names[:50]:
        case.do(name)
    assert case.waiting == ["t50"]
    assert len(case.run.state) < 200
