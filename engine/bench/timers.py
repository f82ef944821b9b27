"""Ten thousand timers due at one instant, fired by one worker and by two."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

from sqlalchemy import insert, select

from engine.bench.figures import Figure, of_number
from engine.bench.place import Place
from engine.bench.steps import lodge_case
from engine.store import tables
from engine.work.timers import due_timers, fire_timer

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
        begun = perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            fired = sum(pool.map(lambda _: _work(place), range(workers)))
        taken = perf_counter() - begun
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


def _work(place: Place) -> int:
    fired = 0
    while True:
        with place.store.database.reading() as connection:
            due = due_timers(connection, place.clock.now, _AT_ONCE)
        if not due:
            return fired
        fired += sum(fire_timer(place.store, one) for one in due)
