"""What the custodian decides of a request to know who is behind a case."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from engine.access.identity_requests import (
    IdentityRequest,
    Outcome,
    get_request,
    reasons_of,
    requests_of,
)
from engine.cases.register import Case
from engine.errors import NotPermitted, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.done_steps import said_in_run
from engine.work.names import person_names
from engine.work.notices import NoticeKind, notify
from engine.work.stepping import Step
from engine.work.variables import last_item
from engine.work.work_items import WorkItem

_TOLD: Final[Mapping[Outcome, NoticeKind]] = {
    Outcome.ALLOWED: NoticeKind.IDENTITY_ALLOWED,
    Outcome.REFUSED: NoticeKind.IDENTITY_REFUSED,
}


def settle_identity_request(step: Step, request_id: UUID, *, element: str) -> None:
    """Give the right for its time, or none, and tell who asked: days count from today.

    Raises
    ------
    NotPermitted
        Whoever asked has decided it herself, standing in for the custodian.
    """
    uow, case_id = step.uow, step.case.id
    asked = get_request(uow, case_id, request_id)
    if asked.person_id in (uow.actor.person_id, uow.actor.on_behalf_of):
        raise NotPermitted(_OWN)
    done = said_in_run(uow, case_id, step.instance_id, limit=1)
    answers = done[0][1].content["answers"]
    outcome = Outcome(answers["outcome"])
    days = int(answers.get("days") or 0)
    append(
        uow,
        case_id,
        EventKind.IDENTITY_REQUEST_SETTLED,
        {
            "request": str(asked.id),
            "person": str(asked.person_id),
            "outcome": outcome.value,
            "until": uow.today + timedelta(days=days - 1) if outcome is Outcome.ALLOWED else None,
            "reason": answers.get("reason") or "",
        },
        element=element,
        instance_id=step.instance_id,
    )
    notify(uow, {asked.person_id}, _TOLD[outcome], case_id=case_id)


def known_of_request(uow: UnitOfWork, case: Case, item: WorkItem) -> dict[str, Callable[[], Any]]:
    """Return what the form of the decision knows beside other forms: who asks, and why."""

    @cache
    def asked() -> IdentityRequest | None:
        wanted = last_item(item.scope)
        return next((one for one in requests_of(uow, case.id) if str(one.id) == wanted), None)

    def asker() -> str | None:
        found = asked()
        return person_names(uow, [found.person_id]).get(found.person_id) if found else None

    def reason() -> str | None:
        found = asked()
        return reasons_of(uow, case.id, [found])[found.id] if found else None

    return {"asker": asker, "asked_reason": reason}


_OWN = Sentence(
    "ผู้ขอเปิดชื่อพิจารณาคำขอของตนเองไม่ได้ แม้ทำแทนผู้รักษาข้อมูลปิดชื่อ",
    "Who asked cannot decide it, not even in the custodian's place.",
)
