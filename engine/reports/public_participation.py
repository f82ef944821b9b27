"""The yearly report of how outsiders took part in the office's work, as it is made public."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from engine.office.fiscal_year import FiscalYear, Period
from engine.reports.publications import Publication, PublicationKind, published
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Activity:
    """One occasion on which outsiders took part: about what, who came, what came of it."""

    topic: str
    held_on: date
    place: str
    participants: str
    outcome: str
    improvement: str


@dataclass(frozen=True)
class ParticipationReport(Publication):
    """What was reported of a fiscal year: a new version has the activities of the last one too."""

    year: FiscalYear
    activities: tuple[Activity, ...]


def year_of(span: Period) -> FiscalYear:
    """Return the fiscal year that a report of these days belongs to."""
    return FiscalYear.of(span.last_on)


def slug_of(year: FiscalYear) -> str:
    return str(year.buddhist_year)


def published_participation(uow: UnitOfWork) -> list[ParticipationReport]:
    """Return all that the office has published, the newest year and version first."""
    return [_read(*each) for each in published(uow, PublicationKind.PARTICIPATION)]


def content_of(report: ParticipationReport) -> dict[str, Any]:
    """Return what ``participation_published`` says beside what every publication says."""
    return {"activities": [asdict(activity) for activity in report.activities]}


def read_activity(row: Mapping[str, Any]) -> Activity:
    """Read an activity as a form answers it and as it is published: the day as ISO."""
    return Activity(
        topic=row["topic"],
        held_on=date.fromisoformat(row["held_on"]),
        place=row["place"],
        participants=row["participants"],
        outcome=row["outcome"],
        improvement=row["improvement"],
    )


def _read(publication: Publication, content: Mapping[str, Any]) -> ParticipationReport:
    return ParticipationReport(
        **vars(publication),
        year=FiscalYear(int(publication.slug)),
        activities=tuple(read_activity(row) for row in content["activities"]),
    )
