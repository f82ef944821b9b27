"""The agencies that sent a case in (U15): how their letters are named, whose day leads."""

from collections.abc import Iterable
from uuid import UUID

from engine.cases.parties import Party, PartyKind
from engine.office.moved_deadlines import SourceDay
from engine.office.moves import Lead
from engine.office.profile import OfficeProfile
from engine.work.variables import last_item


def source_day(parties: Iterable[Party], scope: str) -> SourceDay | None:
    """Return the day of an agency that a clock of this scope must not pass.

    Of several agencies the earliest day. A clock that runs for one agency knows that agency's
    day only; one that runs for a complainant or a respondent knows none: what she is owed is
    hers. A day before the agency's own letter came binds nobody; its follow-up tells it.
    """
    parties = tuple(parties)
    whose = next((one for one in parties if str(one.id) == last_item(scope)), None)
    days = [
        SourceDay(one.due_on, str(one.id))
        for one in ([whose] if whose else parties)
        if one.kind is PartyKind.SOURCE_AGENCY
        and one.due_on is not None
        and (one.received_on is None or one.received_on <= one.due_on)
    ]
    return min(days, key=lambda day: day.on, default=None)


def is_day_of_source(lead: Lead, parties: Iterable[Party], scope: str) -> bool:
    """Whether a day that leads is the one that the agencies of a case have set."""
    found = source_day(parties, scope)
    return found is not None and (found.on, found.party) == (lead.on, lead.party)


def agency_words(profile: OfficeProfile, agency: Party) -> str:
    """Name an agency and its letter; by its key one that the profile has dropped since."""
    said = agency.details
    key = str(said.get("agency") or "")
    body = profile.outside_bodies.get(key)
    name = body.name.th if body else str(said.get("name") or key)
    return " ".join(word for word in (name, str(said.get("letter_no") or "")) if word)


def source_agencies(parties: Iterable[Party]) -> dict[UUID, Party]:
    """Return the agencies of a case by id, in the order in which they joined."""
    return {one.id: one for one in parties if one.kind is PartyKind.SOURCE_AGENCY}
