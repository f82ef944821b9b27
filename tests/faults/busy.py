"""An office on the wall clock whose people work all at once, and what must hold of it after.

What was acknowledged is in the history exactly once; what was refused is not;
nothing is there that nobody asked for; every reminder was given once; the chain
is whole.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from engine.access.accounts import create_account
from engine.bpmn.edition import Edition, build_edition
from engine.composition import FOLDS
from engine.history.verification import verify_database
from engine.journal.events import Event, read_stream
from engine.journal.signing_key import read_signing_key_file
from engine.office.roles import Role
from engine.sealing.keys import generate_master_key_file
from engine.store import tables
from engine.store.database import connect
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store
from engine.store.vault import Vault
from engine.work.allocation.claiming import release_work_item
from engine.work.completing import Submission
from engine.work.lodging import Door, lodge
from engine.work.timers import due_timers
from tests.conftest import PEOPLE, Office, opened_office
from tests.conftest import Person as Member
from tests.faults.browser import PASSWORD, Browser, Reply
from tests.faults.people import Person
from tests.faults.server import Server
from tests.support.passwords import quick_hash

ERRAND = Path(__file__).parents[1] / "integration" / "definitions"
CASES = 12
OFFICERS = HEADS = 4
STILL_CASES = 5


@dataclass(frozen=True)
class Step:
    case_id: UUID
    item: UUID
    url: str

    def opened_by(self, browser: Browser) -> dict[str, str]:
        """Let somebody claim it and return the form, filled in and ready to be sent."""
        browser.post(f"{self.url}/claim", {"csrf_token": browser.get(self.url).csrf})
        page = browser.get(self.url)
        assert page.has_form
        return {"csrf_token": page.csrf, "_submission": page.key, **fill(page)}


_SOON = timedelta(seconds=30)


@dataclass
class BusyOffice:
    """Errands that go round and round between officers and heads, and some that stand still.

    One officer, ``idle``, lodges and holds but never signs in: the cases that
    stand still are hers, and reminders are set on them.
    """

    office: Office
    folder: Path
    still: list[UUID] = field(default_factory=list)
    reminders: Counter[UUID] = field(default_factory=Counter)

    @property
    def store(self) -> Store:
        return self.office.store

    @property
    def idle(self) -> Member:
        return self.office.person(Role.OFFICER, nth=1)

    @property
    def workers(self) -> list[Member]:
        hands = (Role.OFFICER, Role.HEAD)
        return [p for p in self.office.people if p.role in hands and p != self.idle]

    @property
    def officers(self) -> list[Member]:
        return [person for person in self.workers if person.role is Role.OFFICER]

    def lodge(self, lodger: Member) -> UUID:
        answers = {
            "respondent_kind": "unknown",
            "received_on": datetime.now(OFFICE_TIME).date().isoformat(),
            "narrative": "ทดลอง",
        }
        with self.store.unit(Actor(self.office.id, lodger.id)) as uow:
            return lodge(uow, Door("errand"), Submission(uuid4(), answers)).case_id

    def browser(self, server: Server, person: Member) -> Browser:
        browser = Browser(server, person.id.hex)
        assert browser.sign_in().status == 303
        return browser

    def fresh_step(self) -> Step:
        """Lodge one more errand and return its first step, which nobody holds."""
        lodger, table = self.officers[0], tables.work_item
        case_id = self.lodge(lodger)
        with self.store.database.reading() as connection:
            item = connection.execute(
                select(table.c.id).where(table.c.case_id == case_id, table.c.ended_at.is_(None))
            ).scalar_one()
        with self.store.unit(Actor(self.office.id, lodger.id)) as uow:
            release_work_item(uow, item)
        return Step(case_id, item, f"/{self.office.key}/work/{item}")

    def completions(self, step: Step) -> list[Event]:
        return [e for e in self.events()[step.case_id] if e.kind == "work_item_completed"]

    # -- Reminders ------------------------------------------------------------------------------

    def set_reminders(self, seconds: float, *, each: int = 1) -> None:
        """Let reminders fall due on every case that stands still, from now over some seconds."""
        timer, clock = tables.timer, tables.deadline
        begin = datetime.now(UTC)
        with self.store.database.writing() as connection:
            clocks = connection.execute(
                select(clock.c.case_id, clock.c.id).where(clock.c.case_id.in_(self.still))
            ).all()
            rows = [
                {
                    "office_id": self.office.id,
                    "id": uuid4(),
                    "case_id": case_id,
                    "deadline_id": deadline_id,
                    "kind": "reminder",
                    "due_at": begin + timedelta(seconds=number * seconds / each),
                    "failures": 0,
                }
                for number in range(each)
                for case_id, deadline_id in clocks
            ]
            connection.execute(insert(timer), rows)
        self.reminders.update(row["case_id"] for row in rows)

    def await_reminders(self) -> None:
        """Wait until the worker has given what was set; the test's own limit ends it otherwise."""
        while self.count_due():
            threading.Event().wait(0.2)

    def count_due(self) -> int:
        """Count what is due, and what was set for the next moments: that comes as well."""
        with self.store.database.reading() as connection:
            return len(due_timers(connection, datetime.now(UTC) + _SOON, 10_000))

    # -- Afterwards -----------------------------------------------------------------------------

    def events(self) -> dict[UUID, list[Event]]:
        stream = tables.stream
        with self.store.database.reading() as connection:
            cases = connection.scalars(select(stream.c.id).where(stream.c.kind == "case")).all()
        with self.store.reading(Actor(self.office.id, None)) as uow:
            return {case_id: list(read_stream(uow, case_id)) for case_id in cases}

    def check(self, people: list[Person]) -> None:
        """Hold what each person was told against what is written."""
        answers = [answer for person in people for answer in person.answered]
        told = [(a.work_item, a.key) for a in answers if a.status == 303]
        assert len(told) == len(dict(told)), "two people were told that they had done one step"
        self.check_answers(acknowledged=dict(told))
        assert {a.status for a in answers} <= {303, 403, 404, 409}

    def check_answers(self, acknowledged: dict[str, str]) -> None:
        """Assert all that holds at any time; ``acknowledged`` are work items and their keys."""
        events = self.events()
        completed = Counter(
            event.content["work_item"]
            for stream in events.values()
            for event in stream
            if event.kind == "work_item_completed"
        )
        assert max(completed.values(), default=1) == 1, "a step was completed twice"
        assert acknowledged.keys() <= completed.keys(), "an acknowledged step is lost"
        assert completed.keys() <= acknowledged.keys(), "a step nobody asked for"
        with self.store.database.reading() as connection:
            kept = set(
                connection.scalars(
                    select(tables.submission.c.key).where(
                        tables.submission.c.command.like("complete:%")
                    )
                )
            )
        assert kept == {UUID(key) for key in acknowledged.values()}
        given = Counter(
            case_id
            for case_id, stream in events.items()
            for event in stream
            if event.kind == "reminder_given"
        )
        assert given == self.reminders, "a reminder was lost or given twice"
        for stream in events.values():
            assert [event.seq for event in stream] == list(range(1, len(stream) + 1))
        self.check_chain()

    def check_chain(self) -> None:
        key = read_signing_key_file(self.folder / "signing.key", strict=False)
        verdict = verify_database(self.store, keys=[key.verifying_key])
        assert verdict.fault is None, verdict.sentence.en


