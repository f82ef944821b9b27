"""A process is frozen, others do its work, and it wakes: nothing is done twice."""

import random
import threading
from typing import Any

import pytest

from tests.faults.busy import storm
from tests.faults.server import Server, another_worker, freeze, serving, thaw


def test_what_was_frozen_and_wakes_repeats_nothing_that_was_done_meanwhile(busy, database_url):
    """A web process while people send, then the worker while another gives its reminders."""
    with serving(database_url, busy.folder) as server:
        people = storm(
            busy,
            server,
            completions=6,
            strokes=2,
            strike=lambda dice: freeze_one(server.answering, dice, seconds=1.5),
        )
        busy.await_reminders()
        freeze(server.worker)
        busy.set_reminders(seconds=0, each=3)
        with another_worker(database_url, busy.folder):
            busy.await_reminders()
            thaw(server.worker)
            # Both are awake now, and both look again.
            busy.set_reminders(seconds=1, each=3)
            busy.await_reminders()
    busy.check(people)


@pytest.mark.parametrize(
    "backend", ["postgresql", pytest.param("sqlite", marks=pytest.mark.long)], indirect=True
)
def test_two_workers_that_freeze_and_wake_by_turns_remind_once(busy, database_url):
    """Wherever one is when it freezes: between two reminders, or in one, with its lock."""
    dice = random.Random(3)
    with (
        serving(database_url, busy.folder) as server,
        another_worker(database_url, busy.folder) as other,
    ):
        busy.set_reminders(seconds=2, each=8)
        for turn in range(6):
            pid = (server.worker, other)[turn % 2]
            freeze(pid)
            pause(dice.uniform(0.1, 0.8))
            thaw(pid)
            pause(dice.uniform(0, 0.2))
        busy.await_reminders()
    busy.check([])


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_frozen_and_killed_at_random_nothing_is_lost_or_doubled(busy, database_url):
    """Longer than any lock is waited for, and on PostgreSQL longer than one may be held idle."""
    with (
        serving(database_url, busy.folder) as server,
        another_worker(database_url, busy.folder) as other,
    ):
        people = storm(
            busy,
            server,
            completions=2000,
            strokes=80,
            strike=lambda dice: freeze_or_kill(server, other, dice),
        )
        busy.await_reminders()
    busy.check(people)


def freeze_or_kill(server: Server, other: int, dice: random.Random) -> Any:
    if dice.random() < 0.5:
        return server.kill_one(dice)
    seconds = 33 if dice.random() < 0.1 else dice.uniform(0.2, 8)
    return freeze_one([*server.processes, other], dice, seconds)


def freeze_one(pids: list[int], dice: random.Random, seconds: float) -> None:
    if not pids:
        return
    pid = dice.choice(pids)
    try:
        freeze(pid)
    except ProcessLookupError:
        return
    pause(seconds)
    thaw(pid)


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)
