"""Open an office of the demonstration with its people in their roles, and give them accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from engine.access.accounts import create_account
from engine.access.grants import give_grant
from engine.access.membership import add_person, grant_membership
from engine.bpmn.edition import Edition
from engine.definitions.deployment import deploy
from engine.demo.people import DemoPerson
from engine.office.roles import Role
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.offices.opening import open_office
from engine.work.offices.settings import OfficeSettings, settings_in_force

_APPOINTED_BY = "คำสั่งแต่งตั้งผู้ปฏิบัติงานที่ 1"


@dataclass(frozen=True)
class Staff:
    """An open office and who works there."""

    store: Store
    office_id: UUID
    people: Mapping[UUID, DemoPerson]

    @cached_property
    def settings(self) -> OfficeSettings:
        with self.store.reading(Actor(self.office_id, None)) as uow:
            return settings_in_force(uow, uow.today)

    @cached_property
    def _by_queue(self) -> Mapping[str, tuple[UUID, ...]]:
        found: dict[str, list[UUID]] = {}
        for person_id, person in self.people.items():
            for queue in _queues(person):
                found.setdefault(queue, []).append(person_id)
        return {queue: tuple(ids) for queue, ids in found.items()}

    def actor(self, person_id: UUID) -> Actor:
        return Actor(self.office_id, person_id, self.people[person_id].name)

    def holders(self, queue: str) -> tuple[UUID, ...]:
        """Return who takes work of a queue, in the order of the list of people."""
        return self._by_queue.get(queue, ())

    def first(self, role: Role) -> UUID:
        return self.holders(role.value)[0]


def _queues(person: DemoPerson) -> list[str]:
    units = [f"unit:{person.unit}"] if person.unit else []
    return [role.value for role in person.roles] + units


def open_staffed_office(
    store: Store, profile: str, people: Sequence[DemoPerson], editions: Sequence[Edition]
) -> Staff:
    """Open the office, let its people in and put the processes in use."""
    office_id = open_office(store, profile)
    system = Actor(office_id, None, "demonstration")
    with store.unit(system) as uow:
        uow.hold(office_id)
        known = {_admit(uow, person): person for person in people}
    deploy(store, office_id, editions, may_publish=True)
    return Staff(store, office_id, known)


def _admit(uow: UnitOfWork, person: DemoPerson) -> UUID:
    person_id = add_person(uow, person.name)
    for role in person.roles:
        grant_membership(
            uow,
            person_id,
            role,
            position=person.position,
            unit=person.unit if role is Role.UNIT_MEMBER else None,
            order_cited=_APPOINTED_BY,
        )
    return person_id


def give_accounts(staff: Staff, password_hash: str) -> None:
    """Let everybody of the office sign in, all with the one password whose hash is given."""
    with staff.store.unit(Actor(staff.office_id, None, "demonstration")) as uow:
        for person_id, person in staff.people.items():
            create_account(
                uow,
                person_id,
                person.user_name,
                password_hash,
                email=person.email,
                is_demonstration=True,
            )


def grant_audit(staff: Staff, *, received_from: date, received_to: date, expires_on: date) -> None:
    """Let the head put the auditor's grant on record: a period, a purpose, an end."""
    with staff.store.unit(staff.actor(staff.first(Role.HEAD))) as uow:
        uow.hold(staff.office_id)
        give_grant(
            uow,
            staff.first(Role.AUDITOR),
            purpose="ตรวจสอบการปฏิบัติตามกำหนดเวลาของแนวปฏิบัติการจัดการเรื่องร้องเรียน",
            order_cited="คำสั่งจังหวัดศรีนคร ที่ 118/2569",
            received_from=received_from,
            received_to=received_to,
            expires_on=expires_on,
        )