@contextmanager
def opened(database_url: str, folder: Path) -> Iterator[BusyOffice]:
    master_key = generate_master_key_file(folder / "master.key")
    store = Store(connect(database_url), Vault(master_key), FOLDS)
    office = opened_office(store, "provincial", PEOPLE, [_errand()])
    for role, there in ((Role.OFFICER, 2), (Role.HEAD, 1)):
        more = (OFFICERS + 1 if role is Role.OFFICER else HEADS) - there
        office.add_all([(role, f"เพิ่ม {uuid4().hex[:4]}", "", None) for _ in range(more)])
    secret = quick_hash(PASSWORD)
    with store.unit(office.system) as uow:
        for person in office.people:
            create_account(uow, person.id, person.id.hex, secret, is_demonstration=True)
    busy = BusyOffice(office, folder)
    for _ in range(CASES):
        busy.lodge(busy.officers[0])
    busy.still = [busy.lodge(busy.idle) for _ in range(STILL_CASES)]
    yield busy
    store.database.close()


def storm(
    busy: BusyOffice,
    server: Server,
    *,
    completions: int,
    strokes: int,
    strike: Callable[[random.Random], object],
    seed: int = 7,
) -> list[Person]:
    """Let all people work at once, and ``strike`` at them evenly over so many completions.

    Around every stroke reminders fall due.
    """
    dice = random.Random(seed)
    enough = threading.Event()
    people = [
        Person(Browser(server, one.id.hex), busy.office.key, fill, random.Random(seed + number))
        for number, one in enumerate(busy.workers)
    ]
    threads = [
        threading.Thread(target=one.work_until, args=(enough,), daemon=True) for one in people
    ]
    for thread in threads:
        thread.start()
    struck = 0
    try:
        while struck < strokes or _done(people) < completions:
            enough.wait(dice.uniform(0.1, 0.4))
            if struck < strokes and _done(people) * strokes >= struck * completions:
                busy.set_reminders(seconds=1.5, each=2)
                enough.wait(dice.uniform(0.1, 1.5))
                strike(dice)
                struck += 1
            assert all(thread.is_alive() for thread in threads), "somebody gave up"
    finally:
        enough.set()
        for thread in threads:
            thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return people


def _done(people: list[Person]) -> int:
    return sum(len(one.answered) for one in people)


def fill(page: Reply) -> dict[str, str]:
    """Return answers for whichever of the two steps the page shows."""
    if 'name="again"' in page.text:
        return {"again": "yes"}
    return {"subject": "เรื่องทดลอง", "note": "ทำแล้ว"}


def _errand() -> Edition:
    bpmn = (ERRAND / "errand.bpmn").read_bytes()
    forms = {path.stem: path.read_bytes() for path in ERRAND.glob("errand.*.json")}
    return build_edition("errand", {"errand": bpmn}, forms)
