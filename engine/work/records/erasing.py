"""Destroy the record of a case (ทำลาย): its key goes, and with it whatever it holds.

What stays is what proves and counts: its number and line in the register, the headers and
commitments of its history, who looked at it, and rows of days and keys for the figures. The
chain still verifies. Nothing here is a person's command: the order of the head is carried out
by the worker, see ``destruction.py``.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from engine.cases.register import ARCHIVED, Case, get_case
from engine.errors import InvalidTransition, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind
from engine.store import tables
from engine.store.rows import delete_rows
from engine.store.unit_of_work import UnitOfWork
from engine.work.records.legal_holding import reasons_to_keep

# Rows that say what the case was about, who was in it, or what was done in it: they go.
GONE = (
    tables.answer_draft,
    tables.attachment,
    tables.blob,
    tables.case_escalation,
    tables.case_exclusion,
    tables.case_issue,
    tables.case_link,
    tables.case_note,
    tables.case_party,
    tables.coinciding_duty,
    tables.committee_member,
    tables.consultation,
    tables.deadline,
    tables.follow_up,
    tables.identity_request,
    tables.incident,
    tables.instance,
    tables.legal_hold,
    tables.mailbox_message,
    tables.notice,
    tables.receipt,
    tables.sealed,
    tables.system_job,
    tables.timer,
    tables.work_item,
    tables.work_item_candidate,
)
# Rows that name the case and hold nothing of it, or are blanked: they stay.
KEPT = (
    # Number, days, kind, channel, category and result; its words are blanked by the last event.
    tables.case,
    tables.case_number,
    # Found by its number alone.
    tables.case_search,
    # Who of the office could read it can read its line in the register.
    tables.case_member,
    # Days, keys and outcomes: no figure of a year that is past changes.
    tables.case_fact,
    tables.deadline_fact,
    tables.satisfaction_fact,
    # The history: headers, commitments and ciphertext that nothing opens any more; who looked.
    tables.stream,
    tables.case_event,
    tables.access_event,
    tables.log_leaf,
    # Of the office's own business, whose record is not destroyed.
    tables.publication,
    tables.schedule,
    tables.destruction,
)


@dataclass(frozen=True)
class DestructionOrder:
    """By which order of the head a record is destroyed, and in which business it was given."""

    business_id: UUID
    order_cited: str
    ordered_on: date


def erase_case(uow: UnitOfWork, case_id: UUID, order: DestructionOrder) -> list[UUID]:
    """Destroy the record of a filed case; return its files, for removal once that is committed.

    Raises
    ------
    KeyUnavailable
        It was destroyed before.
    InvalidTransition
        It is on its way, is the office's own business, or something keeps its record.
    """
    uow.hold(case_id)
    uow.hold(uow.actor.office_id)
    case = get_case(uow, case_id)
    _check_may_go(uow, case)
    _tell(uow, case, order)
    files = _files_of(uow, case_id)
    for table in GONE:
        delete_rows(uow.connection, table, office_id=uow.actor.office_id, case_id=case_id)
    # What was appended above is written first: it is chained to the rest.
    uow.flush()
    _destroy_key(uow, case_id)
    return files


def _check_may_go(uow: UnitOfWork, case: Case) -> None:
    if case.status != ARCHIVED or case.kind == CaseKind.OFFICE_BUSINESS:
        raise InvalidTransition(_NOT_FILED)
    kept = reasons_to_keep(uow, case.id)
    if kept:
        raise InvalidTransition(kept[0].said)


def _tell(uow: UnitOfWork, case: Case, order: DestructionOrder) -> None:
    """Say it in the case's own chain, as its last event, and in the office's for who reads later.

    Of the first only the header can be read: its content goes with the key.
    """
    by = {
        "business": str(order.business_id),
        "order_cited": order.order_cited,
        "ordered_on": order.ordered_on,
    }
    append(uow, case.id, EventKind.CASE_DESTROYED, by)
    append(
        uow,
        uow.actor.office_id,
        EventKind.RECORD_DESTROYED,
        {
            **by,
            "case": str(case.id),
            "number": case.number,
            "received_on": case.received_on,
            "closed_on": case.closed_on,
        },
    )


def _files_of(uow: UnitOfWork, case_id: UUID) -> list[UUID]:
    table = tables.blob
    found = uow.connection.scalars(
        select(table.c.id).where(
            table.c.office_id == uow.actor.office_id, table.c.case_id == case_id
        )
    )
    return list(found)


def _destroy_key(uow: UnitOfWork, case_id: UUID) -> None:
    table = tables.stream
    uow.connection.execute(
        update(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.id == case_id)
        .values(wrapped_key=None)
    )
    uow.forget("data_key")


_NOT_FILED = Sentence(
    "เรื่องนี้ยังไม่ได้จัดเก็บ หรือเป็นงานของสำนักงาน จึงทำลายไม่ได้",
    "The case is not filed, or is the office's own business: its record is not destroyed.",
)
