"""Let the engine run and write down everything it did.

One run is one ``engine_ran`` event with what is needed to run it again: its
instant, its cause, each flow and automatic element passed, each expression with
the values it read, the timers armed and a digest of the state. What the run
offers and withdraws follows as events of their own.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.access.substitutions import standing_of_actor
from engine.bpmn import runtime
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.runs import OfferedItem, Run
from engine.bpmn.scopes import item_key
from engine.bpmn.system_step import Scope, SystemStepCall
from engine.cases.links import admit
from engine.cases.parties import Party, excluded_people, notice_parties, parties_of
from engine.cases.register import Case, get_case
from engine.definitions.editions import get_edition
from engine.errors import NotFound
from engine.journal.canonical import canonical_bytes
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.deadlines import UNIT_CONTACT, DeadlineName
from engine.office.profile_tables import IntakeEnd
from engine.office.roles import Role
from engine.store import tables
from engine.store.rows import find_row, insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork
from engine.work import deadlines
from engine.work.agencies.sources import source_day
from engine.work.allocation.queues import resolve_queues
from engine.work.answer_drafts.rows import drop_drafts_of
from engine.work.deadlines import breach_moment, deadline_names, ensure_deadline
from engine.work.duties import is_barred
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.variables import Variables, scope_key
from engine.work.work_items import WorkItem, open_items_of, work_items_of

RUNNING, COMPLETED, CANCELLED = "running", "completed", "cancelled"
_ROUTE = "case.route"
# The system step in which the main process waits for what joined the case later.
AWAIT_JOINED = "await_joined"


@dataclass
class Step:
    """One instance in the hands of one unit of work; the engine's ``Context``."""

    uow: UnitOfWork
    settings: OfficeSettings
    case: Case
    edition: Edition
    instance_id: UUID
    state: bytes | None
    item: tuple[str, Any] | None
    variables: Variables
    # The day of what moves the case now; deadlines that start with it count from here.
    happened_on: date
    effects: Mapping[str, Callable[["Step", SystemStepCall], bool]]
    # Moved by a person's act, not by a timer.
    is_by_hand: bool = True
    _case_names: dict[str, Any] | None = field(default=None)

    @property
    def now(self) -> datetime:
        return self.uow.now

    def names(self, scope: Scope) -> Mapping[str, Any]:
        return {**self.variables.names(scope), "case": self._names_of_case()}

    @property
    def route(self) -> str | None:
        """How the profile in force deals with the category that the case has now."""
        return self.settings.route_of_category(self.case.category)

    def _names_of_case(self) -> dict[str, Any]:
        if self._case_names is None:
            parties = parties_of(self.uow, self.case.id)
            self._case_names = names_of_case(self.case, parties, route=self.route)
        return self._case_names

    def forget_case(self) -> None:
        """Read the case and its parties anew: an answer has just changed them."""
        self.case = get_case(self.uow, self.case.id)
        self._case_names = None

    def deadline(self, scope: Scope, name: str) -> datetime | None:
        """Return the instant at which the deadline is breached; None if none is set or runs."""
        found = self.ensure_deadline(scope, name)
        return breach_moment(found) if found and not found.is_paused else None

    def ensure_deadline(self, scope: Scope, name: str) -> deadlines.Deadline | None:
        parties = parties_of(self.uow, self.case.id)
        return ensure_deadline(
            self.uow,
            self.settings,
            self.case.id,
            self.instance_id,
            scope,
            name,
            received_on=received_day(self.case, parties, self.item),
            happened_on=self.happened_on,
            suspended_on=self.case.suspended_on,
            source=source_day(parties, scope_key(scope)),
        )

    def system_step(self, call: SystemStepCall) -> bool:
        return self.effects[call.topic](self, call)


def received_day(case: Case, parties: Iterable[Party], item: tuple[str, Any] | None) -> date:
    """Return the day on which the office received what an instance is about.

    A party who joined later (``item``) counts from her own.
    """
    joined = {str(party.id): party.received_on for party in parties} if item else {}
    return (joined.get(item_key(item[1])) if item else None) or case.received_on


