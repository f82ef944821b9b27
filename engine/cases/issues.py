"""Issues (ประเด็น) of a case, each with its own finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, update

from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.sealing.encryption import decrypt, encrypt
from engine.store import tables
from engine.store.rows import find_rows_in_order
from engine.store.unit_of_work import UnitOfWork

FINDING_WORDS: Mapping[str, str] = {
    "founded": "มีมูล",
    "unfounded": "ไม่มีมูล",
    "insufficient": "ข้อมูลไม่พอ",
}


@dataclass(frozen=True)
class Issue:
    """``finding`` is founded (มีมูล), unfounded (ไม่มีมูล) or insufficient (ข้อมูลไม่พอ).

    ``moved_to`` is the case that it was split off into.
    """

    id: UUID
    statement: str
    finding: str | None
    moved_to: UUID | None = None


def issues_of(uow: UnitOfWork, case_id: UUID) -> Sequence[Issue]:
    """Return the issues on which this case must find, in their order."""
    return [issue for issue in all_issues_of(uow, case_id) if issue.moved_to is None]


def all_issues_of(uow: UnitOfWork, case_id: UUID) -> list[Issue]:
    """Return also those that went over into cases split off from this one."""
    rows = find_rows_in_order(
        uow.connection,
        tables.case_issue,
        ("ordinal", "id"),
        office_id=uow.actor.office_id,
        case_id=case_id,
    )
    data_key = uow.data_key(case_id)
    return [
        Issue(
            row.id,
            decrypt(data_key, row.statement, *_place(case_id, row.id)).decode(),
            row.finding,
            row.moved_to,
        )
        for row in rows
    ]


def _stated(uow: UnitOfWork, event: Event) -> None:
    """Put the whole list in place of the one before: officers renumber, split and merge issues.

    What went over into another case is none of theirs any more and stays as it was.
    """
    table = tables.case_issue
    case_id = event.stream_id
    uow.connection.execute(
        delete(table).where(
            table.c.office_id == event.office_id,
            table.c.case_id == case_id,
            table.c.moved_to.is_(None),
        )
    )
    data_key = uow.data_key(case_id)
    rows = [
        {
            "office_id": event.office_id,
            "case_id": case_id,
            "id": UUID(issue["id"]),
            "ordinal": ordinal,
            "statement": encrypt(
                data_key, issue["statement"].encode(), *_place(case_id, UUID(issue["id"]))
            ),
            "finding": issue["finding"],
            "moved_to": None,
        }
        for ordinal, issue in enumerate(event.content["issues"], start=1)
    ]
    if rows:
        uow.connection.execute(insert(table), rows)


def _place(case_id: UUID, issue_id: UUID) -> tuple[str, ...]:
    return ("issue", str(case_id), str(issue_id))


def _split(uow: UnitOfWork, event: Event) -> None:
    table = tables.case_issue
    uow.connection.execute(
        update(table)
        .where(
            table.c.office_id == event.office_id,
            table.c.case_id == event.stream_id,
            table.c.id.in_([UUID(issue_id) for issue_id in event.content["issues"]]),
        )
        .values(moved_to=UUID(event.content["into"]))
    )


FOLDS = {EventKind.ISSUES_STATED: _stated, EventKind.CASE_SPLIT: _split}
