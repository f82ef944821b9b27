"""Web and worker are killed with -9 at random moments under load, on both databases.

What was acknowledged is in the history exactly once; what was refused is not;
nothing is there that nobody asked for; every reminder was given once; the chain is
whole; and the office still works.
"""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from engine.access.accounts import create_account
from engine.bpmn.edition import build_edition
from engine.history.verification import verify_database
from engine.journal.events import Event, read_stream
from engine.journal.signing_key import read_signing_key_file
from engine.office.roles import Role
from engine.sealing.keys import generate_master_key_file
from engine.sealing.passwords import hash_password
from engine.store import tables
from engine.store.database import connect
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store
from engine.store.vault import Vault
from engine.work.completing import Submission
from engine.work.composition import FOLDS
from engine.work.lodging import Door, lodge
from engine.work.timers import due_timers
from tests.conftest import PEOPLE, Office, opened_office
from tests.faults.people import PASSWORD, Person
from tests.faults.server import Server, serving

ERRAND = Path(__file__).parents[1] / "integration" / "definitions"
CASES = 12
OFFICERS = 4
STILL_CASES = 5
REMINDERS = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def busy_office(database_url: str, folder: Path) -> Iterator[Office]:
    """An office on the wall clock, with errands that go round and round."""
    store = Store(
        connect(database_url), Vault(generate_master_key_file(folder / "master.key")), FOLDS
    )
    office = opened_office(store, "provincial", PEOPLE, [_errand()])
    for _ in range(OFFICERS - 1):
        office.add(Role.OFFICER, f"เจ้าหน้าที่เพิ่ม {uuid4().hex[:4]}")
    _open_accounts(office)
    for _ in range(CASES):
        _lodge(office, office.person(Role.OFFICER))
    yield office
    store.database.close()


def _open_accounts(office: Office) -> None:
    secret = hash_password(PASSWORD)
    with office.store.unit(office.system) as uow:
        for person in office.people:
            create_account(uow, person.id, person.id.hex, secret, is_demonstration=True)


def _lodge(office: Office, lodger) -> UUID:
    answers = {
        "respondent_kind": "unknown",
        "received_on": datetime.now(OFFICE_TIME).date().isoformat(),
        "narrative": "ทดลอง",
    }
    with office.store.unit(Actor(office.id, lodger.id)) as uow:
        return lodge(uow, Door("errand"), Submission(uuid4(), answers)).case_id


def _errand():
    bpmn = (ERRAND / "errand.bpmn").read_bytes()
    forms = {path.stem: path.read_bytes() for path in ERRAND.glob("errand.*.json")}
    return build_edition("errand", {"errand": bpmn}, forms)


def _storm(
    server: Server, office: Office, *, kills: int, completions: int, seed: int
) -> list[Person]:
    """Let people work and processes die until there is enough of both."""
    dice = random.Random(seed)
    enough = threading.Event()
    working = [
        p for p in office.people if p.role in (Role.OFFICER, Role.HEAD) and p != _idle(office)
    ]
    people = [
        Person(person.id.hex, server, office.key, _fill, random.Random(seed + number))
        for number, person in enumerate(working)
    ]
    threads = [threading.Thread(target=one.work_until, args=(enough,)) for one in people]
    for thread in threads:
        thread.start()
    killed = 0
    while killed < kills or sum(len(one.answered) for one in people) < completions:
        enough.wait(dice.uniform(0.2, 1.2))
        if killed < kills:
            killed += server.kill_one(dice)
        assert all(thread.is_alive() for thread in threads), "somebody gave up"
    enough.set()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()
    return people


def _fill(page: str) -> dict[str, str]:
    if 'name="again"' in page:
        return {"again": "yes"}
    return {"subject": "เรื่องทดลอง", "note": "ทำแล้ว"}


def _events(office: Office) -> dict[UUID, list[Event]]:
    with office.store.database.reading() as connection:
        cases = connection.scalars(
            select(tables.stream.c.id).where(tables.stream.c.kind == "case")
        ).all()
    with office.store.reading(Actor(office.id, None)) as uow:
        return {case_id: list(read_stream(uow, case_id)) for case_id in cases}


def _check(office: Office, people: list[Person], reminders: Counter[UUID]) -> None:
    events = _events(office)
    completed = Counter(
        event.content["work_item"]
        for stream in events.values()
        for event in stream
        if event.kind == "work_item_completed"
    )
    answers = [answer for person in people for answer in person.answered]
    acknowledged = [a for a in answers if a.status == 303]
    assert max(completed.values()) == 1, "a step was completed twice"
    assert {a.work_item for a in acknowledged} <= set(completed), "an acknowledged step is lost"
    assert set(completed) <= {a.work_item for a in acknowledged}, "a step nobody asked for"
    assert {a.status for a in answers} <= {303, 403, 404, 409}
    with office.store.database.reading() as connection:
        kept = set(connection.scalars(select(tables.submission.c.key)).all())
    assert {UUID(a.key) for a in acknowledged} <= kept
    given = Counter(
        case_id
        for case_id, stream in events.items()
        for event in stream
        if event.kind == "reminder_given"
    )
    assert given == reminders, "a reminder was lost or given twice"
    for stream in events.values():
        assert [event.seq for event in stream] == list(range(1, len(stream) + 1))


def _idle(office: Office):
    """The officer who is away: what she holds waits, and its reminders fall due."""
    return office.person(Role.OFFICER, nth=1)


def _set_reminders(office: Office, seconds: float) -> Counter[UUID]:
    """Set reminders on work that waits, to fall due while processes die."""
    waiting = [_lodge(office, _idle(office)) for _ in range(STILL_CASES)]
    table = tables.deadline
    now = datetime.now(UTC)
    with office.store.database.writing() as connection:
        clocks = connection.execute(
            select(table.c.case_id, table.c.id).where(table.c.case_id.in_(waiting))
        ).all()
        rows = [
            {
                "office_id": office.id,
                "id": uuid4(),
                "case_id": case_id,
                "deadline_id": deadline_id,
                "kind": "reminder",
                "due_at": now + timedelta(seconds=number * seconds / REMINDERS),
                "failures": 0,
            }
            for number in range(REMINDERS)
            for case_id, deadline_id in clocks
        ]
        connection.execute(insert(tables.timer), rows)
    return Counter(row["case_id"] for row in rows)


def _await_reminders(office: Office) -> None:
    """Wait until the worker has done what was due; the test's own limit ends it otherwise."""
    while True:
        with office.store.database.reading() as connection:
            if not due_timers(connection, datetime.now(UTC), 1):
                return
        threading.Event().wait(0.2)


@pytest.mark.timeout(600)
def test_every_acknowledged_completion_survives_ten_kills(busy_office, database_url, folder):
    _survive(busy_office, database_url, folder, kills=10, completions=300)


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_every_acknowledged_completion_survives_a_hundred_kills(busy_office, database_url, folder):
    _survive(busy_office, database_url, folder, kills=100, completions=5000)


def _survive(
    office: Office, database_url: str, folder: Path, *, kills: int, completions: int
) -> None:
    reminders = _set_reminders(office, seconds=kills * 0.7)
    with serving(database_url, folder) as server:
        people = _storm(server, office, kills=kills, completions=completions, seed=7)
        _await_reminders(office)
    _check(office, people, reminders)
    key = read_signing_key_file(folder / "signing.key", strict=False)
    verdict = verify_database(office.store, keys=[key.verifying_key])
    assert verdict.fault is None, verdict.sentence.en
