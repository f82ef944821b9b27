"""Duties that the profile keeps apart, in one case: drafted and signed, found facts and approved.

Who has done one of a pair in a case does not do the other in it. A small office may let them
coincide; then each time stands in the history and in the auditor's list (U19).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from engine.cases.parties import excluded_people
from engine.cases.register import Case
from engine.errors import NotPermitted, Sentence
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.office.person_names import normalise_person_name
from engine.office.roles import Role
from engine.store import tables
from engine.store.rows import insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.queues import members_of_queue
from engine.work.names import person_names
from engine.work.offices.settings import OfficeSettings
from engine.work.work_items import WorkItem

MOST_NAMED = 3


@dataclass(frozen=True)
class Coincidence:
    """One person did a step of ``role`` after one of ``other``, which ``rule`` keeps apart."""

    seq: int
    person_id: UUID
    role: Role
    other: Role
    rule: int


def coincidences_in(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, list[Coincidence]]:
    """Return what coincided in these cases, each case's in the order in which it did."""
    table = tables.coinciding_duty
    rows = uow.connection.execute(
        select(table)
        .where(table.c.office_id == uow.actor.office_id, table.c.case_id.in_(sorted(case_ids)))
        .order_by(table.c.seq)
    ).all()
    found: dict[UUID, list[Coincidence]] = {}
    for row in rows:
        one = Coincidence(row.seq, row.person_id, Role(row.role), Role(row.other), row.rule)
        found.setdefault(row.case_id, []).append(one)
    return found


class DutiesApart(NotPermitted):
    """Who has done the one may not do the other in this case."""


def kept_apart(settings: OfficeSettings, role: Role) -> dict[Role, int]:
    """Return the roles that the profile keeps apart from one, with the place of each pair."""
    return {
        other: number
        for number, pair in enumerate(settings.profile.duties.apart_in_case, start=1)
        if role in pair
        for other in pair
        if other is not role
    }


def barred(uow: UnitOfWork, settings: OfficeSettings, case: Case, role: Role) -> frozenset[UUID]:
    """Return who may not do a step of this role in the case, for what she has done in it."""
    apart = kept_apart(settings, role)
    if settings.profile.duties.small_office or not apart:
        return frozenset()
    table = tables.work_item
    people = uow.connection.scalars(_done(uow, case, apart, table.c.completed_by))
    lodger = {case.lodged_by} if Role.OFFICER in apart else set()
    return frozenset(each for each in {*people, *lodger} if each is not None)


def is_barred(uow: UnitOfWork, settings: OfficeSettings, case: Case, role: Role) -> bool:
    """Tell it of the actor alone: the person herself counts, in whosever name she acts."""
    return not settings.profile.duties.small_office and bool(
        _did(uow, case, kept_apart(settings, role))
    )


def check_duties(uow: UnitOfWork, settings: OfficeSettings, case: Case, item: WorkItem) -> None:
    """Refuse a step to who did what the office keeps apart from it, naming who acts instead."""
    role = Role(item.role)
    if not is_barred(uow, settings, case, role):
        return
    apart = kept_apart(settings, role)
    other = min(_did(uow, case, apart), key=lambda each: apart[each])
    th, en = _who_instead(uow, settings, item, barred(uow, settings, case, role))
    raise DutiesApart(
        Sentence(
            f"ท่านทำหน้าที่{other.title.th}ในเรื่องนี้แล้ว จึงทำหน้าที่{role.title.th}ในเรื่องเดียวกันไม่ได้ {th}",
            f"You have acted as {other.title.en} in this case and cannot act as "
            f"{role.title.en} in it as well. {en}",
        )
    )


def signs_for_another(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    item: WorkItem,
    answers: Mapping[str, Any],
) -> bool:
    """Tell whether the paper bears the signature of somebody else, the actor's being barred."""
    own = person_names(uow, [uow.actor.person_id]).values()
    signer = normalise_person_name(str(answers.get("signer") or ""))
    return is_barred(uow, settings, case, Role(item.role)) and signer not in {
        normalise_person_name(name) for name in own
    }


def note_coinciding(uow: UnitOfWork, settings: OfficeSettings, case: Case, item: WorkItem) -> None:
    """Write down, where the office lets it be, that one person has now done both of a pair."""
    if not settings.profile.duties.small_office:
        return
    apart = kept_apart(settings, Role(item.role))
    for other in sorted(_did(uow, case, apart), key=lambda each: apart[each]):
        append(
            uow,
            case.id,
            EventKind.DUTIES_COINCIDED,
            {
                "person": str(uow.actor.person_id),
                "work_item": str(item.id),
                "role": item.role,
                "other": other.value,
                "rule": apart[other],
            },
            element=item.element,
            instance_id=item.instance_id,
        )


def _did(uow: UnitOfWork, case: Case, roles: Collection[Role]) -> frozenset[Role]:
    """Return as which of these roles the actor has worked in the case; its lodger is an officer."""
    person_id, table = uow.actor.person_id, tables.work_item
    if person_id is None or not roles:
        return frozenset()
    found = uow.connection.scalars(
        _done(uow, case, roles, table.c.role).where(table.c.completed_by == person_id)
    )
    lodged = {Role.OFFICER} & set(roles) if case.lodged_by == person_id else set()
    return frozenset(Role(role) for role in found) | lodged


def _done(
    uow: UnitOfWork, case: Case, roles: Collection[Role], column: ColumnElement[Any]
) -> Select[Any]:
    """Select a column of the steps done by people of these roles, each value once.

    What an officer recorded from paper was done by who signed it, who need not be known here.
    """
    table = tables.work_item
    return (
        select(column)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.case_id == case.id,
            table.c.role.in_([role.value for role in roles]),
            table.c.completed_by.is_not(None),
            table.c.recorded_for.is_(None),
        )
        .distinct()
    )


def _who_instead(
    uow: UnitOfWork, settings: OfficeSettings, item: WorkItem, gone: frozenset[UUID]
) -> tuple[str, str]:
    """Say who does the step instead: others of its role, or who signs from outside."""
    out = gone | excluded_people(uow, item.case_id)
    queues = item.groups or (item.role,)
    able = frozenset[UUID]().union(
        *(members_of_queue(uow, settings, item.case_id, queue) for queue in queues)
    )
    names = sorted(person_names(uow, able - out).values())[:MOST_NAMED]
    if names:
        return f"ผู้ที่ทำแทนได้คือ {' '.join(names)}", f"{', '.join(names)} may do it instead."
    body = settings.profile.outside_bodies.get(settings.profile.duties.outside_actor or "")
    if body is None:
        return (
            "ให้ผู้รักษาราชการแทนทำขั้นตอนนี้",
            "Let whoever stands in for the post do this step.",
        )
    return (
        f"ให้ {body.name.th} ลงนามในกระดาษ แล้วเจ้าหน้าที่บันทึกแทน",
        f"Let the {body.name.en} sign on paper; an officer records it.",
    )


def _coincided(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    insert_row(
        uow.connection,
        tables.coinciding_duty,
        office_id=event.office_id,
        case_id=event.stream_id,
        seq=event.seq,
        person_id=UUID(content["person"]),
        role=content["role"],
        other=content["other"],
        rule=content["rule"],
        recorded_at=event.recorded_at,
    )


FOLDS = {EventKind.DUTIES_COINCIDED: _coincided}
