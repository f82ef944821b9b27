"""PostgreSQL is stopped in the middle of everything and comes back, again and again."""

import random
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from engine.errors import DatabaseAway, OutcomeUnknown
from engine.journal.kinds import EventKind
from engine.store import tables
from engine.store.database import connect
from engine.store.unit_of_work import Store
from engine.work.timers import due_timers
from engine.worker import run_once
from tests.conftest import Cluster
from tests.faults.browser import PASSWORD
from tests.faults.busy import opened, storm
from tests.faults.server import serving
from tests.support.story import Story

ON_POSTGRESQL = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@dataclass
class FragileCluster(Cluster):
    """A server of one test alone, which may be torn down without harm to others."""

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.folder / "data")

    def come_back(self) -> None:
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            "-D",
            self.folder / "data",
            "-l",
            self.folder / "log",
            "-o",
            f"-k {self.folder} -c listen_addresses= -c fsync=on -c max_connections=200",
        )

    def restart(self, dice: random.Random) -> None:
        """Stop it as a power cut would, and start it after a moment."""
        self.stop()
        threading.Event().wait(dice.uniform(0, 2))
        self.come_back()


@pytest.fixture
def fragile(postgresql: Cluster) -> Iterator[FragileCluster]:
    folder = Path(tempfile.mkdtemp(prefix="sucharit-pg-", dir=postgresql.folder.parent))
    shutil.chown(folder, postgresql.folder.owner(), postgresql.folder.group())
    cluster = FragileCluster(folder, postgresql.bin_dir)
    try:
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_nothing_acknowledged_is_lost_when_the_database_restarts_under_load(fragile, tmp_path):
    survive(fragile, tmp_path, restarts=3, completions=15)


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_nothing_acknowledged_is_lost_in_fifty_restarts_under_load(fragile, tmp_path):
    survive(fragile, tmp_path, restarts=50, completions=3000)


def survive(cluster: FragileCluster, folder: Path, *, restarts: int, completions: int) -> None:
    url = cluster.create(cluster.template)
    with opened(url, folder) as busy:
        with serving(url, folder) as server:
            people = storm(
                busy, server, completions=completions, strokes=restarts, strike=cluster.restart
            )
            busy.await_reminders()
        busy.check(people)


def test_while_the_database_is_away_every_page_says_so_and_the_form_is_taken_later(
    fragile, tmp_path
):
    url = fragile.create(fragile.template)
    with opened(url, tmp_path) as busy, serving(url, tmp_path) as server:
        browser = busy.browser(server, busy.officers[0])
        step = busy.fresh_step()
        form = step.opened_by(browser)
        fragile.stop()
        replies = [
            browser.post(step.url, form),
            browser.get(step.url),
            browser.get(f"/{busy.office.key}/work"),
            browser.post(step.url, {**form, "csrf_token": "of an earlier session"}),
            browser.post("/sign-in", {"name": browser.name, "password": PASSWORD}),
        ]
        fragile.come_back()
        for reply in replies:
            assert reply.status == 503
            assert "ระบบติดต่อฐานข้อมูลไม่ได้ชั่วคราว" in reply.text
            assert "Traceback" not in reply.text
        log = (tmp_path / "serve.log").read_text(encoding="utf-8")
        told = [line for line in log.splitlines() if "DatabaseAway: connection" in line]
        assert len(told) == len(replies)
        assert "Traceback" not in log
        assert replies[0].key == form["_submission"]
        assert "ไม่มีสิ่งใดถูกบันทึก" in replies[0].text
        assert browser.post(step.url, replies[0].hidden_fields).status == 303
        assert len(busy.completions(step)) == 1
        busy.check_chain()


@ON_POSTGRESQL
def test_a_connection_that_breaks_in_the_commit_is_not_called_unwritten(store):
    """The session is ended by a deferred trigger, which runs as the commit begins."""
    with store.database.writing() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON sign_in_refusal "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"
            )
        )
    row = insert(tables.sign_in_refusal).values(name_hash="x", recorded_at=store.clock())
    with pytest.raises(OutcomeUnknown), store.database.writing() as connection:
        connection.execute(row)
    with store.database.reading() as connection:
        assert connection.execute(select(tables.sign_in_refusal)).all() == []


@ON_POSTGRESQL
def test_a_unit_that_slept_with_its_lock_is_ended_and_writes_nothing(
    database_url, clock, store, office, monkeypatch
):
    """What a process finds that was frozen for longer than a lock may be held idle."""
    monkeypatch.setattr("engine.store.database.IDLE_SECONDS", 1)
    case = Story(store, office.id).lodge()
    sleeper = Store(connect(database_url), store.vault, store.folds, clock)
    with pytest.raises(DatabaseAway):
        sleep_with_lock(sleeper, office.system, case, store)
    with sleeper.unit(office.system) as uow:
        assert uow.hold(case)
    sleeper.database.close()


def sleep_with_lock(sleeper, actor, case, store) -> None:
    with sleeper.unit(actor) as uow:
        uow.hold(case)
        pid = uow.connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        await_end(store, pid)
        uow.connection.execute(select(tables.case.c.id))


def await_end(store, pid: int) -> None:
    """Return when the database has ended a session; the test's own limit ends it otherwise."""
    alive = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
    while True:
        with store.database.reading() as connection:
            if not connection.execute(alive, {"pid": pid}).scalar_one():
                return
        threading.Event().wait(0.1)


@ON_POSTGRESQL
def test_a_connection_that_breaks_in_a_reminder_counts_against_no_case(office, store, clock):
    deaths = iter([True])

    def die_once(uow, _event) -> None:
        if next(deaths, False):
            uow.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    kind = EventKind.REMINDER_GIVEN
    folds = {**store.folds, kind: [*store.folds.get(kind, ()), die_once]}
    frail = Store(store.database, store.vault, folds, clock)
    story = Story(frail, office.id)
    case = story.lodge()
    story.do(case, "register")
    clock.advance(days=40)
    with store.database.reading() as connection:
        due = len(due_timers(connection, clock.now, 100))
    with pytest.raises(DatabaseAway):
        run_once(frail)
    with store.database.reading() as connection:
        assert set(connection.scalars(select(tables.timer.c.failures))) == {0}
    while run_once(frail):
        pass
    kinds = story.kinds(case)
    assert kinds.count("reminder_given") + kinds.count("deadline_breached") == due
