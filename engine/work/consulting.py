"""Ask colleagues for an opinion on a step that stays one's own, and give one (ขอความเห็น).

Only who may read the case is asked, whole or redacted as her reading is: the question
opens nothing to her. Who may let people into a case (``Command.ADMIT_TO_CASE``) may also
ask others who hold work, and they become its members by that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from engine.access.membership import Standing, standing_of
from engine.access.permissions import Command, Reading, check_reading, may
from engine.access.visibility import reading_of, readings_of
from engine.cases.links import admit
from engine.cases.parties import excluded_people
from engine.cases.register import Case, get_case
from engine.errors import InvalidTransition, NotFound, NotPermitted, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import check_held_by, find_visible, hold_work_item
from engine.work.consultations import (
    Consultation,
    Outcome,
    consultations_on,
    get_consultation,
    open_with,
)
from engine.work.notices import NoticeKind, notify
from engine.work.own_words import own_words
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import WorkItem, get_work_item

MOST_ASKED = 10


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be asked; ``reads``: NOTHING for who would be let into the case."""

    person_id: UUID
    name: str
    position: str
    reads: Reading


@dataclass(frozen=True)
class Asking:
    """What the holder looks at before she asks."""

    item: WorkItem
    case: Case
    colleagues: list[Colleague]
    consultations: list[Consultation]


def read_asking(uow: UnitOfWork, standing: Standing, work_item_id: UUID) -> Asking:
    """Return a step in this person's hands and whom she may ask about it.

    Raises
    ------
    NotFound
        There is no such step, or she may not know that there is.
    NotPermitted, InvalidTransition
        Somebody else holds it, nobody does, or it is no longer open.
    """
    item = find_visible(uow, work_item_id, standing)
    check_held_by(uow, item, standing.person_id)
    case = get_case(uow, item.case_id)
    return Asking(
        item,
        case,
        may_be_asked(uow, item, standing),
        consultations_on(uow, item.case_id, item.id),
    )


def may_be_asked(uow: UnitOfWork, item: WorkItem, standing: Standing) -> list[Colleague]:
    """Return whom the holder may ask, by name: none who is asked already or is a respondent."""
    case = get_case(uow, item.case_id)
    waiting = {
        one.asked_id
        for one in consultations_on(uow, item.case_id, item.id)
        if one.outcome is Outcome.OPEN
    }
    left_out = (
        waiting | {standing.person_id, standing.substitute_id} | excluded_people(uow, case.id)
    )
    least = Reading.NOTHING if may(standing, Command.ADMIT_TO_CASE) else Reading.REDACTED
    found = [
        Colleague(other.person_id, other.name, other.position, reads)
        for other, reads in readings_of(uow, case, uow.today)
        if other.person_id not in left_out and other.queues and reads >= least
    ]
    return sorted(found, key=lambda one: one.name)


def ask_for_opinion(
    uow: UnitOfWork,
    work_item_id: UUID,
    people: Iterable[UUID],
    question: str,
    *,
    submission_key: UUID,
) -> None:
    """Ask one or more colleagues about a step in one's own hands; it stays there.

    Raises
    ------
    NotPermitted
        Another holds the step, nothing is asked, or somebody chosen may not be asked.
    NotFound
        There is no such step, or the actor may not know that there is.
    InvalidTransition
        The step is no longer open, or nobody has claimed it.
    """
    item, standing = hold_work_item(uow, work_item_id)
    command = f"ask:{item.id}"
    if find_result(uow, submission_key, command) is not None:
        return
    check_held_by(uow, item, standing.person_id)
    chosen = list(dict.fromkeys(people))
    words = own_words(question, _WHAT)
    _check_asking(uow, item, standing, chosen)
    for person_id in chosen:
        append(
            uow,
            item.case_id,
            EventKind.CONSULTATION_ASKED,
            {
                "consultation": str(uuid4()),
                "work_item": str(item.id),
                "asker": str(standing.person_id),
                "asked": str(person_id),
                "question": words,
            },
            element=item.element,
            instance_id=item.instance_id,
        )
        if may(standing, Command.ADMIT_TO_CASE):
            admit(uow, item.case_id, person_id, "consulted")
    notify(uow, chosen, NoticeKind.CONSULTED, case_id=item.case_id, work_item_id=item.id)
    keep_result(uow, submission_key, command, str(len(chosen)))


