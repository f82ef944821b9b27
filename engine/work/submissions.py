"""The key of a form: what was posted twice is done once and answered the same."""

from uuid import UUID

from sqlalchemy import func, select

from engine.errors import InvalidTransition
from engine.store import tables
from engine.store.rows import find_row, insert_row
from engine.store.unit_of_work import UnitOfWork


def hold_submission(uow: UnitOfWork, submission_key: UUID) -> None:
    """Wait for a unit that is just taking the same submission: for a case that has no lock yet."""
    if uow.connection.dialect.name == "postgresql":
        slot = func.hashtextextended(str(submission_key), 0)
        uow.connection.execute(select(func.pg_advisory_xact_lock(slot)))


def find_result(uow: UnitOfWork, submission_key: UUID, command: str) -> str | None:
    """Return what this submission led to when it was first taken.

    Raises
    ------
    InvalidTransition
        The key was used by somebody else or for something else: not this form.
    """
    row = find_row(
        uow.connection, tables.submission, office_id=uow.actor.office_id, key=submission_key
    )
    if row is None:
        return None
    if (row.person_id, row.command) != (uow.actor.person_id, command):
        raise InvalidTransition
    result: str = row.result
    return result


def keep_result(uow: UnitOfWork, submission_key: UUID, command: str, result: str) -> None:
    """Note the result under the key; of two units with one key only one can commit."""
    insert_row(
        uow.connection,
        tables.submission,
        office_id=uow.actor.office_id,
        key=submission_key,
        person_id=uow.actor.person_id,
        command=command,
        result=result,
        recorded_at=uow.now,
    )
