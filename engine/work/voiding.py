"""A number given by mistake is voided (ยกเลิกเลข): it stays in the register with the reason.

A case taken down twice, or to try the system. Nothing of it goes on and no figure counts it;
its steps and clocks are cut off, neither kept nor broken, and the number is never given again.
"""

from uuid import UUID

from engine.access.permissions import Command
from engine.cases.follow_ups import follow_ups_of
from engine.cases.links import RELATED, RETALIATION, links_of
from engine.cases.register import ASKED, Case
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.forms.reading import seen_words
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.cutting_off import cut_off, running_instances
from engine.work.done_steps import newest_done
from engine.work.following_up import tell_follow_up
from engine.work.holding import check_open, hold_case
from engine.work.submissions import find_result, keep_result

VOID = "void_case"
LONGEST_REASON = 300


def void_case(uow: UnitOfWork, case_id: UUID, reason: str, *, submission_key: UUID) -> None:
    """Mark the number of a case ยกเลิก, for a reason that whoever reads its line may read.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may void no number.
    InvalidTransition
        It has gone past its registration, or another case hangs on it.
    FormInvalid
        No reason is said.
    """
    case, _ = hold_case(uow, case_id, Command.VOID_CASE)
    if find_result(uow, submission_key, VOID) is not None:
        return
    check_open(case)
    against = why_not_voided(uow, case)
    if against is not None:
        raise InvalidTransition(against)
    said = _reason(reason)
    append(uow, case_id, EventKind.CASE_VOIDED, {"reason": said})
    cut_off(uow, case_id, running_instances(uow, case_id))
    for one in follow_ups_of(uow, case_id):
        if one.is_open:
            tell_follow_up(uow, case_id, one.id, said, next_on=None, occurred_on=uow.today)
    keep_result(uow, submission_key, VOID, str(case_id))


def why_not_voided(uow: UnitOfWork, case: Case) -> Sentence | None:
    """Say what keeps an open case from being voided; None where nothing does.

    What has been done beyond the first step, which registers it, is the office's work and
    counts; it then ends by its process.
    """
    if len(newest_done(uow, case.id, None, 2)) > 1:
        return _WENT_ON
    if any(link.kind not in (RELATED, RETALIATION) for link in links_of(uow, case.id)):
        return _HANGS_TOGETHER
    if case.withdrawal == ASKED or case.is_suspended:
        return _WAITS
    return None


def _reason(reason: str) -> str:
    said = " ".join(seen_words(reason))
    if not said or len(said) > LONGEST_REASON:
        raise FormInvalid({"reason": [_TOO_LONG if said else _NO_REASON]})
    return said


_WENT_ON = Sentence(
    "เรื่องนี้เดินเลยการลงรับแล้ว ยกเลิกเลขไม่ได้ ถ้าซ้ำให้รวมกับเรื่องเดิม ถ้าไม่รับให้เสนอในขั้นตอนของเรื่อง",
    "The case is past its registration. Join it with the earlier one, or let its steps end it.",
)
_HANGS_TOGETHER = Sentence(
    "เรื่องนี้แยกจากเรื่องอื่น หรือมีเรื่องอื่นแยกหรือรวมไว้ ยกเลิกเลขไม่ได้",
    "Another case was split from this one or joined with it; its number cannot be voided.",
)
_WAITS = Sentence(
    "เรื่องนี้พักรอผลหรือรอผลคำขอถอนเรื่อง ยกเลิกเลขไม่ได้จนกว่าจะดำเนินเรื่องต่อ",
    "The case waits for a result or for a withdrawal; void its number once it goes on.",
)
_NO_REASON = Sentence("ใส่เหตุที่ยกเลิกเลข", "Say why the number is voided.")
_TOO_LONG = Sentence(
    f"เหตุผลยาวได้ไม่เกิน {LONGEST_REASON} ตัวอักษร",
    f"The reason may have {LONGEST_REASON} letters at most.",
)
