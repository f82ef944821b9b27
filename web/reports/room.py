"""The room of reports, and the two pages of it that lead to each other."""

from flask import Blueprint, url_for

from engine.errors import Sentence

blueprint = Blueprint("reports", __name__, template_folder="templates")

_PAGES = (
    (Sentence("ตัวเลข", "Figures"), "reports.figures"),
    (Sentence("งานตามรอบ", "Business by the calendar"), "reports.business"),
    (Sentence("รายการ OIT", "OIT items"), "reports.oit"),
)


def room_tabs(office_key: str, here: str) -> list[tuple[Sentence, str, None, bool]]:
    """Return the tabs over a page of the room; ``here`` is its endpoint."""
    return [
        (title, url_for(endpoint, office_key=office_key), None, endpoint == here)
        for title, endpoint in _PAGES
    ]
