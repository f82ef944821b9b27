"""What every test may stand on: two databases, a store, a clock in hand and an open office.

``database_url`` gives each test a fresh database of the newest schema, once on
SQLite and once on PostgreSQL. A test that only needs one says so:
``@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)``.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Connection, Dialect, Engine, event, make_url

from engine.access.accounts import create_account
from engine.access.membership import Standing, add_person, grant_membership, standing_of
from engine.bpmn.edition import Edition
from engine.composition import FOLDS
from engine.definitions.deployment import deploy, read_editions
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.sealing.keys import MasterKey
from engine.settings import Settings
from engine.store.columns import INSTALLATION
from engine.store.database import connect
from engine.store.schema import migrate
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store
from engine.store.vault import Vault
from engine.work.offices.opening import open_office
from web.application import create_app
from web.pages import init_app

BACKENDS = ("sqlite", "postgresql")
# Monday 23 November 2026, 09:00 in the office.
MONDAY = datetime(2026, 11, 23, 9, tzinfo=OFFICE_TIME).astimezone(UTC)

PEOPLE: tuple[tuple[Role, str, str, str | None], ...] = (
    (Role.OFFICER, "กมล ตัวอย่าง", "เจ้าพนักงานธุรการ", None),
    (Role.OFFICER, "ขวัญ ตัวอย่าง", "นักวิชาการ", None),
    (Role.UNIT_MEMBER, "คำแพง ตัวอย่าง", "เจ้าหน้าที่กลุ่มงานบริหาร", "administration"),
    (Role.UNIT_MEMBER, "จันทร์ ตัวอย่าง", "เจ้าหน้าที่กลุ่มงานแผนและพัฒนา", "planning"),
    (Role.UNIT_MEMBER, "ชมพู ตัวอย่าง", "เจ้าหน้าที่กลุ่มงานก่อสร้าง", "construction"),
    (Role.UNIT_MEMBER, "ดวงใจ ตัวอย่าง", "เจ้าหน้าที่กลุ่มงานบำรุงรักษา", "maintenance"),
    (Role.MANAGER, "ตะวัน ตัวอย่าง", "รองผู้อำนวยการ", None),
    (Role.HEAD, "ทองดี ตัวอย่าง", "ผู้อำนวยการ", None),
    (Role.ALTERNATE_HEAD, "ธารา ตัวอย่าง", "รองผู้อำนวยการ", None),
    (Role.PROCESS_OWNER, "นภา ตัวอย่าง", "นักวิเคราะห์", None),
    (Role.PUBLICATION_APPROVER, "บุญมา ตัวอย่าง", "หัวหน้ากลุ่มงาน", None),
    (Role.CUSTODIAN, "ประไพ ตัวอย่าง", "ผู้รักษาข้อมูล", None),
    (Role.AUDITOR, "พิมพ์ ตัวอย่าง", "ผู้ตรวจสอบภายใน", None),
    (Role.ADMINISTRATOR, "ฟ้า ตัวอย่าง", "ผู้ดูแลระบบ", None),
)

OTHER_PEOPLE: tuple[tuple[Role, str, str, str | None], ...] = (
    (Role.OFFICER, "มาลี ตัวอย่าง", "เจ้าพนักงานธุรการ", None),
    (Role.MANAGER, "ยุพา ตัวอย่าง", "รองปลัด", None),
    (Role.HEAD, "รุ่ง ตัวอย่าง", "ปลัด", None),
    (Role.ALTERNATE_HEAD, "ลำดวน ตัวอย่าง", "รองปลัด", None),
    (Role.CUSTODIAN, "วิไล ตัวอย่าง", "ผู้รักษาข้อมูล", None),
    (Role.ADMINISTRATOR, "สายใจ ตัวอย่าง", "ผู้ดูแลระบบ", None),
)

# How long an example takes is no finding: another machine, or a busy one, is slower.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


@dataclass
class MovableClock:
    """The clock of a store under test: it stands still until a test moves it."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move by ``days=``, ``hours=``, ``minutes=`` ... and return the new time."""
        self.now += timedelta(**by)
        return self.now

    def set(self, moment: datetime) -> datetime:
        self.now = moment.astimezone(UTC)
        return self.now


@dataclass(frozen=True)
class Person:
    id: UUID
    name: str
    role: Role
    unit: str | None


