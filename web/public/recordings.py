"""The recording of an explanation, served from here: no other site learns who listens."""

from flask import send_file
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.office.public_explanations import recording_of
from web import pages
from web.public.room import blueprint, visited


@blueprint.get("/explanations/<int:place>/recording")
def recording(office_key: str, place: int) -> Response:  # noqa: ARG001 (as all of its pages)
    """Send the recording of the explanation at this place of the profile, or a part of it."""
    explanations = visited().profile.public_explanations
    if place >= len(explanations):
        raise NotFound
    found = recording_of(explanations[place], pages.settings().offices_dir)
    if found is None:
        raise NotFound
    return send_file(found.path, found.media_type, conditional=True)
