"""Carry out a signed order: give the roles it names, end those it ends, tell whom it concerns.

The memberships are events of the office, what the order did is one of its case: both streams
are held by the unit that signs (``engine.work.allocation.claiming.hold_work_item``).
"""

from typing import Any

from engine.access.membership import Membership, end_membership, grant_membership
from engine.bpmn.system_step import SystemStepCall
from engine.errors import FormInvalid, InvalidTransition, ProcessFailed, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.thai import long_date
from engine.work.appointments.orders import (
    APPOINTEES,
    Answers,
    Appointee,
    check_order,
    read_appointees,
    read_released,
)
from engine.work.done_steps import said_in_run
from engine.work.form_names import MOST_STEPS
from engine.work.notices import NoticeKind, tell
from engine.work.stepping import Step


def carry_out_order(step: Step, call: SystemStepCall) -> None:
    """Give and end the roles of the order that was drafted last.

    Raises
    ------
    InvalidTransition
        Since it was drafted something came about for which the draft would be refused now.
    ProcessFailed
        No order was drafted.
    """
    uow = step.uow
    answers = _drafted(step)
    _check_again(step, answers)
    cited = _cited(step, answers)
    named, ended = read_appointees(uow, answers), read_released(uow, answers)
    granted = [
        _granted(one, _grant(step, one, cited)) for one in named if one.person_id is not None
    ]
    for one in ended:
        _end(step, one, cited)
    append(
        uow,
        step.case.id,
        EventKind.OFFICERS_APPOINTED,
        {
            "order_cited": cited,
            "granted": granted,
            "without_account": [one.name for one in named if one.person_id is None],
            "ended": [
                {"membership": str(one.id), "person": str(one.person_id), "role": one.role}
                for one in ended
            ],
        },
        element=call.element,
        instance_id=step.instance_id,
        occurred_on=step.happened_on,
    )
    tell(uow, {one.person_id for one in named if one.person_id}, NoticeKind.ROLE_GIVEN)
    tell(uow, {one.person_id for one in ended}, NoticeKind.ROLE_ENDED)


def _check_again(step: Step, answers: Answers) -> None:
    try:
        check_order(step.uow, step.settings, answers)
    except FormInvalid as wrong:
        # Who signs has no such field before her: she is told why, and may send it back.
        raise InvalidTransition(next(iter(wrong.messages.values()))[0]) from wrong


def _grant(step: Step, one: Appointee, cited: str) -> str:
    assert one.person_id is not None  # noqa: S101  (carry_out_order)
    membership_id = grant_membership(
        step.uow,
        one.person_id,
        one.role,
        position=one.position,
        unit=one.unit,
        from_on=one.begins_on(step.happened_on),
        to_on=one.to_on,
        order_cited=cited,
    )
    return str(membership_id)


def _granted(one: Appointee, membership: str) -> dict[str, Any]:
    return {
        "membership": membership,
        "person": str(one.person_id),
        "role": one.role,
        "unit": one.unit,
    }


def _end(step: Step, one: Membership, cited: str) -> None:
    """End a role with this day: of a paper signed before, what was done since stays hers."""
    end_membership(step.uow, one.id, last_on=step.uow.today, order_cited=cited)


def _drafted(step: Step) -> Answers:
    done = said_in_run(step.uow, step.case.id, step.instance_id, limit=MOST_STEPS)
    drafts = (event.content["answers"] for _, event in done)
    found: Answers | None = next((said for said in drafts if said.get(APPOINTEES)), None)
    if found is None:
        raise ProcessFailed(Sentence("คำสั่งแต่งตั้งไม่มีรายชื่อ", "The order that appoints names nobody."))
    return found


def _cited(step: Step, answers: Answers) -> str:
    """Return how the order is cited: by its number, which may come later, and the case it is of."""
    number, day = answers.get("order_no"), long_date(step.happened_on).th
    called = f"คำสั่งที่ {number}" if number else "คำสั่ง"
    return f"{called} ลงวันที่ {day} ({step.case.number})"
