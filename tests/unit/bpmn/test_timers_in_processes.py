"""Timers as they run: on the unit's clock, at the very instant, within their budget."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import ElementFailed, StepBudgetExceeded

DeskFactory = Callable[..., Any]
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
WITH_LATE = [
    "start s", "user a", "user after", "user chased", "end e", "end gone",
    "s -> a", "a -> after", "after -> e", "late -> chased", "chased -> gone",
]  # fmt: skip


def waiting_until(desk: DeskFactory, time: str, **options: Any) -> Any:
    return desk("start s", f"wait w: {time}", "end e", "s -> w", "w -> e", **options)


@pytest.mark.parametrize(
    ("time", "due"),
    [
        ("P15D", datetime(2026, 12, 8, 2, tzinfo=UTC)),
        ("PT36H", datetime(2026, 11, 24, 14, tzinfo=UTC)),
        ("P1M", datetime(2026, 12, 23, 2, tzinfo=UTC)),
        ("2026-12-31", datetime(2026, 12, 30, 17, tzinfo=UTC)),
        ("2026-12-31T08:30:00+07:00", datetime(2026, 12, 31, 1, 30, tzinfo=UTC)),
        ('date("2026-12-31")', datetime(2026, 12, 30, 17, tzinfo=UTC)),
        ('deadline("reply")', datetime(2026, 12, 1, 17, tzinfo=UTC)),
    ],
)
def test_a_timer_is_due_when_its_text_says(desk: DeskFactory, time: str, due: datetime) -> None:
    case = waiting_until(desk, time, deadlines={"reply": datetime(2026, 12, 1, 17, tzinfo=UTC)})
    assert case.run.next_due == due
    case.now = due - timedelta(microseconds=1)
    assert not case.wait().run.completed
    case.now = due
    assert case.wait().run.completed


@pytest.mark.parametrize(
    "time",
    ["P", "PT", "P1.5D", "P99999999Y", "P101Y", "soon", "1 + 1", "true", "2026-02-30", "P-1D"],
)
def test_a_time_that_is_none_is_refused_with_its_element(desk: DeskFactory, time: str) -> None:
    with pytest.raises(ElementFailed) as failed:
        waiting_until(desk, time)
    assert failed.value.element == "w" or isinstance(failed.value, bpmn.WaitsForNothing)


def test_a_wait_for_a_deadline_that_is_not_set_is_an_incident(desk: DeskFactory) -> None:
    with pytest.raises(bpmn.WaitsForNothing):
        waiting_until(desk, 'deadline("unknown")')


def test_deadline_is_a_day_in_a_condition_and_its_breach_in_a_timer(desk: DeskFactory) -> None:
    case = desk(
        "start s", "xor x", "user early", "user other", "end e", "s -> x",
        'x -> early: deadline("d") = date("2026-12-01")', "x -> other: default", "early -> e",
        "other -> e", deadlines={"d": datetime(2026, 12, 1, 17, tzinfo=UTC)},
    )  # fmt: skip
    assert case.waiting == ["early"]
    assert case.run.evaluated[0].called[0].name == "deadline"


def test_an_interrupting_timer_withdraws_the_item(desk: DeskFactory) -> None:
    case = desk(*WITH_LATE, "late late on a: P1D")
    item = next(iter(case.open))
    case.wait(days=1)
    assert case.run.withdrawn == (item,)
    assert case.waiting == ["chased"]
    assert case.flows == ["f_s__a", "f_late__chased"]
    assert case.do("chased").run.completed


def test_an_interrupting_timer_is_silent_after_its_host(desk: DeskFactory) -> None:
    case = desk(*WITH_LATE, "late late on a: P1D").do("a")
    assert case.run.armed == ()
    assert case.wait(days=9).waiting == ["after"]


def test_a_timer_on_a_sub_process_withdraws_all_within(desk: DeskFactory) -> None:
    case = desk(
        "start s", "sub inner", "start t", "and split", "user a", "call deep: q", "end f",
        "t -> split", "split -> a", "split -> deep", "a -> f", "deep -> f", "close",
        "late late on inner: P2D", "user chased", "user after", "end e", "s -> inner",
        "inner -> after", "after -> e", "late -> chased", "chased -> e",
        callees={"q": ["start s", "user b", "end e", "s -> b", "b -> e"]},
    )  # fmt: skip
    assert case.waiting == ["a", "b"]
    case.wait(days=3)
    assert len(case.run.withdrawn) == 2
    assert case.waiting == ["chased"]
    assert case.do("chased").run.completed


def test_a_timer_on_many_calls_ends_them_all(desk: DeskFactory) -> None:
    case = desk(
        "start s", "calls c: q for x in case.list", "late late on c: P2D", "user chased",
        "user after", "end e", "s -> c", "c -> after", "after -> e", "late -> chased",
        "chased -> e", given={"case": {"list": ["1", "2", "3"]}},
        callees={"q": ["start s", "user b", "ring r on b: P5D", "wait w: P1D", "system t: escalate",
                       "end e", "end f", "s -> b", "b -> w", "w -> e", "r -> t", "t -> f"]},
    )  # fmt: skip
    case.do("b", "1").do("b", "2").wait(hours=47)
    assert (case.waiting, len(case.run.armed)) == (["b"], 2)
    case.wait(hours=1)
    assert len(case.run.withdrawn) == 1
    assert (case.waiting, case.run.armed) == (["chased"], ())
    assert case.wait(days=30).calls == []
    assert case.do("chased").run.completed


def test_a_cycle_rings_once_for_each_time_it_was_due(desk: DeskFactory) -> None:
    case = desk(*WITH_LATE[:4], "end e", "end gone", "ring late on a: R/P1D",
                "system tell: escalate", "s -> a", "a -> after", "after -> e", "late -> tell",
                "tell -> chased", "chased -> gone")  # fmt: skip
    case.wait(days=10)
    assert len(case.calls) == 10
    assert case.waiting == ["a"] + ["chased"] * 10
    assert case.run.next_due == MONDAY + timedelta(days=11)
    case.wait(hours=23)
    assert len(case.calls) == 10
    case.do("a")
    assert case.wait(days=30).run.armed == ()


def test_a_counted_cycle_falls_silent(desk: DeskFactory) -> None:
    case = desk("start s", "user a", "ring r on a: R3/P1D", "system tell: escalate", "end e",
                "end f", "s -> a", "a -> e", "r -> tell", "tell -> f").wait(days=9)  # fmt: skip
    assert len(case.calls) == 3
    assert case.calls[0].late_element == "a"
    assert case.run.next_due is None
    assert case.do("a").run.completed


def test_the_state_stays_flat_while_a_cycle_rings(desk: DeskFactory) -> None:
    case = desk("start s", "user a", "ring r on a: R/P1D", "system tell: escalate", "end e",
                "end f", "s -> a", "a -> e", "r -> tell", "tell -> f").wait(days=2)  # fmt: skip
    early = len(case.run.state)
    assert len(case.wait(days=200).run.state) <= early + 8
    assert case.wait(days=1).run.steps == 3


@pytest.mark.parametrize("cycle", ["R/PT0S", "R/PT1S", "R/PT59M", "R/P0D", "R/banana", "R/"])
def test_a_cycle_shorter_than_an_hour_is_refused(desk: DeskFactory, cycle: str) -> None:
    with pytest.raises(ElementFailed) as failed:
        desk("start s", "user a", f"ring r on a: {cycle}", "end e", "end f", "s -> a", "a -> e",
             "r -> f")  # fmt: skip
    assert failed.value.element == "r"


def test_a_cycle_left_alone_for_years_does_not_run_away(desk: DeskFactory) -> None:
    case = desk("start s", "user a", "ring r on a: R/PT1H", "end e", "end f", "s -> a", "a -> e",
                "r -> f")  # fmt: skip
    with pytest.raises(StepBudgetExceeded):
        case.wait(days=3650)
    assert case.waiting == ["a"]


def test_a_due_time_already_past_fires_when_the_step_opens(desk: DeskFactory) -> None:
    case = desk("start s", "user a", 'ring r on a: deadline("d")', "system tell: escalate",
                "end e", "end f", "s -> a", "a -> e", "r -> tell", "tell -> f",
                deadlines={"d": MONDAY - timedelta(days=1)})  # fmt: skip
    assert [call.late_element for call in case.calls] == ["a"]
    assert case.waiting == ["a"]


def test_a_timer_start_is_plain(desk: DeskFactory) -> None:
    start = (
        '<bpmn:startEvent id="s"><bpmn:timerEventDefinition><bpmn:timeCycle>'
        'cycle("monthly_report")</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>'
    )
    assert desk(start, "user a", "end e", "s -> a", "a -> e").waiting == ["a"]
