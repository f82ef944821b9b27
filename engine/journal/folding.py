"""Folds by event kind, and the rebuild that runs them all again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from engine.journal.events import fold, read_stream
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.unit_of_work import CASE, Fold, UnitOfWork

Folds = Mapping[EventKind, Fold]


def merge_folds(*packages: Folds | Mapping[str, Sequence[Fold]]) -> dict[str, tuple[Fold, ...]]:
    """Put the folds of several modules together; each kind runs them in the order given."""
    merged: dict[str, tuple[Fold, ...]] = defaultdict(tuple)
    for folds in packages:
        for kind, found in folds.items():
            merged[kind] += tuple(found) if isinstance(found, Sequence) else (found,)
    return dict(merged)


def rebuild_cases(uow: UnitOfWork) -> int:
    """Empty the projections of the actor's office and fold every case again; return how many.

    What is left of a destroyed record stays as it is: its history can be read no more.
    """
    office_id, stream = uow.actor.office_id, tables.stream
    destroyed = select(stream.c.id).where(
        stream.c.office_id == office_id, stream.c.wrapped_key.is_(None)
    )
    for table in tables.CASE_PROJECTIONS:
        of_case = table.c.id if table is tables.case else table.c.case_id
        uow.connection.execute(
            delete(table).where(table.c.office_id == office_id, of_case.not_in(destroyed))
        )
    cases = uow.connection.scalars(
        select(stream.c.id)
        .where(
            stream.c.office_id == office_id,
            stream.c.kind == CASE,
            stream.c.wrapped_key.is_not(None),
        )
        .order_by(stream.c.id)
    ).all()
    for case_id in cases:
        for event in read_stream(uow, case_id):
            fold(uow, event)
    return len(cases)
