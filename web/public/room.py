"""The blueprint of the public's pages: which office, the token of every post, what is sent along.

Nobody is signed in here. No address has a code or an identity in it; the pages tell no other site
and no log that somebody reads them, are kept by no cache, and only the first of them is for search
engines.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms.validators import ValidationError

from engine.access.pace import Pace, count_once
from engine.errors import ConcurrentUpdate, NotFound, Sentence
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import Channel
from engine.office.public_doors import PublicDoor, doors_of
from engine.store.unit_of_work import Actor, UnitOfWork
from engine.work.offices.opening import find_office
from engine.work.offices.settings import OfficeSettings, settings_in_force
from web import pages
from web.design.filters import use_digits
from web.design.frame import Frame, Link
from web.design.language import say

blueprint = Blueprint("public", __name__, url_prefix="/p/<office_key>", template_folder="templates")

Result = TypeVar("Result")

# For search engines: what is published for everybody to find.
_INDEXED = frozenset(
    {
        "public.channels",
        "public.document_of",
        "public.documents",
        "public.guideline",
        "public.participation",
        "public.participation_of",
        "public.start",
        "public.statistics",
        "public.statistics_of",
    }
)
# There without a door: who has no intake on the web publishes all the same.
_WITHOUT_DOORS = (
    "public.channels",
    "public.document",
    "public.guideline",
    "public.oit_zip",
    "public.participation",
    "public.statistics",
)
_OWN_SITE = (None, "same-origin")


@dataclass(frozen=True)
class Visited:
    """The office whose public pages these are, and the doors that it has."""

    id: UUID
    key: str
    settings: OfficeSettings
    doors: dict[PublicDoor, Channel]

    @property
    def profile(self) -> OfficeProfile:
        return self.settings.profile

    @property
    def public(self) -> Actor:
        """Who asks: nobody whom the office knows."""
        return Actor(self.id, None)


@blueprint.before_request
def enter() -> None:
    """Find the office, which has a public side if it has a door."""
    key = (request.view_args or {})["office_key"]
    office_id = find_office(pages.store(), key)
    if office_id is None:
        raise NotFound
    with pages.store().reading(Actor(office_id, None)) as uow:
        settings, today = settings_in_force(uow, uow.today), uow.today
    doors = doors_of(settings.profile)
    if not doors and not (request.endpoint or "").startswith(_WITHOUT_DOORS):
        raise NotFound
    use_digits(settings.profile.digits.pages)
    g.visited, g.today = Visited(office_id, key, settings, doors), today
    g.public_frame = _frame(g.visited)


@blueprint.before_request
def check_token() -> None:
    """Take a post from our own pages only.

    The usual check wants a Referer, and these pages send none: it would tell the log of whatever
    else is fetched who reads them.
    """
    if request.method != "POST":
        return
    if request.headers.get("Sec-Fetch-Site") not in _OWN_SITE:
        raise CSRFError("of another site")
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        raise CSRFError(str(error)) from error


@blueprint.after_request
def say_nothing(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint not in _INDEXED:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def visited() -> Visited:
    found: Visited = g.visited
    return found


@contextmanager
def reading() -> Iterator[UnitOfWork]:
    with pages.store().reading(visited().public) as uow:
        yield uow


def run(act: Callable[[UnitOfWork], Result]) -> Result:
    """Run a command of the public in a unit of its own, once more if another was faster."""
    try:
        with pages.store().unit(visited().public) as uow:
            return act(uow)
    except ConcurrentUpdate:
        with pages.store().unit(visited().public) as uow:
            return act(uow)


def count(pace: Pace) -> None:
    """Count one more of something from where this request comes; TooOften beyond its limit."""
    run(lambda uow: count_once(uow, pace, address()))


def address() -> str:
    """Return where this comes from: what the outermost of our own web servers was asked from."""
    trusted = pages.settings().proxies
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    told = passed[-trusted].strip() if 0 < trusted <= len(passed) else ""
    return told or request.remote_addr or ""


def _frame(found: Visited) -> Frame:
    statistics = url_for("public.statistics", office_key=found.key)
    participation = url_for("public.participation", office_key=found.key)
    start = url_for("public.start", office_key=found.key) if found.doors else statistics
    return Frame(
        office_name=say(found.profile.name),
        version=pages.VERSION,
        home_url=start,
        footer=(
            *_links(found, start),
            *_published(found.key),
            Link(_STATISTICS, statistics),
            Link(_PARTICIPATION, participation),
        ),
        is_demonstration=pages.settings().is_demonstration,
    )


def _published(key: str) -> tuple[Link, ...]:
    return (
        Link(_GUIDELINE, url_for("public.guideline", office_key=key)),
        Link(_CHANNELS, url_for("public.channels", office_key=key)),
        Link(_DOCUMENTS, url_for("public.documents", office_key=key)),
    )


def _links(found: Visited, start: str) -> tuple[Link, ...]:
    if not found.doors:
        return ()
    return (
        Link(Sentence("หน้าแรกรับเรื่องร้องเรียน", "Complaints: first page"), start),
        Link(
            Sentence("ติดตามเรื่องด้วยรหัส", "Follow your case by its code"),
            url_for("public.look_up", office_key=found.key),
        ),
    )


_GUIDELINE = Sentence("แนวปฏิบัติการจัดการเรื่องร้องเรียน", "Guideline on complaints")
_CHANNELS = Sentence("ช่องทางร้องเรียน", "Channels")
_DOCUMENTS = Sentence("ประกาศ มาตรการ และคู่มือ", "Announcements and measures")
_STATISTICS = Sentence("สถิติเรื่องร้องเรียน", "Statistics of complaints")
_PARTICIPATION = Sentence("รายงานผลการมีส่วนร่วม", "Reports of participation")
