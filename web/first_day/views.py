"""The guided list of a first day; its ticks are kept in this browser and say nothing of a case."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from web import pages
from web.design.language import say
from web.first_day.guides import GUIDED, Guide, Step, guide, guides_for
from web.first_day.places import place_url

blueprint = Blueprint("first_day", __name__, template_folder="templates")

_COOKIE: Final = "first_day"
_BETWEEN: Final = "~"
_KEPT_SECONDS: Final = 365 * 24 * 60 * 60


@blueprint.before_request
def only_in_a_demonstration() -> None:
    if not pages.settings().is_demonstration:
        raise NotFound


@blueprint.get("/first-day", endpoint="guide")
def first_day() -> str:
    who, done = pages.myself(), _done()
    with pages.reading() as uow:
        shown = [(role, _lines(uow, one, done)) for role, one in guides_for(who.roles).items()]
    # By the neutral names: in a small office one title may stand for several roles.
    return render_template(
        "first_day/guide.html",
        office_key=pages.signed_in().office_key,
        guides=[(say(role.title), lines) for role, lines in shown],
    )


@blueprint.post("/first-day", endpoint="tick")
def tick() -> Response:
    """Mark a step as done, or as not done after all."""
    step, done = request.form.get("step", ""), _done()
    done ^= {step} & _known()
    answer = redirect(url_for("first_day.guide", _anchor=step if step in _known() else None), 303)
    answer.set_cookie(
        _COOKIE,
        _BETWEEN.join(sorted(done)),
        max_age=_KEPT_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _lines(uow: UnitOfWork, one: Guide, done: set[str]) -> list[tuple[Step, str, bool]]:
    """Return each step with its address and whether it is ticked."""
    return [(step, _url(uow, step), step.key in done) for step in one.steps]


def _url(uow: UnitOfWork, step: Step) -> str:
    found = place_url(uow, pages.myself(), step.find) if step.find else None
    return found or url_for(step.page, office_key=pages.signed_in().office_key, **step.args)


def _done() -> set[str]:
    return set(request.cookies.get(_COOKIE, "").split(_BETWEEN)) & _known()


def _known() -> set[str]:
    return {step.key for role in GUIDED for step in guide(role).steps}
