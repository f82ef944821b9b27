"""The orders that were drafted in a case, as the next draft of one begins with them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from engine.cases.committees import Seat, seats_of
from engine.cases.register import Case
from engine.journal.events import get_events
from engine.store.unit_of_work import UnitOfWork
from engine.work.committees.reseating import COMMITTEE_AMENDMENT
from engine.work.work_items import COMPLETED, WorkItem, work_items_of

# A row of the list of members, as its form names it.
Row = dict[str, Any]


def drafted_members(uow: UnitOfWork, case: Case, item: WorkItem) -> list[Row] | None:
    """Return the rows of the order to be drafted: of the draft sent back, else who sits today.

    None where there is neither: the first order of a case begins with empty rows.
    """
    drafts = list(_drafts(uow, case.id))
    sent_back = [
        rows
        for drafted, rows in drafts
        if (drafted.instance_id, drafted.scope) == (item.instance_id, item.scope)
    ]
    if sent_back and item.round > 1:
        return sent_back[0]
    if item.process_id != COMMITTEE_AMENDMENT:
        return None
    positions = {_who(row): row.get("position") for _, rows in reversed(drafts) for row in rows}
    return [_row(seat, positions) for seat in seats_of(uow, case.id)] or None


def _drafts(uow: UnitOfWork, case_id: UUID) -> Iterator[tuple[WorkItem, list[Row]]]:
    """Yield the drafted orders, the newest first."""
    done = {
        item.completed_seq: item
        for item in work_items_of(uow, case_id)
        if item.status == COMPLETED and item.form_ref in _DRAFTS and item.completed_seq
    }
    events = get_events(uow, case_id, set(done))
    for seq in sorted(done, reverse=True):
        yield done[seq], events[seq].content["answers"].get("members") or []


def _row(seat: Seat, positions: dict[tuple[str, str], str | None]) -> Row:
    """Return a seat as a row of the form; of who has an interest the seat alone, to be filled."""
    if seat.has_interest:
        return {"seat": seat.kind}
    row: Row = (
        {"person": str(seat.person_id)} if seat.person_id else {"outside_name": seat.outside_name}
    )
    return {**row, "position": positions.get(_who(row)) or "", "seat": seat.kind}


def _who(row: Row) -> tuple[str, str]:
    return str(row.get("person") or ""), str(row.get("outside_name") or "")


_DRAFTS = frozenset({"committee_inquiry.draft_order", "committee_amendment.draft_amendment"})
