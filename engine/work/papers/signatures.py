"""Who stands under what was done, as a paper or a publication names her."""

from engine.access.membership import positions_of
from engine.access.substitutions import who_acted
from engine.journal.events import Event
from engine.papers.contents import Signature
from engine.store.unit_of_work import UnitOfWork
from engine.work.names import person_names


def signature_of(uow: UnitOfWork, event: Event) -> Signature:
    """Return who did this, for whom she stood in where she did, with the position of today."""
    people = [event.actor_id]
    named = who_acted(uow, [event], person_names(uow, people))[event.seq]
    position = positions_of(uow, people, uow.today).get(event.actor_id) if event.actor_id else None
    return Signature(name=named.th, position=position)
