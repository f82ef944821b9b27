"""Report back to an agency that sent the case, by a letter of its own: interim or final (U15).

A small process beside the case's own makes it: drafted, signed by the head, dispatched with
its proof. The day of dispatch goes into the follow-up of that agency by itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from engine.access.permissions import Command
from engine.cases.follow_ups import FollowUpKind
from engine.cases.parties import Party, parties_of
from engine.definitions.adoption import get_adopted_edition
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.report_letters import PROCESS, ReportKind
from engine.work.agencies.sources import agency_words, source_agencies
from engine.work.following_up import (
    Wish,
    begin_follow_up,
    check_ahead,
    find_source_follow_up,
    tell_follow_up,
)
from engine.work.holding import check_open, hold_case
from engine.work.joining import start_beside
from engine.work.stepping import Step
from engine.work.submissions import find_result, keep_result
from engine.work.variables import last_item
from engine.work.work_items import WorkItem, open_items_of_case

REPORT = "report_to_source"
SENT = "sent"


def report_to_source(
    uow: UnitOfWork, case_id: UUID, party_id: UUID, kind: ReportKind, *, submission_key: UUID
) -> UUID | None:
    """Begin a report to an agency; return the draft's id if it is the actor's own.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, follows nothing up, or it has no such agency.
    InvalidTransition
        The case is filed, or a report to this agency is on its way.
    """
    case, standing = hold_case(uow, case_id, Command.FOLLOW_UP)
    first = find_result(uow, submission_key, REPORT)
    if first is not None:
        return UUID(first) if first else None
    check_open(case)
    if party_id not in source_agencies(parties_of(uow, case_id)):
        raise NotFound
    if _steps_of(uow, case_id, party_id):
        raise InvalidTransition(_UNDER_WAY)
    item = {"id": str(party_id), "contactable": True, "kind": kind.value}
    start_beside(uow, case, get_adopted_edition(uow, PROCESS), ("party", item), uow.today)
    mine = [
        one.id for one in _steps_of(uow, case_id, party_id) if one.assignee_id == standing.person_id
    ]
    keep_result(uow, submission_key, REPORT, str(mine[0]) if mine else "")
    return mine[0] if mine else None


def write_report_sent(step: Step, item: WorkItem, said: Mapping[str, Any]) -> None:
    """Write a report that was sent into the follow-up: an interim one is followed by the next.

    Raises
    ------
    FormInvalid
        The day of the next report has passed.
    """
    agency = _agency_of(step, item)
    if agency is None or said.get("outcome") != SENT:
        return
    kind = ReportKind(said["report_kind"])
    text = " ".join((f"{kind.sentence.th}แล้ว", str(said["letter_no"]), said.get("tracking") or ""))
    next_on = None
    if kind is ReportKind.INTERIM:
        next_on = date.fromisoformat(str(said["next_report_on"]))
        check_ahead(step.uow, next_on, "next_report_on")
    _tell(step, agency, text.strip(), next_on)


def write_result_told(step: Step, item: WorkItem) -> None:
    """End the follow-up of an agency that was told the result as the case was concluded.

    A notice that the case is not concluded is no final report.
    """
    agency = _agency_of(step, item)
    if agency is not None and step.case.decided_on is not None:
        _tell(step, agency, "แจ้งผลการพิจารณาแล้ว", None)


def _tell(step: Step, agency: Party, text: str, next_on: date | None) -> None:
    uow, case_id, on = step.uow, step.case.id, step.happened_on
    followed = find_source_follow_up(uow, case_id, agency.id)
    if followed is not None:
        tell_follow_up(uow, case_id, followed.id, text, next_on=next_on, occurred_on=on)
    elif next_on is not None:
        words = f"{agency_words(step.settings.profile, agency)} {text}"
        wish = Wish(FollowUpKind.SOURCE_REPORT, words, next_on, None, party_id=agency.id)
        begin_follow_up(uow, case_id, wish, occurred_on=on)


def _agency_of(step: Step, item: WorkItem) -> Party | None:
    """Return the agency that a step is done for; None where it is done for somebody else."""
    found = source_agencies(parties_of(step.uow, step.case.id))
    return next((one for one in found.values() if str(one.id) == last_item(item.scope)), None)


def _steps_of(uow: UnitOfWork, case_id: UUID, party_id: UUID) -> list[WorkItem]:
    return [
        one
        for one in open_items_of_case(uow, case_id)
        if one.process_id == PROCESS and last_item(one.scope) == str(party_id)
    ]


_UNDER_WAY = Sentence(
    "มีหนังสือรายงานถึงหน่วยงานนี้ที่ยังไม่ได้ส่งอยู่แล้ว ทำฉบับนั้นให้เสร็จก่อน",
    "A report to this agency is on its way already; finish that one first.",
)
