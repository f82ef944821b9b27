"""The addresses of the room; each module of views adds its own."""

from flask import Blueprint

blueprint = Blueprint(
    "office", __name__, url_prefix="/<office_key>/settings", template_folder="templates"
)

from web.office import editing, history, views  # noqa: E402, F401  # they add their routes to it
