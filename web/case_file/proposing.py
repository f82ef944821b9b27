"""What is laid before whoever decides: the paper as it will go out, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from engine.bpmn.edition import Edition
from engine.cases.attachments import Attachment
from engine.cases.issues import Issue
from engine.definitions.reading import form_of
from engine.errors import NotFound, Sentence
from engine.forms import Option, split_paper
from engine.work.case_file import CaseFile, Step
from web.case_file import showing
from web.case_file.viewing import preview
from web.design.language import say

# What was done so far, on a summary that is read standing.
MOST_DONE = 5
MOST_PREVIEWED = 3

_FINDINGS = {
    "founded": Sentence("มีมูล", "Founded"),
    "unfounded": Sentence("ไม่มีมูล", "Unfounded"),
    "insufficient": Sentence("ข้อมูลไม่พอ", "Not enough information"),
}


@dataclass(frozen=True)
class Enclosure:
    """A file that was handed in with the proposal; ``shown`` is its picture in place."""

    name: str
    url: str
    file_url: str
    shown: Mapping[str, Any]


@dataclass(frozen=True)
class Laid:
    """``paper`` is None where the form words none; the opinion is then all of it."""

    paper: Markup | None
    opinion: Markup


def laid_before(
    file: CaseFile,
    step: Step,
    edition: Edition,
    office_key: str,
    options: Mapping[str, Sequence[Option]],
) -> Laid:
    """Return the two halves of a proposal. ``options`` may read the database: in the unit."""
    schema = form_of(edition, step.item.form_ref)
    paper, rest = split_paper(schema)
    return Laid(
        showing.answers_shown(file, step, schema, paper, office_key, options) if paper else None,
        showing.answers_shown(file, step, schema, rest, office_key, options),
    )


def enclosures(file: CaseFile, step: Step, office_key: str) -> list[Enclosure]:
    """Return what was handed in with a step, opened to be shown: outside any unit."""
    case_id = file.case.id
    found: list[Attachment] = [
        one for one in file.attachments if one.work_item_id == step.item.id and not one.replaced_by
    ]
    return [
        Enclosure(
            one.file_name,
            showing.open_url(office_key, case_id, one),
            showing.file_url(office_key, case_id, one.id),
            _preview(office_key, file, one) if n < MOST_PREVIEWED else {"kind": "none"},
        )
        for n, one in enumerate(found)
    ]


def _preview(office_key: str, file: CaseFile, one: Attachment) -> Mapping[str, Any]:
    try:
        return preview(office_key, file.case.id, one.id)
    except NotFound:
        return {"kind": "none"}


def done_lines(file: CaseFile, scopes: Mapping[str, Sentence]) -> list[tuple[str, Step]]:
    """Return the newest steps by name, the newest first."""
    newest = sorted(file.steps, key=lambda one: one.item.completed_seq or 0)[-MOST_DONE:][::-1]
    return [(_named(step, scopes), step) for step in newest]


def _named(step: Step, scopes: Mapping[str, Sentence]) -> str:
    part = showing.part_of(step.item.scope, scopes)
    name = showing.step_name(step.item)
    return f"{name} {say(part)}" if part else name


def findings(issues: Sequence[Issue]) -> list[tuple[str, Sentence | None]]:
    """Return each issue with what was found, None where nothing is yet."""
    return [(one.statement, _FINDINGS.get(one.finding or "")) for one in issues]
