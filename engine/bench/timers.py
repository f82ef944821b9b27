"""Ten thousand timers due at one instant, fired by one worker process and by two."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from engine.bench.figures import Figure, of_number
from engine.bench.place import MASTER_KEY, Place
from engine.bench.steps import lodge_case
from engine.composition import FOLDS
from engine.sealing.keys import read_master_key_file
from engine.store import tables
from engine.store.database import connect
from engine.store.unit_of_work import Store
from engine.store.vault import Vault
from engine.work.timers import due_timers
from engine.worker import run_once

_TIMERS = 10_000
_CASES = 100
_AT_ONCE = 200


def measure_timers(place: Place, scale: float) -> Iterator[Figure]:
    """Report the rate with one worker, then with two; each timer must have fired once."""
    cases = max(2, round(_CASES * scale))
    for _ in range(cases):
        lodge_case(place)
    for name, workers in (("timers.10000", 1), ("timers.10000x2", 2)):
        count = max(cases, round(_TIMERS * scale))
        _set(place, count)
        fired, taken = _fire_all(place, workers)
        if fired != count:
            raise RuntimeError(f"{count} timers were due and {fired} fired")
        yield of_number(name, count / taken, "timers/s", place.backend)


def _set(place: Place, count: int) -> None:
    """Set reminders of running deadlines, all for the same moment."""
    deadline, timer = tables.deadline, tables.timer
    place.clock.advance(timedelta(seconds=1))
    with place.store.database.writing() as connection:
        connection.execute(timer.delete())
        clocks = connection.execute(select(deadline.c.case_id, deadline.c.id)).all()
        connection.execute(
            insert(timer),
            [
                {
                    "office_id": place.office_id,
                    "id": uuid4(),
                    "case_id": clocks[number % len(clocks)][0],
                    "deadline_id": clocks[number % len(clocks)][1],
                    "kind": "reminder",
                    "due_at": place.clock.now,
                    "failures": 0,
                }
                for number in range(count)
            ],
        )


def _fire_all(place: Place, workers: int) -> tuple[int, float]:
    """Let so many processes work side by side; return what they fired and how long it took."""
    # Spawned, as a worker is: nothing of this process, least of all its connections.
    processes = get_context("spawn")
    gate, told = processes.Barrier(workers, timeout=60), processes.SimpleQueue()
    words = (place.database_url, place.folder / MASTER_KEY, place.clock.now, gate, told)
    started = [processes.Process(target=_work, args=words) for _ in range(workers)]
    for process in started:
        process.start()
    for process in started:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"a worker ended with {process.exitcode}")
    answers = [told.get() for _ in started]
    return sum(fired for fired, _ in answers), max(taken for _, taken in answers)


def _work(url: str, key_file: Path, now: datetime, gate: Any, told: Any) -> None:
    """Fire what is due until nothing is; all begin when the last of them is ready."""
    store = Store(connect(url), Vault(read_master_key_file(key_file)), FOLDS, lambda: now)
    gate.wait()
    begun, fired = perf_counter(), 0
    while _is_due(store, now):
        fired += run_once(store, _AT_ONCE)
    told.put((fired, perf_counter() - begun))
    store.database.close()


def _is_due(store: Store, now: datetime) -> bool:
    with store.database.reading() as connection:
        return bool(due_timers(connection, now, 1))
