"""The key of a form: what was posted twice is done once and answered the same."""

from uuid import UUID, uuid5

from engine.errors import InvalidTransition
from engine.store import tables
from engine.store.rows import find_row, insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.store.words import hold_word


def key_in_round(round_key: UUID, work_item_id: UUID) -> UUID:
    """Return the key of one of the several steps that a form names: the same however often sent."""
    return uuid5(round_key, work_item_id.hex)


def hold_submission(uow: UnitOfWork, submission_key: UUID) -> None:
    """Wait for a unit that is just taking the same submission: for a case that has no lock yet."""
    hold_word(uow.connection, f"submission {submission_key}")


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
