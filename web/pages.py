"""What every view has at hand: the store, who is signed in, the frame around the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, NoReturn, TypeVar
from uuid import UUID, uuid4

from flask import Flask, current_app, g, request, session, url_for

from engine.access.membership import Standing
from engine.access.permissions import Command, may
from engine.access.sign_in import SignedIn
from engine.access.substitutions import stood_in_for
from engine.errors import ConcurrentUpdate, NotFound, Sentence
from engine.office.roles import Role
from engine.settings import Settings
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.allocation.standing_in import standing_for_case, standing_for_item
from engine.work.lists.desk import has_desk, only_signs
from engine.work.notices import count_unread
from engine.work.offices.settings import OfficeSettings, settings_in_force
from web.design.filters import use_digits
from web.design.frame import Frame, Link, Room
from web.design.frame import SignedIn as Shown
from web.design.language import say

VERSION = version("sucharit")
_KEY = "sucharit"
OFFICE_SETTINGS = Sentence("ข้อมูลหน่วยงาน", "Office settings")
# Set in the cookie of who acts for several offices: her pages offer the change.
SEVERAL_OFFICES = "several_offices"
# Pages of a room that has others beside it under the same name.
_FIRST_PAGES = {
    "worklist.notices": "worklist.notices",
    **dict.fromkeys(
        (
            f"worklist.{view}"
            for view in ("desk", "desk_deciding", "desk_decide", "desk_step", "desk_step_decide")
        ),
        "worklist.desk",
    ),
    "worklist.search_form": "worklist.search_form",
    "worklist.search_register": "worklist.search_form",
    "audit.new_grant": "audit.grants",
    "audit.revoking": "audit.grants",
    **dict.fromkeys(
        (
            f"worklist.{view}"
            for view in (
                *("intake", "take_in", "as_complaint"),
                *("keep_intake", "merge_intake", "clear_intake"),
            )
        ),
        "worklist.intake",
    ),
}

# Who may give any of these commands has the room: its name, its first page, its key.
_BY_RIGHT: tuple[tuple[frozenset[Command], tuple[Sentence, str, str]], ...] = (
    (
        frozenset({Command.LODGE_CASE}),
        (Sentence("รับเรื่องใหม่", "New complaint"), "worklist.intake", "n"),
    ),
    (
        frozenset({Command.SEE_REGISTER}),
        (Sentence("ทะเบียน", "Register"), "register.book", "b"),
    ),
    (
        frozenset({Command.SEE_OVERSIGHT}),
        (Sentence("ภาพรวม", "Overview"), "oversight.home", "o"),
    ),
    (
        frozenset({Command.SEE_FIGURES}),
        (Sentence("รายงาน", "Reports"), "reports.figures", "f"),
    ),
    (
        frozenset({Command.EDIT_DEFINITION, Command.APPROVE_DEFINITION}),
        (Sentence("กระบวนงาน", "Processes"), "studio.home", "p"),
    ),
    (
        frozenset({Command.SEE_AUDIT}),
        (Sentence("เรื่องที่ได้รับสิทธิตรวจ", "Cases to audit"), "audit.cases", "c"),
    ),
    (
        frozenset({Command.GRANT_AUDIT}),
        (Sentence("สิทธิตรวจสอบ", "Audit grants"), "audit.grants", "r"),
    ),
    (
        frozenset({Command.MANAGE_OFFICE}),
        (OFFICE_SETTINGS, "office.settings", "e"),
    ),
)
# The first page of each room.
_ROOMS = {
    "register": "register.book",
    "reports": "reports.figures",
    "office": "office.settings",
    "oversight": "oversight.home",
    "studio": "studio.home",
    "worklist": "worklist.mine",
    "case_file": "worklist.mine",
}

Result = TypeVar("Result")


def init_app(app: Flask, settings: Settings, store: Store) -> None:
    app.extensions[_KEY] = (settings, store)


def settings() -> Settings:
    found: Settings = current_app.extensions[_KEY][0]
    return found


def store() -> Store:
    found: Store = current_app.extensions[_KEY][1]
    return found


def signed_in() -> SignedIn:
    """Return whose session this is; ``auth`` has put it there before any view runs."""
    found: SignedIn | None = g.get("signed_in")
    if found is None:
        raise NotFound
    return found


def standing() -> Standing:
    """Return with whose standing this page works: the absent person's where one stands in."""
    found: Standing = g.get("acting") or g.standing
    return found


def myself() -> Standing:
    """Return what the person signed in is herself: her rooms, her password, her name on record."""
    found: Standing = g.standing
    return found


def act_in_item(work_item_id: UUID) -> None:
    """Let this page work in the name of whom she stands in for, if the step is that person's."""
    if g.stands_in:
        with store().reading(myself().actor) as uow:
            _act_with(standing_for_item(uow, myself(), work_item_id))


@contextmanager
def acting_in_item(work_item_id: UUID) -> Iterator[None]:
    """Work on one step of several as its own page would; the page itself is one's own again."""
    act_in_item(work_item_id)
    try:
        yield
    finally:
        _act_with(myself())


def act_in_case(case_id: UUID) -> None:
    """Let this page read a case that she may read only in the name of somebody away."""
    if g.stands_in:
        with store().reading(myself().actor) as uow:
            _act_with(standing_for_case(uow, myself(), case_id))


def _act_with(found: Standing) -> None:
    g.acting = found if found.substitute_id else None


def office() -> OfficeSettings:
    found: OfficeSettings = g.office
    return found


def actor() -> Actor:
    return standing().actor


@contextmanager
def unit() -> Iterator[UnitOfWork]:
    """Open a unit of work for the person signed in."""
    with store().unit(actor()) as uow:
        yield uow


