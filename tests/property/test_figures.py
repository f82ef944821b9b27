"""Whatever histories cases have, their figures are those that counting them by hand gives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journal.chain import genesis_hash
from engine.journal.events import append, read_stream
from engine.journal.folding import merge_folds
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile
from engine.reports import FOLDS
from engine.reports.figures import Counts, Scope, count_figures
from engine.reports.periods import CALENDAR_YEAR, MONTHS, PARTS, free_period, part_of_year
from engine.store.unit_of_work import CASE, Actor, Store, UnitOfWork
from engine.work.offices.settings import settings_in_force
from tests.support.counted_by_hand import check_figures, read_case

FIRST = date(2024, 9, 20)
DAYS = st.integers(0, 800).map(lambda days: FIRST + timedelta(days=days))
KINDS = ["complaint", "complaint", "tip_off", "opinion", "question"]
CHANNELS = ["walk_in", "telephone", "box"]
CATEGORIES = ["corruption", "service", "procurement", "a_category_of_old", None]
RESULTS = ["founded", "unfounded", "referred"]
CLOCKS = ["unit_report", "result_notice", "result_notice", "intake", "a_clock_of_old"]
SCOPES = ["", "units=planning", "units=a_unit_of_old", f"tell_closed={UUID(int=7)}"]


class RolledBackError(Exception):
    """Each history is written, counted and forgotten."""


@dataclass(frozen=True)
class Clock:
    name: str
    scope: str
    start_on: date
    due_on: date
    ends: tuple[tuple[str, date], ...]


MOVE = st.tuples(st.sampled_from(["breached", "moved"]), DAYS)
LAST = st.lists(
    st.tuples(st.sampled_from(["kept", "kept", "late", "ended"]), DAYS), min_size=1, max_size=1
)
CLOCK = st.builds(
    Clock,
    st.sampled_from(CLOCKS),
    st.sampled_from(SCOPES),
    DAYS,
    DAYS,
    st.tuples(st.lists(MOVE, max_size=2), st.one_of(st.just([]), LAST, LAST, LAST)).map(
        lambda both: (*both[0], *both[1])
    ),
)
HISTORY = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "channel": st.sampled_from(CHANNELS),
        "category": st.sampled_from(CATEGORIES),
        "received_on": DAYS,
        "clocks": st.lists(CLOCK, max_size=4),
        "described": st.lists(
            st.one_of(
                st.fixed_dictionaries({"decided_on": DAYS.map(str)}),
                st.fixed_dictionaries({"category": st.sampled_from(CATEGORIES)}),
                st.fixed_dictionaries({"received_on": DAYS.map(str)}),
                st.fixed_dictionaries({"decided_on": DAYS.map(str)}),
                st.fixed_dictionaries({"result": st.sampled_from(RESULTS)}),
            ),
            max_size=3,
        ),
        "happened_on": DAYS,
        "ends": st.sampled_from(["", "", "archived", "merged"]),
    }
)
PERIODS = st.one_of(
    st.builds(
        part_of_year,
        st.integers(2567, 2570),
        st.sampled_from([*PARTS, *MONTHS, CALENDAR_YEAR]),
    ),
    st.lists(DAYS, min_size=2, max_size=2).map(sorted).map(lambda two: free_period(*two)),
    st.builds(free_period, DAYS, st.just(date(2031, 1, 1))),
)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_figures_are_what_counting_by_hand_gives(office):
    counting_store = Store(
        office.store.database, office.store.vault, merge_folds(FOLDS), office.store.clock
    )
    with office.store.reading(Actor(office.id, None)) as uow:
        profile = settings_in_force(uow, uow.today).profile

    @settings(max_examples=120, deadline=None)
    @given(st.lists(HISTORY, max_size=8), st.lists(PERIODS, min_size=1, max_size=3))
    def hold(histories, periods):
        with written_for_now(counting_store, office.id) as uow:
            check(uow, profile, [written(uow, one) for one in histories], periods)

    hold()


@contextmanager
def written_for_now(store: Store, office_id: UUID) -> Iterator[UnitOfWork]:
    with suppress(RolledBackError), store.unit(Actor(office_id, None)) as uow:
        yield uow
        raise RolledBackError


def check(uow: UnitOfWork, profile: OfficeProfile, cases: list[UUID], periods: Any) -> None:
    uow.flush()
    files = [read_case(read_stream(uow, case_id)) for case_id in cases]
    for period in periods:
        for scope in Scope:
            figures = count_figures(uow, profile, period, scope)
            check_figures(figures, files, profile)
            check_sums(figures.total, list(figures.steps))
            for grouped in (figures.kinds, figures.channels, figures.categories):
                check_whole(figures.total, list(grouped.values()))
            assert sum(figures.results.values()) == figures.total.finished


def check_sums(total: Counts, steps: list[Counts]) -> None:
    """Each step takes over what the one before left; together they are the whole."""
    for before, after in pairwise(steps):
        assert after.carried_in == before.in_progress
    if steps:
        assert steps[0].carried_in == total.carried_in
        assert steps[-1].in_progress == total.in_progress
        assert sum(step.received for step in steps) == total.received
        assert sum(step.finished for step in steps) == total.finished


def check_whole(total: Counts, parts: list[Counts]) -> None:
    assert sum(part.total for part in parts) == total.total
    assert sum(part.finished for part in parts) == total.finished


def written(uow: UnitOfWork, history: Mapping[str, Any]) -> UUID:
    """Write a history as the engine's commands would, event by event."""
    case_id = uuid4()
    uow.open_stream(CASE, case_id, genesis_hash(uow.actor.office_id, case_id))
    lodged = {name: history[name] for name in ("kind", "channel", "category")}
    received_on = str(history["received_on"])
    append(uow, case_id, EventKind.CASE_LODGED, {**lodged, "received_on": received_on})
    happened_on = history["happened_on"]
    for clock in history["clocks"]:
        run(uow, case_id, clock)
    for columns in history["described"]:
        append(uow, case_id, EventKind.CASE_DESCRIBED, columns, occurred_on=happened_on)
    if history["ends"] == "archived":
        append(uow, case_id, EventKind.CASE_ARCHIVED, {}, occurred_on=happened_on)
    elif history["ends"] == "merged":
        into = {"into": str(uuid4())}
        append(uow, case_id, EventKind.CASE_MERGED, into, occurred_on=happened_on)
    return case_id


def run(uow: UnitOfWork, case_id: UUID, clock: Clock) -> None:
    named = {"deadline": str(uuid4()), "name": clock.name}
    reckoning = {"start_on": str(clock.start_on), "effective_on": str(clock.due_on)}
    started = {**named, "scope": clock.scope, "round": 1, "reckoning": reckoning}
    append(uow, case_id, EventKind.DEADLINE_STARTED, started)
    for end, day in clock.ends:
        outcome = {**named, "late": end == "late", "met_on": str(day)}
        moved = {**named, "reckoning": reckoning | {"effective_on": str(day)}}
        kind, content = {
            "kept": (EventKind.DEADLINE_MET, outcome),
            "late": (EventKind.DEADLINE_MET, outcome),
            "ended": (EventKind.DEADLINE_ENDED, named),
            "breached": (EventKind.DEADLINE_BREACHED, named),
            "moved": (EventKind.DEADLINE_EXTENDED, moved),
        }[end]
        append(uow, case_id, kind, content)
