"""The worklist by what is due first, narrowed as its address says; the same on paper."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.membership import Standing
from engine.access.substitutions import acting_standings
from engine.errors import Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists import worklist
from engine.work.lists.follow_ups import count_due_follow_ups
from engine.work.lists.inbox import missing_scans
from engine.work.lists.narrowing import Within
from engine.work.lists.rows import WorkRow
from engine.work.lists.saved import lists_of
from engine.work.lists.worklist import View
from engine.work.parts import part_names
from web import pages
from web.design.filters import number
from web.design.language import say
from web.worklist.chips import ORDERS, WITHINS, chips, choices
from web.worklist.choosing import Asked, cursor_args, cursor_of
from web.worklist.consulting import asked_now
from web.worklist.room import blueprint
from web.worklist.rows import Group, day_strip, groups, working_days
from web.worklist.saving import list_url

# What folds away unless it is set: few need it every day.
_FOLDED = ("process", "channel", "category", "unit", "from", "to", "sort")


@blueprint.get("/home")
def home() -> Response:
    """Send everybody to the room where her day begins."""
    who, key = pages.standing(), pages.signed_in().office_key
    if who.queues:
        return redirect(url_for("worklist.mine", office_key=key))
    room = next((r.url for r in pages.frame().rooms), None)
    return redirect(room or url_for("worklist.mine", office_key=key))


@blueprint.get("/<office_key>/work")
def mine(office_key: str) -> str | Response:
    who, profile = pages.standing(), pages.office().profile
    asked = Asked.of(request.args, profile)
    view = asked.wish.view
    with pages.reading() as uow:
        saved = lists_of(uow, who)
        begins_with = next((one for one in saved if one.is_default), None)
        if begins_with is not None and not request.args:
            return redirect(list_url(office_key, begins_with))
        page = worklist.list_work(uow, who, asked.wish, cursor=cursor_of(request.args))
        counts = worklist.counts(uow, who)
        seen = worklist.glance(uow, who)
        days = worklist.due_days(uow, who, working_days(pages.office().calendar, g.today))
        scans = len(missing_scans(uow, who))
        followed = count_due_follow_ups(uow, who)
        offered = choices(uow, who, view, profile)
        parts = _parts(uow, page.rows)
        stood_in = _stood_in(uow, who, office_key)
    args = asked.args()
    pinned = [
        (one.name, list_url(office_key, one), None, dict(one.args) == args)
        for one in saved
        if one.is_pinned
    ]
    return render_template(
        "worklist/mine.html",
        office_key=office_key,
        asked=asked_now(office_key),
        stood_in=stood_in,
        today=g.today,
        wanted=asked,
        args=args,
        folded=any(name in args for name in _FOLDED) or bool(asked.messages),
        view=view.value,
        groups=groups(page.rows, parts, g.today, profile, office_key, asked.wish),
        shown=_shown(page, _total(counts, view), is_narrow=asked.is_narrow),
        previous_url=_page_url(office_key, args, page.previous),
        next_url=_page_url(office_key, args, page.next),
        tabs=_tabs(office_key, counts, None if any(on for *_, on in pinned) else view),
        pinned=pinned,
        saved=len(saved),
        glance=_glance(office_key, seen),
        days=list(day_strip(days, g.today, office_key, asked.day)),
        chips=chips(asked, offered, office_key),
        choices=offered,
        withins=WITHINS,
        orders=ORDERS,
        scans=scans,
        followed=followed,
    )


def _stood_in(
    uow: UnitOfWork, who: Standing, office_key: str
) -> list[tuple[Sentence, int, list[Group], bool]]:
    """Return the work of each person she stands in for, under that person's name.

    The last says that more waits behind it.
    """
    standings = acting_standings(uow, who.person_id, uow.today)
    own = {row.id for row in worklist.offered_work(uow, who)} if standings else set()
    found, profile = [], pages.office().profile
    for acting in standings:
        page = worklist.list_work(uow, acting, worklist.Wish())
        rows = [row for row in page.rows if row.is_mine or row.id not in own]
        lines = groups(rows, _parts(uow, rows), g.today, profile, office_key)
        found.append((acting.acting or Sentence("", ""), len(rows), lines, page.next is not None))
    return found


def _parts(uow: UnitOfWork, rows: Iterable[WorkRow]) -> Mapping[str, Sentence]:
    return part_names(uow, pages.office(), [(row.case_id, row.scope) for row in rows if row.scope])


_VIEWS = (
    (View.ALL, Sentence("ทั้งหมด", "All")),
    (View.MINE, Sentence("ฉันรับไว้แล้ว", "Claimed by me")),
    (View.OFFERED, Sentence("ยังไม่มีผู้รับ", "Not claimed")),
    (View.WAITING, Sentence("รอผู้อื่น", "Waiting for others")),
    (View.DONE, Sentence("ฉันบันทึกเสร็จ", "Done by me")),
)


def _tabs(
    office_key: str, counts: worklist.Counts, view: View | None
) -> list[tuple[str, str, str, bool]]:
    """Return the views of the list with their counts."""
    return [
        (
            say(words),
            url_for("worklist.mine", office_key=office_key, view=each.value),
            _capped(_total(counts, each), worklist.MOST_COUNTED),
            each is view,
        )
        for each, words in _VIEWS
        if each is not View.WAITING or worklist.may_wait(pages.standing())
    ]


def _glance(office_key: str, seen: worklist.Glance) -> list[tuple[str, str, Within]]:
    """Say what is late, due today and due this week, each with where it is listed."""
    found = ((Within.LATE, seen.late), (Within.TODAY, seen.today), (Within.WEEK, seen.week))
    return [
        (
            say(_GLANCE[within]).format(_capped(count, worklist.MOST_AT_A_GLANCE)),
            url_for("worklist.mine", office_key=office_key, due=within.value),
            within,
        )
        for within, count in found
        if count
    ]


def _total(counts: worklist.Counts, view: View) -> int:
    total: int = getattr(counts, view.value)
    return total


def _capped(count: int, most: int) -> str:
    return number(f"{most}+" if count > most else str(count))


def _page_url(
    office_key: str, args: Mapping[str, Any], cursor: worklist.Cursor | None
) -> str | None:
    if cursor is None:
        return None
    return url_for("worklist.mine", office_key=office_key, **args, **cursor_args(cursor))


def _shown(page: worklist.WorkPage, total: int, *, is_narrow: bool) -> str:
    shown, count = number(len(page.rows)), page.count if is_narrow else total
    if page.previous or count is None:
        return say(_SOME).format(shown)
    if count <= len(page.rows):
        return say(_WHOLE).format(shown)
    return say(_SOME_OF).format(shown, _capped(count, worklist.MOST_COUNTED))


_GLANCE = {
    Within.LATE: Sentence("เกินกำหนด {} งาน", "{} late"),
    Within.TODAY: Sentence("ครบกำหนดวันนี้ {} งาน", "{} due today"),
    Within.WEEK: Sentence("วันนี้ถึงวันอาทิตย์ {} งาน", "{} from today to Sunday"),
}
_WHOLE = Sentence("แสดงครบ {} งาน", "All {} shown")
_SOME = Sentence("แสดง {} งาน", "{} shown")
_SOME_OF = Sentence("แสดง {} จาก {} งาน", "{} of {} shown")
