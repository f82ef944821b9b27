"""What answers change about the case itself, beside moving the process.

Some keys mean the same in every form: ``issues``, ``findings``, ``contactable``,
``main_case``, ``follow_ups``, ``report_kind``, ``tells_result``. A form of an officer's
step that has them says them once and the case knows. What an order or a report could not
say is refused here too: ``members``, ``seats``, ``appointees``, ``activities``,
``document_slot``, ``correction``.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from engine.cases.follow_ups import FollowUpKind
from engine.cases.issues import issues_of
from engine.cases.mailbox import IssuedReceipt, issue_receipt
from engine.cases.parties import PartyKind, parties_of
from engine.cases.register import DESCRIBED_COLUMNS
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import CheckedAnswers
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.person_names import normalise_person_name
from engine.office.roles import Role
from engine.reports.periods import PeriodUnclear, free_period
from engine.reports.public_participation import year_of
from engine.work.agencies.reporting_back import write_report_sent, write_result_told
from engine.work.appointments.orders import APPOINTEES, check_order
from engine.work.business.names import period_of
from engine.work.following_up import Wish, begin_follow_up, check_follower
from engine.work.form_names import said_before
from engine.work.publishing.document_names import (
    FILE,
    SLOT,
    check_document,
    subject_of_document,
)
from engine.work.publishing.new_versions import check_allowed, check_reason
from engine.work.stepping import Step
from engine.work.work_items import WorkItem

# ยุติเรื่อง is the head's decision; filing the case comes later and is another thing.
CONCLUDED = "concluded"


def apply_effects(
    step: Step, item: WorkItem, answers: CheckedAnswers, receipts: tuple[IssuedReceipt, ...]
) -> Mapping[UUID, str]:
    """Write what the answers say about the case.

    Return the receipt codes issued, by party, for this one answer to the browser.
    """
    _describe(step, answers)
    if answers.open.get(APPOINTEES):
        check_order(step.uow, step.settings, answers.open)
    if answers.open.get(SLOT):
        before = said_before(step.uow, item, FILE)
        check_document(step.uow, step.case.id, answers.open, before)
        _call(step, subject_of_document(step.settings, answers.open))
    check_reason(step.uow, step.case, answers.open)
    check_allowed(step.uow, step.case, answers.open, partial(said_before, step.uow, item))
    # What units and committees answer is their report; the officer's summary counts.
    if item.role == Role.OFFICER:
        for key, effect in _EFFECTS.items():
            if answers.open.get(key):
                effect(step, answers.open[key])
        if answers.open.get("follow_up_on"):
            _follow_answer(step, answers.open["follow_up_on"], answers.open)
        if answers.open.get("report_kind"):
            write_report_sent(step, item, answers.open)
        if answers.open.get("tells_result"):
            write_result_told(step, item)
    if answers.open.get("decision") == CONCLUDED:
        append(step.uow, step.case.id, EventKind.CASE_DESCRIBED, {"decided_on": step.happened_on})
    issued = _issue_receipts(step, receipts) if answers.open.get("receipt_code") else {}
    step.forget_case()
    return issued


def _describe(step: Step, answers: CheckedAnswers) -> None:
    columns = {
        name: value
        for name, value in answers.case_fields.items()
        if name in DESCRIBED_COLUMNS and value != getattr(step.case, name)
    }
    _check_period({**vars(step.case), **columns})
    if columns:
        append(step.uow, step.case.id, EventKind.CASE_DESCRIBED, columns)


def _call(step: Step, subject: str) -> None:
    """Name business of the office by what it is about, once that is known."""
    if subject != step.case.subject:
        append(step.uow, step.case.id, EventKind.CASE_DESCRIBED, {"subject": subject})


def _check_period(columns: Mapping[str, Any]) -> None:
    """Refuse a report about days that end before they begin, where its days are chosen."""
    first_on, last_on = columns["period_from"], columns["period_to"]
    if first_on is None or last_on is None:
        return
    try:
        free_period(first_on, last_on)
    except PeriodUnclear as unclear:
        raise FormInvalid({"period_to": [unclear.sentence]}) from unclear


def _state_issues(step: Step, rows: list[dict[str, Any]]) -> None:
    issues = [
        {"id": str(uuid4()), "statement": row["text"], "finding": None}
        for row in rows
        if row.get("text")
    ]
    append(step.uow, step.case.id, EventKind.ISSUES_STATED, {"issues": issues})


def _check_activities(step: Step, rows: list[dict[str, Any]]) -> None:
    """Refuse an activity of another fiscal year than the one that is reported on (seed 001)."""
    year = year_of(period_of(step.case))
    outside = {
        f"activities.{index}.held_on": [
            Sentence(f"วันที่จัดต้องอยู่ใน{year.title.th}", f"The day must lie in the {year.title.en}.")
        ]
        for index, row in enumerate(rows)
        if not year.first_on <= date.fromisoformat(row["held_on"]) <= year.last_on
    }
    if outside:
        raise FormInvalid(outside)


def _check_seats(_step: Step, rows: list[dict[str, Any]]) -> None:
    """Refuse a destruction committee without a chair, or with two (clause 67)."""
    chairs = [index for index, row in enumerate(rows) if row.get("seat") == "chair"]
    if len(chairs) != 1:
        at = chairs[1] if chairs else 0
        raise FormInvalid({f"seats.{at}.seat": [_ONE_CHAIR]})


def _find(step: Step, rows: list[dict[str, Any]]) -> None:
    """Set the finding of each issue; the form shows them as fixed rows in this order."""
    known = issues_of(step.uow, step.case.id)
    found = {number: row.get("finding") for number, row in enumerate(rows, start=1)}
    issues = [
        {
            "id": str(issue.id),
            "statement": issue.statement,
            "finding": found.get(number) or issue.finding,
        }
        for number, issue in enumerate(known, start=1)
    ]
    if issues:
        append(step.uow, step.case.id, EventKind.ISSUES_STATED, {"issues": issues})


def _mark_contactable(step: Step, rows: list[dict[str, Any]]) -> None:
    parties = {str(party.id): party for party in parties_of(step.uow, step.case.id)}
    for row in rows:
        party = parties.get(str(row.get("party")))
        if party and party.is_contactable != bool(row.get("yes")):
            append(
                step.uow,
                step.case.id,
                EventKind.PARTY_CORRECTED,
                {"party": str(party.id), "is_contactable": bool(row.get("yes"))},
            )


def _merge(step: Step, main_case: str) -> None:
    try:
        into = UUID(main_case)
    except ValueError as error:
        raise FormInvalid(
            {"main_case": [Sentence("เลือกเรื่องเดิมจากรายการ", "Choose the earlier case.")]}
        ) from error
    if into == step.case.id:
        raise FormInvalid(
            {
                "main_case": [
                    Sentence("เรื่องเดิมต้องเป็นอีกเรื่องหนึ่ง", "The earlier case must be another one.")
                ]
            }
        )
    append(step.uow, step.case.id, EventKind.CASE_MERGED, {"into": str(into)})


def _issue_receipts(step: Step, receipts: tuple[IssuedReceipt, ...]) -> dict[UUID, str]:
    # A code that she was given when she complained is hers: she could not be told of another.
    complainants = [
        party
        for party in parties_of(step.uow, step.case.id)
        if party.kind is PartyKind.COMPLAINANT and not party.has_receipt
    ]
    if len(receipts) < len(complainants):
        raise NotFound
    issued: dict[UUID, str] = {}
    for party, receipt in zip(complainants, receipts, strict=False):
        issue_receipt(step.uow, step.case.id, party.id, receipt)
        issued[party.id] = receipt.code.shown
    return issued


def _follow_answer(step: Step, due_on: Any, said: Mapping[str, Any]) -> None:
    """Follow up the answer of the body to which the case was sent (ติดตามผล)."""
    body = step.settings.profile.outside_bodies.get(str(said.get("agency")))
    words = (body.name.th if body else "", said.get("letter_no") or "")
    wish = Wish(
        FollowUpKind.OUTSIDE_ANSWER,
        " ".join(word for word in words if word),
        date.fromisoformat(str(due_on)),
        holder_id=None,
    )
    begin_follow_up(step.uow, step.case.id, wish, occurred_on=step.happened_on)


def _check_members(step: Step, rows: list[dict[str, Any]]) -> None:
    """Refuse an order that seats a respondent as an outsider; of the office none is offered."""
    named = {
        normalise_person_name(str(party.details.get("name") or ""))
        for party in parties_of(step.uow, step.case.id)
        if party.kind is PartyKind.RESPONDENT
    } - {""}
    for index, row in enumerate(rows):
        if normalise_person_name(str(row.get("outside_name") or "")) in named:
            raise FormInvalid({f"members.{index}.outside_name": [_RESPONDENT]})


_ONE_CHAIR = Sentence("คณะกรรมการมีประธานกรรมการหนึ่งคน", "A committee has one chair.")
_RESPONDENT = Sentence(
    "ผู้นี้เป็นผู้ถูกร้องเรียนในเรื่องนี้ เป็นกรรมการไม่ได้",
    "This is a respondent of the case, who cannot sit on its committee.",
)


def _follow_up(step: Step, rows: list[dict[str, Any]]) -> None:
    """Open what the officer wrote down to be followed up once the case is filed."""
    for index, row in enumerate(rows):
        kind, due_on = FollowUpKind(row["kind"]), date.fromisoformat(str(row["due"]))
        holder = UUID(row["holder"]) if row.get("holder") else None
        check_follower(step.uow, step.case.id, holder, f"follow_ups.{index}.holder")
        wish = Wish(kind, row.get("text") or "", due_on, holder)
        begin_follow_up(step.uow, step.case.id, wish, occurred_on=step.happened_on)


_EFFECTS: dict[str, Callable[[Step, Any], None]] = {
    "issues": _state_issues,
    "findings": _find,
    "contactable": _mark_contactable,
    "main_case": _merge,
    "follow_ups": _follow_up,
    "members": _check_members,
    "seats": _check_seats,
    "activities": _check_activities,
}