def _check_asking(uow: UnitOfWork, item: WorkItem, standing: Standing, chosen: list[UUID]) -> None:
    if not chosen:
        raise NotPermitted(Sentence("เลือกผู้ที่จะขอความเห็น", "Choose whom to ask."))
    if len(chosen) > MOST_ASKED:
        raise NotPermitted(
            Sentence(
                f"ขอความเห็นได้ครั้งละไม่เกิน {MOST_ASKED} คน",
                f"Ask at most {MOST_ASKED} people at a time.",
            )
        )
    if not {one.person_id for one in may_be_asked(uow, item, standing)}.issuperset(chosen):
        raise NotPermitted(
            Sentence(
                "ผู้ที่เลือกบางคนเปิดเรื่องนี้ไม่ได้ หรือขอความเห็นไว้แล้ว",
                "Somebody chosen may not read this case, or is asked already.",
            )
        )


def read_question(uow: UnitOfWork, standing: Standing, work_item_id: UUID) -> Consultation:
    """Return what this person was asked about a step: the open question, or the last one.

    Raises
    ------
    NotFound
        She was asked nothing, or may read nothing of the case any more.
    """
    item = get_work_item(uow, work_item_id)
    _check_may_answer(uow, standing, item.case_id)
    hers = [
        one
        for one in consultations_on(uow, item.case_id, item.id)
        if one.asked_id == standing.person_id
    ]
    if not hers:
        raise NotFound
    return next((one for one in hers if one.outcome is Outcome.OPEN), hers[0])


def give_opinion(
    uow: UnitOfWork,
    consultation_id: UUID,
    text: str,
    *,
    submission_key: UUID,
    declines: bool = False,
) -> None:
    """Answer a question that one was asked, or decline to with a reason.

    Raises
    ------
    NotFound
        There is no such question to the actor, or she may read nothing of the case any more.
    InvalidTransition
        It was answered already, or its step is no longer open.
    NotPermitted
        Nothing is said.
    """
    case_id = get_consultation(uow, consultation_id).case_id
    uow.hold(case_id)
    one = get_consultation(uow, consultation_id)
    if uow.actor.person_id is None or one.asked_id != uow.actor.person_id:
        raise NotFound
    standing = standing_of(uow, one.asked_id, uow.today)
    _check_may_answer(uow, standing, case_id)
    command = f"opinion:{one.id}"
    if find_result(uow, submission_key, command) is not None:
        return
    if one.outcome is not Outcome.OPEN:
        raise InvalidTransition(_WHY_CLOSED[one.outcome])
    words = own_words(text, _OPINION)
    item = get_work_item(uow, one.work_item_id)
    append(
        uow,
        case_id,
        EventKind.CONSULTATION_DECLINED if declines else EventKind.CONSULTATION_ANSWERED,
        {"consultation": str(one.id), "work_item": str(item.id), "answer": words},
        element=item.element,
        instance_id=item.instance_id,
    )
    told = {one.asker_id, item.assignee_id or one.asker_id}
    kind = NoticeKind.OPINION_DECLINED if declines else NoticeKind.OPINION_GIVEN
    notify(uow, told, kind, case_id=case_id, work_item_id=item.id)
    keep_result(uow, submission_key, command, kind)


def end_consultations_with(uow: UnitOfWork, case_id: UUID, people: Iterable[UUID]) -> None:
    """End what waits for people who have just been excluded from the case."""
    for consultation_id in open_with(uow, case_id, people):
        one = get_consultation(uow, consultation_id)
        append(
            uow,
            case_id,
            EventKind.CONSULTATION_ENDED,
            {"consultation": str(one.id), "work_item": str(one.work_item_id)},
        )


def _check_may_answer(uow: UnitOfWork, standing: Standing, case_id: UUID) -> None:
    check_reading(reading_of(uow, standing, get_case(uow, case_id), uow.today))


_WHAT = Sentence("พิมพ์เรื่องที่ขอความเห็น", "Say what you ask about.")
_OPINION = Sentence("พิมพ์ความเห็นหรือเหตุผล", "Type your opinion or your reason.")
_WHY_CLOSED = {
    Outcome.ANSWERED: Sentence("ท่านให้ความเห็นนี้แล้ว", "You have given this opinion already."),
    Outcome.DECLINED: Sentence("ท่านแจ้งไม่ให้ความเห็นแล้ว", "You have declined already."),
    Outcome.ENDED: Sentence(
        "ขั้นตอนนี้เสร็จหรือยกเลิกไปแล้ว ไม่ต้องให้ความเห็นอีก",
        "The step is done or was cancelled; no opinion is needed any more.",
    ),
}
