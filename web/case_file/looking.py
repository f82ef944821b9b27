"""Who looks at a case, written down before a byte of it leaves."""

from uuid import UUID

from engine.access.permissions import Reading
from engine.access.visibility import AccessKind, reading_of, record_access
from engine.cases.register import get_case
from engine.errors import NotFound
from web import pages


def note_access(case_id: UUID, kind: AccessKind, *, reason: str | None = None) -> None:
    """Write down who looks, in a unit that commits before a byte leaves; refusals too.

    Raises
    ------
    NotFound
        There is no such case for this person.
    """
    with pages.reading() as uow:
        found = get_case(uow, case_id)
        granted = reading_of(uow, pages.standing(), found, uow.today)
    is_allowed = granted is not Reading.NOTHING
    record(case_id, kind, is_allowed=is_allowed, reason=reason)
    if not is_allowed:
        raise NotFound


def record(case_id: UUID, kind: AccessKind, *, is_allowed: bool, reason: str | None = None) -> None:
    with pages.unit() as uow:
        who, acting = pages.myself().person_id, pages.standing().acting
        why = reason or (acting.th if acting else None)
        record_access(uow, who, case_id, kind, refused=not is_allowed, reason=why)
