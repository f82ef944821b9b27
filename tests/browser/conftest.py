"""The application in a real Chromium: a server of its own a test, people who sign in, axe.

    def test_...(live, browser_pages):
        page = browser_pages()
        live.sign_in(page, Role.OFFICER)
        page.goto(live.at("/provincial/work"))

``live.story`` plays cases behind the pages (tests/support/story.py); ``live.clock`` stands
still until a test moves it. A page that logs an error, runs into the Content-Security-Policy
or throws in a script fails its test at the end.
"""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from werkzeug.serving import WSGIRequestHandler, make_server

from engine.access.accounts import create_account
from engine.access.sign_in import sign_in as new_session
from engine.bpmn.edition import Edition
from engine.composition import open_store
from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.settings import Settings
from engine.store.schema import migrate
from engine.store.unit_of_work import Store
from tests.browser.pictures import take_picture
from tests.conftest import PEOPLE, MovableClock, Office, Person, opened_office
from tests.support.passwords import quick_hash
from tests.support.story import Story

HERE = Path(__file__).parent

WIDTHS = (390, 1280)
# Each width in one light: what axe finds hangs on the one or on the other.
LIGHTS = ((390, "dark"), (1280, "light"))
# Longer than any page takes on a machine that does much else.
TIMEOUT = 15_000
expect.set_options(timeout=TIMEOUT)
# Debian's Chromium without the parts that draw a window does the same in half the time.
CHROMIUM = next(filter(os.path.exists, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing here is of another site: processes of their own cost a fourth of all the time.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess",
)
# What a refused form or a cut connection leaves in the console is no fault: the test asked for it.
_EXPECTED_IN_CONSOLE = (
    "Failed to load resource: the server responded with a status of",
    "Failed to load resource: net::ERR_FAILED",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)


@dataclass
class Live:
    """A running application: the provincial office with an account for everybody in it."""

    url: str
    app: Flask
    settings: Settings
    store: Store
    office: Office
    clock: MovableClock

    @cached_property
    def story(self) -> Story:
        """Plays cases in this office, without a browser."""
        return Story(self.store, self.office.id, self.settings.blobs_dir)

    def at(self, path: str) -> str:
        return self.url + path

    def sign_in_name(self, role: Role | str, *, unit: str | None = None, nth: int = 0) -> str:
        return sign_in_name(self.office.person(role, unit=unit, nth=nth), nth)

    def sign_in(
        self, page: Page, role: Role | str, *, unit: str | None = None, nth: int = 0
    ) -> Person:
        """Sign somebody in through the page and return who it is."""
        page.goto(self.at("/sign-in"))
        page.fill("[name=name]", self.sign_in_name(role, unit=unit, nth=nth))
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.office.person(role, unit=unit, nth=nth)

    def begin_session(
        self, page: Page, role: Role | str, *, unit: str | None = None, nth: int = 0
    ) -> Person:
        """Let somebody be signed in in this browser and return who it is; no page is opened.

        Two pages less, for a test that goes to a page of its own next.
        """
        begin_session(
            page, self.url, self.app, self.store, self.sign_in_name(role, unit=unit, nth=nth)
        )
        return self.office.person(role, unit=unit, nth=nth)

    def sign_out(self, page: Page) -> None:
        page.context.clear_cookies()


def begin_session(page: Page, url: str, app: Flask, store: Store, user_name: str) -> None:
    cookie = SecureCookieSessionInterface().get_signing_serializer(app)
    assert cookie is not None
    token = new_session(store, user_name, PASSWORD)
    name, value = app.config["SESSION_COOKIE_NAME"], cookie.dumps({"_user_id": token})
    page.context.add_cookies([{"name": name, "value": str(value), "url": url}])


def sign_in_name(person: Person, nth: int = 0) -> str:
    """The role, the unit if there is one, and a number from the second person on."""
    words = [person.role.value, person.unit or "", str(nth + 1) if nth else ""]
    return "-".join(word for word in words if word)


@dataclass
class Watch:
    """What went wrong in the pages of a test without anybody seeing it."""

    faults: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"thrown: {error}"))
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_EXPECTED_IN_CONSOLE):
            self.faults.append(f"console: {message.text}")


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # werkzeug's name
        """Requests are not what a test's output is for."""


