"""How satisfied who complained is, asked once when she has been told the result."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.access.pace import Pace, count_once
from engine.access.visits import Way
from engine.cases.register import get_case
from engine.errors import FormInvalid, NotFound, Sentence
from engine.reports.satisfaction import SCORES
from engine.store.unit_of_work import UnitOfWork
from engine.work.public.satisfaction import LONGEST, asks_satisfaction, tell_satisfaction
from web import pages
from web.public.following import THANKED, visit_is_over, ways_of_visit
from web.public.room import address, blueprint, reading, run, visited
from web.whole_numbers import read_number

_WORDS: Final = {
    5: Sentence("พอใจมาก", "Very satisfied"),
    4: Sentence("พอใจ", "Satisfied"),
    3: Sentence("เฉย ๆ", "Neither"),
    2: Sentence("ไม่พอใจ", "Dissatisfied"),
    1: Sentence("ไม่พอใจมาก", "Very dissatisfied"),
}


@blueprint.get("/follow/case/<int:place>/satisfaction")
def satisfaction(office_key: str, place: int) -> str | Response | tuple[str, int]:
    way = _way(place)
    if way is None:
        return visit_is_over(office_key, ""), 401
    with reading() as uow:
        is_asked = asks_satisfaction(uow, way)
    if not is_asked:
        return redirect(url_for("public.followed", office_key=office_key))
    return _page(office_key, place, way, {})


@blueprint.post("/follow/case/<int:place>/satisfaction")
def tell(office_key: str, place: int) -> str | Response | tuple[str, int]:
    """Take the answer, or give back what was typed."""
    way, words, key = _way(place), request.form.get("words", ""), pages.submission_key()
    if way is None:
        return visit_is_over(office_key, words), 401
    # None chosen is none of the scores.
    score = read_number(request.form.get("score", ""), most=max(SCORES)) or 0

    def act(uow: UnitOfWork) -> None:
        tell_satisfaction(uow, way, score, words, submission_key=key)
        count_once(uow, Pace.WRITE, address())

    try:
        run(act)
    except FormInvalid as refused:
        return _page(office_key, place, way, refused.messages), 422
    session["sent"] = THANKED
    return redirect(url_for("public.followed", office_key=office_key), 303)


def _way(place: int) -> Way | None:
    ways = ways_of_visit()
    if not ways:
        return None
    if place >= len(ways):
        raise NotFound
    return ways[place]


def _page(office_key: str, place: int, way: Way, messages: Mapping[str, Sequence[Sentence]]) -> str:
    with reading() as uow:
        number = get_case(uow, way.case_id).number
    return render_template(
        "public/satisfaction.html",
        office_key=office_key,
        action=url_for("public.tell", office_key=office_key, place=place),
        number=number,
        choices=[(score, _WORDS[score]) for score in SCORES],
        chosen=request.form.get("score", ""),
        words=request.form.get("words", ""),
        longest=LONGEST,
        threshold=visited().profile.publication.threshold,
        messages=messages,
        submission_key=pages.submission_key(),
    )
