"""The register taken out of the system, on paper or as a file: who, what of it, and when."""

from enum import StrEnum

from engine.access.membership import standing_of
from engine.access.permissions import Command, check
from engine.access.visibility import AccessKind, record_glances
from engine.cases.register import ORDINARY
from engine.errors import NotFound
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.register import Extract, Wanted

# Rows that one statement writes.
_AT_ONCE = 500


class Shape(StrEnum):
    PAPER = "paper"
    EXTRACT = "extract"
    XLSX = "xlsx"
    CSV = "csv"


def record_extract(uow: UnitOfWork, wanted: Wanted, extract: Extract, shape: Shape) -> None:
    """Write down in the office's stream what leaves, before a byte of it does.

    Each secret case among it is told beside that who took its line out, as who opened its file
    is. What was searched for is no part of the record: it may be of a case.

    Raises
    ------
    NotFound
        The actor has no role in this office.
    NotPermitted
        None of her roles takes the register out of the system.
    """
    uow.hold(uow.actor.office_id)
    if uow.actor.person_id is None:
        raise NotFound
    check(standing_of(uow, uow.actor.person_id, uow.today), Command.TAKE_OUT_REGISTER)
    append(
        uow,
        uow.actor.office_id,
        EventKind.REGISTER_TAKEN_OUT,
        {
            "book": wanted.book,
            "shape": shape,
            "year": wanted.year,
            "state": wanted.state,
            "kind": wanted.kind,
            "channel": wanted.channel,
            "category": wanted.category,
            "from_on": wanted.from_on,
            "to_on": wanted.to_on,
            "is_searched": bool(wanted.text.strip()),
            "lines": len(extract.lines),
        },
    )
    secret = [
        line.case_id for line in extract.lines if line.secrecy != ORDINARY and not line.is_withheld
    ]
    for start in range(0, len(secret), _AT_ONCE):
        record_glances(
            uow,
            uow.actor.person_id,
            secret[start : start + _AT_ONCE],
            kind=AccessKind.REGISTER,
            reason=_REASONS[shape],
        )


_REASONS = {
    Shape.PAPER: "พิมพ์ทะเบียน",
    Shape.EXTRACT: "คัดสำเนาทะเบียน",
    Shape.XLSX: "ส่งออก XLSX",
    Shape.CSV: "ส่งออก CSV",
}
