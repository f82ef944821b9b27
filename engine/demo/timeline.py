"""What happens when: acts of people in the order of their time, and the clock's own work between.

The worker of a running office wakes all the time. Here it is called at the moments
at which something can fall due: just after midnight, when deadlines are breached,
and at half past eight, when reminders are given.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from engine.demo.clock import MovedClock
from engine.office.office_time import office_date, office_instant
from engine.store.unit_of_work import Store
from engine.work.timers import Due, due_instances, due_timers, fire_instance, fire_timer

_TICKS = (time(0, 0, 20), time(8, 30, 20))
_BATCH = 200


@dataclass(order=True)
class _Act:
    at: datetime
    order: int
    do: Callable[[], None] = field(compare=False)


class Timeline:
    """Runs acts up to ``ends_at``; what would come later never happens, and stays open."""

    def __init__(self, store: Store, clock: MovedClock, ends_at: datetime) -> None:
        self.ends_at = ends_at
        self._store = store
        self._clock = clock
        self._acts: list[_Act] = []
        self._order = count()
        self._next_tick = _tick_after(clock.now)

    def plan(self, at: datetime, do: Callable[[], None]) -> None:
        """Let something happen at a moment that is not past yet."""
        if at <= self.ends_at:
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
        self._let_pass(self.ends_at)
        self._clock.move_to(self.ends_at)

    def _let_pass(self, until: datetime) -> None:
        while self._next_tick <= until:
            self._clock.move_to(self._next_tick)
            self._work_off(due_instances, fire_instance)
            self._work_off(due_timers, fire_timer)
            self._next_tick = _tick_after(self._next_tick)

    def _work_off(
        self,
        find: Callable[..., list[Due]],
        fire: Callable[[Store, Due], bool],
    ) -> None:
        """Fire what is due until nothing more is, or what is left refuses."""
        while True:
            with self._store.database.reading() as connection:
                found = find(connection, self._clock.now, _BATCH)
            if not [due for due in found if fire(self._store, due)]:
                return


def _tick_after(moment: datetime) -> datetime:
    day = office_date(moment)
    coming = (office_instant(day + timedelta(days=days), at) for days in (0, 1) for at in _TICKS)
    return next(tick for tick in coming if tick > moment)
