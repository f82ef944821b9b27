"""The channels of an office as its own checks list them: each day, and once a year (U20)."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import Channel, ChannelKind, Frequency


def channels_to_check(profile: OfficeProfile, calendar: Calendar, day: date) -> Iterator[Channel]:
    """Yield the channels whose turn it is on a working day, in the order of the profile.

    What comes of itself each time (somebody walks in) is not looked for.
    """
    weekly = (Frequency.EACH_WEEK,) if _is_first_of_week(calendar, day) else ()
    daily = (Frequency.EACH_WORKING_DAY, Frequency.EACH_DAY)
    yield from (one for one in profile.open_channels.values() if one.frequency in daily + weekly)


def _is_first_of_week(calendar: Calendar, day: date) -> bool:
    monday = day - timedelta(days=day.weekday())
    return calendar.working_day_on_or_after(monday) == day


def rows_to_check(
    profile: OfficeProfile, calendar: Calendar, day: date, *, by_two: bool
) -> list[dict[str, str]]:
    """Return the rows of the form: the boxes that two people open, or the other channels."""
    return [
        {"name": channel.name.th}
        for channel in channels_to_check(profile, calendar, day)
        if channel.opened_by_two is by_two
    ]


_ONLINE = frozenset({ChannelKind.WEBSITE, ChannelKind.E_MAIL, ChannelKind.SOCIAL_MEDIA})
_WAYS = {True: Sentence("ออนไลน์", "Online"), False: Sentence("ออฟไลน์", "Offline")}


def published_channels(profile: OfficeProfile) -> list[dict[str, str]]:
    """Return the channels by which anybody may complain, and whether each is online (seed 002)."""
    return [
        {
            "name": channel.name.th,
            "contact": channel.contact.th if channel.contact else "–",
            "way": _WAYS[channel.kind in _ONLINE].th,
        }
        for channel in profile.open_channels.values()
        if channel.kind is not ChannelKind.OTHER_AGENCY
    ]
