"""The doors by which the public comes in, as the profile of an office has them."""

from enum import StrEnum
from typing import Final

from engine.office.profile import OfficeProfile
from engine.office.profile_tables import Audience, Channel, ChannelKind

RETALIATION: Final = "retaliation"
"""The process of what is reported where a case is followed: no door of the profile names it."""


class PublicDoor(StrEnum):
    """The two web intakes of an office, kept apart as the guideline asks; keys of the profile."""

    CORRUPTION = "corruption"
    GENERAL = "general"


def doors_of(profile: OfficeProfile) -> dict[PublicDoor, Channel]:
    """Return the doors that the office has, each with the channel by which it comes in."""
    found = {door: channel_of(profile, door) for door in PublicDoor if door in profile.doors}
    return {door: channel for door, channel in found.items() if channel is not None}


def channel_of(profile: OfficeProfile, door: PublicDoor) -> Channel | None:
    """Return the website channel of a door; an office that publishes one only uses it for both."""
    sites = [one for one in profile.open_channels.values() if one.kind is ChannelKind.WEBSITE]
    wanted = Audience.SECRET if door is PublicDoor.CORRUPTION else Audience.PUBLIC
    return next((one for one in sites if one.audience is wanted), sites[0] if sites else None)