def names_of_case(case: Case, parties: Iterable[Party], *, route: str | None) -> dict[str, Any]:
    """Return ``case.*`` as the expressions of a process read it: ``CASE_NAMES``, every one."""
    parties = tuple(parties)
    told = notice_parties(parties, with_respondents=False)
    return {
        "id": str(case.id),
        "kind": case.kind,
        "channel": case.channel,
        "category": case.category,
        "route": route,
        "secrecy": case.secrecy,
        "is_anonymous": case.is_anonymous,
        "contactable": any(party["contactable"] for party in told),
        "notice_parties": told,
        "result_parties": notice_parties(parties, with_respondents=True),
    }


def open_step(
    uow: UnitOfWork,
    instance_id: UUID,
    effects: Mapping[str, Callable[[Step, SystemStepCall], bool]],
    *,
    happened_on: date | None = None,
) -> Step:
    """Read an instance of the case that the unit holds.

    Raises
    ------
    NotFound
        There is no such instance in the actor's office, or it has ended.
    """
    row = find_row(uow.connection, tables.instance, office_id=uow.actor.office_id, id=instance_id)
    if row is None or row.state is None:
        raise NotFound
    return Step(
        uow=uow,
        settings=settings_in_force(uow, uow.today),
        case=get_case(uow, row.case_id),
        edition=get_edition(uow, row.edition),
        instance_id=instance_id,
        state=row.state,
        item=_item(row.item),
        variables=Variables.parse(row.variables),
        happened_on=happened_on or uow.today,
        effects=effects,
    )


def _item(stored: bytes | None) -> tuple[str, Any] | None:
    return tuple(json.loads(stored)) if stored else None


def insert_instance(step: Step) -> None:
    """Write the row of an instance before its first run, so that its events can name it."""
    insert_row(
        step.uow.connection,
        tables.instance,
        office_id=step.uow.actor.office_id,
        id=step.instance_id,
        case_id=step.case.id,
        process_id=step.edition.process_id,
        edition=step.edition.sha256,
        item=canonical_bytes(list(step.item)) if step.item else None,
        state=b"",
        variables=step.variables.to_bytes(),
        status=RUNNING,
        failures=0,
        started_at=step.uow.now,
    )
    append(
        step.uow,
        step.case.id,
        EventKind.INSTANCE_STARTED,
        {"process_id": step.edition.process_id, "item": list(step.item) if step.item else None},
        instance_id=step.instance_id,
        edition=step.edition.sha256,
        occurred_on=step.happened_on,
    )


def record_run(step: Step, run: Run, cause: Mapping[str, Any]) -> None:
    """Write what a run did: its event, the work it offers and withdraws, the clocks, the state."""
    uow = step.uow
    append(
        uow,
        step.case.id,
        EventKind.ENGINE_RAN,
        {
            "now": uow.now,
            "happened_on": step.happened_on,
            "cause": dict(cause),
            **({"route": step.route} if _has_read_route(run) else {}),
            **account_of(run),
        },
        instance_id=step.instance_id,
        edition=step.edition.sha256,
    )
    _withdraw(step, run)
    for offered in run.offered:
        _offer(step, offered)
    _stop_clocks(step, is_over=run.completed)
    _save(step, run)
    if run.completed:
        append(
            uow,
            step.case.id,
            EventKind.INSTANCE_COMPLETED,
            {"process_id": step.edition.process_id},
            instance_id=step.instance_id,
            edition=step.edition.sha256,
        )
        _after_the_end(step)


def _has_read_route(run: Run) -> bool:
    """Tell whether the run asked for what the profile said then, which no event tells."""
    return any(_ROUTE in each.reads for each in run.evaluated)


