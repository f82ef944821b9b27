"""A new version of what is public says why it is published, to who put the old one to use."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.cases.register import Case
from engine.errors import FormInvalid, Sentence
from engine.reports import public_participation, public_statistics
from engine.reports.public_guideline import SLUG
from engine.reports.public_participation import year_of
from engine.reports.publications import PublicationKind, newest_version
from engine.store.unit_of_work import UnitOfWork
from engine.work.business.names import period_of

REASON: Final = "correction"

Answers = Mapping[str, Any]
Said = Callable[[str], Any]
"""Gives the answer to a key, None without one."""


def missing_reason(
    uow: UnitOfWork, kind: PublicationKind, slug: str, answers: Answers
) -> dict[str, list[Sentence]]:
    """Return what is wrong with answers that would make a further version and do not say why."""
    if answers.get(REASON) or newest_version(uow, kind, slug) is None:
        return {}
    return {REASON: [_WHY]}


def check_reason(uow: UnitOfWork, case: Case, answers: Answers) -> None:
    """Refuse what would become a further version without a reason, where the form asks for one.

    Raises
    ------
    FormInvalid
        Something is public under the same address already, and no reason is said.
    """
    place = _PLACES.get(case.process_id)
    if place is None or REASON not in answers:
        return
    messages = missing_reason(uow, *place(case, answers.get), answers)
    if messages:
        raise FormInvalid(messages)


def check_allowed(uow: UnitOfWork, case: Case, answers: Answers, said: Said) -> None:
    """Refuse to allow what has become a further version since it was put forward without a reason.

    ``said`` reads the newest answers of the run.

    Raises
    ------
    FormInvalid
        Another business made the same thing public meanwhile.
    """
    place = _PLACES.get(case.process_id)
    if place is None or answers.get("decision") != _ALLOWED:
        return
    if missing_reason(uow, *place(case, said), {REASON: said(REASON)}):
        raise FormInvalid({"decision": [_SINCE]})


def _statistics(case: Case, _said: Said) -> tuple[PublicationKind, str]:
    return PublicationKind.STATISTICS, public_statistics.slug_of(period_of(case))


def _participation(case: Case, _said: Said) -> tuple[PublicationKind, str]:
    return PublicationKind.PARTICIPATION, public_participation.slug_of(year_of(period_of(case)))


def _guideline(_case: Case, _said: Said) -> tuple[PublicationKind, str]:
    return PublicationKind.GUIDELINE, SLUG


def _document(_case: Case, said: Said) -> tuple[PublicationKind, str]:
    return PublicationKind.DOCUMENT, str(said("document_slot"))


_PLACES: Final[Mapping[str, Callable[[Case, Said], tuple[PublicationKind, str]]]] = {
    "publish_statistics": _statistics,
    "participation_report": _participation,
    "publish_guideline": _guideline,
    "publish_document": _document,
}
# What the head decides who lets it be published.
_ALLOWED: Final = "allowed"
_SINCE = Sentence(
    "มีฉบับที่เผยแพร่แล้วระหว่างนี้ ส่งกลับให้ใส่เหตุที่เผยแพร่ฉบับใหม่",
    "Another version became public meanwhile: send it back to say why this one is published.",
)
_WHY = Sentence(
    "มีฉบับที่เผยแพร่แล้ว ใส่เหตุที่เผยแพร่ฉบับใหม่",
    "Another version is public already: say why a new one is published.",
)
