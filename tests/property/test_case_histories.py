"""Whatever an office does and in whatever order, its cases stay whole.

A machine lodges, claims, releases, completes, reassigns, adds respondents, lets days
pass and runs the worker; after every step the rows are held against the engine's
state, and at the end against the events: folded again, and run again.
"""

import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from engine.errors import EngineError, NoEligibleHandler
from engine.journal.events import read_stream
from engine.office.roles import Role
from engine.reports.figures import Scope, count_figures
from engine.reports.periods import free_period
from engine.store import tables
from engine.store.unit_of_work import Actor, UnitOfWork
from engine.work.allocation.claiming import (
    claim_work_item,
    reassign_work_item,
    reassignable_to,
    release_work_item,
)
from engine.work.offices.settings import settings_in_force
from engine.work.respondents import add_respondent
from engine.work.voiding import void_case
from tests.support.counted_by_hand import check_figures, read_case
from tests.support.doors import move, part_doors
from tests.support.snapshots import snapshot
from tests.support.story import Story, in_unit
from tests.support.streams import (
    check_rebuild,
    check_runs_again,
    check_streams,
    check_work_items,
)

UNITS = ["administration", "planning", "construction", "maintenance"]
BRANCHES: dict[str, dict[str, list[Any]]] = {
    "sort": {"result": ["accept", "more_info", "out_of_power", "not_accepted"]},
    "sign_letter": {
        "decision": ["signed", "signed", "returned"],
        "order": ["units", "units", "committee", "refer_out", "not_accepted"],
        "units": [["planning"], ["construction", "maintenance"], UNITS],
    },
    "review": {"result": ["complete", "complete", "incomplete", "hear"]},
    "decide": {
        "decision": ["concluded", "continue", "returned"],
        "next": ["inside", "outside_body"],
    },
    "sign": {"decision": ["signed", "returned"]},
    "sign_order": {"decision": ["signed", "returned"]},
    "inquire": {"hear": [True, False]},
    "dispatch": {"outcome": ["sent", "not_reached"]},
    "refer_out": {"disposition": ["referred", "not_accepted"]},
    "register": {"receipt_code": [True, False], "secrecy": ["secret", "ordinary"]},
}
# What the office's own units answer for those of another one, in the processes of other doors.
ELSEWHERE = ("complaint_tambon", "tip_off")
OUR_UNIT = {"memo": {"units": ["planning"]}, "sign_memo": {"units": ["planning"]}}
RESPONDENTS = ["other", "unknown", "head", "deputy", "intake_officer", "custodian"]


