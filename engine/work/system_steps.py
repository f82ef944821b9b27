"""What the service tasks of a diagram do: a closed list, run inside the unit of the step."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from engine.bpmn.system_step import SystemStepCall
from engine.cases.committees import Seat, seats_of
from engine.cases.mailbox import post_message
from engine.cases.parties import Party, PartyKind, parties_of
from engine.definitions.reading import form_of
from engine.errors import NoEligibleHandler, ProcessFailed, Sentence
from engine.journal.events import Event, append, get_event
from engine.journal.kinds import EventKind
from engine.office.office_time import office_date
from engine.office.roles import Role
from engine.office.thai import long_date
from engine.reports.freezing import freeze_figures
from engine.reports.guideline import freeze_guideline
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.queues import members_of_queue, resolve_queues
from engine.work.appointments.appointing import carry_out_order
from engine.work.business.names import period_of, subject_of
from engine.work.committees.reseating import COMMITTEE_AMENDMENT, follow_the_order
from engine.work.deadlines import Deadline, deadline_names
from engine.work.done_steps import said_in_run
from engine.work.identities.decisions import settle_identity_request
from engine.work.notices import NoticeKind, notify
from engine.work.publishing.guidelines import guideline_in_force
from engine.work.publishing.publishing import publish_allowed
from engine.work.records.lists import list_records, order_records_destroyed
from engine.work.stepping import AWAIT_JOINED, Step, other_instances
from engine.work.variables import scope_key
from engine.work.work_items import COMPLETED


def _post_message(step: Step, call: SystemStepCall) -> bool:
    """Put a message into the mailbox of the party whose notice this is, or of who complained.

    With nobody to tell, who has neither an address nor a receipt code, the step stands in the
    history.
    """
    told = told_by_code(parties_of(step.uow, step.case.id), call)
    if not told:
        return True
    is_first = call.process_id == "first_notice"
    written = None if is_first else _written_notice(step)
    text = _FIRST_NOTICE if is_first else _WRITTEN_NOTICE if written else _RESULT_NOTICE
    body = text.format(
        written=written,
        number=step.case.number,
        received=long_date(step.case.received_on).th,
        office=step.settings.profile.name.th,
    )
    for party in told:
        post_message(step.uow, step.case.id, party.id, body, element=call.element)
    return True


def told_by_code(parties: Iterable[Party], call: SystemStepCall) -> list[Party]:
    """Return whom a message is for: the party of the scope, else all who complained."""
    reached = [party for party in parties if party.has_receipt]
    if not call.scope:
        return [party for party in reached if party.kind is PartyKind.COMPLAINANT]
    return [party for party in reached if str(party.id) == call.scope[-1][1]]


# A draft lies before the notices that tell everybody of it, of whom there may be many.
_FAR_BACK = 1000


def _written_notice(step: Step) -> str | None:
    """Return what was drafted last for the complainant; None where that draft says nothing."""
    done = said_in_run(step.uow, step.case.id, step.instance_id, limit=_FAR_BACK)
    drafts = (
        event.content["answers"].get(_NOTICE_TEXT)
        for item, event in done
        if _NOTICE_TEXT in form_of(step.edition, item.form_ref).read_keys()
    )
    return next(drafts, None) or None


def _escalate(step: Step, call: SystemStepCall) -> bool:
    """Tell the manager that a step is late, once a deadline and step."""
    scope = scope_key(call.scope)
    names = deadline_names(call.late_properties)
    clocks = [step.ensure_deadline(call.scope, name) for name in names]
    key = escalation_key(call, (clock.round for clock in clocks if clock))
    if _was_escalated(step, key):
        return True
    rules = [step.settings.profile.find_deadline(name) for name in names]
    roles = {rule.escalate_to for rule in rules if rule and rule.escalate_to} or {Role.MANAGER}
    append(
        step.uow,
        step.case.id,
        EventKind.CASE_ESCALATED,
        {
            "key": key,
            "element": late_step(call),
            "scope": scope,
            "deadlines": list(names),
            "roles": sorted(roles),
        },
        element=call.element,
        instance_id=step.instance_id,
        edition=step.edition.sha256,
    )
    if _was_late_on_paper(step, [clock for clock in clocks if clock]):
        return True
    people = {person for role in roles for person in _told_of_lateness(step, role)}
    notify(step.uow, people, NoticeKind.ESCALATED, case_id=step.case.id)
    return True


def _was_late_on_paper(step: Step, clocks: Iterable[Deadline]) -> bool:
    """Tell whether it was late already when it came in from the paper book: that is no news."""
    came_on = office_date(step.case.lodged_at)
    return step.case.is_from_book and all(clock.effective_on < came_on for clock in clocks)


def _told_of_lateness(step: Step, role: Role) -> frozenset[UUID]:
    """Return who holds the role, or stands in for it where the case is about who does."""
    try:
        queues = resolve_queues(step.uow, step.settings, step.case, role, ())
    except NoEligibleHandler:
        # That everybody left is no reason to stop the clock's timer; the event says it was late.
        return frozenset()
    return frozenset[UUID]().union(
        *(members_of_queue(step.uow, step.settings, step.case.id, queue) for queue in queues)
    )


def escalation_key(call: SystemStepCall, rounds: Iterable[int]) -> str:
    """Return what is told of once: a step, its scope and deadlines, the rounds of these."""
    names = " ".join(deadline_names(call.late_properties))
    return f"{late_step(call)}|{scope_key(call.scope)}|{names}|{','.join(map(str, rounds))}"


def late_step(call: SystemStepCall) -> str:
    """Return the element that is late: the one whose timer led to the escalation."""
    return call.late_element or call.came_from


def _was_escalated(step: Step, key: str) -> bool:
    table = tables.case_escalation
    return (
        step.uow.connection.scalar(
            select(table.c.key).where(
                table.c.office_id == step.uow.actor.office_id,
                table.c.case_id == step.case.id,
                table.c.key == key,
            )
        )
        is not None
    )


def _grant_roles(step: Step, call: SystemStepCall) -> bool:
    """Seat the committee that the signed order names: its members may now see the work.

    An amended order puts it in the place of the one that sits; who keeps her seat keeps what
    she has declared.
    """
    rows, order = _drafted_order(step, call)
    before = seats_of(step.uow, step.case.id)
    amends = call.process_id == COMMITTEE_AMENDMENT
    kept = before if amends else ()
    seats = [{"id": _seat_id(kept, seat), **seat} for seat in seats_ordered(rows)]
    if not seats:
        raise ProcessFailed(
            Sentence("คำสั่งแต่งตั้งไม่มีรายชื่อกรรมการ", "The order names no committee member.")
        )
    append(
        step.uow,
        step.case.id,
        EventKind.COMMITTEE_APPOINTED,
        {"seats": seats, "order_cited": order, "amends": amends},
        element=call.element,
        instance_id=step.instance_id,
        occurred_on=step.happened_on,
    )
    follow_the_order(step.uow, step.case, before)
    return True


def _seat_id(before: Iterable[Seat], seat: Mapping[str, str | None]) -> str:
    """Return the id of the seat that this person has already, or a new one."""
    who = (seat["person"], seat["outside_name"])
    for each in before:
        if (str(each.person_id) if each.person_id else None, each.outside_name) == who:
            return str(each.id)
    return str(uuid4())


def _freeze_figures(step: Step, call: SystemStepCall) -> bool:
    """Count what the business reports on, as it stands today; a report counted anew is renamed."""
    span = period_of(step.case)
    freeze_figures(step.uow, step.settings.profile, step.case.id, span, element=call.element)
    subject = subject_of(step.uow, step.settings, step.edition, span, step.case.id)
    if subject != step.case.subject:
        append(step.uow, step.case.id, EventKind.CASE_DESCRIBED, {"subject": subject})
        step.forget_case()
    return True


def _freeze_guideline(step: Step, call: SystemStepCall) -> bool:
    """Write down what the office runs today as the guideline that is to be published."""
    guideline = guideline_in_force(step.uow, step.settings)
    freeze_guideline(step.uow, step.case.id, guideline, element=call.element)
    return True


def _publish(step: Step, call: SystemStepCall) -> bool:
    publish_allowed(step, call)
    return True


def _settle_identity_request(step: Step, call: SystemStepCall) -> bool:
    settle_identity_request(step, UUID(call.scope[-1][1]), element=call.element)
    return True


def _appoint(step: Step, call: SystemStepCall) -> bool:
    carry_out_order(step, call)
    return True


def _list_records(step: Step, call: SystemStepCall) -> bool:
    list_records(step.uow, step.settings, step.case, element=call.element)
    return True


def _destroy(step: Step, call: SystemStepCall) -> bool:
    """Leave it to the worker, which destroys one record at a time, whatever becomes of others."""
    on = step.happened_on or step.uow.today
    order_records_destroyed(step.uow, step.case, on, element=call.element)
    return True


def _await_joined(step: Step, call: SystemStepCall) -> bool:  # noqa: ARG001 (as all effects)
    """Go on once nothing that joined the case later is still on its way."""
    return not other_instances(step)


def seats_ordered(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str | None]]:
    """Return the seats that the rows of a drafted order name."""
    return [
        {
            "person": row.get("person") or None,
            # Who is chosen from the list needs no name typed beside.
            "outside_name": None if row.get("person") else row.get("outside_name") or None,
            "seat": row.get("seat") or "member",
        }
        for row in rows
        if row.get("person") or row.get("outside_name")
    ]


def _drafted_order(step: Step, call: SystemStepCall) -> tuple[list[dict[str, str]], str | None]:
    """Return the rows of the order drafted last in this called process, and its number."""
    table = tables.work_item
    drafts = step.uow.connection.scalars(
        select(table.c.completed_seq)
        .where(
            table.c.office_id == step.uow.actor.office_id,
            table.c.case_id == step.case.id,
            table.c.process_id == call.process_id,
            table.c.status == COMPLETED,
        )
        .order_by(table.c.completed_seq.desc())
    )
    for seq in drafts:
        answers = get_event(step.uow, step.case.id, seq).content["answers"]
        if "members" in answers:
            return answers["members"], answers.get("order_no")
    return [], None


def _escalated(uow: UnitOfWork, event: Event) -> None:
    insert_row(
        uow.connection,
        tables.case_escalation,
        office_id=event.office_id,
        case_id=event.stream_id,
        key=event.content["key"],
        recorded_at=event.recorded_at,
    )


FOLDS = {EventKind.CASE_ESCALATED: _escalated}

EFFECTS: dict[str, Callable[[Step, SystemStepCall], bool]] = {
    "post_message": _post_message,
    "escalate": _escalate,
    "grant_roles": _grant_roles,
    "freeze_figures": _freeze_figures,
    "freeze_guideline": _freeze_guideline,
    "publish": _publish,
    "settle_identity_request": _settle_identity_request,
    "appoint": _appoint,
    "list_records": _list_records,
    "destroy": _destroy,
    AWAIT_JOINED: _await_joined,
}

_FIRST_NOTICE = (
    "{office} ได้รับเรื่องของท่านเมื่อ {received} เลขรับ {number} และกำลังดำเนินการ "
    "ท่านติดตามเรื่องและส่งข้อมูลเพิ่มได้ด้วยรหัสรับเรื่องนี้"
)
_ABOUT = "{office} แจ้งความคืบหน้าของเรื่องเลขรับ {number} ซึ่งรับไว้เมื่อ {received}"
_ASK = "ติดต่อสอบถามได้ด้วยรหัสรับเรื่องนี้"
_RESULT_NOTICE = f"{_ABOUT} ซึ่งพิจารณาแล้ว {_ASK}"
_WRITTEN_NOTICE = f"{_ABOUT}\n\n{{written}}\n\n{_ASK}"
# The key under which a form words what the complainant is told.
_NOTICE_TEXT = "notice_text"
