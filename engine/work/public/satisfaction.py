"""How satisfied who complained is, once she has been told the result: asked once, by her code."""

from uuid import UUID

from engine.access.visits import Way
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.forms.reading import seen_words
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.reports.satisfaction import SCORES, has_answered, is_asked
from engine.store.unit_of_work import UnitOfWork
from engine.work.public.messages import reached_by_code
from engine.work.submissions import find_result, keep_result

TELL = "tell_satisfaction"
LONGEST = 2000


def asks_satisfaction(uow: UnitOfWork, way: Way) -> bool:
    """Tell whether who follows a case may say how satisfied she is."""
    return is_asked(uow, way.case_id) and not has_answered(uow, way.case_id, way.party_id)


def tell_satisfaction(
    uow: UnitOfWork, way: Way, score: int, words: str, *, submission_key: UUID
) -> None:
    """Take her answer; a repeat of the submission is taken once.

    Raises
    ------
    NotFound
        Somebody of the office asks, or nobody comes this way.
    InvalidTransition
        The result is not told yet, or she has answered before.
    FormInvalid
        There is no such score, or the words are too long.
    """
    uow.hold(way.case_id)
    if uow.actor.person_id is not None:
        raise NotFound
    if find_result(uow, submission_key, TELL) is not None:
        return
    if way.party_id not in {party.id for party in reached_by_code(uow, way.case_id)}:
        raise NotFound
    if not asks_satisfaction(uow, way):
        raise InvalidTransition(_NOT_ASKED)
    said = words.strip()
    messages = {}
    if score not in SCORES:
        messages["score"] = [_CHOOSE]
    if len(said) > LONGEST:
        messages["words"] = [_TOO_LONG]
    if messages:
        raise FormInvalid(messages)
    append(
        uow,
        way.case_id,
        EventKind.SATISFACTION_TOLD,
        {
            "party": str(way.party_id),
            "score": score,
            "words": said if any(seen_words(said)) else None,
        },
    )
    keep_result(uow, submission_key, TELL, str(way.case_id))


_NOT_ASKED = Sentence(
    "ท่านตอบแล้ว หรือเรื่องนี้ยังไม่ได้แจ้งผล",
    "You have answered already, or the result of this case is not told yet.",
)
_CHOOSE = Sentence("เลือกหนึ่งข้อ", "Choose one.")
_TOO_LONG = Sentence(
    f"ข้อความยาวได้ไม่เกิน {LONGEST} ตัวอักษร", f"The words may have {LONGEST} letters at most."
)