@dataclass
class Office:
    """An open office with a person in every role, running the bundled processes."""

    id: UUID
    key: str
    store: Store
    people: list[Person] = field(default_factory=list)

    def person(self, role: Role | str, *, unit: str | None = None, nth: int = 0) -> Person:
        """Return the ``nth`` person of a role; of one unit, when it is given."""
        found = [p for p in self.people if p.role == role and unit in (None, p.unit)]
        return found[nth]

    def actor(self, role: Role | str, *, unit: str | None = None, nth: int = 0) -> Actor:
        person = self.person(role, unit=unit, nth=nth)
        return Actor(self.id, person.id, person.name)

    def standing(self, role: Role | str, *, unit: str | None = None, nth: int = 0) -> Standing:
        actor = self.actor(role, unit=unit, nth=nth)
        assert actor.person_id is not None
        with self.store.reading(actor) as uow:
            return standing_of(uow, actor.person_id, uow.today)

    @property
    def system(self) -> Actor:
        return Actor(self.id, None)

    def add(self, role: Role, name: str, *, unit: str | None = None, position: str = "") -> Person:
        """Let one more person into the office."""
        return self.add_all([(role, name, position, unit)])[0]

    def add_all(self, people: Sequence[tuple[Role, str, str, str | None]]) -> list[Person]:
        added = []
        with self.store.unit(self.system) as uow:
            uow.hold(self.id)
            for role, name, position, unit in people:
                person_id = add_person(uow, name)
                grant_membership(
                    uow, person_id, role, position=position or role.title.th, unit=unit
                )
                added.append(Person(person_id, name, role, unit))
        self.people += added
        return added


