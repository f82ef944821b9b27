"""What happens when: acts of people in the order of their time, and the clock's own work between.

The worker of a running office wakes all the time. Here it is called at the moments
at which something can fall due: just after midnight, when deadlines are breached,
and at half past eight, when reminders are given. Every few days what happened is sealed,
so that a checkpoint of its time bears witness to it.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from engine.demo.clock import MovedClock
from engine.journal.sealer import seal
from engine.journal.signing_key import SigningKey
from engine.office.office_time import office_date, office_instant
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor, Store
from engine.worker import run_once

_TICKS = (time(0, 0, 20), time(8, 30, 20))
_SEALED_EVERY = timedelta(days=3)
# More than happens between two seals: what is left for a later one would seem late.
_MOST_SEALED = 10_000
_BATCH = 200


@dataclass(order=True)
class _Act:
    at: datetime
    order: int
    do: Callable[[], None] = field(compare=False)


class Timeline:
    """Runs acts up to ``ends_at``; what would come later never happens, and stays open."""

    def __init__(self, store: Store, clock: MovedClock, key: SigningKey, ends_at: datetime) -> None:
        self._ends_at = ends_at
        self._store = store
        self._key = key
        self._clock = clock
        self._acts: list[_Act] = []
        self._order = count()
        self._next_tick = _tick_after(clock.now)
        self._next_seal = self._next_tick

    def plan(self, at: datetime, do: Callable[[], None]) -> None:
        """Let something happen at a moment that is not past yet."""
        if at <= self._ends_at:
            heapq.heappush(self._acts, _Act(max(at, self._clock.now), next(self._order), do))

    def run(self, told: Callable[[date], None]) -> None:
        """Do everything in the order of time; ``told`` hears of each month that begins."""
        month = None
        while self._acts:
            act = heapq.heappop(self._acts)
            self._let_pass(act.at)
            self._clock.move_to(act.at)
            today = office_date(act.at)
            if month != (today.year, today.month):
                month = (today.year, today.month)
                told(today)
            act.do()
        self._let_pass(self._ends_at)
        self._clock.move_to(self._ends_at)
        self._seal()

    def _let_pass(self, until: datetime) -> None:
        while self._next_tick <= until:
            self._clock.move_to(self._next_tick)
            while run_once(self._store, _BATCH):
                pass
            if self._next_tick >= self._next_seal:
                self._seal()
            self._next_tick = _tick_after(self._next_tick)

    def _seal(self) -> None:
        """Seal all that came since the last time."""
        with self._store.unit(Actor(INSTALLATION, None, "sealer")) as uow:
            seal(uow, self._key, batch=_MOST_SEALED)
        self._next_seal = self._next_tick + _SEALED_EVERY


def _tick_after(moment: datetime) -> datetime:
    day = office_date(moment)
    coming = (office_instant(day + timedelta(days=days), at) for days in (0, 1) for at in _TICKS)
    return next(tick for tick in coming if tick > moment)
