"""What lies before who signs: the step that worded it, and who put it on with an opinion (U11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.access.membership import positions_of
from engine.access.substitutions import who_acted
from engine.journal.events import Event, get_events
from engine.papers.contents import Signature
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names
from engine.work.work_items import COMPLETED, WorkItem, work_items_of

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
    done = [
        one
        for one in work_items_of(uow, item.case_id)
        if one.status == COMPLETED
        and one.completed_seq
        and (one.instance_id, one.scope) == (item.instance_id, item.scope)
    ]
    newest = sorted(done, key=_seq, reverse=True)[:_LONGEST_CHAIN]
    events = get_events(uow, item.case_id, {_seq(one) for one in newest})
    endorsed: list[Signature] = []
    for one in newest:
        event = events[_seq(one)]
        answers, signature = event.content["answers"], _signature(uow, event)
        if answers.get("decision") != PASSED:
            return Proposed(one, answers, signature, tuple(endorsed))
        endorsed.insert(0, _with_opinion(signature, event))
    return None


def _seq(item: WorkItem) -> int:
    return item.completed_seq or 0


def _signature(uow: UnitOfWork, event: Event) -> Signature:
    people = [event.actor_id]
    named = who_acted(uow, [event], person_names(uow, people))[event.seq]
    position = positions_of(uow, people, uow.today).get(event.actor_id) if event.actor_id else None
    return Signature(name=named.th, position=position)


def _with_opinion(signature: Signature, event: Event) -> Signature:
    return Signature(
        name=signature.name,
        position=signature.position,
        opinion=event.content["answers"].get("opinion") or None,
        signed_on=event.occurred_on,
        in_system=True,
        endorses=True,
    )
