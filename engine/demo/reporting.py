"""The business of an office of the demonstration: begun by its calendar, or by its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID, uuid4

from engine.access.membership import standing_of
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.demo import own_business
from engine.demo.clock import OfficeHours
from engine.demo.following import Follower
from engine.demo.own_business import Begun
from engine.demo.stage import Stage
from engine.demo.wording import (
    ACKNOWLEDGED,
    ANALYSIS,
    CHECKED,
    ENTERED,
    LESSONS,
    MARGIN_ORDERS,
    NO_PROBLEMS,
    ORIGIN,
    PARTICIPATION,
    PROPOSAL,
    PUBLISHED_AT,
    TO_PUBLISH,
)
from engine.forms.answers import initial_answers
from engine.office.cycles import CycleEvery, occurrences
from engine.office.fiscal_year import FiscalYear, Period
from engine.office.office_time import office_instant
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import claim_work_item, hold_work_item
from engine.work.business.schedules import due_turns, start_turn
from engine.work.business.starting import start_business, timed_processes
from engine.work.completing import Submission, Upload, complete_work_item
from engine.work.form_names import form_names
from engine.work.lists.business import list_business
from engine.work.work_items import OFFERED, WorkItem, get_work_item, work_items_of

_SEED = 2222
# What returns every day is played for so long: each day is like the other.
_CHECKED_SINCE = timedelta(days=14)
# Working days that a step takes, from and to.
_PACE: Mapping[str, tuple[int, int]] = {
    "check_channels": (0, 0),
    "gather": (2, 5),
    "certify": (0, 2),
    "review": (1, 3),
    "allow": (0, 2),
    "prepare": (1, 3),
    "analyse": (3, 6),
    "check": (0, 2),
    "acknowledge": (0, 2),
    "sign": (0, 1),
    "assign": (1, 3),
    "enter": (1, 4),
    **own_business.PACE,
}
# What each step says beside what its form is filled with by itself.
_SAID: Mapping[str, Mapping[str, Any]] = {
    "check_channels": {"outcome": "none"},
    "prepare": {"problems": NO_PROBLEMS, "origin": ORIGIN, "proposal": PROPOSAL},
    "analyse": {"analysis": ANALYSIS, "problems": NO_PROBLEMS},
    "check": {"decision": "passed", "opinion": CHECKED},
    "acknowledge": {"decision": "acknowledged", "order_text": ACKNOWLEDGED},
    "gather": {
        "guideline": "there",
        "guideline_forms": ["manual", "e_book"],
        "guideline_place": PUBLISHED_AT,
        "channels": "there",
        "separate_channel": "there",
        "separate_place": PUBLISHED_AT,
        "chart": "there",
        "chart_place": PUBLISHED_AT,
    },
    "certify": {"decision": "certified", "order_text": ACKNOWLEDGED},
    # A list of records past their time is empty in an office as young as this one.
    "review": {"proposal": TO_PUBLISH, "outcome": "none"},
    "allow": {"decision": "allowed", "order_text": ACKNOWLEDGED},
    "sign": {"decision": "signed"},
    "assign": {},
    "enter": {"outcome": "entered", "system": ENTERED},
    **own_business.SAID,
}


@dataclass
class Reports:
    """Everything that one office does of itself. ``on_paper``: signed in ink."""

    stage: Stage
    on_paper: bool
    begun_by_hand: Sequence[Begun] = ()
    rng: Random = field(default_factory=lambda: Random(_SEED))  # noqa: S311 (a demonstration)
    _planned: set[UUID] = field(default_factory=set)

    def plan(self, opened_on: date, today: date) -> None:
        """Plan a look at the calendar at every minute at which something begins."""
        staff = self.stage.staff
        with staff.store.reading(staff.actor(staff.first(Role.OFFICER))) as uow:
            cycles = [each.cycle for each in timed_processes(uow, staff.settings) if each.cycle]
        for cycle in cycles:
            daily = cycle.every is CycleEvery.WORKING_DAY
            after = today - _CHECKED_SINCE if daily else opened_on
            for turn in occurrences(cycle, after, today, staff.settings.calendar):
                at = office_instant(turn.begins_on, cycle.at) + timedelta(minutes=1)
                self.stage.timeline.plan(at, self._begin)
        calendar = staff.settings.calendar
        for each in self.begun_by_hand:
            day = calendar.working_day_on_or_before(today - timedelta(days=each.days_ago))
            self.stage.timeline.plan(self._hours.on(day), partial(self._begin_by_hand, each, day))

    @property
    def _hours(self) -> OfficeHours:
        return replace(self.stage.hours, rng=self.rng)

    def _begin_by_hand(self, begun: Begun, day: date) -> None:
        """Start what no calendar does, for the fiscal year in which it is."""
        staff, year = self.stage.staff, FiscalYear.of(day)
        with staff.store.unit(staff.actor(staff.first(begun.role))) as uow:
            span = Period(year.first_on, year.last_on)
            case_id = start_business(uow, begun.process_id, span, submission_key=uuid4())
            self._plan_open(uow, case_id)

    def _begin(self) -> None:
        """Start what has come, as the worker of a running office does; give the work out."""
        staff = self.stage.staff
        for turn in due_turns(staff.store):
            if turn.office_id == staff.office_id:
                start_turn(staff.store, turn)
        officer = staff.actor(staff.first(Role.OFFICER))
        with staff.store.reading(officer) as uow:
            standing = standing_of(uow, staff.first(Role.OFFICER), uow.today)
            for one in list_business(uow, standing, staff.settings):
                for case in one.cases:
                    self._plan_open(uow, case.id)

    def _plan_open(self, uow: UnitOfWork, case_id: UUID) -> None:
        for item in (one for one in work_items_of(uow, case_id) if one.is_open):
            if item.id not in self._planned:
                self._planned.add(item.id)
                at = self._hours.after(uow.now, self.rng.randint(*_PACE[item.element]))
                self.stage.timeline.plan(at, partial(self._complete, item.id))

    def _complete(self, item_id: UUID) -> None:
        staff = self.stage.staff
        with staff.store.reading(staff.actor(staff.first(Role.OFFICER))) as uow:
            item = get_work_item(uow, item_id)
            uploads = self._uploads(uow, item)
        actor = staff.actor(item.assignee_id or staff.holders(item.role)[0])
        with staff.store.unit(actor) as uow:
            if hold_work_item(uow, item_id)[0].status == OFFERED:
                claim_work_item(uow, item_id)
            answers = self._answers(uow, item, actor.person_id)
            if uploads:
                answers["document_file"] = list(uploads)
            submission = Submission(uuid4(), answers, uploads, has_confirmed_password=True)
            complete_work_item(uow, item_id, submission)
            self._plan_open(uow, item.case_id)
            if item.element == "assign":
                self._follow(uow, item.case_id)

    def _uploads(self, uow: UnitOfWork, item: WorkItem) -> dict[str, Upload]:
        if item.element != "bring_in":
            return {}
        paper = own_business.announcement(self.stage.staff, uow.now, uow.today)
        return self.stage.papers.document(uow.data_key(item.case_id), item.case_id, paper)

    def _follow(self, uow: UnitOfWork, case_id: UUID) -> None:
        """See to the improvements, each on its own day."""
        number = get_case(uow, case_id).number
        Follower(self.stage, case_id, self.stage.staff.first(Role.OFFICER), number).plan(uow)

    def _answers(self, uow: UnitOfWork, item: WorkItem, person_id: UUID | None) -> dict[str, Any]:
        """Return what the form is filled with by itself, and what has to be said besides."""
        staff, case = self.stage.staff, get_case(uow, item.case_id)
        schema = form_of(get_edition(uow, item.edition), item.form_ref)
        known = form_names(uow, staff.settings, case, item)["known"]
        filled = initial_answers(schema, today=uow.today, known=known)
        said = {
            **filled,
            **_SAID[item.element],
            **own_business.besides(staff, item.element, uow.today),
            **self._besides(item, filled, uow.today),
        }
        if "way" in filled:
            said |= self._signature(person_id, uow.today)
        return {key: value for key, value in said.items() if key in filled}

    def _besides(self, item: WorkItem, filled: Mapping[str, Any], today: date) -> dict[str, Any]:
        """Return who opened a box, who took part, what the year taught, who then sees to it."""
        if item.element == "check_channels":
            return {"boxes": [{**row, **self._opened()} for row in filled["boxes"]]}
        if item.element == "analyse":
            texts = self.rng.sample(LESSONS, 2)
            due = [(today + timedelta(days=days)).isoformat() for days in (60, 120)]
            return {
                "improvements": [
                    {"text": text, "due": on} for text, on in zip(texts, due, strict=True)
                ]
            }
        if "activities" in filled:
            held = zip(PARTICIPATION, (90, 45), strict=True)
            return {
                "activities": [
                    {**each, "held_on": (today - timedelta(days=days)).isoformat()}
                    for each, days in held
                ]
            }
        if item.element == "assign":
            holder = str(self.stage.staff.first(Role.MANAGER))
            return {"follow_ups": [{**row, "holder": holder} for row in filled["follow_ups"]]}
        return {}

    def _opened(self) -> dict[str, Any]:
        people = self.stage.staff.people
        two = (people[self.stage.staff.first(role)] for role in (Role.OFFICER, Role.MANAGER))
        opener, witness = (f"{person.name} {person.position}" for person in two)
        return {"result": "none", "opener": opener, "witness": witness}

    def _signature(self, person_id: UUID | None, today: date) -> dict[str, Any]:
        if not self.on_paper or person_id is None:
            return {"way": "system", "acting_for": "none"}
        signer = self.stage.staff.people[person_id]
        return {
            "way": "paper",
            "signer": signer.name,
            "position": signer.position,
            "signed_on": today.isoformat(),
            "margin_order": self.rng.choice(MARGIN_ORDERS),
            "acting_for": "none",
        }
