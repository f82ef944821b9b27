"""Who belongs to an office in which role: granted by order, for a time, on record."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, bindparam, or_, select, update

from engine.cases.parties import cases_against, hold_name, name_index
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.office.person_names import normalise_person_name
from engine.office.roles import Role
from engine.store import tables
from engine.store.rows import find_rows, insert_row
from engine.store.unit_of_work import Actor, UnitOfWork


class NotYetExcluded(InvalidTransition):
    """A complaint is about the person who is to be given a role, and she still sees it."""


@dataclass(frozen=True)
class Membership:
    """A person in a role of the office; ``unit`` is the key of a กลุ่มงาน for its members."""

    id: UUID
    person_id: UUID
    name: str
    role: Role
    unit: str | None
    position: str
    from_on: date
    to_on: date | None

    def is_on(self, today: date) -> bool:
        return self.from_on <= today and (self.to_on is None or self.to_on >= today)


@dataclass(frozen=True)
class Standing:
    """What a person is in the office on one day: the whole basis of every permission."""

    office_id: UUID
    person_id: UUID
    name: str
    position: str
    roles: frozenset[Role]
    units: frozenset[str]
    committees: frozenset[UUID]
    # Set where a substitute acts in this person's name (engine.access.substitutions).
    substitute_id: UUID | None = None
    substitute_name: str = ""
    set_by: UUID | None = None
    acting: Sentence | None = None

    @property
    def people(self) -> frozenset[UUID]:
        """Whoever must not be a respondent of a case.

        The person, who acts in her name, and who chose that one: nobody chooses who
        handles a case about herself.
        """
        found = (self.person_id, self.substitute_id, self.set_by)
        return frozenset(each for each in found if each is not None)

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues whose offered work this person may claim."""
        roles = (role.value for role in self.roles if role.holds_work)
        units = (f"unit:{unit}" for unit in self.units)
        committees = (f"committee:{case_id}" for case_id in self.committees)
        return tuple(sorted([*roles, *units, *committees]))

    def holds(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def actor(self) -> Actor:
        if self.substitute_id is None:
            return Actor(self.office_id, self.person_id, self.name)
        return Actor(self.office_id, self.substitute_id, self.substitute_name, self.person_id)


def add_person(uow: UnitOfWork, name: str) -> UUID:
    """Enter a person in the directory of all offices; InvalidTransition without a name."""
    if not normalise_person_name(name):
        raise InvalidTransition(Sentence("ต้องมีชื่อบุคคล", "The person needs a name."))
    person_id = uuid4()
    insert_row(
        uow.connection,
        tables.person,
        id=person_id,
        name=name,
        name_index=name_index(uow, name) or b"",
    )
    return person_id


def grant_membership(
    uow: UnitOfWork,
    person_id: UUID,
    role: Role,
    *,
    position: str,
    unit: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    order_cited: str | None = None,
) -> UUID:
    """Put a person in a role of the actor's office, whose stream the unit holds.

    Raises
    ------
    InvalidTransition
        The last day lies before the first, or she has the role in that period already.
    NotYetExcluded
        Cases name this person as respondent and she still sees them
        (``engine.access.admission.admit_to_office`` sees to it).
    """
    if to_on is not None and to_on < (from_on or uow.today):
        raise InvalidTransition(Sentence("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "The last day lies before the first."))
    index = _name_index_of(uow, person_id)
    if index:
        hold_name(uow, index, shared=False)
    if cases_to_exclude(uow, person_id):
        raise NotYetExcluded
    _check_is_new(uow, person_id, role, unit, from_on or uow.today, to_on)
    membership_id = uuid4()
    append(
        uow,
        uow.actor.office_id,
        EventKind.MEMBERSHIP_GRANTED,
        {
            "membership": str(membership_id),
            "person": str(person_id),
            "role": role,
            "unit": unit,
            "position": position,
            "from_on": from_on or uow.today,
            "to_on": to_on,
            "order_cited": order_cited,
        },
        occurred_on=from_on,
    )
    return membership_id


def _check_is_new(
    uow: UnitOfWork,
    person_id: UUID,
    role: Role,
    unit: str | None,
    from_on: date,
    to_on: date | None,
) -> None:
    for one in memberships_of(uow, person_id):
        is_same = (one.role, one.unit) == (role, unit)
        meets = (to_on is None or one.from_on <= to_on) and (
            one.to_on is None or one.to_on >= from_on
        )
        if is_same and meets:
            raise InvalidTransition(
                Sentence(
                    f"{one.name} มีบทบาท{role.title.th}ในช่วงนี้อยู่แล้ว",
                    f"{one.name} has the role {role.title.en} in this period already.",
                )
            )


def cases_to_exclude(uow: UnitOfWork, person_id: UUID) -> frozenset[UUID]:
    """Return the cases about this person from which she is not excluded yet (U2)."""
    exclusion = tables.case_exclusion
    index = _name_index_of(uow, person_id)
    if not index:
        return frozenset()
    excluded = uow.connection.scalars(
        select(exclusion.c.case_id).where(
            exclusion.c.office_id == uow.actor.office_id, exclusion.c.person_id == person_id
        )
    )
    return cases_against(uow, index) - frozenset(excluded)


def _name_index_of(uow: UnitOfWork, person_id: UUID) -> bytes | None:
    person = tables.person
    index: bytes | None = uow.connection.scalar(
        select(person.c.name_index).where(person.c.id == person_id)
    )
    return index


def end_membership(
    uow: UnitOfWork, membership_id: UUID, *, last_on: date, order_cited: str
) -> None:
    """End a role on a day; what is held through it is given back by ``engine.work.leaving``."""
    append(
        uow,
        uow.actor.office_id,
        EventKind.MEMBERSHIP_ENDED,
        {"membership": str(membership_id), "to_on": last_on, "order_cited": order_cited},
        occurred_on=last_on,
    )


def standing_of(uow: UnitOfWork, person_id: UUID, today: date) -> Standing:
    """Return what the person is in the actor's office on a day.

    Raises
    ------
    NotFound
        There is no such person, or none with a role in this office on that day.
    """
    return uow.remember(
        ("standing", person_id, today), lambda: _read_standing(uow, person_id, today)
    )


def _read_standing(uow: UnitOfWork, person_id: UUID, today: date) -> Standing:
    held = _held(uow, today, person_id=person_id)
    committees = committee_seats(uow, person_id)
    if not held and not committees:
        raise NotFound
    return _standing(uow, person_id, held, committees)


def _standing(
    uow: UnitOfWork, person_id: UUID, held: list[Membership], committees: frozenset[UUID]
) -> Standing:
    return Standing(
        office_id=uow.actor.office_id,
        person_id=person_id,
        name=held[0].name if held else _name(uow, person_id),
        position=held[0].position if held else "",
        roles=frozenset(m.role for m in held)
        | ({Role.COMMITTEE_MEMBER} if committees else frozenset()),
        units=frozenset(m.unit for m in held if m.unit and m.role is Role.UNIT_MEMBER),
        committees=committees,
    )


def standings(uow: UnitOfWork, today: date, case_id: UUID) -> list[Standing]:
    """Return what everybody of the actor's office is; of committees, that of one case only."""
    seated = find_rows(
        uow.connection, tables.committee_member, office_id=uow.actor.office_id, case_id=case_id
    )
    sitting = {row.person_id for row in seated}
    held: dict[UUID, list[Membership]] = defaultdict(list)
    for one in members(uow, today):
        held[one.person_id].append(one)
    return [
        _standing(uow, person_id, found, frozenset({case_id} if person_id in sitting else ()))
        for person_id, found in held.items()
    ]


def members(uow: UnitOfWork, today: date) -> list[Membership]:
    """Return who holds which role in the actor's office on a day."""
    return _held(uow, today)


def holders(uow: UnitOfWork, today: date, role: Role, unit: str | None = None) -> list[Membership]:
    """Return who holds one role on a day; of one unit, when it is given."""
    narrowed = {"role": role.value} if unit is None else {"role": role.value, "unit": unit}
    return uow.remember(("holders", role, unit, today), lambda: _held(uow, today, **narrowed))


@cache
def _holding(*names: str) -> Select[Any]:
    """Build the statement for who holds a role on a day, narrowed by these columns."""
    table, person = tables.membership, tables.person
    return (
        select(table, person.c.name)
        .join(person, person.c.id == table.c.person_id)
        .where(
            table.c.office_id == bindparam("office_id"),
            table.c.from_on <= bindparam("today"),
            or_(table.c.to_on.is_(None), table.c.to_on >= bindparam("today")),
            *(table.c[name] == bindparam(name) for name in names),
        )
        .order_by(table.c.from_on, table.c.id)
    )


def _held(uow: UnitOfWork, today: date, **narrowed: Any) -> list[Membership]:
    rows = uow.connection.execute(
        _holding(*narrowed), {"office_id": uow.actor.office_id, "today": today, **narrowed}
    ).all()
    return [_membership(row) for row in rows]


def positions_of(uow: UnitOfWork, people: Collection[UUID | None], today: date) -> dict[UUID, str]:
    """Return the position of each of these people who has a role on a day, her first role's."""
    table = tables.membership
    rows = uow.connection.execute(
        select(table.c.person_id, table.c.position)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.person_id.in_([each for each in people if each]),
            table.c.from_on <= today,
            or_(table.c.to_on.is_(None), table.c.to_on >= today),
        )
        .order_by(table.c.from_on.desc(), table.c.id.desc())
    ).all()
    return {row.person_id: row.position for row in rows}


def memberships_of(uow: UnitOfWork, person_id: UUID) -> list[Membership]:
    """Return every role that a person has, had or will have in the actor's office."""
    table, person = tables.membership, tables.person
    rows = uow.connection.execute(
        select(table, person.c.name)
        .join(person, person.c.id == table.c.person_id)
        .where(table.c.office_id == uow.actor.office_id, table.c.person_id == person_id)
        .order_by(table.c.from_on, table.c.id)
    ).all()
    return [_membership(row) for row in rows]


def _membership(row: Any) -> Membership:
    return Membership(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        role=Role(row.role),
        unit=row.unit,
        position=row.position,
        from_on=row.from_on,
        to_on=row.to_on,
    )


def committee_seats(uow: UnitOfWork, person_id: UUID) -> frozenset[UUID]:
    """Return the cases on whose committee a person sits, by order and not by role."""
    found = find_rows(
        uow.connection,
        tables.committee_member,
        office_id=uow.actor.office_id,
        person_id=person_id,
    )
    return frozenset(row.case_id for row in found)


def _name(uow: UnitOfWork, person_id: UUID) -> str:
    person = tables.person
    name: str | None = uow.connection.scalar(select(person.c.name).where(person.c.id == person_id))
    if name is None:
        raise NotFound
    return name


def _granted(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    insert_row(
        uow.connection,
        tables.membership,
        office_id=event.office_id,
        id=UUID(content["membership"]),
        person_id=UUID(content["person"]),
        role=content["role"],
        unit=content["unit"],
        position=content["position"],
        from_on=date.fromisoformat(content["from_on"]),
        to_on=date.fromisoformat(content["to_on"]) if content["to_on"] else None,
        order_cited=content["order_cited"],
    )
    uow.forget("standing", "holders")


def _ended(uow: UnitOfWork, event: Event) -> None:
    table = tables.membership
    uow.connection.execute(
        update(table)
        .where(
            table.c.office_id == event.office_id, table.c.id == UUID(event.content["membership"])
        )
        .values(to_on=date.fromisoformat(event.content["to_on"]))
    )
    uow.forget("standing", "holders")


FOLDS = {EventKind.MEMBERSHIP_GRANTED: _granted, EventKind.MEMBERSHIP_ENDED: _ended}
