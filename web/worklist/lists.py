"""The worklist by what is due first, narrowed as its address says; the same on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

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
from engine.work.several import MOST, known_rows
from web import pages
from web.auth import form_owner
from web.design.filters import number
from web.design.language import say
from web.rounds import Refused
from web.worklist.chips import ORDERS, WITHINS, chips, choices
from web.worklist.choosing import Asked, cursor_args, cursor_of
from web.worklist.consulting import asked_now
from web.worklist.room import blueprint
from web.worklist.rows import Group, Line, day_strip, groups, refused_line, working_days
from web.worklist.saving import list_url

# What folds away unless it is set: few need it every day.
_FOLDED = ("process", "channel", "category", "tag", "unit", "from", "to", "sort")


@blueprint.get("/home")
def home() -> Response:
    """Send everybody to the room where her day begins."""
    who, key = pages.standing(), pages.signed_in().office_key
    if who.queues:
        return redirect(pages.first_url())
    room = next((r.url for r in pages.frame().rooms), None)
    return redirect(room or url_for("worklist.mine", office_key=key))


@dataclass(frozen=True)
class AfterRound:
    """What the list tells of a round that was not done, or not whole.

    ``heading`` stands over what was refused. ``picked`` are ticked where they stand.
    """

    title: Sentence | str = ""
    heading: Sentence | None = None
    refused: tuple[Refused, ...] = ()
    picked: frozenset[UUID] = frozenset()

    @property
    def ids(self) -> frozenset[UUID]:
        return frozenset(each.work_item_id for each in self.refused)


@blueprint.get("/<office_key>/work")
def mine(office_key: str) -> str | Response:
    if not request.args:
        with pages.reading() as uow:
            saved = lists_of(uow, pages.standing())
        begins_with = next((one for one in saved if one.is_default), None)
        if begins_with is not None:
            return redirect(list_url(office_key, begins_with))
    return show_list(office_key)


def whole_list_args() -> dict[str, Any]:
    """Return what an address says that leads to the list of this one from its first page."""
    args = Asked.of(request.args, pages.office().profile).args()
    # Without any word it would be the list that she begins with.
    return args or {"view": View.ALL.value}


def show_list(office_key: str, after: AfterRound | None = None) -> str:
    """Show the list that the address asks for, and first what a round has left of it."""
    who, profile = pages.standing(), pages.office().profile
    told = after or AfterRound()
    asked = Asked.of(request.args, profile)
    view = asked.wish.view
    left = _left_lines(told, office_key)
    with pages.reading() as uow:
        saved = lists_of(uow, who)
        page = worklist.list_work(uow, who, asked.wish, cursor=cursor_of(request.args))
        counts = worklist.counts(uow, who)
        seen = worklist.glance(uow, who)
        days = worklist.due_days(uow, who, working_days(pages.office().calendar, g.today))
        scans = len(missing_scans(uow, who))
        followed = count_due_follow_ups(uow, who)
        offered = choices(uow, who, view, profile)
        parts = _parts(uow, page.rows)
        stood_in = _stood_in(uow, who, office_key, told)
    args = asked.args()
    rows = [row for row in page.rows if row.id not in told.ids]
    found = groups(rows, parts, g.today, profile, office_key, asked.wish, told.picked)
    if left:
        found.insert(0, (told.heading, len(left), left))
    pinned = [
        (one.name, list_url(office_key, one), None, dict(one.args) == args)
        for one in saved
        if one.is_pinned
    ]
    return render_template(
        "worklist/mine.html",
        office_key=office_key,
        may_hold=bool(who.queues),
        asked=asked_now(office_key),
        stood_in=stood_in,
        today=g.today,
        wanted=asked,
        args=args,
        folded=any(name in args for name in _FOLDED) or bool(asked.messages),
        view=view.value,
        groups=found,
        after=told,
        left=left,
        out_of_sight=len(told.refused) - len(left),
        round_urls=_round_urls(office_key, asked, [*found, *_all_groups(stood_in)]),
        most_in_round=MOST,
        submission_key=pages.submission_key(),
        owner=form_owner(),
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


def _left_lines(after: AfterRound, office_key: str) -> list[Line]:
    """Return what a round did not do, as far as she may know it: each in whose name she tried."""
    found: list[Line] = []
    for each in after.refused:
        if each.is_hidden:
            continue
        with pages.acting_in_item(each.work_item_id), pages.reading() as uow:
            rows = known_rows(uow, pages.standing(), [each.work_item_id])
            parts = _parts(uow, rows)
        profile, why = pages.office().profile, each.sentence
        found += [
            refused_line(row, parts.get(row.scope), why, g.today, profile, office_key)
            for row in rows
        ]
    return found


def _round_urls(
    office_key: str, asked: Asked, shown: Iterable[Group]
) -> list[tuple[str, Sentence]]:
    """Return what may be done at once with the rows of a page, and where that is asked."""
    lines = [line for *_, lines in shown for line in lines if line.pick]
    cursor = cursor_of(request.args)
    args = {**(asked.args() or whole_list_args()), **(cursor_args(cursor) if cursor else {})}
    is_any = {
        "worklist.claim_several": any(line.claim_url or line.why for line in lines),
        "worklist.release_several": any(not line.claim_url for line in lines),
        "worklist.choose_several": any(not line.claim_url for line in lines),
    }
    return [
        (url_for(view, office_key=office_key, **args), words)
        for view, words in _ACTS
        if is_any[view]
    ]


_ACTS = (
    ("worklist.claim_several", Sentence("รับงานที่เลือก", "Claim what is chosen")),
    ("worklist.release_several", Sentence("คืนงานที่เลือก", "Release what is chosen")),
    ("worklist.choose_several", Sentence("เลือกผลและบันทึกเสร็จ", "Decide what is chosen")),
)


def _all_groups(stood_in: Iterable[tuple[Sentence, int, list[Group], bool]]) -> list[Group]:
    return [group for _, _, found, _ in stood_in for group in found]


def _stood_in(
    uow: UnitOfWork, who: Standing, office_key: str, after: AfterRound
) -> list[tuple[Sentence, int, list[Group], bool]]:
    """Return the work of each person she stands in for, under that person's name.

    The last says that more waits behind it.
    """
    standings = acting_standings(uow, who.person_id, uow.today)
    own = {row.id for row in worklist.offered_work(uow, who)} if standings else set()
    found, profile = [], pages.office().profile
    for acting in standings:
        page = worklist.list_work(uow, acting, worklist.Wish())
        others = own | after.ids
        rows = [row for row in page.rows if row.is_mine or row.id not in others]
        parts = _parts(uow, rows)
        lines = groups(rows, parts, g.today, profile, office_key, picked=after.picked)
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
