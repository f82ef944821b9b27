"""An office's settings as they are in force on a day: profile, calendar, who stands in."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import bindparam, select

from engine.errors import NotFound
from engine.office.calendar import Calendar
from engine.office.profile import OfficeProfile, parse_profile
from engine.office.profile_tables import RespondentKind, RespondentRoute
from engine.office.public_doors import RETALIATION
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

# A deadline looks this far: a case that waits longer is reckoned anew when it moves.
_YEARS_BACK, _YEARS_AHEAD = 3, 3

_IN_FORCE = (
    select(tables.office_profile.c.toml)
    .where(
        tables.office_profile.c.office_id == bindparam("office_id"),
        tables.office_profile.c.effective_on <= bindparam("today"),
    )
    .order_by(tables.office_profile.c.revision.desc())
    .limit(1)
)

_SO_FAR = _IN_FORCE.limit(None)

# Members without an account work on paper; the officer records what they hand in.
_RECORDERS = {Role.UNIT_MEMBER: (Role.OFFICER,), Role.COMMITTEE_MEMBER: (Role.OFFICER,)}


@dataclass(frozen=True)
class OfficeSettings:
    """What a unit of work reads of its office, once."""

    profile: OfficeProfile
    calendar: Calendar
    today: date

    def route(self, respondent_kind: str) -> RespondentRoute | None:
        """Return who takes a case about this kind of respondent; None if no post is concerned."""
        if respondent_kind not in set(RespondentKind):
            return None
        route = self.profile.respondents[RespondentKind(respondent_kind)]
        return None if route.absent else route

    def route_of_category(self, category: str | None) -> str | None:
        """Return how cases of a category are dealt with; None of one that the office lacks."""
        known = self.profile.categories.get(str(category))
        return known.route.value if known else None

    def stand_ins(self, role: Role, respondent_kind: str) -> tuple[Role, ...]:
        """Return who takes over a step when all members of its role are excluded, in order.

        First the role's alternates, then the handlers of such a case, last who
        tracks its sealed referral to an outside body.
        """
        route = self.route(respondent_kind)
        handlers = (*route.handlers, *route.tracked_by) if route else ()
        asked = (*self.profile.alternates.get(role, ()), *_RECORDERS.get(role, ()), *handlers)
        return tuple(dict.fromkeys(other for other in asked if other is not role))


def settings_in_force(uow: UnitOfWork, today: date) -> OfficeSettings:
    """Return the settings of the actor's office on a day.

    Raises
    ------
    NotFound
        The office has no profile in force yet.
    """
    toml = uow.connection.scalar(_IN_FORCE, {"office_id": uow.actor.office_id, "today": today})
    if toml is None:
        raise NotFound
    return OfficeSettings(_profile(toml), _calendar(toml, today.year), today)


def processes_at_doors(uow: UnitOfWork) -> tuple[str, ...]:
    """Return the processes that the office's doors lead to or once did, today's first.

    The last is that of retaliation, where the office takes it in.
    Cases of the office follow these and no others that it could run.
    """
    named = {"office_id": uow.actor.office_id, "today": uow.today}
    profiles = [_profile(toml) for toml in uow.connection.scalars(_SO_FAR, named)]
    doors = [door for each in profiles for door in each.doors.values()]
    if any(each.retaliation.outside_body for each in profiles):
        doors.append(RETALIATION)
    return tuple(dict.fromkeys(doors))


@lru_cache(maxsize=64)
def _profile(toml: str) -> OfficeProfile:
    return parse_profile(toml, "profile")


@lru_cache(maxsize=64)
def _calendar(toml: str, year: int) -> Calendar:
    return _profile(toml).calendar(range(year - _YEARS_BACK, year + _YEARS_AHEAD + 1))
