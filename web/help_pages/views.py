"""The help of one page and the list of keys: pages of their own, or shown beside a page."""

from collections import defaultdict
from collections.abc import Iterable

from flask import Blueprint, g, render_template, request

from engine.access.membership import members
from engine.access.permissions import Command, may
from engine.errors import NotFound, Sentence
from engine.office.roles import Role
from web import pages
from web.design.language import say
from web.help_pages import keys
from web.help_pages.catalogue import topic_of

blueprint = Blueprint("help", __name__, template_folder="templates", url_prefix="/help")

_HERSELF = Sentence("ท่านเอง", "You yourself")
# Who mends what is no question of the work.
_ALWAYS = Role.ADMINISTRATOR


@blueprint.get("/keyboard")
def keyboard() -> str:
    rooms = [
        keys.Key((keys.GO, room.key.upper()), room.label)
        for room in pages.frame().rooms
        if room.key is not None
    ]
    groups = [keys.EVERYWHERE, keys.IN_LISTS, keys.IN_A_FORM]
    if rooms:
        groups.insert(1, keys.Group(keys.TO_ROOMS, tuple(rooms)))
    if may(pages.myself(), Command.SEE_AUDIT):
        groups.append(keys.IN_A_REPLAY)
    return _shown("keyboard", groups=groups)


@blueprint.get("/<about>")
def page(about: str) -> str:
    return help_page(about)


def help_page(about: str) -> str:
    """Explain the page that an endpoint shows."""
    topic = topic_of(about)
    if topic is None:
        raise NotFound
    asked = _holders((*topic.ask, _ALWAYS)) if "standing" in g else []
    return _shown("topic", topic=topic, text=topic.text, asked=asked)


def _holders(roles: Iterable[Role]) -> list[tuple[str, list[str]]]:
    """Return the title of each role in this office, and who holds it today."""
    with pages.reading() as uow:
        found = members(uow, uow.today)
    names = defaultdict[Role, list[str]](list)
    for one in found:
        name = say(_HERSELF) if one.person_id == pages.myself().person_id else one.name
        if name not in names[one.role]:
            names[one.role].append(name)
    profile = pages.office().profile
    return [(say(profile.title_of(role)), names[role]) for role in dict.fromkeys(roles)]


def _shown(name: str, **values: object) -> str:
    """Show a text as a page, or without the frame for a page that opens it beside itself."""
    is_beside = "beside" in request.args
    template = f"help_pages/{name}_text.html" if is_beside else f"help_pages/{name}.html"
    return render_template(template, level=2 if is_beside else 1, **values)
