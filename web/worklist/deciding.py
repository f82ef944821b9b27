"""Several steps decided on one page, each by the controls of its own form and in its own unit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import EngineError, FormInvalid, NotFound, Sentence
from engine.work.allocation.claiming import find_visible
from engine.work.completing import SYSTEM, Submission, Upload
from engine.work.several import complete_in_round, read_brief_step
from web import pages
from web.auth import check_form_owner
from web.form_pages import REFRESH, bind, of_prefix
from web.official_papers import kept_papers
from web.rounds import FIELD, NOT_WHOLE, NotARound, Round, Told, check_round, chosen, run_each
from web.worklist.deciding_page import WORKLIST, Posted, Room, prefix_of, show_page
from web.worklist.drafting import is_page_part
from web.worklist.filling import has_confirmed
from web.worklist.room import blueprint

Answer: TypeAlias = str | tuple[str, int] | Response
# Gives back what was posted, and whether it is to be done: else it is only shown again.
Mend: TypeAlias = Callable[[dict[UUID, Posted]], tuple[dict[UUID, Posted], bool]]

# The steps that the page showed, ticked or not.
_SHOWN = "shown"

_COMPLETED = Told(
    Sentence("บันทึกเสร็จแล้ว {} รายการ", "{} completed."),
    Sentence("อีก {} รายการยังไม่เสร็จ", "{} not completed."),
    Sentence("ยังบันทึกเสร็จไม่ได้ {} รายการที่เลือก", "None of the {} chosen was completed."),
)
_WRONG_PASSWORD = Sentence(
    "รหัสผ่านไม่ถูกต้อง ยังไม่ได้บันทึกรายการใด", "The password is not right; nothing was completed."
)
_NO_PASSWORD = Sentence(
    "ใส่รหัสผ่านของท่านเพื่อลงนาม ยังไม่ได้บันทึกรายการใด",
    "Type your password to sign; nothing was completed.",
)


class Show(Protocol):
    """The page that a round is made on, and that tells what became of it."""

    def __call__(
        self,
        office_key: str,
        posted: Mapping[UUID, Posted],
        room: Room,
        *,
        title: Sentence | str | None = None,
        password_message: Sentence | None = None,
        hidden: int = 0,
    ) -> str: ...


@blueprint.get("/<office_key>/work/several")
def deciding(office_key: str) -> str | tuple[str, int]:
    return ask_round(office_key, WORKLIST)


@blueprint.post("/<office_key>/work/several")
def decide(office_key: str) -> Answer:
    return answer_round(office_key, WORKLIST)


def ask_round(office_key: str, room: Room) -> str | tuple[str, int]:
    """Show the steps that the address names, to be decided in this room."""
    ids = chosen(request.args)
    try:
        check_round(ids)
    except NotARound as refused:
        return show_page(office_key, {}, room, title=refused.sentence), 422
    return show_page(office_key, dict.fromkeys(ids, Posted()), room)


def answer_round(
    office_key: str, room: Room, show: Show = show_page, mend: Mend | None = None
) -> Answer:
    """Complete what was ticked, each in its own unit; show again what was not completed.

    ``mend`` may change what was posted for a step before it is looked at: a button of the page
    that stands for an answer.
    """
    check_form_owner()
    ids = chosen(request.form)
    shown = chosen(MultiDict((FIELD, text) for text in request.form.getlist(_SHOWN)))
    wanted = [*shown, *(each for each in ids if each not in shown)]
    if REFRESH in request.form and is_page_part():
        # One form of the page is fetched again: the others stay as they stand there.
        wanted = [each for each in wanted if prefix_of(each) == request.form[REFRESH]]
    posted = {each: _posted(each, room, is_ticked=each in ids) for each in wanted}
    if mend is not None:
        posted, is_done = mend(posted)
    else:
        is_done = REFRESH not in request.form
    if not is_done:
        return show(office_key, posted, room)
    try:
        check_round(ids)
    except NotARound as refused:
        return show(office_key, posted, room, title=refused.sentence), 422
    is_signed = any(posted[each].signs for each in ids)
    if is_signed and not has_confirmed():
        said = _WRONG_PASSWORD if request.form.get("password") else _NO_PASSWORD
        return show(office_key, posted, room, password_message=said), 422
    found = run_each(ids, partial(_complete, posted, room, has_signed=is_signed))
    if not found.refused:
        flash(_COMPLETED.of(found))
        return redirect(url_for(room.back, office_key=office_key, **room.args()), 303)
    left = _left(posted, found)
    page = show(office_key, left, room, title=_COMPLETED.of(found), hidden=found.hidden)
    return page, 422 if any(each.messages for each in left.values()) else NOT_WHOLE


def _posted(work_item_id: UUID, room: Room, *, is_ticked: bool) -> Posted:
    """Read what was posted for a step by its form; nothing of one that is not hers any more."""
    try:
        with pages.acting_in_item(work_item_id), pages.reading() as uow:
            step = read_brief_step(uow, pages.standing(), work_item_id, claims=room.claims)
    except EngineError:
        return Posted({}, is_ticked=is_ticked)
    bound = bind(step.schema, of_prefix(request.form, prefix_of(work_item_id)))
    return Posted(bound.answers, is_ticked=is_ticked, signs=step.signs)


def _complete(
    posted: Mapping[UUID, Posted],
    room: Room,
    work_item_id: UUID,
    key: UUID,
    *,
    has_signed: bool,
) -> None:
    answers: Mapping[str, Any] = posted[work_item_id].answers or {}
    with pages.acting_in_item(work_item_id):
        papers = _papers(work_item_id, answers) if has_signed else ()
        submission = Submission(key, answers, has_confirmed_password=has_signed, papers=papers)
        pages.run(lambda uow: complete_in_round(uow, work_item_id, submission, claims=room.claims))


def _papers(work_item_id: UUID, answers: Mapping[str, Any]) -> tuple[Upload, ...]:
    """Print what is signed in a round, where it is always signed in the system."""
    with pages.reading() as uow:
        item = find_visible(uow, work_item_id, pages.standing())
        schema = form_of(get_edition(uow, item.edition), item.form_ref)
    return kept_papers(item, schema, {**answers, "way": SYSTEM}, {})


def _left(posted: Mapping[UUID, Posted], found: Round) -> dict[UUID, Posted]:
    """Return what the page still shows: first what was refused, then what was not ticked."""
    left: dict[UUID, Posted] = {}
    for each in found.refused:
        if isinstance(each.error, NotFound):
            continue
        messages = each.error.messages if isinstance(each.error, FormInvalid) else {}
        left[each.work_item_id] = replace(
            posted[each.work_item_id], messages=messages, why=each.sentence
        )
    return left | {key: each for key, each in posted.items() if not each.is_ticked}
