"""What is laid before whoever signs, for a whole desk at once: by whom, since when, in what words.

Unlike other lists this one opens events: one for each step that is proposed, and the few before
it that sent it back. They are asked for together, so that thirty cost as many questions as one.
Whoever is shown this has looked at the cases, and is to be on record.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from engine.access.membership import positions_of
from engine.access.substitutions import who_acted
from engine.errors import Sentence
from engine.journal.events import Event, events_at
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names
from engine.work.work_items import COMPLETED, WorkItem, from_row

RETURNED = "returned"
# Of a step that went to and fro longer than this no more is counted.
_MOST_ROUNDS = 9


@dataclass(frozen=True)
class Proposal:
    """The step that another one continues, and how often that was sent back before."""

    item: WorkItem
    proposer: Sentence
    position: str
    recorded_at: datetime
    answers: Mapping[str, Any]
    times_returned: int


def proposals_of(uow: UnitOfWork, work_item_ids: Collection[UUID]) -> dict[UUID, Proposal]:
    """Return what is proposed in these steps by their ids; none where a run begins with the step.

    The caller answers for who may read it.
    """
    before = _newest_before(uow, work_item_ids) if work_item_ids else {}
    shown = {item for items, earlier in before.values() for item in [*items, *earlier]}
    events = events_at(uow, {_place(item) for item in shown}) if shown else {}
    people = {item.completed_by for item in shown}
    names = person_names(uow, people) if people else {}
    positions = positions_of(uow, people, uow.today) if people else {}
    acted = _acted(uow, events, names)
    found: dict[UUID, Proposal] = {}
    for work_item_id, (newest, earlier) in before.items():
        for item in newest:
            event = events[_place(item)]
            found[work_item_id] = Proposal(
                item=item,
                proposer=acted[_place(item)],
                position=positions.get(item.completed_by, "") if item.completed_by else "",
                recorded_at=event.recorded_at,
                answers=event.content["answers"],
                times_returned=_returned_last(events[_place(each)] for each in earlier),
            )
    return found


def _newest_before(
    uow: UnitOfWork, work_item_ids: Collection[UUID]
) -> dict[UUID, tuple[list[WorkItem], list[WorkItem]]]:
    """Return by step the one that was completed last in its run and scope, and its own rounds."""
    done, open_item = tables.work_item, tables.work_item.alias("open_item")
    newest_first = done.c.completed_seq.desc()
    is_own = done.c.element == open_item.c.element
    ranked = (
        select(
            done.c.id.label("done_id"),
            open_item.c.id.label("open_id"),
            is_own.label("is_own"),
            func.row_number().over(partition_by=open_item.c.id, order_by=newest_first).label("nth"),
            func.row_number()
            .over(partition_by=(open_item.c.id, is_own), order_by=newest_first)
            .label("nth_of_kind"),
        )
        .join(
            open_item,
            and_(
                open_item.c.office_id == done.c.office_id,
                open_item.c.case_id == done.c.case_id,
                open_item.c.instance_id == done.c.instance_id,
                open_item.c.scope == done.c.scope,
            ),
        )
        .where(
            done.c.office_id == uow.actor.office_id,
            done.c.status == COMPLETED,
            open_item.c.id.in_(work_item_ids),
        )
        .subquery()
    )
    rows = uow.connection.execute(
        select(done, ranked.c.open_id, ranked.c.is_own, ranked.c.nth)
        .join(ranked, ranked.c.done_id == done.c.id)
        .where(
            done.c.office_id == uow.actor.office_id,
            (ranked.c.nth == 1) | (ranked.c.is_own & (ranked.c.nth_of_kind <= _MOST_ROUNDS)),
        )
        .order_by(newest_first)
    ).all()
    found: dict[UUID, tuple[list[WorkItem], list[WorkItem]]] = {}
    for row in rows:
        newest, earlier = found.setdefault(row.open_id, ([], []))
        if row.nth == 1:
            newest.append(from_row(row))
        if row.is_own:
            earlier.append(from_row(row))
    return found


def _returned_last(rounds: Iterable[Event]) -> int:
    """Count how often in a row it was sent back until now; the newest round comes first."""
    count = 0
    for event in rounds:
        if event.content["answers"].get("decision") != RETURNED:
            break
        count += 1
    return count


def _acted(
    uow: UnitOfWork, events: Mapping[tuple[UUID, int], Event], names: Mapping[UUID, str]
) -> dict[tuple[UUID, int], Sentence]:
    """Name who did each, for whom she stood in where she did."""
    return {place: who_acted(uow, [event], names)[event.seq] for place, event in events.items()}


def _place(item: WorkItem) -> tuple[UUID, int]:
    return item.case_id, item.completed_seq or 0
