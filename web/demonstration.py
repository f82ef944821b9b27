"""The invented people of a demonstration, offered on the sign-in page; nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.access.accounts import accounts
from engine.access.membership import members
from engine.access.sign_in import offices_open_to
from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor
from engine.work.offices.settings import settings_in_force
from web import pages
from web.design.language import say


@dataclass(frozen=True)
class Player:
    """Somebody to sign in as; ``position`` is what she does in the office."""

    name: str
    position: str
    sign_in_name: str
    password: str = PASSWORD


@dataclass(frozen=True)
class Stage:
    """An office of the demonstration, and its people in the order of their roles."""

    key: str
    name: str
    people: list[Player]


def stages() -> list[Stage]:
    """Return the offices by name; none unless the installation is a demonstration."""
    if not pages.settings().is_demonstration:
        return []
    store = pages.store()
    with store.reading(Actor(INSTALLATION, None)) as uow:
        names = {
            account.person_id: account.sign_in_name
            for account in accounts(uow)
            if account.is_demonstration and account.disabled_at is None
        }
    offices = {key: at for person in names for key, at in offices_open_to(store, person).items()}
    return sorted((_stage(*one, names) for one in offices.items()), key=lambda one: one.name)


def _stage(office_id: UUID, key: str, names: Mapping[UUID, str]) -> Stage:
    with pages.store().reading(Actor(office_id, None)) as uow:
        name = say(settings_in_force(uow, uow.today).profile.name)
        found = members(uow, uow.today)
    order = {role: place for place, role in enumerate(Role)}
    people: dict[UUID, Player] = {}
    for one in sorted(found, key=lambda one: (order[one.role], one.name)):
        if one.person_id in names:
            player = Player(one.name, one.position, names[one.person_id])
            people.setdefault(one.person_id, player)
    return Stage(key, name, list(people.values()))
