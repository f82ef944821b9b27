"""The form of a door on paper: for who has no network, or would rather hand it in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import render_template

from engine.definitions.adoption import get_adopted_edition
from engine.definitions.reading import start_form_of
from engine.errors import NotFound, Sentence
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import ChannelKind
from engine.office.public_doors import PublicDoor
from engine.work.public.lodging import PUBLIC, public_names
from web.paper_forms import blank_form
from web.public.room import blueprint, reading, visited
from web.public.start import DOORS, outside_bodies


@dataclass(frozen=True)
class Place:
    """Where paper is taken, and who reads what comes in there (U34)."""

    name: Sentence
    where: Sentence | None
    note: Sentence | None
    readers: tuple[Sentence, ...]


_TAKES_PAPER: Final = (ChannelKind.BOX, ChannelKind.POST, ChannelKind.WALK_IN)


@blueprint.get("/<any(corruption, general):way>/paper")
def blank(office_key: str, way: str) -> str:
    """Print what the door asks, to be written by hand and handed in, with a name or without."""
    door = PublicDoor(way)
    if door not in visited().doors:
        raise NotFound
    settings = visited().settings
    with reading() as uow:
        schema = start_form_of(get_adopted_edition(uow, settings.profile.doors[door]))
        if schema is None:
            raise NotFound
        names = public_names(uow, settings, door)
        body = blank_form(schema, names["options"], door=PUBLIC)
    return render_template(
        "public/blank.html",
        office_key=office_key,
        words=DOORS[door],
        body=body,
        places=list(taking_paper(settings.profile)),
        bodies=list(outside_bodies(settings.profile)),
    )


def taking_paper(profile: OfficeProfile) -> Iterator[Place]:
    """Yield where a sheet of paper can be handed in or sent to; by post, to the office itself."""
    for one in profile.channels.values():
        if one.kind in _TAKES_PAPER and not one.closed:
            is_by_post = one.kind is ChannelKind.POST and one.contact is None
            to = f"{profile.name.th} {profile.office.address.th}"
            where = Sentence(to, to) if is_by_post else one.contact
            readers = tuple(profile.route_for(kind).label for kind in one.read_by)
            yield Place(one.name, where, one.note, readers)
