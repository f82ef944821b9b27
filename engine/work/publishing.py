"""Publish the statistics of a report: what was frozen, certified by who let it be published."""

from typing import Any

from engine.access.membership import positions_of
from engine.access.substitutions import who_acted
from engine.errors import ProcessFailed, Sentence
from engine.journal.events import Event, append, get_events
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
from engine.work.names import person_names
from engine.work.paper_signing import PAPER
from engine.work.stepping import Step
from engine.work.work_items import COMPLETED, WorkItem, work_items_of


def publish_statistics(step: Step, *, element: str) -> None:
    """Make public what was frozen for this report, of corruption and misconduct (seed 001).

    Raises
    ------
    ProcessFailed
        Nothing was counted for it, or nobody has certified it.
    """
    uow, case_id = step.uow, step.case.id
    frozen, done = frozen_figures(uow, case_id), _completed(step)
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


def _completed(step: Step) -> list[tuple[WorkItem, Event]]:
    """Return the steps of this run with what they said, the newest first."""
    done = [
        one
        for one in work_items_of(step.uow, step.case.id)
        if one.status == COMPLETED and one.completed_seq and one.instance_id == step.instance_id
    ]
    events = get_events(step.uow, step.case.id, {one.completed_seq or 0 for one in done})
    newest = sorted(done, key=lambda one: one.completed_seq or 0, reverse=True)
    return [(one, events[one.completed_seq or 0]) for one in newest]


def _certifier(uow: UnitOfWork, event: Event) -> Certifier:
    """Name who signed: herself, or whom the recorder of a paper names."""
    answers = event.content["answers"]
    if answers.get("way") == PAPER:
        return Certifier(str(answers.get("signer") or ""), str(answers.get("position") or ""))
    people = [event.actor_id]
    named = who_acted(uow, [event], person_names(uow, people))[event.seq]
    position = positions_of(uow, people, uow.today).get(event.actor_id) if event.actor_id else None
    return Certifier(named.th, position or "")


def _said(done: list[tuple[WorkItem, Event]], key: str) -> str:
    answers: list[dict[str, Any]] = [dict(event.content["answers"]) for _, event in done]
    return next((str(each[key]) for each in answers if each.get(key)), "")
