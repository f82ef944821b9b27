"""A matter that becomes a case of its own, and the issues that went over with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading
from engine.access.visibility import reading_of
from engine.cases.issues import Issue, issues_of
from engine.cases.parties import PartyKind, complainants_of, parties_of
from engine.cases.register import Case, get_case
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile
from engine.work.splitting import NamedRespondent, SplitOff, split_case
from web import pages
from web.case_file.command_pages import Page, answer
from web.case_file.room import blueprint
from web.design.filters import office_digits
from web.design.language import say


def _complainants(uow: UnitOfWork, case: Case) -> Mapping[str, Any]:
    """Let the form open with every complainant chosen: a letter's matters are mostly all hers."""
    return {"complainants": [str(party.id) for party in complainants_of(uow, case.id)]}


def _about(uow: UnitOfWork, case: Case) -> Mapping[str, Any]:
    kinds = {party.kind for party in parties_of(uow, case.id)}
    return {
        "has_complainants": PartyKind.COMPLAINANT in kinds,
        "has_respondents": PartyKind.RESPONDENT in kinds,
        "has_issues": bool(issues_of(uow, case.id)),
    }


_SPLIT = Page(
    "split",
    Command.SPLIT_CASE,
    Sentence("แยกเรื่อง", "Split the case"),
    Sentence(
        "หนังสือฉบับเดียวมีสองเรื่อง ส่วนที่แยกเป็นเรื่องใหม่ มีเลขรับของตนเอง นับกำหนดจากวันรับเรื่องเดิม "
        "และไปถึงผู้รับเรื่องที่ไม่ถูกร้องเรียน ชื่อผู้ร้องเรียนคัดลอกไปโดยไม่เปิดให้ใครเห็น "
        "เอกสารไม่ย้ายตาม ให้เก็บในเรื่องใหม่เองเฉพาะที่เกี่ยวข้อง",
        "One letter holds two matters. The one that is split off becomes a case under its own "
        "number, counted from the day the first was received, and goes to whom it is not about. "
        "Complainants' names go over unseen. Papers stay: file in the new case what belongs there.",
    ),
    None,
    parties=frozenset({PartyKind.COMPLAINANT}),
    known=_complainants,
    about=_about,
)
_DONE = Sentence("แยกเป็นเรื่องเลขรับ {number} แล้ว", "Split off under number {number}")
_OUT_OF_SIGHT = Sentence(
    "แยกเรื่องแล้ว เรื่องใหม่มีผู้รับดำเนินการต่อ ท่านเปิดเรื่องใหม่ไม่ได้",
    "Split off. The new case is in other hands; you cannot open it.",
)


@blueprint.route("/<uuid:case_id>/split", methods=["GET", "POST"])
def split(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _SPLIT, _split)


def _split(case_id: UUID, answers: CheckedAnswers) -> None:
    wanted, key = _wanted(answers), pages.submission_key()
    new_id = pages.run(lambda uow: split_case(uow, case_id, wanted, submission_key=key))
    with pages.reading() as uow:
        new = get_case(uow, new_id)
        granted = reading_of(uow, pages.standing(), new, uow.today)
    # Its number, too, is told to nobody who may not know of it.
    done = Sentence(_DONE.th.format(number=new.number), _DONE.en.format(number=new.number))
    flash(say(_OUT_OF_SIGHT if granted is Reading.NOTHING else office_digits(done)))


def _wanted(answers: CheckedAnswers) -> SplitOff:
    said = answers.open
    names = {one.path: one.value for one in answers.sealed}
    return SplitOff(
        subject=said["subject"],
        summary=said["summary"],
        category=said.get("category"),
        respondent_kind=said["respondent_kind"],
        reason=said["reason"],
        complainants=_chosen(said, "complainants"),
        respondents=tuple(
            NamedRespondent(
                names.get(f"respondents.{number}.name", ""),
                row.get("position") or "",
                row.get("unit"),
            )
            for number, row in enumerate(said.get("respondents") or [])
        ),
        known_respondents=_chosen(said, "known_respondents"),
        issues=_chosen(said, "issues"),
        place=said.get("place"),
    )


def _chosen(said: Mapping[str, Any], key: str) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in said.get(key) or [])


@dataclass(frozen=True)
class ShownIssue:
    """``moved_to`` is where it went over to, for who may know of that case."""

    statement: str
    finding: Sentence | None
    is_moved: bool = False
    moved_to: Case | None = None


_FINDINGS = {
    "founded": Sentence("มีมูล", "Founded"),
    "unfounded": Sentence("ไม่มีมูล", "Unfounded"),
    "insufficient": Sentence("ข้อมูลไม่พอ", "Not enough information"),
}


def shown_issues(file: CaseFile) -> list[ShownIssue]:
    """Return the issues of a case for who reads the whole of it, those that went over last."""
    if file.reading is not Reading.WHOLE:
        return []
    cases = {one.case.id: one.case for one in file.linked}
    here = [ShownIssue(one.statement, _finding(one)) for one in file.issues]
    gone = [
        ShownIssue(
            one.statement,
            None,
            is_moved=True,
            moved_to=cases.get(one.moved_to) if one.moved_to else None,
        )
        for one in file.moved_issues
    ]
    return [*here, *gone]


def _finding(issue: Issue) -> Sentence | None:
    return _FINDINGS.get(issue.finding or "")