def _settings(data_dir: Path) -> Settings:
    return Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(data_dir)}
    )


@pytest.fixture(scope="session")
def installed(
    tmp_path_factory: pytest.TempPathFactory, bundled_editions: list[Edition]
) -> tuple[Path, Office]:
    """A data folder with the office opened in it: made once, copied for every test."""
    folder = tmp_path_factory.mktemp("installed") / "data"
    store = open_store(_settings(folder), MovableClock())
    migrate(store.database)
    office = opened_office(store, "provincial", PEOPLE, bundled_editions)
    hashed = quick_hash(PASSWORD)
    seen: dict[tuple[Role, str | None], int] = {}
    with store.unit(office.system) as uow:
        uow.hold(office.id)
        for person in office.people:
            nth = seen[person.role, person.unit] = seen.get((person.role, person.unit), -1) + 1
            create_account(uow, person.id, sign_in_name(person, nth), hashed, is_demonstration=True)
    store.database.close()
    return folder, office


@pytest.fixture
def live(
    installed: tuple[Path, Office],
    application: Callable[[Settings, Store], Flask],
    tmp_path: Path,
) -> Iterator[Live]:
    template, opened = installed
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    settings = _settings(folder)
    clock = MovableClock()
    store = open_store(settings, clock)
    app = application(settings, store)
    office = Office(opened.id, opened.key, store, list(opened.people))
    with served(app) as url:
        yield Live(url, app, settings, store, office, clock)
    store.database.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application until the block ends, and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_QuietHandler)
    # It looks this often whether it shall end; a request wakes it at once.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def browser_pages(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser profile of its own; options are those of ``new_context``.

    ``browser_pages(width=390)``, ``browser_pages(java_script_enabled=False)``. Colours change at
    once, as for people who ask for less motion: in between axe reads neither theme's.
    """
    watch, contexts = Watch(), list[BrowserContext]()

    def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="th-TH",
            **{"reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return watch.follow(context.new_page())

    yield open_page
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture(scope="session")
def packages() -> Path:
    """What npm brings for these tests; the lock file says which."""
    folder = HERE / "node_modules"
    if _versions(folder / ".package-lock.json") != _versions(HERE / "package-lock.json"):
        if shutil.which("npm") is None:
            pytest.fail("no npm here: apt-get install npm", pytrace=False)
        subprocess.run(["npm", "ci"], cwd=HERE, check=True, capture_output=True)
    return folder


def _versions(lock: Path) -> dict[str, str]:
    if not lock.exists():
        return {}
    found = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package["version"] for name, package in found.items() if name}


@pytest.fixture(scope="session")
def axe_source(packages: Path) -> str:
    return (packages / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe_findings(axe_source: str) -> Callable[[Page], list[str]]:
    """Return what axe (WCAG 2.0-2.2 A and AA, best practice) finds on the page as it stands.

    The devtools protocol evaluates it; the page's own policy stays in force.
    """
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    run = """async (tags) => (await axe.run(
        document, {runOnly: tags, resultTypes: ["violations"], preload: false}
    )).violations"""

    def findings(page: Page) -> list[str]:
        # A click returns once the next page is on its way: by then it may hold nothing at all.
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_source)
        return [
            f"{found['id']}: {node['html']}"
            for found in page.evaluate(run, tags)
            for node in found["nodes"]
        ]

    return findings


@pytest.fixture
def look(
    axe_findings: Callable[[Page], list[str]], sideways_scroll: Callable[[Page], int]
) -> Iterator[Callable[[Page, str], None]]:
    """Look at a page on a phone in the dark and at a desk in the light; faults fail at the end.

    ``name`` is that of its pictures. A walk through both at once costs half of two walks.
    """
    faults: list[str] = []

    def both(page: Page, name: str) -> None:
        for width, theme in LIGHTS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=theme)
            faults.extend(f"{name} {width}: {finding}" for finding in axe_findings(page))
            faults.extend([f"{name} {width}: too wide"] * (sideways_scroll(page) > 0))
            take_picture(page, f"{name}-{width}-{theme}")

    yield both
    assert faults == []


@pytest.fixture
def sideways_scroll() -> Callable[[Page], int]:
    """Return by how many pixels the page is wider than its window."""

    def overflow(page: Page) -> int:
        page.wait_for_load_state()
        width: int = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    return overflow
