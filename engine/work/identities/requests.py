"""Somebody who works on a case asks to know who is behind it, and the custodian decides.

A process of its own puts the request to the custodian; the case goes on meanwhile and is
recorded only once she has decided (``identity_decisions``).
"""

from uuid import UUID

from engine.access.identity_requests import (
    append_request,
    end_request,
    get_request,
    requests_of,
)
from engine.access.permissions import Command, may
from engine.definitions.adoption import get_adopted_edition
from engine.errors import InvalidTransition, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.holding import check_open, hold_case
from engine.work.joining import start_beside
from engine.work.submissions import find_result, keep_result

PROCESS = "identity_access"
ASK, END = "ask_identity", "end_identity_access"


def ask_identity(uow: UnitOfWork, case_id: UUID, reason: str, *, submission_key: UUID) -> None:
    """Put to the custodian that the actor needs to know who is behind a case.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not ask.
    InvalidTransition
        The case is filed, she opens identities without asking, may open these already, or has
        asked and waits.
    """
    case, standing = hold_case(uow, case_id, Command.ASK_IDENTITY)
    if find_result(uow, submission_key, ASK) is not None:
        return
    check_open(case)
    if may(standing, Command.OPEN_IDENTITY):
        raise InvalidTransition(_NEED_NOT_ASK)
    _check_asks_anew(uow, case_id, standing.person_id)
    request_id = append_request(uow, case_id, reason)
    edition = get_adopted_edition(uow, PROCESS)
    start_beside(uow, case, edition, ("request", {"id": str(request_id)}), uow.today)
    keep_result(uow, submission_key, ASK, str(request_id))


def _check_asks_anew(uow: UnitOfWork, case_id: UUID, person_id: UUID) -> None:
    hers = [one for one in requests_of(uow, case_id) if one.person_id == person_id]
    if any(one.outcome is None for one in hers):
        raise InvalidTransition(_WAITS)
    if any(one.is_in_force(uow.today) for one in hers):
        raise InvalidTransition(_ALLOWED)


def end_identity_access(
    uow: UnitOfWork, case_id: UUID, request_id: UUID, *, submission_key: UUID
) -> None:
    """Take back, before its last day, that somebody may open the identities of a case.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, may not do this, or there is no such request.
    InvalidTransition
        It is not in force.
    """
    hold_case(uow, case_id, Command.END_IDENTITY_ACCESS)
    if find_result(uow, submission_key, END) is not None:
        return
    found = get_request(uow, case_id, request_id)
    if not found.is_in_force(uow.today):
        raise InvalidTransition(_OVER)
    end_request(uow, case_id, request_id)
    keep_result(uow, submission_key, END, str(request_id))


_NEED_NOT_ASK = Sentence(
    "ท่านเปิดชื่อได้เองโดยบอกเหตุผล ไม่ต้องขอ", "You may open it yourself by giving the reason."
)
_WAITS = Sentence(
    "ท่านขอไว้แล้ว กำลังรอผู้รักษาข้อมูลปิดชื่อพิจารณา",
    "You have asked already; the custodian has still to decide.",
)
_ALLOWED = Sentence("ท่านได้รับอนุญาตอยู่แล้ว เปิดชื่อได้เลย", "You may open it already.")
_OVER = Sentence("สิทธิ์นี้หมดแล้ว", "This right has ended already.")
