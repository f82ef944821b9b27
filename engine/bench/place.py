"""A place to measure in: a fresh database with one office and its people."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text

from engine.access.membership import Standing, add_person, grant_membership, standing_of
from engine.composition import FOLDS
from engine.definitions.deployment import deploy, read_editions
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.sealing.keys import generate_master_key_file
from engine.store.database import connect, parse_address
from engine.store.schema import migrate
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store
from engine.store.vault import Vault
from engine.work.offices.opening import open_office

_MONDAY = datetime(2026, 11, 23, 9, tzinfo=OFFICE_TIME).astimezone(UTC)
MASTER_KEY = "master.key"
UNITS = ("administration", "planning", "construction")
_STAFF = (
    (Role.OFFICER, None),
    (Role.HEAD, None),
    (Role.MANAGER, None),
    (Role.ALTERNATE_HEAD, None),
    (Role.CUSTODIAN, None),
    *((Role.UNIT_MEMBER, unit) for unit in UNITS),
)


@dataclass
class BenchClock:
    """Moves only when told, so that no deadline falls due in the middle of a measurement."""

    now: datetime = _MONDAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Place:
    store: Store
    office_id: UUID
    clock: BenchClock
    database_url: str
    # Keys and files of this place; gone when it is closed.
    folder: Path
    # Where another one may be made beside it.
    server_url: str | None
    people: dict[tuple[Role, str | None], UUID] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.clock.now.astimezone(OFFICE_TIME).date()

    @property
    def backend(self) -> str:
        return self.store.database.engine.dialect.name

    def actor(self, role: Role, unit: str | None = None) -> Actor:
        return Actor(self.office_id, self.people[role, unit])

    def standing(self, role: Role, unit: str | None = None) -> Standing:
        actor = self.actor(role, unit)
        with self.store.reading(actor) as uow:
            return standing_of(uow, self.people[role, unit], uow.today)


@contextmanager
def open_place(server_url: str | None, begins_at: datetime = _MONDAY) -> Iterator[Place]:
    """Make a database, on SQLite or beside the one that a PostgreSQL address names, and drop it."""
    with (
        tempfile.TemporaryDirectory(prefix="sucharit-bench-") as folder,
        _database(server_url, Path(folder)) as url,
    ):
        clock = BenchClock(begins_at)
        database = connect(url)
        migrate(database)
        store = Store(
            database, Vault(generate_master_key_file(Path(folder) / MASTER_KEY)), FOLDS, clock
        )
        profile = bundled_dir("processes") / "offices" / "provincial.toml"
        office_id = open_office(store, profile.read_text(encoding="utf-8"))
        place = Place(store, office_id, clock, url, Path(folder), server_url)
        _hire(place)
        editions = read_editions(bundled_dir("processes"), bundled_dir("forms"))
        deploy(store, office_id, editions, may_publish=True)
        try:
            yield place
        finally:
            database.close()


@contextmanager
def _database(server_url: str | None, folder: Path) -> Iterator[str]:
    server_address = None if server_url is None else parse_address(server_url)
    if server_address is None or server_address.get_backend_name() == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    name = f"sucharit_bench_{uuid4().hex}"
    address = server_address.set(drivername="postgresql+psycopg")
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield server_address.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def _hire(place: Place) -> None:
    with place.store.unit(Actor(place.office_id, None)) as uow:
        uow.hold(place.office_id)
        for number, (role, unit) in enumerate(_STAFF, start=1):
            person_id = add_person(uow, f"บุคคลทดลอง {number}")
            grant_membership(uow, person_id, role, position=role.title.th, unit=unit)
            place.people[role, unit] = person_id
