"""A place of the benchmark with ``sucharit serve`` in front of it: one web worker."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

from engine.access.accounts import create_account
from engine.bench import answers
from engine.bench.place import Place, open_place
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.sealing.passwords import hash_password
from engine.settings import child_environment
from engine.store.unit_of_work import Actor, wall_clock
from engine.work.work_items import WorkItem
from web.bench.visitor import Fields, UnexpectedAnswer, Visitor
from web.form_pages.binding import posted_pairs

_START_SECONDS = 60
_OFFICE_KEY = "provincial"


@dataclass
class Site:
    place: Place
    process: subprocess.Popen[bytes]
    port: int
    password: str
    _visitors: dict[UUID, Visitor] = field(default_factory=dict)

    @property
    def worklist_url(self) -> str:
        return f"/{_OFFICE_KEY}/work"

    def item_url(self, item: WorkItem) -> str:
        return f"{self.worklist_url}/{item.id}"

    def case_url(self, case_id: UUID) -> str:
        return f"/{_OFFICE_KEY}/cases/{case_id}"

    def visitor(self, actor: Actor) -> Visitor:
        """Return the signed-in browser of a person."""
        person_id = actor.person_id
        if person_id is None:
            raise ValueError("the system has no browser")
        if person_id not in self._visitors:
            visitor = Visitor(HTTPConnection("127.0.0.1", self.port, timeout=_START_SECONDS))
            visitor.sign_in(person_id.hex, self.password)
            self._visitors[person_id] = visitor
        return self._visitors[person_id]

    def filled(self, visitor: Visitor, item: WorkItem) -> Fields:
        """Open an item's page and fill in its form."""
        with self.place.store.reading(Actor(self.place.office_id, None)) as uow:
            schema = form_of(get_edition(uow, item.edition), item.form_ref)
        said = answers.of_element(item.element, self.place.today)
        filled = [pair for one in schema.components for pair in posted_pairs(one, said)]
        return visitor.hidden(self.item_url(item)) + filled

    def worker_bytes(self) -> int:
        """Return the resident memory of the one web worker."""
        (master,) = _children(self.process.pid)
        (worker,) = _children(master)
        pages = int(Path(f"/proc/{worker}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def open_site(server_url: str | None) -> Iterator[Site]:
    """Serve a fresh place on a free port until the block ends."""
    with open_place(server_url, begins_at=wall_clock()) as place:
        password = secrets.token_urlsafe()
        _open_accounts(place, password)
        port = _free_port()
        process = subprocess.Popen(  # our own interpreter and words
            [sys.executable, "-m", "web.cli", "serve"],
            env=child_environment(
                MODE="demonstration",
                DATABASE_URL=place.database_url,
                DATA_DIR=str(place.folder),
                BIND=f"127.0.0.1:{port}",
                WEB_WORKERS="1",
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            _await_answer(process, port)
            yield Site(place, process, port, password)
        finally:
            process.terminate()
            process.wait()


def _open_accounts(place: Place, password: str) -> None:
    secret = hash_password(password)
    with place.store.unit(Actor(place.office_id, None)) as uow:
        for person_id in place.people.values():
            create_account(uow, person_id, person_id.hex, secret, is_demonstration=True)


def _await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            Visitor(HTTPConnection("127.0.0.1", port, timeout=5)).get("/sign-in")
        except OSError:
            # Nothing announces a listening socket of another process.
            time.sleep(0.1)
        else:
            return
    raise UnexpectedAnswer("the server does not come up")


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in listed.split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
