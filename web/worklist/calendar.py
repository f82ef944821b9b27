"""The person's own calendar address: made, shown once, revoked; and what a calendar reads there."""

import hashlib

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.feeds import find_feed, make_feed, reader_of, revoke_feed
from engine.errors import NotFound, Sentence
from engine.work.lists.due_calendar import due_calendar
from engine.work.offices.settings import settings_in_force
from web import pages
from web.design.language import say
from web.worklist.room import blueprint

_REVOKED = Sentence("ยกเลิกที่อยู่ปฏิทินแล้ว", "The calendar address is revoked")


@blueprint.get("/calendar/<token>.ics")
def calendar_feed(token: str) -> Response:
    """Tell a calendar, which has nothing but the address, how much is due on each day."""
    store = pages.store()
    who = reader_of(store, token)
    with store.reading(who.actor) as uow:
        profile = settings_in_force(uow, uow.today).profile
        content = due_calendar(uow, who, profile.name.th, profile.digits.pages)
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="sucharit.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.set_etag(hashlib.sha256(content).hexdigest())
    return answer.make_conditional(request)


@blueprint.get("/<office_key>/work/calendar")
def calendar(office_key: str) -> str:
    return _page(office_key)


@blueprint.post("/<office_key>/work/calendar")
def make_calendar(office_key: str) -> str:
    _check()
    token = pages.run(make_feed)
    path = url_for("worklist.calendar_feed", token=token)
    return _page(office_key, pages.settings().base_url.rstrip("/") + path)


@blueprint.post("/<office_key>/work/calendar/revoke")
def revoke_calendar(office_key: str) -> Response:
    pages.run(revoke_feed)
    flash(say(_REVOKED))
    return redirect(url_for("worklist.calendar", office_key=office_key), 303)


def _page(office_key: str, address: str | None = None) -> str:
    _check()
    with pages.reading() as uow:
        made_at = find_feed(uow)
    return render_template(
        "worklist/calendar.html", office_key=office_key, made_at=made_at, address=address
    )


def _check() -> None:
    """Only who may hold work has due dates."""
    if not pages.standing().queues:
        raise NotFound
