"""What lies before who signs: the step that worded it, and who put it on with an opinion (U11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.journal.events import Event
from engine.papers.contents import Signature
from engine.store.unit_of_work import UnitOfWork
from engine.work.done_steps import said_in_run
from engine.work.papers.signatures import signature_of
from engine.work.work_items import WorkItem

# What somebody decides who checks a paper and puts it on to the one who signs.
PASSED = "passed"
# A chain of signers is never longer; what lies further back is another round.
_LONGEST_CHAIN = 8


@dataclass(frozen=True)
class Proposed:
    """``endorsed``: who has put it on since it was worded, in their order."""

    item: WorkItem
    answers: Mapping[str, Any]
    author: Signature
    endorsed: tuple[Signature, ...]


def proposed_to(uow: UnitOfWork, item: WorkItem) -> Proposed | None:
    """Return what was proposed in the run of a step that signs; None where it begins the run."""
    done = said_in_run(uow, item.case_id, item.instance_id, scope=item.scope, limit=_LONGEST_CHAIN)
    endorsed: list[Signature] = []
    for one, event in done:
        answers, signature = event.content["answers"], signature_of(uow, event)
        if answers.get("decision") != PASSED:
            return Proposed(one, answers, signature, tuple(endorsed))
        endorsed.insert(0, _with_opinion(signature, event))
    return None


def _with_opinion(signature: Signature, event: Event) -> Signature:
    return Signature(
        name=signature.name,
        position=signature.position,
        opinion=event.content["answers"].get("opinion") or None,
        signed_on=event.occurred_on,
        in_system=True,
        endorses=True,
    )