@dataclass
class Cluster:
    """A PostgreSQL server of this test run alone: a socket in a private folder, fsync on."""

    folder: Path
    bin_dir: Path

    @cached_property
    def template(self) -> str:
        """The name of a database with the newest schema, made once."""
        self.execute("CREATE DATABASE sucharit_template")
        migrated(self.url("sucharit_template"))
        return "sucharit_template"

    def url(self, name: str) -> str:
        return f"postgresql://sucharit@/{name}?host={self.folder}"

    def create(self, template: str | None = None) -> str:
        """Make a database and return its address; empty unless a template is named."""
        name = f"t{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def start(self) -> None:
        data = self.folder / "data"
        self._run(
            "initdb",
            "--no-sync",
            "-U",
            "sucharit",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-D",
            data,
        )
        options = f"-k {self.folder} -c listen_addresses= -c fsync=on -c max_connections=200"
        self._run("pg_ctl", "start", "--wait", "-D", data, "-l", self.folder / "log", "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.folder / "data")

    def _run(self, program: str, *words: str | Path) -> None:
        subprocess.run(
            [self.bin_dir / program, *words],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **_unprivileged(),
        )


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL does not run as root; Debian's package brings the user postgres."""
    return (
        {"user": "postgres", "group": "postgres", "extra_groups": ()} if os.geteuid() == 0 else {}
    )


def _postgresql_programs() -> Path:
    found = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    for folder in ([Path(found).parent] if found else []) + versions[::-1]:
        if (folder / "pg_ctl").exists():
            return folder
    pytest.fail("no PostgreSQL server here: apt-get install postgresql", pytrace=False)


def _roomy_folder() -> str:
    """A folder in memory where there is one: a database a test is made and dropped 20x faster."""
    memory = Path("/dev/shm")  # noqa: S108  # its own folder there is made by mkdtemp
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 * 1024**3:
        return str(memory)
    return tempfile.gettempdir()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the databases of SQLite in memory as well: each waits for the disk at every commit."""
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="sucharit-tests-", dir=_roomy_folder())
        config.option.basetemp = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """Each statement is compiled once a run, not once a test: a quarter of all its time.

    SQLAlchemy keeps what it has compiled by engine and dialect, and every test has its own of both.
    """
    dialects: dict[str, Dialect] = {}
    compiled: dict[Any, Any] = {}

    def share(connection: Connection) -> None:
        name = connection.dialect.name
        connection.dialect = dialects.setdefault(name, connection.dialect)
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "engine_connect", share)
    yield
    event.remove(Engine, "engine_connect", share)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    bin_dir = _postgresql_programs()
    folder = Path(tempfile.mkdtemp(prefix="sucharit-pg-", dir=_roomy_folder()))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    cluster = Cluster(folder, bin_dir)
    try:
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrated(f"sqlite:///{path}")
    return path


def migrated(url: str) -> None:
    database = connect(url)
    migrate(database)
    database.close()


@dataclass(frozen=True)
class PreparedOffice:
    """A database with an open office in it: a file or a name, its keys, who works there."""

    template: str
    master: MasterKey
    id: UUID
    key: str
    people: tuple[Person, ...]


# The key of a bundled profile, and who works there.
Opening = tuple[str, tuple[tuple[Role, str, str, str | None], ...]]


@pytest.fixture
def opening() -> Opening:
    """Which office ``office`` is: a module whose tests are of another one says so by its own."""
    return "provincial", PEOPLE


@pytest.fixture(scope="session")
def sqlite_office(
    sqlite_template: Path, bundled_editions: list[Edition]
) -> Callable[[Opening], PreparedOffice]:
    @cache
    def prepare(opening: Opening) -> PreparedOffice:
        path = sqlite_template.with_name(f"{uuid4().hex}.db")
        shutil.copyfile(sqlite_template, path)
        return furnished(f"sqlite:///{path}", str(path), opening, bundled_editions)

    return prepare


@pytest.fixture(scope="session")
def postgresql_office(
    postgresql: Cluster, bundled_editions: list[Edition]
) -> Callable[[Opening], PreparedOffice]:
    @cache
    def prepare(opening: Opening) -> PreparedOffice:
        url = postgresql.create(postgresql.template)
        return furnished(url, str(make_url(url).database), opening, bundled_editions)

    return prepare


def furnished(
    url: str, template: str, opening: Opening, editions: Sequence[Edition]
) -> PreparedOffice:
    master = MasterKey.generate()
    store = Store(connect(url), Vault(master), FOLDS, MovableClock())
    office = opened_office(store, *opening, editions)
    store.database.close()
    return PreparedOffice(template, master, office.id, office.key, tuple(office.people))


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_database_url(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """A database without a single table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'sucharit.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    url = cluster.create()
    yield url
    cluster.drop(url)


@pytest.fixture
def prepared_office(
    backend: str, opening: Opening, request: pytest.FixtureRequest
) -> PreparedOffice | None:
    """The office that this test asks for; None if it wants an empty database."""
    if "office" not in request.fixturenames:
        return None
    found: PreparedOffice = request.getfixturevalue(f"{backend}_office")(opening)
    return found


@pytest.fixture
def database_url(
    backend: str,
    prepared_office: PreparedOffice | None,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[str]:
    """A database of the newest schema: with the ``office`` if the test has it, else without a row.

    Opening an office takes twenty times as long as copying one.
    """
    if backend == "sqlite":
        path = tmp_path / "sucharit.db"
        template = request.getfixturevalue("sqlite_template")
        shutil.copyfile(prepared_office.template if prepared_office else template, path)
        yield f"sqlite:///{path}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    url = cluster.create(prepared_office.template if prepared_office else cluster.template)
    yield url
    cluster.drop(url)


@pytest.fixture
def other_database_url(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """A second database beside the first, without a single table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    url = cluster.create()
    yield url
    cluster.drop(url)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def store(
    database_url: str, prepared_office: PreparedOffice | None, clock: MovableClock
) -> Iterator[Store]:
    """The engine's store with its master key and all folds."""
    database = connect(database_url)
    master = prepared_office.master if prepared_office else MasterKey.generate()
    yield Store(database, Vault(master), FOLDS, clock)
    database.close()


@pytest.fixture(scope="session")
def bundled_editions() -> list[Edition]:
    return read_editions(bundled_dir("processes"), bundled_dir("forms"))


@pytest.fixture(scope="session")
def application() -> Callable[[Settings, Store], Flask]:
    """The application over a test's own store; its routes and templates are compiled once a run.

    Each call returns an application of its own, so that what still comes from the browser of an
    earlier test never meets a later one's store.
    """
    made: list[Flask] = []

    def over(settings: Settings, store: Store) -> Flask:
        if not made:
            made.append(create_app(settings, store))
        app = copy(made[0])
        app.extensions = dict(app.extensions)
        app.config = deepcopy(app.config)
        init_app(app, settings, store)
        return app

    return over


@pytest.fixture
def office(
    store: Store,
    opening: Opening,
    prepared_office: PreparedOffice | None,
    bundled_editions: list[Edition],
) -> Office:
    """The office of a bundled profile; see ``opening``."""
    if prepared_office is None:
        # Asked for by a fixture in the middle of a test, when the database was there already.
        return opened_office(store, *opening, bundled_editions)
    return Office(prepared_office.id, prepared_office.key, store, list(prepared_office.people))


@pytest.fixture
def other_office(store: Store, bundled_editions: list[Edition]) -> Office:
    """A second office in the same database, which knows nothing of the first."""
    return opened_office(store, "tambon", OTHER_PEOPLE, bundled_editions)


def opened_office(
    store: Store,
    key: str,
    people: Sequence[tuple[Role, str, str, str | None]],
    editions: Sequence[Edition],
) -> Office:
    profile = bundled_dir("processes") / "offices" / f"{key}.toml"
    office_id = open_office(store, profile.read_text(encoding="utf-8"))
    office = Office(office_id, key, store)
    office.add_all(people)
    deploy(store, office_id, editions, may_publish=True)
    return office


@pytest.fixture
def with_account(store: Store) -> Callable[[Person], Person]:
    """Give a person of the office an account with an address; the password cannot be used."""

    def give(person: Person) -> Person:
        with store.unit(Actor(INSTALLATION, None)) as uow:
            name = f"user{person.id.hex[:8]}"
            create_account(uow, person.id, name, "!", email=f"{name}@office.example")
        return person

    return give