def run(act: Callable[[UnitOfWork], Result]) -> Result:
    """Run a command in a unit of its own, once more if another unit was faster.

    Of two posts of one form at the same instant the second then finds the first's
    answer; somebody else's change is met by the command's own refusal.
    """
    try:
        with unit() as uow:
            return act(uow)
    except ConcurrentUpdate:
        with unit() as uow:
            return act(uow)


def try_out(act: Callable[[UnitOfWork], Result]) -> Result:
    """Run a command as :func:`run` does, give back what it returns and write nothing of it."""

    def undone(uow: UnitOfWork) -> NoReturn:
        raise _Undone(act(uow))

    try:
        run(undone)
    except _Undone as found:
        result: Result = found.result
        return result


class _Undone(Exception):
    """No fault: it ends the unit without a commit."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


@contextmanager
def reading() -> Iterator[UnitOfWork]:
    """Open a read-only unit for the person signed in."""
    with store().reading(actor()) as uow:
        yield uow


def submission_key() -> UUID:
    """Return the key that the form carries, or a new one for a form that is shown first."""
    try:
        return UUID(request.form.get("_submission", ""))
    except ValueError:
        return uuid4()


def enter_office(uow: UnitOfWork, found: SignedIn, who: Standing) -> None:
    """Note for this request who is here, for which office, and how it writes its digits."""
    # All or nothing: the page that says that the database went away asks for what is noted here.
    office = settings_in_force(uow, uow.today)
    stands_in = bool(stood_in_for(uow, who.person_id, uow.today))
    noted = office, uow.today, count_unread(uow, who.person_id), has_desk(uow, office, who)
    g.office, g.today, g.unread, g.has_desk = noted
    g.stands_in = stands_in
    g.signed_in = found
    g.standing = who
    use_digits(g.office.profile.digits.pages)


def frame() -> Frame:
    """Return what stands around the page; a stranger sees the product's name only.

    On the public pages of an office that room has said what it is.
    """
    if "public_frame" in g:
        found: Frame = g.public_frame
        return found
    if "standing" not in g:
        return Frame(
            office_name=say(Sentence("ระบบสุจริต", "Sucharit")),
            version=VERSION,
            is_demonstration=settings().is_demonstration,
            help_url=None if request.endpoint == "auth.help" else url_for("auth.help"),
        )
    who, profile = myself(), office().profile
    role = next((r for r in Role if r in who.roles), None)
    return Frame(
        office_name=say(profile.name),
        version=VERSION,
        home_url=first_url(),
        rooms=_rooms(who),
        signed_in=Shown(
            name=say(standing().acting or Sentence(who.name, who.name)),
            title=who.position or (say(profile.title_of(role)) if role else ""),
            sign_out_url=url_for("auth.sign_out"),
            switch_url=url_for("auth.switch_user"),
        ),
        acting=standing().acting,
        footer=_footer(),
        is_demonstration=settings().is_demonstration,
        help_url=_help_url(),
        keys_url=url_for("help.keyboard"),
        first_day_url=url_for("first_day.guide") if settings().is_demonstration else None,
    )


def first_url() -> str:
    """Return where the day of who has work begins: at the desk, if all of it is signing."""
    view = "worklist.desk" if only_signs(office(), myself()) else "worklist.mine"
    return url_for(view, office_key=signed_in().office_key)


def _rooms(who: Standing) -> tuple[Room, ...]:
    key = signed_in().office_key
    rooms = []
    if g.has_desk:
        rooms.append((Sentence("แฟ้มเสนอ", "To sign"), "worklist.desk", "d"))
    if who.queues:
        rooms.append((Sentence("งานของฉัน", "My work"), "worklist.mine", "w"))
        rooms.append((Sentence("การแจ้ง", "Notices"), "worklist.notices", "a"))
        rooms.append((Sentence("ค้นเรื่อง", "Search"), "worklist.search_form", "s"))
    rooms += [room for commands, room in _BY_RIGHT if any(may(who, each) for each in commands)]
    return tuple(
        Room(
            label,
            url_for(view, office_key=key),
            count=g.unread if view == "worklist.notices" and g.unread else None,
            is_current=_room_of(request.endpoint) == view,
            key=letter,
        )
        for label, view, letter in rooms
    )


def _help_url() -> str | None:
    """Return where this page is explained; what explains others needs no help of its own."""
    about = g.get("help_about") or request.endpoint
    return None if about in (None, "help.page") else url_for("help.page", about=about)


def _room_of(endpoint: str | None) -> str | None:
    """Return the first page of the room that a page belongs to."""
    if endpoint in _FIRST_PAGES:
        return _FIRST_PAGES[endpoint]
    inside, _, page = (endpoint or "").partition(".")
    if inside == "audit" and page != "grants":
        return "audit.cases"
    return _ROOMS.get(inside, endpoint)


def _footer() -> tuple[Link, ...]:
    away = url_for("worklist.substitutions", office_key=signed_in().office_key)
    blank = url_for("worklist.blank_forms", office_key=signed_in().office_key)
    links = [
        Link(Sentence("การปฏิบัติงานแทน", "Standing in"), away),
        Link(Sentence("แบบฟอร์มเปล่า", "Blank forms"), blank),
    ]
    who = myself()
    # Who may only look finds it at the foot: her rooms are where her work is.
    if may(who, Command.SEE_OFFICE) and not may(who, Command.MANAGE_OFFICE):
        settings_url = url_for("office.settings", office_key=signed_in().office_key)
        links.append(Link(OFFICE_SETTINGS, settings_url))
    if SEVERAL_OFFICES in session:
        links.append(Link(Sentence("เปลี่ยนหน่วยงาน", "Change office"), url_for("auth.offices")))
    return tuple(links)
