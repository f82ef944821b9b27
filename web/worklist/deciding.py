"""Several steps decided on one page, each by the controls of its own form and in its own unit."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.errors import EngineError, FormInvalid, NotFound, Sentence
from engine.work.completing import Submission
from engine.work.several import complete_in_round, read_brief_step
from web import pages
from web.auth import check_form_owner
from web.form_pages import REFRESH, bind, of_prefix
from web.rounds import FIELD, NOT_WHOLE, NotARound, Round, Told, check_round, chosen, run_each
from web.worklist.deciding_page import Posted, prefix_of, show_page
from web.worklist.drafting import is_page_part
from web.worklist.filling import has_confirmed
from web.worklist.lists import whole_list_args
from web.worklist.room import blueprint

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


@blueprint.get("/<office_key>/work/several")
def deciding(office_key: str) -> str | tuple[str, int]:
    ids = chosen(request.args)
    try:
        check_round(ids)
    except NotARound as refused:
        return show_page(office_key, {}, title=refused.sentence), 422
    return show_page(office_key, dict.fromkeys(ids, Posted()))


@blueprint.post("/<office_key>/work/several")
def decide(office_key: str) -> str | tuple[str, int] | Response:
    check_form_owner()
    ids = chosen(request.form)
    shown = chosen(MultiDict((FIELD, text) for text in request.form.getlist(_SHOWN)))
    wanted = [*shown, *(each for each in ids if each not in shown)]
    if REFRESH in request.form and is_page_part():
        # One form of the page is fetched again: the others stay as they stand there.
        wanted = [each for each in wanted if prefix_of(each) == request.form[REFRESH]]
    posted = {each: _posted(each, is_ticked=each in ids) for each in wanted}
    if REFRESH in request.form:
        return show_page(office_key, posted)
    try:
        check_round(ids)
    except NotARound as refused:
        return show_page(office_key, posted, title=refused.sentence), 422
    is_signed = any(posted[each].signs for each in ids)
    if is_signed and not has_confirmed():
        said = _WRONG_PASSWORD if request.form.get("password") else _NO_PASSWORD
        return show_page(office_key, posted, password_message=said), 422
    found = run_each(ids, partial(_complete, posted, has_signed=is_signed))
    if not found.refused:
        flash(_COMPLETED.of(found))
        return redirect(url_for("worklist.mine", office_key=office_key, **whole_list_args()), 303)
    left = _left(posted, found)
    page = show_page(office_key, left, title=_COMPLETED.of(found), hidden=found.hidden)
    return page, 422 if any(each.messages for each in left.values()) else NOT_WHOLE


def _posted(work_item_id: UUID, *, is_ticked: bool) -> Posted:
    """Read what was posted for a step by its form; nothing of one that is not hers any more."""
    try:
        with pages.acting_in_item(work_item_id), pages.reading() as uow:
            step = read_brief_step(uow, pages.standing(), work_item_id)
    except EngineError:
        return Posted({}, is_ticked=is_ticked)
    bound = bind(step.schema, of_prefix(request.form, prefix_of(work_item_id)))
    return Posted(bound.answers, is_ticked=is_ticked, signs=step.signs)


def _complete(
    posted: Mapping[UUID, Posted], work_item_id: UUID, key: UUID, *, has_signed: bool
) -> None:
    answers: Mapping[str, Any] = posted[work_item_id].answers or {}
    submission = Submission(key, answers, has_confirmed_password=has_signed)
    with pages.acting_in_item(work_item_id):
        pages.run(lambda uow: complete_in_round(uow, work_item_id, submission))


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
