"""Let a person into a role, out of sight of every case that is about her."""

from datetime import date
from functools import partial
from uuid import UUID

from engine.access.membership import NotYetExcluded, cases_to_exclude, grant_membership
from engine.cases.parties import exclude
from engine.office.roles import Role
from engine.store.unit_of_work import Actor, Store


def admit_to_office(
    store: Store,
    actor: Actor,
    person_id: UUID,
    role: Role,
    *,
    position: str,
    unit: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    order_cited: str | None = None,
) -> UUID:
    """Grant a role of the actor's office; return the id of the membership.

    A case that names the person as respondent may have been lodged before she came.
    She is excluded from each, in a unit of its own, before the role is hers.
    """
    grant = partial(
        grant_membership,
        person_id=person_id,
        role=role,
        position=position,
        unit=unit,
        from_on=from_on,
        to_on=to_on,
        order_cited=order_cited,
    )
    while True:
        _exclude_from_cases(store, actor, person_id)
        try:
            with store.unit(actor) as uow:
                uow.hold(actor.office_id)
                return grant(uow)
        except NotYetExcluded:
            # A complaint about her has just come in: she is excluded from that one, too.
            continue


def _exclude_from_cases(store: Store, actor: Actor, person_id: UUID) -> None:
    with store.reading(actor) as uow:
        about_her = cases_to_exclude(uow, person_id)
    for case_id in sorted(about_her):
        with store.unit(actor) as uow:
            uow.hold(case_id)
            exclude(uow, case_id, [person_id])
