"""The room of reports, and the pages of it that lead to each other."""

from flask import Blueprint, url_for

from engine.access.permissions import Command, may
from engine.errors import Sentence
from web import pages

blueprint = Blueprint("reports", __name__, template_folder="templates")

_PAGES = (
    (Sentence("ตัวเลข", "Figures"), "reports.figures", Command.SEE_FIGURES),
    (Sentence("งานตามรอบ", "Business by the calendar"), "reports.business", Command.SEE_FIGURES),
    (Sentence("รายการ OIT", "OIT items"), "reports.oit", Command.SEE_FIGURES),
    (Sentence("เรื่องที่สั่งทำลาย", "Records destroyed"), "reports.destroyed", Command.SEE_DESTROYED),
)


def room_tabs(office_key: str, here: str) -> list[tuple[Sentence, str, None, bool]]:
    """Return the tabs over a page of the room; ``here`` is its endpoint."""
    return [
        (title, url_for(endpoint, office_key=office_key), None, endpoint == here)
        for title, endpoint, command in _PAGES
        if may(pages.standing(), command)
    ]
