"""The number under which the office's own registry took a case in (เลขทะเบียนรับ).

It is not ours: it is typed as it stands on the letter, left blank, or added when it is known.
"""

from uuid import UUID

from engine.access.permissions import Command
from engine.errors import FormInvalid, Sentence
from engine.forms.reading import seen_words
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.holding import hold_case
from engine.work.submissions import find_result, keep_result

NOTE = "note_registry_number"
LONGEST = 60


def note_registry_number(
    uow: UnitOfWork, case_id: UUID, number: str, *, submission_key: UUID
) -> None:
    """Write the registry's number down, another in its place, or none; on record each time.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or keeps no register.
    FormInvalid
        It is longer than a number is.
    """
    case, _ = hold_case(uow, case_id, Command.NOTE_REGISTRY_NUMBER)
    if find_result(uow, submission_key, NOTE) is not None:
        return
    typed = " ".join(seen_words(number))
    if len(typed) > LONGEST:
        raise FormInvalid({"number": [_TOO_LONG]})
    if typed != (case.registry_number or ""):
        append(uow, case_id, EventKind.REGISTRY_NUMBER_NOTED, {"number": typed or None})
    keep_result(uow, submission_key, NOTE, str(case_id))


_TOO_LONG = Sentence(
    f"เลขทะเบียนรับยาวได้ไม่เกิน {LONGEST} ตัวอักษร",
    f"The registry's number may have {LONGEST} letters at most.",
)
