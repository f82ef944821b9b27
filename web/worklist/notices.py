"""Notices: a reminder, an escalation, a step given to somebody else. They say where to look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.errors import Sentence
from engine.office.office_time import office_date
from engine.work.lists.inbox import NOTICES_SHOWN, Notice, notices_of
from engine.work.notices import NoticeKind, mark_read
from web import pages
from web.case_file.showing import one_line
from web.design.language import say
from web.worklist.room import blueprint

_WORDS: Mapping[str, Sentence] = {
    NoticeKind.MESSAGE_CAME: Sentence(
        "ผู้ร้องเรียนส่งข้อความมา", "The complainant has written a message"
    ),
    NoticeKind.FOLLOW_UP_DUE: Sentence("ถึงวันที่ต้องติดตาม", "A follow-up is due"),
    NoticeKind.REMINDED: Sentence("ใกล้ครบกำหนด", "A deadline is near"),
    NoticeKind.ESCALATED: Sentence("มีเรื่องเกินกำหนด", "A deadline has passed"),
    NoticeKind.REASSIGNED: Sentence("ท่านได้รับมอบงาน", "A step was given to you"),
    NoticeKind.DELEGATED: Sentence("มีผู้มอบหมายงานต่อให้ท่าน", "A colleague delegated a step to you"),
    NoticeKind.CONSULTED: Sentence("มีผู้ขอความเห็นจากท่าน", "A colleague asks for your opinion"),
    NoticeKind.OPINION_GIVEN: Sentence("ได้รับความเห็นที่ขอไว้", "An opinion you asked for was given"),
    NoticeKind.OPINION_DECLINED: Sentence(
        "ผู้ที่ท่านขอความเห็นไม่ให้ความเห็น", "A colleague declined to give an opinion"
    ),
    NoticeKind.SENT_BACK: Sentence("งานที่ท่านมอบไปถูกส่งคืน", "A step that you gave away was sent back"),
    NoticeKind.MENTIONED: Sentence("มีความเห็นที่เขียนถึงท่าน", "A comment was written to you"),
    NoticeKind.DECLARATION_DUE: Sentence(
        "แจ้งว่าท่านมีหรือไม่มีส่วนได้เสีย ก่อนเริ่มตรวจสอบข้อเท็จจริง",
        "Declare whether you have an interest, before the facts are looked into",
    ),
    NoticeKind.INTEREST_DECLARED: Sentence(
        "กรรมการแจ้งว่ามีส่วนได้เสีย ต้องแก้ไขคำสั่งแต่งตั้ง",
        "A committee member has an interest: the order must be amended",
    ),
    NoticeKind.FIGURES_OVERTAKEN: Sentence(
        "มีเรื่องรับใหม่ในช่วงที่รายงานนับไปแล้ว", "A case came in of days that a report has counted"
    ),
    NoticeKind.IDENTITY_ALLOWED: Sentence(
        "ท่านเปิดชื่อได้ตามที่ขอ", "You may open the identity you asked for"
    ),
    NoticeKind.IDENTITY_REFUSED: Sentence(
        "คำขอเปิดชื่อของท่านไม่ได้รับอนุญาต", "Your request to open an identity was refused"
    ),
    NoticeKind.ROLE_GIVEN: Sentence(
        "ท่านได้รับแต่งตั้งให้มีบทบาทใหม่ตามคำสั่ง", "An order has given you a new role"
    ),
    NoticeKind.ROLE_ENDED: Sentence(
        "บทบาทของท่านสิ้นสุดตามคำสั่งเมื่อหมดวันที่ลงนาม",
        "By an order a role of yours ends with the day on which it was signed",
    ),
    NoticeKind.SUBSTITUTION_SET: Sentence(
        "มีการตั้งผู้ปฏิบัติงานแทน", "Somebody stands in for a colleague"
    ),
    NoticeKind.SUBSTITUTION_ENDED: Sentence("การปฏิบัติงานแทนสิ้นสุดแล้ว", "Standing in has ended"),
}
# Where a notice about a case leads, if not to the case itself.
_PAGES = {
    NoticeKind.MENTIONED: "case_file.comments",
    NoticeKind.DECLARATION_DUE: "case_file.committee",
    NoticeKind.INTEREST_DECLARED: "case_file.committee",
    NoticeKind.FIGURES_OVERTAKEN: "reports.frozen",
    NoticeKind.IDENTITY_ALLOWED: "case_file.identities",
    NoticeKind.IDENTITY_REFUSED: "case_file.identities",
}
_OF_A_DEADLINE = frozenset({NoticeKind.REMINDED, NoticeKind.ESCALATED})


@dataclass(frozen=True)
class Line:
    """Notices that say the same on the same day, as one; ``at`` is when the latest came."""

    words: str
    number: str
    step: str
    at: datetime
    count: int
    url: str


@blueprint.get("/<office_key>/work/notices")
def notices(office_key: str) -> str:
    with pages.reading() as uow:
        found = notices_of(uow, pages.standing())
    return render_template(
        "worklist/notices.html",
        office_key=office_key,
        new=_days(one for one in found if one.is_unread),
        old=_days(one for one in found if not one.is_unread),
        today=g.today,
        unread=g.unread,
        shown=len(found),
        is_cut=len(found) == NOTICES_SHOWN,
    )


@blueprint.post("/<office_key>/work/notices")
def read_notices(office_key: str) -> Response:
    pages.run(lambda uow: mark_read(uow, pages.standing().person_id))
    return redirect(url_for("worklist.notices", office_key=office_key), 303)


def _days(found: Iterable[Notice]) -> list[tuple[date, list[Line]]]:
    by_day = groupby(found, key=lambda one: office_date(one.recorded_at))
    return [(day, _lines(each)) for day, each in by_day]


def _lines(found: Iterable[Notice]) -> list[Line]:
    """Return one day's lines: a step asked of one case for several people is told once."""
    alike: dict[tuple[object, ...], list[Notice]] = {}
    for one in found:
        what = (one.kind, one.case_id, one.name) if one.kind in _OF_A_DEADLINE else (one.id,)
        alike.setdefault(what, []).append(one)
    return [
        Line(
            say(_WORDS[first.kind]),
            first.number,
            one_line(first.name, first.name_en),
            first.recorded_at,
            1 + len(more),
            _case_url(first) if more else _url(first),
        )
        for first, *more in alike.values()
    ]


def _url(notice: Notice) -> str:
    office_key = pages.signed_in().office_key
    if notice.work_item_id is not None:
        if notice.kind == NoticeKind.CONSULTED:
            return url_for(
                "worklist.opinion", office_key=office_key, work_item_id=notice.work_item_id
            )
        return url_for("worklist.item", office_key=office_key, work_item_id=notice.work_item_id)
    endpoint = _PAGES.get(NoticeKind(notice.kind))
    if endpoint is not None:
        return url_for(endpoint, office_key=office_key, case_id=notice.case_id)
    return _case_url(notice)


def _case_url(notice: Notice) -> str:
    office_key = pages.signed_in().office_key
    if notice.kind in (NoticeKind.ROLE_GIVEN, NoticeKind.ROLE_ENDED):
        return url_for("worklist.mine", office_key=office_key)
    if notice.case_id is None:
        return url_for("worklist.substitutions", office_key=office_key)
    return url_for("case_file.case", office_key=office_key, case_id=notice.case_id)
