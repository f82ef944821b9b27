"""Who stands in for whom: one's own, and for the office by who may set it for others."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.substitutions import Substitution
from engine.definitions.reading import evaluate
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import FormSchema, Label, Option, check_answers, parse_form
from engine.office.acting import ActingForm
from engine.work.substituting import (
    Terms,
    end_substitution,
    may_set_for_others,
    may_stand_in,
    seen_by,
    set_substitution,
)
from web import pages
from web.auth import form_owner
from web.command_forms import draw_command_form
from web.design.language import say
from web.form_pages import bind
from web.worklist.room import blueprint

_FORM = Path(__file__).with_name("substitution.json")
_SET = Sentence("บันทึกการปฏิบัติงานแทนแล้ว แจ้งทั้งสองคนแล้ว", "On record; both were told")
_ENDED = Sentence("สิ้นสุดการปฏิบัติงานแทนแล้ว แจ้งทั้งสองคนแล้ว", "Standing in has ended; both were told")


@blueprint.get("/<office_key>/substitutions")
def substitutions(office_key: str) -> str:
    with pages.reading() as uow:
        found = seen_by(uow, pages.myself())
    return render_template(
        "worklist/substitutions.html",
        office_key=office_key,
        now=[each for each in found if each.is_in_force(g.today)],
        coming=[each for each in found if each.from_on > g.today and not each.is_over(g.today)],
        over=[each for each in found if each.is_over(g.today)],
        me=pages.myself().person_id,
        sets_for_others=may_set_for_others(pages.myself()),
        may_set=_may_set(),
    )


def _may_set() -> bool:
    """Tell whether she holds work of her own, or may set substitutes for others."""
    return bool(pages.myself().queues) or may_set_for_others(pages.myself())


@blueprint.route("/<office_key>/substitutions/new", methods=["GET", "POST"])
def new_substitution(office_key: str) -> str | tuple[str, int] | Response:
    if not _may_set():
        raise NotFound
    lists = _lists()
    if request.method == "GET":
        return _page(office_key, lists, _suggested(), {})
    bound = bind(_schema(), request.form, request.files)
    if bound.change is not None:
        return _page(office_key, lists, bound.answers, {})
    try:
        terms = _terms(bound.answers, lists)
        pages.run(lambda uow: set_substitution(uow, pages.submission_key(), terms))
    except FormInvalid as refused:
        return _page(office_key, lists, bound.answers, refused.messages), 422
    flash(say(_SET))
    return redirect(url_for("worklist.substitutions", office_key=office_key), 303)


@blueprint.get("/<office_key>/substitutions/<uuid:substitution_id>/end")
def ending_substitution(office_key: str, substitution_id: UUID) -> str:
    return render_template(
        "worklist/end_substitution.html",
        office_key=office_key,
        one=_find(substitution_id),
        owner=form_owner(),
    )


@blueprint.post("/<office_key>/substitutions/<uuid:substitution_id>/end")
def finish_substitution(office_key: str, substitution_id: UUID) -> Response:
    pages.run(lambda uow: end_substitution(uow, substitution_id))
    flash(say(_ENDED))
    return redirect(url_for("worklist.substitutions", office_key=office_key), 303)


def _find(substitution_id: UUID) -> Substitution:
    with pages.reading() as uow:
        found = {each.id: each for each in seen_by(uow, pages.myself())}
    if substitution_id not in found:
        raise NotFound
    return found[substitution_id]


@cache
def _schema_for(*, others: bool) -> FormSchema:
    """Return the form; who sets it for herself alone is not asked who is away."""
    form = json.loads(_FORM.read_bytes())
    if not others:
        form["components"] = [each for each in form["components"] if each["key"] != "person"]
    return parse_form(json.dumps(form).encode(), "worklist.substitution")


def _schema() -> FormSchema:
    return _schema_for(others=may_set_for_others(pages.myself()))


def _lists() -> dict[str, list[Option]]:
    with pages.reading() as uow:
        found = may_stand_in(uow)
    return {"members": [Option(str(key), Label(name, name)) for key, name in found]}


def _suggested() -> dict[str, Any]:
    """Begin with herself, where she holds work."""
    who = pages.myself()
    return {"person": str(who.person_id)} if who.queues and may_set_for_others(who) else {}


def _terms(answers: Mapping[str, Any], lists: Mapping[str, Sequence[Option]]) -> Terms:
    checked = check_answers(
        _schema(), answers, today=g.today, names={"options": lists}, evaluate=evaluate
    ).open
    return Terms(
        person_id=UUID(checked.get("person") or str(pages.myself().person_id)),
        substitute_id=UUID(checked["substitute"]),
        form=ActingForm(checked["form"]),
        from_on=date.fromisoformat(str(checked["from_on"])),
        to_on=date.fromisoformat(str(checked["to_on"])),
        order_cited=checked["order_cited"],
    )


def _page(
    office_key: str,
    lists: Mapping[str, Sequence[Option]],
    answers: Mapping[str, Any],
    messages: Mapping[str, Sequence[Sentence]],
) -> str:
    return render_template(
        "worklist/new_substitution.html",
        office_key=office_key,
        form=draw_command_form(_schema(), answers, messages, {"options": lists}),
        key=pages.submission_key(),
        owner=form_owner(),
    )
