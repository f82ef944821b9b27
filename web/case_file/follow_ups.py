"""What a case leads to and must be followed up: set, reported on, handed to somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from flask import g, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, may
from engine.access.visibility import AccessKind
from engine.cases.follow_ups import FollowUp, FollowUpKind, get_follow_up
from engine.errors import Sentence
from engine.forms import CheckedAnswers
from engine.work.case_file import CaseFile
from engine.work.following_up import Wish, hand_follow_up, open_follow_up, report_follow_up
from web import pages
from web.case_file.command_pages import Page, answer, day
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.design.due import Due
from web.design.filters import due as due_on
from web.design.language import say

ANCHOR = "follow-ups"

_OPEN = Page(
    "follow_up",
    Command.FOLLOW_UP,
    Sentence("ตั้งงานที่ต้องติดตาม", "Set a follow-up"),
    Sentence(
        "ตั้งได้ทุกขั้นตอน และหลังจัดเก็บเรื่องแล้ว เรื่องเดินต่อได้โดยไม่ต้องรอ",
        "At any step, and after the case is filed. It holds nothing up.",
    ),
    Sentence("ตั้งงานติดตามแล้ว", "The follow-up is set"),
    anchor=ANCHOR,
)
_REPORT = Page(
    "follow_up_report",
    Command.FOLLOW_UP,
    Sentence("บันทึกผลการติดตาม", "Report on a follow-up"),
    Sentence(
        "เขียนว่าได้คำตอบอะไร แล้วกำหนดวันติดตามครั้งถัดไป หรือให้สิ้นสุด",
        "Say how it stands, and when to look next.",
    ),
    Sentence("บันทึกผลการติดตามแล้ว", "The report is recorded"),
    anchor=ANCHOR,
)
_HAND = Page(
    "follow_up_holder",
    Command.FOLLOW_UP,
    Sentence("เปลี่ยนผู้ติดตาม", "Hand a follow-up over"),
    Sentence("ผู้ติดตามต้องเป็นผู้ที่เปิดเรื่องนี้ได้ทั้งเรื่อง", "Only who reads the whole case can follow it up."),
    Sentence("เปลี่ยนผู้ติดตามแล้ว", "The follow-up is handed over"),
    anchor=ANCHOR,
)
_WHAT = Sentence("เรื่องที่ติดตาม", "What is followed up")
_DETAILS = Sentence("รายละเอียด", "Details")
_STANDS = Sentence("ผลล่าสุด", "How it stood")


@blueprint.route("/<uuid:case_id>/follow-ups/new", methods=["GET", "POST"])
def new_follow_up(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    return answer(office_key, case_id, _OPEN, _open)


@blueprint.route("/<uuid:case_id>/follow-ups/<uuid:follow_up_id>", methods=["GET", "POST"])
def report_on_follow_up(
    office_key: str, case_id: UUID, follow_up_id: UUID
) -> str | tuple[str, int] | Response:
    page = _about(_REPORT, case_id, follow_up_id)
    return answer(office_key, case_id, page, partial(_report, follow_up_id))


@blueprint.route("/<uuid:case_id>/follow-ups/<uuid:follow_up_id>/holder", methods=["GET", "POST"])
def hand_over_follow_up(
    office_key: str, case_id: UUID, follow_up_id: UUID
) -> str | tuple[str, int] | Response:
    page = _about(_HAND, case_id, follow_up_id)
    return answer(office_key, case_id, page, partial(_hand, follow_up_id))


def _open(case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    wish = Wish(
        FollowUpKind(said["kind"]), said["text"], day(said["due_on"]), _person(said.get("holder"))
    )
    pages.run(lambda uow: open_follow_up(uow, case_id, wish, submission_key=key))


def _report(follow_up_id: UUID, case_id: UUID, answers: CheckedAnswers) -> None:
    said, key = answers.open, pages.submission_key()
    pages.run(
        lambda uow: report_follow_up(
            uow,
            case_id,
            follow_up_id,
            said["text"],
            next_on=day(said["due_on"]) if said["next"] == "again" else None,
            occurred_on=day(said["occurred_on"]),
            submission_key=key,
        )
    )


def _hand(follow_up_id: UUID, case_id: UUID, answers: CheckedAnswers) -> None:
    to = _person(answers.open.get("holder"))
    pages.run(lambda uow: hand_follow_up(uow, case_id, follow_up_id, to))


def _person(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None


def _about(page: Page, case_id: UUID, follow_up_id: UUID) -> Page:
    """Let the page say what it is about; only to who may read that, and on record."""
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        found = get_follow_up(uow, case_id, follow_up_id)
    facts = [(_WHAT, say(found.kind.sentence))]
    if found.text:
        facts.append((_DETAILS, found.text))
    if found.told != found.text:
        facts.append((_STANDS, found.told))
    return replace(page, facts=facts)


# -- In the case file --------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownFollowUp:
    """A line of the case file. ``due`` is None where it has ended."""

    kind: Sentence
    text: str
    told: str
    told_on: date
    due: Due | None
    ended_on: date | None
    holder: str
    report_url: str | None
    hand_url: str | None
    # Where a letter to the agency that waits for a report is begun.
    letter_url: str | None


def shown_follow_ups(file: CaseFile, office_key: str) -> Sequence[ShownFollowUp]:
    """Return what is followed up in a case, the open ones first."""
    may_write = file.reading is Reading.WHOLE and may(pages.standing(), Command.FOLLOW_UP)

    def url(view: str, one: FollowUp) -> str | None:
        if not (may_write and one.is_open):
            return None
        return url_for(
            f"case_file.{view}", office_key=office_key, case_id=file.case.id, follow_up_id=one.id
        )

    def letter_url(one: FollowUp) -> str | None:
        if one.party_id is None or not (may_write and one.is_open and file.case.is_open):
            return None
        return url_for(
            "case_file.source_report",
            office_key=office_key,
            case_id=file.case.id,
            agency=one.party_id,
        )

    return [
        ShownFollowUp(
            kind=one.kind.sentence,
            text=one.text,
            told=one.told if one.told != one.text else "",
            told_on=one.told_on,
            due=due_on(one.due_on, g.today) if one.is_open else None,
            ended_on=one.ended_on,
            holder=file.holders.get(one.holder_id, "") if one.holder_id else "",
            report_url=url("report_on_follow_up", one),
            hand_url=url("hand_over_follow_up", one),
            letter_url=letter_url(one),
        )
        for one in file.follow_ups
    ]