def _after_the_end(step: Step) -> None:
    """File the case (ปิด/จัดเก็บเรื่อง) with its last instance, or let that one go on."""
    running = other_instances(step)
    if len(running) == 1:
        _go_on(step, running[0])
    elif not running:
        append(
            step.uow,
            step.case.id,
            EventKind.CASE_ARCHIVED,
            {},
            occurred_on=step.case.closed_on or step.happened_on,
        )


def other_instances(step: Step) -> list[UUID]:
    """Return the other instances of the case that have not ended."""
    table = tables.instance
    return list(
        step.uow.connection.scalars(
            select(table.c.id).where(
                table.c.office_id == step.uow.actor.office_id,
                table.c.case_id == step.case.id,
                table.c.status == RUNNING,
                table.c.id != step.instance_id,
            )
        )
    )


def _go_on(step: Step, instance_id: UUID) -> None:
    """Let an instance go on that has waited for all the others of its case to end."""
    last = open_step(step.uow, instance_id, step.effects, happened_on=step.happened_on)
    last.is_by_hand = step.is_by_hand
    assert last.state is not None  # noqa: S101 (open_step refuses an ended instance)
    for waiting in runtime.waiting_system_steps(last.edition, last.state):
        if waiting.topic == AWAIT_JOINED:
            run = runtime.complete_system_step(
                last.edition, last.state, waiting.task_id, last, last.uow.now
            )
            record_run(last, run, {"kind": "joined", "element": waiting.element})
            return


def account_of(run: Run) -> dict[str, Any]:
    """Return what a run did as ``engine_ran`` holds it; running it again must give the same."""
    return {
        "passed": [
            [each.process_id, each.element, scope_key(each.scope), each.kind] for each in run.passed
        ],
        "flows": [[each.process_id, each.flow, scope_key(each.scope)] for each in run.flows],
        "evaluated": [
            {
                "element": each.element,
                "expression": each.expression,
                "reads": _plain(dict(each.reads)),
                "called": [
                    [one.name, _plain(list(one.arguments)), _plain(one.value)]
                    for one in each.called
                ],
                "result": _plain(each.result),
            }
            for each in run.evaluated
        ],
        "armed": [[each.element, scope_key(each.scope), each.due] for each in run.armed],
        "digest": run.state_digest,
    }


def _plain(value: Any) -> Any:
    """Put a FEEL value into canonical terms: mappings and lists all the way down."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _withdraw(step: Step, run: Run) -> None:
    for work_item_id in run.withdrawn:
        append(
            step.uow,
            step.case.id,
            EventKind.WORK_ITEM_CANCELLED,
            {"work_item": str(work_item_id)},
            instance_id=step.instance_id,
        )
        drop_drafts_of(step.uow, work_item_id)


def _offer(step: Step, offered: OfferedItem) -> None:
    names = deadline_names(offered.properties)
    meant = [name for name in names if _is_meant(step, name, names)]
    clocks = [step.ensure_deadline(offered.scope, name) for name in meant]
    days = [clock.effective_on for clock in clocks if clock and not clock.is_paused]
    queues = resolve_queues(
        step.uow,
        step.settings,
        step.case,
        Role(offered.lane_role),
        tuple(offered.candidate_groups),
    )
    assignee = _same_person(step, queues, Role(offered.lane_role))
    append(
        step.uow,
        step.case.id,
        EventKind.WORK_ITEM_OFFERED,
        {
            "work_item": str(offered.id),
            **account_of_offer(offered, step.variables),
            "queues": list(queues),
            "due_on": min(days) if days else None,
            "clocks": sorted({clock.name for clock in clocks if clock}),
            "assignee": str(assignee) if assignee else None,
        },
        element=offered.element,
        instance_id=step.instance_id,
        edition=step.edition.sha256,
    )
    if assignee:
        admit(step.uow, step.case.id, assignee, "holder")


def _is_meant(step: Step, name: str, names: Collection[str]) -> bool:
    """Tell which of the two clocks of intake runs: the office says when its time ends (U32).

    The longer one starts with the shorter one's step and never anew: what comes round to these
    steps again was taken in long ago.
    """
    if DeadlineName.INTAKE in names and UNIT_CONTACT in names:
        ends_with = step.settings.profile.intake.ends_with
        ending = UNIT_CONTACT if ends_with is IntakeEnd.UNIT_CONTACTED else DeadlineName.INTAKE
        is_other = name in (DeadlineName.INTAKE, UNIT_CONTACT) and name != ending
        return not is_other or _is_running(step, name)
    return name != UNIT_CONTACT or _is_running(step, name)


def _is_running(step: Step, name: str) -> bool:
    running = deadlines.open_deadlines_of(step.uow, step.instance_id)
    return any(clock.name == name for clock in running)


def account_of_offer(offered: OfferedItem, variables: Variables) -> dict[str, Any]:
    """Return what a run alone decides of a work item; who may take it is the office's."""
    return {
        "process_id": offered.process_id,
        "scope": scope_key(offered.scope),
        "round": variables.round_of(offered.scope, offered.element),
        "name": " ".join(offered.name.split()),
        "name_en": " ".join((offered.name_en or offered.name).split()),
        "step": offered.properties.get("step"),
        "form_ref": offered.form_ref,
        "role": offered.lane_role,
        "groups": list(offered.candidate_groups),
    }


