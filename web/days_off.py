"""When the office does not work, for the calendar beside a date."""

from flask import Blueprint, Response, g, jsonify, url_for

from web import pages
from web.design.language import say
from web.form_pages import DateChooser

blueprint = Blueprint("days_off", __name__)


def date_chooser() -> DateChooser:
    """Offer the calendar of the office on the form of this page."""
    url = url_for("days_off.told", office_key=pages.signed_in().office_key)
    return DateChooser(g.today, url)


@blueprint.get("/<office_key>/days-off")
def told(office_key: str) -> Response:  # noqa: ARG001  # whose it is, is who is signed in
    calendar = pages.office().calendar
    return jsonify(
        # As scripts count the days of a week: Sunday is 0.
        weekends=sorted((day + 1) % 7 for day in calendar.weekends),
        holidays={day.isoformat(): say(name) for day, name in calendar.holidays.items()},
        working=sorted(day.isoformat() for day in calendar.working_days),
    )
