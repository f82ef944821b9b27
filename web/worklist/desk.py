"""The desk of who signs (แฟ้มเสนอ): what awaits a signature, one by one or several at once."""

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.visibility import record_glances
from engine.errors import NotFound, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.desk import (
    Awaited,
    Away,
    Desk,
    away_from_desk,
    count_signed,
    read_desk,
)
from engine.work.lists.narrowing import start_of_week
from engine.work.lists.proposals import Proposal, proposals_of
from engine.work.lists.worklist import MOST_COUNTED, View
from engine.work.parts import part_names
from engine.work.several import MOST
from web import pages
from web.auth import check_form_owner, form_owner
from web.case_file.showing import one_line, secrecy_words
from web.design.filters import number
from web.design.language import say
from web.rounds import FIELD, NotARound, check_round, chosen
from web.worklist.deciding import Answer, answer_round, ask_round
from web.worklist.deciding_page import DESK
from web.worklist.desk_cards import card_groups
from web.worklist.room import blueprint


@blueprint.get("/<office_key>/desk")
def desk(office_key: str) -> str:
    return show_desk(office_key)


@blueprint.get("/<office_key>/desk/several")
def desk_deciding(office_key: str) -> str | tuple[str, int]:
    return ask_round(office_key, DESK)


@blueprint.post("/<office_key>/desk/several")
def desk_decide(office_key: str) -> Answer:
    return answer_round(office_key, DESK)


@blueprint.get("/<office_key>/desk/several/choose")
def desk_address(office_key: str) -> Response:
    """Lead who reloads the answer to a round to the desk."""
    return redirect(url_for("worklist.desk", office_key=office_key))


@blueprint.post("/<office_key>/desk/several/choose")
def choose_on_desk(office_key: str) -> str | tuple[str, int] | Response:
    """Lead to the page on which the chosen steps are decided."""
    check_form_owner()
    ids = chosen(request.form)
    try:
        check_round(ids)
    except NotARound as refused:
        return show_desk(office_key, refused.sentence, frozenset(ids)), 422
    args: dict[str, Any] = {FIELD: [str(each) for each in ids]}
    return redirect(url_for("worklist.desk_deciding", office_key=office_key, **args), 303)


def show_desk(
    office_key: str, refusal: Sentence | None = None, picked: frozenset[UUID] = frozenset()
) -> str:
    """Show what awaits her; ``picked`` stays ticked after a refusal.

    Raises
    ------
    NotFound
        She signs nothing today, neither herself nor for somebody away.
    """
    if not g.has_desk:
        raise NotFound
    who, office = pages.myself(), pages.office()
    with pages.reading() as uow:
        found = read_desk(uow, office, who)
        proposals = _readable_proposals(uow, found)
        away = away_from_desk(uow, office, who)
        scopes = [(one.row.case_id, one.row.scope) for one in found.awaited if one.row.scope]
        parts = part_names(uow, office, scopes)
        groups = card_groups(
            uow, found.awaited, proposals, parts, office.profile, g.today, office_key
        )
        since = (g.today, start_of_week(g.today))
        signed = [(day, count_signed(uow, who, day)) for day in since]
    _record_glances([one for one in found.awaited if one.row.id in proposals])
    return render_template(
        "worklist/desk.html",
        office_key=office_key,
        today=g.today,
        groups=groups,
        picked=picked,
        refusal=refusal,
        count=len(found.awaited),
        has_more=found.has_more,
        away=[_away_line(one) for one in away],
        signed=_signed(office_key, signed),
        # One is opened by itself.
        may_pick=sum(bool(card.pick) for _, cards in groups for card in cards) > 1,
        most_in_round=MOST,
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


def _readable_proposals(uow: UnitOfWork, found: Desk) -> dict[UUID, Proposal]:
    """Return what is proposed, of the cases that she may read whole today."""
    ids = [one.row.id for one in found.awaited if one.is_readable]
    return proposals_of(uow, ids)


def _record_glances(shown: list[Awaited]) -> None:
    """Write down, before a byte leaves, of which cases she is shown an opinion, and for whom."""
    acting = sorted(shown, key=lambda one: one.acting.th if one.acting else "")
    for who, found in groupby(acting, lambda one: one.acting):
        cases = [one.row.case_id for one in found]
        with pages.unit() as uow:
            person, reason = pages.myself().person_id, who.th if who else None
            record_glances(uow, person, cases, reason=reason)


def _away_line(one: Away) -> tuple[str, Sentence | None, str, str, Sentence]:
    row, said = one.row, _IN_FOLDER if one.is_folder else _WITH
    return (
        row.number,
        secrecy_words(row.secrecy),
        row.subject or "",
        one_line(row.name, row.name_en),
        Sentence(said.th.format(row.holder), said.en.format(row.holder)),
    )


def _signed(office_key: str, counted: list[tuple[date, int]]) -> list[tuple[str, str]]:
    """Say how much she has signed today and this week, each with where it is listed."""
    found = []
    for (day, count), words in zip(counted, (_TODAY, _THIS_WEEK), strict=True):
        shown = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
        # "from" is no name that Python takes.
        args: dict[str, Any] = {"view": View.DONE.value, "from": day.isoformat()}
        url = url_for("worklist.mine", office_key=office_key, **args)
        if count:
            found.append((say(words).format(number(shown)), url))
    return found


_IN_FOLDER = Sentence("อยู่ในแฟ้มกระดาษ {} บันทึกแทน", "In the paper folder; {} records it")
_WITH = Sentence("อยู่กับ {}", "With {}")
_TODAY = Sentence("วันนี้ {} ขั้นตอน", "{} today")
_THIS_WEEK = Sentence("สัปดาห์นี้ {} ขั้นตอน", "{} this week")
