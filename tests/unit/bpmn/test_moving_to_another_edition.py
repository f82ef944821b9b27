"""A running instance moves to a newer edition where it is safe, and is refused where it is not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn.rebind import MoveRefused, obstacles, rebind

DeskFactory = Callable[..., Any]
PLAIN = ["start s", "user a", "user b", "end e", "s -> a", "a -> b", "b -> e"]
PARALLEL = [
    "start s", "and split", "user a", "user b", "and join", "user c", "end e", "s -> split",
    "split -> a", "split -> b", "a -> join", "b -> join", "join -> c", "c -> e",
]  # fmt: skip
LATE = ["late l on a: P3D", "end gone", "l -> gone"]


@pytest.fixture
def edition(draw: Callable[..., bytes]) -> Callable[..., bpmn.Edition]:
    return lambda *lines, **callees: bpmn.build_edition(
        "p",
        {"p": draw(*lines)}
        | {name: draw(*called, process_id=name) for name, called in callees.items()},
        {},
    )


def move(case: Any, new: bpmn.Edition, **renamed: str) -> Any:
    run = rebind(
        case.edition, new, case.run.state, case.now, {("p", a): b for a, b in renamed.items()}
    )
    case.edition, case.run = new, run
    return case


def test_what_lies_ahead_is_the_new_editions(desk: DeskFactory, edition: Any) -> None:
    case = desk(*PLAIN)
    item = next(iter(case.open))
    move(case, edition("start s", "user a", "user extra", "user b", "end e", "s -> a",
                       "a -> extra", "extra -> b", "b -> e"))  # fmt: skip
    assert bpmn.open_items(case.edition, case.run.state)[0].id == item
    assert case.do("a").waiting == ["extra"]
    assert case.do("extra").do("b").run.completed


def test_an_open_step_may_be_renamed(desk: DeskFactory, edition: Any) -> None:
    new = edition(*(line.replace("a", "z") if "start" not in line else line for line in PLAIN))
    case = desk(*PLAIN)
    with pytest.raises(MoveRefused) as refused:
        move(case, new)
    assert [each.element for each in refused.value.obstacles] == ["a"]
    move(case, new, a="z")
    assert [item.element for item in bpmn.open_items(new, case.run.state)] == ["z"]


def test_an_armed_timer_keeps_its_time(desk: DeskFactory, edition: Any) -> None:
    case = desk(*PLAIN, *LATE)
    due = case.run.next_due
    case.now += timedelta(days=1)
    move(case, edition(*PLAIN, *(line.replace("P3D", "P9D") for line in LATE)))
    assert case.run.next_due == due
    assert case.wait(days=2).waiting == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLAIN, [*PLAIN, *LATE]),
        ([*PLAIN, *LATE], PLAIN),
        ([*PLAIN, *LATE], [*PLAIN, *(line.replace("late", "ring") for line in LATE)]),
        (PLAIN, [line.replace("user a", "script a: x = 1") for line in PLAIN]),
        (
            PARALLEL,
            [line.replace("and join", "xor join") for line in PARALLEL],
        ),
        (
            PARALLEL,
            [*(line for line in PARALLEL if line != "b -> join"), "user x", "b -> x", "x -> join"],
        ),
        (
            PARALLEL,
            [*(line.replace("b -> join", "b -> q") for line in PARALLEL), "xor q", "end r",
             "q -> join: true", "q -> r: default"],
        ),
    ],
    ids=["timer added", "timer removed", "timer kind", "another kind", "join becomes choice",
         "flow into the join", "way round the join"],
)  # fmt: skip
def test_what_would_strand_the_case_is_refused(
    desk: DeskFactory, edition: Any, before: list[str], after: list[str]
) -> None:
    case = desk(*before)
    assert obstacles(case.edition, edition(*after), case.run.state)
    with pytest.raises(MoveRefused):
        move(case, edition(*after))


def test_a_branch_that_no_longer_leads_to_its_join_is_refused(
    desk: DeskFactory, edition: Any
) -> None:
    before = [*(line.replace("split -> b", "split -> b0") for line in PARALLEL), "user b0",
              "b0 -> b"]  # fmt: skip
    after = [*before[:-1], "xor m", "xor n", "b0 -> m", "m -> e: default", "split -> n"]
    after = [line for line in after if line != "split -> b0"] + [
        "n -> b: default",
        "n -> b0: false",
    ]
    case = desk(*before)
    assert any(
        each.element in {"", "b0"}
        for each in obstacles(case.edition, edition(*after), case.run.state)
    )


def test_after_the_join_the_parallel_part_may_change(desk: DeskFactory, edition: Any) -> None:
    case = desk(*PARALLEL).do("a").do("b")
    move(case, edition("start s", "user c", "user d", "end e", "s -> c", "c -> d", "d -> e"))
    assert case.do("c").waiting == ["d"]


def test_a_call_that_is_open_may_not_change_its_process(desk: DeskFactory, edition: Any) -> None:
    lines = ["start s", "call c: q", "end e", "s -> c", "c -> e"]
    called = ["start s", "user a", "end e", "s -> a", "a -> e"]
    longer = ["start s", "user a", "user b", "end e", "s -> a", "a -> b", "b -> e"]
    case = desk(*lines, callees={"q": called})
    other = edition(*(line.replace("q", "r") for line in lines), r=called)
    assert obstacles(case.edition, other, case.run.state)
    move(case, edition(*lines, q=longer))
    assert case.do("a").waiting == ["b"]


def test_items_that_are_open_stay_the_same_work(desk: DeskFactory, edition: Any) -> None:
    lines = ["start s", "items m: x in case.list", "end e", "s -> m", "m -> e"]
    case = desk(*lines, given={"case": {"list": ["1", "2"]}})
    renamed = edition("start s", "items k: x in case.list", "end e", "s -> k", "k -> e")
    with pytest.raises(MoveRefused):
        move(case, renamed, m="k")
    move(case, edition(*lines[:3], "user after", "s -> m", "m -> after", "after -> e"))
    assert case.do("m", "1").do("m", "2").waiting == ["after"]
