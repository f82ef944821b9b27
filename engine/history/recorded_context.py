"""The surroundings of a run, answered from the record: names, deadlines, system steps.

Nothing is done again that was done then: of what a system step must have caused, the
recorded events are expected, in their order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from engine.bpmn.system_step import Scope, SystemStepCall
from engine.history.recorded_case import Clock, RecordedCase
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.deadlines import breach_instant
from engine.reports.publications import PUBLISHED, PublicationKind
from engine.work.deadlines import deadline_names
from engine.work.stepping import AWAIT_JOINED
from engine.work.system_steps import escalation_key, seats_ordered, told_by_code
from engine.work.variables import Variables, scope_key

Effect = tuple[EventKind, str, Any]
"""The kind of event, the element of the system step, and what the event says."""

CAUSED_BY_STEPS: Final = frozenset(
    {
        EventKind.CASE_ESCALATED,
        EventKind.COMMITTEE_APPOINTED,
        EventKind.FIGURES_FROZEN,
        EventKind.IDENTITY_REQUEST_SETTLED,
        EventKind.GUIDELINE_FROZEN,
        EventKind.MESSAGE_POSTED,
        EventKind.OFFICERS_APPOINTED,
        *PUBLISHED.values(),
        EventKind.RECORDS_LISTED,
        EventKind.DESTRUCTION_ORDERED,
    }
)


@dataclass
class EffectsSoFar:
    """What system steps of earlier runs did that decides what a later one does.

    ``escalated`` are the keys told once and not again; ``orders`` the newest answers, by
    process, that name the members of a committee.
    """

    escalated: set[str] = field(default_factory=set)
    orders: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass
class RecordedContext:
    """One run's ``Context``. ``expected`` are the events that its system steps must have left.

    ``ask_clock`` returns the open clock of a name and scope word, and marks it as asked for.
    """

    case: RecordedCase
    variables: Variables
    ask_clock: Callable[[str, str], Clock | None]
    effects: EffectsSoFar
    # How the office's profile dealt with the category of the case at that time.
    route: str | None = None
    # Whether another instance of the case is still on its way.
    is_joined_by_others: bool = False
    expected: list[Effect] = field(default_factory=list)

    def names(self, scope: Scope) -> Mapping[str, Any]:
        return {**self.variables.names(scope), "case": self.case.names(self.route)}

    def deadline(self, scope: Scope, name: str) -> datetime | None:
        clock = self.ask_clock(name, scope_key(scope))
        if clock is None or clock.is_paused:
            return None
        return breach_instant(clock.effective_on)

    def system_step(self, call: SystemStepCall) -> bool:
        """Every topic of the closed list has its effect within the unit, but one that waits."""
        if call.topic == AWAIT_JOINED:
            return not self.is_joined_by_others
        _EXPECT[call.topic](self, call)
        return True

    def _expect_message(self, call: SystemStepCall) -> None:
        for party in told_by_code(self.case.parties(), call):
            self.expected.append((EventKind.MESSAGE_POSTED, call.element, str(party.id)))

    def _expect_escalation(self, call: SystemStepCall) -> None:
        where = scope_key(call.scope)
        names = deadline_names(call.late_properties)
        clocks = [self.ask_clock(name, where) for name in names]
        key = escalation_key(call, (clock.round for clock in clocks if clock))
        if key not in self.effects.escalated:
            self.effects.escalated.add(key)
            self.expected.append((EventKind.CASE_ESCALATED, call.element, key))

    def _expect_committee(self, call: SystemStepCall) -> None:
        order = self.effects.orders.get(call.process_id, {})
        said = {"seats": seats_ordered(order.get("members", ())), "order": order.get("order_no")}
        self.expected.append((EventKind.COMMITTEE_APPOINTED, call.element, said))

    def _expect_figures(self, call: SystemStepCall) -> None:
        self.expected.append((EventKind.FIGURES_FROZEN, call.element, None))

    def _expect_settled_request(self, call: SystemStepCall) -> None:
        self.expected.append((EventKind.IDENTITY_REQUEST_SETTLED, call.element, call.scope[-1][1]))

    def _expect_guideline(self, call: SystemStepCall) -> None:
        self.expected.append((EventKind.GUIDELINE_FROZEN, call.element, None))

    def _expect_appointment(self, call: SystemStepCall) -> None:
        self.expected.append((EventKind.OFFICERS_APPOINTED, call.element, None))

    def _expect_list(self, call: SystemStepCall) -> None:
        self.expected.append((EventKind.RECORDS_LISTED, call.element, None))

    def _expect_order(self, call: SystemStepCall) -> None:
        self.expected.append((EventKind.DESTRUCTION_ORDERED, call.element, None))

    def _expect_publication(self, call: SystemStepCall) -> None:
        kind = PublicationKind(call.properties["publication"])
        self.expected.append((PUBLISHED[kind], call.element, None))


_EXPECT: Final[Mapping[str, Callable[[RecordedContext, SystemStepCall], None]]] = {
    "post_message": RecordedContext._expect_message,  # noqa: SLF001 (its own, by topic)
    "escalate": RecordedContext._expect_escalation,  # noqa: SLF001
    "grant_roles": RecordedContext._expect_committee,  # noqa: SLF001
    "publish": RecordedContext._expect_publication,  # noqa: SLF001
    "settle_identity_request": RecordedContext._expect_settled_request,  # noqa: SLF001
    "appoint": RecordedContext._expect_appointment,  # noqa: SLF001
    "freeze_figures": RecordedContext._expect_figures,  # noqa: SLF001
    "freeze_guideline": RecordedContext._expect_guideline,  # noqa: SLF001
    "list_records": RecordedContext._expect_list,  # noqa: SLF001
    "destroy": RecordedContext._expect_order,  # noqa: SLF001
}


def effect_of(event: Event) -> Effect:
    """Return what an event says that a system step caused."""
    content, element = event.content, event.element or ""
    said: Any = None
    match event.kind:
        case EventKind.MESSAGE_POSTED:
            said = content["party"]
        case EventKind.IDENTITY_REQUEST_SETTLED:
            said = content["request"]
        case EventKind.CASE_ESCALATED:
            said = content["key"]
        case EventKind.COMMITTEE_APPOINTED:
            seats = [
                {name: value for name, value in seat.items() if name != "id"}
                for seat in content["seats"]
            ]
            said = {"seats": seats, "order": content["order_cited"]}
    return event.kind, element, said
