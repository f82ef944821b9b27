"""Publish what the head has let be published: frozen as it was certified, as a new version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.bpmn.system_step import SystemStepCall
from engine.errors import ProcessFailed, Sentence
from engine.journal.events import Event
from engine.office.roles import Role
from engine.reports import (
    public_documents,
    public_guideline,
    public_participation,
    public_statistics,
)
from engine.reports.counting import Scope
from engine.reports.freezing import frozen_figures
from engine.reports.guideline import frozen_guideline
from engine.reports.public_documents import PublishedDocument
from engine.reports.public_guideline import SLUG, PublishedGuideline
from engine.reports.public_participation import ParticipationReport, read_activity, year_of
from engine.reports.public_statistics import Statistics, breakdowns_of, published_statistics
from engine.reports.publications import (
    Certifier,
    Publication,
    PublicationKind,
    next_version,
    publish,
)
from engine.store.unit_of_work import UnitOfWork
from engine.work.business.names import period_of
from engine.work.done_steps import said_in_run
from engine.work.form_names import MOST_STEPS
from engine.work.papers.signatures import signature_of
from engine.work.papers.signing import PAPER
from engine.work.publishing.document_names import FILE, SLOT, paper_of, public_file
from engine.work.stepping import Step

Made = tuple[Publication, Mapping[str, Any]]
"""What is to be published, and what its event says beside what every publication says."""


@dataclass(frozen=True)
class Allowed:
    """What the run of a step has said, the newest answers first, and who certified it."""

    step: Step
    answers: tuple[Mapping[str, Any], ...]
    certifier: Certifier

    def said(self, key: str) -> Any:
        """Return the newest answer of this key that is not empty, None without one."""
        return next((each[key] for each in self.answers if each.get(key)), None)

    def publication(self, kind: PublicationKind, slug: str) -> Publication:
        """Return the next version of what is public under this slug."""
        uow = self.step.uow
        return Publication(
            slug=slug,
            version=next_version(uow, kind, slug),
            published_at=uow.now,
            certifier=self.certifier,
            correction=str(self.said("correction") or ""),
            case_id=self.step.case.id,
        )


def publish_allowed(step: Step, call: SystemStepCall) -> None:
    """Make public what the step says by its property ``publication``.

    Raises
    ------
    ProcessFailed
        Nothing was certified, or there is nothing to publish.
    """
    kind = PublicationKind(call.properties["publication"])
    publication, content = MADE_BY[kind](_allowed(step))
    publish(step.uow, kind, publication, content, element=call.element)


def _allowed(step: Step) -> Allowed:
    uow = step.uow
    done = said_in_run(uow, step.case.id, step.instance_id, limit=MOST_STEPS)
    signed = next((event for item, event in done if item.role == Role.HEAD), None)
    if signed is None:
        raise ProcessFailed(Sentence("ยังไม่มีผู้รับรอง", "Nobody has certified it yet."))
    answers = tuple(dict(event.content["answers"]) for _, event in done)
    return Allowed(step, answers, _certifier(uow, signed))


def _certifier(uow: UnitOfWork, event: Event) -> Certifier:
    """Name who signed: herself, or whom the recorder of a paper names."""
    answers = event.content["answers"]
    on = event.occurred_on
    if answers.get("way") == PAPER:
        name, position = (str(answers.get(key) or "") for key in ("signer", "position"))
        return Certifier(name, position, on, in_system=False)
    signature = signature_of(uow, event)
    return Certifier(signature.name or "", signature.position or "", on, in_system=True)


def _statistics(allowed: Allowed) -> Made:
    """Make statistics of what was frozen, of corruption and misconduct only (seed 001)."""
    step = allowed.step
    frozen = frozen_figures(step.uow, step.case.id)
    if frozen is None:
        raise ProcessFailed(Sentence("ยังไม่มีตัวเลขที่ตรึงไว้", "No figures were frozen yet."))
    figures = frozen.by_scope[Scope.CORRUPTION]
    threshold = step.settings.profile.publication.threshold
    span = figures.period.span
    statistics = Statistics(
        **vars(allowed.publication(PublicationKind.STATISTICS, public_statistics.slug_of(span))),
        period=span,
        counted_on=figures.counted_on,
        total=figures.total,
        breakdowns=breakdowns_of(figures, published_statistics(step.uow), threshold),
    )
    return statistics, public_statistics.content_of(statistics)


def _participation(allowed: Allowed) -> Made:
    """Make a report of the activities that were put to the head last."""
    rows = allowed.said("activities")
    if not rows:
        raise ProcessFailed(Sentence("ยังไม่มีกิจกรรมที่รายงาน", "No activity was reported yet."))
    year = year_of(period_of(allowed.step.case))
    slug = public_participation.slug_of(year)
    report = ParticipationReport(
        **vars(allowed.publication(PublicationKind.PARTICIPATION, slug)),
        year=year,
        activities=tuple(read_activity(row) for row in rows),
    )
    return report, public_participation.content_of(report)


def _guideline(allowed: Allowed) -> Made:
    """Make the guideline of what was frozen, with the foreword that goes before it."""
    guideline = frozen_guideline(allowed.step.uow, allowed.step.case.id)
    if guideline is None:
        raise ProcessFailed(Sentence("ยังไม่มีแนวปฏิบัติที่ตรึงไว้", "No guideline was frozen yet."))
    found = PublishedGuideline(
        **vars(allowed.publication(PublicationKind.GUIDELINE, SLUG)),
        foreword=str(allowed.said("foreword") or ""),
        guideline=guideline,
    )
    return found, public_guideline.content_of(found)


def _document(allowed: Allowed) -> Made:
    """Make public the file that was put to the head last, as it was handed in."""
    step = allowed.step
    file = public_file(step.uow, step.case.id, allowed.said(FILE))
    if file is None:
        raise ProcessFailed(Sentence("ยังไม่มีแฟ้มที่จะเผยแพร่", "No file was handed in yet."))
    drafted = next(each for each in allowed.answers if each.get(SLOT))
    publication = allowed.publication(PublicationKind.DOCUMENT, drafted[SLOT])
    # What was taken out of the form when it was sent back is not said any more.
    correction = str(drafted.get("correction") or "")
    found = PublishedDocument(
        **vars(replace(publication, correction=correction)),
        paper=paper_of(drafted),
        file=file,
    )
    return found, public_documents.content_of(found)


MADE_BY: Final[Mapping[PublicationKind, Callable[[Allowed], Made]]] = {
    PublicationKind.STATISTICS: _statistics,
    PublicationKind.GUIDELINE: _guideline,
    PublicationKind.PARTICIPATION: _participation,
    PublicationKind.DOCUMENT: _document,
}
"""What makes each kind of publication of what was allowed."""
