"""What one completed work item costs in the first round, the four hundredth, the thousandth.

A case goes round the ไม่ยุติ loop: letter, signature, three units at once, their
reviews, the proposal, the decision, the notice; the first notice stays open, so
its clock is live all the time. The floor is the same rows, ready-made, written by
SQLAlchemy Core in one transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, select

from engine.bench import answers
from engine.bench.figures import Figure, of_number, of_samples
from engine.bench.naive import time_naive_step
from engine.bench.place import Place
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor, UnitOfWork
from engine.work.allocation.claiming import claim_work_item
from engine.work.completing import Submission, complete_work_item
from engine.work.lodging import Door, lodge
from engine.work.work_items import WorkItem, from_row

PROCESS = "complaint_provincial"
_LAST_ROUND = 1000
# Rounds measured of each, eleven completions a round: enough samples for a median.
_MEASURED = 12
_ROUND = (
    ("draft_letter", 1),
    ("sign_letter", 1),
    ("report", 3),
    ("review", 3),
    ("propose_result", 1),
    ("decide", 1),
    ("dispatch", 1),
)


class _RolledBack(Exception):
    """Ends a rehearsal whose writes are wanted, but not yet in the database."""


def measure_steps(place: Place, scale: float) -> Iterator[Figure]:
    """Time late rounds, first rounds of new cases and the floor by turns.

    A machine is not equally fast for ten minutes on end; by turns, all of them
    share its moods and their ratios stay.
    """
    last = max(3, round(_LAST_ROUND * scale))
    measured = max(1, round(_MEASURED * min(1, 10 * scale)))
    late = {"step.loop400": Loop(place), "step.loop1000": Loop(place)}
    late["step.loop400"].go_on_until(max(1, round(0.4 * last)))
    late["step.loop1000"].go_on_until(last)
    samples: dict[str, list[float]] = defaultdict(list)
    for _ in range(measured):
        samples["step.loop1"] += Loop(place).go_round(Loop.time_completion)
        for name, loop in late.items():
            samples[name] += loop.go_round(Loop.time_completion)
        samples["step.bare_transaction"] += late["step.loop1000"].go_round(Loop.time_floor)
    for name, taken in samples.items():
        yield of_samples(name, taken, place.backend)
    yield of_number(
        "state.bytes_loop1000", late["step.loop1000"].state_bytes(), "bytes", place.backend
    )
    naive = time_naive_step(place.store.database, rounds=max(10, round(400 * scale)))
    yield of_samples("step.naive_loop400", naive, place.backend)


def measure_start(place: Place, scale: float) -> Iterator[Figure]:
    samples = []
    for _ in range(max(5, round(100 * scale))):
        begun = perf_counter()
        lodge_case(place)
        samples.append(perf_counter() - begun)
    yield of_samples("start.instance", samples, place.backend)


def lodge_case(place: Place) -> UUID:
    with place.store.unit(place.actor(Role.OFFICER)) as uow:
        return lodge(uow, Door(PROCESS), Submission(uuid4(), answers.intake(place.today))).case_id


@dataclass
class Loop:
    """A case that never comes to a conclusion."""

    place: Place
    case_id: UUID = field(init=False)
    rounds: int = 0

    def __post_init__(self) -> None:
        self.case_id = lodge_case(self.place)
        for element in ("register", "sort"):
            self.next(element, Loop.time_completion)

    def go_on_until(self, number: int) -> None:
        while self.rounds < number:
            self.go_round(Loop.time_completion)

    def go_round(self, take: Callable[["Loop", Actor, WorkItem], float]) -> list[float]:
        """Do one round and return what each completion took, in seconds."""
        self.rounds += 1
        return [self.next(element, take) for element, times in _ROUND for _ in range(times)]

    def time_completion(self, actor: Actor, item: WorkItem) -> float:
        submission = self._submission(item)
        begun = perf_counter()
        with self.place.store.unit(actor) as uow:
            complete_work_item(uow, item.id, submission)
        return perf_counter() - begun

    def time_floor(self, actor: Actor, item: WorkItem) -> float:
        """Rehearse the step, roll it back, and time its bare writes."""
        writes = self._writes_of(actor, item)
        begun = perf_counter()
        with self.place.store.database.writing() as connection:
            for statement, values in writes:
                connection.execute(statement, values)
        return perf_counter() - begun

    def _writes_of(self, actor: Actor, item: WorkItem) -> list[tuple[Any, Any]]:
        writes: list[tuple[Any, Any]] = []

        def note(_connection: Any, statement: Any, many: Sequence[Any], one: Any, _o: Any) -> None:
            if getattr(statement, "is_dml", False):
                writes.append((statement, [dict(row) for row in many] or dict(one) or None))

        database = self.place.store.database.engine
        event.listen(database, "before_execute", note)
        try:
            with suppress(_RolledBack), self.place.store.unit(actor) as uow:
                self._rehearse(uow, item)
        finally:
            event.remove(database, "before_execute", note)
        return writes

    def _rehearse(self, uow: UnitOfWork, item: WorkItem) -> None:
        complete_work_item(uow, item.id, self._submission(item))
        uow.flush()
        raise _RolledBack

    def event_count(self) -> int:
        table = tables.stream
        with self.place.store.database.reading() as connection:
            count = connection.scalar(select(table.c.version).where(table.c.id == self.case_id))
        return count or 0

    def state_bytes(self) -> int:
        table = tables.instance
        with self.place.store.database.reading() as connection:
            state = connection.scalar(select(table.c.state).where(table.c.case_id == self.case_id))
        return len(state or b"")

    def _submission(self, item: WorkItem) -> Submission:
        return Submission(uuid4(), answers.of_element(item.element, self.place.today))

    def next(self, element: str, take: Callable[["Loop", Actor, WorkItem], float]) -> float:
        item = self._open_item(element)
        actor = self._holder(item)
        if item.assignee_id is None:
            with self.place.store.unit(actor) as uow:
                claim_work_item(uow, item.id)
        return take(self, actor, item)

    def _open_item(self, element: str) -> WorkItem:
        table = tables.work_item
        with self.place.store.database.reading() as connection:
            row = connection.execute(
                select(table)
                .where(
                    table.c.office_id == self.place.office_id,
                    table.c.case_id == self.case_id,
                    table.c.element == element,
                    table.c.ended_at.is_(None),
                )
                .order_by(table.c.scope)
                .limit(1)
            ).one()
        return from_row(row)

    def _holder(self, item: WorkItem) -> Actor:
        if item.groups:
            return self.place.actor(Role.UNIT_MEMBER, item.groups[0].partition(":")[2])
        return self.place.actor(Role(item.role))
