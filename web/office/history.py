"""The revisions of the settings: who changed what, when, from which day; one that waits, back."""

from dataclasses import dataclass
from itertools import pairwise

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check, may
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.forms.reading import kept_text
from engine.office.profile import parse_profile
from engine.work.offices.revisions import Revision, in_force, revisions, take_back
from web import pages
from web.auth import check_form_owner, form_owner
from web.design.language import say
from web.office.editing import base_posted, password_message
from web.office.room import blueprint
from web.office.showing import Difference, differences

# As many as somebody looks through; the record keeps all.
MOST_SHOWN = 50


@dataclass(frozen=True)
class ShownRevision:
    """``state`` is waiting, in_force or past."""

    revision: Revision
    changes: tuple[Difference, ...]
    state: str


@blueprint.get("/history")
def history(office_key: str) -> str:
    with pages.reading() as uow:
        found = revisions(uow)
    now = in_force(found, g.today)
    changes = {new.number: _changes(old, new) for new, old in pairwise(found[: MOST_SHOWN + 1])}
    return render_template(
        "office/history.html",
        office_key=office_key,
        shown=[
            ShownRevision(each, changes.get(each.number, ()), _state(each, now))
            for each in found[:MOST_SHOWN]
        ],
        left_out=max(0, len(found) - MOST_SHOWN),
        may_take_back=found[0].number != now.number and may(pages.myself(), Command.MANAGE_OFFICE),
    )


@blueprint.get("/take-back")
def taking_back(office_key: str) -> str:
    return _page(office_key, "", {})


@blueprint.post("/take-back")
def take_back_now(office_key: str) -> Response | tuple[str, int]:
    check_form_owner()
    reason = kept_text(request.form.get("reason", ""))
    base, key = base_posted(), pages.submission_key()
    wrong = password_message()
    if wrong is not None:
        return _page(office_key, reason, {"password": wrong}), 422
    try:
        pages.run(lambda uow: take_back(uow, base, reason, submission_key=key))
    except FormInvalid as refused:
        said = {name: told[0] for name, told in refused.messages.items()}
        return _page(office_key, reason, said), 422
    flash(say(_TAKEN_BACK))
    return redirect(url_for("office.settings", office_key=office_key), 303)


def _page(office_key: str, reason: str, messages: dict[str, Sentence]) -> str:
    check(pages.myself(), Command.MANAGE_OFFICE)
    with pages.reading() as uow:
        found = revisions(uow)
    now, latest = in_force(found, g.today), found[0]
    if now.number == latest.number:
        raise InvalidTransition(_NONE_WAITS)
    return render_template(
        "office/take_back.html",
        office_key=office_key,
        latest=latest,
        changes=_changes(latest, now),
        reason=reason,
        messages=messages,
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


def _changes(before: Revision, after: Revision) -> tuple[Difference, ...]:
    old, new = (parse_profile(each.toml, "profile") for each in (before, after))
    return tuple(differences(old, new))


def _state(revision: Revision, now: Revision) -> str:
    if revision.number == now.number:
        return "in_force"
    return "waiting" if revision.number > now.number else "past"


_TAKEN_BACK = Sentence("ยกเลิกการแก้ไขที่รออยู่แล้ว", "The change that waited is taken back")
_NONE_WAITS = Sentence("ไม่มีการแก้ไขที่รอวันเริ่มใช้แล้ว", "No change waits for its day any more.")
