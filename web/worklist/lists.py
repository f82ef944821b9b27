"""The worklist by what is due first, and the same as a paper for who has no mail."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists import worklist
from engine.work.lists.inbox import missing_scans
from engine.work.parts import part_names
from web import pages
from web.design.language import say
from web.worklist.consulting import asked_now
from web.worklist.room import blueprint
from web.worklist.rows import day_strip, earliest, groups, working_days

ON_PAPER = 500
LONGEST = 400
_ALL, _MINE, _OFFERED = "", "mine", "offered"


@blueprint.get("/home")
def home() -> Response:
    """Send everybody to the room where her day begins."""
    who, key = pages.standing(), pages.signed_in().office_key
    if who.queues:
        return redirect(url_for("worklist.mine", office_key=key))
    room = next((r.url for r in pages.frame().rooms), None)
    return redirect(room or url_for("worklist.mine", office_key=key))


@blueprint.get("/<office_key>/work")
def mine(office_key: str) -> str:
    who, view, chosen = pages.standing(), request.args.get("view", _ALL), _day("due")
    limit = LONGEST if "all" in request.args or chosen else worklist.PAGE
    with pages.reading() as uow:
        held = worklist.my_work(uow, who, limit=limit) if view != _OFFERED else []
        offered = worklist.offered_work(uow, who, limit=limit) if view != _MINE else []
        counts = worklist.counts(uow, who)
        days = worklist.due_days(uow, who, working_days(pages.office().calendar, g.today))
        scans = len(missing_scans(uow, who))
        rows = earliest([*held, *offered], limit)
        if chosen:
            rows = [row for row in held if row.due_on == chosen]
        parts = _parts(uow, rows)
    return render_template(
        "worklist/mine.html",
        office_key=office_key,
        asked=asked_now(office_key),
        today=g.today,
        groups=groups(rows, parts, g.today, office_key),
        shown=len(rows),
        total=_total(counts, view),
        most=worklist.MOST_COUNTED,
        tabs=_tabs(office_key, counts, view if not chosen else None),
        days=list(day_strip(days, g.today, office_key, chosen)),
        chosen=chosen,
        is_cut=not chosen and len(rows) == limit < _total(counts, view),
        all_url=url_for("worklist.mine", office_key=office_key, view=view or None, all=1),
        can_grow=limit < LONGEST,
        scans=scans,
        unread=g.unread,
    )


@blueprint.get("/<office_key>/work/due")
def due_list(office_key: str) -> str:
    """Print the work that is due, for who has no mail (ใบแจ้งงานค้างประจำวัน)."""
    who = pages.standing()
    with pages.reading() as uow:
        held = worklist.my_work(uow, who, limit=ON_PAPER)
        offered = worklist.offered_work(uow, who, limit=ON_PAPER)
        parts = _parts(uow, [*held, *offered])
        now = uow.now
    return render_template(
        "worklist/due_list.html",
        office_key=office_key,
        today=g.today,
        now=now,
        held=groups(held, parts, g.today, office_key),
        offered=groups(offered, parts, g.today, office_key),
    )


def _parts(uow: UnitOfWork, rows: Iterable[worklist.WorkRow]) -> Mapping[str, Sentence]:
    return part_names(uow, pages.office(), [(row.case_id, row.scope) for row in rows if row.scope])


def _tabs(
    office_key: str, counts: worklist.Counts, view: str | None
) -> list[tuple[str, str, str, bool]]:
    """Return the views of the list with their counts."""
    named = (
        (_ALL, Sentence("ทั้งหมด", "All")),
        (_MINE, Sentence("ฉันรับไว้แล้ว", "Claimed by me")),
        (_OFFERED, Sentence("ยังไม่มีผู้รับ", "Not claimed")),
    )
    return [
        (
            say(words),
            url_for("worklist.mine", office_key=office_key, view=key or None),
            _capped(_total(counts, key)),
            key == view,
        )
        for key, words in named
    ]


def _total(counts: worklist.Counts, view: str) -> int:
    both = {_MINE: counts.mine, _OFFERED: counts.offered}
    return both.get(view, counts.mine + counts.offered)


def _capped(count: int) -> str:
    most = worklist.MOST_COUNTED
    return f"{most}+" if count > most else str(count)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
