"""Who of a committee has not yet declared whether she has an interest in the matter."""

from uuid import UUID

from engine.cases.committees import Seat, seats_of
from engine.cases.parties import excluded_people
from engine.errors import InvalidTransition, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.queues import committee_queue
from engine.work.notices import NoticeKind, notify
from engine.work.work_items import WorkItem


class NotDeclared(InvalidTransition):
    """A member who has not declared yet is asked to do that first."""

    sentence = Sentence(
        "แจ้งว่าท่านมีหรือไม่มีส่วนได้เสียในเรื่องนี้ก่อน จึงทำงานของคณะกรรมการได้",
        "Declare first whether you have an interest in this matter; "
        "then the committee's work is yours.",
    )


def undeclared(uow: UnitOfWork, case_id: UUID) -> list[Seat]:
    """Return who sits and has not declared; who sees the case no more has nothing to declare."""
    excluded = excluded_people(uow, case_id)
    return [
        seat
        for seat in seats_of(uow, case_id)
        if seat.has_interest is None and seat.person_id not in excluded
    ]


def tell_undeclared(uow: UnitOfWork, case_id: UUID) -> bool:
    """Leave a notice for each who has not declared, and tell whether there was anybody to tell."""
    people = {seat.person_id for seat in undeclared(uow, case_id) if seat.person_id}
    notify(uow, people, NoticeKind.DECLARATION_DUE, case_id=case_id)
    return bool(people)


def check_declared(uow: UnitOfWork, item: WorkItem, person_id: UUID) -> None:
    """Keep a member from the committee's steps until she has declared; nobody else's counts."""
    if committee_queue(item.case_id) not in item.groups:
        return
    if any(seat.person_id == person_id for seat in undeclared(uow, item.case_id)):
        raise NotDeclared
