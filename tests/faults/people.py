"""People at their browsers: they take what the list offers, fill it in and send it.

Each knows what was answered to each form. An answer that never came is asked for
again with the same form, until there is one: that is what a person does too.
"""

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode
from uuid import uuid4

from tests.faults.server import Server

PASSWORD = "sucharit-ทดสอบ"

_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_KEY = re.compile(r'name="_submission" value="([^"]+)"')
_WORK = re.compile(r"/work/([0-9a-f-]{36})")


class NoAnswer(Exception):
    """The connection broke: nobody knows whether the server had done it."""


@dataclass
class Answered:
    """One form and what was said to it. ``status`` 303 is an acknowledgement."""

    work_item: str
    key: str
    status: int


@dataclass
class Person:
    """Somebody with an account. ``fills`` are the answers for the step that the page shows."""

    name: str
    server: Server
    office_key: str
    fills: Callable[[str], dict[str, str]]
    dice: random.Random
    answered: list[Answered] = field(default_factory=list)
    cookie: str = ""

    def work_until(self, enough: threading.Event) -> None:
        while not enough.is_set():
            try:
                if not self._work_once():
                    # Another one has taken all there was; the next page may have more.
                    enough.wait(0.05)
            except NoAnswer:
                enough.wait(0.1)

    def _work_once(self) -> bool:
        status, page = self._page(f"/{self.office_key}/work")
        if status != 200:
            self._sign_in()
            return True
        items = sorted(set(_WORK.findall(page)))
        if not items:
            return False
        item = self.dice.choice(items)
        url = f"/{self.office_key}/work/{item}"
        status, page = self._page(url)
        if status != 200:
            return True
        if 'id="work-form"' not in page:
            self._post(f"{url}/claim", {"csrf_token": _first(_CSRF, page)})
            status, page = self._page(url)
        if 'id="work-form"' in page:
            self._complete(url, item, page)
        return True

    def _complete(self, url: str, item: str, page: str) -> None:
        key = _first(_KEY, page) or str(uuid4())
        form = {"csrf_token": _first(_CSRF, page), "_submission": key, **self.fills(page)}
        for _ in range(400):
            try:
                status = self._post(url, form)
            except NoAnswer:
                # Unknown, so the same form is sent once more.
                threading.Event().wait(0.1)
                continue
            if status in (401, 400, 302):
                self._sign_in()
                _, fresh = self._page(url)
                form["csrf_token"] = _first(_CSRF, fresh) or form["csrf_token"]
                continue
            if status == 503:
                continue
            self.answered.append(Answered(item, key, status))
            return
        raise AssertionError(f"no answer to {key} in 400 tries")

    def _sign_in(self) -> None:
        self.cookie = ""
        _, page = self._page("/sign-in")
        self._post(
            "/sign-in", {"csrf_token": _first(_CSRF, page), "name": self.name, "password": PASSWORD}
        )

    def _page(self, url: str) -> tuple[int, str]:
        response, body = self._ask("GET", url)
        return response.status, body

    def _post(self, url: str, form: dict[str, str]) -> int:
        response, _ = self._ask("POST", url, urlencode(form))
        return response.status

    def _ask(self, method: str, url: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": self.cookie, "Referer": f"http://{self.server.host}/"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection = HTTPConnection(self.server.host, self.server.port, timeout=40)
            connection.request(method, url, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            raise NoAnswer from error
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("sucharit="):
                self.cookie = cookie.partition(";")[0]
        return response, text


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found.group(1) if found else ""
