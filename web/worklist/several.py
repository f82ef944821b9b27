"""Several steps of the list in one round: claimed or released at once, or chosen to be decided."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Sentence
from engine.work.allocation.claiming import claim_work_item
from engine.work.several import release_in_round
from web import pages
from web.auth import check_form_owner
from web.errors import status_of
from web.rounds import FIELD, NOT_WHOLE, NotARound, Told, check_round, chosen, run_each
from web.worklist.lists import AfterRound, show_list, whole_list_args
from web.worklist.room import blueprint

Answer = str | tuple[str, int] | Response

_CLAIMED = Told(
    Sentence("รับงานแล้ว {} รายการ", "{} claimed."),
    Sentence("อีก {} รายการยังไม่ได้รับ", "{} not claimed."),
    Sentence("ยังไม่ได้รับงาน {} รายการที่เลือก", "None of the {} chosen was claimed."),
)
_RELEASED = Told(
    Sentence("คืนงานแล้ว {} รายการ", "{} released."),
    Sentence("อีก {} รายการยังไม่ได้คืน", "{} not released."),
    Sentence("ยังไม่ได้คืนงาน {} รายการที่เลือก", "None of the {} chosen was released."),
)
_NOT_CLAIMED = Sentence("ยังไม่ได้รับ", "Not claimed")
_NOT_RELEASED = Sentence("ยังไม่ได้คืน", "Not released")


@blueprint.get("/<office_key>/work/several/claim")
@blueprint.get("/<office_key>/work/several/release")
@blueprint.get("/<office_key>/work/several/choose")
def several_address(office_key: str) -> Response:
    """Lead who reloads the answer to a round to the list."""
    return redirect(_list_url(office_key))


@blueprint.post("/<office_key>/work/several/claim")
def claim_several(office_key: str) -> Answer:
    return _run(office_key, _claim, _CLAIMED, _NOT_CLAIMED)


@blueprint.post("/<office_key>/work/several/release")
def release_several(office_key: str) -> Answer:
    return _run(office_key, _release, _RELEASED, _NOT_RELEASED)


@blueprint.post("/<office_key>/work/several/choose")
def choose_several(office_key: str) -> Answer:
    """Lead to the page on which the chosen steps are decided."""
    ids = chosen(request.form)
    try:
        check_round(ids)
    except NotARound as refused:
        return _not_a_round(office_key, refused, ids)
    args = {**whole_list_args(), FIELD: [str(each) for each in ids]}
    return redirect(url_for("worklist.deciding", office_key=office_key, **args), 303)


def _claim(work_item_id: UUID, _key: UUID) -> None:
    with pages.acting_in_item(work_item_id):
        pages.run(lambda uow: claim_work_item(uow, work_item_id))


def _release(work_item_id: UUID, key: UUID) -> None:
    with pages.acting_in_item(work_item_id):
        pages.run(lambda uow: release_in_round(uow, work_item_id, key))


def _run(
    office_key: str, act: Callable[[UUID, UUID], None], told: Told, heading: Sentence
) -> Answer:
    """Do it to each; what was not done stands first in the list, still ticked."""
    check_form_owner()
    ids = chosen(request.form)
    try:
        check_round(ids)
    except NotARound as refused:
        return _not_a_round(office_key, refused, ids)
    found = run_each(ids, act)
    if not found.refused:
        flash(told.of(found))
        return redirect(_list_url(office_key), 303)
    after = AfterRound(told.of(found), heading, found.refused)
    return show_list(office_key, after), NOT_WHOLE


def _not_a_round(office_key: str, refused: NotARound, ids: list[UUID]) -> tuple[str, int]:
    after = AfterRound(refused.sentence, picked=frozenset(ids))
    return show_list(office_key, after), status_of(refused)


def _list_url(office_key: str) -> str:
    return url_for("worklist.mine", office_key=office_key, **whole_list_args())
