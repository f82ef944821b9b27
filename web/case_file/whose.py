"""Whose a step is that nobody has claimed."""

from engine.office.profile import OfficeProfile
from engine.office.roles import Role
from web.design.language import say


def whose(role: str, groups: tuple[str, ...], profile: OfficeProfile) -> str:
    """Return which units or which role a step belongs to, as the office names them."""
    units = [key for kind, _, key in (group.partition(":") for group in groups) if kind == "unit"]
    if units:
        return " ".join(say(profile.units[key].name) for key in units if key in profile.units)
    return say(profile.title_of(Role(role)))