def _same_person(step: Step, queues: tuple[str, ...], role: Role) -> UUID | None:
    """Give the next step to whoever has just completed one, when it is hers as well."""
    if step.uow.actor.person_id is None:
        return None
    standing = standing_of_actor(step.uow)
    if not excluded_people(step.uow, step.case.id).isdisjoint(standing.people):
        return None
    if set(queues).isdisjoint(standing.queues):
        return None
    if is_barred(step.uow, step.settings, step.case, role):
        return None
    return standing.person_id


def _stop_clocks(step: Step, *, is_over: bool) -> None:
    """Meet every clock under which no open step of its scope works any more."""
    working = _worked_under(step, open_items_of(step.uow, step.case.id, step.instance_id))
    stopped = [
        deadline
        for deadline in deadlines.open_deadlines_of(step.uow, step.instance_id)
        if (deadline.name, deadline.scope) not in working
    ]
    waiting = _waiting_for_a_step(step, stopped)
    if is_over:
        deadlines.end_deadlines(step.uow, step.case.id, waiting)
    stopped = [deadline for deadline in stopped if deadline not in waiting]
    if step.is_by_hand:
        deadlines.meet_deadlines(step.uow, step.case.id, stopped, met_on=step.happened_on)
    else:
        # A timer has cut the step off: the clock was neither kept nor broken by anybody.
        deadlines.end_deadlines(step.uow, step.case.id, stopped)


def _waiting_for_a_step(
    step: Step, clocks: Iterable[deadlines.Deadline]
) -> list[deadlines.Deadline]:
    """Return those taken over from another process under which none of this one has worked yet."""
    carried = [clock for clock in clocks if clock.is_carried]
    if not carried:
        return []
    came = [
        item
        for item in work_items_of(step.uow, step.case.id)
        if item.instance_id == step.instance_id
    ]
    worked = _worked_under(step, came)
    return [clock for clock in carried if (clock.name, clock.scope) not in worked]


def _worked_under(step: Step, items: Iterable[WorkItem]) -> set[tuple[str, str]]:
    """Return the names and scopes of the clocks under which these steps work."""
    processes = blueprint_of(step.edition).processes
    return {
        (name, item.scope)
        for item in items
        for name in deadline_names(processes[item.process_id].elements[item.element].properties)
    }


def _save(step: Step, run: Run) -> None:
    update_rows(
        step.uow.connection,
        tables.instance,
        {"office_id": step.uow.actor.office_id, "id": step.instance_id},
        state=run.state,
        variables=step.variables.to_bytes(),
        next_due=run.next_due,
        status=COMPLETED if run.completed else RUNNING,
        ended_at=step.uow.now if run.completed else None,
        failures=0,
    )