class OfficeMachine(RuleBasedStateMachine):
    """One office under test; ``office`` and ``reset`` are set before it runs."""

    office: Any
    clock: Any
    begin: Any
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.begin()
        self.opened_at = self.clock.now
        self.story = Story(self.office.store, self.office.id)
        self.members = [p for p in self.office.people if p.role in (Role.OFFICER, Role.UNIT_MEMBER)]

    @rule(
        target=cases,
        kind=st.sampled_from(RESPONDENTS),
        complainants=st.integers(0, 2),
        days_ago=st.integers(0, 5),
    )
    def lodge(self, kind: str, complainants: int, days_ago: int) -> UUID:
        people = [
            {"name": f"นางคนที่ {n} ผู้สมมติ", "phone": "08 1234 5678", "contact_wish": "telephone"}
            for n in range(complainants)
        ]
        return self.story.lodge(
            respondent_kind=kind,
            respondents=[],
            complainants=people,
            is_anonymous=not people,
            received_on=self.story.day(-days_ago),
        )

    @rule(case=cases, pick=st.integers(0, 99))
    def claim(self, case: UUID, pick: int) -> None:
        item = self.pick(case, pick)
        if item is None:
            return
        who = self.office.people[pick % len(self.office.people)]
        self.tried(Actor(self.office.id, who.id), claim_work_item, item.id)

    @rule(case=cases, pick=st.integers(0, 99))
    def release(self, case: UUID, pick: int) -> None:
        item = self.pick(case, pick)
        if item is None or item.assignee_id is None:
            return
        in_unit(
            self.story.store, Actor(self.office.id, item.assignee_id), release_work_item, item.id
        )

    @rule(case=cases, pick=st.integers(0, 99), data=st.data())
    def complete(self, case: UUID, pick: int, data: st.DataObject) -> None:
        item = self.pick(case, pick)
        if item is None:
            return
        branches = BRANCHES if item.process_id not in ELSEWHERE else {}
        choices = {
            key: data.draw(st.sampled_from(values))
            for key, values in branches.get(item.element, {}).items()
        } or OUR_UNIT.get(item.element, {})
        if item.element == "dispatch" and choices["outcome"] == "not_reached":
            choices["way"] = "telephone"
        before = snapshot(self.story.store.database)
        try:
            self.story.complete(item, **choices)
        except NoEligibleHandler:
            # Nobody is left for the next step; the one in hand stays as it was, but claimed.
            after = snapshot(self.story.store.database)
            assert after["instance"] == before["instance"]
            assert after["submission"] == before["submission"]

    @rule(case=cases, pick=st.integers(0, 99))
    def reassign(self, case: UUID, pick: int) -> None:
        item = self.pick(case, pick)
        if item is None:
            return
        with self.story.reading() as uow:
            others = sorted(reassignable_to(uow, item))
        if others:
            to = others[pick % len(others)]
            manager = self.office.actor(Role.MANAGER)
            self.tried(manager, reassign_work_item, item.id, to, "เร่งรัด")

    @rule(case=cases, pick=st.integers(0, 9))
    def find_a_respondent(self, case: UUID, pick: int) -> None:
        who = self.members[pick % len(self.members)]
        self.tried(self.office.actor(Role.MANAGER), add_respondent, case, who.name)

    @rule(case=cases)
    def void_the_number(self, case: UUID) -> None:
        officer = self.office.actor(Role.OFFICER)
        self.tried(officer, void_it, case)

    @rule(
        case=cases,
        process_id=st.sampled_from(["complaint_provincial", *ELSEWHERE]),
        category=st.sampled_from(["service", "corruption"]),
    )
    def move_through_another_door(self, case: UUID, process_id: str, category: str) -> None:
        said = {
            "complaint_provincial": {"category": category},
            "complaint_tambon": {"category": category, "subject": "ขอซ่อมถนน"},
        }.get(process_id, {})
        self.tried(self.office.actor(Role.MANAGER), partial(move, **said), case, process_id)

    @rule(hours=st.sampled_from([1, 24, 24 * 8, 24 * 16, 24 * 60]))
    def let_time_pass(self, hours: int) -> None:
        self.clock.advance(hours=hours)
        self.story.run_worker()
        assert self.story.run_worker() == 0

    @rule(minutes=st.integers(1, 600))
    def set_the_clock_back(self, minutes: int) -> None:
        """Never to before the office opened: no profile is in force then."""
        self.clock.set(max(self.opened_at, self.clock.now - timedelta(minutes=minutes)))

    @invariant()
    def what_people_see_is_what_the_engine_holds(self) -> None:
        check_work_items(self.story.store, self.story.office_id)

    def teardown(self) -> None:
        check_streams(self.story.store, self.story.office_id)
        check_rebuild(self.story.store, self.story.office_id)
        check_runs_again(self.story.store, self.story.office_id)
        self.figures_are_what_counting_by_hand_gives()

    def figures_are_what_counting_by_hand_gives(self) -> None:
        with self.story.reading() as uow:
            profile = settings_in_force(uow, uow.today).profile
            cases = uow.connection.scalars(select(tables.case.c.id)).all()
            files = [read_case(read_stream(uow, case_id)) for case_id in cases]
            since = self.opened_at.date() - timedelta(days=10)
            for period in (free_period(since, uow.today), free_period(uow.today, uow.today)):
                for scope in Scope:
                    check_figures(count_figures(uow, profile, period, scope), files, profile)

    def pick(self, case: UUID, pick: int) -> Any:
        items = sorted(self.story.open(case), key=lambda item: (item.element, item.scope))
        return items[pick % len(items)] if items else None

    def tried(self, actor: Actor, command: Any, *arguments: Any) -> None:
        """Let an attempt succeed or be refused, and a refusal write nothing."""
        before = snapshot(self.story.store.database)
        try:
            in_unit(self.story.store, actor, command, *arguments)
        except EngineError:
            assert snapshot(self.story.store.database) == before


def void_it(uow: UnitOfWork, case: UUID) -> None:
    void_case(uow, case, "ลงรับซ้ำ", submission_key=uuid4())


def machine_for(office: Any, clock: Any, begin: Any) -> type[OfficeMachine]:
    return type(
        "Machine",
        (OfficeMachine,),
        {"office": office, "clock": clock, "begin": staticmethod(begin)},
    )


def run(office: Any, clock: Any, path: Path, *, examples: int, steps: int) -> None:
    """Run the machine; each history begins with the same freshly opened office."""
    start, kept = clock.now, path.with_suffix(".kept")
    part_doors(Story(office.store, office.id))
    office.store.database.close()
    shutil.copyfile(path, kept)

    def begin() -> None:
        office.store.database.close()
        for left in path.parent.glob(f"{path.name}-*"):
            left.unlink()
        shutil.copyfile(kept, path)
        clock.set(start)

    machine = machine_for(office, clock, begin)
    machine.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine.TestCase().runTest()


ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@ON_SQLITE
def test_cases_stay_whole_whatever_people_do(office, clock, tmp_path):
    run(office, clock, tmp_path / "sucharit.db", examples=6, steps=25)


@ON_SQLITE
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_cases_stay_whole_over_long_histories(office, clock, tmp_path):
    run(office, clock, tmp_path / "sucharit.db", examples=150, steps=80)
