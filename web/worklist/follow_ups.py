"""What a person follows up, by the day on which to look again."""

from dataclasses import dataclass, replace

from flask import g, render_template, url_for

from engine.errors import NotFound, Sentence
from engine.work.lists.follow_ups import MOST, FollowUpRow, list_follow_ups
from web import pages
from web.case_file.follow_ups import ANCHOR
from web.case_file.showing import secrecy_words
from web.design.due import Due
from web.design.filters import due as due_on
from web.design.language import say
from web.worklist.room import blueprint

_FILED = Sentence("จัดเก็บเรื่องแล้ว", "Filed")
_OF_OFFICERS = Sentence("ยังไม่มีผู้ติดตาม", "Nobody's yet")
_UNNAMED = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")


@dataclass(frozen=True)
class Line:
    """A row as ``lists.work_row`` shows it."""

    due: Due
    number: str
    subject: str
    url: str
    secrecy: Sentence | None
    context: str | None
    step: str
    holding: str
    part: None = None
    claim_url: None = None
    why: None = None


@blueprint.get("/<office_key>/work/follow-ups")
def follow_ups(office_key: str) -> str:
    """List what is hers to follow up; whoever holds no work follows nothing up."""
    who = pages.standing()
    if not who.queues:
        raise NotFound
    with pages.reading() as uow:
        found = list_follow_ups(uow, who)
    lines = [_line(one, office_key) for one in found]
    return render_template(
        "worklist/follow_ups.html",
        office_key=office_key,
        today=g.today,
        groups=[(None, len(lines), lines)] if lines else [],
        is_cut=len(lines) == MOST,
    )


def _line(row: FollowUpRow, office_key: str) -> Line:
    return Line(
        # The day of a follow-up is a morning, not a midnight.
        due=replace(due_on(row.due_on, g.today), detail=None)
        if row.due_on == g.today
        else due_on(row.due_on, g.today),
        number=row.number,
        subject=row.subject or say(_UNNAMED),
        url=url_for("case_file.case", office_key=office_key, case_id=row.case_id, _anchor=ANCHOR),
        secrecy=secrecy_words(row.secrecy),
        context=say(_FILED) if row.is_filed else None,
        step=say(row.kind.sentence),
        holding=row.holder or say(_OF_OFFICERS),
    )
