"""A form that keeps its draft: what its window has seen, what the page tells, what script hears."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, jsonify, request
from werkzeug.wrappers import Response

from engine.errors import EngineError, Sentence
from engine.office.office_time import office_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.rows import Draft, DraftOvertaken, Drafts, Kept, Pen
from engine.work.names import person_name
from web import pages
from web.design.filters import clock_time, date_and_time, office_digits
from web.design.language import say
from web.errors import status_of
from web.whole_numbers import read_number

BASE, TURN = "_draft_base", "_draft_turn"
# What somebody else wrote this lately, she may be writing still.
_LATELY = 120.0

_KEPT = Sentence("เก็บร่างแล้วเมื่อ {at}", "Draft kept at {at}")
_NOT_KEPT = Sentence("ยังไม่ได้เก็บ: {why}", "Not kept: {why}")
_MINE = Sentence("เติมจากร่างที่ท่านเก็บไว้เมื่อ {at}", "Filled in from the draft that you kept at {at}")
_HANDED = Sentence(
    "เติมจากร่างที่ได้รับมอบ {name} เก็บไว้เมื่อ {at}",
    "Filled in from a draft handed over to you; {name} kept it at {at}",
)
_STILL_MINE = Sentence(
    "แบบนี้อาจเปิดอยู่ในหน้าต่างอื่นของท่าน ซึ่งเขียนอยู่ตั้งแต่ {since}",
    "This form may be open in another window of yours, which has been writing since {since}",
)
_STILL_OTHERS = Sentence(
    "{name} อาจกำลังพิมพ์แบบนี้อยู่ ตั้งแต่ {since}",
    "{name} may be typing in this form, since {since}",
)


@dataclass(frozen=True)
class DraftShown:
    """What the page of a form shows of its draft, and what the form carries.

    ``came_from`` tells what the form was filled in from; ``is_pending``: it was posted and what
    it says is not kept yet, so that script does it at once.
    """

    keep_url: str
    clear_url: str
    base: int
    turn: int
    compare_url: str | None = None
    came_from: str | None = None
    also_writing: str | None = None
    said: str | None = None
    is_pending: bool = False
    # Answers to what the form no longer asks: label and text.
    left_over: tuple[tuple[str, str], ...] = ()


def pen() -> Pen:
    """Return the pen of the window that posted this form."""
    return Pen(pages.submission_key(), _number(BASE, 0), _number(TURN, 1))


def is_by_script() -> bool:
    """Tell whether script keeps the draft beside the page, and only wants words."""
    return request.accept_mimetypes.best == "application/json"


def is_page_part() -> bool:
    """Tell whether htmx fetches the form again: its page goes on keeping the draft itself."""
    return "HX-Request" in request.headers


def told(kept: Kept) -> Response:
    return jsonify(said=kept_words(kept), base=kept.version)


def told_refusal(refused: EngineError) -> tuple[Response, int]:
    state = "overtaken" if isinstance(refused, DraftOvertaken) else "refused"
    said = say(_NOT_KEPT).format(why=say(office_digits(refused.sentence)))
    return jsonify(said=said, state=state), status_of(refused)


def keep_along(keep: Callable[[UnitOfWork], Kept]) -> Kept | None:
    """Keep what a form says that is shown again anyway; None where that cannot be done now.

    Its page still has everything that was typed.
    """
    if is_page_part():
        return None
    try:
        return pages.run(keep)
    except EngineError:
        return None


def opened(
    uow: UnitOfWork,
    drafts: Drafts,
    keep_url: str,
    clear_url: str,
    *,
    compare_url: str | None = None,
    left_over: tuple[tuple[str, str], ...] = (),
) -> DraftShown:
    """Tell what a form is filled in from that is opened now."""
    draft = drafts.current
    if draft is None:
        return DraftShown(keep_url, clear_url, base=0, turn=1)
    return DraftShown(
        keep_url,
        clear_url,
        base=draft.version,
        turn=1,
        came_from=origin(uow, draft),
        also_writing=_still_writing(uow, draft),
        compare_url=compare_url,
        left_over=left_over,
    )


def shown_again(kept: Kept | None, keep_url: str, clear_url: str) -> DraftShown:
    """Tell of a form that was posted and comes back with what was typed."""
    written = pen()
    return DraftShown(
        keep_url,
        clear_url,
        base=kept.version if kept else written.base,
        turn=written.turn + 1,
        said=kept_words(kept) if kept else None,
        is_pending=kept is None,
    )


def kept_words(kept: Kept) -> str:
    return say(_KEPT).format(at=_whole(clock_time(kept.saved_at)))


def origin(uow: UnitOfWork, draft: Draft) -> str:
    """Say whose a draft is and from when."""
    at = _moment(draft)
    if draft.is_handed:
        return say(_HANDED).format(name=person_name(uow, draft.typed_by), at=at)
    return say(_MINE).format(at=at)


def _still_writing(uow: UnitOfWork, draft: Draft) -> str | None:
    if (uow.now - draft.saved_at).total_seconds() > _LATELY:
        return None
    since = _whole(clock_time(draft.writing_since))
    if draft.typed_by == pages.myself().person_id:
        return say(_STILL_MINE).format(since=since)
    return say(_STILL_OTHERS).format(name=person_name(uow, draft.typed_by), since=since)


def _moment(draft: Draft) -> str:
    is_today = office_date(draft.saved_at) == g.today
    return _whole(clock_time(draft.saved_at) if is_today else date_and_time(draft.saved_at))


def _whole(moment: str) -> str:
    """Keep the time and its น. on one line."""
    return moment.replace(" ", "\u00a0")


def _number(name: str, otherwise: int) -> int:
    number = read_number(request.form.get(name, ""))
    return otherwise if number is None else number
