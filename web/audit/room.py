"""The addresses of the room; each module of views adds its own."""

from flask import Blueprint

blueprint = Blueprint(
    "audit", __name__, url_prefix="/<office_key>/audit", template_folder="templates"
)

from web.audit import granting, replaying  # noqa: E402, F401  # they add their routes to it
