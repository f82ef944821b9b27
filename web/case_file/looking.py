"""Who looks at a case, written down before a byte of it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from engine.access.permissions import Command, Reading, check, check_fits, check_reading
from engine.access.visibility import AccessKind, reading_of, record_access
from engine.cases.register import Case, get_case
from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from web import pages


def note_access(case_id: UUID, kind: AccessKind, *, reason: str | None = None) -> None:
    """Write down who looks, in a unit that commits before a byte leaves; refusals too.

    Raises
    ------
    NotFound
        There is no such case for this person.
    """
    with looking(case_id, kind, reason=reason):
        pass


@contextmanager
def looking(case_id: UUID, kind: AccessKind, *, reason: str | None = None) -> Iterator[UnitOfWork]:
    """Read a case in the unit that finds out whether one may; written down when it is read.

    Raises
    ------
    NotFound
        There is no such case for this person; a refusal is written down as well.
    """
    with pages.reading() as uow:
        granted = reading_of(uow, pages.standing(), get_case(uow, case_id), uow.today)
        if granted is not Reading.NOTHING:
            yield uow
    record(case_id, kind, is_allowed=granted is not Reading.NOTHING, reason=reason)
    if granted is Reading.NOTHING:
        raise NotFound


def record(case_id: UUID, kind: AccessKind, *, is_allowed: bool, reason: str | None = None) -> None:
    with pages.unit() as uow:
        who, acting = pages.myself().person_id, pages.standing().acting
        why = reason or (acting.th if acting else None)
        record_access(uow, who, case_id, kind, refused=not is_allowed, reason=why)


def case_for(case_id: UUID, command: Command) -> Case:
    """Return a case that its reader may read whole and may give this command on.

    Raises
    ------
    NotFound, NotPermitted, InvalidTransition
        There is no such case for this person; none of her roles gives the command; it means
        nothing in what the office does of itself.
    """
    who = pages.standing()
    with pages.reading() as uow:
        case = get_case(uow, case_id)
        granted = reading_of(uow, who, case, uow.today)
    check_reading(granted, Reading.WHOLE)
    check(who, command)
    check_fits(command, case)
    return case
