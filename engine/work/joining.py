"""Who joins a case that is on its way: another unit, another complainant, another agency.

Each gets the process that the case's own would have called for it, had it been there
in time; before the case is recorded its process waits for all of them to end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from engine.access.permissions import Command
from engine.bpmn import runtime
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition, build_edition
from engine.bpmn.elements import Element
from engine.cases.identities import seal_identity
from engine.cases.mailbox import IssuedReceipt, issue_receipt
from engine.cases.parties import Party, PartyKind, is_reachable, join_party, parties_of
from engine.cases.register import Case
from engine.definitions.editions import store_edition
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.journal.events import append, read_stream
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.following_up import follow_source_agency
from engine.work.holding import check_cited, check_happened, check_open, hold_case
from engine.work.main_run import get_main_run
from engine.work.moved_clocks import lead_clocks
from engine.work.offices.settings import settings_in_force
from engine.work.stepping import Step, insert_instance, record_run
from engine.work.submissions import find_result, keep_result
from engine.work.system_steps import EFFECTS
from engine.work.variables import Variables, last_item

ASK_UNIT, JOIN_PARTY = "ask_unit", "join_party"

# The collection of a step that tells each complainant and source agency.
_TOLD_EACH = "case.notice_parties"
_UNIT, _PARTY = "unit", "party"
_NO_UNIT_YET = Sentence(
    "เรื่องนี้ยังไม่เคยมอบให้กลุ่มงานใด ให้มอบในขั้นตอนพิจารณาสั่งการ",
    "No unit has been given the case yet; that is done in the step of the order.",
)
_NO_UNIT_EVER = Sentence(
    "กระบวนงานของเรื่องนี้ไม่มอบให้กลุ่มงาน ถ้าต้องสอบถามให้ใช้บันทึกการประสาน",
    "The process of this case goes to no unit. What you ask one stands in a note of contact.",
)


@dataclass(frozen=True)
class UnitOrder:
    """The order by which one more unit is asked; ``ordered_on`` is the day on the paper."""

    unit: str
    order_cited: str
    reason: str
    ordered_on: date


@dataclass(frozen=True)
class Newcomer:
    """A complainant or source agency that joins later.

    ``identity`` is sealed field by field; ``receipt`` gives a complainant her code. Of an
    agency ``details`` has name, letter and reference, which whoever reads the case may read.
    """

    kind: PartyKind
    received_on: date
    channel: str | None = None
    identity: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    contact_wish: str | None = None
    due_on: date | None = None
    receipt: IssuedReceipt | None = None


def ask_unit(uow: UnitOfWork, case_id: UUID, order: UnitOrder, submission_key: UUID) -> None:
    """Ask one more unit to look into a case; it works beside those asked before (U16).

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not order this.
    InvalidTransition
        The case has not yet been given to any unit, or this one is at work on it, or it is filed.
    FormInvalid
        There is no such unit, or the day cannot be.
    """
    case, standing = hold_case(uow, case_id, Command.ASK_UNIT)
    if find_result(uow, submission_key, ASK_UNIT) is not None:
        return
    check_open(case)
    if order.unit not in settings_in_force(uow, uow.today).profile.units:
        raise FormInvalid({"unit": [Sentence("เลือกกลุ่มงานจากรายการ", "Choose a unit.")]})
    check_cited(standing, order.order_cited)
    check_happened(uow, case, "ordered_on", order.ordered_on)
    _check_not_at_work(uow, case_id, order.unit)
    called = _called(uow, case_id, lambda element: element.element_variable == _UNIT)
    if called is None:
        raise InvalidTransition(
            _NO_UNIT_YET if gives_to_units(get_main_run(uow, case_id).edition) else _NO_UNIT_EVER
        )
    append(
        uow,
        case_id,
        EventKind.UNIT_ASKED,
        {"unit": order.unit, "order_cited": order.order_cited, "reason": order.reason},
        occurred_on=order.ordered_on,
    )
    start_beside(uow, case, called, (_UNIT, order.unit), order.ordered_on)
    keep_result(uow, submission_key, ASK_UNIT, str(case_id))


def gives_to_units(edition: Edition) -> bool:
    """Tell whether the process gives a case to units at all, beside whom one more can be asked."""
    elements = blueprint_of(edition).processes[edition.process_id].elements.values()
    return any(each.called_process and each.element_variable == _UNIT for each in elements)


def join_later(
    uow: UnitOfWork, case_id: UUID, newcomer: Newcomer, submission_key: UUID
) -> UUID | None:
    """Add a complainant or a source agency to a case, with a first notice of her own (U12, U15).

    Return the party's id; None when this form was taken before.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not add anybody.
    InvalidTransition
        The head has concluded the case, or it is filed: what comes now is a case of its own.
    FormInvalid
        The day cannot be.
    """
    case, _ = hold_case(uow, case_id, Command.JOIN_PARTY)
    if find_result(uow, submission_key, JOIN_PARTY) is not None:
        return None
    check_open(case)
    if case.decided_on is not None:
        raise InvalidTransition(
            Sentence(
                "หัวหน้าหน่วยงานสั่งยุติเรื่องนี้แล้ว ให้รับเป็นเรื่องใหม่",
                "The head has concluded the case. Lodge what came now as a case of its own.",
            )
        )
    check_happened(uow, case, "received_on", newcomer.received_on)
    party = _joined(uow, case_id, newcomer)
    settings = settings_in_force(uow, uow.today)
    follow_source_agency(uow, settings, case_id, party)
    lead_clocks(uow, case_id, on=newcomer.received_on, settings=settings)
    called = _called(uow, case_id, lambda element: element.collection == _TOLD_EACH)
    if called is not None and (party.is_contactable or party.has_receipt):
        item = {"id": str(party.id), "contactable": party.is_contactable}
        start_beside(uow, case, called, (_PARTY, item), newcomer.received_on)
    keep_result(uow, submission_key, JOIN_PARTY, str(party.id))
    return party.id


def _check_not_at_work(uow: UnitOfWork, case_id: UUID, unit: str) -> None:
    table = tables.work_item
    scopes = uow.connection.scalars(
        select(table.c.scope).where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case_id,
            table.c.ended_at.is_(None),
        )
    )
    if any(last_item(scope) == unit for scope in scopes):
        raise InvalidTransition(
            Sentence("กลุ่มงานนี้กำลังตรวจสอบเรื่องนี้อยู่แล้ว", "This unit is at work on the case already.")
        )


def _joined(uow: UnitOfWork, case_id: UUID, newcomer: Newcomer) -> Party:
    before = [p for p in parties_of(uow, case_id) if p.kind is newcomer.kind]
    party = Party(
        id=uuid4(),
        kind=newcomer.kind,
        ordinal=max((p.ordinal for p in before), default=0) + 1,
        channel=newcomer.channel,
        received_on=newcomer.received_on,
        is_contactable=is_reachable(newcomer.kind, newcomer.identity, newcomer.contact_wish),
        contact_wish=newcomer.contact_wish,
        due_on=newcomer.due_on,
        details=newcomer.details,
    )
    join_party(uow, case_id, party)
    seal_identity(uow, case_id, party.id, newcomer.identity)
    if newcomer.receipt is None:
        return party
    issue_receipt(uow, case_id, party.id, newcomer.receipt)
    return replace(party, has_receipt=True)


def _called(uow: UnitOfWork, case_id: UUID, is_wanted: Any) -> Edition | None:
    """Return the process that the case's own calls for each such item, if it has begun to.

    Before that nothing is missed: who is there when the step begins is asked with the others.
    """
    own = get_main_run(uow, case_id)
    edition = own.edition
    process = blueprint_of(edition).processes[edition.process_id]
    wanted = {e.id: e for e in process.elements.values() if e.called_process and is_wanted(e)}
    into = {flow.id: flow.target for flow in process.flows if flow.target in wanted}
    for run in read_stream(uow, case_id, kinds=[EventKind.ENGINE_RAN]):
        flows = run.content["flows"] if run.instance_id == own.instance_id else ()
        for process_id, flow, _ in flows:
            if process_id == process.id and flow in into:
                return _edition_called(edition, wanted[into[flow]])
    return None


def _edition_called(edition: Edition, element: Element) -> Edition:
    """Return the edition of a called process, as this edition calls it."""
    return build_edition(str(element.called_process), edition.sources, edition.forms)


def start_beside(
    uow: UnitOfWork, case: Case, edition: Edition, item: tuple[str, Any], happened_on: date
) -> None:
    """Start a process beside the case's own, for one unit or party; the case waits for its end."""
    store_edition(uow, edition)
    step = Step(
        uow=uow,
        settings=settings_in_force(uow, uow.today),
        case=case,
        edition=edition,
        instance_id=uuid4(),
        state=None,
        item=item,
        variables=Variables(),
        happened_on=happened_on,
        effects=EFFECTS,
    )
    insert_instance(step)
    record_run(step, runtime.start(edition, step, now=uow.now, item=item), {"kind": "started"})
