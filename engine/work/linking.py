"""Cases that belong together: told in both directions, and only to who may read the other one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading
from engine.access.visibility import reading_of
from engine.cases.links import SPLIT_FROM, SPLIT_INTO, Link, append_link, links_of
from engine.cases.numbers import find_case_of_number
from engine.cases.register import Case, get_case
from engine.errors import FormInvalid, Sentence
from engine.forms.reading import seen_words
from engine.journal.events import get_event
from engine.office.thai import Digits, in_digits
from engine.store.unit_of_work import UnitOfWork
from engine.work.holding import hold_case
from engine.work.submissions import find_result, keep_result

LONGEST_REASON = 300


@dataclass(frozen=True)
class LinkedCase:
    """The other case as this reader may know it: its subject and the reason, or its number."""

    case: Case
    kind: str
    is_whole: bool
    reason: str
    since_at: datetime
    # Where it is told: in this case or in the other one.
    told_by: UUID
    seq: int


def link_case(
    uow: UnitOfWork, case_id: UUID, number: str, reason: str, *, submission_key: UUID
) -> None:
    """Link a case with another of this number; a repeat of the submission links nothing more.

    Raises
    ------
    NotFound
        The actor does not read the whole of the first case.
    NotPermitted
        The actor works on no case.
    FormInvalid
        There is no case of the number that she reads whole, or they are linked already.
    """
    _, standing = hold_case(uow, case_id, Command.LINK_CASES)
    if find_result(uow, submission_key, "link_case") is not None:
        return
    said = " ".join(seen_words(reason))
    other = _find_readable(uow, standing, number)
    messages: dict[str, list[Sentence]] = {}
    if other is None or other.id == case_id:
        messages["number"] = [_NO_CASE if other is None else _ITSELF]
    elif any(link.other_id == other.id for link in links_of(uow, case_id)):
        messages["number"] = [_LINKED]
    if not said or len(said) > LONGEST_REASON:
        messages["reason"] = [_TOO_LONG if said else _REASON]
    if messages or other is None:
        raise FormInvalid(messages)
    append_link(uow, case_id, other.id, said)
    keep_result(uow, submission_key, "link_case", str(other.id))


def linked_cases(uow: UnitOfWork, standing: Standing, case_id: UUID) -> list[LinkedCase]:
    """Return the cases linked with one that this person reads whole.

    Those that she may not know of are neither named nor counted.
    """
    found = []
    for link in _links(uow, case_id):
        other = get_case(uow, link.other_id)
        granted = reading_of(uow, standing, other, uow.today)
        if granted is Reading.NOTHING:
            continue
        is_whole = granted is Reading.WHOLE
        event = get_event(uow, link.told_by, link.seq) if is_whole else None
        reason = event.content.get("reason", "") if event else ""
        found.append(
            LinkedCase(other, link.kind, is_whole, reason, link.since_at, link.told_by, link.seq)
        )
    return found


def untold_splits(uow: UnitOfWork, case_id: UUID, linked: Collection[LinkedCase]) -> frozenset[int]:
    """Return where a case tells of another that is not among the linked ones of a reader."""
    known = {one.case.id for one in linked}
    return frozenset(
        link.seq
        for link in _links(uow, case_id)
        if link.kind in (SPLIT_INTO, SPLIT_FROM) and link.other_id not in known
    )


def _links(uow: UnitOfWork, case_id: UUID) -> list[Link]:
    return uow.remember(("links", case_id), lambda: links_of(uow, case_id))


def _find_readable(uow: UnitOfWork, standing: Standing, number: str) -> Case | None:
    """Return the case of a number as somebody typed it; None if she does not read it whole."""
    typed = in_digits(" ".join(number.split()), Digits.ARABIC)
    found = find_case_of_number(uow, typed)
    if found is None:
        return None
    case = get_case(uow, found)
    granted = reading_of(uow, standing, case, uow.today)
    return case if granted is Reading.WHOLE else None


# One sentence for both: whether there is a case that she may not know of is not told.
_NO_CASE = Sentence(
    "ไม่พบเลขรับเรื่องนี้ในเรื่องที่ท่านเปิดได้ทั้งเรื่อง",
    "Among the cases that you may read whole none has this number.",
)
_ITSELF = Sentence("เลขนี้เป็นของเรื่องนี้เอง", "This is the number of the case itself.")
_LINKED = Sentence("เชื่อมกับเรื่องนี้ไว้แล้ว", "The two are linked already.")
_REASON = Sentence("เขียนว่าเกี่ยวข้องกันอย่างไร", "Say how they belong together.")
_TOO_LONG = Sentence(
    f"เหตุผลยาวได้ไม่เกิน {LONGEST_REASON} ตัวอักษร",
    f"The reason may have {LONGEST_REASON} letters at most.",
)
