"""Publish the statistics of a report: what was frozen, certified by who let it be published."""

from typing import Any

from engine.errors import ProcessFailed, Sentence
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.reports.counting import Scope
from engine.reports.freezing import frozen_figures
from engine.reports.publishing import (
    Certifier,
    Statistics,
    breakdowns_of,
    content_of,
    next_version,
    published_statistics,
)
from engine.store.unit_of_work import UnitOfWork
from engine.work.done_steps import said_in_run
from engine.work.form_names import MOST_STEPS
from engine.work.paper_signing import PAPER
from engine.work.signatures import signature_of
from engine.work.stepping import Step
from engine.work.work_items import WorkItem


def publish_statistics(step: Step, *, element: str) -> None:
    """Make public what was frozen for this report, of corruption and misconduct (seed 001).

    Raises
    ------
    ProcessFailed
        Nothing was counted for it, or nobody has certified it.
    """
    uow, case_id = step.uow, step.case.id
    frozen = frozen_figures(uow, case_id)
    done = said_in_run(uow, case_id, step.instance_id, limit=MOST_STEPS)
    signed = next((one for one in done if one[0].role == Role.HEAD), None)
    if frozen is None or signed is None:
        raise ProcessFailed(
            Sentence("ยังไม่มีตัวเลขที่ตรึงไว้หรือผู้รับรอง", "Nothing was frozen or certified yet.")
        )
    figures = frozen.by_scope[Scope.CORRUPTION]
    threshold = step.settings.profile.publication.threshold
    statistics = Statistics(
        period=figures.period.span,
        version=next_version(uow, figures.period.span),
        counted_on=figures.counted_on,
        published_at=uow.now,
        certifier=_certifier(uow, signed[1]),
        total=figures.total,
        breakdowns=breakdowns_of(figures, published_statistics(uow), threshold),
        correction=_said(done, "correction"),
        case_id=case_id,
    )
    append(uow, case_id, EventKind.STATISTICS_PUBLISHED, content_of(statistics), element=element)


def _certifier(uow: UnitOfWork, event: Event) -> Certifier:
    """Name who signed: herself, or whom the recorder of a paper names."""
    answers = event.content["answers"]
    if answers.get("way") == PAPER:
        return Certifier(str(answers.get("signer") or ""), str(answers.get("position") or ""))
    signature = signature_of(uow, event)
    return Certifier(signature.name or "", signature.position or "")


def _said(done: list[tuple[WorkItem, Event]], key: str) -> str:
    answers: list[dict[str, Any]] = [dict(event.content["answers"]) for _, event in done]
    return next((str(each[key]) for each in answers if each.get(key)), "")
